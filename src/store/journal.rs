//! Blocks of journal entries, about 1 KB each, chained by hash: an entry's hash is the BLAKE3 of the one before it
//! and its own bytes. What repeats from the entry before it is left out of what is stored, never out of the hash.

use serde::{Deserialize, Serialize};

use super::codec::{Value, read_postcard, write_postcard};
use crate::domain::id::{DeskId, EmployeeId};
use crate::domain::time::Moment;
use crate::messages::{Command, CommandId, Origin};

/// Bytes of a block's body from which the next entry begins a block of its own.
pub const BLOCK: usize = 1_024;

/// Hash of the chain so far.
pub type Head = [u8; 32];

/// One accepted command: who decided what, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Position in the order of acceptance, from 1.
    pub sequence: u64,
    /// Id it came with.
    pub id: CommandId,
    /// When it was accepted.
    pub at: Moment,
    /// Who and where.
    pub origin: Origin,
    /// What was decided.
    pub command: Command,
}

impl Entry {
    /// Returns the chain's head after this entry.
    pub fn chain(&self, before: &Head) -> Head {
        let mut hash = blake3::Hasher::new();
        hash.update(before);
        hash.update(&postcard::to_stdvec(self).unwrap_or_default());
        *hash.finalize().as_bytes()
    }
}

/// Entries in a row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Chain's head before its first entry.
    pub before: Head,
    /// Chain's head after its last entry.
    pub head: Head,
    /// Entries in it.
    pub count: u32,
    /// Origin and time of its last entry.
    last: (Origin, Moment),
    /// Its entries, packed.
    body: Vec<u8>,
}

/// An entry as stored.
#[derive(Serialize, Deserialize)]
struct Row<C> {
    /// Milliseconds after the entry before it.
    later: i64,
    /// Who and where, when it differs from the entry before it.
    origin: Option<Origin>,
    /// The origin's desk's own count, when that is its id.
    n: Option<u64>,
    /// Any other id.
    id: Option<CommandId>,
    command: C,
}

impl Block {
    /// Makes an empty block that goes on from a chain's head.
    pub fn after(before: Head) -> Block {
        let nobody = Origin { employee: EmployeeId(0), desk: DeskId(0) };
        Block { before, head: before, count: 0, last: (nobody, Moment(0)), body: Vec::new() }
    }

    /// Tells whether the next entry shall begin another block.
    pub fn full(&self) -> bool {
        self.body.len() >= BLOCK
    }

    /// Appends an entry and moves the chain's head on.
    pub fn append(&mut self, entry: &Entry) {
        self.head = entry.chain(&self.head);
        let (origin, at) = self.last;
        let n = match entry.id {
            CommandId::Desk(desk, n) if desk == entry.origin.desk => Some(n),
            _ => None,
        };
        let row = Row {
            later: entry.at.0 - at.0,
            origin: (entry.origin != origin).then_some(entry.origin),
            n,
            id: n.is_none().then(|| entry.id.clone()),
            command: &entry.command,
        };
        let taken = std::mem::take(&mut self.body);
        self.body = postcard::to_extend(&row, taken).unwrap_or_default();
        self.last = (entry.origin, entry.at);
        self.count += 1;
    }

    /// Returns when its last entry was accepted.
    pub fn last_at(&self) -> Moment {
        self.last.1
    }

    /// Unpacks its entries; `first` is the sequence of the first.
    pub fn entries(&self, first: u64) -> Result<Vec<Entry>, String> {
        let mut rest = self.body.as_slice();
        let mut entries: Vec<Entry> = Vec::with_capacity(self.count as usize);
        let mut last = Block::after(self.before).last;
        for sequence in (first..).take(self.count as usize) {
            let (row, left) = postcard::take_from_bytes::<Row<Command>>(rest).map_err(|why| why.to_string())?;
            rest = left;
            let origin = row.origin.unwrap_or(last.0);
            let at = Moment(last.1.0 + row.later);
            let id = match (row.n, row.id) {
                (Some(n), _) => CommandId::Desk(origin.desk, n),
                (None, Some(id)) => id,
                (None, None) => return Err("an entry has no id".to_owned()),
            };
            last = (origin, at);
            entries.push(Entry { sequence, id, at, origin, command: row.command });
        }
        Ok(entries)
    }
}

impl Value for Block {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(1, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        read_postcard(1, bytes)
    }
}
