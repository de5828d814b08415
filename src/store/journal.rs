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

/// Bytes of a command, made once: for its fingerprint, for the chain and for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded(Vec<u8>);

impl Encoded {
    /// Encodes a command.
    pub fn of(command: &Command) -> Encoded {
        Encoded(postcard::to_stdvec(command).unwrap_or_default())
    }

    /// Returns its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
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
    #[serde(with = "packed")]
    body: Vec<u8>,
}

/// Writes bytes in one go where serde would take them one by one.
mod packed {
    use std::fmt;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_byte_buf(Bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }

        fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
            Ok(bytes)
        }
    }
}

/// An entry as stored, before its command.
#[derive(Serialize, Deserialize)]
struct Row {
    /// Milliseconds after the entry before it.
    later: i64,
    /// Who and where, when it differs from the entry before it.
    origin: Option<Origin>,
    /// The origin's desk's own count, when that is its id.
    n: Option<u64>,
    /// Any other id.
    id: Option<CommandId>,
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
        let Entry { sequence, id, at, origin, command } = entry;
        self.append_encoded(*sequence, id, *at, *origin, &Encoded::of(command));
    }

    /// Appends an entry whose command is encoded already, and moves the chain's head on.
    pub fn append_encoded(&mut self, sequence: u64, id: &CommandId, at: Moment, origin: Origin, command: &Encoded) {
        self.head = linked(&self.head, sequence, id, at, origin, &command.0);

        let (last_origin, last_at) = self.last;
        let n = match *id {
            CommandId::Desk(desk, n) if desk == origin.desk => Some(n),
            _ => None,
        };
        let row = Row {
            later: at.0.saturating_sub(last_at.0),
            origin: (origin != last_origin).then_some(origin),
            n,
            id: n.is_none().then(|| id.clone()),
        };
        let taken = std::mem::take(&mut self.body);
        self.body = postcard::to_extend(&row, taken).unwrap_or_default();
        self.body.extend_from_slice(&command.0);
        self.last = (origin, at);
        self.count += 1;
    }

    /// Returns when its last entry was accepted.
    pub fn last_at(&self) -> Moment {
        self.last.1
    }

    /// Unpacks its entries; `first` is the sequence of the first.
    pub fn entries(&self, first: u64) -> Result<Vec<Entry>, String> {
        let mut entries = Vec::with_capacity(self.count as usize);
        self.links(first, |link| entries.push(link.entry))?;
        Ok(entries)
    }

    /// Visits its entries with the chain's head after each, computed anew; `first` is the sequence of the first.
    pub fn links(&self, first: u64, mut visit: impl FnMut(Link)) -> Result<(), String> {
        let mut rest = self.body.as_slice();
        let mut head = self.before;
        let mut last = Block::after(self.before).last;
        for sequence in (first..).take(self.count as usize) {
            let (row, left) = postcard::take_from_bytes::<Row>(rest).map_err(|why| why.to_string())?;
            let (command, after) = postcard::take_from_bytes::<Command>(left).map_err(|why| why.to_string())?;
            let encoded = &left[..left.len() - after.len()];
            rest = after;
            let origin = row.origin.unwrap_or(last.0);
            let at = Moment(last.1.0.saturating_add(row.later));
            let id = match (row.n, row.id) {
                (Some(n), _) => CommandId::Desk(origin.desk, n),
                (None, Some(id)) => id,
                (None, None) => return Err("an entry has no id".to_owned()),
            };
            last = (origin, at);
            head = linked(&head, sequence, &id, at, origin, encoded);
            visit(Link { entry: Entry { sequence, id, at, origin, command }, encoded, head });
        }
        if !rest.is_empty() || (self.count > 0 && last != self.last) {
            return Err("its last entry is another than it says".to_owned());
        }
        Ok(())
    }
}

/// An entry of a block, as it stands in the chain.
#[derive(Debug)]
pub struct Link<'b> {
    /// What was accepted.
    pub entry: Entry,
    /// Bytes of its command.
    pub encoded: &'b [u8],
    /// Chain's head after it.
    pub head: Head,
}

/// Returns the chain's head after an entry. Its bytes are those of its fields in a row, so this is [`Entry::chain`].
fn linked(before: &Head, sequence: u64, id: &CommandId, at: Moment, origin: Origin, command: &[u8]) -> Head {
    let front = postcard::to_stdvec(&(sequence, id, at, origin)).unwrap_or_default();
    let mut hash = blake3::Hasher::new();
    hash.update(before).update(&front).update(command);
    *hash.finalize().as_bytes()
}

impl Value for Block {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(1, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        read_postcard(1, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::DocumentId;

    #[test]
    fn a_block_reads_back_as_it_was_written_and_its_chain_is_that_of_its_entries() {
        let ids = [CommandId::Desk(DeskId(2), 9), CommandId::Desk(DeskId(3), 1), CommandId::Given("x-1".to_owned())];
        let mut block = Block::after([7; 32]);
        let mut head = block.head;
        let mut written = Vec::new();
        for (sequence, id) in (41..).zip(ids) {
            let origin = Origin { employee: EmployeeId(1), desk: DeskId(2) };
            let command = Command::PostDraft { draft: DocumentId(sequence) };
            let entry = Entry { sequence, id, at: Moment(1_000), origin, command };
            block.append(&entry);
            head = entry.chain(&head);
            written.push(entry);
        }
        let block = Block::read(&block.to_bytes()).unwrap();
        assert_eq!(block.head, head);
        assert_eq!(block.entries(41).unwrap(), written);
    }
}
