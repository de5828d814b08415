//! Pieces that screens are made of. Each is pure: state in the screen, drawing by a page.
//!
//! - [`table`]: columns that drop out as room shrinks and become cards on guns; [`table::Walk`] is the selected row
//! - [`paged`]: a list of any length, fetched a part at a time
//! - [`form`]: labelled fields written in place
//! - [`confirm`]: a question that Enter cannot answer
//! - [`tabs`]: the parts of a screen, walked by ←→
//! - [`progress`]: a bar with its figures

pub mod confirm;
pub mod form;
pub mod paged;
pub mod progress;
pub mod table;
pub mod tabs;
