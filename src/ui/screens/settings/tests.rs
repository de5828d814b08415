use super::super::probe::{drawn, draws_everywhere, here, named, scan};
use super::*;
use crate::domain::employee::{Desk, Employee, Permission, Role};
use crate::domain::id::{BinId, EmployeeId, LocationId, RoleId, WarehouseId};
use crate::domain::place::{Bin, Location, Warehouse};
use crate::domain::settings::SerialScope;
use crate::domain::settings::Settings as Kept;
use crate::messages::{Answer, Outcome, PeopleView, Query, Refused, StoreView, TemplateRow};
use crate::ui::screen::Brought;

fn warehouse(name: &str, archived: bool) -> Warehouse {
    Warehouse {
        name: name.into(),
        code: name.to_uppercase(),
        location: None,
        defects: Some(BinId(2)),
        template: None,
        archived,
    }
}

/// Answers whatever a screen asks, as a small shop would, until it asks no more.
fn answered(screen: &mut dyn Screen, effects: Vec<Effect>) -> Vec<Effect> {
    let mut rest = Vec::new();
    let mut asked: std::collections::VecDeque<_> = effects.into();
    while let Some(effect) = asked.pop_front() {
        match effect {
            Effect::Ask(tag, query) => {
                let answer = Event::Answer(tag, Ok(answer(&query)));
                asked.extend(screen.update(&here(), answer));
            }
            other => rest.push(other),
        }
    }
    rest
}

fn answer(query: &Query) -> Answer {
    match query {
        Query::Warehouses => Answer::Warehouses(vec![
            (WarehouseId(1), warehouse("Main", false)),
            (WarehouseId(2), warehouse("Old", true)),
        ]),
        Query::Locations => Answer::Locations(vec![(
            LocationId(1),
            Location { name: "North".into(), code: "N".into(), archived: false },
        )]),
        Query::Bins(warehouse) => {
            let bin = |code: &str| Bin { warehouse: *warehouse, code: code.into(), archived: false };
            Answer::Bins(vec![(BinId(1), bin("A3")), (BinId(2), bin("X1"))])
        }
        Query::Templates => Answer::Templates(vec![TemplateRow {
            template: "WS{C:5}".into(),
            next: 1001,
            sample: "WS01001".into(),
            used_by: vec!["store".into(), "product Washer".into()],
        }]),
        Query::Desk(_) => {
            Answer::Desk(Desk { name: "desk 2".into(), warehouse: Some(WarehouseId(1)), ..Desk::default() })
        }
        Query::Store => {
            let settings = Kept {
                store: "Northgate".into(),
                demo: false,
                currency: "EUR".into(),
                zone: "Europe/Berlin".into(),
                scope: SerialScope::Product,
                template: None,
                closed_until: None,
            };
            let today = super::super::probe::day("2026-11-24");
            Answer::Store(Some(Box::new(StoreView { settings, today, warehouses: 1, products: 2, fixed: true })))
        }
        Query::Scanner(_) => Answer::Scanner(None),
        Query::Desks => Answer::Desks(Vec::new()),
        Query::People => Answer::People(Box::new(PeopleView {
            employees: vec![(EmployeeId(1), Employee { name: "Ana".into(), role: RoleId(1), archived: false })],
            roles: vec![(RoleId(1), Role { name: "all rights".into(), permissions: Permission::ALL.to_vec() })],
            badges: vec![EmployeeId(1)],
            pins: Vec::new(),
        })),
        other => panic!("nobody asked for {other:?}"),
    }
}

fn opened(mut screen: Box<dyn Screen>) -> Box<dyn Screen> {
    let effects = screen.update(&here(), Event::Opened);
    answered(&mut *screen, effects);
    screen
}

fn act(screen: &mut dyn Screen, action: Action) -> Vec<String> {
    let effects = screen.update(&here(), Event::Act(action));
    named(&answered(screen, effects))
}

fn line(screen: &mut dyn Screen, text: &str) {
    screen.update(&here(), Event::Line(text.into()));
}

#[test]
fn every_setting_opens_and_draws_at_every_size() {
    let list = opened(Box::new(Settings::default()));
    draws_everywhere(&*list);
    for (name, _, make) in PARTS {
        let screen = opened(make());
        draws_everywhere(&*screen);
        assert!(!drawn(&*screen, 80, 24).contains('…'), "{name}");
    }
}

#[test]
fn a_setting_is_found_by_what_it_is_about() {
    let mut list = opened(Box::new(Settings::default()));
    line(&mut *list, "theme");
    assert_eq!(named(&list.update(&here(), Event::Typed("theme".into()))), ["Push This desk"]);
}

#[test]
fn a_warehouse_is_made_with_its_template_and_chosen_in_the_list() {
    let mut form = opened(warehouses::WarehouseForm::make());
    line(&mut *form, "Shop");
    for _ in 0..3 {
        act(&mut *form, Action::Next);
    }
    line(&mut *form, "{wh}{C:5}");
    assert!(act(&mut *form, Action::Save)[0].starts_with("Run AddWarehouse { name: \"Shop\""));
    let made = Event::Done(1, Ok(Outcome::WarehouseMade(WarehouseId(3))));
    assert!(named(&form.update(&here(), made))[0].contains("template: \"{wh}{C:5}\""));
    let saved = named(&form.update(&here(), Event::Done(1, Ok(Outcome::Done))));
    assert_eq!(saved, ["Say SAVED ✔ Shop", "Refresh", "Pop Warehouse(Some(WarehouseId(3)))"]);
}

#[test]
fn a_taken_code_is_said_at_the_code_and_nothing_is_lost() {
    let mut form = opened(warehouses::WarehouseForm::make());
    line(&mut *form, "Shop");
    act(&mut *form, Action::Save);
    let taken = Refused::Exists { what: "warehouse code".into(), value: "SHOP".into(), owner: "Old shop".into() };
    form.update(&here(), Event::Done(1, Err(taken.into())));
    let shown = drawn(&*form, 80, 24);
    assert!(shown.contains("SHOP is taken") && shown.contains("Shop"), "{shown}");
}

#[test]
fn archiving_a_warehouse_that_holds_goods_says_why_not() {
    let mut list = opened(Box::new(warehouses::Warehouses::default()));
    assert!(act(&mut *list, Action::Archive)[0].contains("archived: true"));
    let used = Refused::InUse { name: "Main".into(), why: "30 pc are on hand".into() };
    let said = named(&list.update(&here(), Event::Done(3, Err(used.into()))));
    assert_eq!(said, ["Say REFUSED ✖ Main cannot be archived: 30 pc are on hand"]);
    act(&mut *list, Action::Down);
    assert!(drawn(&*list, 80, 24).contains("archived"));
    assert!(act(&mut *list, Action::Archive)[0].contains("archived: false"));
}

#[test]
fn the_bin_for_defects_is_marked_and_a_shelf_label_is_scanned_into_a_bins_code() {
    let mut bins = opened(Box::new(bins::Bins::of(WarehouseId(1), "Main")));
    assert!(drawn(&*bins, 80, 24).contains("X1              for defects"));
    assert_eq!(act(&mut *bins, Action::New), ["Push New bin"]);
    let mut form = opened(bins::BinForm::make(WarehouseId(1)));
    act(&mut *form, Action::Next);
    form.update(&here(), scan("B-07"));
    act(&mut *form, Action::Right);
    assert!(act(&mut *form, Action::Save)[0].contains("code: \"B-07\", defects: true"));
    let made = named(&form.update(&here(), Event::Done(1, Ok(Outcome::BinMade(BinId(9))))));
    assert_eq!(made.last().unwrap(), "Pop Bin(Some(BinId(9)))");
}

#[test]
fn a_template_shows_its_next_number_and_its_counter_can_be_set() {
    let mut list = opened(Box::new(templates::Templates::default()));
    let shown = drawn(&*list, 80, 24);
    assert!(shown.contains("WS01001") && shown.contains("product Washer"), "{shown}");
    let pushed = list.update(&here(), Event::Act(Action::Edit));
    let Some(Effect::Push(mut form)) = pushed.into_iter().next() else { panic!("it opens the template") };
    form.update(&here(), Event::Opened);
    line(&mut *form, "x");
    assert!(act(&mut *form, Action::Save)[0].starts_with("Line"));
    line(&mut *form, "2000");
    assert!(act(&mut *form, Action::Save)[0].contains("SetCounter { template: \"WS{C:5}\", next: 2000 }"));
}

#[test]
fn a_new_template_is_given_to_the_store_or_to_a_warehouse() {
    let mut list = opened(Box::new(templates::Templates::default()));
    let pushed = list.update(&here(), Event::Act(Action::New));
    let Some(Effect::Push(form)) = pushed.into_iter().next() else { panic!("it makes a template") };
    let mut form = opened(form);
    line(&mut *form, "NG-{C:4}");
    assert!(act(&mut *form, Action::Save)[0].starts_with("Run ChangeSettings"));
    act(&mut *form, Action::PageDown);
    act(&mut *form, Action::Right);
    let run = act(&mut *form, Action::Save);
    assert!(run[0].contains("EditWarehouse { warehouse: WarehouseId(1)") && run[0].contains("NG-{C:4}"), "{run:?}");
}

#[test]
fn the_desk_keeps_what_it_was_given() {
    let mut desk = opened(Box::new(desk::DeskSettings::default()));
    assert!(drawn(&*desk, 80, 24).contains("Main"));
    for text in ["dock", "n", "rec", "high", "y"] {
        line(&mut *desk, text);
        act(&mut *desk, Action::Next);
    }
    let run = act(&mut *desk, Action::Save);
    let kept = "kept: Desk { name: \"dock\", warehouse: None, opens_at_receiving: true, theme: \"contrast\", quiet: true, \
                printer: \"\", on_scan: None }";
    assert!(run[0].contains(kept), "{run:?}");
    let saved = named(&desk.update(&here(), Event::Done(1, Ok(Outcome::Done))));
    assert_eq!(saved, ["Refresh", "Say SAVED ✔ dock", "Pop"]);
}

#[test]
fn what_the_first_posting_fixed_is_not_changed() {
    let mut store = opened(Box::new(store::StoreSettings::default()));
    line(&mut *store, "South");
    act(&mut *store, Action::Next);
    act(&mut *store, Action::Next);
    line(&mut *store, "30.9.2026");
    assert!(!act(&mut *store, Action::Save)[0].starts_with("Run"));
    line(&mut *store, "2026-09-30");
    // After the last field that may change comes the first again.
    act(&mut *store, Action::Next);
    line(&mut *store, "Southgate");
    let run = act(&mut *store, Action::Save);
    assert!(run[0].contains("store: \"Southgate\"") && run[0].contains("currency: \"EUR\""), "{run:?}");
    assert!(run[0].contains("closed_until: Some(2026-09-30)"), "{run:?}");
}

#[test]
fn a_branch_is_made() {
    let mut list = opened(Box::new(branches::Branches::default()));
    assert!(drawn(&*list, 80, 24).contains("North"));
    assert_eq!(act(&mut *list, Action::New), ["Push New branch"]);
    let mut form = branches::BranchForm::make();
    assert!(act(&mut *form, Action::Save)[0].starts_with("Line"));
    line(&mut *form, "South");
    assert!(act(&mut *form, Action::Save)[0].contains("AddLocation { name: \"South\""));
    assert_eq!(named(&form.update(&here(), Event::Done(1, Ok(Outcome::Done)))), ["Say MADE ✔ South", "Pop"]);
}

#[test]
fn a_warehouse_that_was_made_for_a_choice_is_chosen() {
    let mut pick = opened(super::super::pick::Pick::warehouse(true));
    assert_eq!(act(&mut *pick, Action::Enter), ["Pop Warehouse(None)"]);
    assert_eq!(named(&pick.update(&here(), scan("main"))), ["Pop Warehouse(Some(WarehouseId(1)))"]);
    let made = Event::Resumed(Some(Brought::Warehouse(Some(WarehouseId(7)))));
    assert_eq!(named(&pick.update(&here(), made)), ["Pop Warehouse(Some(WarehouseId(7)))"]);
    let mut bins = opened(super::super::pick::Pick::bin(WarehouseId(1)));
    line(&mut *bins, "a3");
    assert_eq!(named(&bins.update(&here(), Event::Typed("a3".into()))), ["Pop Bin(Some(BinId(1)))"]);
    draws_everywhere(&*bins);
}
