//! What a warehouse lets an employee do, beside what their role allows: see its stock, bring goods in, take goods out.

use serde::{Deserialize, Serialize};

use super::document::{Document, DocumentKind, DocumentState};
use super::id::WarehouseId;

/// One thing a warehouse may let an employee do. *(choice)* Whoever nothing was said of may do all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Right {
    /// See what is there, and count it.
    ViewStock,
    /// In: postings.
    Posting,
    /// In: what arrives by a transfer.
    TransferIn,
    /// In: what clients bring back.
    ClientReturn,
    /// Out: write-offs.
    WriteOff,
    /// Out: what leaves by a transfer.
    TransferOut,
    /// Out: orders.
    Order,
    /// Out: sales.
    Sale,
    /// Out: what goes back to suppliers.
    SupplierReturn,
}

impl Right {
    /// All of them, in the order they are listed in.
    pub const ALL: [Right; 9] = [
        Right::ViewStock,
        Right::Posting,
        Right::TransferIn,
        Right::ClientReturn,
        Right::WriteOff,
        Right::TransferOut,
        Right::Order,
        Right::Sale,
        Right::SupplierReturn,
    ];

    /// Returns its name in requests.
    pub const fn name(self) -> &'static str {
        match self {
            Right::ViewStock => "view_stock",
            Right::Posting => "posting",
            Right::TransferIn => "transfer_in",
            Right::ClientReturn => "client_return",
            Right::WriteOff => "write_off",
            Right::TransferOut => "transfer_out",
            Right::Order => "order",
            Right::Sale => "sale",
            Right::SupplierReturn => "supplier_return",
        }
    }

    /// Returns the words for it in a list.
    pub const fn words(self) -> &'static str {
        match self {
            Right::ViewStock => "view stock",
            Right::Posting => "in: posting",
            Right::TransferIn => "in: transfer",
            Right::ClientReturn => "in: client return",
            Right::WriteOff => "out: write-off",
            Right::TransferOut => "out: transfer",
            Right::Order => "out: order",
            Right::Sale => "out: sale",
            Right::SupplierReturn => "out: supplier return",
        }
    }

    /// Returns what somebody without it may not do, as in "Jane may not *write goods off at Main*".
    pub fn of(self, warehouse: &str) -> String {
        match self {
            Right::ViewStock => format!("see or count stock at {warehouse}"),
            Right::Posting => format!("post goods in at {warehouse}"),
            Right::TransferIn => format!("take transfers in at {warehouse}"),
            Right::ClientReturn => format!("take returns of clients in at {warehouse}"),
            Right::WriteOff => format!("write goods off at {warehouse}"),
            Right::TransferOut => format!("transfer goods out of {warehouse}"),
            Right::Order => format!("hold goods for orders at {warehouse}"),
            Right::Sale => format!("sell goods of {warehouse}"),
            Right::SupplierReturn => format!("return goods of {warehouse} to suppliers"),
        }
    }

    /// Finds the one of a name.
    pub fn named(name: &str) -> Option<Right> {
        Right::ALL.into_iter().find(|right| right.name() == name)
    }

    /// Returns the rights a document takes as it stands, each with its warehouse. A transfer that waits or travels leaves one
    /// warehouse; one that was moved at once comes into another too. A conversion is not of one warehouse and names none here.
    pub fn taken_by(document: &Document) -> Vec<(WarehouseId, Right)> {
        let here = document.warehouse;
        match document.kind {
            DocumentKind::Posting => vec![(here, Right::Posting)],
            DocumentKind::WriteOff => vec![(here, Right::WriteOff)],
            DocumentKind::Sale => vec![(here, Right::Sale)],
            DocumentKind::Order => vec![(here, Right::Order)],
            DocumentKind::ClientReturn => vec![(here, Right::ClientReturn)],
            DocumentKind::SupplierReturn => vec![(here, Right::SupplierReturn)],
            DocumentKind::Transfer if document.state == DocumentState::Posted => {
                vec![(here, Right::TransferOut), (document.to.unwrap_or(here), Right::TransferIn)]
            }
            DocumentKind::Transfer => vec![(here, Right::TransferOut)],
            DocumentKind::Receipt | DocumentKind::SendBack => vec![(here, Right::TransferIn)],
            DocumentKind::Stocktake => vec![(here, Right::ViewStock)],
            DocumentKind::Conversion => Vec::new(),
        }
    }
}

/// What a warehouse lets one employee do: these and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights(pub Vec<Right>);
