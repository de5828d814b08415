//! Tells systemd how the server is getting on, where systemd started it (`Type=notify`): see sd_notify(3).

use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

use tracing::warn;

/// The store is open and clients can connect.
pub const READY: &str = "READY=1";

/// The server is ending.
pub const STOPPING: &str = "STOPPING=1";

/// Names the socket to a program that was started with one.
const SOCKET: &str = "NOTIFY_SOCKET";

/// Tells a state, if anybody wants to hear it.
pub fn tell(state: &str) {
    let Some(name) = std::env::var_os(SOCKET).filter(|name| !name.is_empty()) else { return };
    if let Err(why) = send(&name, state) {
        warn!("{SOCKET}={} is told nothing: {why}", name.display());
    }
}

/// Sends a state to a socket in a folder, or in the abstract namespace (`@…`).
fn send(name: &OsStr, state: &str) -> io::Result<()> {
    let address = match name.as_bytes() {
        [b'@', hidden @ ..] => SocketAddr::from_abstract_name(hidden)?,
        _ => SocketAddr::from_pathname(name)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_arrives_by_either_kind_of_socket() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let hidden = format!("dockhand-test-{}", std::process::id());
        for (listening, name) in [
            (UnixDatagram::bind(&path).unwrap(), path.clone().into_os_string()),
            (
                UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&hidden).unwrap()).unwrap(),
                format!("@{hidden}").into(),
            ),
        ] {
            send(&name, READY).unwrap();
            let mut state = [0; 64];
            let length = listening.recv(&mut state).unwrap();
            assert_eq!(&state[..length], b"READY=1");
        }
        assert!(send(OsStr::new("/no/such/socket"), READY).is_err());
    }
}
