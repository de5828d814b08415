//! Dates: back only for whom may, never into a closed period, never before what brought the goods there.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::employee::Permission;
use dockhand::domain::id::DocumentId;
use dockhand::domain::settings::Settings;
use dockhand::domain::time::Day;
use dockhand::messages::{Command, HeadEdit, No, Outcome, WantedLine, WholeMove};
use support::bench::Bench;
use support::{Shop, counted, each_shop, serialised};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn code(done: Result<Outcome, No>) -> &'static str {
    match done {
        Err(No::Refused(refused)) => refused.code(),
        other => panic!("{other:?}"),
    }
}

fn dated(draft: DocumentId, date: &str) -> Command {
    Command::EditDraft { draft, head: HeadEdit { date: Some(Some(day(date))), ..HeadEdit::default() } }
}

fn whole(shop: &Shop, name: &str) {
    let mut broken = Vec::new();
    shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
    assert_eq!(broken, [""; 0], "{name}");
}

#[test]
fn a_serial_comes_in_again_on_no_day_before_it_left() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let first = shop.draft();
        let line = shop.line(first, phone);
        shop.scan(first, line, &["A1", "A2"]);
        shop.run(dated(first, "2026-09-20"));
        shop.post(first);
        let sale = WholeMove {
            client: "Jane".into(),
            date: Some(day("2026-09-25")),
            ..support::whole(
                dockhand::domain::document::DocumentKind::Sale,
                shop.warehouse,
                vec![WantedLine {
                    product: phone,
                    quantity: None,
                    serials: vec!["A1".into()],
                    bin: None,
                    to_bin: None,
                    price: None,
                }],
            )
        };
        shop.run(Command::MoveWhole(Box::new(sale)));
        let again = shop.draft();
        let line = shop.line(again, phone);
        shop.scan(again, line, &["A1", "B1"]);
        shop.run(dated(again, "2026-09-24"));
        let no = shop.refused(Command::PostDraft { draft: again });
        let said = "2026-09-24 is too early: A1 is where it was since S-1 of 2026-09-25";
        assert_eq!((no.code(), no.to_string().as_str()), ("bad_date", said), "{name}");
        shop.run(dated(again, "2026-09-25"));
        shop.post(again);
        whole(shop, name);
        // One whose posting was cancelled was never here: it may be posted anew on the day it came.
        let Outcome::Cancelled { reopened: Some(draft), .. } =
            shop.run(Command::CancelDocument { document: again, reopen: true })
        else {
            panic!("reopened")
        };
        shop.post(draft);
        whole(shop, name);
        shop.replays_equal();
    });
}

#[test]
fn a_posting_is_dated_back_only_by_who_may_and_never_into_a_closed_period() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let ben = shop.hire("Ben", &[Permission::CreatePostings, Permission::PostPostings]);
        let draft = shop.draft();
        let line = shop.line(draft, cable);
        shop.count(draft, line, 3);
        shop.run(Command::ShareDraft { draft, shared: true });
        let no = shop.at(ben, dated(draft, "2026-09-30")).unwrap_err().to_string();
        assert_eq!(no, "Ben may not give a document a date in the past: ask somebody who may", "{name}");
        shop.at(ben, dated(draft, "2026-10-02")).unwrap();
        assert_eq!(code(shop.at(ben, dated(draft, "2026-10-03"))), "bad_date", "{name}: it is yet to come");

        shop.run(dated(draft, "2026-09-30"));
        // Who may not give it a date leaves the one it has.
        shop.at(ben, dated(draft, "2026-09-30")).unwrap();
        let close = |until| Command::ChangeSettings(Settings { closed_until: until, ..support::settings() });
        assert_eq!(code(shop.try_run(close(Some(day("2026-10-03"))))), "bad_date", "{name}");
        shop.run(close(Some(day("2026-09-30"))));
        assert_eq!(code(shop.try_run(Command::PostDraft { draft })), "closed_period", "{name}: a draft is not spared");
        assert_eq!(code(shop.try_run(dated(draft, "2026-09-29"))), "closed_period", "{name}");
        shop.run(dated(draft, "2026-10-01"));
        shop.run(close(None));
        shop.run(dated(draft, "2026-09-29"));
        shop.post(draft);
        whole(shop, name);
    });
}

#[test]
fn books_are_closed_at_the_desk_and_a_head_form_says_that_a_day_is_closed() {
    let mut desk = Bench::receiving("Phone X", 2);
    desk.scan("SN-0001").scan("SN-0002");
    desk.press("Ctrl+E").pause(500).press("Down Down").enter("-3").press("F10").wait_for("2026-09-29");
    let close = Command::ChangeSettings(Settings { closed_until: Some(day("2026-09-30")), ..support::settings() });
    desk.shop.run(close);
    desk.press("F10").wait_for("2026-09-29 is closed: the books are closed until 2026-09-30").press("Esc");
    desk.press("Ctrl+E").pause(500).press("Down Down").bytes(b"\x15").enter("+1").press("F10").wait_for("future");
    desk.bytes(b"\x15").enter("2026-09-30").press("F10").wait_for("2026-09-30 is closed");
}
