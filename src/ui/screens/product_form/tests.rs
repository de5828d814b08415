use super::super::probe::{drawn, draws_everywhere, here, named, scan};
use super::*;

fn typed(form: &mut dyn Screen, text: &str) {
    form.update(&here(), Event::Line(text.into()));
    form.update(&here(), Event::Typed(text.into()));
}

fn save(form: &mut dyn Screen) -> Vec<Effect> {
    form.update(&here(), Event::Act(Action::Save))
}

fn made(effects: &[Effect]) -> &Product {
    match effects {
        [Effect::Run(_, Command::AddProduct { product, .. } | Command::EditProduct { product, .. })] => product,
        other => panic!("{:?}", named(other)),
    }
}

#[test]
fn an_unknown_barcode_and_a_name_make_a_product() {
    let mut form = ProductForm::make(Some("4006381333931".into()));
    form.update(&here(), Event::Opened);
    typed(&mut *form, "USB cable 1 m");
    let effects = save(&mut *form);
    let product = made(&effects);
    assert_eq!((product.name.as_str(), product.unit.as_str()), ("USB cable 1 m", "pc"));
    assert_eq!(product.barcodes, [Barcode { text: "4006381333931".into(), pack: Quantity::ONE }]);
    assert_eq!(product.tracking, Tracking::Counted);
    let done = form.update(&here(), Event::Done(SAVE, Ok(Outcome::ProductMade(ProductId(7)))));
    assert_eq!(named(&done), ["Say MADE ✔ USB cable 1 m", "Pop Product(ProductId(7))"]);
}

#[test]
fn one_letter_gives_it_the_makers_serials() {
    let mut form = ProductForm::make(None);
    typed(&mut *form, "Phone X");
    typed(&mut *form, "m");
    let maker = Tracking::Serialised { numbered_by: NumberedBy::Maker, matching: Matching::Loose };
    assert_eq!(made(&save(&mut *form)).tracking, maker);
}

#[test]
fn a_scan_is_a_barcode_whatever_field_is_at_hand() {
    let mut form = ProductForm::make(Some("96385074".into()));
    form.update(&here(), Event::Line("Screw".into()));
    form.update(&here(), scan("4006381333931"));
    form.update(&here(), scan("4006381333931"));
    let full = form.update(&here(), scan("5901234123457"));
    assert!(named(&full)[0].starts_with("Say NOT TAKEN"), "{:?}", named(&full));
    let effects = save(&mut *form);
    let texts: Vec<_> = made(&effects).barcodes.iter().map(|barcode| barcode.text.as_str()).collect();
    assert_eq!(texts, ["96385074", "4006381333931"]);
}

#[test]
fn a_name_as_fast_as_a_scan_fills_the_field_at_hand() {
    for name in ["Phone X 128 GB", "Cable", "Gehäuse"] {
        let mut form = ProductForm::make(Some("96385074".into()));
        form.update(&here(), scan(name));
        let effects = save(&mut *form);
        let product = made(&effects);
        assert_eq!((product.name.as_str(), product.barcodes.len()), (name, 1));
    }
}

#[test]
fn a_wrong_value_is_said_at_its_field_and_nothing_is_lost() {
    let wrongs = [
        (At::Decimals, "4", "4: a quantity has 0, 1, 2 or 3 decimals"),
        (At::Minimum, "1.5", "1.5: pc takes whole numbers"),
        (At::Template, "WS", "WS: a template needs a counter"),
        (At::Next, "12", "there is no template above"),
        (At::Warranty, "1y", "1y: warranty is a number of months"),
        (At::CartonPack, "10", "10 pieces, but of which barcode?"),
    ];
    for (at, text, sentence) in wrongs {
        let product = Product { name: "Screw".into(), unit: "pc".into(), ..Product::default() };
        let mut form = ProductForm { was: None, next: None, saving: false, form: fields(&product, None, false) };
        form.form.put(at as usize, text);
        let effects = form.save();
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Run(..))), "{text}");
        let Prompt::Field(said) = form.prompt() else { panic!("a form writes in its fields") };
        assert!(said.starts_with(sentence), "{said}");
        assert_eq!(form.form.text(At::Name as usize), "Screw");
    }
}

#[test]
fn a_taken_barcode_is_said_at_the_barcode() {
    let mut form = ProductForm::make(Some("96385074".into()));
    typed(&mut *form, "Screw");
    save(&mut *form);
    let refused = Refused::Exists { what: "barcode".into(), value: "96385074".into(), owner: "Nail".into() };
    form.update(&here(), Event::Done(SAVE, Err(refused.into())));
    assert!(matches!(form.prompt(), Prompt::Field(said) if said.starts_with("96385074 is taken")));
    assert_eq!(made(&save(&mut *form)).name, "Screw");
}

#[test]
fn changing_keeps_what_the_form_does_not_show() {
    let barcode = |text: &str| Barcode { text: text.into(), pack: Quantity::ONE };
    let product = Product {
        name: "Screw".into(),
        unit: "pc".into(),
        barcodes: vec![barcode("a"), barcode("b"), barcode("c")],
        archived: true,
        ..Product::default()
    };
    let view = ProductView { id: ProductId(3), product: product.clone(), balances: vec![], template: None, last: None };
    let mut form = ProductForm::change(&view);
    assert_eq!(*made(&save(&mut *form)), product);
}

#[test]
fn it_draws_at_every_size() {
    let form = ProductForm::make(Some("4006381333931".into()));
    draws_everywhere(&*form);
    assert!(drawn(&*form, 80, 24).contains("Barcode"));
    assert!(drawn(&*form, 20, 8).contains("Name"));
}
