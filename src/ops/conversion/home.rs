//! What was sold before its product had serials comes home: it rejoins its own lot, and gets its serials at once.

use std::collections::BTreeMap;

use super::give::{Given, give};
use super::open_day;
use super::whole::{hold_new, pack};
use crate::domain::id::ProductId;
use crate::domain::lot::{Layer, LayerKey};
use crate::domain::movement::Part;
use crate::domain::product::Product;
use crate::domain::serial::Serial;
use crate::messages::{No, Refused};
use crate::ops::{Context, layers};
use crate::store::tables::{LOT, Tables};

/// Converts the layers that a client's return just brought, by the serials that were named for them.
pub fn give_at_home(
    tx: &mut Tables,
    cx: &Context,
    (product, record): (ProductId, &Product),
    parts: &[Part],
    serials: &[Serial],
) -> Result<(), No> {
    let (settings, today) = open_day(tx, cx)?;
    let mut home: BTreeMap<LayerKey, Layer> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.units.is_empty()) {
        let Some(spot) = part.to else { continue };
        let key = layers::at(part.lot, &tx.need(LOT, &part.lot)?, spot);
        let sum = home.entry(key).or_insert(layers::NOTHING);
        *sum = layers::plus(*sum, Layer { quantity: part.quantity, cost: part.cost });
    }
    if let Some((_, layer)) = home.iter().find(|(_, layer)| !layer.quantity.is_whole()) {
        let sentence = format!(
            "{} of {} were sold of one lot: what comes back has no whole pieces to give serials; receive it by a posting",
            layer.quantity, record.name
        );
        return Err(Refused::Fractional(sentence).into());
    }
    let packed = serials.iter().enumerate().map(|(place, serial)| pack(cx, place, serial, false)).collect();
    let warehouse = home.keys().next().map(|key| key.warehouse).unwrap_or_default();
    let given = Given {
        product,
        draft: None,
        today,
        layers: home.into_iter().collect(),
        serials: BTreeMap::from([(warehouse, packed)]),
    };
    give(tx, cx, given, |tx, placed| hold_new(tx, cx, &settings, product, serials, placed))?;
    Ok(())
}
