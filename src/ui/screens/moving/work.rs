//! What the screen has the stockroom do, one piece after the other, and what the operator is told of each.

use crate::domain::id::{LineNo, ProductId};
use crate::domain::quantity::Quantity;
use crate::messages::{Command, MoveHeadEdit, MoveLineEdit, No, Outcome, PickedLine, RestRow, UnitBrief};
use crate::ui::screen::{Effect, Here};
use crate::ui::verdict::{Target, Verdict};

use super::kinds::Kind;
use super::undo::Taken;
use super::{Moving, verdicts};

/// One command to come, with what its verdict needs. Lines that are `None` are the one at hand when its turn comes.
#[derive(Debug, Clone)]
pub(in crate::ui::screens) enum Work {
    /// Begins the draft: nothing was taken into it yet.
    Open,
    /// Changes the head.
    Head { edit: MoveHeadEdit, said: Verdict },
    /// Adds an empty line of a product with serials; its units are picked at once where nothing was scanned.
    AddLine { product: ProductId, name: String, picker: bool },
    /// Counts goods on a line of a product, on its last one, or on a new one.
    Count { product: ProductId, line: Option<LineNo>, name: String, by: Quantity, from_tray: Option<u32>, back: bool },
    /// Takes a unit.
    Unit { unit: Box<UnitBrief>, line: Option<LineNo>, from_tray: Option<u32> },
    /// Changes a line.
    Edit { line: Option<LineNo>, edit: MoveLineEdit, said: Verdict, undo: Option<Taken> },
    /// Takes a line away.
    Remove { line: LineNo, name: String, back: bool },
    /// Puts units back.
    PutBack { serials: Vec<String> },
    /// Drops a scan that waited.
    DropFromTray { row: u32 },
    /// Takes what of a product is still on its way.
    Rest { row: RestRow },
    /// Begins, or goes on, to take the rest off the way in another manner.
    Arrive { kind: &'static Kind },
    /// The goods of the draft are held.
    Reserve,
    /// Throws the draft away.
    Delete,
    /// Throws a draft away whose first scan was refused: nothing is left behind.
    Forget,
    /// Throws a draft away into which nothing was taken, and leaves.
    Leave,
}

impl Moving {
    /// Returns the command of a piece of work.
    pub(super) fn command_of(&self, here: &Here, work: &Work) -> Option<Command> {
        if matches!(work, Work::Open) {
            return Some(Command::OpenDraft { kind: self.kind.kind, warehouse: here.warehouse? });
        }
        let draft = self.draft?;
        Some(match work.clone() {
            Work::Open => return None,
            Work::Head { edit, .. } => Command::EditMoveHead { draft, head: Box::new(edit) },
            Work::AddLine { product, .. } => Command::AddMoveLine { draft, product, from_tray: None },
            Work::Count { product, line, by, from_tray, .. } => {
                Command::PickGoods { draft, product, by, line, from_tray }
            }
            Work::Unit { unit, line, from_tray } => {
                let (serials, product) = (vec![unit.serial], Some(unit.product));
                Command::PickSerials { draft, serials, product, line, from_tray }
            }
            Work::Edit { line, edit, .. } => Command::EditMoveLine { draft, line: line.or(self.selected)?, edit },
            Work::Remove { line, .. } => Command::RemoveLine { draft, line },
            Work::PutBack { serials } => Command::PutBack { draft, serials },
            Work::DropFromTray { row } => Command::DropFromTray { draft, row },
            Work::Rest { row: RestRow { product, line, serials, quantity, .. } } if serials.is_empty() => {
                Command::PickGoods { draft, product, by: quantity, line, from_tray: None }
            }
            Work::Rest { row: RestRow { product, line, serials, .. } } => {
                Command::PickSerials { draft, serials, product: Some(product), line, from_tray: None }
            }
            Work::Arrive { kind } => Command::BeginArrival { transfer: self.view.as_ref()?.of?, kind: kind.kind },
            Work::Reserve => {
                Command::Reserve { document: draft, until: self.view.as_ref().and_then(|view| view.until) }
            }
            Work::Delete | Work::Forget | Work::Leave => Command::DeleteDraft { draft },
        })
    }

    /// Takes the end of a piece of work.
    pub(super) fn work_ended(&mut self, work: Work, result: Result<Outcome, No>) -> Vec<Effect> {
        match result {
            Ok(outcome) => self.finished(work, outcome),
            Err(no) => {
                // What was to follow needed this.
                self.turns.works.clear();
                if std::mem::take(&mut self.fresh) {
                    self.turns.works.push_back(Work::Forget);
                }
                let unit = if let Work::Unit { unit, .. } = &work { Some(&**unit) } else { None };
                vec![Effect::Say(verdicts::refused(&no, unit, self.kind.comes_back()))]
            }
        }
    }

    fn finished(&mut self, work: Work, outcome: Outcome) -> Vec<Effect> {
        self.fresh = false;
        let said = match (work, outcome) {
            (Work::Open, Outcome::DraftOpened(draft)) => {
                self.draft = Some(draft);
                self.fresh = true;
                return Vec::new();
            }
            (Work::Head { said, .. }, _) => said,
            (Work::AddLine { name, picker, .. }, Outcome::LineAdded { line, .. }) => {
                self.selected = Some(line);
                self.undo.push(Taken::Line { line });
                self.picks_next = picker;
                Verdict::good("NEW LINE", name, format!("line {line} · scan its units, or F5 picks them"))
            }
            (Work::Count { name, by, back, .. }, Outcome::GoodsPicked { line, before, after }) => {
                self.selected = Some(line);
                if !back {
                    self.undo.push(Taken::Counted { line, by });
                }
                verdicts::counted(&name, before, after, self.on_its_way(line), back)
            }
            (Work::Rest { row }, Outcome::GoodsPicked { line, before, after }) => {
                self.undo.push(Taken::Counted { line, by: row.quantity });
                verdicts::counted(&row.name, before, after, self.on_its_way(line), false)
            }
            (Work::Rest { row }, Outcome::Picked { serials, taken, lines, .. }) => {
                let said = self.picked(serials, taken, &lines, None);
                // The answer names the first and the last of many; all of them are taken back.
                self.undo.pop();
                self.undo.push(Taken::Serials { serials: row.serials });
                said
            }
            (Work::Arrive { kind }, Outcome::DraftOpened(draft)) => {
                return vec![Effect::Push(Moving::open(kind, draft))];
            }
            (Work::Leave, _) => {
                self.begin_anew(None);
                return vec![Effect::Pop];
            }
            (Work::Unit { unit, .. }, Outcome::Picked { serials, taken, lines, of }) => {
                let said = self.picked(serials, taken, &lines, of.as_deref());
                said.opening(Target::Unit(unit.product, unit.key))
            }
            (Work::Edit { said, undo, .. }, _) => {
                self.undo.extend(undo);
                said
            }
            (Work::Remove { line, name, back }, _) => {
                self.undo.retain(|taken| taken.line() != Some(line));
                let word = if back { "TAKEN BACK" } else { "LINE AWAY" };
                Verdict::good(word, "", format!("line {line} {name} is out of this document"))
            }
            (Work::PutBack { .. }, Outcome::PutBack { serials, taken, lines }) => {
                verdicts::put_back(&serials, taken, &lines)
            }
            (Work::DropFromTray { .. }, _) => Verdict::good("DROPPED", "", "it no longer waits for a decision"),
            (Work::Delete, _) => {
                self.begin_anew(None);
                let said = Verdict::good("DELETED", "", "the draft is thrown away; its units are free again");
                return vec![Effect::Say(said), Effect::Pop];
            }
            (Work::Reserve, Outcome::Reserved(held)) => {
                self.begin_anew(Some("Reserved; Ctrl+O opens it.".to_owned()));
                let until = held.until.map_or_else(String::new, |day| format!("until {day}"));
                let said = Verdict::good("RESERVED", held.number, until).opening(Target::Document(held.document));
                return vec![Effect::Say(said)];
            }
            (Work::Forget, _) => {
                self.begin_anew(None);
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        vec![Effect::Say(said)]
    }

    /// Returns how much of a line's product its transfer has on the way; `None` where nothing arrives.
    fn on_its_way(&self, line: LineNo) -> Option<Quantity> {
        let line = self.view.as_ref()?.lines.iter().find(|other| other.line == line)?;
        line.on_its_way
    }

    /// Notes what was picked, and says it.
    fn picked(&mut self, serials: Vec<String>, count: u32, lines: &[PickedLine], of: Option<&str>) -> Verdict {
        if let Some(line) = lines.last() {
            self.selected = Some(line.line);
        }
        let said = verdicts::taken(&serials, count, lines, of, |line| self.on_its_way(line));
        self.undo.push(Taken::Serials { serials });
        said
    }
}
