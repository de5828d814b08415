//! The table of requests, roles and rights: each request by each role at each right of each warehouse is allowed, or
//! refused, as its row says.

use dockhand::domain::employee::Permission::{self, *};
use dockhand::domain::id::WarehouseId;
use dockhand::domain::right::Right;
use dockhand::messages::{Command, Origin};
use serde_json::{Value, json};

use super::{asked, busy, done};
use crate::support::Shop;

/// A request, and what it takes: all of these permissions, and these rights, each at its warehouse.
struct Row {
    request: Value,
    /// Done before by somebody with all rights; the number of the draft it opens is put where the request says `"$"`.
    opens: Option<Value>,
    permissions: &'static [Permission],
    rights: &'static [(&'static str, Right)],
}

fn row(request: Value, permissions: &'static [Permission], rights: &'static [(&'static str, Right)]) -> Row {
    Row { request, opens: None, permissions, rights }
}

/// A row about a draft that somebody else began and hands over.
fn on(
    opens: Value,
    request: Value,
    permissions: &'static [Permission],
    rights: &'static [(&'static str, Right)],
) -> Row {
    Row { request, opens: Some(opens), permissions, rights }
}

fn goods(kind: &str, more: &Value) -> Value {
    let mut whole =
        json!({"do": "post", "kind": kind, "warehouse": "Main", "lines": [{"product": "Cable", "quantity": "1"}]});
    whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    whole
}

fn rows() -> Vec<Row> {
    [moving(), drafts(), waiting(), counting(), records()].into_iter().flatten().collect()
}

/// Goods in, out and between, in one step; and undone.
fn moving() -> Vec<Row> {
    let back = json!([{"product": "Phone", "serials": ["A1"]}]);
    vec![
        row(goods("posting", &json!({})), &[CreatePostings, PostPostings], &[("Main", Right::Posting)]),
        row(
            goods("posting", &json!({"warehouse": "Shop"})),
            &[CreatePostings, PostPostings],
            &[("Shop", Right::Posting)],
        ),
        row(goods("write_off", &json!({"reason": "wet"})), &[PostWriteOffs], &[("Main", Right::WriteOff)]),
        row(goods("sale", &json!({"client": "Ann"})), &[PostSales], &[("Main", Right::Sale)]),
        row(
            goods("transfer", &json!({"to": "Shop"})),
            &[PostTransfers],
            &[("Main", Right::TransferOut), ("Shop", Right::TransferIn)],
        ),
        row(
            json!({"do": "post", "kind": "client_return", "of": "S-1", "warehouse": "Main", "lines": back}),
            &[PostClientReturns],
            &[("Main", Right::ClientReturn)],
        ),
        row(
            json!({"do": "post", "kind": "supplier_return", "of": "P-1", "lines": [{"product": "Cable", "quantity": "1"}]}),
            &[PostSupplierReturns],
            &[("Main", Right::SupplierReturn)],
        ),
        row(json!({"do": "cancel", "document": "S-1"}), &[CancelSales], &[("Main", Right::Sale)]),
        row(json!({"do": "cancel", "document": "O-1"}), &[CancelOrders], &[("Main", Right::Order)]),
    ]
}

/// Drafts that are worked on.
fn drafts() -> Vec<Row> {
    let open = |kind: &str| json!({"do": "open", "kind": kind, "warehouse": "Main"});
    vec![
        row(open("sale"), &[PostSales], &[("Main", Right::Sale)]),
        row(open("write_off"), &[PostWriteOffs], &[("Main", Right::WriteOff)]),
        row(open("transfer"), &[PostTransfers], &[("Main", Right::TransferOut)]),
        row(open("supplier_return"), &[PostSupplierReturns], &[("Main", Right::SupplierReturn)]),
        row(open("client_return"), &[PostClientReturns], &[("Main", Right::ClientReturn)]),
        on(
            open("sale"),
            json!({"do": "pick", "draft": "$", "product": "Cable", "quantity": "1"}),
            &[PostSales],
            &[("Main", Right::Sale)],
        ),
        on(
            open("sale"),
            json!({"do": "edit_draft", "draft": "$", "warehouse": "Shop"}),
            &[PostSales],
            &[("Main", Right::Sale), ("Shop", Right::Sale)],
        ),
        on(open("sale"), json!({"do": "delete_draft", "draft": "$"}), &[PostSales], &[]),
    ]
}

/// What waits for somebody, and what is on its way.
fn waiting() -> Vec<Row> {
    let cable = json!([{"product": "Cable", "quantity": "1"}]);
    vec![
        row(
            json!({"do": "reserve", "kind": "order", "warehouse": "Main", "client": "Ben", "lines": cable}),
            &[PostOrders],
            &[("Main", Right::Order)],
        ),
        row(
            json!({"do": "reserve", "kind": "transfer", "warehouse": "Main", "to": "Shop", "lines": cable}),
            &[PostTransfers],
            &[("Main", Right::TransferOut)],
        ),
        row(json!({"do": "release", "document": "O-1"}), &[PostOrders], &[("Main", Right::Order)]),
        row(json!({"do": "close", "document": "O-1"}), &[PostOrders], &[("Main", Right::Order)]),
        row(json!({"do": "ship", "document": "T-2"}), &[PostTransfers], &[("Main", Right::TransferOut)]),
        row(json!({"do": "receive", "document": "T-1"}), &[PostTransfers], &[("Shop", Right::TransferIn)]),
        row(json!({"do": "send_back", "document": "T-1"}), &[PostTransfers], &[("Main", Right::TransferIn)]),
    ]
}

/// Counting, and giving an existing product serials.
fn counting() -> Vec<Row> {
    let open = json!({"do": "open_stocktake", "warehouse": "Main"});
    vec![
        row(json!({"do": "open_stocktake", "warehouse": "Shop"}), &[CountStock], &[("Shop", Right::ViewStock)]),
        on(
            open.clone(),
            json!({"do": "count", "stocktake": "$", "product": "Cable", "quantity": "1"}),
            &[CountStock],
            &[("Main", Right::ViewStock)],
        ),
        on(open, json!({"do": "discard_stocktake", "stocktake": "$"}), &[CountStock], &[("Main", Right::ViewStock)]),
        row(
            json!({"do": "serialise", "product": "Screw", "serials": {"Main": "N1-N5"}}),
            &[ConvertProducts],
            &[("Main", Right::WriteOff), ("Main", Right::Posting)],
        ),
        row(json!({"ask": "stock", "warehouse": "Main"}), &[], &[("Main", Right::ViewStock)]),
        row(json!({"ask": "layers", "product": "Cable", "warehouse": "Main"}), &[], &[("Main", Right::ViewStock)]),
        row(json!({"ask": "units", "product": "Phone", "warehouse": "Main"}), &[], &[("Main", Right::ViewStock)]),
        row(json!({"ask": "reservations", "warehouse": "Main"}), &[], &[("Main", Right::ViewStock)]),
    ]
}

/// Records, people and corrections.
fn records() -> Vec<Row> {
    vec![
        row(json!({"do": "add_location", "name": "North"}), &[EditSettings], &[]),
        row(json!({"do": "add_warehouse", "name": "Cellar"}), &[EditSettings], &[]),
        row(json!({"do": "add_bin", "warehouse": "Main", "code": "A3"}), &[EditSettings], &[]),
        row(json!({"do": "settings", "closed_until": "2026-01-01"}), &[EditSettings], &[]),
        row(json!({"do": "add_product", "name": "Lamp"}), &[EditProducts], &[]),
        row(json!({"do": "add_role", "name": "Floor", "permissions": ["post_sales"]}), &[EditEmployees], &[]),
        row(json!({"do": "edit_role", "role": "as Ben", "name": "Ben's"}), &[EditEmployees], &[]),
        row(json!({"do": "add_employee", "name": "Eve", "role": "all rights"}), &[EditEmployees], &[]),
        row(json!({"do": "edit_employee", "employee": "Ben", "name": "Benjamin"}), &[EditEmployees], &[]),
        row(json!({"do": "give_badge", "employee": "Jane"}), &[EditEmployees], &[]),
        row(json!({"do": "set_pin", "employee": "Jane"}), &[EditEmployees], &[]),
        row(json!({"do": "assign_desk", "desk": "desk 1", "employee": "Jane"}), &[EditEmployees], &[]),
        row(json!({"ask": "people", "as": "Jane"}), &[EditEmployees], &[]),
        row(json!({"do": "set_rights", "employee": "Jane", "warehouse": "Shop", "rights": []}), &[EditEmployees], &[]),
        row(
            json!({"do": "correct", "document": "P-1", "invoice": "4711"}),
            &[CorrectDocuments],
            &[("Main", Right::Posting)],
        ),
        row(
            json!({"do": "correct", "lot": "P-1/1", "cost": "3"}),
            &[CorrectCosts, SeeCosts],
            &[("Main", Right::Posting)],
        ),
        row(json!({"ask": "journal"}), &[ViewJournal], &[]),
    ]
}

/// Makes a shop with somebody of a role at a warehouse's rights, and what the row is about.
fn set(row: &Row, permissions: &[Permission], without: Option<(&str, Right)>) -> (Shop, Origin, Value) {
    let shop = busy();
    let ben = shop.hire("Ben", permissions);
    let mut request = row.request.clone();
    if let Some(opens) = &row.opens {
        let opened = done(&shop, shop.origin, opens);
        let draft = opened.get("draft").or(opened.get("stocktake")).unwrap().clone();
        // A stocktake is everybody's as it is.
        asked(&shop, shop.origin, &json!({"do": "hand_over", "draft": draft, "to": "Ben"}));
        for field in ["draft", "stocktake"] {
            if request.get(field).is_some_and(|text| text == "$") {
                request[field] = draft.clone();
            }
        }
    }
    if let Some((warehouse, right)) = without {
        let warehouse = if warehouse == "Main" { WarehouseId(1) } else { WarehouseId(2) };
        let rights = Right::ALL.into_iter().filter(|other| *other != right).collect();
        shop.run(Command::SetRights { employee: ben.employee, warehouse, rights });
    }
    (shop, ben, request)
}

/// Tells how a request came out: allowed or not permitted, and nothing else.
fn allowed(row: &Row, permissions: &[Permission], without: Option<(&str, Right)>) -> bool {
    let (shop, ben, request) = set(row, permissions, without);
    let before = crate::support::rows(&*shop.engine);
    let answer = asked(&shop, ben, &request);
    let refused = answer["refused"]["code"] == "not_permitted";
    assert!(refused || answer.get("ok").is_some(), "{request} by {permissions:?} without {without:?}: {answer}");
    if refused {
        assert!(before == crate::support::rows(&*shop.engine), "{request} was refused and left a trace");
    }
    !refused
}

#[test]
fn each_request_takes_the_permissions_of_its_row_and_no_others() {
    for row in rows() {
        assert!(allowed(&row, row.permissions, None), "{} by {:?} alone", row.request, row.permissions);
        for missing in Permission::ALL.into_iter().skip(1) {
            let role: Vec<_> = Permission::ALL.into_iter().filter(|permission| *permission != missing).collect();
            let takes = row.permissions.contains(&missing);
            assert_eq!(allowed(&row, &role, None), !takes, "{} without {missing:?}", row.request);
        }
    }
}

#[test]
fn each_request_takes_the_rights_of_its_row_at_its_warehouses_and_no_others() {
    for row in rows() {
        for warehouse in ["Main", "Shop"] {
            for right in Right::ALL {
                let takes = row.rights.contains(&(warehouse, right));
                let found = allowed(&row, &Permission::ALL, Some((warehouse, right)));
                assert_eq!(found, !takes, "{} without {right:?} at {warehouse}", row.request);
            }
        }
    }
}
