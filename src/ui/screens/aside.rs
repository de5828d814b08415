//! A list and what its selected row holds, side by side where the terminal is wide enough, else the list alone.

use ratatui::layout::Rect;

use crate::ui::page::Page;
use crate::ui::theme::Role;

/// From this width on, there is room for both.
pub const ROOMY: u16 = 120;

/// Draws a list, and beside it a part of the width for what its selected row holds, where there is room.
pub fn view(page: &mut Page<'_>, list: impl FnOnce(&mut Page<'_>), detail: impl FnOnce(&mut Page<'_>)) {
    let (width, height) = (page.width(), page.height());
    if width < ROOMY {
        return list(page);
    }
    let left = width - width * 2 / 5;
    page.within(Rect::new(0, 0, left, height), list);
    let bar = if page.theme.ascii { "|" } else { "│" };
    for y in 0..height {
        page.put(left, y, bar, Role::Rule);
    }
    page.beside(Rect::new(left + 2, 0, width - left - 2, height), detail);
}
