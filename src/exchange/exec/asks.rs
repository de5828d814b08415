//! What is asked: lists come whole, or page by page with `limit` and `after`.

mod codes;
mod documents;
mod journal;
mod products;
mod stock;
mod store;
mod units;

pub use codes::*;
pub use documents::*;
pub use journal::*;
pub use products::*;
pub use stock::*;
pub use store::*;
pub use units::*;
