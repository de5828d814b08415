//! The two accounts of the README: `dockhand` owns the store and its server, `dockdesk` is what desks log into.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::unistd::User;
use rustix::process::{Pid, Signal, kill_process};

use crate::pty::{DOCKHAND, House};
use crate::sshd::{Sshd, wait_until};

/// A store of one account with its server, whose desks are of another.
struct Warehouse {
    house: House,
    owner: User,
    desks: User,
    program: PathBuf,
    config: PathBuf,
    server: Child,
}

impl Warehouse {
    /// Sets one up as the README does, but in a folder; `None` where this process is not root.
    fn set_up() -> Option<Warehouse> {
        if !rustix::process::geteuid().is_root() {
            return None;
        }
        let account =
            |name| User::from_name(name).unwrap().unwrap_or_else(|| panic!("no account {name}: `.ci/run` makes it"));
        let (owner, desks) = (account("dockhand"), account("dockdesk"));
        let house = House::new();
        let (program, config) = (house.path("dockhand"), house.path("dockhand.toml"));
        fs::copy(DOCKHAND, &program).unwrap();
        fs::set_permissions(house.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        for (folder, mode) in [("state", 0o700), ("run", 0o750)] {
            fs::create_dir(house.path(folder)).unwrap();
            fs::set_permissions(house.path(folder), fs::Permissions::from_mode(mode)).unwrap();
            chown(house.path(folder), Some(owner.uid.as_raw()), Some(owner.gid.as_raw())).unwrap();
        }
        let shipped = include_str!("../../config/server.toml");
        let own = |shipped: &str, path: &str, own: &Path| shipped.replace(path, &own.display().to_string());
        let text = own(shipped, "/var/lib/dockhand", &house.path("state"));
        fs::write(&config, own(&text, "/run/dockhand", &house.path("run"))).unwrap();
        let mut command = as_account(&owner, &program, &config);
        let server = command.arg("serve").stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let socket = house.path("run/dockhand.sock");
        wait_until("the server listens", || socket.exists());
        Some(Warehouse { house, owner, desks, program, config, server })
    }

    /// Runs the program under an account; returns its exit code and what it said.
    fn run(&self, account: &User, arguments: &[&str]) -> (Option<i32>, String) {
        let output =
            as_account(account, &self.program, &self.config).args(arguments).stdin(Stdio::null()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }
}

impl Drop for Warehouse {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.server), Signal::KILL);
        let _ = self.server.wait();
    }
}

fn as_account(account: &User, program: &Path, config: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("HOME", &account.dir).current_dir("/").uid(account.uid.as_raw()).gid(account.gid.as_raw());
    command.arg("--config").arg(config);
    command
}

#[test]
#[ignore = "needs sshd"]
fn desks_of_the_second_account_work_and_reach_neither_the_store_nor_a_command() {
    // Another user cannot become others: what one account can try is in the tests beside this one.
    let Some(warehouse) = Warehouse::set_up() else { return };
    let Warehouse { house, owner, desks, program, config, .. } = &warehouse;
    let sshd = Sshd::for_account(&house.path("sshd"), &desks.name);
    sshd.give_key_for("dock-2", &format!("{} --config {} --desk dock-2", program.display(), config.display()));
    sshd.give_key_for("nameless", &format!("{} --config {}", program.display(), config.display()));
    let mut desk = sshd.desk(house, "dock-2");
    desk.shows("Home").shows("Main").shows("dock-2");
    desk.types("half a wor").shows("half a wor");
    desk.signal(Signal::KILL);
    desk.exit_code();
    // Who comes while the first is still there is told so; then it is gone.
    wait_until("the desk is back", || {
        let again = sshd.desk(house, "dock-2");
        again.until(|screen| !screen.contents().trim().is_empty());
        again.screen().contains("half a wor")
    });
    sshd.desk(house, "nameless").says("no desk is named: the command of dockdesk's key is to say which");
    for arguments in [&["exec"][..], &["backup", "/tmp/dockdesk-copy.redb"], &["verify"], &["label", "X"]] {
        let (code, said) = warehouse.run(desks, arguments);
        assert!(code.is_some_and(|code| code > 0), "{arguments:?}: {said}");
        assert!(said.contains("is not for dockdesk, which has its desks and nothing else"), "{arguments:?}: {said}");
        let (code, said) = warehouse.run(owner, &["exec"]);
        assert_eq!(code, Some(0), "{said}");
    }
    let reads = Command::new("cat")
        .arg(house.path("state/store.redb"))
        .uid(desks.uid.as_raw())
        .gid(desks.gid.as_raw())
        .output();
    assert!(String::from_utf8_lossy(&reads.unwrap().stderr).contains("Permission denied"));
    // A server of one's own, or a socket in place of the server's.
    let (code, said) = warehouse.run(desks, &["serve"]);
    assert!(code == Some(1) && said.contains("so no socket is put there"), "{said}");
    let placed =
        Command::new("touch").arg(house.path("run/new")).uid(desks.uid.as_raw()).gid(desks.gid.as_raw()).output();
    assert!(String::from_utf8_lossy(&placed.unwrap().stderr).contains("Permission denied"));
}
