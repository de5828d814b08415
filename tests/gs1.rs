//! GS1 scans: the cases of peers, through the entry point of `explain-scan`; and what no text may do.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use std::io::Cursor;

use dockhand::config::scanner::{Gs, ScannerConfig};
use dockhand::domain::barcode::luhn;
use dockhand::domain::time::Day;
use dockhand::exchange::{Exit, explain};
use dockhand::scan::gs1::checks::{Check, Rule, Set, check_digit};
use dockhand::scan::gs1::{dates, elements, from_brackets, from_raw, identifiers, link};
use dockhand::scan::{explain as explained, gs1};
use proptest::prelude::*;
use serde_json::{Value, json};

const CASES: &str = include_str!("cases/gs1.jsonl");

/// Cases this project decides otherwise, and why: by kind and input.
const LEFT_OUT: [(&str, &str, &str); 2] = [
    (
        "linter_fn:gcppos1",
        "1234567",
        "it asks a service for prefixes that is offline in the peer's test; none is asked here",
    ),
    ("linter_fn:gcppos2", "I1234567", "the same"),
];

fn explain(scan: &str, config: &ScannerConfig) -> (Exit, Value) {
    let mut answer = Vec::new();
    let line = json!({"scan": scan}).to_string();
    let exit = explain::run(config, &mut Cursor::new(line), &mut answer).unwrap();
    (exit, serde_json::from_slice(&answer).unwrap())
}

fn cases() -> impl Iterator<Item = (String, String, bool, Value)> {
    CASES.lines().map(|row| {
        let case: Value = serde_json::from_str(row).unwrap();
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        (text("kind"), text("input"), case["ok"].as_bool().unwrap(), case["expected"].clone())
    })
}

/// The check that a peer's function of this name is.
fn check(name: &str) -> Option<Check> {
    Some(match name {
        "csum" => Check::CheckDigit,
        "csumalpha" => Check::CheckPair,
        "hasnondigit" => Check::NonDigit,
        "hhmi" => Check::HourMinute,
        "nonzero" => Check::NonZero,
        "pieceoftotal" => Check::PieceOfTotal,
        "yymmd0" => Check::DayOfMonth,
        "yymmdd" => Check::Day,
        "yyyymmdd" => Check::FullDay,
        "zero" => Check::Zero,
        _ => return None,
    })
}

/// The rules that a peer's word for a broken one stands for here.
fn rules(word: &str) -> &'static [Rule] {
    match word {
        "NON_DIGIT_CHARACTER" => &[Rule::Characters(Set::Digits)],
        "INCORRECT_CHECK_DIGIT" => &[Rule::CheckDigit],
        "INCORRECT_CHECK_PAIR" => &[Rule::CheckPair],
        "INVALID_CSET82_CHARACTER" => &[Rule::Characters(Set::Set82)],
        "INVALID_CSET39_CHARACTER" => &[Rule::Characters(Set::Set39)],
        "TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION" => &[Rule::TooLong],
        "TOO_SHORT_FOR_CHECK_PAIR" | "DATE_TOO_SHORT" | "HOUR_WITH_MINUTE_TOO_SHORT" => &[Rule::TooShort],
        "REQUIRES_NON_DIGIT_CHARACTER" => &[Rule::NonDigit],
        "ILLEGAL_HOUR" => &[Rule::Time],
        "ILLEGAL_MONTH" | "ILLEGAL_DAY" => &[Rule::Date],
        "ILLEGAL_ZERO_VALUE" => &[Rule::NonZero],
        "NOT_ZERO" => &[Rule::Zero],
        "ZERO_PIECE_NUMBER"
        | "ZERO_TOTAL_PIECES"
        | "PIECE_NUMBER_EXCEEDS_TOTAL"
        | "INVALID_LENGTH_FOR_PIECE_OF_TOTAL" => &[Rule::PieceOfTotal],
        _ => &[],
    }
}

#[test]
fn every_check_of_a_value_finds_what_the_peer_finds() {
    let mut checked = 0;
    for (kind, input, ok, expected) in cases() {
        let Some(name) = kind.strip_prefix("linter_fn:") else { continue };
        if LEFT_OUT.iter().any(|(left_out, text, _)| *left_out == kind && *text == input) {
            continue;
        }
        let found = match name {
            "cset39" => Set::Set39.hold(&input),
            "csetnumeric" => Set::Digits.hold(&input),
            _ => check(name).unwrap_or_else(|| panic!("{name} is no check here")).hold(&input),
        };
        assert_eq!(found.is_ok(), ok, "{name} {input:?}: {found:?}");
        if let (Err(flaw), Some(word)) = (found, expected.as_str()) {
            assert!(rules(word).contains(&flaw.rule), "{name} {input:?}: {flaw:?} is not {word}");
        }
        checked += 1;
    }
    assert_eq!(checked, 372);
}

#[test]
fn every_scan_is_explained_as_the_peers_read_it() {
    let mut checked = 0;
    for (kind, input, ok, expected) in cases().filter(|(kind, ..)| !kind.starts_with("linter_fn:")) {
        if kind == "luhn" {
            assert_eq!(luhn(&input), ok, "{input}");
            checked += 1;
            continue;
        }
        if kind == "date" {
            let today = Day::from_ymd_opt(2026, 11, 25).unwrap();
            let meant = dates::meant(&input, today).map(|day| Value::from(day.to_string()));
            assert_eq!(meant.unwrap_or_default(), expected, "{input}");
            checked += 1;
            continue;
        }
        if kind == "check_digit" {
            assert_eq!(check_digit(&input), ok, "{input}");
        }
        let separator = kind.strip_prefix("elements_sep:");
        let mut config = ScannerConfig::default();
        config.gs.extend(separator.map(|_| Gs::Hash));
        // The peers write FNC1 as ^ in element strings.
        let scan = match kind.as_str() {
            "element_string" => input.replace('^', "\u{1d}"),
            "scan_data" if input.starts_with("]C1") => input.replace('^', "\u{1d}"),
            _ => input.clone(),
        };
        let (_, answer) = explain(&scan, &config);
        let valid = answer["ok"]["valid"].as_bool() == Some(true);
        // What a peer refuses to read is refused, or said to break a rule. What only its partners are missing for is read.
        let read = answer["ok"]["gs1"].is_string() || answer["ok"]["symbology"].is_string() || valid;
        match kind.as_str() {
            _ if kind.starts_with("ai_rule:") => {
                let alone = kind != "ai_rule:validateAIrequisites" && ok;
                assert_eq!(if alone { only_partners_missing(&answer) } else { valid }, ok, "{kind} {input}: {answer}");
            }
            "element_string" | "bracketed_to_unbracketed" | "elements" | "digital_link_parse" => {
                assert_eq!(read, ok, "{kind} {input}: {answer}");
            }
            "elements_sep:#" => assert!(read, "{kind} {input}: {answer}"),
            _ => assert_eq!(valid, ok, "{kind} {input}: {answer}"),
        }
        if let Some(wanted) = expected.as_array() {
            assert_eq!(answer["ok"]["elements"].as_array(), Some(wanted), "{kind} {input}");
        } else if let Some(wanted) = expected.as_str().and_then(|text| text.strip_prefix('^')) {
            let brackets = answer["ok"]["gs1"].as_str().unwrap();
            let raw = gs1::raw(&from_brackets(brackets).unwrap());
            assert_eq!(raw.replace('\u{1d}', "^"), wanted, "{kind} {input}");
        }
        checked += 1;
    }
    assert_eq!(checked + 372 + LEFT_OUT.len(), CASES.lines().count());
}

#[test]
fn a_scan_is_valid_when_all_rules_hold_and_only_then() {
    for row in include_str!("cases/gs1-more.jsonl").lines() {
        let case: Value = serde_json::from_str(row).unwrap();
        let (_, answer) = explain(case["scan"].as_str().unwrap(), &ScannerConfig::default());
        let valid = answer["ok"]["valid"].as_bool() == Some(true);
        assert_eq!(Some(valid), case["valid"].as_bool(), "{row}: {answer}");
    }
}

/// Tells whether a message is read, and breaks no rule but that something is missing beside it.
fn only_partners_missing(answer: &Value) -> bool {
    answer["ok"]["warnings"]
        .as_array()
        .is_some_and(|all| all.iter().all(|warning| warning.as_str().unwrap().contains("stands alone")))
}

#[test]
fn identifiers_stand_in_order_and_each_has_as_many_digits_as_its_first_two_say() {
    for pair in identifiers::ROWS.windows(2) {
        assert!(pair[0].last < pair[1].first, "{}", pair[1].first);
    }
    for row in identifiers::ROWS {
        assert_eq!(identifiers::digits_of(row.first), Some(row.first.len()), "{}", row.first);
        assert_eq!(identifiers::find(row.first).map(|row| row.first), Some(row.first));
        assert_eq!(identifiers::find(row.last).map(|row| row.first), Some(row.first));
        assert!(row.parts.iter().rev().skip_while(|part| part.optional).all(|part| !part.optional), "{}", row.first);
    }
    assert_eq!(identifiers::find("04"), None);
    assert_eq!(identifiers::find("3106"), None);
}

/// A value that a row allows, where its checks allow any.
fn value(row: &'static identifiers::Identifier) -> BoxedStrategy<String> {
    row.parts.iter().fold(Just(String::new()).boxed(), |so_far, part| {
        let text = match part.set {
            Set::Digits => format!("[0-9]{{{},{}}}", part.most.min(part.least.max(1)), part.most),
            Set::Set82 => format!("[!%-?A-Z_a-z]{{{},{}}}", part.least, part.most),
            Set::Set39 => format!("[0-9A-Z#/-]{{{},{}}}", part.least, part.most),
            Set::Set64 => format!("[0-9A-Za-z_-]{{{},{}}}", part.least, part.most),
        };
        // What follows a component of no fixed length would move.
        (so_far, proptest::string::string_regex(&text).unwrap()).prop_map(|(front, back)| front + &back).boxed()
    })
}

/// Elements that can be read: their checks hold, no identifier stands twice.
fn message() -> impl Strategy<Value = Vec<gs1::Element>> {
    let element = (0..identifiers::ROWS.len()).prop_flat_map(|at| {
        let row = &identifiers::ROWS[at];
        (Just(row.first), value(row))
    });
    proptest::collection::vec(element, 1..6).prop_filter_map("no element whose checks hold", |drawn| {
        let mut kept: Vec<gs1::Element> = Vec::new();
        for (ai, value) in drawn {
            let value = with_check_digits(ai, value);
            if let Ok(element) = elements::element(ai, &value, 0)
                && kept.iter().all(|before| before.ai != ai)
            {
                kept.push(element);
            }
        }
        (!kept.is_empty()).then_some(kept)
    })
}

/// Makes the check digit of a key right, so that some random keys are keys.
fn with_check_digits(ai: &str, value: String) -> String {
    let row = identifiers::find(ai).unwrap();
    if row.parts[0].checks.first() != Some(&Check::CheckDigit) {
        return value;
    }
    let (body, rest) = value.split_at(row.parts[0].least.min(value.len()));
    let digits = (0..10).map(|digit| format!("{}{digit}", &body[..body.len() - 1])).find(|digits| check_digit(digits));
    digits.unwrap_or_default() + rest
}

proptest! {
    #[test]
    fn elements_written_in_any_way_read_back_as_they_were(message in message()) {
        prop_assert_eq!(&from_raw(&gs1::raw(&message)).unwrap(), &message);
        prop_assert_eq!(&from_brackets(&gs1::bracketed(&message)).unwrap(), &message);
        // A link has one key, what qualifies it, and attributes: a message that is all of that reads back, in another order.
        if let Some(link) = link::written(&message, "https://id.gs1.org")
            && let Ok(mut read) = link::parse(&link)
        {
            let mut message = message;
            read.sort_by(|a, b| a.ai.cmp(&b.ai));
            message.sort_by(|a, b| a.ai.cmp(&b.ai));
            prop_assert_eq!(read, message);
        }
    }

    #[test]
    fn an_item_with_serial_batch_and_expiry_survives_the_way_through_a_link(
        serial in "[!%-?A-Z_a-z]{1,20}", batch in "[!%-?A-Z_a-z]{1,20}", date in "(2[0-9])(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])",
    ) {
        let element = |ai: &str, value: &str| elements::element(ai, value, 0).unwrap();
        let message =
            [element("01", "04012345123456"), element("10", &batch), element("21", &serial), element("17", &date)];
        let link = link::written(&message, "https://example.com/shop").unwrap();
        prop_assert_eq!(link::parse(&link).unwrap(), message);
    }

    #[test]
    fn no_text_makes_reading_fall_over(text in "\\PC{0,60}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            let _ = explained::explain(&text);
            for aim in ["]C1", "]E0", "]E1", "]E3", "]E4", "]I1"] {
                let _ = explained::explain(&format!("{aim}{text}"));
            }
            let _ = explained::explain(&format!("]E3400638133393{text}"));
            let _ = explained::explain(&format!("https://a/01/{text}"));
            let _ = explained::explain(&format!("[)>\u{1e}06\u{1d}{text}"));
        }
    }

    #[test]
    fn a_valid_code_that_was_changed_is_read_or_refused_within_itself(
        message in message(), at in any::<prop::sample::Index>(), with in any::<char>(), cut: bool,
    ) {
        let mut letters: Vec<char> = gs1::raw(&message).chars().collect();
        let at = at.index(letters.len());
        if cut { letters.truncate(at) } else { letters[at] = with }
        let text: String = letters.iter().collect();
        if let Err(fault) = from_raw(&text) {
            prop_assert!((1..=text.chars().count() + 1).contains(&fault.position), "{}", fault);
        }
    }
}

#[test]
fn a_refusal_names_identifier_rule_and_character() {
    for (scan, code, ai, position, message) in [
        (
            "]C10104012345123457",
            "check_digit",
            "01",
            19,
            "(01) 04012345123457: the check digit is wrong, at character 19",
        ),
        ("]d2010401234512345617261332", "date", "17", 24, "(17) 261332: no such day, at character 24"),
        ("(01)04012345123456(21)", "no_value", "21", 23, "(21): it has no value, at character 23"),
        ("]C10499", "unknown_identifier", "0499", 4, "(0499): no application identifier begins here, at character 4"),
        (
            "https://a/01/9520123456789",
            "check_digit",
            "01",
            26,
            "(01) 9520123456789: the check digit is wrong, at character 26",
        ),
    ] {
        let (exit, answer) = explain(scan, &ScannerConfig::default());
        assert_eq!(exit, Exit::Refused);
        let refused = &answer["refused"];
        assert_eq!(
            (
                refused["code"].as_str(),
                refused["ai"].as_str(),
                refused["position"].as_u64(),
                refused["message"].as_str()
            ),
            (Some(code), Some(ai), Some(position), Some(message)),
            "{scan}"
        );
    }
}

#[test]
fn checks_that_no_peers_case_is_of_take_what_they_should_and_nothing_else() {
    for (check, good, bad) in [
        (Check::Iban, "DE91100000000123456789", "DE91100000000123456780"),
        (Check::Iban, "GB98MIDL07009312345678", "XX98MIDL07009312345678"),
        (Check::Country, "276", "999"),
        (Check::CountryOrAll, "999", "000"),
        (Check::CountryAlpha, "DE", "XX"),
        (Check::Currency, "978", "001"),
        (Check::PackageType, "WRP", "00"),
        (Check::Latitude, "1800000000", "1800000001"),
        (Check::Longitude, "3600000000", "3600000001"),
        (Check::Percent, "100%25", "100%2"),
        (Check::Sequence, "1/3", "3/1"),
        (Check::Sequence, "9/10", "01/2"),
        (Check::NoLeadingZero, "0", "01"),
        (Check::Hyphen, "-", "+"),
        (Check::YesNo, "1", "2"),
        (Check::Winding, "9", "2"),
        (Check::Sex, "9", "3"),
        (Check::MediaType, "10", "11"),
        (Check::MediaType, "80", "00"),
        (Check::Importer, "_", "="),
        (Check::Hour, "23", "24"),
        (Check::Second, "59", "60"),
        (Check::CompanyPrefix, "4012X", "401X"),
        (Check::CouponOffer, "001234561234560123456", "0012345612345601234567"),
        (Check::CouponOffer, "101234561234560123456", "201234561234560123456"),
        // Company prefix, offer code, save value, requirement, its code, family; then the day it expires.
        (Check::CouponCode, "012345612345615111123", "01234561234561511112"),
        (Check::CouponCode, "0123456123456151111233261231", "0123456123456151111233261331"),
    ] {
        assert_eq!(check.hold(good), Ok(()), "{check:?} {good}");
        assert!(check.hold(bad).is_err(), "{check:?} {bad}");
    }
    assert_eq!(Set::Set64.hold("12="), Ok(()));
    assert!(Set::Set64.hold("123=").is_err());
}

#[test]
fn every_kind_of_scan_is_called_what_it_is() {
    for (scan, kind, valid) in [
        ("DH:POST", "command", true),
        ("DH:B:7:secret", "badge", true),
        ("4006381333931", "gtin", true),
        ("036000291452", "gtin", true),
        ("]E04006381333931", "gtin", true),
        ("]E496385074", "gtin", true),
        ("01234565", "gtin", true),
        ("356938035643809", "imei", true),
        ("3569380356438017", "imeisv", true),
        ("006141411234567890", "sscc", true),
        ("0104012345123456\u{1d}21ABC", "gs1", true),
        ("010401234512345621ABC", "gs1", true),
        ("[)>\u{1e}06\u{1d}SX1\u{1d}1PLM358\u{1e}\u{4}", "iso15434", true),
        ("[)>\u{1e}05\u{1d}010401234512345621ABC\u{1e}\u{4}", "gs1", true),
        ("https://id.gs1.org/01/09520123456788/21/A1", "digital_link", true),
        ("SN-0001", "text", false),
    ] {
        let (_, answer) = explain(scan, &ScannerConfig::default());
        assert_eq!(
            (answer["ok"]["kind"].as_str(), answer["ok"]["valid"].as_bool()),
            (Some(kind), Some(valid)),
            "{scan}: {answer}"
        );
        assert!(!answer.to_string().contains("secret"), "a badge is never shown");
    }
}
