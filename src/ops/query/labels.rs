//! What labels of a unit, a product, a shelf or a whole document say.

use crate::domain::id::{BinId, DocumentId, LineNo, LotId, ProductId};
use crate::domain::lot::Lot;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::messages::{Cursor, LabelOf, LabelRow, Labelled, No, Page, Standing, UnitRef};
use crate::ops::moving::drafts;
use crate::ops::{draft, settings, standing};
use crate::store::codec::Key;
use crate::store::engine::Error;
use crate::store::tables::{BIN, LOT, PRODUCT, View, WAREHOUSE};

use super::named::{self, Called};
use super::paging::foreign;
use super::units::{self, Known};
use super::{line_units, passport};

/// Returns the labels of what is asked for, in the order of lines and scans.
pub fn answer(
    view: &View,
    now: Moment,
    of: &LabelOf,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<LabelRow>, No> {
    let said = Said { settings: settings(view)?, view: *view, now };
    let row = match of {
        LabelOf::Document(document) => return said.document(*document, None, after, limit),
        LabelOf::Line(document, line) => return said.document(*document, Some(*line), after, limit),
        LabelOf::Scanned(draft, line, serials) => return said.scanned(*draft, *line, serials),
        LabelOf::Unit(of) => said.unit(&mut Called::new(*view, now), passport::find(view, now, of)?)?,
        LabelOf::Product(product) => said.product(*product, &named::asked_product(view, *product)?),
        LabelOf::Bin(bin) => said.bin(*bin)?,
        LabelOf::Lot(lot) => said.goods(*lot)?,
    };
    Ok(Page { rows: vec![row], next: None })
}

/// What is said on all labels alike.
struct Said<'a> {
    view: View<'a>,
    now: Moment,
    settings: Settings,
}

impl Said<'_> {
    /// Begins a label: what is not known of what it is of is empty.
    fn label(&self, of: Labelled) -> LabelRow {
        LabelRow {
            of,
            company: self.settings.store.clone(),
            today: self.now.day(self.settings.tz()),
            product: String::new(),
            code: String::new(),
            sku: String::new(),
            barcode: String::new(),
            serial: String::new(),
            lot: String::new(),
            batch: String::new(),
            expiry: None,
            posting: String::new(),
            received: None,
            warehouse: String::new(),
            bin: String::new(),
            warranty: None,
        }
    }

    fn product(&self, id: ProductId, product: &Product) -> LabelRow {
        let one = product.barcodes.iter().find(|barcode| barcode.pack == Quantity::ONE);
        LabelRow {
            product: product.name.clone(),
            code: product.code.clone(),
            sku: product.sku.clone(),
            barcode: one.map(|barcode| barcode.text.clone()).unwrap_or_default(),
            ..self.label(Labelled::Product { product: id })
        }
    }

    fn bin(&self, id: BinId) -> Result<LabelRow, No> {
        let bin = named::asked(&self.view, BIN, &id, "bin", id.0)?;
        let warehouse = self.view.need(WAREHOUSE, &bin.warehouse)?.name;
        Ok(LabelRow { bin: bin.code, warehouse, ..self.label(Labelled::Bin { bin: id }) })
    }

    fn unit(&self, called: &mut Called, known: Known) -> Result<LabelRow, No> {
        let standing = units::stands(called, self.now, &known)?;
        let (warehouse, bin) = match standing.place() {
            Standing::InStock { warehouse, bin, .. } => (warehouse.clone(), bin.clone().unwrap_or_default()),
            _ => (called.warehouse(known.lot.warehouse)?, String::new()),
        };
        let lot = passport::as_posted(&self.view, known.lot)?;
        Ok(LabelRow {
            of: Labelled::Unit { product: known.product, key: known.key.clone() },
            serial: known.unit.serial(&known.key).to_owned(),
            warehouse,
            bin,
            ..self.lot(called, lot, self.product(known.product, &known.record))?
        })
    }

    /// Adds what a lot says of its goods.
    fn lot(&self, called: &mut Called, lot: Lot, row: LabelRow) -> Result<LabelRow, Error> {
        let posting = called.number(lot.document)?;
        let warehouse = called.warehouse(lot.warehouse)?;
        let bin = called.bin(lot.bin)?.unwrap_or_default();
        let lot_label = if posting.is_empty() { String::new() } else { format!("{posting}/{}", lot.line) };
        let lot = standing::as_supplied(&self.view, lot)?;
        Ok(LabelRow {
            lot: lot_label,
            posting,
            warehouse,
            bin,
            warranty: lot.warranty_until(),
            batch: lot.batch,
            expiry: lot.expiry,
            received: lot.received,
            ..row
        })
    }

    /// Labels units of a draft's line, all of them at once.
    fn scanned(&self, draft: DocumentId, line: LineNo, serials: &[String]) -> Result<Page<LabelRow>, No> {
        let product = draft::line(&self.view, draft, line)?.product;
        let mut called = Called::new(self.view, self.now);
        let mut rows = Vec::new();
        for serial in serials {
            let known = passport::find(&self.view, self.now, &UnitRef::Serial(serial.clone(), Some(product)))?;
            rows.push(self.unit(&mut called, known)?);
        }
        Ok(Page { rows, next: None })
    }

    fn goods(&self, id: LotId) -> Result<LabelRow, No> {
        let lot = self.posted(named::asked(&self.view, LOT, &id, "lot", id.0)?)?;
        let row = self.product(lot.product, &self.view.need(PRODUCT, &lot.product)?);
        Ok(self.lot(&mut Called::new(self.view, self.now), lot, row)?)
    }

    /// Walks the lines of a document, or one of them, and the units of each; a cursor is the line where the next page
    /// begins, and the place within its units.
    fn document(
        &self,
        id: DocumentId,
        only: Option<LineNo>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<LabelRow>, No> {
        named::asked_document(&self.view, id)?;
        let (first, mut within) = begins(after)?;
        let wanted = |line: LineNo| line >= first && only.is_none_or(|only| only == line);
        let mut called = Called::new(self.view, self.now);
        let mut rows = Vec::new();
        for (line, product, lot) in self.lines(id)?.into_iter().filter(|(line, ..)| wanted(*line)) {
            let room = limit.max(1).saturating_sub(rows.len());
            if room == 0 {
                return Ok(Page { rows, next: Some(Cursor(line.to_key())) });
            }
            let record = self.view.need(PRODUCT, &product)?;
            if !record.serialised() {
                let row = self.product(product, &record);
                rows.push(match lot {
                    Some(lot) => self.lot(&mut called, self.posted(self.view.need(LOT, &lot)?)?, row)?,
                    None => row,
                });
                continue;
            }
            let units = line_units::answer(&self.view, self.now, id, line, within.take().as_ref(), room)?;
            for unit in units.rows {
                let known = passport::find(&self.view, self.now, &UnitRef::Key(unit.product, unit.key))?;
                rows.push(self.unit(&mut called, known)?);
            }
            if let Some(Cursor(place)) = units.next {
                return Ok(Page { rows, next: Some(Cursor([line.to_key(), place].concat())) });
            }
        }
        Ok(Page { rows, next: None })
    }

    /// Returns the lines of a document, whatever its kind: product, and the lot it made.
    fn lines(&self, id: DocumentId) -> Result<Vec<(LineNo, ProductId, Option<LotId>)>, Error> {
        let brought = draft::lines(&self.view, id)?.into_iter().map(|(no, line)| (no, line.product, Some(line.lot)));
        let moved = drafts::lines(&self.view, id)?.into_iter().map(|(no, line)| (no, line.product, None));
        Ok(brought.chain(moved).collect())
    }

    /// Returns a lot as it is, or would be posted now.
    fn posted(&self, lot: Lot) -> Result<Lot, Error> {
        passport::as_posted(&self.view, lot)
    }
}

/// Reads where a page begins: a line, and a place within its units.
fn begins(after: Option<&Cursor>) -> Result<(LineNo, Option<Cursor>), No> {
    let Some(Cursor(bytes)) = after else { return Ok((0, None)) };
    let mut rest = bytes.as_slice();
    let line = LineNo::take(&mut rest).ok_or_else(foreign)?;
    Ok((line, (!rest.is_empty()).then(|| Cursor(rest.to_vec()))))
}
