//! How keys and values become bytes: keys big-endian, so that bytes sort as values do; values as a version byte and
//! postcard, so that a record can gain a field and old bytes can still be read.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::id::{
    BinId, ClientId, DeskId, DocumentId, EmployeeId, LocationId, LotId, ProductId, RoleId, SupplierId, WarehouseId,
};
use crate::domain::lot::LayerKey;
use crate::domain::serial::SerialKey;
use crate::domain::time::Day;

/// Part of a key, or a whole key. The bytes of a tuple's front are a prefix of the bytes of the tuple.
pub trait Key: Sized {
    /// Appends its bytes.
    fn append(&self, out: &mut Vec<u8>);

    /// Takes its bytes off the front; `None` when they are not there.
    fn take(bytes: &mut &[u8]) -> Option<Self>;

    /// Returns its bytes.
    fn to_key(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(48);
        self.append(&mut out);
        out
    }
}

impl Key for () {
    fn append(&self, _: &mut Vec<u8>) {}

    fn take(_: &mut &[u8]) -> Option<Self> {
        Some(())
    }
}

macro_rules! integer_keys {
    ($($kind:ty),*) => {$(
        impl Key for $kind {
            fn append(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                let (head, rest) = bytes.split_first_chunk()?;
                *bytes = rest;
                Some(<$kind>::from_be_bytes(*head))
            }
        }
    )*};
}

integer_keys!(u8, u16, u32, u64);

macro_rules! id_keys {
    ($($kind:ident),*) => {$(
        impl Key for $kind {
            fn append(&self, out: &mut Vec<u8>) {
                self.0.append(out);
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                u64::take(bytes).map($kind)
            }
        }
    )*};
}

id_keys!(
    ProductId,
    LocationId,
    WarehouseId,
    BinId,
    SupplierId,
    ClientId,
    EmployeeId,
    RoleId,
    DeskId,
    DocumentId,
    LotId
);

/// Text in a key ends with a zero byte, which no text of ours contains.
impl Key for String {
    fn append(&self, out: &mut Vec<u8>) {
        out.extend(self.bytes().filter(|byte| *byte != 0));
        out.push(0);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == 0)?;
        let text = std::str::from_utf8(&bytes[..end]).ok()?.to_owned();
        *bytes = &bytes[end + 1..];
        Some(text)
    }
}

impl Key for SerialKey {
    fn append(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_str().as_bytes());
        out.push(0);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        String::take(bytes).map(SerialKey::from_stored)
    }
}

impl Key for Day {
    fn append(&self, out: &mut Vec<u8>) {
        // Days before year 1 cannot be entered, so the count from the common era is never negative.
        u32::try_from(self.num_days_from_ce()).unwrap_or(0).append(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(u32::take(bytes)?).ok()?)
    }
}

macro_rules! tuple_keys {
    ($(($($part:ident $at:tt),+))*) => {$(
        impl<$($part: Key),+> Key for ($($part,)+) {
            fn append(&self, out: &mut Vec<u8>) {
                $(self.$at.append(out);)+
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                Some(($($part::take(bytes)?,)+))
            }
        }
    )*};
}

tuple_keys!((A 0, B 1)(A 0, B 1, C 2)(A 0, B 1, C 2, D 3)(A 0, B 1, C 2, D 3, E 4));

impl Key for LayerKey {
    fn append(&self, out: &mut Vec<u8>) {
        self.warehouse.append(out);
        self.product.append(out);
        self.queued.append(out);
        self.sequence.append(out);
        self.line.append(out);
        self.lot.append(out);
        self.bin.append(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Some(LayerKey {
            warehouse: Key::take(bytes)?,
            product: Key::take(bytes)?,
            queued: Key::take(bytes)?,
            sequence: Key::take(bytes)?,
            line: Key::take(bytes)?,
            lot: Key::take(bytes)?,
            bin: Key::take(bytes)?,
        })
    }
}

/// How far a serial is unique: within this product, or (0) in the company. Written without leading zero bytes,
/// since there is one in each unit's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope(pub u64);

impl Key for Scope {
    fn append(&self, out: &mut Vec<u8>) {
        let bytes = self.0.to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        out.extend_from_slice(&bytes[zeros..]);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        if bytes.len() > 8 {
            return None;
        }
        let number = bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        *bytes = &[];
        Some(Scope(number))
    }
}

/// A record: a version byte, then postcard of its present shape.
pub trait Value: Sized {
    /// Appends its bytes.
    fn write(&self, out: &mut Vec<u8>);

    /// Reads it from its bytes, of this version or an older one.
    fn read(bytes: &[u8]) -> Result<Self, String>;

    /// Returns its bytes.
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        self.write(&mut out);
        out
    }
}

/// Writes a version byte and postcard.
pub fn write_postcard<T: Serialize>(version: u8, value: &T, out: &mut Vec<u8>) {
    out.push(version);
    // Writing plain records into memory cannot fail; were it to, the record would not read back and say so.
    let taken = std::mem::take(out);
    *out = postcard::to_extend(value, taken).unwrap_or_default();
}

/// Reads postcard behind a version byte of exactly `version`.
pub fn read_postcard<T: DeserializeOwned>(version: u8, bytes: &[u8]) -> Result<T, String> {
    match bytes.split_first() {
        Some((found, body)) if *found == version => postcard::from_bytes(body).map_err(|why| why.to_string()),
        Some((found, _)) => Err(format!("it has version {found}, this build reads {version}")),
        None => Err("it is empty".to_owned()),
    }
}

/// Records kept as version 1 and postcard.
#[macro_export]
macro_rules! records {
    ($($kind:ty),* $(,)?) => {$(
        impl $crate::store::codec::Value for $kind {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::store::codec::write_postcard(1, self, out);
            }

            fn read(bytes: &[u8]) -> Result<Self, String> {
                $crate::store::codec::read_postcard(1, bytes)
            }
        }
    )*};
}

/// Counters and ids are the commonest values: eight bytes as they are.
impl Value for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        bytes.try_into().map(u64::from_be_bytes).map_err(|_| format!("it has {} bytes instead of 8", bytes.len()))
    }
}

/// Rows that only say that their key is there.
impl Value for () {
    fn write(&self, _: &mut Vec<u8>) {}

    fn read(_: &[u8]) -> Result<Self, String> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_sort_as_their_values_do(a in any::<(u64, u32)>(), b in any::<(u64, u32)>()) {
            prop_assert_eq!(a.to_key().cmp(&b.to_key()), a.cmp(&b));
        }

        #[test]
        fn a_key_reads_back_as_it_was_written(text in "[ -~]{0,20}", number: u64, scope: u64) {
            let key = (text, number, Scope(scope));
            let bytes = key.to_key();
            let mut rest = bytes.as_slice();
            prop_assert_eq!(<(String, u64, Scope)>::take(&mut rest), Some(key));
            prop_assert!(rest.is_empty());
        }
    }
}
