//! What leaves, moves and comes back: write-offs, sales, orders, transfers, returns of clients and to suppliers, and what
//! of a transfer arrives.
//!
//! One way for all of them: the head ([`head`]), the lines ([`lines`]), then what each line takes, in line order:
//!
//! ```text
//!  without serials ── the oldest layers that were there on that day ([`draw`]) ──┐
//!  with serials ───── the very units, by their own lots ([`units`]) ─────────────┤
//!  client's return ── what the sale took, last first ([`back`]) ─────────────────┼─► [`post`]: layers, balances, TAKEN
//!  receipt ────────── what is in transit, first first ([`back`], [`transit`]) ───┘
//! ```
//!
//! A document is cancelled by the opposite of what its lines took ([`undo`]).
//!
//! At a desk the same documents are drafts first ([`drafts`]): units are picked ([`pick`]) and held, goods are counted
//! ([`goods`]), and then they are posted by that one way. What of a transfer arrives is ticked off line by line
//! ([`arriving`]).

pub mod arriving;
pub mod back;
pub mod drafts;
pub mod draw;
pub mod goods;
pub mod head;
pub mod history;
pub mod lines;
pub mod pick;
pub mod post;
pub mod rehearse;
pub mod transit;
pub mod undo;
pub mod units;

use super::table::{may, not_permitted};
use super::{Context, settings};
use crate::domain::document::DocumentKind;
use crate::domain::employee::Permission;
use crate::domain::id::DocumentId;
use crate::messages::{No, Outcome, Refused, WholeMove};
use crate::store::tables::{Counter, Tables};

/// Posts a whole write-off, sale, order, transfer or return, or what of a transfer arrived: all of it or nothing.
pub fn move_whole(tx: &mut Tables, cx: &Context, whole: &WholeMove) -> Result<Outcome, No> {
    if !moves(whole.kind) {
        let sentence =
            format!("{} is not posted here: write-offs, sales, transfers and returns are", whole.kind.word());
        return Err(Refused::BadField(sentence).into());
    }
    if !may(&tx.view(), cx, Permission::for_kind(whole.kind).0)? {
        return Err(not_permitted(&tx.view(), cx, &format!("post a {}", whole.kind.word()))?);
    }
    let settings = settings(&tx.view())?;
    let document = head::begin(tx, cx, &settings, whole)?;
    let all = match document.of.filter(|_| whole.lines.is_empty() && transit::arrives(&document)) {
        Some(transfer) => transit::all(&tx.view(), &settings, transfer)?,
        None => whole.lines.clone(),
    };
    let wanted: Vec<_> = (1..).zip(all).collect();
    let lines = lines::read(&tx.view(), &settings, &document, &wanted)?;
    let id = DocumentId(tx.next(Counter::Document)?);
    post::post(tx, cx, &settings, (id, document), lines)
}

/// Tells whether a kind of document moves what is in stock, or brings it back.
pub const fn moves(kind: DocumentKind) -> bool {
    kind.moves_goods()
}
