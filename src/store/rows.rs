//! Small records that only the store's own tables know.

use serde::{Deserialize, Serialize};

use super::codec::{Value, read_postcard, write_postcard};
use crate::domain::badge::{Badge, PinHash, Signed, Tries};
use crate::domain::conversion::Converting;
use crate::domain::correction::Correction;
use crate::domain::count::{CountEntry, Counted, CountedGoods, Stocktake};
use crate::domain::document::{Document, Line, Stamp, TrayRow};
use crate::domain::employee::{Desk, Employee, Role};
use crate::domain::id::LotId;
use crate::domain::lot::{Balance, Layer, Lot};
use crate::domain::money::Money;
use crate::domain::movement::{Hold, MoveLine, Picked, Taken};
use crate::domain::place::{Bin, Client, Location, Supplier, Warehouse};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::right::Rights;
use crate::domain::scanner::KeptScanner;
use crate::domain::settings::Settings;
use crate::domain::unit::{Holder, Moved, Unit};
use crate::messages::Outcome;

crate::records!(
    Settings,
    Location,
    Warehouse,
    Bin,
    Supplier,
    Client,
    Employee,
    Role,
    Rights,
    Badge,
    PinHash,
    Signed,
    Tries,
    KeptScanner,
    Product,
    Line,
    TrayRow,
    Correction,
    Layer,
    Taken,
    Picked,
    Hold,
    Quantity,
    Converting,
    Stocktake,
    CountEntry,
    Counted,
    CountedGoods,
    Remark,
    Print,
    MovedRow,
    Answered,
    String,
);

/// Almost every unit has nothing to tell but its lot and its slot in it: it is kept as these two, version 2. There is a
/// row for each unit, so each byte less is a page less to write among those of a million.
impl Value for Holder {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Holder::Unit(Unit { lot, slot, raw: None, bin: None, moved, identifiers, earlier: None })
                if moved.is_empty() && identifiers.is_empty() =>
            {
                write_postcard(2, &(lot, slot), out);
            }
            holder => write_postcard(1, holder, out),
        }
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.first() != Some(&2) {
            return read_postcard(1, bytes);
        }
        let (lot, slot) = read_postcard(2, bytes)?;
        let (moved, identifiers) = (Vec::new(), Vec::new());
        Ok(Holder::Unit(Unit { lot, slot, raw: None, bin: None, moved, identifiers, earlier: None }))
    }
}

/// What documents kept as version 1 lack at their end, before what version 2 lacks: no destination, nothing returned, no
/// reason.
const BEFORE_MOVEMENTS: [u8; 3] = [0; 3];
/// What documents kept as version 2 lack at their end: held until no day, not shared, not handed over, no links.
const BEFORE_ORDERS: [u8; 4] = [0; 4];
/// What documents kept as version 3 lack at their end: never reserved.
const BEFORE_RESERVING: [u8; 1] = [0; 1];
/// What documents kept as version 4 lack at their end: no pallets.
const BEFORE_PALLETS: [u8; 1] = [0; 1];

impl Value for Document {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(5, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let since: [&[u8]; 4] = [&BEFORE_MOVEMENTS, &BEFORE_ORDERS, &BEFORE_RESERVING, &BEFORE_PALLETS];
        match bytes.split_first() {
            Some((version @ 1..=4, _)) => {
                let lacks = since[usize::from(*version) - 1..].concat();
                read_postcard(*version, &[bytes, &lacks].concat())
            }
            _ => read_postcard(5, bytes),
        }
    }
}

/// What desks kept as version 1 lack at their end: no printer of their own, labels on scan as configured.
const BEFORE_PRINTING: [u8; 2] = [0; 2];

impl Value for Desk {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(2, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        match bytes.first() {
            Some(1) => read_postcard(1, &[bytes, &BEFORE_PRINTING].concat()),
            _ => read_postcard(2, bytes),
        }
    }
}

/// What lines kept as version 1 lack at their end: no units named.
const BEFORE_PICKING: [u8; 1] = [0];

impl Value for MoveLine {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(2, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        match bytes.split_first() {
            Some((1, body)) => read_postcard(1, &[&[1], body, &BEFORE_PICKING[..]].concat()),
            _ => read_postcard(2, bytes),
        }
    }
}

/// What lots kept as version 1 lack at their end: no correction.
const BEFORE_CORRECTIONS: [u8; 1] = [0];

impl Value for Lot {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(2, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        match bytes.split_first() {
            Some((1, body)) => read_postcard(1, &[&[1], body, &BEFORE_CORRECTIONS[..]].concat()),
            _ => read_postcard(2, bytes),
        }
    }
}

impl Value for Balance {
    fn write(&self, out: &mut Vec<u8>) {
        write_postcard(2, self, out);
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.first() != Some(&1) {
            return read_postcard(2, bytes);
        }
        // Version 1 had a figure for what was reserved, of which there was never any.
        let (on_hand, _, in_transit, value): (Quantity, Quantity, Quantity, Money) = read_postcard(1, bytes)?;
        Ok(Balance { on_hand, in_transit, value })
    }
}

/// Movements of a unit that are long over, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRow(pub Vec<Moved>);

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

/// A label of a unit that went to a printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// When, by whom, where.
    pub stamp: Stamp,
    /// How many.
    pub copies: u16,
    /// Which printer, or `PDF`.
    pub printer: String,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::{DocumentKind, DocumentState};
    use crate::domain::id::{BinId, DeskId, EmployeeId, ProductId, WarehouseId};
    use crate::domain::serial::SerialKey;
    use crate::domain::time::Moment;

    #[test]
    fn a_unit_reads_back_as_it_was_written_however_much_there_is_to_tell_of_it() {
        let plain =
            Unit { lot: LotId(7), slot: 300, raw: None, bin: None, moved: vec![], identifiers: vec![], earlier: None };
        let told = [
            plain.clone(),
            Unit { raw: Some("sn 1".to_owned()), ..plain.clone() },
            Unit { bin: Some(BinId(0)), ..plain.clone() },
            Unit { identifiers: vec!["IMEI".to_owned()], ..plain.clone() },
            Unit { earlier: Some(Box::new(plain.clone())), ..plain.clone() },
        ];
        for unit in told {
            let holder = Holder::Unit(unit);
            assert_eq!(Holder::read(&holder.to_bytes()), Ok(holder));
        }
        let alias = Holder::Alias(SerialKey::from_stored("A1".to_owned()));
        assert_eq!(Holder::read(&alias.to_bytes()), Ok(alias));
        let mut older = Vec::new();
        write_postcard(1, &Holder::Unit(plain.clone()), &mut older);
        assert_eq!(Holder::read(&older), Ok(Holder::Unit(plain.clone())), "as an older build kept it");
        assert!(Holder::Unit(plain).to_bytes().len() < older.len());
    }

    #[test]
    fn a_document_kept_by_an_older_build_is_read_as_it_was() {
        let document = Document {
            kind: DocumentKind::Posting,
            state: DocumentState::Posted,
            number: Some("P-1".to_owned()),
            warehouse: WarehouseId(1),
            supplier: None,
            client: None,
            invoice: "4711".to_owned(),
            date: None,
            note: String::new(),
            opened: Stamp { at: Moment(0), employee: EmployeeId(1), desk: DeskId(1) },
            posted: None,
            cancelled: None,
            reopened_from: None,
            lines: 1,
            tray_rows: 0,
            to_decide: 0,
            sequence: 1,
            quantity: Quantity::ONE,
            total: Money::ZERO,
            to: None,
            of: None,
            reason: String::new(),
            until: None,
            shared: false,
            handed_to: None,
            links: Vec::new(),
            reserved: None,
            pallets: Vec::new(),
        };
        let mut bytes = document.to_bytes();
        let lacks = [BEFORE_PALLETS.len(), BEFORE_RESERVING.len(), BEFORE_ORDERS.len(), BEFORE_MOVEMENTS.len()];
        for (version, lacks) in [4, 3, 2, 1].into_iter().zip(lacks) {
            bytes[0] = version;
            bytes.truncate(bytes.len() - lacks);
            assert_eq!(Document::read(&bytes), Ok(document.clone()), "version {version}");
        }
        assert_eq!(Document::read(&document.to_bytes()), Ok(document));
    }

    #[test]
    fn a_line_kept_by_an_older_build_names_no_units() {
        let line = MoveLine {
            product: ProductId(1),
            quantity: Quantity::ONE,
            cost: Money::ZERO,
            bin: None,
            to_bin: None,
            price: None,
            picked: 0,
        };
        let mut bytes = line.to_bytes();
        bytes[0] = 1;
        bytes.pop();
        assert_eq!(MoveLine::read(&bytes), Ok(line.clone()));
        assert_eq!(MoveLine::read(&line.to_bytes()), Ok(line));
    }

    #[test]
    fn a_desk_kept_by_an_older_build_has_no_printer_of_its_own() {
        let desk = Desk { name: "desk 2".to_owned(), quiet: true, ..Desk::default() };
        let mut bytes = desk.to_bytes();
        bytes[0] = 1;
        bytes.truncate(bytes.len() - BEFORE_PRINTING.len());
        assert_eq!(Desk::read(&bytes), Ok(desk.clone()));
        assert_eq!(Desk::read(&desk.to_bytes()), Ok(desk));
    }

    #[test]
    fn a_balance_kept_by_an_older_build_is_read_without_what_it_said_was_reserved() {
        let (on_hand, value) = (Quantity::pieces(7), Money::from_ten_thousandths(5));
        let mut bytes = Vec::new();
        write_postcard(1, &(on_hand, Quantity::ZERO, Quantity::ZERO, value), &mut bytes);
        let balance = Balance { on_hand, in_transit: Quantity::ZERO, value };
        assert_eq!(Balance::read(&bytes), Ok(balance));
        assert_eq!(Balance::read(&balance.to_bytes()), Ok(balance));
    }
}
