//! What a scanned or typed code is. What stock knows wins over what a code looks like.

use crate::domain::barcode::BarcodeKey;
use crate::domain::id::{BinId, DocumentId, ProductId, WarehouseId};
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{Meaning, No};
use crate::ops::names::{bin_code, find, folded};
use crate::ops::standing;
use crate::store::engine::Error;
use crate::store::tables::{BIN, CodeKind, DOCUMENT, PRODUCT, View};

use super::{named, units};

/// Returns everything a code stands for, best first; nothing when it is unknown.
///
/// First the unit of the product whose serials are asked for, then what a barcode is, then other units in stock or in
/// a draft before those that are gone, then codes, SKUs, document numbers, warehouses and bins.
pub fn answer(view: &View, now: Moment, text: &str, product: Option<ProductId>) -> Result<Vec<Meaning>, No> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let (asked, others): (Vec<_>, Vec<_>) =
        units::answering(view, text)?.into_iter().partition(|known| Some(known.product) == product);
    let mut meanings = Vec::new();
    for known in asked {
        meanings.push(Meaning::Unit(units::brief(view, now, known)?));
    }
    meanings.extend(by_barcode(view, text)?);
    let mut gone = Vec::new();
    for known in others {
        let held = standing::held(view, &known.unit)?;
        let unit = Meaning::Unit(units::brief(view, now, known)?);
        if held { meanings.push(unit) } else { gone.push(unit) }
    }
    meanings.extend(gone);
    let name = folded(text);
    meanings.extend(by_code(view, &name, &meanings)?);
    meanings.extend(document(view, &name)?);
    meanings.extend(warehouse(view, &name)?);
    meanings.extend(bins(view, text)?);
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

fn document(view: &View, name: &str) -> Result<Option<Meaning>, Error> {
    let Some(document) = find(view, CodeKind::DocumentNumber, name)?.map(DocumentId) else { return Ok(None) };
    let head = view.need(DOCUMENT, &document)?;
    Ok(Some(Meaning::Document { document, number: head.number.unwrap_or_default(), kind: head.kind }))
}

fn warehouse(view: &View, name: &str) -> Result<Option<Meaning>, Error> {
    for kind in [CodeKind::WarehouseCode, CodeKind::WarehouseName] {
        if let Some(warehouse) = find(view, kind, name)?.map(WarehouseId) {
            return Ok(Some(Meaning::Warehouse { warehouse, name: named::warehouse(view, warehouse)? }));
        }
    }
    Ok(None)
}

/// Finds bins with this code in every warehouse, since a code is unique only within its own.
fn bins(view: &View, text: &str) -> Result<Vec<Meaning>, Error> {
    let mut found = Vec::new();
    for (warehouse, record) in named::warehouses(view)? {
        if let Some(bin) = find(view, CodeKind::BinCode, &bin_code(warehouse, text))?.map(BinId) {
            let code = view.need(BIN, &bin)?.code;
            found.push(Meaning::Bin { bin, warehouse, name: format!("{} {code}", record.name) });
        }
    }
    Ok(found)
}
