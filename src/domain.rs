//! The rules of the stockroom, as values and pure functions: no storage, no clock, no terminal.
//!
//! Each file is one word of the glossary. Types that can be wrong are made only by parsing, so whoever holds
//! one need not check it again. Where to find a rule:
//!
//! | rule | file |
//! |---|---|
//! | exact money and quantities, cost of a part of a lot | [`money`], [`quantity`] |
//! | serials and what makes two of them one | [`serial`] |
//! | templates `WS{C:5}{K}` | [`template`] |
//! | ranges `SN-001..SN-100`, `~+4` | [`range`] |
//! | barcodes as GTIN-14 | [`barcode`] |
//! | documents, their states and lines | [`document`] |
//! | lots, layers and packs of units | [`lot`] |
//! | foreign text shown harmlessly | [`text`] |
//! | one unit and where it is | [`mod@unit`] |
//! | warehouses, bins, locations | [`place`] |
//! | people, permissions and desks | [`employee`] |
//! | supplier's and client's warranty | [`warranty`] |

pub mod barcode;
mod decimal;
pub mod document;
pub mod employee;
pub mod id;
pub mod lot;
pub mod money;
pub mod place;
pub mod product;
pub mod quantity;
pub mod range;
pub mod serial;
pub mod settings;
pub mod template;
pub mod text;
pub mod time;
pub mod unit;
pub mod warranty;
