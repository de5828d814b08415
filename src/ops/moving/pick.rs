//! Units picked into a draft, one scan, a range or a list, and put back: each is held by the draft from its scan on.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Line, Named};
use super::units::By;
use super::{back, drafts, head, lines, transit, units};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::domain::movement::{Hold, MoveLine, Picked, Spot};
use crate::domain::place::Place;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Serial, SerialError};
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::domain::time::Moment;
use crate::domain::unit::UnitId;
use crate::messages::{No, Outcome, PickedLine, Refused};
use crate::ops::query::units::answering;
use crate::ops::serials::{MOST, told};
use crate::ops::{Context, claims, draft, held, settings, standing, tray};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, HELD, LOT, MOVE_LINE, PRODUCT, Tables, View};

/// Serials to pick, and what is known of them.
#[derive(Debug, Clone, Copy)]
pub struct Picking<'a> {
    /// Literal serials, as scanned.
    pub serials: &'a [String],
    /// Product they are of.
    pub product: Option<ProductId>,
    /// Line they are for.
    pub line: Option<LineNo>,
    /// Tray row this decides.
    pub from_tray: Option<u32>,
}

/// Picks units: all of them or none.
///
/// One that is not where the document takes from is refused with the place that has it; one that something else holds, with
/// that. The first unit of a return tells of which document it comes back.
pub fn pick(tx: &mut Tables, cx: &Context, draft: DocumentId, picking: Picking) -> Result<Outcome, No> {
    let mut document = drafts::open(&tx.view(), cx, draft)?;
    let settings = settings(&tx.view())?;
    few_enough(picking.serials)?;
    tray::decide(tx, draft, &mut document, picking.from_tray)?;
    let line =
        picking.line.map(|number| Ok::<_, No>((number, drafts::line(&tx.view(), draft, number)?))).transpose()?;
    let mut finding = Finding::new(tx.view(), cx.now, &settings, draft);
    let product = of_line(&finding.view, picking.product, line.as_ref())?;
    let told_of = match picking.serials {
        [first, ..] if head::returns(document.kind) && document.of.is_none() => {
            Some(finding.of(&mut document, product, first)?)
        }
        _ => None,
    };
    let mut found = Vec::with_capacity(picking.serials.len());
    for raw in picking.serials {
        found.push(finding.unit(&document, product, line.as_ref(), raw)?);
    }
    if told_of.is_some() {
        tx.put(DOCUMENT, &draft, &document)?;
    }
    let mut holding = Holding { draft, document, line: picking.line, lines: BTreeMap::new(), taken: BTreeSet::new() };
    let mut serials = Vec::with_capacity(found.len());
    for unit in found {
        serials.push(unit.named.unit.serial(&unit.named.key).to_owned());
        holding.hold(tx, cx, unit)?;
    }
    let lines = holding.close(tx)?;
    let taken = u32::try_from(serials.len()).unwrap_or(u32::MAX);
    Ok(Outcome::Picked { serials: told(serials), taken, lines, of: told_of })
}

/// Refuses no serials, and too many.
fn few_enough(serials: &[String]) -> Result<(), Refused> {
    if serials.is_empty() {
        let sentence = "nothing scanned: a serial has at least one character".to_owned();
        return Err(Refused::SerialMalformed { serial: String::new(), sentence });
    }
    if serials.len() > MOST {
        let sentence = format!("{} serials: at most 10,000 are picked at once; give them in parts", serials.len());
        return Err(Refused::RangeTooLarge(sentence));
    }
    Ok(())
}

/// Returns the product that is asked for; refused when a line is of another, or it has no serials.
fn of_line(
    view: &View,
    product: Option<ProductId>,
    line: Option<&(LineNo, MoveLine)>,
) -> Result<Option<ProductId>, No> {
    let of_line = line.map(|(_, line)| line.product);
    if let (Some(product), Some(other), Some((number, _))) = (product, of_line, line)
        && product != other
    {
        let name = view.need(PRODUCT, &other)?.name;
        return Err(Refused::BadField(format!("line {number} is of {name}: name no other product")).into());
    }
    let Some(id) = product.or(of_line) else { return Ok(None) };
    let record = view.get(PRODUCT, &id)?.ok_or_else(|| crate::ops::people::unknown("product", id.0))?;
    if record.serialised() { Ok(Some(id)) } else { Err(Refused::NotSerialised { product: record.name }.into()) }
}

/// A unit that was found, and may be picked.
#[derive(Debug)]
pub struct Found {
    /// Its product.
    pub product: ProductId,
    /// As it was named.
    pub named: Named,
    /// Which unit it is.
    pub unit: UnitId,
    /// Where it stands; `None` of one that is to come back.
    pub from: Option<Spot>,
}

/// Finds units by what was scanned.
pub struct Finding<'a> {
    view: View<'a>,
    now: Moment,
    settings: &'a Settings,
    draft: DocumentId,
    /// A line of each product, to ask with.
    lines: BTreeMap<ProductId, Line>,
}

impl<'a> Finding<'a> {
    /// Begins to look for units for a draft.
    pub const fn new(view: View<'a>, now: Moment, settings: &'a Settings, draft: DocumentId) -> Self {
        Finding { view, now, settings, draft, lines: BTreeMap::new() }
    }

    /// Finds a unit that the draft may take, of a product when one is named.
    pub fn unit(
        &mut self,
        document: &Document,
        product: Option<ProductId>,
        line: Option<&(LineNo, MoveLine)>,
        raw: &str,
    ) -> Result<Found, No> {
        let mut fit = Vec::new();
        let mut first: Option<No> = None;
        for (product, named) in self.named(product, line, raw)? {
            match self.may_take(document, product, line, named) {
                Ok(found) => fit.push(found),
                // What this draft has already says more than where others are.
                Err(No::Refused(refused @ Refused::AlreadyScanned { .. })) => first = Some(refused.into()),
                Err(No::Refused(refused)) => first = first.or(Some(refused.into())),
                Err(broken) => return Err(broken),
            }
        }
        match (fit.len(), first) {
            (1, _) => fit.pop().ok_or_else(|| No::Broken("one is none".to_owned())),
            (0, Some(refused)) => Err(refused),
            (0, None) => {
                Err(Refused::Unknown { what: "unit".to_owned(), value: shown(raw), hint: String::new() }.into())
            }
            _ => {
                let names = fit.iter().map(|found| Ok(self.view.need(PRODUCT, &found.product)?.name));
                let choices = names.collect::<Result<_, Error>>()?;
                Err(Refused::Ambiguous { value: shown(raw), choices }.into())
            }
        }
    }

    /// Returns the units a text may name.
    fn named(
        &mut self,
        product: Option<ProductId>,
        line: Option<&(LineNo, MoveLine)>,
        raw: &str,
    ) -> Result<Vec<(ProductId, Named)>, No> {
        let malformed =
            |wrong: SerialError| Refused::SerialMalformed { serial: shown(raw), sentence: wrong.to_string() };
        if let Some(product) = product {
            let (view, scope) = (self.view, claims::scope(self.settings, product));
            let named = lines::unit(&view, &self.line(product, line)?.product, scope, raw)?;
            return Ok(vec![(product, named)]);
        }
        Serial::parse(raw, crate::domain::serial::Matching::Loose).map_err(malformed)?;
        let mut all = Vec::new();
        for known in answering(&self.view, raw)? {
            let scope = claims::scope(self.settings, known.product);
            if let Some((key, unit)) = claims::holder(&self.view, scope, known.key)? {
                all.push((known.product, Named { serial: unit.serial(&key).to_owned(), key, scope, unit }));
            }
        }
        Ok(all)
    }

    /// Returns a unit that the draft may take.
    fn may_take(
        &mut self,
        document: &Document,
        product: ProductId,
        line: Option<&(LineNo, MoveLine)>,
        named: Named,
    ) -> Result<Found, No> {
        self.already(&named)?;
        let (view, now, by) = (self.view, self.now, By { id: self.draft, document });
        let asked = self.line(product, line)?;
        let comes_back = document.of.filter(|_| transit::comes_back(document));
        let (unit, from) = if let Some(sale) = comes_back {
            crate::ops::line::stocked(&view, product)?;
            (back::out(&view, now, &by, sale, asked, &named)?, None)
        } else {
            let (unit, _, spot) = units::at_hand(&view, now, &by, asked, &named)?;
            (unit, Some(spot))
        };
        Ok(Found { product, named, unit, from })
    }

    /// Refuses a unit that this draft has already.
    fn already(&self, named: &Named) -> Result<(), No> {
        let life = standing::in_force(&self.view, &named.unit)?;
        let Some(hold) = held::by(&self.view, (life.lot, life.slot))? else { return Ok(()) };
        if hold.document != self.draft {
            return Ok(());
        }
        let product = view_name(&self.view, life.lot)?;
        Err(Refused::AlreadyScanned { serial: named.serial.clone(), line: hold.line, product }.into())
    }

    /// Returns a line of a product to ask with: the one that is meant, or one that says nothing.
    fn line(&mut self, product: ProductId, line: Option<&(LineNo, MoveLine)>) -> Result<&Line, Error> {
        Ok(match self.lines.entry(product) {
            Entry::Occupied(asked) => asked.into_mut(),
            Entry::Vacant(new) => {
                let (number, line) = line.cloned().unwrap_or_else(|| (0, drafts::empty_line(product)));
                let product = self.view.need(PRODUCT, &product)?;
                new.insert(Line { number, line, product, units: Vec::new(), fresh: Vec::new() })
            }
        })
    }

    /// Says of which document goods come back, by the first unit that does; returns its number.
    pub fn of(&mut self, document: &mut Document, product: Option<ProductId>, raw: &str) -> Result<String, No> {
        let mut refused: Option<No> = None;
        for (product, named) in self.named(product, None, raw)? {
            self.already(&named)?;
            let life = standing::in_force(&self.view, &named.unit)?;
            let of = match (document.kind, life.last()) {
                (DocumentKind::ClientReturn, Some(last)) if matches!(last.to, Place::Client(_)) => Some(last.document),
                (DocumentKind::Receipt | DocumentKind::SendBack, Some(last)) => match last.to {
                    Place::Transit(transfer) => Some(transfer),
                    _ => None,
                },
                (DocumentKind::ClientReturn | DocumentKind::Receipt | DocumentKind::SendBack, _) => None,
                _ => Some(came_in_by(&self.view, life.lot)?),
            };
            let Some(of) = of else {
                let stands = standing::of(&self.view, self.now, &named.unit)?;
                let not = if document.kind == DocumentKind::ClientReturn { "with no client" } else { "not on its way" };
                let sentence = format!("{} is {not}: it is {stands}", named.serial);
                refused = Some(Refused::NotOnHand { serial: named.serial, sentence, document: None }.into());
                continue;
            };
            let mut would = document.clone();
            head::set_of(&self.view, &mut would, Some(of), self.now.day(self.settings.tz()))?;
            match self.may_take(&would, product, None, named) {
                Ok(_) => {
                    *document = would;
                    return Ok(self.view.need(DOCUMENT, &of)?.number.unwrap_or_default());
                }
                Err(no) => refused = Some(no),
            }
        }
        let unknown = Refused::Unknown { what: "unit".to_owned(), value: shown(raw), hint: String::new() };
        Err(refused.unwrap_or_else(|| unknown.into()))
    }
}

fn view_name(view: &View, lot: crate::domain::id::LotId) -> Result<String, Error> {
    Ok(view.need(PRODUCT, &view.need(LOT, &lot)?.product)?.name)
}

/// Returns the posting a lot came in by, before any conversion.
fn came_in_by(view: &View, lot: crate::domain::id::LotId) -> Result<DocumentId, Error> {
    let mut lot = view.need(LOT, &lot)?;
    while let Some(origin) = lot.origin {
        lot = view.need(LOT, &origin)?;
    }
    Ok(lot.document)
}

/// Units being held by the lines they fit on.
struct Holding {
    draft: DocumentId,
    document: Document,
    line: Option<LineNo>,
    /// Lines that changed, with the number of their last unit.
    lines: BTreeMap<LineNo, (MoveLine, u32)>,
    /// Units that were held just now.
    taken: BTreeSet<UnitId>,
}

impl Holding {
    fn hold(&mut self, tx: &mut Tables, cx: &Context, found: Found) -> Result<(), No> {
        let serial = found.named.serial;
        if !self.taken.insert(found.unit) {
            return Err(Refused::Duplicate(format!("{serial} stands twice in the list; nothing was picked")).into());
        }
        let number = self.line_for(tx, found.product, found.from)?;
        let (line, last) = self.lines.get_mut(&number).ok_or_else(|| No::Broken("a line is gone".to_owned()))?;
        if line.picked as usize >= MOST {
            let sentence = format!("line {number}: 10,000 units are named, and no line moves more; begin another line");
            return Err(Refused::RangeTooLarge(sentence).into());
        }
        *last += 1;
        line.picked += 1;
        line.quantity = line.quantity.max(Quantity::pieces(line.picked));
        let hold = Hold { document: self.draft, line: number, n: *last };
        let picked = Picked { unit: found.unit, from: found.from, stamp: draft::stamp(cx) };
        match held::take(tx, hold, &picked)? {
            None => Ok(()),
            Some(hold) => Err(held::refused(&tx.view(), cx.now, &serial, &hold, &found.named.unit)?.into()),
        }
    }

    /// Returns the line a unit goes to: the one that is meant, the product's last one that takes from its shelf, or a new
    /// one.
    fn line_for(&mut self, tx: &mut Tables, product: ProductId, from: Option<Spot>) -> Result<LineNo, No> {
        let fits = |line: &MoveLine| {
            line.product == product && line.bin.is_none_or(|bin| from.is_none_or(|from| from.bin == bin))
        };
        if let Some(line) = self.line {
            self.take_in(tx, line)?;
            return Ok(line);
        }
        if let Some((number, _)) = self.lines.iter().rev().find(|(_, (line, _))| fits(line)) {
            return Ok(*number);
        }
        let there = drafts::lines(&tx.view(), self.draft)?;
        let number = match there.iter().rev().find(|(_, line)| fits(line)) {
            Some((number, _)) => *number,
            None => drafts::add_line(tx, self.draft, &mut self.document, &drafts::empty_line(product))?,
        };
        self.take_in(tx, number)?;
        Ok(number)
    }

    /// Reads a line that units go to.
    fn take_in(&mut self, tx: &Tables, number: LineNo) -> Result<(), No> {
        if !self.lines.contains_key(&number) {
            let line = drafts::line(&tx.view(), self.draft, number)?;
            self.lines.insert(number, (line, held::last(&tx.view(), self.draft, number)?));
        }
        Ok(())
    }

    /// Keeps the lines that changed.
    fn close(self, tx: &mut Tables) -> Result<Vec<PickedLine>, Error> {
        let mut told = Vec::with_capacity(self.lines.len());
        for (number, (line, _)) in self.lines {
            tx.put(MOVE_LINE, &(self.draft, number), &line)?;
            told.push(spoken(&tx.view(), number, &line)?);
        }
        Ok(told)
    }
}

fn spoken(view: &View, number: LineNo, line: &MoveLine) -> Result<PickedLine, Error> {
    Ok(PickedLine {
        line: number,
        product: line.product,
        name: view.need(PRODUCT, &line.product)?.name,
        picked: line.picked,
        missing: line.missing(),
    })
}

/// Puts picked units back: all of them or none. They are nobody's again.
pub fn put_back(tx: &mut Tables, cx: &Context, draft: DocumentId, serials: &[String]) -> Result<Outcome, No> {
    let document = drafts::open(&tx.view(), cx, draft)?;
    few_enough(serials)?;
    let mut lines: BTreeMap<LineNo, MoveLine> = BTreeMap::new();
    let mut back = Vec::with_capacity(serials.len());
    for raw in serials {
        let (serial, unit, hold) = picked_here(&tx.view(), draft, raw)?;
        let mut line = match lines.remove(&hold.line) {
            Some(line) => line,
            None => drafts::line(&tx.view(), draft, hold.line)?,
        };
        held::free(tx, unit, hold)?;
        if line.missing().is_zero() {
            line.quantity = Quantity::pieces(line.picked.saturating_sub(1));
        }
        line.picked = line.picked.saturating_sub(1);
        lines.insert(hold.line, line);
        back.push(serial);
    }
    let mut told_lines = Vec::with_capacity(lines.len());
    for (number, line) in lines {
        if drafts::is_over(&document, &line) {
            tx.delete(MOVE_LINE, &(draft, number))?;
        } else {
            tx.put(MOVE_LINE, &(draft, number), &line)?;
        }
        told_lines.push(spoken(&tx.view(), number, &line)?);
    }
    let taken = u32::try_from(back.len()).unwrap_or(u32::MAX);
    Ok(Outcome::PutBack { serials: told(back), taken, lines: told_lines })
}

/// Finds a unit that this draft holds.
fn picked_here(view: &View, draft: DocumentId, raw: &str) -> Result<(String, UnitId, Hold), No> {
    for known in answering(view, raw)? {
        let unit = (known.unit.lot, known.unit.slot);
        if let Some(hold) = view.get(HELD, &unit)?.filter(|hold| hold.document == draft) {
            return Ok((known.unit.serial(&known.key).to_owned(), unit, hold));
        }
    }
    Err(Refused::Unknown {
        what: "serial in this draft".to_owned(),
        value: shown(raw),
        hint: "; it was put back already, or was never picked here".to_owned(),
    }
    .into())
}

/// Returns the record of a product whose units are asked for; refused when it has none.
pub fn with_serials(view: &View, id: ProductId) -> Result<Product, No> {
    of_line(view, Some(id), None)?;
    Ok(view.need(PRODUCT, &id)?)
}
