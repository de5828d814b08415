//! Printers: what they understand, where they are, and how a label's bytes get there.
//!
//! A printer on the network takes one connection a label: it closes its side when it has read all of it, and a
//! printer that goes away in the middle is told apart from one that is done. Nothing else says that a label arrived.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::output::{Language, pdf};

/// How long a printer has to take a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a printer may take nothing before it counts as jammed.
const JAM: Duration = Duration::from_secs(60);

/// How long a printer has to close its side; many never do, and what was written is with them then.
const CLOSE: Duration = Duration::from_millis(1500);

/// Dots an inch of a printer that does not say.
const USUAL_DPI: u32 = 203;

/// Where a printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// On the network: host and port.
    Tcp(String),
    /// A device, such as `/dev/usb/lp0`.
    Device(PathBuf),
    /// A queue of CUPS: a raw one, or, for PDF, one with a driver.
    Queue(String),
    /// A folder, each label a file of its own; or a file that all are added to.
    File(PathBuf),
}

/// A printer of the configuration: `NAME LANGUAGE ADDRESS [DPI]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// What it is called.
    pub name: String,
    /// What it understands.
    pub language: Language,
    /// Where it is.
    pub address: Address,
    /// Dots an inch.
    pub dpi: u32,
}

impl Printer {
    /// Reads a printer as it stands in the configuration; its sentence says what is wrong.
    pub fn parse(text: &str) -> Result<Printer, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (name, language, address, dpi) = match words.as_slice() {
            [name, language, address] => (name, language, address, None),
            [name, language, address, dpi] => {
                let number = dpi.trim_end_matches("dpi").parse().ok().filter(|dpi| (100..=1200).contains(dpi));
                (
                    name,
                    language,
                    address,
                    Some(number.ok_or_else(|| format!("{dpi}: a printer has 100 to 1200 dots an inch"))?),
                )
            }
            _ => return Err(format!("{text:?} is no printer: one looks like \"zebra zpl tcp:10.0.0.9:9100 203dpi\"")),
        };
        let known = || Language::ALL.map(Language::name).join(", ");
        let language = Language::find(language)
            .ok_or_else(|| format!("{language} is no printer language: there are {}", known()))?;
        let usual = if language == Language::Pdf { pdf::DPI } else { USUAL_DPI };
        let dpi = dpi.unwrap_or(usual);
        Ok(Printer { name: (*name).to_owned(), language, address: Address::parse(address)?, dpi })
    }

    /// Reads all printers of the configuration; no two have one name.
    pub fn all(texts: &[String]) -> Result<Vec<Printer>, String> {
        let mut printers: Vec<Printer> = Vec::new();
        for text in texts {
            let printer = Printer::parse(text)?;
            if printers.iter().any(|other| other.name == printer.name) {
                return Err(format!("{}: two printers have this name", printer.name));
            }
            printers.push(printer);
        }
        Ok(printers)
    }

    /// Sends the bytes of one label. `number` is what a folder calls its file.
    pub fn send(&self, label: &[u8], number: &str) -> Result<(), Trouble> {
        let wrong = |why| Trouble { printer: self.name.clone(), at: self.address.clone(), why };
        match &self.address {
            Address::Tcp(address) => over_network(address, label),
            Address::Device(path) => OpenOptions::new().write(true).open(path).and_then(|mut to| to.write_all(label)),
            Address::Queue(queue) => through_cups(queue, label, self.language != Language::Pdf),
            Address::File(path) if path.is_dir() => as_file(path, &format!("{number}.{}", self.language), label),
            Address::File(path) => {
                let file = OpenOptions::new().create(true).append(true).open(path);
                file.and_then(|mut to| to.write_all(label).and_then(|()| to.sync_data()))
            }
        }
        .map_err(wrong)
    }
}

impl Address {
    fn parse(text: &str) -> Result<Address, String> {
        let absolute = |path: &str| {
            let path = PathBuf::from(path);
            if path.is_absolute() { Ok(path) } else { Err(format!("{text}: the path begins with /")) }
        };
        match text.split_once(':') {
            Some(("tcp", address)) => {
                let port = address
                    .rsplit_once(':')
                    .and_then(|(host, port)| port.parse::<u16>().ok().filter(|_| !host.is_empty()));
                let whole = if port.is_some() { address.to_owned() } else { format!("{address}:9100") };
                if address.is_empty() { Err(format!("{text} has no host")) } else { Ok(Address::Tcp(whole)) }
            }
            Some(("dev", path)) => absolute(path).map(Address::Device),
            Some(("lp", queue)) if !queue.is_empty() && !queue.starts_with('-') => Ok(Address::Queue(queue.to_owned())),
            Some(("file", path)) => absolute(path).map(Address::File),
            _ => Err(format!("{text} is no printer's address: tcp:HOST:PORT, dev:PATH, lp:QUEUE or file:PATH")),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Tcp(address) => write!(f, "tcp:{address}"),
            Address::Device(path) => write!(f, "dev:{}", path.display()),
            Address::Queue(queue) => write!(f, "lp:{queue}"),
            Address::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

/// Why a label did not get to its printer.
#[derive(Debug, thiserror::Error)]
#[error("{printer} ({at}) does not print: {}", reason(.why))]
pub struct Trouble {
    /// Which printer.
    printer: String,
    /// Where it is.
    at: Address,
    /// What went wrong.
    why: io::Error,
}

impl Trouble {
    /// Says it in a few words: `zebra-1 is off`.
    pub fn brief(&self) -> String {
        let words = match self.why.kind() {
            ErrorKind::ConnectionRefused => "is off",
            ErrorKind::TimedOut | ErrorKind::WouldBlock => "does not answer",
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted => "went away",
            ErrorKind::NotFound => "is not there",
            _ => "does not print",
        };
        format!("{} {words}", self.printer)
    }
}

/// Says what went wrong in a word for what is usual.
fn reason(why: &io::Error) -> String {
    match why.kind() {
        ErrorKind::ConnectionRefused => "it is off, or not listening".to_owned(),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "it does not answer".to_owned(),
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted => {
            "it went away in the middle of a label".to_owned()
        }
        ErrorKind::NotFound => "it is not there".to_owned(),
        _ => why.to_string(),
    }
}

/// Sends a label over a connection of its own.
fn over_network(address: &str, label: &[u8]) -> io::Result<()> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    let found = address.to_socket_addrs()?;
    for address in found {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => return send(stream, label),
            Err(why) => last = why,
        }
    }
    Err(last)
}

/// Writes a label and waits until the printer has closed its side: only then has it read all of it.
///
/// One that leaves early resets the connection, which is an error of a write or of the read. One that never closes
/// has what was written to it.
fn send(mut stream: TcpStream, label: &[u8]) -> io::Result<()> {
    stream.set_write_timeout(Some(JAM))?;
    stream.set_read_timeout(Some(CLOSE))?;
    stream.write_all(label)?;
    stream.shutdown(Shutdown::Write)?;
    let mut said = [0; 256];
    loop {
        match stream.read(&mut said) {
            Ok(0) => break,
            // What it says of itself is not asked for.
            Ok(_) => {}
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) if matches!(why.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(why) => return Err(why),
        }
    }
    stream.take_error()?.map_or(Ok(()), Err)
}

/// Hands a label to CUPS: as it stands, or, where it is none of the printer's language, for its driver.
fn through_cups(queue: &str, label: &[u8], raw: bool) -> io::Result<()> {
    let mut lp = Command::new("lp")
        .args(["-s", "-d", queue])
        .args(if raw { &["-o", "raw"][..] } else { &[] })
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    // Closed at the end of the line, which ends the job.
    let written = lp.stdin.take().map_or(Ok(()), |mut to| to.write_all(label));
    let done = lp.wait_with_output()?;
    if done.status.success() {
        return written;
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(io::Error::other(said.lines().next().unwrap_or("lp failed").to_owned()))
}

/// Writes a label as a file of its own, whole or not at all.
fn as_file(folder: &Path, name: &str, label: &[u8]) -> io::Result<()> {
    let (unfinished, path) = (folder.join(format!(".{name}")), folder.join(name));
    let mut file = File::create(&unfinished)?;
    file.write_all(label)?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printers_are_read_from_one_line_each() {
        for (text, address, dpi) in [
            ("z zpl tcp:10.0.0.9", Address::Tcp("10.0.0.9:9100".into()), 203),
            ("z zpl tcp:printer.local:6101 300dpi", Address::Tcp("printer.local:6101".into()), 300),
            ("z tspl dev:/dev/usb/lp0 300", Address::Device("/dev/usb/lp0".into()), 300),
            ("z EPL lp:labels", Address::Queue("labels".into()), 203),
            ("z escpos file:/var/labels", Address::File("/var/labels".into()), 203),
            ("office pdf lp:laser", Address::Queue("laser".into()), 600),
        ] {
            let printer = Printer::parse(text).unwrap();
            assert_eq!((printer.address, printer.dpi), (address, dpi), "{text}");
        }
        for (text, told) in [
            ("zebra", "\"zebra\" is no printer: one looks like"),
            ("z pcl tcp:h", "pcl is no printer language: there are zpl, tspl, epl, escpos, pdf"),
            ("z zpl usb", "usb is no printer's address: tcp:HOST:PORT"),
            ("z zpl file:labels", "file:labels: the path begins with /"),
            ("z zpl lp:-x", "lp:-x is no printer's address"),
            ("z zpl tcp:h 20", "20: a printer has 100 to 1200"),
        ] {
            let sentence = Printer::parse(text).unwrap_err();
            assert!(sentence.starts_with(told), "{text}: {sentence}");
        }
        let twice = ["z zpl tcp:a".to_owned(), "z zpl tcp:b".to_owned()];
        assert_eq!(Printer::all(&twice).unwrap_err(), "z: two printers have this name");
    }
}
