//! An ordered key-value store: bytes in order below, typed tables above, one committing thread.
//!
//! ```text
//!  tables (typed, one page) ── codec (keys big-endian, values versioned)
//!     │
//!  engine: Read, Write, Engine ──┬── memory
//!     │                          └── redb      (the only file that names redb)
//!  commit: one thread, group commit on an overlay
//! ```

pub mod codec;
pub mod engine;
pub mod journal;
pub mod pack;
pub mod rows;
pub mod tables;
