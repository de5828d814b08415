//! What fuzzers kept of the inputs of the scan decoder and of the socket, played again: each must hold what it held when it was found.

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

#[test]
fn every_input_of_every_corpus_holds() {
    for (name, target) in targets::ALL {
        let folder = Path::new("tests/fuzz/corpus").join(name);
        let mut played = 0;
        for entry in fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
            let path = entry.expect("a folder that can be listed").path();
            let bytes = fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            target(&bytes);
            played += 1;
        }
        assert!(played >= 10, "{name}: {played} inputs are no corpus");
    }
}
