//! What a desk sends and how soon.
use crate::{Sizes, figures::Report, ours::Pair};

/// Measures a session.
pub fn run(_: &mut Pair, _: &Sizes, _: &mut Report) {}
