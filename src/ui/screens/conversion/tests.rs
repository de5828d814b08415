use super::super::probe::{drawn, draws_everywhere, here, named, scan};
use super::*;
use crate::domain::money::Money;
use crate::domain::time::Moment;

fn row(warehouse: u64, name: &str, on_hand: u32, serials: u32) -> ConversionRow {
    ConversionRow {
        warehouse: WarehouseId(warehouse),
        name: name.into(),
        line: u32::try_from(warehouse).ok(),
        on_hand: Quantity::pieces(on_hand),
        reserved: Quantity::ZERO,
        in_transit: Quantity::ZERO,
        had: Quantity::pieces(on_hand),
        serials: Quantity::pieces(serials),
    }
}

fn view(rows: Vec<ConversionRow>) -> Box<ConversionView> {
    let sum = |count: fn(&ConversionRow) -> Quantity| {
        Quantity::from_thousandths(rows.iter().map(|row| count(row).thousandths()).sum())
    };
    Box::new(ConversionView {
        product: ProductId(4),
        name: "Washer".into(),
        unit: "pc".into(),
        draft: Some((DocumentId(9), DocumentState::Draft)),
        number: None,
        opened: Some((Moment(1_795_513_260_000), "Ana".into(), "desk 2".into())),
        numbered_by: NumberedBy::Us,
        matching: Matching::Loose,
        on_hand: sum(|row| row.on_hand),
        serials: sum(|row| row.serials),
        rows,
        value: Money::from_ten_thousandths(1_100_000),
        blockers: Vec::new(),
    })
}

fn shown(view: Box<ConversionView>) -> Conversion {
    let mut screen = Conversion {
        of: ConversionOf::Draft(DocumentId(9)),
        seen: None,
        rows: Walk::default(),
        scans: Vec::new(),
        walked: None,
        next: None,
        asked: None,
        odd: None,
        taken: Vec::new(),
        sure: None,
        saved: false,
    };
    screen.update(&here(), Event::Answer(LOOK, Ok(Answer::Conversion(view))));
    screen
}

#[test]
fn it_opens_at_the_desks_warehouse_and_says_what_each_has_to_do() {
    let mut over = row(2, "Shop", 2, 3);
    over.had = Quantity::pieces(3);
    let screen = shown(view(vec![row(1, "Main", 8, 7), over, row(3, "Yard", 1, 1)]));
    let page = drawn(&screen, 80, 24);
    for piece in ["Washer", "7", "1 over", "had 3", "done", "11 / 11", "110.00 EUR"] {
        assert!(page.contains(piece), "{piece}: {page}");
    }
    assert_eq!(screen.row().map(|row| row.name.as_str()), Some("Main"));
    draws_everywhere(&screen);
    draws_everywhere(&shown(view(Vec::new())));
    let mut refused = view(vec![row(1, "Main", 8, 0)]);
    refused.blockers.push("Washer cannot get serials: 3 in Main are reserved".into());
    draws_everywhere(&shown(refused));
}

#[test]
fn a_scan_is_asked_about_and_taken_into_the_selected_warehouse() {
    let mut screen = shown(view(vec![row(1, "Main", 8, 7), row(2, "Shop", 2, 1)]));
    screen.update(&here(), Event::Act(Action::Down));
    let asked = screen.update(&here(), scan("X1"));
    assert!(named(&asked)[0].starts_with("Ask Resolve"), "{:?}", named(&asked));
    let taken = screen.update(&here(), Event::Answer(MEANING, Ok(Answer::Meanings(Vec::new()))));
    assert!(named(&taken)[0].contains("ReceiveSerials") && named(&taken)[0].contains("line: 2"), "{:?}", named(&taken));
}

#[test]
fn what_differs_is_named_before_anything_is_asked() {
    let mut screen = shown(view(vec![row(1, "Main", 8, 7), row(2, "Shop", 2, 2)]));
    let said = named(&screen.update(&here(), Event::Act(Action::Post)));
    assert_eq!(said, ["Say NOT CONVERTED ✖ Main has 8, 7 serials: 1 to go"]);
    let mut screen = shown(view(vec![row(1, "Main", 8, 8)]));
    assert_eq!(named(&screen.update(&here(), Event::Act(Action::Post))), ["Push Give Washer its serials for good?"]);
    let saved = screen.update(&here(), Event::Resumed(Some(Brought::Yes(SURE_SAVE))));
    assert!(named(&saved)[0].contains("PostDraft"), "{:?}", named(&saved));
}

#[test]
fn a_conversion_that_another_desk_saved_or_threw_away_says_so_and_closes() {
    for (state, number, word) in
        [(DocumentState::Posted, Some("P-3"), "P-3"), (DocumentState::Deleted, None, "threw this conversion away")]
    {
        let mut screen = shown(view(vec![row(1, "Main", 8, 8)]));
        let mut after = view(Vec::new());
        after.draft = Some((DocumentId(9), state));
        after.number = number.map(str::to_owned);
        let effects = named(&screen.update(&here(), Event::Answer(LOOK, Ok(Answer::Conversion(after)))));
        assert!(effects[0].contains(word) && effects[1] == "Pop", "{effects:?}");
    }
}
