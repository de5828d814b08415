//! What things cost is told to nobody whose role does not say so: in no answer, no outcome, and on no screen.

use dockhand::domain::count::FindingKind;
use dockhand::domain::document::DocumentState;
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, LotId, ProductId, WarehouseId};
use dockhand::messages::{ConversionOf, DocumentRef, JournalFilter, Origin, PaperOf, Query, StockBy, UnitRef};
use serde_json::{Value, json};

use super::{asked, done, not_permitted};
use crate::support::Shop;
use crate::support::bench::Bench;

/// What a phone costs here, as it is shown, and as it is kept in ten-thousandths; nine of them; and a metre of cable.
const SECRETS: &[&str] = &["133.77", "1337700", "1203.93", "12039300", "7.31", "73100", "731.00", "7310000"];

/// All permissions but that to see costs.
fn all_but_costs() -> Vec<Permission> {
    Permission::ALL.into_iter().filter(|permission| *permission != Permission::SeeCosts).collect()
}

/// A shop with something of each kind that has a cost.
fn shop() -> (Shop, Origin, DocumentId, DocumentId) {
    let shop = Shop::in_memory();
    let one = |product: &str, quantity: &str| json!([{"product": product, "quantity": quantity}]);
    for request in [
        json!({"do": "add_warehouse", "name": "Shop"}),
        json!({"do": "add_product", "name": "Cable", "unit": "m"}),
        json!({"do": "add_product", "name": "Phone", "serialised": true}),
        json!({"do": "post", "kind": "posting", "warehouse": "Main", "supplier": "Northwind", "lines": [
            {"product": "Cable", "quantity": "100", "cost": "7.31"}, {"product": "Phone", "cost": "133.77", "serials": "A1-A9"}]}),
        json!({"do": "post", "kind": "sale", "warehouse": "Main", "lines": [{"product": "Phone", "serials": ["A1"]}]}),
        json!({"do": "reserve", "kind": "order", "warehouse": "Main", "client": "Ann", "lines": one("Cable", "2")}),
    ] {
        done(&shop, shop.origin, &request);
    }
    let open = |request: Value, field: &str| DocumentId(done(&shop, shop.origin, &request)[field].as_u64().unwrap());
    let sale = open(json!({"do": "open", "kind": "sale", "warehouse": "Main"}), "draft");
    done(&shop, shop.origin, &json!({"do": "pick", "draft": sale.0, "serials": ["A2"]}));
    done(&shop, shop.origin, &json!({"do": "share", "draft": sale.0}));
    let count = open(json!({"do": "open_stocktake", "warehouse": "Main"}), "stocktake");
    let again = json!({"do": "post", "kind": "posting", "warehouse": "Shop", "lines": [{"product": "Cable", "quantity": "100", "cost": "7.31"}]});
    done(&shop, shop.origin, &again);
    done(&shop, shop.origin, &json!({"do": "cancel", "document": "P-2", "reopen": true}));
    done(&shop, shop.origin, &json!({"do": "count", "stocktake": count.0, "product": "Cable", "all": "200"}));
    let ben = shop.hire("Ben", &all_but_costs());
    (shop, ben, sale, count)
}

fn tells(text: &str) -> Option<&'static str> {
    SECRETS.iter().find(|secret| text.contains(*secret)).copied()
}

#[test]
fn no_question_of_a_script_brings_a_cost_and_every_one_is_asked() {
    let (shop, ben, sale, count) = shop();
    let asks = [
        json!({"ask": "store"}),
        json!({"ask": "home"}),
        json!({"ask": "locations"}),
        json!({"ask": "warehouses"}),
        json!({"ask": "bins", "warehouse": "Main"}),
        json!({"ask": "suppliers"}),
        json!({"ask": "clients"}),
        json!({"ask": "templates"}),
        json!({"ask": "products"}),
        json!({"ask": "product", "product": "Phone"}),
        json!({"ask": "stock"}),
        json!({"ask": "reservations"}),
        json!({"ask": "layers", "product": "Phone"}),
        json!({"ask": "units", "product": "Phone"}),
        json!({"ask": "passport", "serial": "A1"}),
        json!({"ask": "documents"}),
        json!({"ask": "document", "number": "P-1"}),
        json!({"ask": "drafts"}),
        json!({"ask": "draft", "draft": sale.0, "serials": true}),
        json!({"ask": "pickable", "draft": sale.0, "product": "Phone"}),
        json!({"ask": "people"}),
        json!({"ask": "desks"}),
        json!({"ask": "rights", "employee": "Ben"}),
        json!({"ask": "conversion", "product": "Cable"}),
        json!({"ask": "journal"}),
        json!({"ask": "stocktake", "stocktake": count.0}),
        json!({"ask": "findings", "stocktake": count.0}),
        json!({"ask": "counts", "stocktake": count.0}),
        json!({"ask": "find", "text": "P"}),
        json!({"ask": "resolve", "text": "A1"}),
        json!({"ask": "on_the_way", "document": "T-1"}),
        json!({"ask": "labels"}),
    ];
    let schema: Value = serde_json::from_str(&dockhand::exchange::exec::schema()).unwrap();
    for request in schema["oneOf"].as_array().unwrap() {
        if let Some(name) = request["properties"]["ask"]["const"].as_str() {
            assert!(asks.iter().any(|ask| ask["ask"] == name), "{name} is asked by nobody here");
        }
    }
    let mut told = 0;
    for ask in asks {
        let (all, some) = (asked(&shop, shop.origin, &ask).to_string(), asked(&shop, ben, &ask).to_string());
        told += usize::from(tells(&all).is_some());
        assert_eq!(tells(&some), None, "{ask}: {some}");
        for field in ["\"cost\"", "\"total\"", "\"value\""] {
            assert!(!some.contains(field) || some.contains("refused"), "{ask}: {some}");
        }
    }
    assert!(told >= 12, "only {told} would tell a cost");
}

#[test]
fn no_answer_to_a_desk_brings_a_cost() {
    let (shop, ben, sale, count) = shop();
    let (phone, cable, limit) = (ProductId(2), ProductId(1), 50);
    let posting = DocumentRef::Number("P-1".into());
    let draft = done(&shop, shop.origin, &json!({"ask": "drafts"}))["drafts"].clone();
    let own = draft.as_array().unwrap().iter().find(|draft| draft["kind"] == "posting").unwrap();
    let own = DocumentId(own["draft"].as_u64().unwrap());
    let text = String::new();
    let queries = [
        Query::Home { employee: ben.employee, desk: ben.desk },
        Query::Find { text: "P-".into(), limit },
        Query::Draft(own),
        Query::Summary(own),
        Query::Product(phone),
        Query::ProductUnits { product: phone, warehouse: None, after: None, limit },
        Query::ProductDocuments { product: phone, after: None, limit },
        Query::Layers { product: cable, warehouse: None, after: None, limit },
        Query::Stock {
            by: StockBy::Bin,
            warehouse: None,
            product: None,
            text: text.clone(),
            on: None,
            after: None,
            limit,
        },
        Query::Stock {
            by: StockBy::Category,
            warehouse: None,
            product: None,
            text: text.clone(),
            on: None,
            after: None,
            limit,
        },
        Query::Documents { kind: None, state: Some(DocumentState::Posted), text, after: None, limit },
        Query::Document(posting),
        Query::LineUnits { document: DocumentId(1), line: 2, after: None, limit },
        Query::LotUnits { lot: LotId(2), after: None, limit },
        Query::Passport(UnitRef::Serial("A1".into(), None)),
        Query::Neighbour { of: UnitRef::Serial("A1".into(), None), forward: true },
        Query::Paper(PaperOf::Document(DocumentId(1))),
        Query::Paper(PaperOf::Document(count)),
        Query::Paper(PaperOf::Unit(UnitRef::Serial("A1".into(), None))),
        Query::Conversion(ConversionOf::Product(cable)),
        Query::MoveDraft(sale),
        Query::Picked { draft: sale, line: 1, before: None, limit },
        Query::Pickable { draft: sale, product: phone, text: String::new(), after: None, limit },
        Query::Stocktake(count),
        Query::Findings { stocktake: count, kind: Some(FindingKind::Excess), after: None, limit },
        Query::Reservations { product: None, warehouse: Some(WarehouseId(1)), after: None, limit },
        Query::Journal { filter: JournalFilter::default(), after: None, limit },
    ];
    let mut told = 0;
    for query in queries {
        // A draft of somebody else is seen by Ben, who may see all.
        let all = format!("{:?}", shop.stockroom.ask_as(shop.origin.employee, &query).unwrap());
        let some = format!("{:?}", shop.stockroom.ask_as(ben.employee, &query).unwrap());
        told += usize::from(tells(&all).is_some());
        assert_eq!(tells(&some), None, "{query:?}: {some}");
    }
    assert!(told >= 16, "only {told} would tell a cost");
}

#[test]
fn what_a_command_did_is_told_without_costs_and_they_cannot_be_corrected_blindly() {
    let (shop, ben, ..) = shop();
    for (n, (kind, more)) in [("sale", json!({})), ("write_off", json!({"reason": "wet"}))].into_iter().enumerate() {
        let mut post = json!({"do": "post", "kind": kind, "warehouse": "Main", "id": format!("{n}"), "lines": [{"product": "Phone", "serials": [format!("A{}", n + 3)]}]});
        post.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        // Answered twice, and carried out once.
        for _ in 0..2 {
            let posted = done(&shop, ben, &post);
            assert_eq!(tells(&posted.to_string()), None, "{posted}");
            assert_eq!(posted["lines"][0].get("cost"), None);
        }
    }
    let serialised = done(&shop, ben, &json!({"do": "settings"}));
    assert_eq!(tells(&serialised.to_string()), None);
    let correct = json!({"do": "correct", "lot": "P-1/1", "cost": "8"});
    assert!(not_permitted(&shop, ben, &correct).contains("see what things cost"));
}

#[test]
fn no_screen_shows_a_cost() {
    let (shop, ben, ..) = shop();
    let seen = |desk: &mut Bench, what: &str| {
        let screen = desk.screen();
        assert_eq!(tells(&screen), None, "{what}:\n{screen}");
    };
    let mut desk = Bench::at(shop.seen_by(ben), 160, 50);
    for place in ["DH:STOCK", "DH:DOCUMENTS", "DH:PRODUCTS", "A1", "A5"] {
        desk.scan(place);
        seen(&mut desk, place);
        desk.press("Enter").press("Down");
        seen(&mut desk, place);
        for _ in 0..5 {
            desk.press("Right");
            seen(&mut desk, place);
        }
        desk.scan("DH:HOME");
    }
    let mut jane = Bench::at(shop, 160, 50);
    jane.scan("DH:HOME").scan("A5").press("Enter").wait_for("133.77");
}
