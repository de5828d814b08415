//! Badges and PINs: told once, kept as hashes, slowed when wrong, and journalled.

use dockhand::domain::employee::Permission;
use dockhand::messages::{Answer, JournalFilter, No, Origin, Query, Refused};
use dockhand::stockroom::Door;
use serde_json::json;

use super::support::{Shop, rows};
use super::{asked, done};

/// Gives somebody a badge; returns its text.
fn badge(shop: &Shop, name: &str) -> String {
    let given = done(shop, shop.origin, &json!({"do": "give_badge", "employee": name}));
    given["badge"].as_str().unwrap().to_owned()
}

fn refused(found: Result<Door, No>) -> Refused {
    match found {
        Err(No::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

fn hired() -> (Shop, Origin) {
    let shop = Shop::in_memory();
    let ben = shop.hire("Ben", &[Permission::PostSales]);
    (shop, ben)
}

fn asks(shop: &Shop) -> bool {
    let Answer::Door(door) = shop.ask(&Query::Door(shop.origin.desk)) else { panic!("a door answers otherwise") };
    door.asks
}

#[test]
fn nobody_is_asked_who_they_are_until_a_second_person_works_here_and_one_has_a_badge() {
    let shop = Shop::in_memory();
    badge(&shop, "Jane");
    assert!(!asks(&shop), "Jane is alone");
    shop.hire("Ben", &[]);
    assert!(asks(&shop));
    done(&shop, shop.origin, &json!({"do": "revoke_badge", "employee": "Jane"}));
    assert!(!asks(&shop), "nobody could come in");
    badge(&shop, "Ben");
    assert!(asks(&shop));
    done(&shop, shop.origin, &json!({"do": "edit_employee", "employee": "Ben", "archived": true}));
    assert!(!asks(&shop), "Jane is alone again");
}

#[test]
fn a_badge_opens_any_desk_until_it_is_replaced_or_taken_away() {
    let (shop, ben) = hired();
    let desk = shop.origin.desk;
    let first = badge(&shop, "Ben");
    assert_eq!(shop.stockroom.sign_in(desk, &first.to_lowercase(), None).unwrap(), Door::In(ben.employee));
    assert_eq!(shop.stockroom.sign_in(ben.desk, &first, None).unwrap(), Door::In(ben.employee));
    let desks = done(&shop, shop.origin, &json!({"ask": "desks"}));
    assert_eq!((&desks["desks"][0]["employee"], &desks["desks"][0]["locked"]), (&json!("Ben"), &json!(false)));
    let second = badge(&shop, "Ben");
    let desks = done(&shop, shop.origin, &json!({"ask": "desks"}));
    assert_eq!(desks["desks"][0]["locked"], true, "whoever came in by the old one has to come in again");
    assert_eq!(refused(shop.stockroom.sign_in(desk, &first, None)), Refused::WrongBadge);
    shop.minutes(1);
    assert_eq!(shop.stockroom.sign_in(desk, &second, None).unwrap(), Door::In(ben.employee));
    done(&shop, shop.origin, &json!({"do": "revoke_badge", "employee": "Ben"}));
    assert_eq!(refused(shop.stockroom.sign_in(desk, &second, None)), Refused::WrongBadge);
    shop.minutes(1);
    let third = badge(&shop, "Ben");
    done(&shop, shop.origin, &json!({"do": "edit_employee", "employee": "Ben", "archived": true}));
    assert_eq!(refused(shop.stockroom.sign_in(desk, &third, None)), Refused::WrongBadge);
    done(&shop, shop.origin, &json!({"do": "edit_employee", "employee": "Ben", "archived": false}));
    shop.minutes(1);
    assert_eq!(refused(shop.stockroom.sign_in(desk, &third, None)), Refused::WrongBadge, "it stays taken away");
    assert_eq!(
        asked(&shop, shop.origin, &json!({"do": "revoke_badge", "employee": "Ben"}))["refused"]["code"],
        "bad_field"
    );
    shop.replays_equal();
}

#[test]
fn wrong_ones_wait_twice_as_long_each_time_and_are_in_the_journal() {
    let (shop, ben) = hired();
    let (desk, right) = (shop.origin.desk, badge(&shop, "Ben"));
    let mut wrong = right.clone();
    let last = if wrong.pop() == Some('2') { '3' } else { '2' };
    wrong.push(last);
    for waits in [1, 2, 4, 8, 16, 32] {
        assert_eq!(refused(shop.stockroom.sign_in(desk, &wrong, None)), Refused::WrongBadge);
        assert_eq!(refused(shop.stockroom.sign_in(desk, &right, None)), Refused::Wait(waits), "even the right one");
        shop.minutes(1);
    }
    assert_eq!(shop.stockroom.sign_in(ben.desk, &right, None).unwrap(), Door::In(ben.employee), "only at that desk");
    assert_eq!(shop.stockroom.sign_in(desk, &right, None).unwrap(), Door::In(ben.employee));
    assert_eq!(refused(shop.stockroom.sign_in(desk, "DH:B:nonsense", None)), Refused::WrongBadge);
    assert_eq!(refused(shop.stockroom.sign_in(desk, &right, None)), Refused::Wait(1), "it begins anew");
    let text = "wrong badge".to_owned();
    let filter = JournalFilter { text, ..JournalFilter::default() };
    let Answer::Journal(page) = shop.ask(&Query::Journal { filter, after: None, limit: 100 }) else { panic!() };
    assert_eq!(page.rows.len(), 7, "and what had to wait is not");
}

#[test]
fn a_pin_is_asked_for_after_the_badge_and_guessing_it_is_slow_at_every_desk() {
    let (shop, ben) = hired();
    let (desk, text) = (shop.origin.desk, badge(&shop, "Ben"));
    let set = done(&shop, shop.origin, &json!({"do": "set_pin", "employee": "Ben", "pin": "0471"}));
    assert_eq!((&set["badge"], &set["pin"]), (&json!(true), &json!(true)));
    assert_eq!(shop.stockroom.sign_in(desk, &text, None).unwrap(), Door::Pin);
    assert_eq!(refused(shop.stockroom.sign_in(desk, &text, Some("0472"))), Refused::WrongPin);
    assert_eq!(refused(shop.stockroom.sign_in(ben.desk, &text, Some("0471"))), Refused::Wait(1), "at another desk too");
    let janes = badge(&shop, "Jane");
    assert_eq!(shop.stockroom.sign_in(ben.desk, &janes, None).unwrap(), Door::In(shop.origin.employee));
    assert_eq!(
        refused(shop.stockroom.sign_in(ben.desk, &text, Some("0471"))),
        Refused::Wait(1),
        "and still after that"
    );
    shop.minutes(1);
    assert_eq!(shop.stockroom.sign_in(desk, &text, Some("0471")).unwrap(), Door::In(ben.employee));
    done(&shop, shop.origin, &json!({"do": "set_pin", "employee": "Ben"}));
    assert_eq!(shop.stockroom.sign_in(desk, &text, None).unwrap(), Door::In(ben.employee));
}

#[test]
fn no_secret_is_in_the_store_in_a_refusal_or_in_the_journal() {
    let (shop, _) = hired();
    let text = badge(&shop, "Ben");
    done(&shop, shop.origin, &json!({"do": "set_pin", "employee": "Ben", "pin": "271828"}));
    for pin in [json!(271_828), json!("27182x"), json!(["271828"])] {
        let answer = asked(&shop, shop.origin, &json!({"do": "set_pin", "employee": "Ben", "pin": pin})).to_string();
        assert!(!answer.contains("2718"), "{answer}");
    }
    shop.stockroom.sign_in(shop.origin.desk, &text, Some("271828")).unwrap();
    let secret = &text["DH:B:".len() + 6..];
    let filter = JournalFilter::default();
    let shown = format!("{:?}", shop.ask(&Query::Journal { filter, after: None, limit: 100 }));
    let people = done(&shop, shop.origin, &json!({"ask": "people"})).to_string();
    assert!(!shown.contains(secret) && !shown.contains("271828") && !people.contains(secret), "{shown}");
    for (table, rows) in rows(&*shop.engine) {
        for (key, value) in rows {
            for secret in [secret, &secret[..13], &secret[14..], "271828"] {
                let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!holds(&key) && !holds(&value), "table {table}");
            }
        }
    }
}
