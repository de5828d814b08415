//! People, and whose a draft is.

use serde_json::json;

use super::Script;

#[test]
fn roles_and_employees_are_made_and_changed_by_name() {
    let script = Script::shop();
    let role = script.ok(r#"{"do":"add_role","name":"Floor","permissions":["post_sales","view_postings"]}"#);
    assert_eq!(role, json!({"role": "Floor", "permissions": ["view_postings", "post_sales"]}), "in their own order");
    let jane = script.ok(r#"{"do":"add_employee","name":"Jane","role":"floor"}"#);
    assert_eq!(jane, json!({"employee": "Jane", "role": "Floor", "archived": false}));
    let message = script.line(r#"{"do":"add_role","name":"x","permissions":["sell"]}"#);
    let message = message["refused"]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("sell is not known: there is no such permission; there are all, view_postings"));
    for (line, code) in [
        (r#"{"do":"add_employee","name":"jane","role":"Floor"}"#, "exists"),
        (r#"{"do":"add_employee","name":"Bob","role":"Cellar"}"#, "unknown"),
        (r#"{"do":"add_role","name":" FLOOR","permissions":[]}"#, "exists"),
        (r#"{"do":"edit_employee","employee":"Ana","archived":true}"#, "bad_field"),
        (r#"{"do":"edit_role","role":"all rights","permissions":["post_sales"]}"#, "bad_field"),
    ] {
        assert_eq!(script.code(line), code, "{line}");
    }
    let role = script.ok(r#"{"do":"edit_role","role":"Floor","name":"Shop floor","permissions":["all"]}"#);
    assert_eq!(role["permissions"].as_array().unwrap().len(), crate::domain::employee::Permission::ALL.len() - 1);
    script.ok(r#"{"do":"edit_employee","employee":"Jane","name":"Jane D.","role":"shop floor"}"#);
    script.ok(r#"{"do":"edit_employee","employee":"Ana","archived":true}"#);
    assert_eq!(script.code(r#"{"do":"add_warehouse","name":"Third"}"#), "not_permitted", "Ana works here no more");
    let people = script.ok(r#"{"ask":"people"}"#);
    assert_eq!(people["employees"][1], json!({"employee": "Jane D.", "role": "Shop floor", "archived": false}));
}

#[test]
fn a_draft_is_shared_handed_over_and_taken_over_by_its_number() {
    let script = Script::shop();
    script.ok(r#"{"do":"add_role","name":"Floor","permissions":["create_postings"]}"#);
    script.ok(r#"{"do":"add_employee","name":"Jane","role":"Floor"}"#);
    script.ok(r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Cable","quantity":"10"}]}"#);
    let draft = script.ok(r#"{"do":"cancel","document":"P-1","reopen":true}"#)["draft"].as_u64().unwrap();
    let line = |what: &str, more: &str| format!(r#"{{"do":"{what}","draft":{draft}{more}}}"#);
    let whose = script.ok(&line("share", ""));
    assert_eq!(whose, json!({"draft": draft, "employee": "Ana", "shared": true}));
    assert_eq!(script.ok(r#"{"ask":"drafts"}"#)["drafts"][0]["shared"], true);
    assert_eq!(script.ok(&line("share", r#","shared":false"#))["shared"], false);
    assert_eq!(script.ok(&line("hand_over", r#","to":"jane""#))["employee"], "Jane");
    assert_eq!(script.code(&line("share", "")), "not_permitted");
    assert_eq!(script.ok(&line("take_over", ""))["employee"], "Ana");
    assert_eq!(script.code(&line("take_over", "")), "bad_field");
    assert_eq!(script.code(&line("hand_over", r#","to":"Bob""#)), "unknown");
}
