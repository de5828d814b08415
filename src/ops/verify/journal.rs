//! The journal's chain is whole, its entries follow one another, and what they say was kept is kept: answers, remarks,
//! scans that wait, settings.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::Walk;
use super::books::Fact;
use super::corrections::{Kind, Made};
use crate::domain::document::TrayReason;
use crate::domain::id::{DeskId, DocumentId, ProductId};
use crate::domain::serial::SerialKey;
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::messages::{Command, CommandId};
use crate::ops::journal::{fingerprint, slot};
use crate::ops::settings::as_kept;
use crate::ops::{prints, tray, wording};
use crate::store::engine::Error;
use crate::store::journal::{Block, Head, Link};
use crate::store::tables::{GIVEN, JOURNAL, PRINT, RECENT, REMARK, SETTINGS, TRAY};

/// A scan as it was put in a tray: when, at which desk, as scanned, why.
type Scan = (i64, u64, String, TrayReason);

/// What the journal says of other tables.
#[derive(Default)]
struct Told {
    /// Last command of each desk in each place of its ring, by its fingerprint.
    recent: HashMap<(DeskId, u8), (u64, [u8; 8])>,
    settings: Option<Settings>,
    /// Scans that wait in trays and are not known from the journal yet.
    waiting: HashMap<DocumentId, Vec<(u32, Scan)>>,
    corrected: BTreeSet<Made>,
}

/// Walks the journal and computes its chain anew.
pub(super) fn chain(walk: &mut Walk, founded: bool) -> Result<(), Error> {
    let mut told = Told::default();
    let view = walk.view;
    walk.each(TRAY, |_, (draft, n), row| {
        let scan = (row.stamp.at.0, row.stamp.desk.0, row.raw, row.reason);
        told.waiting.entry(draft).or_default().push((n, scan));
        Ok(())
    })?;
    let (mut head, mut next, mut last) = (Head::default(), 1, Moment(i64::MIN));
    walk.each(JOURNAL, |walk, first, block: Block| {
        let name = || format!("the journal's block of entry {first}");
        walk.hold(first == next, || format!("{} should begin with entry {next}", name()));
        walk.hold(block.before == head, || format!("{} does not go on from the one before it", name()));
        head = block.before;
        let mut entries = 0;
        let read = block.links(first, |link| {
            entries += 1;
            head = link.head;
            walk.hold(link.entry.at >= last, || {
                format!("entry {} of the journal is dated before the one before it", link.entry.sequence)
            });
            last = link.entry.at;
            told.hear(walk, &link);
        });
        if let Err(why) = read {
            walk.hold(false, || format!("{} cannot be read: {why}", name()));
        }
        walk.hold(block.head == head, || format!("{} is not what was written: its chain breaks", name()));
        head = block.head;
        next = first + entries.max(1);
        Ok(())
    })?;
    walk.found.head = head;
    walk.found.entries = next - 1;
    let kept = match view.get(SETTINGS, &0) {
        Err(Error::Record { .. }) => None,
        kept => kept?,
    };
    walk.hold(!founded || kept == told.settings, || "the store's settings are not what was last decided".to_owned());
    walk.hold(founded || next == 1, || "the store has a journal and its settings are not there".to_owned());
    told.hold(walk)
}

impl Told {
    fn hear(&mut self, walk: &mut Walk, link: &Link) {
        let entry = &link.entry;
        if !walk.again && !walk.sought.is_empty() && link.head.starts_with(walk.sought) {
            walk.found.sought = Some((entry.sequence, entry.at));
        }
        let body = fingerprint(link.encoded);
        match &entry.id {
            CommandId::Desk(desk, n) => {
                self.recent.insert((*desk, slot(*n)), (*n, body));
            }
            CommandId::Given(id) => walk.due(&Fact::Answer(Cow::Borrowed(id), body), [1, 0]),
        }
        let (at, by, desk) = (entry.at.0, entry.origin.employee.0, entry.origin.desk.0);
        if let Some(made) = Kind::of(&entry.command).map(|kind| (at, by, desk, kind))
            && self.corrected.insert(made)
        {
            walk.due(&Fact::Corrected(made), [1, 0]);
        }
        match &entry.command {
            Command::FoundStore { settings, .. } | Command::ChangeSettings(settings) => {
                self.settings = as_kept(settings).ok();
            }
            Command::AddRemark { product, text, .. } => {
                let said = wording::text("a remark", text, usize::MAX).unwrap_or_default();
                walk.due(&Fact::Remark(*product, at, by, desk, Cow::Owned(said)), [1, 0]);
            }
            Command::NotePrinted { labels, .. } => {
                for (product, key) in prints::units(labels) {
                    walk.due(&Fact::Print(product, Cow::Borrowed(key.as_str()), at, by, desk), [1, 0]);
                }
            }
            Command::PutInTray { draft, raw, reason, .. } => {
                if let Some(waiting) = self.waiting.get_mut(draft) {
                    let raw = tray::kept(raw);
                    waiting.retain(|(_, scan)| *scan != (at, desk, raw.clone(), reason.clone()));
                }
            }
            _ => {}
        }
    }

    /// Holds answers, remarks and trays against what the journal says of them.
    fn hold(mut self, walk: &mut Walk) -> Result<(), Error> {
        for (draft, rows) in self.waiting {
            for (row, (.., raw, _)) in rows {
                walk.hold(false, || format!("document {}: row {row} to decide, {raw}, was never scanned", draft.0));
            }
        }
        walk.each(RECENT, |walk, (desk, place), kept| {
            let due = self.recent.get(&(desk, place)).copied();
            let known = due == Some((kept.n, kept.body));
            walk.hold(known, || {
                format!("an answer to command {} of desk {} is to none the journal has", kept.n, desk.0)
            });
            if known {
                self.recent.remove(&(desk, place));
            }
            Ok(())
        })?;
        for ((desk, _), (n, _)) in self.recent {
            walk.hold(false, || format!("the answer to command {n} of desk {} is not there", desk.0));
        }
        walk.each(GIVEN, |walk, id, kept| {
            walk.there(&Fact::Answer(Cow::Borrowed(&id), kept.body), [1, 0]);
            Ok(())
        })?;
        walk.each(REMARK, |walk, (_, product, _), remark| {
            let stamp = remark.stamp;
            let (at, by, desk) = (stamp.at.0, stamp.employee.0, stamp.desk.0);
            walk.there(&Fact::Remark(product, at, by, desk, Cow::Owned(remark.text)), [1, 0]);
            Ok(())
        })?;
        let mut before: Option<(SerialKey, ProductId, u32)> = None;
        walk.each(PRINT, |walk, (key, product, n), print| {
            let last = before.take().filter(|(of, its, _)| (of, *its) == (&key, product)).map_or(0, |(.., n)| n);
            walk.hold(n == last + 1, || format!("label {n} of {key} was the {}th", last + 1));
            before = Some((key.clone(), product, n));
            let (at, by, desk) = (print.stamp.at.0, print.stamp.employee.0, print.stamp.desk.0);
            walk.there(&Fact::Print(product, Cow::Borrowed(key.as_str()), at, by, desk), [1, 0]);
            Ok(())
        })
    }
}
