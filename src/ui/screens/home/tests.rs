use super::super::probe::{day, drawn, draws_everywhere, here, named, scan};
use super::*;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, ProductId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::serial::SerialKey;
use crate::domain::time::Moment;
use crate::messages::{BelowMinimum, Standing, UnitBrief};

fn draft(id: u64, supplier: &str) -> DocumentRow {
    DocumentRow {
        id: DocumentId(id),
        kind: DocumentKind::Posting,
        state: DocumentState::Draft,
        number: None,
        date: day("2026-11-24"),
        opened: Moment(1_795_513_000_000),
        from: supplier.into(),
        to: "Main".into(),
        invoice: String::new(),
        quantity: Quantity::pieces(17),
        total: Money::ZERO,
        employee: "Ana".into(),
        shared: false,
        desk: "desk 2".into(),
        to_decide: 1,
    }
}

fn home_view(drafts: Vec<DocumentRow>) -> HomeView {
    let low = BelowMinimum {
        product: ProductId(2),
        name: "USB cable 1 m".into(),
        on_hand: Quantity::pieces(3),
        minimum: Quantity::pieces(50),
    };
    HomeView { drafts, arrived_postings: 3, arrived: Quantity::pieces(230), below_minimum: vec![low], products: 2 }
}

fn opened(view: HomeView) -> Home {
    let mut home = Home::default();
    assert!(named(&home.update(&here(), Event::Opened))[0].starts_with("Ask Home"));
    home.update(&here(), Event::Answer(HOME, Ok(Answer::Home(Box::new(view)))));
    home
}

fn unit(serial: &str, standing: Standing) -> Meaning {
    let key = SerialKey::from_stored(serial.into());
    Meaning::Unit(UnitBrief { product: ProductId(1), name: "Phone X".into(), serial: serial.into(), key, standing })
}

#[test]
fn an_empty_store_says_what_to_do_first() {
    let nothing =
        HomeView { drafts: vec![], arrived_postings: 0, arrived: Quantity::ZERO, below_minimum: vec![], products: 0 };
    let home = opened(nothing);
    let shown = drawn(&home, 80, 24);
    assert!(shown.contains("F3  receive: scan a carton's barcode"), "{shown}");
    assert!(drawn(&home, 20, 8).contains("F3"));
    draws_everywhere(&home);
}

#[test]
fn drafts_come_first_and_enter_opens_what_is_selected() {
    let mut home = opened(home_view(vec![draft(7, "Northwind Parts"), draft(5, "")]));
    let shown = drawn(&home, 80, 24);
    for told in ["Northwind Parts → Main", "no supplier yet", "1 !", "230 in 3 postings", "USB cable 1 m", "a serial"]
    {
        assert!(shown.contains(told), "{told} is missing in\n{shown}");
    }
    home.update(&here(), Event::Act(Action::Last));
    assert_eq!(named(&home.update(&here(), Event::Act(Action::Enter))), ["Push Product"]);
    draws_everywhere(&home);
}

#[test]
fn the_selected_draft_stays_selected_when_another_begins() {
    let mut home = opened(home_view(vec![draft(7, "A"), draft(5, "B")]));
    home.update(&here(), Event::Act(Action::Down));
    home.update(&here(), Event::Changed);
    let view = home_view(vec![draft(9, "C"), draft(7, "A"), draft(5, "B")]);
    home.update(&here(), Event::Answer(HOME, Ok(Answer::Home(Box::new(view)))));
    assert_eq!(home.walk.selected(), Some(2));
}

#[test]
fn a_known_serial_answers_the_counters_question_and_opens_its_passport() {
    let mut home = opened(home_view(vec![]));
    home.update(&here(), scan("3569"));
    let sold = Standing::Gone {
        how: "sold".into(),
        to: Some("Jane".into()),
        document: "S-12".into(),
        date: day("2026-10-02"),
        client_warranty_until: Some(day("2028-10-02")),
        supplier_warranty_until: Some((day("2027-10-02"), 314)),
    };
    let effects = home.update(&here(), Event::Answer(SCAN, Ok(Answer::Meanings(vec![unit("3569", sold)]))));
    let said = named(&effects);
    let sentence = "Say SOLD ! 3569 · Phone X · sold S-12 to Jane 2026-10-02 · client's warranty till 2028-10-02 \
                    · supplier's till 2027-10-02 (314 days)";
    assert_eq!(said, [sentence, "Push Passport"]);
}

#[test]
fn a_scan_nobody_knows_says_what_to_do() {
    let mut home = opened(home_view(vec![]));
    home.update(&here(), scan("999"));
    let asked = named(&home.update(&here(), Event::Answer(SCAN, Ok(Answer::Meanings(vec![])))));
    assert_eq!(asked, ["Ask Hint(\"999\")"]);
    let said = named(&home.update(&here(), Event::Answer(HINT, Ok(Answer::Hint(String::new())))));
    assert!(said.len() == 1 && said[0].contains("F3 receives goods"), "{said:?}");
    home.update(&here(), scan("999"));
    home.update(&here(), Event::Answer(SCAN, Ok(Answer::Meanings(vec![]))));
    let hint = "; 0999 is in stock: does this scanner drop zeros?".to_owned();
    let said = named(&home.update(&here(), Event::Answer(HINT, Ok(Answer::Hint(hint)))));
    assert_eq!(said, ["Say UNKNOWN ✖ 999 · 0999 is in stock: does this scanner drop zeros?"]);
}

#[test]
fn of_two_readings_the_known_one_counts() {
    let stock =
        || Standing::InStock { warehouse: "Main".into(), bin: None, document: "P-1".into(), date: day("2026-10-02") };
    let mut home = opened(home_view(vec![]));
    let both = || Event::Scan(Scanned { other: Some("12".into()), ..Scanned::of("012") });
    home.update(&here(), both());
    let asked = named(&home.update(&here(), Event::Answer(SCAN, Ok(Answer::Meanings(vec![])))));
    assert!(asked[0].contains("\"12\""), "{asked:?}");
    let known = Event::Answer(OTHER, Ok(Answer::Meanings(vec![unit("12", stock())])));
    assert_eq!(named(&home.update(&here(), known)).last().unwrap(), "Push Passport");
    home.update(&here(), both());
    home.update(&here(), Event::Answer(SCAN, Ok(Answer::Meanings(vec![unit("012", stock())]))));
    let said = named(&home.update(&here(), Event::Answer(OTHER, Ok(Answer::Meanings(vec![unit("12", stock())])))));
    assert_eq!(said.last().unwrap(), "Push Which one is 012");
}

#[test]
fn text_goes_to_find_and_keys_go_where_they_say() {
    let mut home = opened(home_view(vec![]));
    assert_eq!(named(&home.update(&here(), Event::Typed("phone".into()))), ["Push Find · 0"]);
    assert_eq!(named(&home.update(&here(), Event::Act(Action::GoStock))), ["Go stock"]);
}
