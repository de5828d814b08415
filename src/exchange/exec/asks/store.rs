//! The store, and what is set up in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::place::{Bin, Location, Warehouse};
use crate::exchange::exec::answers::{DocumentEntry, TemplateEntry};
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::{Query, Refused};

/// The store: name, currency, zone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Store {}

/// The store.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoreAnswer {
    store: String,
    demo: bool,
    currency: String,
    zone: String,
    /// Today in that zone.
    today: String,
    /// No document may be dated on or before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_until: Option<String>,
    warehouses: u64,
    products: u64,
}

impl Request for Store {
    type Answer = StoreAnswer;

    fn carry_out(self, room: &Room) -> Result<StoreAnswer, Fault> {
        let view = answer_of!(room, Query::Store, Store)?.ok_or(Refused::NotFounded)?;
        Ok(StoreAnswer {
            store: view.settings.store,
            demo: view.settings.demo,
            currency: view.settings.currency,
            zone: view.settings.zone,
            today: view.today.to_string(),
            closed_until: view.settings.closed_until.map(|day| day.to_string()),
            warehouses: view.warehouses,
            products: view.products,
        })
    }
}

/// What Home shows: drafts, today's arrivals, products below their minimum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Home {}

/// What Home shows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HomeAnswer {
    drafts: Vec<DocumentEntry>,
    /// Postings posted today.
    arrived_postings: u64,
    /// Units and pieces that came in today.
    arrived: String,
    /// The first few products below their minimum.
    below_minimum: Vec<Below>,
}

/// A product below its minimum.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Below {
    product: String,
    on_hand: String,
    minimum: String,
}

impl Request for Home {
    type Answer = HomeAnswer;

    fn carry_out(self, room: &Room) -> Result<HomeAnswer, Fault> {
        let origin = room.origin();
        let home = answer_of!(room, Query::Home { employee: origin.employee, desk: origin.desk }, Home)?;
        Ok(HomeAnswer {
            drafts: home.drafts.into_iter().map(DocumentEntry::from).collect(),
            arrived_postings: home.arrived_postings,
            arrived: home.arrived.to_string(),
            below_minimum: home
                .below_minimum
                .into_iter()
                .map(|below| Below {
                    product: below.name,
                    on_hand: below.on_hand.to_string(),
                    minimum: below.minimum.to_string(),
                })
                .collect(),
        })
    }
}

/// All branches.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Locations {}

/// All branches.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationsAnswer {
    locations: Vec<LocationEntry>,
}

/// A branch.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationEntry {
    location: String,
    code: String,
    archived: bool,
}

impl Request for Locations {
    type Answer = LocationsAnswer;

    fn carry_out(self, room: &Room) -> Result<LocationsAnswer, Fault> {
        let entry = |(_, branch): (_, Location)| LocationEntry {
            location: branch.name,
            code: branch.code,
            archived: branch.archived,
        };
        let locations = answer_of!(room, Query::Locations, Locations)?.into_iter().map(entry).collect();
        Ok(LocationsAnswer { locations })
    }
}

/// All warehouses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warehouses {}

/// All warehouses.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WarehousesAnswer {
    warehouses: Vec<WarehouseEntry>,
}

/// A warehouse.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WarehouseEntry {
    warehouse: String,
    code: String,
    /// Branch it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// Template that numbers units received here.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    archived: bool,
}

impl Request for Warehouses {
    type Answer = WarehousesAnswer;

    fn carry_out(self, room: &Room) -> Result<WarehousesAnswer, Fault> {
        let branches = answer_of!(room, Query::Locations, Locations)?;
        let branch = |id| branches.iter().find(|(known, _)| *known == id).map(|(_, branch)| branch.name.clone());
        let entry = |(_, warehouse): (_, Warehouse)| WarehouseEntry {
            location: warehouse.location.and_then(branch),
            template: warehouse.template.map(|template| template.as_str().to_owned()),
            warehouse: warehouse.name,
            code: warehouse.code,
            archived: warehouse.archived,
        };
        let warehouses = answer_of!(room, Query::Warehouses, Warehouses)?.into_iter().map(entry).collect();
        Ok(WarehousesAnswer { warehouses })
    }
}

/// Bins of a warehouse.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bins {
    /// By name or code.
    warehouse: String,
}

/// Bins of a warehouse.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BinsAnswer {
    bins: Vec<BinEntry>,
}

/// A bin.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BinEntry {
    bin: String,
    archived: bool,
}

impl Request for Bins {
    type Answer = BinsAnswer;

    fn carry_out(self, room: &Room) -> Result<BinsAnswer, Fault> {
        let bins = answer_of!(room, Query::Bins(room.warehouse(&self.warehouse)?), Bins)?;
        let entry = |(_, bin): (_, Bin)| BinEntry { bin: bin.code, archived: bin.archived };
        Ok(BinsAnswer { bins: bins.into_iter().map(entry).collect() })
    }
}

/// Suppliers by part of a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppliers {
    /// Part of a name; without it, all.
    #[serde(default)]
    text: String,
}

/// Suppliers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuppliersAnswer {
    suppliers: Vec<String>,
}

impl Request for Suppliers {
    type Answer = SuppliersAnswer;

    fn carry_out(self, room: &Room) -> Result<SuppliersAnswer, Fault> {
        Ok(SuppliersAnswer { suppliers: answer_of!(room, Query::Suppliers(self.text), Suppliers)? })
    }
}

/// Clients by part of a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clients {
    /// Part of a name; without it, all.
    #[serde(default)]
    text: String,
}

/// Clients.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClientsAnswer {
    clients: Vec<String>,
}

impl Request for Clients {
    type Answer = ClientsAnswer;

    fn carry_out(self, room: &Room) -> Result<ClientsAnswer, Fault> {
        Ok(ClientsAnswer { clients: answer_of!(room, Query::Clients(self.text), Clients)? })
    }
}

/// All templates in use, with their counters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Templates {}

/// Templates in use.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplatesAnswer {
    templates: Vec<TemplateEntry>,
}

impl Request for Templates {
    type Answer = TemplatesAnswer;

    fn carry_out(self, room: &Room) -> Result<TemplatesAnswer, Fault> {
        let templates = answer_of!(room, Query::Templates, Templates)?;
        Ok(TemplatesAnswer { templates: templates.into_iter().map(TemplateEntry::from).collect() })
    }
}
