//! Goods are sold, moved, written off and come back: what an operator does at a desk, told as stories.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[path = "../support/mod.rs"]
mod support;

use dockhand::desk::{Capabilities, Colours};
use dockhand::domain::document::{Cost, DocumentKind, DocumentState};
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{ProductId, RoleId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{
    Answer, Command, DocumentRef, DocumentView, HeadEdit, LineEdit, MoveDraftView, Outcome, Query, StockBy, WantedLine,
    WholeMove,
};

use support::bench::{Bench, xterm};
use support::{Shop, counted, serialised};

pub(crate) const PHONE: &str = "4006381333931";
pub(crate) const CABLE: &str = "4012345678901";
pub(crate) const CABLES: &str = "14012345678908";

fn with_barcodes(product: Product, barcodes: &[(&str, u32)]) -> Product {
    let barcode = |(text, pack): &(&str, u32)| Barcode { text: (*text).to_owned(), pack: Quantity::pieces(*pack) };
    Product { barcodes: barcodes.iter().map(barcode).collect(), ..product }
}

/// A shop with two warehouses, twelve phones of two postings and two hundred cables of two more.
pub(crate) fn stocked() -> (Shop, ProductId, ProductId) {
    let shop = Shop::in_memory();
    let phone = Product { client_warranty: Some(24), ..with_barcodes(serialised("Phone X 128 GB"), &[(PHONE, 1)]) };
    let phone = shop.product(phone);
    let cable = shop.product(with_barcodes(counted("USB cable 1 m"), &[(CABLE, 1), (CABLES, 50)]));
    shop.run(Command::AddWarehouse { name: "Shop".into(), code: "SH".into(), location: None });
    shop.run(Command::AddBin { warehouse: shop.warehouse, code: "A3".into(), defects: false });
    let numbers = |from: u32, to: u32| (from..=to).map(|number| format!("SN-{number:04}")).collect::<Vec<_>>();
    for (serials, cost, cables) in [(numbers(1, 8), "199", 150), (numbers(9, 12), "210", 50)] {
        let draft = shop.draft();
        let head = HeadEdit { supplier: Some("Northwind Parts".into()), ..HeadEdit::default() };
        shop.run(Command::EditDraft { draft, head });
        let line = shop.line(draft, phone);
        let unit = |cost: &str| Some(Some(Cost::Unit(Money::parse(cost).unwrap())));
        let edit = LineEdit { cost: unit(cost), warranty: Some(Some(12)), ..LineEdit::default() };
        shop.run(Command::EditLine { draft, line, edit });
        let serials: Vec<&str> = serials.iter().map(String::as_str).collect();
        shop.scan(draft, line, &serials);
        let line = shop.line(draft, cable);
        shop.run(Command::EditLine { draft, line, edit: LineEdit { cost: unit("0.85"), ..LineEdit::default() } });
        shop.count(draft, line, cables);
        shop.post(draft);
        shop.minutes(60);
    }
    (shop, phone, cable)
}

/// Sits down at the stocked shop and begins a document.
pub(crate) fn begin(barcode: &str) -> Bench {
    let mut desk = Bench::at(stocked().0, 80, 24);
    desk.scan(barcode);
    desk
}

/// Returns the last verdict.
pub(crate) fn said(desk: &Bench) -> String {
    desk.row(21).trim().to_owned()
}

/// Returns the newest draft.
pub(crate) fn draft(desk: &Bench) -> MoveDraftView {
    let home = Query::Home { employee: desk.shop.origin.employee, desk: desk.shop.origin.desk };
    let Answer::Home(home) = desk.shop.ask(&home) else { panic!("Home answers otherwise") };
    let row = home.drafts.first().expect("a draft is open");
    match desk.shop.ask(&Query::MoveDraft(row.id)) {
        Answer::MoveDraft(view) => *view,
        other => panic!("{other:?}"),
    }
}

/// Counts the open drafts.
pub(crate) fn drafts(desk: &Bench) -> usize {
    let home = Query::Home { employee: desk.shop.origin.employee, desk: desk.shop.origin.desk };
    let Answer::Home(home) = desk.shop.ask(&home) else { panic!("Home answers otherwise") };
    home.drafts.len()
}

/// Returns a document by its number.
pub(crate) fn document(desk: &Bench, number: &str) -> DocumentView {
    match desk.shop.ask(&Query::Document(DocumentRef::Number(number.to_owned()))) {
        Answer::Document(view) => *view,
        other => panic!("{other:?}"),
    }
}

/// Returns how many are on hand by warehouse: `Main 9, Shop 5`.
pub(crate) fn on_hand(desk: &Bench, product: ProductId) -> String {
    let query = Query::Stock {
        by: StockBy::Warehouse,
        warehouse: None,
        product: Some(product),
        text: String::new(),
        on: None,
        after: None,
        limit: 10,
    };
    let Answer::Stock(page) = desk.shop.ask(&query) else { panic!("stock answers otherwise") };
    let mut rows: Vec<_> = page.rows.iter().map(|row| format!("{} {}", row.warehouse_name, row.on_hand)).collect();
    rows.sort();
    rows.join(", ")
}

/// Posts what is open: the whole document, then F10 again.
pub(crate) fn post(desk: &mut Bench) {
    desk.press("F10").wait_for("Post this?").press("F10");
    assert!(said(desk).starts_with("POSTED ✔"), "{}\n{}", said(desk), desk.screen());
}

#[test]
fn three_units_are_sold_one_comes_back_and_five_are_moved_to_the_shop() {
    let (shop, phone, _) = stocked();
    let mut desk = Bench::at(shop, 80, 24);

    desk.press("Ctrl+N").wait_for("What do you want to do?").enter("sell").wait_for("Scan what is sold");
    desk.scan("SN-0001").wait_for("TAKEN ✔ SN-0001 · Phone X 128 GB · 1 on line 1").scan("SN-0002").scan("SN-0009");
    desk.press("Ctrl+E").enter("Jane Doe").press("F10").wait_for("Jane Doe");
    desk.enter("/249").wait_for("249.00").shows("moving_sale");
    desk.press("F10").wait_for("Post this?").shows("moving_sale_whole");
    desk.press("Enter");
    assert_eq!(drafts(&desk), 1, "Enter posts nothing");
    desk.press("F10");
    assert_eq!(said(&desk), "POSTED ✔ S-1 · 3 units · Main → Jane Doe");
    assert_eq!(on_hand(&desk, phone), "Main 9");

    desk.press("Esc").scan("DH:TAKE-BACK").wait_for("Scan the unit that comes back").scan("SN-0002");
    assert_eq!(said(&desk), "TAKEN ✔ SN-0002 · of S-1 · Phone X 128 GB · 1 on line 1");
    desk.wait_for("S-1 · Jane Doe");
    post(&mut desk);
    assert_eq!(on_hand(&desk, phone), "Main 10");

    desk.press("Esc").scan("DH:TRANSFER").wait_for("where goods go").press("F10").wait_for("Shop");
    desk.scan(PHONE).wait_for("scan its units, or F5 picks them");
    for number in 3..=7 {
        desk.scan(&format!("SN-{number:04}"));
    }
    post(&mut desk);
    assert_eq!(said(&desk), "POSTED ✔ T-1 · 5 units · Main → Shop");
    assert_eq!(on_hand(&desk, phone), "Main 5, Shop 5");
    assert_eq!(document(&desk, "T-1").row.state, DocumentState::Posted);
    desk.press("Esc").wait_for("Home");
    desk.shop.replays_equal();
}

#[test]
fn a_unit_that_cannot_be_taken_is_told_with_its_place_and_nothing_changes() {
    let (shop, phone, _) = stocked();
    let mut desk = Bench::at(shop, 80, 24);
    desk.scan("DH:SELL").scan("SN-0001");
    post(&mut desk);
    // Another desk has begun to move one.
    let ben = desk.shop.stockroom.open_desk("desk 2").unwrap();
    let open = Command::OpenDraft { kind: DocumentKind::WriteOff, warehouse: desk.shop.warehouse };
    let Ok(Outcome::DraftOpened(elsewhere)) = desk.shop.at(ben, open) else { panic!("no draft") };
    let serials = vec!["SN-0003".to_owned()];
    let pick = Command::PickSerials { draft: elsewhere, serials, product: Some(phone), line: None, from_tray: None };
    desk.shop.at(ben, pick).unwrap();

    // In one burst: the first is refused and leaves no draft behind, the next is not lost.
    desk.pause(1_000).bytes(b"SN-0001\rSN-0002\r").wait_for("TAKEN ✔ SN-0002").scan("SN-0002");
    assert_eq!(said(&desk), "ALREADY SCANNED ✖ SN-0002 · nothing changed · line 1 · Phone X 128 GB");
    desk.scan("SN-0001");
    assert!(said(&desk).starts_with("SOLD ✖ SN-0001 · "), "{}", said(&desk));
    assert!(said(&desk).contains("S-1"), "{}", said(&desk));
    desk.press("Ctrl+O").wait_for("Passport").press("Esc").wait_for("Sale");
    desk.scan("SN-0003");
    assert!(said(&desk).starts_with("HELD ✖ SN-0003 · "), "{}", said(&desk));
    assert!(said(&desk).contains("desk 2"), "{}", said(&desk));
    desk.scan("NO-SUCH");
    assert!(said(&desk).starts_with("UNKNOWN ✖ NO-SUCH"), "{}", said(&desk));
    let view = draft(&desk);
    assert_eq!((view.lines.len(), view.lines[0].picked, view.to_decide), (1, 1, 0));
    desk.shows("moving_refused");
}

#[test]
fn goods_without_serials_are_counted_by_their_packs_and_show_the_lots_they_take() {
    let mut desk = begin("DH:SELL");
    desk.scan(CABLES).wait_for("COUNTED ✔ USB cable 1 m · 0 → 50").scan(CABLE).wait_for("50 → 51");
    desk.enter("*170/1.20").wait_for("SET ✔ USB cable 1 m · 51 → 170 · 1.20 each");
    desk.wait_for("P-1/2 150 · P-2/2 20").wait_for("144.50").shows("moving_counted");
    desk.press("Enter").wait_for("These are the lots it takes").press("Esc");
    desk.enter("*500").wait_for("only 200 in Main");
    desk.press("F10").wait_for("F6 changes it").press("F10");
    assert!(said(&desk).starts_with("NOT POSTED ✖"), "{}", said(&desk));
    desk.press("Esc F7");
    assert!(said(&desk).starts_with("TAKEN BACK ✔ USB cable 1 m"), "{}", said(&desk));
    post(&mut desk);
    assert_eq!(document(&desk, "S-1").lines[0].cost.to_string(), "144.50");
}

#[test]
fn units_are_picked_oldest_first_by_choice_by_scan_and_by_their_beginning() {
    let mut desk = begin("DH:SELL");
    desk.scan(PHONE).press("F5").wait_for("Phone X 128 GB · 12").shows("moving_picker");
    desk.press("Enter").wait_for("1 chosen").press("Down Down Enter").wait_for("2 chosen");
    desk.scan("SN-0011").wait_for("CHOSEN ✔ SN-0011").wait_for("3 chosen").scan("SN-0011");
    assert!(said(&desk).starts_with("ALREADY CHOSEN ✖"), "{}", said(&desk));
    desk.enter("SN-0012").wait_for("4 chosen").press("F10");
    assert!(said(&desk).starts_with("TAKEN ✔ 4 units · Phone X 128 GB · 4 on line 1"), "{}", said(&desk));
    // What was picked stands there as taken; the rest is chosen by number.
    desk.press("F5").wait_for("taken").press("Home Down").enter("*3").wait_for("3 chosen").press("F10");
    assert_eq!(draft(&desk).lines[0].picked, 7);
    desk.press("F7").wait_for("Take 3 units back?").press("F10");
    assert_eq!(draft(&desk).lines[0].picked, 4);
}

#[test]
fn a_range_is_shown_before_any_of_it_is_taken_and_taken_back_after_a_question() {
    let mut desk = begin("DH:SELL");
    desk.scan(PHONE).enter("SN-0003..SN-0006").wait_for("4 serials").wait_for("last   SN-0006").press("F10");
    assert!(said(&desk).starts_with("TAKEN ✔ 4 units"), "{}", said(&desk));
    desk.press("F4").enter("SN-0011..SN-0014").wait_for("2 cannot be taken").press("F7 F10");
    assert_eq!(draft(&desk).lines[0].picked, 6);
    desk.press("F7").wait_for("Take 2 units back?").press("Enter").wait_for("Take 2 units back?").press("F10");
    assert_eq!(draft(&desk).lines[0].picked, 4);
}

#[test]
fn a_write_off_asks_for_its_reason_first() {
    let mut desk = begin("DH:WRITE-OFF");
    desk.wait_for("such as these").press("F10").wait_for("a write-off has a reason");
    desk.shows("moving_reason").enter("dam").wait_for("damaged").press("F10");
    desk.scan("SN-0004").scan(CABLE).wait_for("COUNTED");
    post(&mut desk);
    assert_eq!(document(&desk, "W-1").reason, "damaged");
    // The next one begins with its own reason, and keeps the scan that began it.
    desk.scan("SN-0005").wait_for("such as these").enter("lost").press("F10").wait_for("TAKEN ✔ SN-0005");
    assert_eq!(draft(&desk).reason, "lost");
    // Left without a reason, nothing is begun.
    desk.press("Esc").scan("DH:WRITE-OFF").wait_for("such as these").press("Esc").wait_for("Home");
    assert_eq!(drafts(&desk), 1);
}

#[test]
fn a_mistake_is_cancelled_and_reopened_in_the_editor_of_its_kind() {
    let (shop, phone, _) = stocked();
    let mut desk = Bench::at(shop, 80, 24);
    desk.scan("DH:TRANSFER").press("F10").scan("SN-0001").scan("SN-0002");
    post(&mut desk);
    desk.press("Ctrl+O").wait_for("T-1 · transfer").shows("moving_document");
    desk.press("F7").wait_for("Cancel T-1?").press("F10").wait_for("CANCELLED ✔ T-1");
    assert_eq!(on_hand(&desk, phone), "Main 12");
    desk.press("Esc Esc").scan("DH:SELL").scan("SN-0001").scan(CABLE);
    post(&mut desk);
    desk.press("Ctrl+O").scan("DH:REOPEN").wait_for("reopen it as a draft?").press("F10");
    desk.wait_for("Sale · draft of").wait_for("Phone X 128 GB").wait_for("USB cable 1 m");
    assert_eq!((draft(&desk).lines.len(), on_hand(&desk, phone).as_str()), (2, "Main 12"));
}

#[test]
fn a_passport_begins_a_document_with_its_unit() {
    let mut desk = Bench::at(stocked().0, 80, 24);
    desk.scan("SN-0001").wait_for("Passport").scan("DH:SELL").wait_for("TAKEN ✔ SN-0001");
    post(&mut desk);
    desk.press("Esc").wait_for("Passport").press("Ctrl+P").enter("take-back").wait_for("of S-1");
    assert_eq!(draft(&desk).of_number, "S-1");
    desk.press("Esc").press("Ctrl+P").type_("sell").wait_for("not now");
}

#[test]
fn a_supplier_return_learns_its_posting_from_its_first_unit() {
    let mut desk = begin("DH:SUPPLIER-RETURN");
    desk.scan("SN-0009").wait_for("of P-2").scan("SN-0001");
    assert!(said(&desk).contains("P-1"), "{}", said(&desk));
    assert_eq!(draft(&desk).lines[0].picked, 1);
    desk.scan(CABLE).enter("*60").wait_for("only 50");
    desk.enter("*10");
    post(&mut desk);
    assert_eq!(document(&desk, "SR-1").of.as_deref(), Some("P-2"));
}

#[test]
fn a_return_says_of_which_sale_before_goods_without_serials_come_back() {
    let mut desk = begin("DH:SELL");
    desk.scan(CABLES);
    post(&mut desk);
    desk.press("Esc").scan("DH:TAKE-BACK").scan(CABLE);
    assert!(said(&desk).starts_with("NOT TAKEN ✖ USB cable 1 m · of which sale?"), "{}", said(&desk));
    desk.enter("S-1").wait_for("OF ✔ S-1").scan(CABLE).enter("*12");
    post(&mut desk);
    assert_eq!(document(&desk, "CR-1").row.quantity, Quantity::pieces(12));
}

#[test]
fn a_draft_of_another_morning_opens_in_its_own_editor() {
    let mut desk = begin("DH:SELL");
    desk.scan("SN-0001").press("Esc").wait_for("Home").wait_for("sale of");
    desk.press("Enter").wait_for("Sale · draft of").press("Esc");
    desk.restart().wait_for("Sale · draft of").scan("SN-0002").press("F7");
    assert_eq!(said(&desk), "TAKEN BACK ✔ SN-0002 · Phone X 128 GB · 1 left");
    desk.press("F7");
    assert_eq!(draft(&desk).quantity, Quantity::ZERO);
}

#[test]
fn looking_in_leaves_no_draft_behind() {
    let mut desk = begin("DH:SELL");
    desk.press("Enter Esc").wait_for("Home");
    assert_eq!(drafts(&desk), 0);
    // Nor does a first scan that is refused.
    desk.scan("DH:TAKE-BACK").scan("SN-0001");
    assert!(said(&desk).starts_with("IN STOCK ✖ SN-0001"), "{}", said(&desk));
    assert_eq!(drafts(&desk), 0);
    desk.scan("SN-0001").lacks("draft of").press("Esc").wait_for("Home");
}

#[test]
fn a_scan_over_another_screen_waits_and_is_taken_or_dropped() {
    let mut desk = begin("DH:SELL");
    desk.scan("SN-0001").press("F6").scan("SN-0002");
    assert!(said(&desk).starts_with("NOT TAKEN ✖ SN-0002 · you are in Line"), "{}", said(&desk));
    desk.scan("SN-0003").press("Esc").wait_for("2 scans wait for a decision");
    desk.press("F10").wait_for("F2").press("F10");
    assert!(said(&desk).starts_with("NOT POSTED ✖"), "{}", said(&desk));
    desk.press("F2").wait_for("To decide · 2").shows("moving_waiting").press("F4");
    assert!(said(&desk).starts_with("TAKEN ✔ SN-0002"), "{}", said(&desk));
    desk.press("F2").wait_for("To decide · 1").press("F7").wait_for("Sale · draft of");
    let view = draft(&desk);
    assert_eq!((view.to_decide, view.lines[0].picked), (0, 2));
    post(&mut desk);
}

#[test]
fn what_a_role_does_not_allow_is_dimmed_says_why_and_costs_are_not_seen() {
    let (shop, ..) = stocked();
    let permissions =
        vec![Permission::PostSales, Permission::ViewPostings, Permission::CreatePostings, Permission::EditEmployees];
    shop.run(Command::EditRole { role: RoleId(1), name: "counter".into(), permissions });
    let mut desk = Bench::at(shop, 80, 24);
    desk.press("Ctrl+N").wait_for("not now: Jane may not write goods off").shows("moving_may_not");
    desk.enter("write").wait_for("Jane may not write goods off: ask somebody who may").press("Esc Esc");
    desk.scan("DH:TRANSFER");
    assert_eq!(said(&desk), "Jane may not move goods: ask somebody who may");
    desk.scan("DH:SELL").scan("SN-0001").scan(CABLE).wait_for("COUNTED").lacks("cost").lacks("199.00").lacks("Cost");
    desk.press("F5")
        .press("Esc")
        .scan(PHONE)
        .press("F5")
        .wait_for("Warranty")
        .lacks("Cost")
        .lacks("199.00")
        .press("Esc");
    desk.press("F10").lacks("199.00").press("F10");
    assert!(said(&desk).starts_with("POSTED ✔ S-1"), "{}", said(&desk));
    desk.press("Ctrl+O").wait_for("S-1 · sale").lacks("199.00").lacks("Cost");
}

#[test]
fn it_is_the_same_desk_in_words_in_ascii_and_without_colour() {
    let ascii = Capabilities { term: "vt100".to_owned(), locale: "C".to_owned(), colours: Colours::Sixteen, ..xterm() };
    let plain = Capabilities { no_color: true, ..xterm() };
    for terminal in [ascii, plain] {
        let only_ascii = terminal.locale == "C";
        let mut desk = Bench::with(stocked().0, (80, 24), terminal, |_| ());
        desk.scan("DH:SELL").scan("SN-0001").scan("SN-0001").scan(CABLE).scan(PHONE);
        for keys in ["F5", "F10", "Ctrl+E"] {
            assert!(!only_ascii || desk.screen().is_ascii(), "{}", desk.screen());
            desk.press(keys);
            assert!(!only_ascii || desk.screen().is_ascii(), "{}", desk.screen());
            desk.press("Esc");
        }
        desk.press("F10 F10").wait_for("POSTED");
    }
    let mut desk = Bench::with(stocked().0, (80, 24), Capabilities { lines_mode: true, ..xterm() }, |_| ());
    desk.scan("DH:SELL").scan("SN-0001").scan("SN-0001").scan(CABLE);
    let spoken = desk.spoken();
    for sentence in [
        "Main → a client.",
        "TAKEN ✔ SN-0001 · Phone X 128 GB · 1 on line 1",
        "ALREADY SCANNED ✖ SN-0001",
        "Selected: line 2, USB cable 1 m: 1 pc, of P-1/2.",
    ] {
        assert!(spoken.contains(sentence), "{sentence} is missing in\n{spoken}");
    }
}

#[test]
fn every_size_does_the_whole_job() {
    for (columns, rows) in [(20, 8), (40, 12), (200, 60)] {
        let mut desk = Bench::at(stocked().0, columns, rows);
        desk.press("Ctrl+N").enter("sell").scan("SN-0001").scan("SN-0009").scan(CABLES).scan(PHONE);
        desk.shows(&format!("moving_{columns}x{rows}"));
        desk.press("F5").shows(&format!("moving_picker_{columns}x{rows}")).press("Esc");
        desk.press("F10").shows(&format!("moving_whole_{columns}x{rows}"));
        desk.press("F10");
        assert_eq!(drafts(&desk), 0, "{columns}x{rows}:\n{}", desk.screen());
    }
}

#[test]
fn no_screen_of_it_fails_at_any_size() {
    let mut desk = begin("DH:TRANSFER");
    let everywhere = |desk: &mut Bench| {
        for (columns, rows) in
            (1..=44).step_by(3).flat_map(|x| (1..=26).map(move |y| (x, y))).chain([(80, 12), (200, 60)])
        {
            desk.resize(columns, rows);
        }
        desk.resize(80, 24);
    };
    everywhere(&mut desk);
    desk.press("F10").scan("SN-0001").scan("SN-0002").scan(CABLE).scan(PHONE);
    everywhere(&mut desk);
    for keys in ["F4", "F5", "F6", "F10", "Ctrl+E", "Enter", "Ctrl+N"] {
        desk.press(keys);
        everywhere(&mut desk);
        desk.press("Esc");
    }
}

#[test]
fn an_order_holds_its_goods_against_everybody_until_it_is_closed() {
    let (shop, phone, _) = stocked();
    let mut desk = Bench::at(shop, 80, 24);
    desk.scan("DH:ORDER").scan("SN-0001").scan("SN-0002").press("Ctrl+E").enter("Jane Doe").enter("+7").press("F10");
    desk.press("F3");
    assert!(said(&desk).starts_with("RESERVED ✔ O-1 · until "), "{}", said(&desk));
    assert_eq!(
        (document(&desk, "O-1").row.state, on_hand(&desk, phone).as_str()),
        (DocumentState::Reserved, "Main 12")
    );
    assert!(document(&desk, "O-1").until.is_some());
    // A sale does not get them, and learns whose they are.
    desk.press("Esc").scan("DH:SELL").scan("SN-0001");
    assert!(said(&desk).contains("O-1") && said(&desk).contains('✖'), "{}", said(&desk));
    desk.scan("SN-0003").press("F3");
    assert_eq!(said(&desk), "a sale is posted at once: orders and transfers are held");
    desk.press("Esc")
        .enter("O-1")
        .press("Enter")
        .wait_for("O-1 · reserved order")
        .wait_for("Held until")
        .shows("moving_reserved");
    desk.press("F10").wait_for("Close O-1?").press("Enter");
    assert_eq!(on_hand(&desk, phone), "Main 12", "Enter closes nothing");
    desk.press("F10");
    assert!(said(&desk).starts_with("CLOSED ✔ O-1"), "{}", said(&desk));
    assert_eq!((document(&desk, "O-1").row.state, on_hand(&desk, phone).as_str()), (DocumentState::Posted, "Main 10"));
    desk.press("F10");
    assert_eq!(said(&desk), "O-1 is posted: only what is reserved or in transit goes on");
}

#[test]
fn what_is_released_is_a_draft_in_its_editor_again() {
    let mut desk = begin("DH:ORDER");
    desk.scan("SN-0001").press("F3").press("Ctrl+O").wait_for("O-1 · reserved order").press("F4");
    desk.wait_for("Order · draft of").scan("SN-0002");
    assert_eq!(draft(&desk).lines[0].picked, 2);
    desk.press("F3");
    assert!(said(&desk).starts_with("RESERVED ✔ O-1"), "{}", said(&desk));
}

#[test]
fn a_transfer_travels_and_arrives_in_parts() {
    for (columns, rows) in [(20, 8), (40, 12), (80, 24)] {
        let (shop, phone, _) = stocked();
        let mut desk = Bench::at(shop, columns, rows);
        desk.scan("DH:TRANSFER").press("F10").scan("SN-0001").scan("SN-0002").scan("SN-0003").press("F3");
        desk.press("Ctrl+O").press("F10 F10");
        assert_eq!(document(&desk, "T-1").row.state, DocumentState::InTransit, "{}", desk.screen());
        assert_eq!(on_hand(&desk, phone), "Main 9, Shop 0");
        let of = Some(document(&desk, "T-1").row.id);
        let one = WantedLine {
            product: phone,
            quantity: None,
            serials: vec!["SN-0002".to_owned()],
            bin: None,
            to_bin: None,
            price: None,
        };
        let whole = WholeMove {
            kind: DocumentKind::Receipt,
            warehouse: None,
            to: None,
            of,
            client: String::new(),
            reason: String::new(),
            date: None,
            note: String::new(),
            lines: vec![one],
        };
        desk.shop.run(Command::MoveWhole(Box::new(whole)));
        // The rest stays visible on its way.
        desk.press("Esc Esc").enter("T-1").press("Enter").shows(&format!("moving_in_transit_{columns}x{rows}"));
        assert_eq!(on_hand(&desk, phone), "Main 9, Shop 1");
        desk.press("F10 F3 F10 F10");
        assert_eq!(document(&desk, "T-1").row.state, DocumentState::Posted, "{}", desk.screen());
        assert_eq!(on_hand(&desk, phone), "Main 9, Shop 3");
    }
}

#[test]
fn what_travels_is_sent_back() {
    let (shop, phone, _) = stocked();
    let mut desk = Bench::at(shop, 80, 24);
    desk.scan("DH:TRANSFER").press("F10").scan("SN-0001").scan("SN-0002").press("F3");
    desk.press("Ctrl+O").wait_for("reserved transfer").press("F10").wait_for("Ship T-1?").press("F10");
    desk.wait_for("0 of 2 here").scan("DH:SEND-BACK").wait_for("Send back T-1 · draft of").press("F3 F10 F10");
    assert!(said(&desk).starts_with("POSTED ✔ T-1/1 · 2 units · T-1 → back to Main"), "{}", said(&desk));
    assert_eq!(on_hand(&desk, phone), "Main 12");
}
