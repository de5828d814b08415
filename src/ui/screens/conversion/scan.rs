//! What a scan means here: a serial of the selected warehouse, or the warehouse itself; what is neither says so.

use crate::domain::id::{DocumentId, LineNo};
use crate::domain::text::shown;
use crate::messages::{Command, Meaning, No, Outcome, Query, Refused};
use crate::ui::screen::{Effect, Scanned};
use crate::ui::screens::receiving::{grammar, verdicts};
use crate::ui::verdict::{Target, Verdict};

use super::{Conversion, MEANING, Next, TAKE};

impl Conversion {
    /// Takes a scan: asks what stock knows of it.
    pub(super) fn scanned(&mut self, scan: &Scanned) -> Vec<Effect> {
        let text = scan.text.trim().to_owned();
        let why = match &scan.other {
            _ if text.is_empty() => "the scan held nothing: scan it again".to_owned(),
            _ if scan.doubtful => "its end may be missing, or it is too long for a scan: scan it again".to_owned(),
            Some(other) => format!("it could also read {}: scan it again", shown(other)),
            None if scan.is_pallet() => "a pallet's label (SSCC), not a unit's".to_owned(),
            None => return self.resolve(text),
        };
        vec![Effect::Say(Verdict::bad("NOT TAKEN", shown(&text), why))]
    }

    /// Takes a text that Enter ended: a list is shown first, all else is as if scanned.
    pub(super) fn typed(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        match text {
            "" => Vec::new(),
            list if grammar::is_list(list) => self.begun(Next::Range(list.to_owned(), false)),
            code => self.resolve(code.to_owned()),
        }
    }

    fn resolve(&mut self, text: String) -> Vec<Effect> {
        let product = self.seen.as_ref().map(|view| view.product);
        self.asked = Some(text.clone());
        vec![Effect::Ask(MEANING, Query::Resolve { text, product })]
    }

    /// Decides what to do with a code that stock knows so much of.
    pub(super) fn decide(&mut self, meanings: &[Meaning]) -> Vec<Effect> {
        let Some(text) = self.asked.take() else { return Vec::new() };
        let product = self.seen.as_ref().map(|view| view.product);
        let foreign = |why: String| vec![Effect::Say(Verdict::bad("NOT TAKEN", shown(&text), why))];
        match meanings.first() {
            Some(Meaning::Warehouse { warehouse, name }) => self.select(*warehouse, name, Vec::new()),
            Some(Meaning::Product { product: other, .. }) if Some(*other) == product => {
                foreign("the barcode of the product: scan the serial of each unit".to_owned())
            }
            Some(Meaning::Product { name, .. }) => foreign(format!("the barcode of {name}, no serial")),
            Some(Meaning::Document { number, .. }) => foreign(format!("the number of document {number}, no serial")),
            Some(Meaning::Bin { name, .. }) => foreign(format!("bin {name}, no serial: goods stay on their shelves")),
            Some(Meaning::Unit(unit)) if Some(unit.product) != product => {
                self.odd = self.row().and_then(|row| row.line).map(|line| (line, text.clone()));
                let said = format!("{} · {}", unit.name, verdicts::known(&unit.standing));
                let said = match &self.odd {
                    Some(_) => format!("{said} · F2 takes it all the same"),
                    None => said,
                };
                let target = Target::Unit(unit.product, unit.key.clone());
                vec![Effect::Say(Verdict::bad("ANOTHER'S", shown(&text), said).opening(target))]
            }
            Some(Meaning::Unit(_)) | None => self.begun(Next::Take(text)),
        }
    }

    /// Takes a serial into the line of the selected warehouse.
    pub(super) fn take(&mut self, draft: DocumentId, line: LineNo, serial: String, insist: bool) -> Vec<Effect> {
        self.odd = None;
        self.asked = Some(serial.clone());
        let serials = vec![serial];
        let (damaged, generated, from_tray, label) = (false, None, None, None);
        let command = Command::ReceiveSerials { draft, line, serials, damaged, generated, from_tray, insist, label };
        vec![Effect::Run(TAKE, command)]
    }

    /// Takes the serial that was odd, or another product's too.
    pub(super) fn take_odd(&mut self) -> Vec<Effect> {
        match (self.draft(), self.odd.take()) {
            (Some(draft), Some((line, serial))) => self.take(draft, line, serial, true),
            _ => Vec::new(),
        }
    }

    /// Says what was taken, and remembers it for F7.
    pub(super) fn received(&mut self, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::SerialsReceived { serials, taken, .. } = outcome else { return Vec::new() };
        let place = match (self.row(), *taken) {
            (Some(row), 1) => format!("{} · {}", self.name(), row.name),
            _ => self.name().to_owned(),
        };
        let said = verdicts::received(&place, true, false, outcome);
        match (self.row().and_then(|row| row.line), *taken, self.asked.take()) {
            (Some(line), 1, Some(_)) => self.note(line, serials.clone(), 1),
            _ => self.note_generated(),
        }
        vec![Effect::Say(said)]
    }

    /// Says why a serial was not taken; one that is odd can be taken by F2.
    pub(super) fn refused(&mut self, no: &No) -> Vec<Effect> {
        let serial = self.asked.take().unwrap_or_default();
        let said = match no {
            No::Refused(Refused::SerialOdd { why, .. }) => {
                self.odd = self.row().and_then(|row| row.line).map(|line| (line, serial.clone()));
                Verdict::bad("ODD", shown(&serial), format!("{why} · F2 takes it all the same"))
            }
            No::Refused(Refused::AlreadyScanned { serial, line, product }) => {
                let place = self.all().iter().find(|row| row.line == Some(*line));
                let place = place.map_or_else(|| product.clone(), |row| row.name.clone());
                Verdict::bad("ALREADY SCANNED", shown(serial), format!("nothing changed · {place}"))
            }
            No::Refused(refused @ Refused::SerialTaken { standing, .. }) => {
                Verdict::bad(refused.word(), shown(&serial), verdicts::known(standing))
            }
            No::Refused(Refused::CountMismatch(_)) => {
                let has = self.row().map_or_else(String::new, |row| {
                    format!("{} has {} on hand, all with serials", row.name, row.on_hand)
                });
                Verdict::bad("ONE TOO MANY", shown(&serial), has)
            }
            no => Verdict::no(no),
        };
        vec![Effect::Say(said)]
    }
}
