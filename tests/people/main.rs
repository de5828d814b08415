//! Who may do what: by role, by warehouse, at a desk and by `exec` alike.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[path = "../support/mod.rs"]
mod support;

mod badges;
mod costs;
mod desk;
mod screens;
mod table;
mod warehouses;

use std::io::Cursor;

use dockhand::exchange::exec;
use dockhand::messages::Origin;
use serde_json::{Value, json};
use support::Shop;

/// Carries a request out as somebody; returns its answer.
fn asked(shop: &Shop, origin: Origin, request: &Value) -> Value {
    let mut out = Vec::new();
    exec(&shop.stockroom, origin, &mut Cursor::new(request.to_string()), &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// Carries a request out that must be accepted.
fn done(shop: &Shop, origin: Origin, request: &Value) -> Value {
    let answer = asked(shop, origin, request);
    answer.get("ok").unwrap_or_else(|| panic!("{request}: {answer}")).clone()
}

/// Returns the sentence of a request that must be refused for want of a right.
fn not_permitted(shop: &Shop, origin: Origin, request: &Value) -> String {
    let answer = asked(shop, origin, request);
    assert_eq!(answer["refused"]["code"], "not_permitted", "{request}: {answer}");
    answer["refused"]["message"].as_str().unwrap().to_owned()
}

/// A shop with two warehouses and something to do in both: a sale to take back, a transfer on its way, an order.
fn busy() -> Shop {
    let shop = Shop::in_memory();
    let lines = json!([
        {"product": "Cable", "quantity": "100", "cost": "2"},
        {"product": "Screw", "quantity": "5", "cost": "1"},
        {"product": "Phone", "cost": "150", "serials": "A1-A9"},
    ]);
    for request in [
        json!({"do": "add_warehouse", "name": "Shop"}),
        json!({"do": "add_product", "name": "Cable"}),
        json!({"do": "add_product", "name": "Screw"}),
        json!({"do": "add_product", "name": "Phone", "serialised": true}),
        json!({"do": "post", "kind": "posting", "warehouse": "Main", "lines": lines}),
        json!({"do": "post", "kind": "sale", "warehouse": "Main", "client": "Ann", "lines": [{"product": "Phone", "serials": ["A1"]}]}),
        json!({"do": "reserve", "kind": "transfer", "warehouse": "Main", "to": "Shop", "lines": [{"product": "Cable", "quantity": "4"}]}),
        json!({"do": "ship", "document": "T-1"}),
        json!({"do": "reserve", "kind": "order", "warehouse": "Main", "client": "Ann", "lines": [{"product": "Cable", "quantity": "2"}]}),
        json!({"do": "reserve", "kind": "transfer", "warehouse": "Main", "to": "Shop", "lines": [{"product": "Cable", "quantity": "1"}]}),
    ] {
        done(&shop, shop.origin, &request);
    }
    shop
}
