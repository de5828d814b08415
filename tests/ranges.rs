//! Ranges and lists of serials: the cases of a peer, our own grammar, and what no text may do.

mod support;

use std::io::Cursor;

use dockhand::domain::range::{Item, MOST, RangeError, list, listed, read};
use dockhand::domain::serial::Matching;
use dockhand::exchange::exec;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::Shop;

/// Cases this project decides otherwise, and why.
const LEFT_OUT: [(&str, &str); 1] = [("IV-57", "`abc` and `ABC` are one serial, unless a product compares exactly")];

/// Reads a text; the template's next numbers are those after `last`.
fn serials(text: &str, wanted: Option<u32>, last: u64) -> Result<Vec<String>, RangeError> {
    let mut next = last;
    let number = |item| match item {
        Item::Serial(serial) => serial,
        Item::Next => {
            next += 1;
            next.to_string()
        }
    };
    Ok(read(text, wanted, Matching::Loose)?.into_iter().map(number).collect())
}

fn shortly(serials: &[String]) -> String {
    serials.join(" ")
}

#[test]
fn every_case_of_the_peer_is_read_as_the_peer_reads_it() {
    let mut checked = 0;
    for row in include_str!("cases/serial-ranges.jsonl").lines() {
        let case: Value = serde_json::from_str(row).unwrap();
        let id = case["id"].as_str().unwrap();
        if LEFT_OUT.iter().any(|(left_out, _)| *left_out == id) {
            continue;
        }
        let wanted = u32::try_from(case["qty"].as_u64().unwrap()).unwrap();
        let found = serials(case["input"].as_str().unwrap(), Some(wanted), case["last"].as_u64().unwrap());
        let expected = &case["expected"];
        match (expected["error"].as_str(), found) {
            (Some(error), Err(refused)) => {
                assert_eq!(refused.code(), our_code(error), "{id}: {refused}");
            }
            (None, Ok(serials)) if expected["serials"].is_array() => {
                assert_eq!(serde_json::to_value(&serials).unwrap(), expected["serials"], "{id}");
            }
            (None, Ok(serials)) => {
                assert_eq!(serials.len() as u64, expected["count"].as_u64().unwrap(), "{id}");
                assert_eq!(serials.first().unwrap(), expected["first"].as_str().unwrap(), "{id}");
                assert_eq!(serials.last().unwrap(), expected["last"].as_str().unwrap(), "{id}");
            }
            (_, found) => panic!("{id}: {found:?}"),
        }
        checked += 1;
    }
    assert_eq!(checked, 31);
}

/// Returns our code for a peer's.
fn our_code(theirs: &str) -> &str {
    match theirs {
        "bad_range" => "range_malformed",
        "too_many" => "count_mismatch",
        same => same,
    }
}

#[test]
fn scripts_post_every_case_of_the_peer_or_are_refused_as_it_refuses() {
    let shop = Shop::in_memory();
    let asked = |request: Value| -> Value {
        let mut out = Vec::new();
        exec(&shop.stockroom, shop.origin, &mut Cursor::new(request.to_string()), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    };
    for row in include_str!("cases/serial-ranges.jsonl").lines() {
        let case: Value = serde_json::from_str(row).unwrap();
        let id = &case["id"];
        if LEFT_OUT.iter().any(|(left_out, _)| left_out == id) {
            continue;
        }
        asked(json!({"do": "add_product", "name": id, "serialised": true}));
        let line = json!({"product": id, "quantity": case["qty"], "serials": case["input"]});
        let posted = asked(json!({"do": "post", "kind": "posting", "warehouse": "Main", "lines": [line]}));
        if let Some(error) = case["expected"]["error"].as_str() {
            assert_eq!(posted["refused"]["code"], our_code(error), "{id}: {posted}");
        } else {
            let quantity = case["qty"].as_u64().unwrap().to_string();
            assert_eq!(posted["ok"]["lines"][0]["quantity"], quantity, "{id}: {posted}");
        }
    }
}

#[test]
fn what_is_written_short_is_read_in_full() {
    for (text, wanted, expected) in [
        ("SN-001..SN-003", None, "SN-001 SN-002 SN-003"),
        ("SN-001..SN-003", Some(3), "SN-001 SN-002 SN-003"),
        ("A-B-08..A-B-11", None, "A-B-08 A-B-09 A-B-10 A-B-11"),
        ("098-102", None, "098 099 100 101 102"),
        ("SN9-SN12", None, "SN9 SN10 SN11 SN12"),
        ("9+2", None, "9 10 11"),
        ("9+", Some(3), "9 10 11"),
        ("099+2", None, "099 100 101"),
        ("SN001*3", None, "SN001 SN002 SN003"),
        ("SN-001*3", None, "SN-001 SN-002 SN-003"),
        ("A-B-001*2", Some(2), "A-B-001 A-B-002"),
        ("SN001*1", Some(1), "SN001"),
        ("005-ccc*2", None, "005-ccc 006-ccc"),
        ("005-ccc..007-ccc", None, "005-ccc 006-ccc 007-ccc"),
        ("9a..11a", None, "9a 10a 11a"),
        ("~", None, "8"),
        ("~+2", None, "8 9 10"),
        ("~+", Some(2), "8 9"),
        ("~*2", None, "8 9"),
        ("1 2 ~ ~ ~", Some(5), "1 2 8 9 10"),
        ("X1, X2, ~+1", Some(4), "X1 X2 8 9"),
        ("4, 1+2, 7-8", Some(6), "4 1 2 3 7 8"),
        ("1 3-5\t9+2", None, "1 3 4 5 9 10 11"),
        (" ,, 1 ,\n, 2 , ", Some(2), "1 2"),
        ("\"AF5-69H\"", None, "AF5-69H"),
        ("\"A, B\", \"say \"\"2\"\"\"", None, "A, B say \"2\""),
        ("5\"", None, "5\""),
        ("TG-4SR-92", None, "TG-4SR-92"),
        ("AF5-69H", Some(1), "AF5-69H"),
        ("1-5", Some(1), "1-5"),
        ("1-2 9+", Some(2), "1-2 9+"),
        ("SN 1\r\nSN 2", Some(2), "SN 1 SN 2"),
        ("1 2\n3 4", Some(4), "1 2 3 4"),
        ("1 2\n3-5", Some(5), "1 2 3 4 5"),
        ("[\"AF5-69H\", \"1-5\", 0.50, 12]", None, "AF5-69H 1-5 0.50 12"),
        ("*ABC*", None, "*ABC*"),
        ("é1-é3", None, "é1 é2 é3"),
        ("٣٤", None, "٣٤"),
        (
            "12345678901234567890123456789098-12345678901234567890123456789101",
            None,
            "12345678901234567890123456789098 12345678901234567890123456789099 12345678901234567890123456789100 12345678901234567890123456789101",
        ),
    ] {
        match serials(text, wanted, 7) {
            Ok(found) => assert_eq!(shortly(&found), expected, "{text:?}"),
            Err(refused) => panic!("{text:?}: {refused}"),
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_a_sentence_that_names_it() {
    for (text, wanted, sentence) in [
        ("", None, "nothing typed: a range is written such as SN-001..SN-100"),
        (" \n\t", Some(1), "nothing typed: a range is written such as SN-001..SN-100"),
        (
            "AF5-69H",
            None,
            "AF5-69H: AF5 does not count up to 69H; a range is written such as AF5..AF9, one serial as it stands \"AF5-69H\"",
        ),
        (
            "E-5",
            None,
            "E-5: E does not count up to 5; a range is written such as SN-001..SN-005, one serial as it stands \"E-5\"",
        ),
        (
            "10-1",
            None,
            "10-1: 10 does not count up to 1; a range is written such as 10..14, one serial as it stands \"10-1\"",
        ),
        (
            "9-012",
            None,
            "9-012: 9 does not count up to 012; a range is written such as 9..13, one serial as it stands \"9-012\"",
        ),
        (
            "5-",
            None,
            "5-: a range has a first and a last serial; a range is written such as 5..9, one serial as it stands \"5-\"",
        ),
        (
            "A1..B5",
            Some(1),
            "A1..B5: A1 does not count up to B5; a range is written such as A1..A5, one serial as it stands \"A1..B5\"",
        ),
        ("9+", None, "9+: how many is not known here; write how many follow, as in 9+4"),
        ("1+x", None, "1+x: after + stands how many follow, as in 9+2; one serial as it stands is written \"1+x\""),
        (
            "A*3",
            None,
            "A*3: a number has to count up from, as in SN001*100 or 9+2; one serial as it stands is written \"A*3\"",
        ),
        (
            "10 - 12",
            Some(3),
            "10 - 12: the - stands alone; a range is written without blanks, such as 10-12 or 9+2; one serial as it stands is written \"-\"",
        ),
        ("~x", Some(1), "~x: ~ is the next number of the template; ~+2 is three of them"),
        ("1-10001", None, "1-10001: more than 10000 at once; take it in parts"),
        ("1*99999999999999999999999", None, "1*99999999999999999999999: more than 10000 at once; take it in parts"),
        ("1+18446744073709551615", None, "1+18446744073709551615: more than 10000 at once; take it in parts"),
        ("~+10000", None, "~+10000: more than 10000 at once; take it in parts"),
        ("1-9000, 20001-29000", None, "20001-29000: more than 10000 at once; take it in parts"),
        ("9+", Some(10_001), "10001: more than 10000 at once; take it in parts"),
        ("ab1, AB1, ab2", Some(3), "AB1 stands twice: take one out"),
        ("1, 2, 1, 2", Some(4), "1, 2 stand twice: take one of each out"),
        ("1*9, 1*9", None, "1, 2, 3, 4, 5 and 4 more stand twice: take one of each out"),
        ("1, 2", Some(1), "1, 2: 2 serials, 1 is wanted; change one of the two"),
        ("SN001*100", Some(99), "SN001*100: 100 serials, 99 are wanted; change one of the two"),
        ("\"A1", None, "\"A1: the quote is not closed"),
        ("\"A1\"B", None, "\"A1\": a comma is missing after the quoted serial"),
        ("[\"A1\", {}]", None, "[\"A1\", {}]: each item of the list is a text or a number"),
        ("[A1]", None, "[A1]: a list in brackets is JSON, such as [\"A1\", \"A2\"]"),
        ("A\u{1b}[2J", None, "A\\u{1b}[2J: character 2 is \\u{1b}, which cannot be seen in a serial"),
    ] {
        match serials(text, wanted, 7) {
            Err(refused) => assert_eq!(refused.to_string(), sentence, "{text:?}"),
            Ok(found) => panic!("{text:?}: {found:?}"),
        }
    }
}

#[test]
fn items_of_a_list_stand_as_they_are_but_for_next_numbers() {
    let items = ["1-5", "9+", "~+1"].map(str::to_owned);
    let literal = |serial: &str| Item::Serial(serial.to_owned());
    let expected = vec![literal("1-5"), literal("9+"), Item::Next, Item::Next];
    assert_eq!(list(&items, Some(4), Matching::Loose), Ok(expected));
    let refused = list(&items, Some(3), Matching::Loose).unwrap_err();
    assert_eq!(refused.code(), "count_mismatch");
}

#[test]
fn a_list_that_is_no_ranges_is_serials_as_they_stand() {
    for (text, wanted) in [
        ("SN-1\nSN-2\nSN-3\n", "SN-1 SN-2 SN-3"),
        ("SN-1\r\nSN-2\r\n", "SN-1 SN-2"),
        ("A+1\nB+2", "A+1 B+2"),
        ("SN-1\nSN5..SN7", "SN-1 SN5 SN6 SN7"),
        ("4711-0001\n4711-0002", "4711-0001 4711-0002"),
        ("SN-1, SN-2", "SN-1 SN-2"),
        ("SN-1 SN-2", "SN-1 SN-2"),
        // What reads as ranges is ranges.
        ("1-3\n7-8", "1 2 3 7 8"),
        ("SN1-SN3\nSN8", "SN1 SN2 SN3 SN8"),
    ] {
        let items = listed(text, Matching::Loose).unwrap();
        let serials: Vec<_> =
            items.iter().map(|item| if let Item::Serial(serial) = item { serial } else { "~" }).collect();
        assert_eq!(serials.join(" "), wanted, "{text:?}");
    }
    for (text, sentence) in [
        ("SN-1\nSN-2\nSN-1", "SN-1 stands twice: take one out"),
        ("SN-1", "SN-1: SN does not count up to 1;"),
        ("SN-1\n9..2", "SN-1: SN does not count up to 1;"),
    ] {
        let said = listed(text, Matching::Loose).unwrap_err().to_string();
        assert!(said.starts_with(sentence), "{text:?}: {said}");
    }
}

#[test]
fn what_is_one_serial_depends_on_how_the_product_compares() {
    assert_eq!(read("abc, ABC", Some(2), Matching::Loose).unwrap_err().code(), "duplicate");
    assert_eq!(read("abc, ABC", Some(2), Matching::Exact).unwrap().len(), 2);
}

proptest! {
    #[test]
    fn no_text_panics_or_stands_for_too_many(
        text in "[0-9A-Ca-z~+*.,\" \\-\n\t\\[\\]é😀\u{1b}]{0,40}",
        wanted in proptest::option::of(0..12_000_u32),
    ) {
        if let Ok(items) = read(&text, wanted, Matching::Loose) {
            prop_assert!(items.len() <= MOST);
            prop_assert!(wanted.is_none_or(|wanted| items.len() == wanted as usize));
        }
    }

    #[test]
    fn no_unlikely_text_panics(text in any::<String>(), wanted in any::<Option<u32>>()) {
        let _ = read(&text, wanted, Matching::Exact);
    }

    #[test]
    fn a_range_has_all_from_the_first_to_the_last_at_the_firsts_width(
        head in "[A-Z]{0,3}-?", first in 0..100_000_u64, count in 2..=300_u64, width in 0..8_usize, tail in "[a-z]{0,2}",
    ) {
        let serial = |value: u64| format!("{head}{value:0width$}{tail}");
        let expected: Vec<String> = (first..first + count).map(serial).collect();
        for text in [
            format!("{}..{}", serial(first), serial(first + count - 1)),
            format!("{}*{count}", serial(first)),
        ] {
            prop_assert_eq!(serials(&text, None, 0), Ok(expected.clone()), "{}", text);
        }
    }
}
