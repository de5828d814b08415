//! What was posted wrongly is corrected, stock stays as it is, and each part of the money is found again.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::document::{Cost, DocumentKind};
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::SerialKey;
use dockhand::messages::{
    Answer, Command, CostCorrection, DocumentRef, DocumentView, NewSerials, No, Outcome, PassportView, Query, UnitRef,
    WantedLine, WholeLine, WholeMove, WholePosting,
};
use dockhand::store::engine::Direction;
use dockhand::store::tables::{BALANCE, LAYER, LINE};
use support::{Shop, counted, each_shop, scanned, serialised};

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn code(done: Result<Outcome, No>) -> &'static str {
    match done {
        Err(No::Refused(refused)) => refused.code(),
        other => panic!("{other:?}"),
    }
}

/// What tests ask of a shop beyond what everybody does.
trait Correcting {
    fn receive(&self, product: ProductId, quantity: u32, cost: &str, serials: &[&str]) -> (DocumentId, LotId);
    fn moved(&self, kind: DocumentKind, of: Option<DocumentId>, product: ProductId, what: &What) -> DocumentId;
    fn corrected(&self, lot: LotId, cost: Cost) -> (String, String);
    fn layers(&self) -> Vec<(u64, String, String)>;
    fn document(&self, id: DocumentId) -> DocumentView;
    fn passport(&self, serial: &str) -> PassportView;
    fn whole(&self, name: &str);
}

/// What moves: so much, or these units.
enum What {
    Goods(u32),
    Units(&'static [&'static str]),
}

impl Correcting for Shop {
    fn receive(&self, product: ProductId, quantity: u32, cost: &str, serials: &[&str]) -> (DocumentId, LotId) {
        let serials: Vec<String> = serials.iter().map(ToString::to_string).collect();
        let line = WholeLine {
            product,
            quantity: Some(pieces(quantity)),
            cost: Some(Cost::Total(money(cost))),
            warranty: Some(12),
            batch: String::new(),
            expiry: None,
            bin: None,
            serials: if serials.is_empty() { Vec::new() } else { vec![NewSerials::Literal(serials)] },
        };
        let posting = WholePosting {
            warehouse: self.warehouse,
            supplier: "Northwind".into(),
            invoice: "4711".into(),
            date: None,
            note: String::new(),
            lines: vec![line],
        };
        let Outcome::Posted(posted) = self.run(Command::ReceiveWhole(Box::new(posting))) else { panic!("posted") };
        (posted.document, self.look(|view| Ok(view.need(LINE, &(posted.document, 1))?.lot)))
    }

    fn moved(&self, kind: DocumentKind, of: Option<DocumentId>, product: ProductId, what: &What) -> DocumentId {
        let (quantity, serials) = match what {
            What::Goods(count) => (Some(pieces(*count)), Vec::new()),
            What::Units(serials) => (None, serials.iter().map(ToString::to_string).collect()),
        };
        let whole = WholeMove {
            kind,
            warehouse: Some(self.warehouse),
            to: (kind == DocumentKind::Transfer).then_some(WarehouseId(2)),
            of,
            client: if kind == DocumentKind::Sale { "Jane".into() } else { String::new() },
            reason: if kind == DocumentKind::WriteOff { "damaged".into() } else { String::new() },
            date: None,
            note: String::new(),
            lines: vec![WantedLine { product, quantity, serials, bin: None, to_bin: None, price: None }],
        };
        let Outcome::Posted(posted) = self.run(Command::MoveWhole(Box::new(whole))) else { panic!("posted") };
        posted.document
    }

    fn corrected(&self, lot: LotId, cost: Cost) -> (String, String) {
        match self.run(Command::CorrectCost { lot, cost }) {
            Outcome::CostCorrected(CostCorrection { on_hand, gone, .. }) => (on_hand.exact(), gone.exact()),
            other => panic!("{other:?}"),
        }
    }

    fn layers(&self) -> Vec<(u64, String, String)> {
        self.look(|view| {
            let mut layers = Vec::new();
            view.prefix(LAYER, &(), Direction::Forward, |key, layer| {
                layers.push((key.warehouse.0, layer.quantity.to_string(), layer.cost.exact()));
                Ok(true)
            })?;
            Ok(layers)
        })
    }

    fn document(&self, id: DocumentId) -> DocumentView {
        let Answer::Document(view) = self.ask(&Query::Document(DocumentRef::Id(id))) else { panic!("document") };
        *view
    }

    fn passport(&self, serial: &str) -> PassportView {
        let of = UnitRef::Serial(serial.into(), None);
        let Answer::Passport(view) = self.ask(&Query::Passport(of)) else { panic!("passport") };
        *view
    }

    fn whole(&self, name: &str) {
        let mut broken = Vec::new();
        self.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert_eq!(broken, [""; 0], "{name}");
    }
}

fn layer(warehouse: u64, quantity: &str, cost: &str) -> (u64, String, String) {
    (warehouse, quantity.into(), cost.into())
}

/// A shop with a second warehouse.
fn two(shop: &Shop) {
    shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
}

#[test]
fn what_is_left_is_worth_its_part_and_the_difference_on_what_has_left_is_booked() {
    each_shop(|name, shop| {
        two(shop);
        let cable = shop.product(counted("Cable"));
        let (posting, lot) = shop.receive(cable, 10, "100", &[]);
        let sale = shop.moved(DocumentKind::Sale, None, cable, &What::Goods(4));
        shop.moved(DocumentKind::Transfer, None, cable, &What::Goods(2));
        let booked = shop.corrected(lot, Cost::Unit(money("13")));
        assert_eq!(booked, ("18.00".into(), "12.00".into()), "{name}");
        assert_eq!(shop.layers(), [layer(1, "4", "52.00"), layer(2, "2", "26.00")], "{name}");
        let balance = shop.look(|view| view.need(BALANCE, &(WarehouseId(2), cable)));
        assert_eq!(balance.value, money("26"), "{name}");
        shop.whole(name);

        // What left comes back at the cost it left with; the lot's other layers stay as they are.
        shop.minutes(24 * 60);
        shop.moved(DocumentKind::ClientReturn, Some(sale), cable, &What::Goods(1));
        assert_eq!(shop.layers()[1], layer(1, "1", "10.00"), "{name}");
        shop.whole(name);
        // Corrected again, all of it is worth the same, and what had been booked too much is booked back.
        let booked = shop.corrected(lot, Cost::Total(money("70")));
        assert_eq!(booked, ("-39.00".into(), "-21.00".into()), "{name}");
        assert_eq!(shop.layers(), [layer(1, "4", "28.00"), layer(1, "1", "7.00"), layer(2, "2", "14.00")], "{name}");
        let view = shop.document(posting);
        assert_eq!(view.lines[0].corrected, Some(money("70")), "{name}");
        assert_eq!(view.row.total, money("100"), "{name}: the posting says what it said");
        let said: Vec<String> = view.corrections.iter().map(ToString::to_string).collect();
        assert_eq!(said[0], "line 1 cost 100.00 → 130.00, on hand +18.00, gone +12.00", "{name}");
        assert_eq!(said[1], "line 1 cost 130.00 → 70.00, on hand -39.00, gone -21.00", "{name}");
        shop.whole(name);
        shop.replays_equal();
    });
}

#[test]
fn a_corrected_cost_is_shared_out_to_the_last_ten_thousandth() {
    each_shop(|name, shop| {
        two(shop);
        let cable = shop.product(counted("Cable"));
        let (_, lot) = shop.receive(cable, 7, "0", &[]);
        shop.moved(DocumentKind::Transfer, None, cable, &What::Goods(2));
        assert_eq!(shop.corrected(lot, Cost::Total(money("100"))), ("100.00".into(), "0.00".into()), "{name}");
        assert_eq!(shop.layers(), [layer(1, "5", "71.4285"), layer(2, "2", "28.5715")], "{name}");
        shop.moved(DocumentKind::WriteOff, None, cable, &What::Goods(3));
        let booked = shop.corrected(lot, Cost::Total(money("0.0003")));
        assert_eq!(booked, ("-57.1428".into(), "-42.8569".into()), "{name}");
        shop.whole(name);
        assert_eq!(shop.corrected(lot, Cost::Total(Money::ZERO)).1, "-0.0002", "{name}");
        assert_eq!(shop.layers(), [layer(1, "2", "0.00"), layer(2, "2", "0.00")], "{name}");
        shop.whole(name);
        shop.replays_equal();
    });
}

#[test]
fn what_is_cancelled_after_a_correction_goes_back_at_what_it_is_worth_by_then() {
    each_shop(|name, shop| {
        two(shop);
        let cable = shop.product(counted("Cable"));
        let (posting, lot) = shop.receive(cable, 10, "100", &[]);
        let first = shop.moved(DocumentKind::Transfer, None, cable, &What::Goods(3));
        shop.moved(DocumentKind::Transfer, None, cable, &What::Goods(3));
        let sale = shop.moved(DocumentKind::Sale, None, cable, &What::Goods(2));
        shop.corrected(lot, Cost::Total(money("200")));
        let cancel = |document| Command::CancelDocument { document, reopen: false };
        shop.run(cancel(first));
        assert_eq!(shop.layers(), [layer(1, "5", "100.00"), layer(2, "3", "60.00")], "{name}: in proportion");
        shop.whole(name);
        shop.run(cancel(sale));
        assert_eq!(shop.layers()[0], layer(1, "7", "120.00"), "{name}: a sale's at the cost it left with");
        shop.whole(name);
        assert_eq!(code(shop.try_run(cancel(posting))), "moved_on", "{name}");
        let second = DocumentId(first.0 + 1);
        shop.run(cancel(second));
        let Outcome::Cancelled { reopened: Some(draft), .. } =
            shop.run(Command::CancelDocument { document: posting, reopen: true })
        else {
            panic!("reopened")
        };
        assert_eq!(shop.layers(), [], "{name}");
        shop.whole(name);
        let line = shop.look(|view| view.need(LINE, &(draft, 1)));
        assert_eq!(line.cost, Some(Cost::Total(money("200"))), "{name}: reopened with what it really cost");
        shop.replays_equal();
    });
}

#[test]
fn a_return_that_is_cancelled_takes_out_what_the_correction_made_of_it() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let (_, lot) = shop.receive(cable, 4, "40", &[]);
        let sale = shop.moved(DocumentKind::Sale, None, cable, &What::Goods(4));
        let back = shop.moved(DocumentKind::ClientReturn, Some(sale), cable, &What::Goods(2));
        assert_eq!(shop.corrected(lot, Cost::Unit(money("13"))), ("6.00".into(), "6.00".into()), "{name}");
        shop.run(Command::CancelDocument { document: back, reopen: false });
        shop.whole(name);
        shop.moved(DocumentKind::ClientReturn, Some(sale), cable, &What::Goods(4));
        assert_eq!(shop.layers(), [layer(1, "4", "46.00")], "{name}: two went out at 10, two at 13");
        shop.whole(name);
        shop.replays_equal();
    });
}

#[test]
fn units_of_a_corrected_lot_cost_their_share_of_it_and_the_next_posting_carries_it() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (_, lot) = shop.receive(phone, 3, "300", &["A1", "A2", "A3"]);
        shop.moved(DocumentKind::Sale, None, phone, &What::Units(&["A2"]));
        shop.corrected(lot, Cost::Unit(money("110")));
        assert_eq!(shop.passport("A1").cost, money("110"), "{name}");
        let notes: Vec<String> = shop.passport("A2").movements.rows.into_iter().map(|row| row.note).collect();
        assert_eq!(notes, ["", "", "cost of P-1/1 corrected"], "{name}");
        let sale = shop.moved(DocumentKind::Sale, None, phone, &What::Units(&["A1"]));
        assert_eq!(shop.document(sale).row.total, money("110"), "{name}");
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let line = shop.look(|view| view.need(LINE, &(draft, line)));
        assert_eq!(line.cost, Some(Cost::Unit(money("110"))), "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_cost_is_corrected_only_where_there_is_one_and_only_by_who_may() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let (posting, lot) = shop.receive(cable, 10, "100", &[]);
        let cost = |cost| Command::CorrectCost { lot, cost };
        assert_eq!(code(shop.try_run(cost(Cost::Unit(money("10"))))), "bad_field", "{name}: nothing is different");
        assert_eq!(code(shop.try_run(cost(Cost::Total(money("-1"))))), "bad_money", "{name}");
        let most = Cost::Unit(Money::from_ten_thousandths(i64::MAX));
        assert_eq!(code(shop.try_run(cost(most))), "bad_money", "{name}");
        let other = Command::CorrectCost { lot: LotId(99), cost: Cost::Unit(money("1")) };
        assert_eq!(code(shop.try_run(other)), "unknown", "{name}");
        let ben = shop.hire("Ben", &[Permission::CorrectDocuments, Permission::CorrectSerials]);
        assert_eq!(code(shop.at(ben, cost(Cost::Unit(money("1"))))), "not_permitted", "{name}");
        let draft = shop.draft();
        let line = shop.line(draft, cable);
        let in_draft = shop.look(|view| Ok(view.need(LINE, &(draft, line))?.lot));
        let of_draft = Command::CorrectCost { lot: in_draft, cost: Cost::Unit(money("1")) };
        assert_eq!(code(shop.try_run(of_draft)), "wrong_state", "{name}");
        shop.run(Command::CancelDocument { document: posting, reopen: false });
        assert_eq!(code(shop.try_run(cost(Cost::Unit(money("1"))))), "wrong_state", "{name}");
        shop.whole(name);
    });
}

#[test]
fn what_a_posting_says_is_corrected_and_its_lots_follow() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (posting, _) = shop.receive(phone, 2, "200", &["A1", "A2"]);
        let say = |supplier: Option<&str>, invoice: Option<&str>, warranties| Command::CorrectDocument {
            document: posting,
            supplier: supplier.map(str::to_owned),
            invoice: invoice.map(str::to_owned),
            warranties,
        };
        assert_eq!(
            code(shop.try_run(say(Some("northwind"), Some("4711"), vec![(1, Some(12))]))),
            "bad_field",
            "{name}"
        );
        assert_eq!(code(shop.try_run(say(None, None, vec![(2, None)]))), "unknown", "{name}");
        shop.run(say(Some("Acme"), Some("4712"), vec![(1, Some(24))]));
        let unit = shop.passport("A1");
        assert_eq!((unit.supplier.as_str(), unit.invoice.as_str()), ("Acme", "4712"), "{name}");
        assert_eq!(unit.supplier_warranty.unwrap().1, Some("2028-10-02".parse().unwrap()), "{name}");
        assert_eq!(unit.movements.rows[0].from, "Acme", "{name}");
        let notes: Vec<&str> = unit.movements.rows[1..].iter().map(|row| row.note.as_str()).collect();
        let said = ["supplier Northwind → Acme", "invoice 4711 → 4712", "line 1 warranty 12 mo → 24 mo"];
        assert_eq!(notes, said, "{name}");
        assert_eq!(shop.document(posting).lines[0].warranty, Some(24), "{name}");
        shop.run(say(Some(""), Some(""), vec![(1, Some(0))]));
        let unit = shop.passport("A1");
        assert_eq!((unit.supplier.as_str(), unit.invoice.as_str()), ("", ""), "{name}");
        assert_eq!(unit.supplier_warranty, None, "{name}");

        let sale = shop.moved(DocumentKind::Sale, None, phone, &What::Units(&["A1"]));
        let of_sale = Command::CorrectDocument {
            document: sale,
            supplier: Some("Acme".into()),
            invoice: None,
            warranties: Vec::new(),
        };
        assert_eq!(code(shop.try_run(of_sale)), "bad_field", "{name}: a sale has no supplier");
        let ben = shop.hire("Ben", &[Permission::CorrectCosts, Permission::CorrectSerials]);
        assert_eq!(code(shop.at(ben, say(Some("Acme"), None, vec![]))), "not_permitted", "{name}");
        shop.whole(name);
        shop.replays_equal();
    });
}

#[test]
fn a_serial_that_was_scanned_wrongly_leads_to_its_unit_at_any_time_of_its_life() {
    each_shop(|name, shop| {
        two(shop);
        let phone = shop.product(serialised("Phone"));
        let (posting, _) = shop.receive(phone, 3, "300", &["A1", "A2", "A3"]);
        let key = |serial: &str| SerialKey::from_stored(serial.to_owned());
        let say = |was: &str, to: &str| Command::CorrectSerial { product: phone, key: key(was), serial: to.into() };
        shop.run(Command::AddRemark { product: phone, key: key("A1"), text: "scratched".into() });
        shop.run(Command::AddIdentifier {
            product: phone,
            key: key("A1"),
            identifier: "IMEI7".into(),
            from_tray: None,
        });
        shop.minutes(1);
        shop.moved(DocumentKind::Sale, None, phone, &What::Units(&["A1"]));
        shop.run(say("A1", "a 7"));
        for serial in ["A7", "A1", "IMEI7"] {
            let unit = shop.passport(serial);
            assert_eq!((unit.serial.as_str(), unit.client.as_str()), ("a 7", "Jane"), "{name}: {serial}");
            assert_eq!(unit.identifiers, ["IMEI7", "A1"], "{name}");
            let notes: Vec<&str> = unit.movements.rows.iter().map(|row| row.note.as_str()).collect();
            assert_eq!(notes, ["", "scratched", "", "serial A1 → a 7"], "{name}: {serial}");
        }
        shop.whole(name);
        // It is taken now, as is what leads to it; and a further identifier of its own may become its serial.
        for (was, to, why) in [
            ("A2", "A7", "serial_taken"),
            ("A2", "a1", "serial_taken"),
            ("A2", "A3", "serial_taken"),
            ("A2", "A2", "bad_field"),
            ("A9", "B1", "unknown"),
            ("A2", "\u{7}", "serial_malformed"),
        ] {
            assert_eq!(code(shop.try_run(say(was, to))), why, "{name}: {was} {to}");
        }
        shop.run(say("A1", "A1"));
        assert_eq!(shop.passport("A7").identifiers, ["IMEI7", "a 7"], "{name}");
        shop.run(say("A7", "IMEI7"));
        assert_eq!(shop.passport("A7").serial, "IMEI7", "{name}");
        shop.whole(name);

        // The unit goes on under its new serial: out, over, and its document can be cancelled.
        shop.run(say("A2", "B2"));
        shop.moved(DocumentKind::Transfer, None, phone, &What::Units(&["A2"]));
        assert_eq!(shop.passport("B2").standing.to_string(), "in stock: Shop, T-1 of 2026-10-02", "{name}");
        let view = shop.document(posting);
        assert_eq!(view.corrections.len(), 4, "{name}");
        shop.whole(name);
        shop.replays_equal();
    });
}

#[test]
fn a_unit_with_several_lives_gets_its_serial_in_all_of_them() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let key = |serial: &str| SerialKey::from_stored(serial.to_owned());
        let say = |was: &str, to: &str| Command::CorrectSerial { product: phone, key: key(was), serial: to.into() };
        shop.receive(phone, 1, "100", &["A1"]);
        let sale = shop.moved(DocumentKind::Sale, None, phone, &What::Units(&["A1"]));
        let (again, _) = shop.receive(phone, 1, "50", &["A1"]);
        shop.run(say("A1", "A7"));
        shop.whole(name);
        shop.run(Command::CancelDocument { document: again, reopen: false });
        assert_eq!(shop.passport("A7").client, "Jane", "{name}: it is out again");
        shop.moved(DocumentKind::ClientReturn, Some(sale), phone, &What::Units(&["A1"]));
        shop.whole(name);
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.moved(DocumentKind::WriteOff, None, phone, &What::Units(&["A7"]));
        shop.run(scanned(draft, line, &["A1"]));
        let refused = shop.refused(say("A7", "A8")).to_string();
        assert_eq!(refused, "A7 is in a draft: take it back there and scan it anew", "{name}");
        shop.run(Command::TakeBack { draft, line, serials: vec!["A1".into()] });
        shop.run(say("A7", "A8"));
        shop.whole(name);
        shop.replays_equal();
    });
}

#[test]
fn a_corrected_serial_is_found_by_its_end_and_the_wrong_one_by_all_of_it() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let serials: Vec<String> = (0..40).map(|n| format!("SN-{n:04}")).collect();
        let serials: Vec<&str> = serials.iter().map(String::as_str).collect();
        shop.receive(phone, 40, "40", &serials);
        let found = |text: &str| {
            let Answer::Found(found) = shop.ask(&Query::Find { text: text.into(), limit: 9 }) else { panic!("found") };
            found.len()
        };
        let key = SerialKey::from_stored("SN-0011".to_owned());
        shop.run(Command::CorrectSerial { product: phone, key, serial: "XX-9988".into() });
        assert_eq!((found("9988"), found("0011"), found("SN-0011")), (1, 0, 1), "{name}");
        shop.whole(name);
    });
}

#[test]
fn the_cost_of_goods_that_got_serials_since_follows_their_lot() {
    each_shop(|name, shop| {
        let washer = shop.product(counted("Washer"));
        let (posting, lot) = shop.receive(washer, 5, "50", &[]);
        shop.moved(DocumentKind::Sale, None, washer, &What::Goods(1));
        let whole = dockhand::messages::WholeConversion {
            product: washer,
            numbered_by: dockhand::domain::product::NumberedBy::Maker,
            matching: dockhand::domain::serial::Matching::Loose,
            serials: vec![(
                shop.warehouse,
                vec![NewSerials::Literal(["X1", "X2", "X3", "X4"].map(str::to_owned).to_vec())],
            )],
        };
        shop.run(Command::ConvertWhole(Box::new(whole)));
        shop.moved(DocumentKind::WriteOff, None, washer, &What::Units(&["X4"]));
        assert_eq!(shop.corrected(lot, Cost::Unit(money("12"))), ("6.00".into(), "4.00".into()), "{name}");
        assert_eq!(shop.layers(), [layer(1, "3", "36.00")], "{name}");
        assert_eq!(shop.passport("X1").cost, money("12"), "{name}");
        let changed = Command::CorrectDocument {
            document: posting,
            supplier: Some("Acme".into()),
            invoice: None,
            warranties: vec![(1, Some(36))],
        };
        shop.run(changed);
        let unit = shop.passport("X1");
        assert_eq!(unit.supplier_warranty.map(|(months, _)| months), Some(36), "{name}");
        let notes: Vec<&str> = unit.movements.rows.iter().map(|row| row.note.as_str()).collect();
        for said in ["supplier Northwind → Acme", "line 1 warranty 12 mo → 36 mo", "cost of P-1/1 corrected"] {
            assert!(notes.contains(&said), "{name}: {notes:?}");
        }
        let converted = unit.lot;
        let no = shop.refused(Command::CorrectCost { lot: converted, cost: Cost::Unit(money("1")) }).to_string();
        assert!(no.ends_with("was converted from P-1/1: correct that one"), "{name}: {no}");
        shop.whole(name);
        shop.replays_equal();
    });
}
