//! The files of an installation agree: the unit, sshd's configuration, the server's, and what the README says of them.

#[expect(dead_code, reason = "other tests take more of it")]
#[path = "support/pty.rs"]
mod pty;

use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Stdio;

use dockhand::config::{Config, Start};
use pty::House;
use rustix::process::Signal;

const UNIT: &str = include_str!("../config/dockhand.service");
const SSHD: &str = include_str!("../config/sshd_dockhand.conf");
const SERVER: &str = include_str!("../config/server.toml");
const README: &str = include_str!("../README.md");

/// Returns the values of a key of the unit, in order.
fn unit(key: &str) -> Vec<&'static str> {
    UNIT.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect()
}

/// Returns what sshd's configuration says of a keyword, in the order it stands there.
fn sshd(keyword: &str) -> Vec<&'static str> {
    let said = SSHD.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    said.filter_map(|line| line.strip_prefix(keyword)?.strip_prefix(' ')).collect()
}

#[test]
fn the_server_s_configuration_fits_the_unit_and_sshd() {
    let config = Config::merge(&[("server.toml".to_owned(), SERVER.to_owned())]).unwrap();
    assert_eq!(config.server.start, Start::Never, "systemd starts it");
    assert!(config.store.path.starts_with(Path::new("/var/lib").join(unit("StateDirectory")[0])));
    assert!(config.server.socket.starts_with(Path::new("/run").join(unit("RuntimeDirectory")[0])));
    assert_eq!((unit("StateDirectoryMode"), unit("RuntimeDirectoryMode")), (vec!["0700"], vec!["0750"]));
    assert_eq!((unit("Type"), unit("Restart"), unit("UMask")), (vec!["notify"], vec!["always"], vec!["0077"]));
    assert_eq!(sshd("Match"), [format!("User {}", config.server.desks)]);
    assert!(config.server.desks_may.is_empty(), "desks have their desks and nothing else");
}

#[test]
fn the_readme_makes_the_accounts_and_puts_the_files_where_they_are_looked_for() {
    for account in [unit("User")[0], &sshd("Match")[0]["User ".len()..]] {
        assert!(README.lines().any(|line| line.starts_with("useradd ") && line.ends_with(&format!(" {account}"))));
    }
    let group = format!("--gid {}", unit("Group")[0]);
    assert!(README.lines().any(|line| line.starts_with("useradd ") && line.contains(&group)));
    let keys = sshd("AuthorizedKeysFile")[0];
    assert!(README.contains(&format!(">> {keys}")) && SSHD.contains(&format!("a key of its own in {keys}")));
    assert!(README.contains("config/server.toml /etc/dockhand/dockhand.toml"), "where the program looks for it");
    let steps = README.split("in a checkout:\n\n```sh\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(steps.lines().count() <= 10, "ten lines:\n{steps}");
    for file in ["dockhand.service", "sshd_dockhand.conf", "server.toml"] {
        assert!(steps.contains(&format!("config/{file} ")), "{file}");
    }
}

#[test]
fn systemd_hears_when_clients_can_connect_and_when_the_server_ends() {
    let house = House::new();
    let hears = UnixDatagram::bind(house.path("notify")).unwrap();
    let next = || {
        let mut state = [0; 256];
        let length = hears.recv(&mut state).unwrap();
        String::from_utf8(state[..length].to_vec()).unwrap()
    };
    let mut serve = house.command(&["serve"]);
    let mut server = serve.env("NOTIFY_SOCKET", house.path("notify")).stderr(Stdio::null()).spawn().unwrap();
    assert_eq!(next(), "READY=1");
    // It can be connected to at once: no second try, no waiting.
    assert!(house.run(&["verify"], "").status.success());
    house.signal_server(Signal::TERM);
    assert_eq!(next(), "STOPPING=1");
    assert!(server.wait().unwrap().success());
}

#[test]
fn what_a_key_s_line_forgets_sshd_forbids() {
    for (keyword, value) in [
        ("DisableForwarding", "yes"),
        ("AllowTcpForwarding", "no"),
        ("AllowStreamLocalForwarding", "no"),
        ("AllowAgentForwarding", "no"),
        ("X11Forwarding", "no"),
        ("PermitTunnel", "no"),
        ("PermitUserRC", "no"),
        ("PermitUserEnvironment", "no"),
        ("PermitTTY", "yes"),
        ("PasswordAuthentication", "no"),
        ("AuthenticationMethods", "publickey"),
    ] {
        assert_eq!(sshd(keyword), [value], "{keyword}");
    }
    // Forty desks at once, from one address.
    let first = |list: &str| list.split(':').next().unwrap().parse::<u32>().unwrap();
    assert!(first(sshd("MaxStartups")[0]) >= 80 && first(sshd("PerSourceMaxStartups")[0]) >= 40);
}
