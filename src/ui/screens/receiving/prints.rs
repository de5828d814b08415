//! What F9 prints here: the label of the last serial, or of the selected one, those of a line, and all of them; once it is
//! posted, all of them.

use crate::messages::{LabelOf, LineView, Printable};

use super::Receiving;

/// Returns how many labels lines have: one for each unit, and one for each line of goods without serials.
pub fn count(lines: &[LineView]) -> u32 {
    lines.iter().map(|line| if line.serialised { line.counted.whole().unwrap_or(0) } else { 1 }).sum()
}

/// Says what F9 would print: `F9 prints 30 labels`.
pub fn offer(labels: u32) -> String {
    format!("F9 prints {labels} label{}", if labels == 1 { "" } else { "s" })
}

/// Returns what can be printed, the first that is meant first.
pub(super) fn of(screen: &Receiving) -> Vec<Printable> {
    let (Some(draft), Some(view)) = (screen.draft, &screen.view) else {
        let posted = screen.posted.as_ref();
        let all = |(document, number, labels): &(_, String, u32)| {
            Printable::all(*labels, number, LabelOf::Document(*document))
        };
        return posted.map(all).into_iter().collect();
    };
    let mut rows = Vec::new();
    let line = screen.shown_line();
    let scan = screen.units.and_then(|walk| screen.scans.get(walk.selected()?)).or(screen.scans.first());
    match line {
        Some(line) if line.serialised => {
            rows.extend(scan.map(|scan| Printable::serial(line.product, &scan.serial)));
            let name = format!("line {} {}", line.line, line.name);
            rows.push(Printable::all(count(std::slice::from_ref(line)), name, LabelOf::Line(draft, line.line)));
        }
        Some(line) => rows.push(Printable::label(&line.name, LabelOf::Line(draft, line.line))),
        None => {}
    }
    if view.lines.len() > 1 {
        rows.push(Printable::all(count(&view.lines), "this draft", LabelOf::Document(draft)));
    }
    rows.retain(|row| row.title != format!("all 0 labels of {}", row.name));
    rows
}
