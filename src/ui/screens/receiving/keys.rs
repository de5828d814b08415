//! What the keys do here, and why one cannot act now.

use crate::domain::barcode::Gtin;
use crate::domain::document::TrayReason;
use crate::domain::marking;
use crate::domain::quantity::Quantity;
use crate::messages::{LineEdit, ProductView, Query};
use crate::ui::keymap::Action;
use crate::ui::screen::{Effect, Event, Here, Scanned};
use crate::ui::screens::expected::Expected;
use crate::ui::screens::generate::Generate;
use crate::ui::screens::head_form::HeadForm;
use crate::ui::screens::line_form::LineForm;
use crate::ui::screens::product_form::ProductForm;
use crate::ui::screens::range::Range;
use crate::ui::screens::summary::Summary;
use crate::ui::screens::tray::Tray;
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::screens::whose::Whose;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::table::Walk;

use super::work::Work;
use super::{OLDER, Receiving, SCANS_AT_ONCE, SURE_DELETE, SURE_DROP};

impl Receiving {
    pub(super) fn act(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(why) = self.why_not(action) {
            return vec![Effect::Say(Verdict::plain(why))];
        }
        match action {
            Action::Enter => self.walk_units(),
            Action::Decide => self.decide_tray(),
            Action::New => self.new_product(),
            Action::Range => self.with_line(|draft, line| Box::new(Range::of_text(draft, line, ""))),
            Action::Generate => self.with_line(|draft, line| Box::new(Generate::new(draft, line))),
            Action::Edit => self.line_form(),
            Action::EditHead => vec![Effect::Push(Box::new(HeadForm::new(self.view.as_ref())))],
            Action::Expected => self.with_line(|draft, line| Box::new(Expected::new(draft, line))),
            Action::Undo => self.undo(here),
            Action::AnotherLine => self.another_line(here),
            Action::SetToScanned => self.set_to_scanned(here),
            Action::Damaged => self.mark_damaged(),
            Action::Drop => self.ask_drop(here),
            Action::DeleteDraft => self.ask_delete(),
            Action::Whose => self.draft.map(|draft| Effect::Push(Whose::of(draft))).into_iter().collect(),
            Action::Post => match self.draft {
                Some(draft) => vec![Effect::Push(Box::new(Summary::new(draft)))],
                None => Vec::new(),
            },
            action => self.walk(here, action),
        }
    }

    /// Says why an action cannot act now.
    pub(super) fn why_not(&self, action: Action) -> Option<String> {
        let line = self.at_hand();
        let serialised = line.is_some_and(|line| line.serialised);
        let no_line = "no line is selected: scan a product's barcode first";
        let no_serials = match line {
            Some(line) => format!("{} has no serials", line.name),
            None => no_line.to_owned(),
        };
        match action {
            Action::Decide if self.tray.is_empty() => Some("no scan waits for a decision".to_owned()),
            Action::Range | Action::Expected | Action::Generate if !serialised => Some(no_serials),
            Action::Generate if line.is_some_and(|line| !line.generates) => {
                let name = line.map_or("", |line| line.name.as_str());
                Some(format!("{name} is numbered by its maker, or has no template"))
            }
            Action::Edit | Action::AnotherLine | Action::SetToScanned | Action::Drop if self.shown_line().is_none() => {
                Some(no_line.to_owned())
            }
            Action::SetToScanned if line.is_some_and(|line| line.expected.is_none() && line.missing.is_zero()) => {
                Some("the line's quantity is what was scanned".to_owned())
            }
            Action::Undo if self.undo.is_empty() && !self.scans.iter().any(|scan| scan.desk == self.desk) => {
                Some("this desk has scanned nothing that could be taken back".to_owned())
            }
            Action::Post if self.view.as_ref().is_none_or(|view| view.lines.is_empty()) => {
                Some("nothing was scanned yet".to_owned())
            }
            Action::DeleteDraft | Action::Whose if self.draft.is_none() => Some("nothing was begun yet".to_owned()),
            _ => None,
        }
    }

    fn with_line(
        &self,
        screen: impl FnOnce(crate::domain::id::DocumentId, &crate::messages::LineView) -> Box<dyn crate::ui::screen::Screen>,
    ) -> Vec<Effect> {
        match (self.draft, self.shown_line()) {
            (Some(draft), Some(line)) => vec![Effect::Push(screen(draft, line))],
            _ => Vec::new(),
        }
    }

    fn line_form(&self) -> Vec<Effect> {
        match (&self.view, self.shown_line()) {
            (Some(view), Some(line)) => vec![Effect::Push(Box::new(LineForm::new(view.id, line, &view.bins)))],
            _ => Vec::new(),
        }
    }

    fn decide_tray(&self) -> Vec<Effect> {
        match self.draft {
            Some(draft) => vec![Effect::Push(Box::new(Tray::new(draft, self.selected)))],
            None => Vec::new(),
        }
    }

    /// Makes the product of the name that was typed last, else of the barcode that waits.
    fn new_product(&mut self) -> Vec<Effect> {
        match self.wished.take() {
            Some(name) => {
                vec![Effect::SetLine(String::new()), Effect::Push(ProductForm::named(&name, None))]
            }
            None => vec![Effect::Push(ProductForm::make(self.unknown_barcode()))],
        }
    }

    /// Returns the newest scan that may be a product's barcode nobody knows.
    fn unknown_barcode(&self) -> Option<String> {
        let may_be = self.tray.iter().rev().find(|row| match row.reason {
            TrayReason::Unknown => true,
            TrayReason::Odd(_) => Gtin::parse(&row.raw).is_ok(),
            _ => false,
        });
        may_be.map(|row| marking::barcode_of(&row.raw))
    }

    /// A product was made or chosen: it gets its line, and what waited for it is decided.
    pub(super) fn made(&mut self, here: &Here, made: &ProductView) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        let serialised = made.product.serialised();
        let name = made.product.name.clone();
        let mut again = Vec::new();
        // Labels that waited say more than which product they are: each is taken as if it were scanned now.
        let (labels, plain): (Vec<_>, Vec<_>) =
            self.tray.iter().partition(|row| marking::in_brackets(&row.raw, "01").is_some());
        let barcode =
            |raw: &str| made.product.barcodes.iter().find(|barcode| marking::same_barcode(&barcode.text, raw));
        for row in labels.into_iter().filter(|row| barcode(&row.raw).is_some()) {
            let Some(marking) = marking::waiting(&row.raw, here.today) else { continue };
            let scan = Scanned { from_tray: Some(row.row), marking: Some(Box::new(marking)), ..Scanned::default() };
            again.push(Event::Scan(scan));
        }
        let waited: Vec<_> =
            plain.into_iter().filter_map(|row| barcode(&row.raw).map(|barcode| (row.row, barcode.pack))).collect();
        let line = self.view.iter().flat_map(|view| &view.lines).filter(|line| line.product == made.id);
        let line = line.max_by_key(|line| line.used).map(|line| line.line);
        let labelled = !again.is_empty();
        self.turns.waiting.extend(again);
        let mut waited = waited.into_iter();
        let mut effects = Vec::new();
        if let Some(line) = line {
            self.choose(line);
        } else if !labelled || waited.len() > 0 {
            let first = waited.next();
            let count = if serialised { Quantity::ZERO } else { first.map_or(Quantity::ZERO, |(_, pack)| pack) };
            let from_tray = first.map(|(row, _)| row);
            self.held = false;
            let add = Work::AddLine { product: made.id, name: name.clone(), serialised, count, from_tray };
            effects.extend(self.work(here, add));
        }
        for (row, pack) in waited {
            effects.extend(if serialised {
                self.work(here, Work::DropFromTray { row, quiet: true })
            } else {
                let (name, from_tray) = (name.clone(), Some(row));
                self.work(here, Work::Count { line, name, by: pack, damaged: false, from_tray, back: false })
            });
        }
        if effects.is_empty() { self.refresh() } else { effects }
    }

    fn another_line(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.shown_line() else { return Vec::new() };
        let (product, name, serialised) = (line.product, line.name.clone(), line.serialised);
        self.work(here, Work::AddLine { product, name, serialised, count: Quantity::ZERO, from_tray: None })
    }

    fn set_to_scanned(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.shown_line() else { return Vec::new() };
        // Without a carton the quantity is simply what was scanned.
        let edit = LineEdit { quantity: Some(None), carton: Some(None), ..LineEdit::default() };
        let said = Verdict::good("SET", line.name.as_str(), format!("quantity {} → {}", line.quantity, line.counted));
        let line = Some(line.line);
        self.work(here, Work::Edit { line, edit, said, undo: None })
    }

    fn mark_damaged(&mut self) -> Vec<Effect> {
        self.damaged = !self.damaged;
        let said = if self.damaged {
            Verdict::warn("DAMAGED", "", "the next scan goes to the bin for defects")
        } else {
            Verdict::plain("The next scan is not damaged.")
        };
        vec![Effect::Say(said)]
    }

    fn ask_drop(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.shown_line() else { return Vec::new() };
        if line.counted.is_zero() {
            return self.drop_line(here);
        }
        let what = if line.serialised { "serials are free again" } else { "counted are forgotten" };
        let fact = format!("{} {what}.", line.counted);
        vec![Effect::Push(Confirm::ask(SURE_DROP, format!("Take line {} {} away?", line.line, line.name), [fact]))]
    }

    pub(super) fn drop_line(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.shown_line() else { return Vec::new() };
        let (line, name) = (line.line, line.name.clone());
        self.work(here, Work::Remove { line, name, back: false })
    }

    fn ask_delete(&self) -> Vec<Effect> {
        let lines = self.view.as_ref().map_or(0, |view| view.lines.len());
        let facts = [
            format!("{lines} lines; their serials are free again, generated numbers stay used."),
            "The journal keeps what was scanned.".to_owned(),
        ];
        vec![Effect::Push(Confirm::ask(SURE_DELETE, "Throw this draft away?", facts))]
    }

    fn walk_units(&mut self) -> Vec<Effect> {
        self.units = match self.units {
            Some(_) => None,
            None if self.scans.is_empty() => {
                return vec![Effect::Say(Verdict::plain("No serials were taken on this line yet."))];
            }
            None => {
                let mut walk = Walk::default();
                walk.count(self.scans.len());
                Some(walk)
            }
        };
        if self.units.is_none() {
            return Vec::new();
        }
        vec![Effect::Say(Verdict::plain("Nothing was scanned. These are the units: F7 takes one back, Esc closes."))]
    }

    fn walk(&mut self, here: &Here, action: Action) -> Vec<Effect> {
        if let Some(walk) = &mut self.units {
            walk.act(action, here.page);
            let near_end = walk.near_end(here.page) && walk.len() % SCANS_AT_ONCE == 0;
            return match (near_end, self.draft, self.selected, self.scans.last()) {
                (true, Some(draft), Some(line), Some(oldest)) => {
                    let before = Some(oldest.slot);
                    vec![Effect::Ask(OLDER, Query::DraftSerials { draft, line, before, limit: SCANS_AT_ONCE })]
                }
                _ => Vec::new(),
            };
        }
        if !self.lines.act(action, here.page) {
            return Vec::new();
        }
        let line = self.lines.selected().and_then(|at| self.view.as_ref()?.lines.get(at)).map(|line| line.line);
        if let Some(line) = line {
            self.choose(line);
        }
        self.ask_scans().into_iter().collect()
    }
}
