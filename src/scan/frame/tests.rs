//! A scanner and a hand at one keyboard, by tables and by chance.

use proptest::prelude::*;

use super::*;
use crate::config::scanner::Case;
use crate::domain::scanner::Layout;

const MS: Duration = Duration::from_millis(1);

/// A desk's line as the session keeps it, and what was framed.
struct Keyboard {
    decoder: Decoder,
    now: Duration,
    line: String,
    framed: Vec<String>,
    /// Characters that were handed on in scans and entered lines.
    kept: String,
    /// What stood before scans that may begin there.
    heads: Vec<String>,
}

impl Keyboard {
    fn new(config: ScannerConfig) -> Keyboard {
        Keyboard {
            decoder: Decoder::new(config),
            now: Duration::ZERO,
            line: String::new(),
            framed: Vec::new(),
            kept: String::new(),
            heads: Vec::new(),
        }
    }

    fn usual() -> Keyboard {
        Keyboard::new(ScannerConfig::default())
    }

    /// Feeds a script: `{120}` waits so many milliseconds, `{}` cuts the chunk; the rest are bytes.
    fn play(&mut self, script: &[u8]) -> &mut Keyboard {
        let mut rest = script;
        while !rest.is_empty() {
            let pause = rest.strip_prefix(b"{").and_then(|rest| {
                let length = rest.iter().position(|b| *b == b'}')?;
                let digits = std::str::from_utf8(&rest[..length]).ok()?;
                let ms: u32 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
                Some((ms, &rest[length + 1..]))
            });
            if let Some((ms, after)) = pause {
                self.wait(ms);
                rest = after;
            } else {
                let next = rest[1..].iter().position(|b| *b == b'{').map_or(rest.len(), |place| place + 1);
                self.bytes(&rest[..next]);
                rest = &rest[next..];
            }
        }
        self
    }

    /// Plays each byte on its own, so far apart.
    fn each(&mut self, gap: u32, bytes: &[u8]) -> &mut Keyboard {
        for byte in bytes {
            self.wait(gap);
            self.bytes(&[*byte]);
        }
        self
    }

    fn wait(&mut self, ms: u32) -> &mut Keyboard {
        let until = self.now + MS * ms;
        while let Some(due) = self.decoder.deadline().filter(|due| *due <= until) {
            let events = self.decoder.tick(due);
            self.take(events);
        }
        self.now = until;
        self
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let events = self.decoder.feed(self.now, bytes);
        self.take(events);
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Typed(text) => self.line.push_str(&text),
                Event::Unwrite(letters) => {
                    for _ in 0..letters {
                        self.line.pop().expect("only what was written is taken back");
                    }
                }
                Event::Scan(scan) => {
                    self.kept.extend(scan.aim.iter().map(String::as_str).chain([scan.text.as_str()]));
                    let mut said = format!("scan {}", scan.text.escape_debug());
                    for (holds, word) in [
                        (scan.aim.is_some(), format!(" {}", scan.aim.clone().unwrap_or_default())),
                        (scan.other.is_some(), format!(" or {}", scan.other.clone().unwrap_or_default())),
                        (scan.by_hand.is_some(), " by hand".into()),
                        (scan.double_count, " double count".into()),
                        (scan.double && !scan.double_count, " double".into()),
                        (scan.doubtful, " doubtful".into()),
                    ] {
                        said.push_str(if holds { &word } else { "" });
                    }
                    self.framed.push(said);
                    self.heads.push(scan.head);
                }
                Event::Paste(text) => self.framed.push(format!("paste {}", text.escape_debug())),
                Event::Enter => {
                    let text = std::mem::take(&mut self.line);
                    self.kept.push_str(&text);
                    self.framed.push(format!("enter {text}"));
                }
                Event::Tab => {
                    let text = std::mem::take(&mut self.line);
                    self.kept.push_str(&text);
                    self.framed.push(format!("tab {text}"));
                }
                Event::Keys(bytes) => self.framed.push(format!("key {}", bytes.escape_ascii())),
            }
        }
    }

    fn said(&mut self) -> String {
        self.wait(10_000);
        let said = self.framed.join("; ");
        if self.line.is_empty() { said } else { format!("{said} | {}", self.line) }
    }
}

fn table(config: &ScannerConfig, rows: &[(&[u8], &str)]) {
    for (script, wanted) in rows {
        assert_eq!(Keyboard::new(config.clone()).play(script).said(), *wanted, "{}", script.escape_ascii());
    }
}

#[test]
fn a_scanner_as_it_comes() {
    table(
        &ScannerConfig::default(),
        &[
            (b"SN-0001\r", "scan SN-0001"),
            (b"SN-0001\r\n", "scan SN-0001"),
            (b"SN-0001\r{9000}\nSN-0002\r{}\n", "scan SN-0001; scan SN-0002"),
            (b"SN-0001\n", "scan SN-0001"),
            (b"SN-0001\t", "scan SN-0001"),
            (b"SN-0001\t\r\nSN-0002\t\r\n", "scan SN-0001; scan SN-0002"),
            (b"SN-0001\r{50}\r", "scan SN-0001"),
            (b"SN-0001\r{70}\r", "scan SN-0001; enter "),
            (b"\r", "enter "),
            (b"\t", "tab "),
            (b"SN-00{400}01\r", "scan SN-0001"),
            (b"S{}N{}-{}0{}0{}0{}1{}\r", "scan SN-0001"),
            (b"  SN 1  \r", "scan   SN 1  "),
            (b"]C1SN-0001\r", "scan SN-0001 ]C1"),
            (b"0104012345123456\x1d21AB\r", "scan 0104012345123456\\u{1d}21AB"),
            ("[)>\u{1e}06\u{1d}SX1\u{1e}\u{4}\r".as_bytes(), "scan [)>\\u{1e}06\\u{1d}SX1\\u{1e}\\u{4}"),
            ("01A\u{f70b}21B\r".as_bytes(), "scan 01A\\u{1d}21B"),
            (b"01A\x1b[93;5u21B\r", "scan 01A\\u{1d}21B"),
            (b"01A\x1b[27;5;{}93~21B\r", "scan 01A\\u{1d}21B"),
            (b"\x1d0112345\r", "scan \\u{1d}0112345"),
            (b"\x1d", "key \\x1d"),
            ("Größe-1\r".as_bytes(), "scan Größe-1"),
        ],
    );
}

#[test]
fn a_hand() {
    table(
        &ScannerConfig::default(),
        &[
            (b"h{120}e{120}l{120}l{120}o{300}\r", "enter hello"),
            (b"*10\r", "enter *10"),
            (b"h{120}i{120}\t", "tab hi"),
            (b"\x1b[21~", "key \\x1b[21~"),
            (b"\x1b[{100}21{100}~", "key \\x1b[21~"),
            (b"\x1b", "key \\x1b"),
            (b"\x1b{100}[", "key \\x1b | ["),
            (b"ab{200}\x7fc{200}\r", "key \\x7f; enter abc"),
            (b"\x04\x03\x0a\x10", "key \\x04; key \\x03; key \\n; key \\x10"),
            (b"5{1000}SN-0001\r", "scan SN-0001 or 5SN-0001 | 5"),
            (b"*{120}1{120}2{120}3{1000}SN-0001\r", "scan SN-0001 | *123"),
            (b"12\x1b[D{1000}SN-0001\r", "key \\x1b[D; scan SN-0001 | 12"),
            (b"*{300}2{120}0{120}0{120}/{120}5\r", "scan 200/5 or *200/5 by hand | *"),
            (b"ab{120}c{300}1{120}2{120}3{120}4\t", "scan 1234 or abc1234 by hand | abc"),
            (b"1{120}2{120}.{120}5{120}\t", "scan 12.5 by hand"),
            // What stays on the line when a scan ended is no beginning of the next.
            (b"5{1000}SN-0001\r{1000}SN-0002\r", "scan SN-0001 or 5SN-0001; scan SN-0002 | 5"),
        ],
    );
}

#[test]
fn a_scan_right_behind_the_escape_key_stays_whole() {
    let codes =
        ["SN-0001", "4006381333931", "P-118", "PHONE-1", "X-1234", "O-1234", "]C1SN-0001", "_A-1", "^1234", "[)>06"];
    for code in codes {
        let said = Keyboard::usual().play(format!("\x1b{code}\r{{1000}}").as_bytes()).said();
        let whole = code.trim_start_matches("]C1");
        assert!(said.starts_with(&format!("key \\x1b; scan {whole}")) && !said.contains('|'), "{code}: {said}");
    }
    let config = ScannerConfig { gs: vec![Gs::Alt029], ..ScannerConfig::default() };
    table(&config, &[(b"\x1b0123-AB\r", "key \\x1b; scan 0123-AB"), (b"\x1b5123-AB\r", "key \\x1b; scan 5123-AB")]);
}

#[test]
fn what_comes_before_a_scan_tells_where_its_head_is() {
    let heads = |script: &[u8]| {
        let mut line = Keyboard::usual();
        line.play(script);
        line.heads
    };
    assert_eq!(heads(b"5{1000}SN-0001\r"), ["5"]);
    assert_eq!(heads(b"ABCDE{400}1234\r"), ["ABCDE"]);
    assert_eq!(heads(b"SN-0001\r"), [""]);
}

#[test]
fn one_scan_read_twice_says_so() {
    table(
        &ScannerConfig::default(),
        &[
            (b"SN-0001\r{100}SN-0001\r", "scan SN-0001; scan SN-0001 double count"),
            (b"SN-0001\r{700}SN-0001\r", "scan SN-0001; scan SN-0001 double"),
            (b"SN-0001\r{900}SN-0001\r", "scan SN-0001; scan SN-0001"),
            (b"SN-0001\r{100}SN-0002\r{100}SN-0001\r", "scan SN-0001; scan SN-0002; scan SN-0001"),
            (b"SN-0001SN-0001\r", "scan SN-0001SN-0001 or SN-0001"),
        ],
    );
}

#[test]
fn a_prefix_makes_a_scan_certain() {
    let stx = ScannerConfig { prefix: "\u{2}".into(), suffix: vec![Suffix::Etx], ..ScannerConfig::default() };
    table(
        &stx,
        &[
            (b"\x02A\x03", "scan A"),
            (b"12\x02SN{400}-1\x03", "scan SN-1 | 12"),
            (b"\x02SN-1\x02SN-2\x03", "scan SN-1 doubtful; scan SN-2"),
            (b"\x02SN-1\rX\x03", "scan SN-1\\rX"),
            (b"\x02SN-1", "scan SN-1 doubtful"),
            (b"\x02\x03\x03", "key \\x03"),
            (b"h{120}i{120}\r", "enter hi"),
        ],
    );
    let printable = ScannerConfig { prefix: "$".into(), ..ScannerConfig::default() };
    table(
        &printable,
        &[
            (b"$A\r", "scan A"),
            (b"12$SN{9000}-1{400}\r", "scan SN-1 | 12"),
            (b"${100}5{400}\r", "enter $5"),
            (b"12$SN\x1b[21~", "key \\x1b[21~ | 12$SN"),
            (b"$$SN-1\r", "scan $SN-1"),
        ],
    );
}

#[test]
fn other_suffixes() {
    let with = |suffix: &[Suffix]| ScannerConfig { suffix: suffix.to_vec(), ..ScannerConfig::default() };
    table(&with(&[Suffix::Tab]), &[(b"SN-1\r", "enter SN-1"), (b"SN-1\t", "scan SN-1"), (b"\t", "tab ")]);
    table(&with(&[Suffix::Enter]), &[(b"SN-1\t", "tab SN-1")]);
    table(&with(&[Suffix::Etx]), &[(b"A\x03\x03{100}\x03", "scan A; key \\x03")]);
    table(&with(&[Suffix::Eot]), &[(b"AB\x04", "scan AB"), (b"[)>\x1e06\x04", "scan [)>\\u{1e}06")]);
    table(&with(&[Suffix::Lf]), &[(b"SN-1\nSN-2\n", "scan SN-1; scan SN-2")]);
    table(&with(&[Suffix::Text("$$".into())]), &[(b"SN-1$$SN-2$$", "scan SN-1; scan SN-2"), (b"$$", " | $$")]);
    table(
        &with(&[Suffix::Pause]),
        &[
            (b"SN-0001{200}SN-0002", "scan SN-0001; scan SN-0002"),
            (b"SN-0001{140}\r", "enter SN-0001"),
            (b"SN-0001{200}\r", "scan SN-0001"),
            (b"h{120}e{120}l{120}l{120}o", " | hello"),
            (b"12{300}SN-0001", "scan SN-0001 | 12"),
            (b"ab", " | ab"),
        ],
    );
}

#[test]
fn f8_and_alt_spell_gs_where_they_are_said_to() {
    let config = ScannerConfig { gs: vec![Gs::F8, Gs::Alt029, Gs::Angle], ..ScannerConfig::default() };
    table(
        &config,
        &[
            (b"01A\x1b[19~21B\r", "scan 01A\\u{1d}21B"),
            (b"\x1b[19~01A21\r", "scan \\u{1d}01A21"),
            (b"\x1b[19~", "key \\x1b[19~"),
            (b"\x1b[19~{500}a", "key \\x1b[19~ | a"),
            (b"01A\x1b0\x1b2\x1b921B\r", "scan 01A\\u{1d}21B"),
            (b"\x1b0\x1b2x", "key \\x1b; key \\x1b | 02x"),
            (b"\x1b5", "key \\x1b | 5"),
            (b"01A<GS>21B\r", "scan 01A\\u{1d}21B"),
        ],
    );
    table(&ScannerConfig::default(), &[(b"01\x1b[19~", "key \\x1b[19~ | 01")]);
}

#[test]
fn layout_and_case_are_turned_back() {
    let azerty = ScannerConfig { layout: Layout::Azerty, ..ScannerConfig::default() };
    table(&azerty, &[("SN)àààà&\r".as_bytes(), "scan SN-00001")]);
    let caps = ScannerConfig { case: Case::Swap, ..ScannerConfig::default() };
    table(&caps, &[(b"sn-0001\r", "scan SN-0001")]);
}

#[test]
fn an_aim_identifier_can_be_required_or_left() {
    let with = |aim| ScannerConfig { aim, ..ScannerConfig::default() };
    table(&with(Aim::Required), &[(b"SN-0001\r", "scan SN-0001 doubtful"), (b"]C0SN-1\r", "scan SN-1 ]C0")]);
    table(&with(Aim::Off), &[(b"]C0SN-0001\r", "scan ]C0SN-0001")]);
}

#[test]
fn pastes() {
    table(
        &ScannerConfig::default(),
        &[
            (b"\x1b[200~A1\r\nA2\nA3\x1b[201~", "paste A1\\nA2\\nA3"),
            (b"\x1b[20{}0~A1{100}A2\x1b[2{}01~\x1b[21~", "paste A1A2; key \\x1b[21~"),
            (b"\x1b[200~A1{600}b{120}c", "paste A1 | bc"),
            (b"\x1b[200~A1{200}\x1b[21~", "paste A1; key \\x1b[21~"),
            (b"\x1b[200~A1\x1b[31mB\x1b[201~", "paste A1\\u{1b}[31mB"),
            (b"\x1b[200~\x1b[201~a", " | a"),
            (b"x\x1b[201~", " | x"),
        ],
    );
    let mut typing = Keyboard::usual();
    typing.play(b"\x1b[200~A1").each(300, b"bcdefgh\r");
    assert_eq!(typing.said(), "paste A1bcdefg; enter h", "after two seconds the first pause ends it");
}

#[test]
fn a_badge_is_not_shown() {
    let mut line = Keyboard::usual();
    line.each(100, b"DH:B:s3cr");
    assert_eq!(line.line, "DH:B:");
}

#[test]
fn what_is_too_long_is_kept_and_flagged() {
    let config = ScannerConfig { max_len: 10, ..ScannerConfig::default() };
    table(
        &config,
        &[
            (b"0123456789abc\r", "scan 0123456789abc doubtful"),
            (b"0123456789abc\x1b[21~", "scan 0123456789abc doubtful; key \\x1b[21~"),
        ],
    );
}

#[test]
fn two_hundred_scans_in_one_burst_are_two_hundred() {
    let (mut line, scans) = (Keyboard::usual(), (0..200).map(|n| format!("SN-{n:04}")).collect::<Vec<_>>());
    let bytes = scans.join("\r") + "\r";
    bytes.as_bytes().chunks(37).for_each(|chunk| line.bytes(chunk));
    assert_eq!(line.framed, scans.iter().map(|scan| format!("scan {scan}")).collect::<Vec<_>>());
}

#[test]
fn a_link_that_stalls_among_many_scans_parts_none_of_them() {
    table(
        &ScannerConfig::default(),
        &[
            (b"SN-0001\rSN-0{400}0002\rSN-0003\r", "scan SN-0001; scan SN-00002; scan SN-0003"),
            (b"SN-0001\rS{400}N-0002\r", "scan SN-0001; scan SN-0002"),
            (b"SN-0001\r{400}SN-0{400}0002\r", "scan SN-0001; scan SN-00002 or 0002"),
        ],
    );
}

#[test]
fn nothing_is_due_while_nothing_waits() {
    let mut line = Keyboard::usual();
    line.play(b"SN-0001\rhello");
    assert_eq!(line.decoder.deadline(), None);
}

/// A code as scanners send them, with a digit in it.
fn code() -> impl Strategy<Value = String> {
    "[A-Z0-9./-]{3,20}[0-9]"
}

/// A pace in milliseconds, and stalls: (place, milliseconds).
fn pace() -> impl Strategy<Value = (u32, Vec<(usize, u32)>)> {
    (0_u32..140, prop::collection::vec((0_usize..20, 0_u32..3_000), 0..=3))
}

/// Plays a code at a pace with stalls, and returns what it may have been framed as.
fn scanned(line: &mut Keyboard, code: &str, (gap, stalls): &(u32, Vec<(usize, u32)>)) -> Vec<String> {
    let before = line.framed.len();
    for (place, byte) in code.bytes().enumerate() {
        let stall: u32 = stalls.iter().filter(|(at, _)| *at == place).map(|(_, ms)| *ms).sum();
        line.wait(gap + stall);
        line.bytes(&[byte]);
    }
    line.framed.split_off(before)
}

/// Undoes what two readings leave: the session clears the line when the reading with what stands on it is chosen.
fn is_one(line: &mut Keyboard, framed: &[String], code: &str) -> bool {
    let [only] = framed else { return false };
    let only = only.trim_end_matches(" double").trim_end_matches(" double count").trim_end_matches(" by hand");
    let other = only.strip_suffix(&format!(" or {code}")).is_some();
    if !line.line.is_empty() && other {
        line.line.clear();
        line.decoder.forget();
    }
    line.line.is_empty()
        && (other
            || only == format!("scan {code}")
            || only.starts_with(&format!("scan {code} or "))
            || only == format!("enter {code}"))
}

proptest! {
    #[test]
    fn on_an_empty_line_each_terminated_code_is_one_at_any_pace(
        codes in prop::collection::vec((code(), pace(), prop::sample::select(vec!["\r", "\r\n", "\n", "\t"])), 1..8)
    ) {
        let mut line = Keyboard::usual();
        for (code, pace, end) in codes {
            line.wait(1_000);
            let framed = scanned(&mut line, &format!("{code}{end}"), &pace);
            let framed: Vec<_> = framed.into_iter().map(|said| said.replace("tab ", "enter ")).collect();
            prop_assert!(is_one(&mut line, &framed, &code), "{code}: {framed:?} | {}", line.line);
        }
    }

    #[test]
    fn what_was_typed_stays_apart_from_a_scan_that_comes_after_a_pause(
        typed in "[a-z*]{1,8}", code in code(), gap in 0_u32..=150, pause in 151_u32..5_000
    ) {
        let mut line = Keyboard::usual();
        line.each(60, typed.as_bytes()).wait(pause - gap.min(pause)).each(gap, format!("{code}\r").as_bytes());
        let whole = format!("{typed}{code}");
        // The gap before the first character is `pause`.
        prop_assert_eq!(&line.line, &typed);
        prop_assert!(
            [format!("scan {code}"), format!("scan {code} or {whole}"), format!("scan {code} or {whole} by hand")]
                .contains(&line.framed.join("; ")),
            "{:?}", line.framed
        );
    }

    #[test]
    fn what_was_typed_stays_apart_from_a_scan_with_a_prefix(
        typed in "[a-z*]{0,8}", code in r"[ -?A-Z\[\\^-}]{1,30}", gap in 0_u32..=50, between in 0_u32..5_000, control in any::<bool>()
    ) {
        let prefix = if control { "\u{2}" } else { "@+" };
        let mut line = Keyboard::new(ScannerConfig { prefix: prefix.into(), ..ScannerConfig::default() });
        line.each(60, typed.as_bytes()).wait(between).each(gap, format!("{prefix}{code}\r").as_bytes());
        prop_assert_eq!(&line.line, &typed);
        let wanted = format!("scan {}", code.escape_debug());
        prop_assert!(line.framed == [wanted] || line.framed[0].contains(" or "), "{:?}", line.framed);
    }

    #[test]
    fn without_a_suffix_pauses_part_scans(
        codes in prop::collection::vec((code(), 0_u32..150, 151_u32..5_000), 1..8)
    ) {
        let mut line = Keyboard::new(ScannerConfig { suffix: vec![Suffix::Pause], ..ScannerConfig::default() });
        for (code, gap, pause) in codes {
            line.each(gap, code.as_bytes()).wait(pause.max(gap + 1));
            let framed = std::mem::take(&mut line.framed);
            prop_assert!(is_one(&mut line, &framed, &code), "{code}: {framed:?} | {}", line.line);
        }
    }

    #[test]
    fn cut_into_any_chunks_no_character_is_lost(
        text in "[ -~é€\r\n\t]{0,80}", cuts in prop::collection::vec((1_usize..9, 0_u32..400), 1..40)
    ) {
        let mut line = Keyboard::usual();
        let (mut rest, mut cuts) = (text.as_bytes(), cuts.into_iter().cycle());
        while !rest.is_empty() {
            let (length, gap) = cuts.next().unwrap_or((1, 0));
            let (chunk, after) = rest.split_at(length.min(rest.len()));
            line.wait(gap);
            line.bytes(chunk);
            rest = after;
        }
        line.wait(10_000);
        let mut kept = line.kept + &line.line;
        kept.retain(|letter| !letter.is_control());
        let wanted: String = text.chars().filter(|letter| !letter.is_control()).collect();
        let sorted = |text: &str| { let mut letters: Vec<char> = text.chars().collect(); letters.sort_unstable(); letters };
        prop_assert_eq!(sorted(&kept), sorted(&wanted));
    }

    #[test]
    fn any_bytes_at_any_times_are_taken(
        chunks in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..40), 0_u32..700), 0..30),
        prefix in prop::sample::select(vec!["", "\u{2}", "$"]), pause in any::<bool>()
    ) {
        let suffix = if pause { vec![Suffix::Pause] } else { vec![Suffix::Etx, Suffix::Text("$$".into()), Suffix::Tab] };
        let gs = vec![Gs::F8, Gs::Alt029, Gs::Hash, Gs::PrivateUse];
        let mut line = Keyboard::new(ScannerConfig { prefix: prefix.into(), suffix, gs, max_len: 30, ..ScannerConfig::default() });
        for (bytes, gap) in chunks {
            line.wait(gap);
            line.bytes(&bytes);
        }
        line.wait(20_000);
        prop_assert_eq!(line.decoder.deadline(), None);
    }
}
