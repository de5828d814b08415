//! What a text finds, and what a code is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exchange::exec::answers::{DocumentEntry, MeaningEntry, ProductEntry, UnitStanding};
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::{Found, Query};

/// Anything by part of a name, code or serial.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// What is looked for.
    text: String,
    /// At most so many of each kind; without it, 20.
    limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindAnswer {
    products: Vec<ProductEntry>,
    units: Vec<UnitStanding>,
    documents: Vec<DocumentEntry>,
}

impl Request for Find {
    type Answer = FindAnswer;

    fn carry_out(self, room: &Room) -> Result<FindAnswer, Fault> {
        let query = Query::Find { text: self.text, limit: self.limit.unwrap_or(20) };
        let mut answer = FindAnswer { products: Vec::new(), units: Vec::new(), documents: Vec::new() };
        for found in answer_of!(room, query, Found)? {
            match found {
                Found::Product(row) => answer.products.push(row.into()),
                Found::Unit(unit) => answer.units.push(unit.into()),
                Found::Document(row) => answer.documents.push(row.into()),
            }
        }
        Ok(answer)
    }
}

/// What a scanned or typed code is, best first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// As scanned.
    text: String,
}

/// Everything a code stands for, best first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResolveAnswer {
    meanings: Vec<MeaningEntry>,
}

impl Request for Resolve {
    type Answer = ResolveAnswer;

    fn carry_out(self, room: &Room) -> Result<ResolveAnswer, Fault> {
        Ok(ResolveAnswer { meanings: room.meanings(&self.text)?.into_iter().map(MeaningEntry::from).collect() })
    }
}
