//! Draws screens for their tests: whole pictures as text, and every size for those that must not panic.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::frame::{self, Picture};
use crate::ui::line::Line;
use crate::ui::screen::{Effect, Event, Here, Scanned, Screen};
use crate::ui::theme::{Depth, Name, Theme};
use crate::ui::verdict::Verdicts;

/// Returns a desk to draw at: Ana at desk 2, in Main of Northgate Repairs.
pub fn here() -> Here {
    Here {
        now: crate::domain::time::Moment(1_795_513_260_000),
        today: day("2026-11-24"),
        store: "Northgate Repairs".into(),
        currency: "EUR".into(),
        desk_name: "desk 2".into(),
        employee_name: "Ana".into(),
        warehouse: Some(crate::domain::id::WarehouseId(1)),
        warehouse_name: "Main".into(),
        page: 18,
        ..Here::default()
    }
}

/// Returns a business day.
pub fn day(text: &str) -> crate::domain::time::Day {
    text.parse().unwrap()
}

/// Draws a screen in its frame and returns the rows, without blanks at their ends.
pub fn drawn(screen: &dyn Screen, columns: u16, rows: u16) -> String {
    picture(screen, columns, rows, &Theme::default())
}

/// Draws a screen where only ASCII shows.
pub fn drawn_in_ascii(screen: &dyn Screen, columns: u16, rows: u16) -> String {
    let theme = Theme::new(Name::Dark, Depth::Sixteen, true, false);
    picture(screen, columns, rows, &theme)
}

fn picture(screen: &dyn Screen, columns: u16, rows: u16, theme: &Theme) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    let here = Here { columns, page: rows.saturating_sub(4), ..here() };
    let (line, verdicts) = (Line::default(), Verdicts::default());
    let picture =
        Picture { stack: &[screen], here: &here, theme, line: &line, verdicts: &verdicts, working: None, twin: false };
    frame::draw(&picture, &mut buffer);
    let row = |y: u16| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..rows).map(row).collect::<Vec<_>>().join("\n")
}

/// Draws a screen at sizes from 1×1 up; none may panic. Where only ASCII shows, nothing else is drawn.
pub fn draws_everywhere(screen: &dyn Screen) {
    for (columns, rows) in (1..=42).flat_map(|x| (1..=26).map(move |y| (x, y))).chain([(80, 24), (132, 43), (200, 60)])
    {
        drawn(screen, columns, rows);
    }
    for (columns, rows) in [(20, 8), (40, 12), (80, 24), (200, 60)] {
        assert!(drawn_in_ascii(screen, columns, rows).is_ascii(), "{columns}x{rows}");
    }
}

/// Returns a scan.
pub fn scan(text: &str) -> Event {
    Event::Scan(Scanned::of(text))
}

/// Names effects for comparing: `Ask(Products …)`, `Pop`, `Say(MADE ✔ …)`.
pub fn named(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .map(|effect| match effect {
            Effect::Ask(_, query) => format!("Ask {query:?}"),
            Effect::Seek(_, query) => format!("Seek {query:?}"),
            Effect::Run(_, command) => format!("Run {command:?}"),
            Effect::GiveBadge(..) => "give a badge".to_owned(),
            Effect::SetPin(..) => "set a PIN".to_owned(),
            Effect::Prove(_, wanted, _) => format!("Prove {wanted:?}"),
            Effect::Print(wanted) => format!("Print {wanted:?}"),
            Effect::Printers => "Printers".to_owned(),
            Effect::Jobs => "Jobs".to_owned(),
            Effect::Job(wish) => format!("Job {wish:?}"),
            Effect::Push(screen) => format!("Push {}", screen.title()),
            Effect::Replace(screen) => format!("Replace {}", screen.title()),
            Effect::Pop => "Pop".to_owned(),
            Effect::PopWith(brought) => format!("Pop {brought:?}"),
            Effect::Home => "Home".to_owned(),
            Effect::Go(action) => format!("Go {action}"),
            Effect::Say(verdict) => format!("Say {}", verdict.said()),
            Effect::Bell(bell) => format!("Bell {bell:?}"),
            Effect::SetLine(text) => format!("Line {text}"),
            Effect::NotMine(scan) => format!("NotMine {}", scan.text),
            Effect::Refresh => "Refresh".to_owned(),
            Effect::Detach => "Detach".to_owned(),
            Effect::Quit => "Quit".to_owned(),
        })
        .collect()
}
