//! Who is at the other end of a connection, as the kernel tells it, and what they may ask for.
//!
//! | account | what it gets |
//! |---|---|
//! | the one that owns the store and runs the server | everything: it is the store's administrator |
//! | `server.desks`, which desks log into over SSH | the desk that its forced command names, and what `server.desks_may` lists |
//! | any other | nothing, whatever it says |
//!
//! A desk's name is believed because nothing but sshd starts programs under that account, each with the command of its
//! key; what a client says of itself beside that is never asked.

use std::os::unix::net::UnixStream;

use anyhow::{Context as _, Result, bail};
use nix::unistd::User;
use rustix::net::sockopt::socket_peercred;
use rustix::process::geteuid;

use super::hello::{Errand, SIDE};
use crate::config::ServerConfig;

/// Who is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// Who owns the store.
    Owner,
    /// A desk that came over SSH.
    Desk,
}

/// Who may come, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peers {
    owner: u32,
    /// Name and uid of the account that desks log into.
    desks: Option<(String, u32)>,
    may: Vec<String>,
}

impl Peers {
    /// Finds the accounts that the configuration names, for a server of this process's own user.
    pub fn of(config: &ServerConfig) -> Result<Peers> {
        if let Some(unknown) = config.desks_may.iter().find(|name| !SIDE.contains(&name.as_str())) {
            bail!("server.desks_may: {unknown:?} is nothing that is done beside desks; known are {}", SIDE.join(", "));
        }
        let desks = match config.desks.trim() {
            "" => None,
            name => Some((name.to_owned(), uid_of(name)?)),
        };
        Ok(Peers { owner: geteuid().as_raw(), desks, may: config.desks_may.clone() })
    }

    /// Tells who is at the other end, or why they are not let in.
    pub fn recognise(&self, stream: &UnixStream) -> Result<Peer> {
        self.with_uid(socket_peercred(stream).context("who is there cannot be told")?.uid.as_raw())
    }

    fn with_uid(&self, uid: u32) -> Result<Peer> {
        if uid == self.owner {
            return Ok(Peer::Owner);
        }
        match &self.desks {
            Some((_, desks)) if uid == *desks => Ok(Peer::Desk),
            Some((name, _)) => {
                bail!("uid {uid} is not let in: this store belongs to uid {}, and desks come from {name}", self.owner)
            }
            None => bail!("uid {uid} is not let in: this store belongs to uid {}", self.owner),
        }
    }

    /// Tells why somebody may not have what they ask for.
    pub fn may(&self, peer: Peer, errand: &Errand) -> Result<()> {
        let (Peer::Desk, Some((account, _))) = (peer, &self.desks) else { return Ok(()) };
        let named = |desk: &Option<String>| desk.as_deref().is_some_and(|name| !name.trim().is_empty());
        match errand {
            Errand::Desk { capabilities, .. } if named(&capabilities.desk) => Ok(()),
            Errand::Desk { .. } => {
                bail!("no desk is named: the command of {account}'s key is to say which, dockhand --desk NAME")
            }
            errand if self.may.iter().any(|name| errand.name().ends_with(&format!(" {name}"))) => Ok(()),
            errand => bail!(
                "{} is not for {account}, which has its desks and nothing else: server.desks_may says what more",
                errand.name()
            ),
        }
    }
}

/// Returns the uid of an account of this machine.
fn uid_of(name: &str) -> Result<u32> {
    let found = User::from_name(name).with_context(|| format!("server.desks: {name} cannot be looked up"))?;
    Ok(found.with_context(|| format!("server.desks: {name} is no account of this machine"))?.uid.as_raw())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Capabilities;

    fn peers(may: &[&str]) -> Peers {
        let may = may.iter().map(|name| (*name).to_owned()).collect();
        Peers { owner: 900, desks: Some(("dockdesk".into(), 901)), may }
    }

    fn desk(name: Option<&str>) -> Errand {
        let capabilities = Capabilities { desk: name.map(str::to_owned), ..Capabilities::default() };
        Errand::Desk { capabilities, size: (80, 24) }
    }

    #[test]
    fn our_own_user_is_let_in_and_strangers_are_told_whose_store_it_is() {
        let (here, _there) = UnixStream::pair().unwrap();
        let own = Peers { owner: geteuid().as_raw(), desks: None, may: Vec::new() };
        assert_eq!(own.recognise(&here).unwrap(), Peer::Owner);
        let peers = peers(&[]);
        assert_eq!((peers.with_uid(900).unwrap(), peers.with_uid(901).unwrap()), (Peer::Owner, Peer::Desk));
        // Not even root: it can become whoever it wants to be.
        assert_eq!(
            peers.with_uid(0).unwrap_err().to_string(),
            "uid 0 is not let in: this store belongs to uid 900, and desks come from dockdesk"
        );
        let alone = Peers { desks: None, ..peers };
        assert_eq!(
            alone.with_uid(901).unwrap_err().to_string(),
            "uid 901 is not let in: this store belongs to uid 900"
        );
    }

    #[test]
    fn a_desk_over_ssh_gets_its_desk_and_what_the_configuration_lists() {
        let errands = [
            (desk(Some("dock-2")), true, true),
            (desk(Some(" ")), false, false),
            (desk(None), false, false),
            (Errand::Exec, false, false),
            (Errand::Backup("/to".into()), false, true),
            (Errand::Verify { head: Vec::new(), json: true }, false, false),
            (Errand::Status { json: true }, false, false),
        ];
        for (errand, alone, with_backup) in errands {
            let may = |listed: &[&str]| peers(listed).may(Peer::Desk, &errand).is_ok();
            assert_eq!((may(&[]), may(&["backup"])), (alone, with_backup), "{errand:?}");
            assert!(peers(&[]).may(Peer::Owner, &errand).is_ok(), "{errand:?}");
        }
    }

    #[test]
    fn an_account_that_is_not_there_is_told_by_its_key() {
        let config = |desks: &str, may: &str| {
            let text = format!("[server]\ndesks = '{desks}'\ndesks_may = '{may}'");
            crate::config::Config::merge(&[("f".to_owned(), text)]).unwrap().server
        };
        assert_eq!(Peers::of(&config("root", "verify")).unwrap().desks, Some(("root".into(), 0)));
        let sentence = |desks, may| Peers::of(&config(desks, may)).unwrap_err().to_string();
        assert_eq!(
            sentence("no-such-account", "verify"),
            "server.desks: no-such-account is no account of this machine"
        );
        assert!(
            sentence("root", "shell").starts_with("server.desks_may: \"shell\" is nothing that is done beside desks")
        );
    }
}
