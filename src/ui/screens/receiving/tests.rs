//! What the screen does before a stockroom: in which order it asks and commands, and that nothing is lost on the way.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, ProductId, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::messages::{Answer, Command, DraftView, LineView, Meaning, No, Outcome};
use crate::ui::screen::{Effect, Event, Here, Scanned, Screen};
use crate::ui::screens::probe::{draws_everywhere, here, named, scan};

use super::{DRAFT, HINT, MEANING, NAMES, Receiving};
use crate::ui::screens::turns::WORK;

const CABLE: ProductId = ProductId(7);

fn line(counted: u32) -> LineView {
    let counted = Quantity::pieces(counted);
    LineView {
        line: 1,
        product: CABLE,
        name: "USB cable".into(),
        unit: "pc".into(),
        decimals: 0,
        serialised: false,
        generates: false,
        quantity: counted,
        expected: None,
        counted,
        missing: Quantity::ZERO,
        carton: None,
        damaged: Quantity::ZERO,
        cost: None,
        cost_carried: false,
        total: None,
        warranty: None,
        warranty_carried: false,
        batch: String::new(),
        expiry: None,
        bin: None,
        listed: 0,
        used: here().now,
    }
}

fn draft(lines: Vec<LineView>) -> Event {
    let view = DraftView {
        pallets: Vec::new(),
        id: DocumentId(1),
        kind: DocumentKind::Posting,
        state: DocumentState::Draft,
        number: None,
        warehouse: WarehouseId(1),
        warehouse_name: "Main".into(),
        bins: Vec::new(),
        supplier: String::new(),
        invoice: String::new(),
        date: None,
        note: String::new(),
        opened: here().now,
        employee: "Ana".into(),
        owner: crate::domain::id::EmployeeId::default(),
        shared: false,
        desk: "desk 2".into(),
        lines,
        to_decide: 0,
    };
    Event::Answer(DRAFT, Ok(Answer::Draft(Box::new(view))))
}

fn cable() -> Event {
    let (name, pack) = ("USB cable".to_owned(), Quantity::ONE);
    Event::Answer(
        MEANING,
        Ok(Answer::Meanings(vec![Meaning::Product { product: CABLE, name, serialised: false, pack }])),
    )
}

fn done(outcome: Outcome) -> Event {
    Event::Done(WORK, Ok(outcome))
}

/// Returns the commands among effects.
fn commands(effects: Vec<Effect>) -> Vec<Command> {
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Run(_, command) => Some(command),
            _ => None,
        })
        .collect()
}

#[test]
fn scans_that_come_while_one_is_written_wait_their_turn() {
    let (mut screen, here) = (Receiving::default(), here());
    screen.update(&here, scan("4006381333931"));
    let begun = commands(screen.update(&here, cable()));
    assert!(matches!(begun.as_slice(), [Command::OpenDraft { .. }]), "{begun:?}");
    // The operator scans on: nothing is asked before the line is there, or it would be made twice.
    assert!(screen.update(&here, scan("4006381333931")).is_empty());
    let added = commands(screen.update(&here, done(Outcome::DraftOpened(DocumentId(1)))));
    assert!(matches!(added.as_slice(), [Command::AddLine { count: Quantity::ONE, .. }]), "{added:?}");
    let counted = Quantity::ONE;
    let effects = screen.update(&here, done(Outcome::LineAdded { line: 1, carried_from: None, counted }));
    assert!(named(&effects).iter().any(|effect| effect.starts_with("Ask Draft")), "{:?}", named(&effects));
    let effects = screen.update(&here, draft(vec![line(1)]));
    assert!(named(&effects).iter().any(|effect| effect.starts_with("Ask Resolve")), "{:?}", named(&effects));
    let counted = commands(screen.update(&here, cable()));
    assert!(matches!(counted.as_slice(), [Command::CountGoods { line: 1, by: Quantity::ONE, .. }]), "{counted:?}");
    draws_everywhere(&screen);
}

#[test]
fn a_broken_machine_is_said_and_the_desk_goes_on() {
    let (mut screen, here) = (Receiving::default(), here());
    screen.update(&here, scan("4006381333931"));
    screen.update(&here, cable());
    let effects = screen.update(&here, Event::Done(WORK, Err(No::Broken("the disk is full".into()))));
    assert_eq!(named(&effects), ["Say NOT DONE ✖ the disk is full"]);
    let effects = screen.update(&here, scan("4006381333931"));
    assert!(named(&effects)[0].starts_with("Ask Resolve"), "{:?}", named(&effects));
    // A question that cannot be answered does not stop it either.
    screen.update(&here, Event::Answer(MEANING, Err(No::Broken("gone".into()))));
    assert!(!screen.update(&here, scan("4006381333931")).is_empty());
}

#[test]
fn a_desk_without_a_warehouse_says_so() {
    let here = Here { warehouse: None, ..here() };
    let mut screen = Receiving::default();
    screen.update(&here, scan("4006381333931"));
    let effects = screen.update(&here, cable());
    assert!(named(&effects)[0].starts_with("Say NO WAREHOUSE ✖"), "{:?}", named(&effects));
    assert!(!screen.update(&here, scan("4006381333931")).is_empty());
}

#[test]
fn a_scan_with_two_readings_is_never_guessed() {
    let (mut screen, here) = (Receiving::default(), here());
    let two = Scanned { other: Some("ABC".into()), ..Scanned::of("abc") };
    screen.update(&here, Event::Scan(two));
    screen.update(&here, Event::Answer(MEANING, Ok(Answer::Meanings(Vec::new()))));
    screen.update(&here, Event::Answer(super::OTHER, Ok(Answer::Meanings(Vec::new()))));
    let kept = commands(screen.update(&here, done(Outcome::DraftOpened(DocumentId(1)))));
    assert!(matches!(kept.as_slice(), [Command::PutInTray { raw, .. }] if raw == "abc"), "{kept:?}");
}

#[test]
fn an_unknown_number_asks_what_it_may_have_been() {
    let (mut screen, here) = (Receiving::default(), here());
    screen.update(&here, Event::Typed("0815".into()));
    let effects = screen.update(&here, Event::Answer(NAMES, Ok(Answer::Meanings(Vec::new()))));
    assert_eq!(named(&effects), ["Ask Hint(\"0815\")"]);
    screen.update(&here, Event::Answer(HINT, Ok(Answer::Hint(String::new()))));
    assert!(screen.update(&here, Event::Changed).is_empty(), "the draft is on its way");
}
