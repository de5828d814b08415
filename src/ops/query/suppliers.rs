//! Suppliers by part of a name.

use std::cmp::Reverse;

use crate::domain::id::SupplierId;
use crate::messages::No;
use crate::store::tables::{CodeKind, SUPPLIER, View};

use super::rank::Wanted;

/// Returns the names of suppliers in use: all by name, or those a text finds, best first.
pub fn answer(view: &View, text: &str) -> Result<Vec<String>, No> {
    let mut wanted = Wanted::new(text);
    let mut found = Vec::new();
    super::named::beginning(view, CodeKind::SupplierName, "", |name, id| {
        let score = if wanted.is_everything() { Some(0) } else { wanted.score(&name) };
        if let Some(score) = score {
            let supplier = view.need(SUPPLIER, &SupplierId(id))?;
            if !supplier.archived {
                found.push((Reverse(score), supplier.name));
            }
        }
        Ok(true)
    })?;
    // Stable: equals stay in the order of their names.
    found.sort_by_key(|(score, _)| *score);
    Ok(found.into_iter().map(|(_, name)| name).collect())
}
