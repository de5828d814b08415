//! What may be typed on the line, never scanned: `*200` quantity, `*3*10` three cartons of ten, `/0.85` cost of one,
//! `//170` cost of the line, and all of it together; lists and ranges of serials; days.

use crate::domain::barcode::Gtin;
use crate::domain::document::Cost;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::text::shown;
use crate::domain::time::Day;

/// Most units a carton is believed to hold.
const LARGEST_CARTON: u32 = 10_000;

/// What `*` and `/` said of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// `*200`: how much.
    pub quantity: Option<Quantity>,
    /// `*3*10`: units in a carton; the quantity is all cartons then.
    pub carton: Option<u32>,
    /// `/0.85` or `//170`: what it costs.
    pub cost: Option<Cost>,
}

/// Reads what begins with `*` or `/`; `None` for any other text. `Err` is a sentence for the operator.
///
/// ```
/// use dockhand::ui::screens::receiving::grammar::amount;
///
/// assert!(amount("356938035643809", 0, "pc").is_none());
/// let both = amount("*200/0.85", 0, "pc").unwrap().unwrap();
/// assert_eq!(both.quantity.unwrap().to_string(), "200");
/// ```
pub fn amount(text: &str, decimals: u8, unit: &str) -> Option<Result<Amount, String>> {
    let text = text.trim();
    text.starts_with(['*', '/']).then(|| read(text, decimals, unit))
}

fn read(text: &str, decimals: u8, unit: &str) -> Result<Amount, String> {
    let (times, cost) = match text.find('/') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut amount = Amount::default();
    if let Some(times) = times.strip_prefix('*') {
        (amount.quantity, amount.carton) = match times.split_once('*') {
            Some((cartons, size)) => cartons_of(cartons, size)?,
            None => (Some(quantity(times, decimals, unit)?), None),
        };
    }
    amount.cost = cost.map(cost_of).transpose()?;
    Ok(amount)
}

fn quantity(text: &str, decimals: u8, unit: &str) -> Result<Quantity, String> {
    let digits = text.trim();
    if digits.len() >= 8 && Gtin::parse(digits).is_ok() {
        return Err(format!("{} is a barcode, not a quantity: scan it", shown(digits)));
    }
    Quantity::parse(text, decimals).and_then(Quantity::above_zero).map_err(|no| no.in_unit(unit).to_string())
}

fn cartons_of(cartons: &str, size: &str) -> Result<(Option<Quantity>, Option<u32>), String> {
    let cartons = quantity(cartons, 0, "a number of cartons")?;
    let size = carton_size(quantity(size, 0, "a carton")?)?;
    let all = cartons.checked_times(size).ok_or_else(|| format!("{cartons} cartons of {size} are too many"))?;
    Ok((Some(all), Some(size)))
}

/// Returns a quantity as units of a carton; `Err` is a sentence.
pub fn carton_size(quantity: Quantity) -> Result<u32, String> {
    match quantity.whole().filter(|size| (1..=LARGEST_CARTON).contains(size)) {
        Some(size) => Ok(size),
        None => Err(format!("{quantity}: a carton holds 1 to {LARGEST_CARTON} units")),
    }
}

fn cost_of(text: &str) -> Result<Cost, String> {
    match text.strip_prefix('/') {
        Some(total) => Money::parse_cost(total).map(Cost::Total),
        None => Money::parse_cost(text).map(Cost::Unit),
    }
    .map_err(|no| no.to_string())
}

/// Tells whether a typed text names several serials: it is shown before any of them is taken.
pub fn is_list(text: &str) -> bool {
    let text = text.trim();
    let marks = text.contains("..") || text.contains(['+', '*', '~', ',', ';', '\t', '\n', '"', '[']);
    marks || is_dash_range(text)
}

/// Tells whether exactly one dash stands between digits: `098-102`, `SN9-SN12`.
fn is_dash_range(text: &str) -> bool {
    let Some((first, last)) = text.split_once('-') else { return false };
    let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    !last.contains('-') && ends_in_digit(first) && ends_in_digit(last)
}

/// Returns the serials that one code lists, when it is a list: a carton's label says all that are in it.
///
/// Commas, semicolons, bars, tabs, line ends and GS part them; blanks do when all parts are of one shape.
pub fn carton_list(text: &str) -> Option<Vec<&str>> {
    let parts = |separators: &[char]| -> Vec<&str> {
        text.split(|c| separators.contains(&c)).map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    let hard = parts(&[',', ';', '|', '\t', '\n', '\r', '\u{1d}', '\u{1e}']);
    let (found, least) = if hard.len() > 1 { (hard, 3) } else { (parts(&[' ']), 6) };
    let likely = found.len() > 1 && found.iter().all(|part| part.chars().count() >= least);
    let alike = || crate::domain::serial::shape_of(found.iter().copied()).is_some();
    (likely && (least == 3 || alike())).then_some(found)
}

/// Reads a day: `2026-11-22`, `11-22` of this year, `today`, `-3` days ago, or `+7` days from now; nothing is `None`. `Err` is a sentence.
pub fn day(text: &str, today: Day) -> Result<Option<Day>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.eq_ignore_ascii_case("today") {
        return Ok(Some(today));
    }
    let ago = text.strip_prefix('-').and_then(|days| days.parse::<u64>().ok());
    let ahead = text.strip_prefix('+').and_then(|days| days.parse::<u64>().ok());
    let found = match (ago, ahead) {
        (Some(days), _) => today.checked_sub_days(chrono::Days::new(days)),
        (None, Some(days)) => today.checked_add_days(chrono::Days::new(days)),
        (None, None) => Day::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10).or_else(|| {
            let year = today.format("%Y");
            Day::parse_from_str(&format!("{year}-{text}"), "%Y-%m-%d").ok().filter(|_| text.len() == 5)
        }),
    };
    found.map(Some).ok_or_else(|| format!("{}: a day is 2026-11-22, 11-22, today, or -3 days", shown(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match amount(text, 0, "pc") {
            None => "no amount".to_owned(),
            Some(Err(sentence)) => sentence,
            Some(Ok(Amount { quantity, carton, cost })) => {
                let quantity = quantity.map(|q| format!("{q}")).unwrap_or_default();
                let carton = carton.map(|c| format!(" in {c}")).unwrap_or_default();
                let cost = match cost {
                    None => String::new(),
                    Some(Cost::Unit(unit)) => format!(" at {unit}"),
                    Some(Cost::Total(total)) => format!(" for {total}"),
                };
                format!("{quantity}{carton}{cost}").trim().to_owned()
            }
        }
    }

    #[test]
    fn the_line_understands_quantity_and_cost() {
        for (typed, meant) in [
            ("*200", "200"),
            ("/0.85", "at 0.85"),
            ("*200/0.85", "200 at 0.85"),
            ("//170", "for 170.00"),
            ("*200//170", "200 for 170.00"),
            ("*3*10", "30 in 10"),
            ("*3*10/199", "30 in 10 at 199.00"),
            ("SN-1", "no amount"),
            ("*0", "0: a quantity is above zero"),
            ("*1.5", "1.5: pc takes whole numbers"),
            ("*4006381333931", "4006381333931 is a barcode, not a quantity: scan it"),
            ("/-1", "-1.00: a cost is never below zero"),
            ("/", "nothing typed: an amount is a number such as 12.50"),
        ] {
            assert_eq!(said(typed), meant, "{typed}");
        }
    }

    #[test]
    fn a_range_is_told_from_a_serial_with_a_dash() {
        for list in ["SN1..SN9", "098-102", "SN9-SN12", "9+2", "SN001*100", "~", "~+4", "A1,A2"] {
            assert!(is_list(list), "{list}");
        }
        for one in ["SN-001", "AB-12-34", "4711", "phone", "005-ccc"] {
            assert!(!is_list(one), "{one}");
        }
    }

    #[test]
    fn a_cartons_code_is_split_and_a_serial_with_a_blank_is_not() {
        assert_eq!(carton_list("A001,A002,A003").map(|parts| parts.len()), Some(3));
        assert_eq!(carton_list("356938035643809 356938035643791").map(|parts| parts.len()), Some(2));
        assert_eq!(carton_list("SN 001"), None);
        assert_eq!(carton_list("Model ABCDEF 123456"), None);
        assert_eq!(carton_list("356938035643809"), None);
    }

    #[test]
    fn days_are_read_the_ways_people_write_them() {
        let today = Day::from_ymd_opt(2026, 11, 24).expect("a day");
        let said = |text| day(text, today).map(|day| day.map(|day| day.to_string()));
        assert_eq!(said("2026-11-22"), Ok(Some("2026-11-22".to_owned())));
        assert_eq!(said("11-22"), Ok(Some("2026-11-22".to_owned())));
        assert_eq!(said("-3"), Ok(Some("2026-11-21".to_owned())));
        assert_eq!(said("+7"), Ok(Some("2026-12-01".to_owned())));
        assert_eq!(said("today"), Ok(Some("2026-11-24".to_owned())));
        assert_eq!(said(""), Ok(None));
        assert!(said("22.11.2026").is_err());
    }
}
