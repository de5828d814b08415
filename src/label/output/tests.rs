use super::*;
use crate::label::facts::{Facts, Variable};
use crate::label::layout::{Item, lay};
use crate::label::template::{Template, Templates};

/// A label of one square and a rule: small enough to read its bytes.
const SMALL: &str = "title = \"T\"\nfor = \"unit\"\nsize = [5, 5]\n[[rule]]\nat = [0, 4.5]\nsize = [5, 0.5]\n\
                     [[symbol]]\nat = [0, 0]\nsize = [4, 4]\ndata = \"{serial}\"\nsymbols = [\"datamatrix\"]\n";

fn small() -> Laid {
    let template = Template::parse("small.toml", SMALL).unwrap();
    let facts = Facts::default().with(Variable::Serial, "SN-1");
    lay(&template, &facts, 203, &Letters::new().unwrap()).unwrap()
}

fn unit(serial: &str, product: &str) -> Laid {
    let templates = Templates::built_in().unwrap();
    let facts = Facts::default()
        .with(Variable::Serial, serial)
        .with(Variable::Product, product)
        .with(Variable::Company, "Northgate");
    lay(templates.find("unit").unwrap(), &facts, 203, &Letters::new().unwrap()).unwrap()
}

/// Returns where a part of the bytes begins.
fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}

#[test]
fn tspl_and_epl_are_the_picture_with_black_as_zeros() {
    let laid = small();
    let dots = laid.draw(&mut Letters::new().unwrap());
    let light: Vec<u8> = dots.rows().flatten().map(|byte| !byte).collect();
    for (language, head, tail) in [
        (Language::Tspl, &b"SIZE 5.0 mm,5.0 mm\r\nCLS\r\nBITMAP 0,0,5,40,0,"[..], &b"\r\nPRINT 1,1\r\n"[..]),
        (Language::Epl, &b"\nN\nq40\nGW0,0,5,40,"[..], &b"\nP1\n"[..]),
    ] {
        let bytes = language.write(&laid, &mut Letters::new().unwrap());
        assert_eq!(bytes, [head, &light, tail].concat(), "{language}");
    }
}

#[test]
fn esc_pos_is_the_picture_in_bands_each_with_its_size() {
    let laid = unit("SN-1", "Phone X");
    let dots = laid.draw(&mut Letters::new().unwrap());
    let bytes = Language::EscPos.write(&laid, &mut Letters::new().unwrap());
    let picture: Vec<u8> = dots.rows().flatten().copied().collect();
    let (first, second) = picture.split_at(128 * 50);
    let whole = [
        &b"\x1b@\x1dv0\x00\x32\x00\x80\x00"[..],
        first,
        &b"\x1dv0\x00\x32\x00\x48\x00"[..],
        second,
        &b"\x1dV\x42\x00"[..],
    ];
    assert_eq!(bytes, whole.concat());
}

#[test]
fn zpl_writes_text_so_that_nothing_in_it_is_a_command() {
    let bytes = Language::Zpl.write(&unit("A^XZ~JA>_1\\\"x", "Gerät ^FS~HS_41"), &mut Letters::new().unwrap());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("^FDGer_C3_A4t _5EFS_7EHS_5F41^FS"), "{text}");
    // Commands are ours alone: one label begins, and one ends.
    for (command, times) in [("^XA", 1), ("^XZ", 1), ("~", 0), ("^FD", 2)] {
        assert_eq!(text.matches(command).count(), times, "{command}: {text}");
    }
}

#[test]
fn zpl_draws_letters_that_the_printer_has_not() {
    let bytes = Language::Zpl.write(&unit("SN-1", "Кабель 1 м"), &mut Letters::new().unwrap());
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!((text.matches("^FD").count(), text.matches("^GFA").count()), (2, 2), "{text}");
}

/// Reads the guide's alternative compression back into rows.
fn unpacked(data: &str, stride: usize) -> Vec<Vec<u8>> {
    let (mut rows, mut row, mut count): (Vec<Vec<u8>>, Vec<u8>, usize) = (Vec::new(), Vec::new(), 0);
    for letter in data.bytes() {
        match letter {
            b'G'..=b'Y' => count += usize::from(letter - b'F'),
            b'g'..=b'z' => count += usize::from(letter - b'f') * 20,
            b':' => rows.push(rows.last().unwrap().clone()),
            b',' => row.resize(stride * 2, 0),
            digit => {
                let value = u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap();
                row.extend(std::iter::repeat_n(value, count.max(1)));
                count = 0;
            }
        }
        if row.len() == stride * 2 {
            rows.push(row.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect());
            row.clear();
        }
    }
    assert!(row.is_empty());
    rows
}

#[test]
fn zpl_graphics_are_the_modules() {
    for laid in [small(), unit("356938035643809", "Phone")] {
        let text = String::from_utf8(Language::Zpl.write(&laid, &mut Letters::new().unwrap())).unwrap();
        let Some(Item::Symbol { matrix, at, module, high }) =
            laid.items.iter().find(|item| matches!(item, Item::Symbol { .. }))
        else {
            panic!("no symbol")
        };
        let (_, graphic) = text.split_once(&format!("^FO{},{}^GFA,", at.0, at.1)).unwrap();
        let (graphic, _) = graphic.split_once("^FS").unwrap();
        let parts: Vec<&str> = graphic.splitn(4, ',').collect();
        let stride = parts[2].parse().unwrap();
        let rows = unpacked(parts[3], stride);
        assert_eq!(parts[0].parse::<usize>().unwrap(), rows.len() * stride);
        let tall = if matrix.is_bars() { *high } else { *module };
        assert_eq!(rows.len(), matrix.height() * tall);
        for (y, row) in matrix.rows().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let (dot, line) = (x * module, &rows[y * tall + tall - 1]);
                assert_eq!(line[dot / 8] & (0x80 >> (dot % 8)) != 0, *dark, "{x} {y}");
            }
        }
    }
}

#[test]
fn a_pdf_has_a_page_for_each_label_or_sheet_and_only_the_letters_it_uses() {
    let letters = Letters::new().unwrap();
    let labels: Vec<Laid> = (0..30).map(|at| unit(&format!("SN-{at}"), "Phone")).collect();
    let sheet = Templates::built_in().unwrap().find("command").unwrap().sheet;
    for (sheet, pages_of_it) in [(None, 30), (sheet.as_ref(), 2)] {
        let bytes = pdf::pdf(&pdf::pages(labels.clone(), (50.0, 25.0), sheet), "Labels", &letters).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.ends_with(b"%%EOF"));
        let count = format!("/Count {pages_of_it}");
        find(&bytes, count.as_bytes());
        assert!(bytes.len() < 400_000, "{}", bytes.len());
    }
}
