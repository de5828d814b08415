//! The rules of the stockroom, as values and pure functions: no storage, no clock, no terminal.
//!
//! Each file is one word of the glossary. Types that can be wrong are made only by parsing, so whoever holds
//! one need not check it again. Rules that need what is stored are kept by [`ops`](crate::ops).
//!
//! # Where each rule is kept
//!
//! | rule | where |
//! |---|---|
//! | **Exact**: money has 4 decimals, quantities 3, no float near either | [`money`], [`quantity`] |
//! | **Parts sum to the whole**: cost of a part is cut, the last take gets the rest | [`Money::part`](money::Money::part), [`Layer::take`](lot::Layer::take) |
//! | **Business days** are the store's, instants never run backwards | [`time`], [`ops::journal`](crate::ops::journal) |
//! | **A draft until it is posted**, its author's, never edited after | [`document`], [`ops::draft`](crate::ops::draft) |
//! | **Numbers gap-free**, at the first effect on stock | `ops/series.rs` |
//! | **Posted as one**: all of it or none of it | [`ops::post`](crate::ops::post) |
//! | **Incomplete is not posted**: serials missing, scans to decide, nothing counted | [`ops::blockers`](crate::ops::blockers) |
//! | **Dates**: never to come, never in the closed period | [`ops::blockers::date_refused`](crate::ops::blockers::date_refused) |
//! | **Cancelled by its opposite**, dated today, unless something moved on; reopened with all its serials | [`ops::cancel`](crate::ops::cancel), [`ops::moving::undo`](crate::ops::moving::undo) |
//! | **Once-only**: a command sent twice is carried out once and answered twice | [`ops::journal::accept`](crate::ops::journal::accept) |
//! | **Journal** chained by hash, replayed to the same store | [`ops::journal`](crate::ops::journal) |
//! | **First in, first out**: queue date, then order of entry | [`LayerKey`](lot::LayerKey), [`ops::moving::draw`](crate::ops::moving::draw) |
//! | **Never below zero**, on any day: what is dated back draws on what was there ever since | [`ops::moving::history`](crate::ops::moving::history) |
//! | **The very units**: a serial costs its own lot's share, whatever the queue looks like | [`ops::moving::units`](crate::ops::moving::units) |
//! | **What was taken** of each lot is kept, and comes back last first | [`movement`], [`ops::moving::back`](crate::ops::moving::back) |
//! | **Held for somebody**: quantities or the very units, never layers, until a day | [`ops::reservations`](crate::ops::reservations), [`ops::held`](crate::ops::held) |
//! | **On its way**: in exactly one place, keeps its lot and its place in the queue | [`place::Place::Transit`], [`ops::moving::transit`](crate::ops::moving::transit) |
//! | **Returns to a supplier** take what has its origin in the posting | [`ops::moving::draw::ends_in`](crate::ops::moving::draw::ends_in) |
//! | **A lot keeps its cost**, warranty, batch, expiry | [`lot`] |
//! | **Expiry**: past its day, near it, or fresh | [`expiry`], [`ops::expiring`](crate::ops::expiring) |
//! | **Warranties**: months from a day | [`warranty`] |
//! | **Serials**: what makes two of them one | [`serial`] |
//! | **Odd serials**: unlike the product's shape, or the line's first three | [`serial::odd_for_shape`], [`serial::odd_beside`] |
//! | **A serial exists once**, and its key has one holder | [`ops::claims`](crate::ops::claims), [`unit::Holder`] |
//! | **It may come in again** once it left: the same unit, another life | [`ops::claims`](crate::ops::claims), [`unit::Unit::earlier`] |
//! | **One serial for each unit**, asked for, by the carton, or as many as are scanned | [`document::Line`], [`ops::serials`](crate::ops::serials) |
//! | **Templates** `WS{C:5}{K}`: one counter, a check character last | [`template`] |
//! | **Numbers in use are skipped**; product's, warehouse's, store's template in that order | [`ops::serials::numbering`](crate::ops::serials::numbering) |
//! | **Ranges** `SN-001..SN-100`, `9+2`, `~+4`, lists of them | [`range`] |
//! | **Serials for an existing product**: as many as units in each warehouse, layer by layer, for good | [`conversion`], [`ops::conversion`](mod@crate::ops::conversion) |
//! | **Barcodes**: GTIN-8, 12, 13, 14 of one number are one; cartons count their pack | [`barcode`], [`product::Barcode`] |
//! | **Names unique**, without case and outer blanks; archived ones stay taken | [`ops::names`](crate::ops::names) |
//! | **Nothing used is deleted**: archived, unless goods or drafts need it | [`ops::in_use`](crate::ops::in_use) |
//! | **Fixed once used**: currency, zone, serial scope | [`settings`], [`ops::settings`](mod@crate::ops::settings) |
//! | **Carried over**: supplier, cost, warranty of the product's last posting | [`ops::carry`](crate::ops::carry) |
//! | **Damaged at the door** goes to the warehouse's bin for defects | `ops/defects.rs` |
//! | **Counted, and settled** by linked documents; what moved after it was counted is no finding | [`count`], [`ops::stocktake`](crate::ops::stocktake) |
//! | **Who may do what** | [`employee`], [`ops::row`](crate::ops::row) |
//! | **What a warehouse lets whom**: in, out, and see its stock | [`right`], [`ops::rights`](crate::ops::rights) |
//! | **Who comes in**: badges and PINs as hashes, slowed when wrong | [`badge`], [`ops::door`](crate::ops::door) |
//! | **Foreign text** is shown harmlessly | [`text`] |
//! | **Always true**: sums, keys, numbers, chain | [`ops::verify`](crate::ops::verify) |

pub mod badge;
pub mod barcode;
pub mod conversion;
pub mod correction;
pub mod count;
mod decimal;
pub mod document;
pub mod employee;
pub mod expiry;
pub mod id;
pub mod lot;
pub mod marking;
pub mod money;
pub mod movement;
pub mod place;
pub mod product;
pub mod quantity;
pub mod range;
pub mod right;
pub mod scanner;
pub mod serial;
pub mod settings;
pub mod template;
pub mod text;
pub mod time;
pub mod unit;
pub mod warranty;
