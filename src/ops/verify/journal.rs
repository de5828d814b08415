//! The journal's chain is whole, and its entries follow one another without a gap.

use super::Walk;
use crate::store::engine::Error;
use crate::store::journal::Head;
use crate::store::tables::JOURNAL;

/// Walks the journal and computes its chain anew.
pub(super) fn chain(walk: &mut Walk) -> Result<(), Error> {
    let mut head = Head::default();
    let mut next = 1;
    for (first, block) in walk.records(JOURNAL, &())? {
        let name = format!("the journal's block of entry {first}");
        walk.hold(first == next, || format!("{name} should begin with entry {next}"));
        walk.hold(block.before == head, || format!("{name} does not go on from the one before it"));
        head = block.before;
        let entries = block.entries(first).map_err(|why| Error::Record { table: JOURNAL.name().to_owned(), why })?;
        for entry in &entries {
            head = entry.chain(&head);
        }
        walk.hold(block.head == head, || format!("{name} is not what was written: its chain breaks"));
        next = first + entries.len() as u64;
    }
    Ok(())
}
