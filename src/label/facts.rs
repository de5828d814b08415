//! What a label can say: the variables of templates, and what they are for one unit, product or bin.

use std::collections::BTreeMap;

use crate::domain::barcode::Gtin;
use crate::domain::time::Day;
use crate::messages::{LabelRow, Labelled};

/// Writes the variables once: for the type, its names and what they mean.
macro_rules! variables {
    ($($variable:ident $name:literal $meaning:literal;)*) => {
        /// Something a template may name in braces.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Variable {
            $(#[doc = $meaning] $variable,)*
        }

        impl Variable {
            /// All there are.
            pub const ALL: &[Variable] = &[$(Variable::$variable),*];

            /// Returns its name in templates.
            pub const fn name(self) -> &'static str {
                match self { $(Variable::$variable => $name,)* }
            }

            /// Returns what it means, as a sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Variable::$variable => $meaning,)* }
            }
        }
    };
}

variables! {
    Product "product" "Name of the product.";
    Code "code" "Our code of the product.";
    Sku "sku" "Stock keeping unit.";
    Barcode "barcode" "Barcode of one piece of the product; its code, SKU or name where it has none.";
    Gtin "gtin" "Barcode of one piece as 14 digits, where it is a trade item number.";
    Serial "serial" "Serial of the unit, as scanned.";
    Lot "lot" "Lot: posting and line.";
    Batch "batch" "Maker's batch.";
    Expiry "expiry" "Day it expires.";
    Posting "posting" "Number of the posting.";
    Date "date" "Day it came in, else today.";
    Warehouse "warehouse" "Name of the warehouse.";
    Bin "bin" "Code of the bin.";
    Price "price" "Price, as given with the order to print.";
    Warranty "warranty" "Last day of the supplier's warranty.";
    Company "company" "Name of the store.";
    Name "name" "Name of an employee, or of a command.";
    Scan "scan" "What a scanner is to send: a badge, a command, a bin, a carton's number.";
    Note "note" "Help sentence of a command, or whatever else is said of it.";
}

impl Variable {
    /// Finds a variable by its name.
    pub fn find(name: &str) -> Option<Variable> {
        Variable::ALL.iter().copied().find(|variable| variable.name() == name)
    }
}

/// What the variables are for one label. What is not set is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(BTreeMap<Variable, String>);

impl Facts {
    /// Sets a variable.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: impl Into<String>) -> Facts {
        let value: String = value.into();
        if !value.is_empty() {
            self.0.insert(variable, value);
        }
        self
    }

    /// Returns what a variable is; empty where it is not set.
    pub fn of(&self, variable: Variable) -> &str {
        self.0.get(&variable).map_or("", String::as_str)
    }
}

impl From<&LabelRow> for Facts {
    /// Says what a label's row says. A product without a barcode is found by its code, its SKU, else its name.
    fn from(row: &LabelRow) -> Facts {
        let known = [&row.barcode, &row.code, &row.sku, &row.product].into_iter().find(|text| !text.is_empty());
        let gtin = Gtin::parse(&row.barcode).map(|gtin| gtin.to_string()).unwrap_or_default();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        Facts::default()
            .with(Variable::Product, &row.product)
            .with(Variable::Code, &row.code)
            .with(Variable::Sku, &row.sku)
            .with(Variable::Barcode, known.map(String::as_str).unwrap_or_default())
            .with(Variable::Gtin, gtin)
            .with(Variable::Serial, &row.serial)
            .with(Variable::Lot, &row.lot)
            .with(Variable::Batch, &row.batch)
            .with(Variable::Expiry, day(row.expiry))
            .with(Variable::Posting, &row.posting)
            .with(Variable::Date, day(row.received.or(Some(row.today))))
            .with(Variable::Warehouse, &row.warehouse)
            .with(Variable::Bin, &row.bin)
            .with(Variable::Warranty, day(row.warranty))
            .with(Variable::Company, &row.company)
            .with(Variable::Scan, if matches!(row.of, Labelled::Bin { .. }) { row.bin.as_str() } else { "" })
    }
}
