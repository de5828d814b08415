//! The other parts of a product: barcodes, last posting, stock by warehouse, layers.

use crate::domain::employee::Permission;
use crate::messages::{LayerRow, ProductView};
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::screen::HIDDEN;
use crate::ui::screens::expiry;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::paged::Paged;
use crate::ui::widgets::table::{Cell, Column, Table, Walk};

/// Draws the barcodes with what each counts.
pub(super) fn barcodes(page: &mut Page<'_>, view: &ProductView, walk: &Walk) {
    let columns = [Column::fill("Barcode", 14), Column::fixed("counts", 10).right()];
    Table::new(&columns).empty("No barcodes. F3 adds one: scan or type it.").view(page, walk, |at| {
        let Some(barcode) = view.product.barcodes.get(at) else { return Vec::new() };
        vec![Cell::text(barcode.text.as_str()), Cell::text(text::quantity(barcode.pack, &view.product.unit))]
    });
}

/// Draws what the last posting said: the next one carries it over.
pub(super) fn prices(page: &mut Page<'_>, view: &ProductView) {
    let left = u16::from(page.width() >= 40);
    let Some(last) = &view.last else {
        page.put(left, 0, "Never posted: its cost is not known yet.", Role::Dim);
        return;
    };
    let known = page.here.may(Permission::SeeCosts);
    let none = || if known { "not known" } else { HIDDEN }.to_owned();
    let cost = last.cost.map_or_else(none, |cost| page.here.money(cost));
    let warranty = last.warranty.map_or(String::new(), |months| format!("{months} mo"));
    let rows = [
        ("Last posting", format!("{} of {}", last.number, last.date)),
        ("Supplier", last.supplier.clone()),
        ("Cost of one", cost),
        ("Supplier's warranty", warranty),
    ];
    for (y, (name, value)) in (0..).zip(&rows) {
        if page.layout == Layout::Wide {
            page.put(left, y, name, Role::Heading);
            page.put(left + 21, y, if value.is_empty() { "–" } else { value }, Role::Text);
        } else {
            page.labelled(left, y, name, value, Role::Text);
        }
    }
    let gap = u16::from(page.height() > 6);
    page.put(left, 4 + gap, "The next posting carries these over, marked =.", Role::Dim);
}

/// Draws what each warehouse has.
pub(super) fn stock(page: &mut Page<'_>, view: &ProductView, walk: &Walk) {
    let travels = view.balances.iter().any(|(_, _, balance)| !balance.in_transit.is_zero());
    let mut columns = vec![
        Column::fill("Warehouse", 12),
        Column::fixed("On hand", 11).right(),
        Column::fixed("Reserved", 10).right().drop(2),
        Column::fixed("Available", 10).right().drop(1),
    ];
    columns.extend(travels.then(|| Column::fixed("On its way", 10).right().drop(4)));
    columns.push(Column::fixed("Value", 12).right().drop(3));
    let here = page.here;
    Table::new(&columns).empty("Never in stock.").view(page, walk, |at| {
        let Some((_, name, balance)) = view.balances.get(at) else { return Vec::new() };
        let mut cells = vec![
            Cell::text(name.as_str()),
            Cell::text(text::quantity(balance.on_hand, &view.product.unit)),
            Cell::text(balance.reserved.to_string()),
            Cell::text(balance.available().to_string()),
        ];
        cells.extend(travels.then(|| match balance.in_transit {
            nothing if nothing.is_zero() => Cell::none(),
            much => Cell::role(much.to_string(), Role::Warn),
        }));
        cells.push(Cell::text(here.amount(balance.value)));
        cells
    });
}

/// Draws layers, oldest first: the order they are issued in; at a glance beside another list.
pub(in crate::ui::screens) fn layers(page: &mut Page<'_>, list: &Paged<LayerRow>, unit: &str, glance: bool) {
    let columns = [
        Column::fixed("Queued", 10),
        Column::fixed("Lot", 9),
        Column::fill("Where", 12),
        Column::fixed("Left", 10).right(),
        Column::fixed("Cost", 10).right().drop(1),
        Column::fixed("Value", 11).right().drop(3),
        Column::fixed("Batch", 10).drop(5),
        Column::fixed("Expires", 10).drop(4),
        Column::fill("Supplier", 12).drop(6),
    ];
    let empty = if list.is_waiting() { "…" } else { "Nothing is left in stock." };
    let today = page.here.today;
    let table = Table::new(&columns).empty(empty);
    let table = if glance { table.glance() } else { table };
    let here = page.here;
    table.view(page, list.walk(), |at| {
        let Some(row) = list.row(at) else { return Vec::new() };
        let place = row.bin.as_ref().map_or(row.warehouse.clone(), |bin| format!("{} {bin}", row.warehouse));
        vec![
            Cell::text(row.queued.to_string()),
            Cell::text(row.label.as_str()),
            Cell::text(place),
            Cell::text(text::quantity(row.quantity, unit)),
            Cell::text(here.amount(row.cost)),
            Cell::text(here.amount(row.value)),
            if row.batch.is_empty() { Cell::none() } else { Cell::text(row.batch.as_str()) },
            expiry::cell(row.expiry, today),
            Cell::text(row.supplier.as_str()),
        ]
    });
}
