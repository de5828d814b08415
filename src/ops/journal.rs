//! What is accepted is kept: each command goes into the journal in the transaction that carries it out, with its
//! answer beside it, so that it is carried out once and answered as often as it is sent.
//!
//! Replaying the journal's commands into an empty store gives an equal store: see [`replay`].

use std::ops::Bound;

use super::{Context, perform};
use crate::domain::id::DeskId;
use crate::domain::time::Moment;
use crate::messages::{Command, CommandId, No, Origin, Outcome, Refused};
use crate::store::engine::{Direction, Error};
use crate::store::journal::{Block, Encoded, Entry, Head};
use crate::store::rows::Answered;
use crate::store::tables::{GIVEN, JOURNAL, RECENT, Tables, View};

/// A command as it was handed in, made ready outside the committing thread.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Who gives it, and where.
    pub origin: Origin,
    /// Its id.
    pub id: CommandId,
    /// What was decided.
    pub command: Command,
    encoded: Encoded,
    /// First bytes of its fingerprint: another body under the same id is refused by them.
    body: [u8; 8],
}

impl Submitted {
    /// Makes a command ready: what can be worked out without the store is.
    pub fn new(origin: Origin, id: CommandId, command: Command) -> Submitted {
        let encoded = Encoded::of(&command);
        let body = fingerprint(encoded.bytes());
        Submitted { origin, id, command, encoded, body }
    }
}

/// Returns what is kept of a command's bytes beside its answer: another body under its id is refused by it.
pub(super) fn fingerprint(command: &[u8]) -> [u8; 8] {
    let mut body = [0; 8];
    body.copy_from_slice(&blake3::hash(command).as_bytes()[..8]);
    body
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What it did.
    pub outcome: Outcome,
    /// When it was carried out now; `None` when it had been before and was only answered again.
    pub at: Option<Moment>,
}

/// Last block of the journal, remembered from job to job so that it need not be decoded again.
///
/// It is believed only while the store holds these very bytes: a commit that fails leaves it behind harmlessly.
#[derive(Debug, Default)]
pub struct Tip(Option<(u64, Block, Vec<u8>)>);

impl Tip {
    /// Takes the last block out, with the sequence of its first entry; a journal without entries has none.
    fn take(&mut self, tx: &Tables) -> Result<Option<(u64, Block)>, Error> {
        if let Some((first, block, bytes)) = self.0.take()
            && tx.view().bytes(JOURNAL, &first)?.as_ref() == Some(&bytes)
        {
            return Ok(Some((first, block)));
        }
        last_block(&tx.view())
    }

    /// Writes the last block and remembers it.
    fn put(&mut self, tx: &mut Tables, first: u64, block: Block) -> Result<(), Error> {
        let bytes = tx.put_bytes(JOURNAL, &first, &block)?;
        self.0 = Some((first, block, bytes));
        Ok(())
    }
}

/// Carries a command out, once for its id, and keeps it and its answer in the same transaction.
///
/// `clock` is what the clock says; what is accepted is never dated before what was accepted earlier.
pub fn accept(tx: &mut Tables, tip: &mut Tip, clock: Moment, submitted: &Submitted) -> Result<Accepted, No> {
    let body = submitted.body;
    if let Some(outcome) = answered(&tx.view(), &submitted.id, body)? {
        return Ok(Accepted { outcome, at: None });
    }
    let last = tip.take(tx)?;
    let now = last.as_ref().map_or(clock, |(_, block)| clock.max(block.last_at()));
    let Origin { employee, desk } = submitted.origin;
    let outcome = perform(tx, &Context { now, employee, desk }, &submitted.command)?;

    let (first, mut block) = match last {
        Some((first, block)) if !block.full() => (first, block),
        Some((first, block)) => (first.saturating_add(u64::from(block.count)), Block::after(block.head)),
        None => (1, Block::after([0; 32])),
    };
    let sequence = first.saturating_add(u64::from(block.count));
    block.append_encoded(sequence, &submitted.id, now, submitted.origin, &submitted.encoded);
    tip.put(tx, first, block)?;
    keep_answer(tx, &submitted.id, body, &outcome)?;
    Ok(Accepted { outcome, at: Some(now) })
}

/// Returns the answer that was given to an id before; another body is refused, and so is an id so old that its answer
/// is forgotten.
fn answered(view: &View, id: &CommandId, body: [u8; 8]) -> Result<Option<Outcome>, No> {
    let kept = match id {
        CommandId::Desk(desk, n) => {
            view.get(RECENT, &(*desk, slot(*n)))?.filter(|kept| kept.n >= *n).map(|kept| (kept.n == *n, kept))
        }
        CommandId::Given(id) => view.get(GIVEN, id)?.map(|kept| (true, kept)),
    };
    match kept {
        None => Ok(None),
        Some((true, kept)) if kept.body == body => Ok(Some(kept.outcome)),
        Some(_) => Err(Refused::IdReused(spelled(id)).into()),
    }
}

fn keep_answer(tx: &mut Tables, id: &CommandId, body: [u8; 8], outcome: &Outcome) -> Result<(), Error> {
    let answered = |n| Answered { n, body, outcome: outcome.clone() };
    match id {
        CommandId::Desk(desk, n) => tx.put(RECENT, &(*desk, slot(*n)), &answered(*n)),
        CommandId::Given(id) => tx.put(GIVEN, id, &answered(0)),
    }
}

/// Returns the place in a desk's ring: 256 answers are remembered.
pub(super) const fn slot(n: u64) -> u8 {
    n.to_le_bytes()[0]
}

fn spelled(id: &CommandId) -> String {
    match id {
        CommandId::Desk(desk, n) => format!("command {n} of desk {}", desk.0),
        CommandId::Given(id) => crate::domain::text::shown(id),
    }
}

/// Returns the largest count a desk's remembered commands have; 0 when it gave none yet.
pub fn last_count(view: &View, desk: DeskId) -> Result<u64, Error> {
    let mut largest = 0;
    view.prefix(RECENT, &desk, Direction::Forward, |_: (DeskId, u8), kept| {
        largest = largest.max(kept.n);
        Ok(true)
    })?;
    Ok(largest)
}

/// Returns when the last command was accepted; the beginning of time in a store without any.
pub fn last_at(view: &View) -> Result<Moment, Error> {
    Ok(last_block(view)?.map_or(Moment(i64::MIN), |(_, block)| block.last_at()))
}

/// Returns how many entries there are, and the chain's head: the hash of the last one and of all before it.
pub fn head(view: &View) -> Result<(u64, Head), Error> {
    let last = last_block(view)?;
    Ok(last.map_or((0, [0; 32]), |(first, block)| (first.saturating_add(u64::from(block.count)) - 1, block.head)))
}

fn last_block(view: &View) -> Result<Option<(u64, Block)>, Error> {
    let mut last = None;
    view.range(JOURNAL, Bound::Unbounded, Bound::Unbounded, Direction::Backward, |first, block| {
        last = Some((first, block));
        Ok(false)
    })?;
    Ok(last)
}

/// Visits all accepted commands in the order of acceptance, until the visitor says stop.
pub fn entries(view: &View, mut visit: impl FnMut(Entry) -> Result<bool, Error>) -> Result<(), Error> {
    view.range(JOURNAL, Bound::Unbounded, Bound::Unbounded, Direction::Forward, |first, block: Block| {
        let unreadable = |why| Error::Record { table: JOURNAL.name().to_owned(), why };
        for entry in block.entries(first).map_err(unreadable)? {
            if !visit(entry)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// Carries an accepted command out once more, in another store, at the time it was accepted.
///
/// All entries of a journal, in order, into an empty store give an equal store.
pub fn replay(tx: &mut Tables, tip: &mut Tip, entry: Entry) -> Result<Accepted, No> {
    accept(tx, tip, entry.at, &Submitted::new(entry.origin, entry.id, entry.command))
}
