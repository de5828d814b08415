//! Roles: named sets of permissions. Enter shows what one allows, each permission ticked or not.

use crate::domain::employee::{Permission, Role as Kept};
use crate::domain::id::RoleId;
use crate::messages::{Answer, Command, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Brought, Effect, Event, Here, Screen, Tag};
use crate::ui::screens::note_form::NoteForm;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table};

use super::record::{Records, SAVE};
use super::ticks::Ticks;

const ROWS: Tag = 2;
const NEW: Tag = 3;
const NAME: Tag = 4;

/// List of roles.
#[derive(Default)]
pub struct Roles {
    list: Records<RoleId, Kept>,
}

fn words(role: &Kept) -> String {
    role.name.clone()
}

/// Returns all permissions that are given, which are all but what anyone may.
fn given() -> &'static [Permission] {
    &Permission::ALL[1..]
}

/// Returns a permission's name as it is read.
fn readable(permission: Permission) -> String {
    permission.name().replace('_', " ")
}

impl Roles {
    fn open(&self) -> Vec<Effect> {
        let Some((id, role)) = self.list.chosen() else { return Vec::new() };
        let (id, name) = (*id, role.name.clone());
        let ticked = given().iter().map(|permission| role.permissions.contains(permission)).collect();
        let names = given().iter().copied().map(readable).collect();
        let title = format!("Role · {name}");
        let keep = move |kept: &[usize]| {
            let permissions = kept.iter().filter_map(|at| given().get(*at)).copied().collect();
            Command::EditRole { role: id, name: name.clone(), permissions }
        };
        vec![Effect::Push(Ticks::of(title, names, ticked, Box::new(keep)))]
    }

    fn named(&self, tag: Tag, name: String) -> Vec<Effect> {
        match (tag, self.list.chosen()) {
            (NEW, _) => vec![Effect::Run(SAVE, Command::AddRole { name, permissions: Vec::new() })],
            (_, Some((role, kept))) => {
                let permissions = kept.permissions.clone();
                vec![Effect::Run(SAVE, Command::EditRole { role: *role, name, permissions })]
            }
            _ => Vec::new(),
        }
    }
}

impl Screen for Roles {
    fn scope(&self) -> Scope {
        Scope::Roles
    }

    fn title(&self) -> String {
        format!("Roles · {}", self.list.count())
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let needs = matches!(action, Action::Edit | Action::Enter);
        (needs && self.list.chosen().is_none()).then(|| "no role is selected".to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Changed => vec![Effect::Ask(ROWS, Query::People)],
            Event::Resumed(Some(Brought::Text(tag, name))) => self.named(tag, name),
            Event::Resumed(_) => {
                self.list.narrow("", words);
                vec![Effect::Ask(ROWS, Query::People)]
            }
            Event::Answer(ROWS, Ok(Answer::People(people))) => {
                self.list.set(people.roles, words);
                Vec::new()
            }
            Event::Typed(text) => {
                self.list.narrow(&text, words);
                self.open()
            }
            Event::Act(Action::New) => vec![Effect::Push(NoteForm::ask(NEW, "Name of the new role"))],
            Event::Act(Action::Edit) => vec![Effect::Push(NoteForm::ask(NAME, "New name of the role"))],
            Event::Act(Action::Enter) => self.open(),
            Event::Done(SAVE, Ok(_)) => {
                vec![
                    Effect::Say(Verdict::good("SAVED", "", "Enter says what it allows")),
                    Effect::Ask(ROWS, Query::People),
                ]
            }
            Event::Done(SAVE, Err(no)) => vec![Effect::Say(Verdict::no(&no))],
            event => self.list.heard(here, event, words),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let columns = [Column::fixed("Role", 18), Column::fill("Allows", 14)];
        Table::new(&columns).empty("None is called that.").view(page, &self.list.walk, |at| {
            let Some((_, role)) = self.list.row(at) else { return Vec::new() };
            let names: Vec<_> = given().iter().filter(|given| role.permissions.contains(given)).collect();
            let allows = match names.len() {
                0 => "nothing but what anyone may".to_owned(),
                all if all == given().len() => "everything".to_owned(),
                _ => names.into_iter().copied().map(readable).collect::<Vec<_>>().join(", "),
            };
            vec![Cell::text(role.name.as_str()), Cell::role(allows, Role::Dim)]
        });
    }
}
