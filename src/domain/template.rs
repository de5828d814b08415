//! Templates that number our own units: `WS{C:5}`.

use serde::{Deserialize, Serialize};

/// Parsed template. Kept and compared as its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);
