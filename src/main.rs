//! Arguments → run → exit code.

use std::process::ExitCode;

use clap::Parser;
use dockhand::cli::{Cli, run, tell};

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(ended) => {
            if !ended.words.is_empty() {
                tell(&ended.words);
            }
            ExitCode::from(ended.code)
        }
        Err(why) => {
            tell(&format!("{why:#}"));
            ExitCode::FAILURE
        }
    }
}
