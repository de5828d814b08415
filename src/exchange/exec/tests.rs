//! Scripts, line by line.

mod correct;
mod count;
mod orders;
mod people;

use std::io::{BufRead as _, BufReader, Write as _};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::domain::settings::{SerialScope, Settings};
use crate::domain::time::Moment;
use crate::exchange::{Exit, exec};
use crate::messages::Origin;
use crate::stockroom::Stockroom;
use crate::store::memory::MemoryEngine;

/// 2026-11-24, noon in UTC.
const NOW: Moment = Moment(1_795_521_600_000);

/// A founded store without a warehouse, and the desk of scripts.
fn founded() -> (Stockroom, Origin) {
    let stockroom = Stockroom::over(Arc::new(MemoryEngine::new()), Arc::new(|| NOW)).unwrap();
    let settings = Settings {
        store: "Shop".into(),
        demo: false,
        currency: "EUR".into(),
        zone: "UTC".into(),
        scope: SerialScope::Product,
        template: None,
        closed_until: None,
    };
    stockroom.found(settings, "Ana", "").unwrap();
    let origin = stockroom.open_desk("exec").unwrap();
    (stockroom, origin)
}

struct Script {
    stockroom: Stockroom,
    origin: Origin,
}

impl Script {
    fn new() -> Script {
        let (stockroom, origin) = founded();
        Script { stockroom, origin }
    }

    /// A shop with two warehouses, a cable and a phone.
    fn shop() -> Script {
        let script = Script::new();
        for line in [
            r#"{"do":"add_warehouse","name":"Main"}"#,
            r#"{"do":"add_warehouse","name":"Shop","code":"SH"}"#,
            r#"{"do":"add_product","name":"Cable","unit":"m","barcodes":["4006381333931"]}"#,
            r#"{"do":"add_product","name":"Phone X","serialised":true}"#,
        ] {
            assert!(script.line(line).get("ok").is_some(), "{line}");
        }
        script
    }

    fn lines(&self, text: &[u8]) -> (Vec<Value>, Exit) {
        let mut out = Vec::new();
        let exit = exec(&self.stockroom, self.origin, &mut BufReader::new(text), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        (out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), exit)
    }

    fn line(&self, text: &str) -> Value {
        let (answers, _) = self.lines(text.as_bytes());
        assert_eq!(answers.len(), 1, "{text}");
        answers.into_iter().next().unwrap()
    }

    fn ok(&self, text: &str) -> Value {
        let answer = self.line(text);
        answer.get("ok").cloned().unwrap_or_else(|| panic!("{text}: {answer}"))
    }

    fn code(&self, text: &str) -> String {
        let answer = self.line(text);
        answer["refused"]["code"].as_str().unwrap_or_else(|| panic!("{text}: {answer}")).to_owned()
    }

    fn wrong(&self, text: &str) -> String {
        let answer = self.line(text);
        answer["error"]["message"].as_str().unwrap_or_else(|| panic!("{text}: {answer}")).to_owned()
    }
}

#[test]
fn the_example_is_answered_as_it_says() {
    let script = Script::new();
    script.ok(r#"{"do":"add_warehouse","name":"Main"}"#);
    script.ok(r#"{"do":"add_product","name":"Cable","unit":"m","barcodes":["4006381333931"]}"#);
    script.ok(r#"{"do":"add_product","name":"Phone X","serialised":true}"#);
    let posted = script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","date":"2026-01-08","supplier":"Northwind","lines":[{"product":"Cable","quantity":"10","cost":"12.50"},{"product":"Phone X","cost":"199","serials":["A1","A2"]},{"product":"Phone X","cost":"210","serials":"B001-B010"}]}"#,
    );
    assert_eq!(
        posted,
        json!({"number": "P-1", "lines": [
            {"product": "Cable", "quantity": "10", "cost": "125.00",
                "took": [{"lot": "P-1/1", "quantity": "10", "cost": "12.50"}]},
            {"product": "Phone X", "quantity": "2", "cost": "398.00",
                "took": [{"lot": "P-1/2", "quantity": "2", "cost": "199.00"}]},
            {"product": "Phone X", "quantity": "10", "cost": "2100.00",
                "took": [{"lot": "P-1/3", "quantity": "10", "cost": "210.00"}]},
        ]})
    );
    script.ok(r#"{"do":"add_product","name":"Washer","unit":"pc","template":"WS{C:5}","next":1}"#);
    let posted = script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Washer","quantity":"7","total":"100.00"}]}"#,
    );
    assert_eq!(posted["lines"][0]["cost"], "100.00");
    assert_eq!(posted["lines"][0]["took"][0]["cost"], "14.2857");
    assert_eq!(
        script.ok(r#"{"ask":"layers","product":"Cable","warehouse":"Main"}"#),
        json!({"layers": [{"lot": "P-1/1", "received": "2026-01-08", "quantity": "10", "cost": "12.50"}]})
    );
    let stock = script.ok(r#"{"ask":"stock","product":"Cable"}"#);
    assert_eq!(
        stock["warehouses"],
        json!([{"warehouse": "Main", "on_hand": "10", "reserved": "0", "available": "10", "value": "125.00"}])
    );
    let passport = script.ok(r#"{"ask":"passport","serial":"A1"}"#);
    assert_eq!(
        (&passport["product"], &passport["cost"], &passport["state"]),
        (&json!("Phone X"), &json!("199.00"), &json!("in_stock"))
    );
    let movement = &passport["movements"][0];
    let keys: Vec<_> = movement.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 7);
    assert_eq!(
        (&movement["document"], &movement["from"], &movement["to"]),
        (&json!("P-1"), &json!("Northwind"), &json!("Main"))
    );
    assert_eq!(
        (&movement["employee"], &movement["desk"], &movement["at"]),
        (&json!("Ana"), &json!("exec"), &json!("2026-11-24T12:00:00Z"))
    );
    let document = script.ok(r#"{"ask":"document","number":"p-1","serials":true}"#);
    assert_eq!(document["lines"][2]["serials"].as_array().unwrap().len(), 10);
    assert_eq!(document["lines"][2]["serials"][9], "B010");
}

/// A shop whose Main has ten metres of cable and the phones A1, A2 and B001 to B010.
fn stocked() -> Script {
    let script = Script::shop();
    script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","date":"2026-01-08","supplier":"Northwind","lines":[{"product":"Cable","quantity":"10","cost":"12.50"},{"product":"Phone X","cost":"199","serials":["A1","A2"]},{"product":"Phone X","cost":"210","serials":"B001-B010"}]}"#,
    );
    script
}

#[test]
fn what_leaves_moves_and_comes_back_is_answered_as_it_says() {
    let script = stocked();
    let written_off = script.ok(
        r#"{"do":"post","kind":"write_off","warehouse":"Main","reason":"damaged","lines":[{"product":"Cable","quantity":"3"},{"product":"Phone X","serials":["A2"]}]}"#,
    );
    assert_eq!(
        written_off,
        json!({"number": "W-1", "lines": [
            {"product": "Cable", "quantity": "3", "cost": "37.50",
                "took": [{"lot": "P-1/1", "quantity": "3", "cost": "12.50"}]},
            {"product": "Phone X", "quantity": "1", "cost": "199.00",
                "took": [{"lot": "P-1/2", "quantity": "1", "cost": "199.00"}]},
        ]})
    );
    script.ok(
        r#"{"do":"post","kind":"sale","warehouse":"Main","client":"Jane","lines":[{"product":"Phone X","serials":["B001"],"price":"299"}]}"#,
    );
    let passport = script.ok(r#"{"ask":"passport","serial":"B001"}"#);
    assert_eq!((&passport["state"], &passport["client"]), (&json!("gone"), &json!("Jane")));
    script.ok(
        r#"{"do":"post","kind":"transfer","warehouse":"Main","to":"Shop","lines":[{"product":"Cable","quantity":"2"}]}"#,
    );
    script.ok(
        r#"{"do":"post","kind":"client_return","of":"S-1","warehouse":"Main","lines":[{"product":"Phone X","serials":["B001"]}]}"#,
    );
    script.ok(r#"{"do":"post","kind":"supplier_return","of":"P-1","lines":[{"product":"Cable","quantity":"1"}]}"#);
    script.ok(r#"{"do":"cancel","document":"W-1"}"#);
    let stock = script.ok(r#"{"ask":"stock","product":"Cable"}"#);
    assert_eq!(stock["warehouses"][0]["on_hand"], "7");
    assert_eq!(stock["warehouses"][1]["on_hand"], "2");
    let moves: Vec<_> = script.ok(r#"{"ask":"passport","serial":"A2"}"#)["movements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} → {} {}", row["document"], row["from"], row["to"], row["note"]).replace('"', ""))
        .collect();
    assert_eq!(moves, ["P-1 Northwind → Main ", "W-1 Main → loss damaged", "W-1 loss → Main cancelled"]);
    let list = script.ok(r#"{"ask":"documents"}"#);
    let ways: Vec<_> = list["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} → {}", row["number"], row["from"], row["to"]).replace('"', ""))
        .collect();
    assert_eq!(
        ways,
        [
            "SR-1 Main → Northwind",
            "CR-1 Jane → Main",
            "T-1 Main → Shop",
            "S-1 Main → Jane",
            "W-1 Main → loss",
            "P-1 Northwind → Main"
        ]
    );
    let sale = script.ok(r#"{"ask":"document","number":"S-1","serials":true}"#);
    assert_eq!((&sale["lines"][0]["price"], &sale["lines"][0]["serials"]), (&json!("299.00"), &json!(["B001"])));
    assert_eq!(script.ok(r#"{"ask":"document","number":"P-1"}"#)["lines"][0]["left"], "9");
}

#[test]
fn what_cannot_leave_or_come_back_says_why_by_its_code() {
    let script = stocked();
    let short = script.line(
        r#"{"do":"post","kind":"write_off","warehouse":"Main","reason":"used","lines":[{"product":"Cable","quantity":"11"}]}"#,
    );
    let expected = json!({"code": "short", "on_hand": "10", "reserved": "0", "wanted": "11", "day": "2026-11-24",
        "line": 1, "product": "Cable",
        "message": "line 1: 11 m of Cable are wanted, Main has 10 on 2026-11-24; take less"});
    assert_eq!(short["refused"], expected);
    script.ok(r#"{"do":"post","kind":"sale","warehouse":"Main","client":"Jane","lines":[{"product":"Phone X","serials":["A1"]},{"product":"Cable","quantity":"4"}]}"#);
    for (line, code) in [
        (
            r#"{"do":"post","kind":"write_off","warehouse":"Main","lines":[{"product":"Cable","quantity":"1"}]}"#,
            "bad_field",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Cable","quantity":"0"}]}"#,
            "bad_quantity",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Cable","quantity":"-1"}]}"#,
            "bad_quantity",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Cable","quantity":1e400}]}"#,
            "bad_quantity",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","date":"2026-11-25","lines":[{"product":"Cable","quantity":"1"}]}"#,
            "bad_date",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","date":"2026-01-07","lines":[{"product":"Cable","quantity":"1"}]}"#,
            "short",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","date":"2026-01-07","lines":[{"product":"Phone X","serials":["A2"]}]}"#,
            "bad_date",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","date":"2026-02-01","lines":[{"product":"Cable","quantity":"7"}]}"#,
            "short",
        ),
        (r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[]}"#, "not_complete"),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","quantity":"2","serials":["A2"]}]}"#,
            "serials_missing",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","quantity":"2"}]}"#,
            "serials_missing",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Cable","quantity":"1","serials":["A2"]}]}"#,
            "not_serialised",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","serials":["A2"]},{"product":"Phone X","serials":["a2"]}]}"#,
            "duplicate",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","serials":["A1"]}]}"#,
            "not_on_hand",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Shop","lines":[{"product":"Phone X","serials":["A2"]}]}"#,
            "not_on_hand",
        ),
        (
            r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","serials":["C1"]}]}"#,
            "unknown",
        ),
        (
            r#"{"do":"post","kind":"transfer","warehouse":"Main","lines":[{"product":"Cable","quantity":"1"}]}"#,
            "bad_field",
        ),
        (
            r#"{"do":"post","kind":"client_return","of":"P-1","lines":[{"product":"Cable","quantity":"1"}]}"#,
            "wrong_state",
        ),
        (r#"{"do":"post","kind":"client_return","of":"S-1","lines":[{"product":"Cable","quantity":"5"}]}"#, "short"),
        (
            r#"{"do":"post","kind":"client_return","of":"S-1","lines":[{"product":"Phone X","serials":["A2"]}]}"#,
            "not_on_hand",
        ),
        (
            r#"{"do":"post","kind":"client_return","of":"S-1","date":"2026-11-23","lines":[{"product":"Cable","quantity":"1"}]}"#,
            "bad_date",
        ),
        (r#"{"do":"post","kind":"supplier_return","of":"P-1","lines":[{"product":"Cable","quantity":"7"}]}"#, "short"),
        (r#"{"do":"cancel","document":"P-1"}"#, "moved_on"),
    ] {
        assert_eq!(script.code(line), code, "{line}");
    }
    assert_eq!(script.line(r#"{"do":"cancel","document":"P-1"}"#)["refused"]["by"], "S-1");
    script.ok(r#"{"do":"cancel","document":"S-1"}"#);
    assert_eq!(script.code(r#"{"do":"cancel","document":"S-1"}"#), "wrong_state");
    assert_eq!(
        script.code(r#"{"do":"post","kind":"client_return","of":"S-1","lines":[{"product":"Cable","quantity":"1"}]}"#),
        "wrong_state"
    );
    script.ok(r#"{"do":"cancel","document":"P-1"}"#);
}

#[test]
fn goods_move_from_shelf_to_shelf_and_back_by_cancelling() {
    let script = stocked();
    script.ok(r#"{"do":"add_bin","warehouse":"Main","code":"A3"}"#);
    script.ok(
        r#"{"do":"post","kind":"transfer","warehouse":"Main","lines":[{"product":"Cable","quantity":"4","to_bin":"A3"},{"product":"Phone X","serials":["A1"],"to_bin":"A3"}]}"#,
    );
    assert_eq!(script.ok(r#"{"ask":"passport","serial":"A1"}"#)["bin"], "A3");
    let taken = script.ok(
        r#"{"do":"post","kind":"write_off","warehouse":"Main","reason":"used","lines":[{"product":"Cable","quantity":"1","bin":"A3"}]}"#,
    );
    assert_eq!(taken["lines"][0]["took"][0]["lot"], "P-1/1");
    let refused = script.line(r#"{"do":"cancel","document":"T-1"}"#);
    assert_eq!((&refused["refused"]["code"], &refused["refused"]["by"]), (&json!("moved_on"), &json!("W-1")));
    script.ok(r#"{"do":"cancel","document":"W-1"}"#);
    script.ok(r#"{"do":"cancel","document":"T-1"}"#);
    assert_eq!(script.ok(r#"{"ask":"passport","serial":"A1"}"#).get("bin"), None);
    script.ok(r#"{"do":"cancel","document":"P-1"}"#);
}

#[test]
fn a_bad_line_is_told_and_the_next_ones_are_carried_out() {
    let script = Script::shop();
    let (answers, exit) = script.lines(
        b"\xef\xbb\xbf{\"ask\":\"warehouses\"}\r\n\n  \nnonsense\n{\"ask\":\"product\",\"product\":\"?\"}\n\xff\n{\"ask\":\"warehouses\"}",
    );
    assert_eq!(exit, Exit::Failed);
    let kinds: Vec<_> =
        answers.iter().map(|answer| answer.as_object().unwrap().keys().next().unwrap().as_str()).collect();
    assert_eq!(kinds, ["ok", "error", "refused", "error", "ok"]);
    assert_eq!(answers[1]["error"]["line"], 4);
    assert_eq!(answers[3]["error"]["line"], 6);
    assert_eq!(script.lines(b"{\"ask\":\"warehouses\"}\n").1, Exit::Done);
    assert_eq!(script.lines(b"{\"ask\":\"product\",\"product\":\"?\"}\n").1, Exit::Refused);
    assert_eq!(script.lines(b"").1, Exit::Done);
}

#[test]
fn what_is_wrong_with_a_line_is_said_with_its_field() {
    let script = Script::shop();
    for (line, told) in [
        ("nonsense", "not JSON: expected ident, at column 2"),
        ("{\"ask\":", "not JSON: EOF while parsing a value, at column 7"),
        ("[1]", "sequence is not an object such as {\"ask\":\"warehouses\"}"),
        ("{}", "neither \"do\" nor \"ask\""),
        (r#"{"do":"post","ask":"stock"}"#, "\"do\" and \"ask\" in one line"),
        (r#"{"do":7}"#, "do: 7 is not a text"),
        (r#"{"do":"frob"}"#, "do: \"frob\" is not known; known are add_location, add_warehouse,"),
        (r#"{"ask":"frob"}"#, "ask: \"frob\" is not known; known are store,"),
        (r#"{"ask":"stock","product":"Cable","product":"Cable"}"#, "product stands twice"),
        (r#"{"ask":"stock","produkt":"Cable"}"#, "unknown field `produkt`, expected one of `product`, `warehouse`"),
        (r#"{"do":"add_warehouse"}"#, "missing field `name`"),
        (r#"{"do":"add_warehouse","name":7}"#, "name: integer `7` is not a string"),
        (r#"{"do":"add_warehouse","name":"X","id":7}"#, "id: 7 is not a text"),
        (r#"{"do":"add_warehouse","name":"X","id":""}"#, "id: 1 to 256 bytes"),
        (r#"{"do":"add_product","name":"X","decimals":300}"#, "decimals: integer `300` is not u8"),
        (r#"{"do":"add_product","name":"X","minimum":true}"#, "minimum: true is not a number such as \"12.50\""),
        (r#"{"do":"add_product","name":"X","serialised":"yes"}"#, "serialised: string \"yes\" is not a boolean"),
        (r#"{"do":"add_product","name":"X","barcodes":[7]}"#, "barcodes: a barcode as a text"),
        (r#"{"do":"post","kind":"gift","warehouse":"Main","lines":[]}"#, "kind: unknown variant `gift`"),
        (
            r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Cable","qty":"1"}]}"#,
            "lines: unknown field `qty`, expected one of `product`, `quantity`",
        ),
        (
            r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","serials":[1]}]}"#,
            "lines: a list of texts, or a text such as",
        ),
        (r#"{"ask":"units"}"#, "units: of a \"product\""),
        (r#"{"ask":"products","after":"xyz"}"#, "after: xyz is not the \"next\" of an answer"),
    ] {
        let message = script.wrong(line);
        assert!(message.starts_with(told), "{line}: {message}");
    }
}

#[test]
fn numbers_are_read_from_their_own_digits() {
    let script = Script::shop();
    let post = |quantity: &str, cost: &str| {
        format!(
            r#"{{"do":"post","kind":"posting","warehouse":"Main","lines":[{{"product":"Cable","quantity":{quantity},"cost":{cost}}}]}}"#
        )
    };
    let posted = script.ok(&post("0.1", "0.3"));
    assert_eq!(posted["lines"][0]["cost"], "0.03");
    let posted = script.ok(&post("9007199254740.993", "\"0.0000\""));
    assert_eq!(posted["lines"][0]["quantity"], "9007199254740.993");
    for (quantity, cost, code) in [
        ("1e400", "1", "bad_quantity"),
        ("1e2", "1", "bad_quantity"),
        ("\"1,5\"", "1", "bad_quantity"),
        ("\"\"", "1", "bad_quantity"),
        ("0", "1", "bad_quantity"),
        ("-1", "1", "bad_quantity"),
        ("0.0001", "1", "bad_quantity"),
        ("99999999999999999999", "1", "bad_quantity"),
        ("1", "1e400", "bad_money"),
        ("1", "-0.01", "bad_money"),
        ("1", "0.00001", "bad_money"),
        ("1", "\"free\"", "bad_money"),
        ("9007199254740", "922337203685477", "bad_money"),
    ] {
        assert_eq!(script.code(&post(quantity, cost)), code, "{quantity} {cost}");
    }
    let both = r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Cable","quantity":"1","cost":"1","total":"1"}]}"#;
    assert_eq!(script.code(both), "bad_money");
}

#[test]
fn a_posting_is_refused_with_its_code_and_leaves_nothing() {
    let script = Script::shop();
    script.ok(r#"{"do":"add_product","name":"Piece"}"#);
    script.ok(r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","serials":["A1"]}]}"#);
    let refused = |lines: &str, more: &str| {
        script.line(&format!(r#"{{"do":"post","kind":"posting","warehouse":"Main","lines":[{lines}]{more}}}"#))["refused"].clone()
    };
    for (lines, more, code) in [
        (r#"{"product":"Nothing","quantity":"1"}"#, "", "unknown"),
        (r#"{"product":"Cable"}"#, "", "bad_quantity"),
        (r#"{"product":"Piece","quantity":"1.5"}"#, "", "bad_quantity"),
        (r#"{"product":"Cable","quantity":"1","serials":["X"]}"#, "", "not_serialised"),
        (r#"{"product":"Phone X"}"#, "", "serials_missing"),
        (r#"{"product":"Phone X","quantity":"2","serials":["N1"]}"#, "", "serials_missing"),
        (r#"{"product":"Phone X","quantity":"1","serials":["N1","N2"]}"#, "", "count_mismatch"),
        (r#"{"product":"Phone X","serials":["N1","n 1"]}"#, "", "duplicate"),
        (r#"{"product":"Phone X","serials":["N1"]},{"product":"Phone X","serials":["N1"]}"#, "", "duplicate"),
        (r#"{"product":"Phone X","serials":["N1","A1"]}"#, "", "serial_taken"),
        (r#"{"product":"Phone X","serials":["a\u001bb"]}"#, "", "serial_malformed"),
        (r#"{"product":"Phone X","serials":[""]}"#, "", "serial_malformed"),
        (r#"{"product":"Phone X","serials":"N1..N20000"}"#, "", "range_too_large"),
        (r#"{"product":"Phone X","serials":"N5..N1"}"#, "", "range_malformed"),
        (r#"{"product":"Phone X","serials":"~+2"}"#, "", "maker_numbers"),
        (r#"{"product":"Cable","quantity":"1","bin":"A1"}"#, "", "unknown"),
        (r#"{"product":"Cable","quantity":"1","expiry":"soon"}"#, "", "bad_date"),
        (r#"{"product":"Cable","quantity":"1"}"#, r#","date":"2026-13-01""#, "bad_date"),
        (r#"{"product":"Cable","quantity":"1"}"#, r#","date":"8.1.2026""#, "bad_date"),
        (r#"{"product":"Cable","quantity":"1"}"#, r#","date":"2026-11-25""#, "bad_date"),
        ("", "", "not_complete"),
    ] {
        let refusal = refused(lines, more);
        assert_eq!(refusal["code"], code, "{lines} {more}: {refusal}");
    }
    let missing = refused(r#"{"product":"Phone X","quantity":"3","serials":["N1"]}"#, "");
    assert_eq!((&missing["have"], &missing["wanted"], &missing["missing"]), (&json!("1"), &json!("3"), &json!("2")));
    let taken = refused(r#"{"product":"Phone X","serials":["A1"]}"#, "");
    assert_eq!((&taken["serial"], &taken["document"]), (&json!("A1"), &json!("P-1")));
    assert!(taken["message"].as_str().unwrap().starts_with("A1 is in stock: Main, P-1 of 2026-11-24"), "{taken}");
    assert_eq!(script.ok(r#"{"ask":"drafts"}"#), json!({"drafts": []}));
    let posted = script
        .ok(r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","serials":["N1"]}]}"#);
    assert_eq!(posted["number"], "P-2", "a refusal takes no number and no serial");
}

#[test]
fn serials_are_listed_counted_or_generated() {
    let script = Script::shop();
    script.ok(r#"{"do":"add_product","name":"Drill","serialised":true,"template":"DR{C:4}","next":8}"#);
    script
        .ok(r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Drill","serials":["DR0009"]}]}"#);
    let posted = script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Drill","cost":"80","serials":["OLD-1","~+2","OLD-2"]},{"product":"Phone X","serials":"A1..A3"},{"product":"Drill","quantity":"2","serials":"~+"}]}"#,
    );
    assert_eq!(posted["lines"][0]["serials"], json!(["OLD-1", "DR0008", "DR0010", "DR0011", "OLD-2"]));
    assert_eq!(posted["lines"][1].get("serials"), None);
    assert_eq!(posted["lines"][2]["serials"], json!(["DR0012", "DR0013"]));
    let templates = script.ok(r#"{"ask":"templates"}"#);
    assert_eq!(
        (&templates["templates"][0]["template"], &templates["templates"][0]["next"]),
        (&json!("DR{C:4}"), &json!(14))
    );
}

#[test]
fn nothing_is_carried_over_from_earlier_postings() {
    let script = Script::shop();
    script.ok(r#"{"do":"post","kind":"posting","warehouse":"Main","supplier":"Northwind","lines":[{"product":"Cable","quantity":"1","cost":"5","warranty":12}]}"#);
    script.ok(r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Cable","quantity":"1"}]}"#);
    let document = script.ok(r#"{"ask":"document","number":"P-2"}"#);
    assert_eq!((&document["total"], document["lines"][0].get("warranty")), (&json!("0.00"), None));
    assert!(!document["from"].as_str().unwrap().contains("Northwind"), "{document}");
}

#[test]
fn a_command_with_an_id_is_carried_out_once() {
    let script = Script::shop();
    let post = |id: &str, quantity: &str| {
        format!(
            r#"{{"id":"{id}","do":"post","kind":"posting","warehouse":"Main","lines":[{{"product":"Cable","quantity":"{quantity}"}}]}}"#
        )
    };
    let first = script.ok(&post("a", "5"));
    assert_eq!(script.ok(&post("a", "5")), first);
    assert_eq!(script.code(&post("a", "6")), "id_reused");
    assert_eq!(script.ok(&post("b", "5"))["number"], "P-2");
    assert_eq!(script.ok(r#"{"ask":"stock","product":"Cable"}"#)["on_hand"], "10");
    let made = r#"{"id":"c","do":"add_product","name":"Thing"}"#;
    assert_eq!(script.ok(made), script.ok(made));
    assert_eq!(script.code(r#"{"do":"add_product","name":"thing"}"#), "exists");
}

#[test]
fn things_are_named_by_names_codes_and_barcodes() {
    let script = Script::new();
    script.ok(r#"{"do":"add_location","name":"North","code":"N"}"#);
    let made = script.ok(
        r#"{"do":"add_warehouse","name":"Main","code":"MN","location":"north","template":"MN{C:5}","bins":["A1","A2"],"defects":"DEF"}"#,
    );
    assert_eq!(made, json!({"warehouse": "Main", "code": "MN"}));
    script.ok(r#"{"do":"add_bin","warehouse":"MN","code":"A3"}"#);
    assert_eq!(
        script.ok(r#"{"ask":"bins","warehouse":"main"}"#)["bins"]
            .as_array()
            .unwrap()
            .iter()
            .map(|bin| &bin["bin"])
            .collect::<Vec<_>>(),
        ["A1", "A2", "A3", "DEF"]
    );
    script.ok(
        r#"{"do":"add_product","name":"Cable","code":"C-1","sku":"S-1","category":"Cables","unit":"m","minimum":5,"maximum":"50.5","warranty":24,"barcodes":["4006381333931",{"barcode":"14006381333938","pack":10}]}"#,
    );
    for name in ["cable", "C-1", "s-1", "4006381333931", "04006381333931", "14006381333938"] {
        let posted = script.ok(&format!(
            r#"{{"do":"post","kind":"posting","warehouse":"mn","lines":[{{"product":"{name}","quantity":"1","bin":"a3"}}]}}"#
        ));
        assert_eq!(posted["lines"][0]["product"], "Cable");
    }
    let product = script.ok(r#"{"ask":"product","product":"C-1"}"#);
    assert_eq!(product["barcodes"][1], json!({"barcode": "14006381333938", "pack": "10"}));
    assert_eq!(
        (&product["decimals"], &product["maximum"], &product["warranty"]),
        (&json!(3), &json!("50.5"), &json!(24))
    );
    let bins = script.ok(r#"{"ask":"stock","by":"bin"}"#);
    assert_eq!((&bins["rows"][0]["bin"], &bins["rows"][0]["on_hand"]), (&json!("A3"), &json!("6")));
    assert_eq!(script.ok(r#"{"ask":"stock","by":"category"}"#)["rows"][0]["category"], "Cables");
    assert_eq!(script.ok(r#"{"ask":"warehouses"}"#)["warehouses"][0]["location"], "North");
    for (line, code) in [
        (r#"{"do":"add_warehouse","name":"MAIN"}"#, "exists"),
        (r#"{"do":"add_warehouse","name":"Other","location":"West"}"#, "unknown"),
        (r#"{"do":"add_warehouse","name":"Other","template":"{"}"#, "bad_template"),
        (r#"{"do":"add_warehouse","name":"Other","bins":["X","x"]}"#, "exists"),
        (r#"{"do":"add_product","name":""}"#, "bad_field"),
        (r#"{"do":"add_product","name":"Two","barcodes":["04006381333931"]}"#, "exists"),
        (r#"{"do":"add_product","name":"Two","matching":"exact"}"#, "bad_field"),
        (r#"{"do":"add_product","name":"Two","template":"??"}"#, "bad_template"),
        (r#"{"ask":"bins","warehouse":"Nowhere"}"#, "unknown"),
        (r#"{"ask":"passport","serial":"nothing"}"#, "unknown"),
        (r#"{"ask":"document","number":"P-99"}"#, "unknown"),
    ] {
        assert_eq!(script.code(line), code, "{line}");
    }
    assert_eq!(script.ok(r#"{"ask":"warehouses"}"#)["warehouses"].as_array().unwrap().len(), 1, "all or nothing");
}

#[test]
fn lists_come_whole_or_page_by_page() {
    let script = Script::shop();
    script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","serials":"A0001..A2500"}]}"#,
    );
    let all = script.ok(r#"{"ask":"units","product":"Phone X"}"#);
    assert_eq!((all["units"].as_array().unwrap().len(), all.get("next")), (2_500, None));
    let (mut after, mut serials) = (String::new(), Vec::new());
    loop {
        let page = script.ok(&format!(r#"{{"ask":"units","document":"P-1","line":1,"limit":999{after}}}"#));
        serials
            .extend(page["units"].as_array().unwrap().iter().map(|unit| unit["serial"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!(r#","after":"{next}""#);
    }
    assert_eq!((serials.len(), serials[2_499].as_str()), (2_500, "A2500"));
}

#[test]
fn a_posted_document_is_cancelled() {
    let script = Script::shop();
    script.ok(r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","serials":["A1"]}]}"#);
    assert_eq!(script.ok(r#"{"do":"cancel","document":"P-1"}"#), json!({"number": "P-1"}));
    assert_eq!(script.code(r#"{"do":"cancel","document":"P-1"}"#), "wrong_state");
    assert_eq!(script.code(r#"{"do":"cancel","document":"W-1"}"#), "unknown");
    assert_eq!(script.ok(r#"{"ask":"documents","state":"cancelled"}"#)["documents"][0]["number"], "P-1");
    assert_eq!(script.ok(r#"{"ask":"passport","serial":"A1"}"#)["state"], "gone");
}

#[test]
fn every_question_has_an_answer() {
    let script = Script::shop();
    script.ok(r#"{"do":"post","kind":"posting","warehouse":"Main","supplier":"Northwind","lines":[{"product":"Phone X","serials":["A1"]}]}"#);
    for line in [
        r#"{"ask":"store"}"#,
        r#"{"ask":"home"}"#,
        r#"{"ask":"locations"}"#,
        r#"{"ask":"suppliers","text":"north"}"#,
        r#"{"ask":"clients","text":"jane"}"#,
        r#"{"ask":"products","text":"pho"}"#,
        r#"{"ask":"products","archived":true,"limit":1}"#,
        r#"{"ask":"stock"}"#,
        r#"{"ask":"stock","warehouse":"Main","text":"phone"}"#,
        r#"{"ask":"layers","product":"Phone X"}"#,
        r#"{"ask":"units","document":"P-1"}"#,
        r#"{"ask":"documents","kind":"posting","text":"north"}"#,
        r#"{"ask":"documents","product":"Phone X"}"#,
        r#"{"ask":"find","text":"A1"}"#,
        r#"{"ask":"resolve","text":"A1"}"#,
        r#"{"ask":"passport","serial":"a1","product":"Phone X"}"#,
    ] {
        script.ok(line);
    }
    assert_eq!(script.ok(r#"{"ask":"resolve","text":"A1"}"#)["meanings"][0]["is"], "unit");
    assert_eq!(script.ok(r#"{"ask":"resolve","text":"unheard"}"#), json!({"meanings": []}));
}

#[test]
fn answers_come_while_the_pipe_stays_open() {
    let script = Script::shop();
    let (mut theirs, mut ours) = std::io::pipe().unwrap();
    let (answers, mut answered) = std::io::pipe().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            exec(&script.stockroom, script.origin, &mut BufReader::new(&mut theirs), &mut answered).unwrap();
        });
        let mut answers = BufReader::new(answers);
        for _ in 0..3 {
            ours.write_all(b"{\"ask\":\"store\"}\n").unwrap();
            let mut line = String::new();
            answers.read_line(&mut line).unwrap();
            assert!(line.starts_with("{\"ok\":"), "{line}");
        }
        drop(ours);
    });
}

#[test]
fn the_schema_names_every_request_and_its_fields() {
    let schema: Value = serde_json::from_str(&super::schema()).unwrap();
    let requests = schema["oneOf"].as_array().unwrap();
    assert_eq!(requests.len(), super::table::rows().count());
    let post = requests.iter().find(|request| request["properties"]["do"]["const"] == "post").unwrap();
    assert_eq!(post["additionalProperties"], false);
    assert!(post["required"].as_array().unwrap().contains(&json!("lines")));
    assert!(post["properties"]["id"].is_object());
    let answer = &schema["$defs"]["Answer"]["oneOf"];
    assert_eq!(answer.as_array().unwrap().len(), 3);
    // Every reference leads somewhere.
    let text = schema.to_string();
    for reference in text.split("\"$ref\":\"#/$defs/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schema["$defs"].get(name).is_some(), "{name}");
    }
}

/// A shop with seven washers for 100.00 in two layers.
fn washers() -> Script {
    let script = Script::shop();
    script.ok(r#"{"do":"add_product","name":"Washer","unit":"pc","template":"WS{C:5}","next":1}"#);
    script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","supplier":"Northwind","date":"2026-01-08","lines":[{"product":"Washer","quantity":"6","total":"99.99","warranty":12}]}"#,
    );
    script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Washer","quantity":"1","total":"0.01"}]}"#,
    );
    script
}

#[test]
fn a_product_gets_serials_in_one_step() {
    let script = washers();
    // `~+4` is a number and the four after it: with three others they are eight, one more than there are.
    let no = script.line(r#"{"do":"serialise","product":"Washer","serials":{"Main":["X1","X2","X3","~+4"]}}"#);
    assert_eq!(
        no["refused"],
        json!({"code": "count_mismatch", "product": "Washer",
            "message": "Washer needs one serial for each unit: Main has 7, 8 serials are there: 1 too many",
            "warehouses": [
                {"warehouse": "Main", "on_hand": "7", "serials": "8", "missing": "0", "too_many": "1"}]})
    );
    let done = script.ok(r#"{"do":"serialise","product":"Washer","serials":{"Main":["X1","X2","X3","~+3"]}}"#);
    assert_eq!(
        done,
        json!({"product": "Washer", "written_off": "W-1", "posted": "P-3", "quantity": "7", "cost": "100.00",
            "lines": [
                {"warehouse": "Main", "lot": "P-3/1", "was": "P-1/1", "quantity": "6", "cost": "99.99",
                    "serials": ["X1", "X2", "X3", "WS00001", "WS00002", "WS00003"]},
                {"warehouse": "Main", "lot": "P-3/2", "was": "P-2/1", "quantity": "1", "cost": "0.01",
                    "serials": ["WS00004"]}],
            "lines_to_scan": 0})
    );
    let posting = script.ok(r#"{"ask":"document","number":"P-3"}"#);
    assert_eq!(posting["note"], "Created due to the product transfer to the serial accounting");
    assert_eq!((&posting["links"], &posting["from"]), (&json!(["W-1"]), &json!("supplier")));
    let passport = script.ok(r#"{"ask":"passport","serial":"X1"}"#);
    assert_eq!((&passport["lot"], &passport["origin"]), (&json!("P-3/1"), &json!("P-1/1")));
    assert_eq!(
        (&passport["supplier"], &passport["supplier_warranty_until"]),
        (&json!("Northwind"), &json!("2027-01-08"))
    );
    assert_eq!(script.code(r#"{"do":"cancel","document":"P-3"}"#), "irreversible");
    assert_eq!(script.code(r#"{"do":"cancel","document":"P-1"}"#), "irreversible");
    assert_eq!(script.code(r#"{"do":"serialise","product":"Washer"}"#), "wrong_state");
    script.ok(r#"{"do":"post","kind":"supplier_return","of":"P-1","lines":[{"product":"Washer","serials":["X2"]}]}"#);
}

#[test]
fn a_conversion_by_scripts_can_be_filled_in_parts() {
    let script = washers();
    assert_eq!(
        script.code(r#"{"do":"add_serials","product":"Washer","warehouse":"Main","serials":["X1"]}"#),
        "wrong_state"
    );
    let begun = script.ok(r#"{"do":"begin_conversion","product":"Washer","id":"w1"}"#);
    assert_eq!(script.ok(r#"{"do":"begin_conversion","product":"Washer","id":"w1"}"#), begun);
    assert_eq!(
        (&begun["numbered_by"], &begun["warehouses"][0]["missing"], &begun["on_hand"]),
        (&json!("us"), &json!("7"), &json!("7"))
    );
    script.ok(r#"{"do":"add_serials","product":"Washer","warehouse":"Main","serials":"X1-X4"}"#);
    script.ok(r#"{"do":"take_back_serials","product":"Washer","warehouse":"Main","serials":["X4"]}"#);
    let asked = script.ok(r#"{"ask":"conversion","product":"Washer"}"#);
    assert_eq!((&asked["serials"], &asked["draft"]), (&json!("3"), &begun["draft"]));
    assert_eq!(
        script.code(r#"{"do":"add_serials","product":"Washer","warehouse":"Main","serials":["X5","~"]}"#),
        "range_malformed"
    );
    assert_eq!(script.code(r#"{"do":"serialise","product":"Washer","serials":{"Main":"~+6"}}"#), "wrong_state");
    assert_eq!(script.code(r#"{"do":"save_conversion","product":"Washer"}"#), "count_mismatch");
    script.ok(r#"{"do":"add_serials","product":"Washer","warehouse":"Main","serials":"~"}"#);
    script.ok(r#"{"do":"generate_missing","product":"Washer"}"#);
    let done = script.ok(r#"{"do":"save_conversion","product":"Washer"}"#);
    assert_eq!((&done["written_off"], &done["posted"]), (&json!("W-1"), &json!("P-3")));
    assert_eq!(script.code(r#"{"do":"drop_conversion","product":"Washer"}"#), "wrong_state");
    assert_eq!(script.ok(r#"{"ask":"passport","serial":"WS00004"}"#)["lot"], "P-3/2");
}

#[test]
fn what_cannot_get_serials_says_why_by_its_code() {
    let script = stocked();
    for (line, code) in [
        (r#"{"do":"serialise","product":"Cable","serials":{"Main":"A1-A10","Nowhere":["B"]}}"#, "unknown"),
        (r#"{"do":"serialise","product":"Bolt","serials":{}}"#, "unknown"),
        (r#"{"do":"serialise","product":"Cable","serials":{"Main":"~+9"}}"#, "maker_numbers"),
        (r#"{"do":"serialise","product":"Cable","numbered_by":"us","serials":{"Main":"~+9"}}"#, "bad_template"),
        (r#"{"do":"serialise","product":"Cable","serials":{"Main":["A","a","B"]}}"#, "duplicate"),
        (r#"{"do":"serialise","product":"Cable","serials":{"Main":"A1-A20000"}}"#, "range_too_large"),
        (r#"{"do":"serialise","product":"Phone X"}"#, "wrong_state"),
    ] {
        assert_eq!(script.code(line), code, "{line}");
    }
    script.ok(
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Cable","quantity":"0.5","cost":"1"}]}"#,
    );
    assert_eq!(script.code(r#"{"do":"serialise","product":"Cable","serials":{"Main":"A1-A10"}}"#), "fractional");
    script.ok(r#"{"do":"add_product","name":"Bolt"}"#);
    let done = script.ok(r#"{"do":"serialise","product":"Bolt"}"#);
    assert_eq!((&done["quantity"], done.get("posted")), (&json!("0"), None));
}
