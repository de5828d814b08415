//! A unit that was scanned into a draft is that draft's, and whoever else wants it is told whose it is.

use super::*;

#[test]
fn each_scan_holds_its_unit_and_a_second_scan_changes_nothing() {
    each_floor(|floor| {
        let sale = floor.open(DocumentKind::Sale);
        let Outcome::Picked { serials, taken, lines, of } = floor.pick(sale, &["A2"]) else { panic!("picked") };
        assert_eq!((serials, taken, of), (vec!["A2".to_owned()], 1, None));
        assert_eq!((lines[0].line, lines[0].name.as_str(), lines[0].picked), (1, "Phone", 1));
        let no = floor.refused(picked(sale, &[" a2 "]));
        assert_eq!((no.code(), no.to_string()), ("duplicate", "A2 is scanned already: line 1, Phone".to_owned()));
        let no = floor.refused(picked(sale, &["A4", "A5", "A4"]));
        assert_eq!(no.code(), "duplicate");
        floor.pick(sale, &["A4"]);
        assert_eq!(floor.look(sale).lines.len(), 1, "one product, one line");
        assert_eq!(floor.held(), 2);
    });
}

#[test]
fn a_unit_of_another_draft_is_refused_naming_that_draft_its_desk_its_person_and_since_when() {
    each_floor(|floor| {
        let write_off = floor.open(DocumentKind::WriteOff);
        floor.pick(write_off, &["A1"]);
        floor.shop.minutes(3);
        let says = "A1 is in a draft write-off at desk 1 (Jane), 3 min ago; in stock: Main, P-1 of 2026-09-01";
        let sale = floor.open(DocumentKind::Sale);
        for command in [
            picked(sale, &["A1"]),
            picked(sale, &["A2", "A1"]),
            Command::MoveWhole(Box::new(whole(DocumentKind::Sale, vec![wanted(floor.phone, 0, &["A1"])]))),
        ] {
            let no = floor.refused(command);
            assert_eq!((no.code(), no.to_string().as_str()), ("reserved", says));
        }
        assert_eq!(floor.resolved("A1"), says.trim_start_matches("A1 is "));
        floor.shop.run(Command::DeleteDraft { draft: write_off });
        assert_eq!(floor.held(), 0);
        assert_eq!(floor.resolved("A1"), "in stock: Main, P-1 of 2026-09-01");
        floor.pick(sale, &["A1"]);
        floor.post(sale);
    });
}

#[test]
fn what_was_put_back_is_free_and_its_bare_line_goes_with_it() {
    each_floor(|floor| {
        let sale = floor.sale(&["A1", "A2"]);
        let no = floor.refused(put_back(sale, &["A1", "A3"]));
        assert_eq!(
            no.to_string(),
            "A3 is not known: there is no such serial in this draft; it was put back already, or was never picked here"
        );
        let Outcome::PutBack { taken, lines, .. } = floor.shop.run(put_back(sale, &["A1"])) else { panic!("back") };
        assert_eq!((taken, lines[0].picked), (1, 1));
        let other = floor.sale(&["A1"]);
        assert_eq!(floor.refused(put_back(sale, &["A1"])).code(), "unknown", "it is another draft's by now");
        floor.line(sale, 1, MoveLineEdit { price: Some(Some(money("9"))), ..MoveLineEdit::default() });
        floor.shop.run(put_back(sale, &["A2"]));
        assert_eq!(floor.look(sale).lines.len(), 1, "a price was said of it");
        floor.shop.run(put_back(other, &["A1"]));
        assert!(floor.look(other).lines.is_empty(), "nothing is left of it");
        assert_eq!(floor.held(), 0);
    });
}

#[test]
fn a_unit_that_cannot_be_picked_is_refused_with_the_place_that_has_it() {
    each_floor(|floor| {
        let moved =
            WholeMove { to: Some(SHOP), ..whole(DocumentKind::Transfer, vec![wanted(floor.phone, 0, &["A1"])]) };
        floor.shop.run(Command::MoveWhole(Box::new(moved)));
        let sold =
            WholeMove { client: "Jane".into(), ..whole(DocumentKind::Sale, vec![wanted(floor.phone, 0, &["A2"])]) };
        floor.shop.run(Command::MoveWhole(Box::new(sold)));
        let posting = floor.shop.draft();
        let line = floor.shop.line(posting, floor.phone);
        floor.shop.scan(posting, line, &["N1"]);
        let sale = floor.open(DocumentKind::Sale);
        for (serial, code, says) in [
            ("A1", "not_on_hand", "A1 is not in Main: it is in stock: Shop, T-1 of 2026-10-02"),
            ("A2", "not_on_hand", "A2 is not in Main: it is sold S-1 to Jane 2026-10-02"),
            ("N1", "not_on_hand", "N1 is not in Main: it is in a draft posting at desk 1 (Jane), just now"),
            ("Z9", "unknown", "Z9 is not known: there is no such unit"),
        ] {
            let no = floor.refused(picked(sale, &["A3", serial]));
            assert_eq!((no.code(), no.to_string().as_str()), (code, says));
        }
        let no = floor.refused(Command::PickSerials {
            draft: sale,
            serials: vec!["A3".into()],
            product: Some(floor.cable),
            line: None,
            from_tray: None,
        });
        assert_eq!(no.code(), "not_serialised");
    });
}

#[test]
fn a_serial_of_two_products_is_the_one_that_can_be_picked_else_it_must_be_said_which() {
    each_floor(|floor| {
        let tablet = floor.shop.product(serialised("Tablet"));
        floor.receive("2026-09-03", &[(tablet, 0, "7", &["A1"])]);
        let sale = floor.open(DocumentKind::Sale);
        let no = floor.refused(picked(sale, &["A1"]));
        assert_eq!(no.to_string(), "A1 could be Phone or Tablet: say which");
        let other = floor.open(DocumentKind::Sale);
        let tablets = |draft| Command::PickSerials {
            draft,
            serials: vec!["A1".into()],
            product: Some(tablet),
            line: None,
            from_tray: None,
        };
        floor.shop.run(tablets(other));
        floor.pick(sale, &["A1"]);
        assert_eq!(floor.look(sale).lines[0].name, "Phone", "the tablet is another draft's");
    });
}

#[test]
fn a_sold_unit_that_is_being_returned_does_not_come_in_by_a_posting() {
    each_floor(|floor| {
        let sale = floor.sale(&["A1"]);
        floor.post(sale);
        let back = floor.open(DocumentKind::ClientReturn);
        floor.pick(back, &["A1"]);
        let posting = floor.shop.draft();
        let line = floor.shop.line(posting, floor.phone);
        let no = floor.refused(support::scanned(posting, line, &["A1"]));
        assert_eq!(no.code(), "serial_taken");
        assert_eq!(no.to_string(), "A1 is in a draft client return at desk 1 (Jane), just now; sold S-1 2026-10-02");
        floor.shop.run(put_back(back, &["A1"]));
        floor.shop.scan(posting, line, &["A1"]);
        let no = floor.refused(picked(back, &["A1"]));
        assert_eq!(no.code(), "not_on_hand", "{no}");
    });
}

#[test]
fn what_a_draft_holds_is_not_moved_from_under_it() {
    each_floor(|floor| {
        let moved =
            WholeMove { to: Some(SHOP), ..whole(DocumentKind::Transfer, vec![wanted(floor.phone, 0, &["A1"])]) };
        let transfer = posted(floor.shop.run(Command::MoveWhole(Box::new(moved)))).document;
        let there = floor.open_in(DocumentKind::Sale, SHOP);
        floor.pick(there, &["A1"]);
        let here = floor.sale(&["A4"]);
        let cancel = |document| Command::CancelDocument { document, reopen: false };
        let no = floor.refused(cancel(transfer));
        assert_eq!((no.code(), no.to_string().contains("A1 is in a draft sale")), ("reserved", true), "{no}");
        let Answer::Document(posting) =
            floor.shop.ask(&Query::Document(dockhand::messages::DocumentRef::Number("P-2".into())))
        else {
            panic!("a document")
        };
        assert_eq!(floor.refused(cancel(posting.row.id)).code(), "reserved");
        floor.shop.run(Command::DeleteDraft { draft: here });
        floor.shop.run(Command::DeleteDraft { draft: there });
        floor.shop.run(cancel(transfer));
        floor.shop.run(cancel(posting.row.id));
    });
}

#[test]
fn each_record_of_what_is_held_is_missed_when_it_is_gone_or_led_elsewhere() {
    let floor = Floor::new(Shop::in_memory());
    let sale = floor.sale(&["A1", "A2", "A4"]);
    let engine = &floor.shop.engine;
    let all = rows(&**engine);
    for table in [HELD.name(), PICKED.name(), dockhand::store::tables::MOVE_LINE.name()] {
        assert!(!all[table].is_empty(), "{table}");
        for (key, value) in &all[table] {
            let durability = dockhand::store::engine::Durability::Plain;
            engine.write(durability, &mut |tx| tx.delete(table, key)).unwrap();
            assert!(!floor.broken().is_empty(), "{table} {key:02x?}");
            let other = all[table].iter().find(|(other, _)| other != key).map_or(value, |(_, other)| other);
            engine.write(durability, &mut |tx| tx.put(table, key, other)).unwrap();
            assert!(other == value || !floor.broken().is_empty(), "{table} {key:02x?} led elsewhere");
            engine.write(durability, &mut |tx| tx.put(table, key, value)).unwrap();
        }
    }
    assert_eq!(floor.broken(), Vec::<String>::new());
    let closed = dockhand::domain::document::DocumentState::Posted;
    let head = floor.shop.look(|view| view.need(dockhand::store::tables::DOCUMENT, &sale));
    engine
        .write(dockhand::store::engine::Durability::Plain, &mut |tx| {
            let head = dockhand::domain::document::Document { state: closed, ..head.clone() };
            dockhand::store::tables::Tables::new(tx).put(dockhand::store::tables::DOCUMENT, &sale, &head)
        })
        .unwrap();
    assert!(floor.broken().iter().any(|sentence| sentence.contains("is not open")), "{:?}", floor.broken());
}

#[test]
fn a_unit_is_picked_and_put_back_by_any_of_its_identifiers() {
    each_floor(|floor| {
        let identify = Command::AddIdentifier {
            product: floor.phone,
            key: dockhand::domain::serial::SerialKey::from_stored("A1".into()),
            identifier: "IMEI-2".into(),
            from_tray: None,
        };
        floor.shop.run(identify);
        let sale = floor.open(DocumentKind::Sale);
        let Outcome::Picked { serials, .. } = floor.pick(sale, &["imei-2"]) else { panic!("picked") };
        assert_eq!(serials, ["A1"]);
        assert_eq!(floor.refused(picked(sale, &["A1"])).code(), "duplicate");
        floor.shop.run(put_back(sale, &["IMEI-2"]));
        let named = Command::PickSerials {
            draft: sale,
            serials: vec!["IMEI-2".into()],
            product: Some(floor.phone),
            line: None,
            from_tray: None,
        };
        let Outcome::Picked { serials, .. } = floor.shop.run(named) else { panic!("picked") };
        assert_eq!(serials, ["A1"], "it is called what it is called");
        floor.shop.run(put_back(sale, &["A1"]));
        assert_eq!(floor.refused(picked(sale, &["A1", "IMEI-2"])).code(), "duplicate", "one unit, named twice");
        floor.pick(sale, &["A1"]);
        floor.post(sale);
    });
}

#[test]
fn a_unit_that_came_in_again_is_held_in_the_life_it_has_now() {
    each_floor(|floor| {
        let first = floor.sale(&["A1"]);
        floor.post(first);
        floor.receive("2026-10-02", &[(floor.phone, 0, "50", &["A1"])]);
        let sale = floor.sale(&["A1"]);
        assert_eq!(floor.look(sale).cost, money("50"), "its new lot sets its cost");
        let back = floor.open(DocumentKind::ClientReturn);
        assert_eq!(floor.refused(picked(back, &["A1"])).code(), "not_on_hand", "no client has it any more");
        floor.post(sale);
        let Outcome::Picked { of, .. } = floor.pick(back, &["A1"]) else { panic!("picked") };
        assert_eq!(of.as_deref(), Some("S-2"));
        floor.post(back);
    });
}
