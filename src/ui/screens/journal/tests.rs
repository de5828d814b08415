use super::super::probe::{drawn, draws_everywhere, here, named};
use super::*;
use crate::domain::id::{DeskId, EmployeeId};
use crate::domain::time::Moment;
use crate::messages::{Cursor, No, Page as Part, Refused};

fn row(sequence: u64) -> JournalRow {
    JournalRow {
        sequence,
        at: Moment(1_795_513_260_000),
        employee: "Ana".into(),
        desk: "desk 2".into(),
        what: "receive serials: 356938035643809, P-118, Phone X 128 GB".into(),
        id: "9 of desk 2".into(),
        head: [7; 32],
        documents: vec![DocumentId(118)],
        serial: Some("356938035643809".into()),
        products: vec![ProductId(1)],
    }
}

fn answer(screen: &mut dyn Screen, effects: Vec<Effect>, rows: Vec<JournalRow>, more: bool) -> Vec<Effect> {
    let asked = effects.into_iter().find_map(|effect| match effect {
        Effect::Ask(tag, Query::Journal { .. }) | Effect::Seek(tag, Query::Journal { .. }) => Some(tag),
        _ => None,
    });
    let part = Part { rows, next: more.then(|| Cursor(vec![1])) };
    screen.update(&here(), Event::Answer(asked.expect("it asks for the journal"), Ok(Answer::Journal(part))))
}

fn opened(mut screen: Box<dyn Screen>, rows: Vec<JournalRow>) -> Box<dyn Screen> {
    let effects = screen.update(&here(), Event::Opened);
    answer(screen.as_mut(), effects, rows, false);
    screen
}

#[test]
fn an_empty_page_with_more_behind_it_goes_on_by_itself() {
    let mut screen = Journal::default();
    screen.update(&here(), Event::Opened);
    let effects = screen.update(&here(), Event::Line("cable".into()));
    assert!(named(&effects)[0].starts_with("Seek Journal") && named(&effects)[0].contains("text: \"cable\""));
    let effects = answer(&mut screen, effects, Vec::new(), true);
    assert!(named(&effects)[0].contains("after: Some(Cursor([1]))"), "{:?}", named(&effects));
    assert_eq!(screen.title(), "Journal · …");
    assert!(screen.update(&here(), Event::Changed).is_empty(), "a change elsewhere does not begin the search anew");
    let effects = answer(&mut screen, effects, Vec::new(), true);
    assert!(answer(&mut screen, effects, vec![row(1)], false).is_empty());
    assert_eq!(screen.title(), "Journal · 1");
    draws_everywhere(&screen);
}

#[test]
fn it_is_narrowed_to_this_desk_and_to_who_works_here() {
    let at = Here { desk: DeskId(2), employee: EmployeeId(5), ..here() };
    let mut screen = Journal::default();
    screen.update(&at, Event::Opened);
    let effects = screen.update(&at, Event::Act(Action::Filter));
    assert!(named(&effects)[0].contains("employee: None, desk: Some(DeskId(2))"), "{:?}", named(&effects));
    let effects = screen.update(&at, Event::Act(Action::Filter));
    assert!(named(&effects)[0].contains("employee: Some(EmployeeId(5)), desk: None"), "{:?}", named(&effects));
    assert_eq!(screen.title(), "Journal · by you · …");
    let effects = screen.update(&at, Event::Act(Action::Filter));
    assert!(named(&effects)[0].starts_with("Ask") && named(&effects)[0].contains("employee: None, desk: None"));
}

#[test]
fn enter_opens_the_document_or_the_unit_that_an_entry_names() {
    let mut screen = opened(Box::new(Journal::default()), vec![row(2)]);
    let effects = named(&screen.update(&here(), Event::Act(Action::Enter)));
    assert_eq!(effects, ["Line ", "Push Document"]);
    let remark = JournalRow { documents: Vec::new(), ..row(2) };
    let mut screen = opened(Box::new(Journal::default()), vec![remark]);
    let effects = named(&screen.update(&here(), Event::Act(Action::Enter)));
    assert!(effects[1].starts_with("Ask Passport(Serial(\"356938035643809\", Some(ProductId(1))))"), "{effects:?}");
    let bare = JournalRow { documents: Vec::new(), serial: None, products: Vec::new(), ..row(2) };
    let screen = opened(Box::new(Journal::default()), vec![bare]);
    assert!(screen.disabled(Action::Enter).is_some());
}

#[test]
fn the_journal_of_a_document_leads_to_what_else_an_entry_names() {
    let of = || JournalFilter { document: Some(DocumentId(118)), ..JournalFilter::default() };
    let mut screen = opened(Journal::about("P-118".into(), of()), vec![row(2)]);
    assert_eq!(screen.title(), "Journal of P-118 · 1");
    let effects = named(&screen.update(&here(), Event::Act(Action::Enter)));
    assert!(effects[1].starts_with("Ask Passport"), "{effects:?}");
    let post = JournalRow { serial: None, products: Vec::new(), ..row(2) };
    let mut screen = opened(Journal::about("P-118".into(), of()), vec![post]);
    assert_eq!(named(&screen.update(&here(), Event::Act(Action::Enter)))[1], "Push Document");
}

#[test]
fn who_may_not_read_it_any_more_is_sent_back() {
    let mut screen = Journal::default();
    let effects = screen.update(&here(), Event::Opened);
    let Some(Effect::Ask(tag, _)) = effects.into_iter().next() else { panic!("it asks") };
    let no: No = Refused::NotPermitted { employee: "Ana".into(), what: "read the journal".into() }.into();
    let effects = screen.update(&here(), Event::Answer(tag, Err(no)));
    assert_eq!(named(&effects)[1], "Pop");
}

#[test]
fn the_selected_entry_is_told_whole_where_its_row_is_cut() {
    let screen = opened(Box::new(Journal::default()), vec![row(2), row(1)]);
    for (columns, rows, told) in
        [(80, 24, "P-118, Phone X 128 GB"), (40, 12, "P-118, Phone X 128 GB"), (20, 8, "356938035643809")]
    {
        let picture = drawn(screen.as_ref(), columns, rows);
        assert!(picture.contains(told), "{picture}");
    }
    draws_everywhere(screen.as_ref());
}
