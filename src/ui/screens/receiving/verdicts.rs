//! What the operator is told of a scan: a word, the value, what is true now.

use crate::domain::document::TrayReason;
use crate::domain::id::LineNo;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{CartonProgress, LineView, No, Outcome, Refused, Standing};
use crate::ui::screen::Bell;
use crate::ui::verdict::Verdict;

/// Says where a line stands: `17 / 30`, or `17`.
pub(crate) fn progress(line: &LineView) -> String {
    if line.counted == line.quantity {
        line.counted.to_string()
    } else {
        format!("{} / {}", line.counted, line.quantity)
    }
}

/// Says how the carton being filled stands: `carton 2 · 7/10`.
pub(crate) fn carton(carton: CartonProgress) -> String {
    format!("carton {} · {}/{}", carton.number, carton.filled, carton.size)
}

/// A line was made.
pub(super) fn line_added(
    line: LineNo,
    name: &str,
    serialised: bool,
    counted: Quantity,
    carried: Option<&str>,
) -> Verdict {
    let carried = carried.map(|posting| format!(" · cost and warranty as on {posting} =")).unwrap_or_default();
    let next = if serialised { "scan its serials".to_owned() } else { format!("0 → {counted}") };
    let said = format!("line {line}{carried} · {next}");
    Verdict::good("NEW LINE", name, said)
}

/// Says that lines lack their serials since their product was converted, while this desk had it open.
pub(crate) fn got_serials(before: &[LineView], now: &[LineView]) -> Option<Verdict> {
    let counted = |line: &LineView| before.iter().any(|was| was.line == line.line && !was.serialised);
    let mut lines = now.iter().filter(|line| line.serialised && counted(line));
    let first = lines.next()?;
    let more = match lines.count() {
        0 => String::new(),
        more => format!(", and {more} more lines"),
    };
    let said = format!("it got serials at another desk: {} to scan{more}", first.missing);
    Some(Verdict::warn("SERIALS", first.name.as_str(), said))
}

/// A line was chosen by its product's barcode.
pub(super) fn selected(line: &LineView) -> Verdict {
    let said = format!("line {} · {} · scan its serials", line.line, progress(line));
    Verdict::good("LINE", line.name.as_str(), said)
}

/// Goods were counted, or taken back.
pub(super) fn counted(name: &str, before: Quantity, after: Quantity, damaged: bool, back: bool) -> Verdict {
    let word = if back { "TAKEN BACK" } else { "COUNTED" };
    let where_to = if damaged { " · damaged: to the bin for defects" } else { "" };
    Verdict::good(word, name, format!("{before} → {after}{where_to}"))
}

/// Serials were taken: how many are to go, which carton, and what wants a look.
pub(crate) fn received(name: &str, is_set: bool, damaged: bool, outcome: &Outcome) -> Verdict {
    let Outcome::SerialsReceived { serials, taken, counted, missing, carton: box_, returning, unlisted } = outcome
    else {
        return Verdict::plain("");
    };
    let value = many(serials, *taken);
    let mut said = name.to_owned();
    let mut add = |piece: String| {
        said.push_str(" · ");
        said.push_str(&piece);
    };
    if damaged {
        add("damaged: to the bin for defects".to_owned());
    }
    if let [(_, document), ..] = returning.as_slice() {
        add(format!("comes back after {document}"));
    }
    if *unlisted > 0 {
        add("not on the list".to_owned());
    }
    let full = box_.is_some_and(CartonProgress::full);
    if let Some(box_) = box_.filter(|_| !full) {
        add(carton(box_));
    }
    if missing.is_zero() {
        add(if is_set { format!("all {counted} are here") } else { format!("{counted} so far") });
    } else {
        add(format!("{missing} to go"));
    }
    if let [first, .., last] = serials.as_slice() {
        add(format!("{first} … {last}"));
    }
    let wants_look = !returning.is_empty() || *unlisted > 0;
    match box_.filter(|_| full) {
        Some(box_) => Verdict::good(&format!("CARTON {} FULL", box_.number), value, said).ringing(Bell::Full),
        None if missing.is_zero() && is_set => Verdict::good("ACCEPTED", value, said).ringing(Bell::Full),
        None if wants_look => Verdict::warn("ACCEPTED", value, said),
        None => Verdict::good("ACCEPTED", value, said),
    }
}

/// Serials were taken back.
pub(super) fn taken_back(serials: &[String], taken: u32, counted: Quantity, missing: Quantity) -> Verdict {
    let to_go = if missing.is_zero() { String::new() } else { format!(", {missing} to go") };
    Verdict::good("TAKEN BACK", many(serials, taken), format!("{counted} left{to_go}"))
}

/// Returns a serial, or of several how many there are.
fn many(serials: &[String], taken: u32) -> String {
    match serials {
        [one] => one.clone(),
        _ => format!("{taken} serials"),
    }
}

/// Returns why a refused scan waits for a decision.
pub(super) fn reason(refused: &Refused) -> TrayReason {
    match refused {
        Refused::SerialTaken { standing, .. } => match **standing {
            Standing::InDraft { .. } | Standing::Picked { .. } => TrayReason::InDraft(standing.to_string()),
            _ => TrayReason::InStock(standing.to_string()),
        },
        Refused::SerialMalformed { sentence, .. } => TrayReason::Malformed(sentence.clone()),
        Refused::SerialOdd { why, .. } => TrayReason::Odd(why.clone()),
        Refused::LineFull { line, expected, .. } => TrayReason::LineFull(format!("line {line} has its {expected}")),
        _ => TrayReason::Unknown,
    }
}

/// Says why a scan was not taken, with what is known of it.
pub(super) fn refused(raw: &str, refused: &Refused) -> Verdict {
    match refused {
        Refused::SerialTaken { standing, .. } => Verdict::bad(refused.word(), shown(raw), known(standing)),
        Refused::SerialOdd { why, .. } => Verdict::bad("ODD", shown(raw), why.as_str()),
        Refused::LineFull { line, expected, .. } => {
            Verdict::bad("LINE FULL", shown(raw), format!("line {line} has its {expected}; F2 takes it all the same"))
        }
        other => Verdict::bad(other.word(), "", other.to_string()),
    }
}

/// Says where a serial is, without repeating the word before it: `Main A3 · posting P-118 of 2026-10-02`.
pub(crate) fn known(standing: &Standing) -> String {
    match standing {
        Standing::InStock { warehouse, bin, document, date } => {
            let bin = bin.as_ref().map(|bin| format!(" {bin}")).unwrap_or_default();
            format!("{warehouse}{bin} · {document} of {date}")
        }
        Standing::InDraft { desk, employee, minutes, .. } | Standing::Picked { desk, employee, minutes, .. } => {
            let when = if *minutes == 0 { "just now".to_owned() } else { format!("{minutes} min ago") };
            format!("draft at {desk} ({employee}), {when}")
        }
        Standing::Gone { .. } | Standing::Reserved { .. } | Standing::InTransit { .. } => standing.to_string(),
    }
}

/// Says why nothing was done: a double read says that nothing changed.
pub(crate) fn no(no: &No) -> Verdict {
    match no {
        No::Refused(Refused::AlreadyScanned { serial, line, product }) => already(serial, *line, product),
        no => Verdict::no(no),
    }
}

/// The same serial was scanned before.
pub(super) fn already(serial: &str, line: LineNo, product: &str) -> Verdict {
    Verdict::bad("ALREADY SCANNED", shown(serial), format!("nothing changed · line {line} · {product}"))
}

/// Says why a row waits in the tray: its word, and what is known.
pub(crate) fn waiting(reason: &TrayReason) -> (&'static str, &str) {
    match reason {
        TrayReason::Unknown => ("UNKNOWN", "nothing answers to it"),
        TrayReason::TwoReadings(..) => ("TWO READINGS", ""),
        TrayReason::InStock(why) => ("IN STOCK", why),
        TrayReason::InDraft(why) => ("TAKEN", why),
        TrayReason::Odd(why) => ("ODD", why),
        TrayReason::LineFull(why) => ("LINE FULL", why),
        TrayReason::Malformed(why) => ("MALFORMED", why),
        TrayReason::Elsewhere(why) => ("NOT TAKEN", why),
    }
}
