//! The picture of a stocktake.

use crate::domain::count::FindingKind;
use crate::domain::document::DocumentState;
use crate::messages::{CountRow, FindingRow, StocktakeView};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column, Table};
use crate::ui::widgets::tabs;

use super::Stocktake;

impl Stocktake {
    pub(super) fn draw(&self, page: &mut Page<'_>) {
        let Some(view) = &self.view else { return };
        let gun = page.layout == Layout::Gun;
        let left = u16::from(!gun);
        let far = far(view);
        if gun {
            page.put(0, 0, &far, Role::Strong);
        } else {
            let room = page.width().saturating_sub(left + 2 + u16::try_from(far.chars().count()).unwrap_or(0));
            page.put_within(left, 0, room, &self.what(view), Role::Text);
            page.put_right(page.width().saturating_sub(1), 0, page.width(), &far, Role::Strong);
        }
        let names = self.names(view);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        tabs::view(page, 1, &names, self.tab);
        let top = if gun { 2 } else { 3 };
        page.rule(2);
        page.below(top, 0, |page| match self.kind() {
            Some(kind) => self.findings(page, kind),
            None => self.counts(page),
        });
    }

    fn what(&self, view: &StocktakeView) -> String {
        let mut parts = vec![view.row.from.clone()];
        match (&view.bin, &self.shelf) {
            (Some((_, code)), _) => parts.push(format!("shelf {code} only")),
            (None, Some((_, code))) => parts.push(format!("now at shelf {code}")),
            (None, None) => {}
        }
        if !view.category.is_empty() {
            parts.push(format!("{} only", view.category));
        }
        parts.extend(self.at_hand.as_ref().map(|goods| goods.name.clone()));
        parts.extend(view.percent_settled().map(|percent| format!("{percent} % settled")));
        parts.join(" · ")
    }

    fn names(&self, view: &StocktakeView) -> Vec<String> {
        let mut names = vec![if self.mine { "Counted here".to_owned() } else { "Counted".to_owned() }];
        for kind in FindingKind::ALL {
            let name = match kind {
                FindingKind::Shortage => match view.shortages {
                    Some(count) => format!("Shortage {count}"),
                    None => "Shortage –".to_owned(),
                },
                FindingKind::Excess => format!("Excess {}", view.excesses),
                FindingKind::Elsewhere => format!("Elsewhere {}", view.elsewhere),
                FindingKind::Unknown => format!("Unknown {}", view.unknown),
            };
            names.push(name);
        }
        names
    }

    fn counts(&self, page: &mut Page<'_>) {
        let columns = [
            Column::fill("What", 14),
            Column::fixed("Product", 18).drop(2),
            Column::fixed("Shelf", 6).drop(4),
            Column::fixed("How many", 12).right().drop(1),
            Column::fixed("Desk", 10).drop(5),
            Column::fixed("#", 6).right().drop(3),
        ];
        let empty = match (self.counts.is_waiting(), self.mine) {
            (true, _) => "…",
            (_, true) => "Nothing was counted at this desk yet: scan what is there.",
            _ => "Nothing was counted yet: scan what is there.",
        };
        Table::new(&columns)
            .empty(empty)
            .view(page, self.counts.walk(), |at| self.counts.row(at).map(count_cells).unwrap_or_default());
    }

    fn findings(&self, page: &mut Page<'_>, kind: FindingKind) {
        if kind == FindingKind::Shortage && self.is_blind() {
            page.put(
                u16::from(page.layout > Layout::Gun),
                0,
                "Counted blind: what is missing shows once it is settled.",
                Role::Dim,
            );
            return;
        }
        let columns = [
            Column::fill("What", 14),
            Column::fixed("Product", 18).drop(3),
            Column::fixed("Where", 12).drop(2),
            Column::fixed("How many", 9).right().drop(4),
            Column::fixed("By the books", 20).drop(1),
        ];
        let empty = match (self.findings.is_waiting(), kind) {
            (true, _) => "…",
            (_, FindingKind::Shortage) => "Nothing is missing.",
            (_, FindingKind::Excess) => "Nothing is too much.",
            (_, FindingKind::Elsewhere) => "Nothing belongs elsewhere.",
            (_, FindingKind::Unknown) => "Nothing is unknown.",
        };
        Table::new(&columns)
            .empty(empty)
            .view(page, self.findings.walk(), |at| self.findings.row(at).map(finding_cells).unwrap_or_default());
    }
}

/// Says how far counting has come: `412 of 430 · 96 %`; of a blind count, how much was counted.
pub(super) fn far(view: &StocktakeView) -> String {
    let closed = if view.row.state == DocumentState::Posted { "closed · " } else { "" };
    match view.progress {
        Some(progress) => format!("{closed}{} of {} · {} %", progress.found, progress.expected, progress.percent()),
        None => format!("{closed}{} counted", view.counted),
    }
}

fn count_cells(row: &CountRow) -> Vec<Cell<'_>> {
    let (what, product) = match &row.serial {
        Some(serial) => (Cell::serial(serial.as_str()), row.name.as_str()),
        None => (Cell::text(row.name.as_str()), ""),
    };
    let many = if row.serial.is_some() {
        row.by.to_string()
    } else {
        let sign = if row.by.thousandths() < 0 { "" } else { "+" };
        format!("{sign}{} · {}", row.by, row.counted)
    };
    vec![
        what,
        if product.is_empty() && row.serial.is_some() {
            Cell::role("unknown", Role::Warn)
        } else {
            Cell::text(product)
        },
        row.bin.as_deref().map_or_else(Cell::none, Cell::text),
        Cell::text(many),
        Cell::role(row.desk.as_str(), Role::Dim),
        Cell::role(row.entry.to_string(), Role::Dim),
    ]
}

/// Returns the cells of a finding.
pub(super) fn finding_cells(row: &FindingRow) -> Vec<Cell<'_>> {
    let (what, product) = match &row.serial {
        Some(serial) => (Cell::serial(serial.as_str()), row.name.as_str()),
        None => (Cell::text(row.name.as_str()), ""),
    };
    let books = match row.compared {
        Some((counted, expected)) => format!("{counted} of {expected}"),
        None => row.stands.clone(),
    };
    vec![
        what,
        Cell::text(product),
        Cell::text(row.place.as_str()),
        Cell::text(row.quantity.to_string()),
        match &row.held {
            Some(held) => Cell::role(held.as_str(), Role::Warn),
            None => Cell::text(books),
        },
    ]
}
