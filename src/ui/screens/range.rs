//! Serials by range or list: first, last, count and clashes are shown before any of them is taken.

pub(in crate::ui::screens) mod look;

use ratatui::layout::Rect;

use crate::domain::id::{DocumentId, LineNo};
use crate::domain::quantity::Quantity;
use crate::messages::{LineView, MoveLineView, No, Outcome, PreviewView, Refused};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::screens::moving;
use crate::ui::screens::receiving::verdicts;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

use look::Look;

const TAKE: Tag = 1;
const SERIALS: usize = 0;
const COUNT: usize = 1;

/// The range form: of one line of a draft.
pub struct Range {
    line: LineNo,
    name: String,
    missing: Option<u32>,
    is_set: bool,
    form: Form,
    /// What was pasted or scanned as a whole, instead of typed.
    pasted: Option<String>,
    look: Look,
    taking: bool,
    /// The line takes as many as are on hand, and no more.
    of_stock: bool,
}

impl Range {
    /// Makes the form with a text to begin with.
    pub fn of_text(draft: DocumentId, line: &LineView, text: &str) -> Range {
        Range::new(line, text, None, Look::new(draft, line.line))
    }

    /// Makes the form of a pasted list.
    pub fn of_paste(draft: DocumentId, line: &LineView, text: String) -> Range {
        Range::new(line, "", Some(text), Look::new(draft, line.line))
    }

    /// Makes the form of a carton's code that was looked at already.
    pub fn of_carton(draft: DocumentId, line: &LineView, text: String, preview: PreviewView) -> Range {
        let look = Look::of(draft, line.line, text.clone(), preview);
        Range::new(line, "", Some(text), look)
    }

    /// Makes the form of units that are to be picked for a line: typed, or a pasted list.
    pub fn of_units(draft: DocumentId, line: &MoveLineView, text: &str, pasted: Option<String>) -> Range {
        let look = Look::of_units(draft, line.line, line.product);
        let (is_set, of) = (!line.missing.is_zero(), (line.line, line.name.clone()));
        Range::of(of, line.missing, is_set, text, pasted, look)
    }

    fn new(line: &LineView, text: &str, pasted: Option<String>, look: Look) -> Range {
        let of = (line.line, line.name.clone());
        Range::of(of, line.missing, line.expected.is_some(), text, pasted, look)
    }

    fn of(
        (line, name): (LineNo, String),
        missing: Quantity,
        is_set: bool,
        text: &str,
        pasted: Option<String>,
        look: Look,
    ) -> Range {
        let serials = match &pasted {
            Some(list) => Field::text("Serials", format!("a list of {} lines", list.lines().count()))
                .fixed("F10 takes what is shown; Esc takes nothing"),
            None => Field::text("Serials", text).hint("SN1..SN9  098-102  SN001*100  9+2  ~+4  A1,A2,B1..B5"),
        };
        let many = Field::text("How many", "").hint("only for 9+ or ~ without a number: as many as are missing");
        Range {
            line,
            name,
            missing: missing.whole().filter(|missing| *missing > 0),
            is_set,
            form: Form::new(vec![serials, many]),
            pasted,
            look,
            taking: false,
            of_stock: false,
        }
    }

    /// Says that the line takes as many as are on hand, and no more.
    #[must_use]
    pub fn of_stock(self) -> Range {
        Range { of_stock: true, ..self }
    }

    fn text(&self) -> &str {
        self.pasted.as_deref().unwrap_or_else(|| self.form.text(SERIALS))
    }

    fn wanted(&self) -> Option<u32> {
        let typed = self.form.text(COUNT).parse().ok();
        let text = self.text().trim();
        typed.or_else(|| self.missing.filter(|_| text.ends_with(['+', '~'])))
    }

    fn ask(&mut self, typing: bool) -> Vec<Effect> {
        let (text, wanted) = (self.text().to_owned(), self.wanted());
        self.look.ask(&text, wanted, typing)
    }

    fn is_shown(&self) -> bool {
        self.look.is_of(self.text(), self.wanted())
    }

    fn take(&mut self) -> Vec<Effect> {
        if self.taking {
            return Vec::new();
        }
        if !self.is_shown() && !self.text().trim().is_empty() {
            let mut effects = self.ask(false);
            effects.push(Effect::Say(Verdict::plain("This is what it brings: F10 takes it.")));
            return effects;
        }
        match self.look.take() {
            Ok(command) => {
                self.taking = true;
                vec![Effect::Run(TAKE, command)]
            }
            Err(why) => vec![Effect::Say(Verdict::bad("NOT TAKEN", "", why))],
        }
    }

    fn taken(&mut self, result: Result<Outcome, No>) -> Vec<Effect> {
        self.taking = false;
        match result {
            Ok(Outcome::Picked { serials, taken, lines, of }) => {
                let all = self.look.shown().map(|shown| shown.serials.clone()).unwrap_or_default();
                let said = moving::verdicts::taken(&serials, taken, &lines, of.as_deref(), |_| None);
                vec![Effect::Say(said), Effect::PopWith(Brought::Serials(self.line, all, taken))]
            }
            Ok(outcome) => taken(self.line, &self.name, self.is_set, outcome),
            Err(no) => not_taken(&mut self.look, &no),
        }
    }

    /// A scan goes behind what is typed: first and last of a range may be scanned, and one after the other is a list.
    fn scanned(&mut self, text: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.form.at() != SERIALS {
            effects.extend(self.form.go(SERIALS));
        }
        let before = self.form.text(SERIALS);
        let goes_on = before.is_empty() || before.ends_with(['.', '-', ',', '"', ' ']);
        let whole = format!("{before}{}{}", if goes_on { "" } else { ", " }, text.trim());
        effects.extend(self.form.put(SERIALS, whole));
        effects.extend(self.ask(false));
        effects
    }
}

/// Says what was taken, and goes back with it.
pub(in crate::ui::screens) fn taken(line: LineNo, name: &str, is_set: bool, outcome: Outcome) -> Vec<Effect> {
    let said = verdicts::received(name, is_set, false, &outcome);
    let brought = match outcome {
        Outcome::SerialsReceived { serials, taken, .. } => Brought::Serials(line, serials, taken),
        _ => return vec![Effect::Pop],
    };
    vec![Effect::Say(said), Effect::PopWith(brought)]
}

/// Says why nothing was taken, and looks again when the store moved on meanwhile.
pub(in crate::ui::screens) fn not_taken(look: &mut Look, no: &No) -> Vec<Effect> {
    let mut effects = vec![Effect::Say(verdicts::no(no))];
    if let No::Refused(Refused::Changed(_) | Refused::SerialTaken { .. } | Refused::AlreadyScanned { .. }) = no {
        effects.extend(look.again());
    }
    effects
}

impl Screen for Range {
    fn scope(&self) -> Scope {
        Scope::Range
    }

    fn title(&self) -> String {
        format!("Serials · {}", self.name)
    }

    fn prompt(&self) -> Prompt {
        self.form.prompt()
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let clashes = self.look.shown().is_some_and(|shown| !shown.clashes.is_empty());
        (action == Action::Drop && !clashes).then(|| "all that is shown can be taken".to_owned())
    }

    fn update(&mut self, _here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened => {
                let mut effects = self.form.take(&event);
                if !self.is_shown() {
                    effects.extend(self.ask(false));
                }
                effects
            }
            Event::Act(Action::Save) => self.take(),
            Event::Act(Action::Drop) => {
                let left_out = self.look.leave_out();
                vec![Effect::Say(Verdict::plain(format!("{left_out} left out; F10 takes the others.")))]
            }
            Event::Answer(tag, answer) => {
                self.look.answer(tag, answer);
                Vec::new()
            }
            Event::Done(TAKE, result) => self.taken(result),
            Event::Changed if !self.taking => self.look.again(),
            Event::Scan(scan) if self.pasted.is_some() => vec![Effect::NotMine(scan)],
            Event::Scan(scan) => self.scanned(&scan.text),
            Event::Paste(text) => {
                self.form = Form::new(vec![
                    Field::text("Serials", format!("a list of {} lines", text.lines().count()))
                        .fixed("F10 takes what is shown; Esc takes nothing"),
                    Field::text("How many", ""),
                ]);
                self.pasted = Some(text);
                self.ask(false)
            }
            event => {
                let mut effects = self.form.take(&event);
                let typing = matches!(event, Event::Line(_));
                if (typing || matches!(event, Event::Typed(_))) && !self.is_shown() {
                    effects.extend(self.ask(typing));
                }
                effects
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let gun = page.layout == Layout::Gun;
        let form = if gun { 1 } else { 2 };
        page.within(Rect::new(0, 0, page.width(), form), |page| self.form.view(page));
        let below = if gun { form } else { form + 1 };
        if !gun {
            page.rule(form);
        }
        let more = match (self.look.shown(), self.missing, self.is_set) {
            (Some(shown), missing, true) if shown.serials.len() > missing.unwrap_or(0) as usize => {
                let over = shown.serials.len() - missing.unwrap_or(0) as usize;
                Some(if self.of_stock {
                    format!("{over} more than are on hand there: they cannot be taken")
                } else {
                    format!("{over} more than line {} was set to: its quantity grows", self.line)
                })
            }
            _ => None,
        };
        let foot = u16::from(more.is_some());
        page.below(below, foot, |page| self.look.view(page));
        if let Some(more) = more {
            page.put(u16::from(!gun), page.height().saturating_sub(1), &more, Role::Warn);
        }
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("SN1..SN9, 098-102", "From the first to the last; the width is kept."),
            ("SN001*100", "A hundred, from this one."),
            ("9+2, 9+", "Two more after it; as many as are missing."),
            ("~, ~+4", "The next number of the template; it and four more."),
            ("\"AF5-69H\"", "Quoted, it is a serial as it stands."),
        ]
    }
}
