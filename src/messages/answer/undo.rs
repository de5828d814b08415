//! The last thing a desk did, and how it is undone.

use crate::domain::document::DocumentKind;
use crate::domain::id::DocumentId;
use crate::domain::time::Moment;
use crate::messages::Command;

/// The last thing a desk did today that is not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDone {
    /// Its place in the journal.
    pub sequence: u64,
    /// When it was accepted.
    pub at: Moment,
    /// Who decided it.
    pub employee: String,
    /// What was decided, as the journal says it.
    pub what: String,
    /// How it is undone.
    pub undo: Undoing,
}

/// How something is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undoing {
    /// In one of these ways.
    By(Vec<Way>),
    /// In this draft, where it was done.
    Within(DocumentId, DocumentKind),
    /// Not at all, and why.
    Never(String),
}

/// One way to undo something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What is done: `Cancel P-12`.
    pub name: String,
    /// What comes of it, in a sentence.
    pub says: String,
    /// What does it.
    pub command: Command,
}
