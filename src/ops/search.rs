//! The search index behind the work: units by the end of their serials.

use crate::store::engine::Error;
use crate::store::tables::Tables;

/// Indexes a bounded number of posted units; returns whether more remain.
pub fn index_slice(tx: &mut Tables) -> Result<bool, Error> {
    let _ = tx;
    Ok(false)
}
