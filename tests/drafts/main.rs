//! Drafts of what leaves, moves and comes back, scan by scan, in memory and on disk.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod company;
mod desks;
mod holding;
mod lines;
mod posting;
mod questions;
mod scripts;
#[path = "../support/mod.rs"]
mod support;

use dockhand::domain::document::{Cost, DocumentKind};
use dockhand::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::time::Day;
use dockhand::messages::{
    Answer, Command, MoveDraftView, MoveHeadEdit, MoveLineEdit, NewSerials, No, Origin, Outcome, PostedDocument, Query,
    Refused, WantedLine, WholeLine, WholeMove, WholePosting,
};
use dockhand::store::tables::{HELD, PICKED};
use support::{Shop, counted, rows, serialised};

const MAIN: WarehouseId = WarehouseId(1);
const SHOP: WarehouseId = WarehouseId(2);

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A shop with two warehouses; `Main` has 10 cables of 1.25 and 5 of 2, and phones A1 to A6.
struct Floor {
    shop: Shop,
    cable: ProductId,
    phone: ProductId,
}

/// Runs a story over a floor in memory and over one on disk; at its end the store proves itself, and its journal makes it
/// again.
fn each_floor(story: impl Fn(&Floor)) {
    for shop in [Shop::in_memory(), Shop::on_disk()] {
        let floor = Floor::new(shop);
        story(&floor);
        floor.whole();
    }
}

impl Floor {
    fn new(shop: Shop) -> Floor {
        shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
        let (cable, phone) = (shop.product(counted("Cable")), shop.product(serialised("Phone")));
        let floor = Floor { shop, cable, phone };
        floor.receive("2026-09-01", &[(cable, 10, "12.5", &[]), (phone, 0, "300", &["A1", "A2", "A3"])]);
        floor.receive("2026-09-02", &[(cable, 5, "10", &[]), (phone, 0, "330", &["A4", "A5", "A6"])]);
        floor
    }

    /// Receives lines of a product, a count or serials, and what they cost in total.
    fn receive(&self, date: &str, lines: &[(ProductId, u32, &str, &[&str])]) -> PostedDocument {
        let lines = lines.iter().map(|(product, count, cost, serials)| WholeLine {
            product: *product,
            quantity: (*count > 0).then(|| pieces(*count)),
            cost: Some(Cost::Total(money(cost))),
            warranty: None,
            batch: String::new(),
            expiry: None,
            bin: None,
            serials: vec![NewSerials::Literal(serials.iter().map(|serial| (*serial).to_owned()).collect())],
        });
        let posting = WholePosting {
            warehouse: MAIN,
            supplier: "Northwind".into(),
            invoice: String::new(),
            date: Some(day(date)),
            note: String::new(),
            lines: lines.map(|line| WholeLine { serials: few(line.serials), ..line }).collect(),
        };
        posted(self.shop.run(Command::ReceiveWhole(Box::new(posting))))
    }

    fn open(&self, kind: DocumentKind) -> DocumentId {
        self.open_in(kind, MAIN)
    }

    fn open_in(&self, kind: DocumentKind, warehouse: WarehouseId) -> DocumentId {
        match self.shop.run(Command::OpenDraft { kind, warehouse }) {
            Outcome::DraftOpened(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    fn pick(&self, draft: DocumentId, serials: &[&str]) -> Outcome {
        self.shop.run(picked(draft, serials))
    }

    fn count(&self, draft: DocumentId, by: u32) -> Outcome {
        self.shop.run(goods(draft, self.cable, i64::from(by)))
    }

    fn head(&self, draft: DocumentId, head: MoveHeadEdit) {
        self.shop.run(Command::EditMoveHead { draft, head: Box::new(head) });
    }

    fn line(&self, draft: DocumentId, line: LineNo, edit: MoveLineEdit) {
        self.shop.run(Command::EditMoveLine { draft, line, edit });
    }

    fn post(&self, draft: DocumentId) -> PostedDocument {
        posted(self.shop.run(Command::PostDraft { draft }))
    }

    fn look(&self, draft: DocumentId) -> MoveDraftView {
        match self.shop.ask(&Query::MoveDraft(draft)) {
            Answer::MoveDraft(view) => *view,
            other => panic!("{other:?}"),
        }
    }

    /// A draft of a sale with these units.
    fn sale(&self, serials: &[&str]) -> DocumentId {
        let draft = self.open(DocumentKind::Sale);
        self.pick(draft, serials);
        draft
    }

    /// Opens another desk, with the same employee.
    fn desk(&self, name: &str) -> Origin {
        self.shop.stockroom.open_desk(name).unwrap()
    }

    /// Carries a command out that is refused, and holds that nothing was changed by it.
    fn refused(&self, command: Command) -> Refused {
        let before = rows(&*self.shop.engine);
        let refused = self.shop.refused(command);
        assert_eq!(rows(&*self.shop.engine), before, "{refused}");
        refused
    }

    /// How many units are held.
    fn held(&self) -> usize {
        let all = rows(&*self.shop.engine);
        assert_eq!(all[HELD.name()].len(), all[PICKED.name()].len());
        all[HELD.name()].len()
    }

    fn whole(&self) {
        assert_eq!(self.broken(), Vec::<String>::new());
        self.shop.replays_equal();
    }

    fn broken(&self) -> Vec<String> {
        let mut broken = Vec::new();
        match self.shop.stockroom.verify(&mut |sentence| broken.push(sentence)) {
            Ok(_) => broken,
            Err(unreadable) => vec![unreadable.to_string()],
        }
    }

    fn resolved(&self, text: &str) -> String {
        let Answer::Meanings(meanings) = self.shop.ask(&Query::Resolve { text: text.into(), product: None }) else {
            panic!("meanings")
        };
        match &meanings[0] {
            dockhand::messages::Meaning::Unit(unit) => unit.standing.to_string(),
            other => panic!("{other:?}"),
        }
    }
}

fn few(serials: Vec<NewSerials>) -> Vec<NewSerials> {
    serials.into_iter().filter(|part| !matches!(part, NewSerials::Literal(all) if all.is_empty())).collect()
}

fn picked(draft: DocumentId, serials: &[&str]) -> Command {
    let serials = serials.iter().map(|serial| (*serial).to_owned()).collect();
    Command::PickSerials { draft, serials, product: None, line: None, from_tray: None }
}

fn put_back(draft: DocumentId, serials: &[&str]) -> Command {
    Command::PutBack { draft, serials: serials.iter().map(|serial| (*serial).to_owned()).collect() }
}

fn goods(draft: DocumentId, product: ProductId, by: i64) -> Command {
    let by = Quantity::from_thousandths(by * 1_000);
    Command::PickGoods { draft, product, by, line: None, from_tray: None }
}

fn posted(outcome: Outcome) -> PostedDocument {
    match outcome {
        Outcome::Posted(posted) => posted,
        other => panic!("{other:?}"),
    }
}

fn code(answer: Result<Outcome, No>) -> String {
    match answer {
        Ok(outcome) => format!("{outcome:?}"),
        Err(No::Refused(refused)) => refused.code().to_owned(),
        Err(No::Broken(sentence)) => panic!("{sentence}"),
    }
}

/// A document in one piece.
fn whole(kind: DocumentKind, lines: Vec<WantedLine>) -> WholeMove {
    WholeMove {
        kind,
        warehouse: Some(MAIN),
        to: None,
        of: None,
        client: String::new(),
        reason: String::new(),
        date: None,
        note: String::new(),
        lines,
    }
}

fn wanted(product: ProductId, quantity: u32, serials: &[&str]) -> WantedLine {
    WantedLine {
        product,
        quantity: (quantity > 0).then(|| pieces(quantity)),
        serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
        bin: None,
        to_bin: None,
        price: None,
    }
}
