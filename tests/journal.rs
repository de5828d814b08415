//! What was decided is told in sentences: newest first, by document, product, serial and word.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use dockhand::domain::id::{DeskId, DocumentId, ProductId};
use dockhand::messages::{Answer, Command, Cursor, JournalFilter, JournalRow, Query};
use support::{Shop, counted, serialised};

/// Asks for all entries, page by page.
fn entries(shop: &Shop, filter: &JournalFilter, limit: usize) -> Vec<JournalRow> {
    let (mut rows, mut after): (Vec<JournalRow>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let Answer::Journal(page) = shop.ask(&Query::Journal { filter: filter.clone(), after, limit }) else {
            panic!()
        };
        assert!(page.rows.len() <= limit);
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

fn told(shop: &Shop, filter: &JournalFilter) -> Vec<String> {
    entries(shop, filter, 2).into_iter().map(|row| row.what).collect()
}

/// A shop where two phones came in at one desk, and a cable was made at another.
fn shop() -> Shop {
    let shop = Shop::in_memory();
    let phone = shop.product(serialised("Phone X"));
    shop.minutes(1);
    let draft = shop.draft();
    let line = shop.line(draft, phone);
    shop.scan(draft, line, &["sn 1"]);
    shop.scan(draft, line, &["SN2"]);
    shop.minutes(1);
    shop.post(draft);
    let other = shop.stockroom.open_desk("desk 2").unwrap();
    shop.at(other, Command::AddProduct { product: Box::new(counted("Cable")), next: None }).unwrap();
    shop
}

#[test]
fn every_entry_is_told_once_whatever_the_pages() {
    let shop = shop();
    let all = entries(&shop, &JournalFilter::default(), 100);
    let sequences: Vec<u64> = all.iter().map(|row| row.sequence).collect();
    assert_eq!(sequences, (1..=all.len() as u64).rev().collect::<Vec<_>>());
    for limit in [1, 3, 7] {
        assert_eq!(entries(&shop, &JournalFilter::default(), limit), all);
    }
    let proof = shop.stockroom.prove(&all[2].head, &mut |_| (), &mut |_| ()).unwrap();
    assert_eq!((proof.head, proof.entries), (all[0].head, all.len() as u64));
    assert_eq!(proof.sought, Some((all[2].sequence, all[2].at)), "verify finds what the journal shows");
}

#[test]
fn entries_are_found_by_what_they_name() {
    let shop = shop();
    assert_eq!(
        told(&shop, &JournalFilter { serial: "SN 1".into(), ..JournalFilter::default() }),
        ["receive serials: sn 1, P-1"]
    );
    let of_phone = told(&shop, &JournalFilter { product: Some(ProductId(1)), ..JournalFilter::default() });
    assert_eq!(of_phone, ["add a line: P-1, Phone X"]);
    let of_document = told(&shop, &JournalFilter { document: Some(DocumentId(1)), ..JournalFilter::default() });
    assert_eq!(of_document.len(), 5, "{of_document:?}");
    assert!(of_document[0].contains("P-1") && of_document[4].ends_with("Main"), "{of_document:?}");
    let at_the_other = told(&shop, &JournalFilter { desk: Some(DeskId(2)), ..JournalFilter::default() });
    assert_eq!(at_the_other, ["make a product: Cable"]);
    assert_eq!(
        told(&shop, &JournalFilter { text: "CABLE".into(), ..JournalFilter::default() }),
        ["make a product: Cable"]
    );
}

#[test]
fn who_may_not_read_the_journal_is_refused() {
    let shop = shop();
    let query = Query::Journal { filter: JournalFilter::default(), after: None, limit: 5 };
    let nobody = dockhand::domain::id::EmployeeId(99);
    let refused = shop.stockroom.ask_as(nobody, &query).unwrap_err().to_string();
    assert!(refused.contains("may not read the journal"), "{refused}");
    assert!(shop.stockroom.ask_as(shop.origin.employee, &query).is_ok());
}
