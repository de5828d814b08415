//! The program itself, in terminals of its own: real processes, a store in a folder that goes when the test does.
//!
//! Nothing here sleeps: what is waited for is a condition, and a limit only ends a test that would never end.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The program.
pub const DOCKHAND: &str = env!("CARGO_BIN_EXE_dockhand");

/// After so long a test has failed.
const LIMIT: Duration = Duration::from_secs(20);

/// Keys.
pub const PASTE_OFF: &str = "\x1b[?2004l";
pub const MAIN_SCREEN: &str = "\x1b[?1049l";
pub const CURSOR_SHOWN: &str = "\x1b[?25h";

/// A home folder with nothing in it but a configuration; its server is killed when it goes.
pub struct House {
    folder: TempDir,
}

impl House {
    pub fn new() -> House {
        House::with("")
    }

    /// A house with more configuration.
    pub fn with(config: &str) -> House {
        House::within(&std::env::temp_dir(), config)
    }

    /// A house in a folder, which has to be a short path: there are sockets in it.
    pub fn within(folder: &Path, config: &str) -> House {
        let house = House { folder: tempfile::tempdir_in(folder).unwrap() };
        fs::create_dir(house.path("config")).unwrap();
        fs::create_dir(house.path("config/dockhand")).unwrap();
        fs::write(house.path("config/dockhand/dockhand.toml"), config).unwrap();
        house
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the store is unless a test says otherwise.
    pub fn store(&self) -> PathBuf {
        self.path("data/dockhand/store.redb")
    }

    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let (config, data, run) = (self.path("config"), self.path("data"), self.path("run"));
        vec![
            ("HOME", self.folder.path().to_owned()),
            ("XDG_CONFIG_HOME", config),
            ("XDG_DATA_HOME", data),
            ("XDG_RUNTIME_DIR", run),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("TZ", "UTC".into()),
            ("PATH", "/usr/bin:/bin".into()),
        ]
    }

    /// The program, to be run without a terminal.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(DOCKHAND);
        command.args(arguments).env_clear().envs(self.environment()).current_dir(self.folder.path());
        command
    }

    /// Runs the program without a terminal to its end.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // One that ends without reading is what some tests are about.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Starts the program in a terminal of 80×24.
    pub fn terminal(&self, arguments: &[&str]) -> Terminal {
        self.terminal_for(DOCKHAND.as_ref(), arguments)
    }

    /// Starts any program in a terminal of 80×24.
    pub fn terminal_for(&self, program: &Path, arguments: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.cwd(self.folder.path());
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        Terminal::start(command)
    }

    /// The process that has a store open.
    pub fn server_of(store: &Path) -> Option<Pid> {
        let lock = PathBuf::from(format!("{}.lock", store.display()));
        let file = File::open(&lock).ok()?;
        if file.try_lock().is_ok() {
            return None;
        }
        let holder = fs::read_to_string(&lock).ok()?;
        Pid::from_raw(holder.split_whitespace().last()?.parse().ok()?)
    }

    /// Sends the server of the store a signal.
    pub fn signal_server(&self, signal: Signal) {
        kill_process(House::server_of(&self.store()).expect("a server"), signal).unwrap();
    }

    /// Waits until no process has the store open.
    pub fn wait_for_closed_store(&self) {
        File::open(format!("{}.lock", self.store().display())).unwrap().lock().unwrap();
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "lock")
                    && let Some(server) = House::server_of(&path.with_extension(""))
                {
                    let _ = kill_process(server, Signal::KILL);
                }
            }
        }
    }
}

/// A terminal with a program in it.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    reader: Option<JoinHandle<()>>,
    modes: String,
}

struct Seen {
    state: Mutex<State>,
    more: Condvar,
}

struct State {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    closing: bool,
}

impl Seen {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Terminal {
    fn start(command: CommandBuilder) -> Terminal {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let modes = format!("{:?}", pair.master.get_termios().unwrap());
        let child = pair.slave.spawn_command(command).unwrap();
        let state = State { screen: vt100::Parser::new(24, 80, 0), bytes: Vec::new(), closing: false };
        let seen = Arc::new(Seen { state: Mutex::new(state), more: Condvar::new() });
        let (mut from, sees) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                let mut state = sees.state();
                if state.closing {
                    return;
                }
                state.screen.process(&bytes[..count]);
                state.bytes.extend_from_slice(&bytes[..count]);
                sees.more.notify_all();
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Terminal {
            master: Some(pair.master),
            slave: Some(pair.slave),
            keyboard: Some(keyboard),
            child,
            seen,
            reader: Some(reader),
            modes,
        }
    }

    /// Waits until the screen is as wanted.
    pub fn until(&self, wanted: impl Fn(&vt100::Screen) -> bool) -> &Terminal {
        self.wait(|state| wanted(state.screen.screen()));
        self
    }

    /// Waits until the screen shows some words.
    pub fn shows(&self, words: &str) -> &Terminal {
        self.until(|screen| screen.contents().contains(words))
    }

    /// Waits until these words came, on whatever screen, even broken over two lines.
    pub fn says(&self, words: &str) -> &Terminal {
        self.wait(|state| String::from_utf8_lossy(&state.bytes).contains(words));
        self
    }

    fn wait(&self, wanted: impl Fn(&State) -> bool) {
        let (state, waited) =
            self.seen.more.wait_timeout_while(self.seen.state(), LIMIT, |state| !wanted(state)).unwrap();
        let came = String::from_utf8_lossy(&state.bytes);
        assert!(!waited.timed_out(), "never came; the screen:\n{}\nall:\n{came:?}", state.screen.screen().contents());
    }

    /// Returns what the screen shows now.
    pub fn screen(&self) -> String {
        self.seen.state().screen.screen().contents()
    }

    /// Returns everything that came so far.
    pub fn bytes(&self) -> String {
        String::from_utf8_lossy(&self.seen.state().bytes).into_owned()
    }

    /// Types.
    pub fn types(&mut self, text: &str) -> &mut Terminal {
        self.keyboard.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
        self
    }

    /// Sends any bytes, all at once.
    pub fn sends(&mut self, bytes: &[u8]) -> &mut Terminal {
        self.keyboard.as_mut().unwrap().write_all(bytes).unwrap();
        self
    }

    /// Sends bytes one by one, so far apart as a scanner or a hand sends them: the pace is what is tried.
    pub fn sends_each(&mut self, gap: Duration, bytes: &[u8]) -> &mut Terminal {
        for byte in bytes {
            self.sends(&[*byte]);
            self.lets_pass(gap);
        }
        self
    }

    /// Does nothing for so long, as a hand that pauses.
    pub fn lets_pass(&mut self, time: Duration) -> &mut Terminal {
        let _ = self.seen.more.wait_timeout_while(self.seen.state(), time, |_| true).unwrap();
        self
    }

    /// Makes the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.state().screen.screen_mut().set_size(rows, columns);
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.process()).unwrap(), signal).unwrap();
    }

    /// Returns the id of the program's process.
    pub fn process(&self) -> i32 {
        i32::try_from(self.child.process_id().unwrap()).unwrap()
    }

    /// Waits for the program's end; returns its exit code.
    pub fn exit_code(&mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }

    /// Waits until the terminal is given back: its modes as they were, the main screen, the cursor, plain letters.
    pub fn is_given_back(&self) {
        for sequence in [MAIN_SCREEN, PASTE_OFF, CURSOR_SHOWN] {
            self.says(sequence);
        }
        self.until(|screen| !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        // The modes come back right behind those bytes, and nothing tells when: all that can be done is look again.
        let begun = dockhand::clock::tick();
        while self.is_raw() && begun.elapsed() < Duration::from_secs(30) {
            std::thread::yield_now();
        }
        assert_eq!(self.modes(), self.modes);
    }

    /// Tells whether the terminal is in raw mode.
    pub fn is_raw(&self) -> bool {
        self.modes() != self.modes
    }

    fn modes(&self) -> String {
        format!("{:?}", self.master.as_ref().unwrap().get_termios().unwrap())
    }

    /// Closes the window: the program's terminal is gone, and it hears of it as the system tells it.
    pub fn close(mut self) {
        self.seen.state().closing = true;
        // What is drawn for the new size lets the reader see that it is to let go.
        self.master.as_ref().unwrap().resize(size(60, 20)).unwrap();
        self.reader.take().unwrap().join().unwrap();
        let master = self.master.take().unwrap();
        // The keyboard of this crate types Ctrl+D as it goes, which no window does, unless the terminal knows no such key.
        let tty = File::options().read(true).write(true).open(master.tty_name().unwrap()).unwrap();
        let mut modes = rustix::termios::tcgetattr(&tty).unwrap();
        modes.special_codes[rustix::termios::SpecialCodeIndex::VEOF] = 0;
        rustix::termios::tcsetattr(&tty, rustix::termios::OptionalActions::Now, &modes).unwrap();
        drop((self.keyboard.take(), self.slave.take(), master, tty));
        self.child.wait().unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has ended already in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
