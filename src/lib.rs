//! **dockhand**: a keyboard-driven stockroom for barcode-scanner workstations.
//!
//! At a receiving desk somebody scans serial numbers into a posting; anywhere in the shop somebody scans a unit
//! and reads its passport. Several desks work on one store file, which one process owns.
//!
//! # The plan of the house
//!
//! ```text
//!  terminal ⇄ client ══ Unix socket ══ server ── desk (bytes in → frame bytes out) ─┬─ scan
//!             (raw mode, bytes,          │         │                                └─ ui
//!              nothing else)             │         ▼
//!                                        └────► stockroom ──► ops ──► store ──► domain
//!                                                   ▲                              ▲
//!                                    exchange (exec, demo), printing ── label, messages ──┘
//! ```
//!
//! Arrows mean *may use*. `messages` (what can be asked for, answered and refused) is a leaf above `domain` that
//! everything may use. `ui` knows `messages`, `domain`, the theme and bells of `config`, and what `desk` says of a
//! terminal, never `ops`, `store`, a socket, a file or a clock; `scan` gives readings and looks nothing up; `ops` sees no terminal,
//! clock or environment; `store` alone names redb. `tests/architecture.rs` holds this table against the `use` lines.
//!
//! | room | what happens there |
//! |---|---|
//! | [`domain`] | the rules, as values and pure functions: its page has a table of where each rule is |
//! | [`store`] | an ordered key-value store, its [tables](store::tables) on one page, one committing thread |
//! | [`messages`] | Command, Query, Answer, Outcome, Refused |
//! | [`ops`] | one file per thing a person can do, one file per question |
//! | [`stockroom`] | `run(command)`, `ask(query)`, `changes()`: the one thing a desk talks to |
//! | [`scan`] | raw bytes → scans → readings, and what GS1 says of them ([`scan::gs1`]) |
//! | [`ui`] | key table, theme, widgets, screens: state, update, view |
//! | [`desk`] | a session: input, screen stack, effects, terminal |
//! | [`server`] | owns the file: socket, who is here, start on demand, the log, backups, how it is |
//! | [`client`] | raw mode, a byte pipe, the terminal given back |
//! | [`cli`] | the command line |
//! | [`exchange`] | requests of scripts (`exec`), what scans are (`explain`), labels (`label`), papers (`print`), and the store to look around in (`demo`) |
//! | [`printing`] | what is wanted printed → labels → the spool, or a file; how a label would look |
//! | [`label`] | symbols, templates and what fits; printers, their languages and the spool |
//! | [`paper`] | what stands on the paper of a document or unit, as pages and as text |
//! | [`config`] | `config/dockhand.toml`: load, merge, check |
//! | [`clock`] | the one file that reads clocks and draws ids |
//!
//! # Where to start reading
//!
//! At [`messages::Command`]: follow one of its cases through the table in `ops/table.rs` into its file, say
//! `ops/serials/receive.rs`, and the rows it writes onto [`store::tables`]. Then [`ui::screen::Screen`], whose page
//! has a screen in full, and `ui/screens/receiving.rs`, the screen that matters most. A new operation is a case of
//! `Command`, a row of `ops/table.rs` and a file; a new key is a row of [`ui::keymap::ROWS`]; a new screen is a file.
//!
//! # How a scan travels from bytes to the disk and to the next frame
//!
//! 1. [`client::desk`] reads the terminal's raw bytes and sends them as a [frame](server::wire::Frame) over the socket.
//! 2. `server/visit.rs` hands them to the session that sits at that desk, as an [`desk::Input`].
//! 3. [`scan::Decoder`] types each character into the live line at once, and when the suffix comes says that they were
//!    a [`scan::Scan`]: `desk/hear.rs` takes them back from the line.
//! 4. `desk/readings.rs` and [`scan::normalise`] settle what was meant; the screen gets [`ui::screen::Event::Scan`].
//! 5. `ui/screens/receiving/scan.rs` asks [`messages::Query::Resolve`] what the code is, and decides to
//!    [`messages::Command::ReceiveSerials`], or to keep it in the tray.
//! 6. `desk/carry.rs` carries that [`ui::screen::Effect`] out through [`stockroom::Stockroom::submit`].
//! 7. [`store::commit`]'s one thread runs [`ops::journal::accept`] on an [overlay](store::overlay): [`ops::perform`], then
//!    the journal and the answer; what other desks submitted meanwhile is in the same commit, one fsync.
//! 8. `ops/serials/receive.rs` takes the key by writing it ([`ops::claims`]): of two desks exactly one gets it.
//! 9. The screen hears [`ui::screen::Event::Done`] after the commit, never before, and says so; other desks hear
//!    [`stockroom::Changed`] and ask again for what they show.
//! 10. `desk/face.rs` draws the picture, `desk/terminal.rs` writes the cells that differ, and
//!     `server/terminal.rs` sends them as soon as the socket takes them.
//!
//! # What was measured, and chosen for it
//!
//! `cargo bench` measures the program as it is now; these are the choices behind its shape, on two cores.
//!
//! - **One process owns the file, all desks live in it.** redb lets one process open a file. A byte pipe under sshd
//!   takes 0.5 ms from key to echo and 240 KiB a desk; 200 idle desks cost no CPU.
//! - **One committing thread, no timer.** It takes what waits, and commits once: a lone desk pays nothing, sixteen
//!   share an fsync. A commit for each of 200 desks that scan at one instant was 60 ms median.
//! - **A key claimed by writing it.** With a check before the write a peer store took one serial twice in 7 of 25 tries.
//! - **Nothing per unit when posting.** A unit's state is its lot's, so ten thousand are posted as quickly as one.
//! - **Values as a version byte and postcard**: 32 bytes a unit against 117 as JSON.
//! - **Our own backend below ratatui**: a key typed is 1 to 4 bytes against 40, nothing changed is 0 against 32.
//! - **Bytes, not key events.** crossterm's reader stalls after 1,024 bytes of one burst and takes GS for Ctrl+5; it
//!   serves the client's raw mode and size. Sequences that are no text are read by `termina`, which takes them split.
//! - **Only rows in view are built**: 73 µs a frame at 80×24 against 712 µs with a thousand rows built.
//! - **No async runtime, no frame rate.** A session is a thread that drains one channel before each draw, and wakes
//!   once a minute for its clock.
//!
//! # Glossary
//!
//! | word | meaning |
//! |---|---|
//! | product | what is stocked, with or without serials ([`domain::product`]) |
//! | unit | one physical piece of a product with serials ([`mod@domain::unit`]) |
//! | serial, key | the text as scanned, and what is compared of it ([`domain::serial`]) |
//! | posting | goods in: a draft until it is posted, then never edited ([`domain::document`]) |
//! | draft, line | a posting being scanned, and one product of it |
//! | lot | one posting line as stock: quantity, total cost, warranty, batch ([`domain::lot`]) |
//! | layer | what is left of a lot in one warehouse and bin; ordered, they are the queue first in, first out |
//! | claim | a serial that a draft's line holds ([`ops::claims`]) |
//! | pick, hold | a unit scanned into a draft that will move it; nobody else takes it until then ([`ops::held`]) |
//! | standing | where a serial is: in stock, in a draft, gone ([`messages::Standing`]) |
//! | conversion | an existing product gets serials: a write-off and a posting, layer by layer ([`ops::conversion`]) |
//! | origin | the lot another was before a conversion: its supplier and warranty ([`domain::lot::Lot::origin`]) |
//! | tray | scans of a draft that wait for a decision |
//! | passport | one unit's facts and its whole movement table |
//! | desk | a workstation by name, and the session that runs for it |
//! | role, right | what somebody may do at all, and what a warehouse lets them do ([`domain::employee`], [`domain::right`]) |
//! | badge, PIN | how somebody comes in; kept as hashes ([`domain::badge`], [`ops::door`]) |
//! | lock | what stands before a desk's screens until a badge is scanned (`desk/door.rs`) |
//! | verdict | the sentence that answers a scan or a key ([`ui::verdict`]) |
//! | journal | every accepted command, chained by hash ([`ops::journal`]) |
//! | paper | what is printed of a unit or a document, with a code that finds it again ([`paper`]) |
//! | pallet | a logistic unit by its number (SSCC), kept with the posting its goods came in by ([`ops::pallets`]) |
//! | slot, pack | a unit's place in its lot, and the row that keeps 32 of them ([`store::pack`]) |
//! | ticket | a command on its way to the disk ([`store::commit::Ticket`]) |

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod label;
pub mod messages;
pub mod ops;
pub mod paper;
pub mod printing;
pub mod scan;
pub mod server;
pub mod stockroom;
pub mod store;
pub mod ui;
