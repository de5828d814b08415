//! What is noted about a unit: remarks, further identifiers. Neither moves it.

use super::claims::{holder, scope};
use super::{Context, draft, settings, standing, tray, wording};
use crate::domain::id::{DocumentId, ProductId};
use crate::domain::serial::{Serial, SerialKey};
use crate::domain::text::shown;
use crate::domain::unit::{Holder, Unit};
use crate::messages::{No, Outcome, Refused};
use crate::store::codec::Scope;
use crate::store::engine::Direction;
use crate::store::rows;
use crate::store::tables::{LOT, PRODUCT, REMARK, SERIAL, Tables, View};

/// Characters a remark may have.
const LONGEST_REMARK: usize = 1_000;

/// Adds a dated remark to a unit's passport.
pub fn remark(tx: &mut Tables, cx: &Context, product: ProductId, key: &SerialKey, text: &str) -> Result<Outcome, No> {
    let text = wording::text("a remark", text, LONGEST_REMARK)?;
    if text.is_empty() {
        return Err(Refused::BadField("nothing typed: a remark has at least one character".to_owned()).into());
    }
    let (_, key, _) = unit(&tx.view(), product, key)?;
    let mut last = 0;
    tx.view().prefix(REMARK, &(key.clone(), product), Direction::Backward, |(_, _, n), _| {
        last = n;
        Ok(false)
    })?;
    tx.put(REMARK, &(key, product, last + 1), &rows::Remark { stamp: draft::stamp(cx), text })?;
    Ok(Outcome::Done)
}

/// Notes a further identifier of a unit: from now on it leads to the unit, and is no other's.
pub fn identify(
    tx: &mut Tables,
    cx: &Context,
    product: ProductId,
    key: &SerialKey,
    identifier: &str,
    from_tray: Option<(DocumentId, u32)>,
) -> Result<Outcome, No> {
    if let Some((draft, row)) = from_tray {
        let mut document = draft::writable(&tx.view(), cx, draft)?;
        tray::decide(tx, draft, &mut document, Some(row))?;
    }
    let (raw, leads_here_already) = also_called(tx, cx, product, key, identifier)?;
    if leads_here_already {
        let name = tx.need(PRODUCT, &product)?.name;
        return Err(Refused::Duplicate(format!("{raw} leads to this unit already: {name}")).into());
    }
    Ok(Outcome::Done)
}

/// Lets a further identifier lead to a unit; returns it as it is kept, and whether it led there before.
pub(super) fn also_called(
    tx: &mut Tables,
    cx: &Context,
    product: ProductId,
    key: &SerialKey,
    identifier: &str,
) -> Result<(String, bool), No> {
    let (scope, own, mut unit) = unit(&tx.view(), product, key)?;
    let record = tx.need(PRODUCT, &product)?;
    let identifier = Serial::parse(identifier, record.matching())
        .map_err(|wrong| Refused::SerialMalformed { serial: shown(identifier), sentence: wrong.to_string() })?;
    let (raw, alias) = identifier.into_parts();
    if let Some((held, other)) = holder(&tx.view(), scope, alias.clone())? {
        if held == own {
            return Ok((raw, true));
        }
        let standing = Box::new(standing::of(&tx.view(), cx.now, &other)?);
        return Err(Refused::SerialTaken { serial: raw, product: record.name, standing }.into());
    }
    tx.put(SERIAL, &(alias, scope), &Holder::Alias(own.clone()))?;
    unit.identifiers.push(raw.clone());
    tx.put(SERIAL, &(own, scope), &Holder::Unit(unit))?;
    Ok((raw, false))
}

/// Returns the unit of a product that a key leads to, with the unit's own key.
pub(super) fn unit(view: &View, product: ProductId, key: &SerialKey) -> Result<(Scope, SerialKey, Unit), No> {
    let scope = scope(&settings(view)?, product);
    if let Some((own, unit)) = holder(view, scope, key.clone())?
        && view.need(LOT, &unit.lot)?.product == product
    {
        return Ok((scope, own, unit));
    }
    Err(Refused::Unknown { what: "unit".to_owned(), value: shown(key.as_str()), hint: String::new() }.into())
}
