//! A label that says product, serial, batch and expiry in one code: its line is chosen or made, the lot is told its batch
//! and day, the unit is taken, all by one scan.

use crate::domain::document::TrayReason;
use crate::domain::expiry::Freshness;
use crate::domain::id::{LineNo, ProductId};
use crate::domain::marking::Marking;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{LineEdit, LineView, Meaning};
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::turns::TakesTurns;
use crate::ui::verdict::{Tone, Verdict};

use super::work::Work;
use super::{Incoming, Receiving};

/// A product that stock knows.
struct Goods {
    product: ProductId,
    name: String,
    serialised: bool,
    pack: Quantity,
}

impl Receiving {
    /// Takes what a label says, now that stock has said what product it names.
    pub(super) fn marked(
        &mut self,
        here: &Here,
        incoming: Incoming,
        marking: &Marking,
        meanings: &[Meaning],
    ) -> Vec<Effect> {
        let mut goods = meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Product { product, name, serialised, pack } => {
                Some(Goods { product: *product, name: name.clone(), serialised: *serialised, pack: *pack })
            }
            _ => None,
        });
        match (goods.next(), goods.next()) {
            (Some(one), Some(other)) if one.product != other.product => {
                let said = format!("{} and {}: F2 decides", one.name, other.name);
                let said = Verdict::bad("TWO READINGS", shown(&marking.text), said);
                self.wait_for_decision(here, &marking.text, TrayReason::TwoReadings(one.name, other.name), said)
            }
            (Some(goods), _) => self.marked_goods(here, &incoming, marking, goods),
            (None, _) if marking.product.is_none() => self.marked_only(here, incoming, marking, meanings),
            (None, _) => {
                let said = Verdict::bad("UNKNOWN", shown(&marking.text), "F3 makes a product of it");
                self.wait_for_decision(here, &marking.text, TrayReason::Unknown, said)
            }
        }
    }

    /// A label of a product that stock knows.
    fn marked_goods(&mut self, here: &Here, incoming: &Incoming, marking: &Marking, goods: Goods) -> Vec<Effect> {
        let line = self.line_of_lot(&goods, marking).map(|line| (line.line, line.counted));
        if let Some((line, counted)) = line {
            self.choose(line);
            if !goods.serialised && incoming.double_count {
                let said = format!("read twice within a moment; {counted} are counted, nothing changed");
                return vec![Effect::Say(Verdict::bad("ALREADY SCANNED", goods.name, said))];
            }
        }
        self.remark = remark(here, marking);
        let count = marking.count.filter(|_| !goods.serialised).unwrap_or(1);
        let count = goods.pack.checked_times(count).unwrap_or(goods.pack);
        let (name, serialised) = (goods.name, goods.serialised);
        let counts_at_once = !serialised && !self.damaged;
        let mut works = Vec::new();
        if line.is_none() {
            let count = if counts_at_once { count } else { Quantity::ZERO };
            works.push(Work::AddLine {
                product: goods.product,
                name: name.clone(),
                serialised,
                count,
                from_tray: None,
            });
        }
        works.extend(marking.pallet.as_deref().and_then(|sscc| self.pallet_beside(sscc)));
        works.extend(self.lot_told(line.map(|(line, _)| line), marking));
        if !serialised && (line.is_some() || !counts_at_once) {
            let damaged = std::mem::take(&mut self.damaged);
            works.push(Work::Count { line: None, name, by: count, damaged, from_tray: None, back: false });
        } else if let Some(serial) = marking.serial.clone().filter(|_| serialised) {
            let damaged = std::mem::take(&mut self.damaged);
            let label = Some(marking.label());
            works.push(Work::Serials { serials: vec![serial], damaged, generated: None, label });
        } else if let Some((line, _)) = line.filter(|_| serialised) {
            // Its line is chosen, and noted as the one last used.
            let said = self.at_hand().map_or_else(|| Verdict::plain(""), super::verdicts::selected);
            works.push(Work::Edit { line: Some(line), edit: LineEdit::default(), said, undo: None });
        }
        works.extend(incoming.from_tray.map(|row| Work::DropFromTray { row, quiet: true }));
        works.into_iter().flat_map(|work| self.work(here, work)).collect()
    }

    /// A label that names no product: it speaks of the line at hand, or of a pallet.
    fn marked_only(&mut self, here: &Here, incoming: Incoming, marking: &Marking, meanings: &[Meaning]) -> Vec<Effect> {
        let label = marking.serial.as_ref().map(|_| marking.label());
        let plain = Incoming { marking: None, label, ..incoming };
        let Some(line) = self.at_hand().filter(|_| marking.pallet.is_none() && marking.says_more()) else {
            return self.decide(here, plain, meanings);
        };
        let (number, serialised) = (line.line, line.serialised);
        self.remark = remark(here, marking);
        let mut effects: Vec<Effect> =
            self.lot_told(Some(number), marking).into_iter().flat_map(|work| self.work(here, work)).collect();
        if marking.serial.is_some() && serialised {
            effects.extend(self.decide(here, plain, meanings));
        }
        effects
    }

    /// Returns the line whose lot a label is of: the product's own, of the same batch and day, or still untold of them.
    fn line_of_lot(&self, goods: &Goods, marking: &Marking) -> Option<&LineView> {
        let same = |line: &&LineView| {
            let batch = marking.batch.as_ref().is_none_or(|batch| *batch == line.batch);
            let expiry = marking.expiry.is_none_or(|day| Some(day) == line.expiry);
            let untold = line.counted.is_zero() && line.batch.is_empty() && line.expiry.is_none();
            line.product == goods.product && (untold || (batch && expiry))
        };
        let lines = self.view.iter().flat_map(|view| &view.lines).filter(same);
        lines.max_by_key(|line| (Some(line.line) == self.selected, line.used, line.line))
    }

    /// Returns the work of telling a line what its label says of the lot; none when it knows.
    fn lot_told(&self, line: Option<LineNo>, marking: &Marking) -> Option<Work> {
        let known =
            line.and_then(|line| self.view.iter().flat_map(|view| &view.lines).find(|other| other.line == line));
        let batch = marking.batch.clone().filter(|batch| known.is_none_or(|line| line.batch != *batch));
        let expiry = marking.expiry.filter(|day| known.is_none_or(|line| line.expiry != Some(*day)));
        if batch.is_none() && expiry.is_none() {
            return None;
        }
        let said = [batch.as_ref().map(|batch| format!("batch {batch}")), expiry.map(|day| format!("expires {day}"))];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let edit = LineEdit { batch, expiry: expiry.map(Some), ..LineEdit::default() };
        Some(Work::Edit { line, edit, said: Verdict::good("LOT", "", said), undo: None })
    }

    /// Adds to the last verdict of a label what is to be said of the goods that were just taken.
    pub(super) fn remarked(&mut self, said: Verdict) -> Verdict {
        // The last verdict of a label stays on the screen.
        if self.turns.works.iter().any(|work| !matches!(work, Work::DropFromTray { quiet: true, .. })) {
            return said;
        }
        match self.remark.take() {
            Some(remark) if said.tone == Tone::Good => {
                Verdict { tone: Tone::Warn, sentence: format!("{remark} · {}", said.sentence), ..said }
            }
            _ => said,
        }
    }
}

/// Says that goods are past their day or near it, and what of GS1's rules their label breaks.
fn remark(here: &Here, marking: &Marking) -> Option<String> {
    let day = marking.expiry.and_then(|day| match Freshness::of(day, here.today) {
        Freshness::Expired => Some(format!("EXPIRED {day}")),
        Freshness::Soon => Some(format!("EXPIRES SOON: {day}")),
        Freshness::Fresh => None,
    });
    day.or_else(|| marking.warnings.first().cloned())
}
