//! An sshd of its own on a port of this machine, with the configuration that is shipped, and clients with keys.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crate::pty::{DOCKHAND, House, Terminal};

/// The shipped configuration.
const SHIPPED: &str = include_str!("../../config/sshd_dockhand.conf");

/// What a machine's own configuration says beside it: what is forbidden is offered here, as Debian does.
const MACHINE: &str = "\
UsePAM no
StrictModes no
PidFile none
LogLevel VERBOSE
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
PermitRootLogin prohibit-password
PrintMotd no
AllowTcpForwarding yes
X11Forwarding yes
";

/// An sshd, its keys, and a wire that counts.
pub struct Sshd {
    folder: PathBuf,
    account: String,
    process: Child,
    port: u16,
    wire: Arc<AtomicU64>,
}

impl Sshd {
    /// Starts one for the desks of a house, which log into the account that runs this test.
    pub fn of(house: &House) -> Sshd {
        let account = Command::new("id").arg("-un").output().unwrap().stdout;
        Sshd::for_account(&house.path("sshd"), String::from_utf8(account).unwrap().trim())
    }

    /// Starts one whose desks log into an account.
    pub fn for_account(folder: &Path, account: &str) -> Sshd {
        fs::create_dir(folder).unwrap();
        let host = folder.join("host");
        make_key(&host);
        fs::write(folder.join("authorized_keys"), "").unwrap();
        let port = free_port();
        let shipped = SHIPPED
            .replace("Match User dockdesk", &format!("Match User {account}"))
            .replace("/etc/dockhand/authorized_keys", &folder.join("authorized_keys").display().to_string())
            .replace("UnusedConnectionTimeout 60", "UnusedConnectionTimeout 1");
        let config = format!("ListenAddress 127.0.0.1:{port}\nHostKey {}\n{MACHINE}{shipped}", host.display());
        let file = folder.join("sshd_config");
        fs::write(&file, config).unwrap();
        if rustix::process::geteuid().is_root() {
            // Where sshd locks itself in before anybody has logged in.
            fs::create_dir_all("/run/sshd").unwrap();
        }
        let log = File::create(folder.join("log")).unwrap();
        let mut command = Command::new("/usr/sbin/sshd");
        let process = command.args(["-D", "-e", "-f"]).arg(&file).stderr(log).stdin(Stdio::null()).spawn().unwrap();
        let mut sshd =
            Sshd { folder: folder.to_owned(), account: account.to_owned(), process, port, wire: Arc::default() };
        sshd.wait_until_it_listens();
        sshd
    }

    fn wait_until_it_listens(&mut self) {
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(self.process.try_wait().unwrap().is_none(), "sshd ended: {}", self.log());
            thread::yield_now();
        }
    }

    /// What sshd said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    /// Lets a key in, for a desk of a house.
    pub fn give_key(&self, house: &House, desk: &str) {
        let environment = house.environment();
        let sets: Vec<String> = environment
            .iter()
            .filter(|(name, _)| !["TERM", "LANG", "PATH"].contains(name))
            .map(|(name, value)| format!("{name}='{}'", value.display()))
            .collect();
        self.give_key_for(desk, &format!("{} exec {DOCKHAND} --desk {desk}", sets.join(" ")));
    }

    /// Lets a key in whose command is this.
    pub fn give_key_for(&self, name: &str, command: &str) {
        let key = self.folder.join(name);
        make_key(&key);
        let public = fs::read_to_string(format!("{}.pub", key.display())).unwrap();
        let mut keys = File::options().append(true).open(self.folder.join("authorized_keys")).unwrap();
        // As the shipped configuration shows it.
        assert!(SHIPPED.contains(r#"restrict,pty,command="dockhand --desk dock-2" ssh-ed25519"#));
        writeln!(keys, "restrict,pty,command=\"{command}\" {public}").unwrap();
    }

    /// Arguments of a client with a key: options first, the place last.
    pub fn arguments(&self, key: &str, port: u16) -> Vec<String> {
        let key = self.folder.join(key).display().to_string();
        let options = [
            "EscapeChar=none",
            "ServerAliveInterval=15",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "ControlPath=none",
            "LogLevel=ERROR",
            // As Debian's clients do.
            "SendEnv=LANG",
        ];
        let mut arguments: Vec<String> = vec!["-F".into(), "none".into(), "-i".into(), key];
        arguments.extend(options.iter().flat_map(|option| ["-o".to_owned(), (*option).to_owned()]));
        arguments.extend(["-o".to_owned(), format!("Port={port}")]);
        arguments
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of the account.
    pub fn address(&self) -> String {
        format!("{}@127.0.0.1", self.account)
    }

    /// Sits down at the desk of a key, over ssh, in a terminal of 80×24.
    pub fn desk(&self, house: &House, key: &str) -> Terminal {
        self.desk_by(house, key, self.port)
    }

    /// The same over a wire whose bytes are counted; see [`bytes`](Sshd::bytes).
    pub fn counted_desk(&self, house: &House, key: &str) -> Terminal {
        self.desk_by(house, key, self.counting_port())
    }

    fn desk_by(&self, house: &House, key: &str, port: u16) -> Terminal {
        let mut arguments = self.arguments(key, port);
        arguments.extend(["-t".to_owned(), self.address()]);
        house.terminal_for("/usr/bin/ssh".as_ref(), &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Runs a client of OpenSSH with a key to its end: what it asks for comes before the address and after it.
    pub fn run(&self, program: &str, key: &str, before: &[&str], after: &[&str], input: &str) -> Output {
        let mut command = Command::new(program);
        command.args(self.arguments(key, self.port)).args(before);
        if program.ends_with("ssh") {
            command.arg(self.address());
        }
        let pipe = Stdio::piped;
        let mut child = command.args(after).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
        // One that ends without reading is what some tests are about.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Returns how many bytes went over the counted wire, both ways.
    pub fn bytes(&self) -> u64 {
        self.wire.load(Ordering::SeqCst)
    }

    /// Opens a port whose one connection is handed on to sshd, and counted.
    fn counting_port(&self) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let (port, to, wire) = (listener.local_addr().unwrap().port(), self.port, Arc::clone(&self.wire));
        thread::spawn(move || {
            let (near, _) = listener.accept().unwrap();
            let far = TcpStream::connect(("127.0.0.1", to)).unwrap();
            for stream in [&near, &far] {
                stream.set_nodelay(true).unwrap();
            }
            let (back, forth) = ((far.try_clone().unwrap(), near.try_clone().unwrap()), (near, far));
            let counted = Arc::clone(&wire);
            thread::spawn(move || hand_on(back.0, back.1, &counted));
            hand_on(forth.0, forth.1, &wire);
        });
        port
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn hand_on(mut from: TcpStream, mut to: TcpStream, wire: &AtomicU64) {
    let mut bytes = [0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        wire.fetch_add(count as u64, Ordering::SeqCst);
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

fn make_key(path: &Path) {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path).status();
    assert!(made.expect("openssh-client").success());
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).unwrap().port()
}

/// Waits for what nothing tells of but looking again.
pub fn wait_until(what: &str, mut is: impl FnMut() -> bool) {
    let begun = dockhand::clock::tick();
    while !is() {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        thread::yield_now();
    }
}

/// Reads a file that may not be there yet.
pub fn read(path: &Path) -> String {
    match fs::read_to_string(path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
        text => text.unwrap(),
    }
}
