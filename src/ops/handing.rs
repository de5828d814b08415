//! Whose a draft is: shared with others, kept, handed over, taken over.

use super::people::unknown;
use super::{Context, draft, not_permitted};
use crate::domain::document::{Document, DocumentState};
use crate::domain::id::{DocumentId, EmployeeId};
use crate::messages::{No, Outcome, Refused};
use crate::store::tables::{DOCUMENT, EMPLOYEE, Tables, View};

/// Shares a draft with others, who may then work on it too, or keeps it to its owner again.
pub fn share(tx: &mut Tables, cx: &Context, draft: DocumentId, shared: bool) -> Result<Outcome, No> {
    let mut document = owned(&tx.view(), cx, draft, if shared { "share" } else { "keep" })?;
    document.shared = shared;
    tx.put(DOCUMENT, &draft, &document)?;
    Ok(Outcome::Done)
}

/// Hands a draft over: it is another employee's from now on.
pub fn hand_over(tx: &mut Tables, cx: &Context, draft: DocumentId, to: EmployeeId) -> Result<Outcome, No> {
    let mut document = owned(&tx.view(), cx, draft, "hand over")?;
    let employee = tx.get(EMPLOYEE, &to)?.ok_or_else(|| unknown("employee", to.0))?;
    if employee.archived {
        let sentence = format!("{} works here no more: hand the draft to somebody else", employee.name);
        return Err(Refused::BadField(sentence).into());
    }
    if document.owner() == to {
        return Err(Refused::BadField(format!("{} has this draft already: name somebody else", employee.name)).into());
    }
    document.handed_to = Some(to);
    tx.put(DOCUMENT, &draft, &document)?;
    Ok(Outcome::Done)
}

/// Takes a draft of somebody else over.
pub fn take_over(tx: &mut Tables, cx: &Context, draft: DocumentId) -> Result<Outcome, No> {
    let mut document = open(&tx.view(), draft)?;
    if document.owner() == cx.employee {
        return Err(Refused::BadField("this draft is yours already: there is nothing to take over".to_owned()).into());
    }
    document.handed_to = Some(cx.employee);
    tx.put(DOCUMENT, &draft, &document)?;
    Ok(Outcome::Done)
}

/// Returns a draft that belongs to one person.
fn open(view: &View, draft: DocumentId) -> Result<Document, No> {
    let document = view.get(DOCUMENT, &draft)?.ok_or_else(|| unknown("draft", draft.0))?;
    if document.is_everybodys() {
        let sentence =
            format!("a {} is everybody's already: whoever may work on one works on it", document.kind.word());
        return Err(Refused::BadField(sentence).into());
    }
    if document.state != DocumentState::Draft {
        return Err(draft::wrong_state(&document, "only a draft is somebody's").into());
    }
    Ok(document)
}

/// Returns a draft that is this employee's own, to do something that only its owner may.
pub fn owned(view: &View, cx: &Context, draft: DocumentId, what: &str) -> Result<Document, No> {
    let document = open(view, draft)?;
    if document.owner() == cx.employee {
        return Ok(document);
    }
    let owner = view.get(EMPLOYEE, &document.owner())?.map_or_else(String::new, |owner| owner.name);
    Err(not_permitted(view, cx, &format!("{what} the draft of {owner}"))?)
}
