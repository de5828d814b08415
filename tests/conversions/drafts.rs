//! A conversion's draft: serials kept warehouse by warehouse, while stock may move and other desks work.

use std::sync::Arc;
use std::thread;

use dockhand::domain::document::DocumentKind;
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, ProductId};
use dockhand::domain::product::NumberedBy;
use dockhand::domain::serial::Matching;
use dockhand::messages::{Answer, Command, No, Origin, Outcome, Query, WholeMove};

use crate::support::{Shop, each_shop, scanned};
use crate::{Converting, MAIN, Rooms, SHOP, leaving, line, pieces, unmatched};

/// A conversion of 8 in Main and 2 in Shop, with all serials but the last of each.
fn nearly_done(shop: &Shop) -> (ProductId, DocumentId) {
    let washer = shop.stocked();
    let draft = shop.begin(washer, NumberedBy::Us);
    shop.scan(draft, shop.line_of(washer, MAIN), &["X1", "X2", "X3", "X4", "X5", "X6", "X7"]);
    shop.scan(draft, shop.line_of(washer, SHOP), &["Y1"]);
    (washer, draft)
}

#[test]
fn a_draft_takes_serials_warehouse_by_warehouse_and_is_saved_as_one() {
    each_shop(|name, shop| {
        shop.second_room();
        let (washer, draft) = nearly_done(shop);
        let before = shop.layers(washer);
        let view = shop.conversion(washer);
        let rows: Vec<_> = view.rows.iter().map(|row| (row.on_hand, row.serials, row.missing())).collect();
        assert_eq!(rows, [(pieces(8), pieces(7), pieces(1)), (pieces(2), pieces(1), pieces(1))], "{name}");
        assert_eq!((view.on_hand, view.serials), (pieces(10), pieces(8)), "{name}");
        shop.is_sound();
        let no = shop.refused(Command::PostDraft { draft });
        assert_eq!((no.code(), no.word()), ("count_mismatch", "NOT CONVERTED"), "{name}");
        shop.run(Command::GenerateMissing { draft });
        let done = shop.save(draft);
        assert_eq!(shop.layers(washer), before, "{name}");
        let (written_off, posted) = done.documents.unwrap();
        assert_eq!((posted.document, written_off.number.as_str()), (draft, "W-1"), "{name}: the draft is the posting");
        assert_eq!(shop.passport("WS00001").lot_label, "P-3/3", "{name}: the last serial is the youngest layer's");
        shop.is_sound();
    });
}

#[test]
fn a_conversion_is_begun_once_and_found_again() {
    let shop = Shop::two_rooms();
    let (washer, draft) = nearly_done(&shop);
    assert_eq!(shop.begin(washer, NumberedBy::Us), draft);
    let Answer::Home(home) = shop.ask(&Query::Home { employee: shop.origin.employee, desk: shop.origin.desk }) else {
        panic!("home")
    };
    assert_eq!(
        home.drafts.iter().map(|row| (row.id, row.kind)).collect::<Vec<_>>(),
        [(draft, DocumentKind::Conversion)]
    );
    assert_eq!(home.drafts[0].quantity, pieces(8));
    let no = shop.refused(Command::BeginConversion {
        product: washer,
        numbered_by: NumberedBy::Us,
        matching: Matching::Exact,
    });
    assert_eq!(no.code(), "bad_field", "how serials are compared is fixed: {no}");
    let no = shop.refused(Command::ConvertWhole(Box::new(crate::whole(washer, &[]))));
    assert_eq!(no.code(), "wrong_state", "{no}");
}

#[test]
fn stock_that_moves_meanwhile_is_named_and_the_serials_stay() {
    each_shop(|name, shop| {
        shop.second_room();
        let (washer, draft) = nearly_done(shop);
        shop.run(Command::GenerateMissing { draft });
        shop.moves(leaving(DocumentKind::Sale, MAIN, washer, 2));
        shop.receive(SHOP, "2026-03-01", vec![line(washer, "1", "5")]);
        let no = shop.refused(Command::PostDraft { draft });
        assert!(no.to_string().contains("Main had 8 and has 6 now, 8 serials are there: 2 too many"), "{name}: {no}");
        let told = unmatched(no);
        assert_eq!(told["Main"], (Some("8".into()), "6".into(), "8".into()), "{name}");
        assert_eq!(told["Shop"], (Some("2".into()), "3".into(), "2".into()), "{name}");
        let main = shop.line_of(washer, MAIN);
        shop.run(Command::TakeBack { draft, line: main, serials: vec!["X1".into(), "X7".into()] });
        let no = shop.refused(scanned(draft, main, &["X9"]));
        assert_eq!(no.code(), "count_mismatch", "{name}: no more than there are");
        shop.scan(draft, shop.line_of(washer, SHOP), &["X1"]);
        shop.save(draft);
        assert_eq!(shop.passport("X1").lot_label, "P-4/4", "{name}");
        shop.is_sound();
    });
}

#[test]
fn goods_that_come_to_a_new_warehouse_get_a_line_when_the_conversion_goes_on() {
    let shop = Shop::two_rooms();
    let washer = shop.washers();
    shop.receive(MAIN, "2026-01-05", vec![line(washer, "1", "5")]);
    let draft = shop.begin(washer, NumberedBy::Us);
    shop.moves(WholeMove { to: Some(SHOP), ..leaving(DocumentKind::Transfer, MAIN, washer, 1) });
    assert_eq!(shop.conversion(washer).rows.iter().map(|row| row.line.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(unmatched(shop.refused(Command::PostDraft { draft }))["Shop"].2, "0");
    assert_eq!(shop.begin(washer, NumberedBy::Us), draft);
    let rows = shop.conversion(washer).rows;
    assert_eq!(rows.iter().map(|row| (row.warehouse, row.line.is_some())).collect::<Vec<_>>(), [(SHOP, true)]);
    shop.scan(draft, shop.line_of(washer, SHOP), &["A"]);
    shop.save(draft);
    shop.is_sound();
}

#[test]
fn a_draft_thrown_away_frees_its_serials_and_not_its_numbers() {
    each_shop(|name, shop| {
        shop.second_room();
        let (washer, draft) = nearly_done(shop);
        shop.run(Command::GenerateMissing { draft });
        shop.run(Command::DeleteDraft { draft });
        shop.is_sound();
        let again = shop.begin(washer, NumberedBy::Us);
        assert_ne!(again, draft, "{name}");
        shop.scan(again, shop.line_of(washer, SHOP), &["X1"]);
        shop.run(Command::GenerateMissing { draft: again });
        shop.save(again);
        let no = shop.stockroom.ask(&Query::Passport(dockhand::messages::UnitRef::Serial("WS00001".into(), None)));
        assert!(no.is_err(), "{name}: WS00001 and WS00002 stay used");
        assert_eq!(shop.passport("WS00003").serial, "WS00003", "{name}");
        shop.is_sound();
    });
}

#[test]
fn stock_that_is_gone_by_the_time_it_is_saved_needs_no_document() {
    let shop = Shop::two_rooms();
    let washer = shop.washers();
    shop.receive(MAIN, "2026-01-05", vec![line(washer, "1", "5")]);
    let draft = shop.begin(washer, NumberedBy::Us);
    shop.moves(leaving(DocumentKind::Sale, MAIN, washer, 1));
    assert_eq!(shop.save(draft).documents, None);
    shop.is_sound();
}

#[test]
fn of_two_desks_that_save_one_conversion_exactly_one_does() {
    for _ in 0..50 {
        let shop = Shop::two_rooms();
        let (_, draft) = nearly_done(&shop);
        shop.run(Command::GenerateMissing { draft });
        let save = |n: u64| {
            let stockroom = Arc::clone(&shop.stockroom);
            let origin = stockroom.open_desk(&format!("desk {n}")).unwrap();
            thread::spawn(move || stockroom.run(origin, stockroom.next_id(origin.desk), Command::PostDraft { draft }))
        };
        let answers = [save(2), save(3)].map(|desk| desk.join().unwrap());
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert!(answers.iter().any(|answer| code(answer) == "wrong_state"), "{answers:?}");
        shop.is_sound();
    }
}

fn code(answer: &Result<Outcome, No>) -> &'static str {
    match answer {
        Err(No::Refused(refused)) => refused.code(),
        _ => "",
    }
}

#[test]
fn a_serial_is_held_by_the_conversion_against_everybody_else() {
    let shop = Shop::two_rooms();
    let (washer, draft) = nearly_done(&shop);
    let main = shop.line_of(washer, MAIN);
    assert_eq!(shop.refused(scanned(draft, main, &["X1"])).code(), "duplicate");
    assert_eq!(shop.refused(scanned(draft, main, &["Y1"])).code(), "duplicate", "it is another warehouse's");
    shop.run(Command::TakeBack { draft, line: main, serials: vec!["X1".into()] });
    shop.scan(draft, main, &["X1"]);
    let unit = shop.passport("X1");
    assert!(unit.standing.to_string().starts_with("in a draft conversion at desk 1 (Jane)"), "{}", unit.standing);
}

#[test]
fn lines_of_other_drafts_lack_their_serials_afterwards() {
    each_shop(|name, shop| {
        shop.second_room();
        let (washer, draft) = nearly_done(shop);
        let receiving = shop.draft();
        let counts = shop.line(receiving, washer);
        shop.count(receiving, counts, 5);
        shop.run(Command::GenerateMissing { draft });
        assert_eq!(shop.save(draft).lines, 1, "{name}");
        let Answer::Draft(view) = shop.ask(&Query::Draft(receiving)) else { panic!("{name}") };
        let line = &view.lines[0];
        assert!(line.serialised && line.generates, "{name}");
        assert_eq!((line.expected, line.counted, line.missing), (Some(pieces(5)), pieces(0), pieces(5)), "{name}");
        assert_eq!(shop.refused(Command::PostDraft { draft: receiving }).code(), "serials_missing", "{name}");
        shop.scan(receiving, counts, &["Z1"]);
        shop.is_sound();
    });
}

#[test]
fn whoever_may_convert_products_may_work_on_it_and_nobody_else() {
    let shop = Shop::two_rooms();
    let (washer, draft) = nearly_done(&shop);
    let hire = |name: &str, permissions: &[Permission]| {
        let role = Command::AddRole { name: format!("as {name}"), permissions: permissions.to_vec() };
        let Outcome::RoleMade(role) = shop.run(role) else { panic!("a role") };
        let Outcome::EmployeeMade(employee) = shop.run(Command::AddEmployee { name: name.into(), role }) else {
            panic!("an employee")
        };
        Origin { employee, desk: shop.origin.desk }
    };
    let ben = hire("Ben", &[Permission::CreatePostings, Permission::PostPostings, Permission::EditProducts]);
    let (main, numbered_by) = (shop.line_of(washer, MAIN), NumberedBy::Us);
    for command in [
        Command::BeginConversion { product: washer, numbered_by, matching: Matching::Loose },
        Command::ConvertWhole(Box::new(crate::whole(washer, &[]))),
        Command::GenerateMissing { draft },
        Command::GenerateSerials { draft, line: main, count: 1 },
        Command::TakeBack { draft, line: main, serials: vec!["X1".into()] },
        Command::DeleteDraft { draft },
        Command::PostDraft { draft },
        scanned(draft, main, &["X8"]),
    ] {
        assert_eq!(code(&shop.at(ben, command.clone())), "not_permitted", "{command:?}");
    }
    let eva = hire("Eva", &[Permission::ConvertProducts]);
    shop.at(eva, scanned(draft, main, &["X8"])).unwrap();
    shop.at(eva, Command::GenerateMissing { draft }).unwrap();
    shop.at(eva, Command::PostDraft { draft }).unwrap();
    shop.is_sound();
}

#[test]
fn a_conversions_draft_is_no_posting() {
    let shop = Shop::two_rooms();
    let (washer, draft) = nearly_done(&shop);
    let main = shop.line_of(washer, MAIN);
    for command in [
        Command::AddLine { draft, product: washer, count: pieces(0), from_tray: None },
        Command::RemoveLine { draft, line: main },
        Command::EditLine { draft, line: main, edit: dockhand::messages::LineEdit::default() },
        Command::ExpectSerials { draft, line: main, serials: vec!["X8".into()] },
        Command::EditDraft { draft, head: dockhand::messages::HeadEdit::default() },
        crate::support::damaged(draft, main, &["X8"]),
    ] {
        assert_eq!(shop.refused(command.clone()).code(), "bad_field", "{command:?}");
    }
    let Answer::Product(view) = shop.ask(&Query::Product(washer)) else { panic!("product") };
    let archived = Command::ArchiveProduct { product: washer, archived: true };
    assert_eq!(shop.refused(archived).code(), "in_use");
    let product = dockhand::domain::conversion::serialised(view.product, NumberedBy::Us, Matching::Loose);
    let edit = Command::EditProduct { id: washer, product: Box::new(product) };
    assert_eq!(shop.refused(edit).code(), "wrong_state");
    shop.is_sound();
}
