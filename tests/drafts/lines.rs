//! Heads and lines of drafts: changed, refused, dropped; and what needs a draft cannot be archived.

use super::*;
use dockhand::domain::document::TrayReason;
use dockhand::domain::employee::Permission;
use dockhand::domain::id::BinId;
use dockhand::messages::HeadEdit;

fn bin(floor: &Floor, warehouse: WarehouseId, code: &str) -> BinId {
    match floor.shop.run(Command::AddBin { warehouse, code: code.into(), defects: false }) {
        Outcome::BinMade(bin) => bin,
        other => panic!("{other:?}"),
    }
}

#[test]
fn goods_are_counted_and_taken_back_on_the_products_last_line() {
    each_floor(|floor| {
        let sale = floor.open(DocumentKind::Sale);
        assert_eq!(floor.count(sale, 3), Outcome::GoodsPicked { line: 1, before: pieces(0), after: pieces(3) });
        assert_eq!(floor.count(sale, 2), Outcome::GoodsPicked { line: 1, before: pieces(3), after: pieces(5) });
        assert_eq!(floor.refused(goods(sale, floor.cable, -6)).to_string(), "-6: only 5 are counted");
        assert_eq!(floor.refused(goods(sale, floor.phone, 1)).code(), "bad_quantity");
        assert_eq!(floor.refused(goods(sale, floor.cable, 0)).code(), "bad_quantity");
        floor.line(sale, 1, MoveLineEdit { quantity: Some(pieces(7)), ..MoveLineEdit::default() });
        floor.shop.run(goods(sale, floor.cable, -7));
        assert!(floor.look(sale).lines.is_empty(), "nothing is left of it");
    });
}

#[test]
fn a_line_of_units_may_want_more_than_it_names_and_says_how_many_are_missing() {
    each_floor(|floor| {
        let sale = floor.sale(&["A1", "A2"]);
        let wants = |quantity| Command::EditMoveLine {
            draft: sale,
            line: 1,
            edit: MoveLineEdit { quantity: Some(pieces(quantity)), ..MoveLineEdit::default() },
        };
        assert_eq!(floor.refused(wants(1)).to_string(), "1: line 1 names 2 units already; put some back first");
        floor.shop.run(wants(4));
        assert_eq!(floor.look(sale).lines[0].missing, pieces(2));
        let no = floor.refused(Command::PostDraft { draft: sale });
        assert_eq!(no.code(), "serials_missing", "{no}");
        floor.pick(sale, &["A3", "A4", "A5"]);
        let view = floor.look(sale);
        assert_eq!((view.lines[0].quantity, view.lines[0].missing), (pieces(5), pieces(0)));
        floor.post(sale);
    });
}

#[test]
fn shelves_are_those_of_the_warehouse_and_units_stay_where_they_lie() {
    each_floor(|floor| {
        let (a, b, far) = (bin(floor, MAIN, "A"), bin(floor, MAIN, "B"), bin(floor, SHOP, "F"));
        let moved = floor.open(DocumentKind::Transfer);
        floor.head(moved, MoveHeadEdit { to: Some(Some(MAIN)), ..MoveHeadEdit::default() });
        floor.pick(moved, &["A1"]);
        floor.count(moved, 2);
        assert_eq!(floor.look(moved).blockers.len(), 2, "from and to are the same place");
        for line in [1, 2] {
            floor.line(moved, line, MoveLineEdit { to_bin: Some(Some(a)), ..MoveLineEdit::default() });
        }
        assert_eq!(floor.look(moved).blockers, []);
        floor.post(moved);

        let sale = floor.sale(&["A1", "A2"]);
        assert_eq!(floor.look(sale).lines.len(), 1);
        let from = |line, bin| Command::EditMoveLine {
            draft: sale,
            line,
            edit: MoveLineEdit { bin: Some(Some(bin)), ..MoveLineEdit::default() },
        };
        let no = floor.refused(from(1, a));
        assert!(no.to_string().starts_with("A2 is not in Main A: it is in a draft sale"), "{no}");
        assert_eq!(floor.refused(from(1, far)).code(), "unknown");
        floor.shop.run(put_back(sale, &["A2"]));
        floor.shop.run(from(1, a));
        floor.pick(sale, &["A2"]);
        assert_eq!(floor.look(sale).lines.len(), 2, "a unit of another shelf begins a line of its own");
        let on = Command::EditMoveLine {
            draft: sale,
            line: 1,
            edit: MoveLineEdit { to_bin: Some(Some(b)), ..MoveLineEdit::default() },
        };
        assert_eq!(floor.refused(on).code(), "bad_field", "a sale brings to no shelf");
    });
}

#[test]
fn a_unit_that_lies_on_the_shelf_it_is_brought_to_keeps_the_draft_from_being_posted() {
    each_floor(|floor| {
        let (a, b) = (bin(floor, MAIN, "A"), bin(floor, MAIN, "B"));
        let shelve = |serials: &[&str], to| {
            let moved = floor.open(DocumentKind::Transfer);
            floor.head(moved, MoveHeadEdit { to: Some(Some(MAIN)), ..MoveHeadEdit::default() });
            floor.pick(moved, serials);
            floor.line(moved, 1, MoveLineEdit { to_bin: Some(Some(to)), ..MoveLineEdit::default() });
            moved
        };
        floor.post(shelve(&["A1"], a));
        let again = shelve(&["A1", "A2"], a);
        let says = floor.look(again).blockers.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(floor.refused(Command::PostDraft { draft: again }).code(), "not_on_hand");
        assert!(says[0].starts_with("line 1: A1 is not in Main"), "{says:?}");
        floor.line(again, 1, MoveLineEdit { to_bin: Some(Some(b)), ..MoveLineEdit::default() });
        floor.post(again);
    });
}

#[test]
fn a_head_says_only_what_its_kind_has_and_only_what_its_units_fit() {
    each_floor(|floor| {
        let sale = floor.sale(&["A1"]);
        let head = |head: MoveHeadEdit| Command::EditMoveHead { draft: sale, head: Box::new(head) };
        let blank = MoveHeadEdit::default;
        for wrong in [
            MoveHeadEdit { reason: Some("lost".into()), ..blank() },
            MoveHeadEdit { to: Some(Some(SHOP)), ..blank() },
            MoveHeadEdit { of: Some(Some(sale)), ..blank() },
            MoveHeadEdit { until: Some(Some(day("2026-12-01"))), ..blank() },
        ] {
            assert_eq!(floor.refused(head(wrong)).code(), "bad_field");
        }
        let no = floor.refused(head(MoveHeadEdit { warehouse: Some(SHOP), ..blank() }));
        assert!(no.to_string().starts_with("A1 is not in Shop: it is in a draft sale"), "{no}");
        floor.shop.run(put_back(sale, &["A1"]));
        floor.shop.run(head(MoveHeadEdit { warehouse: Some(SHOP), ..blank() }));
        assert_eq!(floor.look(sale).warehouse_name, "Shop");
        let order = floor.open(DocumentKind::Order);
        let until = |date: &str| Command::EditMoveHead {
            draft: order,
            head: Box::new(MoveHeadEdit { until: Some(Some(day(date))), client: Some("Ann".into()), ..blank() }),
        };
        assert_eq!(floor.refused(until("2026-10-01")).code(), "bad_date");
        floor.shop.run(until("2026-12-01"));
        assert_eq!((floor.look(order).until, floor.look(order).client.as_str()), (Some(day("2026-12-01")), "Ann"));
    });
}

#[test]
fn a_posting_takes_no_picks_and_what_leaves_receives_nothing() {
    each_floor(|floor| {
        let (posting, sale) = (floor.shop.draft(), floor.sale(&["A1"]));
        for command in [
            picked(posting, &["A2"]),
            goods(posting, floor.cable, 1),
            put_back(posting, &["A1"]),
            Command::AddMoveLine { draft: posting, product: floor.cable, from_tray: None },
            Command::EditMoveHead { draft: posting, head: Box::default() },
            Command::AddLine { draft: sale, product: floor.cable, count: pieces(1), from_tray: None },
            Command::EditDraft { draft: sale, head: HeadEdit::default() },
            support::scanned(sale, 1, &["N1"]),
            Command::CountGoods { draft: sale, line: 1, by: pieces(1), damaged: false, from_tray: None },
        ] {
            assert_eq!(floor.refused(command).code(), "wrong_state");
        }
        assert_eq!(
            floor.shop.refused(Command::OpenDraft { kind: DocumentKind::Stocktake, warehouse: MAIN }).code(),
            "bad_field"
        );
    });
}

#[test]
fn each_kind_of_draft_takes_the_permission_of_its_kind() {
    each_floor(|floor| {
        let ben = floor.shop.hire("Ben", &[Permission::PostSales, Permission::ViewPostings]);
        let open = |kind| floor.shop.at(ben, Command::OpenDraft { kind, warehouse: MAIN });
        for kind in [DocumentKind::Posting, DocumentKind::WriteOff, DocumentKind::Transfer, DocumentKind::Order] {
            assert_eq!(code(open(kind)), "not_permitted", "{kind:?}");
        }
        let Ok(Outcome::DraftOpened(sale)) = open(DocumentKind::Sale) else { panic!("a sale") };
        floor.shop.at(ben, picked(sale, &["A1"])).unwrap();
        assert_eq!(code(floor.shop.try_run(picked(sale, &["A2"]))), "not_permitted", "it is Ben's");
        let back = MoveHeadEdit { date: Some(Some(day("2026-10-01"))), ..MoveHeadEdit::default() };
        let dated = floor.shop.at(ben, Command::EditMoveHead { draft: sale, head: Box::new(back) });
        assert_eq!(code(dated), "not_permitted", "he may not date back");
        let Ok(Answer::MoveDraft(view)) = floor.shop.stockroom.ask_as(ben.employee, &Query::MoveDraft(sale)) else {
            panic!("a draft")
        };
        assert_eq!((view.cost, view.lines[0].cost), (Money::ZERO, None), "he may not see what things cost");
        floor.shop.at(ben, Command::PostDraft { draft: sale }).unwrap();
    });
}

#[test]
fn what_a_draft_needs_is_not_archived() {
    each_floor(|floor| {
        let far = bin(floor, SHOP, "F");
        let lamp = floor.shop.product(counted("Lamp"));
        let moved = floor.open(DocumentKind::Transfer);
        floor.head(moved, MoveHeadEdit { to: Some(Some(SHOP)), ..MoveHeadEdit::default() });
        floor.shop.run(goods(moved, lamp, 1));
        floor.line(moved, 1, MoveLineEdit { to_bin: Some(Some(far)), ..MoveLineEdit::default() });
        for command in [
            Command::ArchiveWarehouse { warehouse: SHOP, archived: true },
            Command::ArchiveBin { bin: far, archived: true },
            Command::ArchiveProduct { product: lamp, archived: true },
        ] {
            let no = floor.refused(command);
            assert!(no.to_string().ends_with("a draft transfer at desk 1 (Jane) needs it"), "{no}");
        }
        floor.shop.run(Command::DeleteDraft { draft: moved });
        floor.shop.run(Command::ArchiveProduct { product: lamp, archived: true });
        floor.shop.run(Command::ArchiveWarehouse { warehouse: SHOP, archived: true });
    });
}

#[test]
fn a_scan_that_needs_a_decision_waits_in_the_tray_of_any_draft() {
    each_floor(|floor| {
        let sale = floor.sale(&["A1"]);
        let put = Command::PutInTray { draft: sale, line: Some(1), raw: "A2".into(), reason: TrayReason::Unknown };
        let Outcome::InTray { row, to_decide } = floor.shop.run(put) else { panic!("a row") };
        assert_eq!(to_decide, 1);
        assert_eq!(
            floor.refused(Command::PostDraft { draft: sale }).to_string(),
            "not posted: 1 scan waits for a decision: F2"
        );
        let decide = Command::PickSerials {
            draft: sale,
            serials: vec!["A2".into()],
            product: Some(floor.phone),
            line: Some(1),
            from_tray: Some(row),
        };
        floor.shop.run(decide.clone());
        assert_eq!(floor.refused(decide).code(), "changed", "it was decided already");
        floor.post(sale);
    });
}
