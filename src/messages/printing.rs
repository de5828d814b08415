//! What can be printed, how it would look, and what became of it.

use super::query::{LabelOf, UnitRef};
use crate::domain::id::ProductId;
use crate::domain::serial::SerialKey;

/// Something that can be printed where it is in view: a row of F9's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printable {
    /// The row: `SN-17`, `all 30 labels of P-118`.
    pub title: String,
    /// What people call what is printed: `SN-17`, `P-118`.
    pub name: String,
    /// What it is.
    pub what: What,
}

impl Printable {
    /// Makes a row of one thing's label.
    pub fn label(name: impl Into<String>, of: LabelOf) -> Printable {
        let name = name.into();
        Printable { title: name.clone(), name, what: What::Labels(of) }
    }

    /// Makes a row of a unit's label.
    pub fn unit(product: ProductId, key: &SerialKey, serial: &str) -> Printable {
        Printable::label(serial, LabelOf::Unit(UnitRef::Key(product, key.clone())))
    }

    /// Makes a row of a unit's label, by its serial.
    pub fn serial(product: ProductId, serial: &str) -> Printable {
        Printable::label(serial, LabelOf::Unit(UnitRef::Serial(serial.to_owned(), Some(product))))
    }

    /// Makes a row of all labels of something: `all 30 labels of P-118`.
    pub fn all(count: u32, name: impl Into<String>, of: LabelOf) -> Printable {
        let name = name.into();
        let title = if count == 1 { format!("the label of {name}") } else { format!("all {count} labels of {name}") };
        Printable { title, name, what: What::Labels(of) }
    }
}

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Labels of something.
    Labels(LabelOf),
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Outlet {
    /// The desk's own printer, else the first there is.
    #[default]
    Usual,
    /// The printer of this name.
    Printer(String),
    /// A PDF in a file of its own.
    Pdf,
    /// A picture in a file of its own.
    Png,
}

/// What is to be printed, how, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What people call it.
    pub title: String,
    /// What it is.
    pub what: What,
    /// Template; without one, the usual for each label.
    pub template: Option<String>,
    /// Where it goes.
    pub outlet: Outlet,
    /// How many of each.
    pub copies: u16,
    /// The price, as it is to be printed.
    pub price: String,
}

/// How a label would look, and what there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// Templates that are of what is printed: name and title, the usual one first.
    pub templates: Vec<(String, String)>,
    /// Printers by name, the desk's own first.
    pub printers: Vec<String>,
    /// Its size and what it is drawn for: `50 × 25 mm, 203 dpi`.
    pub size: String,
    /// The label, for the columns and lines that were asked for.
    pub picture: Vec<String>,
    /// Its first symbol alone, module by module, to be scanned off the screen; empty where there is no room.
    pub code: Vec<String>,
    /// What people read on it.
    pub texts: Vec<String>,
    /// It says a price: one is to be given.
    pub asks_price: bool,
    /// Why it cannot be printed.
    pub fault: Option<String>,
}

/// What was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// What people call it.
    pub title: String,
    /// How many labels.
    pub labels: usize,
    /// Printer it is on its way to, or the file it is in.
    pub to: String,
    /// It is in a file.
    pub in_file: bool,
    /// How many units had a label before.
    pub again: u32,
    /// How often the one that was printed most was printed by now; 0 when nothing of it is noted.
    pub times: u32,
}

/// Where a job of the spool stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its turn, or is being printed.
    Waiting,
    /// Its printer takes nothing; it is tried again.
    Failing,
    /// The printer has all of it.
    Printed,
    /// It was given up.
    Cancelled,
}

impl JobState {
    /// Returns the word for it.
    pub const fn word(self) -> &'static str {
        match self {
            JobState::Waiting => "waits",
            JobState::Failing => "fails",
            JobState::Printed => "printed",
            JobState::Cancelled => "cancelled",
        }
    }
}

/// How a job of the spool is getting on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobProgress {
    /// Its number.
    pub id: u64,
    /// Printer it is for.
    pub printer: String,
    /// What it is: `P-118, 30 labels`.
    pub title: String,
    /// Labels the printer has.
    pub sent: usize,
    /// Labels there are.
    pub labels: usize,
    /// How often a label of it was tried in vain.
    pub tries: u32,
    /// Why it is not getting on; `None` while it is.
    pub trouble: Option<String>,
    /// The same in a few words: `zebra-1 is off`; empty while it is.
    pub brief: String,
}

/// A job of the spool, as the screen of jobs lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// How it is getting on, or how far it came.
    pub progress: JobProgress,
    /// Where it stands.
    pub state: JobState,
}

/// What somebody wants of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobWish {
    /// Gives it up: labels that the printer has not are not printed.
    Cancel(u64),
    /// Prints it again, whatever became of it.
    Again(u64),
    /// Tries all that fails again at once.
    Retry,
}
