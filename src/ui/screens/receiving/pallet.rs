//! A pallet's or parcel's label (SSCC): the posting keeps its number, so that it is found by it afterwards; one that came in
//! already says by which posting.

use crate::domain::barcode::is_sscc;
use crate::domain::document::TrayReason;
use crate::domain::serial::{fits_shape, shape_of};
use crate::domain::text::shown;
use crate::messages::Meaning;
use crate::ui::screen::{Effect, Here, Scanned};
use crate::ui::screens::meaning;
use crate::ui::screens::turns::TakesTurns;
use crate::ui::verdict::Verdict;

use super::work::Work;
use super::{Incoming, Receiving};

impl Receiving {
    /// Takes the number of a pallet that nothing else is said of.
    pub(super) fn pallet(&mut self, here: &Here, sscc: &str, meanings: &[Meaning]) -> Vec<Effect> {
        let came = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Document { document, number, kind } => Some((*document, number.as_str(), *kind)),
            _ => None,
        });
        let Some((document, number, kind)) = came else {
            let work = Work::Pallet { sscc: sscc.to_owned(), came: true, quiet: false };
            return self.work(here, work);
        };
        if self.draft.is_none() {
            return vec![Effect::NotMine(Scanned::of(sscc))];
        }
        let said = if self.draft == Some(document) {
            "it is noted in this posting; nothing changed".to_owned()
        } else if number.is_empty() {
            format!("its goods are on a draft {}; nothing changed", kind.word())
        } else {
            format!("its goods came in by {number}; nothing changed")
        };
        let said = Verdict::bad("PALLET", sscc, said).opening(meaning::of_document(document, number, kind));
        vec![Effect::Say(said)]
    }

    /// Notes the pallet that a label of goods names as well.
    pub(super) fn pallet_beside(&self, sscc: &str) -> Option<Work> {
        let noted = self.view.as_ref().is_some_and(|view| view.pallets.iter().any(|other| other == sscc));
        (!noted).then(|| Work::Pallet { sscc: sscc.to_owned(), came: true, quiet: true })
    }

    /// A bare number that is a pallet's by its check digit, and nothing that stock knows: where serials are waited for that do
    /// not look like it, a person says which it is. `None` where it is taken for a serial.
    pub(super) fn perhaps_a_pallet(&mut self, here: &Here, incoming: &Incoming) -> Option<Vec<Effect>> {
        let raw = incoming.text.clone();
        if !is_sscc(&raw) || incoming.typed {
            return None;
        }
        let Some(line) = self.at_hand().filter(|line| line.serialised) else {
            return Some(self.pallet(here, &raw, &[]));
        };
        let shape = shape_of(self.scans.iter().map(|scan| scan.serial.as_str()));
        if shape.is_some_and(|shape| fits_shape(&shape, &raw)) {
            return None;
        }
        let why = format!("a pallet's or parcel's number (SSCC); line {} waits for serials", line.line);
        let said = Verdict::bad("ODD", shown(&raw), "a pallet's number (SSCC)? F2 takes it for a serial");
        Some(self.wait_for_decision(here, &raw, TrayReason::Odd(why), said))
    }
}

/// Returns the number of a pallet when a scan says nothing else: its label is read as one, or stock knows the bare number as one.
pub(super) fn pallet_alone(incoming: &Incoming, meanings: &[Meaning]) -> Option<String> {
    let pallets_only = meanings.iter().all(|meaning| matches!(meaning, Meaning::Document { .. }));
    match &incoming.marking {
        _ if !pallets_only => None,
        Some(marking) if marking.product.is_none() && marking.serial.is_none() => marking.pallet.clone(),
        Some(_) => None,
        None => (!meanings.is_empty() && is_sscc(&incoming.text)).then(|| incoming.text.clone()),
    }
}
