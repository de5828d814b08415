//! Numbers of documents: gap-free within a series of (branch, kind), unique in the company, never reset.

use super::names::{folded, take};
use crate::domain::document::DocumentKind;
use crate::domain::id::{DocumentId, LocationId, WarehouseId};
use crate::messages::{No, Refused};
use crate::store::tables::{CodeKind, LOCATION, SERIES, Tables, WAREHOUSE};

/// Gives a document the n-th number within another's: `T-5/1` is the first of what arrived of the transfer T-5.
pub fn within(tx: &mut Tables, id: DocumentId, of: &str, n: usize) -> Result<String, No> {
    let number = format!("{of}/{n}");
    take(tx, CodeKind::DocumentNumber, &folded(&number), id.0, |_, owner| {
        let owner = format!("document {owner}");
        Ok(Refused::Exists { what: "document number".to_owned(), value: number.clone(), owner })
    })?;
    Ok(number)
}

/// Gives a document the next number of its series: `P-118`, or `N-P-118` in a branch with the code `N`.
///
/// A branch without a code counts in the company's series, or two documents would have one number.
pub fn number(tx: &mut Tables, id: DocumentId, kind: DocumentKind, warehouse: WarehouseId) -> Result<String, No> {
    let branch = tx.need(WAREHOUSE, &warehouse)?.location;
    number_in(tx, id, kind, branch)
}

/// Gives a document of a branch, or of the company, the next number of its series.
pub fn number_in(
    tx: &mut Tables,
    id: DocumentId,
    kind: DocumentKind,
    branch: Option<LocationId>,
) -> Result<String, No> {
    let (series, prefix) = match branch {
        Some(branch) => match tx.need(LOCATION, &branch)?.code {
            code if code.is_empty() => (LocationId(0), String::new()),
            code => (branch, format!("{code}-")),
        },
        None => (LocationId(0), String::new()),
    };
    let letters = kind.letters();
    let at = (series, letters.to_owned());
    let next = tx.get(SERIES, &at)?.unwrap_or(0) + 1;
    tx.put(SERIES, &at, &next)?;
    let number = format!("{prefix}{letters}-{next}");
    take(tx, CodeKind::DocumentNumber, &folded(&number), id.0, |_, owner| {
        let owner = format!("document {owner}");
        Ok(Refused::Exists { what: "document number".to_owned(), value: number.clone(), owner })
    })?;
    Ok(number)
}
