//! The list of serials that are expected on a line, as its sender wrote it: scans tick it.

use super::{At, order};
use crate::domain::id::{DocumentId, LineNo};
use crate::messages::{No, Outcome, Refused};
use crate::ops::Context;
use crate::store::tables::{EXPECTED, LINE, Tables};

/// Sets the list of serials expected on a line; an empty one removes it.
///
/// It claims nothing: what is listed and never scanned does not come in.
pub fn expect(
    tx: &mut Tables,
    cx: &Context,
    draft: DocumentId,
    line: LineNo,
    serials: &[String],
) -> Result<Outcome, No> {
    let mut at = At::find(&tx.view(), cx, draft, line)?;
    if at.converts.is_some() {
        let sentence = "a conversion has no list of expected serials: take the list itself in";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    let serials = at.parse(serials)?;
    let order = order(&serials)?;
    tx.clear(EXPECTED, &(draft, line))?;
    for place in order {
        let (raw, key) = serials[place].clone().into_parts();
        tx.put(EXPECTED, &(draft, line, key), &raw)?;
    }
    at.line.listed = u32::try_from(serials.len()).unwrap_or(u32::MAX);
    at.line.used = cx.now;
    tx.put(LINE, &(draft, line), &at.line)?;
    Ok(Outcome::Done)
}
