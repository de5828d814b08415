//! A shop that has something in every table.

use dockhand::domain::badge::{BadgeText, PinHash};
use dockhand::domain::count::{Subject, Tally};
use dockhand::domain::document::{DocumentKind, TrayReason};
use dockhand::domain::id::{DocumentId, LineNo, WarehouseId};
use dockhand::domain::product::NumberedBy;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::right::Right;
use dockhand::domain::scanner::KeptScanner;
use dockhand::domain::serial::{Matching, SerialKey};
use dockhand::domain::settings::Settings;
use dockhand::messages::{
    Command, CommandId, HeadEdit, Labelled, Outcome, Settlement, WantedLine, WholeMove, WholeReservation,
};
use dockhand::ops::lives::ROW;
use dockhand::store::engine::{Direction, Durability, Write};
use dockhand::store::rows::TailRow;
use dockhand::store::tables::{TAIL, TO_INDEX, Tables};

use crate::support::{self, Shop, damaged, scanned};

/// The draft that is at work.
pub const DRAFT: DocumentId = DocumentId(15);

/// What scripts did.
const DONE: &str = r#"
{"do":"add_location","name":"North","code":"N"}
{"do":"add_warehouse","name":"Shop","location":"North","template":"S{C:4}","bins":["A1","B2"],"defects":"X9"}
{"do":"add_product","name":"Cable","code":"CB","sku":"K-1","unit":"m","category":"Wires","minimum":"5","barcodes":["4006381333931",{"barcode":"14006381333938","pack":"10"}]}
{"do":"add_product","name":"Phone X","serialised":true,"warranty":24,"barcodes":["96385074"]}
{"do":"add_product","name":"Washer","unit":"pc","serialised":true,"template":"WS{C:5}","next":7}
{"do":"post","kind":"posting","warehouse":"Main","date":"2026-09-20","supplier":"Northwind","invoice":"4711-B","lines":[{"product":"Cable","quantity":"10","cost":"12.50"},{"product":"Phone X","cost":"199","serials":["A1","a2","A3","A4","A5","A6"],"warranty":12},{"product":"Washer","serials":"~+3","total":"1.00"}]}
{"do":"post","kind":"posting","warehouse":"Shop","date":"2026-09-21","supplier":"Southwind","invoice":"9","lines":[{"product":"Cable","quantity":"4.5","cost":"13","bin":"A1"},{"product":"Phone X","cost":"205","serials":["B1","B2"],"batch":"L7","expiry":"2030-01-01"}]}
{"do":"post","kind":"sale","warehouse":"Main","client":"Jane","date":"2026-09-22","lines":[{"product":"Cable","quantity":"3","price":"20"},{"product":"Phone X","serials":["A1","A2","A3"]}]}
{"do":"post","kind":"client_return","of":"S-1","warehouse":"Main","date":"2026-09-25","lines":[{"product":"Cable","quantity":"1"},{"product":"Phone X","serials":["A1"]}]}
{"do":"post","kind":"write_off","warehouse":"Main","reason":"damaged","lines":[{"product":"Cable","quantity":"1"},{"product":"Phone X","serials":["A4"]}]}
{"do":"post","kind":"transfer","warehouse":"Main","to":"Shop","lines":[{"product":"Cable","quantity":"2","to_bin":"B2"},{"product":"Phone X","serials":["A5"]}]}
{"do":"post","kind":"supplier_return","of":"P-1","lines":[{"product":"Cable","quantity":"1"},{"product":"Phone X","serials":["A6"]}]}
{"do":"post","kind":"sale","warehouse":"Main","client":"Ben","lines":[{"product":"Phone X","serials":["A1"]}],"id":"sale-of-A1"}
{"do":"cancel","document":"S-2"}
{"do":"post","kind":"posting","warehouse":"Main","supplier":"Northwind","invoice":"wrong","lines":[{"product":"Cable","quantity":"2","cost":"1"}]}
{"do":"cancel","document":"P-2"}
{"do":"post","kind":"posting","warehouse":"Main","supplier":"Northwind","lines":[{"product":"Phone X","cost":"190","serials":["A2"]}],"id":"A2-again"}
{"do":"add_product","name":"Valve"}
{"do":"add_product","name":"Meter"}
{"do":"post","kind":"posting","warehouse":"Main","date":"2026-09-20","lines":[{"product":"Valve","quantity":"2","cost":"3"},{"product":"Meter","quantity":"3","cost":"5"}]}
{"do":"post","kind":"posting","warehouse":"Shop","date":"2026-09-20","lines":[{"product":"Valve","quantity":"1","cost":"4","bin":"A1","batch":"V"}]}
{"do":"post","kind":"write_off","warehouse":"Main","reason":"tried","lines":[{"product":"Valve","quantity":"1"}]}
"#;

/// What was corrected afterwards, each at a moment of its own.
const CORRECTED: &str = r#"
{"do":"correct","document":"P-1","supplier":"Northwind Parts"}
{"do":"correct","document":"P-1","invoice":"4711-C"}
{"do":"correct","lot":"P-1/2","warranty":18}
{"do":"correct","lot":"P-1/1","cost":"12.60"}
{"do":"correct","lot":"P-1/1","total":"125.01"}
{"do":"correct","lot":"P-4/1","cost":"3.10"}
{"do":"correct","serial":"A3","to":"A33"}
"#;

/// Fills a shop by scripts and at desks.
pub fn filled() -> Shop {
    let shop = Shop::in_memory();
    let settings = Settings { template: None, ..support::settings() };
    shop.run(Command::ChangeSettings(Settings { store: "Corner Shop of Jane".to_owned(), ..settings }));
    exec(&shop, DONE);
    at_a_desk(&shop);
    for request in CORRECTED.trim().lines() {
        shop.minutes(1);
        exec(&shop, request);
    }
    held_and_on_its_way(&shop);
    moved_often(&shop);
    with_a_lot_to_index(&shop);
    shop
}

/// Moves one unit over and back, until its first movements stand in rows of their own.
fn moved_often(shop: &Shop) {
    exec(
        shop,
        r#"
{"do":"add_product","name":"Tripod","serialised":true}
{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Tripod","serials":["T1"]}]}
"#,
    );
    for n in 0..2 * ROW {
        let (from, to) = if n % 2 == 0 { ("Main", "Shop") } else { ("Shop", "Main") };
        exec(
            shop,
            &format!(
                "{{\"do\":\"post\",\"kind\":\"transfer\",\"warehouse\":\"{from}\",\"to\":\"{to}\",\
                 \"lines\":[{{\"product\":\"Tripod\",\"serials\":[\"T1\"]}}]}}"
            ),
        );
    }
}

/// Waits until the search index has all units, and takes those of the last lot out again: they wait.
fn with_a_lot_to_index(shop: &Shop) {
    let waits = || {
        shop.look(|view| {
            let mut any = false;
            view.prefix(TO_INDEX, &(), Direction::Forward, |_, _| {
                any = true;
                Ok(false)
            })?;
            Ok(any)
        })
    };
    while waits() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let mut tails = Vec::new();
    shop.look(|view| {
        tails.clear();
        view.prefix(TAIL, &(), Direction::Forward, |key, row| {
            tails.push((key, row.0));
            Ok(true)
        })
    });
    let last = tails.iter().flat_map(|(_, units)| units).map(|(lot, _)| *lot).max().unwrap();
    let write = &mut |tx: &mut dyn Write| {
        let mut tables = Tables::new(tx);
        for (key, units) in &tails {
            let rest: Vec<_> = units.iter().copied().filter(|(lot, _)| *lot != last).collect();
            if rest.is_empty() { tables.delete(TAIL, key)? } else { tables.put(TAIL, key, &TailRow(rest))? }
        }
        tables.put(TO_INDEX, &last, &1)
    };
    shop.engine.write(Durability::Plain, write).unwrap();
}

/// Carries out requests that must all be accepted.
pub fn exec(shop: &Shop, requests: &str) {
    let mut answers = Vec::new();
    let input = requests.trim();
    dockhand::exchange::exec(&shop.stockroom, shop.origin, &mut input.as_bytes(), &mut answers).unwrap();
    let answers = String::from_utf8(answers).unwrap();
    for (request, answer) in input.lines().zip(answers.lines()) {
        assert!(answer.starts_with("{\"ok\""), "{request}: {answer}");
    }
}

/// Works at a desk: a draft with all that can hang on one, one that was thrown away, one reopened, a remark.
fn at_a_desk(shop: &Shop) {
    let [cable, phone, washer] = [1, 2, 3].map(dockhand::domain::id::ProductId);
    let thrown = shop.draft();
    let line = shop.line(thrown, phone);
    shop.scan(thrown, line, &["T1"]);
    shop.run(Command::DeleteDraft { draft: thrown });

    let draft = shop.draft();
    assert_eq!(draft, DRAFT);
    let head =
        HeadEdit { supplier: Some("Eastwind".to_owned()), invoice: Some("77".to_owned()), ..HeadEdit::default() };
    shop.run(Command::EditDraft { draft, head });
    shop.run(Command::NotePallet { draft, sscc: "006141411234567890".to_owned(), came: true });
    let phones = shop.line(draft, phone);
    let serials = vec!["C1".to_owned(), "C2".to_owned(), "C9".to_owned()];
    shop.run(Command::ExpectSerials { draft, line: phones, serials });
    shop.scan(draft, phones, &["C1", "c 2", "C3", "C4"]);
    shop.run(Command::TakeBack { draft, line: phones, serials: vec!["C3".to_owned()] });
    shop.run(damaged(draft, phones, &["C5"]));
    let cables = shop.line(draft, cable);
    shop.count(draft, cables, 7);
    let washers = shop.line(draft, washer);
    shop.run(Command::GenerateSerials { draft, line: washers, count: 2 });
    for raw in ["?", "4006381333931 A1", "gone"] {
        let (raw, reason) = (raw.to_owned(), TrayReason::Unknown);
        shop.run(Command::PutInTray { draft, line: Some(phones), raw, reason });
    }
    shop.run(Command::DropFromTray { draft, row: 3 });
    shop.minutes(1);
    identify(shop, "A5", "IMEI-2-OF-A5", None);
    identify(shop, "B1", "SECOND", Some((draft, 2)));
    let text = "scratched at the corner".to_owned();
    shop.run(Command::AddRemark { product: phone, key: SerialKey::from_stored("A5".to_owned()), text });

    let labels =
        ["A5", "A5", "C1"].map(|key| Labelled::Unit { product: phone, key: SerialKey::from_stored(key.to_owned()) });
    for labels in [labels.to_vec(), labels[..1].to_vec()] {
        let printer = "zebra-1".to_owned();
        shop.run(Command::NotePrinted { printer, template: String::new(), copies: 1, labels });
    }

    let scanner = KeptScanner { suffix: "tab".to_owned(), ..KeptScanner::default() };
    shop.run(Command::KeepScanner { desk: shop.origin.desk, scanner: Some(Box::new(scanner)) });
    let rights = vec![Right::ViewStock, Right::Sale];
    let ben = shop.hire("Ben", &[]);
    shop.run(Command::SetRights { employee: ben.employee, warehouse: WarehouseId(2), rights });
    let badge = BadgeText::new("7KQ2XM", "23456789ABCDEFGHJKMNPQRSTVW");
    shop.run(Command::GiveBadge { employee: ben.employee, badge: badge.id().to_owned(), hash: badge.hash() });
    let pin = Some(PinHash::seal("4711", [7; 16]).unwrap());
    shop.run(Command::SetPin { employee: ben.employee, pin });
    shop.run(Command::AssignDesk { desk: ben.desk, employee: Some(ben.employee) });
    shop.at(ben, Command::SignIn).unwrap();
    shop.run(Command::MissSignIn { badge_of: Some(ben.employee) });
    converted(shop);
    counted(shop);
    let other = shop.draft();
    let damaged_line = shop.line(other, cable);
    shop.count(other, damaged_line, 3);
    let by = dockhand::domain::quantity::Quantity::pieces(1);
    shop.run(Command::CountGoods { draft: other, line: damaged_line, by, damaged: true, from_tray: None });
    let phones = shop.line(other, phone);
    shop.run(scanned(other, phones, &["D1", "D2"]));
    shop.post(other);
    let again = match shop.run(Command::CancelDocument { document: other, reopen: true }) {
        Outcome::Cancelled { reopened: Some(again), .. } => again,
        told => panic!("{told:?}"),
    };
    shop.run(Command::PostDraft { draft: again });
    let id = CommandId::Given("a desk of another program".to_owned());
    let (kind, warehouse) = (DocumentKind::Posting, shop.warehouse);
    shop.stockroom.run(shop.origin, id, Command::OpenDraft { kind, warehouse }).unwrap();
}

/// Holds goods for a client, has some ready to ship, and some on their way, of which one arrived.
fn held_and_on_its_way(shop: &Shop) {
    exec(
        shop,
        r#"
{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Cable","quantity":"9","cost":"12"},{"product":"Phone X","cost":"190","serials":["H1","H2","H3","H4"]}]}
"#,
    );
    let [cable, phone] = [1, 2].map(dockhand::domain::id::ProductId);
    let line = |product, pieces: u32, serials: &[&str]| WantedLine {
        product,
        quantity: Some(Quantity::pieces(pieces)),
        serials: serials.iter().map(ToString::to_string).collect(),
        bin: None,
        to_bin: None,
        price: None,
    };
    let whole = |kind, of, lines| WholeMove {
        kind,
        warehouse: (kind != DocumentKind::Receipt).then_some(shop.warehouse),
        to: (kind == DocumentKind::Transfer).then_some(WarehouseId(2)),
        of,
        client: if kind == DocumentKind::Order { "Jane".to_owned() } else { String::new() },
        reason: String::new(),
        date: None,
        note: String::new(),
        lines,
    };
    let reserve = |kind, until, lines| {
        let whole = whole(kind, None, lines);
        match shop.run(Command::ReserveWhole(Box::new(WholeReservation { whole, until }))) {
            Outcome::Reserved(reserved) => reserved.document,
            told => panic!("{told:?}"),
        }
    };
    let until = shop.now().day(chrono_tz::UTC).succ_opt();
    reserve(DocumentKind::Order, until, vec![line(cable, 2, &[]), line(phone, 2, &["H1"])]);
    reserve(DocumentKind::Transfer, None, vec![line(cable, 1, &[])]);
    let called_off = reserve(DocumentKind::Order, None, vec![line(phone, 1, &["H2"])]);
    shop.run(Command::CancelDocument { document: called_off, reopen: false });
    let transfer = reserve(DocumentKind::Transfer, None, vec![line(cable, 2, &[]), line(phone, 2, &["H2", "H3"])]);
    shop.run(Command::Ship { document: transfer, date: None, picks: Vec::new() });
    let arrived = vec![line(cable, 1, &[]), line(phone, 1, &["H3"])];
    shop.run(Command::MoveWhole(Box::new(whole(DocumentKind::Receipt, Some(transfer), arrived))));
}

/// Gives a product serials, and begins to give them to another, one of them in small letters.
fn converted(shop: &Shop) {
    let [valve, meter] = [4, 5].map(dockhand::domain::id::ProductId);
    let (numbered_by, matching) = (NumberedBy::Maker, Matching::Loose);
    for (product, serials) in [(valve, [&["V1"][..], &["V2"]].as_slice()), (meter, [&["m1", "M2"][..]].as_slice())] {
        let draft = match shop.run(Command::BeginConversion { product, numbered_by, matching }) {
            Outcome::DraftOpened(draft) => draft,
            told => panic!("{told:?}"),
        };
        for (line, serials) in (1..).zip(serials) {
            shop.scan(draft, line, serials);
        }
        if product == valve {
            shop.run(Command::PostDraft { draft });
        }
    }
}

/// Counts the wires, and a shelf of phones with all four findings, which are settled in part.
fn counted(shop: &Shop) {
    let [cable, phone] = [1, 2].map(dockhand::domain::id::ProductId);
    let pieces = dockhand::domain::quantity::Quantity::pieces;
    let open = |category: &str| {
        let category = category.to_owned();
        match shop.run(Command::OpenStocktake { warehouse: shop.warehouse, bin: None, category }) {
            Outcome::StocktakeOpened(id) => id,
            told => panic!("{told:?}"),
        }
    };
    let settle = |stocktake, only| {
        let (costs, named, seen) = (Vec::new(), Vec::new(), None);
        shop.run(Command::SettleStocktake(Box::new(Settlement { stocktake, only, costs, named, seen })));
    };
    let wires = open("Wires");
    shop.run(Command::CountProduct { stocktake: wires, product: cable, bin: None, tally: Tally::Set(pieces(1)) });
    settle(wires, Vec::new());
    let all = open("");
    let serials = ["A1", "A3", "B1", "unknown 1"].map(str::to_owned).to_vec();
    shop.run(Command::CountUnits { stocktake: all, serials, product: None, bin: None });
    let serials = vec!["n1".to_owned()];
    shop.run(Command::CountUnits { stocktake: all, serials, product: Some(phone), bin: None });
    shop.run(Command::CountProduct { stocktake: all, product: cable, bin: None, tally: Tally::Add(pieces(2)) });
    shop.run(Command::CountProduct { stocktake: all, product: cable, bin: None, tally: Tally::Add(pieces(1)) });
    let a2 = Subject::Unit { key: SerialKey::from_stored("A2".to_owned()), scope: phone.0 };
    settle(all, vec![a2]);
    let thrown = open("");
    shop.run(Command::CountProduct { stocktake: thrown, product: cable, bin: None, tally: Tally::Add(pieces(2)) });
    shop.run(Command::DiscardStocktake { stocktake: thrown });
}

fn identify(shop: &Shop, key: &str, identifier: &str, from_tray: Option<(DocumentId, LineNo)>) {
    shop.run(Command::AddIdentifier {
        product: dockhand::domain::id::ProductId(2),
        key: SerialKey::from_stored(key.to_owned()),
        identifier: identifier.to_owned(),
        from_tray,
    });
}
