//! What a person can do and ask: plain functions over one transaction.
//!
//! An operation parses, checks, changes and returns. It sees no clock, no terminal, no environment: [`Context`]
//! brings who, where and when as values. A refusal leaves no trace.
//!
//! [`perform`] is the one table of operations; [`query`] the table of questions, one file each.

pub mod blockers;
pub mod cancel;
pub mod carry;
pub mod claims;
pub mod conversion;
pub mod correct;
mod defects;
pub mod door;
pub mod draft;
pub mod expiring;
pub mod furnish;
pub mod handing;
pub mod held;
pub mod in_use;
pub mod journal;
pub mod layers;
pub mod line;
pub mod lives;
pub mod moving;
pub mod names;
pub mod orders;
pub mod pallets;
pub mod people;
pub mod places;
pub mod post;
pub mod prints;
pub mod products;
pub mod query;
pub mod receive_whole;
pub mod remark;
pub mod reservations;
pub mod rights;
pub mod search;
pub mod serials;
mod series;
pub mod settings;
pub mod standing;
pub mod stocktake;
mod table;
pub mod tray;
pub mod undo;
pub mod verify;
pub mod wording;

use crate::domain::id::{DeskId, EmployeeId};
use crate::domain::settings::Settings;
use crate::domain::time::{Day, Moment};
use crate::messages::{No, Refused};
use crate::store::engine::Error;
use crate::store::tables::{SETTINGS, View};

pub use table::{Row, may, not_permitted, perform, row};

/// Who does something, where and when: values, never services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The later of the clock and the last commit.
    pub now: Moment,
    /// Who.
    pub employee: EmployeeId,
    /// Where.
    pub desk: DeskId,
}

impl Context {
    /// Returns today in the store's time zone.
    pub fn today(&self, settings: &Settings) -> Day {
        self.now.day(settings.tz())
    }
}

impl From<Error> for No {
    fn from(broken: Error) -> Self {
        No::Broken(broken.to_string())
    }
}

/// Returns the settings of a founded store.
pub fn settings(view: &View) -> Result<Settings, No> {
    Ok(view.get(SETTINGS, &0)?.ok_or(Refused::NotFounded)?)
}
