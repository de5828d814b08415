//! What a draft that takes off the way has not taken yet of its transfer, product by product.

use crate::domain::id::DocumentId;
use crate::domain::quantity::Quantity;
use crate::messages::{No, RestRow};
use crate::ops::moving::{arriving, drafts, transit};
use crate::ops::{held, settings};
use crate::store::tables::{PRODUCT, TAKEN, View};

use super::named;

/// Returns what is still on its way and in no draft; nothing for a draft that takes nothing off the way.
pub fn answer(view: &View, draft: DocumentId) -> Result<Vec<RestRow>, No> {
    let head = named::asked_document(view, draft)?;
    let Some(transfer) = head.of.filter(|_| transit::arrives(&head)) else { return Ok(Vec::new()) };
    let settings = settings(view)?;
    let lines = drafts::lines(view, draft)?;
    let mut rest = Vec::new();
    for (product, on_the_way) in arriving::on_the_way(view, transfer)? {
        let record = view.need(PRODUCT, &product)?;
        let its = lines.iter().filter(|(_, line)| line.product == product);
        let line = its.clone().map(|(number, _)| *number).next_back();
        let taken: i64 = its.map(|(_, line)| line.quantity.thousandths()).sum();
        let (mut serials, mut quantity) = (Vec::new(), Quantity::ZERO);
        if record.serialised() {
            for (number, sent) in drafts::lines(view, transfer)?.iter().filter(|(_, sent)| sent.product == product) {
                let parts = view.need(TAKEN, &(transfer, *number))?.parts;
                for (unit, serial) in transit::on_their_way(view, &settings, transfer, sent, &parts)? {
                    serials.extend(held::by(view, unit)?.is_none().then_some(serial));
                }
            }
            quantity = Quantity::pieces(u32::try_from(serials.len()).unwrap_or(u32::MAX));
        } else if let Some(more) = on_the_way.checked_sub(Quantity::from_thousandths(taken)) {
            quantity = more;
        }
        if quantity > Quantity::ZERO {
            rest.push(RestRow { product, name: record.name, line, serials, quantity });
        }
    }
    Ok(rest)
}
