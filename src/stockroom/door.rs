//! Coming in at a desk: what was scanned and typed is held against what is kept, here and not where commands are carried
//! out, so that no secret is in a command, and nobody waits while a PIN is tried.

use super::Stockroom;
use crate::domain::badge::BadgeText;
use crate::domain::id::{DeskId, EmployeeId};
use crate::messages::{Command, No, Origin, Refused};
use crate::ops::door;
use crate::store::tables::{PIN, TRIES, Whose};

/// How far somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// They are signed in.
    In(EmployeeId),
    /// Their badge is right, and has a PIN: it is to be typed.
    Pin,
}

impl Stockroom {
    /// Signs whoever has this badge in at a desk; one with a PIN needs that too.
    ///
    /// A wrong one is refused and journalled, and makes the next one wait: at this desk, and for this badge's PIN at any.
    pub fn sign_in(&self, desk: DeskId, scan: &str, pin: Option<&str>) -> Result<Door, No> {
        let now = self.now();
        let waits = |whose: Whose, id: u64| {
            let tries = self.look(|view| view.get(TRIES, &(whose as u8, id)))?.unwrap_or_default();
            match tries.waits(now) {
                0 => Ok(()),
                seconds => Err(No::Refused(Refused::Wait(seconds))),
            }
        };
        waits(Whose::Desk, desk.0)?;
        let badge = BadgeText::parse(scan);
        let found = badge.map(|badge| self.look(|view| door::whose(&view, badge.id(), &badge.hash()))).transpose()?;
        let Some(employee) = found.flatten() else { return Err(self.missed(desk, None, Refused::WrongBadge)) };
        if let Some(kept) = self.look(|view| view.get(PIN, &employee))? {
            waits(Whose::Employee, employee.0)?;
            let Some(pin) = pin else { return Ok(Door::Pin) };
            if !kept.is(pin) {
                return Err(self.missed(desk, Some(employee), Refused::WrongPin));
            }
        }
        self.run(Origin { employee, desk }, self.next_id(desk), Command::SignIn)?;
        Ok(Door::In(employee))
    }

    /// Tells whether a scan is somebody's own badge.
    pub fn is_badge_of(&self, scan: &str, employee: EmployeeId) -> bool {
        let whose = |badge: BadgeText| self.look(|view| door::whose(&view, badge.id(), &badge.hash())).ok().flatten();
        BadgeText::parse(scan).and_then(whose) == Some(employee)
    }

    /// Journals a miss, and refuses.
    fn missed(&self, desk: DeskId, badge_of: Option<EmployeeId>, refused: Refused) -> No {
        let nobody = Origin { employee: EmployeeId(0), desk };
        match self.run(nobody, self.next_id(desk), Command::MissSignIn { badge_of }) {
            Ok(_) => refused.into(),
            // What cannot be noted cannot be slowed: a broken machine lets nobody in.
            Err(no) => no,
        }
    }
}
