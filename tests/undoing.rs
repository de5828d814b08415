//! The last thing a desk did is undone by its opposite, where it has one; where it has none, the sentence says why.

mod support;

use dockhand::domain::document::{DocumentKind, DocumentState};
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, LineNo, LotId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::product::NumberedBy;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::{Matching, SerialKey};
use dockhand::messages::{
    Answer, Command, DocumentRef, LastDone, NewSerials, No, Origin, Outcome, Query, StockBy, Undoing, WantedLine,
    WholeConversion, WholeMove, WholeReservation,
};
use dockhand::ops::verify::verify;
use dockhand::store::tables::LINE;
use support::bench::Bench;
use support::{Shop, counted, serialised};

const MAIN: WarehouseId = WarehouseId(1);

fn last(shop: &Shop) -> Option<LastDone> {
    match shop.ask(&Query::LastDone(shop.origin.desk)) {
        Answer::LastDone(last) => last.map(|last| *last),
        other => panic!("{other:?}"),
    }
}

/// Undoes what the desk did last in a way of this name; returns what it came to.
fn undo(shop: &Shop, name: &str) -> Outcome {
    let done = last(shop).unwrap_or_else(|| panic!("nothing to undo"));
    let Undoing::By(ways) = done.undo else { panic!("{:?}", done.undo) };
    let names: Vec<_> = ways.iter().map(|way| way.name.clone()).collect();
    let way = ways.into_iter().find(|way| way.name == name).unwrap_or_else(|| panic!("{name} is none of {names:?}"));
    shop.run(Command::Undo { deed: done.sequence, by: Box::new(way.command) })
}

/// Says why the last thing cannot be undone.
fn never(shop: &Shop) -> String {
    match last(shop).map(|last| last.undo) {
        Some(Undoing::Never(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn posting(shop: &Shop, product: ProductId, quantity: u32) -> (DocumentId, LineNo) {
    let draft = shop.draft();
    let line = shop.line(draft, product);
    shop.count(draft, line, quantity);
    shop.post(draft);
    (draft, line)
}

fn moving(kind: DocumentKind, product: ProductId, quantity: u32) -> WholeMove {
    let line = WantedLine {
        product,
        quantity: Some(Quantity::pieces(quantity)),
        serials: Vec::new(),
        bin: None,
        to_bin: None,
        price: None,
    };
    WholeMove {
        to: (kind == DocumentKind::Transfer).then_some(WarehouseId(2)),
        ..support::whole(kind, MAIN, vec![line])
    }
}

fn sell(product: ProductId, quantity: u32) -> Command {
    Command::MoveWhole(Box::new(moving(DocumentKind::Sale, product, quantity)))
}

fn on_hand(shop: &Shop, product: ProductId) -> String {
    let query = Query::Stock {
        by: StockBy::Warehouse,
        warehouse: Some(MAIN),
        product: Some(product),
        text: String::new(),
        on: None,
        after: None,
        limit: 9,
    };
    let Answer::Stock(page) = shop.ask(&query) else { panic!("stock") };
    let [row] = page.rows.as_slice() else { panic!("{:?}", page.rows) };
    format!("{}/{}", row.on_hand, row.available)
}

fn state(shop: &Shop, document: DocumentId) -> DocumentState {
    let Answer::Document(view) = shop.ask(&Query::Document(DocumentRef::Id(document))) else { panic!("a document") };
    view.row.state
}

fn is_whole(shop: &Shop) {
    let mut broken = Vec::new();
    shop.look(|view| verify(&view, &mut |sentence| broken.push(sentence)));
    assert_eq!(broken, Vec::<String>::new());
    shop.replays_equal();
}

#[test]
fn a_desk_walks_back_through_its_day_and_what_was_undone_is_passed_over() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    let (first, _) = posting(&shop, cable, 10);
    shop.run(sell(cable, 3));
    assert_eq!(last(&shop).map(|last| last.what), Some("move goods: Cable, Main".to_owned()));
    assert!(matches!(undo(&shop, "Cancel S-1"), Outcome::Cancelled { reopened: None, .. }));
    assert_eq!(on_hand(&shop, cable), "10/10");
    let back = last(&shop).expect("the posting is what was done before");
    assert_eq!((back.what.as_str(), back.employee.as_str()), ("post a draft: P-1", "Jane"));
    let Outcome::Cancelled { reopened: Some(again), .. } = undo(&shop, "Cancel P-1 and reopen it as a draft") else {
        panic!("a draft")
    };
    assert_eq!((state(&shop, first), state(&shop, again)), (DocumentState::Cancelled, DocumentState::Draft));
    // Its scans are no deeds of their own any more, and the product is what was made before them.
    assert_eq!(never(&shop), "Cable cannot be archived: a draft posting at desk 1 (Jane) needs it");
    shop.run(Command::DeleteDraft { draft: again });
    assert_eq!(never(&shop), "a draft that was thrown away is gone; the journal keeps what was scanned");
    is_whole(&shop);
}

#[test]
fn what_was_scanned_is_taken_back_in_its_draft_while_that_is_open() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    let draft = shop.draft();
    let line = shop.line(draft, cable);
    shop.count(draft, line, 2);
    assert_eq!(last(&shop).map(|last| last.undo), Some(Undoing::Within(draft, DocumentKind::Posting)));
    shop.run(Command::DeleteDraft { draft });
    assert_eq!(never(&shop), "a draft that was thrown away is gone; the journal keeps what was scanned");
}

#[test]
fn what_moved_on_is_not_undone_and_the_sentence_names_what_moved_it() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    posting(&shop, cable, 10);
    let ben = shop.hire("Ben", &[Permission::PostSales, Permission::CancelSales]);
    // Another desk sells of it; what that did is none of this desk's, and who was hired is no help.
    shop.at(ben, sell(cable, 1)).expect("it is there");
    let other = shop.seen_by(Origin { employee: shop.origin.employee, desk: ben.desk });
    assert_eq!(last(&other).map(|last| last.what), Some("move goods: Cable, Main".to_owned()));
    let (mine, _) = posting(&shop, cable, 1);
    undo(&shop, "Cancel P-2");
    assert_eq!(state(&shop, mine), DocumentState::Cancelled);
    undo(&shop, "Archive Ben");
    assert_eq!(never(&shop), "a role stays once it is made");
    is_whole(&shop);
}

#[test]
fn a_sale_out_of_it_keeps_a_posting_and_the_opposite_is_refused_by_its_own_permission() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    let ben = shop.hire("Ben", &[Permission::PostSales]);
    posting(&shop, cable, 10);
    shop.at(ben, sell(cable, 4)).expect("it is there");
    let why = never(&shop);
    assert!(why.starts_with("P-1") && why.contains("S-1"), "{why}");
    let his = shop.seen_by(ben);
    let Ok(Answer::LastDone(Some(his))) = his.stockroom.ask_as(ben.employee, &Query::LastDone(ben.desk)) else {
        panic!("a sale")
    };
    assert_eq!(his.undo, Undoing::Never("Ben may not cancel a sale: ask somebody who may".to_owned()));
}

#[test]
fn each_of_these_has_its_opposite() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    let phone = shop.product(serialised("Phone"));
    let draft = shop.draft();
    let line = shop.line(draft, phone);
    shop.scan(draft, line, &["A1"]);
    shop.post(draft);
    let lot: LotId = shop.look(|view| Ok(view.need(LINE, &(draft, line))?.lot));
    posting(&shop, cable, 10);

    let held = WholeReservation { whole: moving(DocumentKind::Order, cable, 4), until: None };
    let Outcome::Reserved(held) = shop.run(Command::ReserveWhole(Box::new(held))) else { panic!("an order") };
    undo(&shop, "Release O-1");
    assert_eq!(on_hand(&shop, cable), "10/10");
    shop.run(Command::Reserve { document: held.document, until: None });
    shop.run(Command::Release { document: held.document });
    undo(&shop, "Reserve O-1");
    assert_eq!(on_hand(&shop, cable), "10/6");
    shop.run(Command::CloseOrder { document: held.document, date: None, picks: Vec::new() });
    undo(&shop, "Cancel O-1");
    assert_eq!(on_hand(&shop, cable), "10/10");

    shop.run(Command::CorrectCost {
        lot,
        cost: dockhand::domain::document::Cost::Total(Money::from_ten_thousandths(50_000)),
    });
    undo(&shop, "Correct the cost of P-1/1 back");
    let (product, key) = (phone, SerialKey::from_stored("A1".to_owned()));
    shop.run(Command::CorrectSerial { product, key, serial: "A7".to_owned() });
    undo(&shop, "Correct A7 back to A1");
    let (supplier, invoice) = (Some("Northwind".to_owned()), Some("4711".to_owned()));
    shop.run(Command::CorrectDocument { document: draft, supplier, invoice, warranties: vec![(line, Some(12))] });
    undo(&shop, "Correct P-1 back");
    let Answer::Document(view) = shop.ask(&Query::Document(DocumentRef::Id(draft))) else { panic!("a posting") };
    let says = (view.row.from.as_str(), view.row.invoice.as_str(), view.lines[0].warranty, view.lines[0].cost);
    assert_eq!(says, ("supplier", "", None, Money::ZERO));
    assert!(view.lines[0].corrected.is_none_or(|cost| cost == Money::ZERO));

    shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
    undo(&shop, "Archive Shop");
    shop.run(Command::ArchiveWarehouse { warehouse: WarehouseId(2), archived: false });
    undo(&shop, "Archive Shop");
    let open = shop.draft();
    shop.run(Command::ShareDraft { draft: open, shared: true });
    undo(&shop, "Keep the draft to its owner");
    is_whole(&shop);
}

#[test]
fn a_conversion_is_irreversible_and_says_so() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    posting(&shop, cable, 2);
    let serials = vec![(MAIN, vec![NewSerials::Literal(vec!["C1".into(), "C2".into()])])];
    let (numbered_by, matching) = (NumberedBy::Maker, Matching::Loose);
    let whole = WholeConversion { product: cable, numbered_by, matching, serials };
    shop.run(Command::ConvertWhole(Box::new(whole)));
    assert_eq!(never(&shop), "a product that got serials keeps them");
}

#[test]
fn yesterdays_work_is_not_undone_by_a_key_and_an_undo_is_none_either() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    posting(&shop, cable, 2);
    let Undoing::By(ways) = last(&shop).expect("a posting").undo else { panic!("ways") };
    shop.minutes(24 * 60);
    assert_eq!(last(&shop).map(|last| last.what), None);
    let twice = Command::Undo { deed: 1, by: Box::new(ways[0].command.clone()) };
    let refused = shop.try_run(Command::Undo { deed: 2, by: Box::new(twice) });
    assert!(matches!(refused, Err(No::Refused(_))), "{refused:?}");
}

#[test]
fn f7_on_home_asks_which_way_and_whether_at_all_and_enter_never_says_yes() {
    let shop = Shop::in_memory();
    let cable = shop.product(counted("Cable"));
    posting(&shop, cable, 10);
    shop.run(sell(cable, 3));
    let mut desk = Bench::at(shop, 80, 24);
    desk.press("F7").wait_for("Undo: which way").wait_for("Cancel S-1 and reopen it as a draft").shows("undo_ways");
    desk.press("Enter").wait_for("Undo? Cancel S-1").shows("undo_asked");
    desk.press("Enter").press("Tab").wait_for("Undo? Cancel S-1");
    assert_eq!(on_hand(&desk.shop, cable), "7/7");
    desk.press("Esc").wait_for("Drafts");
    assert_eq!(on_hand(&desk.shop, cable), "7/7", "nothing was said");
    desk.press("F7").press("Enter").press("F10").wait_for("UNDONE ✔ move goods: Cable, Main · Cancel S-1");
    assert_eq!(on_hand(&desk.shop, cable), "10/10");
    // What comes next is the posting: its lines are a draft again.
    desk.press("F7").press("Down").press("Enter").press("F10").wait_for("Receiving · draft of");
    desk.wait_for("UNDONE ✔ post a draft: P-1").press("Esc").wait_for("posting of");
    desk.press("F7").wait_for("NOT UNDONE ✖ Cable cannot be archived");
}
