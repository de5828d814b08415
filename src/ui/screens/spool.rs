//! What is on its way to printers, and what they do not get on with: F5 tries again, F7 gives up, F9 prints again.

use ratatui::layout::Rect;

use crate::messages::{JobProgress, JobRow, JobState, JobWish};
use crate::ui::keymap::{Action, Scope};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Event, Here, Screen};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

/// Jobs of the spool, those that wait first.
#[derive(Default)]
pub struct Spool {
    jobs: Vec<JobRow>,
    walk: Walk,
}

impl Spool {
    fn row(&self) -> Option<&JobRow> {
        self.jobs.get(self.walk.selected()?)
    }

    fn job(&self) -> Option<&JobProgress> {
        self.row().map(|row| &row.progress)
    }

    /// Takes the jobs as they are now; the selected one stays selected while it is there.
    fn shows(&mut self, jobs: Vec<JobRow>) {
        let chosen = self.job().map(|job| job.id);
        self.jobs = jobs;
        self.walk.count(self.jobs.len());
        if let Some(at) = self.jobs.iter().position(|row| Some(row.progress.id) == chosen) {
            self.walk.select(at);
        }
    }

    fn wish(&self, wish: fn(u64) -> JobWish) -> Vec<Effect> {
        self.job().map(|job| Effect::Job(wish(job.id))).into_iter().collect()
    }

    /// Says all of how the selected job stands.
    fn told(&self) -> Vec<Effect> {
        let Some(job) = self.job() else { return Vec::new() };
        let said = match &job.trouble {
            None => Verdict::plain(format!(
                "{}: {} of {} labels are with {}.",
                job.title, job.sent, job.labels, job.printer
            )),
            Some(trouble) => Verdict::warn("WAITS", &job.title, format!("{trouble}; tried {} times", job.tries)),
        };
        vec![Effect::Say(said)]
    }
}

/// Tells whether a job is still to be printed.
fn waits(row: &JobRow) -> bool {
    matches!(row.state, JobState::Waiting | JobState::Failing)
}

impl Screen for Spool {
    fn scope(&self) -> Scope {
        Scope::Spool
    }

    fn title(&self) -> String {
        let waiting = self.jobs.iter().filter(|row| waits(row)).count();
        format!("Spool · {waiting}")
    }

    fn disabled(&self, action: Action) -> Option<String> {
        let why = match (action, self.row()) {
            (Action::Drop | Action::Again | Action::Enter, None) => "there is no job",
            (Action::Drop, Some(row)) if !waits(row) => "it is over: there is nothing to give up",
            (Action::Retry, _) if !self.jobs.iter().any(|row| row.state == JobState::Failing) => "nothing failed",
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened | Event::Resumed(_) | Event::JobsChanged => vec![Effect::Jobs],
            Event::Jobs(jobs) => {
                self.shows(jobs);
                Vec::new()
            }
            Event::Act(Action::Drop) => self.wish(JobWish::Cancel),
            Event::Act(Action::Again) => self.wish(JobWish::Again),
            Event::Act(Action::Retry) => vec![Effect::Job(JobWish::Retry)],
            Event::Act(Action::Enter) => self.told(),
            event => self.walk.take(event, here.page),
        }
    }

    fn view(&self, page: &mut Page<'_>) {
        let trouble = self.job().and_then(|job| job.trouble.as_deref()).unwrap_or_default();
        let rows = text::wrap(&text::harmless(trouble), usize::from(page.width().saturating_sub(2).max(1)));
        let rows = if trouble.is_empty() { Vec::new() } else { rows };
        let below = u16::try_from(rows.len()).unwrap_or(0).min(page.height().saturating_sub(LEAST));
        let (width, height) = (page.width(), page.height());
        page.within(Rect::new(0, 0, width, height - below), |page| self.table(page));
        for (y, row) in (height - below..height).zip(rows) {
            page.put(1, y, &row, Role::Text);
        }
    }
}

/// Rows that the table keeps above the sentence of the selected job.
const LEAST: u16 = 4;

impl Spool {
    fn table(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fixed("Job", 5).right().drop(2),
            Column::fill("What", 12),
            Column::fixed("Printer", 10).drop(1),
            Column::fixed("Sent", 7).right(),
            Column::fixed("", 9),
            Column::fixed("", 18).drop(3),
            Column::fixed("Tries", 5).right().drop(4),
        ];
        let empty = "Nothing is on its way to a printer. F9 prints the label of what is in view.";
        Table::new(&columns).empty(empty).view(page, &self.walk, |at| {
            let JobRow { progress: job, state } = &self.jobs[at];
            let role = match state {
                JobState::Failing => Role::Bad,
                JobState::Waiting => Role::Warn,
                JobState::Printed => Role::Good,
                JobState::Cancelled => Role::Dim,
            };
            vec![
                Cell::text(job.id.to_string()),
                Cell::text(job.title.as_str()),
                Cell::text(job.printer.as_str()),
                Cell::text(format!("{}/{}", job.sent, job.labels)),
                Cell::role(state.word(), role),
                Cell::text(job.brief.as_str()),
                if job.tries == 0 { Cell::none() } else { Cell::text(job.tries.to_string()) },
            ]
        });
    }
}
