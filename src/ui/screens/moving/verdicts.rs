//! What the operator is told of a scan: a word, the value, what is true now.

use crate::domain::id::LineNo;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::messages::{MoveLineView, No, PickedLine, Refused, Standing, UnitBrief};
use crate::ui::verdict::{Target, Verdict};

/// Says where a line stands: `2 / 3`, or `3`; of what arrives, how much of what is on its way.
pub(super) fn progress(line: &MoveLineView) -> String {
    if let Some(all) = line.on_its_way {
        let here = if line.serialised { line.picked.to_string() } else { line.quantity.to_string() };
        return format!("{here} / {all}");
    }
    if line.missing.is_zero() { line.picked.to_string() } else { format!("{} / {}", line.picked, line.quantity) }
}

/// Gives a verdict its unit's passport to open.
pub(super) fn of_unit(said: Verdict, unit: &UnitBrief) -> Verdict {
    said.opening(Target::Unit(unit.product, unit.key.clone()))
}

/// A line was chosen by its product's barcode, or made.
pub(super) fn selected(line: &MoveLineView) -> Verdict {
    let said = format!("line {} · {} · scan its units, or F5 picks them", line.line, progress(line));
    Verdict::good("LINE", line.name.as_str(), said)
}

/// Goods were counted, or taken back.
pub(super) fn counted(name: &str, before: Quantity, after: Quantity, of: Option<Quantity>, back: bool) -> Verdict {
    let word = if back { "TAKEN BACK" } else { "COUNTED" };
    let of = of.map_or_else(String::new, |of| format!(" of {of}"));
    Verdict::good(word, name, format!("{before} → {after}{of}"))
}

/// Units were taken: of which product, and how many are to go.
pub(in crate::ui::screens) fn taken(
    serials: &[String],
    count: u32,
    lines: &[PickedLine],
    of: Option<&str>,
    on_its_way: impl Fn(LineNo) -> Option<Quantity>,
) -> Verdict {
    let stands = |line: &PickedLine| match on_its_way(line.line) {
        Some(all) => format!("{} · {} of {all}", line.name, line.picked),
        None => format!("{} · {}", line.name, stands(line)),
    };
    let mut said = lines.iter().map(stands).collect::<Vec<_>>().join(" · ");
    if let Some(of) = of {
        said = format!("of {of} · {said}");
    }
    if let [first, .., last] = serials {
        said = format!("{said} · {first} … {last}");
    }
    Verdict::good("TAKEN", many(serials, count), said)
}

/// Units were put back.
pub(super) fn put_back(serials: &[String], count: u32, lines: &[PickedLine]) -> Verdict {
    let said = lines.iter().map(|line| format!("{} · {} left", line.name, line.picked)).collect::<Vec<_>>();
    Verdict::good("TAKEN BACK", many(serials, count), said.join(" · "))
}

/// Says where a line that was scanned into stands.
fn stands(line: &PickedLine) -> String {
    if line.missing.is_zero() {
        format!("{} on line {}", line.picked, line.line)
    } else {
        format!("{} to go", line.missing)
    }
}

/// Returns a serial, or of several how many there are.
fn many(serials: &[String], count: u32) -> String {
    match serials {
        [one] => one.clone(),
        _ => format!("{count} units"),
    }
}

/// Says why a unit was not taken, by where it is; what it opens is its passport. What comes back is not in stock yet.
pub(super) fn refused(no: &No, unit: Option<&UnitBrief>, comes_back: bool) -> Verdict {
    let (No::Refused(refused), Some(unit)) = (no, unit) else { return Verdict::no(no) };
    match refused {
        Refused::AlreadyScanned { serial, line, product } => {
            let said = format!("nothing changed · line {line} · {product}");
            of_unit(Verdict::bad("ALREADY SCANNED", shown(serial), said), unit)
        }
        Refused::NotOnHand { sentence, .. } | Refused::OnTheWay { sentence, .. } => {
            let (word, strip) = match &unit.standing {
                Standing::InStock { .. } if comes_back => ("IN STOCK".to_owned(), "in stock: "),
                Standing::InStock { .. } => ("ELSEWHERE".to_owned(), "in stock: "),
                Standing::InDraft { .. } => ("IN A DRAFT".to_owned(), "in "),
                Standing::Picked { .. } | Standing::Reserved { .. } => ("HELD".to_owned(), ""),
                Standing::InTransit { .. } => ("IN TRANSIT".to_owned(), "in transit, "),
                Standing::Gone { how, .. } => (how.to_uppercase(), how.as_str()),
            };
            of_unit(Verdict::bad(&word, shown(&unit.serial), where_it_is(sentence, &unit.serial, strip)), unit)
        }
        Refused::Reserved { sentence, .. } => {
            of_unit(Verdict::bad("HELD", shown(&unit.serial), where_it_is(sentence, &unit.serial, "")), unit)
        }
        _ => of_unit(Verdict::no(no), unit),
    }
}

/// Returns what a refusal says of where a unit is, without what its verdict says before it: the serial, and the word.
fn where_it_is<'s>(sentence: &'s str, serial: &str, word: &str) -> &'s str {
    let said = sentence.split_once(": it is ").map_or(sentence, |(_, stands)| stands);
    let said = said.strip_prefix(word).unwrap_or(said);
    // Whose warranty runs is for the passport.
    let said = said.split_once(" · client's warranty").map_or(said, |(before, _)| before);
    let said = said.split_once(" · supplier's").map_or(said, |(before, _)| before);
    said.strip_prefix(serial).unwrap_or(said).trim_start()
}
