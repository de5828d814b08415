//! What a scanned or typed code is. What stock knows wins over what a code looks like.

use crate::domain::barcode::{BarcodeKey, imei_of_version, is_sscc, upc_e};
use crate::domain::document::DocumentState;
use crate::domain::id::{BinId, DocumentId, ProductId, WarehouseId};
use crate::domain::place::Warehouse;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{Meaning, No};
use crate::ops::names::{bin_code, find, folded};
use crate::ops::pallets;
use crate::ops::places::LONGEST_BIN_CODE;
use crate::store::engine::Error;
use crate::store::tables::{BIN, CodeKind, DOCUMENT, PRODUCT, View};

use super::named::{self, Called};
use super::units;

/// Returns everything a code stands for, best first; nothing when it is unknown.
///
/// First the unit of the product whose serials are asked for, then what a barcode is, then other units in stock or in
/// a draft before those that are gone, then codes, SKUs, document numbers, warehouses and bins.
pub fn answer(view: &View, now: Moment, text: &str, product: Option<ProductId>) -> Result<Vec<Meaning>, No> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let warehouses = named::warehouses(view)?;
    let mut called = Called::new(*view, now);
    called.take_in(&warehouses);
    let mut units = units::answering(view, text)?;
    // A device's software version is no part of who it is.
    if let Some(imei) = imei_of_version(text).filter(|_| units.is_empty()) {
        units = units::answering(view, &imei)?;
    }
    let (asked, others): (Vec<_>, Vec<_>) = units.into_iter().partition(|known| Some(known.product) == product);
    let mut meanings = Vec::new();
    for known in asked {
        meanings.push(Meaning::Unit(units::brief(&mut called, now, known)?));
    }
    meanings.extend(by_barcode(view, text)?);
    // Its eight digits may be a GTIN-8, and short for a GTIN-12: of two products a person decides.
    if let Some(gtin) = upc_e(text) {
        let long = by_barcode(view, &gtin.to_string())?;
        meanings.extend(long.filter(|meaning| !meanings.contains(meaning)));
    }
    let (held, gone): (Vec<_>, Vec<_>) = others.into_iter().partition(units::is_held);
    for known in held.into_iter().chain(gone) {
        meanings.push(Meaning::Unit(units::brief(&mut called, now, known)?));
    }
    meanings.extend(by_pallet(view, text)?);
    let name = folded(text);
    meanings.extend(by_code(view, &name, &meanings)?);
    meanings.extend(document(view, &name)?);
    meanings.extend(places(view, text, &name, &warehouses)?);
    Ok(meanings)
}

fn by_barcode(view: &View, text: &str) -> Result<Option<Meaning>, Error> {
    let Ok(key) = BarcodeKey::parse(text) else { return Ok(None) };
    let Some(id) = find(view, CodeKind::Barcode, key.as_str())?.map(ProductId) else { return Ok(None) };
    let product = view.need(PRODUCT, &id)?;
    let pack = product.barcodes.iter().find(|barcode| BarcodeKey::parse(&barcode.text).as_ref() == Ok(&key));
    Ok(Some(Meaning::Product {
        product: id,
        serialised: product.serialised(),
        pack: pack.map_or(Quantity::ONE, |barcode| barcode.pack),
        name: product.name,
    }))
}

/// Finds the postings that goods on a pallet came in by.
fn by_pallet(view: &View, text: &str) -> Result<Vec<Meaning>, Error> {
    if !is_sscc(text) {
        return Ok(Vec::new());
    }
    let found = pallets::in_force(view, text)?.into_iter().map(|(document, head)| Meaning::Document {
        document,
        number: head.number.unwrap_or_default(),
        kind: head.kind,
    });
    Ok(found.collect())
}

/// Finds a product by its code, SKU or whole name, unless it is among the meanings already.
fn by_code(view: &View, name: &str, known: &[Meaning]) -> Result<Vec<Meaning>, Error> {
    let mut found: Vec<ProductId> = Vec::new();
    for kind in [CodeKind::ProductCode, CodeKind::Sku, CodeKind::ProductName] {
        found.extend(find(view, kind, name)?.map(ProductId));
    }
    found.dedup();
    found.retain(|id| !known.iter().any(|known| matches!(known, Meaning::Product { product, .. } if product == id)));
    found
        .into_iter()
        .map(|id| {
            let product = view.need(PRODUCT, &id)?;
            let (serialised, pack) = (product.serialised(), Quantity::ONE);
            Ok(Meaning::Product { product: id, name: product.name, serialised, pack })
        })
        .collect()
}

/// Finds a document by its number, which has a dash: `P-118`; by what stands on the paper of one that had no number yet:
/// `DRAFT-7`.
fn document(view: &View, name: &str) -> Result<Option<Meaning>, Error> {
    if !name.contains('-') {
        return Ok(None);
    }
    let numbered = find(view, CodeKind::DocumentNumber, name)?;
    let draft = || name.strip_prefix("draft-").and_then(|id| id.parse().ok());
    let Some(document) = numbered.or_else(draft).map(DocumentId) else { return Ok(None) };
    let found = view.get(DOCUMENT, &document)?.filter(|head| head.state != DocumentState::Deleted);
    let Some(head) = found else { return Ok(None) };
    Ok(Some(Meaning::Document { document, number: head.number.unwrap_or_default(), kind: head.kind }))
}

/// Finds warehouses by code or name, and bins with this code in each, since a code is unique only within its own.
fn places(view: &View, text: &str, name: &str, warehouses: &[(WarehouseId, Warehouse)]) -> Result<Vec<Meaning>, Error> {
    let mut found = Vec::new();
    let mut bins = Vec::new();
    for (id, record) in warehouses {
        if folded(&record.code) == name || folded(&record.name) == name {
            found.push(Meaning::Warehouse { warehouse: *id, name: record.name.clone() });
        }
        if text.chars().count() > LONGEST_BIN_CODE {
            continue;
        }
        if let Some(bin) = find(view, CodeKind::BinCode, &bin_code(*id, text))?.map(BinId) {
            let code = view.need(BIN, &bin)?.code;
            bins.push(Meaning::Bin { bin, warehouse: *id, name: format!("{} {code}", record.name) });
        }
    }
    found.extend(bins);
    Ok(found)
}
