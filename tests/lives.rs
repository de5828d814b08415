//! Units that move often: whatever one has been through is told whole, a page at a time from either end.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::document::DocumentKind;
use dockhand::domain::id::{DocumentId, ProductId, WarehouseId};
use dockhand::messages::{
    Answer, Command, MovementPage, MovementRow, Outcome, Part, Query, UnitRef, WantedLine, WholeMove,
};
use dockhand::store::engine::Direction;
use dockhand::store::tables::MOVED;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Shop, serialised};

/// What happens to the unit.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// It is brought to the other warehouse.
    Moved,
    /// Its last movements are cancelled, the last one first.
    Undone(usize),
    /// Somebody remarks on it.
    Remarked,
}

/// A shop with one unit, and what its passport should say: number, from, to, note.
struct Life {
    shop: Shop,
    product: ProductId,
    /// Transfers in force.
    moved: Vec<(DocumentId, String)>,
    told: Vec<[String; 4]>,
}

const PLACES: [&str; 2] = ["Main", "Shop"];

impl Life {
    fn begun() -> Life {
        let shop = Shop::in_memory();
        shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
        let product = shop.product(serialised("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, product);
        shop.scan(draft, line, &["A1"]);
        shop.post(draft);
        let came = ["P-1", "supplier", "Main", ""].map(str::to_owned);
        Life { shop, product, moved: Vec::new(), told: vec![came] }
    }

    fn does(&mut self, deed: Deed) {
        match deed {
            Deed::Moved => {
                self.shop.minutes(1);
                let from = self.moved.len() % 2;
                let line = WantedLine {
                    product: self.product,
                    quantity: None,
                    serials: vec!["A1".into()],
                    bin: None,
                    to_bin: None,
                    price: None,
                };
                let whole = WholeMove {
                    to: Some(WarehouseId(2 - from as u64)),
                    ..support::whole(DocumentKind::Transfer, WarehouseId(from as u64 + 1), vec![line])
                };
                let Outcome::Posted(posted) = self.shop.run(Command::MoveWhole(Box::new(whole))) else { panic!() };
                let (from, to) = (PLACES[from], PLACES[1 - from]);
                self.told.push([&posted.number, from, to, ""].map(str::to_owned));
                self.moved.push((posted.document, posted.number));
            }
            Deed::Undone(times) => {
                for _ in 0..times {
                    let Some((document, number)) = self.moved.pop() else { return };
                    self.shop.minutes(1);
                    self.shop.run(Command::CancelDocument { document, reopen: false });
                    let to = self.moved.len() % 2;
                    self.told.push([&number, PLACES[1 - to], PLACES[to], "cancelled"].map(str::to_owned));
                }
            }
            Deed::Remarked => {
                self.shop.minutes(1);
                let text = format!("remark {}", self.told.len());
                let Answer::Passport(unit) = self.shop.ask(&Query::Passport(named())) else { panic!() };
                let (product, key) = (unit.product, unit.key);
                self.shop.run(Command::AddRemark { product, key, text: text.clone() });
                self.told.push(["remark".into(), String::new(), String::new(), text]);
            }
        }
    }

    fn page(&self, part: Part, limit: usize) -> MovementPage {
        let Answer::Movements(page) = self.shop.ask(&Query::Movements { of: named(), part, limit }) else { panic!() };
        assert!(page.rows.len() <= limit && page.of == self.told.len());
        page
    }

    /// Holds what pages of so many say, from either end, against what should be said.
    fn is_told(&self, limit: usize) {
        let mut rows: Vec<MovementRow> = Vec::new();
        let mut part = Part::Oldest;
        loop {
            let page = self.page(part, limit);
            assert_eq!(page.first, rows.len());
            let ends = page.end() == page.of;
            rows.extend(page.rows);
            if ends {
                break;
            }
            part = Part::After(page.to);
        }
        assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), self.told);
        let mut back: Vec<MovementRow> = Vec::new();
        let mut part = Part::Newest;
        loop {
            let page = self.page(part, limit);
            assert_eq!(page.end() + back.len(), page.of);
            back.splice(..0, page.rows);
            if page.first == 0 {
                break;
            }
            part = Part::Before(page.from);
        }
        assert_eq!(back, rows);
        let Answer::Passport(unit) = self.shop.ask(&Query::Passport(named())) else { panic!() };
        assert!(!unit.movements.rows.is_empty() && rows.ends_with(&unit.movements.rows));
        assert!(unit.standing.to_string().contains(PLACES[self.moved.len() % 2]), "{}", unit.standing);
        let mut broken = Vec::new();
        self.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert_eq!(broken, Vec::<String>::new());
    }

    fn rows(&self) -> usize {
        self.shop.look(|view| {
            let mut rows = 0;
            view.prefix(MOVED.keys(), &(), Direction::Forward, |_, ()| {
                rows += 1;
                Ok(true)
            })?;
            Ok(rows)
        })
    }

    fn asked(&self, request: &Value) -> Value {
        let mut said = Vec::new();
        let input = request.to_string();
        dockhand::exchange::exec(&self.shop.stockroom, self.shop.origin, &mut input.as_bytes(), &mut said).unwrap();
        serde_json::from_slice::<Value>(&said).unwrap()["ok"].take()
    }
}

fn named() -> UnitRef {
    UnitRef::Serial("A1".into(), None)
}

fn told(row: &MovementRow) -> [String; 4] {
    [&row.number, &row.from, &row.to, &row.note].map(Clone::clone)
}

#[test]
fn what_a_unit_went_through_stands_in_rows_and_comes_back_from_them_as_it_is_undone() {
    let mut life = Life::begun();
    for _ in 0..70 {
        life.does(Deed::Moved);
    }
    let most = life.rows();
    assert!(most > 2, "{most}");
    life.is_told(7);
    life.does(Deed::Undone(70));
    assert!(life.moved.is_empty() && life.told.len() == 141);
    life.is_told(16);
    life.does(Deed::Moved);
    life.is_told(1);
    assert!(life.rows() > most, "what is undone counts as movements too");
    life.shop.replays_equal();
}

#[test]
fn a_script_is_told_all_of_a_life_or_a_page_and_where_the_next_begins() {
    let mut life = Life::begun();
    for _ in 0..44 {
        life.does(Deed::Moved);
    }
    let whole = life.asked(&json!({"ask": "passport", "serial": "A1"}));
    let all = whole["movements"].as_array().unwrap();
    assert_eq!((all.len(), whole.get("next")), (45, None));
    let mut paged = Vec::new();
    let mut request = json!({"ask": "passport", "serial": "A1", "limit": 10});
    loop {
        let mut page = life.asked(&request);
        assert_eq!(page["standing"], whole["standing"]);
        paged.append(page["movements"].as_array_mut().unwrap());
        assert_eq!(paged.len() < 45, page.get("next").is_some());
        let Some(next) = page.get("next") else { break };
        request["after"] = next.clone();
    }
    assert_eq!(&paged, all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_a_unit_went_through_is_told_from_either_end(
        deeds in prop::collection::vec(prop_oneof![
            10 => Just(Deed::Moved), 2 => (1_usize..30).prop_map(Deed::Undone), 2 => Just(Deed::Remarked),
        ], 1..120),
        limit in 1_usize..40,
    ) {
        let mut life = Life::begun();
        for deed in deeds {
            life.does(deed);
        }
        life.is_told(limit);
        life.shop.replays_equal();
    }
}
