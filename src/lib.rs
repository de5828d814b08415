//! **dockhand**: a keyboard-driven stockroom for barcode-scanner workstations.
//!
//! At a receiving desk somebody scans serial numbers into a posting; anywhere in the shop somebody scans a unit
//! and reads its passport. Products without serials leave the warehouse first in, first out. Several desks work
//! on one store file, which one process owns.
//!
//! # The plan of the house
//!
//! ```text
//!  terminal ⇄ client ══ Unix socket ══ server ── desk (bytes in → frame bytes out) ─┬─ scan
//!             (raw mode, bytes,          │         │                                └─ ui
//!              nothing else)             │         ▼
//!                                        └────► stockroom ──► ops ──► store ──► domain
//!                                                   ▲                              ▲
//!                            exchange (exec, backup, demo) ── messages ────────────┘
//! ```
//!
//! Arrows mean *may use*. `messages` (what can be asked for, answered and refused) is a leaf above `domain` that
//! everything may use. `ui` knows `messages` and `domain` only; `scan` gives readings and looks nothing up; `ops`
//! sees no terminal, clock or environment; `store` alone names redb. `tests/architecture.rs` holds this table
//! against the `use` lines.
//!
//! | room | what happens there |
//! |---|---|
//! | [`domain`] | the rules, as values and pure functions |
//! | [`store`] | an ordered key-value store, its tables on one page, one committing thread |
//! | [`messages`] | Command, Query, Answer, Outcome, Refused |
//! | [`ops`] | one file per thing a person can do, one file per question |
//! | [`stockroom`] | `run(command)`, `ask(query)`, `changes()`: the one thing a desk talks to |
//! | [`scan`] | raw bytes → scans → readings |
//! | [`ui`] | key table, theme, widgets, screens: state, update, view |
//! | [`desk`] | a session: input, screen stack, effects, terminal |
//! | [`server`] | owns the file: socket, who is here, start on demand |
//! | [`client`] | raw mode, a byte pipe, the terminal given back |
//! | [`cli`] | the command line |
//! | [`exchange`] | `exec`, `backup`, `demo` |
//! | [`config`] | `config/dockhand.toml`: load, merge, check |
//!
//! Start reading at [`messages::Command`] and follow one of its cases into [`ops`].

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod messages;
pub mod ops;
pub mod scan;
pub mod server;
pub mod stockroom;
pub mod store;
pub mod ui;
