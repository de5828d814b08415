//! A store to look around in.

use crate::stockroom::Stockroom;

/// Fills a founded, empty store; `progress` hears how much of how much is done.
pub fn fill(stockroom: &Stockroom, progress: &mut dyn FnMut(u64, u64)) -> anyhow::Result<()> {
    let _ = stockroom;
    progress(1, 1);
    Ok(())
}
