//! A choice from a list: type any part of a name, Enter takes the selected row, F3 makes a new one.

mod product;
mod short;

use crate::domain::id::WarehouseId;
use crate::ui::screen::{Screen, Tag};

use product::PickProduct;
use short::{PickShort, What};

/// Makes choices of one thing or another.
pub struct Pick;

impl Pick {
    /// Chooses a product, the list narrowed to a text already. Brings [`Brought::Product`](crate::ui::screen::Brought).
    pub fn product(text: &str) -> Box<dyn Screen> {
        Box::new(PickProduct::new(text))
    }

    /// Chooses a supplier, or names a new one. Brings [`Brought::Text`](crate::ui::screen::Brought) with the tag.
    pub fn supplier(tag: Tag, text: &str) -> Box<dyn Screen> {
        Box::new(PickShort::new(What::Supplier(tag), text))
    }

    /// Chooses a warehouse, or all of them where `all` may be chosen. Brings
    /// [`Brought::Warehouse`](crate::ui::screen::Brought).
    pub fn warehouse(all: bool) -> Box<dyn Screen> {
        Box::new(PickShort::new(What::Warehouse { all }, ""))
    }

    /// Chooses a bin of a warehouse, or the warehouse at large. Brings [`Brought::Bin`](crate::ui::screen::Brought).
    pub fn bin(warehouse: WarehouseId) -> Box<dyn Screen> {
        Box::new(PickShort::new(What::Bin(warehouse), ""))
    }

    /// Chooses one of a few words. Brings [`Brought::Choice`](crate::ui::screen::Brought) with the tag.
    pub fn choice(tag: Tag, title: impl Into<String>, words: Vec<String>) -> Box<dyn Screen> {
        Box::new(PickShort::new(What::Choice { tag, title: title.into(), words }, ""))
    }
}
