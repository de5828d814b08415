//! What a warehouse lets whom: said by name, asked for, kept out of every list of stock.

use serde_json::json;

use super::{asked, busy, done, not_permitted};
use dockhand::domain::employee::Permission;

#[test]
fn whoever_nothing_was_said_of_may_do_all_and_is_told_so() {
    let shop = busy();
    shop.hire("Ben", &Permission::ALL);
    let asks = json!({"ask": "rights", "employee": "Ben"});
    assert_eq!(done(&shop, shop.origin, &asks)["warehouses"][0]["rights"].as_array().unwrap().len(), 9);
    let said = json!({"do": "set_rights", "employee": "ben", "warehouse": "main", "rights": ["sale", "view_stock"]});
    let kept = done(&shop, shop.origin, &said);
    assert_eq!(kept, json!({"employee": "Ben", "warehouse": "Main", "rights": ["view_stock", "sale"]}));
    assert_eq!(done(&shop, shop.origin, &asks)["warehouses"][0], kept);
    let all = json!({"do": "set_rights", "employee": "Ben", "warehouse": "Main", "rights": ["all"]});
    assert_eq!(done(&shop, shop.origin, &all)["rights"].as_array().unwrap().len(), 9);
    let wrong = json!({"do": "set_rights", "employee": "Ben", "warehouse": "Main", "rights": ["steal"]});
    assert_eq!(asked(&shop, shop.origin, &wrong)["refused"]["code"], "unknown");
    shop.replays_equal();
}

#[test]
fn what_may_not_be_seen_is_in_no_list_and_no_sum() {
    let shop = busy();
    let ben = shop.hire("Ben", &Permission::ALL);
    let moved = json!({"do": "post", "kind": "transfer", "warehouse": "Main", "to": "Shop", "lines": [
        {"product": "Cable", "quantity": "10"}, {"product": "Phone", "serials": ["A2"]}]});
    done(&shop, shop.origin, &moved);
    let hidden = json!({"do": "set_rights", "employee": "Ben", "warehouse": "Main", "rights": ["sale"]});
    done(&shop, shop.origin, &hidden);
    let stock = done(&shop, ben, &json!({"ask": "stock", "product": "Cable"}));
    assert_eq!(stock["warehouses"].as_array().unwrap().len(), 1);
    assert_eq!(stock["warehouses"][0]["warehouse"], "Shop");
    let product = done(&shop, ben, &json!({"ask": "product", "product": "Cable"}));
    assert!(!product.to_string().contains("\"Main\""), "{product}");
    let layers = done(&shop, ben, &json!({"ask": "layers", "product": "Cable"}));
    assert_eq!(layers["layers"].as_array().unwrap().len(), 1);
    let units = done(&shop, ben, &json!({"ask": "units", "product": "Phone"}));
    assert_eq!(units["units"].as_array().unwrap().len(), 1, "{units}");
    assert_eq!(done(&shop, ben, &json!({"ask": "reservations"}))["reservations"], json!([]));
    let sentence = not_permitted(&shop, ben, &json!({"ask": "stock", "warehouse": "Main"}));
    assert!(sentence.starts_with("Ben may not see or count stock at Main"), "{sentence}");
    let products = done(&shop, ben, &json!({"ask": "products", "text": "Cable"}));
    assert_eq!(products["products"][0]["on_hand"], "10");
}
