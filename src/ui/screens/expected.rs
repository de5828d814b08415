//! Serials expected on a line, ticked by scans: which are missing, and which are not on the list.

use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{Answer, Command, LineView, ListView, Query};
use crate::ui::keymap::{Action, Scope};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Prompt, Screen, Tag};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::progress;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

use super::range::look::Look;
use super::receiving::grammar;

const STATE: Tag = 1;
const LIST: Tag = 2;

/// Serials named in one sentence.
const NAMED: usize = 3;

/// The list of one line of a draft.
pub struct Expected {
    draft: DocumentId,
    line: LineNo,
    name: String,
    list: Option<ListView>,
    walk: Walk,
    text: String,
    look: Look,
    running: bool,
}

impl Expected {
    /// Makes the screen.
    pub fn new(draft: DocumentId, line: &LineView) -> Expected {
        Expected {
            draft,
            line: line.line,
            name: line.name.clone(),
            list: None,
            walk: Walk::default(),
            text: String::new(),
            look: Look::of_list(draft, line.line),
            running: false,
        }
    }

    fn set(&mut self, text: String, typing: bool) -> Vec<Effect> {
        self.text = text;
        let text = self.text.clone();
        if self.look.is_of(&text, None) { Vec::new() } else { self.look.ask(&text, None, typing) }
    }

    fn run(&mut self, serials: Vec<String>) -> Vec<Effect> {
        if self.running {
            return Vec::new();
        }
        self.running = true;
        vec![Effect::Run(LIST, Command::ExpectSerials { draft: self.draft, line: self.line, serials })]
    }

    fn take_list(&mut self) -> Vec<Effect> {
        match (self.look.shown(), self.look.fault()) {
            (Some(shown), _) if self.look.is_of(&self.text, None) => {
                let serials = shown.serials.clone();
                self.run(serials)
            }
            (_, Some(fault)) => vec![Effect::Say(Verdict::bad("NOT TAKEN", "", fault))],
            _ if self.text.trim().is_empty() => {
                vec![Effect::Say(Verdict::plain("Type or paste the expected serials first."))]
            }
            _ => {
                let mut effects = self.look.again();
                effects.push(Effect::Say(Verdict::plain("This is the list: F3 takes it.")));
                effects
            }
        }
    }

    fn done(&mut self) -> Vec<Effect> {
        let count = self.look.shown().filter(|_| !self.text.is_empty()).map(|shown| shown.serials.len());
        let said = match count {
            Some(count) => Verdict::good("LIST", self.name.as_str(), format!("{count} serials expected")),
            None => Verdict::good("LIST", self.name.as_str(), "forgotten; the scanned serials stay"),
        };
        self.text.clear();
        self.look = Look::of_list(self.draft, self.line);
        vec![Effect::SetLine(String::new()), Effect::Say(said), self.ask()]
    }

    fn ask(&self) -> Effect {
        Effect::Ask(STATE, Query::Summary(self.draft))
    }

    /// Returns the rows of the list: what is missing, then what is not on it.
    fn rows(&self) -> usize {
        self.list.as_ref().map_or(0, |list| list.missing.len() + list.not_listed.len())
    }
}

/// Says how a list was met: `29 of 30, missing …8091, not on the list …7742`.
pub(in crate::ui::screens) fn met(list: &ListView) -> String {
    let name = |serials: &[String], all: usize| {
        let named: Vec<_> = serials.iter().take(NAMED).map(|serial| text::cut_front(serial, 8, false)).collect();
        let more = all.saturating_sub(named.len());
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{}{more}", named.join(" "))
    };
    let mut said = format!("{} of {}", list.ticked, list.listed);
    if !list.missing.is_empty() {
        let missing = name(&list.missing, list.listed.saturating_sub(list.ticked) as usize);
        said = format!("{said}, missing {missing}");
    }
    if !list.not_listed.is_empty() {
        said = format!("{said}, not on the list {}", name(&list.not_listed, list.not_listed_count as usize));
    }
    said
}

impl Screen for Expected {
    fn scope(&self) -> Scope {
        Scope::Expected
    }

    fn title(&self) -> String {
        format!("Expected · {}", self.name)
    }

    fn prompt(&self) -> Prompt {
        Prompt::Words("type or paste the list")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        match action {
            Action::Drop if self.list.is_none() => Some("the line has no list".to_owned()),
            Action::New if self.text.trim().is_empty() => Some("type or paste the expected serials first".to_owned()),
            _ => None,
        }
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Resumed(_) | Event::Changed => vec![self.ask()],
            Event::Line(text) if text.is_empty() && !self.text.is_empty() => Vec::new(),
            Event::Line(text) => self.set(text, true),
            Event::Typed(text) | Event::Paste(text) => self.set(text, false),
            Event::Scan(scan) => match grammar::carton_list(&scan.text) {
                Some(parts) => self.set(parts.join("\n"), false),
                None => vec![Effect::NotMine(scan)],
            },
            Event::Act(Action::New) => self.take_list(),
            Event::Act(Action::Drop) => {
                self.text.clear();
                self.run(Vec::new())
            }
            Event::Act(action) => {
                self.walk.act(action, here.page);
                Vec::new()
            }
            Event::Answer(STATE, Ok(Answer::Summary(summary))) => {
                self.list = summary.lists.into_iter().find(|list| list.line == self.line);
                self.walk.count(self.rows());
                Vec::new()
            }
            Event::Answer(tag, answer) if tag != STATE => {
                self.look.answer(tag, answer);
                Vec::new()
            }
            Event::Done(_, result) => {
                self.running = false;
                match result {
                    Ok(_) => self.done(),
                    Err(no) => vec![Effect::Say(Verdict::no(&no))],
                }
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        if self.look.shown().is_some() || self.look.fault().is_some() {
            page.put(u16::from(page.layout > Layout::Gun), 0, "F3 takes this list:", Role::Warn);
            page.below(1, 0, |page| self.look.view(page));
            return;
        }
        let Some(list) = &self.list else {
            let empty = "No list is expected on this line. Paste it, or type a range such as SN001*100, then F3.";
            Table::new(&[]).empty(empty).view(page, &Walk::default(), |_| Vec::new());
            return;
        };
        let left = u16::from(page.layout > Layout::Gun);
        let x = if page.layout > Layout::Gun {
            progress::bar(page, left, 0, page.width() / 4, u64::from(list.ticked), u64::from(list.listed)) + 2
        } else {
            0
        };
        page.put(x, 0, &met(list), Role::Strong);
        let columns = [Column::fill("Serial", 12), Column::fixed("", 16)];
        page.below(1, 0, |page| {
            Table::new(&columns).headless().empty("All of the list is here, and nothing else.").view(
                page,
                &self.walk,
                |at| {
                    if let Some(serial) = list.missing.get(at) {
                        return vec![Cell::serial(serial.as_str()), Cell::role("missing", Role::Warn)];
                    }
                    let serial = list.not_listed.get(at - list.missing.len()).map_or("", String::as_str);
                    vec![Cell::serial(serial), Cell::role("not on the list", Role::Bad)]
                },
            );
        });
    }
}
