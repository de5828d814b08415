//! The store: founded, its settings changed, its counters set.

use std::ops::Bound;

use super::{Context, names};
use crate::domain::employee::{Employee, Permission, Role};
use crate::domain::id::{EmployeeId, RoleId};
use crate::domain::settings::Settings;
use crate::domain::template::{Template, TemplateError};
use crate::messages::{No, Outcome, Refused};
use crate::store::codec::{Key, Value};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{
    CodeKind, Counter, DOCUMENT_DAY, EMPLOYEE, ROLE, SERIAL, SETTINGS, TEMPLATE_COUNTER, Table, Tables, View,
};

/// Largest value a template's counter can be set to: 18 digits.
pub(super) const LARGEST: u64 = 999_999_999_999_999_999;

/// Makes an empty store usable: its settings, and an employee with all rights.
pub fn found(tx: &mut Tables, cx: &Context, settings: &Settings, employee: &str) -> Result<Outcome, No> {
    if let Some(there) = tx.get(SETTINGS, &0)? {
        let sentence = format!("{} is founded already: change its settings instead", there.store);
        return Err(Refused::BadField(sentence).into());
    }
    let settings = checked(cx, settings)?;
    let name = names::parse("an employee", employee, 60)?;
    tx.put(SETTINGS, &0, &settings)?;
    let role = RoleId(tx.next(Counter::Role)?);
    let all_rights = Role { name: "all rights".to_owned(), permissions: Permission::ALL.to_vec() };
    names::take(tx, CodeKind::RoleName, &names::folded(&all_rights.name), role.0, |_, _| Ok(Refused::NotFounded))?;
    tx.put(ROLE, &role, &all_rights)?;
    let id = EmployeeId(tx.next(Counter::Employee)?);
    names::take(tx, CodeKind::EmployeeName, &names::folded(&name), id.0, |_, _| Ok(Refused::NotFounded))?;
    tx.put(EMPLOYEE, &id, &Employee { name, role, archived: false })?;
    Ok(Outcome::StoreFounded(id))
}

/// Changes the store's settings. Currency and zone are fixed with the first posting, how far a serial is unique with
/// the first serial.
pub fn change(tx: &mut Tables, cx: &Context, settings: &Settings) -> Result<Outcome, No> {
    let before = super::settings(&tx.view())?;
    let after = checked(cx, settings)?;
    let posted = any(&tx.view(), DOCUMENT_DAY)?;
    let fixed = |what: &str, to: &str, from: &str, since: &str| {
        Err(Refused::BadField(format!("{to}: the {what} stays {from}; it is fixed since the first {since}")).into())
    };
    if posted && after.currency != before.currency {
        return fixed("currency", &after.currency, &before.currency, "posting");
    }
    if posted && after.zone != before.zone {
        return fixed("time zone", &after.zone, &before.zone, "posting");
    }
    if after.scope != before.scope && any(&tx.view(), SERIAL)? {
        let word = |settings: &Settings| match settings.scope {
            crate::domain::settings::SerialScope::Product => "once per product",
            crate::domain::settings::SerialScope::Company => "once in the company",
        };
        return fixed("rule for serials", word(&after), word(&before), "serial");
    }
    tx.put(SETTINGS, &0, &after)?;
    Ok(Outcome::Done)
}

/// Sets the next value of a template's counter; numbers in use are skipped when they come up.
pub fn set_counter(tx: &mut Tables, cx: &Context, template: &str, next: u64) -> Result<Outcome, No> {
    let template = Template::parse(template).map_err(bad_template)?;
    count_from(tx, cx, &template, next)?;
    Ok(Outcome::Done)
}

/// Sets a template's next value, when it fits in its padding.
pub(super) fn count_from(tx: &mut Tables, cx: &Context, template: &Template, next: u64) -> Result<(), No> {
    if next > LARGEST {
        return Err(Refused::BadField(format!("{next}: a counter goes up to {LARGEST}")).into());
    }
    let today = cx.today(&super::settings(&tx.view())?);
    match template.render(next, today, "W") {
        // A shorter or longer number is the warehouse's code's doing, which is not known here.
        Ok(_) | Err(TemplateError::Length { .. }) => {}
        Err(error) => return Err(bad_template(error).into()),
    }
    Ok(tx.put(TEMPLATE_COUNTER, &template.as_str().to_owned(), &next)?)
}

/// Makes a refusal of what is wrong with a template.
#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(super) fn bad_template(error: TemplateError) -> Refused {
    Refused::BadTemplate(error.to_string())
}

/// Checks settings and returns them as they are kept.
fn checked(cx: &Context, settings: &Settings) -> Result<Settings, Refused> {
    let kept = as_kept(settings)?;
    let today = cx.today(&kept);
    match kept.closed_until {
        Some(until) if until > today => {
            Err(Refused::BadDate(format!("{until} has not come yet: the books can be closed until {today}")))
        }
        _ => Ok(kept),
    }
}

/// Returns settings as they are kept, whatever day it is.
pub(super) fn as_kept(settings: &Settings) -> Result<Settings, Refused> {
    let store = names::parse("a store", &settings.store, 60)?;
    let currency = settings.currency.trim().to_ascii_uppercase();
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        let shown = crate::domain::text::shown(&settings.currency);
        return Err(Refused::BadField(format!("{shown}: a currency is three letters, such as EUR (ISO 4217)")));
    }
    let zone = settings.zone.trim().to_owned();
    if zone.parse::<chrono_tz::Tz>().is_err() {
        let shown = crate::domain::text::shown(&zone);
        return Err(Refused::BadField(format!("{shown} is no time zone: one is named such as Europe/Berlin or UTC")));
    }
    let template = settings.template.as_ref().map(|text| Template::parse(text.as_str())).transpose();
    let template = template.map_err(bad_template)?;
    Ok(Settings { store, currency, zone, template, ..settings.clone() })
}

/// Tells whether a table has any row.
pub(super) fn any<K: Key, V: Value>(view: &View, table: Table<K, V>) -> Result<bool, Error> {
    let mut found = false;
    view.range(table, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |_, _| {
        found = true;
        Ok(false)
    })?;
    Ok(found)
}
