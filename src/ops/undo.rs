//! The last thing a desk did is undone by its opposite, where it has one: each operation's row says which, or why none.
//!
//! ```text
//!  the journal, newest first ─► of this desk, today ─► its row ─┬─ Passed ──► the one before
//!                                                               ├─ Within ──► its draft, where F7 takes it back
//!                                                               ├─ By ──────► the ways, each rehearsed
//!                                                               └─ Never ───► the sentence that says why
//! ```
//!
//! What undoes is a command like any other, kept in the journal with the entry it undoes: neither is looked at again.

use super::table::perform;
use super::{Context, correct, remark};
use crate::domain::correction::{Corrected, Correction};
use crate::domain::document::{Cost, Document, DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LotId, ProductId};
use crate::domain::serial::SerialKey;
use crate::domain::time::Moment;
use crate::messages::{Command, No, Outcome, Refused, Way};
use crate::store::engine::Error;
use crate::store::tables::{BIN, DOCUMENT, EMPLOYEE, LOT, PRODUCT, SUPPLIER, Tables, View, WAREHOUSE};

/// How an operation is undone, as the last thing a desk did.
#[derive(Debug, Clone, Copy)]
pub enum Undo {
    /// It is no deed of its own: the one before it is looked at.
    Passed,
    /// It was done within a draft, and is taken back there.
    Within,
    /// By one of these ways; when there is none, it is undone already.
    By(fn(&View, &Deed) -> Result<Vec<Way>, No>),
    /// Not at all, and why.
    Never(&'static str),
}

/// Something that was done.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// What was decided.
    pub command: &'a Command,
    /// What it came to; `None` when that is forgotten.
    pub outcome: Option<&'a Outcome>,
    /// When it was accepted.
    pub at: Moment,
}

/// Undoes an entry of the journal by its opposite, which is held to all that it is held to when given by itself.
pub fn undo(tx: &mut Tables, cx: &Context, by: &Command) -> Result<Outcome, No> {
    if matches!(by, Command::Undo { .. }) {
        let sentence = "an undo is not undone: what it took back is done anew".to_owned();
        return Err(Refused::BadField(sentence).into());
    }
    perform(tx, cx, by)
}

/// Cancels what was posted, or cancels it and makes a draft of it again.
pub fn posted(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let id = match (deed.command, deed.outcome) {
        (Command::PostDraft { draft }, _) => *draft,
        (_, Some(Outcome::Posted(posted))) => posted.document,
        _ => return Ok(Vec::new()),
    };
    let document = view.need(DOCUMENT, &id)?;
    if !document.in_force() {
        return Ok(Vec::new());
    }
    let (number, much) = (numbered(&document), document.quantity);
    let back = format!("{much} units and pieces go back to where they came from, dated today; {number} stays used.");
    let cancel = |reopen| Command::CancelDocument { document: id, reopen };
    let mut ways = vec![Way { name: format!("Cancel {number}"), says: back.clone(), command: cancel(false) }];
    if document.kind != DocumentKind::Conversion {
        let says = format!("{back} All its lines and serials are a draft again.");
        ways.push(Way { name: format!("Cancel {number} and reopen it as a draft"), says, command: cancel(true) });
    }
    Ok(ways)
}

/// Lets go of what is held.
pub fn reserved(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let id = match (deed.command, deed.outcome) {
        (Command::Reserve { document, .. }, _) => *document,
        (_, Some(Outcome::Reserved(reserved))) => reserved.document,
        _ => return Ok(Vec::new()),
    };
    let document = view.need(DOCUMENT, &id)?;
    if !matches!(document.state, DocumentState::Reserved | DocumentState::Expired) {
        return Ok(Vec::new());
    }
    let number = numbered(&document);
    let says = format!("{number} holds its goods no more: it is a draft again, and keeps its number.");
    Ok(vec![Way { name: format!("Release {number}"), says, command: Command::Release { document: id } }])
}

/// Holds again what was let go.
pub fn released(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let Command::Release { document: id } = deed.command else { return Ok(Vec::new()) };
    let document = view.need(DOCUMENT, id)?;
    if document.state != DocumentState::Draft {
        return Ok(Vec::new());
    }
    let (number, until) = (numbered(&document), document.until);
    let says = format!("{number} holds its goods again, as it is now.");
    Ok(vec![Way { name: format!("Reserve {number}"), says, command: Command::Reserve { document: *id, until } }])
}

/// Shows what was hidden, or hides what was shown.
pub fn archived(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let (name, is, was, command) = match *deed.command {
        Command::ArchiveWarehouse { warehouse, archived } => {
            let record = view.need(WAREHOUSE, &warehouse)?;
            let command = Command::ArchiveWarehouse { warehouse, archived: !archived };
            (record.name, record.archived, archived, command)
        }
        Command::ArchiveBin { bin, archived } => {
            let record = view.need(BIN, &bin)?;
            (record.code, record.archived, archived, Command::ArchiveBin { bin, archived: !archived })
        }
        Command::ArchiveProduct { product, archived } => {
            let record = view.need(PRODUCT, &product)?;
            (record.name, record.archived, archived, Command::ArchiveProduct { product, archived: !archived })
        }
        Command::ArchiveEmployee { employee, archived } => {
            let record = view.need(EMPLOYEE, &employee)?;
            (record.name, record.archived, archived, Command::ArchiveEmployee { employee, archived: !archived })
        }
        _ => return Ok(Vec::new()),
    };
    if is != was {
        return Ok(Vec::new());
    }
    let (word, says) = if was { ("Show", "can be chosen again") } else { ("Archive", "is hidden from choice") };
    Ok(vec![Way { name: format!("{word} {name}"), says: format!("{name} {says}."), command }])
}

/// Hides what was made: its name stays taken.
pub fn made(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let archived = true;
    let (name, is, command) = match deed.outcome {
        Some(Outcome::WarehouseMade(warehouse)) => {
            let record = view.need(WAREHOUSE, warehouse)?;
            (record.name, record.archived, Command::ArchiveWarehouse { warehouse: *warehouse, archived })
        }
        Some(Outcome::BinMade(bin)) => {
            let record = view.need(BIN, bin)?;
            (record.code, record.archived, Command::ArchiveBin { bin: *bin, archived })
        }
        Some(Outcome::ProductMade(product)) => {
            let record = view.need(PRODUCT, product)?;
            (record.name, record.archived, Command::ArchiveProduct { product: *product, archived })
        }
        Some(Outcome::EmployeeMade(employee)) => {
            let record = view.need(EMPLOYEE, employee)?;
            (record.name, record.archived, Command::ArchiveEmployee { employee: *employee, archived })
        }
        _ => return Ok(Vec::new()),
    };
    if is {
        return Ok(Vec::new());
    }
    let says = format!("{name} is hidden from choice; its name stays taken.");
    Ok(vec![Way { name: format!("Archive {name}"), says, command }])
}

/// Keeps a draft to its owner that was shared, or shares it again.
pub fn shared(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let Command::ShareDraft { draft, shared } = *deed.command else { return Ok(Vec::new()) };
    let document = view.need(DOCUMENT, &draft)?;
    if document.state != DocumentState::Draft || document.shared != shared {
        return Ok(Vec::new());
    }
    let command = Command::ShareDraft { draft, shared: !shared };
    Ok(vec![if shared {
        Way { name: "Keep the draft to its owner".into(), says: "Others work on it no more.".into(), command }
    } else {
        Way { name: "Share the draft again".into(), says: "Others may work on it too.".into(), command }
    }])
}

/// Corrects back what a posting said.
pub fn document_corrected(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let Command::CorrectDocument { document, warranties: named, .. } = deed.command else { return Ok(Vec::new()) };
    let (mut supplier, mut invoice, mut warranties) = (None, None, Vec::new());
    for correction in by(view, deed, (*document, 0, 0))? {
        match correction.what {
            Corrected::Supplier { from: Some(from), .. } => supplier = Some(view.need(SUPPLIER, &from)?.name),
            Corrected::Supplier { from: None, .. } => supplier = Some(String::new()),
            Corrected::Invoice { from, .. } => invoice = Some(from),
            _ => {}
        }
    }
    for (line, _) in named {
        for correction in by(view, deed, (*document, *line, 0))? {
            if let Corrected::Warranty { from, .. } = correction.what {
                warranties.push((*line, from));
            }
        }
    }
    let number = numbered(&view.need(DOCUMENT, document)?);
    let command = Command::CorrectDocument { document: *document, supplier, invoice, warranties };
    Ok(vec![Way {
        name: format!("Correct {number} back"),
        says: format!("{number} says what it said before."),
        command,
    }])
}

/// Corrects a serial back.
pub fn serial_corrected(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let Command::CorrectSerial { product, key, .. } = deed.command else { return Ok(Vec::new()) };
    let Some((place, own)) = unit_of(view, *product, key)? else { return Ok(Vec::new()) };
    let Some(Correction { what: Corrected::Serial { from, to }, .. }) = by(view, deed, place)?.pop() else {
        return Ok(Vec::new());
    };
    let says = format!("{to} is {from} again; {to} still leads to it.");
    let command = Command::CorrectSerial { product: *product, key: own, serial: from.clone() };
    Ok(vec![Way { name: format!("Correct {to} back to {from}"), says, command }])
}

/// Corrects a cost back.
pub fn cost_corrected(view: &View, deed: &Deed) -> Result<Vec<Way>, No> {
    let Command::CorrectCost { lot, .. } = *deed.command else { return Ok(Vec::new()) };
    let record = view.need(LOT, &lot)?;
    let Some(Correction { what: Corrected::Cost(was), .. }) = by(view, deed, (record.document, record.line, 0))?.pop()
    else {
        return Ok(Vec::new());
    };
    let label = super::standing::lot_label(view, &record)?;
    let says = "What is left is worth its part of the former cost; the difference on what has left is booked back.";
    let command = Command::CorrectCost { lot, cost: Cost::Total(was.from) };
    Ok(vec![Way { name: format!("Correct the cost of {label} back"), says: says.to_owned(), command }])
}

/// Returns the corrections of one thing that this deed made, oldest first.
fn by(view: &View, deed: &Deed, place: correct::Place) -> Result<Vec<Correction>, Error> {
    let mut all = correct::of(view, place)?;
    all.retain(|correction| correction.stamp.at == deed.at);
    Ok(all)
}

/// Returns where corrections of a unit's serial are kept, and its own key.
fn unit_of(view: &View, product: ProductId, key: &SerialKey) -> Result<Option<(correct::Place, SerialKey)>, No> {
    match remark::unit(view, product, key) {
        Ok((_, own, unit)) => {
            let lot: LotId = unit.lot;
            let record = view.need(LOT, &lot)?;
            Ok(Some(((record.document, record.line, unit.slot), own)))
        }
        Err(No::Refused(_)) => Ok(None),
        Err(broken) => Err(broken),
    }
}

fn numbered(document: &Document) -> String {
    document.number.clone().unwrap_or_else(|| "the draft".to_owned())
}

/// Returns the draft that a deed was done in, while it is open.
pub fn draft_of(view: &View, deed: &Deed) -> Result<Option<(DocumentId, DocumentKind)>, No> {
    let id = match deed.outcome {
        Some(Outcome::DraftOpened(draft) | Outcome::StocktakeOpened(draft)) => Some(*draft),
        _ => super::rights::document_of(view, deed.command)?,
    };
    let Some(id) = id else { return Ok(None) };
    let document = view.get(DOCUMENT, &id)?.filter(|document| document.state == DocumentState::Draft);
    Ok(document.map(|document| (id, document.kind)))
}
