//! Corrections: each goes on from the one before it, what is said last is what the records say, and the money of a lot's
//! cost went where it is said to.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use super::books::Fact;
use super::documents::One;
use crate::domain::correction::{Corrected, Correction, Left, Revaluation};
use crate::domain::document::{DocumentKind, Line};
use crate::domain::id::{LineNo, LotId};
use crate::domain::lot::Lot;
use crate::domain::money::Money;
use crate::messages::Command;
use crate::ops::claims;
use crate::store::engine::Error;

/// What is corrected by one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Document,
    Serial,
    Cost,
}

impl Kind {
    /// Returns what a command corrects; nothing when it corrects nothing.
    pub(super) const fn of(command: &Command) -> Option<Kind> {
        match command {
            Command::CorrectDocument { .. } => Some(Kind::Document),
            Command::CorrectSerial { .. } => Some(Kind::Serial),
            Command::CorrectCost { .. } => Some(Kind::Cost),
            _ => None,
        }
    }

    const fn kept(what: &Corrected) -> Kind {
        match what {
            Corrected::Supplier { .. } | Corrected::Invoice { .. } | Corrected::Warranty { .. } => Kind::Document,
            Corrected::Serial { .. } => Kind::Serial,
            Corrected::Cost(_) => Kind::Cost,
        }
    }
}

/// When something was corrected, by whom, at which desk, and what kind of thing.
pub(super) type Made = (i64, u64, u64, Kind);

/// What was corrected in all documents.
#[derive(Default)]
pub(super) struct Corrections(BTreeSet<Made>);

/// Revaluations of a posting's lots by their lines, oldest first.
pub(super) type Costs<'d> = BTreeMap<LineNo, Vec<&'d Revaluation>>;

impl Corrections {
    /// Holds the corrections of a document against what it says now; returns what its lots were revalued by.
    pub fn of<'d>(&mut self, walk: &mut Walk, one: &One<'d>) -> Result<Costs<'d>, Error> {
        let name = &one.name;
        let mut things: BTreeMap<(LineNo, u32), Vec<&Correction>> = BTreeMap::new();
        for (line, slot, n, correction) in &one.hung.corrections {
            let of = things.entry((*line, *slot)).or_default();
            of.push(correction);
            let there = of.len();
            walk.hold(*n as usize == there, || format!("{name}: correction {n} of line {line} is the {there}th"));
            let stamp = correction.stamp;
            let day = stamp.at.day(walk.settings.tz()) == correction.day;
            walk.hold(day, || format!("{name}: a correction of line {line} is dated another day than it was made"));
            let made = (stamp.at.0, stamp.employee.0, stamp.desk.0, Kind::kept(&correction.what));
            if self.0.insert(made) {
                walk.there(&Fact::Corrected(made), [1, 0]);
            }
        }
        let posted = one.document.kind == DocumentKind::Posting && one.moved();
        walk.hold(posted || things.is_empty(), || format!("{name} is corrected and is no posting in force"));
        let mut costs = Costs::new();
        for ((number, slot), of) in things {
            let line = one.hung.lines.iter().find(|(n, _)| *n == number).map(|(_, line)| line);
            let thing = Thing { one, number, line, slot };
            walk.hold(line.is_some() == (number > 0), || format!("{name}: line {number} is corrected, and not there"));
            thing.hold(walk, &of)?;
            let revalued: Vec<_> = of.into_iter().filter_map(|correction| revaluation(&correction.what)).collect();
            if let (Some(line), false) = (line, revalued.is_empty()) {
                thing.costs(walk, line, &revalued);
                costs.insert(number, revalued);
            }
        }
        Ok(costs)
    }
}

const fn revaluation(what: &Corrected) -> Option<&Revaluation> {
    match what {
        Corrected::Cost(revaluation) => Some(revaluation),
        _ => None,
    }
}

/// Something that was corrected: the head, a line or a unit of a posting.
struct Thing<'o, 'd> {
    one: &'o One<'d>,
    number: LineNo,
    line: Option<&'d Line>,
    slot: u32,
}

impl Thing<'_, '_> {
    fn hold(&self, walk: &mut Walk, of: &[&Correction]) -> Result<(), Error> {
        let (name, document, number) = (&self.one.name, self.one.document, self.number);
        let (mut supplier, mut invoice, mut warranty, mut serial) = (None, None, None, None);
        for correction in of {
            let (goes_on, its) = match &correction.what {
                Corrected::Supplier { from, to } => (goes_on(&mut supplier, from, to), (number, self.slot) == (0, 0)),
                Corrected::Invoice { from, to } => (goes_on(&mut invoice, from, to), (number, self.slot) == (0, 0)),
                Corrected::Warranty { from, to } => (goes_on(&mut warranty, from, to), number > 0 && self.slot == 0),
                Corrected::Serial { from, to } => {
                    self.leads_here(walk, from)?;
                    self.leads_here(walk, to)?;
                    (goes_on(&mut serial, from, to), number > 0 && self.slot > 0)
                }
                Corrected::Cost(_) => (true, number > 0 && self.slot == 0),
            };
            walk.hold(goes_on, || format!("{name}: line {number} was corrected from what it was not"));
            walk.hold(its, || format!("{name}: line {number} has a correction of something else"));
        }
        let same = supplier.is_none_or(|to| to == document.supplier)
            && invoice.is_none_or(|to| to == document.invoice)
            && warranty.is_none_or(|to| self.line.is_some_and(|line| line.warranty == to));
        walk.hold(same, || format!("{name}: line {number} is not what it was corrected to"));
        Ok(())
    }

    /// Holds that a serial leads to the unit that was scanned as it, or shall have it.
    fn leads_here(&self, walk: &mut Walk, serial: &str) -> Result<(), Error> {
        let Some(line) = self.line else { return Ok(()) };
        let matching = walk.product(line.product)?.map(|(_, matching)| matching).unwrap_or_default();
        let scope = claims::scope(&walk.settings, line.product);
        let leads = match claims::holder(&walk.view, scope, claims::key_of(serial, matching)) {
            Err(Error::Record { .. }) => None,
            found => found?,
        };
        let its = leads.is_some_and(|(_, unit)| unit.life(line.lot, self.slot).is_some());
        let (name, number, slot) = (&self.one.name, self.number, self.slot);
        walk.hold(its, || format!("{name}: serial {serial} does not lead to unit {slot} of line {number}"));
        Ok(())
    }

    /// Holds that each difference went somewhere, and that the line says what is said last.
    fn costs(&self, walk: &mut Walk, line: &Line, of: &[&Revaluation]) {
        let (name, number) = (&self.one.name, self.number);
        let mut last = None;
        for Revaluation { from, to, on_hand, passed_on, gone, left } in of {
            let goes_on = last.replace(to).is_none_or(|before: &Money| before == from);
            walk.hold(goes_on, || format!("{name}: line {number} was corrected from a cost it had not"));
            let sum = [on_hand, passed_on, gone].into_iter().copied().sum::<Option<Money>>();
            let left = left.iter().map(|left| left.by).sum::<Option<Money>>();
            let found = sum.is_some() && sum == to.checked_sub(*from) && left == Some(*on_hand);
            walk.hold(found, || format!("{name}: the difference of line {number} from {from} to {to} did not all go"));
        }
        let says = line.total().ok() == last.copied();
        walk.hold(says, || format!("{name}: line {number} says another cost than it was corrected to"));
    }
}

/// Tells whether a correction goes on from the one before it.
fn goes_on<T: PartialEq + Clone>(last: &mut Option<T>, from: &T, to: &T) -> bool {
    last.replace(to.clone()).is_none_or(|before| before == *from)
}

/// Enters what a lot's revaluations made of its layers, and what they passed on.
///
/// A posting that was cancelled took all of that away again from where it came in.
pub(super) fn enter(walk: &mut Walk, id: LotId, lot: &Lot, costs: &[&Revaluation], cancelled: bool) {
    for Revaluation { from, to, passed_on, left, .. } in costs {
        for left in left {
            let by = left.by.ten_thousandths();
            match left.at {
                Left::Layer(spot) => walk.due(&Fact::Left(id, spot.warehouse, spot.queued), [0, by]),
                Left::OnTheWay { transfer, line, part } => walk.due(&Fact::Back(transfer, line, part), [0, -by]),
            }
            if cancelled {
                walk.due(&Fact::Left(id, lot.warehouse, lot.received.unwrap_or_default()), [0, -by]);
            }
        }
        walk.there(&Fact::PassedOn(id), [0, passed_on.ten_thousandths()]);
        if let Some(origin) = lot.origin {
            walk.due(&Fact::PassedOn(origin), [0, to.ten_thousandths() - from.ten_thousandths()]);
        }
    }
}
