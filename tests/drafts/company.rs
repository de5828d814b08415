//! Where a serial is unique over the whole company, and where many are picked at once.

use super::*;
use dockhand::domain::settings::{SerialScope, Settings};

#[test]
fn a_company_whose_serials_are_one_list_picks_by_serial_alone() {
    let shop = Shop::in_memory();
    shop.run(Command::ChangeSettings(Settings { scope: SerialScope::Company, ..support::settings() }));
    let floor = Floor::new(shop);
    let (sale, other) = (floor.sale(&["A1", "A5"]), floor.open(DocumentKind::WriteOff));
    assert_eq!(floor.refused(picked(other, &["A1"])).code(), "reserved");
    floor.pick(other, &["A2"]);
    let query = Query::Pickable { draft: sale, product: floor.phone, text: "A".into(), after: None, limit: 10 };
    let Answer::Pickable(page) = floor.shop.ask(&query) else { panic!("units") };
    assert_eq!(page.rows.len(), 6);
    floor.shop.run(put_back(sale, &["A5"]));
    floor.post(sale);
    floor.whole();
}

#[test]
fn ten_thousand_units_are_picked_at_once_and_no_line_names_more() {
    let floor = Floor::new(Shop::in_memory());
    let serials: Vec<String> = (0..10_001).map(|n| format!("N{n:05}")).collect();
    let serials: Vec<&str> = serials.iter().map(String::as_str).collect();
    floor.receive("2026-09-03", &[(floor.phone, 0, "1000", &serials[..10_000])]);
    floor.receive("2026-09-04", &[(floor.phone, 0, "1", &serials[10_000..])]);
    let sale = floor.open(DocumentKind::Sale);
    assert_eq!(floor.refused(picked(sale, &serials)).code(), "range_too_large");
    floor.pick(sale, &serials[..10_000]);
    let no = floor.refused(picked(sale, &serials[10_000..]));
    assert_eq!(no.to_string(), "line 1: 10,000 units are named, and no line moves more; begin another line");
    assert_eq!(floor.post(sale).lines[0].quantity, pieces(10_000));
    let Outcome::Cancelled { reopened: Some(again), .. } =
        floor.shop.run(Command::CancelDocument { document: sale, reopen: true })
    else {
        panic!("reopened")
    };
    assert_eq!((floor.held(), floor.look(again).blockers.len()), (10_000, 0));
    floor.shop.run(Command::DeleteDraft { draft: again });
    assert_eq!(floor.held(), 0);
    assert_eq!(floor.broken(), Vec::<String>::new());
}
