//! The store: founded, its settings changed, its counters set.

use crate::domain::settings::Settings;
use crate::messages::{No, Outcome};
use crate::ops::Context;
use crate::store::tables::Tables;

/// Makes an empty store usable: its settings, and an employee with all rights.
pub fn found(tx: &mut Tables, cx: &Context, settings: &Settings, employee: &str) -> Result<Outcome, No> {
    let _ = (tx, cx, settings, employee);
    Err(No::Broken(String::new()))
}

/// Changes the store's settings.
pub fn change(tx: &mut Tables, cx: &Context, settings: &Settings) -> Result<Outcome, No> {
    let _ = (tx, cx, settings);
    Err(No::Broken(String::new()))
}

/// Sets the next value of a template's counter.
pub fn set_counter(tx: &mut Tables, cx: &Context, template: &str, next: u64) -> Result<Outcome, No> {
    let _ = (tx, cx, template, next);
    Err(No::Broken(String::new()))
}
