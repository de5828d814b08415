//! The facts of a product, one a line.

use crate::domain::product::{NumberedBy, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::messages::ProductView;
use crate::ui::layout::Layout;
use crate::ui::page::Page;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::widgets::table::Walk;

/// Returns how many facts there are to scroll through.
pub(super) fn count(view: &ProductView) -> usize {
    facts(view).len()
}

/// Draws the facts that say something, the page of them that holds the walk.
pub(in crate::ui::screens) fn draw(page: &mut Page<'_>, view: &ProductView, walk: &Walk) {
    let left = u16::from(page.layout > Layout::Gun);
    let labels = if page.layout == Layout::Wide { 19 } else { 11 };
    let room = usize::from(page.height()).max(1);
    let top = walk.selected().unwrap_or(0) / room * room;
    for (y, (name, value, role)) in (0..page.height()).zip(facts(view).into_iter().skip(top)) {
        if top + usize::from(y) == walk.selected().unwrap_or(0) {
            page.set_cursor(left, y);
        }
        if page.layout == Layout::Gun {
            page.labelled(left, y, name, &value, role);
        } else {
            page.put_within(left, y, labels - 1, name, Role::Heading);
            page.put(left + labels, y, &value, role);
        }
    }
}

fn facts(view: &ProductView) -> Vec<(&'static str, String, Role)> {
    let product = &view.product;
    let figure = |figure: Option<Quantity>| figure.map_or(String::new(), |it| text::quantity(it, &product.unit));
    let on_hand = view.balances.iter().fold(0_i64, |sum, (_, _, it)| sum.saturating_add(it.on_hand.thousandths()));
    let on_hand = Quantity::from_thousandths(on_hand);
    let below = product.minimum.is_some_and(|minimum| on_hand < minimum);
    let said = text::quantity(on_hand, &product.unit);
    let on_hand = if below { (format!("{said}: below the minimum"), Role::Warn) } else { (said, Role::Strong) };
    let plain = |name, value: String| (name, value, Role::Text);
    let mut facts = vec![
        plain("Name", product.name.clone()),
        ("On hand", on_hand.0, on_hand.1),
        plain("Serials", serials(view)),
        plain("Code", product.code.clone()),
        plain("SKU", product.sku.clone()),
        plain("Category", product.category.clone()),
        plain("Barcodes", product.barcodes.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(", ")),
        plain("Minimum", figure(product.minimum)),
        plain("Maximum", figure(product.maximum)),
        plain("Client's warranty", product.client_warranty.map_or(String::new(), |months| format!("{months} mo"))),
        plain("Template", template(view)),
        plain("Shape", product.shape.clone()),
        plain("Unit", unit(view)),
        plain("Description", product.description.clone()),
    ];
    facts.retain(|(_, value, _)| !value.is_empty());
    facts
}

fn serials(view: &ProductView) -> String {
    match view.product.tracking {
        Tracking::Counted => "none: counted, first in, first out".to_owned(),
        Tracking::Serialised { numbered_by, matching } => {
            let whose = if numbered_by == NumberedBy::Maker { "the maker's" } else { "ours" };
            let exact = if matching == Matching::Exact { ", matched exactly" } else { "" };
            let none = numbered_by == NumberedBy::Us && view.template.is_none();
            format!("{whose}{exact}{}", if none { ", no template yet: F6 gives it one" } else { "" })
        }
    }
}

fn template(view: &ProductView) -> String {
    let ours = matches!(view.product.tracking, Tracking::Serialised { numbered_by: NumberedBy::Us, .. });
    match &view.template {
        Some((template, next)) if ours || view.product.template.is_some() => format!("{template}, next {next}"),
        _ => String::new(),
    }
}

fn unit(view: &ProductView) -> String {
    match view.product.decimals_taken() {
        0 => view.product.unit.clone(),
        1 => format!("{}, 1 decimal", view.product.unit),
        decimals => format!("{}, {decimals} decimals", view.product.unit),
    }
}
