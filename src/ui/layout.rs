//! Three layouts by size, not by device.

use ratatui::layout::Rect;

/// How a screen lays itself out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Too small for anything but saying so.
    TooSmall,
    /// At least 20×8: no table, no border, one field a line.
    Gun,
    /// At least 40×12: fewer columns.
    Medium,
    /// At least 80×24: everything.
    Wide,
}

impl Layout {
    /// Chooses by size.
    pub const fn of(columns: u16, rows: u16) -> Layout {
        if columns >= 80 && rows >= 24 {
            Layout::Wide
        } else if columns >= 40 && rows >= 12 {
            Layout::Medium
        } else if columns >= 20 && rows >= 8 {
            Layout::Gun
        } else {
            Layout::TooSmall
        }
    }
}

/// Where the parts of the frame stand.
///
/// ```text
/// head     where you are, warehouse, store, employee, desk, clock
/// body     the screen's own
/// history  earlier verdicts, where there is room for them
/// verdict  the last scan or action
/// line     scan or type
/// footer   keys
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// First row.
    pub head: Rect,
    /// The screen's own.
    pub body: Rect,
    /// Earlier verdicts; of no height in most sizes.
    pub history: Rect,
    /// Last verdict.
    pub verdict: Rect,
    /// The line.
    pub line: Rect,
    /// Last row.
    pub footer: Rect,
}

impl Parts {
    /// Cuts a terminal of at least 20×8 into parts.
    pub fn of(columns: u16, rows: u16) -> Parts {
        let history = if rows >= 32 { 4 } else { 0 };
        let verdict = if columns < 80 && rows >= 10 { 2 } else { 1 };
        let body = rows.saturating_sub(3 + verdict + history);
        let mut y = 0;
        let mut cut = |height: u16| {
            let part = Rect::new(0, y, columns, height);
            y += height;
            part
        };
        Parts {
            head: cut(1),
            body: cut(body),
            history: cut(history),
            verdict: cut(verdict),
            line: cut(1),
            footer: cut(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_terminal_and_do_not_overlap() {
        for columns in 20..=200 {
            for rows in 8..=60 {
                let parts = Parts::of(columns, rows);
                let all = [parts.head, parts.body, parts.history, parts.verdict, parts.line, parts.footer];
                assert_eq!(all.iter().map(|part| part.height).sum::<u16>(), rows, "{columns}x{rows}");
                assert!(all.windows(2).all(|two| two[0].bottom() == two[1].y), "{columns}x{rows}");
                assert!(parts.body.height >= 4, "{columns}x{rows}");
            }
        }
    }
}
