use super::super::probe::{day, drawn, draws_everywhere, here, named};
use super::*;
use crate::domain::id::{DocumentId, LotId};
use crate::domain::money::Money;
use crate::domain::time::Moment;
use crate::messages::{MovementRow, Standing};

pub(super) fn unit(serial: &str) -> PassportView {
    let movement = |number: &str, at, from: &str, to: &str, note: &str| MovementRow {
        at: Moment(at),
        document: (number != "remark").then_some(DocumentId(at.unsigned_abs())),
        number: number.into(),
        from: from.into(),
        to: to.into(),
        employee: "Ben".into(),
        desk: "desk 1".into(),
        note: note.into(),
    };
    PassportView {
        product: ProductId(1),
        name: "Phone X 128 GB".into(),
        serial: serial.into(),
        key: SerialKey::from_stored(serial.into()),
        identifiers: vec!["356938035643817".into()],
        scanned: None,
        standing: Standing::InStock {
            warehouse: "Main".into(),
            bin: Some("A3".into()),
            document: "T-32".into(),
            date: day("2026-10-12"),
        },
        lot: LotId(4),
        lot_label: "P-118/1".into(),
        place_in_lot: (17, 50),
        posting: DocumentId(9),
        posting_number: Some("P-118".into()),
        received: Some(day("2026-10-02")),
        supplier: "Northwind Parts".into(),
        origin: None,
        invoice: "4711-B".into(),
        cost: Money::from_ten_thousandths(1_990_000),
        supplier_warranty: Some((12, Some(day("2027-10-02")))),
        supplier_warranty_left: Some(312),
        client_warranty: Some((24, None)),
        client: String::new(),
        batch: String::new(),
        expiry: None,
        movements: vec![
            movement("P-118", 1_790_934_060_000, "Northwind Parts", "Main A3", ""),
            movement("T-31", 1_791_554_520_000, "Main A3", "Shop", ""),
            movement("remark", 1_791_600_000_000, "", "", "screen scratched"),
            movement("T-32", 1_791_804_000_000, "Shop", "Main A3", "wrong shop"),
        ],
    }
}

fn opened(serial: &str) -> Box<dyn Screen> {
    let mut passport = Passport::of(ProductId(1), SerialKey::from_stored(serial.into()));
    let asked = named(&passport.update(&here(), Event::Opened));
    assert!(asked[0].starts_with("Ask Passport(Key(ProductId(1)"), "{asked:?}");
    passport.update(&here(), Event::Answer(UNIT, Ok(Answer::Passport(Box::new(unit(serial))))));
    passport
}

#[test]
fn it_shows_everything_about_the_unit() {
    let shown = drawn(&*opened("356938035643809"), 80, 24);
    let told = [
        "Phone X 128 GB",
        "SN 356938035643809",
        "also 356938035643817",
        "IN STOCK ●",
        "Main · bin A3",
        "unit 17 of 50",
        "2026-10-02  P-118",
        "199.00 EUR",
        "in warranty until 2027-10-02 (",
        "none until it is sold, then 24 mo",
        "Northwind Parts → Main A3",
        "screen scratched",
    ];
    for told in told {
        assert!(shown.contains(told), "{told} is missing in\n{shown}");
    }
}

#[test]
fn it_says_plainly_whose_warranty_runs_and_whose_ended() {
    let here = |columns| Here { columns, today: day("2026-11-22"), ..here() };
    let mut sold = unit("A1");
    for (until, said, narrow) in [
        ("2027-10-02", "in warranty until 2027-10-02 (314 days)", "until 2027-10-02"),
        ("2026-11-23", "in warranty until 2026-11-23 (1 day)", "until 2026-11-23"),
        ("2026-11-22", "in warranty until 2026-11-22 (today)", "until 2026-11-22"),
        ("2026-11-21", "warranty ended 2026-11-21", "ended 2026-11-21"),
    ] {
        sold.supplier_warranty = Some((12, Some(day(until))));
        sold.client_warranty = Some((24, Some(day(until))));
        for (columns, said) in [(80, said), (40, narrow), (20, narrow)] {
            for (name, value, _) in facts::warranties(&sold, &here(columns)) {
                assert_eq!(value, said, "{name} in {columns} columns");
            }
        }
    }
    let gun = facts::lines(&sold, &here(20)).into_iter().map(|(_, value, _)| value).collect::<Vec<_>>();
    assert!(gun.windows(2).any(|pair| pair == ["Warranty to client", "ended 2026-11-21"]), "{gun:?}");
}

#[test]
fn the_arrows_walk_the_lot_and_its_ends_are_said() {
    let mut passport = opened("A1");
    let asked = named(&passport.update(&here(), Event::Act(Action::Right)));
    assert!(asked[0].contains("Neighbour") && asked[0].contains("forward: true"), "{asked:?}");
    passport.update(&here(), Event::Answer(NEIGHBOUR, Ok(Answer::Passport(Box::new(unit("A2"))))));
    assert!(drawn(&*passport, 80, 24).contains("SN A2"));
    let last = PassportView { place_in_lot: (50, 50), ..unit("A2") };
    let said = passport.update(&here(), Event::Answer(NEIGHBOUR, Ok(Answer::Passport(Box::new(last)))));
    assert_eq!(named(&said), ["Say This is the last unit of lot P-118/1."]);
}

#[test]
fn enter_opens_the_document_of_the_movement_and_a_remark_has_none() {
    let mut passport = opened("A1");
    assert!(named(&passport.update(&here(), Event::Act(Action::Enter)))[0].starts_with("Push"));
    passport.update(&here(), Event::Act(Action::Up));
    let said = named(&passport.update(&here(), Event::Act(Action::Enter)));
    assert!(said[0].starts_with("Say A remark"), "{said:?}");
}

#[test]
fn a_remark_is_written_and_moves_nothing() {
    let mut passport = opened("A1");
    assert_eq!(named(&passport.update(&here(), Event::Act(Action::Edit))), ["Push Remark on A1"]);
    let brought = Event::Resumed(Some(Brought::Text(REMARK, "box opened".into())));
    assert!(named(&passport.update(&here(), brought))[0].contains("AddRemark"));
    let mut form = NoteForm::ask(REMARK, "Remark");
    assert!(named(&form.update(&here(), Event::Act(Action::Save)))[0].starts_with("Line"));
    form.update(&here(), Event::Line("box opened".into()));
    assert_eq!(named(&form.update(&here(), Event::Act(Action::Save))), ["Pop Text(3, \"box opened\")"]);
}

#[test]
fn a_gun_shows_one_fact_a_line_and_scrolls_to_the_movements() {
    let gun = Here { columns: 20, page: 4, ..here() };
    let mut passport = opened("356938035643809");
    assert!(drawn(&*passport, 20, 8).contains("IN STOCK"));
    passport.update(&gun, Event::Act(Action::Last));
    let shown = drawn(&*passport, 20, 8);
    assert!(shown.contains("T-32") && shown.contains("356938035643809"), "{shown}");
    assert!(named(&passport.update(&gun, Event::Act(Action::Enter)))[0].starts_with("Push"));
    passport.update(&gun, Event::Act(Action::First));
    assert!(drawn(&*passport, 20, 8).contains("IN STOCK"));
}

#[test]
fn a_unit_nobody_knows_is_said_and_the_way_back_taken() {
    let mut passport = Passport::named(UnitRef::Serial("X".into(), None));
    let unknown = crate::messages::Refused::Unknown { what: "unit".into(), value: "X".into(), hint: String::new() };
    let effects = named(&passport.update(&here(), Event::Answer(UNIT, Err(unknown.into()))));
    assert!(effects[0].starts_with("Say UNKNOWN") && effects[1] == "Pop", "{effects:?}");
}

#[test]
fn it_draws_at_every_size() {
    draws_everywhere(&*opened("356938035643809"));
    draws_everywhere(&*Passport::of(ProductId(1), SerialKey::from_stored("A1".into())));
}
