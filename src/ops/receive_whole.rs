//! A posting in one step: begun, filled and posted within one transaction, by the operations a desk does it with.

use super::table::{may, not_permitted};
use super::{Context, draft, line, post, serials};
use crate::domain::document::DocumentKind;
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, LineNo};
use crate::domain::quantity::Quantity;
use crate::messages::{HeadEdit, LineEdit, NewSerials, No, Outcome, Refused, WholeLine, WholePosting};
use crate::store::tables::{PRODUCT, Tables};

/// Receives a whole posting: all of it or nothing. What a line does not say is not carried from earlier postings.
pub fn receive_whole(tx: &mut Tables, cx: &Context, posting: &WholePosting) -> Result<Outcome, No> {
    if !may(&tx.view(), cx, Permission::CreatePostings)? {
        return Err(not_permitted(&tx.view(), cx, "begin a posting")?);
    }
    whole(tx, cx, posting)
}

/// Receives a whole posting for whoever may have it received.
pub(super) fn whole(tx: &mut Tables, cx: &Context, posting: &WholePosting) -> Result<Outcome, No> {
    let begun = draft::open(tx, cx, DocumentKind::Posting, posting.warehouse)?;
    let Outcome::DraftOpened(id) = begun else { return Ok(begun) };
    let head = HeadEdit {
        supplier: Some(posting.supplier.clone()),
        invoice: Some(posting.invoice.clone()),
        date: Some(posting.date),
        note: Some(posting.note.clone()),
        warehouse: None,
    };
    draft::edit(tx, cx, id, &head)?;
    for line in &posting.lines {
        fill(tx, cx, id, line)?;
    }
    // The first line may have carried a supplier into an empty head.
    draft::edit(tx, cx, id, &HeadEdit { supplier: head.supplier, ..HeadEdit::default() })?;
    post::post(tx, cx, id)
}

fn fill(tx: &mut Tables, cx: &Context, id: DocumentId, whole: &WholeLine) -> Result<(), No> {
    let Outcome::LineAdded { line, .. } = line::add(tx, cx, id, whole.product, Quantity::ZERO, None)? else {
        return Ok(());
    };
    let edit = LineEdit {
        quantity: whole.quantity.map(Some),
        carton: None,
        cost: Some(whole.cost),
        warranty: Some(whole.warranty),
        batch: Some(whole.batch.clone()),
        expiry: Some(whole.expiry),
        bin: Some(whole.bin),
    };
    line::edit(tx, cx, id, line, &edit)?;
    right_count(tx, line, whole)?;
    for serials in &whole.serials {
        match serials {
            NewSerials::Next(count) => {
                serials::generate(tx, cx, id, line, *count)?;
            }
            // A program means what it sends: a serial of another shape than usual is not asked about.
            NewSerials::Literal(serials) => {
                let (damaged, generated, from_tray, insist, label) = (false, None, None, true, None);
                let received = serials::Received { serials, damaged, generated, from_tray, insist, label };
                serials::receive(tx, cx, id, line, received)?;
            }
        }
    }
    Ok(())
}

/// Refuses more serials, or fewer, than the line's quantity asks for.
fn right_count(tx: &Tables, line: LineNo, whole: &WholeLine) -> Result<(), No> {
    let Some(wanted) = whole.quantity.filter(|_| !whole.serials.is_empty()) else { return Ok(()) };
    let count = |serials: &NewSerials| match serials {
        NewSerials::Literal(serials) => u32::try_from(serials.len()).unwrap_or(u32::MAX),
        NewSerials::Next(count) => *count,
    };
    let have = Quantity::pieces(whole.serials.iter().map(count).fold(0, u32::saturating_add));
    let product = tx.need(PRODUCT, &whole.product)?.name;
    match wanted.checked_sub(have) {
        Some(missing) if missing > Quantity::ZERO => {
            Err(Refused::SerialsMissing { line, product, have, wanted, missing }.into())
        }
        Some(Quantity::ZERO) => Ok(()),
        _ => {
            let sentence =
                format!("line {line}: {have} serials of {product}, {wanted} are wanted; change one of the two");
            Err(Refused::CountMismatch(sentence).into())
        }
    }
}
