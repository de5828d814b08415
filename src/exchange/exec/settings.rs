//! Settings of the store: what is left out stays as it is.

use schemars::JsonSchema;
use serde::Deserialize;

use super::asks::{Store, StoreAnswer};
use super::number::day;
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::settings::{SerialScope, Settings};
use crate::domain::template::Template;
use crate::messages::{Command, Query, Refused};

/// Changes settings of the store.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSettings {
    /// Name on the first row of every screen.
    store: Option<String>,
    /// ISO 4217 code; fixed with the first posting.
    currency: Option<String>,
    /// IANA name of the zone business days are counted in; fixed with the first posting.
    zone: Option<String>,
    /// How far a serial is unique; fixed with the first serial.
    serials: Option<Unique>,
    /// Template for products and warehouses that have none; empty for none.
    template: Option<String>,
    /// No document may be dated on or before this day; empty opens all days again.
    closed_until: Option<String>,
}

/// How far a serial is unique.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unique {
    /// Once per product.
    OncePerProduct,
    /// Once in the company.
    OncePerCompany,
}

impl Request for ChangeSettings {
    type Answer = StoreAnswer;

    fn carry_out(self, room: &Room) -> Result<StoreAnswer, Fault> {
        let before = answer_of!(room, Query::Store, Store)?.ok_or(Refused::NotFounded)?.settings;
        let template = match self.template.as_deref().map(str::trim) {
            None => before.template,
            Some("") => None,
            Some(text) => Some(Template::parse(text).map_err(|wrong| Refused::BadTemplate(wrong.to_string()))?),
        };
        let closed_until = match self.closed_until.as_deref().map(str::trim) {
            None => before.closed_until,
            Some("") => None,
            Some(until) => Some(day(until)?),
        };
        let settings = Settings {
            store: self.store.unwrap_or(before.store),
            demo: before.demo,
            currency: self.currency.unwrap_or(before.currency),
            zone: self.zone.unwrap_or(before.zone),
            scope: match self.serials {
                None => before.scope,
                Some(Unique::OncePerProduct) => SerialScope::Product,
                Some(Unique::OncePerCompany) => SerialScope::Company,
            },
            template,
            closed_until,
        };
        room.run(Command::ChangeSettings(settings))?;
        Store {}.carry_out(room)
    }
}
