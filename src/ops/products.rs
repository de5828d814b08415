//! Products: made, changed, archived.

use std::collections::BTreeSet;

use super::people::unknown;
use super::settings::{bad_template, count_from};
use super::table::{may, not_permitted};
use super::{Context, conversion, in_use, names, wording};
use crate::domain::barcode::BarcodeKey;
use crate::domain::employee::Permission;
use crate::domain::id::ProductId;
use crate::domain::product::{Barcode, Product, Tracking};
use crate::domain::quantity::{Quantity, QuantityError};
use crate::domain::template::Template;
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{CodeKind, Counter, PRODUCT, PRODUCT_DOCUMENT, Tables, View, WATCHED};

/// Months a warranty can last: a hundred years.
const LONGEST_WARRANTY: u16 = 1_200;

/// Makes a product.
pub fn add(tx: &mut Tables, cx: &Context, product: &Product, next: Option<u64>) -> Result<Outcome, No> {
    super::settings(&tx.view())?;
    let product = Product { archived: false, ..checked(product)? };
    let id = ProductId(tx.next(Counter::Product)?);
    let nothing = Product::default();
    rename(tx, id, &nothing, &product)?;
    match (&product.template, next) {
        (Some(template), Some(next)) => count_from(tx, cx, template, next)?,
        (None, Some(next)) => {
            let sentence =
                format!("{next}: {} has no template to count by; give it one, such as WS{{C:5}}", product.name);
            return Err(Refused::BadField(sentence).into());
        }
        (_, None) => {}
    }
    watch(tx, id, &product)?;
    tx.put(PRODUCT, &id, &product)?;
    Ok(Outcome::ProductMade(id))
}

/// Changes a product. Whether its units are told apart changes one way only, and here only while none is on hand.
pub fn edit(tx: &mut Tables, cx: &Context, id: ProductId, product: &Product) -> Result<Outcome, No> {
    let before = tx.get(PRODUCT, &id)?.ok_or_else(|| unknown("product", id.0))?;
    let after = Product { archived: before.archived, ..checked(product)? };
    match (before.tracking, after.tracking) {
        (Tracking::Counted, Tracking::Serialised { .. }) => serialise(tx, cx, id, &before)?,
        (Tracking::Serialised { .. }, Tracking::Counted) => {
            let sentence = format!("{} keeps its serials: a product with serials never goes back", before.name);
            return Err(Refused::Irreversible(sentence).into());
        }
        (Tracking::Serialised { matching: from, .. }, Tracking::Serialised { matching: to, .. })
            if from != to && has_serials(tx, id)? =>
        {
            let sentence = format!("{}: how its serials are compared is fixed since the first of them", before.name);
            return Err(Refused::BadField(sentence).into());
        }
        (Tracking::Counted, Tracking::Counted) if after.decimals < before.decimals => fewer_decimals(tx, id, &after)?,
        _ => {}
    }
    rename(tx, id, &before, &after)?;
    watch(tx, id, &after)?;
    tx.put(PRODUCT, &id, &after)?;
    Ok(Outcome::Done)
}

/// Hides a product, or shows it again; its names and barcodes stay taken.
pub fn archive(tx: &mut Tables, _: &Context, id: ProductId, archived: bool) -> Result<Outcome, No> {
    let before = tx.get(PRODUCT, &id)?.ok_or_else(|| unknown("product", id.0))?;
    if archived {
        in_use::product_is_free(&tx.view(), id, &before.name)?;
    }
    tx.put(PRODUCT, &id, &Product { archived, ..before })?;
    Ok(Outcome::Done)
}

/// Notes whether a product has a minimum, so that Home need not look at all products.
fn watch(tx: &mut Tables, id: ProductId, product: &Product) -> Result<(), Error> {
    match product.minimum {
        Some(_) => tx.put(WATCHED, &id, &()),
        None => tx.delete(WATCHED, &id),
    }
}

/// Tells single units of a product apart from now on, while none is on hand. Lines in drafts become lines with their
/// serials missing.
fn serialise(tx: &mut Tables, cx: &Context, id: ProductId, product: &Product) -> Result<(), No> {
    if !may(&tx.view(), cx, Permission::ConvertProducts)? {
        return Err(not_permitted(&tx.view(), cx, &format!("give {} serials", product.name))?);
    }
    conversion::refuse_open(&tx.view(), id, product)?;
    let today = cx.today(&super::settings(&tx.view())?);
    conversion::may::refuse(&tx.view(), today, id, product)?;
    let mut somewhere = Quantity::ZERO;
    in_use::each_balance(&tx.view(), id, |_, balance| {
        somewhere = somewhere.checked_add(balance.on_hand).unwrap_or(balance.on_hand);
        Ok(())
    })?;
    if somewhere != Quantity::ZERO {
        return Err(Refused::WrongState {
            document: product.name.clone(),
            state: format!("in stock without serials, {somewhere} of it"),
            wanted: "each piece needs its serial first, by a conversion".to_owned(),
        }
        .into());
    }
    conversion::ask_serials_of_drafts(tx, id, product)?;
    Ok(())
}

/// Tells whether any unit of a product was ever received or claimed.
fn has_serials(tx: &Tables, id: ProductId) -> Result<bool, Error> {
    Ok(was_posted(&tx.view(), id)? || in_use::draft_lines(tx, id)?.iter().any(|(_, line)| line.slots > 0))
}

fn was_posted(view: &View, id: ProductId) -> Result<bool, Error> {
    let mut posted = false;
    view.prefix(PRODUCT_DOCUMENT, &id, Direction::Forward, |_, _| {
        posted = true;
        Ok(false)
    })?;
    Ok(posted)
}

/// Refuses fewer decimals where something was counted with more.
fn fewer_decimals(tx: &Tables, id: ProductId, after: &Product) -> Result<(), No> {
    let decimals = after.decimals;
    let drafted = in_use::draft_lines(tx, id)?
        .into_iter()
        .flat_map(|(_, line)| [Some(line.counted), line.expected])
        .flatten()
        .any(|quantity| quantity.within(decimals).is_err());
    let moving = in_use::draft_moves(&tx.view(), id)?;
    let drafted = drafted || moving.iter().any(|(_, line)| line.quantity.within(decimals).is_err());
    if drafted || was_posted(&tx.view(), id)? {
        let sentence =
            format!("{decimals}: {} was counted with more decimals already; it can get more, not fewer", after.name);
        return Err(Refused::BadField(sentence).into());
    }
    Ok(())
}

/// Takes the names and barcodes a product shall have, and gives up those it no longer has.
fn rename(tx: &mut Tables, id: ProductId, before: &Product, after: &Product) -> Result<(), No> {
    for (kind, what, from, to) in [
        (CodeKind::ProductName, "product", &before.name, &after.name),
        (CodeKind::ProductCode, "product", &before.code, &after.code),
        (CodeKind::Sku, "product", &before.sku, &after.sku),
    ] {
        names::change(tx, kind, &names::folded(from), &names::folded(to), id.0, |view, owner| {
            taken(view, what, to, owner)
        })?;
    }
    let (from, to) = (barcode_keys(before)?, barcode_keys(after)?);
    for (key, barcode) in to.iter().zip(&after.barcodes) {
        names::take(tx, CodeKind::Barcode, key, id.0, |view, owner| taken(view, "product", &barcode.text, owner))?;
    }
    for gone in from.iter().filter(|key| !to.contains(key)) {
        names::release(tx, CodeKind::Barcode, gone, id.0)?;
    }
    Ok(())
}

pub(super) fn barcode_keys(product: &Product) -> Result<Vec<String>, Refused> {
    product.barcodes.iter().map(|barcode| barcode_key(&barcode.text)).collect()
}

fn barcode_key(text: &str) -> Result<String, Refused> {
    let key = BarcodeKey::parse(text).map_err(|error| Refused::BadField(error.to_string()))?;
    Ok(key.into_string())
}

fn taken(view: &View, what: &str, value: &str, owner: u64) -> Result<Refused, Error> {
    let owner = view.need(PRODUCT, &ProductId(owner))?.name;
    Ok(Refused::Exists { what: what.to_owned(), value: value.to_owned(), owner })
}

/// Checks a product by itself and returns it as it is kept.
fn checked(product: &Product) -> Result<Product, Refused> {
    let serialised = product.serialised();
    let unit = names::optional(&product.unit, 12)?;
    // The unit of measure of a product with serials is the piece.
    let unit = if serialised || unit.is_empty() { "pc".to_owned() } else { unit };
    if product.decimals > 3 {
        return Err(Refused::BadField(format!("{}: a quantity has at most 3 decimals", product.decimals)));
    }
    let decimals = if serialised { 0 } else { product.decimals };
    let template = product.template.as_ref().map(|text| Template::parse(text.as_str())).transpose();
    let kept = Product {
        name: names::parse("a product", &product.name, 120)?,
        code: names::optional(&product.code, 40)?,
        sku: names::optional(&product.sku, 40)?,
        category: names::optional(&product.category, 60)?,
        description: wording::text("a description", &product.description.replace("\r\n", "\n"), 2_000)?,
        unit,
        decimals,
        template: template.map_err(bad_template)?,
        shape: names::optional(&product.shape, 64)?,
        barcodes: barcodes(product, decimals)?,
        ..product.clone()
    };
    limits(&kept)?;
    if let Some(months) = kept.client_warranty.filter(|months| *months > LONGEST_WARRANTY) {
        return Err(Refused::BadField(format!("{months} months: a warranty lasts at most {LONGEST_WARRANTY}")));
    }
    Ok(kept)
}

/// Checks minimum and maximum stock.
fn limits(product: &Product) -> Result<(), Refused> {
    let bad = |error: QuantityError| Refused::BadQuantity(error.in_unit(&product.unit).to_string());
    for limit in [product.minimum, product.maximum].into_iter().flatten() {
        limit.within(product.decimals).map_err(bad)?;
        if limit < Quantity::ZERO {
            return Err(Refused::BadQuantity(format!("{limit}: a minimum or maximum is not below zero")));
        }
    }
    match (product.minimum, product.maximum) {
        (Some(minimum), Some(maximum)) if minimum > maximum => Err(Refused::BadQuantity(format!(
            "{minimum}: the minimum is above the maximum of {maximum}; lower it, or raise the maximum"
        ))),
        _ => Ok(()),
    }
}

/// Checks barcodes and returns them without outer blanks.
fn barcodes(product: &Product, decimals: u8) -> Result<Vec<Barcode>, Refused> {
    let mut keys = BTreeSet::new();
    let mut kept = Vec::with_capacity(product.barcodes.len());
    for barcode in &product.barcodes {
        let text = barcode.text.trim().to_owned();
        if !keys.insert(barcode_key(&text)?) {
            return Err(Refused::Duplicate(format!("{text} stands twice among the barcodes: take one out")));
        }
        let pack = barcode.pack.above_zero().and_then(|pack| pack.within(decimals));
        let pack = pack.map_err(|error| Refused::BadQuantity(format!("{text} counts {error}")))?;
        kept.push(Barcode { text, pack });
    }
    Ok(kept)
}
