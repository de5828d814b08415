use super::super::probe::{day, drawn, draws_everywhere, here, named};
use super::*;
use crate::domain::id::{DocumentId, LotId};
use crate::domain::money::Money;
use crate::domain::time::Moment;
use crate::messages::{Cursor, MovementRow, Part, Standing};
use proptest::prelude::*;

/// Returns all movements there are.
fn page(rows: Vec<MovementRow>) -> MovementPage {
    MovementPage { first: 0, of: rows.len(), rows, from: place(0), to: place(4) }
}

fn place(at: usize) -> Cursor {
    Cursor(at.to_be_bytes().to_vec())
}

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
        prints: None,
        movements: page(vec![
            movement("P-118", 1_790_934_060_000, "Northwind Parts", "Main A3", ""),
            movement("T-31", 1_791_554_520_000, "Main A3", "Shop", ""),
            movement("remark", 1_791_600_000_000, "", "", "screen scratched"),
            movement("T-32", 1_791_804_000_000, "Shop", "Main A3", "wrong shop"),
        ]),
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

/// Returns the newest movements of a unit that moved so often, or what a question asks for of them.
fn part_of(all: usize, asked: Option<(&Part, usize)>) -> MovementPage {
    let at = |cursor: &Cursor| usize::from_be_bytes(cursor.0.clone().try_into().unwrap());
    let (part, limit) = asked.unwrap_or((&Part::Newest, 20));
    let (first, end) = match part {
        Part::Oldest => (0, limit.min(all)),
        Part::Newest => (all.saturating_sub(limit), all),
        Part::Before(cursor) => (at(cursor).saturating_sub(limit), at(cursor)),
        Part::After(cursor) => (at(cursor), (at(cursor) + limit).min(all)),
    };
    let [row] = unit("A1").movements.rows.drain(..1).collect::<Vec<_>>().try_into().unwrap();
    let rows = (first..end).map(|n| MovementRow { number: format!("T-{n}"), ..row.clone() }).collect();
    MovementPage { rows, first, of: all, from: place(first), to: place(end) }
}

fn moved(all: usize) -> PassportView {
    PassportView { movements: part_of(all, None), ..unit("A1") }
}

/// Answers what a screen asks, as a store would in which a unit moved so often, until it asks no more.
fn answered(passport: &mut dyn Screen, here: &Here, all: usize, mut effects: Vec<Effect>) {
    while let Some(effect) = effects.pop() {
        let answer = match &effect {
            Effect::Ask(_, Query::Passport(_)) => Answer::Passport(Box::new(moved(all))),
            Effect::Ask(_, Query::Movements { part, limit, .. }) => {
                Answer::Movements(part_of(all, Some((part, *limit))))
            }
            _ => continue,
        };
        let Effect::Ask(tag, _) = effect else { continue };
        effects.extend(passport.update(here, Event::Answer(tag, Ok(answer))));
    }
}

proptest! {
    #[test]
    fn however_often_it_moved_every_movement_is_shown_in_its_place(
        mut all in 1_usize..2_000, steps in prop::collection::vec(0_usize..8, 0..60), gun in any::<bool>(),
    ) {
        let (columns, rows) = if gun { (20, 8) } else { (80, 24) };
        let here = Here { columns, page: rows - 4, ..here() };
        let mut passport = Passport::of(ProductId(1), SerialKey::from_stored("A1".into()));
        let asked = passport.update(&here, Event::Opened);
        answered(&mut *passport, &here, all, asked);
        let mut at = all - 1;
        if gun {
            let asked = passport.update(&here, Event::Act(Action::Last));
            answered(&mut *passport, &here, all, asked);
        }
        for step in steps {
            let page = usize::from(here.page);
            let moves = [Action::Up, Action::Down, Action::PageUp, Action::PageDown, Action::First, Action::Last];
            let asked = match moves.get(step) {
                // The first line of a gun is no movement.
                Some(Action::First | Action::PageUp | Action::Up) if gun && at < page => continue,
                Some(Action::First) if gun => continue,
                Some(action) => passport.update(&here, Event::Act(*action)),
                None => {
                    all += if step == 6 { 1 } else { 45 };
                    passport.update(&here, Event::Changed)
                }
            };
            at = match step {
                0 => at.saturating_sub(1),
                1 => at + 1,
                2 => at.saturating_sub(page),
                3 => at + page,
                4 => 0,
                5 => all,
                _ => at,
            }.min(all - 1);
            answered(&mut *passport, &here, all, asked);
            let shown = drawn(&*passport, columns, rows);
            let name = format!("T-{at} ");
            let missing = shown.lines().any(|line| line.trim_matches([' ', '▸']) == "…");
            prop_assert!(shown.contains(&name) && !missing, "{name} of {all} in\n{shown}");
        }
    }
}
