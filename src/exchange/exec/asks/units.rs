//! Units and their passports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::id::{DocumentId, LineNo};
use crate::exchange::exec::answers::{self, UnitEntry};
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::{Cursor, DocumentRef, Page, Part, Query, Refused, UnitRef, UnitRow};

/// Units: of a product in stock, oldest first; or all of a document, or of one of its lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Units of this product in stock, by name, code, SKU or barcode.
    product: Option<String>,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// Units that came in by this document, by its number, wherever they are.
    document: Option<String>,
    /// By this line of it.
    line: Option<u32>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before; of a document, together with `line`.
    after: Option<String>,
}

/// Units.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitsAnswer {
    units: Vec<UnitEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Units {
    type Answer = UnitsAnswer;

    fn carry_out(self, room: &Room) -> Result<UnitsAnswer, Fault> {
        let (rows, next) = match (&self.product, &self.document) {
            (Some(product), None) if self.line.is_none() => {
                let product = room.product(product)?;
                let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
                room.list(self.limit, self.after.as_deref(), |after, limit| {
                    answer_of!(room, Query::ProductUnits { product, warehouse, after, limit }, Units)
                })?
            }
            (None, Some(number)) if self.warehouse.is_none() => {
                let lines = lines(room, number, self.line)?;
                let paged = self.limit.is_some() || self.after.is_some();
                match lines.as_slice() {
                    [line] => room.list(self.limit, self.after.as_deref(), |after, limit| {
                        line_units(room, *line, after, limit)
                    })?,
                    _ if paged => {
                        return Err(Fault::Wrong("limit: a document is paged line by line; say which".into()));
                    }
                    lines => {
                        let mut all = Vec::new();
                        for line in lines {
                            all.append(
                                &mut room.list(None, None, |after, limit| line_units(room, *line, after, limit))?.0,
                            );
                        }
                        (all, None)
                    }
                }
            }
            _ => {
                let wrong =
                    "units: of a \"product\", in a \"warehouse\" or not; or of a \"document\", of a \"line\" or all";
                return Err(Fault::Wrong(wrong.into()));
            }
        };
        Ok(UnitsAnswer { units: rows.into_iter().map(UnitEntry::from).collect(), next })
    }
}

pub(super) fn line_units(
    room: &Room,
    (document, line): (DocumentId, LineNo),
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<UnitRow>, Fault> {
    answer_of!(room, Query::LineUnits { document, line, after, limit }, Units)
}

/// Returns the lines of a document whose products have serials, or one line.
fn lines(room: &Room, number: &str, line: Option<u32>) -> Result<Vec<(DocumentId, LineNo)>, Fault> {
    let view = answer_of!(room, Query::Document(DocumentRef::Number(number.to_owned())), Document)?;
    let id = view.row.id;
    let lines: Vec<_> = view.lines.into_iter().filter(|of| line.is_none_or(|line| of.line == line)).collect();
    if let (Some(line), []) = (line, lines.as_slice()) {
        let (what, value) = (format!("line of {number}"), format!("line {line}"));
        return Err(Refused::Unknown { what, value, hint: String::new() }.into());
    }
    Ok(lines.into_iter().filter(|line| line.serialised).map(|line| (id, line.line)).collect())
}

/// A unit's facts and its movements.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passport {
    /// Its serial or a further identifier.
    serial: String,
    /// Its product, where several have such a serial.
    product: Option<String>,
    /// At most so many movements; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Request for Passport {
    type Answer = answers::Passport;

    fn carry_out(self, room: &Room) -> Result<answers::Passport, Fault> {
        let product = self.product.map(|name| room.product(&name)).transpose()?;
        let of = UnitRef::Serial(self.serial, product);
        let view = *answer_of!(room, Query::Passport(of.clone()), Passport)?;
        if self.limit.is_none() && self.after.is_none() && view.movements.rows.len() == view.movements.of {
            return Ok(view.into());
        }
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            let part = after.map_or(Part::Oldest, Part::After);
            let page = answer_of!(room, Query::Movements { of: of.clone(), part, limit }, Movements)?;
            let next = (page.end() < page.of).then_some(page.to);
            Ok(Page { rows: page.rows, next })
        })?;
        Ok(answers::Passport { next, ..answers::Passport::with(view, rows) })
    }
}
