//! What a scan means here: a product's barcode chooses or makes its line, a serial goes to the line at hand, and what
//! needs a person waits in the tray while scanning goes on.

use crate::domain::barcode::Gtin;
use crate::domain::document::TrayReason;
use crate::domain::id::{BinId, ProductId};
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{Answer, LineEdit, LineView, Meaning, Query, Standing, UnitBrief};
use crate::ui::screen::{Effect, Here, Scanned};
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::verdict::{Target, Verdict};

use super::pallet::pallet_alone;
use super::work::Work;
use super::{HINT, Incoming, MEANING, OTHER, Receiving, SPLIT, grammar, verdicts};

/// What a code is, as far as this screen is concerned.
enum Reading {
    /// A product: name, with serials or not, pieces it stands for.
    Goods(ProductId, String, bool, Quantity),
    /// A serial that the line's own product knows.
    OwnUnit(UnitBrief),
    /// A unit of something else.
    OtherUnit(UnitBrief),
    /// A shelf of the draft's warehouse.
    Shelf(BinId, String),
    /// Something for another screen, as words.
    Foreign(String),
    /// Two things at once, as words.
    Two(String, String),
    /// Nothing is known of it.
    Nothing,
}

impl Receiving {
    /// Takes a scan: asks what stock knows of it.
    pub(super) fn scanned(&mut self, here: &Here, scan: Scanned) -> Vec<Effect> {
        if let Some(sentence) = scan.broken {
            let said = Verdict::bad("NOT READ", shown(&scan.text), sentence.as_str());
            return self.wait_for_decision(here, &scan.text, TrayReason::Malformed(sentence), said);
        }
        let text = scan.marking.as_ref().and_then(|marking| marking.product.clone()).unwrap_or(scan.text);
        let incoming = Incoming {
            text: text.trim().to_owned(),
            other: scan.other,
            double: scan.double,
            double_count: scan.double_count,
            doubtful: scan.doubtful,
            typed: false,
            marking: scan.marking,
            from_tray: scan.from_tray,
            label: None,
        };
        self.resolve(incoming)
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
        self.meanings = None;
        self.incoming = Some(incoming);
        effects
    }

    /// Decides what to do with a code that stock knows so much of.
    pub(super) fn decide(&mut self, here: &Here, incoming: Incoming, meanings: &[Meaning]) -> Vec<Effect> {
        let at_hand = self.at_hand().filter(|line| line.serialised).map(|line| line.product);
        let warehouse = self.view.as_ref().map(|view| view.warehouse);
        self.named = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Unit(unit) => Some(Target::Unit(unit.product, unit.key.clone())),
            _ => None,
        });
        if let Some(sscc) = pallet_alone(&incoming, meanings) {
            return self.pallet(here, &sscc, meanings);
        }
        if let Some(marking) = incoming.marking.clone() {
            return self.marked(here, incoming, &marking, meanings);
        }
        match read(meanings, at_hand, warehouse) {
            Reading::Goods(product, name, serialised, pack) => {
                self.goods(here, &incoming, product, name, serialised, pack)
            }
            Reading::OwnUnit(unit) => self.own_unit(here, incoming, &unit),
            Reading::OtherUnit(unit) => self.other_unit(here, &incoming, &unit),
            Reading::Shelf(bin, name) if self.at_hand().is_some() => self.shelf(here, bin, &name),
            Reading::Shelf(_, name) => self.foreign(here, &incoming.text, &format!("bin {name}")),
            Reading::Foreign(what) => self.foreign(here, &incoming.text, &what),
            Reading::Two(one, two) => {
                let said = format!("{one} and {two}: F2 decides");
                let said = Verdict::bad("TWO READINGS", shown(&incoming.text), said);
                self.wait_for_decision(here, &incoming.text, TrayReason::TwoReadings(one, two), said)
            }
            Reading::Nothing => self.unknown(here, incoming),
        }
    }

    /// A product's barcode: its line is selected or made, and a product without serials is counted.
    fn goods(
        &mut self,
        here: &Here,
        incoming: &Incoming,
        product: ProductId,
        name: String,
        serialised: bool,
        pack: Quantity,
    ) -> Vec<Effect> {
        let line = self.line_of(product).map(|line| (line.line, line.counted, line.carton.is_some()));
        let fresh = line.is_none_or(|(_, counted, carton)| counted.is_zero() && !carton);
        if let Some((line, ..)) = line {
            self.choose(line);
        }
        let mut effects = Vec::new();
        if line.is_none() {
            let count = if serialised || self.damaged { Quantity::ZERO } else { pack };
            let add = Work::AddLine { product, name: name.clone(), serialised, count, from_tray: None };
            effects.extend(self.work(here, add));
            if !serialised && self.damaged {
                effects.extend(self.count(here, None, name.clone(), pack));
            }
        } else if !serialised && incoming.double_count {
            let there = self.at_hand().map(|line| line.counted).unwrap_or_default();
            let said = format!("read twice within a moment; {there} are counted, nothing changed");
            return vec![Effect::Say(Verdict::bad("ALREADY SCANNED", name, said))];
        } else if !serialised {
            return self.count(here, line.map(|(line, ..)| line), name, pack);
        }
        // A carton's own barcode says how many are in it.
        if let Some(size) = pack.whole().filter(|size| serialised && fresh && *size > 1) {
            let edit = LineEdit { carton: Some(Some(size)), ..LineEdit::default() };
            let said = Verdict::good("CARTONS", name, format!("of {size} · scan their serials"));
            effects.extend(self.work(here, Work::Edit { line: None, edit, said, undo: None }));
            return effects;
        }
        if line.is_some() {
            effects.extend(self.selected_by_scan(here));
        }
        effects
    }

    /// A line was chosen by a barcode: noted in the draft, so that a desk that is killed comes back to this line.
    fn selected_by_scan(&mut self, here: &Here) -> Vec<Effect> {
        let Some(line) = self.at_hand() else { return Vec::new() };
        let said = verdicts::selected(line);
        let last = self.view.iter().flat_map(|view| &view.lines).max_by_key(|other| (other.used, other.line));
        if last.is_none_or(|last| last.line == line.line) {
            let mut effects = vec![Effect::Say(said)];
            effects.extend(self.refresh());
            return effects;
        }
        let line = Some(line.line);
        self.work(here, Work::Edit { line, edit: LineEdit::default(), said, undo: None })
    }

    fn count(&mut self, here: &Here, line: Option<u32>, name: String, by: Quantity) -> Vec<Effect> {
        let damaged = std::mem::take(&mut self.damaged);
        self.work(here, Work::Count { line, name, by, damaged, from_tray: None, back: false })
    }

    /// A serial that the line's product has already, somewhere: the rules say whether it may come in again.
    fn own_unit(&mut self, here: &Here, incoming: Incoming, unit: &UnitBrief) -> Vec<Effect> {
        let here_already = matches!(unit.standing, Standing::InDraft { draft, .. } if Some(draft) == self.draft);
        if incoming.double && here_already {
            let line = self.selected.unwrap_or_default();
            return vec![Effect::Say(verdicts::already(&incoming.text, line, &unit.name))];
        }
        self.serial(here, incoming)
    }

    /// A serial of another product, or one that came before its product.
    fn other_unit(&mut self, here: &Here, incoming: &Incoming, unit: &UnitBrief) -> Vec<Effect> {
        // Nothing is being received: a unit's serial asks for its passport, as on every screen.
        if self.draft.is_none() {
            return vec![Effect::NotMine(Scanned::of(incoming.text.clone()))];
        }
        let known = format!("{} · {}", unit.name, verdicts::known(&unit.standing));
        let (word, reason) = match &unit.standing {
            Standing::InDraft { draft, .. } if Some(*draft) == self.draft => {
                let said = format!("nothing changed · {}, in this posting", unit.name);
                return vec![Effect::Say(Verdict::bad("ALREADY SCANNED", shown(&incoming.text), said))];
            }
            Standing::InStock { .. } => ("IN STOCK", TrayReason::InStock(known.clone())),
            Standing::InDraft { .. } | Standing::Picked { .. } => ("TAKEN", TrayReason::InDraft(known.clone())),
            Standing::Reserved { .. } => ("RESERVED", TrayReason::InStock(known.clone())),
            Standing::InTransit { .. } => ("IN TRANSIT", TrayReason::InStock(known.clone())),
            // It left once and comes back: its product's barcode says which line takes it.
            Standing::Gone { .. } => ("NO LINE", TrayReason::Unknown),
        };
        let said = Verdict::bad(word, shown(&incoming.text), known);
        self.wait_for_decision(here, &incoming.text, reason, said)
    }

    fn shelf(&mut self, here: &Here, bin: BinId, name: &str) -> Vec<Effect> {
        let line = self.at_hand().map(|line| format!("line {} {} goes there", line.line, line.name));
        let said = Verdict::good("BIN", name, line.unwrap_or_default());
        let edit = LineEdit { bin: Some(Some(bin)), ..LineEdit::default() };
        self.work(here, Work::Edit { line: None, edit, said, undo: None })
    }

    fn foreign(&mut self, here: &Here, raw: &str, what: &str) -> Vec<Effect> {
        let said = Verdict::bad("NOT TAKEN", shown(raw), format!("{what}: not a product, and no serial"));
        self.wait_for_decision(here, raw, TrayReason::Elsewhere(what.to_owned()), said)
    }

    /// A code that nothing answers to: a serial of the line at hand, unless its shape says otherwise.
    fn unknown(&mut self, here: &Here, incoming: Incoming) -> Vec<Effect> {
        let raw = incoming.text.clone();
        if incoming.doubtful {
            let why = "its end may be missing, or it is too long for a scan";
            let said = Verdict::bad("DOUBTFUL", shown(&raw), format!("{why}: scan it again"));
            return self.wait_for_decision(here, &raw, TrayReason::Malformed(why.to_owned()), said);
        }
        if let Some(effects) = self.perhaps_a_pallet(here, &incoming) {
            return effects;
        }
        let Some(line) = self.at_hand().filter(|line| line.serialised) else { return self.unplaced(incoming) };
        if !incoming.typed && self.looks_like_goods(&raw) {
            let why = format!("it has the shape of a product's barcode; line {} waits for serials", line.line);
            let said = Verdict::bad("UNKNOWN", shown(&raw), "a product's barcode? F3 makes it, F2 decides");
            // What follows may belong to that product: no line takes it until one is chosen.
            let effects = self.wait_for_decision(here, &raw, TrayReason::Odd(why), said);
            self.held = true;
            return effects;
        }
        if incoming.double && self.waits(&raw) {
            let said = "read twice; it waits for a decision already";
            return vec![Effect::Say(Verdict::bad("ALREADY SCANNED", shown(&raw), said))];
        }
        if !incoming.typed
            && let (Some(parts), Some(draft)) = (grammar::carton_list(&raw), self.draft)
        {
            let text = parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join("\n");
            let query = Query::Preview { draft, line: line.line, text, wanted: None };
            self.turns.step = Step::Asking;
            self.incoming = Some(incoming);
            return vec![Effect::Ask(SPLIT, query)];
        }
        self.serial(here, incoming)
    }

    /// Takes the serial of one unit into the line at hand, with what its label said.
    fn serial(&mut self, here: &Here, incoming: Incoming) -> Vec<Effect> {
        let damaged = std::mem::take(&mut self.damaged);
        let Incoming { text, label, .. } = incoming;
        self.work(here, Work::Serials { serials: vec![text], damaged, generated: None, label })
    }

    /// No line takes serials: it may be a product nobody made yet, or a number that lost its zeros.
    fn unplaced(&mut self, incoming: Incoming) -> Vec<Effect> {
        self.turns.step = Step::Asking;
        let query = Query::Hint(incoming.text.clone());
        self.incoming = Some(incoming);
        vec![Effect::Ask(HINT, query)]
    }

    /// Takes what the unknown code may have been.
    pub(super) fn hinted(&mut self, here: &Here, answer: Option<Answer>) -> Vec<Effect> {
        let Some(incoming) = self.incoming.take() else { return self.idle() };
        self.turns.step = Step::Idle;
        let hint = match answer {
            Some(Answer::Hint(hint)) if !hint.is_empty() => Some(hint.trim_start_matches("; ").to_owned()),
            _ => None,
        };
        self.nobody_knows(here, &incoming.text, hint)
    }

    fn nobody_knows(&mut self, here: &Here, raw: &str, hint: Option<String>) -> Vec<Effect> {
        let said = hint.unwrap_or_else(|| match self.at_hand() {
            _ if Gtin::parse(raw).is_ok() => "F3 makes a product of it".to_owned(),
            Some(line) if !line.serialised => {
                format!("line {} {} has no serials; F3 makes a product of it", line.line, line.name)
            }
            _ => "scan the product's barcode first, or F3 makes a product of it".to_owned(),
        });
        self.wait_for_decision(here, raw, TrayReason::Unknown, Verdict::bad("UNKNOWN", shown(raw), said))
    }

    /// Tells whether a code that nothing knows has the shape of a product's barcode, unlike the line's serials.
    fn looks_like_goods(&self, raw: &str) -> bool {
        let like = |scan: &crate::messages::ScanView| {
            scan.serial.len() == raw.len() && scan.serial.bytes().all(|byte| byte.is_ascii_digit())
        };
        raw.len() >= 12 && Gtin::parse(raw).is_ok() && !self.scans.iter().any(like)
    }

    /// Takes what a carton's code would bring: all of it fits and is shown first, or it is one scan like any other.
    pub(super) fn split(&mut self, here: &Here, answer: Option<Answer>) -> Vec<Effect> {
        let Some(incoming) = self.incoming.take() else { return self.idle() };
        self.turns.step = Step::Idle;
        let count = grammar::carton_list(&incoming.text).map_or(0, |parts| parts.len());
        if let (Some(Answer::Preview(preview)), Some(draft), Some(line)) = (answer, self.draft, self.at_hand())
            && preview.serials.len() == count
            && preview.clashes.is_empty()
            && preview.odd.is_empty()
        {
            let said = Verdict::warn("CARTON", format!("{count} serials"), "F10 takes them all; Esc takes none");
            let text = preview.serials.join("\n");
            let range = crate::ui::screens::range::Range::of_carton(draft, line, text, *preview);
            return vec![Effect::Say(said), Effect::Push(Box::new(range))];
        }
        self.serial(here, incoming)
    }

    /// Keeps a scan for a decision; one that waits already is not kept twice.
    pub(super) fn wait_for_decision(
        &mut self,
        here: &Here,
        raw: &str,
        reason: TrayReason,
        said: Verdict,
    ) -> Vec<Effect> {
        let mut effects = self.keep_for_decision(raw, reason, said);
        if self.turns.step != Step::Working {
            effects.extend(self.go_on(here));
        }
        effects
    }

    /// Queues a scan for the tray.
    pub(super) fn keep_for_decision(&mut self, raw: &str, reason: TrayReason, said: Verdict) -> Vec<Effect> {
        let said = match self.named.take() {
            Some(target) => said.opening(target),
            None => said,
        };
        // Cartons of a product that nobody made yet may be scanned many times: each counts.
        if self.waits(raw) && Gtin::parse(raw).is_err() {
            return vec![Effect::Say(said)];
        }
        self.turns.works.push_front(Work::Tray { raw: raw.to_owned(), reason, said });
        Vec::new()
    }

    fn waits(&self, raw: &str) -> bool {
        self.tray.iter().any(|row| row.raw == raw)
    }

    /// Returns the line of a product, of several the one last used.
    fn line_of(&self, product: ProductId) -> Option<&LineView> {
        let lines = self.view.iter().flat_map(|view| &view.lines).filter(|line| line.product == product);
        lines.max_by_key(|line| (Some(line.line) == self.selected, line.used, line.line))
    }
}

/// Reads what stock knows the way this screen asks: products, and serials of the product at hand.
fn read(
    meanings: &[Meaning],
    at_hand: Option<ProductId>,
    warehouse: Option<crate::domain::id::WarehouseId>,
) -> Reading {
    let mut goods = meanings.iter().filter_map(|meaning| match meaning {
        Meaning::Product { product, name, serialised, pack } => Some((*product, name, *serialised, *pack)),
        _ => None,
    });
    let units = || {
        meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Unit(unit) => Some(unit),
            _ => None,
        })
    };
    let own = units().find(|unit| Some(unit.product) == at_hand);
    match (goods.next(), goods.next(), own) {
        (Some(one), Some(two), _) if one.0 != two.0 => return Reading::Two(one.1.clone(), two.1.clone()),
        (Some((_, name, ..)), _, Some(unit)) => {
            return Reading::Two(name.clone(), format!("a serial of {}", unit.name));
        }
        (Some((product, name, serialised, pack)), ..) => {
            return Reading::Goods(product, name.clone(), serialised, pack);
        }
        (None, _, Some(unit)) => return Reading::OwnUnit(unit.clone()),
        (None, ..) => {}
    }
    // Short numbers are shared by many products, and a serial that left may be anybody's by now.
    let other = units()
        .find(|unit| at_hand.is_none() || (unit.serial.len() >= 6 && !matches!(unit.standing, Standing::Gone { .. })));
    if let Some(unit) = other {
        return Reading::OtherUnit(unit.clone());
    }
    for meaning in meanings {
        match meaning {
            Meaning::Bin { bin, warehouse: stands, name } if Some(*stands) == warehouse => {
                return Reading::Shelf(*bin, name.clone());
            }
            Meaning::Bin { name, .. } => return Reading::Foreign(format!("bin {name}")),
            Meaning::Document { number, kind, .. } => return Reading::Foreign(format!("{} {number}", kind.word())),
            Meaning::Warehouse { name, .. } => return Reading::Foreign(format!("warehouse {name}")),
            Meaning::Product { .. } | Meaning::Unit(_) => {}
        }
    }
    Reading::Nothing
}
