//! Two people at two desks: what one shares the other goes on with, and each takes back only what is theirs.

mod support;

use dockhand::domain::employee::Permission;
use dockhand::messages::Origin;
use support::bench::Bench;

/// Jane receives phones at her desk; Ben, who may receive too, sits at his.
fn two_desks(size: (u16, u16), permissions: &[Permission]) -> (Bench, Bench, Origin) {
    let mut jane = Bench::receiving_at("Phone X", 50, size.0, size.1);
    let ben = jane.shop.hire("Ben", permissions);
    let desk = Bench::at(jane.shop.seen_by(ben), size.0, size.1);
    jane.scan("JANE-0001");
    (jane, desk, ben)
}

const RECEIVER: &[Permission] = &[Permission::ViewPostings, Permission::CreatePostings, Permission::PostPostings];

#[test]
fn a_shared_draft_is_scanned_into_at_two_desks_and_an_undo_takes_back_only_its_own() {
    let (mut jane, mut ben, _) = two_desks((80, 24), RECEIVER);
    ben.pause(2_000).wait_for("Drafts").lacks("shared");
    jane.scan("DH:WHOSE").wait_for("Draft of Jane").shows("whose").press("Enter").wait_for("SHARED ✔");
    jane.wait_for("· shared");
    ben.pause(2_000).wait_for("· shared").shows("home_shared").press("Enter").wait_for("JANE-0001");
    ben.wait_for("· Jane's, shared").scan("BEN-0001").wait_for("2 / 50");
    jane.pause(2_000).wait_for("BEN-0001").wait_for("2 / 50").scan("JANE-0002");
    ben.pause(2_000).wait_for("JANE-0002").press("F7").wait_for("TAKEN BACK");
    assert_eq!(jane.units(), ["JANE-0001", "JANE-0002"], "Ben's scan alone is taken back");
    ben.press("F7").wait_for("this desk has scanned nothing");
    jane.pause(2_000).press("F7").pause(500).press("F7").pause(500);
    assert_eq!(jane.units(), [""; 0], "Jane's are hers to take back");
}

#[test]
fn a_desk_that_sat_down_anew_takes_back_its_own_newest_scan() {
    let (mut jane, mut ben, _) = two_desks((80, 24), RECEIVER);
    jane.scan("DH:WHOSE").press("Enter");
    ben.pause(2_000).press("Enter").scan("BEN-0001");
    jane.pause(2_000).scan("JANE-0002");
    ben.restart().pause(2_000).press("Enter").pause(500).press("F7").pause(500);
    assert_eq!(jane.units(), ["JANE-0001", "JANE-0002"]);
}

#[test]
fn a_draft_is_handed_over_and_who_handed_it_over_reads_whose_it_is() {
    let (mut jane, mut ben, _) = two_desks((80, 24), RECEIVER);
    jane.scan("DH:WHOSE").enter("ben").wait_for("HANDED OVER ✔ Ben").wait_for("· Ben's");
    jane.scan("JANE-0002").wait_for("Jane may not change the draft of Ben");
    ben.pause(2_000).press("Enter").scan("BEN-0001").wait_for("2 / 50");
    ben.scan("DH:WHOSE").wait_for("Hand it over to Jane").press("Esc");
    jane.press("Ctrl+P").enter("whose").wait_for("Take it over").press("Enter").wait_for("TAKEN OVER ✔");
    jane.scan("JANE-0002").wait_for("3 / 50");
}

#[test]
fn who_may_see_all_drafts_sees_them_and_may_not_change_them() {
    let (_jane, mut ben, _) = two_desks((80, 24), &[RECEIVER, &[Permission::SeeAllDrafts]].concat());
    ben.pause(2_000).press("Enter").wait_for("· Jane's").scan("BEN-0001");
    ben.wait_for("Ben may not change the draft of Jane, which is not shared");
}

#[test]
fn whose_a_draft_is_is_chosen_on_small_screens_too() {
    for (columns, rows) in [(40, 12), (20, 8)] {
        let (mut jane, mut ben, _) = two_desks((columns, rows), RECEIVER);
        jane.scan("DH:WHOSE").shows(&format!("whose_{columns}x{rows}")).press("Enter").pause(500);
        ben.pause(2_000).press("Enter").pause(500).wait_for("JANE-0001");
    }
}
