//! What was decided: entries of the journal.

use crate::domain::id::{DocumentId, ProductId};
use crate::domain::time::Moment;

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Place in the order of acceptance, from 1.
    pub sequence: u64,
    /// When it was accepted.
    pub at: Moment,
    /// Who decided it.
    pub employee: String,
    /// Where.
    pub desk: String,
    /// What was decided: `receive serials: 356938035643809, P-118, Phone X`.
    pub what: String,
    /// Its id: `9 of desk 2`, or as another program gave it.
    pub id: String,
    /// Head of the chain after it.
    pub head: [u8; 32],
    /// Documents it names, the first first.
    pub documents: Vec<DocumentId>,
    /// First serial it names, as it was said.
    pub serial: Option<String>,
    /// Products it names.
    pub products: Vec<ProductId>,
}
