//! What can be asked for, answered and refused. A leaf above `domain` that every other room may use.
//!
//! - [`Command`]: what a person decided, with ids, literal serials and dates. The journal, undo and tests speak it.
//! - [`Outcome`]: what a command did.
//! - [`Query`] and [`Answer`]: questions, paged by key; no list stops silently.
//! - [`Wanted`], [`Proof`], [`Printed`]: what is to be printed, how it would look, what became of it.
//! - [`Refused`]: a no that carries data and makes its sentence once.
//! - [`No`]: a refusal, or a broken machine.

mod answer;
mod command;
mod conceal;
mod outcome;
mod printing;
mod query;
mod refused;

pub use answer::*;
pub use command::*;
pub use outcome::*;
pub use printing::*;
pub use query::*;
pub use refused::*;
