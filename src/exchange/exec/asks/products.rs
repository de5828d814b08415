//! Products.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exchange::exec::answers::{self, ProductEntry};
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::Query;

/// Products by name, or by fuzzy match of name, code, SKU and barcode.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Products {
    /// Filter; without it, all by name.
    #[serde(default)]
    text: String,
    /// Archived ones too.
    #[serde(default)]
    archived: bool,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Products.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProductsAnswer {
    products: Vec<ProductEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Products {
    type Answer = ProductsAnswer;

    fn carry_out(self, room: &Room) -> Result<ProductsAnswer, Fault> {
        let (text, archived) = (&self.text, self.archived);
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Products { text: text.clone(), archived, after, limit }, Products)
        })?;
        Ok(ProductsAnswer { products: rows.into_iter().map(ProductEntry::from).collect(), next })
    }
}

/// One product with its stock.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// By name, code, SKU or barcode.
    product: String,
}

impl Request for Product {
    type Answer = answers::Product;

    fn carry_out(self, room: &Room) -> Result<answers::Product, Fault> {
        Ok(room.product_view(&self.product)?.into())
    }
}
