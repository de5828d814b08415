//! Whole labels are read back too, over every template, at the dots of common printers, and from rendered PDF pages.

use std::process::Command;

use dockhand::label::dots::Dots;
use dockhand::label::facts::{Facts, Variable};
use dockhand::label::layout::{Item, Laid, lay};
use dockhand::label::letters::Letters;
use dockhand::label::output::pdf;
use dockhand::label::template::{Subject, Template, Templates};

use super::{gtins, readers, texts};

/// What is printed on a template, and what a scanner must send.
fn facts(template: &Template, scanned: &str) -> Facts {
    let facts = Facts::default()
        .with(Variable::Product, "Phone X 128 GB, grün")
        .with(Variable::Company, "Northgate Repairs")
        .with(Variable::Posting, "P-118")
        .with(Variable::Date, "2026-10-02")
        .with(Variable::Name, "Ana")
        .with(Variable::Price, "4.90 EUR")
        .with(Variable::Bin, "A3");
    let variable = match template.subject {
        Subject::Unit => Variable::Serial,
        Subject::Product => Variable::Barcode,
        _ => Variable::Scan,
    };
    facts.with(variable, scanned)
}

/// Random texts that a template is printed with.
fn scanned(template: &Template, count: usize) -> Vec<String> {
    match template.subject {
        Subject::Product => [gtins(13, count / 2), texts("[0-9A-Z]{3,10}", count / 2)].concat(),
        Subject::Carton => gtins(18, count),
        Subject::Unit => texts("[0-9]{15}|[A-Z]{2}-[0-9]{4,6}|[!-~]{1,24}", count),
        Subject::Bin => texts("DH:BIN:[A-Z]{2,4}/[A-Z][0-9]{1,2}", count),
        Subject::Badge => texts("DH:BADGE:[0-9A-Za-z]{21}", count),
        Subject::Command => texts("DH:[A-Z0-9]{2,12}", count),
    }
}

fn laid(template: &Template, text: &str, dpi: u32, letters: &Letters) -> Laid {
    lay(template, &facts(template, text), dpi, letters).unwrap_or_else(|why| panic!("{}: {why}", template.name))
}

/// What a scanner sends of a label with this text.
fn sent(template: &Template, text: &str) -> String {
    if template.subject == Subject::Carton { format!("00{text}") } else { text.to_owned() }
}

/// Tells which reader a label's symbol is for: bars and QR, or Data Matrix.
fn is_data_matrix(laid: &Laid) -> bool {
    laid.items.iter().any(|item| match item {
        // Its finder: all of the left column is dark, which in a QR symbol is not.
        Item::Symbol { matrix, .. } => !matrix.is_bars() && matrix.rows().all(|row| row[0]),
        _ => false,
    })
}

/// Reads a label as a whole, whatever its symbol is.
fn read(laid: &Laid, dots: &Dots) -> String {
    if is_data_matrix(laid) { readers::dmtx(dots) } else { readers::zbar_any(dots) }
}

#[test]
#[ignore = "needs zbarimg and dmtxread"]
fn every_template_is_read_from_its_picture_at_every_printers_dots() {
    let mut letters = Letters::new().unwrap();
    for template in Templates::built_in().unwrap().all() {
        for dpi in [203, 300] {
            for text in scanned(template, 30) {
                let laid = laid(template, &text, dpi, &letters);
                let dots = laid.draw(&mut letters);
                assert_eq!(read(&laid, &dots), sent(template, &text), "{} at {dpi} dpi", template.name);
            }
        }
    }
}

#[test]
#[ignore = "needs zbarimg, dmtxread and pdftoppm"]
fn every_template_is_read_from_the_rendered_pages_of_its_pdf() {
    let letters = Letters::new().unwrap();
    for template in Templates::built_in().unwrap().all() {
        let all = scanned(template, 6);
        let labels: Vec<Laid> = all.iter().map(|text| laid(template, text, pdf::DPI, &letters)).collect();
        let pages = pdf::pages(labels.clone(), (template.width, template.height), None);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("labels.pdf");
        std::fs::write(&file, pdf::pdf(&pages, "Labels", &letters).unwrap()).unwrap();
        let done =
            Command::new("pdftoppm").args(["-r", "300", "-png"]).arg(&file).arg(folder.path().join("p")).status();
        assert!(done.unwrap().success());
        let mut pictures: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        pictures.retain(|path| path.extension().is_some_and(|end| end == "png"));
        pictures.sort();
        assert_eq!(pictures.len(), all.len());
        for ((picture, laid), text) in pictures.iter().zip(&labels).zip(&all) {
            let read = if is_data_matrix(laid) { readers::dmtx_file(picture) } else { readers::zbar_file(picture) };
            assert_eq!(read, sent(template, text), "{}", template.name);
        }
        let words = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
        let words = String::from_utf8(words.stdout).unwrap();
        assert!(template.subject != Subject::Product || words.contains("Phone X 128 GB, grün"), "{words}");
    }
}

#[cfg(feature = "read-back")]
#[test]
fn a_thousand_serials_over_every_template_are_read_byte_for_byte() {
    let mut letters = Letters::new().unwrap();
    for template in Templates::built_in().unwrap().all() {
        for (at, text) in scanned(template, 1000).into_iter().enumerate() {
            let laid = laid(template, &text, if at % 2 == 0 { 203 } else { 300 }, &letters);
            let read = readers::rxing_any(&laid.draw(&mut letters));
            assert_eq!(read, sent(template, &text), "{}", template.name);
        }
    }
}
