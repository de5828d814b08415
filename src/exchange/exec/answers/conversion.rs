//! A product that gets serials, and what that came to.

use schemars::JsonSchema;
use serde::Serialize;

use super::quantity;
use crate::domain::document::DocumentState;
use crate::domain::product::NumberedBy;
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::{ConversionRow, ConversionView, ConvertedProduct, DocumentLine};

/// A product that gets serials, or could.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Conversion {
    /// The product.
    pub product: String,
    /// Its draft, while one is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<u64>,
    /// `us` or `maker`: who numbers the units.
    pub numbered_by: &'static str,
    /// `loose` or `exact`: how serials are compared.
    pub matching: &'static str,
    /// On hand in all warehouses.
    pub on_hand: String,
    /// Serials in all of them.
    pub serials: String,
    /// What it is worth.
    pub value: String,
    /// What each warehouse has.
    pub warehouses: Vec<ConversionEntry>,
    /// Why it cannot get serials now, whatever is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<String>,
}

/// A warehouse of a conversion.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConversionEntry {
    /// Its name.
    pub warehouse: String,
    /// On hand now.
    pub on_hand: String,
    /// On hand when the conversion was begun, if that was another count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub had: Option<String>,
    /// Of what is on hand, promised to somebody.
    pub reserved: String,
    /// On its way here.
    pub in_transit: String,
    /// Serials it has.
    pub serials: String,
    /// How many are missing.
    pub missing: String,
    /// How many are too many.
    pub too_many: String,
}

impl From<ConversionView> for Conversion {
    fn from(view: ConversionView) -> Self {
        Conversion {
            product: view.name,
            draft: view.draft.filter(|(_, state)| *state == DocumentState::Draft).map(|(draft, _)| draft.0),
            numbered_by: match view.numbered_by {
                NumberedBy::Us => "us",
                NumberedBy::Maker => "maker",
            },
            matching: match view.matching {
                Matching::Loose => "loose",
                Matching::Exact => "exact",
            },
            on_hand: quantity(view.on_hand),
            serials: quantity(view.serials),
            value: view.value.exact(),
            warehouses: view.rows.into_iter().map(ConversionEntry::from).collect(),
            blockers: view.blockers,
        }
    }
}

impl From<ConversionRow> for ConversionEntry {
    fn from(row: ConversionRow) -> Self {
        let missing = row.missing();
        let over = Quantity::from_thousandths(-missing.thousandths());
        ConversionEntry {
            warehouse: row.name,
            on_hand: quantity(row.on_hand),
            had: Some(row.had).filter(|had| *had != row.on_hand).map(quantity),
            reserved: quantity(row.reserved),
            in_transit: quantity(row.in_transit),
            serials: quantity(row.serials),
            missing: quantity(missing.max(Quantity::ZERO)),
            too_many: quantity(over.max(Quantity::ZERO)),
        }
    }
}

/// A product that got serials.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Converted {
    /// The product.
    pub product: String,
    /// Number of the write-off of what it was; left out when nothing was on hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_off: Option<String>,
    /// Number of the posting of what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<String>,
    /// Units it has now.
    pub quantity: String,
    /// What they cost in total: what they cost before.
    pub cost: String,
    /// The layers that became units, oldest first.
    pub lines: Vec<ConvertedLine>,
    /// Lines of open drafts that lack serials since then.
    pub lines_to_scan: u32,
}

/// A layer that became units.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConvertedLine {
    /// Warehouse it is in.
    pub warehouse: String,
    /// The lot it is.
    pub lot: String,
    /// The lot it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// How much.
    pub quantity: String,
    /// What that costs in total.
    pub cost: String,
    /// Its serials, when some were made by a template.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serials: Vec<String>,
}

impl Converted {
    /// Tells what a conversion came to.
    pub fn of(done: ConvertedProduct, lines: Vec<(DocumentLine, Vec<String>)>) -> Converted {
        let (written_off, posted) = match done.documents {
            Some((written_off, posted)) => (Some(written_off.number), Some(posted.number)),
            None => (None, None),
        };
        let lines = lines.into_iter().map(|(line, serials)| ConvertedLine {
            warehouse: line.warehouse,
            lot: line.label,
            was: line.was,
            quantity: quantity(line.quantity),
            cost: line.cost.exact(),
            serials,
        });
        Converted {
            product: done.product,
            written_off,
            posted,
            quantity: quantity(done.quantity),
            cost: done.cost.exact(),
            lines: lines.collect(),
            lines_to_scan: done.lines,
        }
    }
}
