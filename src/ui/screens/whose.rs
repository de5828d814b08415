//! Whose a draft is: share it, keep it, hand it over to somebody, take it over; Enter does the selected row.

use crate::domain::document::DocumentState;
use crate::domain::id::{DocumentId, EmployeeId};
use crate::messages::{Answer, Command, DocumentRef, DocumentRow, PeopleView, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

const DRAFT: Tag = 1;
const PEOPLE: Tag = 2;
const DO: Tag = 3;

/// What may be done about whose a draft is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    Share,
    Keep,
    TakeOver,
    HandOver(EmployeeId, String),
}

impl Deed {
    fn words(&self) -> (String, &'static str) {
        match self {
            Deed::Share => ("Share it".to_owned(), "others may scan into it too, at any desk"),
            Deed::Keep => ("Keep it".to_owned(), "only its owner goes on with it"),
            Deed::TakeOver => ("Take it over".to_owned(), "it is yours from now on"),
            Deed::HandOver(_, name) => (format!("Hand it over to {name}"), "it is theirs from now on"),
        }
    }

    fn command(&self, draft: DocumentId) -> Command {
        match self {
            Deed::Share => Command::ShareDraft { draft, shared: true },
            Deed::Keep => Command::ShareDraft { draft, shared: false },
            Deed::TakeOver => Command::TakeOver { draft },
            Deed::HandOver(to, _) => Command::HandOver { draft, to: *to },
        }
    }

    fn done(&self) -> Verdict {
        match self {
            Deed::Share => Verdict::good("SHARED", "", "others may scan into this draft too"),
            Deed::Keep => Verdict::good("KEPT", "", "only its owner goes on with this draft"),
            Deed::TakeOver => Verdict::good("TAKEN OVER", "", "this draft is yours from now on"),
            Deed::HandOver(_, name) => Verdict::good("HANDED OVER", name, "has this draft from now on"),
        }
    }
}

/// Choice of what to do about whose a draft is.
pub struct Whose {
    draft: DocumentId,
    row: Option<DocumentRow>,
    people: Option<Box<PeopleView>>,
    filter: String,
    all: Vec<Deed>,
    /// Places of the deeds that the filter leaves.
    shown: Vec<usize>,
    walk: Walk,
    doing: Option<Deed>,
}

impl Whose {
    /// Makes the choice for a draft.
    pub fn of(draft: DocumentId) -> Box<dyn Screen> {
        let (walk, filter) = (Walk::default(), String::new());
        let (all, shown) = (Vec::new(), Vec::new());
        Box::new(Whose { draft, row: None, people: None, filter, all, shown, walk, doing: None })
    }

    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Ask(PEOPLE, Query::People), Effect::Ask(DRAFT, Query::Document(DocumentRef::Id(self.draft)))]
    }

    /// Lists what may be done, as far as can be told: whether one may is for the stockroom to say.
    fn list(&mut self, here: &Here) {
        let (Some(row), Some(people)) = (&self.row, &self.people) else { return };
        let mine = row.employee == here.employee_name;
        self.all = match (mine, row.shared) {
            (false, _) => vec![Deed::TakeOver],
            (true, false) => vec![Deed::Share],
            (true, true) => vec![Deed::Keep],
        };
        if mine {
            let others = people.employees.iter().filter(|(_, it)| !it.archived && it.name != row.employee);
            self.all.extend(others.map(|(id, it)| Deed::HandOver(*id, it.name.clone())));
        }
        self.narrow();
    }

    fn narrow(&mut self) {
        let fits = |at: &usize| text::holds(&self.all[*at].words().0, &self.filter);
        self.shown = (0..self.all.len()).filter(fits).collect();
        self.walk.count(self.shown.len());
    }

    fn filtered(&mut self, filter: &str) {
        if self.filter != filter.trim() {
            filter.trim().clone_into(&mut self.filter);
            self.narrow();
            self.walk.select(0);
        }
    }

    fn choose(&mut self) -> Vec<Effect> {
        let deed = self.walk.selected().and_then(|at| self.all.get(*self.shown.get(at)?)).cloned();
        match deed {
            Some(deed) if self.doing.is_none() => {
                let command = deed.command(self.draft);
                self.doing = Some(deed);
                vec![Effect::Run(DO, command)]
            }
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, here: &Here, row: DocumentRow) -> Vec<Effect> {
        if row.state != DocumentState::Draft {
            let said = format!("it is {}: only a draft is somebody's", row.state.word());
            return vec![Effect::Say(Verdict::warn("NO DRAFT", "", said)), Effect::Pop];
        }
        self.row = Some(row);
        self.list(here);
        Vec::new()
    }
}

impl Screen for Whose {
    fn scope(&self) -> Scope {
        Scope::Pick
    }

    fn title(&self) -> String {
        match &self.row {
            Some(row) if row.shared => format!("Draft of {} · shared", row.employee),
            Some(row) => format!("Draft of {}", row.employee),
            None => "Whose draft".to_owned(),
        }
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("part of a name, or Enter")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        (action == Action::New).then(|| "these are all there are".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed | Event::Resumed(_) => self.ask(),
            Event::Answer(PEOPLE, Ok(Answer::People(people))) => {
                self.people = Some(people);
                self.list(here);
                Vec::new()
            }
            Event::Answer(DRAFT, Ok(Answer::Document(view))) => self.answered(here, view.row),
            Event::Answer(_, Err(no)) => vec![Effect::Say(Verdict::no(&no)), Effect::Pop],
            Event::Done(DO, Ok(_)) => {
                let said = self.doing.take().map(|deed| Effect::Say(deed.done()));
                said.into_iter().chain([Effect::Pop]).collect()
            }
            Event::Done(_, Err(no)) => {
                self.doing = None;
                vec![Effect::Say(Verdict::no(&no))]
            }
            Event::Line(text) => {
                self.filtered(&text);
                Vec::new()
            }
            Event::Typed(text) => {
                self.filtered(&text);
                self.choose()
            }
            Event::Act(Action::Enter) => self.choose(),
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fill("What to do", 14), Column::fill("", 10).drop(1)];
        Table::new(&columns).empty("Nothing is called that.").view(page, &self.walk, |at| {
            let (words, says) = self.all[self.shown[at]].words();
            vec![Cell::text(words), Cell::role(says, Role::Dim)]
        });
    }
}
