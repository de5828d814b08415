//! What a posting does to stock, from its first scan to its cancelling, in memory and on disk.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod drafts;
mod numbers;
mod posting;
mod scans;
mod sharing;
#[path = "../support/mod.rs"]
mod support;

use dockhand::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use dockhand::domain::lot::{Layer, LayerKey};
use dockhand::domain::money::Money;
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::{Matching, SerialKey};
use dockhand::domain::template::Template;
use dockhand::domain::time::Day;
use dockhand::domain::unit::{Holder, Unit};
use dockhand::messages::{Command, HeadEdit, LineEdit, Outcome, PostedDocument};
use dockhand::ops::verify::verify;
use dockhand::store::codec::Scope;
use dockhand::store::engine::Direction;
use dockhand::store::tables::{BALANCE, LAYER, LINE, LOT_UNIT, SERIAL};
use support::{Shop, counted};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// A product that we number.
fn numbered(name: &str, template: &str) -> Product {
    Product {
        tracking: Tracking::Serialised { numbered_by: NumberedBy::Us, matching: Matching::Loose },
        template: Some(Template::parse(template).unwrap()),
        ..counted(name)
    }
}

/// What tests ask of a shop beyond what everybody does.
trait Receiving {
    fn edit_line(&self, draft: DocumentId, line: LineNo, edit: LineEdit);
    fn edit_head(&self, draft: DocumentId, head: HeadEdit);
    fn received(&self, draft: DocumentId, line: LineNo, serials: &[&str]) -> u32;
    fn posted(&self, product: ProductId, serials: &[&str]) -> (DocumentId, PostedDocument);
    fn cancel(&self, document: DocumentId, reopen: bool) -> Option<DocumentId>;
    fn in_line(&self, draft: DocumentId, line: LineNo) -> Vec<String>;
    fn layers(&self) -> Vec<(LayerKey, Layer)>;
    fn on_hand(&self, product: ProductId) -> (Quantity, Money);
    fn unit(&self, product: ProductId, key: &str) -> Option<Unit>;
    fn whole(&self, name: &str);
}

impl Receiving for Shop {
    fn edit_line(&self, draft: DocumentId, line: LineNo, edit: LineEdit) {
        self.run(Command::EditLine { draft, line, edit });
    }

    fn edit_head(&self, draft: DocumentId, head: HeadEdit) {
        self.run(Command::EditDraft { draft, head });
    }

    fn received(&self, draft: DocumentId, line: LineNo, serials: &[&str]) -> u32 {
        match self.scan(draft, line, serials) {
            Outcome::SerialsReceived { taken, .. } => taken,
            other => panic!("{other:?}"),
        }
    }

    /// Posts serials of a product on a draft of their own.
    fn posted(&self, product: ProductId, serials: &[&str]) -> (DocumentId, PostedDocument) {
        let draft = self.draft();
        let line = self.line(draft, product);
        self.scan(draft, line, serials);
        (draft, self.post(draft))
    }

    fn cancel(&self, document: DocumentId, reopen: bool) -> Option<DocumentId> {
        match self.run(Command::CancelDocument { document, reopen }) {
            Outcome::Cancelled { reopened, .. } => reopened,
            other => panic!("{other:?}"),
        }
    }

    fn in_line(&self, draft: DocumentId, line: LineNo) -> Vec<String> {
        self.look(|view| {
            let lot = view.need(LINE, &(draft, line))?.lot;
            let mut serials = Vec::new();
            view.prefix(LOT_UNIT, &(lot, WarehouseId(0)), Direction::Forward, |_, pack| {
                serials.extend(pack.units.into_iter().map(|unit| unit.serial));
                Ok(true)
            })?;
            Ok(serials)
        })
    }

    fn layers(&self) -> Vec<(LayerKey, Layer)> {
        self.look(|view| {
            let mut layers = Vec::new();
            view.prefix(LAYER, &(), Direction::Forward, |key, layer| {
                layers.push((key, layer));
                Ok(true)
            })?;
            Ok(layers)
        })
    }

    fn on_hand(&self, product: ProductId) -> (Quantity, Money) {
        let balance = self.look(|view| view.get(BALANCE, &(self.warehouse, product))).unwrap_or_default();
        (balance.on_hand, balance.value)
    }

    fn unit(&self, product: ProductId, key: &str) -> Option<Unit> {
        let key = (SerialKey::from_stored(key.to_owned()), Scope(product.0));
        self.look(|view| view.get(SERIAL, &key)).map(|holder| match holder {
            Holder::Unit(unit) => unit,
            Holder::Alias(own) => panic!("{} is another name of {own}", key.0),
        })
    }

    fn whole(&self, name: &str) {
        let mut broken = Vec::new();
        let looked_at = self.look(|view| verify(&view, &mut |record| broken.push(record)));
        assert_eq!(broken, [""; 0], "{name}");
        assert!(looked_at > 0, "{name}");
    }
}
