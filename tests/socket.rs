//! What reaches the socket from who means harm, or is broken: floods, half frames, silence, answers nobody reads, other
//! accounts. Each costs that connection alone; who works at a desk beside it does not notice.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::fs::{self, Permissions};
use std::io::{BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::thread;
use std::time::{Duration, Instant};

use dockhand::clock;
use dockhand::desk::Capabilities;
use dockhand::server::hello::Errand;
use dockhand::server::wire::Frame;
use pty::{DOCKHAND, House, Terminal};
use rustix::process::Signal;

/// Longer than this and somebody at a desk would have noticed; the machine of a test is not idle.
const UNNOTICED: Duration = Duration::from_secs(2);

fn connect(house: &House) -> UnixStream {
    UnixStream::connect(format!("{}.sock", house.store().display())).unwrap()
}

/// Connects, greets and is let in.
fn greet(house: &House, errand: &Errand) -> UnixStream {
    let stream = connect(house);
    Frame::Hello(errand.greet().unwrap()).send(&mut &stream).unwrap();
    assert_eq!(Frame::receive(&mut &stream).unwrap(), Some(Frame::Welcome));
    stream
}

fn desk(name: &str) -> Errand {
    let capabilities = Capabilities { term: "xterm".into(), desk: Some(name.into()), ..Capabilities::default() };
    Errand::Desk { capabilities, size: (80, 24) }
}

/// Reads until the server closes the connection; returns its last words.
fn last_words(stream: &UnixStream) -> String {
    let mut from = BufReader::new(stream);
    loop {
        match Frame::receive(&mut from) {
            Ok(Some(Frame::Exit(exit))) => return exit.words,
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return String::new(),
        }
    }
}

/// Someone at a desk, who types now and then and sees it at once.
struct Colleague {
    desk: Terminal,
    typed: usize,
}

impl Colleague {
    fn at(house: &House) -> Colleague {
        let desk = house.terminal(&["--desk", "counter"]);
        desk.shows("Home").shows("counter");
        Colleague { desk, typed: 0 }
    }

    fn notices_nothing(&mut self) {
        self.typed += 1;
        let (word, begun) = (format!("word{}.", self.typed), clock::tick());
        self.desk.types(&word).shows(&word);
        assert!(begun.elapsed() < UNNOTICED, "{word} took {:?}", begun.elapsed());
        if self.typed.is_multiple_of(5) {
            self.desk.types("\x1b").until(|screen| !screen.contents().contains("word"));
        }
    }

    /// Works on while a connection is flooded for two seconds; returns how many bytes went in, and the connection.
    fn bears_a_flood(&mut self, stream: UnixStream, bytes: Vec<u8>) -> (usize, UnixStream) {
        let until = clock::tick() + Duration::from_secs(2);
        let flooding = thread::spawn(move || (flood(&stream, &bytes, until), stream));
        for _ in 0..10 {
            self.notices_nothing();
        }
        let (sent, stream) = flooding.join().unwrap();
        assert!(sent > 0);
        (sent, stream)
    }
}

/// Returns how much memory the server has of its own, in KiB.
fn memory(house: &House) -> u64 {
    let server = House::server_of(&house.store()).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", server.as_raw_nonzero())).unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Returns how many threads the server has.
fn threads(house: &House) -> usize {
    let server = House::server_of(&house.store()).unwrap();
    fs::read_dir(format!("/proc/{}/task", server.as_raw_nonzero())).unwrap().count()
}

// ── who does not say what for ───────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_greeting_that_drips_in_is_waited_for_five_seconds_in_all() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    let greeting = Frame::Hello(desk("slow").greet().unwrap()).to_bytes();
    let (stream, begun) = (connect(&house), clock::tick());
    let mut drips = stream.try_clone().unwrap();
    let dripping = thread::spawn(move || {
        for byte in greeting {
            if drips.write_all(&[byte]).is_err() {
                return;
            }
            thread::park_timeout(Duration::from_millis(500));
        }
    });
    colleague.notices_nothing();
    assert_eq!(last_words(&stream), "no greeting came within 5 s");
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    dripping.thread().unpark();
    drop(stream);
    dripping.join().unwrap();
    colleague.notices_nothing();
}

#[test]
fn of_those_who_come_and_say_nothing_the_first_make_room_and_a_desk_still_comes_in() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    let crowd: Vec<UnixStream> = (0..300).map(|_| connect(&house)).collect();
    let mut newcomer = house.terminal(&["--desk", "late"]);
    newcomer.shows("Home").shows("late");
    newcomer.types("in").shows("in");
    colleague.notices_nothing();
    // 64 may be silent: of the first of 300 nothing is left, long before their time is up.
    let begun = clock::tick();
    for early in &crowd[..200] {
        early.set_read_timeout(Some(Duration::from_secs(4))).unwrap();
        assert!(!matches!((&*early).read(&mut [0]), Err(why) if why.kind() == ErrorKind::WouldBlock));
    }
    assert!(begun.elapsed() < Duration::from_secs(4));
    assert!(threads(&house) < 150, "{} threads", threads(&house));
}

#[test]
fn more_connections_than_there_is_room_for_are_told_so_and_who_is_there_stays() {
    let house = House::new();
    // The server takes over what its first desk may have open: 200 files.
    let shell = format!("ulimit -n 200; exec {DOCKHAND} --desk counter");
    let desk = house.terminal_for("/bin/sh".as_ref(), &["-c", &shell]);
    desk.shows("Home");
    let mut colleague = Colleague { desk, typed: 0 };
    let mut inside = Vec::new();
    let words = loop {
        let stream = connect(&house);
        // Who is turned away is told so at the door.
        let _ = Frame::Hello(Errand::Exec.greet().unwrap()).send(&mut &stream);
        match Frame::receive(&mut &stream) {
            Ok(Some(Frame::Welcome)) => inside.push(stream),
            Ok(Some(Frame::Exit(exit))) => break exit.words,
            other => panic!("{other:?}"),
        }
        assert!(inside.len() < 200, "there is no bound");
    };
    assert!(words.ends_with(" are here already: leave a desk that nobody needs, and come again"), "{words}");
    colleague.notices_nothing();
    // Where one goes another comes.
    drop(inside.pop());
    let begun = clock::tick();
    loop {
        let stream = connect(&house);
        let _ = Frame::Hello(Errand::Exec.greet().unwrap()).send(&mut &stream);
        if matches!(Frame::receive(&mut &stream), Ok(Some(Frame::Welcome))) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "nobody is let in any more");
    }
}

// ── who says too much ───────────────────────────────────────────────────────────────────────────────────────────

/// Sends as fast as the server takes it, for a while; returns how many bytes that were.
fn flood(stream: &UnixStream, bytes: &[u8], until: Instant) -> usize {
    stream.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    let mut sent = 0;
    while clock::tick() < until {
        match (&*stream).write(bytes) {
            Ok(count) => sent += count,
            Err(why) if why.kind() == ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
    }
    sent
}

#[test]
fn a_flood_at_one_desk_is_taken_no_faster_than_that_desk_works_and_no_other_notices() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    let before = memory(&house);
    for (name, bytes) in [
        ("letters", Frame::Input(vec![b'x'; 1 << 15]).to_bytes()),
        ("scans", Frame::Input(b"SN-0001\r".repeat(1 << 10)).to_bytes()),
        ("sizes", Frame::Size(79, 23).to_bytes().repeat(512)),
        ("pictures", Frame::Redraw.to_bytes().repeat(512)),
    ] {
        let stream = greet(&house, &desk(name));
        let reads = stream.try_clone().unwrap();
        let reader = thread::spawn(move || last_words(&reads));
        let (sent, stream) = colleague.bears_a_flood(stream, bytes);
        drop(stream.shutdown(std::net::Shutdown::Both));
        reader.join().unwrap();
        let grown = memory(&house).saturating_sub(before);
        assert!(grown < 64 << 10, "{name}: {sent} bytes made the server grow by {grown} KiB");
    }
}

#[test]
fn a_frame_that_is_too_long_or_makes_no_sense_ends_its_desk_s_connection_and_the_desk_stays() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    for (wrong, why) in [
        (&[2, 0, 1, 0, 1][..], "a frame of 65537 bytes came, and 65536 is the most"),
        (&[9, 0, 0, 0, 0], "a frame of kind 9 with 0 bytes makes no sense"),
        (&[3, 0, 0, 0, 3, 1, 2, 3], "a frame of kind 3 with 3 bytes makes no sense"),
        (&Frame::Welcome.to_bytes(), "a frame came that no desk sends"),
        (&Frame::Hello(vec![1]).to_bytes(), "a frame came that no desk sends"),
    ] {
        let stream = greet(&house, &desk("odd"));
        Frame::Input(b"kept".to_vec()).send(&mut &stream).unwrap();
        (&stream).write_all(wrong).unwrap();
        assert_eq!(last_words(&stream), why);
        colleague.notices_nothing();
    }
    house.terminal(&["--desk", "odd"]).shows("keptkeptkeptkeptkept");
}

#[test]
fn half_a_frame_and_then_nothing_keeps_its_own_desk_waiting_and_no_other() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    let stream = greet(&house, &desk("half"));
    let whole = Frame::Input(vec![b'x'; 1000]).to_bytes();
    for length in [3, 5, 500] {
        (&stream).write_all(&whole[..length]).unwrap();
        colleague.notices_nothing();
        (&stream).write_all(&whole[length..]).unwrap();
    }
    (&stream).write_all(&whole[..500]).unwrap();
    colleague.notices_nothing();
    drop(stream);
    // Half of what was sent is none of it.
    let next = house.terminal(&["--desk", "half"]);
    next.shows("Home").shows("half");
    colleague.notices_nothing();
}

// ── who reads nothing ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_desk_that_never_reads_what_is_drawn_costs_a_bounded_room() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    let before = memory(&house);
    let stream = greet(&house, &desk("deaf"));
    let pictures = Frame::Redraw.to_bytes().repeat(64);
    let (_, stream) = colleague.bears_a_flood(stream, pictures);
    let grown = memory(&house).saturating_sub(before);
    assert!(grown < 16 << 10, "{grown} KiB");
    drop(stream);
    colleague.notices_nothing();
}

#[test]
fn a_script_that_never_reads_its_answers_waits_alone_and_keeps_no_server_from_ending_well() {
    let house = House::new();
    let mut colleague = Colleague::at(&house);
    let before = memory(&house);
    let stream = greet(&house, &Errand::Exec);
    let asks = Frame::Input(b"{\"ask\":\"people\"}\n".repeat(3000)).to_bytes();
    let (_, stream) = colleague.bears_a_flood(stream, asks);
    let grown = memory(&house).saturating_sub(before);
    assert!(grown < 16 << 10, "{grown} KiB");
    colleague.notices_nothing();
    house.signal_server(Signal::TERM);
    house.wait_for_closed_store();
    let log = fs::read_to_string(format!("{}.log", house.store().display())).unwrap();
    assert!(log.contains("the store is closed") && !log.contains("did not end in time"), "{log}");
    drop(stream);
}

// ── other accounts ──────────────────────────────────────────────────────────────────────────────────────────────

/// A house whose desks may come from another account, `nobody`, and the program where that can run it; `None` where this
/// process cannot become another user.
fn shared_house() -> Option<(House, std::path::PathBuf)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let house = House::new();
    let (socket, program) = (house.path("shared/dockhand.sock"), house.path("dockhand"));
    let config = format!("[server]\nsocket = '{}'\ndesks = 'nobody'\ndesks_may = 'verify'", socket.display());
    fs::write(house.path("config/dockhand/dockhand.toml"), config).unwrap();
    fs::copy(DOCKHAND, &program).unwrap();
    fs::create_dir(house.path("shared")).unwrap();
    for folder in ["", "config", "config/dockhand", "shared"] {
        fs::set_permissions(house.path(folder), Permissions::from_mode(0o755)).unwrap();
    }
    Some((house, program))
}

#[test]
fn desks_of_another_account_reach_the_socket_and_not_the_store() {
    // Root alone can become another user; anybody else cannot try this.
    let Some((house, program)) = shared_house() else { return };
    let owner = house.terminal(&[]);
    owner.shows("Home");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&house.path("shared/dockhand.sock")), mode(house.store().parent().unwrap())), (0o660, 0o700));
    let run = |gid: u32, arguments: &[&str]| {
        let mut command = house.command(arguments);
        let mut stranger = std::process::Command::new(&program);
        stranger.args(arguments).env_clear().current_dir("/").uid(65_534).gid(gid);
        stranger.envs(command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))));
        command = stranger;
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    // One who is not of the group does not even get to the socket.
    let (code, said) = run(65_534, &["verify"]);
    assert!(code == Some(2) && said.contains("cannot be reached: Permission denied"), "{code:?} {said}");
    // What the configuration lists is done through the server, though nobody can read the store.
    let (code, said) = run(0, &["verify"]);
    assert!(code == Some(0) && said.starts_with("whole: "), "{code:?} {said}");
    for arguments in [&["exec"][..], &["backup", "/tmp/copy-of-nobody.redb"], &["label", "X"]] {
        let (code, said) = run(0, arguments);
        let refused = format!("dockhand {} is not for nobody, which has its desks and nothing else", arguments[0]);
        assert!(code == Some(1) && said.contains(&refused), "{arguments:?}: {code:?} {said}");
    }
}

#[test]
fn a_stranger_s_account_is_told_whose_store_it_is() {
    let Some((house, program)) = shared_house() else { return };
    house.terminal(&[]).shows("Home");
    let mut stranger = std::process::Command::new(program);
    stranger.arg("exec").env_clear().envs([("HOME", "/"), ("XDG_CONFIG_HOME", house.path("config").to_str().unwrap())]);
    stranger.env("XDG_DATA_HOME", house.path("data")).current_dir("/").uid(2).gid(0);
    let output = stranger.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("uid 2 is not let in: this store belongs to uid 0, and desks come from nobody"), "{said}");
}
