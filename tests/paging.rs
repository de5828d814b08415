//! Lists walked page by page are the whole list, whatever the pages hold.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::fmt::Debug;

use dockhand::domain::document::{DocumentKind, DocumentState};
use dockhand::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use dockhand::domain::product::Product;
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{Answer, Command, Cursor, HeadEdit, LineEdit, Outcome, Query, StockBy};
use proptest::prelude::*;
use support::{Shop, counted, serialised};

/// What somebody does with one posting.
#[derive(Debug, Clone)]
struct Posting {
    warehouse: usize,
    lines: Vec<(usize, u32, bool, bool)>,
    days_ago: u64,
    ends: Ends,
}

#[derive(Debug, Clone, Copy)]
enum Ends {
    Open,
    Deleted,
    Posted,
    Cancelled,
    Reopened,
}

fn posting() -> impl Strategy<Value = Posting> {
    let line = (0..5_usize, 1..40_u32, any::<bool>(), any::<bool>());
    let ends = prop_oneof![
        1 => Just(Ends::Open),
        1 => Just(Ends::Deleted),
        6 => Just(Ends::Posted),
        1 => Just(Ends::Cancelled),
        1 => Just(Ends::Reopened),
    ];
    (0..2_usize, proptest::collection::vec(line, 1..4), 0..3_u64, ends)
        .prop_map(|(warehouse, lines, days_ago, ends)| Posting { warehouse, lines, days_ago, ends })
}

/// A shop with two warehouses, a shelf and a bin for defects in each, and five products.
struct Stocked {
    shop: Shop,
    warehouses: Vec<WarehouseId>,
    products: Vec<(ProductId, bool)>,
    lots: Vec<LotId>,
    scanned: u32,
}

impl Stocked {
    fn over(shop: Shop) -> Stocked {
        let made = |name: &str| match shop.run(Command::AddWarehouse {
            name: name.to_owned(),
            code: String::new(),
            location: None,
        }) {
            Outcome::WarehouseMade(id) => id,
            other => panic!("{other:?}"),
        };
        let warehouses = vec![shop.warehouse, made("Annex")];
        for warehouse in &warehouses {
            for (code, defects) in [("A1", false), ("DEF", true)] {
                shop.run(Command::AddBin { warehouse: *warehouse, code: code.to_owned(), defects });
            }
        }
        let with = |product: Product, category: &str| Product { category: category.to_owned(), ..product };
        let products = [
            (with(serialised("Phone X"), "Phones"), true),
            (with(serialised("Phone Y"), "Phones"), true),
            (with(counted("Cable"), "Leads"), false),
            (with(counted("Phone case"), "Phones"), false),
            (counted("Bag"), false),
        ]
        .map(|(product, serialised)| (shop.product(product), serialised))
        .to_vec();
        Stocked { shop, warehouses, products, lots: Vec::new(), scanned: 0 }
    }

    fn carry_out(&mut self, posting: &Posting) {
        let shop = &self.shop;
        shop.minutes(1);
        let warehouse = self.warehouses[posting.warehouse];
        let Outcome::DraftOpened(draft) = shop.run(Command::OpenDraft { kind: DocumentKind::Posting, warehouse })
        else {
            panic!()
        };
        let today = shop.now().day(chrono_tz::UTC);
        let head = HeadEdit {
            date: Some(Some(today - chrono::Days::new(posting.days_ago))),
            invoice: Some(format!("INV {}", draft.0)),
            supplier: Some(["Acme", "Northwind"][posting.warehouse].to_owned()),
            ..HeadEdit::default()
        };
        shop.run(Command::EditDraft { draft, head });
        for (product, count, damaged, shelved) in &posting.lines {
            let (product, serialised) = self.products[*product];
            let line = shop.line(draft, product);
            let Answer::Draft(view) = shop.ask(&Query::Draft(draft)) else { panic!() };
            if *shelved {
                let edit = LineEdit { bin: Some(Some(view.bins[0].0)), ..LineEdit::default() };
                shop.run(Command::EditLine { draft, line, edit });
            }
            for damaged in [false, *damaged] {
                if serialised {
                    let serials = (0..*count).map(|n| format!("SN{:05}", self.scanned + n)).collect();
                    self.scanned += count;
                    shop.run(Command::ReceiveSerials {
                        draft,
                        line,
                        serials,
                        damaged,
                        generated: None,
                        from_tray: None,
                        insist: true,
                        label: None,
                    });
                } else {
                    let by = Quantity::pieces(*count);
                    shop.run(Command::CountGoods { draft, line, by, damaged, from_tray: None });
                }
            }
        }
        self.end(draft, posting.ends);
    }

    fn end(&mut self, draft: DocumentId, ends: Ends) {
        match ends {
            Ends::Open => return,
            Ends::Deleted => {
                self.shop.run(Command::DeleteDraft { draft });
                return;
            }
            Ends::Posted | Ends::Cancelled | Ends::Reopened => {}
        }
        let posted = self.shop.post(draft);
        self.lots.extend(posted.lines.iter().map(|line| line.took[0].lot));
        if !matches!(ends, Ends::Posted) {
            self.shop.minutes(1);
            let reopen = matches!(ends, Ends::Reopened);
            self.shop.run(Command::CancelDocument { document: draft, reopen });
        }
    }

    /// Holds every list, walked in pages of so many, against the whole of it.
    fn check(&self, limit: usize) {
        let warehouse = [None, Some(self.warehouses[0]), Some(self.warehouses[1])];
        for text in ["", "phone", "a"] {
            for archived in [false, true] {
                let text = text.to_owned();
                self.same(limit, |after, limit| Query::Products { text: text.clone(), archived, after, limit });
            }
            for by in [StockBy::Warehouse, StockBy::Bin, StockBy::Category] {
                for warehouse in warehouse {
                    let text = text.to_owned();
                    self.same(limit, |after, limit| {
                        let text = text.clone();
                        Query::Stock { by, warehouse, product: None, text, on: None, after, limit }
                    });
                }
            }
        }
        for state in [None, Some(DocumentState::Draft), Some(DocumentState::Posted), Some(DocumentState::Deleted)] {
            for text in ["", "acme", "p-1", "inv"] {
                let text = text.to_owned();
                self.same(limit, |after, limit| {
                    let text = text.clone();
                    Query::Documents { kind: Some(DocumentKind::Posting), state, text, after, limit }
                });
            }
        }
        for (product, _) in &self.products {
            let product = *product;
            self.same(limit, |after, limit| Query::ProductDocuments { product, after, limit });
            for by in [StockBy::Warehouse, StockBy::Bin] {
                self.same(limit, |after, limit| {
                    let text = String::new();
                    Query::Stock { by, warehouse: None, product: Some(product), text, on: None, after, limit }
                });
            }
            for warehouse in warehouse {
                self.same(limit, |after, limit| Query::Layers { product, warehouse, after, limit });
                let units = self.same(limit, |after, limit| Query::ProductUnits { product, warehouse, after, limit });
                assert_eq!(units, self.units_on_hand(product, warehouse), "units listed are those on hand");
            }
        }
        for lot in &self.lots {
            self.same(limit, |after, limit| Query::LotUnits { lot: *lot, after, limit });
        }
    }

    /// Returns how many units of a product the balances say are on hand; none of a product without serials.
    fn units_on_hand(&self, product: ProductId, warehouse: Option<WarehouseId>) -> usize {
        if !self.products.iter().any(|(id, serialised)| *id == product && *serialised) {
            return 0;
        }
        let Answer::Product(view) = self.shop.ask(&Query::Product(product)) else { panic!() };
        let here = view.balances.iter().filter(|(id, ..)| warehouse.is_none_or(|wanted| wanted == *id));
        here.map(|(.., balance)| balance.on_hand.whole().unwrap() as usize).sum()
    }

    /// Walks a list in pages and at once; returns how long it is.
    fn same(&self, limit: usize, query: impl Fn(Option<Cursor>, usize) -> Query) -> usize {
        let (whole, next) = rows(self.shop.ask(&query(None, 10_000)));
        assert_eq!(next, None);
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let (page, next) = rows(self.shop.ask(&query(after, limit)));
            assert!(page.len() <= limit, "{} rows of {limit}", page.len());
            assert!(page.len() == limit || next.is_none(), "a page with a next one is full");
            walked.extend(page);
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(walked, whole, "{:?} in pages of {limit}", query(None, limit));
        let mut once = walked.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), walked.len(), "{:?}: no row twice", query(None, limit));
        whole.len()
    }
}

fn rows(answer: Answer) -> (Vec<String>, Option<Cursor>) {
    fn say<T: Debug>(rows: &[T]) -> Vec<String> {
        rows.iter().map(|row| format!("{row:?}")).collect()
    }
    match answer {
        Answer::Products(page) => (say(&page.rows), page.next),
        Answer::Units(page) => (say(&page.rows), page.next),
        Answer::Layers(page) => (say(&page.rows), page.next),
        Answer::Stock(page) => (say(&page.rows), page.next),
        Answer::Documents(page) => (say(&page.rows), page.next),
        other => panic!("{other:?} is no list"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_list_walked_page_by_page_is_the_whole_list(
        postings in proptest::collection::vec(posting(), 1..10),
        limit in 1..9_usize,
    ) {
        let mut stocked = Stocked::over(Shop::in_memory());
        for posting in &postings {
            stocked.carry_out(posting);
        }
        stocked.check(limit);
    }
}

#[test]
fn a_list_on_disk_walked_page_by_page_is_the_whole_list() {
    let mut stocked = Stocked::over(Shop::on_disk());
    for (at, ends) in (0..).zip([Ends::Posted, Ends::Open, Ends::Posted, Ends::Reopened, Ends::Deleted, Ends::Posted]) {
        let lines = vec![(at % 2, 35, true, at == 2), (2 + at % 3, 3, at == 5, false)];
        stocked.carry_out(&Posting { warehouse: at % 2, lines, days_ago: 0, ends });
    }
    for limit in [1, 2, 5] {
        stocked.check(limit);
    }
}
