//! What an operator sees: the key table, themes, widgets and screens.
//!
//! Nothing here does I/O: a [`screen::Screen`] is a state, an `update` that returns [`screen::Effect`]s, and a `view`
//! that draws on a [`screen::Page`]. The [`desk`](crate::desk) gives events and carries out effects.
//!
//! | to add | touch |
//! |---|---|
//! | a key | one row of [`keymap::ROWS`] |
//! | a screen | one file in [`screens`], and one line in its [`screens::go`] or [`screens::open`] |
//! | a colour | [`theme`] |

pub mod frame;
pub mod keymap;
pub mod layout;
pub mod line;
mod page;
pub mod screen;
pub mod screens;
pub mod text;
pub mod theme;
pub mod verdict;
pub mod widgets;
