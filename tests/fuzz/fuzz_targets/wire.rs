#![no_main]

#[path = "../targets.rs"]
#[expect(dead_code, reason = "each target plays one of them")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::wire(bytes));
