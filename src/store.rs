//! An ordered key-value store: bytes in order below, typed tables above, one committing thread.
//!
//! ```text
//!  tables (typed, one page) ── codec (keys big-endian, values versioned)
//!     │
//!  engine: Read, Write, Engine ──┬── memory
//!     │                          └── redb      (the only file that names redb)
//!  commit: one thread, group commit on an overlay
//! ```

pub mod backup;
pub mod codec;
pub mod commit;
pub mod engine;
pub mod journal;
pub mod memory;
pub mod migrate;
pub mod overlay;
pub mod pack;
pub mod redb;
pub mod rows;
pub mod tables;
