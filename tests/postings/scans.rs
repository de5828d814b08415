//! Serials scanned into a line: taken, refused, taken back, ticked.

use crate::support::{counted, each_shop, insisted, scanned, serialised};
use crate::{Receiving, pieces};
use dockhand::domain::document::DocumentState;
use dockhand::domain::serial::SerialKey;
use dockhand::messages::{Command, LineEdit, Origin, Outcome, Refused, Standing};
use dockhand::store::tables::{DOCUMENT, LINE, LOT};

#[test]
fn a_double_read_is_refused_and_changes_nothing() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let (first, second) = (shop.line(draft, phone), shop.line(draft, phone));
        shop.scan(draft, first, &["SN-1"]);
        for line in [first, second] {
            let refused = shop.refused(scanned(draft, line, &["sn-1"]));
            let expected = Refused::AlreadyScanned { serial: "sn-1".into(), line: first, product: "Phone".into() };
            assert_eq!(refused, expected, "{name}");
        }
        let refused = shop.refused(scanned(draft, second, &["SN-2", "SN-3", "sn2", "SN-2"]));
        assert!(matches!(&refused, Refused::Duplicate(sentence) if sentence.contains("SN-2")), "{name}: {refused}");
        assert_eq!(shop.in_line(draft, first), ["SN-1"]);
        assert_eq!(shop.in_line(draft, second), [""; 0]);
        shop.whole(name);
    });
}

#[test]
fn of_a_long_list_the_one_serial_that_is_held_is_named_wherever_it_stands() {
    each_shop(|name, shop| {
        let (phone, tablet) = (shop.product(serialised("Phone")), shop.product(serialised("Tablet")));
        let list: Vec<String> = (0..100).map(|number| format!("SN{number:03}")).collect();
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        for held in [0, 1, 50, 99] {
            let (theirs, ours) = (shop.draft(), shop.draft());
            let (their_line, line) = (shop.line(theirs, phone), shop.line(ours, phone));
            // Neighbours of another product, and others of this one, do not matter.
            let tablets = shop.line(theirs, tablet);
            shop.scan(theirs, tablets, &["SN000", "SN049", "SN051"]);
            shop.scan(theirs, their_line, &["SN", "SN05", "SN0500", "SN999", list[held]]);
            let refused = shop.refused(scanned(ours, line, &list));
            let named = matches!(&refused, Refused::SerialTaken { serial, .. } if serial == list[held]);
            assert!(named, "{name}: {refused}");
            shop.run(Command::TakeBack { draft: theirs, line: their_line, serials: vec![list[held].to_owned()] });
            shop.scan(ours, line, &list);
            shop.run(Command::DeleteDraft { draft: ours });
            shop.run(Command::DeleteDraft { draft: theirs });
            shop.whole(name);
        }
    });
}

#[test]
fn of_two_desks_one_gets_a_serial_and_the_other_hears_who_has_it() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (ours, theirs) = (shop.draft(), shop.draft());
        let (our_line, their_line) = (shop.line(ours, phone), shop.line(theirs, phone));
        let other: Origin = shop.stockroom.open_desk("desk 2").unwrap();
        shop.at(other, scanned(theirs, their_line, &["SN-1"])).unwrap();
        shop.minutes(3);
        let refused = shop.refused(scanned(ours, our_line, &["SN-1"]));
        let Refused::SerialTaken { standing, .. } = &refused else { panic!("{name}: {refused}") };
        let Standing::InDraft { draft, desk, minutes, .. } = standing.as_ref() else { panic!("{refused}") };
        assert_eq!((*draft, desk.as_str(), *minutes), (theirs, "desk 2", 3), "{name}");
        shop.post(theirs);
        let refused = shop.refused(scanned(ours, our_line, &["SN-1"]));
        assert_eq!(refused.to_string(), "SN-1 is in stock: Main, P-1 of 2026-10-02", "{name}");
        assert_eq!(refused.word(), "IN STOCK");
        shop.whole(name);
    });
}

#[test]
fn a_list_is_taken_whole_or_not_at_all() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        shop.posted(phone, &["SN-7"]);
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let refused = shop.refused(scanned(draft, line, &["SN-9", "SN-8", "SN-7", "SN-6"]));
        assert!(matches!(&refused, Refused::SerialTaken { serial, .. } if serial == "SN-7"), "{name}: {refused}");
        assert_eq!(shop.in_line(draft, line), [""; 0], "{name}");
        assert_eq!(shop.unit(phone, "SN-9"), None, "{name}");
        let many: Vec<String> = (0..10_001).map(|n| format!("SN-{n:05}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(matches!(shop.refused(scanned(draft, line, &many)), Refused::RangeTooLarge(_)), "{name}");
        assert_eq!(shop.received(draft, line, &many[..10_000]), 10_000, "{name}");
        assert_eq!(shop.in_line(draft, line), many[..10_000], "{name}: as listed, not as sorted");
        shop.post(draft);
        assert_eq!(shop.on_hand(phone).0, pieces(10_001), "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_serial_that_cannot_be_is_refused_with_why() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let long = "9".repeat(10_000);
        for bad in ["", "   ", "A\u{1b}[2JB", "A\tB", long.as_str()] {
            let refused = shop.refused(scanned(draft, line, &[bad]));
            assert!(matches!(refused, Refused::SerialMalformed { .. }), "{name}: {refused}");
            assert!(refused.to_string().chars().all(|c| !c.is_control()), "{name}: {refused:?}");
        }
        for good in ["../etc/passwd", "📦📦"] {
            assert_eq!(shop.received(draft, line, &[good]), 1, "{name}");
        }
        shop.whole(name);
    });
}

#[test]
fn an_odd_serial_is_asked_about_and_taken_when_insisted_on() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["356938035643809", "356938035643791", "356938035643783"]);
        let odd = "89350000000000000001";
        let refused = shop.refused(scanned(draft, line, &[odd]));
        let why = "15 digits so far, this has 20".to_owned();
        assert_eq!(refused, Refused::SerialOdd { serial: odd.to_owned(), why }, "{name}");
        shop.run(insisted(draft, line, &[odd]));
        assert_eq!(shop.in_line(draft, line).len(), 4, "{name}");
    });
}

#[test]
fn a_line_that_has_all_its_units_takes_no_more_unless_insisted() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.edit_line(draft, line, LineEdit { quantity: Some(Some(pieces(2))), ..LineEdit::default() });
        let refused = shop.refused(scanned(draft, line, &["A1", "A2", "A3"]));
        assert!(matches!(refused, Refused::CountMismatch(_)), "{name}: {refused}");
        let refused = shop.refused(Command::PostDraft { draft });
        assert_eq!(refused.code(), "serials_missing", "{name}: {refused}");
        shop.scan(draft, line, &["A1", "A2"]);
        let refused = shop.refused(scanned(draft, line, &["A3"]));
        let full = Refused::LineFull { serial: "A3".into(), line, expected: pieces(2) };
        assert_eq!(refused, full, "{name}");
        assert!(matches!(shop.refused(scanned(draft, line, &["A2"])), Refused::AlreadyScanned { .. }), "{name}");
        let quantity = Some(Some(pieces(1)));
        let refused =
            shop.refused(Command::EditLine { draft, line, edit: LineEdit { quantity, ..LineEdit::default() } });
        assert_eq!(refused.code(), "bad_quantity", "{name}: {refused}");
        shop.run(insisted(draft, line, &["A3"]));
        assert_eq!(shop.post(draft).lines[0].quantity, pieces(3), "{name}");
        shop.whole(name);
    });
}

#[test]
fn forty_seven_of_fifty_are_posted_once_the_line_is_set_to_forty_seven() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.edit_line(draft, line, LineEdit { quantity: Some(Some(pieces(50))), ..LineEdit::default() });
        let serials: Vec<String> = (1..=47).map(|n| format!("SN-{n}")).collect();
        let serials: Vec<&str> = serials.iter().map(String::as_str).collect();
        let outcome = shop.scan(draft, line, &serials);
        assert!(matches!(outcome, Outcome::SerialsReceived { missing, .. } if missing == pieces(3)), "{name}");
        let refused = shop.refused(Command::PostDraft { draft });
        assert!(refused.to_string().contains("set the line to 47"), "{name}: {refused}");
        assert_eq!(shop.look(|view| view.need(DOCUMENT, &draft)).state, DocumentState::Draft);
        shop.edit_line(draft, line, LineEdit { quantity: Some(Some(pieces(47))), ..LineEdit::default() });
        assert_eq!(shop.post(draft).lines[0].quantity, pieces(47), "{name}");
    });
}

#[test]
fn cartons_are_counted_and_the_last_must_be_full() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.edit_line(draft, line, LineEdit { carton: Some(Some(3)), ..LineEdit::default() });
        let begun = shop.refused(Command::PostDraft { draft });
        assert!(matches!(begun, Refused::SerialsMissing { missing, .. } if missing == pieces(3)), "{name}: {begun}");
        let mut seen = Vec::new();
        for serial in ["A1", "A2", "A3", "A4"] {
            let Outcome::SerialsReceived { carton: Some(carton), missing, .. } = shop.scan(draft, line, &[serial])
            else {
                panic!()
            };
            seen.push((carton.number, carton.filled, carton.full(), missing));
        }
        let expected =
            [(1, 1, false, pieces(2)), (1, 2, false, pieces(1)), (1, 3, true, pieces(0)), (2, 1, false, pieces(2))];
        assert_eq!(seen, expected, "{name}");
        assert_eq!(shop.refused(Command::PostDraft { draft }).code(), "serials_missing", "{name}");
        let cable = shop.product(counted("Cable"));
        let line = shop.line(draft, cable);
        let edit = LineEdit { carton: Some(Some(3)), ..LineEdit::default() };
        assert_eq!(shop.refused(Command::EditLine { draft, line, edit }).code(), "not_serialised", "{name}");
    });
}

#[test]
fn a_serial_taken_back_is_free_and_its_slot_is_not_used_again() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let (ours, theirs) = (shop.draft(), shop.draft());
        let (our_line, their_line) = (shop.line(ours, phone), shop.line(theirs, phone));
        shop.scan(ours, our_line, &["A1", "A2", "A3"]);
        let back = Command::TakeBack { draft: ours, line: our_line, serials: vec!["a2".into()] };
        let outcome = shop.run(back.clone());
        assert!(matches!(outcome, Outcome::TakenBack { taken: 1, counted, .. } if counted == pieces(2)), "{name}");
        assert_eq!(shop.refused(back).code(), "unknown", "{name}");
        shop.scan(theirs, their_line, &["A2"]);
        shop.scan(ours, our_line, &["A4"]);
        assert_eq!(shop.in_line(ours, our_line), ["A1", "A3", "A4"], "{name}");
        assert_eq!(shop.unit(phone, "A4").unwrap().slot, 4, "{name}");
        shop.whole(name);
        shop.post(ours);
        let line = shop.look(|view| view.need(LINE, &(ours, our_line)));
        let lot = shop.look(|view| view.need(LOT, &line.lot));
        assert_eq!((lot.slots, lot.holes), (4, 1), "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_list_of_expected_serials_is_ticked_and_what_is_not_on_it_is_counted() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        let list = |serials: &[&str]| Command::ExpectSerials {
            draft,
            line,
            serials: serials.iter().map(ToString::to_string).collect(),
        };
        shop.run(list(&["A1", "A2", "A3"]));
        shop.whole(name);
        assert_eq!(shop.refused(list(&["A1", "a1"])).code(), "duplicate", "{name}");
        let unlisted = |serials: &[&str]| match shop.scan(draft, line, serials) {
            Outcome::SerialsReceived { unlisted, .. } => unlisted,
            other => panic!("{other:?}"),
        };
        assert_eq!(unlisted(&["a2"]), 0, "{name}");
        assert_eq!(unlisted(&["A3", "B1", "B2"]), 2, "{name}");
        shop.run(list(&[]));
        assert_eq!(unlisted(&["B3"]), 0, "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_serial_is_unique_in_its_product_or_in_the_company_as_the_store_is_set() {
    use dockhand::domain::settings::{SerialScope, Settings};
    each_shop(|name, shop| {
        let (phone, watch) = (shop.product(serialised("Phone")), shop.product(serialised("Watch")));
        shop.run(Command::ChangeSettings(Settings { scope: SerialScope::Company, ..crate::support::settings() }));
        let (document, _) = shop.posted(phone, &["A1"]);
        let draft = shop.draft();
        let line = shop.line(draft, watch);
        assert_eq!(shop.refused(scanned(draft, line, &["A1"])).code(), "serial_taken", "{name}");
        let key = SerialKey::from_stored("A1".into());
        let remark = |product| Command::AddRemark { product, key: key.clone(), text: "scratched".into() };
        assert_eq!(shop.refused(remark(watch)).code(), "unknown", "{name}: it is no watch");
        shop.run(remark(phone));
        shop.cancel(document, false);
        // Received as the wrong product, cancelled, and received as the right one.
        assert_eq!(shop.received(draft, line, &["A1"]), 1, "{name}");
        shop.post(draft);
        shop.whole(name);
    });
    each_shop(|name, shop| {
        let (phone, watch) = (shop.product(serialised("Phone")), shop.product(serialised("Watch")));
        shop.posted(phone, &["A1"]);
        shop.posted(watch, &["A1"]);
        assert!(shop.unit(phone, "A1").is_some() && shop.unit(watch, "A1").is_some(), "{name}");
        shop.whole(name);
    });
}

#[test]
fn of_many_desks_that_scan_the_same_serials_at_once_each_serial_is_got_by_one() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let desks: Vec<_> = (1..=4)
            .map(|n| {
                let draft = shop.draft();
                let line = shop.line(draft, phone);
                (shop.stockroom.open_desk(&format!("desk {n}")).unwrap(), draft, line)
            })
            .collect();
        let got: usize = std::thread::scope(|threads| {
            let at_once: Vec<_> = desks
                .iter()
                .map(|(origin, draft, line)| {
                    threads.spawn(move || {
                        let scan = |n: u32| shop.at(*origin, scanned(*draft, *line, &[&format!("SN-{n:04}")]));
                        (0..100).filter(|n| scan(*n).is_ok()).count()
                    })
                })
                .collect();
            at_once.into_iter().map(|desk| desk.join().unwrap()).sum()
        });
        let mut kept: Vec<String> = desks.iter().flat_map(|(_, draft, line)| shop.in_line(*draft, *line)).collect();
        kept.sort();
        let all: Vec<String> = (0..100).map(|n| format!("SN-{n:04}")).collect();
        assert_eq!((got, kept), (100, all), "{name}");
        shop.whole(name);
    });
}
