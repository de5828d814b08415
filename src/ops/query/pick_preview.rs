//! What a range or a list would pick into a draft, before anything is picked.

use crate::domain::id::{DocumentId, ProductId};
use crate::domain::range::{self, Item};
use crate::domain::time::Moment;
use crate::messages::{No, PreviewView, Refused};
use crate::ops::moving::head::returns;
use crate::ops::moving::pick::{Finding, with_serials};
use crate::ops::settings;
use crate::store::tables::View;

use super::{named, preview};

/// Returns the serials a text stands for, in order, with those that cannot be picked and why. None are made anew.
pub fn answer(
    view: &View,
    now: Moment,
    draft: DocumentId,
    product: ProductId,
    text: &str,
    wanted: Option<u32>,
) -> Result<Box<PreviewView>, No> {
    let mut head = named::asked_document(view, draft)?;
    let record = with_serials(view, product)?;
    let read = match wanted {
        Some(_) => range::read(text, wanted, record.matching()),
        None => range::listed(text, record.matching()),
    };
    let mut serials = Vec::new();
    for item in read.map_err(|no| preview::refused(text, &no))? {
        match item {
            Item::Serial(serial) => serials.push(serial),
            Item::Next => {
                let sentence = "~ makes new numbers: name the units that move by their serials".to_owned();
                return Err(Refused::RangeMalformed(sentence).into());
            }
        }
    }
    let settings = settings(view)?;
    let mut finding = Finding::new(*view, now, &settings, draft);
    if let Some(first) = serials.first().filter(|_| returns(head.kind) && head.of.is_none())
        && let Err(No::Broken(broken)) = finding.of(&mut head, Some(product), first)
    {
        return Err(No::Broken(broken));
    }
    let mut clashes = Vec::new();
    for serial in &serials {
        match finding.unit(&head, Some(product), None, serial) {
            Ok(_) => {}
            Err(No::Refused(refused)) => clashes.push((serial.clone(), why(serial, &refused))),
            Err(broken) => return Err(broken),
        }
    }
    Ok(Box::new(PreviewView { serials, generated: None, clashes, odd: Vec::new() }))
}

/// Says why a serial cannot be picked, without repeating it.
fn why(serial: &str, refused: &Refused) -> String {
    let sentence = refused.to_string();
    match sentence.strip_prefix(serial).and_then(|rest| rest.strip_prefix(" is ")) {
        Some(rest) => rest.to_owned(),
        None => sentence,
    }
}
