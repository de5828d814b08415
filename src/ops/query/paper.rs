//! What a paper says: other questions, asked on one view, with the rights of whoever asks.

use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::employee::Permission;
use crate::domain::id::{DocumentId, EmployeeId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{
    Answer, DocumentLine, DocumentRef, No, Page, PaperBody, PaperOf, PaperView, Part, PassportView, Query, Refused,
    StockBy, StockRow, StocktakeView, UnitRef, UnitRow,
};
use crate::ops::table::allows;
use crate::ops::{journal, settings};
use crate::store::tables::{PRODUCT, View};

use super::whole;

/// Rows of a list that are taken at once: a paper has all of them.
const ALL: usize = usize::MAX;

/// Returns everything that a paper of a unit or a document says.
pub fn answer(view: &View, now: Moment, employee: Option<EmployeeId>, of: &PaperOf) -> Result<Box<PaperView>, No> {
    let reader = Reader { view: *view, now, employee };
    let body = match of {
        PaperOf::Unit(unit) => PaperBody::Passport(reader.passport(unit)?),
        PaperOf::Document(document) => reader.document(*document)?,
    };
    let (entries, head) = journal::head(view)?;
    let costs = employee.map_or(Ok(true), |employee| allows(view, employee, Permission::SeeCosts))?;
    Ok(Box::new(PaperView { settings: settings(view)?, at: now, entries, head, costs, body }))
}

/// Who asks, and on what.
struct Reader<'a> {
    view: View<'a>,
    now: Moment,
    employee: Option<EmployeeId>,
}

/// Takes the one kind of answer a question can have.
macro_rules! answer_of {
    ($reader:expr, $query:expr, $kind:ident) => {
        match whole(&$reader.view, $reader.now, $reader.employee, &$query)? {
            Answer::$kind(answer) => answer,
            other => return Err(No::Broken(format!("{other:?} answers another question"))),
        }
    };
}

impl Reader<'_> {
    fn passport(&self, of: &UnitRef) -> Result<Box<PassportView>, No> {
        let mut passport = answer_of!(self, Query::Passport(of.clone()), Passport);
        let of = UnitRef::Key(passport.product, passport.key.clone());
        passport.movements = answer_of!(self, Query::Movements { of, part: Part::Oldest, limit: ALL }, Movements);
        Ok(passport)
    }

    fn document(&self, id: DocumentId) -> Result<PaperBody, No> {
        let document = answer_of!(self, Query::Document(DocumentRef::Id(id)), Document);
        let row = &document.row;
        if row.kind == DocumentKind::Stocktake && row.state != DocumentState::Deleted {
            return self.stocktake(id);
        }
        if matches!(row.state, DocumentState::Draft | DocumentState::Deleted) {
            let document = row.number.clone().unwrap_or_else(|| format!("this {}", row.kind.word()));
            let wanted = "what is printed has happened: post or reserve it first".to_owned();
            return Err(Refused::WrongState { document, state: row.state.word().to_owned(), wanted }.into());
        }
        let units = document.lines.iter().map(|line| self.units(id, line)).collect::<Result<_, _>>()?;
        Ok(PaperBody::Document { document, units })
    }

    fn units(&self, document: DocumentId, line: &DocumentLine) -> Result<Vec<UnitRow>, No> {
        if !line.serialised {
            return Ok(Vec::new());
        }
        let of = Query::LineUnits { document, line: line.line, after: None, limit: ALL };
        let Page { rows, .. } = answer_of!(self, of, Units);
        Ok(rows)
    }

    /// A stocktake in which nothing was counted is a sheet to count on; afterwards it is what was counted and found.
    fn stocktake(&self, id: DocumentId) -> Result<PaperBody, No> {
        let stocktake = answer_of!(self, Query::Stocktake(id), Stocktake);
        if stocktake.row.state == DocumentState::Draft && stocktake.entries == 0 {
            let goods = self.expected(&stocktake)?;
            return Ok(PaperBody::CountSheet { stocktake, goods });
        }
        let findings = Query::Findings { stocktake: id, kind: None, after: None, limit: ALL };
        let Page { rows: findings, .. } = answer_of!(self, findings, Findings);
        let counts = Query::Counts { stocktake: id, desk: None, after: None, limit: ALL };
        let Page { rows: mut counts, .. } = answer_of!(self, counts, Counts);
        counts.reverse();
        Ok(PaperBody::Stocktake { stocktake, findings, counts })
    }

    /// Returns what lies where it is counted, shelf by shelf; who counts blind is not told how much.
    fn expected(&self, stocktake: &StocktakeView) -> Result<Vec<StockRow>, No> {
        let stock = Query::Stock {
            by: StockBy::Bin,
            warehouse: Some(stocktake.warehouse),
            product: None,
            text: String::new(),
            on: None,
            after: None,
            limit: ALL,
        };
        let Page { rows: all, .. } = answer_of!(self, stock, Stock);
        let mut rows = Vec::new();
        for mut row in all {
            let shelf = stocktake.bin.as_ref().map(|(_, code)| code);
            let here = shelf.is_none_or(|code| row.bin.as_ref() == Some(code));
            if !here || !self.is_of(&row, &stocktake.category)? {
                continue;
            }
            if stocktake.progress.is_none() {
                let nothing = Quantity::ZERO;
                row = StockRow { on_hand: nothing, reserved: nothing, available: nothing, in_transit: nothing, ..row };
                row.value = Money::ZERO;
            }
            rows.push(row);
        }
        rows.sort_by(|one, other| (&one.bin, &one.name).cmp(&(&other.bin, &other.name)));
        Ok(rows)
    }

    fn is_of(&self, row: &StockRow, category: &str) -> Result<bool, No> {
        let Some(product) = row.product.filter(|_| !category.is_empty()) else { return Ok(true) };
        Ok(self.view.need(PRODUCT, &product)?.category == category)
    }
}
