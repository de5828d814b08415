//! Packs: the serials of a lot, a few dozen in one row. Appending a scan rewrites one small row, and a lot of ten
//! thousand is some three hundred rows.

use serde::{Deserialize, Serialize};

use super::codec::Value;
use crate::domain::id::{BinId, DeskId};
use crate::domain::lot::Packed;
use crate::domain::time::Moment;

/// Units in one row at most: slots 1 to 32 are in the row of slot 1, 33 to 64 in that of 33.
pub const PACK: u32 = 32;

/// Returns the first slot of the row a slot stands in.
pub const fn first_of(slot: u32) -> u32 {
    (slot.saturating_sub(1) / PACK) * PACK + 1
}

/// Units of one row by slot; a slot whose unit was taken back is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pack {
    /// Its units, by rising slot.
    pub units: Vec<Packed>,
}

/// A unit as stored: what repeats from the unit before it is left out.
#[derive(Serialize, Deserialize)]
struct Row<'a> {
    /// Slot, less the slot before.
    step: u32,
    /// Serial: characters shared with the one before it in bytes, and the rest.
    shared: u8,
    rest: &'a str,
    /// Bin other than the lot's, and 1; else 0.
    bin: u64,
    /// Milliseconds since the one before it.
    later: i64,
    /// Desk, whether a label follows, and whether it was generated: desk × 4 + label × 2 + generated.
    desk: u64,
}

/// A label as stored behind its unit: what repeats from the label before it is left out, and its serial, which stands there
/// already. It reads head, serial, tail; without the serial in it, all of it is head.
#[derive(Serialize, Deserialize)]
struct LabelRow<'a> {
    /// The serial stands within it.
    holds: bool,
    /// Head: characters shared with the one before it in bytes, and the rest.
    head_shared: u8,
    head: &'a str,
    /// Tail, likewise.
    tail_shared: u8,
    tail: &'a str,
}

/// Parts a label around its serial: head, and tail when the serial stands within.
fn parted<'a>(label: &'a str, serial: &str) -> (&'a str, Option<&'a str>) {
    match label.split_once(serial) {
        Some((head, tail)) => (head, Some(tail)),
        None => (label, None),
    }
}

/// Returns a text whose beginning it shares with another.
fn joined(before: &str, shared: u8, rest: &str) -> Result<String, String> {
    let kept = before.get(..usize::from(shared)).ok_or("a serial's beginning is missing")?;
    Ok([kept, rest].concat())
}

impl Value for Pack {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(2);
        let (mut slot, mut at, mut serial) = (0, 0, "");
        let (mut head, mut tail) = ("", "");
        for unit in &self.units {
            let same = shared(serial, &unit.serial);
            let row = Row {
                step: unit.slot.wrapping_sub(slot),
                shared: u8::try_from(same).unwrap_or(u8::MAX),
                rest: &unit.serial[same..],
                bin: unit.bin.map_or(0, |bin| bin.0 + 1),
                later: unit.at.0 - at,
                desk: unit.desk.0 << 2 | u64::from(unit.label.is_some()) << 1 | u64::from(unit.generated),
            };
            (slot, at, serial) = (unit.slot, unit.at.0, &unit.serial);
            *out = postcard::to_extend(&row, std::mem::take(out)).unwrap_or_default();
            if let Some(label) = &unit.label {
                let (own_head, own_tail) = parted(label, &unit.serial);
                let holds = own_tail.is_some();
                let own_tail = own_tail.unwrap_or_default();
                let (heads, tails) = (shared(head, own_head), shared(tail, own_tail));
                let row = LabelRow {
                    holds,
                    head_shared: u8::try_from(heads).unwrap_or(u8::MAX),
                    head: &own_head[heads..],
                    tail_shared: u8::try_from(tails).unwrap_or(u8::MAX),
                    tail: &own_tail[tails..],
                };
                *out = postcard::to_extend(&row, std::mem::take(out)).unwrap_or_default();
                (head, tail) = (own_head, own_tail);
            }
        }
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let Some((2, mut rest)) = bytes.split_first() else { return Err("it is no pack of version 2".to_owned()) };
        let mut units: Vec<Packed> = Vec::with_capacity(PACK as usize);
        let (mut head, mut tail) = (String::new(), String::new());
        while !rest.is_empty() {
            let (row, left) = postcard::take_from_bytes::<Row>(rest).map_err(|why| why.to_string())?;
            rest = left;
            let before = units.last();
            let serial = joined(before.map_or("", |unit| &unit.serial), row.shared, row.rest)?;
            let mut label = None;
            if row.desk & 2 != 0 {
                let (kept, left) = postcard::take_from_bytes::<LabelRow>(rest).map_err(|why| why.to_string())?;
                rest = left;
                (head, tail) =
                    (joined(&head, kept.head_shared, kept.head)?, joined(&tail, kept.tail_shared, kept.tail)?);
                label = Some(if kept.holds { [&*head, &serial, &tail].concat() } else { head.clone() });
            }
            units.push(Packed {
                slot: before.map_or(0, |unit| unit.slot).wrapping_add(row.step),
                serial,
                bin: row.bin.checked_sub(1).map(BinId),
                at: Moment(before.map_or(0, |unit| unit.at.0) + row.later),
                desk: DeskId(row.desk >> 2),
                generated: row.desk & 1 == 1,
                label,
            });
        }
        Ok(Pack { units })
    }
}

/// Returns how many bytes two serials share at the beginning, at a character's border, 255 at most.
fn shared(a: &str, b: &str) -> usize {
    let mut same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count().min(255);
    while !b.is_char_boundary(same) {
        same -= 1;
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit() -> impl Strategy<Value = Packed> {
        let label = proptest::option::of((0..3_usize, "(01|02)[0-9]{0,3}(21)?", "[é]{0,2}"));
        ("[0-9A-Zé😀]{1,64}", any::<bool>(), proptest::option::of(0..9_u64), 0..i64::from(u32::MAX), 1..99_u64, label)
            .prop_map(|(serial, generated, bin, at, desk, label)| Packed {
                label: label.map(|(times, head, tail)| [&*head, &serial.repeat(times), &*tail].concat()),
                slot: 0,
                serial,
                bin: bin.map(BinId),
                at: Moment(at),
                desk: DeskId(desk),
                generated,
            })
    }

    proptest! {
        #[test]
        fn a_pack_reads_back_as_it_was_written(mut units in proptest::collection::vec(unit(), 0..32)) {
            for (slot, unit) in (7..).step_by(3).zip(&mut units) {
                unit.slot = slot;
            }
            let pack = Pack { units };
            prop_assert_eq!(Pack::read(&pack.to_bytes()), Ok(pack));
        }
    }

    #[test]
    fn slots_share_rows_of_thirty_two() {
        assert_eq!([1, 32, 33, 64, 65].map(first_of), [1, 1, 33, 33, 65]);
    }
}
