//! Random histories of receiving, carried out in a store and kept by hand on a page: both say the same.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod page;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use chrono::Days;
use dockhand::domain::document::{self, DocumentState, TrayReason};
use dockhand::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::template::Template;
use dockhand::messages::{Command, HeadEdit, LineEdit, No, Origin, Outcome};
use dockhand::ops::verify::verify;
use dockhand::store::engine::{Direction, Error};
use dockhand::store::tables::{BALANCE, DOCUMENT, LAYER, LINE, LOT_UNIT, TEMPLATE_COUNTER, View};
use page::{CABLE, Cost, Page, Scan, State, Told};
use proptest::prelude::*;
use support::{Shop, counted, serialised};

/// Something that happens at a desk. Documents and lines are meant by numbers that find one among those there are.
#[derive(Debug, Clone)]
enum Step {
    Open,
    Add { doc: u8, product: usize, count: u8, row: Option<u8> },
    Scan { doc: u8, line: u8, first: u8, count: u8, damaged: bool, insist: bool, row: Option<u8> },
    Generate { doc: u8, line: u8, count: u8 },
    TakeBack { doc: u8, line: u8, first: u8, count: u8 },
    Count { doc: u8, line: u8, by: i8, damaged: bool },
    Quantity { doc: u8, line: u8, quantity: Option<u8> },
    Cost { doc: u8, line: u8, cost: Option<u16>, total: bool },
    Date { doc: u8, back: Option<u8> },
    Tray { doc: u8 },
    Drop { doc: u8, row: u8 },
    Remove { doc: u8, line: u8 },
    Delete { doc: u8 },
    Post { doc: u8, tidy: bool },
    Cancel { doc: u8, reopen: bool },
}

fn step() -> impl Strategy<Value = Step> {
    let at = || (any::<u8>(), any::<u8>());
    let row = || proptest::option::weighted(0.1, 1..3_u8);
    prop_oneof![
        3 => Just(Step::Open),
        6 => (any::<u8>(), 0..3_usize, 0..4_u8, row())
            .prop_map(|(doc, product, count, row)| Step::Add { doc, product, count, row }),
        16 => (at(), 0..12_u8, prop_oneof![4 => 1..2_u8, 1 => 2..5_u8], prop::bool::weighted(0.2), any::<bool>(), row())
            .prop_map(|((doc, line), first, count, damaged, insist, row)| {
                Step::Scan { doc, line, first, count, damaged, insist, row }
            }),
        4 => (at(), 1..4_u8).prop_map(|((doc, line), count)| Step::Generate { doc, line, count }),
        4 => (at(), 0..12_u8, 1..3_u8)
            .prop_map(|((doc, line), first, count)| Step::TakeBack { doc, line, first, count }),
        5 => (at(), -4..9_i8, prop::bool::weighted(0.3))
            .prop_map(|((doc, line), by, damaged)| Step::Count { doc, line, by, damaged }),
        3 => (at(), proptest::option::of(0..6_u8))
            .prop_map(|((doc, line), quantity)| Step::Quantity { doc, line, quantity }),
        3 => (at(), proptest::option::of(any::<u16>()), any::<bool>())
            .prop_map(|((doc, line), cost, total)| Step::Cost { doc, line, cost, total }),
        2 => (any::<u8>(), proptest::option::of(0..4_u8)).prop_map(|(doc, back)| Step::Date { doc, back }),
        2 => any::<u8>().prop_map(|doc| Step::Tray { doc }),
        3 => (any::<u8>(), 1..3_u8).prop_map(|(doc, row)| Step::Drop { doc, row }),
        2 => at().prop_map(|(doc, line)| Step::Remove { doc, line }),
        1 => any::<u8>().prop_map(|doc| Step::Delete { doc }),
        8 => (any::<u8>(), prop::bool::weighted(0.7)).prop_map(|(doc, tidy)| Step::Post { doc, tidy }),
        4 => (any::<u8>(), any::<bool>()).prop_map(|(doc, reopen)| Step::Cancel { doc, reopen }),
    ]
}

/// A shop and the page that is kept beside it.
struct Beside {
    shop: Shop,
    desks: [Origin; 2],
    products: [ProductId; 3],
    page: Page,
}

impl Beside {
    fn new(shop: Shop) -> Beside {
        let ours = Tracking::Serialised { numbered_by: NumberedBy::Us, matching: Matching::Loose };
        let template = Some(Template::parse("WS0{C:1}").unwrap());
        let washer = Product { tracking: ours, template, ..counted("Washer") };
        let cable = Product { decimals: 3, ..counted("Cable") };
        let products = [serialised("Phone"), washer, cable].map(|product| shop.product(product));
        let desks = [shop.origin, shop.stockroom.open_desk("desk 2").unwrap()];
        Beside { shop, desks, products, page: Page::new() }
    }

    /// Finds a document: mostly one of the drafts, now and then any, or one that is not there.
    fn doc(&self, choice: u8, state: State) -> usize {
        let wanted: Vec<usize> = (0..self.page.docs.len()).filter(|doc| self.page.docs[*doc].state == state).collect();
        match usize::from(choice) {
            choice if choice % 16 == 15 || wanted.is_empty() => choice / 16 % (self.page.docs.len() + 1),
            choice => wanted[choice % wanted.len()],
        }
    }

    fn line(&self, doc: usize, choice: u8) -> u32 {
        let lines: Vec<u32> = self.page.docs.get(doc).map_or(Vec::new(), |doc| doc.lines.keys().copied().collect());
        match usize::from(choice) {
            choice if choice % 16 == 15 || lines.is_empty() => 99,
            choice => lines[choice % lines.len()],
        }
    }

    /// Says a step on the page and as a command; returns what the page says of it.
    fn say(&mut self, step: &Step) -> (Command, Result<Told, page::Refused>) {
        let draft = |doc: usize| DocumentId(doc as u64 + 1);
        match *step {
            Step::Open => {
                let (kind, warehouse) = (document::DocumentKind::Posting, self.shop.warehouse);
                (Command::OpenDraft { kind, warehouse }, Ok(self.page.open()))
            }
            Step::Add { doc, product, count, row } => {
                let (doc, row) = (self.doc(doc, State::Draft), row.map(u32::from));
                let (draft, count) = (draft(doc), i64::from(count) * 500);
                let told = self.page.add(doc, product, count, row);
                let (product, count) = (self.products[product], Quantity::from_thousandths(count));
                (Command::AddLine { draft, product, count, from_tray: row }, told)
            }
            Step::Scan { doc, line, first, count, damaged, insist, row } => {
                let doc = self.doc(doc, State::Draft);
                let (draft, line, row) = (draft(doc), self.line(doc, line), row.map(u32::from));
                let scan = Scan { serials: self.serials(doc, line, first, count), damaged, insist, row };
                let told = self.page.scan(doc, line, &scan);
                let (serials, generated) = (scan.serials, None);
                (
                    Command::ReceiveSerials {
                        draft,
                        line,
                        serials,
                        damaged,
                        generated,
                        from_tray: row,
                        insist,
                        label: None,
                    },
                    told,
                )
            }
            Step::Generate { doc, line, count } => {
                let doc = self.doc(doc, State::Draft);
                let line = self.line(doc, line);
                let told = self.page.generate(doc, line, usize::from(count));
                (Command::GenerateSerials { draft: draft(doc), line, count: u32::from(count) }, told)
            }
            Step::TakeBack { doc, line, first, count } => {
                let doc = self.doc(doc, State::Draft);
                let line = self.line(doc, line);
                let serials = self.there(doc, line, first, count);
                let told = self.page.take_back(doc, line, &serials);
                (Command::TakeBack { draft: draft(doc), line, serials }, told)
            }
            Step::Count { doc, line, by, damaged } => {
                let doc = self.doc(doc, State::Draft);
                let (line, by) = (self.line(doc, line), i64::from(by) * 250);
                let told = self.page.count(doc, line, by, damaged);
                let by = Quantity::from_thousandths(by);
                (Command::CountGoods { draft: draft(doc), line, by, damaged, from_tray: None }, told)
            }
            Step::Tray { doc } => {
                let doc = self.doc(doc, State::Draft);
                let (raw, reason) = ("?".to_owned(), TrayReason::Unknown);
                (Command::PutInTray { draft: draft(doc), line: Some(1), raw, reason }, self.page.put_in_tray(doc))
            }
            Step::Drop { doc, row } => {
                let (doc, row) = (self.doc(doc, State::Draft), u32::from(row));
                (Command::DropFromTray { draft: draft(doc), row }, self.page.drop_from_tray(doc, row))
            }
            Step::Remove { doc, line } => {
                let doc = self.doc(doc, State::Draft);
                let line = self.line(doc, line);
                (Command::RemoveLine { draft: draft(doc), line }, self.page.remove(doc, line))
            }
            Step::Delete { doc } => {
                let doc = self.doc(doc, State::Draft);
                (Command::DeleteDraft { draft: draft(doc) }, self.page.delete(doc))
            }
            Step::Post { doc, .. } => {
                let doc = self.doc(doc, State::Draft);
                (Command::PostDraft { draft: draft(doc) }, self.page.post(doc))
            }
            Step::Cancel { doc, reopen } => {
                let doc = self.doc(doc, State::Posted);
                (Command::CancelDocument { document: draft(doc), reopen }, self.page.cancel(doc, reopen))
            }
            Step::Quantity { .. } | Step::Cost { .. } | Step::Date { .. } => self.say_edit(step),
        }
    }

    fn say_edit(&mut self, step: &Step) -> (Command, Result<Told, page::Refused>) {
        let (Step::Quantity { doc, .. } | Step::Cost { doc, .. } | Step::Date { doc, .. }) = *step else { panic!() };
        let doc = self.doc(doc, State::Draft);
        let draft = DocumentId(doc as u64 + 1);
        match *step {
            Step::Quantity { line, quantity, .. } => {
                let (line, quantity) = (self.line(doc, line), quantity.map(|quantity| i64::from(quantity) * 1_000));
                let told = self.page.set_quantity(doc, line, quantity);
                let quantity = Some(quantity.map(Quantity::from_thousandths));
                (Command::EditLine { draft, line, edit: LineEdit { quantity, ..LineEdit::default() } }, told)
            }
            Step::Cost { line, cost, total, .. } => {
                let line = self.line(doc, line);
                let kind = if total { Cost::Total } else { Cost::Unit };
                let told = self.page.set_cost(doc, line, cost.map(|cost| kind(i128::from(cost))));
                let kind = if total { document::Cost::Total } else { document::Cost::Unit };
                let cost = Some(cost.map(|cost| kind(Money::from_ten_thousandths(i64::from(cost)))));
                (Command::EditLine { draft, line, edit: LineEdit { cost, ..LineEdit::default() } }, told)
            }
            Step::Date { back, .. } => {
                let today = self.shop.now().day(chrono_tz::UTC);
                let date = Some(back.map(|back| today - Days::new(u64::from(back))));
                let head = HeadEdit { date, ..HeadEdit::default() };
                (Command::EditDraft { draft, head }, self.page.date(doc, back))
            }
            _ => panic!(),
        }
    }

    /// Serials of a product, spelled one way or another, some of them odd, some as its template would make them.
    fn serials(&self, doc: usize, line: u32, first: u8, count: u8) -> Vec<String> {
        let product = self.page.docs.get(doc).and_then(|doc| doc.lines.get(&line)).map_or(0, |line| line.product);
        let spell = |n: u8| match (product, n % 12) {
            (page::WASHER, n @ 0..7) => format!("WS0{n}"),
            (page::WASHER, n) => format!("own {n}"),
            (_, 11) => "8935-0000-0000-0000-0001".to_owned(),
            (_, n @ 0..4) => format!("sn-00 {n}"),
            (_, n) => format!("SN-00{n}"),
        };
        (first..first + count).map(spell).collect()
    }

    /// Serials that a line has, and now and then one that it has not.
    fn there(&self, doc: usize, line: u32, first: u8, count: u8) -> Vec<String> {
        let units = self.page.docs.get(doc).and_then(|doc| doc.lines.get(&line)).map_or(&[][..], |line| &line.units);
        if units.is_empty() || first % 4 == 3 {
            return self.serials(doc, line, first, count);
        }
        let from = usize::from(first) % units.len();
        units[from..].iter().take(usize::from(count)).map(|unit| unit.raw.clone()).collect()
    }

    /// Takes a step. There is always a draft to work on, and mostly what is unfinished is tidied before posting.
    fn take(&mut self, at: usize, step: &Step) -> Result<(), TestCaseError> {
        if self.page.docs.iter().all(|doc| doc.state != State::Draft) {
            self.carry_out(at, &Step::Open)?;
            for product in [page::PHONE, page::WASHER, CABLE] {
                self.carry_out(at, &Step::Add { doc: 0, product, count: 0, row: None })?;
            }
        }
        if let Step::Post { doc, tidy: true } = *step {
            let doc = self.doc(doc, State::Draft);
            while let Some((command, expected)) = self.tidy(doc) {
                self.check(at, &command, &expected)?;
            }
        }
        self.carry_out(at, step)
    }

    /// Says the next thing that makes a draft complete: lines that lack units are set to what they have, empty ones
    /// go, the tray is emptied.
    fn tidy(&mut self, doc: usize) -> Option<(Command, Result<Told, page::Refused>)> {
        let was = self.page.docs.get(doc).filter(|doc| doc.state == State::Draft)?;
        let draft = DocumentId(doc as u64 + 1);
        if let Some(row) = was.tray.first().copied() {
            return Some((Command::DropFromTray { draft, row }, self.page.drop_from_tray(doc, row)));
        }
        let unfinished = |line: &page::Line| line.counted() == 0 || line.missing() > 0;
        let (line, there) = was.lines.iter().find(|(_, line)| unfinished(line))?;
        let line = *line;
        if there.counted() == 0 {
            return Some((Command::RemoveLine { draft, line }, self.page.remove(doc, line)));
        }
        let edit = LineEdit { quantity: Some(None), ..LineEdit::default() };
        Some((Command::EditLine { draft, line, edit }, self.page.set_quantity(doc, line, None)))
    }

    fn carry_out(&mut self, at: usize, step: &Step) -> Result<(), TestCaseError> {
        let (command, expected) = self.say(step);
        self.check(at, &command, &expected)
    }

    /// Gives a command: shop and page both accept it and say the same, or both refuse it, and are the same after it.
    fn check(&self, at: usize, command: &Command, expected: &Result<Told, page::Refused>) -> Result<(), TestCaseError> {
        let said = self.shop.at(self.desks[at % 2], command.clone());
        let said = match said {
            Ok(outcome) => Ok(told(outcome)),
            Err(No::Refused(refused)) => Err(refused.code()),
            Err(No::Broken(why)) => panic!("{why}: {command:?}"),
        };
        prop_assert_eq!(&said, expected, "{:?}", command);
        let mut broken = Vec::new();
        self.shop.look(|view| verify(&view, &mut |record| broken.push(record)));
        prop_assert!(broken.is_empty(), "{:?}: {:?}", command, broken);
        self.compare()
    }

    /// Holds the whole store against the page.
    fn compare(&self) -> Result<(), TestCaseError> {
        for (id, doc) in (1..).map(DocumentId).zip(&self.page.docs) {
            let (head, lines) = self.shop.look(|view| Ok((view.need(DOCUMENT, &id)?, lines(&view, id)?)));
            let state = match doc.state {
                State::Draft => DocumentState::Draft,
                State::Posted => DocumentState::Posted,
                State::Cancelled => DocumentState::Cancelled,
                State::Deleted => DocumentState::Deleted,
            };
            let number = doc.number.map(|number| format!("P-{number}"));
            let waiting = u32::try_from(doc.tray.len()).unwrap();
            prop_assert_eq!((head.state, head.number, head.to_decide), (state, number, waiting));
            let expected: BTreeMap<u32, Seen> = doc.lines.iter().map(|(number, line)| (*number, seen(line))).collect();
            prop_assert_eq!(lines, expected, "document {}", id.0);
        }
        for (place, product) in self.products.into_iter().enumerate() {
            self.compare_stock(place, product)?;
        }
        let next = self.shop.look(|view| view.get(TEMPLATE_COUNTER, &"WS0{C:1}".to_owned())).unwrap_or(1);
        prop_assert_eq!(next, self.page.next);
        Ok(())
    }

    fn compare_stock(&self, place: usize, product: ProductId) -> Result<(), TestCaseError> {
        let queue = self.page.queue(place);
        let expected = (queue.iter().map(|line| line.counted()).sum(), queue.iter().map(|line| line.total()).sum());
        let balance = self.shop.look(|view| view.get(BALANCE, &(self.shop.warehouse, product))).unwrap_or_default();
        let on_hand: (i64, i128) = (balance.on_hand.thousandths(), balance.value.ten_thousandths().into());
        prop_assert_eq!(on_hand, expected, "product {}", place);
        let mut layers: Vec<(LotId, i64, i128)> = Vec::new();
        self.shop.look(|view| {
            view.prefix(LAYER, &(self.shop.warehouse, product), Direction::Forward, |key, layer| {
                let (quantity, cost) = (layer.quantity.thousandths(), i128::from(layer.cost.ten_thousandths()));
                match layers.last_mut() {
                    Some((lot, so_far, worth)) if *lot == key.lot => {
                        *so_far += quantity;
                        *worth += cost;
                    }
                    _ => layers.push((key.lot, quantity, cost)),
                }
                Ok(true)
            })
        });
        let layers: Vec<_> = layers.into_iter().map(|(_, quantity, cost)| (quantity, cost)).collect();
        let expected: Vec<_> = queue.iter().map(|line| (line.counted(), line.total())).collect();
        prop_assert_eq!(layers, expected, "queue of product {}", place);
        Ok(())
    }
}

/// What is compared of a line: counted, damaged, asked for, its serials in order.
type Seen = (i64, i64, Option<i64>, Vec<String>);

fn seen(line: &page::Line) -> Seen {
    let serials = line.units.iter().map(|unit| unit.raw.clone()).collect();
    (line.counted(), line.damaged(), line.expected.filter(|_| line.product != CABLE), serials)
}

fn lines(view: &View, document: DocumentId) -> Result<BTreeMap<u32, Seen>, Error> {
    let mut lines = BTreeMap::new();
    view.prefix(LINE, &document, Direction::Forward, |(_, number), line| {
        let mut serials = Vec::new();
        view.prefix(LOT_UNIT, &(line.lot, WarehouseId(0)), Direction::Forward, |_, pack| {
            serials.extend(pack.units.into_iter().map(|unit| unit.serial));
            Ok(true)
        })?;
        let expected = line.expected.map(Quantity::thousandths);
        lines.insert(number, (line.counted.thousandths(), line.damaged.thousandths(), expected, serials));
        Ok(true)
    })?;
    Ok(lines)
}

/// Says an outcome in the page's words.
fn told(outcome: Outcome) -> Told {
    match outcome {
        Outcome::Done => Told::Done,
        Outcome::DraftOpened(id) => Told::Opened(place(id)),
        Outcome::LineAdded { line, counted, .. } => Told::Added { line, counted: counted.thousandths() },
        Outcome::Counted { before, after } => {
            Told::Counted { before: before.thousandths(), after: after.thousandths() }
        }
        Outcome::SerialsReceived { serials, counted, missing, returning, .. } => Told::Received {
            serials,
            counted: counted.thousandths(),
            missing: missing.thousandths(),
            returning: returning.len(),
        },
        Outcome::TakenBack { taken, counted, .. } => {
            Told::Back { taken: taken as usize, counted: counted.thousandths() }
        }
        Outcome::InTray { row, to_decide } => Told::InTray { row, waiting: to_decide as usize },
        Outcome::Posted(posted) => Told::Posted {
            number: posted.number.strip_prefix("P-").unwrap().parse().unwrap(),
            lines: posted
                .lines
                .iter()
                .map(|line| (line.quantity.thousandths(), line.cost.ten_thousandths().into()))
                .collect(),
        },
        Outcome::Cancelled { reopened, .. } => Told::Cancelled { reopened: reopened.map(place) },
        other => panic!("{other:?}"),
    }
}

fn place(id: DocumentId) -> usize {
    usize::try_from(id.0).unwrap() - 1
}

fn history(shop: Shop, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut beside = Beside::new(shop);
    for (at, step) in steps.iter().enumerate() {
        beside.take(at, step)?;
        if at % 7 == 6 {
            beside.shop.minutes(1);
        }
    }
    beside.shop.replays_equal();
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_store_in_memory_and_a_page_kept_by_hand_say_the_same(steps in prop::collection::vec(step(), 1..80)) {
        history(Shop::in_memory(), &steps)?;
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn a_store_on_disk_and_a_page_kept_by_hand_say_the_same(steps in prop::collection::vec(step(), 1..80)) {
        history(Shop::on_disk(), &steps)?;
    }
}
