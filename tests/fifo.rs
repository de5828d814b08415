//! First in, first out: the cases of peers, sent as scripts send them.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use dockhand::exchange::exec;
use serde_json::{Value, json};
use support::Shop;

/// A case being played: one product, documents of a line each unless they are a `txn`.
struct Play {
    shop: Shop,
    /// Its steps name serials: the product has them.
    serialised: bool,
    /// Label of the lot each receipt brought, by its name in the case.
    lots: BTreeMap<String, String>,
    /// What each issue took: lots with quantities, and the cost of goods.
    issues: BTreeMap<String, (Vec<(String, String)>, String)>,
    /// Issues that a client brings back later.
    returned: BTreeSet<String>,
    /// Documents that can be returned, by the name of their issue.
    numbers: BTreeMap<String, String>,
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Reads a decimal in millionths, so that it is compared by value and not by spelling.
fn value(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<6}");
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    whole.parse::<i128>().unwrap() * 1_000_000 + sign * part.parse::<i128>().unwrap()
}

impl Play {
    fn new(case: &Value) -> Play {
        let steps = case["steps"].as_array().unwrap();
        let serialised = steps.iter().any(|step| step.get("lot").is_some() || step["op"] == "serialise");
        let shop = Shop::in_memory();
        let mut warehouses = BTreeSet::new();
        for step in steps {
            for place in ["wh", "to", "from"] {
                warehouses.extend(step.get(place).and_then(Value::as_str));
            }
        }
        let returned = steps.iter().filter(|step| matches!(step["op"].as_str(), Some("return_in" | "return_client")));
        let returned = returned.map(|step| text(&step["of"])).collect();
        let (lots, issues, numbers) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let play = Play { shop, serialised, lots, issues, returned, numbers };
        for warehouse in warehouses.into_iter().filter(|name| *name != "Main") {
            play.ask(&json!({"do": "add_warehouse", "name": warehouse})).unwrap();
        }
        play.ask(&json!({"do": "add_product", "name": "Goods", "unit": "m", "serialised": serialised})).unwrap();
        play
    }

    fn ask(&self, request: &Value) -> Result<Value, String> {
        let mut out = Vec::new();
        exec(&self.shop.stockroom, self.shop.origin, &mut Cursor::new(request.to_string()), &mut out).unwrap();
        let answer: Value = serde_json::from_slice(&out).unwrap();
        match answer.get("ok") {
            Some(ok) => Ok(ok.clone()),
            None => Err(answer["refused"]["code"].as_str().unwrap_or_else(|| panic!("{request}: {answer}")).to_owned()),
        }
    }

    /// Serials of a receipt's units.
    fn serials(name: &str, quantity: &Value) -> Vec<String> {
        (1..=value(&text(quantity)) / 1_000_000).map(|n| format!("{name}-{n:03}")).collect()
    }

    fn line(&self, step: &Value) -> Value {
        let mut line = json!({"product": "Goods", "quantity": text(&step["qty"])});
        if self.serialised {
            let lot = step.get("lot").or(step.get("ref")).and_then(Value::as_str).unwrap_or_default();
            line["serials"] = json!(Play::serials(lot, &step["qty"]));
        }
        line
    }

    fn step(&mut self, step: &Value) -> Result<(), String> {
        let op = step["op"].as_str().unwrap();
        let inner = if op == "txn" { step["steps"].as_array().unwrap().clone() } else { vec![step.clone()] };
        let first = inner[0].clone();
        let warehouse = first.get("wh").or(first.get("from")).and_then(Value::as_str).unwrap_or("Main");
        let mut lines: Vec<Value> = inner.iter().map(|step| self.line(step)).collect();
        let mut request = json!({"do": "post", "warehouse": warehouse});
        match first["op"].as_str().unwrap() {
            "receive" => {
                request["kind"] = "posting".into();
                for (line, step) in lines.iter_mut().zip(&inner) {
                    line["cost"] = text(&step["cost"]).into();
                }
            }
            "issue" => (request["kind"], request["reason"]) = ("write_off".into(), "used".into()),
            "transfer" => (request["kind"], request["to"]) = ("transfer".into(), first["to"].clone()),
            "return_in" | "return_client" => {
                (request["kind"], request["of"]) =
                    ("client_return".into(), self.numbers[&text(&first["of"])].clone().into());
            }
            "return_out" | "return_supplier" => {
                let lot = &self.lots[&text(&first["of"])];
                (request["kind"], request["of"]) = ("supplier_return".into(), lot.split('/').next().unwrap().into());
            }
            // Turning what is there into units is a conversion; its serials are counted as those of a receipt are.
            "serialise" => {
                request["kind"] = "posting".into();
                lines = vec![json!({"product": "Goods", "quantity": text(&first["qty"]), "cost": "1",
                    "serials": text(&first["serials"][0])})];
            }
            other => panic!("{other}"),
        }
        if let Some(day) = step.get("day").or(first.get("day")) {
            request["date"] = day.clone();
        }
        if inner.iter().any(|step| self.is_returned(step)) {
            (request["kind"], request["reason"]) = ("sale".into(), Value::Null);
            request.as_object_mut().unwrap().remove("reason");
        }
        request["lines"] = lines.into();
        let posted = self.ask(&request)?;
        for (step, line) in inner.iter().zip(posted["lines"].as_array().unwrap()) {
            let Some(name) = step.get("ref").map(text) else { continue };
            let number = text(&posted["number"]);
            self.numbers.insert(name.clone(), number);
            if step["op"] == "receive" {
                self.lots.insert(name, text(&line["took"][0]["lot"]));
            } else {
                let took = line["took"].as_array().unwrap().iter();
                let took = took.map(|took| (text(&took["lot"]), text(&took["quantity"]))).collect();
                self.issues.insert(name, (took, text(&line["cost"])));
            }
        }
        Ok(())
    }

    /// Tells whether a later step brings an issue back: it is a sale then.
    fn is_returned(&self, step: &Value) -> bool {
        step["op"] == "issue" && step.get("ref").is_some_and(|name| self.returned.contains(&text(name)))
    }

    fn check(&self, id: &str, expected: &Value) {
        for (name, issue) in expected.get("issues").and_then(Value::as_object).into_iter().flatten() {
            let Some((took, cost)) = self.issues.get(name) else { panic!("{id}: {name} was not issued") };
            assert_eq!(value(cost), value(&text(&issue["cogs"])), "{id}: cost of {name}");
            if let Some(consumed) = issue.get("consumed") {
                let consumed = consumed.as_array().unwrap().iter();
                let consumed: Vec<_> = consumed.map(|one| (self.lots[&text(&one[0])].clone(), text(&one[1]))).collect();
                assert_eq!(took, &consumed, "{id}: {name}");
            }
        }
        if let Some(layers) = expected.get("layers") {
            let there = self.ask(&json!({"ask": "layers", "product": "Goods"})).unwrap();
            let there = there["layers"].as_array().unwrap().iter();
            let there: Vec<_> =
                there.map(|layer| (value(&text(&layer["quantity"])), value(&text(&layer["cost"])))).collect();
            let layers = layers.as_array().unwrap().iter();
            let layers: Vec<_> = layers.map(|layer| (value(&text(&layer[0])), value(&text(&layer[1])))).collect();
            assert_eq!(there, layers, "{id}: layers");
        }
        let stock = self.ask(&json!({"ask": "stock", "product": "Goods"})).unwrap();
        for (ours, theirs) in [("value", "value"), ("on_hand", "on_hand")] {
            if let Some(theirs) = expected.get(theirs) {
                let sum: i128 =
                    stock["warehouses"].as_array().unwrap().iter().map(|row| value(&text(&row[ours]))).sum();
                assert_eq!(sum, value(&text(theirs)), "{id}: {ours}");
            }
        }
    }
}

#[test]
fn every_case_of_the_peers_draws_as_they_do_and_never_below_zero() {
    let mut checked = 0;
    for row in include_str!("cases/fifo.jsonl").lines() {
        let case: Value = serde_json::from_str(row).unwrap();
        let (id, expected) = (case["id"].as_str().unwrap(), &case["expected"]);
        let mut play = Play::new(&case);
        let steps = case["steps"].as_array().unwrap();
        let refused = steps.iter().find_map(|step| play.step(step).err());
        match (case["fit"].as_str().unwrap(), expected.get("error")) {
            // The peer goes below zero there; here that step is refused, and all before it stands.
            ("refuse", _) => assert_eq!(refused.as_deref(), Some("short"), "{id}"),
            (_, Some(error)) => {
                assert_eq!(refused, Some(text(error)), "{id}");
                play.check(id, expected);
            }
            (_, None) => {
                assert_eq!(refused, None, "{id}");
                play.check(id, expected);
            }
        }
        let mut broken = Vec::new();
        play.shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert!(broken.is_empty(), "{id}: {broken:#?}");
        checked += 1;
    }
    assert_eq!(checked, 16);
}
