//! The stockroom carries a command out once, in order, durably, and tells what changed.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread;

use dockhand::domain::document::{Cost, TrayReason};
use dockhand::domain::id::{DeskId, EmployeeId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{NumberedBy, Product, Tracking};
use dockhand::domain::serial::{Matching, SerialKey};
use dockhand::domain::template::Template;
use dockhand::domain::time::Moment;
use dockhand::messages::{Command, CommandId, HeadEdit, LineEdit, No, Origin, Outcome, Refused};
use dockhand::ops::journal::{Tip, entries, replay};
use dockhand::stockroom::Stockroom;
use dockhand::store::engine::{Direction, Durability, Engine, Error, Read, Write};
use dockhand::store::journal::Entry;
use dockhand::store::memory::MemoryEngine;
use dockhand::store::tables::{JOURNAL, Tables};
use support::{Shop, each_shop, look, reading, settings};

fn branch(name: &str) -> Command {
    Command::AddLocation { name: name.to_owned(), code: String::new() }
}

fn journal(shop: &Shop) -> Vec<Entry> {
    shop.look(|view| {
        let mut found = Vec::new();
        entries(&view, |entry| {
            found.push(entry);
            Ok(true)
        })?;
        Ok(found)
    })
}

#[test]
fn a_command_sent_twice_is_carried_out_once_and_answered_twice() {
    each_shop(|name, shop| {
        for id in [shop.stockroom.next_id(shop.origin.desk), CommandId::Given("import 7".to_owned())] {
            let north = branch(&format!("North {id:?}"));
            let first = shop.stockroom.run(shop.origin, id.clone(), north.clone()).unwrap();
            let kept = journal(shop).len();
            let again = shop.stockroom.run(shop.origin, id.clone(), north).unwrap();
            assert_eq!(first, again, "{name}");
            assert_eq!(journal(shop).len(), kept, "{name}");
            match shop.stockroom.run(shop.origin, id, branch("South")) {
                Err(No::Refused(Refused::IdReused(_))) => {}
                other => panic!("{name}: {other:?}"),
            }
            assert_eq!(journal(shop).len(), kept, "{name}");
        }
    });
}

#[test]
fn a_refused_command_keeps_no_answer_and_its_id_stays_free() {
    each_shop(|name, shop| {
        let id = shop.stockroom.next_id(shop.origin.desk);
        shop.stockroom.run(shop.origin, id.clone(), branch("")).unwrap_err();
        let made = shop.stockroom.run(shop.origin, id, branch("North")).unwrap();
        assert!(matches!(made, Outcome::LocationMade(_)), "{name}");
    });
}

#[test]
fn a_command_so_old_that_its_answer_is_forgotten_is_not_carried_out_again() {
    each_shop(|name, shop| {
        let old = shop.stockroom.next_id(shop.origin.desk);
        shop.stockroom.run(shop.origin, old.clone(), branch("First")).unwrap();
        for n in 0..300 {
            shop.run(branch(&format!("Branch {n}")));
        }
        let refused = shop.stockroom.run(shop.origin, old, branch("First")).unwrap_err();
        assert!(matches!(refused, No::Refused(Refused::IdReused(_))), "{name}: {refused}");
    });
}

#[test]
fn a_desk_goes_on_counting_where_it_stopped() {
    let clock = Arc::new(AtomicI64::new(support::OPENING));
    let shop = Shop::in_memory();
    shop.run(branch("North"));
    let CommandId::Desk(desk, next) = shop.stockroom.next_id(shop.origin.desk) else { panic!() };
    let again = Stockroom::over(Arc::clone(&shop.engine), reading(&clock)).unwrap();
    assert_eq!(again.next_id(desk), CommandId::Desk(desk, next));
}

#[test]
fn the_journal_holds_every_accepted_command_in_order_and_its_chain_is_whole() {
    each_shop(|name, shop| {
        for n in 0..100 {
            shop.run(branch(&format!("Branch {n}")));
        }
        let entries = journal(shop);
        let commands: Vec<_> = entries.iter().map(|entry| &entry.command).collect();
        assert!(commands[3..].iter().zip(0..).all(|(command, n)| **command == branch(&format!("Branch {n}"))));
        assert!(entries.iter().zip(1..).all(|(entry, sequence)| entry.sequence == sequence), "{name}");
        let head = entries.iter().fold([0; 32], |head, entry| entry.chain(&head));
        assert_eq!(shop.look(|view| dockhand::ops::journal::head(&view)).1, head, "{name}");
        let blocks = shop.look(|view| {
            let mut blocks = 0;
            view.prefix(JOURNAL, &(), Direction::Forward, |_, _| {
                blocks += 1;
                Ok(true)
            })?;
            Ok(blocks)
        });
        assert!(blocks > 1, "{name}: {blocks} blocks");
    });
}

/// An engine in memory whose disk can be full.
struct Full {
    inside: MemoryEngine,
    full: Arc<AtomicBool>,
}

impl Engine for Full {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<(), Error>) -> Result<(), Error> {
        self.inside.read(work)
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.full.load(Ordering::SeqCst) { Err(Error::DiskFull) } else { self.inside.write(durability, work) }
    }

    fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Error> {
        self.inside.backup(to, progress)
    }
}

#[test]
fn a_full_disk_is_said_and_work_goes_on_after_room_is_made_with_the_journal_whole() {
    let full = Arc::new(AtomicBool::new(false));
    let engine = Full { inside: MemoryEngine::new(), full: Arc::clone(&full) };
    let shop = Shop::over(Arc::new(engine), None);
    // Enough that a refused commit once falls where a block of the journal is full and another begins.
    for n in 0..120 {
        full.store(true, Ordering::SeqCst);
        let no = shop.try_run(branch(&format!("Lost {n}"))).unwrap_err();
        assert_eq!(no.to_string(), Error::DiskFull.to_string());
        full.store(false, Ordering::SeqCst);
        shop.run(branch(&format!("Branch {n}")));
    }
    let entries = journal(&shop);
    assert_eq!(entries.len(), 123);
    assert!(entries.iter().zip(1..).all(|(entry, sequence)| entry.sequence == sequence));
    let head = entries.iter().fold([0; 32], |head, entry| entry.chain(&head));
    assert_eq!(shop.look(|view| dockhand::ops::journal::head(&view)).1, head);
}

#[test]
fn now_never_runs_backwards() {
    each_shop(|name, shop| {
        shop.minutes(60);
        shop.run(branch("North"));
        shop.minutes(-120);
        shop.run(branch("South"));
        let times: Vec<Moment> = journal(shop).iter().map(|entry| entry.at).collect();
        assert!(times.is_sorted(), "{name}: {times:?}");
        assert_eq!(times[times.len() - 1], Moment(support::OPENING + 3_600_000), "{name}");
    });
}

#[test]
fn desks_that_work_at_the_same_time_all_get_what_they_asked_for_and_one_name_has_one_owner() {
    each_shop(|name, shop| {
        let desks: Vec<Origin> =
            (0..8).map(|n| shop.stockroom.open_desk(&format!("desk {n} of eight")).unwrap()).collect();
        let made: Vec<usize> = thread::scope(|scope| {
            let threads: Vec<_> = desks
                .iter()
                .map(|desk| {
                    scope.spawn(move || {
                        let names = (0..20).map(|n| branch(&format!("Contested {n}")));
                        names.filter(|command| shop.at(*desk, command.clone()).is_ok()).count()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(made.iter().sum::<usize>(), 20, "{name}: {made:?}");
        let branches = journal(shop).iter().filter(|e| matches!(e.command, Command::AddLocation { .. })).count();
        assert_eq!(branches, 20, "{name}");
    });
}

#[test]
fn many_commands_handed_in_at_once_are_all_answered() {
    each_shop(|name, shop| {
        let waiting: Vec<_> = (0..500)
            .map(|n| {
                let id = shop.stockroom.next_id(shop.origin.desk);
                shop.stockroom.submit(shop.origin, id, branch(&format!("Branch {n}")))
            })
            .collect();
        assert!(waiting.into_iter().all(|pending| pending.wait().is_ok()), "{name}");
    });
}

#[test]
fn listeners_hear_whose_command_was_committed_and_nothing_of_refusals() {
    each_shop(|name, shop| {
        let changes = shop.stockroom.changes();
        shop.run(branch("North"));
        shop.refused(branch("North"));
        let other = shop.stockroom.open_desk("desk 2").unwrap();
        shop.at(other, branch("South")).unwrap();
        let heard: Vec<DeskId> = changes.try_iter().map(|changed| changed.desk).collect();
        assert_eq!(heard, [shop.origin.desk, DeskId(0), other.desk], "{name}");
    });
}

#[test]
fn founding_and_opening_a_desk_again_change_nothing() {
    each_shop(|name, shop| {
        let kept = journal(shop).len();
        shop.stockroom.found(settings(), "Somebody else", "Elsewhere").unwrap();
        assert_eq!(shop.stockroom.open_desk(" Desk  1").unwrap(), shop.origin, "{name}");
        assert_eq!(journal(shop).len(), kept, "{name}");
    });
}

#[test]
fn a_store_that_is_not_founded_says_so() {
    let clock = Arc::new(AtomicI64::new(support::OPENING));
    let stockroom = Stockroom::over(Arc::new(MemoryEngine::new()), reading(&clock)).unwrap();
    let no = stockroom.open_desk("desk 1").unwrap_err();
    assert!(matches!(no, No::Refused(Refused::NotFounded)), "{no}");
    let origin = Origin { employee: EmployeeId(1), desk: DeskId(1) };
    let no = stockroom.run(origin, CommandId::Desk(DeskId(1), 1), branch("North")).unwrap_err();
    assert_eq!(no.to_string(), "nobody may not make a branch: ask somebody who may");
}

#[test]
fn the_journal_replayed_into_an_empty_store_gives_the_same_store() {
    each_shop(|name, shop| {
        work_a_day(shop);
        let empty = MemoryEngine::new();
        let mut tip = Tip::default();
        for entry in journal(shop) {
            empty
                .write(Durability::Plain, &mut |tx| {
                    let entry = entry.clone();
                    replay(&mut Tables::new(tx), &mut tip, entry).unwrap();
                    Ok(())
                })
                .unwrap();
        }
        assert_eq!(support::rows(&empty), support::rows(&*shop.engine), "{name}");
        assert_eq!(look(&empty, &mut |view| dockhand::ops::settings(&view).map_err(|_| unreachable!())), settings());
    });
}

/// A bit of everything, with refusals in between, which leave nothing.
fn work_a_day(shop: &Shop) {
    let us = Tracking::Serialised { numbered_by: NumberedBy::Us, matching: Matching::Loose };
    let washer =
        Product { tracking: us, template: Template::parse("WS{YY}{C:5}{K}").ok(), ..support::counted("Washer") };
    let (phone, cable, washer) =
        (shop.product(support::serialised("Phone X")), shop.product(support::counted("Cable")), shop.product(washer));
    shop.refused(branch(""));
    for n in 0..40 {
        shop.run(branch(&format!("Branch {n}")));
        shop.minutes(1);
    }
    shop.run(Command::AddBin { warehouse: shop.warehouse, code: "A1".to_owned(), defects: true });
    shop.run(Command::SetCounter { template: "WS{YY}{C:5}{K}".to_owned(), next: 7 });

    let draft = shop.draft();
    let head = HeadEdit { supplier: Some("Northwind".to_owned()), ..HeadEdit::default() };
    shop.run(Command::EditDraft { draft, head });
    let line = shop.line(draft, phone);
    for n in 0..70 {
        shop.scan(draft, line, &[&format!("SN-{n:03}")]);
        shop.minutes(n % 2);
    }
    shop.refused(support::scanned(draft, line, &["sn-003"]));
    shop.run(Command::TakeBack { draft, line, serials: vec!["SN-069".to_owned()] });
    let reason = TrayReason::Unknown;
    shop.run(Command::PutInTray { draft, line: Some(line), raw: "???".to_owned(), reason });
    shop.run(Command::DropFromTray { draft, row: 1 });
    let ours = shop.line(draft, washer);
    shop.run(Command::GenerateSerials { draft, line: ours, count: 5 });
    let counted = shop.line(draft, cable);
    shop.count(draft, counted, 200);
    for (line, cost) in [(line, "199.99"), (ours, "80"), (counted, "0.3333")] {
        let cost = Some(Some(Cost::Unit(Money::parse(cost).unwrap())));
        shop.run(Command::EditLine { draft, line, edit: LineEdit { cost, ..LineEdit::default() } });
    }
    shop.minutes(3 * 24 * 60);
    let document = shop.post(draft).document;
    let key = SerialKey::from_stored("SN-001".to_owned());
    shop.run(Command::AddRemark { product: phone, key, text: "scratched".to_owned() });
    shop.run(Command::CancelDocument { document, reopen: true });
}

#[test]
fn after_a_days_work_everything_is_true_that_always_is() {
    each_shop(|name, shop| {
        work_a_day(shop);
        let broken = shop.look(|view| {
            let mut broken = Vec::new();
            dockhand::ops::verify::verify(&view, &mut |sentence| broken.push(sentence))?;
            Ok(broken)
        });
        assert_eq!(broken, Vec::<String>::new(), "{name}");
    });
}
