//! Clients, servers and terminals as the person at the desk has them: real processes, in real terminals.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Output, Stdio};

use dockhand::store::engine::{Durability, Engine};
use dockhand::store::redb::{OpenOptions, RedbEngine};
use pty::{DOCKHAND, House};
use rustix::process::Signal;

/// Ctrl+X, which leaves a desk.
const LEAVE: &str = "\x18";

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

// ── starting ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_first_start_makes_a_store_for_its_owner_alone_and_shows_home() {
    let house = House::new();
    let desk = house.terminal(&[]);
    desk.shows("Home").shows("Main").shows("desk 1");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(house.store().parent().unwrap()), 0o700);
    for end in ["", ".sock", ".lock", ".turn", ".log"] {
        let path = format!("{}{end}", house.store().display());
        assert_eq!(mode(path.as_ref()), 0o600, "{path}");
    }
}

#[test]
fn two_terminals_side_by_side_have_a_desk_each_on_one_store() {
    let house = House::new();
    let mut one = house.terminal(&[]);
    one.shows("desk 1");
    let mut two = house.terminal(&[]);
    two.shows("desk 2");
    one.types("first").shows("first");
    two.types("second").shows("second");
    assert!(!one.screen().contains("second") && !two.screen().contains("first"));
    two.types(LEAVE).is_given_back();
    assert_eq!(two.exit_code(), 0);
    one.types("X").shows("firstX");
}

#[test]
fn many_desks_that_start_at_once_start_one_server() {
    let house = House::new();
    let desks: Vec<_> = (0..6).map(|_| house.terminal(&[])).collect();
    for desk in &desks {
        desk.shows("Home");
    }
    let log = fs::read_to_string(format!("{}.log", house.store().display())).unwrap();
    assert_eq!(log.matches("is open").count(), 1, "{log}");
}

#[test]
fn a_socket_that_a_killed_server_left_is_recognised() {
    let house = House::new();
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    drop(UnixListener::bind(format!("{}.sock", house.store().display())).unwrap());
    house.terminal(&[]).shows("Home");
}

#[test]
fn a_store_whose_path_is_too_long_for_a_socket_has_one_in_the_runtime_folder() {
    let house = House::new();
    let folder = house.path(&"deep/".repeat(30));
    let store = folder.join("store.redb").display().to_string();
    let desk = house.terminal(&["--store", &store]);
    desk.shows("Home");
    let socket = fs::read_dir(house.path("run/dockhand")).unwrap().next().unwrap().unwrap().path();
    assert!(UnixStream::connect(&socket).is_ok());
    // A second one finds the first by another spelling of the path.
    let spelled = folder.join("../deep/store.redb").display().to_string();
    house.terminal(&["--store", &spelled]).shows("desk 2");
}

#[test]
fn where_no_server_may_be_started_a_desk_waits_for_one() {
    let house = House::with("[server]\nstart = 'never'");
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    let desk = house.terminal(&[]);
    desk.says("waiting: ");
    let mut server = house.command(&["serve"]).stderr(Stdio::null()).spawn().unwrap();
    desk.shows("Home");
    rustix::process::kill_process(rustix::process::Pid::from_child(&server), Signal::TERM).unwrap();
    assert_eq!(server.wait().unwrap().code(), Some(0));
    desk.says("the server was stopped; everything acknowledged is kept").is_given_back();
}

#[test]
fn a_server_ends_some_time_after_its_last_desk_was_left() {
    let house = House::with("[server]\nlinger_minutes = 0");
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    desk.types(LEAVE);
    assert_eq!(desk.exit_code(), 0);
    house.wait_for_closed_store();
    assert!(!Path::new(&format!("{}.sock", house.store().display())).exists());
    house.terminal(&[]).shows("Home");
}

#[test]
fn a_server_that_is_stopped_lets_go_of_its_store_so_that_the_next_start_is_quick() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    desk.types(LEAVE);
    assert_eq!(desk.exit_code(), 0);
    house.signal_server(Signal::TERM);
    house.wait_for_closed_store();
    let log = fs::read_to_string(format!("{}.log", house.store().display())).unwrap();
    assert!(log.contains("the store is closed") && !log.contains("WARN"), "{log}");
}

#[test]
fn only_who_owns_the_store_starts_its_server() {
    let house = House::new();
    a_store(&house);
    // Root alone can give a file away; anybody else cannot come by a store of another user in a test.
    if std::os::unix::fs::chown(house.store(), Some(12_345), None).is_err() {
        return;
    }
    let mut desk = house.terminal(&[]);
    assert_eq!(desk.exit_code(), 1);
    desk.says("only uid 12345, who owns ");
}

#[test]
fn a_desk_as_sentences_moves_no_cursor() {
    let house = House::new();
    let mut desk = house.terminal(&["--lines"]);
    desk.says("Home");
    assert!(!desk.bytes().contains("\x1b[?1049h") && !desk.bytes().contains("\x1b[H"), "{:?}", desk.bytes());
    desk.signal(Signal::TERM);
    assert_eq!(desk.exit_code(), 143);
    assert!(!desk.bytes().contains(pty::MAIN_SCREEN) && !desk.is_raw());
}

#[test]
fn a_second_server_for_a_store_is_refused() {
    let house = House::new();
    house.terminal(&[]).shows("Home");
    let second = house.run(&["serve"], "");
    assert_eq!(second.status.code(), Some(1));
    assert!(errors(&second).contains("has a server already"), "{}", errors(&second));
}

#[test]
fn of_two_servers_that_start_at_once_one_is_refused() {
    let house = House::new();
    let (ended, ends) = std::sync::mpsc::channel();
    for _ in 0..2 {
        let (mut server, ended) = (house.command(&["serve"]).stderr(Stdio::null()).spawn().unwrap(), ended.clone());
        std::thread::spawn(move || ended.send(server.wait().unwrap().code()).unwrap());
    }
    assert_eq!(ends.recv().unwrap(), Some(1));
    house.terminal(&[]).shows("Home");
    house.signal_server(Signal::TERM);
    assert_eq!(ends.recv().unwrap(), Some(0));
}

#[test]
fn a_desk_that_starts_while_a_command_has_the_store_waits_and_says_for_what() {
    let house = House::new();
    a_store(&house);
    let mut turn = File::create(format!("{}.turn", house.store().display())).unwrap();
    turn.lock().unwrap();
    turn.write_all(b"dockhand exec, process 1").unwrap();
    let desk = house.terminal(&[]);
    desk.says("waiting: the store is in use by dockhand exec, process 1");
    drop(turn);
    desk.shows("Home");
}

// ── leaving and coming back ─────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_closed_window_leaves_the_desk_as_it_was_and_the_next_one_shows_it() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    desk.types("half a wor").shows("half a wor");
    desk.close();
    let mut desk = house.terminal(&[]);
    desk.shows("desk 1").shows("half a wor");
    desk.types("d").shows("half a word");
}

#[test]
fn a_killed_client_leaves_its_desk_too() {
    let house = House::new();
    let mut desk = house.terminal(&["--desk", "counter"]);
    desk.shows("Home");
    desk.types("half a wor").shows("half a wor");
    desk.signal(Signal::KILL);
    desk.exit_code();
    house.terminal(&["--desk", "counter"]).shows("half a wor");
}

#[test]
fn a_desk_that_somebody_is_at_is_refused_before_the_terminal_is_touched() {
    let house = House::new();
    let first = house.terminal(&["--desk", "till"]);
    first.shows("Home");
    let mut second = house.terminal(&["--desk", "till"]);
    assert_eq!(second.exit_code(), 1);
    second.says("till is in use at /dev/pts/");
    assert!(!second.bytes().contains(pty::MAIN_SCREEN));
}

#[test]
fn a_terminal_of_another_size_is_drawn_to_its_size() {
    let house = House::new();
    let desk = house.terminal(&[]);
    desk.shows("Home");
    for (columns, rows) in [(40, 12), (120, 30), (20, 8), (80, 24)] {
        desk.resize(columns, rows);
        desk.until(|screen| {
            screen.size() == (rows, columns) && screen.contents().contains("Home") && screen.cursor_position().0 < rows
        });
    }
}

// ── the terminal is given back ──────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_killed_server_means_a_sentence_and_a_terminal_given_back() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    assert!(desk.is_raw());
    house.signal_server(Signal::KILL);
    assert_eq!(desk.exit_code(), 3);
    desk.says("the server is gone: ").says("everything acknowledged is kept; start").is_given_back();
    house.terminal(&[]).shows("Home");
}

#[test]
fn a_server_that_is_told_to_end_says_so_at_every_desk() {
    let house = House::new();
    let mut desks = [house.terminal(&[]), house.terminal(&[])];
    for desk in &desks {
        desk.shows("Home");
    }
    house.signal_server(Signal::TERM);
    for desk in &mut desks {
        assert_eq!(desk.exit_code(), 3);
        desk.says("the server was stopped; everything acknowledged is kept").is_given_back();
    }
    house.wait_for_closed_store();
}

#[test]
fn a_signal_ends_the_client_and_gives_the_terminal_back() {
    let house = House::new();
    for (signal, code) in [(Signal::HUP, 129), (Signal::TERM, 143), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut desk = house.terminal(&[]);
        desk.shows("Home");
        desk.signal(signal);
        assert_eq!(desk.exit_code(), code, "{signal:?}");
        desk.is_given_back();
    }
}

#[test]
fn a_panic_of_the_client_gives_the_terminal_back() {
    let house = House::new();
    let this = std::env::current_exe().unwrap();
    let arguments = ["--exact", "a_client_that_panics", "--ignored", "--nocapture", "--test-threads=1"];
    let mut client = house.terminal_for(&this, &arguments);
    client.until(vt100::Screen::alternate_screen);
    assert!(client.is_raw());
    client.types("go");
    assert_eq!(client.exit_code(), 4);
    client.says("this is a drill").is_given_back();
}

#[test]
#[ignore = "run in a terminal by the test above"]
fn a_client_that_panics() {
    let _terminal = dockhand::client::terminal::Terminal::enter(false).unwrap();
    std::io::stdout().write_all(b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[1m").unwrap();
    std::io::stdout().flush().unwrap();
    let typed = std::thread::spawn(|| {
        std::io::stdin().read_exact(&mut [0; 2]).unwrap();
        panic!("this is a drill");
    });
    // The process ends before this does.
    let _ = typed.join();
    std::thread::park();
}

#[test]
fn without_a_terminal_a_sentence_says_what_to_use() {
    let house = House::new();
    let output = house.run(&[], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("standard input is no terminal"), "{}", errors(&output));
    assert!(!house.store().exists());
}

// ── what comes over the socket ──────────────────────────────────────────────────────────────────────────────────

#[test]
fn noise_on_the_socket_ends_that_connection_alone_with_a_reason() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    for (noise, reason) in [
        (&b"GET / HTTP/1.1\r\n\r\n"[..], "is the most"),
        (&[1, 0, 0, 0, 3, b'a', b'b', b'c'], "no greeting"),
        (&[1, 0, 0, 0, 10, b'd', b'o', b'c', b'k', b'h', b'a', b'n', b'd', 0, 99], "speaks 99"),
        (&[2, 0, 0, 0, 1, b'x'], "begins with a greeting"),
        (&[200, 0, 0, 0, 0], "makes no sense"),
    ] {
        let mut socket = UnixStream::connect(format!("{}.sock", house.store().display())).unwrap();
        socket.write_all(noise).unwrap();
        let mut said = Vec::new();
        // The rest of the noise may still lie there unread.
        let _ = socket.read_to_end(&mut said);
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains(reason), "{noise:?}: {said}");
    }
    desk.types("still here").shows("still here");
}

// ── commands beside desks ───────────────────────────────────────────────────────────────────────────────────────

/// A script that is written and answered line by line.
struct Script {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Script {
    fn start(house: &House) -> Script {
        let mut command = house.command(&["exec"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (requests, answers) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Script { child, requests, answers }
    }

    fn asks(&mut self, request: &str) -> String {
        writeln!(self.requests.as_mut().unwrap(), "{request}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer
    }

    /// Ends its input; returns its exit code and what it said.
    fn ends(mut self) -> (Option<i32>, String) {
        self.requests = None;
        let output = self.child.wait_with_output().unwrap();
        (output.status.code(), errors(&output))
    }
}

#[test]
fn a_script_beside_a_desk_is_answered_line_by_line_through_the_server() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    let mut script = Script::start(&house);
    assert!(script.asks(r#"{"do":"add_warehouse","name":"Side"}"#).starts_with(r#"{"ok":"#));
    desk.types("meanwhile").shows("meanwhile");
    assert!(script.asks(r#"{"do":"add_warehouse","name":"Side"}"#).contains(r#""code":"exists""#));
    assert_eq!(script.ends(), (Some(1), String::new()));
    let output = house.run(&["exec"], "not JSON\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(r#"{"error":"#));
}

#[test]
fn a_script_alone_keeps_a_desk_waiting_which_then_finds_what_it_made() {
    let house = House::new();
    let mut script = Script::start(&house);
    assert!(script.asks(r#"{"do":"add_warehouse","name":"Scripted"}"#).starts_with(r#"{"ok":"#));
    let desk = house.terminal(&[]);
    desk.says("waiting: the store is in use by dockhand exec, process ");
    assert_eq!(script.ends(), (Some(0), String::new()));
    desk.shows("Home").shows("Scripted");
}

#[test]
fn a_script_whose_server_ends_is_told_and_what_was_answered_is_kept() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    let mut script = Script::start(&house);
    assert!(script.asks(r#"{"do":"add_warehouse","name":"Side"}"#).starts_with(r#"{"ok":"#));
    house.signal_server(Signal::KILL);
    let (code, words) = script.ends();
    assert_eq!(code, Some(3));
    assert!(words.starts_with("the server is gone"), "{words}");
    assert_eq!(desk.exit_code(), 3);
    let again = house.run(&["exec"], "{\"do\":\"add_warehouse\",\"name\":\"Side\"}\n");
    assert!(String::from_utf8_lossy(&again.stdout).contains("exists"));
}

#[test]
fn a_backup_while_a_desk_works_is_a_store_that_opens() {
    let house = House::new();
    let desk = house.terminal(&[]);
    desk.shows("Home");
    let copy = house.path("copy.redb");
    let made = house.run(&["backup", "copy.redb"], "");
    assert_eq!(made.status.code(), Some(0), "{}", errors(&made));
    assert!(String::from_utf8_lossy(&made.stdout).contains("rows, written and read back"));
    let again = house.run(&["backup", "copy.redb"], "");
    assert_eq!(again.status.code(), Some(1));
    assert!(errors(&again).contains("copy.redb exists already"), "{}", errors(&again));
    house.terminal(&["--store", copy.to_str().unwrap()]).shows("Home").shows("Main");
}

#[test]
fn a_backup_without_a_server_needs_none() {
    let house = House::new();
    let mut desk = house.terminal(&[]);
    desk.shows("Home");
    house.signal_server(Signal::TERM);
    desk.exit_code();
    house.wait_for_closed_store();
    let made = house.run(&["backup", "copy.redb"], "");
    assert_eq!(made.status.code(), Some(0), "{}", errors(&made));
    assert!(RedbEngine::open(&house.path("copy.redb"), OpenOptions::default()).is_ok());
}

#[test]
fn a_backup_of_nothing_makes_no_store() {
    let house = House::new();
    let made = house.run(&["backup", "copy.redb"], "");
    assert_eq!(made.status.code(), Some(1));
    assert!(errors(&made).contains("does not exist: there is nothing to back up"), "{}", errors(&made));
    assert!(!house.store().exists() && !house.path("copy.redb").exists());
}

#[test]
fn a_store_is_proved_while_a_desk_works_and_its_journals_head_is_found_again() {
    let house = House::new();
    let desk = house.terminal(&[]);
    desk.shows("Home");
    let proved = house.run(&["verify"], "");
    let said = String::from_utf8(proved.stdout.clone()).unwrap();
    assert_eq!(proved.status.code(), Some(0), "{said}{}", errors(&proved));
    assert!(said.starts_with("whole: ") && said.lines().count() == 1, "{said}");
    let head = said.trim().rsplit(' ').next().unwrap().to_owned();
    house.run(&["exec"], "{\"do\":\"add_product\",\"name\":\"Cable\"}\n");
    let found = house.run(&["verify", "--head", &head[..12]], "");
    let said = String::from_utf8(found.stdout.clone()).unwrap();
    assert_eq!(found.status.code(), Some(0), "{said}");
    assert!(said.starts_with(&format!("{} was the head of the journal at entry ", &head[..12])), "{said}");
    let lost = house.run(&["verify", "--head", "0123456789abcdef"], "");
    assert_eq!(lost.status.code(), Some(1));
    let json = house.run(&["verify", "--json", "--head", &head], "");
    let whole: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((whole["whole"].as_bool(), whole["sought"]["head"].as_str()), (Some(true), Some(head.as_str())));
    assert_eq!(house.run(&["verify", "--head", "xyz"], "").status.code(), Some(2));
}

#[test]
fn a_broken_store_is_told_apart_from_one_that_cannot_be_read() {
    let house = House::new();
    assert_eq!(house.run(&["verify"], "").status.code(), Some(2), "there is none");
    house.run(&["exec"], "{\"do\":\"add_warehouse\",\"name\":\"Main\"}\n{\"do\":\"add_product\",\"name\":\"Cable\"}\n");
    assert_eq!(house.run(&["verify"], "").status.code(), Some(0));
    let engine = RedbEngine::open(&house.store(), OpenOptions::default()).unwrap();
    engine.write(Durability::Plain, &mut |tx| tx.delete("product", &1_u64.to_be_bytes())).unwrap();
    drop(engine);
    let broken = house.run(&["verify"], "");
    let said = String::from_utf8(broken.stdout).unwrap();
    assert_eq!(broken.status.code(), Some(1), "{said}");
    assert!(said.contains("product 1 was given and is not there\n"), "{said}");
    assert!(said.contains("things are broken: "), "{said}");
    fs::write(house.store(), b"no store at all").unwrap();
    let unreadable = house.run(&["verify"], "");
    assert_eq!(unreadable.status.code(), Some(2));
    assert!(errors(&unreadable).contains("is not a dockhand store"), "{}", errors(&unreadable));
}

#[test]
fn a_demo_has_a_store_of_its_own_which_is_made_once_and_kept() {
    let house = House::new();
    let demo = house.store().with_file_name("demo.redb");
    let mut desk = house.terminal(&["demo"]);
    desk.shows("Home").shows("DEMO");
    desk.types("half a wor").shows("half a wor");
    desk.types(LEAVE);
    assert_eq!(desk.exit_code(), 0);
    house.terminal(&["demo"]).shows("DEMO").shows("half a wor");
    assert!(demo.exists() && !house.store().exists());
    let mut named = house.terminal(&["demo", "--store", demo.to_str().unwrap()]);
    assert_eq!(named.exit_code(), 1);
    named.says("exists already: dockhand --store opens it");
    let left: Vec<_> = fs::read_dir(demo.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter().all(|name| name.to_str().unwrap().split('.').nth(2).is_none_or(|end| end.parse::<u32>().is_err()))
    );
}

// ── stores that cannot be opened ────────────────────────────────────────────────────────────────────────────────

/// Starts a desk and a command on a file; both must say the words, and leave the file as it was.
fn is_refused(house: &House, words: &str) {
    let before = fs::read(house.store()).unwrap();
    let mut desk = house.terminal(&[]);
    assert_eq!(desk.exit_code(), 1);
    desk.says(words);
    let command = house.run(&["exec"], "");
    assert_eq!(command.status.code(), Some(1));
    assert!(errors(&command).contains(words), "{}", errors(&command));
    assert_eq!(fs::read(house.store()).unwrap(), before, "the file was touched");
}

fn a_store(house: &House) {
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    RedbEngine::create(&house.store(), OpenOptions::default()).unwrap();
}

#[test]
fn a_file_of_noise_is_refused_and_left_alone() {
    let house = House::new();
    fs::create_dir_all(house.store().parent().unwrap()).unwrap();
    let noise: Vec<u8> = (0..25_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    fs::write(house.store(), noise).unwrap();
    is_refused(&house, "is not a dockhand store");
}

#[test]
fn a_file_cut_short_is_refused_and_left_alone() {
    let house = House::new();
    a_store(&house);
    File::options().write(true).open(house.store()).unwrap().set_len(5000).unwrap();
    is_refused(&house, "is not a dockhand store, or it is cut short");
}

#[test]
fn a_store_from_a_newer_version_is_refused_and_left_alone() {
    let house = House::new();
    a_store(&house);
    let engine = RedbEngine::open(&house.store(), OpenOptions::default()).unwrap();
    engine.write(Durability::Closing, &mut |tx| tx.put("meta", b"schema", &99_u32.to_be_bytes())).unwrap();
    drop(engine);
    is_refused(&house, "was written by a newer dockhand (format 99,");
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let house = House::new();
    // Not even root can make a file there.
    for arguments in [&["--store", "/proc/store.redb"][..], &["--store", "/proc/store.redb", "exec"]] {
        let mut desk = house.terminal(arguments);
        assert_eq!(desk.exit_code(), 1);
        desk.says("the store needs a folder it can write in");
    }
}

#[test]
fn a_configuration_that_is_not_there_is_told() {
    let house = House::new();
    let output = house.run(&["--config", "no.toml", "config"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).starts_with("no.toml, given with --config, cannot be read"), "{}", errors(&output));
}

// ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn help_tells_the_commands_the_files_and_the_exit_codes() {
    let house = House::new();
    let help = String::from_utf8(house.run(&["--help"], "").stdout).unwrap();
    for words in
        ["serve", "exec", "backup", "verify", "demo", "config", "--store", "--desk", "Examples:", "Exit codes:"]
    {
        assert!(help.contains(words), "{words}: {help}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    let version = String::from_utf8(house.run(&["--version"], "").stdout).unwrap();
    assert_eq!(version.trim(), concat!("dockhand ", env!("CARGO_PKG_VERSION")));
    assert!(Path::new(DOCKHAND).exists());
}

#[test]
fn the_configuration_is_shown_with_where_each_key_came_from() {
    let house = House::with("[desk]\nquiet = true");
    let shown = String::from_utf8(house.run(&["config", "--store", "/x/y.redb"], "").stdout).unwrap();
    let line = |key: &str| shown.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    assert!(line("quiet").contains("true") && line("quiet").ends_with("config/dockhand/dockhand.toml"), "{shown}");
    assert!(line("path").ends_with("# --store"), "{shown}");
}
