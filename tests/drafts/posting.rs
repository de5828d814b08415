//! A draft is posted by the one way every document goes, and what was cancelled is a draft again.

use super::*;

/// Fills a draft of each kind; returns it, with what its return needs.
fn filled(floor: &Floor, kind: DocumentKind) -> DocumentId {
    let sold = || {
        let sale = floor.open(DocumentKind::Sale);
        floor.head(sale, MoveHeadEdit { client: Some("Ann".into()), ..MoveHeadEdit::default() });
        floor.pick(sale, &["A1", "A4"]);
        floor.count(sale, 12);
        floor.post(sale).document
    };
    let of = (kind == DocumentKind::ClientReturn).then(sold);
    let draft = floor.open(kind);
    let blank = MoveHeadEdit::default();
    match kind {
        DocumentKind::WriteOff => floor.head(draft, MoveHeadEdit { reason: Some("damaged".into()), ..blank }),
        DocumentKind::Transfer => floor.head(draft, MoveHeadEdit { to: Some(Some(SHOP)), ..blank }),
        DocumentKind::ClientReturn => floor.head(draft, MoveHeadEdit { of: Some(of), ..blank }),
        DocumentKind::SupplierReturn => {
            floor.pick(draft, &["A2"]);
            assert_eq!(floor.look(draft).of_number, "P-1");
        }
        _ => floor.head(draft, MoveHeadEdit { client: Some("Ann".into()), note: Some("today".into()), ..blank }),
    }
    match kind {
        DocumentKind::SupplierReturn => floor.pick(draft, &["A1"]),
        _ => floor.pick(draft, &["A4", "A1"]),
    };
    floor.count(draft, 2);
    draft
}

const KINDS: [DocumentKind; 6] = [
    DocumentKind::WriteOff,
    DocumentKind::Sale,
    DocumentKind::Order,
    DocumentKind::Transfer,
    DocumentKind::ClientReturn,
    DocumentKind::SupplierReturn,
];

#[test]
fn what_a_draft_says_it_will_take_is_what_posting_it_takes() {
    each_floor(|floor| {
        for kind in KINDS {
            let draft = filled(floor, kind);
            let view = floor.look(draft);
            assert_eq!(view.blockers, [], "{kind:?}");
            let posted = floor.post(draft);
            let told: Vec<_> = view.lines.iter().map(|line| (line.quantity, line.cost, line.took.clone())).collect();
            let took: Vec<_> =
                posted.lines.iter().map(|line| (line.quantity, Some(line.cost), line.took.clone())).collect();
            assert_eq!(told, took, "{kind:?}");
            assert!(posted.number.starts_with(kind.letters()), "{}", posted.number);
            assert_eq!(floor.held(), 0);
            assert_eq!(floor.look(draft).number, Some(posted.number), "a desk finds what became of it");
            floor.shop.run(Command::CancelDocument { document: draft, reopen: false });
            if let Some(sale) = view.of.filter(|_| kind == DocumentKind::ClientReturn) {
                floor.shop.run(Command::CancelDocument { document: sale, reopen: false });
            }
        }
    });
}

#[test]
fn what_was_cancelled_is_a_draft_again_with_all_its_lines_and_serials_of_every_kind() {
    each_floor(|floor| {
        for kind in KINDS {
            let draft = filled(floor, kind);
            let was = floor.look(draft);
            floor.post(draft);
            let Outcome::Cancelled { reopened: Some(again), .. } =
                floor.shop.run(Command::CancelDocument { document: draft, reopen: true })
            else {
                panic!("reopened")
            };
            let now = floor.look(again);
            assert_eq!(now.blockers, [], "{kind:?}");
            assert_eq!(
                (now.to, now.of, &now.client, &now.supplier, &now.reason, &now.note),
                (was.to, was.of, &was.client, &was.supplier, &was.reason, &was.note)
            );
            let lines = |view: &MoveDraftView| {
                let line = |line: &dockhand::messages::MoveLineView| (line.line, line.quantity, line.picked, line.cost);
                view.lines.iter().map(line).collect::<Vec<_>>()
            };
            assert_eq!(lines(&now), lines(&was), "{kind:?}");
            assert_eq!(floor.held(), 2);
            let posted = floor.post(again);
            assert_eq!(posted.lines[0].took.len(), if kind == DocumentKind::SupplierReturn { 1 } else { 2 });
            floor.shop.run(Command::CancelDocument { document: again, reopen: false });
            if let Some(sale) = was.of.filter(|_| kind == DocumentKind::ClientReturn) {
                floor.shop.run(Command::CancelDocument { document: sale, reopen: false });
            }
        }
    });
}

#[test]
fn what_is_lacking_is_said_before_anybody_tries_and_when_they_do() {
    each_floor(|floor| {
        let blocked = |draft| floor.look(draft).blockers.iter().map(ToString::to_string).collect::<Vec<_>>();
        let refused = |draft| {
            let no = floor.refused(Command::PostDraft { draft });
            (no.code(), no.to_string())
        };
        let write_off = floor.open(DocumentKind::WriteOff);
        assert_eq!(blocked(write_off), ["nothing was scanned yet", "a write-off has a reason: nothing was typed"]);
        assert_eq!(refused(write_off).0, "not_complete");
        floor.pick(write_off, &["A1"]);
        assert_eq!(refused(write_off), ("bad_field", "nothing typed: a write-off has a reason".to_owned()));
        assert_eq!(floor.look(write_off).cost, money("100"), "what it costs is known before its reason");

        let transfer = floor.open(DocumentKind::Transfer);
        floor.count(transfer, 11);
        assert_eq!(blocked(transfer), ["a transfer brings goods to a warehouse: none was named"]);
        assert_eq!(refused(transfer).0, "bad_field");

        let back = floor.open(DocumentKind::ClientReturn);
        floor.count(back, 1);
        assert_eq!(blocked(back), ["a client return says of which sale: nothing was named"]);
        assert_eq!(refused(back).0, "bad_field");

        let sale = floor.open(DocumentKind::Sale);
        floor.count(sale, 16);
        let says = "line 1: 16 pc of Cable are wanted, Main has 15 on 2026-10-02; take less";
        assert_eq!(blocked(sale), [says]);
        let Some(Refused::Short(shortage)) = floor.look(sale).lines[0].refused.clone() else { panic!("short") };
        assert_eq!((shortage.on_hand, shortage.wanted), (pieces(15), pieces(16)));
        assert_eq!(refused(sale), ("short", says.to_owned()));
        floor.shop.run(goods(sale, floor.cable, -1));
        assert_eq!(floor.post(sale).lines[0].cost, money("22.5"));
        assert_eq!(floor.look(transfer).lines[0].refused.as_ref().map(Refused::code), Some("short"), "they are gone");
    });
}

#[test]
fn two_lines_draw_in_their_order_in_a_draft_as_in_a_document() {
    each_floor(|floor| {
        let sale = floor.open(DocumentKind::Sale);
        floor.count(sale, 8);
        let Outcome::LineAdded { line, .. } =
            floor.shop.run(Command::AddMoveLine { draft: sale, product: floor.cable, from_tray: None })
        else {
            panic!("a line")
        };
        floor.count(sale, 4);
        let view = floor.look(sale);
        let took =
            |at: usize| view.lines[at].took.iter().map(|took| (took.label.as_str(), took.quantity)).collect::<Vec<_>>();
        assert_eq!(
            (line, took(0), took(1)),
            (2, vec![("P-1/1", pieces(8))], vec![("P-1/1", pieces(2)), ("P-2/1", pieces(2))])
        );
        floor.count(sale, 4);
        let view = floor.look(sale);
        assert_eq!(view.lines[0].refused, None);
        assert_eq!(view.lines[1].refused.as_ref().map(Refused::code), Some("short"));
        floor.shop.run(Command::RemoveLine { draft: sale, line: 1 });
        assert_eq!(floor.post(sale).lines.len(), 1, "its number stays the second");
        assert_eq!(floor.look(sale).lines[0].line, 2);
    });
}

#[test]
fn a_client_return_takes_only_what_its_sale_took() {
    each_floor(|floor| {
        let (first, second) = (floor.sale(&["A1"]), floor.sale(&["A2"]));
        floor.count(first, 2);
        floor.head(first, MoveHeadEdit { client: Some("Ann".into()), ..MoveHeadEdit::default() });
        floor.post(first);
        floor.post(second);
        let back = floor.open(DocumentKind::ClientReturn);
        let no = floor.refused(picked(back, &["A3"]));
        assert_eq!(no.to_string(), "A3 is with no client: it is in stock: Main, P-1 of 2026-09-01");
        let Outcome::Picked { of, .. } = floor.pick(back, &["A1"]) else { panic!("picked") };
        assert_eq!(of.as_deref(), Some("S-1"));
        assert_eq!((floor.look(back).of_number.as_str(), floor.look(back).client.as_str()), ("S-1", "Ann"));
        let no = floor.refused(picked(back, &["A2"]));
        assert_eq!(no.to_string(), "A2 is not out by S-1: it is sold S-2 2026-10-02");
        floor.count(back, 2);
        assert_eq!(floor.look(back).blockers, []);
        floor.count(back, 1);
        assert_eq!(floor.look(back).lines[1].refused.as_ref().map(Refused::code), Some("short"));
        let tablet = floor.shop.product(counted("Tablet"));
        assert_eq!(floor.refused(goods(back, tablet, 1)).code(), "not_on_hand");
        let no = floor.refused(Command::EditMoveHead {
            draft: back,
            head: Box::new(MoveHeadEdit { of: Some(Some(second)), ..MoveHeadEdit::default() }),
        });
        assert_eq!(
            no.to_string(),
            "A1 is not out by S-2: it is in a draft client return at desk 1 (Jane), just now; sold S-1 to Ann 2026-10-02"
        );
        floor.shop.run(goods(back, floor.cable, -1));
        floor.post(back);
        assert_eq!(floor.resolved("A1"), "in stock: Main, CR-1 of 2026-10-02");
    });
}

#[test]
fn a_supplier_return_takes_only_what_its_posting_brought() {
    each_floor(|floor| {
        let back = floor.open(DocumentKind::SupplierReturn);
        let Outcome::Picked { of, .. } = floor.pick(back, &["A5"]) else { panic!("picked") };
        assert_eq!((of.as_deref(), floor.look(back).supplier.as_str()), (Some("P-2"), "Northwind"));
        let no = floor.refused(picked(back, &["A1"]));
        assert_eq!(no.to_string(), "A1 did not come in by P-2: it came in by P-1");
        floor.count(back, 6);
        assert_eq!(floor.look(back).lines[1].refused.as_ref().map(Refused::code), Some("short"));
        floor.shop.run(goods(back, floor.cable, -1));
        assert_eq!(floor.post(back).lines[1].took[0].label, "P-2/1");
    });
}

#[test]
fn drafts_are_dated_back_only_by_who_may_and_never_before_their_units_came() {
    each_floor(|floor| {
        let sale = floor.sale(&["A4"]);
        let on = |date: &str| Command::EditMoveHead {
            draft: sale,
            head: Box::new(MoveHeadEdit { date: Some(Some(day(date))), ..MoveHeadEdit::default() }),
        };
        let no = floor.refused(on("2026-09-01"));
        assert_eq!(no.to_string(), "2026-09-01 is too early: A4 is where it is since P-2 of 2026-09-02");
        assert_eq!(floor.refused(on("2026-10-03")).code(), "bad_date");
        floor.shop.run(on("2026-09-02"));
        floor.count(sale, 12);
        assert_eq!(floor.look(sale).blockers, []);
        floor.shop.run(put_back(sale, &["A4"]));
        floor.shop.run(on("2026-09-01"));
        assert_eq!(floor.look(sale).lines[0].refused.as_ref().map(Refused::code), Some("short"));
        assert_eq!(floor.refused(picked(sale, &["A5"])).code(), "bad_date");
    });
}
