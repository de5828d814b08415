//! What the screen has the stockroom do, one piece after the other, and what the operator is told of each.

use crate::domain::document::{DocumentKind, TrayReason};
use crate::domain::id::{LineNo, ProductId};
use crate::domain::quantity::Quantity;
use crate::domain::unit::UnitLabel;
use crate::messages::{Command, CounterMove, LineEdit, No, Outcome};
use crate::ui::screen::{Effect, Here};
use crate::ui::verdict::Verdict;

use super::undo::Taken;
use super::{Receiving, verdicts};

/// One command to come, with what its verdict needs. Lines that are `None` are the one at hand when its turn comes.
#[derive(Debug, Clone)]
pub(in crate::ui::screens) enum Work {
    /// Begins the draft: nothing was taken into it yet.
    Open,
    /// Adds a line of a product.
    AddLine { product: ProductId, name: String, serialised: bool, count: Quantity, from_tray: Option<u32> },
    /// Counts goods on the line at hand.
    Count { line: Option<LineNo>, name: String, by: Quantity, damaged: bool, from_tray: Option<u32>, back: bool },
    /// Takes serials into the line at hand.
    Serials { serials: Vec<String>, damaged: bool, generated: Option<CounterMove>, label: Option<UnitLabel> },
    /// Keeps a scan for a decision, and says why.
    Tray { raw: String, reason: TrayReason, said: Verdict },
    /// Drops a scan that waited.
    DropFromTray { row: u32, quiet: bool },
    /// Changes a line.
    Edit { line: Option<LineNo>, edit: LineEdit, said: Verdict, undo: Option<Taken> },
    /// Takes a line away.
    Remove { line: LineNo, name: String, back: bool },
    /// Takes serials back.
    TakeBack { line: LineNo, serials: Vec<String> },
    /// Notes a pallet, or takes that back.
    Pallet { sscc: String, came: bool, quiet: bool },
    /// Throws the draft away.
    Delete,
}

impl Receiving {
    /// Returns the command of a piece of work.
    pub(super) fn command_of(&self, here: &Here, work: &Work) -> Option<Command> {
        if matches!(work, Work::Open) {
            return Some(Command::OpenDraft { kind: DocumentKind::Posting, warehouse: here.warehouse? });
        }
        let draft = self.draft?;
        Some(match work.clone() {
            Work::Open => return None,
            Work::AddLine { product, count, from_tray, .. } => Command::AddLine { draft, product, count, from_tray },
            Work::Count { line, by, damaged, from_tray, .. } => {
                Command::CountGoods { draft, line: line.or(self.selected)?, by, damaged, from_tray }
            }
            Work::Serials { serials, damaged, generated, label } => Command::ReceiveSerials {
                draft,
                line: self.selected?,
                serials,
                damaged,
                generated,
                from_tray: None,
                insist: false,
                label,
            },
            Work::Tray { raw, reason, .. } => Command::PutInTray { draft, line: self.selected, raw, reason },
            Work::DropFromTray { row, .. } => Command::DropFromTray { draft, row },
            Work::Edit { line, edit, .. } => Command::EditLine { draft, line: line.or(self.selected)?, edit },
            Work::Remove { line, .. } => Command::RemoveLine { draft, line },
            Work::TakeBack { line, serials } => Command::TakeBack { draft, line, serials },
            Work::Pallet { sscc, came, .. } => Command::NotePallet { draft, sscc, came },
            Work::Delete => Command::DeleteDraft { draft },
        })
    }

    /// Takes the end of a piece of work.
    pub(super) fn work_ended(&mut self, work: Work, result: Result<Outcome, No>) -> Vec<Effect> {
        match result {
            Ok(outcome) => self.finished(work, outcome),
            Err(no) => self.refused(&work, &no),
        }
    }

    fn finished(&mut self, work: Work, outcome: Outcome) -> Vec<Effect> {
        let said = match (work, outcome) {
            (Work::Open, Outcome::DraftOpened(draft)) => {
                self.draft = Some(draft);
                return Vec::new();
            }
            (
                Work::AddLine { name, serialised, count, .. },
                Outcome::LineAdded { line, carried_from, counted: there },
            ) => {
                self.selected = Some(line);
                self.undo.push(Taken::Line { line, counted: count });
                let said = verdicts::line_added(line, &name, serialised, there, carried_from.as_deref());
                if serialised { said } else { self.remarked(said) }
            }
            (Work::Count { line, name, by, damaged, back, .. }, Outcome::Counted { before, after }) => {
                let line = line.or(self.selected);
                if let (Some(line), false) = (line, back) {
                    self.undo.push(Taken::Counted { line, by, damaged });
                }
                self.remarked(verdicts::counted(&name, before, after, damaged, back))
            }
            (Work::Serials { damaged, .. }, outcome @ Outcome::SerialsReceived { .. }) => {
                let said = self.received(damaged, outcome);
                self.remarked(said)
            }
            (Work::Tray { said, .. }, Outcome::InTray { row, .. }) => {
                self.undo.push(Taken::Tray { row });
                said
            }
            (Work::DropFromTray { quiet: true, .. }, _) => return Vec::new(),
            (Work::DropFromTray { .. }, _) => Verdict::good("TAKEN BACK", "", "it no longer waits for a decision"),
            (Work::Edit { said, undo, .. }, _) => {
                self.undo.extend(undo);
                self.remarked(said)
            }
            (Work::Remove { line, name, back }, _) => {
                self.undo.retain(|taken| taken.line() != Some(line));
                let word = if back { "TAKEN BACK" } else { "LINE AWAY" };
                Verdict::good(word, "", format!("line {line} {name} is out of this posting"))
            }
            (Work::TakeBack { serials, .. }, Outcome::TakenBack { taken, counted, missing, .. }) => {
                verdicts::taken_back(&serials, taken, counted, missing)
            }
            (Work::Pallet { sscc, came: true, quiet }, _) => {
                self.undo.push(Taken::Pallet { sscc: sscc.clone() });
                if quiet {
                    return Vec::new();
                }
                Verdict::good("PALLET", sscc, "noted in this posting; scan what is on it")
            }
            (Work::Pallet { sscc, .. }, _) => Verdict::good("TAKEN BACK", sscc, "this posting has it no more"),
            (Work::Delete, _) => {
                self.begin_anew(None);
                let said = Verdict::good("DELETED", "", "the draft is thrown away; its serials are free again");
                return vec![Effect::Say(said), Effect::Pop];
            }
            _ => return Vec::new(),
        };
        vec![Effect::Say(said)]
    }

    fn received(&mut self, damaged: bool, outcome: Outcome) -> Verdict {
        let name = self.at_hand().map(|line| line.name.clone()).unwrap_or_default();
        let target = self.at_hand().map(|line| line.product);
        let is_set = self.at_hand().is_some_and(|line| line.expected.is_some());
        let said = verdicts::received(&name, is_set, damaged, &outcome);
        if let (Some(line), Outcome::SerialsReceived { serials, taken, .. }) = (self.selected, outcome) {
            self.undo.push(Taken::Serials { line, serials, count: taken });
        }
        // The passport of a unit that is still in a draft is there already.
        match target {
            Some(product) => said.opening(crate::ui::verdict::Target::Product(product)),
            None => said,
        }
    }

    fn refused(&mut self, work: &Work, no: &No) -> Vec<Effect> {
        if let (Work::Serials { serials, .. }, No::Refused(refused)) = (work, no)
            && let [raw] = serials.as_slice()
            && refused.wants_decision()
        {
            let raw = raw.clone();
            return self.keep_for_decision(&raw, verdicts::reason(refused), verdicts::refused(&raw, refused));
        }
        // What was to follow needed this.
        self.turns.works.clear();
        self.remark = None;
        vec![Effect::Say(verdicts::no(no))]
    }
}
