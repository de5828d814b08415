//! The frame that never changes: first row, verdict, line and footer around every screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keymap::{self, Action, Code, Row};
use super::layout::{Layout, Parts};
use super::line::Line;
use super::page::Page;
use super::screen::{Here, Prompt, Screen};
use super::screens::why_not;
use super::text;
use super::theme::{Role, Theme};
use super::verdict::Verdicts;

/// All that a picture is drawn from.
pub struct Picture<'a> {
    /// The screens, the topmost last; those below are drawn only under overlays.
    pub stack: &'a [&'a dyn Screen],
    /// Where and when the desk is.
    pub here: &'a Here,
    /// Styles and marks of this terminal.
    pub theme: &'a Theme,
    /// The live line.
    pub line: &'a Line,
    /// Last verdicts.
    pub verdicts: &'a Verdicts,
    /// Something takes long: what, as a sentence that stands in for the verdict.
    pub working: Option<&'a str>,
    /// Ctrl+F was pressed: the next digit is a function key.
    pub twin: bool,
}

/// Draws a whole picture, and returns where the cursor stands.
pub fn draw(picture: &Picture<'_>, buffer: &mut Buffer) -> Position {
    let area = buffer.area;
    let layout = Layout::of(area.width, area.height);
    let make = |buffer| Page::new(buffer, area, picture.theme, layout, picture.here, picture.line);
    let Some(top) = picture.stack.last().copied() else { return Position::default() };
    if layout == Layout::TooSmall {
        let mut page = make(buffer);
        let need = format!("{}x{} is too small: dockhand needs 20x8", area.width, area.height);
        for (y, row) in (0..area.height).zip(text::wrap(&need, usize::from(area.width.max(1)))) {
            page.put(0, y, &row, Role::Text);
        }
        return Position::default();
    }
    let parts = Parts::of(area.width, area.height);
    let mut page = make(buffer);
    page.within(parts.head, |page| head(picture, top, page));
    let mut cursor = None;
    let base = picture.stack.iter().rposition(|screen| !screen.is_overlay()).unwrap_or(0);
    for screen in &picture.stack[base..] {
        cursor = page.within(parts.body, |page| {
            let under = page.cursor();
            screen.view(page);
            page.cursor().filter(|at| Some(*at) != under)
        });
    }
    page.within(parts.history, |page| {
        let earlier: Vec<_> = picture.verdicts.earlier().take(usize::from(page.height())).collect();
        let rows = page.height();
        for (up, verdict) in (1..=rows).zip(earlier) {
            page.within(Rect::new(0, rows - up, area.width, 1), |page| verdict.view(page, true));
        }
    });
    page.within(parts.verdict, |page| match (picture.working, picture.verdicts.last()) {
        (Some(working), _) => {
            page.put(u16::from(layout > Layout::Gun), 0, working, Role::Warn);
        }
        (None, Some(verdict)) => verdict.view(page, false),
        (None, None) => {}
    });
    let at_line = page.within(parts.line, |page| line(picture, top, page));
    if layout == Layout::Gun {
        over_body(picture, &parts, at_line.or(cursor), &mut page);
    }
    page.within(parts.footer, |page| footer(top, page));
    at_line.or(cursor).unwrap_or(Position::new(0, parts.line.y))
}

/// On a gun a bad verdict takes the last row of the body too, until the next key: unless the cursor is there.
fn over_body(picture: &Picture<'_>, parts: &Parts, cursor: Option<Position>, page: &mut Page<'_>) {
    let row = parts.verdict.y.saturating_sub(1);
    let Some(verdict) = picture.verdicts.pressing() else { return };
    let fits = text::width(&verdict.said()) <= usize::from(page.width());
    if fits || parts.verdict.height > 1 || picture.working.is_some() || cursor.is_some_and(|at| at.y == row) {
        return;
    }
    let part = Rect::new(0, row, page.width(), 2);
    page.clear(part);
    page.within(part, |page| verdict.view_on_gun(page));
}

fn head(picture: &Picture<'_>, top: &dyn Screen, page: &mut Page<'_>) {
    let here = picture.here;
    let width = page.width();
    let title = top.title();
    let clock = if here.shows_clock { here.clock(here.now) } else { String::new() };
    let demo = if here.demo { "DEMO" } else { "" };
    if page.layout == Layout::Gun {
        let kept = if here.demo { 5 } else { 0 };
        let room = width.saturating_sub(kept);
        // What the screen is comes first; of what it shows there are better rows.
        let fits = text::width(&title) <= usize::from(room);
        let title = if fits { &title } else { title.split(" · ").next().unwrap_or(&title) };
        page.put_within(0, 0, room, title, Role::Title);
        page.put_right(width, 0, 4, demo, Role::Warn);
        return;
    }
    let place = join(&[here.warehouse_name.as_str(), here.store.as_str()]);
    let person = join(&[here.employee_name.as_str(), here.desk_name.as_str()]);
    let size = |text: &str| u16::try_from(text::width(text)).unwrap_or(u16::MAX);
    // From the right: the clock always, then who and where, then the store, as far as the title leaves room.
    let mut end = width.saturating_sub(1);
    page.put_right(end, 0, 5, &clock, Role::Text);
    end = end.saturating_sub(if clock.is_empty() { 0 } else { size(&clock) + 2 });
    let title_end = 1 + size(&title);
    if !demo.is_empty() {
        page.put_right(end, 0, 4, demo, Role::Warn);
        end = end.saturating_sub(6);
    }
    let room = |end: u16, needed: u16| end > title_end.min(width / 2) + needed + 2;
    if !here.spool.is_empty() {
        // What printers do not get on with comes before who and where.
        let columns = size(&here.spool).min(end.saturating_sub(title_end.min(width / 4) + 2));
        page.put_right(end, 0, columns, &here.spool, Role::Warn);
        end = end.saturating_sub(columns + 2);
    }
    if room(end, size(&person)) && !person.is_empty() {
        page.put_right(end, 0, size(&person), &person, Role::Text);
        end = end.saturating_sub(size(&person) + 3);
    }
    if room(end, 12.min(size(&place))) && !place.is_empty() {
        let columns = size(&place).min(end.saturating_sub(title_end.min(width / 2) + 2));
        page.put_right(end, 0, columns, &place, Role::Text);
        end = end.saturating_sub(columns + 2);
    }
    page.put_within(1, 0, end.saturating_sub(1), &title, Role::Title);
}

fn join(parts: &[&str]) -> String {
    let kept: Vec<_> = parts.iter().filter(|part| !part.is_empty()).copied().collect();
    kept.join(" · ")
}

fn line(picture: &Picture<'_>, top: &dyn Screen, page: &mut Page<'_>) -> Option<Position> {
    let indent = u16::from(page.layout > Layout::Gun);
    if picture.twin {
        page.put(indent, 0, "Ctrl+F and now a digit: the function key (0 is F10)", Role::Warn);
    }
    let words = match top.prompt() {
        Prompt::Field(hint) => {
            if !picture.twin {
                page.put(indent, 0, &hint, Role::Dim);
            }
            return None;
        }
        Prompt::Scan => "scan or type",
        Prompt::Words(words) | Prompt::Secret(words) => words,
    };
    if picture.twin {
        return None;
    }
    let start = if page.layout == Layout::Gun {
        if picture.line.is_empty() {
            page.put(2, 0, words, Role::Dim);
        }
        page.put(0, 0, ">", Role::Dim)
    } else {
        page.put(indent, 0, words, Role::Dim) + 1
    };
    let room = page.width().saturating_sub(start + 1);
    let line = if matches!(top.prompt(), Prompt::Secret(_)) { &picture.line.veiled() } else { picture.line };
    let (seen, at) = line.seen(usize::from(room));
    page.put_within(start, 0, room, &seen, Role::Strong);
    page.set_cursor(start + u16::try_from(at).unwrap_or(0), 0);
    page.cursor()
}

/// Draws the keys that do something here. What does not fit is left out: first what cannot act now, which is dimmed,
/// then from the end of the table; help, what finishes the work and the way back keep their places.
fn footer(top: &dyn Screen, page: &mut Page<'_>) {
    let theme = page.theme;
    let shown: Vec<_> = footer_rows(top)
        .into_iter()
        .map(|row| (row, row.key_word(theme.twins, theme.ascii), why_not(top, page.here, row.action).is_some()))
        .collect();
    let short = page.layout == Layout::Gun;
    let size = |row: &Row, key: &str| {
        let word = if short { 0 } else { text::width(row.footer) + 1 };
        u16::try_from(text::width(key) + word + if short { 1 } else { 2 }).unwrap_or(u16::MAX)
    };
    let mut room = page.width() + u16::from(short);
    let wide = page.layout == Layout::Wide;
    let rank = |row: &Row, disabled: bool| {
        use Action as A;
        match row.action {
            _ if disabled => 4,
            A::Help | A::Back | A::Yes | A::Post | A::Save => 0,
            // It opens all the others; in a narrow footer help does that too.
            A::Palette if wide => 1,
            A::Palette => 3,
            _ => 2,
        }
    };
    let mut by_rank: Vec<usize> = (0..shown.len()).collect();
    by_rank.sort_by_key(|&at| rank(shown[at].0, shown[at].2));
    let mut keep = vec![false; shown.len()];
    for at in by_rank {
        let (row, key, _) = &shown[at];
        if size(row, key) <= room {
            room -= size(row, key);
            keep[at] = true;
        }
    }
    let mut x = u16::from(!short);
    for at in in_key_order(&shown.iter().map(|(row, ..)| *row).collect::<Vec<_>>()) {
        let (row, key, disabled) = &shown[at];
        if !keep[at] {
            continue;
        }
        x = page.put(x, 0, key, if *disabled { Role::Dim } else { Role::Key });
        if !short {
            x = page.put(x + 1, 0, row.footer, if *disabled { Role::Dim } else { Role::Text });
            x += 1;
        }
        x += 1;
    }
}

/// Returns the places of rows in the order they are shown: function keys among themselves by their numbers.
fn in_key_order(rows: &[&Row]) -> Vec<usize> {
    let number = |at: &usize| match rows[*at].key.map(|key| key.code) {
        Some(Code::F(number)) => Some(number),
        _ => None,
    };
    let mut by_number: Vec<usize> = (0..rows.len()).filter(|at| number(at).is_some()).collect();
    by_number.sort_by_key(number);
    let mut next = by_number.into_iter();
    (0..rows.len()).map(|at| if number(&at).is_some() { next.next().unwrap_or(at) } else { at }).collect()
}

/// Returns the rows of a screen's footer: help first, its own, then more and back.
pub fn footer_rows(screen: &dyn Screen) -> Vec<&'static Row> {
    let mut rows: Vec<_> =
        keymap::rows(screen.scope()).into_iter().filter(|row| !row.footer.is_empty() && row.key.is_some()).collect();
    let place = |row: &Row| match row.action {
        Action::Help => 0,
        Action::Palette => 2,
        Action::Back => 3,
        _ => 1,
    };
    rows.sort_by_key(|row| place(row));
    rows
}
