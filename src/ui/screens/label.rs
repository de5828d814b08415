//! The label of what is in view, as it will be printed: which template, on which printer, how many; Enter prints.
//!
//! ```text
//!  ▸ What      ← SN-17 →
//!    Template    Unit label 50 × 25 mm
//!    Printer     zebra-1
//!    Labels      1
//!
//!  50 × 25 mm, 203 dpi
//!  ██▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀██
//! ```
//!
//! Where no printer is set up it says how to name one, and writes a PDF. A template that is being edited is shown as it
//! is now.

use ratatui::layout::Rect;

use crate::messages::{Outlet, Printable, Proof, Wanted};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::{Field, Form};

const PROOF: Tag = 1;

const WHAT: usize = 0;
const TEMPLATE: usize = 1;
const PRINTER: usize = 2;
const LABELS: usize = 3;
const PRICE: usize = 4;

/// Labels of one thing that may be wanted at once.
const MOST: u16 = 1_000;

/// What a picture is written as where there is no printer, or none is wanted.
const FILES: [(&str, Outlet); 2] = [("PDF, to a file", Outlet::Pdf), ("picture, to a file", Outlet::Png)];

/// What is said where no printer is set up.
const NO_PRINTER: &str = "No printer is set up: labels.printers = [\"zebra zpl tcp:10.0.0.9:9100\"] in dockhand.toml \
                          names one. Until then it is written to a file.";

/// The form that F9 opens.
pub struct LabelForm {
    rows: Vec<Printable>,
    form: Form,
    proof: Option<Box<Proof>>,
    /// The code alone is shown.
    code: bool,
    /// It was handed in, and nothing came of it yet.
    printing: bool,
}

impl LabelForm {
    /// Makes the form for what can be printed; the first row is meant.
    pub fn of(rows: Vec<Printable>) -> Box<dyn Screen> {
        Box::new(LabelForm { rows, form: Form::default(), proof: None, code: false, printing: false })
    }

    fn wanted(&self) -> Option<Wanted> {
        let row = self.rows.get(self.form.chosen(WHAT))?;
        let proof = self.proof.as_deref();
        let template = proof.and_then(|proof| proof.templates.get(self.form.chosen(TEMPLATE)));
        Some(Wanted {
            title: row.name.clone(),
            what: row.what.clone(),
            // The usual one is left to each label: a document has labels of units and of products.
            template: template.filter(|_| self.form.chosen(TEMPLATE) > 0).map(|(name, _)| name.clone()),
            outlet: proof.map_or(Outlet::Usual, |proof| self.outlet(proof)),
            copies: u16::try_from(self.form.chosen(LABELS) + 1).unwrap_or(MOST),
            price: self.form.text(PRICE).to_owned(),
        })
    }

    /// Returns the columns and lines there are for a picture: the whole width, below fields, notes and size.
    fn room(&self, here: &Here) -> (u16, u16) {
        let width = usize::from(here.columns.saturating_sub(2).max(1));
        let notes = self.proof.as_deref().map(notes).unwrap_or_default();
        let notes: usize = notes.iter().map(|(note, _)| text::wrap(note, width).len()).sum();
        let above = FIELDS + 2 + u16::try_from(notes).unwrap_or(0);
        (u16::try_from(width).unwrap_or(1), here.page.saturating_sub(above).max(1))
    }

    fn outlet(&self, proof: &Proof) -> Outlet {
        let at = self.form.chosen(PRINTER);
        let file = |at: usize| FILES.get(at).map_or(Outlet::Pdf, |(_, outlet)| outlet.clone());
        proof.printers.get(at).map_or_else(|| file(at - proof.printers.len()), |name| Outlet::Printer(name.clone()))
    }

    fn prove(&self, here: &Here) -> Vec<Effect> {
        let room = self.room(here);
        self.wanted().map(|wanted| Effect::Prove(PROOF, Box::new(wanted), room)).into_iter().collect()
    }

    /// Takes how it would look, and what there is to choose from; what was chosen stays chosen.
    fn proved(&mut self, here: &Here, proof: Box<Proof>) -> Vec<Effect> {
        let first = self.proof.is_none();
        let same = self.proof.as_ref().is_some_and(|before| {
            (&before.templates, &before.printers, before.asks_price)
                == (&proof.templates, &proof.printers, proof.asks_price)
        });
        if !same {
            // A template that went wrong leaves what there was to choose from.
            let lost = proof.templates.is_empty() && self.proof.is_some();
            let at = self.form.at();
            let was = [WHAT, TEMPLATE, PRINTER, LABELS].map(|field| self.form.chosen(field));
            let price = self.form.text(PRICE).to_owned();
            let templates = match &self.proof {
                Some(before) if lost => before.templates.clone(),
                _ => proof.templates.clone(),
            };
            self.form = self.fields(&templates, &proof, was, &price);
            self.proof = Some(Box::new(Proof { templates, ..*proof }));
            let mut effects = if first { self.form.go(WHAT) } else { self.form.go(at) };
            if first && self.proof.as_ref().is_some_and(|proof| proof.printers.is_empty()) {
                // What is said above the picture takes some of its room.
                effects.extend(self.prove(here));
            }
            return effects;
        }
        self.proof = Some(proof);
        Vec::new()
    }

    fn fields(
        &self,
        templates: &[(String, String)],
        proof: &Proof,
        [what, template, printer, labels]: [usize; 4],
        price: &str,
    ) -> Form {
        let rows: Vec<_> = self.rows.iter().map(|row| row.title.as_str()).collect();
        let titles: Vec<_> = templates.iter().map(|(_, title)| title.as_str()).collect();
        let mut outlets: Vec<_> = proof.printers.iter().map(String::as_str).collect();
        outlets.extend(FILES.iter().map(|(word, _)| *word));
        let counts: Vec<_> = (1..=MOST).collect();
        let mut fields = vec![
            Field::choice("What", &rows, what).hint("Enter prints"),
            Field::choice("Template", &titles, template).hint("Enter prints"),
            Field::choice("Printer", &outlets, printer).hint("Enter prints"),
            Field::choice("Labels", &counts, labels).hint("or type how many of each · Enter prints"),
        ];
        if proof.asks_price {
            fields.push(Field::text("Price", price).hint("as it is to be printed: 4.90 EUR"));
        }
        Form::new(fields)
    }

    fn print(&mut self) -> Vec<Effect> {
        if self.printing {
            return Vec::new();
        }
        if let Some(fault) = self.proof.as_ref().and_then(|proof| proof.fault.clone()) {
            return vec![Effect::Say(Verdict::bad("NOT PRINTED", "", fault))];
        }
        let Some(wanted) = self.wanted() else { return Vec::new() };
        self.printing = true;
        vec![Effect::Print(Box::new(wanted))]
    }
}

/// Returns what is to be known of the label before it is printed.
fn notes(proof: &Proof) -> Vec<(String, Role)> {
    let mut notes = Vec::new();
    if let Some(fault) = &proof.fault {
        notes.push((format!("✖ {fault}"), Role::Bad));
    }
    if proof.printers.is_empty() {
        notes.push((NO_PRINTER.to_owned(), Role::Warn));
    }
    notes
}

/// Draws the label below the fields: what is to be known of it, its size, and how it looks or what is on it.
fn draw(page: &mut Page<'_>, proof: &Proof) {
    let left = u16::from(page.layout > Layout::Gun);
    let width = usize::from(page.width().saturating_sub(left + 1).max(1));
    let mut y = 0;
    for (note, role) in notes(proof) {
        for row in text::wrap(&text::harmless(&note), width) {
            page.put(left, y, &row, role);
            y += 1;
        }
    }
    if proof.fault.is_some() {
        return;
    }
    page.put(left, y, &proof.size, Role::Dim);
    y += 1;
    let room = page.height().saturating_sub(y);
    if room < LEGIBLE || usize::from(room) < proof.picture.len() {
        for text in &proof.texts {
            page.put(left, y, text, Role::Text);
            y += 1;
        }
        return;
    }
    for row in &proof.picture {
        page.put(left, y, row, Role::Paper);
        y += 1;
    }
}

/// Lines that a picture has at least: with less, what is on the label is read.
const LEGIBLE: u16 = 6;

/// Rows that fields take, with the price.
const FIELDS: u16 = 5;

impl Screen for LabelForm {
    fn scope(&self) -> Scope {
        Scope::Label
    }

    fn title(&self) -> String {
        let what = self.rows.get(self.form.chosen(WHAT)).map_or("", |row| row.title.as_str());
        format!("Label · {what}")
    }

    fn prompt(&self) -> Prompt {
        if self.code && self.proof.as_ref().is_some_and(|proof| !proof.code.is_empty()) {
            return Prompt::Field("scan it off the screen · F2 shows the label again".to_owned());
        }
        self.form.prompt()
    }

    fn step_back(&mut self, _: &Here) -> Option<Vec<Effect>> {
        std::mem::take(&mut self.code).then(Vec::new)
    }

    fn previews(&self) -> bool {
        true
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let code = self.proof.as_ref().is_some_and(|proof| !proof.code.is_empty());
        match action {
            Action::Code if !code => Some("its code has no room here, or it has none".to_owned()),
            Action::Enter | Action::Save if self.printing => Some("it is being printed".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened if self.proof.is_none() => return self.prove(here),
            Event::Proof(PROOF, proof) => return self.proved(here, proof),
            Event::Printed(good) => {
                self.printing = false;
                return if good { vec![Effect::Pop] } else { Vec::new() };
            }
            Event::Act(Action::Enter | Action::Save) => return self.print(),
            Event::Typed(ref text) => {
                // Enter ends what was typed into the field, and prints.
                self.form.take(&Event::Line(text.clone()));
                return self.print();
            }
            Event::Act(Action::Code) => {
                self.code = !self.code;
                return Vec::new();
            }
            Event::Scan(scan) => return vec![Effect::NotMine(scan)],
            _ => {}
        }
        let mut effects = self.form.take(&event);
        if matches!(
            event,
            Event::Act(Action::Left | Action::Right)
                | Event::Line(_)
                | Event::Resized
                | Event::Changed
                | Event::TemplatesChanged
                | Event::Resumed(_)
        ) {
            effects.extend(self.prove(here));
        }
        effects
    }

    fn view(&self, page: &mut Page<'_>) {
        if let Some(proof) = self.proof.as_ref().filter(|proof| self.code && !proof.code.is_empty()) {
            for (y, row) in (0..page.height()).zip(&proof.code) {
                page.put(u16::from(page.layout > Layout::Gun), y, row, Role::Paper);
            }
            return;
        }
        let fields = 4 + u16::from(self.proof.as_ref().is_some_and(|proof| proof.asks_price));
        let (width, height) = (page.width(), page.height());
        page.within(Rect::new(0, 0, width, fields.min(height)), |page| self.form.view(page));
        if let Some(proof) = &self.proof {
            let gap = u16::from(height >= fields + LEGIBLE + 3);
            let rest = height.saturating_sub(fields + gap);
            page.within(Rect::new(0, fields + gap, width, rest), |page| draw(page, proof));
        }
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("←→", "Chooses the template, the printer, or what is printed."),
            ("a number, in Labels", "Says how many of each."),
        ]
    }
}
