//! Numbers that we give: to documents, and to units.

use crate::support::{counted, each_shop, scanned, serialised};
use crate::{Receiving, numbered};
use dockhand::domain::id::WarehouseId;
use dockhand::domain::product::Product;
use dockhand::messages::{Command, CounterMove, HeadEdit, Outcome};
use dockhand::store::tables::{LINE, LOT_UNIT, TEMPLATE_COUNTER};

#[test]
fn branches_with_a_code_number_their_documents_and_others_share_the_companys() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let in_branch = |branch: &str, code: &str| {
            let made = shop.run(Command::AddLocation { name: branch.into(), code: code.into() });
            let Outcome::LocationMade(location) = made else { panic!() };
            let made = Command::AddWarehouse { name: branch.into(), code: String::new(), location: Some(location) };
            let Outcome::WarehouseMade(warehouse) = shop.run(made) else { panic!() };
            warehouse
        };
        let (north, south) = (in_branch("North", "N"), in_branch("South", ""));
        let numbers: Vec<String> = [shop.warehouse, north, south, north]
            .into_iter()
            .map(|warehouse| {
                let draft = shop.draft();
                shop.edit_head(draft, HeadEdit { warehouse: Some(warehouse), ..HeadEdit::default() });
                let line = shop.line(draft, cable);
                shop.count(draft, line, 1);
                shop.post(draft).number
            })
            .collect();
        assert_eq!(numbers, ["P-1", "N-P-1", "P-2", "N-P-2"], "{name}");
        shop.whole(name);
    });
}

#[test]
fn numbers_come_from_the_template_skip_what_is_in_use_and_are_never_given_twice() {
    each_shop(|name, shop| {
        let washer = shop.product(numbered("Washer", "WS{C:3}"));
        shop.posted(washer, &["WS002"]);
        let draft = shop.draft();
        let line = shop.line(draft, washer);
        let generate = |count| Command::GenerateSerials { draft, line, count };
        let Outcome::SerialsReceived { serials, .. } = shop.run(generate(2)) else { panic!() };
        assert_eq!(serials, ["WS001", "WS003"], "{name}");
        shop.run(Command::TakeBack { draft, line, serials: vec!["WS003".into()] });
        let Outcome::SerialsReceived { serials, .. } = shop.run(generate(1)) else { panic!() };
        assert_eq!(serials, ["WS004"], "{name}: a number that was given stays used");
        shop.run(Command::SetCounter { template: "WS{C:3}".into(), next: 998 });
        let refused = shop.refused(generate(3));
        assert_eq!(refused.to_string(), "WS{C:3}: 1000 does not fit in 3 digits; widen the counter to {C:4}", "{name}");
        shop.run(generate(2));
        assert_eq!(shop.in_line(draft, line), ["WS001", "WS004", "WS998", "WS999"], "{name}");
        let phone = shop.product(serialised("Phone"));
        let line = shop.line(draft, phone);
        let refused = shop.refused(Command::GenerateSerials { draft, line, count: 1 });
        assert_eq!(refused.code(), "maker_numbers", "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_number_of_ours_is_never_odd_though_it_is_unlike_what_was_scanned_before_it() {
    each_shop(|name, shop| {
        let washer = shop.product(numbered("Washer", "WS{C:3}"));
        let draft = shop.draft();
        let line = shop.line(draft, washer);
        shop.scan(draft, line, &["3569380356438", "3569380356439", "3569380356440"]);
        assert_eq!(shop.refused(scanned(draft, line, &["WS001"])).code(), "serial_odd", "{name}");
        shop.run(Command::GenerateSerials { draft, line, count: 1 });
        assert_eq!(shop.in_line(draft, line).last().map(String::as_str), Some("WS001"), "{name}");
    });
}

#[test]
fn a_warehouses_template_numbers_what_has_none_of_its_own_with_its_code_and_the_day() {
    each_shop(|name, shop| {
        let plain = Product { template: None, ..numbered("Washer", "WS{C:4}") };
        let washer = shop.product(plain);
        let draft = shop.draft();
        let line = shop.line(draft, washer);
        let generate = Command::GenerateSerials { draft, line, count: 1 };
        assert_eq!(shop.refused(generate.clone()).code(), "bad_template", "{name}");
        shop.run(Command::EditWarehouse {
            warehouse: shop.warehouse,
            name: "Main".into(),
            code: "MAIN".into(),
            location: None,
            template: "{wh}-{YY}{MM}{DD}-{C}{K}".into(),
        });
        let Outcome::SerialsReceived { serials, .. } = shop.run(generate) else { panic!() };
        assert!(serials[0].starts_with("MAIN-261002-1"), "{name}: {serials:?}");
        assert_eq!(serials[0].len(), "MAIN-261002-1K".len(), "{name}");
    });
}

#[test]
fn numbers_that_were_shown_are_taken_only_while_the_counter_stands_there() {
    each_shop(|name, shop| {
        let washer = shop.product(numbered("Washer", "WS{C:3}"));
        let draft = shop.draft();
        let line = shop.line(draft, washer);
        let take = |from, to, serials: [&str; 2]| Command::ReceiveSerials {
            draft,
            line,
            serials: serials.map(String::from).to_vec(),
            damaged: false,
            generated: Some(CounterMove { template: "WS{C:3}".into(), from, to, positions: vec![1] }),
            from_tray: None,
            insist: false,
            label: None,
        };
        shop.run(take(1, 2, ["OWN-1", "WS001"]));
        let generated: Vec<bool> = shop.look(|view| {
            let lot = view.need(LINE, &(draft, line))?.lot;
            let pack = view.need(LOT_UNIT, &(lot, WarehouseId(0), 1))?;
            Ok(pack.units.iter().map(|unit| unit.generated).collect())
        });
        assert_eq!(generated, [false, true], "{name}");
        let refused = shop.refused(take(1, 2, ["OWN-2", "WS001"]));
        assert_eq!(refused.code(), "changed", "{name}: {refused}");
        assert_eq!(shop.look(|view| view.get(TEMPLATE_COUNTER, &"WS{C:3}".to_owned())), Some(2), "{name}");
        shop.run(take(2, 3, ["OWN-2", "WS002"]));
    });
}
