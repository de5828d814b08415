//! What passes over the socket: small frames, a kind and a length before each.
//!
//! ```text
//!  kind (1 byte) │ length (4 bytes, big-endian, at most 64 KiB) │ that many bytes
//! ```
//!
//! The bytes of a desk are the terminal's own, one way and the other; nothing here knows what they mean.

use std::io::{self, ErrorKind, Read, Write};

/// The most bytes a frame may hold; what is longer goes in several.
pub const MOST: usize = 64 << 10;

/// Bytes before those of the frame itself.
const HEAD: usize = 5;

/// One frame, either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// To the server, first: who is there and what for; see [`hello`](super::hello).
    Hello(Vec<u8>),
    /// To the server: bytes of the terminal, or of a command's standard input.
    Input(Vec<u8>),
    /// To the server: the terminal has this many columns and rows.
    Size(u16, u16),
    /// To the server: a command's standard input has ended.
    End,
    /// To the server: the terminal lost what was on it, draw all of it again.
    Redraw,
    /// To the client, first: it is let in.
    Welcome,
    /// To the client: bytes for its terminal or standard output.
    Output(Vec<u8>),
    /// To the client: how many rows of a long command are done.
    Progress(u64),
    /// To the client, last.
    Exit(Exit),
}

/// How a client shall end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// Its exit code.
    pub code: u8,
    /// The session gave the terminal's main screen back, so that the client must not.
    pub given_back: bool,
    /// A sentence for standard error, or nothing.
    pub words: String,
}

impl Frame {
    /// Returns the bytes of the frame. What does not fit into one is cut off: [`frames`] splits it before.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Frame::Hello(bytes) => framed(1, bytes),
            Frame::Input(bytes) => framed(2, bytes),
            Frame::Size(columns, rows) => {
                let [a, b] = columns.to_be_bytes();
                let [c, d] = rows.to_be_bytes();
                framed(3, &[a, b, c, d])
            }
            Frame::End => framed(4, &[]),
            Frame::Redraw => framed(5, &[]),
            Frame::Welcome => framed(16, &[]),
            Frame::Output(bytes) => framed(17, bytes),
            Frame::Progress(rows) => framed(18, &rows.to_be_bytes()),
            Frame::Exit(exit) => framed(19, &[&[exit.code, u8::from(exit.given_back)], exit.words.as_bytes()].concat()),
        }
    }

    /// Writes the frame with one `write_all`.
    pub fn send(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.to_bytes())
    }

    /// Reads the next frame; `None` when the other side closed after a whole one.
    ///
    /// A frame that is too long or makes no sense is [`ErrorKind::InvalidData`] with a sentence; one that is cut off,
    /// [`ErrorKind::UnexpectedEof`].
    pub fn receive(from: &mut impl Read) -> io::Result<Option<Frame>> {
        let mut head = [0; HEAD];
        if !fill_or_end(from, &mut head)? {
            return Ok(None);
        }
        let [kind, length @ ..] = head;
        let length = u32::from_be_bytes(length) as usize;
        if length > MOST {
            return Err(malformed(format!("a frame of {length} bytes came, and {MOST} is the most")));
        }
        let mut bytes = vec![0; length];
        from.read_exact(&mut bytes)?;
        Frame::parse(kind, bytes).map(Some)
    }

    fn parse(kind: u8, bytes: Vec<u8>) -> io::Result<Frame> {
        let length = bytes.len();
        let frame = match (kind, bytes.as_slice()) {
            (1, _) => Some(Frame::Hello(bytes)),
            (2, _) => Some(Frame::Input(bytes)),
            (3, &[a, b, c, d]) => Some(Frame::Size(u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]))),
            (4, []) => Some(Frame::End),
            (5, []) => Some(Frame::Redraw),
            (16, []) => Some(Frame::Welcome),
            (17, _) => Some(Frame::Output(bytes)),
            (18, rows) => rows.try_into().ok().map(|rows| Frame::Progress(u64::from_be_bytes(rows))),
            (19, &[code, given_back @ 0..=1, ref words @ ..]) => {
                let words = String::from_utf8_lossy(words).into_owned();
                Some(Frame::Exit(Exit { code, given_back: given_back == 1, words }))
            }
            _ => None,
        };
        frame.ok_or_else(|| malformed(format!("a frame of kind {kind} with {length} bytes makes no sense")))
    }
}

/// Returns the frames that carry some output, as bytes: one, unless it is longer than a frame may be.
pub fn frames(output: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(output.len() + HEAD);
    for part in output.chunks(MOST) {
        bytes.extend(framed(17, part));
    }
    bytes
}

fn framed(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[..bytes.len().min(MOST)];
    let mut frame = Vec::with_capacity(HEAD + bytes.len());
    frame.push(kind);
    frame.extend(u32::try_from(bytes.len()).unwrap_or_default().to_be_bytes());
    frame.extend(bytes);
    frame
}

/// Fills a buffer; tells `false` when the other side had closed before its first byte.
fn fill_or_end(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    let first = loop {
        match from.read(buffer) {
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            // A socket closed with bytes unread says so; to the reader it is the end all the same.
            Err(why) if why.kind() == ErrorKind::ConnectionReset => break 0,
            read => break read?,
        }
    };
    if first == 0 {
        return Ok(false);
    }
    from.read_exact(&mut buffer[first..]).map(|()| true)
}

fn malformed(sentence: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, sentence)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_frame() -> impl Strategy<Value = Frame> {
        let bytes = || proptest::collection::vec(any::<u8>(), 0..300);
        prop_oneof![
            bytes().prop_map(Frame::Hello),
            bytes().prop_map(Frame::Input),
            any::<(u16, u16)>().prop_map(|(columns, rows)| Frame::Size(columns, rows)),
            Just(Frame::End),
            Just(Frame::Redraw),
            Just(Frame::Welcome),
            bytes().prop_map(Frame::Output),
            any::<u64>().prop_map(Frame::Progress),
            (any::<(u8, bool)>(), "\\PC{0,40}").prop_map(|((code, given_back), words)| Frame::Exit(Exit {
                code,
                given_back,
                words
            })),
        ]
    }

    /// Gives one byte a read, as a socket may.
    struct Dribble<'a>(&'a [u8]);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let one = buffer.len().min(1);
            self.0.read(&mut buffer[..one])
        }
    }

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in(sent in proptest::collection::vec(any_frame(), 0..8)) {
            let bytes: Vec<u8> = sent.iter().flat_map(Frame::to_bytes).collect();
            let mut from = Dribble(&bytes);
            let mut came = Vec::new();
            while let Some(frame) = Frame::receive(&mut from).unwrap() {
                came.push(frame);
            }
            prop_assert_eq!(came, sent);
        }

        #[test]
        fn noise_is_refused_or_read_and_never_more_than_it_says(noise in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut from = noise.as_slice();
            while let Ok(Some(frame)) = Frame::receive(&mut from) {
                prop_assert!(frame.to_bytes().len() <= HEAD + noise.len());
            }
        }
    }

    #[test]
    fn long_output_goes_in_several_frames() {
        let output = vec![b'x'; MOST * 2 + 1];
        let bytes = frames(&output);
        let mut from = bytes.as_slice();
        let mut parts = Vec::new();
        while let Some(Frame::Output(part)) = Frame::receive(&mut from).unwrap() {
            parts.push(part);
        }
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [MOST, MOST, 1]);
        assert_eq!(parts.concat(), output);
    }

    #[test]
    fn what_is_too_long_is_refused_before_it_is_read() {
        let why = Frame::receive(&mut [2, 0xFF, 0xFF, 0xFF, 0xFF].as_slice()).unwrap_err();
        assert_eq!(why.to_string(), "a frame of 4294967295 bytes came, and 65536 is the most");
    }
}
