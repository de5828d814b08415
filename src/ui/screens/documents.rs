//! Documents of all kinds, newest first: ←→ by state, F2 by kind, typing by number, supplier or invoice.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::messages::{Answer, DocumentRef, DocumentRow, DocumentView, LabelOf, Printable, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::theme::Role;
use crate::ui::verdict::{Target, Verdict};
use crate::ui::widgets::paged::{Paged, Taken};
use crate::ui::widgets::table::{Cell, Column, Table};
use crate::ui::widgets::tabs;

use super::pick::Pick;
use super::whose::Whose;
use super::{aside, document};

const KIND: Tag = 1;
const DETAIL: Tag = 2;

/// States to walk; the first is all but deleted drafts.
const STATES: &[Option<DocumentState>] = &[
    None,
    Some(DocumentState::Draft),
    Some(DocumentState::Posted),
    Some(DocumentState::Cancelled),
    Some(DocumentState::Deleted),
];

/// Kinds to choose from.
const KINDS: &[DocumentKind] = &[
    DocumentKind::Posting,
    DocumentKind::WriteOff,
    DocumentKind::Sale,
    DocumentKind::Order,
    DocumentKind::ClientReturn,
    DocumentKind::SupplierReturn,
    DocumentKind::Transfer,
    DocumentKind::Stocktake,
    DocumentKind::Conversion,
];

/// List of documents.
#[derive(Default)]
pub struct Documents {
    state: usize,
    kind: Option<DocumentKind>,
    list: Paged<DocumentRow>,
    /// The selected document, shown beside the list where there is room.
    detail: Option<Box<DocumentView>>,
}

impl Documents {
    fn ask(&mut self, here: &Here) -> Vec<Effect> {
        let (kind, state) = (self.kind, STATES[self.state]);
        let query = |text, after, limit| Query::Documents { kind, state, text, after, limit };
        let mut effects = self.list.ask(here, query);
        let chosen = self.list.chosen().map(|row| row.id);
        if effects.is_empty() && here.columns >= aside::ROOMY && self.detail.as_ref().map(|it| it.row.id) != chosen {
            effects.extend(chosen.map(|id| Effect::Ask(DETAIL, Query::Document(DocumentRef::Id(id)))));
        }
        effects
    }

    fn again(&mut self, here: &Here) -> Vec<Effect> {
        let filter = self.list.filter().to_owned();
        self.list.restart(&filter);
        self.ask(here)
    }

    fn taken(&mut self, here: &Here, taken: Taken) -> Vec<Effect> {
        match taken {
            Taken::Chosen => {
                let mut effects = vec![self.list.line()];
                effects.extend(self.list.chosen().and_then(opened).map(Effect::Push));
                return effects;
            }
            Taken::Missed if !self.list.filter().is_empty() => {
                let sentence = "no document has that in its number, supplier or invoice";
                return vec![Effect::Say(Verdict::bad("UNKNOWN", self.list.filter(), sentence)), self.list.line()];
            }
            _ => {}
        }
        self.ask(here)
    }

    fn choose_kind() -> Vec<Effect> {
        let mut words = vec!["all kinds".to_owned()];
        words.extend(KINDS.iter().map(|kind| format!("{} ({})", kind.word(), kind.letters())));
        vec![Effect::Push(Pick::choice(KIND, "Which documents", words))]
    }
}

/// Returns the labels of a document in a list.
pub(super) fn labels(row: &DocumentRow) -> Printable {
    let name = row.number.clone().unwrap_or_else(|| format!("draft {}", row.kind.word()));
    let title = format!("all labels of {name}");
    Printable { title, ..Printable::label(name, LabelOf::Document(row.id)) }
}

/// Makes the screen of a document in a list: its draft, or what it became.
pub(super) fn opened(row: &DocumentRow) -> Option<Box<dyn Screen>> {
    // A stocktake is looked at where it is counted, open or closed.
    let draft = row.state == DocumentState::Draft || row.kind == DocumentKind::Stocktake;
    super::open(&if draft { Target::Draft(row.id, row.kind) } else { Target::Document(row.id) })
}

/// Returns the role of a state: in force, waiting, undone.
pub(super) fn role(state: DocumentState) -> Role {
    match state {
        DocumentState::Posted => Role::Text,
        DocumentState::Draft | DocumentState::Reserved | DocumentState::InTransit | DocumentState::Expired => {
            Role::Warn
        }
        DocumentState::Cancelled | DocumentState::Deleted => Role::Dim,
    }
}

/// Draws a list of documents.
pub(super) fn table(page: &mut Page<'_>, list: &Paged<DocumentRow>, empty: &str) {
    let columns = [
        Column::fixed("Number", 7),
        Column::fixed("Date", 10).drop(1),
        Column::fixed("State", 9),
        Column::fill("From → to", 17),
        Column::fixed("Invoice", 10).drop(4),
        Column::fixed("Qty", 7).right().drop(2),
        Column::fixed("Total", 11).right().drop(3),
        Column::fixed("Kind", 10).drop(5),
        Column::fixed("Who", 14).drop(6),
    ];
    let empty = if list.is_waiting() { "…" } else { empty };
    let here = page.here;
    Table::new(&columns).empty(empty).view(page, list.walk(), |at| match list.row(at) {
        Some(row) => cells(row, here),
        None => Vec::new(),
    });
}

fn cells<'a>(row: &'a DocumentRow, here: &Here) -> Vec<Cell<'a>> {
    let way = match (row.from.as_str(), row.to.as_str()) {
        ("", to) => format!("→ {to}"),
        (from, to) => format!("{from} → {to}"),
    };
    let who = match (row.employee.as_str(), row.desk.as_str()) {
        (employee, "") => employee.to_owned(),
        (employee, desk) => format!("{employee}, {desk}"),
    };
    let state = match row.to_decide {
        0 => row.state.word().to_owned(),
        rows => format!("draft, {rows}!"),
    };
    vec![
        Cell::text(row.number.as_deref().unwrap_or("draft")),
        Cell::text(row.date.to_string()),
        Cell::role(state, role(row.state)),
        Cell::text(way),
        Cell::text(row.invoice.as_str()),
        Cell::text(row.quantity.to_string()),
        Cell::text(here.amount(row.total)),
        Cell::text(row.kind.word()),
        Cell::text(who),
    ]
}

impl Screen for Documents {
    fn scope(&self) -> Scope {
        Scope::Documents
    }

    fn title(&self) -> String {
        let kind = self.kind.map_or(String::new(), |kind| format!(" · {}", kind.word()));
        let state = STATES[self.state].map_or(String::new(), |state| format!(" · {}", state.word()));
        format!("Documents{kind}{state} · {}", self.list.count())
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("number, supplier or invoice")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let chosen = self.list.chosen();
        match action {
            Action::Enter if chosen.is_none() => Some("no document is selected".to_owned()),
            Action::Whose if chosen.is_none_or(|row| row.state != DocumentState::Draft) => {
                Some("no draft is selected".to_owned())
            }
            _ => None,
        }
    }

    fn prints(&self) -> Vec<Printable> {
        self.list.chosen().map(labels).into_iter().collect()
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Answer(DETAIL, Ok(Answer::Document(view))) => {
                self.detail = Some(view);
                Vec::new()
            }
            Event::Answer(tag, Ok(Answer::Documents(part))) => {
                let taken = self.list.take(tag, part, |a, b| a.id == b.id);
                self.taken(here, taken)
            }
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            Event::Act(Action::Left) => {
                self.state = tabs::turn(self.state, STATES.len(), false);
                self.again(here)
            }
            Event::Act(Action::Right) => {
                self.state = tabs::turn(self.state, STATES.len(), true);
                self.again(here)
            }
            Event::Act(Action::Filter) => Documents::choose_kind(),
            Event::Resumed(Some(Brought::Choice(KIND, at))) => {
                self.kind = at.checked_sub(1).and_then(|at| KINDS.get(at).copied());
                self.again(here)
            }
            Event::Act(Action::Whose) => {
                let draft = self.list.chosen().filter(|row| row.state == DocumentState::Draft);
                draft.map(|row| Effect::Push(Whose::of(row.id))).into_iter().collect()
            }
            Event::Act(action @ (Action::GoReceive | Action::GoBegin)) => vec![Effect::Go(action)],
            Event::Scan(scan) => vec![Effect::NotMine(scan)],
            event => {
                if matches!(event, Event::Changed | Event::Resumed(_)) {
                    self.detail = None;
                }
                let taken = self.list.event(here, &event);
                self.taken(here, taken)
            }
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let empty = match (self.list.filter(), self.state, self.kind) {
            ("", 0, None) => "No documents yet. F3 begins one.",
            _ => "No document is like that. ←→ and F2 show others.",
        };
        aside::view(
            page,
            |page| table(page, &self.list, empty),
            |page| {
                if let Some(view) = &self.detail {
                    document::facts(page, view);
                }
            },
        );
    }

    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[("P-118, a supplier, an invoice", "Narrows the list by any part of them.")]
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::{day, drawn, draws_everywhere, here, named};
    use super::*;
    use crate::domain::id::DocumentId;
    use crate::domain::money::Money;
    use crate::domain::quantity::Quantity;
    use crate::domain::time::Moment;
    use crate::messages::{Cursor, Page as Part};

    pub fn row(id: u64, state: DocumentState) -> DocumentRow {
        DocumentRow {
            id: DocumentId(id),
            kind: DocumentKind::Posting,
            state,
            number: (state != DocumentState::Draft).then(|| format!("P-{id}")),
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
        }
    }

    fn answer(screen: &mut dyn Screen, effects: Vec<Effect>, rows: Vec<DocumentRow>, more: bool) -> Vec<Effect> {
        let asked = effects.into_iter().find_map(|effect| match effect {
            Effect::Ask(tag, Query::Documents { .. }) | Effect::Seek(tag, Query::Documents { .. }) => Some(tag),
            _ => None,
        });
        let part = Part { rows, next: more.then(|| Cursor(vec![1])) };
        screen.update(&here(), Event::Answer(asked.expect("it asks for documents"), Ok(Answer::Documents(part))))
    }

    #[test]
    fn a_long_list_goes_on_when_its_end_comes_near() {
        let mut screen = Documents::default();
        let effects = screen.update(&here(), Event::Opened);
        let rows = (0..100).map(|id| row(1_000 - id, DocumentState::Posted)).collect();
        assert!(answer(&mut screen, effects, rows, true).is_empty());
        assert_eq!(screen.title(), "Documents · 100+");
        let effects = screen.update(&here(), Event::Act(Action::Last));
        assert!(named(&effects)[0].contains("after: Some(Cursor([1]))"), "{:?}", named(&effects));
        answer(&mut screen, effects, vec![row(1, DocumentState::Cancelled)], false);
        assert_eq!(screen.title(), "Documents · 101");
        draws_everywhere(&screen);
    }

    #[test]
    fn a_change_elsewhere_keeps_the_selected_document() {
        let mut screen = Documents::default();
        let effects = screen.update(&here(), Event::Opened);
        answer(&mut screen, effects, vec![row(3, DocumentState::Posted), row(2, DocumentState::Posted)], false);
        screen.update(&here(), Event::Act(Action::Down));
        let effects = screen.update(&here(), Event::Changed);
        let rows = [4, 3, 2].map(|id| row(id, DocumentState::Posted)).to_vec();
        answer(&mut screen, effects, rows, false);
        assert_eq!(screen.list.chosen().map(|row| row.id), Some(DocumentId(2)));
    }

    #[test]
    fn states_are_walked_and_kinds_are_chosen() {
        let mut screen = Documents::default();
        screen.update(&here(), Event::Opened);
        let effects = screen.update(&here(), Event::Act(Action::Right));
        assert!(named(&effects)[0].contains("state: Some(Draft)"), "{:?}", named(&effects));
        assert_eq!(named(&screen.update(&here(), Event::Act(Action::Filter))), ["Push Which documents"]);
        let effects = screen.update(&here(), Event::Resumed(Some(Brought::Choice(KIND, 1))));
        assert!(named(&effects)[0].contains("kind: Some(Posting)"), "{:?}", named(&effects));
        assert!(drawn(&screen, 80, 24).contains("Documents · posting · draft"));
    }
}
