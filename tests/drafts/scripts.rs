//! A draft begun, filled, looked at and posted by a script, with the refusals it would meet at a desk.

use std::io::Cursor;

use dockhand::exchange::exec;
use serde_json::{Value, json};

use super::*;

fn ask(floor: &Floor, request: &Value) -> Value {
    let mut out = Vec::new();
    exec(&floor.shop.stockroom, floor.shop.origin, &mut Cursor::new(request.to_string()), &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn ok(floor: &Floor, request: &Value) -> Value {
    let answer = ask(floor, request);
    answer.get("ok").unwrap_or_else(|| panic!("{request}: {answer}")).clone()
}

fn refused(floor: &Floor, request: &Value) -> String {
    let answer = ask(floor, request);
    answer["refused"]["code"].as_str().unwrap_or_else(|| panic!("{request}: {answer}")).to_owned()
}

#[test]
fn a_script_begins_fills_looks_at_and_posts_a_sale() {
    each_floor(|floor| {
        let draft = ok(floor, &json!({"do": "open", "kind": "sale", "warehouse": "Main"}))["draft"].clone();
        let picked = ok(floor, &json!({"do": "pick", "draft": draft, "serials": "A1-A2"}));
        assert_eq!(picked, json!({"lines": [{"line": 1, "product": "Phone", "quantity": "2"}], "units": 2}));
        let counted = ok(floor, &json!({"do": "pick", "draft": draft, "product": "Cable", "quantity": "16"}));
        assert_eq!(counted, json!({"lines": [{"line": 2, "product": "Cable", "quantity": "16"}]}));
        ok(floor, &json!({"do": "edit_draft", "draft": draft, "client": "Ann", "note": "by hand"}));
        ok(floor, &json!({"do": "edit_line", "draft": draft, "line": 1, "price": "150"}));
        let seen = ok(floor, &json!({"ask": "draft", "draft": draft, "serials": true}));
        assert_eq!((&seen["kind"], &seen["client"], &seen["price"]), (&json!("sale"), &json!("Ann"), &json!("300.00")));
        assert_eq!(seen["lines"][0]["serials"], json!(["A1", "A2"]));
        assert_eq!(seen["lines"][0]["took"], json!([{"lot": "P-1/2", "quantity": "2", "cost": "100.00"}]));
        let short = &seen["lines"][1]["refused"];
        assert_eq!(
            (&short["code"], &short["on_hand"], &short["wanted"]),
            (&json!("short"), &json!("15"), &json!("16"))
        );
        assert_eq!(seen["blockers"].as_array().map(Vec::len), Some(1));
        assert_eq!(refused(floor, &json!({"do": "post_draft", "draft": draft})), "short");
        ok(floor, &json!({"do": "pick", "draft": draft, "product": "Cable", "quantity": "-1"}));
        ok(floor, &json!({"do": "put_back", "draft": draft, "serials": ["A2"]}));
        let posted = ok(floor, &json!({"do": "post_draft", "draft": draft}));
        assert_eq!((&posted["number"], &posted["lines"][1]["cost"]), (&json!("S-1"), &json!("22.50")));
        let again = ok(floor, &json!({"do": "cancel", "document": "S-1", "reopen": true}))["draft"].clone();
        ok(floor, &json!({"do": "remove_line", "draft": again, "line": 2}));
        assert_eq!(ok(floor, &json!({"do": "delete_draft", "draft": again})), json!({"draft": again}));
    });
}

#[test]
fn a_script_is_refused_as_a_desk_is_and_its_ids_count_once() {
    each_floor(|floor| {
        let open = |kind: &str| ok(floor, &json!({"do": "open", "kind": kind, "warehouse": "Main"}))["draft"].clone();
        let (sale, other) = (open("sale"), open("write_off"));
        let once = json!({"do": "pick", "id": "scan 1", "draft": sale, "serials": ["A1"]});
        assert_eq!(ok(floor, &once), ok(floor, &once), "sent twice, it is answered twice");
        let pick = |draft: &Value, serial: &str| json!({"do": "pick", "draft": draft, "serials": [serial]});
        assert_eq!(refused(floor, &pick(&sale, "A1")), "duplicate");
        assert_eq!(refused(floor, &pick(&other, "A1")), "reserved");
        assert_eq!(refused(floor, &pick(&other, "Z1")), "unknown");
        let whole = json!({"do": "post", "kind": "sale", "warehouse": "Main", "lines": [{"product": "Phone", "serials": ["A1"]}]});
        assert_eq!(refused(floor, &whole), "reserved");
        assert_eq!(refused(floor, &json!({"do": "post_draft", "draft": other})), "not_complete");
        assert_eq!(refused(floor, &json!({"do": "open", "kind": "posting", "warehouse": "Main"})), "bad_field");
        ok(floor, &pick(&other, "A2"));
        ok(floor, &json!({"do": "edit_draft", "draft": other, "reason": "broken"}));
        assert_eq!(ok(floor, &json!({"do": "post_draft", "draft": other}))["number"], "W-1");
    });
}

#[test]
fn a_script_returns_what_a_sale_took_and_moves_between_shelves() {
    each_floor(|floor| {
        floor.post(floor.sale(&["A1", "A4"]));
        let back = ok(floor, &json!({"do": "open", "kind": "client_return", "warehouse": "Main"}))["draft"].clone();
        let picked = ok(floor, &json!({"do": "pick", "draft": back, "serials": ["A4"]}));
        assert_eq!(picked["of"], "S-1");
        let units = ok(floor, &json!({"ask": "pickable", "draft": back, "product": "Phone"}));
        let units: Vec<_> =
            units["units"].as_array().unwrap().iter().map(|unit| (&unit["serial"], &unit["line"])).collect();
        assert_eq!(units, [(&json!("A1"), &json!(null)), (&json!("A4"), &json!(1))]);
        ok(floor, &json!({"do": "add_bin", "warehouse": "Main", "code": "R"}));
        ok(floor, &json!({"do": "edit_line", "draft": back, "line": 1, "to_bin": "R"}));
        ok(floor, &json!({"do": "post_draft", "draft": back}));
        let moved = ok(floor, &json!({"do": "open", "kind": "transfer", "warehouse": "Main"}))["draft"].clone();
        ok(floor, &json!({"do": "pick", "draft": moved, "serials": ["A4"]}));
        ok(floor, &json!({"do": "edit_draft", "draft": moved, "to": "Shop"}));
        ok(floor, &json!({"do": "edit_draft", "draft": moved, "to": ""}));
        let seen = ok(floor, &json!({"ask": "draft", "draft": moved}));
        assert_eq!(seen["blockers"], json!(["a transfer brings goods to a warehouse: none was named"]));
        ok(floor, &json!({"do": "edit_draft", "draft": moved, "to": "Shop"}));
        assert_eq!(ok(floor, &json!({"do": "post_draft", "draft": moved}))["number"], "T-1");
    });
}
