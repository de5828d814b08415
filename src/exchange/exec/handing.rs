//! Whose a draft is: shared, kept, handed over, taken over.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::people::somebody;
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::id::DocumentId;
use crate::messages::{Command, DocumentRef, Query};

/// Shares a draft with others, who may then work on it too.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The `draft` of a list.
    draft: u64,
    /// `false` keeps it to its owner again.
    #[serde(default = "yes")]
    shared: bool,
}

const fn yes() -> bool {
    true
}

/// Hands a draft over: it is another employee's from now on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The `draft` of a list.
    draft: u64,
    /// Whose it becomes, by name.
    to: String,
}

/// Takes a draft of somebody else over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// The `draft` of a list.
    draft: u64,
}

/// Whose a draft is now; what is not seen any more is left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Whose {
    draft: u64,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    employee: Option<String>,
    /// Others may work on it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<bool>,
}

impl Request for Share {
    type Answer = Whose;

    fn carry_out(self, room: &Room) -> Result<Whose, Fault> {
        room.run(Command::ShareDraft { draft: DocumentId(self.draft), shared: self.shared })?;
        Ok(whose(room, self.draft))
    }
}

impl Request for HandOver {
    type Answer = Whose;

    fn carry_out(self, room: &Room) -> Result<Whose, Fault> {
        let to = somebody(room, &self.to)?;
        room.run(Command::HandOver { draft: DocumentId(self.draft), to })?;
        Ok(whose(room, self.draft))
    }
}

impl Request for TakeOver {
    type Answer = Whose;

    fn carry_out(self, room: &Room) -> Result<Whose, Fault> {
        room.run(Command::TakeOver { draft: DocumentId(self.draft) })?;
        Ok(whose(room, self.draft))
    }
}

/// Returns whose a draft is; who handed it over may not see it any more.
fn whose(room: &Room, draft: u64) -> Whose {
    let query = Query::Document(DocumentRef::Id(DocumentId(draft)));
    let seen = (|| answer_of!(room, query, Document))().ok();
    Whose {
        draft,
        employee: seen.as_ref().map(|view| view.row.employee.clone()),
        shared: seen.as_ref().map(|view| view.row.shared),
    }
}
