//! Reads the fields of the form into a product, or says at which field it stops.

use crate::domain::barcode::BarcodeKey;
use crate::domain::product::{Barcode, NumberedBy, Product, Tracking};
use crate::domain::quantity::{Quantity, QuantityError};
use crate::domain::serial::Matching;
use crate::domain::template::Template;
use crate::ui::widgets::form::Form;

use super::At;

/// A field that cannot be read, and why.
#[derive(Debug)]
pub(super) struct Wrong {
    pub at: At,
    pub sentence: String,
}

fn wrong(at: At, sentence: impl Into<String>) -> Wrong {
    Wrong { at, sentence: sentence.into() }
}

/// Reads all fields; `was` keeps what the form does not show. The figure is the next number, when one was given.
pub(super) fn read(form: &Form, was: Option<&Product>) -> Result<(Product, Option<u64>), Wrong> {
    let text = |at: At| form.text(at as usize).to_owned();
    if text(At::Name).is_empty() {
        return Err(wrong(At::Name, "a product needs a name"));
    }
    let tracking = tracking(form);
    let serialised = tracking != Tracking::Counted;
    if !serialised && was.is_some_and(Product::serialised) {
        return Err(wrong(At::Serials, "a product with serials keeps them for good"));
    }
    let decimals = if serialised { 0 } else { decimals(&text(At::Decimals))? };
    let unit = if serialised || text(At::Unit).is_empty() { "pc".to_owned() } else { text(At::Unit) };
    let figure =
        |at: At| optional_quantity(&text(at), decimals).map_err(|error| wrong(at, error.in_unit(&unit).to_string()));
    let (minimum, maximum) = (figure(At::Minimum)?, figure(At::Maximum)?);
    if let (Some(least), Some(most)) = (minimum, maximum)
        && most < least
    {
        return Err(wrong(At::Maximum, format!("{most} is below the minimum of {least}")));
    }
    let template = match text(At::Template) {
        empty if empty.is_empty() => None,
        template => Some(Template::parse(&template).map_err(|error| wrong(At::Template, error.to_string()))?),
    };
    let next = number(&text(At::Next), At::Next, "a counter is a whole number such as 1001")?;
    if next.is_some() && template.is_none() {
        return Err(wrong(At::Next, "there is no template above to count in"));
    }
    let mut barcodes = Vec::new();
    for (at, pack) in [(At::Barcode, At::Pack), (At::Carton, At::CartonPack)] {
        barcodes.extend(barcode(form, at, pack, decimals, &unit)?);
    }
    barcodes.extend(was.into_iter().flat_map(|was| was.barcodes.iter().skip(2).cloned()));
    let product = Product {
        name: text(At::Name),
        code: text(At::Code),
        sku: text(At::Sku),
        category: text(At::Category),
        description: text(At::Description),
        unit,
        decimals,
        minimum,
        maximum,
        client_warranty: months(&text(At::Warranty))?,
        tracking,
        template,
        shape: text(At::Shape),
        barcodes,
        archived: was.is_some_and(|was| was.archived),
    };
    Ok((product, next))
}

fn tracking(form: &Form) -> Tracking {
    let matching = if form.chosen(At::Matching as usize) == 1 { Matching::Exact } else { Matching::Loose };
    match form.chosen(At::Serials as usize) {
        1 => Tracking::Serialised { numbered_by: NumberedBy::Maker, matching },
        2 => Tracking::Serialised { numbered_by: NumberedBy::Us, matching },
        _ => Tracking::Counted,
    }
}

fn decimals(text: &str) -> Result<u8, Wrong> {
    match text {
        "" => Ok(0),
        text => text
            .parse()
            .ok()
            .filter(|decimals| *decimals <= 3)
            .ok_or_else(|| wrong(At::Decimals, format!("{text}: a quantity has 0, 1, 2 or 3 decimals"))),
    }
}

fn optional_quantity(text: &str, decimals: u8) -> Result<Option<Quantity>, QuantityError> {
    if text.is_empty() { Ok(None) } else { Quantity::parse(text, decimals)?.above_zero().map(Some) }
}

fn number(text: &str, at: At, otherwise: &str) -> Result<Option<u64>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| wrong(at, format!("{text}: {otherwise}")))
}

fn months(text: &str) -> Result<Option<u16>, Wrong> {
    let months = number(text, At::Warranty, "warranty is a number of months, at most 1200")?;
    match months {
        Some(months @ 0..=1200) => Ok(u16::try_from(months).ok()),
        Some(months) => Err(wrong(At::Warranty, format!("{months}: warranty is at most 1200 months"))),
        None => Ok(None),
    }
}

fn barcode(form: &Form, at: At, pack: At, decimals: u8, unit: &str) -> Result<Option<Barcode>, Wrong> {
    let (text, counts) = (form.text(at as usize), form.text(pack as usize));
    if text.is_empty() {
        return if counts.is_empty() || counts == "1" {
            Ok(None)
        } else {
            Err(wrong(at, format!("{counts} pieces, but of which barcode?")))
        };
    }
    BarcodeKey::parse(text).map_err(|error| wrong(at, error.to_string()))?;
    let pack = optional_quantity(counts, decimals).map_err(|error| wrong(pack, error.in_unit(unit).to_string()))?;
    Ok(Some(Barcode { text: text.to_owned(), pack: pack.unwrap_or(Quantity::ONE) }))
}
