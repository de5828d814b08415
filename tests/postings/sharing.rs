//! Whose a draft is: its author's, until it is shared or handed over; and who is there to share it with.

use dockhand::domain::document::DocumentKind;
use dockhand::domain::employee::Permission;
use dockhand::domain::id::{DocumentId, EmployeeId, RoleId};
use dockhand::messages::{Answer, Command, No, Origin, Outcome, Query};

use crate::support::{Shop, counted, each_shop, scanned, serialised};
use crate::{Receiving, pieces};

const RECEIVER: &[Permission] = &[Permission::ViewPostings, Permission::CreatePostings, Permission::PostPostings];

fn code(no: Result<Outcome, No>) -> &'static str {
    match no {
        Err(No::Refused(refused)) => refused.code(),
        other => panic!("{other:?}"),
    }
}

fn drafts_of(shop: &Shop, who: Origin) -> Vec<DocumentId> {
    let query = Query::Home { employee: who.employee, desk: who.desk };
    let Answer::Home(home) = shop.stockroom.ask_as(who.employee, &query).unwrap() else { panic!("home") };
    home.drafts.iter().map(|row| row.id).collect()
}

#[test]
fn a_draft_is_its_authors_until_it_is_shared() {
    each_shop(|name, shop| {
        let cable = shop.product(counted("Cable"));
        let ben = shop.hire("Ben", RECEIVER);
        let draft = shop.draft();
        let line = shop.line(draft, cable);
        let count = Command::CountGoods { draft, line, by: pieces(1), damaged: false, from_tray: None };
        let no = shop.at(ben, count.clone()).unwrap_err();
        let said = "Ben may not change the draft of Jane, which is not shared: ask somebody who may";
        assert_eq!(no.to_string(), said, "{name}");
        assert_eq!(code(shop.at(ben, Command::PostDraft { draft })), "not_permitted", "{name}");
        assert!(drafts_of(shop, ben).is_empty(), "{name}");
        for question in [Query::Draft(draft), Query::Tray(draft), Query::Summary(draft)] {
            let no = shop.stockroom.ask_as(ben.employee, &question).unwrap_err().to_string();
            assert!(no.starts_with("Ben may not see the draft of Jane"), "{name}: {no}");
        }

        shop.run(Command::ShareDraft { draft, shared: true });
        assert_eq!(drafts_of(shop, ben), [draft], "{name}");
        shop.at(ben, count.clone()).unwrap();
        for owners in [Command::ShareDraft { draft, shared: false }, Command::DeleteDraft { draft }] {
            assert_eq!(code(shop.at(ben, owners)), "not_permitted", "{name}: what a draft's owner alone may");
        }

        shop.run(Command::ShareDraft { draft, shared: false });
        assert_eq!(code(shop.at(ben, count.clone())), "not_permitted", "{name}");
        shop.run(count);
        let Outcome::Posted(posted) = shop.run(Command::PostDraft { draft }) else { panic!("posted") };
        assert_eq!(posted.lines[0].quantity, pieces(2), "{name}: what both counted");
        assert_eq!(code(shop.try_run(Command::ShareDraft { draft, shared: true })), "wrong_state", "{name}");
        shop.whole(name);
    });
}

#[test]
fn a_draft_that_is_handed_over_is_anothers() {
    each_shop(|name, shop| {
        let phone = shop.product(serialised("Phone"));
        let ben = shop.hire("Ben", RECEIVER);
        let cat = shop.hire("Cat", &[RECEIVER, &[Permission::SeeAllDrafts]].concat());
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1"]);
        let hand = |to| Command::HandOver { draft, to };
        assert_eq!(code(shop.try_run(hand(shop.origin.employee))), "bad_field", "{name}");
        assert_eq!(code(shop.try_run(hand(EmployeeId(99)))), "unknown", "{name}");
        assert_eq!(code(shop.at(ben, hand(ben.employee))), "not_permitted", "{name}");
        shop.run(hand(ben.employee));
        assert_eq!(code(shop.try_run(scanned(draft, line, &["A2"]))), "not_permitted", "{name}: it was Jane's");
        shop.at(ben, scanned(draft, line, &["A2"])).unwrap();

        assert_eq!(code(shop.at(ben, Command::TakeOver { draft })), "not_permitted", "{name}: it takes a permission");
        shop.at(cat, Command::TakeOver { draft }).unwrap();
        assert_eq!(code(shop.at(cat, Command::TakeOver { draft })), "bad_field", "{name}: it is Cat's already");
        assert_eq!(code(shop.at(ben, scanned(draft, line, &["A3"]))), "not_permitted", "{name}");
        shop.at(cat, Command::PostDraft { draft }).unwrap();
        assert_eq!(shop.in_line(draft, line), ["A1", "A2"], "{name}");
        assert_eq!(shop.on_hand(phone).0, pieces(2), "{name}");
        shop.whole(name);
    });
}

#[test]
fn who_has_drafts_is_not_archived_and_somebody_can_always_change_employees() {
    each_shop(|name, shop| {
        let ben = shop.hire("Ben", RECEIVER);
        let opened = Command::OpenDraft { kind: DocumentKind::Posting, warehouse: shop.warehouse };
        let Outcome::DraftOpened(draft) = shop.at(ben, opened).unwrap() else { panic!("a draft") };
        let archive = Command::ArchiveEmployee { employee: ben.employee, archived: true };
        assert_eq!(code(shop.try_run(archive.clone())), "in_use", "{name}");
        shop.at(ben, Command::DeleteDraft { draft }).unwrap();
        shop.run(archive);
        let no = shop.at(ben, Command::PostDraft { draft });
        assert_eq!(code(no), "not_permitted", "{name}: who works here no more may nothing");

        let jane = shop.origin.employee;
        let last = "nobody would be left who may change employees: give somebody else that right first";
        for locks_out in [
            Command::ArchiveEmployee { employee: jane, archived: true },
            Command::EditRole { role: RoleId(1), name: "all rights".into(), permissions: RECEIVER.to_vec() },
            Command::EditEmployee { employee: jane, name: "Jane".into(), role: RoleId(2) },
        ] {
            assert_eq!(shop.refused(locks_out).to_string(), last, "{name}");
        }
        for twice in [
            Command::AddEmployee { name: " jane ".into(), role: RoleId(1) },
            Command::AddRole { name: "ALL  rights".into(), permissions: vec![] },
        ] {
            assert_eq!(code(shop.try_run(twice)), "exists", "{name}");
        }
        shop.run(Command::EditRole { role: RoleId(2), name: "store".into(), permissions: Permission::ALL.to_vec() });
        shop.run(Command::EditEmployee { employee: ben.employee, name: "Benjamin".into(), role: RoleId(2) });
        shop.run(Command::ArchiveEmployee { employee: ben.employee, archived: false });
        shop.at(ben, Command::AddRole { name: "new".into(), permissions: vec![] }).unwrap();
        shop.whole(name);
    });
}
