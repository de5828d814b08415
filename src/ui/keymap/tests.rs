use std::collections::HashSet;

use super::{Action, Code, Key, ROWS, Scope, command, find, forbidden, row, rows};

#[test]
fn no_key_and_no_action_stands_twice_in_a_scope() {
    for scope in Scope::ALL {
        let own = || ROWS.iter().filter(|row| row.scope == *scope);
        let (mut keys, mut actions) = (HashSet::new(), HashSet::new());
        for row in own() {
            assert!(row.key.is_none_or(|key| keys.insert(key)), "{scope:?}: {:?} is bound twice", row.key);
            assert!(actions.insert(row.action), "{scope:?}: {:?} stands twice", row.action);
        }
    }
}

#[test]
fn no_key_that_a_scanner_or_a_terminal_sends_by_itself_does_anything() {
    for row in ROWS {
        let why = row.key.and_then(forbidden);
        assert_eq!(why, None, "{:?}: {:?} for {:?}", row.scope, row.key, row.action);
    }
    for printable in ' '..='~' {
        assert!(forbidden(Key::plain(Code::Char(printable))).is_some(), "{printable:?} is typed by scanners");
    }
    // What crossterm and terminals make of GS, LF, BS and Tab.
    for sent in ['5', 'j', 'm', 'i', '['] {
        assert!(forbidden(Key::ctrl(sent)).is_some(), "Ctrl+{sent}");
    }
    assert_eq!(forbidden(Key::f(10)), None);
}

#[test]
fn every_action_stands_in_the_table_under_a_name_of_its_own() {
    let mut names = HashSet::new();
    for action in Action::ALL {
        assert!(ROWS.iter().any(|row| row.action == *action), "{action:?} is reached by nothing");
        assert!(names.insert(action.name().to_ascii_uppercase()), "{action:?} shares its name");
    }
}

#[test]
fn a_command_barcode_does_what_its_row_does_but_answers_no_question() {
    for row in ROWS {
        let barcode = format!("DH:{}", row.action.name().to_ascii_uppercase());
        let led = command(barcode.as_bytes());
        if row.is_scannable() {
            assert_eq!(led.map(|row| row.action), Some(row.action), "{barcode}");
        }
        assert!(led.is_none_or(|row| row.scope != Scope::Confirm && row.action != Action::Yes), "{barcode}");
    }
    assert!(command(b"DH:YES").is_none());
    assert!(command(b"DH:").is_none());
    assert!(command(b"DH:post").is_some(), "caps lock is on");
}

#[test]
fn back_and_help_are_on_every_screen_and_back_in_every_question() {
    for scope in Scope::ALL {
        assert!(find(*scope, Key::plain(Code::Esc)).is_some(), "{scope:?}");
        assert_eq!(find(*scope, Key::f(1)).is_some(), !matches!(scope, Scope::Confirm | Scope::Locked), "{scope:?}");
    }
}

#[test]
fn a_screens_own_row_comes_before_its_familys() {
    let chooses = row(Scope::Pick, Action::Enter).expect("a choice has Enter");
    assert_eq!(chooses.scope, Scope::Pick);
    let enters = rows(Scope::Pick).into_iter().filter(|row| row.action == Action::Enter);
    assert_eq!(enters.map(|row| row.scope).collect::<Vec<_>>(), [Scope::Pick]);
}

#[test]
fn every_row_says_in_a_sentence_what_it_does() {
    for row in ROWS {
        let sentence = row.help.starts_with(|first: char| first.is_uppercase()) && row.help.ends_with('.');
        assert!(sentence, "{:?} {:?}: {}", row.scope, row.action, row.help);
    }
}
