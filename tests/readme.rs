//! The README says what the key table says; `UPDATE_GOLDENS=1` writes its block of keys anew.

use std::fs;
use std::path::PathBuf;

use dockhand::ui::keymap;

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

#[test]
fn its_keys_are_those_of_the_table() {
    let text = fs::read_to_string(readme()).unwrap();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let (before, rest) = text.split_once("<!-- keys -->").unwrap();
        let (_, after) = rest.split_once("<!-- /keys -->").unwrap();
        let block = keymap::readme_block();
        fs::write(readme(), format!("{before}<!-- keys -->\n{block}\n<!-- /keys -->{after}")).unwrap();
        return;
    }
    assert_eq!(keymap::readme_is_current(&text), Some(true), "UPDATE_GOLDENS=1 cargo test --test readme writes them");
}

#[test]
fn its_pictures_are_there() {
    let text = fs::read_to_string(readme()).unwrap();
    let pictures: Vec<_> = text.split("](screenshots/").skip(1).filter_map(|rest| rest.split_once(')')).collect();
    assert!(pictures.len() >= 6, "{pictures:?}");
    for (picture, _) in pictures {
        assert!(readme().with_file_name("screenshots").join(picture).exists(), "{picture} is not there");
    }
}
