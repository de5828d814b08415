//! Arguments → run → exit code.

use std::panic;
use std::process::ExitCode;

use clap::Parser;
use dockhand::cli::{Cli, run, tell};
use dockhand::client::FAULT;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // A panic has said its words already, and a desk has given its terminal back.
    let Ok(done) = panic::catch_unwind(|| run(cli)) else { return ExitCode::from(FAULT) };
    match done {
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
