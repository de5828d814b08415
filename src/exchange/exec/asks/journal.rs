//! What was decided, by whom, where and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::text::hex;
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::{DocumentRef, JournalFilter, JournalRow, Query};

/// The journal, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// Entries that name this document, or by which it was opened, posted or cancelled; by number.
    document: Option<String>,
    /// Entries that name this product, by name, code, SKU or barcode.
    product: Option<String>,
    /// Entries that name this serial.
    #[serde(default)]
    serial: String,
    /// Part of what was decided, as it is told.
    #[serde(default)]
    text: String,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Entries of the journal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JournalAnswer {
    entries: Vec<JournalEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An entry of the journal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JournalEntry {
    /// Place in the order of acceptance.
    entry: u64,
    /// When it was accepted, in UTC.
    at: String,
    /// Who decided it.
    employee: String,
    /// Where.
    desk: String,
    /// What was decided.
    what: String,
    /// Its id.
    id: String,
    /// Head of the journal's chain after it: `dockhand verify --head` finds it again.
    head: String,
}

impl From<JournalRow> for JournalEntry {
    fn from(row: JournalRow) -> Self {
        JournalEntry {
            entry: row.sequence,
            at: row.at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            employee: row.employee,
            desk: row.desk,
            what: row.what,
            id: row.id,
            head: hex(&row.head),
        }
    }
}

impl Request for Journal {
    type Answer = JournalAnswer;

    fn carry_out(self, room: &Room) -> Result<JournalAnswer, Fault> {
        let document = match self.document {
            Some(number) => Some(answer_of!(room, Query::Document(DocumentRef::Number(number)), Document)?.row.id),
            None => None,
        };
        let product = self.product.map(|name| room.product(&name)).transpose()?;
        let filter =
            JournalFilter { document, product, serial: self.serial, text: self.text, ..JournalFilter::default() };
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Journal { filter: filter.clone(), after, limit }, Journal)
        })?;
        Ok(JournalAnswer { entries: rows.into_iter().map(JournalEntry::from).collect(), next })
    }
}
