//! What a scan means here: a unit is taken by its serial, goods are counted by their barcode, a shelf, a document or a
//! warehouse says where from or where to; what cannot be taken is said with where it is, and changes nothing.

use crate::domain::document::DocumentKind;
use crate::domain::id::{BinId, DocumentId, ProductId, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{Answer, Meaning, MoveHeadEdit, MoveLineEdit, MoveLineView, Query, Standing, UnitBrief};
use crate::ui::screen::{Effect, Here, Scanned};
use crate::ui::screens::pick::Pick;
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::verdict::{Target, Verdict};

use super::kinds::Head;
use super::work::Work;
use super::{HINT, MEANING, Moving, OTHER, WHICH, verdicts};

/// A code on its way to being understood.
#[derive(Debug, Clone, Default)]
pub(super) struct Incoming {
    pub(super) text: String,
    other: Option<String>,
    double_count: bool,
    doubtful: bool,
    /// Pieces that its label says it stands for.
    count: Option<u32>,
    /// What its first reading is, while the other is asked about.
    first: Option<Vec<Meaning>>,
    /// Units to choose from.
    units: Vec<UnitBrief>,
    /// Row of the tray it waited in.
    from_tray: Option<u32>,
}

impl Incoming {
    /// A code that was typed.
    pub(super) fn typed(text: &str) -> Incoming {
        Incoming { text: text.to_owned(), ..Incoming::default() }
    }

    /// A scan that waited in the tray.
    pub(super) fn waited(row: u32, text: &str) -> Incoming {
        Incoming { from_tray: Some(row), ..Incoming::typed(text) }
    }
}

impl Moving {
    /// Takes a scan: asks what stock knows of it.
    pub(super) fn scanned(&mut self, scan: Scanned) -> Vec<Effect> {
        self.resolve(Incoming {
            text: scan.text.trim().to_owned(),
            other: scan.other,
            double_count: scan.double_count,
            doubtful: scan.doubtful,
            count: scan.marking.and_then(|marking| marking.count),
            ..Incoming::default()
        })
    }

    /// Asks what a code is; both of its readings when it has two.
    pub(super) fn resolve(&mut self, incoming: Incoming) -> Vec<Effect> {
        self.banner = None;
        if incoming.text.is_empty() {
            return vec![Effect::Say(Verdict::bad("EMPTY", "", "the scan held nothing: scan it again"))];
        }
        let product = self.at_hand().filter(|line| line.serialised).map(|line| line.product);
        let ask = |text: &str| Query::Resolve { text: text.to_owned(), product };
        let mut effects = vec![Effect::Ask(MEANING, ask(&incoming.text))];
        effects.extend(incoming.other.as_deref().map(|other| Effect::Ask(OTHER, ask(other))));
        self.turns.step = Step::Asking;
        self.incoming = Some(incoming);
        effects
    }

    /// Takes what stock knows of a code; of two readings the one that is known counts, else a person scans again.
    pub(super) fn resolved(&mut self, here: &Here, other: bool, meanings: Vec<Meaning>) -> Vec<Effect> {
        let Some(mut incoming) = self.incoming.take() else { return self.idle() };
        if !other && incoming.other.is_some() {
            incoming.first = Some(meanings);
            self.incoming = Some(incoming);
            return Vec::new();
        }
        self.turns.step = Step::Idle;
        let Some(first) = incoming.first.take() else { return self.decide(here, incoming, meanings) };
        let second = incoming.other.take().unwrap_or_default();
        match (first.is_empty(), meanings.is_empty()) {
            (_, true) => self.decide(here, incoming, first),
            (true, false) => {
                incoming.text = second;
                self.decide(here, incoming, meanings)
            }
            (false, false) if first == meanings => self.decide(here, incoming, first),
            (false, false) => {
                let said = format!("it could also read {}: scan it again", shown(&second));
                vec![Effect::Say(Verdict::bad("TWO READINGS", shown(&incoming.text), said))]
            }
        }
    }

    /// Decides what to do with a code that stock knows so much of.
    pub(super) fn decide(&mut self, here: &Here, incoming: Incoming, meanings: Vec<Meaning>) -> Vec<Effect> {
        let mut units: Vec<UnitBrief> = Vec::new();
        let mut others = Vec::new();
        for meaning in meanings {
            match meaning {
                Meaning::Unit(unit) => units.push(unit),
                other => others.push(other),
            }
        }
        let at_hand = self.at_hand().filter(|line| line.serialised).map(|line| line.product);
        if let Some(own) = units.iter().find(|unit| Some(unit.product) == at_hand) {
            units = vec![own.clone()];
        }
        let goods = others.iter().find(|meaning| matches!(meaning, Meaning::Product { .. }));
        match (units.len(), goods) {
            (0, _) => self.decide_other(here, incoming, others),
            // Short numbers are shared by much: a product's own barcode comes before a unit of something else.
            (_, Some(Meaning::Product { name, .. })) if at_hand != units.first().map(|unit| unit.product) => {
                let said = format!("the product {name}, or a unit of {}: F5 picks units", units[0].name);
                vec![Effect::Say(Verdict::bad("TWO READINGS", shown(&incoming.text), said))]
            }
            (1, _) => self.unit(here, &incoming, units.remove(0)),
            _ => self.one_of(here, incoming, units),
        }
    }

    /// Several products have a unit of this serial: the only one that can be taken, else a person chooses.
    fn one_of(&mut self, here: &Here, mut incoming: Incoming, mut units: Vec<UnitBrief>) -> Vec<Effect> {
        let fits = |unit: &UnitBrief| {
            let travels = matches!(unit.standing, Standing::InTransit { .. });
            let gone = matches!(unit.standing, Standing::Gone { .. });
            if self.kind.arrives() { travels } else { gone == self.kind.comes_back() }
        };
        let mut fitting = units.iter().enumerate().filter(|(_, unit)| fits(unit)).map(|(at, _)| at);
        if let (Some(only), None) = (fitting.next(), fitting.next()) {
            return self.unit(here, &incoming, units.swap_remove(only));
        }
        let words = units.iter().map(|unit| format!("{} · {}", unit.name, unit.standing)).collect();
        let title = format!("Which one is {}", incoming.text);
        incoming.units = units;
        self.incoming = Some(incoming);
        let said = Verdict::warn("WHICH ONE", "", "several products have it: Enter takes the one you choose");
        vec![Effect::Say(said), Effect::Push(Pick::choice(WHICH, title, words))]
    }

    /// A person chose which unit is meant.
    pub(super) fn which(&mut self, here: &Here, at: usize) -> Vec<Effect> {
        let Some(mut incoming) = self.incoming.take() else { return self.refresh() };
        if at >= incoming.units.len() {
            return self.refresh();
        }
        let unit = incoming.units.swap_remove(at);
        self.unit(here, &incoming, unit)
    }

    /// A unit: it is taken, or a sentence says where it is and why not.
    fn unit(&mut self, here: &Here, incoming: &Incoming, unit: UnitBrief) -> Vec<Effect> {
        if let Standing::Picked { draft, line, .. } = &unit.standing
            && Some(*draft) == self.draft
        {
            let said = format!("nothing changed · line {line} · {}", unit.name);
            let said = verdicts::of_unit(Verdict::bad("ALREADY SCANNED", shown(&unit.serial), said), &unit);
            return vec![Effect::Say(said)];
        }
        // Of which document goods come back, the first unit tells by itself.
        self.take_unit(here, unit, incoming.from_tray)
    }

    /// Takes a unit into its product's line.
    pub(super) fn take_unit(&mut self, here: &Here, unit: UnitBrief, from_tray: Option<u32>) -> Vec<Effect> {
        let line = self.line_of(unit.product).map(|line| line.line);
        self.work(here, Work::Unit { unit: Box::new(unit), line, from_tray })
    }

    /// Returns the document whose goods come back, once it is known.
    pub(super) fn of(&self) -> Option<(DocumentId, &str)> {
        let view = self.view.as_ref()?;
        Some((view.of?, view.of_number.as_str()))
    }

    fn decide_other(&mut self, here: &Here, incoming: Incoming, meanings: Vec<Meaning>) -> Vec<Effect> {
        let mut goods = meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Product { product, name, serialised, pack } => Some((*product, name.clone(), *serialised, *pack)),
            _ => None,
        });
        if let Some(one) = goods.next() {
            if let Some(two) = goods.find(|two| two.0 != one.0) {
                let said = format!("{} and {}: type part of the name", one.1, two.1);
                return vec![Effect::Say(Verdict::bad("TWO READINGS", shown(&incoming.text), said))];
            }
            let (product, name, serialised, pack) = one;
            return self.goods(here, &incoming, product, name, serialised, pack);
        }
        let from_tray = incoming.from_tray;
        let mut effects = match meanings.into_iter().next() {
            Some(Meaning::Bin { bin, warehouse, name }) => self.shelf(here, &incoming.text, bin, warehouse, &name),
            Some(Meaning::Document { document, number, kind }) => self.document(here, document, number, kind),
            Some(Meaning::Warehouse { warehouse, name }) => self.warehouse(here, &incoming.text, warehouse, &name),
            _ => return self.unknown(incoming),
        };
        // It was no unit and no product after all: nothing of it waits any more.
        if let (Some(row), Step::Working) = (from_tray, self.turns.step) {
            effects.extend(self.work(here, Work::DropFromTray { row }));
        }
        effects
    }

    /// A product's barcode: goods are counted, and of a product with serials the line is chosen or made.
    pub(super) fn goods(
        &mut self,
        here: &Here,
        incoming: &Incoming,
        product: ProductId,
        name: String,
        serialised: bool,
        pack: Quantity,
    ) -> Vec<Effect> {
        let line = self.line_of(product).map(|line| (line.line, line.quantity));
        if let Some((line, _)) = line {
            self.choose(line);
        }
        if self.kind.returns() && self.of().is_none() {
            let of = self.kind.returned().word();
            let said = format!("of which {of}? Scan or type its number, or scan a unit with a serial");
            return vec![Effect::Say(Verdict::bad("NOT TAKEN", name, said))];
        }
        if serialised {
            return self.selected_by_scan(here, product, name);
        }
        if let (Some((_, there)), true) = (line, incoming.double_count) {
            let said = format!("read twice within a moment; {there} are counted, nothing changed");
            return vec![Effect::Say(Verdict::bad("ALREADY SCANNED", name, said))];
        }
        let pack = incoming.count.and_then(|count| pack.checked_times(count)).unwrap_or(pack);
        let (line, from_tray) = (line.map(|(line, _)| line), incoming.from_tray);
        self.work(here, Work::Count { product, line, name, by: pack, from_tray, back: false })
    }

    /// A product with serials: its units are scanned, or picked from those that may be taken.
    fn selected_by_scan(&mut self, here: &Here, product: ProductId, name: String) -> Vec<Effect> {
        match self.line_of(product).map(verdicts::selected) {
            Some(said) => {
                let mut effects = vec![Effect::Say(said)];
                effects.extend(self.refresh());
                effects
            }
            None => self.work(here, Work::AddLine { product, name, picker: false }),
        }
    }

    /// A shelf: of the warehouse goods are taken from, or of the one they come to.
    fn shelf(&mut self, here: &Here, raw: &str, bin: BinId, stands: WarehouseId, name: &str) -> Vec<Effect> {
        let (Some(view), Some(line)) = (&self.view, self.at_hand()) else {
            return not_taken(raw, &format!("bin {name}: scan what moves first"));
        };
        let from = self.kind.from_shelf && view.warehouse == stands;
        let comes_to = if self.kind.comes_back() { Some(view.warehouse) } else { view.to };
        let to = self.kind.to_shelf && comes_to == Some(stands);
        // From shelf to shelf within one warehouse: first where from, then where to.
        let (from, to) = if from && to { (false, true) } else { (from, to) };
        let (edit, said) = match (from, to) {
            (_, true) => (MoveLineEdit { to_bin: Some(Some(bin)), ..MoveLineEdit::default() }, "goes there"),
            (true, _) => (MoveLineEdit { bin: Some(Some(bin)), ..MoveLineEdit::default() }, "is taken from there"),
            _ => {
                let place = &view.warehouse_name;
                return not_taken(raw, &format!("bin {name} is not in {place}"));
            }
        };
        let said = Verdict::good("BIN", name, format!("line {} {} {said}", line.line, line.name));
        self.work(here, Work::Edit { line: None, edit, said, undo: None })
    }

    /// A document's number: that whose goods come back.
    fn document(&mut self, here: &Here, id: DocumentId, number: String, kind: DocumentKind) -> Vec<Effect> {
        let opens = Target::Document(id);
        let refuse = |why: String| vec![Effect::Say(Verdict::bad("NOT TAKEN", number.as_str(), why).opening(opens))];
        if !self.kind.returns() {
            return refuse(format!("it is a {}: scan a product or a unit", kind.word()));
        }
        let fits = kind == self.kind.returned() || (self.kind.comes_back() && kind == DocumentKind::Order);
        if !fits {
            let title = self.kind.title.to_lowercase();
            return refuse(format!("it is a {}: a {title} is of a {}", kind.word(), self.kind.returned().word()));
        }
        let begun = self.view.as_ref().is_some_and(|view| !view.lines.is_empty());
        if let Some((_, named)) = self.of().filter(|(of, _)| begun && *of != id) {
            return refuse(format!("this return is of {named}: F10 posts it first"));
        }
        let edit = MoveHeadEdit { of: Some(Some(id)), ..MoveHeadEdit::default() };
        let said = Verdict::good("OF", number, "scan what comes back").opening(Target::Document(id));
        self.work(here, Work::Head { edit, said })
    }

    /// A warehouse's code: where a transfer brings goods to.
    fn warehouse(&mut self, here: &Here, raw: &str, id: WarehouseId, name: &str) -> Vec<Effect> {
        if !self.kind.head.contains(&Head::Destination) {
            return not_taken(raw, &format!("warehouse {name}: scan a product or a unit"));
        }
        let edit = MoveHeadEdit { to: Some(Some(id)), ..MoveHeadEdit::default() };
        self.work(here, Work::Head { edit, said: Verdict::good("TO", name, "goods go there") })
    }

    /// A code that nothing answers to: what it may have been is asked.
    fn unknown(&mut self, incoming: Incoming) -> Vec<Effect> {
        if incoming.doubtful {
            let why = "its end may be missing, or it is too long for a scan: scan it again";
            return vec![Effect::Say(Verdict::bad("DOUBTFUL", shown(&incoming.text), why))];
        }
        self.turns.step = Step::Asking;
        let query = Query::Hint(incoming.text.clone());
        self.incoming = Some(incoming);
        vec![Effect::Ask(HINT, query)]
    }

    /// Takes what the unknown code may have been.
    pub(super) fn hinted(&mut self, answer: Option<Answer>) -> Vec<Effect> {
        self.turns.step = Step::Idle;
        let Some(incoming) = self.incoming.take() else { return Vec::new() };
        let hint = match answer {
            Some(Answer::Hint(hint)) if !hint.is_empty() => hint.trim_start_matches("; ").to_owned(),
            _ => "no unit, product or document has it; nothing changed".to_owned(),
        };
        vec![Effect::Say(Verdict::bad("UNKNOWN", shown(&incoming.text), hint))]
    }

    /// Returns the line of a product, of several the one last used.
    pub(super) fn line_of(&self, product: ProductId) -> Option<&MoveLineView> {
        let lines = self.view.iter().flat_map(|view| &view.lines).filter(|line| line.product == product);
        lines.max_by_key(|line| (Some(line.line) == self.selected, line.line))
    }
}

fn not_taken(raw: &str, why: &str) -> Vec<Effect> {
    vec![Effect::Say(Verdict::bad("NOT TAKEN", shown(raw), why))]
}
