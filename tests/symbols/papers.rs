//! The codes of papers are read off rendered pages, and off their text on a screen.

use std::process::Command;

use dockhand::exchange::print::as_pdf;
use dockhand::paper::sheet::{Column, Row, Sheet, Table};

use super::readers;

/// Codes of documents, and serials of units: short, long, and not ASCII.
const CODES: [&str; 6] = [
    "P-118",
    "N-ST-1234567/12",
    "DRAFT-4711",
    "356938035643809",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~A-SERIAL-OF-SIXTY-FOUR-CHARACTERS",
    "Ær-Кабель-7",
];

/// A paper of this code.
fn sheet(code: &str) -> Sheet {
    let column = |word, width| Column { word, width, right: false };
    Sheet {
        company: vec!["Nørre Værksted".to_owned(), "Vej 1".to_owned()],
        title: "Goods received",
        name: code.to_owned(),
        code: code.to_owned(),
        warning: None,
        facts: vec![("Supplier", "Müller & Söhne, Łódź".to_owned()), ("Note", "κιβώτιο".to_owned())],
        tables: vec![Table {
            heading: "",
            columns: vec![column("Product", 0), column("Quantity", 10)],
            rows: vec![Row { cells: vec!["Кабель 1 м".to_owned(), "3 pc".to_owned()], ..Row::default() }],
            sums: Vec::new(),
            empty: "",
        }],
        signatures: &["Received by"],
        printed: "2026-10-02 08:00".to_owned(),
        entries: 7,
        head: "0123456789abcdef".repeat(4),
    }
}

#[test]
#[ignore = "needs zbarimg, dmtxread, pdftoppm and pdftotext"]
fn the_code_of_a_paper_is_read_off_its_rendered_pages_and_its_words_are_there() {
    for code in CODES {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, as_pdf(&[sheet(code)], code).unwrap()).unwrap();
        for dpi in ["150", "300"] {
            let picture = folder.path().join(format!("p{dpi}"));
            let done =
                Command::new("pdftoppm").args(["-r", dpi, "-png", "-singlefile"]).arg(&file).arg(&picture).status();
            assert!(done.unwrap().success());
            let picture = picture.with_extension("png");
            let read = if code.is_ascii() { readers::dmtx_file(&picture) } else { readers::zbar_file(&picture) };
            assert_eq!(read, code, "at {dpi} dpi");
        }
        let words = Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output().unwrap();
        let words = String::from_utf8(words.stdout).unwrap();
        for word in
            ["Nørre Værksted", "Müller & Söhne, Łódź", "κιβώτιο", "Кабель 1 м", "Page 1 of 1", &sheet(code).head]
        {
            assert!(words.contains(word), "{word} is not in {words}");
        }
    }
}

#[cfg(feature = "read-back")]
#[test]
fn the_code_of_a_paper_is_read_off_its_page_and_off_its_text() {
    use dockhand::label::dots::Dots;
    use dockhand::label::layout::Item;
    use dockhand::label::letters::Letters;
    use dockhand::paper::{pages, text};
    for code in CODES {
        let sheet = sheet(code);
        let pages = pages::lay(&sheet, &Letters::new().unwrap());
        let symbol = pages[0].laid[0].1.items.iter().find_map(|item| match item {
            Item::Symbol { matrix, module, .. } => Some(Dots::of_matrix(matrix, *module, 0)),
            _ => None,
        });
        assert_eq!(readers::rxing_any(&symbol.unwrap()), code);
        // As a screen shows the text: each cell twice as high as it is wide, and a column of light beyond its edge.
        let text = text::write(&sheet);
        let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
        let mut dots = Dots::white(84 * 4, lines.len() * 8);
        for (y, line) in lines.iter().enumerate() {
            for (x, cell) in line.iter().enumerate() {
                let (from, high) = match cell {
                    '█' => (0, 8),
                    '▀' => (0, 4),
                    '▄' => (4, 4),
                    _ => continue,
                };
                dots.fill((x * 4, y * 8 + from), 4, high);
            }
        }
        assert_eq!(readers::rxing_any(&dots), code, "{text}");
    }
}
