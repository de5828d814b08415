//! Where and when a desk is, as its screens are told.

use std::time::{Duration, Instant};

use chrono::TimeZone as _;

use crate::domain::employee::Desk;
use crate::domain::scanner::KeptScanner;
use crate::messages::{Answer, Origin, Query};
use crate::stockroom::Stockroom;
use crate::ui::screen::Here;

/// Returns what a desk found of its scanner.
pub fn scanner(stockroom: &Stockroom, origin: Origin) -> Option<KeptScanner> {
    match stockroom.ask(&Query::Scanner(origin.desk)) {
        Ok(Answer::Scanner(kept)) => kept,
        _ => None,
    }
}

/// Reads the store's settings, who works at the desk and what the desk keeps. What cannot be read stays as it was.
pub fn read(stockroom: &Stockroom, origin: Origin, here: &mut Here, kept: &mut Desk) {
    here.desk = origin.desk;
    here.employee = origin.employee;
    if let Ok(Answer::Store(Some(store))) = stockroom.ask(&Query::Store) {
        here.zone = store.settings.tz();
        here.store = store.settings.store;
        here.demo = store.settings.demo;
        here.currency = store.settings.currency;
    }
    if let Ok(Answer::Employee(name)) = stockroom.ask(&Query::Employee(origin.employee)) {
        here.employee_name = name;
    }
    if let Ok(Answer::Allowed(allowed)) = stockroom.ask(&Query::Allowed(origin.employee)) {
        here.allowed = allowed;
    }
    if let Ok(Answer::Desk(desk)) = stockroom.ask(&Query::Desk(origin.desk)) {
        here.desk_name.clone_from(&desk.name);
        *kept = desk;
    }
    if let Ok(Answer::Warehouses(warehouses)) = stockroom.ask(&Query::Warehouses) {
        let open: Vec<_> = warehouses.into_iter().filter(|(_, warehouse)| !warehouse.archived).collect();
        // A desk that keeps none, or one that is hidden by now, works in the oldest there is.
        let own = open.iter().find(|(id, _)| Some(*id) == kept.warehouse);
        let chosen = own.or_else(|| open.iter().min_by_key(|(id, _)| *id));
        here.warehouse = chosen.map(|(id, _)| *id);
        here.warehouse_name = chosen.map(|(_, warehouse)| warehouse.name.clone()).unwrap_or_default();
    }
    tell(stockroom, here);
}

/// Reads the clock.
pub fn tell(stockroom: &Stockroom, here: &mut Here) {
    here.now = stockroom.now();
    here.today = here.now.day(here.zone);
}

/// Returns when the clock's minute changes.
pub fn next_minute(here: &Here, at: Instant) -> Instant {
    let left = 60_000 - here.now.0.rem_euclid(60_000);
    at + Duration::from_millis(u64::try_from(left).unwrap_or(60_000))
}

/// Returns when the business day turns; where a zone has no such midnight, an hour later at the most.
pub fn next_day(here: &Here, at: Instant) -> Instant {
    let midnight = here.today.succ_opt().and_then(|day| day.and_hms_opt(0, 0, 0));
    let midnight = midnight.and_then(|midnight| here.zone.from_local_datetime(&midnight).earliest());
    let left = midnight.and_then(|midnight| u64::try_from(midnight.timestamp_millis() - here.now.0).ok());
    at + Duration::from_millis(left.unwrap_or(60 * 60 * 1_000))
}
