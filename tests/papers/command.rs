//! `dockhand print`, as it is run.

use std::fs;

use super::pty::House;

/// A store with a posting of three phones, and a printer that is a folder.
fn house() -> House {
    let house = House::new();
    let folder = house.path("printed");
    fs::create_dir(&folder).unwrap();
    let config = format!(
        "[labels]\nprinters = [\"zebra zpl file:/dev/null\", \"office pdf file:{}\"]\n[papers]\ncompany = [\"Northgate Repairs\", \"12 Northgate\"]\n",
        folder.display()
    );
    fs::write(house.path("config/dockhand/dockhand.toml"), config).unwrap();
    let requests = [
        r#"{"do":"add_warehouse","name":"Main"}"#,
        r#"{"do":"add_product","name":"Phone X","serialised":true}"#,
        r#"{"do":"add_product","name":"Phone Y","serialised":true}"#,
        r#"{"do":"add_role","name":"picker","permissions":["post_sales"]}"#,
        r#"{"do":"add_employee","name":"Ben","role":"picker"}"#,
        r#"{"do":"post","kind":"posting","warehouse":"Main","lines":[{"product":"Phone X","cost":"9.25","serials":"SN-1..SN-3"},{"product":"Phone Y","serials":["SN-1"]}]}"#,
    ];
    let done = house.run(&["exec"], &requests.join("\n"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    house
}

#[test]
fn papers_are_written_as_text_and_as_pdf_and_printed_by_a_printer_that_takes_pdf() {
    let house = house();
    let text = house.run(&["print", "P-1"], "");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.starts_with("Northgate Repairs") && text.contains("12 Northgate"), "{text}");
    assert!(text.contains("GOODS RECEIVED P-1") && text.contains("SN-3") && text.contains("9.25"), "{text}");
    let seen = house.run(&["print", "P-1", "--as", "ben"], "");
    assert!(!String::from_utf8(seen.stdout).unwrap().contains("9.25"));

    let pdf = house.path("note.pdf");
    assert!(house.run(&["print", "P-1", "SN-2", "--pdf", pdf.to_str().unwrap()], "").status.success());
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    let again = house.run(&["print", "P-1", "--pdf", pdf.to_str().unwrap()], "");
    assert!(String::from_utf8_lossy(&again.stderr).contains("cannot be written"), "overwritten");

    let printed = house.run(&["print", "P-1", "SN-2", "--to"], "");
    let said = String::from_utf8(printed.stdout).unwrap();
    assert_eq!(said, "Goods received P-1, Passport SN-2: printed by office\n");
    let mut files: Vec<_> = fs::read_dir(house.path("printed")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 2);
    assert!(files.iter().all(|file| fs::read(file).unwrap().starts_with(b"%PDF")));
}

#[test]
fn beside_a_desk_it_goes_through_the_server() {
    let house = house();
    let desk = house.terminal(&[]);
    desk.shows("Home");
    let text = house.run(&["print", "SN-2"], "");
    assert!(String::from_utf8_lossy(&text.stdout).contains("PASSPORT SN-2"));
    let printed = house.run(&["print", "SN-2", "--to", "office"], "");
    assert_eq!(String::from_utf8_lossy(&printed.stdout), "Passport SN-2: on the way to office\n");
}

#[test]
fn what_has_no_paper_is_one_sentence() {
    let house = house();
    for (arguments, told) in [
        (&["X-9"][..], "X-9 is no document or serial of this store"),
        (&["SN-1"], "SN-1 is a serial of Phone X and of Phone Y: say which with --product"),
        (&["SN-1", "--product", "Phone Z"], "Phone Z is no product of this store"),
        (&["P-1", "--as", "Zoe"], "Zoe is nobody who works here"),
        (&["P-1", "--to", "zebra"], "zebra takes zpl: papers need pdf"),
        (&["P-1", "--to", "laser"], "laser is no printer: there are zebra, office"),
    ] {
        let output = house.run(&[&["print"], arguments].concat(), "");
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{arguments:?}");
        assert_eq!(said, told, "{arguments:?}");
    }
    let one = house.run(&["print", "SN-1", "--product", "Phone Y"], "");
    assert!(String::from_utf8_lossy(&one.stdout).contains("Phone Y"));
}
