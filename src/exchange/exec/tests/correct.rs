//! Corrections by name.

use serde_json::json;

use super::stocked;

#[test]
fn a_posting_a_lot_and_a_serial_are_corrected_by_name() {
    let script = stocked();
    script.ok(r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Cable","quantity":"4"}]}"#);
    let answer = script.ok(r#"{"do":"correct","document":"P-1","supplier":"Acme","invoice":"4711"}"#);
    assert_eq!(answer, json!({"document": "P-1", "supplier": "Acme", "invoice": "4711"}));
    let answer = script.ok(r#"{"do":"correct","lot":"p-1/1","cost":"13.00"}"#);
    assert_eq!(answer, json!({"lot": "P-1/1", "from": "125.00", "to": "130.00", "on_hand": "3.00", "gone": "2.00"}));
    let layers = script.ok(r#"{"ask":"layers","product":"Cable"}"#);
    assert_eq!((&layers["layers"][0]["quantity"], &layers["layers"][0]["cost"]), (&json!("6"), &json!("13.00")));
    let answer = script.ok(r#"{"do":"correct","lot":"P-1/2","warranty":24}"#);
    assert_eq!(answer["warranty"], 24);
    let answer = script.ok(r#"{"do":"correct","product":"Phone X","serial":"A1","to":"A7"}"#);
    assert_eq!(answer, json!({"serial": "A7", "identifiers": ["A1"]}));
    assert_eq!(script.ok(r#"{"ask":"passport","serial":"A1"}"#)["serial"], "A7");
    let document = script.ok(r#"{"ask":"document","number":"P-1"}"#);
    assert_eq!(document["lines"][0]["corrected"], "130.00");
    let what: Vec<_> = document["corrections"].as_array().unwrap().iter().map(|row| row["what"].clone()).collect();
    assert_eq!(what, ["supplier", "invoice", "cost", "warranty", "serial"]);
    let cost = &document["corrections"][2];
    assert_eq!((&cost["line"], &cost["gone"], &cost["date"]), (&json!(1), &json!("2.00"), &json!("2026-11-24")));
}

#[test]
fn what_cannot_be_corrected_is_refused_and_what_makes_no_sense_is_an_error() {
    let script = stocked();
    for (line, code) in [
        (r#"{"do":"correct","document":"P-9","supplier":"Acme"}"#, "unknown"),
        (r#"{"do":"correct","document":"P-1","supplier":"northwind"}"#, "bad_field"),
        (r#"{"do":"correct","lot":"P-1/9","cost":"1"}"#, "unknown"),
        (r#"{"do":"correct","lot":"P-1","cost":"1"}"#, "unknown"),
        (r#"{"do":"correct","lot":"P-1/1","cost":"-1"}"#, "bad_money"),
        (r#"{"do":"correct","lot":"P-1/1","total":"125"}"#, "bad_field"),
        (r#"{"do":"correct","serial":"A9","to":"A1"}"#, "unknown"),
        (r#"{"do":"correct","serial":"A1","to":"B001"}"#, "serial_taken"),
    ] {
        assert_eq!(script.code(line), code, "{line}");
    }
    for line in [
        r#"{"do":"correct"}"#,
        r#"{"do":"correct","document":"P-1"}"#,
        r#"{"do":"correct","document":"P-1","lot":"P-1/1","cost":"1"}"#,
        r#"{"do":"correct","lot":"P-1/1","cost":"1","warranty":12}"#,
        r#"{"do":"correct","lot":"P-1/1","supplier":"Acme"}"#,
        r#"{"do":"correct","serial":"A1","to":"A7","cost":"1"}"#,
    ] {
        assert!(script.wrong(line).starts_with("one thing at a time"), "{line}");
    }
    assert!(script.wrong(r#"{"do":"correct","serial":"A1"}"#).starts_with("to: missing"));
}

#[test]
fn settings_are_changed_one_by_one_and_books_closed_and_opened_again() {
    let script = stocked();
    let store = script.ok(r#"{"do":"settings","closed_until":"2026-10-31"}"#);
    assert_eq!((&store["closed_until"], &store["store"]), (&json!("2026-10-31"), &json!("Shop")));
    let posting = r#"{"do":"post","kind":"posting","warehouse":"Main","date":"2026-10-31","lines":[{"product":"Cable","quantity":"1"}]}"#;
    assert_eq!(script.code(posting), "closed_period");
    assert_eq!(script.code(r#"{"do":"settings","closed_until":"2026-11-25"}"#), "bad_date");
    assert_eq!(script.code(r#"{"do":"settings","currency":"CHF"}"#), "bad_field");
    assert_eq!(script.ok(r#"{"do":"settings","store":"Corner"}"#)["closed_until"], "2026-10-31");
    assert!(script.ok(r#"{"do":"settings","closed_until":""}"#).get("closed_until").is_none());
    script.ok(posting);
}
