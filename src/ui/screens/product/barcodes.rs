//! What changes a product from its screen: barcodes added and taken away, serials for one that has no stock.

use crate::domain::barcode::BarcodeKey;
use crate::domain::product::{Barcode, NumberedBy, Product as Record};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::{Command, WholeConversion};
use crate::ui::screen::{Brought, Effect, Here, Tag};
use crate::ui::verdict::Verdict;
use crate::ui::widgets::confirm::Confirm;

use super::super::conversion::Conversion;
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

    /// Opens the conversion of what is in stock; asks before a product without stock is told apart by serials for good.
    pub(super) fn ask_serialise(&self) -> Vec<Effect> {
        if self.has_stock() {
            return vec![Effect::Push(Conversion::of_product(self.id))];
        }
        let numbered = match self.record().and_then(|product| product.template.as_ref()) {
            Some(template) => format!("We number them by {template}."),
            None => "Its serials are the maker's; F6 gives it a template.".to_owned(),
        };
        let facts = [
            "This cannot be undone: from then on each piece needs a serial, and it is counted in pieces.".to_owned(),
            numbered,
        ];
        vec![Effect::Push(Confirm::ask(SERIALISE, format!("Give {} serials?", self.name()), facts))]
    }

    /// Takes what a screen above brought.
    pub(super) fn resumed(&mut self, here: &Here, brought: &Brought) -> Vec<Effect> {
        if *brought == Brought::Yes(SERIALISE) {
            let ours = self.record().is_some_and(|product| product.template.is_some());
            let numbered_by = if ours { NumberedBy::Us } else { NumberedBy::Maker };
            let (product, matching) = (self.id, Matching::Loose);
            let whole = WholeConversion { product, numbered_by, matching, serials: Vec::new() };
            return vec![Effect::Run(SAVE, Command::ConvertWhole(Box::new(whole)))];
        }
        self.changed(here)
    }
}
