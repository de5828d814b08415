//! Small records that only the store's own tables know.

use serde::{Deserialize, Serialize};

use super::codec::{Value, read_postcard, write_postcard};
use crate::domain::document::{Document, Line, Stamp, TrayRow};
use crate::domain::employee::{Desk, Employee, Role};
use crate::domain::id::LotId;
use crate::domain::lot::{Balance, Layer, Lot};
use crate::domain::place::{Bin, Client, Location, Supplier, Warehouse};
use crate::domain::product::Product;
use crate::domain::settings::Settings;
use crate::domain::unit::Holder;
use crate::messages::Outcome;

crate::records!(
    Settings, Location, Warehouse, Bin, Supplier, Client, Employee, Role, Desk, Product, Document, Line, TrayRow, Lot,
    Layer, Balance, Holder, Remark, Answered, String,
);

/// Dated remark on a unit's passport.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Who, where and when.
    pub stamp: Stamp,
    /// Free text.
    pub text: String,
}

/// Answer that was given to a command, kept to be given again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The desk's count of commands; 0 for an id that was given.
    pub n: u64,
    /// First bytes of the BLAKE3 of the command: another body is refused.
    pub body: [u8; 8],
    /// What it did.
    pub outcome: Outcome,
}

/// Units whose serials end alike: (lot, slot), sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TailRow(pub Vec<(LotId, u32)>);

impl Value for TailRow {
    fn write(&self, out: &mut Vec<u8>) {
        let mut last = 0;
        let steps: Vec<(u64, u32)> = self
            .0
            .iter()
            .map(|(lot, slot)| {
                let step = lot.0 - last;
                last = lot.0;
                (step, *slot)
            })
            .collect();
        write_postcard(1, &steps, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let steps: Vec<(u64, u32)> = read_postcard(1, bytes)?;
        let mut lot = 0;
        Ok(TailRow(
            steps
                .into_iter()
                .map(|(step, slot)| {
                    lot += step;
                    (LotId(lot), slot)
                })
                .collect(),
        ))
    }
}
