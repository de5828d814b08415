//! Goods that are held for a client until a day, and goods that travel between warehouses.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::sync::Arc;
use std::thread;

use chrono::Days;
use dockhand::domain::document::{Cost, DocumentKind, DocumentState};
use dockhand::domain::id::{DocumentId, ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::time::Day;
use dockhand::messages::{
    Answer, Command, DocumentRef, DocumentView, NewSerials, No, Outcome, Pick, PostedDocument, Query, Refused,
    ReservedDocument, Standing, StockBy, StockRow, UnitRef, WantedLine, WholeLine, WholeMove, WholePosting,
    WholeReservation,
};
use dockhand::store::engine::Direction;
use dockhand::store::tables::{DOCUMENT, RUNS_OUT};
use support::bench::{Bench, xterm};
use support::{Shop, counted, serialised};

const MAIN: WarehouseId = WarehouseId(1);
const SHOP: WarehouseId = WarehouseId(2);

/// A shop with two warehouses, ten cables and the phones A1 to A4 in `Main`.
struct Stock {
    shop: Shop,
    cable: ProductId,
    phone: ProductId,
}

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count)
}

impl Stock {
    fn new() -> Stock {
        let shop = Shop::in_memory();
        shop.run(Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None });
        let (cable, phone) = (shop.product(counted("Cable")), shop.product(serialised("Phone")));
        let stock = Stock { shop, cable, phone };
        stock.receive(10, &["A1", "A2", "A3", "A4"]);
        stock
    }

    fn receive(&self, cables: u32, phones: &[&str]) -> PostedDocument {
        let line = |product, quantity, serials: &[&str]| WholeLine {
            product,
            quantity,
            cost: Some(Cost::Unit(Money::from_ten_thousandths(100_000))),
            warranty: None,
            batch: String::new(),
            expiry: None,
            bin: None,
            serials: match serials {
                [] => Vec::new(),
                some => vec![NewSerials::Literal(some.iter().map(ToString::to_string).collect())],
            },
        };
        let mut lines = vec![line(self.cable, Some(pieces(cables)), &[])];
        if !phones.is_empty() {
            lines.push(line(self.phone, None, phones));
        }
        posted(self.shop.run(Command::ReceiveWhole(Box::new(WholePosting {
            warehouse: MAIN,
            supplier: "Northwind".into(),
            invoice: String::new(),
            date: None,
            note: String::new(),
            lines,
        }))))
    }

    fn today(&self) -> Day {
        self.shop.now().day(chrono_tz::UTC)
    }

    fn later(&self, days: u64) -> Day {
        self.today().checked_add_days(Days::new(days)).unwrap()
    }

    fn nights(&self, nights: i64) {
        self.shop.minutes(nights * 24 * 60);
    }

    fn cables(&self, count: u32) -> WantedLine {
        let quantity = Some(pieces(count));
        WantedLine { product: self.cable, quantity, serials: Vec::new(), bin: None, to_bin: None, price: None }
    }

    fn phones(&self, serials: &[&str]) -> WantedLine {
        let serials = serials.iter().map(ToString::to_string).collect();
        WantedLine { product: self.phone, quantity: None, serials, bin: None, to_bin: None, price: None }
    }

    fn whole(kind: DocumentKind, lines: Vec<WantedLine>) -> WholeMove {
        WholeMove {
            kind,
            warehouse: Some(MAIN),
            to: (kind == DocumentKind::Transfer).then_some(SHOP),
            of: None,
            client: if matches!(kind, DocumentKind::Order | DocumentKind::Sale) {
                "Jane".into()
            } else {
                String::new()
            },
            reason: if kind == DocumentKind::WriteOff { "damaged".into() } else { String::new() },
            date: None,
            note: String::new(),
            lines,
        }
    }

    fn reserving(kind: DocumentKind, until: Option<Day>, lines: Vec<WantedLine>) -> Command {
        let whole = Stock::whole(kind, lines);
        Command::ReserveWhole(Box::new(WholeReservation { whole, until }))
    }

    fn order(&self, until: Option<Day>, lines: Vec<WantedLine>) -> ReservedDocument {
        reserved(self.shop.run(Stock::reserving(DocumentKind::Order, until, lines)))
    }

    /// A transfer from `Main` to `Shop` that was shipped.
    fn shipped(&self, lines: Vec<WantedLine>) -> DocumentId {
        let transfer = reserved(self.shop.run(Stock::reserving(DocumentKind::Transfer, None, lines)));
        posted(self.shop.run(Command::Ship { document: transfer.document, date: None, picks: Vec::new() }));
        transfer.document
    }

    /// A document that takes out of transit what a transfer has there; no lines is all of it.
    fn of(kind: DocumentKind, transfer: DocumentId, lines: Vec<WantedLine>) -> Command {
        let whole = WholeMove { of: Some(transfer), warehouse: None, ..Stock::whole(kind, lines) };
        Command::MoveWhole(Box::new(whole))
    }

    fn selling(lines: Vec<WantedLine>) -> Command {
        Command::MoveWhole(Box::new(Stock::whole(DocumentKind::Sale, lines)))
    }

    fn stock(&self, product: ProductId, warehouse: WarehouseId) -> Option<StockRow> {
        let (by, text) = (StockBy::Warehouse, String::new());
        let (product, warehouse) = (Some(product), Some(warehouse));
        match self.shop.ask(&Query::Stock { by, warehouse, product, text, on: None, after: None, limit: 10 }) {
            Answer::Stock(page) => page.rows.into_iter().next(),
            other => panic!("{other:?}"),
        }
    }

    /// On hand, reserved, available, in transit.
    fn figures(&self, product: ProductId, warehouse: WarehouseId) -> [String; 4] {
        let Some(row) = self.stock(product, warehouse) else { return ["0"; 4].map(str::to_owned) };
        [row.on_hand, row.reserved, row.available, row.in_transit].map(|quantity| quantity.to_string())
    }

    fn document(&self, id: DocumentId) -> Box<DocumentView> {
        match self.shop.ask(&Query::Document(DocumentRef::Id(id))) {
            Answer::Document(view) => view,
            other => panic!("{other:?}"),
        }
    }

    fn state(&self, id: DocumentId) -> DocumentState {
        self.document(id).row.state
    }

    fn standing(&self, serial: &str) -> Standing {
        match self.shop.ask(&Query::Passport(UnitRef::Serial(serial.into(), None))) {
            Answer::Passport(passport) => passport.standing,
            other => panic!("{other:?}"),
        }
    }

    /// Holds the store against itself and its journal.
    fn is_whole(&self) {
        let mut broken = Vec::new();
        self.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert_eq!(broken, Vec::<String>::new());
        self.shop.replays_equal();
    }
}

fn posted(outcome: Outcome) -> PostedDocument {
    match outcome {
        Outcome::Posted(posted) => posted,
        other => panic!("{other:?}"),
    }
}

fn reserved(outcome: Outcome) -> ReservedDocument {
    match outcome {
        Outcome::Reserved(reserved) => reserved,
        other => panic!("{other:?}"),
    }
}

fn close(order: &ReservedDocument) -> Command {
    Command::CloseOrder { document: order.document, date: None, picks: Vec::new() }
}

fn cancel(document: DocumentId) -> Command {
    Command::CancelDocument { document, reopen: false }
}

#[test]
fn what_an_order_holds_nobody_else_can_take_and_closing_it_takes_it() {
    let stock = Stock::new();
    let order = stock.order(None, vec![stock.cables(4), stock.phones(&["A2"])]);
    assert_eq!(order.number, "O-1");
    assert_eq!(stock.figures(stock.cable, MAIN), ["10", "4", "6", "0"]);
    assert_eq!(stock.figures(stock.phone, MAIN), ["4", "1", "3", "0"]);

    let short = stock.shop.refused(Stock::selling(vec![stock.cables(7)]));
    assert_eq!(short.code(), "short");
    assert!(short.to_string().contains("Main has 10, 4 of them reserved"), "{short}");
    let held = stock.shop.refused(Stock::selling(vec![stock.phones(&["A2"])]));
    assert_eq!(held.code(), "reserved");
    assert_eq!(held.to_string(), "A2 is reserved: O-1 for Jane; in stock: Main, P-1 of 2026-10-02");
    let Refused::Reserved { document, client, .. } = held else { panic!("{held:?}") };
    assert_eq!((document.as_str(), client.as_str()), ("O-1", "Jane"));

    // What is free goes, down to the last that is.
    stock.shop.run(Stock::selling(vec![stock.cables(6), stock.phones(&["A1"])]));
    assert_eq!(stock.figures(stock.cable, MAIN), ["4", "4", "0", "0"]);
    stock.is_whole();

    let closed = posted(stock.shop.run(close(&order)));
    assert_eq!(closed.number, "O-1");
    assert_eq!(stock.figures(stock.cable, MAIN), ["0", "0", "0", "0"]);
    assert_eq!(stock.state(order.document), DocumentState::Posted);
    let Standing::Gone { how, to, document, .. } = stock.standing("A2") else { panic!("A2 is still here") };
    assert_eq!((how.as_str(), to.as_deref(), document.as_str()), ("sold", Some("Jane"), "O-1"));
    stock.is_whole();

    let back = WholeMove {
        of: Some(order.document),
        warehouse: None,
        client: String::new(),
        ..Stock::whole(DocumentKind::ClientReturn, vec![stock.cables(1), stock.phones(&["A2"])])
    };
    let back = posted(stock.shop.run(Command::MoveWhole(Box::new(back))));
    assert_eq!(stock.figures(stock.cable, MAIN), ["1", "0", "1", "0"]);
    assert_eq!(stock.shop.refused(cancel(order.document)).code(), "moved_on");
    stock.shop.run(cancel(back.document));
    stock.shop.run(cancel(order.document));
    assert_eq!(stock.figures(stock.cable, MAIN), ["4", "0", "4", "0"]);
    stock.is_whole();
}

#[test]
fn a_reservation_runs_out_by_itself_and_can_be_made_again() {
    let stock = Stock::new();
    let order = stock.order(Some(stock.later(2)), vec![stock.cables(10), stock.phones(&["A1"])]);
    stock.nights(2);
    assert_eq!(stock.shop.refused(Stock::selling(vec![stock.cables(1)])).code(), "short", "its last day counts");
    stock.nights(1);
    // Nothing was written since, and nothing holds any more.
    assert_eq!(stock.state(order.document), DocumentState::Expired);
    assert_eq!(stock.figures(stock.cable, MAIN), ["10", "0", "10", "0"]);
    assert!(matches!(stock.standing("A1"), Standing::InStock { .. }));
    let refused = stock.shop.refused(close(&order));
    assert_eq!(
        (refused.code(), refused.to_string().as_str()),
        ("wrong_state", "O-1 is expired: reserve it again first")
    );
    stock.is_whole();

    stock.shop.run(Stock::selling(vec![stock.cables(1)]));
    let again = Command::Reserve { document: order.document, until: Some(stock.later(1)) };
    assert_eq!(stock.shop.refused(again.clone()).code(), "short");
    stock.receive(1, &[]);
    let again = reserved(stock.shop.run(again));
    assert_eq!(again.number, "O-1");
    assert!(matches!(stock.standing("A1"), Standing::Reserved { .. }));
    stock.is_whole();
    posted(stock.shop.run(close(&again)));
    stock.is_whole();
}

#[test]
fn the_next_write_sweeps_what_ran_out_whatever_it_writes() {
    let stock = Stock::new();
    let until = stock.later(1);
    let over = stock.order(Some(until), vec![stock.cables(2), stock.phones(&["A1"])]);
    let open = stock.order(Some(stock.later(2)), vec![stock.cables(3), stock.phones(&["A2"])]);
    let kept = |id: DocumentId| stock.shop.look(|view| Ok(view.need(DOCUMENT, &id)?.state));
    let rows = || {
        let mut rows = Vec::new();
        stock.shop.look(|view| {
            rows.clear();
            view.prefix(RUNS_OUT, &(), Direction::Forward, |key: (Day, DocumentId), ()| {
                rows.push(key.1);
                Ok(true)
            })
        });
        rows
    };
    stock.nights(1);
    stock.shop.product(counted("Paper"));
    assert_eq!((kept(over.document), rows().len()), (DocumentState::Reserved, 2), "its last day is not over");
    stock.nights(1);
    // What is refused leaves no trace, not even of a sweep.
    assert_eq!(stock.shop.refused(Stock::selling(vec![stock.cables(100)])).code(), "short");
    assert_eq!(kept(over.document), DocumentState::Reserved);
    stock.shop.product(counted("Pencils"));
    assert_eq!(kept(over.document), DocumentState::Expired);
    assert_eq!((kept(open.document), rows()), (DocumentState::Reserved, vec![open.document]));
    assert_eq!(stock.figures(stock.cable, MAIN), ["10", "3", "7", "0"]);
    stock.is_whole();
    stock.shop.replays_equal();
}

#[test]
fn a_desk_sees_at_midnight_that_what_was_held_until_yesterday_is_free_though_nobody_writes() {
    for clock in [true, false] {
        let stock = Stock::new();
        stock.order(Some(stock.today()), vec![stock.cables(4)]);
        let mut desk = Bench::with(stock.shop, (80, 24), xterm(), |config| config.clock = clock);
        desk.press("F5").wait_for("Stock");
        let available = |desk: &Bench| {
            let row = desk.screen().lines().find(|row| row.contains("Cable")).unwrap().to_owned();
            row.split_whitespace().nth(5).unwrap().to_owned()
        };
        assert_eq!(available(&desk), "6");
        // It opened at 08:00: until a minute before midnight nothing changes.
        desk.pause(16 * 60 * 60 * 1_000 - 120_000);
        assert_eq!(available(&desk), "6");
        desk.pause(240_000);
        assert_eq!(available(&desk), "10");
    }
}

#[test]
fn what_ran_out_holds_nothing_though_no_sweep_came_by() {
    let stock = Stock::new();
    let order = stock.order(Some(stock.today()), vec![stock.phones(&["A1"])]);
    stock.nights(1);
    stock.shop.run(Stock::selling(vec![stock.phones(&["A1"])]));
    assert_eq!(stock.state(order.document), DocumentState::Expired);
    let refused = stock.shop.refused(Command::Reserve { document: order.document, until: None });
    assert_eq!(refused.code(), "not_on_hand", "{refused}");
    // As a draft again it names what is still there.
    stock.shop.run(Command::Release { document: order.document });
    assert_eq!(stock.document(order.document).lines[0].missing, pieces(1));
    stock.is_whole();
    stock.shop.run(cancel(order.document));
    assert_eq!(stock.state(order.document), DocumentState::Cancelled);
    stock.is_whole();
}

#[test]
fn a_cancelled_order_gives_back_what_it_held_and_keeps_its_number() {
    let stock = Stock::new();
    let order = stock.order(None, vec![stock.cables(4), stock.phones(&["A1"])]);
    stock.shop.run(cancel(order.document));
    assert_eq!(stock.figures(stock.cable, MAIN), ["10", "0", "10", "0"]);
    let view = stock.document(order.document);
    assert_eq!((view.row.state, view.row.number.as_deref()), (DocumentState::Cancelled, Some("O-1")));
    assert_eq!(stock.shop.refused(cancel(order.document)).code(), "wrong_state");
    assert_eq!(stock.order(None, vec![stock.phones(&["A1"])]).number, "O-2");
    stock.is_whole();
}

#[test]
fn an_order_may_hold_units_without_saying_which_until_it_is_closed() {
    let stock = Stock::new();
    let mut line = stock.phones(&["A1"]);
    line.quantity = Some(pieces(3));
    let order = stock.order(None, vec![line]);
    assert_eq!(stock.figures(stock.phone, MAIN), ["4", "3", "1", "0"]);
    stock.shop.run(Stock::selling(vec![stock.phones(&["A4"])]));
    // Any of those that are left would be one of the three.
    let short = stock.shop.refused(Stock::selling(vec![stock.phones(&["A2"])]));
    assert_eq!(short.code(), "short", "{short}");
    assert_eq!(stock.shop.refused(close(&order)).code(), "serials_missing");
    let picks = |serials: &[&str]| {
        let serials = serials.iter().map(ToString::to_string).collect();
        Command::CloseOrder { document: order.document, date: None, picks: vec![Pick { line: 1, serials }] }
    };
    assert_eq!(stock.shop.refused(picks(&["A2"])).code(), "serials_missing");
    assert_eq!(stock.shop.refused(picks(&["A2", "A1"])).code(), "duplicate");
    assert_eq!(stock.shop.refused(picks(&["A2", "A4"])).code(), "not_on_hand");
    posted(stock.shop.run(picks(&["A2", "A3"])));
    assert_eq!(stock.figures(stock.phone, MAIN), ["0", "0", "0", "0"]);
    stock.is_whole();
}

#[test]
fn what_is_held_is_taken_by_no_cancellation() {
    let stock = Stock::new();
    let more = stock.receive(5, &["B1"]);
    stock.order(None, vec![stock.cables(11), stock.phones(&["B1"])]);
    assert_eq!(stock.shop.refused(cancel(more.document)).code(), "reserved");
    let back = stock.receive(5, &[]);
    stock.shop.run(cancel(back.document));
    let sale = posted(stock.shop.run(Stock::selling(vec![stock.cables(4)])));
    let returned = WholeMove {
        of: Some(sale.document),
        warehouse: None,
        client: String::new(),
        ..Stock::whole(DocumentKind::ClientReturn, vec![stock.cables(4)])
    };
    let returned = posted(stock.shop.run(Command::MoveWhole(Box::new(returned))));
    stock.order(None, vec![stock.cables(1)]);
    let refused = stock.shop.refused(cancel(returned.document));
    assert_eq!(refused.code(), "reserved", "{refused}");
    stock.is_whole();
}

#[test]
fn a_transfer_travels_and_arrives_in_parts_with_its_lots_and_its_place_in_the_queue() {
    let stock = Stock::new();
    stock.nights(3);
    let transfer = stock.shipped(vec![stock.cables(4), stock.phones(&["A1", "A2"])]);
    assert_eq!(stock.state(transfer), DocumentState::InTransit);
    assert_eq!(stock.figures(stock.cable, MAIN), ["6", "0", "6", "0"]);
    assert_eq!(stock.figures(stock.cable, SHOP), ["0", "0", "0", "4"]);
    assert_eq!(stock.standing("A1").to_string(), "in transit, T-1 to Shop since 2026-10-05");
    let refused = stock.shop.refused(Stock::selling(vec![stock.phones(&["A1"])]));
    assert_eq!(refused.code(), "in_transit");
    let Refused::OnTheWay { document, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(document, "T-1");
    stock.is_whole();

    stock.nights(1);
    let first = posted(stock.shop.run(Stock::of(
        DocumentKind::Receipt,
        transfer,
        vec![stock.phones(&["A2"]), stock.cables(1)],
    )));
    assert_eq!(first.number, "T-1/1");
    assert_eq!(stock.figures(stock.cable, SHOP), ["1", "0", "1", "3"]);
    let Answer::Layers(page) =
        stock.shop.ask(&Query::Layers { product: stock.cable, warehouse: Some(SHOP), after: None, limit: 10 })
    else {
        panic!("layers")
    };
    assert_eq!((page.rows[0].label.as_str(), page.rows[0].queued.to_string().as_str()), ("P-1/1", "2026-10-02"));
    let refused = stock.shop.refused(Stock::of(DocumentKind::Receipt, transfer, vec![stock.cables(4)]));
    assert_eq!(refused.code(), "short", "{refused}");
    assert_eq!(
        stock.shop.refused(Stock::of(DocumentKind::Receipt, transfer, vec![stock.phones(&["A2"])])).code(),
        "not_on_hand"
    );
    assert_eq!(stock.shop.refused(cancel(transfer)).code(), "moved_on");
    stock.is_whole();

    let back = posted(stock.shop.run(Stock::of(DocumentKind::SendBack, transfer, vec![stock.cables(1)])));
    assert_eq!(back.number, "T-1/2");
    assert_eq!(stock.figures(stock.cable, MAIN), ["7", "0", "7", "0"]);
    let lost = posted(stock.shop.run(Stock::of(DocumentKind::WriteOff, transfer, vec![stock.phones(&["A1"])])));
    assert_eq!(lost.number, "W-1");
    assert!(matches!(stock.standing("A1"), Standing::Gone { .. }));
    assert_eq!(stock.state(transfer), DocumentState::InTransit);
    let rest = posted(stock.shop.run(Stock::of(DocumentKind::Receipt, transfer, Vec::new())));
    assert_eq!(rest.number, "T-1/3");
    assert_eq!(stock.state(transfer), DocumentState::Posted);
    assert_eq!(stock.figures(stock.cable, SHOP), ["3", "0", "3", "0"]);
    let links: Vec<_> = stock.document(transfer).links.into_iter().filter_map(|link| link.number).collect();
    assert_eq!(links, ["T-1/1", "T-1/2", "W-1", "T-1/3"]);
    stock.is_whole();

    for document in [rest.document, lost.document, back.document, first.document] {
        stock.shop.run(cancel(document));
        assert_eq!(stock.state(transfer), DocumentState::InTransit);
        stock.is_whole();
    }
    stock.shop.run(cancel(transfer));
    assert_eq!(stock.figures(stock.cable, MAIN), ["10", "0", "10", "0"]);
    assert_eq!(stock.figures(stock.phone, SHOP), ["0", "0", "0", "0"]);
    assert!(matches!(stock.standing("A1"), Standing::InStock { .. }));
    stock.is_whole();
}

#[test]
fn nothing_arrives_before_it_was_sent() {
    let stock = Stock::new();
    stock.nights(3);
    let transfer = stock.shipped(vec![stock.cables(4), stock.phones(&["A1"])]);
    stock.nights(2);
    let Command::MoveWhole(mut early) = Stock::of(DocumentKind::Receipt, transfer, Vec::new()) else { panic!() };
    early.date = stock.today().checked_sub_days(Days::new(3));
    assert_eq!(stock.shop.refused(Command::MoveWhole(early.clone())).code(), "bad_date");
    early.date = stock.today().checked_sub_days(Days::new(2));
    posted(stock.shop.run(Command::MoveWhole(early)));
    stock.is_whole();
}

#[test]
fn what_is_ready_to_ship_is_held_and_can_be_changed_or_called_off() {
    let stock = Stock::new();
    let ready = reserved(stock.shop.run(Stock::reserving(DocumentKind::Transfer, None, vec![stock.phones(&["A1"])])));
    assert_eq!(ready.number, "T-1");
    let refused = stock.shop.refused(Stock::selling(vec![stock.phones(&["A1"])]));
    assert_eq!(refused.to_string(), "A1 is reserved: T-1 for Shop; in stock: Main, P-1 of 2026-10-02");
    assert_eq!(stock.shop.refused(close(&ready)).code(), "wrong_state");
    assert_eq!(
        stock.shop.run(Command::Release { document: ready.document }),
        Outcome::Released { number: "T-1".into() }
    );
    assert_eq!(stock.state(ready.document), DocumentState::Draft);
    stock.is_whole();
    let again = reserved(stock.shop.run(Command::Reserve { document: ready.document, until: None }));
    assert_eq!(again.number, "T-1");
    stock.shop.run(cancel(ready.document));
    stock.shop.run(Stock::selling(vec![stock.phones(&["A1"])]));
    stock.is_whole();
}

#[test]
fn of_two_desks_exactly_one_closes_an_order_and_one_reserves_the_last() {
    let stock = Stock::new();
    let both = |command: Command| {
        let desks = ["desk 2", "desk 3"].map(|desk| {
            let (stockroom, command) = (Arc::clone(&stock.shop.stockroom), command.clone());
            let origin = stockroom.open_desk(desk).unwrap();
            thread::spawn(move || stockroom.run(origin, stockroom.next_id(origin.desk), command))
        });
        desks.map(|desk| match desk.join().unwrap() {
            Ok(_) => "ok".to_owned(),
            Err(No::Refused(refused)) => refused.code().to_owned(),
            Err(No::Broken(sentence)) => panic!("{sentence}"),
        })
    };
    for _ in 0..100 {
        let mut answers = both(Stock::reserving(DocumentKind::Order, None, vec![stock.phones(&["A1"])]));
        answers.sort();
        assert_eq!(answers, ["ok", "reserved"]);
        let Answer::Documents(page) = stock.shop.ask(&Query::Documents {
            kind: Some(DocumentKind::Order),
            state: Some(DocumentState::Reserved),
            text: String::new(),
            after: None,
            limit: 10,
        }) else {
            panic!("documents")
        };
        let document = page.rows[0].id;
        let mut answers = both(Command::CloseOrder { document, date: None, picks: Vec::new() });
        answers.sort();
        assert_eq!(answers, ["ok", "wrong_state"]);
        stock.shop.run(cancel(document));
        let mut answers = both(Stock::reserving(DocumentKind::Order, Some(stock.today()), vec![stock.cables(10)]));
        answers.sort();
        assert_eq!(answers, ["ok", "short"]);
        stock.nights(1);
    }
    stock.is_whole();
}
