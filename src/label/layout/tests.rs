use super::*;
use crate::label::facts::Variable;
use crate::label::template::Templates;

fn laid(template: &str, facts: &Facts, dpi: u32) -> Result<Laid, Misfit> {
    let templates = Templates::built_in().unwrap();
    lay(templates.find(template).unwrap(), facts, dpi, &Letters::new().unwrap())
}

fn unit(serial: &str) -> Facts {
    Facts::default().with(Variable::Serial, serial).with(Variable::Product, "Phone X 128 GB")
}

/// Returns the symbol of a label: its modules and how many dots one is.
fn symbol_of(laid: &Laid) -> (usize, usize, bool) {
    let mut symbols = laid.items.iter().filter_map(|item| match item {
        Item::Symbol { matrix, module, .. } => Some((matrix.width(), *module, matrix.is_bars())),
        _ => None,
    });
    symbols.next().unwrap()
}

#[test]
fn a_short_serial_is_bars_and_one_too_long_for_them_takes_squares() {
    let (_, module, bars) = symbol_of(&laid("unit", &unit("356938035643809"), 203).unwrap());
    assert!(bars && module >= 2);
    let (_, module, bars) = symbol_of(&laid("unit", &unit("NORTHGATE-REPAIRS-2026-00017-A"), 203).unwrap());
    assert!(!bars && module >= 2);
}

#[test]
fn what_fits_no_symbol_is_refused_with_the_arithmetic() {
    let long = "x".repeat(300);
    let sentence = laid("unit-small", &unit(&long), 203).unwrap_err().to_string();
    assert!(
        sentence.ends_with(
            "Data Matrix is 56 modules on 96 dots at 203 dpi, 1.7 dots a module where a scanner needs 2; \
         QR is 77 modules on 96 dots at 203 dpi, 1.2 dots a module where a scanner needs 2"
        ),
        "{sentence}"
    );
}

#[test]
fn a_module_is_never_narrower_than_scanners_read_however_fine_the_printer() {
    assert_eq!([203, 300, 600, 1200].map(least), [2, 2, 4, 8]);
}

#[test]
fn a_label_without_what_is_scanned_is_refused() {
    let sentence = laid("unit", &Facts::default(), 203).unwrap_err().to_string();
    assert_eq!(sentence, "the label would have no serial: there is nothing for a scanner to read");
}

#[test]
fn text_shrinks_wraps_and_is_cut_short_last_but_a_serial_never_is() {
    let long = "Phone X 128 GB with a case, two cables, a charger, a manual in nine languages and a sticker";
    let facts = Facts::default().with(Variable::Serial, "SN-1").with(Variable::Product, long);
    let texts = |template| -> Vec<TextRun> {
        let laid = laid(template, &facts, 203).unwrap();
        for item in &laid.items {
            if let Item::Text(run) = item {
                assert!(run.x + run.width <= laid.width, "{run:?}");
            }
        }
        laid.items.into_iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None }).collect()
    };
    let cut = texts("unit");
    assert!(cut[0].text.starts_with("Phone X 128 GB with") && cut[0].text.ends_with('…'));
    assert_eq!(texts("unit-small").iter().filter(|run| long.contains(run.text.trim_end_matches('…'))).count(), 3);
    let Err(Misfit::Text { text, takes, has }) = laid("unit", &unit(&"W".repeat(64)), 203) else { panic!("printed") };
    assert_eq!((text.len(), has), (64, 460));
    assert!(takes > has);
}
