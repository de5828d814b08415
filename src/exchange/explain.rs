//! What scans are, said to scripts: the same answer as on the scanner screen.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use super::{Exit, lines};
use crate::config::scanner::ScannerConfig;
use crate::scan::explain::{self, Explained};
use crate::scan::gs1::Fault;
use crate::scan::normalise;

/// A scan to be explained.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// As it came, FNC1 as `\u001d`.
    scan: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer<'a> {
    Ok(Said<'a>),
    Refused(No<'a>),
    Error(lines::Wrong<'a>),
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    symbology: Option<&'a str>,
    valid: bool,
    elements: Vec<[&'a str; 2]>,
    #[serde(skip_serializing_if = "str::is_empty")]
    gs1: &'a str,
    text: &'a str,
    warnings: &'a [String],
}

#[derive(Debug, Serialize)]
struct No<'a> {
    code: &'static str,
    message: String,
    ai: &'a str,
    /// The character of the scan, from 1.
    position: usize,
}

/// Explains one scan a line; fails only when input or output do.
pub fn run(config: &ScannerConfig, input: &mut dyn BufRead, output: &mut dyn Write) -> anyhow::Result<Exit> {
    lines::answer_each(input, output, |line, text| {
        let asked = text.and_then(|text| serde_json::from_str::<Asked>(text).map_err(|wrong| wrong.to_string()));
        match asked {
            Err(message) => written(&Answer::Error(lines::Wrong { message: &message, line }), Exit::Failed),
            Ok(Asked { scan }) => match explain::explain(&normalise::meant(&scan, config)) {
                Ok(explained) => written(&Answer::Ok(said(&explained)), Exit::Done),
                Err(fault) => written(&Answer::Refused(no(&fault)), Exit::Refused),
            },
        }
    })
}

fn written(answer: &Answer, exit: Exit) -> serde_json::Result<(String, Exit)> {
    Ok((serde_json::to_string(answer)?, exit))
}

fn said(explained: &Explained) -> Said<'_> {
    Said {
        kind: explained.kind.code(),
        also: explained.also.iter().map(|kind| kind.code()).collect(),
        symbology: explained.symbology.as_deref(),
        valid: explained.valid,
        elements: explained.elements.iter().map(|(ai, value)| [ai.as_str(), value.as_str()]).collect(),
        gs1: &explained.gs1,
        text: &explained.text,
        warnings: &explained.warnings,
    }
}

fn no(fault: &Fault) -> No<'_> {
    No { code: fault.rule.code(), message: fault.to_string(), ai: &fault.ai, position: fault.position }
}
