//! Serials of a draft line: received, generated, taken back, expected.

mod expect;
pub mod numbering;
mod receive;
mod take_back;

pub use expect::expect;
pub use receive::{Received, generate, odd, receive};
pub use take_back::take_back;

use super::claims::{Claimant, scope};
use super::{Context, conversion, draft, in_use, settings};
use crate::domain::document::{Document, DocumentKind, Line};
use crate::domain::id::{BinId, DocumentId, LineNo, WarehouseId};
use crate::domain::product::Product;
use crate::domain::serial::{Matching, Serial, SerialError};
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::messages::{CartonProgress, No, Refused};
use crate::store::engine::Error;
use crate::store::tables::{DOCUMENT, LINE, LOT, PRODUCT, Tables, View, WAREHOUSE};

/// Serials that one command, one range, one list has at most.
pub const MOST: usize = 10_000;

/// A draft's line of a serialised product, with what is to be known about it.
struct At {
    settings: Settings,
    draft: DocumentId,
    document: Document,
    number: LineNo,
    line: Line,
    /// Its product; one that gets serials, as it will be.
    product: Product,
    /// Warehouse its units are in, or come in to.
    warehouse: WarehouseId,
    /// Name of that warehouse, when the line is of a conversion: it takes as many serials as are on hand there.
    converts: Option<String>,
}

impl At {
    /// Finds a line that takes serials.
    fn find(view: &View, cx: &Context, draft: DocumentId, number: LineNo) -> Result<At, No> {
        let kind = view.get(DOCUMENT, &draft)?.map(|document| document.kind);
        if kind == Some(DocumentKind::Conversion) {
            return At::of_conversion(view, cx, draft, number);
        }
        let document = draft::posting(view, cx, draft)?;
        let line = draft::line(view, draft, number)?;
        let product = view.need(PRODUCT, &line.product)?;
        if !product.serialised() {
            return Err(Refused::NotSerialised { product: product.name }.into());
        }
        let warehouse = document.warehouse;
        Ok(At { settings: settings(view)?, draft, document, number, line, product, warehouse, converts: None })
    }

    /// Finds a line of a conversion: it takes as many serials as its warehouse has units.
    fn of_conversion(view: &View, cx: &Context, draft: DocumentId, number: LineNo) -> Result<At, No> {
        let conversion::Open { document, converting, product } = conversion::writable(view, cx, draft)?;
        let mut line = draft::line(view, draft, number)?;
        let warehouse = view.need(LOT, &line.lot)?.warehouse;
        line.expected = Some(in_use::balance(view, warehouse, product)?.on_hand);
        let product = converting.applied(view.need(PRODUCT, &product)?);
        let converts = Some(view.need(WAREHOUSE, &warehouse)?.name);
        Ok(At { settings: settings(view)?, draft, document, number, line, product, warehouse, converts })
    }

    /// Keeps the line. What a warehouse has is no matter of a conversion's line: it is its balance.
    fn keep(&self, tx: &mut Tables) -> Result<(), Error> {
        let expected = self.line.expected.filter(|_| self.converts.is_none());
        tx.put(LINE, &(self.draft, self.number), &Line { expected, ..self.line.clone() })
    }

    fn claimant(&self, bin: Option<BinId>) -> Claimant {
        let scope = scope(&self.settings, self.line.product);
        Claimant { lot: self.line.lot, product: self.line.product, scope, bin }
    }

    /// Reads serials as scanned.
    fn parse(&self, serials: &[String]) -> Result<Vec<Serial>, Refused> {
        parse(serials, self.product.matching())
    }

    fn carton(&self) -> Option<CartonProgress> {
        let progress = self.line.carton_progress()?;
        Some(CartonProgress { number: progress.carton, filled: progress.counted, size: progress.size })
    }
}

/// Reads serials as scanned; refused is the first that cannot be one, and more than [`MOST`].
pub(super) fn parse(serials: &[String], matching: Matching) -> Result<Vec<Serial>, Refused> {
    if serials.len() > MOST {
        let sentence = format!("{} serials: at most 10,000 are taken at once; give them in parts", serials.len());
        return Err(Refused::RangeTooLarge(sentence));
    }
    serials.iter().map(|raw| Serial::parse(raw, matching).map_err(|wrong| malformed(raw, &wrong))).collect()
}

fn malformed(raw: &str, wrong: &SerialError) -> Refused {
    Refused::SerialMalformed { serial: shown(raw), sentence: wrong.to_string() }
}

/// Returns the order of serials by their keys, in which they are quickest to write; refused when some stand twice.
pub(super) fn order(serials: &[Serial]) -> Result<Vec<usize>, Refused> {
    let mut order: Vec<usize> = (0..serials.len()).collect();
    order.sort_by(|a, b| serials[*a].key().cmp(serials[*b].key()));
    let twice: Vec<&str> = order
        .chunk_by(|a, b| serials[*a].key() == serials[*b].key())
        .filter(|same| same.len() > 1)
        .map(|same| serials[same[0]].raw())
        .collect();
    match twice.as_slice() {
        [] => Ok(order),
        [one] => Err(Refused::Duplicate(format!("{one} stands twice in the list; nothing was taken"))),
        [first, .., last] => Err(Refused::Duplicate(format!(
            "{} serials stand twice in the list, {first} to {last}; nothing was taken",
            twice.len()
        ))),
    }
}

/// Returns serials for an answer: of more than a hundred only the first and the last.
pub(super) fn told(mut serials: Vec<String>) -> Vec<String> {
    if serials.len() > 100 {
        serials.drain(1..serials.len() - 1);
    }
    serials
}
