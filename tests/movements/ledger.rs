//! A ledger somebody keeps by hand: a list of movements, and everything else made anew from it each time.

use std::collections::BTreeSet;

/// Refused by this code.
pub type Refused = &'static str;

/// Quantity in thousandths, cost in ten-thousandths.
pub type Layer = (i64, i128);

/// Where a layer stands: warehouse, and the day it queues by.
pub type Spot = (u64, i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Posting,
    WriteOff,
    Sale,
    Transfer,
    ClientReturn,
    SupplierReturn,
}

#[derive(Debug, Clone)]
pub struct Doc {
    pub kind: Kind,
    pub day: i64,
    pub cancelled: Option<i64>,
    /// As it was asked for: places, what it returns, lines.
    pub ends: (u64, Option<u64>),
    pub of: Option<usize>,
    pub lines: Vec<Wanted>,
}

/// A page that somebody fills line by line; its units are nobody else's.
#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: Kind,
    pub ends: (u64, Option<u64>),
    pub of: Option<usize>,
    pub lines: Vec<Wanted>,
}

/// Part of a lot that moved.
#[derive(Debug, Clone)]
pub struct Moved {
    pub doc: usize,
    pub lot: usize,
    pub from: Option<Spot>,
    pub to: Option<Spot>,
    pub layer: Layer,
    pub units: Vec<String>,
    /// Movement of the sale that a return brings back.
    pub of: Option<usize>,
    pub undone: Option<i128>,
}

#[derive(Debug, Clone)]
pub struct Lot {
    pub doc: usize,
    pub line: u32,
    pub serialised: bool,
    /// What it cost when it came in, and what it was corrected to.
    pub cost: (i128, Option<i128>),
}

/// What is to move by one line: so much, or these units.
#[derive(Debug, Clone)]
pub enum Wanted {
    Goods(i64),
    Units(Vec<String>),
}

#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub today: i64,
    /// Open drafts; `None` was posted or thrown away.
    pub drafts: Vec<Option<Draft>>,
    pub docs: Vec<Doc>,
    pub lots: Vec<Lot>,
    pub moved: Vec<Moved>,
    /// By how much corrections of costs made layers worth more, and on which day.
    pub worth_more: Vec<(usize, Spot, i128, i64)>,
}

/// What a line took: lot, quantity, cost.
pub type Took = Vec<(usize, i64, i128)>;

fn take((quantity, cost): Layer, wanted: i64) -> Layer {
    if wanted >= quantity { (quantity, cost) } else { (wanted, cost * i128::from(wanted) / i128::from(quantity)) }
}

impl Ledger {
    fn in_force(&self, moved: &Moved) -> bool {
        self.docs[moved.doc].cancelled.is_none()
    }

    /// What a movement comes to, its opposite counted.
    fn net(&self, moved: &Moved) -> Layer {
        match moved.undone {
            Some(undone) => (0, moved.layer.1 - undone),
            None if self.in_force(moved) => moved.layer,
            None => (0, 0),
        }
    }

    pub fn layer(&self, lot: usize, spot: Spot) -> Layer {
        let worth = self.worth_more.iter().filter(|(of, at, ..)| (*of, *at) == (lot, spot)).map(|(_, _, by, _)| by);
        let mut sum = (0, worth.sum());
        for moved in self.moved.iter().filter(|moved| moved.lot == lot) {
            let (quantity, cost) = self.net(moved);
            for (at, sign) in [(moved.to, 1), (moved.from, -1)] {
                if at == Some(spot) {
                    sum = (sum.0 + sign * quantity, sum.1 + i128::from(sign) * cost);
                }
            }
        }
        sum
    }

    /// What a layer had at the end of a day.
    fn had(&self, lot: usize, spot: Spot, day: i64) -> i64 {
        let mut sum = 0;
        for moved in self.moved.iter().filter(|moved| moved.lot == lot) {
            let doc = &self.docs[moved.doc];
            let sign = i64::from(doc.day <= day) - i64::from(doc.cancelled.is_some_and(|cancelled| cancelled <= day));
            let comes = i64::from(moved.to == Some(spot)) - i64::from(moved.from == Some(spot));
            sum += sign * comes * moved.layer.0;
        }
        sum
    }

    /// What a warehouse had of goods, or of units, at the end of a day.
    pub fn worth(&self, warehouse: u64, serialised: bool, day: i64) -> Layer {
        let mut sum = (0, 0);
        for moved in self.moved.iter().filter(|moved| self.lots[moved.lot].serialised == serialised) {
            let doc = &self.docs[moved.doc];
            let here = |end: Option<Spot>| i64::from(end.is_some_and(|spot| spot.0 == warehouse));
            let comes = here(moved.to) - here(moved.from);
            let mut add = |sign: i64, layer: Layer| {
                sum = (sum.0 + sign * comes * layer.0, sum.1 + i128::from(sign * comes) * layer.1);
            };
            if doc.day <= day {
                add(1, moved.layer);
            }
            if doc.cancelled.is_some_and(|cancelled| cancelled <= day) {
                add(-1, (moved.layer.0, moved.undone.unwrap_or(moved.layer.1)));
            }
        }
        let more = self
            .worth_more
            .iter()
            .filter(|(lot, spot, _, on)| self.lots[*lot].serialised == serialised && spot.0 == warehouse && *on <= day);
        (sum.0, sum.1 + more.map(|(_, _, by, _)| by).sum::<i128>())
    }

    /// All layers there are, in the order of their queues.
    pub fn layers(&self, serialised: bool) -> Vec<(usize, Spot, Layer)> {
        let spots: BTreeSet<(u64, i64, usize)> = self
            .moved
            .iter()
            .filter(|moved| self.lots[moved.lot].serialised == serialised)
            .flat_map(|moved| [moved.from, moved.to].into_iter().flatten().map(|(wh, day)| (wh, day, moved.lot)))
            .collect();
        let all = spots.into_iter().map(|(wh, day, lot)| (lot, (wh, day), self.layer(lot, (wh, day))));
        all.filter(|(.., layer)| layer.0 != 0).collect()
    }

    fn last(&self, unit: &str) -> Option<&Moved> {
        self.moved.iter().rev().find(|moved| self.in_force(moved) && moved.units.iter().any(|one| one == unit))
    }

    /// Where a unit stands.
    pub fn stands(&self, unit: &str) -> Option<Spot> {
        self.last(unit)?.to
    }

    /// The last day on which anything happened to a unit since it came in.
    fn since(&self, unit: &str, lot: usize) -> i64 {
        let its = self.moved.iter().filter(|moved| moved.lot == lot && moved.units.iter().any(|one| one == unit));
        its.map(|moved| {
            let doc = &self.docs[moved.doc];
            doc.cancelled.unwrap_or(doc.day)
        })
        .max()
        .unwrap_or(0)
    }

    fn back(&self, sold: usize) -> Layer {
        let returns = self.moved.iter().filter(|moved| moved.of == Some(sold)).map(|moved| self.net(moved));
        returns.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    fn out(&self, sold: usize) -> Layer {
        let (whole, back) = (self.moved[sold].layer, self.back(sold));
        (whole.0 - back.0, whole.1 - back.1)
    }

    /// The open draft that has a unit.
    pub fn holder(&self, unit: &str) -> Option<usize> {
        let has = |draft: &Draft| {
            draft.lines.iter().any(|line| matches!(line, Wanted::Units(units) if units.iter().any(|one| one == unit)))
        };
        self.drafts.iter().position(|draft| draft.as_ref().is_some_and(has))
    }

    pub fn ever(&self, unit: &str) -> bool {
        self.moved.iter().any(|moved| moved.units.iter().any(|one| one == unit))
    }

    pub fn receive(&mut self, warehouse: u64, day: i64, lines: &[(Wanted, i128)]) -> Result<Vec<Took>, Refused> {
        let mut next = self.clone();
        let doc = next.docs.len();
        let ends = (warehouse, None);
        next.docs.push(Doc { kind: Kind::Posting, day, cancelled: None, ends, of: None, lines: Vec::new() });
        let mut all: Vec<&String> = Vec::new();
        let mut took = Vec::new();
        for (line, (wanted, cost)) in (1..).zip(lines) {
            let (quantity, units) = match wanted {
                Wanted::Goods(quantity) => (*quantity, Vec::new()),
                Wanted::Units(units) => (i64::try_from(units.len()).unwrap() * 1_000, units.clone()),
            };
            if let Wanted::Units(units) = wanted {
                for unit in units {
                    if all.contains(&unit) {
                        return Err("duplicate");
                    }
                    if self.stands(unit).is_some() || self.holder(unit).is_some() {
                        return Err("serial_taken");
                    }
                }
                all.extend(units);
            }
            let lot = next.lots.len();
            let (serialised, whole) = (!units.is_empty(), (quantity, *cost));
            next.lots.push(Lot { doc, line, serialised, cost: (*cost, None) });
            let to = Some((warehouse, day));
            next.moved.push(Moved { doc, lot, from: None, to, layer: whole, units, of: None, undone: None });
            took.push(vec![(lot, quantity, *cost)]);
        }
        // What comes in again had left by then.
        for unit in all {
            if self.last(unit).is_some_and(|last| day < self.since(unit, last.lot)) {
                return Err("bad_date");
            }
        }
        *self = next;
        Ok(took)
    }

    pub fn leave(
        &mut self,
        kind: Kind,
        (warehouse, to): (u64, Option<u64>),
        day: i64,
        of: Option<usize>,
        lines: &[Wanted],
    ) -> Result<Vec<Took>, Refused> {
        if let Some(of) = of {
            if self.docs[of].cancelled.is_some() {
                return Err("wrong_state");
            }
            if day < self.docs[of].day {
                return Err("bad_date");
            }
        }
        let mut named: Vec<&String> = Vec::new();
        for units in lines.iter().filter_map(|line| if let Wanted::Units(units) = line { Some(units) } else { None }) {
            if units.iter().any(|unit| !self.ever(unit)) {
                return Err("unknown");
            }
            if units.iter().any(|unit| named.contains(&unit)) {
                return Err("duplicate");
            }
            named.extend(units);
        }
        let mut next = self.clone();
        let ends = (warehouse, to);
        next.docs.push(Doc { kind, day, cancelled: None, ends, of, lines: lines.to_vec() });
        let mut took = Vec::new();
        for wanted in lines {
            let parts = match (kind, wanted) {
                (Kind::ClientReturn, wanted) => next.come_back(of.unwrap(), (warehouse, day), wanted)?,
                (_, Wanted::Goods(quantity)) => next.draw((warehouse, to), day, of, *quantity)?,
                (_, Wanted::Units(units)) => next.choose((warehouse, to), day, of, units)?,
            };
            took.push(parts.iter().map(|part| (part.lot, part.layer.0, part.layer.1)).collect());
            next.moved.extend(parts);
        }
        *self = next;
        Ok(took)
    }

    fn part(&self, lot: usize, layer: Layer) -> Moved {
        let doc = self.docs.len() - 1;
        Moved { doc, lot, from: None, to: None, layer, units: Vec::new(), of: None, undone: None }
    }

    fn draw(
        &self,
        (warehouse, to): (u64, Option<u64>),
        day: i64,
        of: Option<usize>,
        mut wanted: i64,
    ) -> Result<Vec<Moved>, Refused> {
        let mut parts = Vec::new();
        for (lot, spot, layer) in self.layers(false) {
            if spot.0 != warehouse || of.is_some_and(|of| self.lots[lot].doc != of) || wanted == 0 {
                continue;
            }
            let least = (day..=self.today).map(|day| self.had(lot, spot, day)).min().unwrap();
            let part = take(layer, least.clamp(0, wanted));
            if part.0 > 0 {
                wanted -= part.0;
                let to = to.map(|to| (to, spot.1));
                parts.push(Moved { from: Some(spot), to, ..self.part(lot, part) });
            }
        }
        if wanted == 0 { Ok(parts) } else { Err("short") }
    }

    fn choose(
        &self,
        (warehouse, to): (u64, Option<u64>),
        day: i64,
        of: Option<usize>,
        units: &[String],
    ) -> Result<Vec<Moved>, Refused> {
        let mut chosen: Vec<(Spot, usize, Vec<String>)> = Vec::new();
        for unit in units {
            if self.holder(unit).is_some() {
                return Err("reserved");
            }
            let Some(spot) = self.stands(unit).filter(|spot| spot.0 == warehouse) else { return Err("not_on_hand") };
            let lot = self.last(unit).unwrap().lot;
            if of.is_some_and(|of| self.lots[lot].doc != of) {
                return Err("not_on_hand");
            }
            if day < self.since(unit, lot) {
                return Err("bad_date");
            }
            match chosen.iter_mut().find(|(at, its, _)| (*at, *its) == (spot, lot)) {
                Some((.., units)) => units.push(unit.clone()),
                None => chosen.push((spot, lot, vec![unit.clone()])),
            }
        }
        chosen.sort_by_key(|(spot, lot, _)| (spot.1, *lot));
        let parts = chosen.into_iter().map(|(spot, lot, units)| {
            let layer = take(self.layer(lot, spot), i64::try_from(units.len()).unwrap() * 1_000);
            let to = to.map(|to| (to, spot.1));
            Moved { from: Some(spot), to, units, ..self.part(lot, layer) }
        });
        Ok(parts.collect())
    }

    fn come_back(&self, sale: usize, to: Spot, wanted: &Wanted) -> Result<Vec<Moved>, Refused> {
        let of_goods = matches!(wanted, Wanted::Goods(_));
        let sold = (0..self.moved.len())
            .filter(|at| self.moved[*at].doc == sale && self.lots[self.moved[*at].lot].serialised != of_goods);
        let mut parts = Vec::new();
        match wanted {
            Wanted::Goods(wanted) => {
                let mut left = *wanted;
                for at in sold.rev() {
                    let layer = take(self.out(at), left);
                    if layer.0 > 0 {
                        left -= layer.0;
                        parts.push(Moved { to: Some(to), of: Some(at), ..self.part(self.moved[at].lot, layer) });
                    }
                }
                if left > 0 {
                    return Err("short");
                }
            }
            Wanted::Units(units) => {
                for unit in units {
                    if self.holder(unit).is_some() {
                        return Err("reserved");
                    }
                    let last = self.last(unit).filter(|last| last.doc == sale).ok_or("not_on_hand")?;
                    if to.1 < self.since(unit, last.lot) {
                        return Err("bad_date");
                    }
                }
                for at in sold {
                    let its = units.iter().filter(|unit| self.moved[at].units.contains(unit));
                    let its: Vec<String> = its.cloned().collect();
                    if !its.is_empty() {
                        let layer = take(self.out(at), i64::try_from(its.len()).unwrap() * 1_000);
                        let part = self.part(self.moved[at].lot, layer);
                        parts.push(Moved { to: Some(to), of: Some(at), units: its, ..part });
                    }
                }
            }
        }
        Ok(parts)
    }

    pub fn cancel(&mut self, doc: usize) -> Result<(), Refused> {
        if self.docs[doc].cancelled.is_some() {
            return Err("wrong_state");
        }
        let mut next = self.clone();
        let posting = self.docs[doc].kind == Kind::Posting;
        let mut moved: Vec<usize> = (0..self.moved.len()).filter(|at| self.moved[*at].doc == doc).collect();
        if !posting {
            moved.reverse();
        }
        for at in moved {
            let part = next.moved[at].clone();
            if next.back(at).0 > 0 {
                return Err("moved_on");
            }
            for unit in &part.units {
                let last = self.last(unit);
                // Of a posting, what came in again since is told by what is left of the lot.
                let again = posting && last.is_some_and(|last| last.lot != part.lot);
                if !again && last.is_none_or(|last| last.doc != doc) {
                    return Err("moved_on");
                }
                if !again && self.holder(unit).is_some() {
                    return Err("reserved");
                }
            }
            let there = part.to.map(|spot| next.layer(part.lot, spot));
            let undone = match there {
                None => next.out(at).1,
                Some(there) if there.0 < part.layer.0 => return Err("moved_on"),
                Some(there) if there.0 == part.layer.0 => there.1,
                Some(there) if self.lots[part.lot].cost.1.is_some() => take(there, part.layer.0).1,
                Some(there) => part.layer.1.min(there.1),
            };
            if posting && there != Some(part.layer) && there.unwrap().0 != part.layer.0 {
                return Err("moved_on");
            }
            next.moved[at].undone = Some(undone);
        }
        next.docs[doc].cancelled = Some(self.today);
        *self = next;
        Ok(())
    }

    /// Corrects what a lot cost in total; returns by how much what is left is worth more, and what has left.
    pub fn correct(&mut self, lot: usize, to: i128) -> Result<(i128, i128), Refused> {
        let (cost, corrected) = self.lots[lot].cost;
        if self.docs[self.lots[lot].doc].cancelled.is_some() {
            return Err("wrong_state");
        }
        let from = corrected.unwrap_or(cost);
        if from == to {
            return Err("bad_field");
        }
        let whole = self.moved.iter().find(|moved| moved.lot == lot).unwrap().layer.0;
        let mut so_far = 0;
        let mut on_hand = 0;
        for (its, spot, layer) in self.layers(self.lots[lot].serialised) {
            if its == lot {
                let worth = take((whole, to), so_far + layer.0).1 - take((whole, to), so_far).1;
                so_far += layer.0;
                on_hand += worth - layer.1;
                self.worth_more.push((lot, spot, worth - layer.1, self.today));
            }
        }
        self.lots[lot].cost.1 = Some(to);
        Ok((on_hand, to - from - on_hand))
    }

    /// Begins a draft; of a return, of a document in force.
    pub fn begin(&mut self, kind: Kind, ends: (u64, Option<u64>), of: Option<usize>) -> Result<(), Refused> {
        if of.is_some_and(|of| self.docs[of].cancelled.is_some()) {
            return Err("wrong_state");
        }
        self.drafts.push(Some(Draft { kind, ends, of, lines: Vec::new() }));
        Ok(())
    }

    /// Makes a draft of a document again, which was cancelled.
    pub fn begin_again(&mut self, doc: usize) {
        let Doc { kind, ends, of, lines, .. } = self.docs[doc].clone();
        self.drafts.push(Some(Draft { kind, ends, of, lines }));
    }

    pub fn count(&mut self, at: usize, by: i64) {
        let lines = &mut self.drafts[at].as_mut().unwrap().lines;
        match lines.iter_mut().rev().find_map(|line| if let Wanted::Goods(goods) = line { Some(goods) } else { None }) {
            Some(goods) => *goods += by,
            None => lines.push(Wanted::Goods(by)),
        }
    }

    pub fn pick(&mut self, at: usize, units: &[String]) -> Result<(), Refused> {
        let draft = self.drafts[at].clone().unwrap();
        for unit in units {
            if !self.ever(unit) {
                return Err("unknown");
            }
            match self.holder(unit) {
                Some(holder) if holder == at => return Err("duplicate"),
                Some(_) => return Err("reserved"),
                None => {}
            }
            let last = self.last(unit);
            let lot = match (draft.kind, draft.of) {
                (Kind::ClientReturn, of) => last.filter(|last| Some(last.doc) == of && last.to.is_none()),
                (Kind::SupplierReturn, Some(of)) => last.filter(|last| self.lots[last.lot].doc == of),
                _ => last,
            };
            let here = draft.kind == Kind::ClientReturn || self.stands(unit).is_some_and(|spot| spot.0 == draft.ends.0);
            if !here || lot.is_none() {
                return Err("not_on_hand");
            }
        }
        let lines = &mut self.drafts[at].as_mut().unwrap().lines;
        match lines.iter_mut().rev().find_map(|line| if let Wanted::Units(all) = line { Some(all) } else { None }) {
            Some(all) => all.extend_from_slice(units),
            None => lines.push(Wanted::Units(units.to_vec())),
        }
        Ok(())
    }

    pub fn put_back(&mut self, at: usize, units: &[String]) -> Result<(), Refused> {
        if units.iter().any(|unit| self.holder(unit) != Some(at)) {
            return Err("unknown");
        }
        let lines = &mut self.drafts[at].as_mut().unwrap().lines;
        for line in lines.iter_mut() {
            if let Wanted::Units(all) = line {
                all.retain(|unit| !units.contains(unit));
            }
        }
        lines.retain(|line| !matches!(line, Wanted::Units(all) if all.is_empty()));
        Ok(())
    }

    pub fn post(&mut self, at: usize) -> Result<Vec<Took>, Refused> {
        let draft = self.drafts[at].clone().unwrap();
        if draft.lines.is_empty() {
            return Err("not_complete");
        }
        let mut next = self.clone();
        next.drafts[at] = None;
        let took = next.leave(draft.kind, draft.ends, self.today, draft.of, &draft.lines)?;
        *self = next;
        Ok(took)
    }
}
