//! Names of a screen's parts on one row, the shown one marked.

use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;

/// Draws the names on a row; where they do not fit only the shown one, with its place: `2/5 Barcodes`.
pub fn view(page: &mut Page<'_>, y: u16, names: &[&str], shown: usize) {
    let needed: usize = names.iter().map(|name| text::width(name) + 3).sum();
    if page.layout == Layout::Gun || needed > usize::from(page.width()) {
        if let Some(name) = names.get(shown) {
            page.put(
                u16::from(page.layout > Layout::Gun),
                y,
                &format!("{}/{} {name}", shown + 1, names.len()),
                Role::Selected,
            );
        }
        return;
    }
    let mut x = 1;
    for (at, name) in names.iter().enumerate() {
        if at == shown {
            x = page.pieces(x, y, &[("[", Role::Key), (name, Role::Selected), ("]", Role::Key)]);
        } else {
            x = page.put(x + 1, y, name, Role::Dim) + 1;
        }
        x += 1;
    }
}

/// Returns the tab after, or before, a tab; the last is followed by the first.
pub const fn turn(shown: usize, count: usize, forward: bool) -> usize {
    if count == 0 { 0 } else { (shown + if forward { 1 } else { count - 1 }) % count }
}
