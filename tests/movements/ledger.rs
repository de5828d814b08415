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
    /// A transfer that was shipped.
    Shipment,
    /// What of one arrived, was sent back, was lost on its way.
    Receipt,
    SendBack,
    Lost,
}

impl Kind {
    /// Takes off the way what a shipment has there.
    pub const fn arrives(self) -> bool {
        matches!(self, Kind::Receipt | Kind::SendBack | Kind::Lost)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Reserved,
    /// Let go: a draft again, which holds its units and no quantities.
    Released,
    /// Closed, shipped or called off.
    Gone,
}

/// An order, or a transfer that is ready to ship.
#[derive(Debug, Clone)]
pub struct Held {
    pub kind: Kind,
    pub ends: (u64, Option<u64>),
    pub until: Option<i64>,
    pub lines: Vec<Wanted>,
    pub stage: Stage,
    /// Lot and place of each unit when it was held.
    from: Vec<(String, usize, Spot)>,
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
    /// Which line of its document, from 0.
    pub line: usize,
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

impl Wanted {
    /// How much of goods, or of units, it is.
    fn amount(&self, serialised: bool) -> i64 {
        match (self, serialised) {
            (Wanted::Goods(quantity), false) => *quantity,
            (Wanted::Units(units), true) => i64::try_from(units.len()).unwrap() * 1_000,
            _ => 0,
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub today: i64,
    /// Open drafts; `None` was posted or thrown away.
    pub drafts: Vec<Option<Draft>>,
    pub docs: Vec<Doc>,
    pub lots: Vec<Lot>,
    pub moved: Vec<Moved>,
    pub held: Vec<Held>,
    /// By how much corrections of costs made what was out of a shipment's movement worth more.
    pub more_out: Vec<(usize, i128)>,
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
        let more: i128 = self.more_out.iter().filter(|(at, _)| *at == sold).map(|(_, by)| by).sum();
        (whole.0 - back.0, whole.1 - back.1 + more)
    }

    /// Why a unit cannot be taken that is not where it should be.
    fn not_here(&self, unit: &str) -> Refused {
        let travels = self.last(unit).is_some_and(|last| self.docs[last.doc].kind == Kind::Shipment);
        if travels { "in_transit" } else { "not_on_hand" }
    }

    /// Tells whether what a document holds is held today.
    pub fn is_live(&self, held: &Held) -> bool {
        held.stage == Stage::Reserved && held.until.is_none_or(|until| until >= self.today)
    }

    /// Tells whether a held document other than one's own holds a unit.
    fn promised(&self, unit: &str, own: Option<usize>) -> bool {
        let has = |held: &Held| {
            held.lines.iter().any(|line| matches!(line, Wanted::Units(units) if units.iter().any(|one| one == unit)))
        };
        let holds = |held: &Held| held.stage == Stage::Released || self.is_live(held);
        self.held.iter().enumerate().any(|(at, held)| Some(at) != own && holds(held) && has(held))
    }

    /// Tells whether anything holds a unit.
    pub fn is_held(&self, unit: &str) -> bool {
        self.holder(unit).is_some() || self.promised(unit, None)
    }

    pub fn on_hand(&self, warehouse: u64, serialised: bool) -> i64 {
        self.layers(serialised).into_iter().filter(|(_, spot, _)| spot.0 == warehouse).map(|(.., layer)| layer.0).sum()
    }

    pub fn reserved(&self, warehouse: u64, serialised: bool) -> i64 {
        let live = self.held.iter().filter(|held| self.is_live(held) && held.ends.0 == warehouse);
        live.flat_map(|held| &held.lines).map(|line| line.amount(serialised)).sum()
    }

    pub fn travels_to(&self, warehouse: u64, serialised: bool) -> i64 {
        (0..self.docs.len())
            .filter(|doc| self.docs[*doc].ends.1 == Some(warehouse))
            .flat_map(|doc| self.on_the_way(doc))
            .filter(|at| self.lots[self.moved[*at].lot].serialised == serialised)
            .map(|at| self.out(at).0)
            .sum()
    }

    /// The movements of a shipment in force of which something is still on its way.
    fn on_the_way(&self, doc: usize) -> Vec<usize> {
        let travels = self.docs[doc].kind == Kind::Shipment && self.docs[doc].cancelled.is_none();
        let its = (0..self.moved.len()).filter(|at| travels && self.moved[*at].doc == doc);
        its.filter(|at| self.out(*at).0 > 0).collect()
    }

    /// Tells whether so much of what a warehouse has is held for nobody.
    fn is_free(&self, warehouse: u64, serialised: bool, wanted: i64) -> bool {
        wanted <= self.on_hand(warehouse, serialised) - self.reserved(warehouse, serialised)
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
                    if self.not_here(unit) == "in_transit" {
                        return Err("in_transit");
                    }
                    if self.stands(unit).is_some() || self.is_held(unit) {
                        return Err("serial_taken");
                    }
                }
                all.extend(units);
            }
            let lot = next.lots.len();
            let (serialised, whole) = (!units.is_empty(), (quantity, *cost));
            next.lots.push(Lot { doc, line, serialised, cost: (*cost, None) });
            let to = Some((warehouse, day));
            next.moved.push(Moved { doc, line: 0, lot, from: None, to, layer: whole, units, of: None, undone: None });
            took.push(vec![(lot, quantity, *cost)]);
        }
        // What comes in again had left by then; of several lines that had not, all are told.
        let early = |unit: &String| self.last(unit).is_some_and(|last| day < self.since(unit, last.lot));
        let lines = lines.iter().filter(|(line, _)| matches!(line, Wanted::Units(units) if units.iter().any(early)));
        match lines.count() {
            0 => {}
            1 => return Err("bad_date"),
            _ => return Err("not_complete"),
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
            if self.docs[of].cancelled.is_some() || (kind.arrives() && self.on_the_way(of).is_empty()) {
                return Err("wrong_state");
            }
            if day < self.docs[of].day {
                return Err("bad_date");
            }
        }
        let all = if kind.arrives() && lines.is_empty() { self.rest(of.unwrap()) } else { Vec::new() };
        let lines = if all.is_empty() { lines } else { &all };
        self.named(lines)?;
        let mut next = self.clone();
        let ends = (warehouse, to);
        next.docs.push(Doc { kind, day, cancelled: None, ends, of, lines: lines.to_vec() });
        let mut took = Vec::new();
        for (line, wanted) in lines.iter().enumerate() {
            let mut parts = match (kind, wanted) {
                (kind, wanted) if kind == Kind::ClientReturn || kind.arrives() => {
                    next.come_back(kind, of.unwrap(), (warehouse, day), wanted)?
                }
                (_, Wanted::Goods(quantity)) => next.draw((warehouse, to), day, of, *quantity)?,
                (_, Wanted::Units(units)) => next.choose((warehouse, to), day, of, units)?,
            };
            for part in &mut parts {
                part.line = line;
                // What is shipped is nowhere until it arrives.
                part.to = part.to.filter(|_| kind != Kind::Shipment);
            }
            took.push(parts.iter().map(|part| (part.lot, part.layer.0, part.layer.1)).collect());
            next.moved.extend(parts);
        }
        *self = next;
        Ok(took)
    }

    fn part(&self, lot: usize, layer: Layer) -> Moved {
        let doc = self.docs.len() - 1;
        Moved { doc, line: 0, lot, from: None, to: None, layer, units: Vec::new(), of: None, undone: None }
    }

    fn draw(
        &self,
        (warehouse, to): (u64, Option<u64>),
        day: i64,
        of: Option<usize>,
        mut wanted: i64,
    ) -> Result<Vec<Moved>, Refused> {
        let all = wanted;
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
        if wanted == 0 && self.is_free(warehouse, false, all) { Ok(parts) } else { Err("short") }
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
            if self.is_held(unit) {
                return Err("reserved");
            }
            let here = self.stands(unit).filter(|spot| spot.0 == warehouse);
            let Some(spot) = here else { return Err(self.not_here(unit)) };
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
        if !self.is_free(warehouse, true, i64::try_from(units.len()).unwrap() * 1_000) {
            return Err("short");
        }
        chosen.sort_by_key(|(spot, lot, _)| (spot.1, *lot));
        let parts = chosen.into_iter().map(|(spot, lot, units)| {
            let layer = take(self.layer(lot, spot), i64::try_from(units.len()).unwrap() * 1_000);
            let to = to.map(|to| (to, spot.1));
            Moved { from: Some(spot), to, units, ..self.part(lot, layer) }
        });
        Ok(parts.collect())
    }

    /// The units that lines name: each is known, and stands in them once.
    fn named<'l>(&self, lines: &'l [Wanted]) -> Result<Vec<&'l String>, Refused> {
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
        Ok(named)
    }

    /// All that a shipment has on its way, line by line.
    fn rest(&self, doc: usize) -> Vec<Wanted> {
        let on_the_way = self.on_the_way(doc);
        let mut rest = Vec::new();
        for (line, wanted) in self.docs[doc].lines.iter().enumerate() {
            let its = on_the_way.iter().filter(|at| self.moved[**at].line == line);
            match wanted {
                Wanted::Goods(_) => rest.push(Wanted::Goods(its.map(|at| self.out(*at).0).sum())),
                Wanted::Units(units) => {
                    let travels = |unit: &&String| self.last(unit).is_some_and(|last| last.doc == doc);
                    rest.push(Wanted::Units(units.iter().filter(travels).cloned().collect()));
                }
            }
        }
        rest.retain(|wanted| wanted.amount(false) + wanted.amount(true) > 0);
        rest
    }

    fn come_back(&self, kind: Kind, sale: usize, to: Spot, wanted: &Wanted) -> Result<Vec<Moved>, Refused> {
        let of_goods = matches!(wanted, Wanted::Goods(_));
        let sold = (0..self.moved.len())
            .filter(|at| self.moved[*at].doc == sale && self.lots[self.moved[*at].lot].serialised != of_goods);
        let ends = self.docs[sale].ends;
        let place = |at: usize| {
            let queued = self.moved[at].from.map_or(to.1, |from| from.1);
            match kind {
                Kind::Receipt => Some((ends.1.unwrap(), queued)),
                Kind::SendBack => Some((ends.0, queued)),
                Kind::Lost => None,
                _ => Some(to),
            }
        };
        let mut parts = Vec::new();
        match wanted {
            Wanted::Goods(wanted) => {
                let mut left = *wanted;
                let mut sold: Vec<usize> = sold.collect();
                if matches!(kind, Kind::ClientReturn | Kind::SendBack) {
                    sold.reverse();
                }
                for at in sold {
                    let layer = take(self.out(at), left);
                    if layer.0 > 0 {
                        left -= layer.0;
                        parts.push(Moved { to: place(at), of: Some(at), ..self.part(self.moved[at].lot, layer) });
                    }
                }
                if left > 0 {
                    return Err("short");
                }
            }
            Wanted::Units(units) => {
                for unit in units {
                    if self.is_held(unit) {
                        return Err("reserved");
                    }
                    let Some(last) = self.last(unit).filter(|last| last.doc == sale) else {
                        return Err(self.not_here(unit));
                    };
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
                        parts.push(Moved { to: place(at), of: Some(at), units: its, ..part });
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
                if !again && self.is_held(unit) {
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
            if posting && next.is_below(self.moved[at].lot, &[self.docs[doc].ends.0]) {
                return Err("reserved");
            }
        }
        let (from, to) = self.docs[doc].ends;
        let its = self.moved.iter().filter(|moved| !posting && moved.doc == doc);
        if its.into_iter().any(|moved| next.is_below(moved.lot, &[from, to.unwrap_or(from)])) {
            return Err("reserved");
        }
        next.docs[doc].cancelled = Some(self.today);
        *self = next;
        Ok(())
    }

    /// Tells whether a warehouse has less of a lot's product than is held there.
    fn is_below(&self, lot: usize, warehouses: &[u64]) -> bool {
        let serialised = self.lots[lot].serialised;
        warehouses.iter().any(|warehouse| self.on_hand(*warehouse, serialised) < self.reserved(*warehouse, serialised))
    }

    /// Begins an order or a transfer and holds its goods.
    pub fn reserve(
        &mut self,
        kind: Kind,
        ends: (u64, Option<u64>),
        until: Option<i64>,
        lines: &[Wanted],
    ) -> Result<(), Refused> {
        let named = self.named(lines)?;
        for unit in &named {
            self.may_hold(ends.0, unit, None)?;
        }
        let stage = Stage::Released;
        let mut next = self.clone();
        next.held.push(Held { kind, ends, until, lines: lines.to_vec(), stage, from: Vec::new() });
        next.hold(self.held.len(), until)?;
        *self = next;
        Ok(())
    }

    fn may_hold(&self, warehouse: u64, unit: &str, own: Option<usize>) -> Result<(), Refused> {
        if self.holder(unit).is_some() || self.promised(unit, own) {
            return Err("reserved");
        }
        let here = self.stands(unit).is_some_and(|spot| spot.0 == warehouse);
        if here { Ok(()) } else { Err(self.not_here(unit)) }
    }

    /// Holds what a document wants, whatever it held.
    fn hold(&mut self, at: usize, until: Option<i64>) -> Result<(), Refused> {
        let Held { ends, lines, .. } = self.held[at].clone();
        self.held[at].lines = Vec::new();
        (self.held[at].until, self.held[at].stage) = (until, Stage::Reserved);
        for line in lines {
            if let Wanted::Units(units) = &line {
                units.iter().try_for_each(|unit| self.may_hold(ends.0, unit, Some(at)))?;
            }
            let serialised = matches!(line, Wanted::Units(_));
            if !self.is_free(ends.0, serialised, line.amount(serialised)) {
                return Err("short");
            }
            self.held[at].lines.push(line);
        }
        self.held[at].from = self.places(at);
        Ok(())
    }

    fn places(&self, at: usize) -> Vec<(String, usize, Spot)> {
        let units = self.held[at].lines.iter().filter_map(|line| match line {
            Wanted::Units(units) => Some(units),
            Wanted::Goods(_) => None,
        });
        let place = |unit: &String| Some((unit.clone(), self.last(unit)?.lot, self.stands(unit)?));
        units.flatten().filter_map(place).collect()
    }

    /// Holds the goods of a document again, or until another day.
    pub fn again(&mut self, at: usize, until: Option<i64>) -> Result<(), Refused> {
        let held = self.held[at].clone();
        if held.stage == Stage::Gone {
            return Err("wrong_state");
        }
        if held.stage == Stage::Reserved && !self.is_live(&held) {
            for (unit, lot, _) in &held.from {
                if self.last(unit).is_none_or(|last| last.lot != *lot) {
                    return Err("not_on_hand");
                }
                if self.holder(unit).is_some() || self.promised(unit, Some(at)) {
                    return Err("reserved");
                }
                if self.stands(unit).is_none() {
                    return Err(self.not_here(unit));
                }
            }
        }
        let mut next = self.clone();
        next.hold(at, until)?;
        *self = next;
        Ok(())
    }

    /// Tells whether a document that ran out would have all its units again as a draft.
    pub fn has_all(&self, at: usize) -> bool {
        self.held[at].from.iter().all(|(unit, lot, spot)| {
            let there = self.last(unit).is_some_and(|last| last.lot == *lot && last.to == Some(*spot));
            there && self.holder(unit).is_none() && !self.promised(unit, Some(at))
        })
    }

    pub fn release(&mut self, at: usize) -> Result<(), Refused> {
        if self.held[at].stage != Stage::Reserved {
            return Err("wrong_state");
        }
        self.held[at].stage = Stage::Released;
        Ok(())
    }

    /// Closes an order, ships a transfer.
    pub fn go(&mut self, at: usize, day: i64) -> Result<Vec<Took>, Refused> {
        let held = self.held[at].clone();
        if !self.is_live(&held) {
            return Err("wrong_state");
        }
        let mut next = self.clone();
        next.held[at].stage = Stage::Gone;
        let took = next.leave(held.kind, held.ends, day, None, &held.lines)?;
        *self = next;
        Ok(took)
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
        let mut shipments: Vec<usize> = (0..self.docs.len()).collect();
        shipments.sort_by_key(|doc| (self.docs[*doc].day, *doc));
        for at in shipments.into_iter().flat_map(|doc| self.on_the_way(doc)).collect::<Vec<_>>() {
            if self.moved[at].lot == lot {
                let out = self.out(at);
                let worth = take((whole, to), so_far + out.0).1 - take((whole, to), so_far).1;
                so_far += out.0;
                on_hand += worth - out.1;
                self.more_out.push((at, worth - out.1));
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
        let kind = if kind == Kind::Shipment { Kind::Transfer } else { kind };
        self.drafts.push(Some(Draft { kind, ends, of, lines }));
    }

    /// Tells whether a shipment has less goods on its way than a draft would take then.
    pub fn lacks(&self, draft: &Draft, of: usize, by: i64) -> bool {
        let taken: i64 = draft.lines.iter().map(|line| line.amount(false)).sum();
        let goods = self.on_the_way(of).into_iter().filter(|at| !self.lots[self.moved[*at].lot].serialised);
        taken + by > goods.map(|at| self.out(at).0).sum()
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
                None if self.promised(unit, None) => return Err("reserved"),
                None => {}
            }
            let last = self.last(unit);
            let lot = match (draft.kind, draft.of) {
                (kind, of) if kind == Kind::ClientReturn || kind.arrives() => {
                    last.filter(|last| Some(last.doc) == of && last.to.is_none())
                }
                (Kind::SupplierReturn, Some(of)) => last.filter(|last| self.lots[last.lot].doc == of),
                _ => last,
            };
            let back = draft.kind == Kind::ClientReturn || draft.kind.arrives();
            let here = back || self.stands(unit).is_some_and(|spot| spot.0 == draft.ends.0);
            if !here || lot.is_none() {
                return Err(self.not_here(unit));
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
