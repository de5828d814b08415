//! What a desk asks of a draft: its units, those it may take, and what a range would pick.

use super::*;
use dockhand::messages::{Cursor, Page, PickableRow, PreviewView};

fn pickable(floor: &Floor, draft: DocumentId, text: &str, after: Option<Cursor>, limit: usize) -> Page<PickableRow> {
    let query = Query::Pickable { draft, product: floor.phone, text: text.into(), after, limit };
    match floor.shop.ask(&query) {
        Answer::Pickable(page) => page,
        other => panic!("{other:?}"),
    }
}

/// All serials, asked for so many at a time.
fn all(floor: &Floor, draft: DocumentId, text: &str, limit: usize) -> Vec<String> {
    let (mut serials, mut after) = (Vec::new(), None);
    loop {
        let page = pickable(floor, draft, text, after, limit);
        serials.extend(page.rows.into_iter().map(|row| row.unit.serial));
        match page.next {
            Some(next) => after = Some(next),
            None => return serials,
        }
    }
}

#[test]
fn the_picker_lists_the_oldest_first_page_by_page_and_says_what_is_held() {
    each_floor(|floor| {
        let (sale, other) = (floor.sale(&["A2"]), floor.sale(&["A5"]));
        let expected = ["A1", "A2", "A3", "A4", "A5", "A6"];
        for limit in 1..8 {
            assert_eq!(all(floor, sale, "", limit), expected, "{limit} at a time");
            assert_eq!(all(floor, sale, "a", limit), expected, "{limit} at a time, by serial");
        }
        let page = pickable(floor, sale, "", None, 10);
        let picked: Vec<_> = page.rows.iter().filter_map(|row| Some((row.unit.serial.as_str(), row.picked?))).collect();
        assert_eq!(picked, [("A2", 1)]);
        let held: Vec<_> = page.rows.iter().filter(|row| !row.held.is_empty()).collect();
        assert_eq!((held.len(), held[0].unit.serial.as_str()), (1, "A5"));
        assert_eq!(held[0].held, "in a draft sale at desk 1 (Jane), just now");
        assert_eq!((page.rows[3].posting.as_str(), page.rows[3].unit.cost), ("P-2", money("110")));
        assert_eq!(all(floor, sale, "A3", 10), ["A3"]);
        assert!(all(floor, floor.open_in(DocumentKind::Sale, SHOP), "", 10).is_empty());
        floor.post(other);
        assert_eq!(all(floor, sale, "", 2), ["A1", "A2", "A3", "A4", "A6"]);
    });
}

#[test]
fn the_picker_of_a_return_lists_only_what_can_come_back() {
    each_floor(|floor| {
        let sale = floor.sale(&["A5", "A1", "A2"]);
        floor.post(sale);
        let back = floor.open(DocumentKind::ClientReturn);
        assert!(all(floor, back, "", 10).is_empty(), "nobody knows yet of which sale");
        floor.pick(back, &["A1"]);
        for limit in 1..4 {
            assert_eq!(all(floor, back, "", limit), ["A1", "A2", "A5"]);
            assert_eq!(all(floor, back, "A", limit), ["A1", "A2", "A5"]);
        }
        floor.post(back);
        let supplier = floor.open(DocumentKind::SupplierReturn);
        floor.pick(supplier, &["A3"]);
        assert_eq!(all(floor, supplier, "", 1), ["A3", "A1"], "of P-1; what came back queues by its return");
    });
}

#[test]
fn a_ten_thousand_unit_line_is_paged_by_its_key() {
    let floor = Floor::new(Shop::in_memory());
    let serials: Vec<String> = (0..2_000).map(|n| format!("N{n:05}")).collect();
    let serials: Vec<&str> = serials.iter().map(String::as_str).collect();
    floor.receive("2026-09-03", &[(floor.phone, 0, "2000", &serials)]);
    let sale = floor.sale(&serials);
    assert_eq!(all(&floor, sale, "N", 300).len(), 2_000);
    assert_eq!(all(&floor, sale, "N0001", 3).len(), 10);
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let query = Query::Picked { draft: sale, line: 1, before, limit: 128 };
        let Answer::Picked(rows) = floor.shop.ask(&query) else { panic!("picked") };
        let Some(last) = rows.last() else { break };
        before = Some(last.n);
        seen.extend(rows.into_iter().map(|row| row.serial));
    }
    seen.reverse();
    assert_eq!(seen, serials, "newest first, each once");
    assert_eq!(floor.look(sale).cost, money("2000"));
    floor.post(sale);
    floor.whole();
}

#[test]
fn a_range_is_seen_before_it_is_picked() {
    each_floor(|floor| {
        let sale = floor.sale(&["A2"]);
        floor.sale(&["A4"]);
        let ask = |text: &str, wanted| {
            let query = Query::PickPreview { draft: sale, product: floor.phone, text: text.into(), wanted };
            floor.shop.stockroom.ask(&query)
        };
        let Ok(Answer::Preview(preview)) = ask("A1..A7", None) else { panic!("a preview") };
        let PreviewView { serials, clashes, .. } = *preview;
        assert_eq!(serials.len(), 7);
        let clashes: Vec<_> = clashes.iter().map(|(serial, why)| (serial.as_str(), why.as_str())).collect();
        assert_eq!(
            clashes,
            [
                ("A2", "scanned already: line 1, Phone"),
                ("A4", "in a draft sale at desk 1 (Jane), just now; in stock: Main, P-2 of 2026-09-02"),
                ("A7", "not known: there is no such unit of Phone"),
            ]
        );
        assert!(matches!(ask("~+3", None), Err(No::Refused(Refused::RangeMalformed(_)))));
        let Ok(Answer::Preview(preview)) = ask("A5..A6", None) else { panic!("a preview") };
        assert!(preview.clashes.is_empty());
        floor.pick(sale, &["A5", "A6"]);
    });
}

#[test]
fn drafts_of_every_kind_stand_on_home_and_among_documents() {
    each_floor(|floor| {
        let sale = floor.sale(&["A1", "A2"]);
        floor.count(sale, 3);
        let home = Query::Home { employee: floor.shop.origin.employee, desk: floor.shop.origin.desk };
        let Answer::Home(home) = floor.shop.ask(&home) else { panic!("home") };
        assert_eq!((home.drafts[0].kind, home.drafts[0].quantity), (DocumentKind::Sale, pieces(5)));
        let Answer::Document(document) = floor.shop.ask(&Query::Document(dockhand::messages::DocumentRef::Id(sale)))
        else {
            panic!("a document")
        };
        assert_eq!(document.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [pieces(2), pieces(3)]);
        let units = Query::LineUnits { document: sale, line: 1, after: None, limit: 1 };
        let Answer::Units(page) = floor.shop.ask(&units) else { panic!("units") };
        assert_eq!((page.rows[0].serial.as_str(), page.next.is_some()), ("A1", true));
    });
}
