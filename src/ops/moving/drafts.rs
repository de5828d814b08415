//! Drafts of what leaves, moves or comes back: their lines and the units they hold, posted as any document is.

use super::units::By;
use super::{arriving, back, head, lines, post, transit, units};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::money::Money;
use crate::domain::movement::{Hold, MoveLine, Picked};
use crate::domain::product::Product;
use crate::domain::settings::Settings;
use crate::domain::unit::Holder;
use crate::messages::{Blocker, No, Outcome, Refused, WantedLine};
use crate::ops::{Context, blockers, claims, draft, held, standing};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{DOCUMENT, DRAFT, MOVE_LINE, PRODUCT, SERIAL, TAKEN, Tables, View};

/// Returns a draft of what leaves, moves or comes back that this employee may change.
pub fn open(view: &View, cx: &Context, draft: DocumentId) -> Result<Document, No> {
    let document = draft::writable(view, cx, draft)?;
    if super::moves(document.kind) {
        return Ok(document);
    }
    let wanted = "serials are received into it, not picked: pick into what leaves, moves or comes back".to_owned();
    Err(Refused::WrongState { document: "this draft".to_owned(), state: document.kind.one(), wanted }.into())
}

/// Returns the lines of a document by their numbers.
pub fn lines(view: &View, document: DocumentId) -> Result<Vec<(LineNo, MoveLine)>, Error> {
    let mut lines = Vec::new();
    view.prefix(MOVE_LINE, &document, Direction::Forward, |(_, number), line| {
        lines.push((number, line));
        Ok(true)
    })?;
    Ok(lines)
}

/// Returns a line of a draft.
pub fn line(view: &View, draft: DocumentId, number: LineNo) -> Result<MoveLine, No> {
    let line = view.get(MOVE_LINE, &(draft, number))?;
    Ok(line.ok_or_else(|| crate::ops::people::unknown("line", u64::from(number)))?)
}

/// Adds a line to a draft; returns its number.
pub fn add_line(tx: &mut Tables, draft: DocumentId, document: &mut Document, line: &MoveLine) -> Result<LineNo, Error> {
    document.lines += 1;
    tx.put(DOCUMENT, &draft, document)?;
    tx.put(MOVE_LINE, &(draft, document.lines), line)?;
    Ok(document.lines)
}

/// Returns a line that says nothing yet.
pub const fn empty_line(product: ProductId) -> MoveLine {
    MoveLine {
        product,
        quantity: crate::domain::quantity::Quantity::ZERO,
        cost: Money::ZERO,
        bin: None,
        to_bin: None,
        price: None,
        picked: 0,
    }
}

/// Tells whether a line goes with the last that was taken out of it: nothing is left of it, and nothing was said of it.
/// One of what arrives stays, since it says what is on its way.
pub fn is_over(document: &Document, line: &MoveLine) -> bool {
    let said = line.bin.is_some() || line.to_bin.is_some() || line.price.is_some();
    line.quantity.is_zero() && line.picked == 0 && !said && !transit::arrives(document)
}

/// Removes a line with all it holds.
pub fn drop_line(tx: &mut Tables, draft: DocumentId, number: LineNo) -> Result<(), Error> {
    held::free_line(tx, draft, number)?;
    tx.delete(MOVE_LINE, &(draft, number))
}

/// Shelves that lines name in a warehouse they have nothing to do with any more.
#[derive(Debug, Clone, Copy)]
pub struct Shelves {
    /// Those goods are taken from.
    pub from: bool,
    /// Those they are put on.
    pub to: bool,
}

/// Drops shelves from the lines of a draft.
pub fn drop_shelves(tx: &mut Tables, draft: DocumentId, shelves: Shelves) -> Result<(), Error> {
    for (number, line) in lines(&tx.view(), draft)?.into_iter().filter(|_| shelves.from || shelves.to) {
        let bin = line.bin.filter(|_| !shelves.from);
        let to_bin = line.to_bin.filter(|_| !shelves.to);
        if (bin, to_bin) != (line.bin, line.to_bin) {
            tx.put(MOVE_LINE, &(draft, number), &MoveLine { bin, to_bin, ..line })?;
        }
    }
    Ok(())
}

/// Refuses a head, or a line, that units which are held do not fit.
pub fn still_fit(view: &View, cx: &Context, settings: &Settings, by: &By) -> Result<(), No> {
    for (number, line) in lines(view, by.id)?.into_iter().filter(|(_, line)| line.picked > 0) {
        line_fits(view, cx, settings, by, number, line)?;
    }
    Ok(())
}

/// Refuses a line that units which it holds do not fit.
pub fn line_fits(
    view: &View,
    cx: &Context,
    settings: &Settings,
    by: &By,
    number: LineNo,
    line: MoveLine,
) -> Result<(), No> {
    let product = view.need(PRODUCT, &line.product)?;
    let line = lines::Line { number, line, product, units: Vec::new(), fresh: Vec::new() };
    for (_, picked) in held::of_line(view, by.id, number)? {
        let named = named(view, settings, line.line.product, &line.product, &picked)?;
        match (by.document.kind, by.document.of) {
            (_, Some(sale)) if transit::comes_back(by.document) => {
                back::out(view, cx.now, by, sale, &line, &named)?;
            }
            (DocumentKind::ClientReturn | DocumentKind::Receipt | DocumentKind::SendBack, None) => {
                let sentence = format!("{} was picked: it comes back of the document it left by", named.serial);
                return Err(Refused::BadField(sentence).into());
            }
            _ => {
                units::at_hand(view, cx.now, by, &line, &named)?;
            }
        }
    }
    Ok(())
}

/// Returns a unit that was picked, as if it had just been named.
pub fn named(
    view: &View,
    settings: &Settings,
    id: ProductId,
    product: &Product,
    picked: &Picked,
) -> Result<lines::Named, Error> {
    let (lot, slot) = picked.unit;
    let gone = |what: String| Error::Record { table: MOVE_LINE.name().to_owned(), why: what };
    let packed = standing::packed(view, lot, slot)?;
    let packed = packed.ok_or_else(|| gone(format!("slot {slot} of lot {} was picked and is not there", lot.0)))?;
    let key = claims::key_of(&packed.serial, product.matching());
    let scope = claims::scope(settings, id);
    match view.need(SERIAL, &(key.clone(), scope))? {
        Holder::Unit(unit) => Ok(lines::Named { serial: packed.serial, key, scope, unit }),
        Holder::Alias(_) => Err(gone(format!("{key} was picked and is no unit"))),
    }
}

/// Returns a line as it would be given in one piece; its serials only when they are wanted.
pub fn wanted(
    view: &View,
    draft: DocumentId,
    number: LineNo,
    line: &MoveLine,
    serials: bool,
) -> Result<WantedLine, Error> {
    let mut named = Vec::new();
    let picked = if serials { held::of_line(view, draft, number)? } else { Vec::new() };
    for (_, picked) in picked {
        let packed = standing::packed(view, picked.unit.0, picked.unit.1)?;
        named.extend(packed.map(|packed| packed.serial));
    }
    Ok(WantedLine {
        product: line.product,
        quantity: Some(line.quantity),
        serials: named,
        bin: line.bin,
        to_bin: line.to_bin,
        price: line.price,
    })
}

/// Posts a draft, as a whole document is posted; it lets go of what it holds.
pub fn post(
    tx: &mut Tables,
    cx: &Context,
    settings: &Settings,
    draft: DocumentId,
    document: Document,
) -> Result<Outcome, No> {
    let today = cx.today(settings);
    let lines_of = lines(&tx.view(), draft)?;
    refuse_blocked(&tx.view(), settings, &document, &lines_of, today)?;
    let document = head::settle(&tx.view(), cx, settings, document)?;
    arriving::leave_out(tx, draft, &document)?;
    let mut all = Vec::with_capacity(lines_of.len());
    for (number, line) in lines_of.iter().filter(|(_, line)| !line.quantity.is_zero()) {
        all.push((*number, wanted(&tx.view(), draft, *number, line, true)?));
        held::free_line(tx, draft, *number)?;
    }
    let lines = lines::read(&tx.view(), settings, &document, &all)?;
    tx.delete(DRAFT, &draft)?;
    post::post(tx, cx, settings, (draft, document), lines)
}

/// Refuses to post what is not complete: by its own code when it is one thing, else all of them.
fn refuse_blocked(
    view: &View,
    settings: &Settings,
    document: &Document,
    lines: &[(LineNo, MoveLine)],
    today: crate::domain::time::Day,
) -> Result<(), No> {
    let blockers = blocked(view, settings, document, lines, today)?;
    // What only the head or a date lacks is refused by its own name.
    let said = |blocker: &Blocker| {
        matches!(blocker, Blocker::Date(_) | Blocker::NoReason | Blocker::NoDestination | Blocker::NotOf(_))
    };
    match blockers.as_slice() {
        [] => Ok(()),
        [one] if said(one) => Ok(()),
        all => Err(blockers::refused(all.to_vec(), None).into()),
    }
}

/// Returns what a draft lacks, as far as it says itself.
pub fn blocked(
    view: &View,
    settings: &Settings,
    document: &Document,
    lines: &[(LineNo, MoveLine)],
    today: crate::domain::time::Day,
) -> Result<Vec<Blocker>, Error> {
    let mut blockers = Vec::new();
    let nothing = lines.iter().all(|(_, line)| line.quantity.is_zero());
    if nothing {
        blockers.push(Blocker::Empty);
    }
    for (number, line) in lines.iter().filter(|_| !nothing) {
        let product = view.need(PRODUCT, &line.product)?;
        let missing = line.missing();
        if line.quantity.is_zero() && transit::arrives(document) {
            // It stays on its way.
        } else if line.quantity.is_zero() {
            blockers.push(Blocker::Nothing { line: *number, product: product.name });
        } else if product.serialised() && !missing.is_zero() {
            let have = crate::domain::quantity::Quantity::pieces(line.picked);
            blockers.push(Blocker::Missing { line: *number, product: product.name, have, missing });
        }
    }
    if document.to_decide > 0 {
        blockers.push(Blocker::ToDecide(document.to_decide));
    }
    match document.kind {
        DocumentKind::WriteOff if document.reason.trim().is_empty() => blockers.push(Blocker::NoReason),
        DocumentKind::Transfer if document.to.is_none() => blockers.push(Blocker::NoDestination),
        kind if head::returns(kind) && document.of.is_none() => blockers.push(Blocker::NotOf(kind)),
        _ => {}
    }
    if let Some(refused) = blockers::date_refused(settings, today, document.date.unwrap_or(today)) {
        blockers.push(Blocker::Date(refused.to_string()));
    }
    Ok(blockers)
}

/// Makes a new draft of a cancelled document, with all its lines, and all its units picked again.
pub fn begin_again(tx: &mut Tables, cx: &Context, id: DocumentId, again: DocumentId) -> Result<(), No> {
    for (number, was) in lines(&tx.view(), id)? {
        let mut picked = 0;
        for part in tx.need(TAKEN, &(id, number))?.parts {
            for slot in part.units {
                picked += 1;
                let hold = Hold { document: again, line: number, n: picked };
                let unit = Picked { unit: (part.lot, slot), from: part.from, stamp: draft::stamp(cx) };
                if held::take(tx, hold, &unit)?.is_some() {
                    return Err(No::Broken(format!("slot {slot} of lot {} is held while it was away", part.lot.0)));
                }
            }
        }
        tx.put(MOVE_LINE, &(again, number), &MoveLine { cost: Money::ZERO, picked, ..was })?;
    }
    Ok(())
}
