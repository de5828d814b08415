//! What somebody at a desk finds out: from Home to a unit's passport, its lot, its document, and back.

mod support;

use dockhand::domain::document::{Cost, DocumentKind};
use dockhand::domain::employee::Permission;
use dockhand::domain::id::ProductId;
use dockhand::domain::money::Money;
use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::SerialKey;
use dockhand::messages::{Answer, Command, HeadEdit, LineEdit, Outcome, Query, UnitRef, WantedLine, WholeMove};
use support::bench::Bench;
use support::{Shop, counted, serialised};

/// Barcodes of what the shop stocks.
const PHONE: &str = "5901234123457";
const CABLE: &str = "4006381333931";

/// Makes a shop with two products, a posting of three phones and two hundred cables, and a draft.
fn stocked() -> Shop {
    let shop = Shop::in_memory();
    let barcode = |text: &str| vec![Barcode { text: text.to_owned(), pack: Quantity::ONE }];
    let phone = shop.product(Product {
        barcodes: barcode(PHONE),
        category: "phones".into(),
        code: "PX-128".into(),
        client_warranty: Some(24),
        ..serialised("Phone X 128 GB")
    });
    let cable = shop.product(Product {
        barcodes: barcode(CABLE),
        category: "cables".into(),
        minimum: Some(Quantity::pieces(500)),
        ..counted("USB cable 1 m")
    });
    let draft = shop.draft();
    let head =
        HeadEdit { supplier: Some("Northwind Parts".into()), invoice: Some("4711-B".into()), ..HeadEdit::default() };
    shop.run(Command::EditDraft { draft, head });
    let line = shop.line(draft, phone);
    let cost = |cost: i64| Some(Some(Cost::Unit(Money::from_ten_thousandths(cost))));
    let edit = LineEdit { cost: cost(1_990_000), warranty: Some(Some(12)), ..LineEdit::default() };
    shop.run(Command::EditLine { draft, line, edit });
    shop.scan(draft, line, &["356938035643783", "356938035643791", "356938035643809"]);
    let line = shop.line(draft, cable);
    shop.run(Command::EditLine { draft, line, edit: LineEdit { cost: cost(8_500), ..LineEdit::default() } });
    shop.count(draft, line, 200);
    shop.post(draft);
    shop.minutes(95);
    shop
}

/// Sits down at the stocked shop before a terminal.
fn desk(columns: u16, rows: u16) -> Bench {
    Bench::at(stocked(), columns, rows)
}

#[test]
fn an_empty_shop_says_what_to_do_first() {
    Bench::new().wait_for("scan a carton's barcode").shows("home_empty");
    Bench::sized(40, 12).wait_for("F3").shows("home_empty_40x12");
    Bench::sized(20, 8).wait_for("F3").shows("home_empty_20x8");
}

#[test]
fn home_shows_drafts_todays_arrivals_and_what_runs_low() {
    let shop = stocked();
    let draft = shop.draft();
    shop.run(Command::EditDraft { draft, head: HeadEdit { supplier: Some("Acme".into()), ..HeadEdit::default() } });
    let mut desk = Bench::at(shop, 80, 24);
    // A desk with a draft of its own begins there; Esc keeps it and Home lists it.
    desk.wait_for("Receiving").press("Esc");
    desk.wait_for("Acme → Main").wait_for("203 in 1 posting").wait_for("USB cable 1 m").shows("home_drafts");
    desk.resize(40, 12).shows("home_drafts_40x12");
    desk.resize(20, 8).shows("home_drafts_20x8");
    desk.resize(80, 24).press("Enter").wait_for("Receiving");
}

#[test]
fn a_scanned_serial_leads_to_its_passport_its_document_and_back() {
    let mut desk = desk(80, 24);
    desk.scan("356938035643791").wait_for("IN STOCK ✔ 356938035643791").wait_for("unit 2 of 3").shows("passport");
    desk.press("Right").wait_for("356938035643809").wait_for("unit 3 of 3");
    desk.press("Right").wait_for("last unit of lot");
    desk.press("Enter").wait_for("P-1 · posting").shows("document");
    desk.press("F5").wait_for("Lot ").press("Down").press("Enter").wait_for("356938035643791");
    desk.press("Esc").wait_for("Lot ").press("Esc").wait_for("P-1 · posting");
    desk.press("Esc").wait_for("356938035643809").press("Esc").wait_for("Home");
}

#[test]
fn a_passport_fits_a_narrow_terminal_and_a_gun() {
    let mut medium = desk(40, 12);
    medium.scan("356938035643791").wait_for("IN STOCK").shows("passport_40x12");
    let mut gun = desk(20, 8);
    gun.scan("356938035643791").wait_for("IN STOCK").shows("passport_20x8");
    gun.press("End").wait_for("P-1").press("Enter").wait_for("Lines");
    gun.press("Tab").wait_for("Northwind");
}

#[test]
fn a_remark_stands_in_the_passport_from_then_on() {
    let mut desk = desk(80, 24);
    desk.scan("356938035643791").press("F6").type_("screen scratched").press("F10");
    desk.wait_for("NOTED").wait_for("screen scratched").wait_for("remark");
    desk.press("Esc").scan("356938035643791").wait_for("screen scratched");
}

#[test]
fn any_part_of_a_name_or_serial_finds_it() {
    let mut desk = desk(80, 24);
    desk.enter("phone").wait_for("Find").wait_for("Phone X 128 GB").press("Esc").press("Esc").wait_for("Home");
    desk.press("F2").type_("643809").wait_for("356938035643809").shows("find");
    desk.press("Enter").wait_for("Passport").press("Esc").wait_for("Find");
    desk.press("Esc").type_("P-1").wait_for("posting");
}

#[test]
fn a_product_shows_all_its_parts() {
    let mut desk = desk(80, 24);
    desk.scan(CABLE).wait_for("below the minimum").shows("product");
    for (part, told) in [
        ("Barcodes", CABLE),
        ("Prices", "0.85 EUR"),
        ("Stock", "170.00"),
        ("Layers", "P-1/2"),
        ("Units", "no serials"),
        ("Documents", "Northwind"),
    ] {
        desk.press("Right").wait_for(&format!("[{part}]")).wait_for(told);
    }
    desk.resize(40, 12).shows("product_documents_40x12");
    desk.resize(20, 8).shows("product_documents_20x8");
}

#[test]
fn a_barcode_is_added_where_the_product_is() {
    let mut desk = desk(80, 24);
    desk.scan(CABLE).press("F3").scan("14006381333938").wait_for("SAVED");
    desk.press("Esc").scan("14006381333938").wait_for("USB cable 1 m");
}

#[test]
fn products_are_narrowed_and_a_new_one_needs_only_its_name() {
    let mut desk = desk(80, 24);
    desk.press("F4").wait_for("Products · 2").shows("products");
    desk.type_("cab").wait_for("Products · 1").press("Esc").wait_for("Products · 2");
    desk.press("F3").wait_for("New product").type_("Lamp").shows("product_form").press("F10");
    desk.wait_for("MADE").wait_for("Products · 3").wait_for("Lamp");
}

#[test]
fn stock_is_shown_as_it_was_at_the_end_of_a_day() {
    let shop = stocked();
    shop.minutes(24 * 60);
    let cable = WantedLine {
        product: ProductId(2),
        quantity: Some(Quantity::pieces(50)),
        serials: Vec::new(),
        bin: None,
        to_bin: None,
        price: None,
    };
    shop.run(Command::MoveWhole(Box::new(WholeMove {
        kind: DocumentKind::WriteOff,
        warehouse: Some(shop.warehouse),
        to: None,
        of: None,
        client: String::new(),
        reason: "torn".into(),
        date: None,
        note: String::new(),
        lines: vec![cable],
    })));
    let mut desk = Bench::at(shop, 80, 24);
    desk.press("F5").wait_for("Stock · Main · 2").wait_for("150 pc");
    desk.press("F6").wait_for("Stock at the end of a day").type_("2026-10-09").press("Enter");
    desk.wait_for("2026-10-09 has not come yet").press("Ctrl+U").type_("-1").press("Enter");
    desk.wait_for("Stock on 2026-10-02 · Main · 2").wait_for("200 pc").wait_for("worth 767.00 EUR");
    desk.shows("stock_on_a_day");
    desk.resize(40, 12).shows("stock_on_a_day_40x12");
    desk.resize(20, 8).shows("stock_on_a_day_20x8");
    desk.resize(80, 24).press("Esc").wait_for("Stock · Main · 2").wait_for("150 pc");
    desk.press("Esc").wait_for("Home");
}

#[test]
fn stock_is_cut_by_product_bin_and_category() {
    let mut desk = desk(80, 24);
    desk.press("F5").wait_for("Stock · Main · 2").wait_for("worth 767.00 EUR").shows("stock");
    desk.press("F2").wait_for("by bin").press("F2").wait_for("by category").wait_for("phones");
    desk.press("F2")
        .wait_for("Stock that expires soon · Main · 0")
        .wait_for("Nothing here is past its day or near it.");
    desk.press("F2").type_("phone").wait_for("Stock · Main · 1").press("F5").wait_for("Units of Phone X 128 GB · 3");
    desk.press("Esc").press("Esc").resize(40, 12).shows("stock_40x12");
    desk.resize(20, 8).shows("stock_20x8");
    desk.resize(200, 60).wait_for("Layers of").shows("stock_200x60");
}

#[test]
fn documents_are_found_by_state_kind_and_words() {
    let mut desk = desk(80, 24);
    desk.press("F6").wait_for("Documents · 1").shows("documents");
    desk.press("Right").wait_for("draft · 0").press("Right").wait_for("posted · 1");
    desk.press("F2").wait_for("Which documents").enter("write").wait_for("write-off · posted · 0");
    desk.press("F2").enter("all").press("Left").press("Left").wait_for("Documents · 1");
    desk.type_("4711").wait_for("Documents · 1").type_("x").wait_for("Documents · 0");
    desk.resize(40, 12).press("Esc").shows("documents_40x12");
    desk.resize(20, 8).shows("documents_20x8");
}

#[test]
fn a_posting_is_cancelled_by_its_opposite_after_a_question() {
    let mut desk = desk(80, 24);
    desk.press("F6 Enter").wait_for("P-1 · posting").press("F7").wait_for("Cancel P-1?").shows("cancel");
    desk.press("Enter").wait_for("Cancel P-1?");
    desk.press("F10").wait_for("CANCELLED").wait_for("P-1 · cancelled posting");
    desk.press("F7").wait_for("P-1 is cancelled: only what");
    desk.press("Esc Esc").scan("356938035643791").wait_for("POSTING CANCELLED");
}

#[test]
fn settings_are_walked_and_changed() {
    let mut desk = desk(80, 24);
    desk.press("F9").wait_for("Settings").shows("settings");
    desk.enter("warehouses").wait_for("Warehouses · 1").press("Enter").wait_for("Bins of Main · 0");
    desk.press("F3")
        .type_("X1")
        .press("Enter Right")
        .press("F10")
        .wait_for("MADE")
        .wait_for("for defects")
        .shows("bins");
    desk.press("Esc").press("F3").type_("Shop").press("F10").wait_for("Warehouses · 2").shows("warehouses");
    desk.press("Down F7").wait_for("archived");
    desk.press("Esc").enter("templates").press("F3").type_("NG-{C:4}").wait_for("NG-0001").press("Enter").type_("12");
    desk.press("F10").wait_for("SAVED").wait_for("NG-0012").shows("templates");
    desk.press("Esc").enter("desk").wait_for("This desk").shows("desk_settings");
    desk.resize(40, 12).shows("desk_settings_40x12");
    desk.resize(20, 8).shows("desk_settings_20x8");
}

#[test]
fn the_clients_warranty_runs_from_the_sale_and_anew_from_another() {
    let shop = stocked();
    let moves = |kind, of, client: &str| {
        let Outcome::Posted(posted) = shop.run(Command::MoveWhole(Box::new(WholeMove {
            kind,
            warehouse: Some(shop.warehouse),
            to: None,
            of,
            client: client.into(),
            reason: String::new(),
            date: None,
            note: String::new(),
            lines: vec![WantedLine {
                product: ProductId(1),
                quantity: None,
                serials: vec!["356938035643791".into()],
                bin: None,
                to_bin: None,
                price: None,
            }],
        }))) else {
            panic!()
        };
        posted.document
    };
    let day = 24 * 60;
    let (mut said, mut sale) = (Vec::new(), None);
    for (days, kind) in [
        (0, DocumentKind::Sale),
        (10, DocumentKind::ClientReturn),
        (20, DocumentKind::Sale),
        (800, DocumentKind::ClientReturn),
    ] {
        shop.minutes(days * day);
        sale = match kind {
            DocumentKind::Sale => Some(moves(kind, None, "Jane")),
            _ => Some(moves(kind, sale, "")),
        };
        let key = SerialKey::from_stored("356938035643791".into());
        let Answer::Passport(unit) = shop.ask(&Query::Passport(UnitRef::Key(ProductId(1), key))) else { panic!() };
        said.push(unit.client_warranty.and_then(|(_, until)| until).map(|until| until.to_string()));
        if kind == DocumentKind::Sale {
            assert_eq!(unit.client, "Jane");
        }
    }
    assert_eq!(said, [Some("2028-10-02".to_owned()), None, Some("2028-11-01".to_owned()), None]);
    let mut desk = Bench::at(shop, 80, 24);
    desk.scan("356938035643791").wait_for("warranty ended 2027-10-02").wait_for("none until it is sold, then 24 mo");
}

#[test]
fn the_journal_says_who_decided_what_and_leads_there() {
    let mut desk = desk(80, 24);
    desk.press("Ctrl+P").enter("journal").wait_for("Journal · ").wait_for("desk 1").shows("journal");
    desk.resize(40, 12).shows("journal_40x12");
    desk.resize(20, 8).shows("journal_20x8");
    desk.resize(80, 24).type_("nothing of that").wait_for("No entry is like that");
    desk.press("Esc").type_("643809").wait_for("Journal · 1").press("Enter").wait_for("P-1 · posting");
    desk.press("Ctrl+P").enter("journal").wait_for("Journal of P-1 · ").lacks("\u{b7} \u{2026}");
    desk.press("Esc Esc Esc Esc").scan("356938035643791").wait_for("Passport");
    desk.press("Ctrl+P").enter("journal").wait_for("Journal of 356938035643791 · 1");
    desk.press("F2").wait_for("this desk").press("F2").wait_for("by you").press("F2");
    desk.press("Enter").wait_for("P-1 · posting");
}

#[test]
fn who_may_not_read_the_journal_is_told_so_and_sees_none_of_it() {
    let shop = stocked();
    let ben = shop.hire("Ben", &[Permission::ViewPostings]);
    let mut desk = Bench::at(shop.seen_by(ben), 80, 24);
    desk.press("Ctrl+P").type_("journal").wait_for("not now: Ben may not read the journal").press("Enter");
    desk.wait_for("Ben may not read the journal: ask somebody who may").lacks("Journal ·");
}
