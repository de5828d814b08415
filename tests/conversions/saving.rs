//! A conversion in one piece: what it keeps, what it refuses, and what is refused after it.

use dockhand::domain::conversion::NOTE;
use dockhand::domain::document::{DocumentKind, DocumentState};
use dockhand::domain::id::ProductId;
use dockhand::domain::product::{NumberedBy, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::settings::Settings;
use dockhand::messages::{
    Answer, Command, DocumentRef, DocumentView, NewSerials, Query, Standing, WantedLine, WholeConversion, WholeLine,
    WholeMove,
};

use crate::support::{Shop, counted, each_shop, settings};
use crate::{Converting, MAIN, Rooms, SHOP, leaving, line, pieces, unmatched, whole};

const MAINS: &[&str] = &["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8"];
const SHOPS: &[&str] = &["Y1", "Y2"];

fn document(shop: &Shop, number: &str) -> DocumentView {
    match shop.ask(&Query::Document(DocumentRef::Number(number.into()))) {
        Answer::Document(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn converted(shop: &Shop) -> ProductId {
    let washer = shop.stocked();
    shop.convert(whole(washer, &[(MAIN, MAINS), (SHOP, SHOPS)]));
    washer
}

#[test]
fn every_layer_keeps_its_cost_its_day_and_its_place() {
    each_shop(|name, shop| {
        shop.second_room();
        let washer = shop.stocked();
        let before = shop.layers(washer);
        let done = shop.convert(whole(washer, &[(MAIN, MAINS), (SHOP, SHOPS)]));
        assert_eq!(shop.layers(washer), before, "{name}");
        assert_eq!((done.quantity, done.cost.exact()), (pieces(10), "110.00".into()), "{name}");
        let (written_off, posted) = done.documents.unwrap();
        assert_eq!((written_off.number.as_str(), posted.number.as_str()), ("W-1", "P-3"), "{name}");
        for (number, other) in [("W-1", "P-3"), ("P-3", "W-1")] {
            let half = document(shop, number);
            assert_eq!((half.note.as_str(), half.row.state), (NOTE, DocumentState::Posted), "{name}");
            assert_eq!((half.row.total.exact(), half.row.quantity), ("110.00".into(), pieces(10)), "{name}");
            let links: Vec<_> = half.links.iter().filter_map(|link| link.number.as_deref()).collect();
            assert_eq!(links, [other], "{name}");
            let date = shop.now().day(chrono_tz::UTC);
            assert_eq!(half.row.date, date, "{name}: both are of today");
        }
        shop.is_sound();
    });
}

#[test]
fn the_first_serials_are_the_oldest_goods_and_a_unit_costs_its_own_layers_share() {
    let shop = Shop::two_rooms();
    converted(&shop);
    let told: Vec<_> = ["X1", "X5", "X6", "X8", "Y1"]
        .map(|serial| {
            let unit = shop.passport(serial);
            (unit.lot_label, unit.origin.unwrap().label, unit.cost.exact())
        })
        .into_iter()
        .collect();
    let told: Vec<_> = told.iter().map(|(lot, was, cost)| (lot.as_str(), was.as_str(), cost.as_str())).collect();
    assert_eq!(
        told,
        [
            ("P-3/1", "P-1/1", "14.2857"),
            ("P-3/1", "P-1/1", "14.2857"),
            ("P-3/3", "P-2/1", "3.3333"),
            ("P-3/3", "P-2/1", "3.3333"),
            ("P-3/2", "P-1/1", "14.2857"),
        ]
    );
}

#[test]
fn a_passport_shows_the_lot_behind_the_conversion() {
    let shop = Shop::two_rooms();
    converted(&shop);
    let unit = shop.passport("X1");
    assert_eq!((unit.supplier.as_str(), unit.invoice.as_str(), unit.batch.as_str()), ("Northwind", "4711-B", "B7"));
    assert_eq!(unit.received.unwrap().to_string(), "2026-01-05");
    let (months, until) = unit.supplier_warranty.unwrap();
    assert_eq!((months, until.unwrap().to_string()), (12, "2027-01-05".into()));
    let rows = unit.movements.rows.iter().map(|row| (row.number.as_str(), row.from.as_str(), row.to.as_str()));
    assert_eq!(rows.collect::<Vec<_>>(), [("P-1", "Northwind", "Main"), ("P-3", "Main", "Main")]);
    assert_eq!(unit.movements.rows[1].note, NOTE);
    let Standing::InStock { document, date, .. } = unit.standing else { panic!("{:?}", unit.standing) };
    assert_eq!((document, date), ("P-3".into(), shop.now().day(chrono_tz::UTC)));
}

#[test]
fn a_product_without_stock_gets_serials_at_once_and_no_document() {
    each_shop(|name, shop| {
        let cable = shop.product(Product { unit: "m".into(), decimals: 2, ..counted("Cable") });
        let done = shop.convert(whole(cable, &[]));
        assert_eq!((done.documents, done.quantity), (None, Quantity::ZERO), "{name}");
        let Answer::Product(view) = shop.ask(&Query::Product(cable)) else { panic!("{name}") };
        assert!(view.product.serialised() && view.product.unit == "pc" && view.product.decimals == 0, "{name}");
        let again = shop.refused(Command::ConvertWhole(Box::new(whole(cable, &[]))));
        assert_eq!(again.code(), "wrong_state", "{name}");
        shop.is_sound();
    });
}

#[test]
fn too_few_and_too_many_serials_are_named_by_their_warehouses() {
    let shop = Shop::two_rooms();
    let washer = shop.stocked();
    let before = shop.layers(washer);
    let no = shop
        .refused(Command::ConvertWhole(Box::new(whole(washer, &[(MAIN, &MAINS[..6]), (SHOP, &["Y1", "Y2", "Y3"])]))));
    assert_eq!(no.code(), "count_mismatch");
    assert_eq!(
        no.to_string(),
        "Washer needs one serial for each unit: Main has 8, 6 serials are there: 2 missing; Shop has 2, 3 serials are \
         there: 1 too many"
    );
    assert_eq!(unmatched(no).len(), 2);
    assert_eq!(shop.layers(washer), before);
    shop.is_sound();
}

#[test]
fn a_serial_twice_in_one_list_or_over_two_warehouses_is_refused() {
    let shop = Shop::two_rooms();
    let washer = shop.stocked();
    let twice = ["X1", "X2", "X3", "X4", "X5", "X6", "X7", "Y1"];
    let no = shop.refused(Command::ConvertWhole(Box::new(whole(washer, &[(MAIN, &twice), (SHOP, SHOPS)]))));
    assert_eq!(no.code(), "duplicate");
}

#[test]
fn next_numbers_come_from_the_template_and_not_for_what_its_maker_numbers() {
    let shop = Shop::two_rooms();
    let washer = shop.stocked();
    let mut whole = whole(washer, &[(MAIN, &["WS00002", "X2"]), (SHOP, &[])]);
    whole.serials[0].1.push(NewSerials::Next(6));
    whole.serials[1].1.push(NewSerials::Next(2));
    let maker = WholeConversion { numbered_by: NumberedBy::Maker, ..whole.clone() };
    assert_eq!(shop.refused(Command::ConvertWhole(Box::new(maker))).code(), "maker_numbers");
    shop.convert(whole);
    let made = ["WS00001", "WS00003", "WS00007", "WS00008", "WS00009"];
    assert_eq!(made.map(|serial| shop.passport(serial).serial), made.map(str::to_owned));
    shop.is_sound();
}

#[test]
fn fractions_are_refused_with_their_places() {
    let shop = Shop::two_rooms();
    let cable = shop.product(Product { unit: "m".into(), decimals: 3, ..counted("Cable") });
    shop.receive(MAIN, "2026-01-05", vec![line(cable, "2.5", "10")]);
    let no = shop.refused(Command::ConvertWhole(Box::new(whole(cable, &[(MAIN, &["A", "B"])]))));
    assert_eq!(
        (no.code(), no.to_string().as_str()),
        (
            "fractional",
            "Cable cannot get serials: Main has 2.5 m; only whole pieces have serials, write the rest off first"
        )
    );
    shop.receive(MAIN, "2026-01-06", vec![line(cable, "1.5", "10")]);
    let no = shop.refused(Command::BeginConversion {
        product: cable,
        numbered_by: NumberedBy::Maker,
        matching: Matching::Loose,
    });
    assert!(no.to_string().contains("Main has 2.5 m of P-1/1, Main has 1.5 m of P-2/1"), "{no}");
}

#[test]
fn what_happened_before_a_conversion_and_the_conversion_itself_cannot_be_cancelled() {
    let shop = Shop::two_rooms();
    let washer = shop.stocked();
    let sale = shop.moves(leaving(DocumentKind::Sale, MAIN, washer, 1));
    shop.convert(whole(washer, &[(MAIN, &MAINS[..7]), (SHOP, SHOPS)]));
    for number in ["P-1", "P-2", "T-1", &sale.number, "W-1", "P-3"] {
        let command = Command::CancelDocument { document: document(&shop, number).row.id, reopen: false };
        let no = shop.refused(command);
        assert_eq!(no.code(), "irreversible", "{number}");
        assert!(no.to_string().contains("W-1"), "{no}");
    }
    shop.is_sound();
}

#[test]
fn a_day_that_is_closed_takes_no_conversion() {
    let shop = Shop::two_rooms();
    let washer = shop.stocked();
    let closed_until = Some(shop.now().day(chrono_tz::UTC));
    shop.run(Command::ChangeSettings(Settings { closed_until, ..settings() }));
    let no = shop.refused(Command::ConvertWhole(Box::new(whole(washer, &[(MAIN, MAINS), (SHOP, SHOPS)]))));
    assert_eq!(no.code(), "closed_period");
}

#[test]
fn converted_units_leave_and_go_back_to_the_supplier_of_their_first_posting() {
    let shop = Shop::two_rooms();
    let washer = converted(&shop);
    let units = |serials: &[&str]| WantedLine {
        product: washer,
        quantity: None,
        serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
        bin: None,
        to_bin: None,
        price: None,
    };
    let of = |number: &str| Some(document(&shop, number).row.id);
    let back = |number: &str, serials: &[&str]| WholeMove {
        of: of(number),
        lines: vec![units(serials)],
        ..leaving(DocumentKind::SupplierReturn, MAIN, washer, 1)
    };
    let no = shop.refused(Command::MoveWhole(Box::new(back("P-1", &["X6"]))));
    assert_eq!(no.to_string(), "X6 did not come in by P-1: it came in by P-2");
    let no = shop.refused(Command::MoveWhole(Box::new(back("P-3", &["X1"]))));
    assert_eq!(no.to_string(), "X1 did not come in by P-3: it came in by P-1");
    shop.moves(back("P-1", &["X1"]));
    let sale = shop.moves(WholeMove { lines: vec![units(&["X7"])], ..leaving(DocumentKind::Sale, MAIN, washer, 1) });
    shop.moves(WholeMove {
        of: of(&sale.number),
        lines: vec![units(&["X7"])],
        ..leaving(DocumentKind::ClientReturn, MAIN, washer, 1)
    });
    shop.moves(back("P-2", &["X7"]));
    let no = shop.refused(Command::MoveWhole(Box::new(WholeMove {
        date: Some("2026-03-01".parse().unwrap()),
        lines: vec![units(&["X2"])],
        ..leaving(DocumentKind::WriteOff, MAIN, washer, 1)
    })));
    assert_eq!(no.code(), "bad_date", "it is a unit since today: {no}");
    shop.is_sound();
}

#[test]
fn halves_are_numbered_in_the_branch_all_warehouses_belong_to_else_in_the_company() {
    for (branches, written_off) in [(&[1, 1][..], "N-W-1"), (&[1, 2], "W-1"), (&[1], "N-W-1")] {
        let shop = Shop::two_rooms();
        for (name, code) in [("North", "N"), ("South", "S")] {
            shop.run(Command::AddLocation { name: name.into(), code: code.into() });
        }
        for (warehouse, branch) in [MAIN, SHOP].into_iter().zip(branches) {
            let name = format!("room {}", warehouse.0);
            let location = Some(dockhand::domain::id::LocationId(*branch));
            let (code, template) = (format!("R{}", warehouse.0), String::new());
            shop.run(Command::EditWarehouse { warehouse, name, code, location, template });
        }
        let washer = shop.washers();
        let mut list = Vec::new();
        for (warehouse, serial) in [MAIN, SHOP].into_iter().zip(["A", "B"]).take(branches.len()) {
            shop.receive(warehouse, "2026-01-05", vec![WholeLine { ..line(washer, "1", "1") }]);
            list.push((warehouse, vec![NewSerials::Literal(vec![serial.to_owned()])]));
        }
        let done = shop.convert(WholeConversion { serials: list, ..whole(washer, &[]) });
        assert_eq!(done.documents.unwrap().0.number, written_off, "{branches:?}");
        shop.is_sound();
    }
}

#[test]
fn what_was_sold_before_comes_home_to_its_own_lot_and_gets_its_serials_at_once() {
    each_shop(|name, shop| {
        shop.second_room();
        let washer = shop.stocked();
        let sale = shop.moves(leaving(DocumentKind::Sale, MAIN, washer, 6));
        shop.convert(whole(washer, &[(MAIN, &["X1", "X2"]), (SHOP, SHOPS)]));
        let units = |serials: &[&str]| WantedLine {
            product: washer,
            quantity: None,
            serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
            bin: None,
            to_bin: None,
            price: None,
        };
        let back = |serials: &[&str]| WholeMove {
            of: Some(sale.document),
            lines: vec![units(serials)],
            ..leaving(DocumentKind::ClientReturn, MAIN, washer, 1)
        };
        let no = shop.refused(Command::MoveWhole(Box::new(back(&["X1"]))));
        assert_eq!(no.code(), "not_on_hand", "{name}: {no}");
        assert_eq!(shop.refused(Command::MoveWhole(Box::new(back(&["N1", "n1"])))).code(), "duplicate", "{name}");
        // The sale took five of P-1 and then one of P-2: the last comes back first.
        let returned = shop.moves(back(&["N1", "N2"]));
        let took: Vec<_> = returned.lines[0].took.iter().map(|took| took.label.as_str()).collect();
        assert_eq!(took, ["P-2/1", "P-1/1"], "{name}");
        let origins = ["N1", "N2"].map(|serial| shop.passport(serial).origin.unwrap().label);
        assert_eq!(origins, ["P-1/1", "P-2/1"], "{name}: the first serial is the oldest goods'");
        shop.is_sound();
        assert_eq!(
            shop.refused(Command::MoveWhole(Box::new(back(&["A", "B", "C", "D", "E"])))).code(),
            "short",
            "{name}"
        );
        shop.moves(back(&["A", "B", "C", "D"]));
        assert_eq!(shop.refused(Command::MoveWhole(Box::new(back(&["E"])))).code(), "unknown", "{name}");
        let no = shop.refused(Command::CancelDocument { document: returned.document, reopen: false });
        assert_eq!(no.code(), "irreversible", "{name}");
        let of = match shop.ask(&Query::Document(DocumentRef::Number("P-1".into()))) {
            Answer::Document(view) => view.row.id,
            other => panic!("{other:?}"),
        };
        shop.moves(WholeMove {
            of: Some(of),
            lines: vec![units(&["N1", "A"])],
            ..leaving(DocumentKind::SupplierReturn, MAIN, washer, 1)
        });
        shop.is_sound();
    });
}
