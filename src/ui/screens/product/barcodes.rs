//! What changes a product from its screen: barcodes added and taken away, serials for one that has no stock.

use crate::domain::barcode::BarcodeKey;
use crate::domain::product::{Barcode, NumberedBy, Product as Record, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::Command;
use crate::ui::screen::{Brought, Effect, Here, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::{Product, SAVE, Tab};

const SERIALISE: Tag = 10;

impl Product {
    fn save(&self, change: impl FnOnce(&mut Record)) -> Vec<Effect> {
        let Some(record) = self.record() else { return Vec::new() };
        let mut product = Box::new(record.clone());
        change(&mut product);
        vec![Effect::Run(SAVE, Command::EditProduct { id: self.id, product })]
    }

    /// Adds a barcode as scanned or typed; `*10` after it says what it counts.
    pub(super) fn add_barcode(&mut self, text: &str) -> Vec<Effect> {
        let Some(record) = self.record() else { return Vec::new() };
        let (text, counts) = match text.trim().rsplit_once('*') {
            Some((text, counts)) if !text.is_empty() && counts.parse::<u32>().is_ok() => (text.trim(), counts),
            _ => (text.trim(), "1"),
        };
        let key = match BarcodeKey::parse(text) {
            Ok(key) => key,
            Err(error) => return vec![Effect::Say(Verdict::bad("NOT TAKEN", "", error.to_string()))],
        };
        let same = |barcode: &Barcode| BarcodeKey::parse(&barcode.text).is_ok_and(|own| own == key);
        if record.barcodes.iter().any(same) {
            return vec![Effect::Say(Verdict::plain(format!("{text} is its barcode already.")))];
        }
        match record.parse_quantity(counts) {
            Ok(pack) => self.save(|product| product.barcodes.push(Barcode { text: text.to_owned(), pack })),
            Err(error) => vec![Effect::Say(Verdict::bad("NOT TAKEN", text, error.to_string()))],
        }
    }

    /// Takes the selected barcode away.
    pub(super) fn drop_barcode(&self) -> Vec<Effect> {
        match self.walk.selected() {
            Some(at) if self.tab() == Tab::Barcodes => self.save(|product| {
                if at < product.barcodes.len() {
                    product.barcodes.remove(at);
                }
            }),
            _ => Vec::new(),
        }
    }

    /// Tells whether anything of it is on hand, promised or on its way.
    pub(super) fn has_stock(&self) -> bool {
        let balances = self.view.as_ref().map_or(&[][..], |view| &view.balances);
        balances.iter().any(|(_, _, balance)| balance.on_hand > Quantity::ZERO || balance.in_transit > Quantity::ZERO)
    }

    /// Asks before a product without stock is told apart by serials for good.
    pub(super) fn ask_serialise(&self) -> Vec<Effect> {
        let facts = [
            "This cannot be undone: from then on each piece needs a serial, and it is counted in pieces.",
            "Its serials are the maker's; F6 gives it a template.",
        ];
        vec![Effect::Push(Confirm::ask(SERIALISE, format!("Give {} serials?", self.name()), facts))]
    }

    /// Takes what a screen above brought.
    pub(super) fn resumed(&mut self, here: &Here, brought: &Brought) -> Vec<Effect> {
        if *brought == Brought::Yes(SERIALISE) {
            return self.save(|product| {
                let (numbered_by, matching) = (NumberedBy::Maker, Matching::Loose);
                product.tracking = Tracking::Serialised { numbered_by, matching };
                product.decimals = 0;
                "pc".clone_into(&mut product.unit);
            });
        }
        self.changed(here)
    }
}
