//! What of a transfer arrives is ticked off as it is scanned: at a desk, durably, in parts.

mod support;

use dockhand::domain::document::{Cost, DocumentKind, DocumentState};
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{Barcode, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::messages::{
    Answer, Command, DocumentRef, MoveDraftView, NewSerials, Outcome, Query, RestRow, WantedLine, WholeLine, WholeMove,
    WholePosting, WholeReservation,
};
use support::bench::Bench;
use support::{Shop, counted, serialised};

const MAIN: WarehouseId = WarehouseId(1);
const SHOP: WarehouseId = WarehouseId(2);
const CABLE: &str = "4006381333931";

/// A shop whose transfer T-1 has the phones A1 to A3 and ten cables on their way from `Main` to `Shop`; A4 stayed.
struct OnTheWay {
    shop: Shop,
    phone: ProductId,
    cable: ProductId,
    transfer: DocumentId,
}

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

fn on_the_way(shop: Shop) -> OnTheWay {
    shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
    let barcode = Barcode { text: CABLE.to_owned(), pack: Quantity::ONE };
    let cable = shop.product(Product { barcodes: vec![barcode], ..counted("Cable") });
    let phone = shop.product(serialised("Phone"));
    let line = |product, quantity, serials| WholeLine {
        product,
        quantity,
        cost: Some(Cost::Unit(Money::from_ten_thousandths(100_000))),
        warranty: None,
        batch: String::new(),
        expiry: None,
        bin: None,
        serials,
    };
    let serials = ["A1", "A2", "A3", "A4"].map(str::to_owned).to_vec();
    shop.run(Command::ReceiveWhole(Box::new(WholePosting {
        warehouse: MAIN,
        supplier: String::new(),
        invoice: String::new(),
        date: None,
        note: String::new(),
        lines: vec![line(phone, None, vec![NewSerials::Literal(serials)]), line(cable, Some(pieces(20)), Vec::new())],
    })));
    let line = |product, quantity, serials: &[&str]| WantedLine {
        product,
        quantity,
        serials: serials.iter().map(ToString::to_string).collect(),
        bin: None,
        to_bin: None,
        price: None,
    };
    let whole = WholeMove {
        kind: DocumentKind::Transfer,
        warehouse: Some(MAIN),
        to: Some(SHOP),
        of: None,
        client: String::new(),
        reason: String::new(),
        date: None,
        note: String::new(),
        lines: vec![line(phone, None, &["A1", "A2", "A3"]), line(cable, Some(pieces(10)), &[])],
    };
    let held = shop.run(Command::ReserveWhole(Box::new(WholeReservation { whole, until: None })));
    let Outcome::Reserved(held) = held else { panic!("{held:?}") };
    shop.run(Command::Ship { document: held.document, date: None, picks: Vec::new() });
    OnTheWay { shop, phone, cable, transfer: held.document }
}

impl OnTheWay {
    fn begin(&self, kind: DocumentKind) -> DocumentId {
        match self.shop.run(Command::BeginArrival { transfer: self.transfer, kind }) {
            Outcome::DraftOpened(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    fn pick(draft: DocumentId, serials: &[&str]) -> Command {
        let serials = serials.iter().map(ToString::to_string).collect();
        Command::PickSerials { draft, serials, product: None, line: None, from_tray: None }
    }

    fn count(&self, draft: DocumentId, by: u32) -> Command {
        Command::PickGoods { draft, product: self.cable, by: pieces(by), line: None, from_tray: None }
    }

    fn seen(&self, draft: DocumentId) -> MoveDraftView {
        match self.shop.ask(&Query::MoveDraft(draft)) {
            Answer::MoveDraft(view) => *view,
            other => panic!("{other:?}"),
        }
    }

    fn rest(&self, draft: DocumentId) -> Vec<RestRow> {
        match self.shop.ask(&Query::Rest(draft)) {
            Answer::Rest(rest) => rest,
            other => panic!("{other:?}"),
        }
    }

    fn state(&self) -> DocumentState {
        match self.shop.ask(&Query::Document(DocumentRef::Id(self.transfer))) {
            Answer::Document(view) => view.row.state,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_receipt_says_of_each_product_how_much_is_on_its_way_and_takes_no_more() {
    let way = on_the_way(Shop::in_memory());
    let draft = way.begin(DocumentKind::Receipt);
    let view = way.seen(draft);
    assert_eq!((view.warehouse, view.of_number.as_str()), (SHOP, "T-1"));
    let lines: Vec<_> = view.lines.iter().map(|line| (line.product, line.quantity, line.on_its_way)).collect();
    assert_eq!(lines, [(way.phone, Quantity::ZERO, Some(pieces(3))), (way.cable, Quantity::ZERO, Some(pieces(10)))]);

    way.shop.run(OnTheWay::pick(draft, &["A2"]));
    assert_eq!(way.shop.refused(OnTheWay::pick(draft, &["A2"])).code(), "duplicate");
    let elsewhere = way.shop.refused(OnTheWay::pick(draft, &["A4"])).to_string();
    assert!(elsewhere.starts_with("A4 is not on its way by T-1: it is in stock: Main"), "{elsewhere}");
    way.shop.run(way.count(draft, 10));
    let refused = way.shop.refused(way.count(draft, 1)).to_string();
    assert_eq!(refused, "11: 10 of Cable are on their way by T-1, no more");
    way.shop.replays_equal();
}

#[test]
fn what_was_not_taken_stays_on_its_way_until_it_is_sent_back_and_lost() {
    let way = on_the_way(Shop::in_memory());
    let draft = way.begin(DocumentKind::Receipt);
    assert_eq!(way.shop.refused(Command::PostDraft { draft }).code(), "not_complete");
    way.shop.run(OnTheWay::pick(draft, &["A1"]));
    assert_eq!(way.shop.post(draft).number, "T-1/1");
    assert_eq!(way.state(), DocumentState::InTransit);

    let back = way.begin(DocumentKind::SendBack);
    way.shop.run(OnTheWay::pick(back, &["A2"]));
    let lost = way.begin(DocumentKind::WriteOff);
    // What another draft has taken is no rest.
    let rest: Vec<_> = way.rest(lost).into_iter().map(|row| (row.product, row.serials, row.quantity)).collect();
    assert_eq!(rest, [(way.phone, vec!["A3".to_owned()], pieces(1)), (way.cable, Vec::new(), pieces(10))]);
    assert_eq!(way.shop.post(back).number, "T-1/2");
    way.shop.run(OnTheWay::pick(lost, &["A3"]));
    way.shop.run(way.count(lost, 10));
    assert_eq!(way.shop.refused(Command::PostDraft { draft: lost }).code(), "bad_field", "no reason was given");
    let head = Box::new(dockhand::messages::MoveHeadEdit { reason: Some("fell".into()), ..Default::default() });
    way.shop.run(Command::EditMoveHead { draft: lost, head });
    assert_eq!(way.shop.post(lost).number, "W-1");
    assert_eq!(way.state(), DocumentState::Posted, "nothing of it is on its way any more");
    let refused = way.shop.refused(Command::BeginArrival { transfer: way.transfer, kind: DocumentKind::Receipt });
    assert_eq!(refused.code(), "wrong_state");
    let mut broken = Vec::new();
    way.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
    assert_eq!(broken, Vec::<String>::new());
    way.shop.replays_equal();
}

#[test]
fn a_transfer_is_received_by_whoever_may_move_goods_and_by_two_in_one_draft() {
    let way = on_the_way(Shop::in_memory());
    let draft = way.begin(DocumentKind::Receipt);
    let ben = way.shop.hire("Ben", &[Permission::PostTransfers]);
    let other = way.shop.at(ben, Command::BeginArrival { transfer: way.transfer, kind: DocumentKind::Receipt });
    assert_eq!(other.unwrap(), Outcome::DraftOpened(draft), "there is one receipt of a transfer");
    way.shop.at(ben, OnTheWay::pick(draft, &["A1"])).unwrap();
    way.shop.run(OnTheWay::pick(draft, &["A2"]));
    way.shop.at(ben, Command::PostDraft { draft }).unwrap();
    let clerk = way.shop.hire("Eve", &[Permission::PostSales]);
    let refused = way.shop.at(clerk, Command::BeginArrival { transfer: way.transfer, kind: DocumentKind::Receipt });
    assert_eq!(refused.unwrap_err().to_string(), "Eve may not work on a receipt: ask somebody who may");
    let refused = way.shop.refused(Command::BeginArrival { transfer: way.transfer, kind: DocumentKind::Sale });
    assert_eq!(refused.code(), "bad_field");
}

#[test]
fn a_desk_receives_a_transfer_by_scanning_and_finds_each_scan_again_after_its_session_is_gone() {
    let way = on_the_way(Shop::in_memory());
    let mut desk = Bench::at(way.shop, 80, 24);
    desk.enter("T-1")
        .wait_for("Find · 1")
        .press("Enter")
        .wait_for("in transit, 0 of 13 here")
        .press("F10")
        .wait_for("Receive T-1 · draft of");
    desk.wait_for("0 / 3").wait_for("0 / 10").shows("arriving_begun");
    desk.scan("A2").wait_for("TAKEN ✔ A2 · Phone · 1 of 3");
    desk.scan("A2").wait_for("ALREADY SCANNED ✖ A2");
    desk.scan("A4").wait_for("IN STOCK ✖ A4 · Main");
    desk.scan(CABLE).wait_for("COUNTED ✔ Cable · 0 → 1 of 10");
    desk.enter("*11").wait_for("REFUSED ✖ 11: 10 of Cable are on their way by T-1, no more").press("Ctrl+u");
    desk.enter("*4").wait_for("SET ✔ Cable · 1 → 4");
    desk.restart().wait_for("Receive T-1 · draft of").wait_for("1 / 3").wait_for("4 / 10").shows("arriving_partly");
    desk.press("F10").wait_for("8 stay on their way").press("F10");
    desk.wait_for("POSTED ✔ T-1/1 · 5 units · T-1 → Shop · 8 stay on their way");

    // The rest goes back in one stroke.
    desk.enter("T-1")
        .wait_for("Find · 2")
        .press("Enter")
        .wait_for("in transit, 5 of 13 here")
        .scan("DH:SEND-BACK")
        .wait_for("Send back T-1 · draft of");
    desk.press("F3").wait_for("2 / 2").wait_for("6 / 6").wait_for("that is all of it");
    desk.press("F7").wait_for("TAKEN BACK ✔ Cable · 6 → 0 of 6").press("F3").wait_for("6 / 6");
    desk.press("F10").wait_for("that is all of it").press("F10").wait_for("POSTED ✔ T-1/2");
    desk.wait_for("T-1 · transfer");
}

#[test]
fn who_only_looked_at_what_is_on_its_way_leaves_no_draft_behind() {
    let way = on_the_way(Shop::in_memory());
    let mut desk = Bench::at(way.shop, 40, 12);
    desk.enter("T-1")
        .wait_for("Find · 1")
        .press("Enter")
        .wait_for("T-1 · in transit")
        .press("F10")
        .wait_for("Receive T-1")
        .wait_for("0 / 3");
    desk.shows("arriving_small");
    desk.press("Esc")
        .wait_for("T-1 · in transit")
        .press("Esc")
        .wait_for("Find · 1")
        .press("Esc")
        .press("Esc")
        .wait_for("T-1 in transit")
        .lacks("receipt of");
    // What is on its way leads to its transfer.
    desk.press("Enter").wait_for("T-1 · in transit");
}
