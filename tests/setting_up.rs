//! A store is set up: founded, given places, desks and products; every no names what it is about.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::path::Path;

use dockhand::domain::employee::{Desk, Permission, Role};
use dockhand::domain::id::{BinId, DeskId, EmployeeId, LocationId, ProductId, RoleId, WarehouseId};
use dockhand::domain::product::{Barcode, NumberedBy, Product, Tracking};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::domain::settings::{SerialScope, Settings};
use dockhand::domain::template::Template;
use dockhand::domain::time::Day;
use dockhand::messages::{Answer, Command, LineEdit, Outcome, Query, Refused};
use dockhand::stockroom::Stockroom;
use dockhand::store::engine::Durability;
use dockhand::store::tables::{BIN, DESK, LINE, PRODUCT, ROLE, SETTINGS, TEMPLATE_COUNTER, Tables, WAREHOUSE};
use support::{Shop, counted, each_shop, serialised, settings};

fn warehouse(name: &str, code: &str) -> Command {
    Command::AddWarehouse { name: name.to_owned(), code: code.to_owned(), location: None }
}

fn add(product: Product) -> Command {
    Command::AddProduct { product: Box::new(product), next: None }
}

fn edit(id: ProductId, product: Product) -> Command {
    Command::EditProduct { id, product: Box::new(product) }
}

fn with_barcodes(name: &str, barcodes: &[&str]) -> Product {
    let barcode = |text: &&str| Barcode { text: (*text).to_owned(), pack: Quantity::ONE };
    Product { barcodes: barcodes.iter().map(barcode).collect(), ..counted(name) }
}

fn template(text: &str) -> Template {
    Template::parse(text).unwrap()
}

fn bin(shop: &Shop, code: &str, defects: bool) -> BinId {
    match shop.run(Command::AddBin { warehouse: shop.warehouse, code: code.to_owned(), defects }) {
        Outcome::BinMade(id) => id,
        other => panic!("{other:?}"),
    }
}

/// Holds that a command is refused with a sentence.
fn refuses(name: &str, shop: &Shop, command: Command, sentence: &str) {
    assert_eq!(shop.refused(command).to_string(), sentence, "{name}");
}

#[test]
fn a_founded_store_has_settings_a_warehouse_and_somebody_with_all_rights() {
    each_shop(|name, shop| {
        assert_eq!(shop.look(|view| view.need(SETTINGS, &0)), settings(), "{name}");
        let role = shop.look(|view| view.need(ROLE, &RoleId(1)));
        assert_eq!(role.permissions, Permission::ALL, "{name}");
        let main = shop.look(|view| view.need(WAREHOUSE, &shop.warehouse));
        assert_eq!((main.name.as_str(), main.code.as_str()), ("Main", "MAIN"), "{name}");
        let again = Command::FoundStore { settings: settings(), employee: "Joe".to_owned() };
        refuses(name, shop, again, "Corner Shop is founded already: change its settings instead");
    });
}

#[test]
fn settings_that_cannot_be_are_refused() {
    each_shop(|name, shop| {
        for (changed, sentence) in [
            (Settings { store: " ".to_owned(), ..settings() }, "nothing typed: a store has a name"),
            (
                Settings { currency: "Euro".to_owned(), ..settings() },
                "Euro: a currency is three letters, such as EUR (ISO 4217)",
            ),
            (
                Settings { zone: "Mars/Base".to_owned(), ..settings() },
                "Mars/Base is no time zone: one is named such as Europe/Berlin or UTC",
            ),
            (
                Settings { closed_until: Day::from_ymd_opt(2026, 10, 3), ..settings() },
                "2026-10-03 has not come yet: the books can be closed until 2026-10-02",
            ),
        ] {
            refuses(name, shop, Command::ChangeSettings(changed), sentence);
        }
        let changed = Settings { currency: "usd".to_owned(), template: Some(template("WS{C:5}")), ..settings() };
        shop.run(Command::ChangeSettings(changed.clone()));
        let kept = shop.look(|view| view.need(SETTINGS, &0));
        assert_eq!(kept, Settings { currency: "USD".to_owned(), ..changed }, "{name}");
    });
}

#[test]
fn what_the_first_posting_and_the_first_serial_fix_stays() {
    each_shop(|name, shop| {
        let product = shop.product(serialised("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, product);
        shop.run(Command::ChangeSettings(Settings { scope: SerialScope::Company, ..settings() }));
        shop.run(Command::ChangeSettings(settings()));
        shop.scan(draft, line, &["SN-1"]);
        let company = Settings { scope: SerialScope::Company, ..settings() };
        refuses(
            name,
            shop,
            Command::ChangeSettings(company),
            "once in the company: the rule for serials stays once per product; it is fixed since the first serial",
        );
        shop.run(Command::ChangeSettings(Settings { currency: "USD".to_owned(), ..settings() }));
        shop.run(Command::ChangeSettings(settings()));
        shop.post(draft);
        refuses(
            name,
            shop,
            Command::ChangeSettings(Settings { currency: "USD".to_owned(), ..settings() }),
            "USD: the currency stays EUR; it is fixed since the first posting",
        );
        refuses(
            name,
            shop,
            Command::ChangeSettings(Settings { zone: "Asia/Tokyo".to_owned(), ..settings() }),
            "Asia/Tokyo: the time zone stays UTC; it is fixed since the first posting",
        );
        shop.run(Command::ChangeSettings(Settings { store: "Corner".to_owned(), ..settings() }));
    });
}

#[test]
fn a_warehouse_without_a_code_gets_one_of_its_name() {
    each_shop(|name, shop| {
        for (typed, code) in [
            ("Shop", "SHOP"),
            ("Main hall", "MH"),
            ("My  house", "MH2"),
            ("Склад", "W"),
            ("Shopping", "SHOP2"),
            ("2", "2"),
        ] {
            let Outcome::WarehouseMade(id) = shop.run(warehouse(typed, "")) else { panic!() };
            assert_eq!(shop.look(|view| view.need(WAREHOUSE, &id)).code, code, "{name}");
        }
    });
}

#[test]
fn names_and_codes_of_places_are_unique_without_case_and_stay_taken() {
    each_shop(|name, shop| {
        refuses(name, shop, warehouse(" ", ""), "nothing typed: a warehouse has a name");
        refuses(name, shop, warehouse(" MAIN ", "X"), "MAIN is taken: warehouse Main has it; choose another");
        refuses(name, shop, warehouse("Shop", "main"), "main is taken: warehouse Main has it; choose another");
        refuses(name, shop, warehouse("A\u{1b}", "A"), "A\\u{1b}: \\u{1b} cannot stand in a text here");
        refuses(
            name,
            shop,
            warehouse("Shop", "S H"),
            "S H: ' ' cannot stand in a code; letters A to Z, digits and . - / _ can",
        );
        let elsewhere =
            Command::AddWarehouse { name: "Shop".to_owned(), code: String::new(), location: Some(LocationId(9)) };
        refuses(name, shop, elsewhere, "branch 9 is not known: there is no such branch");
        shop.run(Command::AddLocation { name: "North".to_owned(), code: "N".to_owned() });
        let twice = Command::AddLocation { name: "South".to_owned(), code: "n".to_owned() };
        refuses(name, shop, twice, "n is taken: branch North has it; choose another");

        let Outcome::WarehouseMade(shop_floor) = shop.run(warehouse("Shop", "S")) else { panic!() };
        shop.run(Command::ArchiveWarehouse { warehouse: shop_floor, archived: true });
        refuses(name, shop, warehouse("Shop", "T"), "Shop is taken: warehouse Shop has it; choose another");
    });
}

#[test]
fn a_renamed_warehouse_keeps_its_record_and_frees_its_old_name() {
    each_shop(|name, shop| {
        let renamed = |name: &str, code: &str, template: &str| Command::EditWarehouse {
            warehouse: shop.warehouse,
            name: name.to_owned(),
            code: code.to_owned(),
            location: None,
            template: template.to_owned(),
        };
        shop.run(renamed("Hall", "H", "{wh}{C:5}"));
        let hall = shop.look(|view| view.need(WAREHOUSE, &shop.warehouse));
        assert_eq!((hall.name.as_str(), hall.code.as_str()), ("Hall", "H"), "{name}");
        assert_eq!(hall.template, Some(template("{wh}{C:5}")), "{name}");
        shop.run(renamed("HALL", "", ""));
        let hall = shop.look(|view| view.need(WAREHOUSE, &shop.warehouse));
        assert_eq!((hall.name.as_str(), hall.code.as_str(), hall.template), ("HALL", "H", None), "{name}");
        shop.run(warehouse("Main", "MAIN"));
        refuses(name, shop, renamed("main", "H", ""), "main is taken: warehouse Main has it; choose another");
        refuses(
            name,
            shop,
            renamed("Hall", "H", "WS"),
            "WS: a template needs a counter: {C}, or {C:5} for five digits",
        );
    });
}

#[test]
fn a_warehouse_a_bin_and_a_product_in_use_are_not_archived_and_the_refusal_names_what_is_there() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let shelf = bin(shop, "A3", false);
        let draft = shop.draft();
        let line = shop.line(draft, cable);
        shop.count(draft, line, 12);
        let on_shelf = LineEdit { bin: Some(Some(shelf)), ..LineEdit::default() };
        shop.run(Command::EditLine { draft, line, edit: on_shelf });

        let hall = Command::ArchiveWarehouse { warehouse: shop.warehouse, archived: true };
        let shelf = Command::ArchiveBin { bin: shelf, archived: true };
        let product = Command::ArchiveProduct { product: cable, archived: true };
        let drafted = "cannot be archived: a draft posting at desk 1 (Jane) needs it";
        refuses(name, shop, hall.clone(), &format!("Main {drafted}"));
        refuses(name, shop, shelf.clone(), &format!("A3 {drafted}"));
        refuses(name, shop, product.clone(), &format!("Cable {drafted}"));

        shop.post(draft);
        refuses(name, shop, hall, "Main cannot be archived: Cable has 12 on hand");
        refuses(name, shop, shelf, "A3 cannot be archived: 12 of Cable lie there");
        refuses(name, shop, product, "Cable cannot be archived: Main has 12 on hand");

        let empty = shop.product(counted("Adapter"));
        shop.run(Command::ArchiveProduct { product: empty, archived: true });
        assert!(shop.look(|view| view.need(PRODUCT, &empty)).archived, "{name}");
        shop.run(Command::ArchiveProduct { product: empty, archived: false });
        assert!(!shop.look(|view| view.need(PRODUCT, &empty)).archived, "{name}");
    });
}

#[test]
fn one_bin_of_a_warehouse_takes_what_is_damaged() {
    each_shop(|name, shop| {
        let defects = || shop.look(|view| view.need(WAREHOUSE, &shop.warehouse)).defects;
        let (first, second) = (bin(shop, "D1", true), bin(shop, "D2", false));
        assert_eq!(defects(), Some(first), "{name}");
        let archive = Command::ArchiveBin { bin: first, archived: true };
        refuses(
            name,
            shop,
            archive.clone(),
            "D1 cannot be archived: damaged goods of Main go there; choose another bin for them first",
        );
        shop.run(Command::EditBin { bin: second, code: "D3".to_owned(), defects: true });
        assert_eq!(defects(), Some(second), "{name}");
        shop.run(archive);
        shop.run(Command::EditBin { bin: second, code: "D3".to_owned(), defects: false });
        assert_eq!(defects(), None, "{name}");
        assert_eq!(shop.look(|view| view.need(BIN, &second)).code, "D3", "{name}");
        let taken = Command::AddBin { warehouse: shop.warehouse, code: "d3".to_owned(), defects: false };
        refuses(name, shop, taken, "d3 is taken: a bin of Main has it; choose another");
        bin(shop, "D2", false);
        let nothing = Command::AddBin { warehouse: shop.warehouse, code: String::new(), defects: false };
        refuses(name, shop, nothing, "nothing typed: a bin has a code, such as A3");
        let nowhere = Command::AddBin { warehouse: WarehouseId(9), code: "A".to_owned(), defects: false };
        refuses(name, shop, nowhere, "warehouse 9 is not known: there is no such warehouse");
    });
}

#[test]
fn nothing_damaged_is_sent_to_a_bin_that_is_archived() {
    each_shop(|name, shop| {
        let shut = bin(shop, "D1", false);
        shop.run(Command::ArchiveBin { bin: shut, archived: true });
        let edit = Command::EditBin { bin: shut, code: "D1".to_owned(), defects: true };
        refuses(name, shop, edit.clone(), "D1 is archived: nothing can be put there");
        shop.run(Command::ArchiveBin { bin: shut, archived: false });
        shop.run(edit);
    });
}

#[test]
fn a_bin_with_damaged_units_of_a_draft_is_not_archived() {
    each_shop(|name, shop| {
        let (first, second) = (bin(shop, "D1", true), bin(shop, "D2", false));
        let phone = shop.product(serialised("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.run(support::damaged(draft, line, &["SN-1"]));
        shop.run(Command::EditBin { bin: second, code: "D2".to_owned(), defects: true });
        let sentence = "D1 cannot be archived: a draft posting at desk 1 (Jane) needs it";
        refuses(name, shop, Command::ArchiveBin { bin: first, archived: true }, sentence);
        shop.run(Command::DeleteDraft { draft });
        shop.run(Command::ArchiveBin { bin: first, archived: true });
    });
}

#[test]
fn a_desk_keeps_what_it_was_told() {
    each_shop(|name, shop| {
        let desk = shop.origin.desk;
        let kept = Desk {
            name: "Goods in".to_owned(),
            warehouse: Some(shop.warehouse),
            opens_at_receiving: true,
            theme: "dark".to_owned(),
            quiet: true,
            printer: "zebra".to_owned(),
            on_scan: Some(true),
        };
        shop.run(Command::EditDesk { desk, kept: kept.clone() });
        assert_eq!(shop.look(|view| view.need(DESK, &desk)), kept, "{name}");
        assert_eq!(shop.stockroom.open_desk("goods in").unwrap(), shop.origin, "{name}");
        assert_ne!(shop.stockroom.open_desk("desk 1").unwrap().desk, desk, "{name}");
        let taken = Command::EditDesk { desk, kept: Desk { name: "Desk 1".to_owned(), ..kept.clone() } };
        refuses(name, shop, taken, "Desk 1 is taken: desk desk 1 has it; choose another");
        let nowhere = Command::EditDesk { desk, kept: Desk { warehouse: Some(WarehouseId(7)), ..kept } };
        refuses(name, shop, nowhere, "warehouse 7 is not known: there is no such warehouse");
        let nobody = Command::EditDesk { desk: DeskId(9), kept: Desk::default() };
        refuses(name, shop, nobody, "desk 9 is not known: there is no such desk");
    });
}

#[test]
fn a_counter_is_set_where_its_template_has_room() {
    each_shop(|name, shop| {
        let set = |template: &str, next| Command::SetCounter { template: template.to_owned(), next };
        shop.run(set(" WS{C:3} ", 999));
        let next = shop.look(|view| view.need(TEMPLATE_COUNTER, &"WS{C:3}".to_owned()));
        assert_eq!(next, 999, "{name}");
        refuses(
            name,
            shop,
            set("WS{C:3}", 1_000),
            "WS{C:3}: 1000 does not fit in 3 digits; widen the counter to {C:4}",
        );
        refuses(name, shop, set("WS{C}x", u64::MAX), "18446744073709551615: a counter goes up to 999999999999999999");
        refuses(name, shop, set("WS", 1), "WS: a template needs a counter: {C}, or {C:5} for five digits");
    });
}

#[test]
fn a_product_that_cannot_be_is_refused() {
    each_shop(|name, shop| {
        shop.product(Product {
            code: "C-1".to_owned(),
            sku: "K1".to_owned(),
            ..with_barcodes("Cable", &["4006381333931"])
        });
        let other = || counted("Adapter");
        for (product, sentence) in [
            (counted(""), "nothing typed: a product has a name"),
            (counted(" cable "), "cable is taken: product Cable has it; choose another"),
            (Product { code: "c-1".to_owned(), ..other() }, "c-1 is taken: product Cable has it; choose another"),
            (Product { sku: "k1".to_owned(), ..other() }, "k1 is taken: product Cable has it; choose another"),
            (
                with_barcodes("Adapter", &["04006381333931"]),
                "04006381333931 is taken: product Cable has it; choose another",
            ),
            (
                with_barcodes("Adapter", &["036000291452", "0036000291452"]),
                "0036000291452 stands twice among the barcodes: take one out",
            ),
            (with_barcodes("Adapter", &[" "]), "nothing scanned: a barcode has at least one character"),
            (
                Product { barcodes: vec![Barcode { text: "X1".to_owned(), pack: Quantity::ZERO }], ..other() },
                "X1 counts 0: a quantity is above zero",
            ),
            (Product { decimals: 4, ..other() }, "4: a quantity has at most 3 decimals"),
            (
                Product { minimum: Some(Quantity::pieces(5)), maximum: Some(Quantity::pieces(4)), ..other() },
                "5: the minimum is above the maximum of 4; lower it, or raise the maximum",
            ),
            (Product { minimum: Some(Quantity::from_thousandths(1_500)), ..other() }, "1.5: pc takes whole numbers"),
            (
                Product { maximum: Some(Quantity::from_thousandths(-1_000)), ..other() },
                "-1: a minimum or maximum is not below zero",
            ),
            (Product { client_warranty: Some(1_201), ..other() }, "1201 months: a warranty lasts at most 1200"),
        ] {
            refuses(name, shop, add(product), sentence);
        }
        let counting = Command::AddProduct { product: Box::new(other()), next: Some(5) };
        refuses(name, shop, counting, "5: Adapter has no template to count by; give it one, such as WS{C:5}");
    });
}

#[test]
fn a_product_with_serials_is_counted_in_pieces_and_its_counter_starts_where_told() {
    each_shop(|name, shop| {
        let us = Tracking::Serialised { numbered_by: NumberedBy::Us, matching: Matching::Exact };
        let washer = Product {
            tracking: us,
            unit: "m".to_owned(),
            decimals: 3,
            template: Some(template("WS{C:5}")),
            ..counted("Washer")
        };
        let Outcome::ProductMade(id) = shop.run(Command::AddProduct { product: Box::new(washer), next: Some(41) })
        else {
            panic!()
        };
        let kept = shop.look(|view| view.need(PRODUCT, &id));
        assert_eq!((kept.unit.as_str(), kept.decimals, kept.tracking), ("pc", 0, us), "{name}");
        assert_eq!(shop.look(|view| view.need(TEMPLATE_COUNTER, &"WS{C:5}".to_owned())), 41, "{name}");
    });
}

#[test]
fn an_edited_product_frees_what_it_no_longer_has() {
    each_shop(|name, shop| {
        let cable = shop.product(with_barcodes("Cable", &["X1", "X2"]));
        shop.run(edit(cable, with_barcodes("Long cable", &["X2", "X3"])));
        let kept = shop.look(|view| view.need(PRODUCT, &cable));
        assert_eq!(kept.name, "Long cable", "{name}");
        shop.product(with_barcodes("Cable", &["X1"]));
        refuses(
            name,
            shop,
            edit(cable, with_barcodes("Long cable", &["X1"])),
            "X1 is taken: product Cable has it; choose another",
        );
        refuses(name, shop, edit(ProductId(9), counted("Nine")), "product 9 is not known: there is no such product");
    });
}

#[test]
fn a_product_gets_serials_while_none_is_on_hand_and_never_loses_them() {
    each_shop(|name, shop| {
        let phone = shop.product(counted("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.count(draft, line, 3);
        shop.run(edit(phone, serialised("Phone X")));
        let kept = shop.look(|view| view.need(LINE, &(draft, line)));
        assert_eq!((kept.expected, kept.counted), (Some(Quantity::pieces(3)), Quantity::ZERO), "{name}");
        refuses(
            name,
            shop,
            edit(phone, counted("Phone X")),
            "Phone X keeps its serials: a product with serials never goes back",
        );
        let exact = Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Exact };
        shop.run(edit(phone, Product { tracking: exact, ..serialised("Phone X") }));
        shop.scan(draft, line, &["SN-1", "SN-2", "SN-3"]);
        refuses(
            name,
            shop,
            edit(phone, serialised("Phone X")),
            "Phone X: how its serials are compared is fixed since the first of them",
        );

        let cable = shop.product(Product { decimals: 1, unit: "m".to_owned(), ..counted("Cable") });
        let line = shop.line(draft, cable);
        let by = Quantity::from_thousandths(2_500);
        shop.run(Command::CountGoods { draft, line, by, damaged: false, from_tray: None });
        refuses(
            name,
            shop,
            edit(cable, serialised("Cable")),
            "Cable cannot get serials: a draft posting at desk 1 (Jane) counts 2.5 m; only whole pieces have serials",
        );
        refuses(
            name,
            shop,
            edit(cable, counted("Cable")),
            "0: Cable was counted with more decimals already; it can get more, not fewer",
        );
        shop.post(draft);
        refuses(
            name,
            shop,
            edit(cable, serialised("Cable")),
            "Cable cannot get serials: Main has 2.5 m; only whole pieces have serials, write the rest off first",
        );
    });
}

#[test]
fn who_may_not_is_told_so_by_name() {
    each_shop(|name, shop| {
        shop.engine
            .write(Durability::Plain, &mut |tx| {
                let permissions = vec![Permission::EditProducts];
                Tables::new(tx).put(ROLE, &RoleId(1), &Role { name: "clerk".to_owned(), permissions })
            })
            .unwrap();
        refuses(name, shop, warehouse("Shop", ""), "Jane may not make a warehouse: ask somebody who may");
        let allowed = shop.ask(&Query::Allowed(shop.origin.employee));
        assert_eq!(allowed, Answer::Allowed(vec![Permission::EditProducts]), "{name}");
        let phone = shop.product(counted("Phone X"));
        refuses(
            name,
            shop,
            edit(phone, serialised("Phone X")),
            "Jane may not give Phone X serials: ask somebody who may",
        );
        let stranger = dockhand::messages::Origin { employee: EmployeeId(7), ..shop.origin };
        let no = shop.at(stranger, add(counted("Cable"))).unwrap_err();
        assert_eq!(no.to_string(), "nobody may not make a product: ask somebody who may", "{name}");
    });
}

#[test]
fn a_store_file_is_made_with_its_folders_and_opens_again_with_all_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/store.dockhand");
    let stockroom = Stockroom::open(&path).unwrap();
    let origin = stockroom.found(settings(), "Jane", "").unwrap();
    let desk = stockroom.open_desk("desk 1").unwrap();
    stockroom.run(desk, stockroom.next_id(desk.desk), add(counted("Cable"))).unwrap();
    drop(stockroom);
    let again = Stockroom::open(&path).unwrap();
    assert_eq!(again.open_desk("desk 1").unwrap(), desk);
    assert_eq!(again.found(settings(), "Jane", "Main").unwrap(), origin);
    let taken = again.run(desk, again.next_id(desk.desk), add(counted("Cable"))).unwrap_err();
    assert_eq!(taken.to_string(), "Cable is taken: product Cable has it; choose another");
}

#[test]
fn a_file_that_is_no_store_gets_a_sentence_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    drop(Stockroom::open(&whole).unwrap());
    let whole = std::fs::read(&whole).unwrap();
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("noise", (0..40_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect()),
        ("short", whole[..whole.len() / 2].to_vec()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let no = Stockroom::open(&path).map(drop).unwrap_err();
        let sentence =
            format!("{} is not a dockhand store, or it is cut short: the file was not touched", path.display());
        assert_eq!(no.to_string(), sentence);
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name}");
    }
    let no = Stockroom::open(Path::new("/proc/nowhere/store")).map(drop).unwrap_err();
    assert!(no.to_string().starts_with("/proc/nowhere: the folder cannot be made: "), "{no}");
}

#[test]
fn every_refusal_of_setting_up_has_its_code() {
    let shop = Shop::in_memory();
    assert_eq!(shop.refused(warehouse("Main", "")).code(), "exists");
    assert_eq!(shop.refused(warehouse("", "")).code(), "bad_field");
    assert_eq!(shop.refused(edit(ProductId(4), counted("A"))).code(), "unknown");
    assert!(matches!(shop.refused(add(Product { decimals: 9, ..counted("A") })), Refused::BadField(_)));
}
