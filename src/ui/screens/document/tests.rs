use super::super::probe::{day, drawn, draws_everywhere, here, named};
use super::*;
use crate::domain::document::DocumentKind;
use crate::domain::id::{LotId, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{DocumentRow, Refused};

fn view(state: DocumentState) -> Box<DocumentView> {
    let line = |line, name: &str, serialised| DocumentLine {
        line,
        product: ProductId(u64::from(line)),
        name: name.into(),
        unit: "pc".into(),
        serialised,
        warehouse: "Main".into(),
        was: None,
        lot: LotId(u64::from(line)),
        label: format!("P-118/{line}"),
        quantity: Quantity::pieces(30),
        cost: Money::from_ten_thousandths(59_700_000),
        corrected: None,
        warranty: Some(12),
        batch: String::new(),
        expiry: None,
        bin: Some("A3".into()),
        damaged: Quantity::ZERO,
        left: Quantity::pieces(29),
        to_bin: None,
        price: None,
        took: Vec::new(),
        in_transit: Quantity::ZERO,
        missing: Quantity::ZERO,
    };
    let row = DocumentRow {
        id: DocumentId(118),
        kind: DocumentKind::Posting,
        state,
        number: Some("P-118".into()),
        date: day("2026-11-22"),
        opened: Moment(0),
        from: "Northwind Parts".into(),
        to: "Main".into(),
        invoice: "4711-B".into(),
        quantity: Quantity::pieces(230),
        total: Money::from_ten_thousandths(61_400_000),
        employee: "Ana".into(),
        shared: false,
        desk: "desk 2".into(),
        to_decide: 0,
    };
    Box::new(DocumentView {
        row,
        warehouse: WarehouseId(1),
        note: "two cartons wet".into(),
        posted: Some((Moment(1_790_934_060_000), "Ana".into(), "desk 2".into())),
        cancelled: None,
        reopened_from: None,
        of: None,
        links: Vec::new(),
        pallets: Vec::new(),
        reason: String::new(),
        supplier: String::new(),
        corrections: Vec::new(),
        reserved: None,
        until: None,
        lines: vec![line(1, "Phone X 128 GB", true), line(2, "USB cable 1 m", false)],
    })
}

fn opened(state: DocumentState) -> Box<dyn Screen> {
    let mut document = Document::of(DocumentId(118));
    document.update(&here(), Event::Opened);
    document.update(&here(), Event::Answer(DOCUMENT, Ok(Answer::Document(view(state)))));
    document
}

#[test]
fn it_shows_its_head_and_what_is_left_of_its_lines() {
    let document = opened(DocumentState::Posted);
    let shown = drawn(&*document, 80, 24);
    for told in ["P-118", "Northwind Parts → Main", "4711-B", "6,140.00 EUR", "two cartons wet", "Phone X", "29", "A3"]
    {
        assert!(shown.contains(told), "{told} is missing in\n{shown}");
    }
    draws_everywhere(&*document);
}

#[test]
fn where_there_is_little_room_tab_shows_the_head() {
    let mut document = opened(DocumentState::Posted);
    assert!(drawn(&*document, 20, 8).contains("1 Phone X 128 GB"));
    document.update(&here(), Event::Act(Action::Next));
    assert!(drawn(&*document, 40, 12).contains("4711-B"));
    let gun = Here { columns: 20, page: 4, ..here() };
    document.update(&gun, Event::Act(Action::Last));
    assert!(drawn(&*document, 20, 8).contains("two cartons wet"));
    draws_everywhere(&*document);
    document.update(&gun, Event::Act(Action::Next));
    assert!(drawn(&*document, 20, 8).contains("1 Phone X"));
}

#[test]
fn a_line_with_serials_opens_its_units_and_another_its_product() {
    let mut document = opened(DocumentState::Posted);
    assert_eq!(named(&document.update(&here(), Event::Act(Action::Enter))), ["Push Lot P-118/1 · …"]);
    document.update(&here(), Event::Act(Action::Down));
    assert_eq!(named(&document.update(&here(), Event::Act(Action::Enter))), ["Push Product"]);
    assert!(document.disabled(Action::Units).is_some());
}

#[test]
fn cancelling_asks_first_and_a_refusal_says_what_came_after() {
    let mut document = opened(DocumentState::Posted);
    assert_eq!(named(&document.update(&here(), Event::Act(Action::Cancel))), ["Push Cancel P-118?"]);
    let run = document.update(&here(), Event::Resumed(Some(Brought::Yes(CANCEL))));
    assert!(named(&run)[0].contains("CancelDocument { document: DocumentId(118), reopen: false }"));
    let moved = Refused::MovedOn { document: "P-118".into(), what: "SN-1".into(), by: "T-31".into() };
    let said = named(&document.update(&here(), Event::Done(CANCEL, Err(moved.into()))));
    assert!(said[0].contains("moved on by T-31"), "{said:?}");
}

#[test]
fn what_is_cancelled_cannot_be_cancelled_again() {
    let mut document = opened(DocumentState::Cancelled);
    assert!(document.disabled(Action::Cancel).unwrap().contains("P-118 is cancelled"));
    assert!(document.update(&here(), Event::Act(Action::Cancel)).is_empty());
    assert!(document.update(&here(), Event::Act(Action::Reopen)).is_empty());
}

#[test]
fn a_cancelled_document_is_shown_as_it_is_now() {
    let mut document = opened(DocumentState::Posted);
    let outcome = Outcome::Cancelled { number: "P-118".into(), reopened: None };
    let effects = named(&document.update(&here(), Event::Done(CANCEL, Ok(outcome))));
    assert!(effects[0].starts_with("Say CANCELLED ✔ P-118") && effects[1].starts_with("Ask Document"), "{effects:?}");
}
