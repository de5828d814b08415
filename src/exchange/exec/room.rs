//! The stockroom as one request sees it: things by their names, commands with the request's id.

use crate::domain::employee::Permission;
use crate::domain::id::{BinId, EmployeeId, LocationId, ProductId, WarehouseId};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::text::{hex, shown};
use crate::messages::{
    Answer, Command, CommandId, Cursor, Meaning, No, Origin, Outcome, Page, ProductView, Query, Refused,
};
use crate::stockroom::Stockroom;

/// Rows of a list that are asked for at once.
const PAGE: usize = 1_000;

/// Why a request has no answer.
#[derive(Debug)]
pub enum Fault {
    /// The rules say no.
    Refused(Refused),
    /// It could not be understood.
    Wrong(String),
    /// The machine is broken.
    Broken(String),
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Fault::Refused(refused)
    }
}

impl From<No> for Fault {
    fn from(no: No) -> Self {
        match no {
            No::Refused(refused) => Fault::Refused(refused),
            No::Broken(sentence) => Fault::Broken(sentence),
        }
    }
}

/// Takes the one kind of answer a question can have.
macro_rules! answer_of {
    ($room:expr, $query:expr, $kind:ident) => {
        match $room.ask(&$query)? {
            $crate::messages::Answer::$kind(answer) => Ok::<_, $crate::exchange::exec::room::Fault>(answer),
            other => Err($crate::exchange::exec::room::Fault::Broken(format!("{other:?} answers another question"))),
        }
    };
}

pub(super) use answer_of;

/// The stockroom, who asks, and the id of the request.
pub struct Room<'a> {
    stockroom: &'a Stockroom,
    origin: Origin,
    id: Option<String>,
}

impl<'a> Room<'a> {
    /// Looks at a stockroom for one request.
    pub fn new(stockroom: &'a Stockroom, origin: Origin, id: Option<String>) -> Self {
        Room { stockroom, origin, id }
    }

    /// Looks at it as somebody else does.
    #[must_use]
    pub fn carried_out_by(self, employee: EmployeeId) -> Self {
        Room { origin: Origin { employee, ..self.origin }, ..self }
    }

    /// Returns who asks, and where.
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// Tells whether whoever asks may see what things cost.
    pub fn sees_costs(&self) -> Result<bool, Fault> {
        match self.ask(&Query::Allowed(self.origin.employee))? {
            Answer::Allowed(allowed) => Ok(allowed.contains(&Permission::SeeCosts)),
            other => Err(Fault::Broken(format!("{other:?} answers another question"))),
        }
    }

    /// Carries a command out, once for the request's id when it has one.
    pub fn run(&self, command: Command) -> Result<Outcome, Fault> {
        let id = match &self.id {
            Some(id) => CommandId::Given(id.clone()),
            None => self.stockroom.next_id(self.origin.desk),
        };
        Ok(self.stockroom.run(self.origin, id, command)?)
    }

    /// Asks a question.
    pub fn ask(&self, query: &Query) -> Result<Answer, Fault> {
        Ok(self.stockroom.ask_as(self.origin.employee, query)?)
    }

    /// Asks for a list: all of it, or `limit` rows from `after` on and where the next begin.
    pub fn list<T>(
        &self,
        limit: Option<usize>,
        after: Option<&str>,
        page: impl Fn(Option<Cursor>, usize) -> Result<Page<T>, Fault>,
    ) -> Result<(Vec<T>, Option<String>), Fault> {
        let mut after = after.map(cursor).transpose()?;
        if let Some(limit) = limit {
            let page = page(after, limit)?;
            return Ok((page.rows, page.next.map(|cursor| spelled(&cursor))));
        }
        let mut rows = Vec::new();
        loop {
            let mut page = page(after, PAGE)?;
            rows.append(&mut page.rows);
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok((rows, None)),
            }
        }
    }

    /// Finds a product by its name, code, SKU or barcode.
    pub fn product(&self, name: &str) -> Result<ProductId, Fault> {
        let found = self.meanings(name)?.into_iter().filter_map(|meaning| match meaning {
            Meaning::Product { product, name, .. } => Some((product, name)),
            _ => None,
        });
        one(found.collect(), "product", name)
    }

    /// Finds a product, with everything that is kept of it.
    pub fn product_view(&self, name: &str) -> Result<ProductView, Fault> {
        Ok(*answer_of!(self, Query::Product(self.product(name)?), Product)?)
    }

    /// Finds a product's record by its name, code, SKU or barcode.
    pub fn product_record(&self, name: &str) -> Result<(ProductId, Product), Fault> {
        let view = self.product_view(name)?;
        Ok((view.id, view.product))
    }

    /// Finds a warehouse by its name or code.
    pub fn warehouse(&self, name: &str) -> Result<WarehouseId, Fault> {
        let found = self.meanings(name)?.into_iter().filter_map(|meaning| match meaning {
            Meaning::Warehouse { warehouse, name } => Some((warehouse, name)),
            _ => None,
        });
        one(found.collect(), "warehouse", name)
    }

    /// Finds a bin of a warehouse by its code.
    pub fn bin(&self, warehouse: WarehouseId, code: &str) -> Result<BinId, Fault> {
        let found = self.meanings(code)?.into_iter().filter_map(|meaning| match meaning {
            Meaning::Bin { bin, warehouse: stands_in, name } if stands_in == warehouse => Some((bin, name)),
            _ => None,
        });
        one(found.collect(), "bin in this warehouse", code)
    }

    /// Finds a branch by its name or code.
    pub fn location(&self, name: &str) -> Result<LocationId, Fault> {
        let same = |text: &str| !text.is_empty() && text.to_lowercase() == name.trim().to_lowercase();
        let all = answer_of!(self, Query::Locations, Locations)?;
        let found = all.into_iter().filter(|(_, branch)| same(&branch.name) || same(&branch.code));
        one(found.map(|(id, branch)| (id, branch.name)).collect(), "branch", name)
    }

    /// Returns everything a name, number, serial or barcode stands for.
    pub fn meanings(&self, text: &str) -> Result<Vec<Meaning>, Fault> {
        answer_of!(self, Query::Resolve { text: text.to_owned(), product: None }, Meanings)
    }
}

/// Returns the only one; refused when there is none, or several.
pub fn one<T>(mut found: Vec<(T, String)>, what: &str, value: &str) -> Result<T, Fault> {
    match found.len() {
        1 => Ok(found.remove(0).0),
        0 => Err(Refused::Unknown { what: what.to_owned(), value: shown(value), hint: String::new() }.into()),
        _ => {
            let choices = found.into_iter().map(|(_, name)| name).collect();
            Err(Refused::Ambiguous { value: shown(value), choices }.into())
        }
    }
}

/// Returns a whole number as a quantity of pieces.
pub fn pieces(count: usize) -> Quantity {
    Quantity::pieces(u32::try_from(count).unwrap_or(u32::MAX))
}

fn spelled(cursor: &Cursor) -> String {
    hex(&cursor.0)
}

fn cursor(text: &str) -> Result<Cursor, Fault> {
    let digits: Option<Vec<u8>> =
        text.bytes().map(|byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    match digits {
        Some(digits) if digits.len().is_multiple_of(2) => {
            Ok(Cursor(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()))
        }
        _ => Err(Fault::Wrong(format!("after: {} is not the \"next\" of an answer", shown(text)))),
    }
}
