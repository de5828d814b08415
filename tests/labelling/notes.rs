//! What the store keeps of labels that were printed.

use dockhand::domain::serial::SerialKey;
use dockhand::messages::{Answer, Command, LabelOf, Labelled, Outcome, PrintsView, Query, UnitRef};

use crate::support::{self, Shop, each_shop};

fn printed(shop: &Shop, labels: Vec<Labelled>) -> Outcome {
    let (printer, template) = ("zebra-1".to_owned(), String::new());
    shop.run(Command::NotePrinted { printer, template, copies: 1, labels })
}

fn prints(shop: &Shop, serial: &str) -> Option<PrintsView> {
    let Answer::Passport(unit) = shop.ask(&Query::Passport(UnitRef::Serial(serial.to_owned(), None))) else {
        panic!("a passport")
    };
    unit.prints
}

#[test]
fn a_passport_says_when_its_label_was_printed_and_when_again() {
    each_shop(|name, shop| {
        let phone = shop.product(support::serialised("Phone X"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1", "A2"]);
        assert_eq!(prints(shop, "A1"), None, "{name}");
        let of = |key: &str| Labelled::Unit { product: phone, key: SerialKey::from_stored(key.to_owned()) };
        let first = shop.now();
        // Of two labels of one unit in one job it is noted once.
        let noted = printed(shop, vec![of("A1"), of("A1"), Labelled::Product { product: phone }]);
        assert_eq!(noted, Outcome::PrintNoted { again: 0, times: 1 }, "{name}");
        shop.minutes(5);
        let noted = printed(shop, vec![of("A1"), of("A2")]);
        assert_eq!(noted, Outcome::PrintNoted { again: 1, times: 2 }, "{name}");
        let (first, last) = ((first, "desk 1".to_owned()), (shop.now(), "desk 1".to_owned()));
        assert_eq!(prints(shop, "A1"), Some(PrintsView { times: 2, first, last: last.clone() }), "{name}");
        assert_eq!(prints(shop, "A2"), Some(PrintsView { times: 1, first: last.clone(), last }), "{name}");
        // A label that is out there is known, though its serial was taken out of the draft.
        shop.run(Command::TakeBack { draft, line, serials: vec!["A2".to_owned()] });
        shop.scan(draft, line, &["A2"]);
        assert_eq!(prints(shop, "A2").unwrap().times, 1, "{name}");
        shop.replays_equal();
        let mut broken = Vec::new();
        shop.stockroom.verify(&mut |sentence| broken.push(sentence)).unwrap();
        assert_eq!(broken, Vec::<String>::new(), "{name}");
    });
}

#[test]
fn labels_of_nothing_are_not_noted() {
    let shop = Shop::in_memory();
    let phone = shop.product(support::serialised("Phone X"));
    let none = Labelled::Unit { product: dockhand::domain::id::ProductId(9), key: SerialKey::from_stored("A1".into()) };
    let note = |copies, labels| Command::NotePrinted {
        printer: "zebra-1".to_owned(),
        template: String::new(),
        copies,
        labels,
    };
    assert_eq!(shop.refused(note(1, vec![none])).code(), "unknown");
    assert_eq!(shop.refused(note(0, vec![Labelled::Product { product: phone }])).code(), "bad_field");
}

#[test]
fn units_of_a_line_are_labelled_by_their_serials_and_a_lot_says_what_it_is() {
    each_shop(|name, shop| {
        let phone = shop.product(support::serialised("Phone X"));
        let cable = shop.product(support::counted("Cable"));
        let draft = shop.draft();
        let line = shop.line(draft, phone);
        shop.scan(draft, line, &["A1", "A2", "A3"]);
        let cables = shop.line(draft, cable);
        shop.count(draft, cables, 7);
        let ask = |of: LabelOf| {
            let Answer::Labels(page) = shop.ask(&Query::Labels { of, after: None, limit: 10 }) else {
                panic!("labels")
            };
            page.rows
        };
        let serials = |of: LabelOf| ask(of).into_iter().map(|row| row.serial).collect::<Vec<_>>();
        let some = vec!["A3".to_owned(), "A1".to_owned()];
        assert_eq!(serials(LabelOf::Scanned(draft, line, some)), ["A3", "A1"], "{name}");
        assert_eq!(serials(LabelOf::Line(draft, line)), ["A1", "A2", "A3"], "{name}");
        assert_eq!(ask(LabelOf::Line(draft, cables))[0].product, "Cable", "{name}");
        let posted = shop.post(draft);
        let Answer::Layers(layers) =
            shop.ask(&Query::Layers { product: cable, warehouse: None, after: None, limit: 1 })
        else {
            panic!("layers")
        };
        let lot = ask(LabelOf::Lot(layers.rows[0].lot));
        assert_eq!((lot[0].posting.as_str(), lot[0].lot.as_str()), (posted.number.as_str(), "P-1/2"), "{name}");
    });
}
