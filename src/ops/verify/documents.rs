//! Documents with all that hangs on them, walked side by side: lines, what they took, the tray, the list of serials that
//! are expected. What they say of lots, queues, units and names is entered in the books.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use super::books::Fact;
use super::conversions::{Conversions, is_half};
use super::corrections::{self, Corrections, Costs};
use super::moves::Moves;
use super::records::{self, Counters};
use super::reservations;
use super::rows::Rows;
use crate::domain::correction::Correction;
use crate::domain::document::{Document, DocumentKind, DocumentState, Line, TrayRow};
use crate::domain::id::{DocumentId, LineNo, LocationId, ProductId};
use crate::domain::lot::{Lot, LotState};
use crate::domain::money::Money;
use crate::domain::movement::{MoveLine, Picked, Taken};
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::time::Day;
use crate::ops::moving::transit::arrives;
use crate::ops::names::folded;
use crate::ops::{claims, line, orders, post};
use crate::store::codec::Value;
use crate::store::engine::Error;
use crate::store::tables::{
    CANCELLED_DAY, CORRECTION, CodeKind, Counter, DOCUMENT, DOCUMENT_DAY, DRAFT, EXPECTED, INVOICE, LINE, LOCATION,
    MOVE_LINE, ON_THE_WAY, PALLET, PICKED, PRODUCT_DOCUMENT, SERIES, TAKEN, TRAY,
};

/// All that hangs on a document.
#[derive(Default)]
pub(super) struct Hung {
    pub lines: Vec<(LineNo, Line)>,
    pub moves: Vec<(LineNo, MoveLine)>,
    pub taken: Vec<(LineNo, Taken)>,
    /// What was corrected: of which line and slot, which of them, what.
    pub corrections: Vec<(LineNo, u32, u32, Correction)>,
    picked: Vec<(LineNo, u32, Picked)>,
    tray: Vec<(u32, TrayRow)>,
    expected: Vec<(LineNo, SerialKey, String)>,
    draft: bool,
    travels: bool,
}

/// The tables of what hangs on documents, each at the document that comes next.
struct Beside {
    lines: Rows<(DocumentId, LineNo), Line>,
    moves: Rows<(DocumentId, LineNo), MoveLine>,
    taken: Rows<(DocumentId, LineNo), Taken>,
    corrections: Rows<(DocumentId, LineNo, u32, u32), Correction>,
    picked: Rows<(DocumentId, LineNo, u32), Picked>,
    tray: Rows<(DocumentId, u32), TrayRow>,
    expected: Rows<(DocumentId, LineNo, SerialKey), String>,
    drafts: Rows<DocumentId, ()>,
    travel: Rows<DocumentId, ()>,
}

impl Beside {
    fn begin() -> Beside {
        Beside {
            lines: Rows::of(LINE),
            moves: Rows::of(MOVE_LINE),
            taken: Rows::of(TAKEN),
            corrections: Rows::of(CORRECTION),
            picked: Rows::of(PICKED),
            tray: Rows::of(TRAY),
            expected: Rows::of(EXPECTED),
            drafts: Rows::of(DRAFT),
            travel: Rows::of(ON_THE_WAY),
        }
    }

    /// Returns what hangs on a document, and names what hangs on one before it that is not there.
    fn of(&mut self, walk: &mut Walk, id: DocumentId) -> Result<Hung, Error> {
        let mut hung = Hung::default();
        while let Some(((document, n), line)) = self.lines.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("line {n}")) {
                hung.lines.push((n, line));
            }
        }
        while let Some(((document, n), line)) = self.moves.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("line {n}")) {
                hung.moves.push((n, line));
            }
        }
        while let Some(((document, n), taken)) = self.taken.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("what line {n} took")) {
                hung.taken.push((n, taken));
            }
        }
        while let Some(((document, line, slot, n), correction)) = self.corrections.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("correction {n} of line {line}")) {
                hung.corrections.push((line, slot, n, correction));
            }
        }
        while let Some(((document, line, n), picked)) = self.picked.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("unit {n} named on line {line}")) {
                hung.picked.push((line, n, picked));
            }
        }
        while let Some(((document, n), row)) = self.tray.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("row {n} to decide")) {
                hung.tray.push((n, row));
            }
        }
        while let Some(((document, n, key), raw)) = self.expected.next_if(walk, |key| key.0 <= id)? {
            if here(walk, document, id, &format!("serial {key} expected on line {n}")) {
                hung.expected.push((n, key, raw));
            }
        }
        while let Some((document, ())) = self.drafts.next_if(walk, |key| *key <= id)? {
            hung.draft |= here(walk, document, id, "a place among the drafts");
        }
        while let Some((document, ())) = self.travel.next_if(walk, |key| *key <= id)? {
            hung.travels |= here(walk, document, id, "a place among what is on its way");
        }
        Ok(hung)
    }
}

fn here(walk: &mut Walk, document: DocumentId, id: DocumentId, what: &str) -> bool {
    walk.hold(document == id, || format!("document {} is not there, and has {what}", document.0));
    document == id
}

/// Walks the documents. Returns what they moved, to be held against the days, and what gave products serials.
pub(super) fn documents(walk: &mut Walk, counters: &Counters) -> Result<(Moves, Conversions), Error> {
    let (mut moves, mut conversions) = (Moves::default(), Conversions::default());
    let mut corrections = Corrections::default();
    let mut numbers = BTreeMap::new();
    let mut beside = Beside::begin();
    let mut documents = Rows::of(DOCUMENT);
    while let Some((id, document)) = documents.next(walk)? {
        let hung = beside.of(walk, id)?;
        records::document_is_there(walk, id);
        let one = One { id, document: &document, hung: &hung, name: name_of(id, &document) };
        one.names_what_is_there(walk, counters);
        one.hangs_together(walk)?;
        one.stands_in_its_places(walk, &mut numbers);
        one.arrives_of(walk)?;
        conversions.meet(id, &document);
        let costs = corrections.of(walk, &one)?;
        if one.brings() {
            one.brought(walk, &mut moves, &costs)?;
        } else {
            moves.moved(walk, &one)?;
        }
    }
    beside.of(walk, DocumentId(u64::MAX))?;
    series(walk, &numbers)?;
    Ok((moves, conversions))
}

/// A document with all that hangs on it.
pub(super) struct One<'d> {
    pub id: DocumentId,
    pub document: &'d Document,
    pub hung: &'d Hung,
    pub name: String,
}

/// Returns what a document is called in a sentence: its number, or which draft it is.
fn name_of(id: DocumentId, document: &Document) -> String {
    match &document.number {
        Some(number) => format!("{number} (document {})", id.0),
        None => format!("document {}", id.0),
    }
}

impl One<'_> {
    /// Tells whether it moved anything, be it undone since.
    pub fn moved(&self) -> bool {
        self.document.in_force() || (self.document.state == DocumentState::Cancelled && self.document.posted.is_some())
    }

    /// Tells whether it was called off before anything of it moved: its number and its place stay.
    fn called_off(&self) -> bool {
        self.document.state == DocumentState::Cancelled
            && self.document.posted.is_none()
            && orders::holds(self.document.kind)
    }

    /// Tells whether it brings lots in, by lines of its own kind.
    fn brings(&self) -> bool {
        matches!(self.document.kind, DocumentKind::Posting | DocumentKind::Conversion)
    }

    /// Returns the day its opposite is dated, when it was cancelled.
    pub fn cancelled_on(&self, walk: &Walk) -> Option<Day> {
        let cancelled = self.document.cancelled.filter(|_| self.document.state == DocumentState::Cancelled);
        cancelled.map(|by| by.at.day(walk.settings.tz()))
    }

    /// Returns its products, each once.
    fn products(&self) -> BTreeSet<ProductId> {
        let lines = self.hung.lines.iter().map(|(_, line)| line.product);
        lines.chain(self.hung.moves.iter().map(|(_, line)| line.product)).collect()
    }

    fn names_what_is_there(&self, walk: &mut Walk, counters: &Counters) {
        let One { document, name, .. } = self;
        let mut named = vec![(Counter::Warehouse, document.warehouse.0)];
        named.extend(document.to.map(|warehouse| (Counter::Warehouse, warehouse.0)));
        named.extend(document.supplier.map(|supplier| (Counter::Supplier, supplier.0)));
        named.extend(document.client.map(|client| (Counter::Client, client.0)));
        named.extend(document.of.map(|of| (Counter::Document, of.0)));
        named.extend(document.reopened_from.map(|from| (Counter::Document, from.0)));
        named.extend(document.links.iter().map(|link| (Counter::Document, link.0)));
        named.extend(document.handed_to.map(|employee| (Counter::Employee, employee.0)));
        let stamps = [Some(document.opened), document.reserved, document.posted, document.cancelled];
        for stamp in stamps.into_iter().flatten() {
            named.push((Counter::Employee, stamp.employee.0));
            if stamp.desk.0 != 0 {
                named.push((Counter::Desk, stamp.desk.0));
            }
        }
        let shelves = self.hung.moves.iter().flat_map(|(_, line)| [line.bin, line.to_bin]);
        // 0 is the warehouse at large.
        named.extend(shelves.flatten().filter(|bin| bin.0 != 0).map(|bin| (Counter::Bin, bin.0)));
        named.extend(self.products().into_iter().map(|product| (Counter::Product, product.0)));
        for (counter, id) in named {
            walk.hold(counters.gave(counter, id), || format!("{name} names {counter:?} {id}, which is not there"));
        }
    }

    /// Holds what it counts against what hangs on it.
    fn hangs_together(&self, walk: &mut Walk) -> Result<(), Error> {
        let One { document, hung, name, .. } = self;
        let waits = matches!(document.state, DocumentState::Draft | DocumentState::Reserved | DocumentState::Expired);
        walk.hold(hung.draft == waits, || {
            format!("{name} is {} and {} among the drafts", document.state.word(), if waits { "is not" } else { "is" })
        });
        let travels = document.state == DocumentState::InTransit;
        walk.hold(hung.travels == travels, || {
            let among = if travels { "is not" } else { "is" };
            format!("{name} is {} and {among} among what is on its way", document.state.word())
        });
        walk.hold(hung.tray.len() == document.to_decide as usize, || {
            format!("{name}: {} scans wait for a decision, {} are there", document.to_decide, hung.tray.len())
        });
        for (row, _) in &hung.tray {
            walk.hold(*row <= document.tray_rows, || format!("{name}: row {row} to decide is beyond its last"));
        }
        let numbers: BTreeSet<LineNo> =
            hung.lines.iter().map(|(n, _)| *n).chain(hung.moves.iter().map(|(n, _)| *n)).collect();
        let last = numbers.last().copied().unwrap_or(0);
        walk.hold(last <= document.lines, || format!("{name}: line {last} is beyond its last"));
        let empty = document.state != DocumentState::Deleted || (numbers.is_empty() && hung.tray.is_empty());
        walk.hold(empty, || format!("{name} is deleted and has lines or scans"));
        let its = if self.brings() { hung.moves.is_empty() && hung.taken.is_empty() } else { hung.lines.is_empty() };
        walk.hold(its, || format!("{name} is a {} and has lines of another kind", document.kind.word()));
        self.names_units(walk, waits)?;
        self.listed(walk)
    }

    /// Holds the units its lines name against what is held, and what they count.
    fn names_units(&self, walk: &mut Walk, open: bool) -> Result<(), Error> {
        let One { id, hung, name, .. } = self;
        let mut named: BTreeMap<LineNo, u32> = BTreeMap::new();
        for (n, at, picked) in &hung.picked {
            let (lot, slot) = picked.unit;
            *named.entry(*n).or_default() += 1;
            walk.hold(open, || {
                format!("{name} is not open, and its line {n} names the unit in slot {slot} of lot {}", lot.0)
            });
            if self.document.state != DocumentState::Expired {
                walk.due(&Fact::Held(lot, slot, *id, *n, *at), [1, 0]);
            }
            let product = walk.lot(lot)?.map(|lot| lot.product);
            let its = hung.moves.iter().any(|(of, line)| of == n && Some(line.product) == product);
            walk.hold(its, || {
                format!("{name}: line {n} names the unit in slot {slot} of lot {}, not of its product", lot.0)
            });
        }
        for (n, line) in &hung.moves {
            let there = named.get(n).copied().unwrap_or(0);
            walk.hold(line.picked == there, || {
                format!("{name}: line {n} names {} units, {there} are there", line.picked)
            });
            walk.hold(Quantity::pieces(there) <= line.quantity, || {
                format!("{name}: line {n} names {there} units and moves {}", line.quantity)
            });
        }
        Ok(())
    }

    /// Holds the serials that are expected against the lines they are expected on.
    fn listed(&self, walk: &mut Walk) -> Result<(), Error> {
        let name = &self.name;
        let mut listed: BTreeMap<LineNo, u32> = BTreeMap::new();
        for (n, key, raw) in &self.hung.expected {
            *listed.entry(*n).or_default() += 1;
            let line = self.hung.lines.iter().find(|(there, _)| there == n);
            let matching = match line {
                Some((_, line)) => walk.product(line.product)?.map(|(_, matching)| matching),
                None => None,
            };
            let itself = matching.is_some_and(|matching| claims::key_of(raw, matching) == *key);
            walk.hold(itself, || format!("{name}: serial {key} expected on line {n} is not {raw}, or not the line's"));
        }
        for (n, line) in &self.hung.lines {
            let there = listed.get(n).copied().unwrap_or(0);
            walk.hold(line.listed == there, || {
                format!("{name}: {} serials are expected on line {n}, {there} are there", line.listed)
            });
        }
        Ok(())
    }

    /// Enters its number, its place among all, and where it is listed.
    fn stands_in_its_places(&self, walk: &mut Walk, numbers: &mut BTreeMap<String, u64>) {
        let One { id, document, name, .. } = self;
        if let Some(number) = &document.number {
            records::name(walk, CodeKind::DocumentNumber, &folded(number), id.0);
            let within = if arrives(document) { number.rsplit_once('/') } else { None };
            match within.or_else(|| number.rsplit_once('-')).and_then(|(of, n)| Some((of, n.parse::<u64>().ok()?))) {
                Some((transfer, n)) if within.is_some() => {
                    walk.there(&Fact::Number(Cow::Borrowed(transfer), n), [1, 0]);
                }
                Some((series, n)) => {
                    walk.there(&Fact::Number(Cow::Borrowed(series), n), [1, 0]);
                    let most = numbers.entry(series.to_owned()).or_default();
                    *most = n.max(*most);
                }
                None => walk.hold(false, || format!("{name} has a number of no series")),
            }
        }
        for sscc in &document.pallets {
            walk.due(&Fact::Pallet(Cow::Borrowed(sscc), *id), [1, 0]);
        }
        for link in &document.links {
            walk.there(&Fact::Link(*id, *link), [1, 0]);
            walk.due(&Fact::Link(*link, *id), [1, 0]);
        }
        let cancelled = document.cancelled.is_some() == (document.state == DocumentState::Cancelled);
        walk.hold(cancelled, || format!("{name} is {} and says otherwise", document.state.word()));
        if !self.moved() && !self.called_off() {
            return self.has_not_moved(walk);
        }
        let whole = document.number.is_some() && document.sequence > 0;
        let on_its_way = document.total.is_zero() && document.state != DocumentState::Posted;
        let whole = whole && (document.posted.is_some() || on_its_way);
        let Some(date) = document.date.filter(|_| whole) else {
            return walk.hold(false, || format!("{name} is {} and lacks number, date or place", document.state.word()));
        };
        walk.due(&Fact::Place(date, document.sequence, *id), [1, 0]);
        walk.there(&Fact::Sequence(document.sequence), [1, 0]);
        if document.kind == DocumentKind::Posting && !document.invoice.is_empty() {
            walk.due(&Fact::Invoice(Cow::Owned(folded(&document.invoice)), *id), [1, 0]);
        }
        if self.called_off() {
            return self.wants(walk, true);
        }
        let cancelled = self.cancelled_on(walk);
        for product in self.products() {
            walk.due(&Fact::Product(product, date, document.sequence, *id), [1, 0]);
            if let Some(day) = cancelled {
                walk.due(&Fact::Cancelled(product, day, *id), [1, 0]);
            }
        }
    }

    /// Holds that a document that moved nothing yet says so; what was reserved once has a number, also as a draft again.
    fn has_not_moved(&self, walk: &mut Walk) {
        let One { document, name, .. } = self;
        let holds = matches!(document.state, DocumentState::Reserved | DocumentState::Expired);
        let bare = document.sequence == 0 && document.posted.is_none() && document.total.is_zero();
        // A stocktake has its number from the first finding that is settled.
        let begun = document.kind == DocumentKind::Stocktake && !document.links.is_empty();
        let numbered = document.number.is_some() == (begun || document.reserved.is_some());
        let may =
            document.reserved.is_none() || (orders::holds(document.kind) && document.state != DocumentState::Deleted);
        let bare = bare && numbered && may && (!holds || document.reserved.is_some());
        walk.hold(bare, || format!("{name} is {} and has moved something", document.state.word()));
        self.wants(walk, holds);
        reservations::due(walk, self);
    }

    /// Holds that its lines cost nothing yet, and, once it was reserved, what they come to.
    fn wants(&self, walk: &mut Walk, counts: bool) {
        let One { document, hung, name, .. } = self;
        let wants = hung.moves.iter().map(|(_, line)| line.quantity.thousandths()).sum::<i64>();
        let wants = Quantity::from_thousandths(if counts { wants } else { 0 });
        walk.hold(document.quantity == wants, || {
            format!("{name} is {} with {}, its lines come to {wants}", document.state.word(), document.quantity)
        });
        let free = hung.moves.iter().all(|(_, line)| line.cost.is_zero());
        walk.hold(free, || format!("{name} is {} and its lines cost something", document.state.word()));
    }

    /// Enters what of a transfer arrived: each knows of the other, and they are numbered one by one.
    fn arrives_of(&self, walk: &mut Walk) -> Result<(), Error> {
        let One { document, name, .. } = self;
        let of = document.of.filter(|_| arrives(document) && self.moved());
        let knows = of.is_none_or(|transfer| document.links.contains(&transfer));
        walk.hold(knows, || format!("{name} arrived of a transfer it is not linked to"));
        if document.kind != DocumentKind::Transfer {
            return Ok(());
        }
        let mut n = 0;
        for link in &document.links {
            if walk.get(DOCUMENT, link)?.is_some_and(|linked| linked.kind.is_arrival()) {
                n += 1;
                let number = document.number.as_deref().unwrap_or_default();
                walk.due(&Fact::Number(Cow::Borrowed(number), n), [1, 0]);
            }
        }
        Ok(())
    }

    /// Enters the lots of a posting's lines, as they are and as they count; sums them up.
    fn brought(&self, walk: &mut Walk, moves: &mut Moves, costs: &Costs) -> Result<(), Error> {
        let One { id, document, hung, name } = self;
        let (mut quantity, mut total) = (Some(Quantity::ZERO), Some(Money::ZERO));
        for (n, line) in &hung.lines {
            let (counted, damaged) = (line.counted, line.damaged);
            walk.hold(Quantity::ZERO <= damaged && damaged <= counted, || {
                format!("{name}: {damaged} of {counted} on line {n} are damaged")
            });
            let serialised = walk.product(line.product)?.is_some_and(|(serialised, _)| serialised);
            let named = line.slots > 0 || counted.is_zero() || !serialised || self.moved();
            walk.hold(named, || format!("{name}: line {n} counts {counted} and has no serials"));
            if line.slots > 0 {
                walk.due(&Fact::Units(line.lot), [counted.thousandths(), damaged.thousandths()]);
            }
            let date = document.date.filter(|_| self.moved());
            let lot = match date.map(|date| post::as_posted((*id, document), date, *n, line)) {
                None => line::coming_in(*id, *n, line.product, document.warehouse),
                Some(Ok(lot)) => lot,
                Some(Err(wrong)) => {
                    walk.hold(false, || format!("{name}: line {n}: {wrong}"));
                    continue;
                }
            };
            let cancelled = self.cancelled_on(walk);
            let state = if cancelled.is_some() { LotState::Cancelled } else { lot.state };
            let mut lot = Lot { state, ..lot };
            if document.kind == DocumentKind::Conversion || is_half(document) {
                // Its lots lie where those they were lay; both halves of it are held against each other.
                let Some(own) = walk.lot(line.lot)? else { continue };
                (lot.warehouse, lot.received, lot.origin) = (own.warehouse, own.received, own.origin);
            }
            let costs = costs.get(n).map_or(&[][..], Vec::as_slice);
            if let [first, ..] = costs {
                // Its line says what it was corrected to; it came in at another cost.
                (lot.cost, lot.corrected) = (first.from, costs.last().map(|last| last.to));
            }
            corrections::enter(walk, line.lot, &lot, costs, cancelled.is_some());
            walk.due(&Fact::Lot(line.lot, Cow::Owned(lot.to_bytes())), [1, 0]);
            if self.moved() {
                quantity = quantity.and_then(|sum| sum.checked_add(lot.quantity));
                total = total.and_then(|sum| sum.checked_add(lot.cost));
                moves.came_in(walk, line.lot, &lot, (date.unwrap_or_default(), cancelled));
            }
        }
        let sums = (quantity, total) == (Some(document.quantity), Some(document.total));
        walk.hold(sums, || format!("{name} moved {} for {}: its lines differ", document.quantity, document.total));
        Ok(())
    }
}

/// Walks the series: every number from 1 to the last is a document's, and none beyond.
fn series(walk: &mut Walk, numbers: &BTreeMap<String, u64>) -> Result<(), Error> {
    walk.each(SERIES, |walk, (location, letters), last| {
        let code = if location == LocationId(0) { None } else { walk.get(LOCATION, &location)? };
        let series = match code {
            Some(branch) => format!("{}-{letters}", branch.code),
            None => letters,
        };
        let most = numbers.get(&series).copied().unwrap_or(0);
        walk.hold(last <= most, || match most + 1 {
            first if first == last => format!("number {series}-{last} was given and is no document's"),
            first => format!("numbers {series}-{first} to {series}-{last} were given and are no document's"),
        });
        for n in 1..=last.min(most) {
            walk.due(&Fact::Number(Cow::Borrowed(&series), n), [1, 0]);
        }
        Ok(())
    })
}

/// Walks the lists documents stand in: by day, by product, by invoice.
pub(super) fn places(walk: &mut Walk, counters: &Counters) -> Result<(), Error> {
    let mut most = 0;
    walk.each(DOCUMENT_DAY, |walk, (day, sequence), id| {
        walk.there(&Fact::Place(day, sequence, DocumentId(id)), [1, 0]);
        most = sequence.max(most);
        Ok(())
    })?;
    let last = counters.last(Counter::Sequence);
    walk.hold(last <= most, || match most + 1 {
        first if first == last => format!("a document was posted as the {last}th and is not there"),
        first => format!("documents were posted as the {first}th to {last}th and are not there"),
    });
    for n in 1..=last.min(most) {
        walk.due(&Fact::Sequence(n), [1, 0]);
    }
    walk.each(PRODUCT_DOCUMENT, |walk, (product, day, sequence), id| {
        walk.there(&Fact::Product(product, day, sequence, DocumentId(id)), [1, 0]);
        Ok(())
    })?;
    walk.each(CANCELLED_DAY, |walk, (product, day, id), ()| {
        walk.there(&Fact::Cancelled(product, day, id), [1, 0]);
        Ok(())
    })?;
    walk.each(PALLET, |walk, (sscc, id), ()| {
        walk.there(&Fact::Pallet(Cow::Borrowed(&sscc), id), [1, 0]);
        Ok(())
    })?;
    walk.each(INVOICE, |walk, (invoice, id), ()| {
        walk.there(&Fact::Invoice(Cow::Borrowed(&invoice), id), [1, 0]);
        Ok(())
    })
}
