//! A unit's passport.

use schemars::JsonSchema;
use serde::Serialize;

use super::{day, empty, moment};
use crate::messages::{MovementRow, PassportView, Standing};

/// A unit's facts and its movements.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Passport {
    /// Product.
    pub product: String,
    /// Serial as scanned.
    pub serial: String,
    /// Further identifiers.
    pub identifiers: Vec<String>,
    /// All that was scanned as it came in, FNC1 as `\u001d`, when its label said more than the serial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanned: Option<String>,
    /// `in_stock`, `in_draft`, `in_transit` or `gone`.
    pub state: &'static str,
    /// The same as a sentence: `in stock: Main, bin A3, P-118 of 2026-10-02`.
    pub standing: String,
    /// Warehouse it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Bin it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
    /// Number of the order, or of the transfer ready to ship, that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// Its lot.
    pub lot: String,
    /// Lot it was of before a conversion: supplier, invoice, day and supplier's warranty are of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Which unit of the lot, from 1.
    pub unit: u32,
    /// How many units the lot has.
    pub units: u32,
    /// Posting it came in by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting: Option<String>,
    /// Day it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// Supplier.
    pub supplier: String,
    /// Supplier's invoice number.
    pub invoice: String,
    /// What it cost.
    pub cost: String,
    /// Supplier's warranty in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_warranty: Option<u16>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_warranty_until: Option<String>,
    /// Warranty to a client in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_warranty: Option<u16>,
    /// Its last day, once sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_warranty_until: Option<String>,
    /// Client who has it.
    #[serde(skip_serializing_if = "empty")]
    pub client: String,
    /// Maker's batch.
    #[serde(skip_serializing_if = "empty")]
    pub batch: String,
    /// Expiry day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// Movements and remarks, oldest first.
    pub movements: Vec<Movement>,
    /// Where the next page of movements begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One movement of a unit, or a remark on it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Movement {
    /// Number of the document, or `draft`, `remark` or `corrected`.
    pub document: String,
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Who.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// When.
    pub at: String,
    /// Free text.
    pub note: String,
}

impl From<PassportView> for Passport {
    fn from(mut view: PassportView) -> Self {
        let rows = std::mem::take(&mut view.movements.rows);
        Passport::with(view, rows)
    }
}

impl Passport {
    /// Tells a unit's facts, and these of its movements.
    pub fn with(view: PassportView, movements: Vec<MovementRow>) -> Self {
        let reserved = match &view.standing {
            Standing::Reserved { document, .. } => Some(document.clone()),
            _ => None,
        };
        let (state, warehouse, bin) = match view.standing.place() {
            Standing::InStock { warehouse, bin, .. } => ("in_stock", Some(warehouse.clone()), bin.clone()),
            Standing::InTransit { .. } => ("in_transit", None, None),
            Standing::InDraft { .. } | Standing::Picked { .. } | Standing::Reserved { .. } => ("in_draft", None, None),
            Standing::Gone { .. } => ("gone", None, None),
        };
        let (supplier_warranty, supplier_until) = view.supplier_warranty.unzip();
        let (client_warranty, client_until) = view.client_warranty.unzip();
        Passport {
            state,
            standing: view.standing.to_string(),
            warehouse,
            bin,
            reserved,
            product: view.name,
            serial: view.serial,
            identifiers: view.identifiers,
            scanned: view.scanned,
            origin: view.origin.map(|origin| origin.label),
            lot: view.lot_label,
            unit: view.place_in_lot.0,
            units: view.place_in_lot.1,
            posting: view.posting_number,
            received: view.received.map(day),
            supplier: view.supplier,
            invoice: view.invoice,
            cost: view.cost.exact(),
            supplier_warranty,
            supplier_warranty_until: supplier_until.flatten().map(day),
            client_warranty,
            client_warranty_until: client_until.flatten().map(day),
            client: view.client,
            batch: view.batch,
            expiry: view.expiry.map(day),
            movements: movements.into_iter().map(Movement::from).collect(),
            next: None,
        }
    }
}

impl From<MovementRow> for Movement {
    fn from(row: MovementRow) -> Self {
        Movement {
            document: row.number,
            from: row.from,
            to: row.to,
            employee: row.employee,
            desk: row.desk,
            at: moment(row.at),
            note: row.note,
        }
    }
}
