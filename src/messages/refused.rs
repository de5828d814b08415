//! A no that carries data and makes its sentence once: the offending value first, what is true now, what to do.

use serde::{Deserialize, Serialize};

use super::answer::{Blocker, Standing};
use crate::domain::document::DocumentKind;
use crate::domain::quantity::Quantity;
use crate::domain::range::RangeError;
use crate::domain::serial::SerialError;
use crate::domain::time::Day;

/// Why nothing was done: a refusal, or a broken machine.
#[derive(Debug, Clone, thiserror::Error)]
pub enum No {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The machine is broken: disk full, a file that cannot be read. Nothing was changed.
    #[error("{0}")]
    Broken(String),
}

/// A rule that says no. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refused {
    /// A badge that was scanned was never given, or was taken away.
    #[error("this badge opens nothing: it was never given here, or was taken away; ask somebody who gives badges")]
    WrongBadge,
    /// A PIN is not the badge's.
    #[error("this is not the badge's PIN: scan the badge again")]
    WrongPin,
    /// Wrong badges or PINs came before: the next one is not looked at yet.
    #[error("wrong badges or PINs came before: wait {0} s, then scan again")]
    Wait(u64),
    /// Nothing has this name, number, code or id.
    #[error("{value} is not known: there is no such {what}{hint}")]
    Unknown {
        /// What was looked for: `product`.
        what: String,
        /// By what.
        value: String,
        /// What to do, beginning with `; `, or empty.
        hint: String,
    },
    /// Something has this name or code already.
    #[error("{value} is taken: {what} {owner} has it; choose another")]
    Exists {
        /// What must be unique: `product name`, `barcode`.
        what: String,
        /// The value.
        value: String,
        /// Who has it.
        owner: String,
    },
    /// A serial is held by a unit in stock or by a draft.
    #[error("{}", taken(.serial, .standing))]
    SerialTaken {
        /// As scanned.
        serial: String,
        /// Product it is taken for.
        product: String,
        /// Who holds it.
        standing: Box<Standing>,
    },
    /// This very line has the serial already: a double read.
    #[error("{serial} is scanned already: line {line}, {product}")]
    AlreadyScanned {
        /// As scanned.
        serial: String,
        /// Line that has it.
        line: u32,
        /// Its product.
        product: String,
    },
    /// It cannot be a serial.
    #[error("{sentence}")]
    SerialMalformed {
        /// As scanned, shown harmlessly.
        serial: String,
        /// What is wrong with it.
        sentence: String,
    },
    /// It is unlike the line's first three.
    #[error("{serial} is odd: {why}")]
    SerialOdd {
        /// As scanned.
        serial: String,
        /// How it differs.
        why: String,
    },
    /// A line has all the units it was set to.
    #[error("{serial} is one too many: line {line} has its {}", .expected.thousandths() / 1_000)]
    LineFull {
        /// As scanned.
        serial: String,
        /// Which line.
        line: u32,
        /// What it was set to.
        expected: Quantity,
    },
    /// A posting is not complete.
    #[error("not posted: {}", blocked(.0))]
    NotComplete(Vec<Blocker>),
    /// A serialised line needs as many serials as units.
    #[error(
        "line {line}: {} of {} serials of {product} are missing; scan them, or set the line to {}",
        .missing.thousandths() / 1_000, .wanted.thousandths() / 1_000, .have.thousandths() / 1_000
    )]
    SerialsMissing {
        /// Which line.
        line: u32,
        /// Its product.
        product: String,
        /// How many are there.
        have: Quantity,
        /// How many are wanted.
        wanted: Quantity,
        /// How many are missing.
        missing: Quantity,
    },
    /// A quantity cannot be.
    #[error("{0}")]
    BadQuantity(String),
    /// An amount of money cannot be.
    #[error("{0}")]
    BadMoney(String),
    /// A date cannot be.
    #[error("{0}")]
    BadDate(String),
    /// A date lies in a closed period.
    #[error("{date} is closed: the books are closed until {until}; choose a later date")]
    ClosedPeriod {
        /// The date.
        date: Day,
        /// Last closed day.
        until: Day,
    },
    /// There is less than is to move. There is no negative stock, on any day.
    #[error("{}", short(.0))]
    Short(Box<Shortage>),
    /// A unit is not where it is to be taken from.
    #[error("{sentence}")]
    NotOnHand {
        /// As given.
        serial: String,
        /// Where it is, and where it was to be.
        sentence: String,
        /// Document that took it elsewhere, when one did.
        document: Option<String>,
    },
    /// Something it moved has moved on.
    #[error("{document} cannot be cancelled: {what} has moved on by {by}")]
    MovedOn {
        /// Document that was to be cancelled.
        document: String,
        /// What moved on.
        what: String,
        /// Number of the later document.
        by: String,
    },
    /// It cannot be undone.
    #[error("{0}")]
    Irreversible(String),
    /// The role does not allow it.
    #[error("{employee} may not {what}: ask somebody who may")]
    NotPermitted {
        /// Who.
        employee: String,
        /// What.
        what: String,
    },
    /// A range names too many numbers.
    #[error("{0}")]
    RangeTooLarge(String),
    /// A range cannot be read.
    #[error("{0}")]
    RangeMalformed(String),
    /// A serial stands twice in one list.
    #[error("{0}")]
    Duplicate(String),
    /// A list has more or fewer serials than units.
    #[error("{0}")]
    CountMismatch(String),
    /// Several things answer to it.
    #[error("{value} could be {}: say which", .choices.join(" or "))]
    Ambiguous {
        /// As given.
        value: String,
        /// What it could be.
        choices: Vec<String>,
    },
    /// A command id came with another body.
    #[error("{0} was used for another command: nothing was done; give each command an id of its own")]
    IdReused(String),
    /// A document is not in the state this needs.
    #[error("{document} is {state}: {wanted}")]
    WrongState {
        /// Number, or `this draft`.
        document: String,
        /// Its state.
        state: String,
        /// What is needed instead.
        wanted: String,
    },
    /// A product has no serials.
    #[error("{product} has no serials: it is counted; type *10 for ten")]
    NotSerialised {
        /// Its name.
        product: String,
    },
    /// The maker numbers this product.
    #[error("{product} is numbered by its maker: scan its serials, none are generated")]
    MakerNumbers {
        /// Its name.
        product: String,
    },
    /// No template is set.
    #[error("{product} has no template: give it, its warehouse or the store one, such as WS{{C:5}}")]
    NoTemplate {
        /// Its name.
        product: String,
    },
    /// A template cannot be read, or cannot give a number.
    #[error("{0}")]
    BadTemplate(String),
    /// Goods, a reservation or a draft still need it.
    #[error("{name} cannot be archived: {why}")]
    InUse {
        /// What was to be archived.
        name: String,
        /// What is there.
        why: String,
    },
    /// A field must not be empty, or cannot be changed any more.
    #[error("{0}")]
    BadField(String),
    /// Somebody else changed it meanwhile.
    #[error("{0}")]
    Changed(String),
    /// The store has no settings yet.
    #[error("this store is empty: open a desk with `dockhand`, or give it a warehouse first")]
    NotFounded,
    /// It is held for somebody else: picked into another draft, or reserved.
    #[error("{sentence}")]
    Reserved {
        /// Serial as given, or how much of which product.
        what: String,
        /// Number of the document that holds it; empty while that is a draft.
        document: String,
        /// Client it is held for; empty for none.
        client: String,
        /// What is held, by whom and since when.
        sentence: String,
    },
    /// Goods that are no whole pieces cannot have serials; the sentence says where they are.
    #[error("{0}")]
    Fractional(String),
    /// Goods are on their way; the sentence says where to.
    #[error("{0}")]
    InTransit(String),
    /// A conversion's serials are not as many as there are units.
    #[error("{}", unmatched(.product, .warehouses))]
    NotMatched {
        /// Product that was to get serials.
        product: String,
        /// Warehouses where they differ.
        warehouses: Vec<Unmatched>,
    },
    /// This stocktake has counted the serial already.
    #[error("{}", counted(.serial, .desk, .employee, *.minutes))]
    CountedAlready {
        /// As scanned.
        serial: String,
        /// Desk that counted it.
        desk: String,
        /// Who counted it.
        employee: String,
        /// Minutes ago, when the sentence is made.
        minutes: i64,
    },
    /// It is on its way by a transfer.
    #[error("{sentence}")]
    OnTheWay {
        /// Serial as given.
        serial: String,
        /// Number of the transfer.
        document: String,
        /// Where it goes, since when.
        sentence: String,
    },
}

/// A warehouse whose serials are not as many as its units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// Its name.
    pub warehouse: String,
    /// On hand when the conversion was begun, if that was another count.
    pub had: Option<Quantity>,
    /// On hand now.
    pub on_hand: Quantity,
    /// Serials there are for it.
    pub serials: Quantity,
}

impl Unmatched {
    /// Returns how many serials are missing; none when there are enough.
    pub fn missing(&self) -> Quantity {
        self.on_hand.checked_sub(self.serials).unwrap_or(Quantity::ZERO).max(Quantity::ZERO)
    }

    /// Returns how many serials are too many.
    pub fn too_many(&self) -> Quantity {
        self.serials.checked_sub(self.on_hand).unwrap_or(Quantity::ZERO).max(Quantity::ZERO)
    }
}

impl std::fmt::Display for Unmatched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Unmatched { warehouse, had, on_hand, serials } = self;
        match had {
            Some(had) => write!(f, "{warehouse} had {had} and has {on_hand} now, {serials} serials are there: ")?,
            None => write!(f, "{warehouse} has {on_hand}, {serials} serials are there: ")?,
        }
        if serials < on_hand {
            write!(f, "{} missing", self.missing())
        } else {
            write!(f, "{} too many", self.too_many())
        }
    }
}

/// What is lacking, where, and from which day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// Line it is lacking on.
    pub line: u32,
    /// Product's name.
    pub product: String,
    /// Unit of measure.
    pub unit: String,
    /// Where it was to be taken from: `Main`, `Main A3`, `S-1`.
    pub place: String,
    /// There on that day.
    pub on_hand: Quantity,
    /// Of that, promised to somebody.
    pub reserved: Quantity,
    /// Asked for.
    pub wanted: Quantity,
    /// First day on which it would fall short.
    pub day: Day,
}

impl Refused {
    /// Returns the code that scripts may rely on.
    pub const fn code(&self) -> &'static str {
        match self {
            Refused::Unknown { .. } => "unknown",
            Refused::Exists { .. } => "exists",
            Refused::SerialTaken { .. } => "serial_taken",
            Refused::SerialMalformed { .. } => "serial_malformed",
            Refused::SerialOdd { .. } => "serial_odd",
            Refused::LineFull { .. } | Refused::CountMismatch(_) | Refused::NotMatched { .. } => "count_mismatch",
            Refused::NotComplete(_) => "not_complete",
            Refused::SerialsMissing { .. } => "serials_missing",
            Refused::BadQuantity(_) => "bad_quantity",
            Refused::BadMoney(_) => "bad_money",
            Refused::WrongBadge => "wrong_badge",
            Refused::WrongPin => "wrong_pin",
            Refused::Wait(_) => "wait",
            Refused::BadDate(_) => "bad_date",
            Refused::ClosedPeriod { .. } => "closed_period",
            Refused::Short(_) => "short",
            Refused::NotOnHand { .. } => "not_on_hand",
            Refused::MovedOn { .. } => "moved_on",
            Refused::Irreversible(_) => "irreversible",
            Refused::NotPermitted { .. } => "not_permitted",
            Refused::RangeTooLarge(_) => "range_too_large",
            Refused::RangeMalformed(_) => "range_malformed",
            Refused::Duplicate(_) | Refused::AlreadyScanned { .. } | Refused::CountedAlready { .. } => "duplicate",
            Refused::Ambiguous { .. } => "ambiguous",
            Refused::IdReused(_) => "id_reused",
            Refused::WrongState { .. } => "wrong_state",
            Refused::NotSerialised { .. } => "not_serialised",
            Refused::MakerNumbers { .. } => "maker_numbers",
            Refused::NoTemplate { .. } | Refused::BadTemplate(_) => "bad_template",
            Refused::InUse { .. } => "in_use",
            Refused::BadField(_) => "bad_field",
            Refused::Changed(_) => "changed",
            Refused::NotFounded => "not_founded",
            Refused::Reserved { .. } => "reserved",
            Refused::Fractional(_) => "fractional",
            Refused::InTransit(_) | Refused::OnTheWay { .. } => "in_transit",
        }
    }

    /// Returns the word that stands first in a verdict.
    pub const fn word(&self) -> &'static str {
        match self {
            Refused::Unknown { .. } => "UNKNOWN",
            Refused::SerialTaken { standing, .. } => match **standing {
                Standing::InStock { .. } => "IN STOCK",
                Standing::InTransit { .. } => "IN TRANSIT",
                _ => "TAKEN",
            },
            Refused::AlreadyScanned { .. } => "ALREADY SCANNED",
            Refused::CountedAlready { .. } => "COUNTED",
            Refused::SerialOdd { .. } => "ODD",
            Refused::LineFull { .. } => "LINE FULL",
            Refused::Reserved { .. } => "RESERVED",
            Refused::OnTheWay { .. } => "IN TRANSIT",
            Refused::NotComplete(_) | Refused::SerialsMissing { .. } => "NOT POSTED",
            Refused::NotMatched { .. } => "NOT CONVERTED",
            _ => "REFUSED",
        }
    }

    /// Tells whether the tray is the place for a scan refused by this: somebody must decide.
    pub const fn wants_decision(&self) -> bool {
        matches!(
            self,
            Refused::Unknown { .. }
                | Refused::SerialTaken { .. }
                | Refused::SerialMalformed { .. }
                | Refused::SerialOdd { .. }
                | Refused::LineFull { .. }
                | Refused::OnTheWay { .. }
        )
    }
}

impl From<RangeError> for Refused {
    fn from(error: RangeError) -> Self {
        let sentence = error.to_string();
        match error {
            RangeError::Malformed(_) => Refused::RangeMalformed(sentence),
            RangeError::TooLarge(_) => Refused::RangeTooLarge(sentence),
            RangeError::Doubles(_) => Refused::Duplicate(sentence),
            RangeError::Count { .. } => Refused::CountMismatch(sentence),
            RangeError::Serial(error) => {
                let (SerialError::TooLong { text, .. } | SerialError::Hidden { text, .. }) = error else {
                    return Refused::SerialMalformed { serial: String::new(), sentence };
                };
                Refused::SerialMalformed { serial: text, sentence }
            }
        }
    }
}

impl std::fmt::Display for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Standing::InStock { warehouse, bin, document, date } => {
                write!(f, "in stock: {warehouse}")?;
                if let Some(bin) = bin {
                    write!(f, ", bin {bin}")?;
                }
                write!(f, ", {document} of {date}")
            }
            Standing::InDraft { kind, desk, employee, minutes, .. } => in_draft(f, *kind, desk, employee, *minutes),
            Standing::Picked { stands, kind, desk, employee, minutes, .. } => {
                in_draft(f, *kind, desk, employee, *minutes)?;
                write!(f, "; {stands}")
            }
            Standing::Reserved { stands, document, whom, until } => {
                write!(f, "reserved: {document}")?;
                if !whom.is_empty() {
                    write!(f, " for {whom}")?;
                }
                if let Some(until) = until {
                    write!(f, " until {until}")?;
                }
                write!(f, "; {stands}")
            }
            Standing::InTransit { document, to, since } => write!(f, "in transit, {document} to {to} since {since}"),
            Standing::Gone { how, to, document, date, client_warranty_until, supplier_warranty_until } => {
                write!(f, "{how} {document}")?;
                if let Some(to) = to {
                    write!(f, " to {to}")?;
                }
                write!(f, " {date}")?;
                if let Some(until) = client_warranty_until {
                    write!(f, " · client's warranty till {until}")?;
                }
                match supplier_warranty_until {
                    Some((until, left)) if *left >= 0 => write!(f, " · supplier's till {until} ({left} days)"),
                    Some((until, _)) => write!(f, " · supplier's ended {until}"),
                    None => Ok(()),
                }
            }
        }
    }
}

fn in_draft(
    f: &mut std::fmt::Formatter<'_>,
    kind: DocumentKind,
    desk: &str,
    employee: &str,
    minutes: i64,
) -> std::fmt::Result {
    write!(f, "in a draft {} at {desk} ({employee}), {}", kind.word(), ago(minutes))
}

/// Says how long ago something was.
fn ago(minutes: i64) -> String {
    match minutes {
        0 => "just now".to_owned(),
        minutes @ 1..=119 => format!("{minutes} min ago"),
        minutes => format!("{} h ago", minutes / 60),
    }
}

fn counted(serial: &str, desk: &str, employee: &str, minutes: i64) -> String {
    format!("{serial} is counted already: at {desk} ({employee}), {}", ago(minutes))
}

impl std::fmt::Display for Blocker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Blocker::Empty => f.write_str("nothing was scanned yet"),
            Blocker::Missing { line, product, have, missing } => write!(
                f,
                "line {line} {product}: {} serials are missing, {} are there",
                missing.thousandths() / 1_000,
                have.thousandths() / 1_000
            ),
            Blocker::Nothing { line, product } => write!(f, "line {line} {product}: nothing was counted"),
            Blocker::ToDecide(1) => f.write_str("1 scan waits for a decision: F2"),
            Blocker::ToDecide(rows) => write!(f, "{rows} scans wait for a decision: F2"),
            Blocker::Date(sentence) | Blocker::Head(sentence) => f.write_str(sentence),
            Blocker::NoReason => f.write_str("a write-off has a reason: nothing was typed"),
            Blocker::NoDestination => f.write_str("a transfer brings goods to a warehouse: none was named"),
            Blocker::NotOf(DocumentKind::ClientReturn) => {
                f.write_str("a client return says of which sale: nothing was named")
            }
            Blocker::NotOf(kind) => write!(f, "a {} says of which posting: nothing was named", kind.word()),
            // A shortage names its line itself.
            Blocker::Line { why, .. } if why.starts_with("line ") => f.write_str(why),
            Blocker::Line { line, why } => write!(f, "line {line}: {why}"),
        }
    }
}

fn taken(serial: &str, standing: &Standing) -> String {
    format!("{serial} is {standing}")
}

fn short(shortage: &Shortage) -> String {
    let Shortage { line, product, unit, place, on_hand, reserved, wanted, day } = shortage;
    let promised = if reserved.is_zero() { String::new() } else { format!(", {reserved} of them reserved") };
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    format!("line {line}: {wanted}{unit} of {product} are wanted, {place} has {on_hand}{promised} on {day}; take less")
}

fn unmatched(product: &str, warehouses: &[Unmatched]) -> String {
    let named: Vec<_> = warehouses.iter().map(ToString::to_string).collect();
    format!("{product} needs one serial for each unit: {}", named.join("; "))
}

fn blocked(blockers: &[Blocker]) -> String {
    blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
