//! Two desks at the same instant: exactly one gets it, and the other is told what happened.

use std::sync::Arc;
use std::thread;

use super::*;

/// Carries commands out at the same instant, each at a desk of its own.
fn at_once(floor: &Floor, commands: Vec<Command>) -> Vec<String> {
    let desks: Vec<_> = (0..commands.len()).map(|n| floor.desk(&format!("desk {}", n + 1))).collect();
    let threads = desks.into_iter().zip(commands).map(|(origin, command)| {
        let stockroom = Arc::clone(&floor.shop.stockroom);
        thread::spawn(move || stockroom.run(origin, stockroom.next_id(origin.desk), command))
    });
    let threads: Vec<_> = threads.collect();
    threads.into_iter().map(|desk| desk.join().unwrap().map_or_else(|no| code(Err(no)), |_| "ok".to_owned())).collect()
}

fn one_and(answers: &[String], refused: &str) {
    let mut sorted = answers.to_vec();
    sorted.sort_by_key(|answer| answer != "ok");
    assert_eq!(sorted, ["ok", refused]);
}

#[test]
fn of_two_desks_that_pick_one_unit_exactly_one_gets_it_a_thousand_times() {
    let floor = Floor::new(Shop::in_memory());
    let drafts = [floor.open(DocumentKind::Sale), floor.open(DocumentKind::WriteOff)];
    for _ in 0..1_000 {
        let answers = at_once(&floor, drafts.map(|draft| picked(draft, &["A1"])).to_vec());
        one_and(&answers, "reserved");
        let got = if answers[0] == "ok" { drafts[0] } else { drafts[1] };
        floor.shop.run(put_back(got, &["A1"]));
    }
    floor.whole();
}

#[test]
fn of_two_desks_that_post_one_draft_exactly_one_does_a_thousand_times() {
    let floor = Floor::new(Shop::in_memory());
    let mut draft = floor.sale(&["A1", "A4"]);
    for n in 1..=1_000 {
        one_and(&at_once(&floor, vec![Command::PostDraft { draft }; 2]), "wrong_state");
        let Outcome::Cancelled { number, reopened: Some(again) } =
            floor.shop.run(Command::CancelDocument { document: draft, reopen: true })
        else {
            panic!("reopened")
        };
        assert_eq!(number, format!("S-{n}"));
        draft = again;
    }
    floor.whole();
}

#[test]
fn of_two_drafts_that_want_the_last_goods_exactly_one_is_posted_a_thousand_times() {
    let floor = Floor::new(Shop::in_memory());
    for _ in 0..1_000 {
        let drafts = [DocumentKind::Sale, DocumentKind::Sale].map(|kind| floor.open(kind));
        for draft in drafts {
            floor.count(draft, 8);
        }
        let answers = at_once(&floor, drafts.map(|draft| Command::PostDraft { draft }).to_vec());
        one_and(&answers, "short");
        let (posted, left) = if answers[0] == "ok" { (drafts[0], drafts[1]) } else { (drafts[1], drafts[0]) };
        floor.shop.run(Command::DeleteDraft { draft: left });
        floor.shop.run(Command::CancelDocument { document: posted, reopen: false });
    }
}

#[test]
fn a_scan_and_the_posting_of_its_unit_by_another_desk_never_both_succeed() {
    let floor = Floor::new(Shop::in_memory());
    for _ in 0..500 {
        let draft = floor.open(DocumentKind::Sale);
        let whole = Command::MoveWhole(Box::new(whole(DocumentKind::Sale, vec![wanted(floor.phone, 0, &["A1"])])));
        let answers = at_once(&floor, vec![picked(draft, &["A1"]), whole]);
        match answers[0].as_str() {
            "ok" => assert_eq!(answers[1], "reserved"),
            refused => {
                assert_eq!((refused, answers[1].as_str()), ("not_on_hand", "ok"));
                let Answer::Documents(page) = floor.shop.ask(&Query::Documents {
                    kind: Some(DocumentKind::Sale),
                    state: Some(dockhand::domain::document::DocumentState::Posted),
                    text: String::new(),
                    after: None,
                    limit: 1,
                }) else {
                    panic!("documents")
                };
                floor.shop.run(Command::CancelDocument { document: page.rows[0].id, reopen: false });
            }
        }
        floor.shop.run(Command::DeleteDraft { draft });
    }
    floor.whole();
}
