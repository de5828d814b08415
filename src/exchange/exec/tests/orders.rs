//! Orders and travelling transfers by scripts.

use serde_json::json;

use super::stocked;

#[test]
fn a_script_holds_goods_for_a_client_and_closes_the_order() {
    let script = stocked();
    let held = script.ok(
        r#"{"do":"reserve","warehouse":"Main","client":"Jane","until":"2026-11-30","lines":[{"product":"Cable","quantity":"4"},{"product":"Phone X","serials":["A2"],"price":"299"},{"product":"Phone X","quantity":"2"}]}"#,
    );
    assert_eq!((&held["number"], &held["until"]), (&json!("O-1"), &json!("2026-11-30")));
    assert_eq!(held["lines"][2], json!({"product": "Phone X", "quantity": "2"}));
    let stock = script.ok(r#"{"ask":"stock","product":"Cable"}"#);
    assert_eq!((&stock["reserved"], &stock["available"]), (&json!("4"), &json!("6")));
    let selling = r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","serials":["A2"]}]}"#;
    assert_eq!(script.code(selling), "reserved");

    let asked = script.ok(r#"{"ask":"reservations","product":"Cable"}"#);
    let expected = json!({"number": "O-1", "kind": "order", "whom": "Jane", "until": "2026-11-30", "product": "Cable",
        "warehouse": "Main", "quantity": "4"});
    assert_eq!(asked["reservations"], json!([expected]));
    let told = script.ok(r#"{"ask":"document","number":"o-1"}"#);
    assert_eq!((&told["state"], &told["until"]), (&json!("reserved"), &json!("2026-11-30")));
    assert_eq!((&told["reserved"]["employee"], &told["lines"][2]["missing"]), (&json!("Ana"), &json!("2")));
    let listed = script.ok(r#"{"ask":"documents","state":"reserved"}"#);
    assert_eq!(listed["documents"].as_array().unwrap().len(), 1);

    assert_eq!(script.code(r#"{"do":"close","document":"O-1"}"#), "serials_missing");
    assert_eq!(script.code(r#"{"do":"ship","document":"O-1"}"#), "wrong_state");
    let closed = script.ok(r#"{"do":"close","document":"O-1","picks":[{"line":3,"serials":"B001-B002"}]}"#);
    assert_eq!((&closed["number"], &closed["lines"][0]["cost"]), (&json!("O-1"), &json!("50.00")));
    assert_eq!(script.ok(r#"{"ask":"document","number":"O-1"}"#)["state"], "posted");
    assert_eq!(script.ok(r#"{"ask":"reservations"}"#)["reservations"], json!([]));
    script.ok(r#"{"do":"post","kind":"client_return","of":"O-1","lines":[{"product":"Phone X","serials":["B002"]}]}"#);
}

#[test]
fn a_script_reserves_a_draft_lets_go_of_it_and_holds_it_until_another_day() {
    let script = stocked();
    let opened = script.ok(r#"{"do":"open","kind":"order","warehouse":"Main"}"#);
    let draft = &opened["draft"];
    script.ok(&format!(r#"{{"do":"pick","draft":{draft},"product":"Cable","quantity":"10"}}"#));
    script.ok(&format!(r#"{{"do":"reserve","draft":{draft}}}"#));
    let again = script.ok(r#"{"do":"reserve","document":"O-1","until":"2026-11-24"}"#);
    assert_eq!((&again["number"], &again["until"]), (&json!("O-1"), &json!("2026-11-24")));
    assert_eq!(script.code(r#"{"do":"reserve","document":"O-1","until":"2026-11-23"}"#), "bad_date");
    let selling = r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Cable","quantity":"1"}]}"#;
    assert_eq!(script.code(selling), "short");
    let released = script.ok(r#"{"do":"release","document":"O-1"}"#);
    assert_eq!(released, json!({"number": "O-1", "draft": draft}));
    let drafts = script.ok(r#"{"ask":"drafts"}"#);
    assert_eq!((&drafts["drafts"][0]["draft"], &drafts["drafts"][0]["number"]), (draft, &json!("O-1")));
    script.ok(selling);
    assert_eq!(script.code(r#"{"do":"reserve","document":"O-1"}"#), "short");
    assert_eq!(script.code(r#"{"do":"release","document":"O-1"}"#), "wrong_state");
    assert!(script.wrong(r#"{"do":"reserve","until":"2026-11-30"}"#).starts_with("say one of"));
    assert!(script.wrong(r#"{"do":"reserve","document":"O-1","client":"Jane"}"#).starts_with("say one of"));

    let at_once = script.ok(
        r#"{"do":"post","kind":"order","warehouse":"Main","client":"Jane","lines":[{"product":"Cable","quantity":"3"}]}"#,
    );
    assert_eq!(at_once["number"], "O-2");
    assert_eq!(script.ok(r#"{"ask":"document","number":"O-2"}"#)["state"], "posted");
}

#[test]
fn a_script_ships_a_transfer_and_receives_it_in_parts() {
    let script = stocked();
    script.ok(r#"{"do":"add_bin","warehouse":"Shop","code":"S1"}"#);
    let ready = script.ok(
        r#"{"do":"reserve","kind":"transfer","warehouse":"Main","to":"Shop","lines":[{"product":"Cable","quantity":"6"},{"product":"Phone X","serials":["A1","A2","B001"]}]}"#,
    );
    assert_eq!(ready["number"], "T-1");
    assert_eq!(script.code(r#"{"do":"receive","document":"T-1"}"#), "wrong_state");
    script.ok(r#"{"do":"ship","document":"T-1"}"#);
    let stock = script.ok(r#"{"ask":"stock","product":"Cable"}"#);
    assert_eq!((&stock["on_hand"], &stock["in_transit"]), (&json!("4"), &json!("6")));
    let shop = stock["warehouses"].as_array().unwrap().iter().find(|row| row["warehouse"] == "Shop").unwrap();
    assert_eq!((&shop["on_hand"], &shop["in_transit"]), (&json!("0"), &json!("6")));
    let selling = r#"{"do":"post","kind":"sale","warehouse":"Shop","lines":[{"product":"Phone X","serials":["A1"]}]}"#;
    assert_eq!(script.code(selling), "in_transit");

    let part = script.ok(
        r#"{"do":"receive","document":"t-1","lines":[{"product":"Cable","quantity":"2","bin":"S1"},{"product":"Phone X","serials":["A1"],"bin":"S1"}]}"#,
    );
    assert_eq!((&part["number"], &part["lines"][0]["took"][0]["lot"]), (&json!("T-1/1"), &json!("P-1/1")));
    let bins = script.ok(r#"{"ask":"stock","product":"Cable","warehouse":"Shop","by":"bin"}"#);
    assert_eq!((&bins["warehouses"][0]["bin"], &bins["warehouses"][0]["on_hand"]), (&json!("S1"), &json!("2")));
    let told = script.ok(r#"{"ask":"document","number":"T-1"}"#);
    assert_eq!((&told["state"], &told["links"]), (&json!("in_transit"), &json!(["T-1/1"])));
    let left: Vec<_> = told["lines"].as_array().unwrap().iter().map(|line| &line["in_transit"]).collect();
    assert_eq!(left, ["4", "2"]);
    assert_eq!(script.ok(r#"{"ask":"document","number":"T-1/1"}"#)["kind"], "receipt");
    assert_eq!(
        script.code(r#"{"do":"receive","document":"T-1","lines":[{"product":"Cable","quantity":"5"}]}"#),
        "short"
    );

    let back = script.ok(r#"{"do":"send_back","document":"T-1","lines":[{"product":"Phone X","serials":["A2"]}]}"#);
    assert_eq!(back["number"], "T-1/2");
    assert_eq!(script.ok(r#"{"ask":"documents","kind":"send_back"}"#)["documents"][0]["kind"], "send_back");
    let lost = r#"{"do":"post","kind":"write_off","of":"T-1","reason":"crushed","lines":[{"product":"Phone X","serials":["B001"]}]}"#;
    assert_eq!(script.ok(lost)["number"], "W-1");
    assert_eq!(script.code(lost), "not_on_hand");
    assert_eq!(script.ok(r#"{"do":"receive","document":"T-1"}"#)["lines"][0]["quantity"], "4");
    let told = script.ok(r#"{"ask":"document","number":"T-1"}"#);
    assert_eq!((&told["state"], &told["links"]), (&json!("posted"), &json!(["T-1/1", "T-1/2", "W-1", "T-1/3"])));
    assert!(script.ok(r#"{"ask":"stock","product":"Cable"}"#).get("in_transit").is_none());
    assert_eq!(script.code(r#"{"do":"receive","document":"T-1"}"#), "wrong_state");
    assert_eq!(script.code(r#"{"do":"cancel","document":"T-1"}"#), "moved_on");

    script.ok(r#"{"do":"cancel","document":"T-1/3"}"#);
    let all = r#"{"do":"post","kind":"write_off","of":"T-1","reason":"lost","lines":[]}"#;
    assert_eq!(script.ok(all)["lines"][0]["quantity"], "4");
    assert_eq!(script.ok(r#"{"ask":"document","number":"T-1"}"#)["state"], "posted");
}
