//! The table of kinds: where each moves goods from and to, what its head asks for, what its lines may touch, and whose
//! permission it takes.

use crate::domain::document::DocumentKind;
use crate::domain::employee::Permission;
use crate::messages::MoveDraftView;
use crate::ui::keymap::Action;

/// A field of a document's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// Who buys, by name.
    Client,
    /// Why goods are written off.
    Reason,
    /// Warehouse a transfer brings goods to.
    Destination,
    /// Document whose goods come back.
    Of,
    /// Last day on which an order holds its goods.
    Until,
    /// Business day.
    Date,
    /// Warehouse goods are taken from, or brought back to.
    Warehouse,
    /// Free text.
    Note,
}

impl Head {
    /// Returns its label.
    pub const fn label(self) -> &'static str {
        match self {
            Head::Client => "Client",
            Head::Reason => "Reason",
            Head::Destination => "To",
            Head::Of => "Of",
            Head::Until => "Held until",
            Head::Date => "Date",
            Head::Warehouse => "Warehouse",
            Head::Note => "Note",
        }
    }
}

/// What the editor may touch in a kind of document.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Which.
    pub kind: DocumentKind,
    /// What begins it.
    pub begins: Action,
    /// Its name in the list of what can be begun.
    pub name: &'static str,
    /// What is done, as in "Jane may not *sell goods*".
    pub verb: &'static str,
    /// Where goods go, for that list.
    pub way: &'static str,
    /// Where the operator is.
    pub title: &'static str,
    /// Fields of its head, in the order they are asked for.
    pub head: &'static [Head],
    /// The field without which nothing can be taken into it.
    pub needs: Option<Head>,
    /// Its lines have a price.
    pub price: bool,
    /// Its lines say from which shelf they take.
    pub from_shelf: bool,
    /// Its lines say on which shelf they are put.
    pub to_shelf: bool,
    /// Word for a unit that was taken into it, where it stands in the way of another scan.
    pub taken: &'static str,
    /// What to scan first.
    pub first: &'static str,
}

impl Kind {
    /// Returns what it takes to begin and post it.
    pub const fn permission(&self) -> Permission {
        Permission::for_kind(self.kind).0
    }

    /// Tells whether its goods come from a document that took or brought them before.
    pub fn returns(&self) -> bool {
        self.needs == Some(Head::Of)
    }

    /// Tells whether it brings goods into a warehouse that were out.
    pub fn comes_back(&self) -> bool {
        self.kind == DocumentKind::ClientReturn || self.kind.is_arrival()
    }

    /// Tells whether it takes what of a transfer is on its way; each of its lines says how much that is.
    pub fn arrives(&self) -> bool {
        arrival(self.begins).is_some()
    }

    /// Returns the kind of document whose goods it returns.
    pub const fn returned(&self) -> DocumentKind {
        match self.kind {
            DocumentKind::ClientReturn => DocumentKind::Sale,
            _ => DocumentKind::Posting,
        }
    }
}

/// Every kind that is edited here, in the order it is offered.
pub static KINDS: &[Kind] = &[
    Kind {
        kind: DocumentKind::Sale,
        begins: Action::GoSell,
        name: "Sell",
        verb: "sell goods",
        way: "warehouse → client",
        title: "Sale",
        head: &[Head::Client, Head::Date, Head::Warehouse, Head::Note],
        needs: None,
        price: true,
        from_shelf: true,
        to_shelf: false,
        taken: "sold",
        first: "Scan what is sold, or type part of its name. Ctrl+E names the client.",
    },
    Kind {
        kind: DocumentKind::Transfer,
        begins: Action::GoTransfer,
        name: "Transfer",
        verb: "move goods",
        way: "warehouse → warehouse, shelf → shelf",
        title: "Transfer",
        head: &[Head::Destination, Head::Date, Head::Warehouse, Head::Note],
        needs: Some(Head::Destination),
        price: false,
        from_shelf: true,
        to_shelf: true,
        taken: "moved",
        first: "Scan what moves, or type part of its name. Ctrl+E changes where it goes.",
    },
    Kind {
        kind: DocumentKind::WriteOff,
        begins: Action::GoWriteOff,
        name: "Write off",
        verb: "write goods off",
        way: "warehouse → loss, with a reason",
        title: "Write-off",
        head: &[Head::Reason, Head::Date, Head::Warehouse, Head::Note],
        needs: Some(Head::Reason),
        price: false,
        from_shelf: true,
        to_shelf: false,
        taken: "written off",
        first: "Scan what is written off, or type part of its name. Ctrl+E changes the reason.",
    },
    Kind {
        kind: DocumentKind::ClientReturn,
        begins: Action::GoTakeBack,
        name: "Take back from a client",
        verb: "take goods back from a client",
        way: "client → warehouse, of a sale",
        title: "Client return",
        head: &[Head::Of, Head::Date, Head::Warehouse, Head::Note],
        needs: Some(Head::Of),
        price: false,
        from_shelf: false,
        to_shelf: true,
        taken: "taken back",
        first: "Scan the unit that comes back, or scan or type the number of its sale, such as S-12.",
    },
    Kind {
        kind: DocumentKind::SupplierReturn,
        begins: Action::GoSupplierReturn,
        name: "Return to a supplier",
        verb: "return goods to a supplier",
        way: "warehouse → supplier, of a posting",
        title: "Supplier return",
        head: &[Head::Of, Head::Date, Head::Warehouse, Head::Note],
        needs: Some(Head::Of),
        price: false,
        from_shelf: true,
        to_shelf: false,
        taken: "returned",
        first: "Scan the unit that goes back, or scan or type the number of its posting, such as P-12.",
    },
    Kind {
        kind: DocumentKind::Order,
        begins: Action::GoOrder,
        name: "Order",
        verb: "hold goods for a client",
        way: "warehouse → client, reserved first",
        title: "Order",
        head: &[Head::Client, Head::Until, Head::Date, Head::Warehouse, Head::Note],
        needs: None,
        price: true,
        from_shelf: true,
        to_shelf: false,
        taken: "held",
        first: "Scan what is held, or type part of its name. Ctrl+E names the client and until when.",
    },
];

/// What takes off the way what a transfer has there: begun from the transfer.
pub static ARRIVALS: [Kind; 3] = [
    Kind {
        kind: DocumentKind::Receipt,
        begins: Action::Onward,
        name: "Receive a transfer",
        verb: "receive transfers",
        way: "on its way → warehouse",
        title: "Receive",
        head: &[Head::Date, Head::Note],
        needs: None,
        price: false,
        from_shelf: false,
        to_shelf: true,
        taken: "received",
        first: "Scan what arrived. Nothing of this transfer is on its way any more.",
    },
    Kind {
        kind: DocumentKind::SendBack,
        begins: Action::SendBack,
        name: "Send a transfer back",
        verb: "send transfers back",
        way: "on its way → the warehouse it left",
        title: "Send back",
        head: &[Head::Date, Head::Note],
        needs: None,
        price: false,
        from_shelf: false,
        to_shelf: true,
        taken: "sent back",
        first: "Scan what goes back. Nothing of this transfer is on its way any more.",
    },
    Kind {
        kind: DocumentKind::WriteOff,
        begins: Action::Lost,
        name: "Write off on its way",
        verb: "write goods off",
        way: "on its way → loss",
        title: "Lost on its way",
        head: &[Head::Reason, Head::Date, Head::Note],
        needs: Some(Head::Reason),
        price: false,
        from_shelf: false,
        to_shelf: false,
        taken: "written off",
        first: "F3 takes all that is lost. Nothing of this transfer is on its way any more.",
    },
];

/// Returns the row of a kind; `None` for one that has a screen of its own.
pub fn of(kind: DocumentKind) -> Option<&'static Kind> {
    KINDS.iter().chain(&ARRIVALS).find(|row| row.kind == kind)
}

/// Returns the row of what takes off the way, by what begins it.
pub fn arrival(begins: Action) -> Option<&'static Kind> {
    ARRIVALS.iter().find(|row| row.begins == begins)
}

/// Returns the row of a draft: a write-off of a transfer takes off the way.
pub fn of_draft(view: &MoveDraftView) -> Option<&'static Kind> {
    let arrives = ARRIVALS.iter().find(|row| row.kind == view.kind && view.of.is_some());
    arrives.or_else(|| of(view.kind))
}

/// Returns the row that an action begins.
pub fn begun_by(action: Action) -> Option<&'static Kind> {
    KINDS.iter().find(|row| row.begins == action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kind_needs_its_head_asks_for_first() {
        for kind in KINDS {
            assert!(kind.needs.is_none_or(|needs| kind.head.first() == Some(&needs)), "{:?}", kind.kind);
            assert_eq!(of(kind.kind).map(|row| row.begins), Some(kind.begins));
            assert_eq!(begun_by(kind.begins).map(|row| row.kind), Some(kind.kind));
        }
        assert!(of(DocumentKind::Posting).is_none() && begun_by(Action::GoReceive).is_none());
    }
}
