//! Units that a draft may take: those in its warehouse, oldest first by lot; those its client has, of a return; those on
//! their way, of what arrives.

use std::ops::Bound;

use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{DocumentId, LineNo, LotId, ProductId};
use crate::domain::place::Place;
use crate::domain::product::Product;
use crate::domain::serial::{Serial, SerialKey};
use crate::domain::time::Moment;
use crate::domain::unit::{Holder, Unit};
use crate::messages::{Cursor, No, Page, PickableRow};
use crate::ops::moving::draw::ends_in;
use crate::ops::moving::pick::with_serials;
use crate::ops::moving::transit;
use crate::ops::moving::units::stands_at;
use crate::ops::{claims, held, settings, standing};
use crate::store::codec::{Key, Scope};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{MOVE_LINE, SERIAL, TAKEN, View, end_of_prefix};

use super::named::{self, Called};
use super::oldest::InStock;
use super::paging::{Filling, place};
use super::units::{self, Origin};

/// Which units are asked for.
pub struct Asked<'a> {
    /// For which draft.
    pub draft: DocumentId,
    /// Of which product.
    pub product: ProductId,
    /// Whose serial or further identifier begins so; empty for all.
    pub text: &'a str,
    /// Who asks may see costs.
    pub costs: bool,
}

/// Returns units that a draft may take, oldest first by lot; in the order of their serials when one is typed.
pub fn answer(
    view: &View,
    now: Moment,
    asked: &Asked,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<PickableRow>, No> {
    let head = named::asked_document(view, asked.draft)?;
    let record = with_serials(view, asked.product)?;
    let scope = claims::scope(&settings(view)?, asked.product);
    let mut list =
        List { now, asked, head, record, scope, called: Called::new(*view, now), filling: Filling::new(limit) };
    if !asked.text.trim().is_empty() {
        list.beginning(after)?;
    } else if transit::comes_back(&list.head) {
        list.out(after)?;
    } else {
        list.in_stock(after)?;
    }
    Ok(list.filling.page())
}

/// A list being made.
struct List<'a> {
    now: Moment,
    asked: &'a Asked<'a>,
    head: Document,
    record: Product,
    scope: Scope,
    called: Called<'a>,
    filling: Filling<PickableRow>,
}

impl List<'_> {
    /// Goes the queue of the warehouse, layer by layer.
    fn in_stock(&mut self, after: Option<&Cursor>) -> Result<(), No> {
        let (view, posting) = (self.called.view(), self.returned());
        let in_stock = InStock {
            product: self.asked.product,
            matching: self.record.matching(),
            scope: self.scope,
            warehouses: &[self.head.warehouse],
        };
        in_stock.visit(
            &view,
            after,
            |layer| is_its(&view, layer.lot, posting),
            |lying| {
                let room = self.filling.room();
                if room {
                    self.push(lying.place, lying.origin, lying.key, lying.unit)?;
                }
                Ok(room)
            },
        )
    }

    /// Returns the posting that goes back to its supplier.
    fn returned(&self) -> Option<DocumentId> {
        self.head.of.filter(|_| self.head.kind == DocumentKind::SupplierReturn)
    }

    /// Goes what the sale took, line by line.
    fn out(&mut self, after: Option<&Cursor>) -> Result<(), No> {
        let view = self.called.view();
        let after: Option<(LineNo, u32, u32)> = place(after)?;
        let Some(sale) = self.head.of else { return Ok(()) };
        let mut lines = Vec::new();
        view.prefix(MOVE_LINE, &sale, Direction::Forward, |(_, number), line| {
            if line.product == self.asked.product {
                lines.push(number);
            }
            Ok(true)
        })?;
        for number in lines {
            for (at, part) in (0_u32..).zip(view.need(TAKEN, &(sale, number))?.parts) {
                let origin = Origin::read(&view, part.lot)?;
                for (n, slot) in (0_u32..).zip(part.units) {
                    if after.is_some_and(|after| (number, at, n) <= after) {
                        continue;
                    }
                    if !self.sold((number, at, n).to_key(), &origin, sale, slot)? {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds a unit that a sale took, when its client still has it; tells whether there may be room for more.
    fn sold(&mut self, at: Vec<u8>, origin: &Origin, sale: DocumentId, slot: u32) -> Result<bool, Error> {
        let view = self.called.view();
        let Some(packed) = standing::packed(&view, origin.id, slot)? else { return Ok(true) };
        let key = claims::key_of(&packed.serial, self.record.matching());
        let Some(Holder::Unit(unit)) = view.get(SERIAL, &(key.clone(), self.scope))? else { return Ok(true) };
        let life = standing::in_force(&view, &unit)?;
        if (life.lot, life.slot) != (origin.id, slot) || !is_out(life, sale) {
            return Ok(true);
        }
        let room = self.filling.room();
        if room {
            self.push(at, origin, key, life)?;
        }
        Ok(room)
    }

    /// Goes the serials that begin so.
    fn beginning(&mut self, after: Option<&Cursor>) -> Result<(), No> {
        let view = self.called.view();
        let after: Option<(SerialKey, Scope)> = place(after)?;
        let Ok(start) = Serial::parse(self.asked.text, self.record.matching()) else { return Ok(()) };
        let from = start.key().as_str().as_bytes().to_vec();
        let to = end_of_prefix(&from);
        let from = after.map_or(Bound::Included(from), |after| Bound::Excluded(after.to_key()));
        view.range(SERIAL, from, to, Direction::Forward, |(key, scope), holder| {
            let at = (key.clone(), scope).to_key();
            let known = if scope == self.scope { units::lead(&view, &key, scope, holder)? } else { None };
            let Some(known) = known.filter(|known| known.product == self.asked.product) else { return Ok(true) };
            let origin = Origin::read(&view, known.unit.lot)?;
            if !self.may_take(&view, &origin, &known.unit)? {
                return Ok(true);
            }
            let room = self.filling.room();
            if room {
                self.push(at, &origin, known.key, &known.unit)?;
            }
            Ok(room)
        })?;
        Ok(())
    }

    fn may_take(&self, view: &View, origin: &Origin, unit: &Unit) -> Result<bool, Error> {
        if transit::comes_back(&self.head) {
            return Ok(self.head.of.is_some_and(|sale| is_out(unit, sale)));
        }
        if stands_at(&origin.lot, unit).is_none_or(|spot| spot.warehouse != self.head.warehouse) {
            return Ok(false);
        }
        is_its(view, origin.id, self.returned())
    }

    fn push(&mut self, at: Vec<u8>, origin: &Origin, key: SerialKey, unit: &Unit) -> Result<(), Error> {
        let view = self.called.view();
        let serial = unit.serial(&key).to_owned();
        let hold = held::by(&view, (unit.lot, unit.slot))?;
        let ours = hold.filter(|hold| hold.document == self.asked.draft);
        let other = hold.filter(|hold| hold.document != self.asked.draft);
        let mut row = origin.row(&mut self.called, key, unit, serial)?;
        if !self.asked.costs {
            row.cost = crate::domain::money::Money::ZERO;
        }
        let bin = stands_at(&origin.lot, unit).map(|spot| spot.bin);
        let row = PickableRow {
            unit: row,
            posting: self.called.number(origin.lot.document)?,
            bin: self.called.bin(bin)?,
            picked: ours.map(|hold| hold.line),
            held: other.map_or(Ok(String::new()), |hold| held::told(&view, self.now, &hold))?,
        };
        self.filling.push(at, row);
        Ok(())
    }
}

/// Tells whether a draft may take of a lot: a return to the supplier takes what its posting brought.
fn is_its(view: &View, lot: LotId, posting: Option<DocumentId>) -> Result<bool, Error> {
    posting.map_or(Ok(true), |posting| ends_in(view, lot, posting))
}

/// Tells whether the client of a sale has a unit, or a transfer has it on its way.
fn is_out(unit: &Unit, by: DocumentId) -> bool {
    unit.last().is_some_and(|last| last.document == by && matches!(last.to, Place::Client(_) | Place::Transit(_)))
}
