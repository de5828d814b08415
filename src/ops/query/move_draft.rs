//! A draft of what leaves, moves or comes back: what it would take at what cost, and what keeps it from being posted.

use crate::domain::document::{Document, DocumentState};
use crate::domain::id::{BinId, DocumentId, LineNo, WarehouseId};
use crate::domain::money::Money;
use crate::domain::movement::MoveLine;
use crate::domain::place::Place;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{Blocker, MoveDraftView, MoveLineView, No, Refused, Took};
use crate::ops::moving::head::returned;
use crate::ops::moving::rehearse::{Rehearsed, rehearse};
use crate::ops::moving::{arriving, drafts, goods, post, transit};
use crate::ops::{draft, moving, settings};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, PRODUCT, TAKEN, View, WAREHOUSE};

use super::named::{self, Called};

/// A line, its product, and what it would take or took.
type Seen = (LineNo, MoveLine, Product, Rehearsed);

/// Returns a draft. It is answered too when it was posted or deleted meanwhile: its state says so.
///
/// Who may not see costs sees none.
pub fn answer(view: &View, now: Moment, costs: bool, id: DocumentId) -> Result<Box<MoveDraftView>, No> {
    let head = named::asked(view, DOCUMENT, &id, "draft", id.0)?;
    if !moving::moves(head.kind) {
        let wanted = "its goods are received, not picked".to_owned();
        return Err(Refused::WrongState { document: "this draft".to_owned(), state: head.kind.one(), wanted }.into());
    }
    let (lines, blockers) = if head.state == DocumentState::Draft {
        let lines = rehearse(view, now, &settings(view)?, id, &head)?;
        let blockers = blockers(view, now, &head, &lines)?;
        (lines, blockers)
    } else {
        (as_it_was(view, id)?, Vec::new())
    };
    whole(view, now, costs, id, head, lines, blockers).map(Box::new)
}

/// Returns the lines of a document that is no draft any more, with what they took.
fn as_it_was(view: &View, id: DocumentId) -> Result<Vec<Seen>, Error> {
    let mut seen = Vec::new();
    for (number, line) in drafts::lines(view, id)? {
        let product = view.need(PRODUCT, &line.product)?;
        let taken = view.get(TAKEN, &(id, number))?.unwrap_or_default();
        let took = Ok((post::told(view, &taken.parts)?, line.cost));
        seen.push((number, line, product, took));
    }
    Ok(seen)
}

/// Returns what keeps a draft from being posted: what it lacks itself, then what its lines would be refused for.
fn blockers(view: &View, now: Moment, head: &Document, lines: &[Seen]) -> Result<Vec<Blocker>, No> {
    let settings = settings(view)?;
    let today = now.day(settings.tz());
    let said: Vec<_> = lines.iter().map(|(number, line, ..)| (*number, line.clone())).collect();
    let mut blockers = drafts::blocked(view, &settings, head, &said, today)?;
    for warehouse in [Some(head.warehouse), head.to].into_iter().flatten() {
        if let Err(No::Refused(refused)) = draft::in_use(view, warehouse) {
            blockers.push(Blocker::Head(refused.to_string()));
        }
    }
    if let Some(of) = head.of
        && let Err(No::Refused(refused)) = returned(view, head.kind, of, head.date.unwrap_or(today))
    {
        blockers.push(Blocker::Head(refused.to_string()));
    }
    for (number, .., took) in lines {
        if let Err(refused) = took {
            blockers.push(Blocker::Line { line: *number, why: refused.to_string() });
        }
    }
    Ok(blockers)
}

fn whole(
    view: &View,
    now: Moment,
    costs: bool,
    id: DocumentId,
    head: Document,
    lines: Vec<Seen>,
    blockers: Vec<Blocker>,
) -> Result<MoveDraftView, No> {
    let mut called = Called::new(*view, now);
    let (mut quantity, mut cost, mut price) = (Quantity::ZERO, Money::ZERO, None);
    for (_, line, _, took) in &lines {
        quantity = named::plus(quantity, line.quantity);
        cost = named::sum(cost, took.as_ref().map_or(Money::ZERO, |(_, cost)| *cost));
        let sold = line.price.and_then(|price| price.checked_mul(line.quantity));
        price = sold.map(|sold| named::sum(sold, price.unwrap_or(Money::ZERO))).or(price);
    }
    let on_the_way = match head.of.filter(|_| transit::arrives(&head)) {
        Some(transfer) => Some(arriving::on_the_way(view, transfer)?),
        None => None,
    };
    let mut seen = Vec::with_capacity(lines.len());
    for line in lines {
        let mut line = line_view(&mut called, costs, line)?;
        line.on_its_way = on_the_way.as_ref().map(|all| {
            let its = all.iter().find(|(product, _)| *product == line.product);
            its.map_or(Quantity::ZERO, |(_, quantity)| *quantity)
        });
        seen.push(line);
    }
    Ok(MoveDraftView {
        id,
        warehouse_name: called.warehouse(head.warehouse)?,
        bins: bins(view, Some(head.warehouse))?,
        to_name: head.to.map_or(Ok(String::new()), |to| called.warehouse(to))?,
        to_bins: bins(view, goods::comes_to(&head))?,
        of_number: head.of.map_or(Ok(String::new()), |of| called.number(of))?,
        client: head.client.map_or(Ok(String::new()), |client| called.place(Place::Client(Some(client))))?,
        supplier: called.supplier(head.supplier)?,
        opened: head.opened.at,
        employee: called.employee(head.owner())?,
        owner: head.owner(),
        shared: head.shared,
        desk: called.desk(head.opened.desk)?,
        kind: head.kind,
        state: head.state,
        number: head.number,
        warehouse: head.warehouse,
        to: head.to,
        of: head.of,
        reason: head.reason,
        date: head.date,
        note: head.note,
        until: head.until,
        lines: seen,
        to_decide: head.to_decide,
        quantity,
        cost: if costs { cost } else { Money::ZERO },
        price,
        blockers,
    })
}

fn bins(view: &View, warehouse: Option<WarehouseId>) -> Result<Vec<(BinId, String)>, No> {
    let Some(warehouse) = warehouse.filter(|id| view.get(WAREHOUSE, id).is_ok_and(|there| there.is_some())) else {
        return Ok(Vec::new());
    };
    let all = super::bins::answer(view, warehouse)?;
    Ok(all.into_iter().filter(|(_, bin)| !bin.archived).map(|(id, bin)| (id, bin.code)).collect())
}

fn line_view(called: &mut Called, costs: bool, (no, line, product, took): Seen) -> Result<MoveLineView, Error> {
    let mut bin = |bin: Option<BinId>| Ok::<_, Error>(called.bin(bin)?.and_then(|code| Some((bin?, code))));
    let (mut took, cost, refused) = match took {
        Ok((took, cost)) => (took, Some(cost), None),
        Err(refused) => (Vec::new(), None, Some(refused)),
    };
    if !costs {
        took = took.into_iter().map(|took| Took { cost: Money::ZERO, ..took }).collect();
    }
    let known = !took.is_empty();
    Ok(MoveLineView {
        line: no,
        product: line.product,
        serialised: product.serialised(),
        decimals: product.decimals_taken(),
        name: product.name,
        unit: product.unit,
        quantity: line.quantity,
        picked: line.picked,
        missing: if product.tracking == crate::domain::product::Tracking::Counted {
            Quantity::ZERO
        } else {
            line.missing()
        },
        on_its_way: None,
        bin: bin(line.bin)?,
        to_bin: bin(line.to_bin)?,
        price: line.price,
        took,
        cost: cost.filter(|_| costs && known),
        refused,
    })
}
