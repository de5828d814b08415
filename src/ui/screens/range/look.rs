//! A look at what a text would bring, before any of it is taken: first, last, count, clashes, odd ones.

use std::collections::HashSet;

use crate::domain::id::{DocumentId, LineNo, ProductId};
use crate::messages::{Answer, Command, No, PreviewView, Query};
use crate::ui::page::Page;
use crate::ui::screen::{Effect, Tag};
use crate::ui::text;
use crate::ui::theme::Role;

/// First tag of previews; the last one asked counts.
const FIRST: Tag = 1_000;

/// What was asked, and what would be taken.
pub(in crate::ui::screens) struct Look {
    draft: DocumentId,
    line: LineNo,
    asked: Option<(String, Option<u32>)>,
    tag: Tag,
    shown: Option<PreviewView>,
    fault: Option<String>,
    listed: bool,
    /// Units of this product are picked, instead of serials received.
    picks: Option<ProductId>,
}

impl Look {
    pub(in crate::ui::screens) fn new(draft: DocumentId, line: LineNo) -> Look {
        Look { draft, line, asked: None, tag: FIRST, shown: None, fault: None, listed: false, picks: None }
    }

    /// Looks at a list that is expected: what is known already stays on it.
    pub(in crate::ui::screens) fn of_list(draft: DocumentId, line: LineNo) -> Look {
        Look { listed: true, ..Look::new(draft, line) }
    }

    /// Looks at units that are to be picked.
    pub(in crate::ui::screens) fn of_units(draft: DocumentId, line: LineNo, product: ProductId) -> Look {
        Look { picks: Some(product), ..Look::new(draft, line) }
    }

    /// Shows what was looked at before.
    pub(in crate::ui::screens) fn of(draft: DocumentId, line: LineNo, text: String, preview: PreviewView) -> Look {
        Look { shown: Some(preview), asked: Some((text, None)), ..Look::new(draft, line) }
    }

    /// Asks what a text would bring; beside the session while it is being typed.
    pub(in crate::ui::screens) fn ask(&mut self, text: &str, wanted: Option<u32>, typing: bool) -> Vec<Effect> {
        let text = text.trim();
        if text.is_empty() {
            self.asked = None;
            self.shown = None;
            self.fault = None;
            return Vec::new();
        }
        self.tag += 1;
        self.asked = Some((text.to_owned(), wanted));
        self.shown = None;
        let (draft, text) = (self.draft, text.to_owned());
        let query = match self.picks {
            Some(product) => Query::PickPreview { draft, product, text, wanted },
            None => Query::Preview { draft, line: self.line, text, wanted },
        };
        vec![if typing { Effect::Seek(self.tag, query) } else { Effect::Ask(self.tag, query) }]
    }

    /// Asks again, since the store changed.
    pub(in crate::ui::screens) fn again(&mut self) -> Vec<Effect> {
        match self.asked.clone() {
            Some((text, wanted)) => self.ask(&text, wanted, false),
            None => Vec::new(),
        }
    }

    /// Takes an answer, if it is to the last question.
    pub(in crate::ui::screens) fn answer(&mut self, tag: Tag, answer: Result<Answer, No>) {
        if tag != self.tag {
            return;
        }
        match answer {
            Ok(Answer::Preview(preview)) => {
                self.fault = None;
                self.shown = Some(*preview);
            }
            Ok(_) => {}
            Err(no) => self.fault = Some(no.to_string()),
        }
    }

    /// Tells whether what is shown is what this text would bring.
    pub(in crate::ui::screens) fn is_of(&self, text: &str, wanted: Option<u32>) -> bool {
        let same = |(asked, of): &(String, Option<u32>)| asked == text.trim() && *of == wanted;
        self.asked.as_ref().is_some_and(same) && (self.shown.is_some() || self.fault.is_some())
    }

    pub(in crate::ui::screens) fn shown(&self) -> Option<&PreviewView> {
        self.shown.as_ref()
    }

    pub(in crate::ui::screens) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Returns the command that takes what is shown; `Err` says why nothing can be taken.
    ///
    /// Odd ones, and more than the line was set to, were shown: they are taken on purpose.
    pub(in crate::ui::screens) fn take(&self) -> Result<Command, String> {
        let Some(preview) = &self.shown else {
            return Err(self.fault.clone().unwrap_or_else(|| "nothing is shown yet: type or paste serials".to_owned()));
        };
        if let Some((serial, why)) = preview.clashes.first() {
            let more = preview.clashes.len() - 1;
            let more = if more == 0 { String::new() } else { format!(", and {more} more") };
            return Err(format!("{serial} {why}{more}: F7 leaves them out"));
        }
        if preview.serials.is_empty() {
            return Err("no serial is left to take".to_owned());
        }
        if self.picks.is_some() {
            let (draft, line, serials) = (self.draft, Some(self.line), preview.serials.clone());
            return Ok(Command::PickSerials { draft, serials, product: self.picks, line, from_tray: None });
        }
        Ok(Command::ReceiveSerials {
            draft: self.draft,
            line: self.line,
            serials: preview.serials.clone(),
            damaged: false,
            generated: preview.generated.clone(),
            from_tray: None,
            insist: true,
            label: None,
        })
    }

    /// Leaves out those that cannot be taken, and returns how many they were.
    pub(in crate::ui::screens) fn leave_out(&mut self) -> usize {
        let Some(preview) = &mut self.shown else { return 0 };
        let clashing: HashSet<String> = preview.clashes.drain(..).map(|(serial, _)| serial).collect();
        let generated: HashSet<u32> =
            preview.generated.iter().flat_map(|moved| moved.positions.iter().copied()).collect();
        let mut kept = Vec::with_capacity(preview.serials.len());
        let mut positions = Vec::with_capacity(generated.len());
        for (at, serial) in (0_u32..).zip(std::mem::take(&mut preview.serials)) {
            if clashing.contains(&serial) {
                continue;
            }
            if generated.contains(&at) {
                positions.push(u32::try_from(kept.len()).unwrap_or(u32::MAX));
            }
            kept.push(serial);
        }
        preview.odd.retain(|(serial, _)| !clashing.contains(serial));
        preview.serials = kept;
        if let Some(moved) = &mut preview.generated {
            moved.positions = positions;
        }
        clashing.len()
    }

    /// Draws first, last and count, then what cannot be taken, then what is odd.
    pub(in crate::ui::screens) fn view(&self, page: &mut Page<'_>) {
        let gun = page.layout == crate::ui::layout::Layout::Gun;
        let left = u16::from(!gun);
        if let Some(fault) = &self.fault {
            let rows = text::wrap(&text::harmless(fault), usize::from(page.width().saturating_sub(left).max(1)));
            for (y, row) in (0..page.height()).zip(rows) {
                page.put(left, y, &row, Role::Bad);
            }
            return;
        }
        let Some(preview) = &self.shown else { return };
        let mut rows: Vec<(String, Role)> = Vec::new();
        let count = preview.serials.len();
        match (preview.serials.first(), preview.serials.last()) {
            (Some(first), Some(last)) if count > 1 => {
                rows.push((format!("{count} serials"), Role::Strong));
                rows.push((format!("first  {first}"), Role::Text));
                rows.push((format!("last   {last}"), Role::Text));
            }
            (Some(only), _) => rows.push((format!("1 serial  {only}"), Role::Strong)),
            _ => rows.push(("no serials".to_owned(), Role::Dim)),
        }
        if let Some(moved) = &preview.generated {
            let next = format!("{} numbered by {}, next {}", moved.positions.len(), moved.template, moved.to);
            rows.push((next, Role::Dim));
        }
        let room = usize::from(page.height());
        let mut list = |title: String, found: &[(String, String)], role: Role| {
            if found.is_empty() {
                return;
            }
            rows.push((title, role));
            let fits = room.saturating_sub(rows.len() + 1).min(found.len());
            rows.extend(found[..fits].iter().map(|(serial, why)| (format!("  {serial}  {why}"), Role::Text)));
            if fits < found.len() {
                rows.push((format!("  … and {} more", found.len() - fits), Role::Dim));
            }
        };
        let clashes = preview.clashes.len();
        let (said, role) = if self.listed {
            (format!("{clashes} known already; they stay on the list"), Role::Warn)
        } else {
            (format!("{clashes} cannot be taken (F7 leaves them out)"), Role::Bad)
        };
        list(said, &preview.clashes, role);
        list(format!("{} odd beside the others", preview.odd.len()), &preview.odd, Role::Warn);
        for (y, (row, role)) in (0..page.height()).zip(rows) {
            page.put(left, y, &row, role);
        }
    }
}
