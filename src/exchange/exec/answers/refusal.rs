//! A refusal with its code, its sentence and its data.

use schemars::JsonSchema;
use serde::Serialize;

use super::{day, filled, quantity};
use crate::messages::{Blocker, Refused, Standing, Unmatched};

/// Why something was refused.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Refusal {
    /// What scripts may rely on.
    pub code: &'static str,
    /// The sentence an operator would read.
    pub message: String,
    /// Offending value, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What it was taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Who has it already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Serial that cannot be taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Product it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Line it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// How much is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub have: Option<String>,
    /// How much is on hand, where too little is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_hand: Option<String>,
    /// Of that, promised to somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// First day on which it would fall short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// How much was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// How much is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Document it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Client or warehouse it is held for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// Document that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What it could be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Each thing that keeps a posting from being posted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<String>,
    /// Of a conversion: each warehouse whose serials are not as many as its units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warehouses: Vec<UnmatchedRow>,
}

/// A warehouse whose serials are not as many as its units.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnmatchedRow {
    /// Its name.
    pub warehouse: String,
    /// On hand when the conversion was begun, if that was another count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub had: Option<String>,
    /// On hand now.
    pub on_hand: String,
    /// Serials there are for it.
    pub serials: String,
    /// How many are missing.
    pub missing: String,
    /// How many are too many.
    pub too_many: String,
}

impl From<&Unmatched> for UnmatchedRow {
    fn from(unmatched: &Unmatched) -> Self {
        UnmatchedRow {
            warehouse: unmatched.warehouse.clone(),
            had: unmatched.had.map(quantity),
            on_hand: quantity(unmatched.on_hand),
            serials: quantity(unmatched.serials),
            missing: quantity(unmatched.missing()),
            too_many: quantity(unmatched.too_many()),
        }
    }
}

impl Refusal {
    /// Returns a refusal with its code, its sentence and its data.
    pub fn of(refused: &Refused) -> Refusal {
        let mut refusal = Refusal::bare(refused);
        let text = |text: &String| Some(text.clone());
        match refused {
            Refused::Unknown { what, value, .. } => (refusal.what, refusal.value) = (text(what), text(value)),
            Refused::Exists { what, value, owner } => {
                (refusal.what, refusal.value, refusal.owner) = (text(what), text(value), text(owner));
            }
            Refused::SerialTaken { serial, product, standing } => {
                (refusal.serial, refusal.product) = (text(serial), text(product));
                refusal.document = standing_document(standing);
            }
            Refused::AlreadyScanned { serial, line, product } => {
                (refusal.serial, refusal.line, refusal.product) = (text(serial), Some(*line), text(product));
            }
            Refused::SerialMalformed { serial, .. }
            | Refused::SerialOdd { serial, .. }
            | Refused::CountedAlready { serial, .. } => {
                refusal.serial = text(serial);
            }
            Refused::SerialsMissing { line, product, have, wanted, missing } => {
                (refusal.line, refusal.product) = (Some(*line), text(product));
                refusal.have = Some(quantity(*have));
                refusal.wanted = Some(quantity(*wanted));
                refusal.missing = Some(quantity(*missing));
            }
            Refused::Short(shortage) => {
                (refusal.line, refusal.product) = (Some(shortage.line), text(&shortage.product));
                refusal.on_hand = Some(quantity(shortage.on_hand));
                refusal.reserved = Some(quantity(shortage.reserved));
                refusal.wanted = Some(quantity(shortage.wanted));
                refusal.day = Some(day(shortage.day));
            }
            Refused::NotOnHand { serial, document, .. } => {
                (refusal.serial, refusal.document) = (text(serial), document.clone().and_then(filled));
            }
            Refused::MovedOn { document, by, .. } => (refusal.document, refusal.by) = (text(document), text(by)),
            Refused::WrongState { document, .. } => refusal.document = text(document),
            Refused::Reserved { what, document, client, .. } => {
                (refusal.value, refusal.document) = (text(what), filled(document.clone()));
                refusal.client = filled(client.clone());
            }
            Refused::OnTheWay { serial, document, .. } => {
                (refusal.serial, refusal.document) = (text(serial), text(document));
            }
            Refused::Ambiguous { value, choices } => {
                refusal.value = text(value);
                refusal.choices.clone_from(choices);
            }
            Refused::NotSerialised { product }
            | Refused::MakerNumbers { product }
            | Refused::NoTemplate { product } => {
                refusal.product = text(product);
            }
            Refused::NotComplete(blockers) => refusal.blockers = blockers.iter().map(Blocker::to_string).collect(),
            Refused::NotMatched { product, warehouses } => {
                refusal.product = text(product);
                refusal.warehouses = warehouses.iter().map(UnmatchedRow::from).collect();
            }
            _ => {}
        }
        refusal
    }

    fn bare(refused: &Refused) -> Refusal {
        Refusal {
            code: refused.code(),
            message: refused.to_string(),
            value: None,
            what: None,
            owner: None,
            serial: None,
            product: None,
            line: None,
            have: None,
            on_hand: None,
            reserved: None,
            day: None,
            wanted: None,
            missing: None,
            document: None,
            client: None,
            by: None,
            choices: Vec::new(),
            blockers: Vec::new(),
            warehouses: Vec::new(),
        }
    }
}

fn standing_document(standing: &Standing) -> Option<String> {
    match standing {
        Standing::InStock { document, .. }
        | Standing::Gone { document, .. }
        | Standing::Reserved { document, .. }
        | Standing::InTransit { document, .. } => filled(document.clone()),
        Standing::Picked { stands, .. } => standing_document(stands),
        Standing::InDraft { .. } => None,
    }
}
