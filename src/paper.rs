//! Papers: what is printed of a unit or a document, on A4 and as text.
//!
//! ```text
//!  PaperView ── kinds (one file a kind) ──► Sheet (heading, facts, tables, signatures, foot) ─┬─► pages ──► PDF
//!                                                                                            └─► text, 80 columns
//! ```
//!
//! Nothing is decided twice: a kind says what stands on its paper, and both outputs draw the same [`Sheet`]. Each has a
//! code that a scan finds the unit or document by, and the head of the journal's chain, which
//! `dockhand verify --head` finds again.

mod kinds;
pub mod pages;
pub mod sheet;
pub mod text;

pub use kinds::of;
pub use sheet::Sheet;
