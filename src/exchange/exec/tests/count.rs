//! Stocktakes by scripts.

use serde_json::json;

use super::stocked;

#[test]
fn a_script_counts_and_settles_a_warehouse() {
    let script = stocked();
    script.ok(r#"{"do":"add_warehouse","name":"Branch"}"#);
    script.ok(
        r#"{"do":"post","kind":"transfer","warehouse":"Main","to":"Branch","lines":[{"product":"Phone X","serials":["B010"]}]}"#,
    );
    script.ok(r#"{"do":"post","kind":"sale","warehouse":"Main","lines":[{"product":"Phone X","serials":["A2"]}]}"#);
    let opened = script.ok(r#"{"do":"open_stocktake","warehouse":"Main"}"#);
    let id = &opened["stocktake"];
    let counted = script.ok(&format!(r#"{{"do":"count","stocktake":{id},"serials":["A1","A2","B010","X9"]}}"#));
    let units = counted["units"].as_array().unwrap();
    assert_eq!((&units[0]["serial"], &units[0]["finding"]), (&json!("A1"), &json!(null)));
    let findings: Vec<_> = units[1..].iter().map(|unit| &unit["finding"]).collect();
    assert_eq!(findings, ["excess", "elsewhere", "unknown"]);
    script.ok(&format!(r#"{{"do":"count","stocktake":{id},"serials":"B001-B008"}}"#));
    assert_eq!(script.code(&format!(r#"{{"do":"count","stocktake":{id},"serials":["b001"]}}"#)), "duplicate");
    script.ok(&format!(r#"{{"do":"count","stocktake":{id},"product":"Cable","quantity":"4.5"}}"#));
    let more = script.ok(&format!(r#"{{"do":"count","stocktake":{id},"product":"Cable","quantity":"-1"}}"#));
    assert_eq!((&more["before"], &more["counted"]), (&json!("4.5"), &json!("3.5")));
    let back = script.ok(&format!(r#"{{"do":"take_back_count","stocktake":{id}}}"#));
    assert_eq!(back, json!({"what":"Cable","by":"1"}));
    script.ok(&format!(r#"{{"do":"count","stocktake":{id},"product":"Cable","all":"12"}}"#));

    let told = script.ok(&format!(r#"{{"ask":"stocktake","stocktake":{id}}}"#));
    assert_eq!((&told["found"], &told["expected"], &told["percent"]), (&json!("19"), &json!("20"), &json!(95)));
    let kinds: Vec<_> = told["findings"].as_array().unwrap().iter().map(|row| &row["kind"]).collect();
    assert_eq!(kinds, ["shortage", "excess", "excess", "elsewhere", "unknown"]);
    let page = script.ok(&format!(r#"{{"ask":"findings","stocktake":{id},"kind":"excess","limit":1}}"#));
    assert_eq!(page["findings"][0]["counted"], "12");
    assert!(page["next"].is_string());
    let counts = script.ok(&format!(r#"{{"ask":"counts","stocktake":{id},"limit":1}}"#));
    assert_eq!(counts["counts"][0]["quantity"], "7.5");

    let part = script.ok(&format!(r#"{{"do":"settle","stocktake":{id},"kinds":["shortage"],"serials":["B009"]}}"#));
    assert_eq!(
        (&part["number"], &part["closed"], &part["documents"][0]["kind"]),
        (&json!("ST-1"), &json!(false), &json!("write_off"))
    );
    let rest = script.ok(r#"{"do":"settle","stocktake":"st-1","named":{"x9":"Phone X"},"costs":{"Phone X":"150"}}"#);
    assert_eq!((&rest["findings"], &rest["closed"], &rest["left"]), (&json!(4), &json!(true), &json!([])));
    let told = script.ok(r#"{"ask":"stocktake","stocktake":"ST-1"}"#);
    assert_eq!((&told["state"], &told["documents"]), (&json!("posted"), &json!(["W-1", "T-2", "P-2"])));
    assert_eq!(script.ok(r#"{"ask":"passport","serial":"X9"}"#)["cost"], "150.00");
    assert_eq!(script.code(r#"{"do":"settle","stocktake":"ST-1"}"#), "wrong_state");
    assert_eq!(script.code(r#"{"do":"discard_stocktake","stocktake":"ST-1"}"#), "wrong_state");
}
