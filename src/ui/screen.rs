//! What a screen is: a state, an `update` that does no I/O, and a `view` that changes nothing.
//!
//! The session in [`desk`](crate::desk) keeps a stack of screens, gives the topmost one its [`Event`]s, and carries
//! out the [`Effect`]s it returns. A picture is a function of state, so a test needs no terminal.
//!
//! # A screen in full
//!
//! ```
//! use dockhand::messages::{Answer, Query};
//! use dockhand::ui::keymap::Scope;
//! use dockhand::ui::screen::{Effect, Event, Here, Page, Screen};
//! use dockhand::ui::theme::Role;
//! use dockhand::ui::widgets::table::{Cell, Column, Table, Walk};
//!
//! const NAMES: u32 = 1;
//!
//! #[derive(Default)]
//! struct Suppliers { names: Vec<String>, walk: Walk }
//!
//! impl Screen for Suppliers {
//!     fn scope(&self) -> Scope { Scope::Settings }
//!     fn title(&self) -> String { "Suppliers".into() }
//!     fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
//!         match event {
//!             Event::Opened | Event::Changed | Event::Resumed(_) => vec![Effect::Ask(NAMES, Query::Suppliers(String::new()))],
//!             Event::Line(text) => vec![Effect::Ask(NAMES, Query::Suppliers(text))],
//!             Event::Answer(NAMES, Ok(Answer::Suppliers(names))) => { self.walk.count(names.len()); self.names = names; vec![] }
//!             Event::Act(action) => { self.walk.act(action, here.page); vec![] }
//!             Event::Scan(scan) => vec![Effect::NotMine(scan)],
//!             _ => vec![],
//!         }
//!     }
//!     fn view(&self, page: &mut Page<'_>) {
//!         Table::new(&[Column::fill("Name", 10)]).view(page, &self.walk, |row| vec![Cell::text(&self.names[row])]);
//!     }
//! }
//! ```

use std::time::Duration;

use crate::domain::employee::Permission;
use crate::domain::id::{BinId, DeskId, DocumentId, EmployeeId, LineNo, ProductId, WarehouseId};
use crate::domain::marking::Marking;
use crate::domain::money::Money;
use crate::domain::scanner::KeptScanner;
use crate::domain::time::{Day, Moment};
use crate::messages::{Answer, Command, JobRow, JobWish, JournalFilter, No, Outcome, Printable, Proof, Query, Wanted};

use super::keymap::{Action, Scope};
pub use super::page::Page;
use super::text;
use super::verdict::Verdict;

/// Tells a screen which of its questions or commands an event answers; each screen numbers its own.
pub type Tag = u32;

/// A screen on the stack.
pub trait Screen: Send {
    /// Returns which rows of the key table hold here.
    fn scope(&self) -> Scope;

    /// Returns where the operator is, for the first row: `Receiving · draft of 09:38`.
    fn title(&self) -> String;

    /// Takes what happened and returns what shall be done; no I/O, no waiting.
    fn update(&mut self, here: &Here, event: Event) -> Vec<Effect>;

    /// Draws the state between the first row and the verdict; only the rows in view are built.
    fn view(&self, page: &mut Page<'_>);

    /// Returns what the line is for.
    fn prompt(&self) -> Prompt {
        Prompt::Scan
    }

    /// Tells why an action of the key table cannot act now; `None` when it can. The footer dims it.
    fn disabled(&self, action: Action) -> Option<String> {
        let _ = action;
        None
    }

    /// Goes one step back within the screen, such as out of a list in it, and returns what shall be done; `None` when
    /// there is no step: Back leaves the screen.
    fn step_back(&mut self, here: &Here) -> Option<Vec<Effect>> {
        let _ = here;
        None
    }

    /// Returns the open draft, and its selected line: scans that other screens cannot use go to its tray.
    fn draft(&self) -> Option<(DocumentId, Option<LineNo>)> {
        None
    }

    /// Returns the serial of the unit that is shown: a document begun here begins with it.
    fn unit(&self) -> Option<String> {
        None
    }

    /// Returns what the journal is asked about from here: its name, and which entries.
    fn journal(&self) -> Option<(String, JournalFilter)> {
        None
    }

    /// Returns what of what is in view can be printed, the first that is meant first: F9 lists it.
    fn prints(&self) -> Vec<Printable> {
        Vec::new()
    }

    /// Tells that it shows how a label would look.
    fn previews(&self) -> bool {
        false
    }

    /// Tells that it is drawn over the screen below.
    fn is_overlay(&self) -> bool {
        false
    }

    /// Returns what it shows as sentences for `--lines`; `None` reads them off the view.
    fn speak(&self) -> Option<Vec<String>> {
        None
    }

    /// Tells that it shows what the terminal sends, byte for byte; scans are explained to it and do nothing else.
    fn hears_bytes(&self) -> bool {
        false
    }

    /// Returns lines about what may be typed and scanned here, for F1.
    fn understands(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
}

/// What the line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prompt {
    /// Scan or type: text filters, searches or is taken when Enter ends it.
    Scan,
    /// Like `Scan`, with words of its own: `filter, or scan a barcode`.
    Words(&'static str),
    /// Something that nobody shall read is typed: what is on the line is seen as dots.
    Secret(&'static str),
    /// The field of a form on the page is written in place; the line's row shows this hint.
    Field(String),
}

/// A scan as the screens see it: framed, without prefix, suffix and AIM identifier; what it means is for a query to
/// find out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scanned {
    /// What the code says. May hold GS (0x1D) between GS1 elements.
    pub text: String,
    /// The other way to read the same characters, where timing alone does not settle it: if just one of the two is
    /// known in stock, it is that one; otherwise a person decides.
    pub other: Option<String>,
    /// The same code came just before, within the double-read time: for a serial, one scan read twice.
    pub double: bool,
    /// The same code came so soon that it is one scan read twice even for counted products.
    pub double_count: bool,
    /// Its end may be missing, or it is too long to be a scan.
    pub doubtful: bool,
    /// What it says of goods, when it is a GS1 message or a maker's label; then `text` is its serial, else its product.
    pub marking: Option<Box<Marking>>,
    /// It is a GS1 message and breaks this rule, as a sentence.
    pub broken: Option<String>,
    /// Row of the draft's tray where it waited until now.
    pub from_tray: Option<u32>,
}

impl Scanned {
    /// Makes a plain scan of a text.
    pub fn of(text: impl Into<String>) -> Scanned {
        Scanned { text: text.into(), ..Scanned::default() }
    }

    /// Tells whether it is the label of a pallet or parcel, and of nothing else.
    pub fn is_pallet(&self) -> bool {
        self.marking.as_ref().is_some_and(|marking| marking.pallet.as_ref() == Some(&self.text))
    }
}

/// What a screen brings back to the one below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// A question was answered with yes; the tag is the question's.
    Yes(Tag),
    /// A product was made or chosen.
    Product(ProductId),
    /// A warehouse was chosen; `None` is all.
    Warehouse(Option<WarehouseId>),
    /// A bin was chosen; `None` is the warehouse at large.
    Bin(Option<BinId>),
    /// A document was opened.
    Document(DocumentId),
    /// A document was posted, and got this number.
    Posted(DocumentId, String),
    /// A choice from a list, by its place.
    Choice(Tag, usize),
    /// A text was entered.
    Text(Tag, String),
    /// Serials were taken into a line of a draft: of more than 100 the first and the last, and how many they were.
    Serials(LineNo, Vec<String>, u32),
    /// Scans that waited were decided: the line that was made or found for them, and the serials they became.
    Decided(Option<LineNo>, Vec<(LineNo, String)>),
    /// An action was chosen, as if its key had been pressed.
    Act(Action),
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The screen was put on the stack: ask what it needs.
    Opened,
    /// The screen above it is gone, and may have brought something.
    Resumed(Option<Brought>),
    /// A key of the table, a palette entry or a command barcode.
    Act(Action),
    /// Enter ended this text on the line; the line is empty now. Never from a scan.
    Typed(String),
    /// The line holds this text now: filter by it, or mirror it in the field.
    Line(String),
    /// A scan.
    Scan(Scanned),
    /// A paste of more than a line's worth, or of several lines.
    Paste(String),
    /// A question was answered; a broken machine is told by the session already.
    Answer(Tag, Result<Answer, No>),
    /// A badge was given: its text and its QR code in lines, to be shown once; or why not.
    Badge(Tag, Result<(String, Vec<String>), No>),
    /// How what was wanted would look.
    Proof(Tag, Box<Proof>),
    /// A template may look otherwise now; only for a screen that [previews](Screen::previews).
    TemplatesChanged,
    /// What was wanted is on its way to a printer, or in a file; or not. The session said so.
    Printed(bool),
    /// Names of the printers there are, the first of the configuration first.
    Printers(Vec<String>),
    /// Jobs of the spool, those that wait first.
    Jobs(Vec<JobRow>),
    /// Something became of a job.
    JobsChanged,
    /// A command was carried out, or refused. The session said nothing of it.
    Done(Tag, Result<Outcome, No>),
    /// The store changed, or the day turned: ask again for what is shown.
    Changed,
    /// The clock's minute changed.
    Minute,
    /// The terminal has another size: ask for what there is room for now.
    Resized,
    /// Bytes came; only for a screen that [hears](Screen::hears_bytes) them.
    Heard(Vec<HeardByte>),
    /// What the last scan is, in sentences; for such a screen too.
    Explained(Vec<String>),
    /// How the scanner is set, found from the known label, or why it was not; for such a screen too.
    Calibrated(Result<(KeptScanner, Vec<String>), String>),
}

/// A byte, or a character of several, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardByte {
    /// Itself, or its name: `GS`, `Enter`.
    pub name: String,
    /// Milliseconds since the one before.
    pub gap_ms: u32,
    /// Nothing came for a while before it: it begins a scan.
    pub begins: bool,
}

/// What shall be done.
pub enum Effect {
    /// Asks at once; `Answer` comes before anything else.
    Ask(Tag, Query),
    /// Asks beside the session what may take long, such as a search over everything; a later one replaces it.
    Seek(Tag, Query),
    /// Carries a command out, durably; `Done` comes after its commit. Long ones show how long they take.
    Run(Tag, Command),
    /// Draws a badge and gives it to somebody; `Badge` brings its text, which is kept nowhere.
    GiveBadge(Tag, EmployeeId),
    /// Sets somebody's PIN, or clears it; `Done` comes after.
    SetPin(Tag, EmployeeId, Option<String>),
    /// Shows at once how what is wanted would look, in so many columns and lines; `Proof` brings it.
    Prove(Tag, Box<Wanted>, (u16, u16)),
    /// Prints beside the session; the session says what came of it, and `Printed` whether it went well.
    Print(Box<Wanted>),
    /// Asks for the names of printers; `Printers` brings them.
    Printers,
    /// Asks for the jobs of the spool; `Jobs` brings them.
    Jobs,
    /// Does what is wanted of a job, and says what came of it; `Jobs` comes after.
    Job(JobWish),
    /// Puts a screen on top.
    Push(Box<dyn Screen>),
    /// Puts a screen in place of this one.
    Replace(Box<dyn Screen>),
    /// Goes back one screen.
    Pop,
    /// Goes back one screen, bringing it something.
    PopWith(Brought),
    /// Goes back to the first screen.
    Home,
    /// Opens Home's own choice of screen for an action such as `GoStock`.
    Go(Action),
    /// Shows a verdict, with its bell.
    Say(Verdict),
    /// Sounds a bell without a verdict.
    Bell(Bell),
    /// Puts a text on the line, the cursor at its end.
    SetLine(String),
    /// This screen has no use for the scan: it goes to the open draft's tray, or opens what it names.
    NotMine(Scanned),
    /// The desk's own settings changed: header, theme and bells are read again.
    Refresh,
    /// Leaves the desk as it is.
    Detach,
    /// Closes the desk.
    Quit,
}

/// What a bell means; each is a configurable byte string, since guns have tones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    /// Taken.
    Good,
    /// Not taken.
    Bad,
    /// A carton, or a line, is full.
    Full,
}

/// What stands for an amount that is hidden.
pub const HIDDEN: &str = "–";

/// Where and when a desk is, given to every `update` and `view`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// Now.
    pub now: Moment,
    /// How long this session has run; unlike `now` it is never set.
    pub uptime: Duration,
    /// Business day.
    pub today: Day,
    /// Time zone of the store.
    pub zone: chrono_tz::Tz,
    /// Name of the store.
    pub store: String,
    /// The store is one to look around in.
    pub demo: bool,
    /// Currency of the store.
    pub currency: String,
    /// This desk.
    pub desk: DeskId,
    /// Its name.
    pub desk_name: String,
    /// Who works here.
    pub employee: EmployeeId,
    /// Their name.
    pub employee_name: String,
    /// What their role allows.
    pub allowed: Vec<Permission>,
    /// Warehouse new documents are for.
    pub warehouse: Option<WarehouseId>,
    /// Its name.
    pub warehouse_name: String,
    /// Rows between the first row and the verdict: what PgUp and PgDn move by.
    pub page: u16,
    /// Columns of the terminal.
    pub columns: u16,
    /// The first row has a clock.
    pub shows_clock: bool,
    /// What printers do not get on with: `2 labels wait: zebra-1 is off`; empty while all is well.
    pub spool: String,
}

impl Default for Here {
    fn default() -> Here {
        Here {
            now: Moment::default(),
            uptime: Duration::ZERO,
            today: Day::default(),
            zone: chrono_tz::UTC,
            store: String::new(),
            demo: false,
            currency: String::new(),
            desk: DeskId::default(),
            desk_name: String::new(),
            employee: EmployeeId::default(),
            employee_name: String::new(),
            allowed: Permission::ALL.to_vec(),
            warehouse: None,
            warehouse_name: String::new(),
            page: 10,
            columns: 80,
            shows_clock: true,
            spool: String::new(),
        }
    }
}

impl Here {
    /// Tells whether the employee's role allows something. A screen only says so sooner: the stockroom refuses.
    pub fn may(&self, permission: Permission) -> bool {
        permission == Permission::Anyone || self.allowed.contains(&permission)
    }

    /// Returns an amount of money as it may be seen; a dash stands for what the employee's role hides.
    pub fn amount(&self, money: Money) -> String {
        if self.may(Permission::SeeCosts) { text::amount(money) } else { HIDDEN.to_owned() }
    }

    /// Returns an amount with its currency as it may be seen.
    pub fn money(&self, money: Money) -> String {
        if self.may(Permission::SeeCosts) { text::money(money, &self.currency) } else { HIDDEN.to_owned() }
    }

    /// Returns an instant as hours and minutes in the store's zone.
    pub fn clock(&self, at: Moment) -> String {
        at.utc().with_timezone(&self.zone).format("%H:%M").to_string()
    }

    /// Returns an instant as hours, minutes and seconds in the store's zone.
    pub fn seconds(&self, at: Moment) -> String {
        at.utc().with_timezone(&self.zone).format("%H:%M:%S").to_string()
    }

    /// Returns an instant as day, hours and minutes in the store's zone.
    pub fn stamp(&self, at: Moment) -> String {
        at.utc().with_timezone(&self.zone).format("%Y-%m-%d %H:%M").to_string()
    }
}
