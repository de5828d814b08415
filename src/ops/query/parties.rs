//! Suppliers and clients by part of a name.

use std::cmp::Reverse;

use crate::domain::id::{ClientId, SupplierId};
use crate::messages::No;
use crate::store::engine::Error;
use crate::store::tables::{CLIENT, CodeKind, SUPPLIER, View};

use super::rank::Wanted;

/// Returns the names of suppliers in use: all by name, or those a text finds, best first.
pub fn suppliers(view: &View, text: &str) -> Result<Vec<String>, No> {
    called(view, CodeKind::SupplierName, text, |id| {
        let supplier = view.need(SUPPLIER, &SupplierId(id))?;
        Ok((!supplier.archived).then_some(supplier.name))
    })
}

/// Returns the names of clients in use: all by name, or those a text finds, best first.
pub fn clients(view: &View, text: &str) -> Result<Vec<String>, No> {
    called(view, CodeKind::ClientName, text, |id| {
        let client = view.need(CLIENT, &ClientId(id))?;
        Ok((!client.archived).then_some(client.name))
    })
}

fn called(
    view: &View,
    kind: CodeKind,
    text: &str,
    name_of: impl Fn(u64) -> Result<Option<String>, Error>,
) -> Result<Vec<String>, No> {
    let mut wanted = Wanted::new(text);
    let mut found = Vec::new();
    super::named::beginning(view, kind, "", |name, id| {
        let score = if wanted.is_everything() { Some(0) } else { wanted.score(&name) };
        if let Some(score) = score {
            found.extend(name_of(id)?.map(|name| (Reverse(score), name)));
        }
        Ok(true)
    })?;
    // Stable: equals stay in the order of their names.
    found.sort_by_key(|(score, _)| *score);
    Ok(found.into_iter().map(|(_, name)| name).collect())
}
