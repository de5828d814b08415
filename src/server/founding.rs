//! A store that nobody used yet is founded with what the configuration says.

use anyhow::Result;

use crate::config::StoreConfig;
use crate::domain::settings::{SerialScope, Settings};
use crate::messages::Origin;
use crate::stockroom::Stockroom;

/// Founds a new store for a desk: the first one also makes a warehouse, so that work can begin.
pub fn with_warehouse(stockroom: &Stockroom, config: &StoreConfig) -> Result<Origin> {
    Ok(stockroom.found(settings(config), &config.employee, &config.warehouse)?)
}

/// Founds a new store for a script, which makes what it needs.
pub fn bare(stockroom: &Stockroom, config: &StoreConfig) -> Result<Origin> {
    Ok(stockroom.found(settings(config), &config.employee, "")?)
}

/// Founds a store to look around in.
pub fn demo(stockroom: &Stockroom, config: &StoreConfig) -> Result<Origin> {
    let settings = Settings { demo: true, store: "Demo".to_owned(), ..settings(config) };
    Ok(stockroom.found(settings, &config.employee, "")?)
}

fn settings(config: &StoreConfig) -> Settings {
    Settings {
        store: config.name.clone(),
        demo: false,
        currency: config.currency.clone(),
        zone: config.zone.clone(),
        scope: SerialScope::default(),
        template: None,
        closed_until: None,
    }
}
