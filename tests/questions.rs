//! What can be asked of the stockroom, and what it answers.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::document::{Cost, DocumentState};
use dockhand::domain::id::{BinId, DocumentId, LineNo, LotId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{Barcode, NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::{Matching, SerialKey};
use dockhand::messages::{
    Answer, Blocker, Command, DocumentRef, DocumentView, DraftView, Found, HeadEdit, HomeView, LineEdit, Meaning, No,
    Outcome, PassportView, PreviewView, Query, Refused, Standing, StockBy, StockRow, UnitRef,
};
use dockhand::store::engine::{Direction, Durability};
use dockhand::store::tables::{TO_INDEX, Tables};
use support::{Shop, counted, each_shop, serialised};

fn head(shop: &Shop, draft: DocumentId, supplier: &str, invoice: &str) {
    let head =
        HeadEdit { supplier: Some(supplier.to_owned()), invoice: Some(invoice.to_owned()), ..HeadEdit::default() };
    shop.run(Command::EditDraft { draft, head });
}

fn edit(shop: &Shop, draft: DocumentId, line: LineNo, edit: LineEdit) {
    shop.run(Command::EditLine { draft, line, edit });
}

/// Posts serials of a product as one line; returns the lot.
fn received(shop: &Shop, product: ProductId, serials: &[&str]) -> (DocumentId, LotId) {
    let draft = shop.draft();
    let line = shop.line(draft, product);
    shop.scan(draft, line, serials);
    let posted = shop.post(draft);
    (draft, posted.lines[0].took[0].lot)
}

fn passport(shop: &Shop, serial: &str) -> PassportView {
    match shop.ask(&Query::Passport(UnitRef::Serial(serial.to_owned(), None))) {
        Answer::Passport(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn meanings(shop: &Shop, text: &str, product: Option<ProductId>) -> Vec<String> {
    let Answer::Meanings(meanings) = shop.ask(&Query::Resolve { text: text.to_owned(), product }) else { panic!() };
    let say = |meaning: Meaning| match meaning {
        Meaning::Product { name, pack, .. } => format!("product {name} × {pack}"),
        Meaning::Unit(unit) => format!("unit {} of {}", unit.serial, unit.name),
        Meaning::Document { number, .. } => format!("document {number}"),
        Meaning::Warehouse { name, .. } => format!("warehouse {name}"),
        Meaning::Bin { name, .. } => format!("bin {name}"),
    };
    meanings.into_iter().map(say).collect()
}

fn hint(shop: &Shop, text: &str) -> String {
    match shop.ask(&Query::Hint(text.to_owned())) {
        Answer::Hint(hint) => hint,
        other => panic!("{other:?}"),
    }
}

fn found(shop: &Shop, text: &str) -> Vec<String> {
    let Answer::Found(found) = shop.ask(&Query::Find { text: text.to_owned(), limit: 10 }) else { panic!() };
    let say = |found: Found| match found {
        Found::Product(row) => format!("product {}", row.name),
        Found::Unit(unit) => format!("unit {}", unit.serial),
        Found::Document(row) => format!("document {}", row.number.unwrap_or_else(|| "draft".to_owned())),
    };
    found.into_iter().map(say).collect()
}

fn draft_view(shop: &Shop, draft: DocumentId) -> DraftView {
    match shop.ask(&Query::Draft(draft)) {
        Answer::Draft(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn document(shop: &Shop, number: &str) -> DocumentView {
    match shop.ask(&Query::Document(DocumentRef::Number(number.to_owned()))) {
        Answer::Document(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn stock(shop: &Shop, by: StockBy, text: &str) -> Vec<StockRow> {
    let query =
        Query::Stock { by, warehouse: None, product: None, text: text.to_owned(), on: None, after: None, limit: 100 };
    match shop.ask(&query) {
        Answer::Stock(page) => page.rows,
        other => panic!("{other:?}"),
    }
}

fn home(shop: &Shop) -> HomeView {
    match shop.ask(&Query::Home { employee: shop.origin.employee, desk: shop.origin.desk }) {
        Answer::Home(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn bin(shop: &Shop, code: &str, defects: bool) -> BinId {
    match shop.run(Command::AddBin { warehouse: shop.warehouse, code: code.to_owned(), defects }) {
        Outcome::BinMade(bin) => bin,
        other => panic!("{other:?}"),
    }
}

fn key(serial: &str) -> SerialKey {
    SerialKey::from_stored(serial.to_owned())
}

#[test]
fn a_passport_holds_every_fact_of_a_unit_and_how_it_came() {
    each_shop(|name, shop| {
        let phone = Product { client_warranty: Some(24), ..serialised("Phone X") };
        let phone = shop.product(phone);
        let shelf = bin(shop, "A3", false);
        let draft = shop.draft();
        head(shop, draft, "Northwind", "4711-B");
        let line = shop.line(draft, phone);
        edit(
            shop,
            draft,
            line,
            LineEdit {
                cost: Some(Some(Cost::Total(Money::parse("100").unwrap()))),
                warranty: Some(Some(12)),
                batch: Some("B7".to_owned()),
                bin: Some(Some(shelf)),
                ..LineEdit::default()
            },
        );
        shop.scan(draft, line, &["sn 1", "SN2", "SN3"]);
        shop.run(Command::AddRemark { product: phone, key: key("SN1"), text: "box was open".to_owned() });
        shop.minutes(5);
        shop.post(draft);
        let view = passport(shop, "SN1");
        assert_eq!((view.serial.as_str(), view.name.as_str(), view.lot_label.as_str()), ("sn 1", "Phone X", "P-1/1"));
        assert_eq!(view.standing.to_string(), "in stock: Main, bin A3, P-1 of 2026-10-02", "{name}");
        assert_eq!((view.place_in_lot, view.posting_number.as_deref()), ((1, 3), Some("P-1")));
        assert_eq!((view.supplier.as_str(), view.invoice.as_str(), view.batch.as_str()), ("Northwind", "4711-B", "B7"));
        assert_eq!(view.cost.to_string(), "33.3333");
        let until = "2027-10-02".parse().unwrap();
        assert_eq!((view.supplier_warranty, view.supplier_warranty_left), (Some((12, Some(until))), Some(365)));
        assert_eq!(view.client_warranty, Some((24, None)));
        assert_eq!(meanings(shop, "SN1", None), ["unit sn 1 of Phone X"], "{name}: a serial is shown as scanned");
        let moved: Vec<_> = view
            .movements
            .rows
            .iter()
            .map(|row| (row.number.as_str(), row.from.as_str(), row.to.as_str(), row.note.as_str()))
            .collect();
        assert_eq!(moved, [("remark", "", "", "box was open"), ("P-1", "Northwind", "Main A3", "")], "{name}");
        let Answer::Employee(jane) = shop.ask(&Query::Employee(shop.origin.employee)) else { panic!() };
        assert!(view.movements.rows.iter().all(|row| row.employee == jane && row.desk == "desk 1"));
    });
}

#[test]
fn a_unit_that_comes_in_again_keeps_its_earlier_life_in_its_passport() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let (document, _) = received(shop, phone, &["A1"]);
        shop.minutes(1);
        shop.run(Command::CancelDocument { document, reopen: false });
        assert_eq!(passport(shop, "A1").standing.to_string(), "posting cancelled: P-1 2026-10-02", "{name}");
        shop.minutes(1);
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1"]);
        let claimed = passport(shop, "A1");
        assert!(matches!(claimed.standing, Standing::InDraft { .. }), "{name}: {:?}", claimed.standing);
        assert_eq!(claimed.lot_label, "draft/1");
        shop.minutes(1);
        shop.post(draft);
        let view = passport(shop, "A1");
        let moved: Vec<_> =
            view.movements.rows.iter().map(|row| format!("{} {}→{}", row.number, row.from, row.to)).collect();
        assert_eq!(moved, ["P-1 supplier→Main", "P-1 Main→supplier", "P-2 supplier→Main"], "{name}");
        assert_eq!(view.standing.to_string(), "in stock: Main, P-2 of 2026-10-02");
    });
}

#[test]
fn neighbours_are_walked_across_rows_and_over_what_was_taken_back() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let serials: Vec<String> = (1..=70).map(|n| format!("SN{n:03}")).collect();
        let all: Vec<&str> = serials.iter().map(String::as_str).collect();
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &all);
        let back: Vec<String> = [1, 32, 33, 40, 70].map(|n: usize| serials[n - 1].clone()).to_vec();
        shop.run(Command::TakeBack { draft, line, serials: back.clone() });
        shop.post(draft);
        let left: Vec<&str> = all.iter().copied().filter(|serial| !back.iter().any(|gone| gone == serial)).collect();
        for forward in [true, false] {
            let mut walked = vec![passport(shop, if forward { left[0] } else { left[left.len() - 1] })];
            loop {
                let last = walked.last().unwrap();
                let of = UnitRef::Key(last.product, last.key.clone());
                let Answer::Passport(next) = shop.ask(&Query::Neighbour { of, forward }) else { panic!() };
                if next.key == last.key {
                    break;
                }
                walked.push(*next);
            }
            if !forward {
                walked.reverse();
            }
            let names: Vec<&str> = walked.iter().map(|view| view.serial.as_str()).collect();
            assert_eq!(names, left, "{name}");
            assert!(walked.iter().zip(1..).all(|(view, place)| view.place_in_lot == (place, 65)), "{name}");
        }
    });
}

#[test]
fn a_code_is_what_stock_knows_the_asked_product_first() {
    each_shop(|name, shop| {
        let barcodes = vec![
            Barcode { text: "4006381333931".to_owned(), pack: Quantity::ONE },
            Barcode { text: "14006381333938".to_owned(), pack: Quantity::pieces(10) },
        ];
        shop.product(Product { barcodes, code: "C-7".to_owned(), ..counted("Cable") });
        let phone = shop.product(serialised("Phone X"));
        let radio = shop.product(serialised("Radio"));
        received(shop, phone, &["A1"]);
        let (gone, _) = received(shop, radio, &["A1", "P-1"]);
        bin(shop, "B7", false);
        shop.run(Command::AddIdentifier {
            product: phone,
            key: key("A1"),
            identifier: "IMEI2".to_owned(),
            from_tray: None,
        });
        assert_eq!(meanings(shop, "4006381333931", None), ["product Cable × 1"], "{name}");
        assert_eq!(meanings(shop, "04006381333931", None), ["product Cable × 1"], "{name}");
        assert_eq!(meanings(shop, "14006381333938", None), ["product Cable × 10"], "{name}");
        assert_eq!(meanings(shop, "c-7", None), ["product Cable × 1"], "{name}");
        assert_eq!(meanings(shop, "a1", Some(radio)), ["unit A1 of Radio", "unit A1 of Phone X"], "{name}");
        assert_eq!(meanings(shop, "a1", Some(phone)), ["unit A1 of Phone X", "unit A1 of Radio"], "{name}");
        assert_eq!(meanings(shop, "imei 2", None), ["unit A1 of Phone X"], "{name}");
        assert_eq!(meanings(shop, "p-1", None), ["unit P-1 of Radio", "document P-1"], "{name}");
        assert_eq!(meanings(shop, "main", None), ["warehouse Main"], "{name}");
        assert_eq!(meanings(shop, "b7", None), ["bin Main B7"], "{name}");
        assert!(meanings(shop, "nothing", None).is_empty(), "{name}");
        shop.run(Command::CancelDocument { document: gone, reopen: false });
        assert_eq!(meanings(shop, "A1", None), ["unit A1 of Phone X", "unit A1 of Radio"], "{name}: gone comes last");
    });
}

#[test]
fn an_exactly_matched_serial_is_found_as_it_stands_only() {
    each_shop(|name, shop| {
        let exact = Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Exact };
        let phone = shop.product(Product { tracking: exact, ..counted("Phone X") });
        received(shop, phone, &["ab 1", "AB 1"]);
        assert_eq!(meanings(shop, "ab 1", None), ["unit ab 1 of Phone X"], "{name}");
        assert_eq!(meanings(shop, "AB 1", None), ["unit AB 1 of Phone X"], "{name}");
        assert!(meanings(shop, "Ab 1", None).is_empty(), "{name}");
    });
}

#[test]
fn a_serial_that_several_products_have_is_ambiguous_until_one_is_named() {
    each_shop(|name, shop| {
        let (phone, radio) = (shop.product(serialised("Phone X")), shop.product(serialised("Radio")));
        received(shop, phone, &["A1"]);
        received(shop, radio, &["A1"]);
        let ask = |product| shop.stockroom.ask(&Query::Passport(UnitRef::Serial("A1".to_owned(), product)));
        let refused = ask(None).unwrap_err().to_string();
        assert_eq!(refused, "A1 could be A1 of Phone X or A1 of Radio: say which", "{name}");
        let Answer::Passport(view) = ask(Some(radio)).unwrap() else { panic!() };
        assert_eq!(view.name, "Radio");
    });
}

#[test]
fn a_upc_e_is_the_product_it_is_short_for_and_a_device_is_itself_with_any_software() {
    each_shop(|name, shop| {
        let coded = |name, text: &str| Product {
            barcodes: vec![Barcode { text: text.to_owned(), pack: Quantity::ONE }],
            ..counted(name)
        };
        shop.product(coded("Gum", "012345000065"));
        assert_eq!(meanings(shop, "01234565", None), ["product Gum × 1"], "{name}");
        // The same eight digits are a GTIN-8 too: both are said, and a person decides.
        shop.product(coded("Mint", "01234565"));
        assert_eq!(meanings(shop, "01234565", None), ["product Mint × 1", "product Gum × 1"], "{name}");
        let phone = shop.product(serialised("Phone X"));
        received(shop, phone, &["356938035643809"]);
        assert_eq!(meanings(shop, "3569380356438017", None), ["unit 356938035643809 of Phone X"], "{name}");
    });
}

#[test]
fn zeros_that_a_scanner_drops_are_missed() {
    each_shop(|name, shop| {
        let barcodes = vec![Barcode { text: "012345678905".to_owned(), pack: Quantity::ONE }];
        shop.product(Product { barcodes, ..counted("Cable") });
        let phone = shop.product(serialised("Phone X"));
        let (document, _) = received(shop, phone, &["0012", "AB7"]);
        assert_eq!(hint(shop, "12"), "; 0012 is in stock: does this scanner drop zeros?", "{name}");
        assert_eq!(hint(shop, "12345678905"), "; 012345678905 is Cable: does this scanner drop zeros?", "{name}");
        assert_eq!(hint(shop, "77"), "", "{name}");
        let refused = shop.stockroom.ask(&Query::Passport(UnitRef::Serial("12".to_owned(), None))).unwrap_err();
        let sentence = "12 is not known: there is no such unit; 0012 is in stock: does this scanner drop zeros?";
        assert_eq!(refused.to_string(), sentence, "{name}");
        shop.run(Command::CancelDocument { document, reopen: false });
        assert_eq!(
            hint(shop, "12"),
            "; 0012 was here (posting cancelled: P-1): does this scanner drop zeros?",
            "{name}"
        );
    });
}

#[test]
fn anything_is_found_by_part_of_it() {
    each_shop(|name, shop| {
        shop.product(Product { sku: "US-100".to_owned(), ..counted("USB cable 1 m") });
        let phone = shop.product(serialised("Phone X 128 GB"));
        let draft = shop.draft();
        head(shop, draft, "Northwind", "4711-B");
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["356938035648091", "SN-7", "x9"]);
        shop.post(draft);
        let open = shop.draft();
        head(shop, open, "Northwind", "INV 9 4711");
        assert_eq!(found(shop, "usb cbl"), ["product USB cable 1 m"], "{name}");
        assert_eq!(found(shop, "us-100"), ["product USB cable 1 m"], "{name}");
        assert_eq!(found(shop, "8091"), ["unit 356938035648091"], "{name}");
        assert_eq!(found(shop, "35648091"), ["unit 356938035648091"], "{name}");
        assert_eq!(found(shop, "91"), ["unit 356938035648091"], "{name}");
        assert_eq!(found(shop, "35693"), ["unit 356938035648091"], "{name}");
        assert_eq!(found(shop, "X9"), ["unit x9"], "{name}");
        assert_eq!(found(shop, "4711"), ["document draft", "document P-1"], "{name}");
        assert_eq!(found(shop, "p-1"), ["document P-1"], "{name}");
        assert!(found(shop, "1").contains(&"document P-1".to_owned()), "{name}");
        assert!(found(shop, "35648092").is_empty(), "{name}");
    });
}

/// Files everything that waits, in slices, as idle work does; returns how many slices it took.
fn index(shop: &Shop) -> usize {
    let (mut slices, mut more) = (0, true);
    while more {
        shop.engine
            .write(Durability::Plain, &mut |tx| {
                more = dockhand::ops::search::index_slice(&mut Tables::new(tx))?;
                Ok(())
            })
            .unwrap();
        slices += 1;
    }
    slices
}

#[test]
fn units_are_found_by_their_end_whether_they_are_filed_or_wait_for_it() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let serials: Vec<String> = (0..2_000).map(|n| format!("SN{n:06}")).collect();
        let all: Vec<&str> = serials.iter().map(String::as_str).collect();
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &all);
        shop.run(Command::TakeBack { draft, line, serials: vec!["SN000777".to_owned()] });
        shop.post(draft);
        let ends = ["001234", "1234", "234", "777", "9", "999", "SN000001"];
        let waiting: Vec<_> = ends.map(|end| found(shop, end)).to_vec();
        index(shop);
        let rest = shop.look(|view| {
            let mut rest = 0;
            view.prefix(TO_INDEX, &(), Direction::Forward, |_, _| {
                rest += 1;
                Ok(true)
            })?;
            Ok(rest)
        });
        assert_eq!(rest, 0, "{name}");
        for (end, waiting) in ends.iter().zip(waiting) {
            let mut filed = found(shop, end);
            assert!(filed.iter().all(|unit| unit.ends_with(end) || unit.contains(end)), "{name}: {end}: {filed:?}");
            assert_eq!(filed.len(), waiting.len(), "{name}: {end}: {filed:?}, {waiting:?}");
            if filed.len() < 10 {
                let mut waiting = waiting;
                filed.sort_unstable();
                waiting.sort_unstable();
                assert_eq!(filed, waiting, "{name}: {end}");
            }
        }
        assert_eq!(found(shop, "000777"), Vec::<String>::new(), "{name}: what was taken back is no unit");
    });
}

#[test]
fn a_store_whose_serials_all_end_alike_is_filed_in_rows_of_some_hundred() {
    let shop = Shop::in_memory();
    let phone = shop.product(serialised("Phone X"));
    let serials: Vec<String> = (0..1_000).map(|n| format!("{n:06}-XYZ")).collect();
    let all: Vec<&str> = serials.iter().map(String::as_str).collect();
    received(&shop, phone, &all);
    index(&shop);
    let rows = shop.look(|view| {
        let mut rows = Vec::new();
        view.prefix(dockhand::store::tables::TAIL, &(), Direction::Forward, |_, row| {
            rows.push(row.0.len());
            Ok(true)
        })?;
        Ok(rows)
    });
    assert_eq!(rows.iter().sum::<usize>(), 1_000);
    assert!(rows.iter().all(|row| *row <= 256), "{rows:?}");
    assert_eq!(found(&shop, "000777-xyz"), ["unit 000777-XYZ"]);
}

#[test]
fn stock_is_cut_by_warehouse_bin_and_category_and_sums_to_the_same() {
    each_shop(|name, shop| {
        bin(shop, "DEF", true);
        let cable = shop.product(Product { category: "Leads".to_owned(), ..counted("Cable") });
        let phone = shop.product(Product { category: "Phones".to_owned(), ..serialised("Phone X") });
        shop.product(Product { category: "Phones".to_owned(), ..counted("Never came") });
        let draft = shop.draft();
        let (first, second) = (shop.line(draft, cable), shop.line(draft, phone));
        shop.count(draft, first, 9);
        shop.run(Command::CountGoods { draft, line: first, by: Quantity::ONE, damaged: true, from_tray: None });
        let cost = |amount: &str| LineEdit {
            cost: Some(Some(Cost::Total(Money::parse(amount).unwrap()))),
            ..LineEdit::default()
        };
        edit(shop, draft, first, cost("10"));
        edit(shop, draft, second, cost("200"));
        shop.scan(draft, second, &["A1", "A2"]);
        shop.post(draft);
        let say = |rows: Vec<StockRow>| -> Vec<String> {
            let one = |row: StockRow| {
                let bin = row.bin.map_or_else(String::new, |bin| format!(" {bin}"));
                format!("{} {}{bin} {} {}", row.name, row.warehouse_name, row.on_hand, row.value)
            };
            rows.into_iter().map(one).collect()
        };
        assert_eq!(
            say(stock(shop, StockBy::Warehouse, "")),
            ["Cable Main 10 10.00", "Phone X Main 2 200.00"],
            "{name}"
        );
        let bins = say(stock(shop, StockBy::Bin, ""));
        assert_eq!(bins, ["Cable Main 9 9.00", "Cable Main DEF 1 1.00", "Phone X Main 2 200.00"], "{name}");
        assert_eq!(say(stock(shop, StockBy::Category, "")), ["Leads  10 10.00", "Phones  2 200.00"], "{name}");
        assert_eq!(say(stock(shop, StockBy::Warehouse, "phn")), ["Phone X Main 2 200.00"], "{name}");
        assert_eq!(say(stock(shop, StockBy::Category, "phones")), ["Phones  2 200.00"], "{name}");
        let view = document(shop, "p-1");
        let left: Vec<_> = view.lines.iter().map(|line| (line.left, line.damaged)).collect();
        let pieces = Quantity::pieces;
        assert_eq!(left, [(pieces(10), pieces(1)), (pieces(2), pieces(0))], "{name}");
        shop.run(Command::CancelDocument { document: view.row.id, reopen: false });
        assert!(stock(shop, StockBy::Warehouse, "").is_empty(), "{name}");
        let view = document(shop, "P-1");
        assert_eq!(view.row.state, DocumentState::Cancelled);
        assert!(view.cancelled.is_some() && view.lines.iter().all(|line| line.left.is_zero()), "{name}");
    });
}

#[test]
fn a_summary_says_what_is_missing_and_how_a_list_was_met() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let cable = shop.product(counted("Cable"));
        let draft = shop.draft();
        let (first, second) = (shop.line(draft, phone), shop.line(draft, cable));
        edit(
            shop,
            draft,
            first,
            LineEdit {
                quantity: Some(Some(Quantity::pieces(4))),
                cost: Some(Some(Cost::Unit(Money::parse("100").unwrap()))),
                ..LineEdit::default()
            },
        );
        let serials = ["A1", "A2", "A8091"].map(str::to_owned).to_vec();
        shop.run(Command::ExpectSerials { draft, line: first, serials });
        shop.scan(draft, first, &["a1", "A2", "X7742"]);
        let Answer::Summary(view) = shop.ask(&Query::Summary(draft)) else { panic!() };
        let blockers: Vec<String> = view.blockers.iter().map(ToString::to_string).collect();
        let wanted = ["line 1 Phone X: 1 serials are missing, 3 are there", "line 2 Cable: nothing was counted"];
        assert_eq!(blockers, wanted, "{name}");
        assert_eq!((view.quantity, view.value.to_string()), (Quantity::pieces(3), "400.00".to_owned()), "{name}");
        assert_eq!(view.without_cost, [second]);
        let list = &view.lists[0];
        assert_eq!((list.line, list.listed, list.ticked, list.not_listed_count), (first, 3, 2, 1), "{name}");
        assert_eq!((list.missing.join(" "), list.not_listed.join(" ")), ("A8091".to_owned(), "X7742".to_owned()));
    });
}

#[test]
fn an_empty_draft_is_blocked_by_being_empty() {
    let shop = Shop::in_memory();
    let draft = shop.draft();
    let Answer::Summary(view) = shop.ask(&Query::Summary(draft)) else { panic!() };
    assert_eq!(view.blockers, [Blocker::Empty]);
}

#[test]
fn serials_of_a_line_are_listed_newest_first_from_any_slot() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let serials: Vec<String> = (1..=50).map(|n| format!("SN{n:02}")).collect();
        shop.scan(draft, line, &serials.iter().map(String::as_str).collect::<Vec<_>>());
        shop.run(Command::TakeBack { draft, line, serials: vec!["SN33".to_owned()] });
        let (mut listed, mut before) = (Vec::new(), None);
        loop {
            let Answer::Scans(page) = shop.ask(&Query::DraftSerials { draft, line, before, limit: 7 }) else {
                panic!()
            };
            let Some(last) = page.last() else { break };
            before = Some(last.slot);
            listed.extend(page.into_iter().map(|scan| scan.serial));
        }
        let wanted: Vec<String> = serials.into_iter().rev().filter(|serial| serial != "SN33").collect();
        assert_eq!(listed, wanted, "{name}");
    });
}

#[test]
fn home_shows_this_desks_drafts_first_what_arrived_and_what_runs_low() {
    each_shop(|name, shop| {
        let low = Product { minimum: Some(Quantity::pieces(5)), ..counted("Cable") };
        let low = shop.product(low);
        shop.product(Product { minimum: Some(Quantity::ZERO), ..counted("Plug") });
        let mine = shop.draft();
        let other = shop.stockroom.open_desk("desk 2").unwrap();
        let theirs = shop.at(
            other,
            Command::OpenDraft { kind: dockhand::domain::document::DocumentKind::Posting, warehouse: shop.warehouse },
        );
        let Ok(Outcome::DraftOpened(theirs)) = theirs else { panic!() };
        let view = home(shop);
        assert_eq!(view.drafts.iter().map(|row| row.id).collect::<Vec<_>>(), [mine, theirs], "{name}");
        let below: Vec<_> = view.below_minimum.iter().map(|row| (row.name.as_str(), row.on_hand)).collect();
        assert_eq!(below, [("Cable", Quantity::ZERO)], "{name}");
        let line = shop.line(mine, low);
        shop.count(mine, line, 5);
        assert_eq!(home(shop).drafts[0].quantity, Quantity::pieces(5), "{name}: a draft shows what it holds");
        shop.post(mine);
        let view = home(shop);
        assert!(view.below_minimum.is_empty(), "{name}");
        assert_eq!((view.arrived_postings, view.arrived, view.products), (1, Quantity::pieces(5), 2), "{name}");
        shop.minutes(60 * 24);
        assert_eq!(home(shop).arrived_postings, 0, "{name}: that was yesterday");
    });
}

#[test]
fn a_tray_says_where_its_serials_stand_by_now() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let reason = dockhand::domain::document::TrayReason::Unknown;
        for raw in ["A1", "nothing"] {
            shop.run(Command::PutInTray { draft, line: Some(line), raw: raw.to_owned(), reason: reason.clone() });
        }
        received(shop, phone, &["A1"]);
        let Answer::Tray(rows) = shop.ask(&Query::Tray(draft)) else { panic!() };
        let stand: Vec<_> = rows.iter().map(|row| row.standing.as_ref().map(ToString::to_string)).collect();
        assert_eq!(stand, [Some("in stock: Main, P-1 of 2026-10-02".to_owned()), None], "{name}");
    });
}

#[test]
fn a_draft_carries_its_lines_and_says_so_when_it_is_posted_meanwhile() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        let draft = shop.draft();
        head(shop, draft, "Northwind", "4711-B");
        let line = shop.line(draft, phone);
        edit(
            shop,
            draft,
            line,
            LineEdit { quantity: Some(Some(Quantity::pieces(2))), carton: Some(Some(2)), ..LineEdit::default() },
        );
        shop.run(support::damaged(draft, line, &["A1"]));
        let view = draft_view(shop, draft);
        assert_eq!(
            (view.supplier.as_str(), view.employee.as_str(), view.desk.as_str()),
            ("Northwind", "Jane", "desk 1")
        );
        let row = &view.lines[0];
        assert_eq!((row.counted, row.missing, row.damaged), (Quantity::ONE, Quantity::ONE, Quantity::ONE), "{name}");
        assert_eq!(row.carton.map(|carton| (carton.number, carton.filled, carton.size)), Some((1, 1, 2)), "{name}");
        shop.scan(draft, line, &["A2"]);
        shop.post(draft);
        assert_eq!(draft_view(shop, draft).state, DocumentState::Posted, "{name}");
        let refused = shop.stockroom.ask(&Query::Draft(DocumentId(99))).unwrap_err();
        assert!(matches!(refused, No::Refused(Refused::Unknown { .. })), "{name}: {refused}");
    });
}

#[test]
fn suppliers_and_templates_are_listed_with_who_uses_them() {
    each_shop(|name, shop| {
        for supplier in ["Northwind Parts", "Acme"] {
            let draft = shop.draft();
            head(shop, draft, supplier, "");
        }
        let suppliers = |text: &str| match shop.ask(&Query::Suppliers(text.to_owned())) {
            Answer::Suppliers(names) => names,
            other => panic!("{other:?}"),
        };
        assert_eq!(suppliers(""), ["Acme", "Northwind Parts"], "{name}");
        assert_eq!(suppliers("nwp"), ["Northwind Parts"], "{name}");
        assert_eq!(shop.ask(&Query::Clients(String::new())), Answer::Clients(Vec::new()), "{name}");
        let ours = Tracking::Serialised { numbered_by: NumberedBy::Us, matching: Matching::Loose };
        let template = dockhand::domain::template::Template::parse("WS{C:5}").unwrap();
        let washer = Product { tracking: ours, template: Some(template), ..counted("Washer") };
        let Outcome::ProductMade(washer) = shop.run(Command::AddProduct { product: Box::new(washer), next: Some(7) })
        else {
            panic!()
        };
        received(shop, washer, &["WS00007"]);
        let Answer::Templates(rows) = shop.ask(&Query::Templates) else { panic!() };
        let said: Vec<_> = rows.iter().map(|row| (row.template.as_str(), row.next, row.sample.as_str())).collect();
        assert_eq!(said, [("WS{C:5}", 7, "WS00008")], "{name}: a number in use is skipped");
        assert_eq!(rows[0].used_by, ["product Washer"], "{name}");
        let Answer::Product(view) = shop.ask(&Query::Product(washer)) else { panic!() };
        assert_eq!(view.template, Some(("WS{C:5}".to_owned(), 7)), "{name}");
        assert_eq!(view.last.map(|last| (last.number, last.cost)), Some(("P-1".to_owned(), None)), "{name}");
    });
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    let shop = Shop::in_memory();
    let after = Some(dockhand::messages::Cursor(vec![9]));
    for query in [
        Query::Products { text: String::new(), archived: false, after: after.clone(), limit: 5 },
        Query::Documents { kind: None, state: None, text: String::new(), after: after.clone(), limit: 5 },
    ] {
        assert!(matches!(shop.stockroom.ask(&query), Err(No::Refused(Refused::Changed(_)))), "{query:?}");
    }
    let warehouse = Some(WarehouseId(77));
    let query = Query::Stock {
        by: StockBy::Bin,
        warehouse,
        product: None,
        text: String::new(),
        on: None,
        after: None,
        limit: 5,
    };
    assert!(matches!(shop.stockroom.ask(&query), Err(No::Refused(Refused::Unknown { .. }))));
}

fn preview(shop: &Shop, draft: DocumentId, text: &str, wanted: Option<u32>) -> Result<PreviewView, No> {
    let query = Query::Preview { draft, line: 1, text: text.to_owned(), wanted };
    match shop.stockroom.ask(&query)? {
        Answer::Preview(view) => Ok(*view),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_preview_shows_what_a_range_would_bring_and_takes_nothing() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone X"));
        received(shop, phone, &["SN-003"]);
        let (gone, _) = received(shop, phone, &["SN-004"]);
        shop.run(Command::CancelDocument { document: gone, reopen: false });
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["SN-001", "SN-011", "SN-012"]);
        let view = preview(shop, draft, "SN-001..SN-005 8935049100123456789012", None).unwrap();
        let wanted = ["SN-001", "SN-002", "SN-003", "SN-004", "SN-005", "8935049100123456789012"];
        assert_eq!(view.serials, wanted, "{name}");
        let clashes = [
            ("SN-001".to_owned(), "scanned already: line 1, Phone X".to_owned()),
            ("SN-003".to_owned(), "in stock: Main, P-1 of 2026-10-02".to_owned()),
        ];
        assert_eq!(view.clashes, clashes, "{name}: what was here and left comes in again");
        assert_eq!(view.odd.len(), 1, "{name}: {:?}", view.odd);
        assert_eq!(view.odd[0].0, "8935049100123456789012", "{name}");
        assert_eq!(view.generated, None);
        assert_eq!(draft_view(shop, draft).lines[0].counted, Quantity::pieces(3), "{name}");
        let refused = |text: &str, wanted| preview(shop, draft, text, wanted).unwrap_err();
        let code = |no: No| match no {
            No::Refused(refused) => refused.code(),
            No::Broken(why) => panic!("{why}"),
        };
        assert_eq!(code(refused("SN-1..SN-99999", None)), "range_too_large", "{name}");
        assert_eq!(code(refused("A1, A1", None)), "duplicate", "{name}");
        assert_eq!(code(refused("A1..A3", Some(2))), "count_mismatch", "{name}");
        assert_eq!(code(refused("B..A", None)), "range_malformed", "{name}");
        assert_eq!(code(refused("~+4", None)), "maker_numbers", "{name}");
    });
}

#[test]
fn the_next_numbers_of_a_template_are_previewed_as_they_would_be_taken() {
    each_shop(|name, shop| {
        let ours = Tracking::Serialised { numbered_by: NumberedBy::Us, matching: Matching::Loose };
        let template = dockhand::domain::template::Template::parse("WS{C:5}").unwrap();
        let washer = shop.product(Product { tracking: ours, template: Some(template), ..counted("Washer") });
        received(shop, washer, &["WS00002"]);
        let draft = shop.draft();
        let line = shop.line(draft, washer);
        let view = preview(shop, draft, "WS00004, ~+2, X1", None).unwrap();
        let wanted = ["WS00004", "WS00001", "WS00003", "WS00005", "X1"];
        assert_eq!(view.serials, wanted, "{name}: what is in use or written out is skipped");
        let generated = view.generated.clone().unwrap();
        assert_eq!(
            (generated.from, generated.to, generated.positions.as_slice()),
            (1, 6, [1, 2, 3].as_slice()),
            "{name}"
        );
        shop.run(Command::ReceiveSerials {
            draft,
            line,
            serials: view.serials,
            damaged: false,
            generated: view.generated,
            from_tray: None,
            insist: false,
            label: None,
        });
        let Answer::Scans(scans) = shop.ask(&Query::DraftSerials { draft, line, before: None, limit: 9 }) else {
            panic!()
        };
        let made: Vec<_> = scans.iter().rev().filter(|scan| scan.generated).map(|scan| scan.serial.as_str()).collect();
        assert_eq!(made, ["WS00001", "WS00003", "WS00005"], "{name}");
        assert_eq!(preview(shop, draft, "~", None).unwrap().serials, ["WS00006"], "{name}");
    });
}
