//! No name leads nowhere.

use super::Walk;
use crate::domain::id::{
    BinId, ClientId, DeskId, DocumentId, EmployeeId, LocationId, ProductId, RoleId, SupplierId, WarehouseId,
};
use crate::store::engine::Error;
use crate::store::tables::{
    BIN, CLIENT, CODE, CodeKind, DESK, DOCUMENT, EMPLOYEE, LOCATION, PRODUCT, ROLE, SUPPLIER, View, WAREHOUSE,
};

/// Every kind of name.
const KINDS: [CodeKind; 15] = [
    CodeKind::ProductName,
    CodeKind::ProductCode,
    CodeKind::Sku,
    CodeKind::Barcode,
    CodeKind::DocumentNumber,
    CodeKind::WarehouseName,
    CodeKind::WarehouseCode,
    CodeKind::LocationName,
    CodeKind::LocationCode,
    CodeKind::BinCode,
    CodeKind::SupplierName,
    CodeKind::ClientName,
    CodeKind::EmployeeName,
    CodeKind::DeskName,
    CodeKind::RoleName,
];

/// Walks the names: each leads to a record that is there.
pub(super) fn names(walk: &mut Walk) -> Result<(), Error> {
    for ((kind, name), id) in walk.records(CODE, &())? {
        let kind = KINDS.into_iter().find(|known| *known as u8 == kind);
        let there = kind.map_or(Ok(false), |kind| there(&walk.view, kind, id))?;
        walk.hold(there, || format!("the name {name} leads to {id}, which is not there"));
    }
    Ok(())
}

fn there(view: &View, kind: CodeKind, id: u64) -> Result<bool, Error> {
    use CodeKind as Of;
    Ok(match kind {
        Of::ProductName | Of::ProductCode | Of::Sku | Of::Barcode => view.get(PRODUCT, &ProductId(id))?.is_some(),
        Of::DocumentNumber => view.get(DOCUMENT, &DocumentId(id))?.is_some(),
        Of::WarehouseName | Of::WarehouseCode => view.get(WAREHOUSE, &WarehouseId(id))?.is_some(),
        Of::LocationName | Of::LocationCode => view.get(LOCATION, &LocationId(id))?.is_some(),
        Of::BinCode => view.get(BIN, &BinId(id))?.is_some(),
        Of::SupplierName => view.get(SUPPLIER, &SupplierId(id))?.is_some(),
        Of::ClientName => view.get(CLIENT, &ClientId(id))?.is_some(),
        Of::EmployeeName => view.get(EMPLOYEE, &EmployeeId(id))?.is_some(),
        Of::DeskName => view.get(DESK, &DeskId(id))?.is_some(),
        Of::RoleName => view.get(ROLE, &RoleId(id))?.is_some(),
    })
}
