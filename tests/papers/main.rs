//! Papers: what stands on them, for whom, on how many pages, and that their codes find again what they are of.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod command;
mod pages;
#[expect(dead_code, reason = "other tests take more of it")]
#[path = "../support/pty.rs"]
mod pty;
#[path = "../support/mod.rs"]
mod support;

use std::io::Cursor;

use dockhand::domain::employee::Permission;
use dockhand::exchange::exec;
use dockhand::messages::{Answer, Meaning, Origin, PaperOf, Query, Refused, UnitRef};
use dockhand::paper::{self, Sheet, text};
use serde_json::{Value, json};
use support::{Shop, golden};

/// Carries a request out that must be accepted.
fn done(shop: &Shop, origin: Origin, request: &Value) -> Value {
    let mut out = Vec::new();
    exec(&shop.stockroom, origin, &mut Cursor::new(request.to_string()), &mut out).unwrap();
    let answer: Value = serde_json::from_slice(&out).unwrap();
    answer.get("ok").unwrap_or_else(|| panic!("{request}: {answer}")).clone()
}

/// A shop in which something of each kind has happened, with names that are not ASCII.
fn shop() -> Shop {
    let shop = Shop::in_memory();
    for request in [
        json!({"do": "add_warehouse", "name": "Lager Süd"}),
        json!({"do": "add_bin", "warehouse": "Main", "code": "A3"}),
        json!({"do": "add_product", "name": "Кабель USB-C, 1 м", "unit": "m", "code": "CAB-1"}),
        json!({"do": "add_product", "name": "Phone X 128 GB", "serialised": true, "warranty": 24}),
        json!({"do": "post", "kind": "posting", "warehouse": "Main", "supplier": "Müller & Söhne", "invoice": "4711-B",
            "note": "two cartons were wet", "lines": [
                {"product": "CAB-1", "quantity": "200", "cost": "0.85", "batch": "B7", "expiry": "2027-10-01", "bin": "A3"},
                {"product": "Phone X 128 GB", "cost": "1199.50", "warranty": 12, "serials": "SN-0001..SN-0007"}]}),
        json!({"do": "post", "kind": "write_off", "warehouse": "Main", "reason": "wet",
            "lines": [{"product": "CAB-1", "quantity": "2.5"}, {"product": "Phone X 128 GB", "serials": ["SN-0007"]}]}),
        json!({"do": "post", "kind": "sale", "warehouse": "Main", "client": "Ærø Kiosk",
            "lines": [{"product": "Phone X 128 GB", "serials": ["SN-0001", "SN-0002"], "price": "1499"}]}),
        json!({"do": "post", "kind": "client_return", "of": "S-1", "warehouse": "Main",
            "lines": [{"product": "Phone X 128 GB", "serials": ["SN-0002"]}]}),
        json!({"do": "post", "kind": "supplier_return", "of": "P-1", "lines": [{"product": "Phone X 128 GB", "serials": ["SN-0003"]}]}),
        json!({"do": "reserve", "kind": "transfer", "warehouse": "Main", "to": "Lager Süd",
            "lines": [{"product": "CAB-1", "quantity": "20"}, {"product": "Phone X 128 GB", "serials": ["SN-0004"]}]}),
        json!({"do": "ship", "document": "T-1"}),
        json!({"do": "receive", "document": "T-1", "lines": [{"product": "CAB-1", "quantity": "20"}]}),
        json!({"do": "reserve", "kind": "order", "warehouse": "Main", "client": "Ann", "until": "2026-10-09",
            "lines": [{"product": "CAB-1", "quantity": "5", "price": "2.20"}]}),
        json!({"do": "post", "kind": "sale", "warehouse": "Main", "lines": [{"product": "CAB-1", "quantity": "1"}]}),
        json!({"do": "cancel", "document": "S-2"}),
    ] {
        done(&shop, shop.origin, &request);
    }
    shop
}

/// Asks for what a paper says, as somebody, or as nobody in particular.
fn asked(shop: &Shop, who: Option<Origin>, of: PaperOf) -> Result<Sheet, dockhand::messages::No> {
    let query = Query::Paper(of);
    let answer = match who {
        Some(who) => shop.stockroom.ask_as(who.employee, &query),
        None => shop.stockroom.ask(&query),
    };
    answer.map(|answer| match answer {
        Answer::Paper(view) => paper::of(&view, &[]),
        other => panic!("{other:?}"),
    })
}

/// What a code leads to, as a scan of it would.
fn found(shop: &Shop, code: &str) -> PaperOf {
    let Answer::Meanings(meanings) = shop.ask(&Query::Resolve { text: code.into(), product: None }) else { panic!() };
    match &meanings[..] {
        [Meaning::Document { document, .. }] => PaperOf::Document(*document),
        [Meaning::Unit(unit)] => PaperOf::Unit(UnitRef::Key(unit.product, unit.key.clone())),
        other => panic!("{code}: {other:?}"),
    }
}

fn sheet(shop: &Shop, code: &str) -> Sheet {
    asked(shop, None, found(shop, code)).unwrap()
}

fn stocktake(shop: &Shop) -> u64 {
    done(shop, shop.origin, &json!({"do": "open_stocktake", "warehouse": "Main"}))["stocktake"].as_u64().unwrap()
}

#[test]
fn each_kind_has_its_paper() {
    let shop = shop();
    for (code, name) in [
        ("SN-0002", "passport"),
        ("P-1", "goods_received"),
        ("W-1", "write_off"),
        ("S-1", "delivery_note"),
        ("S-2", "cancelled"),
        ("CR-1", "client_return"),
        ("SR-1", "supplier_return"),
        ("T-1", "transfer"),
        ("T-1/1", "transfer_received"),
        ("O-1", "picking_list"),
    ] {
        golden::compare(&format!("paper_{name}"), &text::write(&sheet(&shop, code)));
    }
}

#[test]
fn a_stocktake_is_a_sheet_to_count_on_and_then_what_was_found() {
    let shop = shop();
    let count = stocktake(&shop);
    let code = format!("DRAFT-{count}");
    golden::compare("paper_count_sheet", &text::write(&sheet(&shop, &code)));
    done(&shop, shop.origin, &json!({"do": "count", "stocktake": count, "serials": ["SN-0005", "SN-0006", "SN-0099"]}));
    done(
        &shop,
        shop.origin,
        &json!({"do": "count", "stocktake": count, "product": "CAB-1", "bin": "A3", "all": "170"}),
    );
    golden::compare("paper_stocktake_so_far", &text::write(&sheet(&shop, &code)));
    // An unknown serial is settled by whoever says what it is.
    let named = json!({"SN-0099": "Phone X 128 GB"});
    done(&shop, shop.origin, &json!({"do": "settle", "stocktake": count, "named": named}));
    golden::compare("paper_stocktake", &text::write(&sheet(&shop, "ST-1")));
    // What was printed before it had a number finds it still.
    assert_eq!(found(&shop, &code), found(&shop, "ST-1"));
}

#[test]
fn who_may_not_see_costs_or_expected_counts_is_printed_none() {
    let shop = shop();
    let but = |not: &[Permission]| -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|permission| !not.contains(permission)).collect()
    };
    let ben = shop.hire("Ben", &but(&[Permission::SeeCosts, Permission::SeeExpectedCounts]));
    let printed = |who, code: &str| text::write(&asked(&shop, Some(who), found(&shop, code)).unwrap());
    for code in ["P-1", "W-1", "SN-0001"] {
        assert!(printed(shop.origin, code).contains("1,199.50") || code == "W-1", "{code}");
        let told = printed(ben, code);
        assert!(["1,199", "0.85", "Total", "Cost"].iter().all(|cost| !told.contains(cost)), "{told}");
    }
    // No paper that leaves the house says what goods had cost, whoever prints it.
    for code in ["S-1", "T-1", "CR-1", "SR-1", "O-1"] {
        assert!(!printed(shop.origin, code).contains("1,199"), "{code}");
    }
    let code = format!("DRAFT-{}", stocktake(&shop));
    assert!(printed(shop.origin, &code).contains("177.5 m"));
    let blind = printed(ben, &code);
    assert!(!blind.contains("Expected") && !blind.contains("177.5") && blind.contains("Кабель"), "{blind}");
}

#[test]
fn a_draft_has_no_paper_and_that_of_somebody_else_is_not_shown() {
    let shop = shop();
    let draft = shop.draft();
    let Err(no) = asked(&shop, None, PaperOf::Document(draft)) else { panic!("a paper of a draft") };
    assert_eq!(no.to_string(), "this posting is draft: what is printed has happened: post or reserve it first");
    let ben = shop.hire("Ben", &[Permission::ViewPostings]);
    let Err(dockhand::messages::No::Refused(refused)) = asked(&shop, Some(ben), PaperOf::Document(draft)) else {
        panic!("a draft that is not shared")
    };
    assert!(matches!(refused, Refused::NotPermitted { .. }), "{refused}");
}

#[test]
fn the_head_on_a_paper_is_found_again_by_verify() {
    let shop = shop();
    let sheet = sheet(&shop, "P-1");
    // Work goes on.
    done(&shop, shop.origin, &json!({"do": "add_product", "name": "Later"}));
    let head: Vec<u8> = sheet
        .head
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let proof = shop.stockroom.prove(&head, &mut |_| (), &mut |_| ()).unwrap();
    assert_eq!(proof.sought.map(|(entry, _)| entry), Some(sheet.entries));
}

#[test]
fn what_would_move_a_cursor_or_turn_text_around_is_a_blank_on_paper() {
    let mut sheet = sheet(&shop(), "P-1");
    sheet.facts.push(("Note", "a\u{1b}[2Jb\u{202e}c\nd".to_owned()));
    sheet.tables[0].rows[1].serials[0] = "SN\u{1d}1".to_owned();
    let text = text::write(&sheet);
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text}");
    assert!(text.contains("a [2Jb c d") && text.contains("SN 1"), "{text}");
}
