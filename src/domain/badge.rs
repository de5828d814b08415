//! What a person proves by who they are: a badge that is scanned, and a PIN that only they know. Neither is ever kept,
//! only what can be told from it.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::id::EmployeeId;
use super::time::Moment;

/// What every badge begins with.
const MARK: &str = "DH:B:";
/// Characters of a badge's id.
pub const ID: usize = 6;
/// Characters of its secret: of 30 letters each, a little more than 128 bits.
pub const SECRET: usize = 27;

/// Text of a badge: `DH:B:`, its id of 6 characters, its secret of 27. It fits a QR code of 25 modules.
#[derive(Clone, PartialEq, Eq)]
pub struct BadgeText(String);

impl fmt::Debug for BadgeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeText(…)")
    }
}

impl BadgeText {
    /// Makes the text of an id and a secret that were drawn.
    pub fn new(id: &str, secret: &str) -> BadgeText {
        BadgeText(format!("{MARK}{id}{secret}"))
    }

    /// Tells whether a scan has the shape of a badge, whatever is in it.
    pub fn is_shaped(scan: &str) -> bool {
        scan.trim().get(..MARK.len()).is_some_and(|start| start.eq_ignore_ascii_case(MARK))
    }

    /// Reads a scan; without case, since a scanner may have it inverted. `None` when it is no badge of ours.
    pub fn parse(scan: &str) -> Option<BadgeText> {
        let text = scan.trim().to_ascii_uppercase();
        let rest = text.strip_prefix(MARK)?;
        let whole = rest.len() == ID + SECRET && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        whole.then_some(BadgeText(text))
    }

    /// Returns what a badge is looked up by.
    pub fn id(&self) -> &str {
        &self.0[MARK.len()..MARK.len() + ID]
    }

    /// Returns what is kept of it.
    pub fn hash(&self) -> BadgeHash {
        BadgeHash(*blake3::hash(self.0.as_bytes()).as_bytes())
    }

    /// Returns all of it: to be printed once, and forgotten.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What is kept of a badge: its BLAKE3 hash.
#[derive(Clone, Serialize, Deserialize)]
pub struct BadgeHash([u8; 32]);

impl PartialEq for BadgeHash {
    /// Compares in a time that does not tell how much of it is right.
    fn eq(&self, other: &BadgeHash) -> bool {
        blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
    }
}

impl Eq for BadgeHash {}

impl fmt::Debug for BadgeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeHash(…)")
    }
}

/// A badge that was given to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Badge {
    /// Whose it is.
    pub employee: EmployeeId,
    /// What it is held against.
    pub hash: BadgeHash,
    /// Since when they have it.
    pub since: Moment,
}

/// Bytes of salt a PIN is sealed with.
pub const SALT: usize = 16;

/// What is kept of a PIN: its Argon2id hash, with the salt it was made with.
#[derive(Clone, Serialize, Deserialize)]
pub struct PinHash {
    salt: [u8; SALT],
    hash: [u8; 32],
}

impl PartialEq for PinHash {
    fn eq(&self, other: &PinHash) -> bool {
        self.salt == other.salt && blake3::Hash::from_bytes(self.hash) == blake3::Hash::from_bytes(other.hash)
    }
}

impl Eq for PinHash {}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(…)")
    }
}

impl PinHash {
    /// Seals a PIN of 4 to 12 digits with a salt that was drawn; refused with a sentence. Takes some 50 ms and 19 MiB, so
    /// that whoever has the store guesses slowly.
    pub fn seal(pin: &str, salt: [u8; SALT]) -> Result<PinHash, String> {
        let pin = pin.trim();
        // What was typed is nowhere shown, in a refusal either.
        if !(4..=12).contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("a PIN has 4 to 12 digits: type another".to_owned());
        }
        Ok(PinHash { salt, hash: sealed(pin, salt)? })
    }

    /// Tells whether this is the PIN.
    pub fn is(&self, pin: &str) -> bool {
        sealed(pin.trim(), self.salt).is_ok_and(|hash| PinHash { salt: self.salt, hash } == *self)
    }
}

/// Argon2id with what OWASP names as its least: 19 MiB, two passes, one lane.
fn sealed(pin: &str, salt: [u8; SALT]) -> Result<[u8; 32], String> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|why| why.to_string())?;
    let mut hash = [0; 32];
    let sealing = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    sealing.hash_password_into(pin.as_bytes(), &salt, &mut hash).map_err(|why| why.to_string())?;
    Ok(hash)
}

/// Who is signed in at a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub employee: EmployeeId,
    /// Since when.
    pub since: Moment,
    /// The desk waits for a badge, theirs or another.
    pub locked: bool,
}

/// Wrong badges and PINs in a row: the next one waits, each time twice as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    /// How many there were.
    pub count: u32,
    /// The next one is looked at from then on.
    pub until: Moment,
}

impl Tries {
    /// The longest wait, in milliseconds.
    const LONGEST: i64 = 300_000;

    /// Returns them with one more: after the first a second, then two, four, up to five minutes.
    #[must_use]
    pub fn missed(self, now: Moment) -> Tries {
        let doublings = self.count.min(16);
        let wait = (1_000_i64 << doublings).min(Tries::LONGEST);
        Tries { count: self.count.saturating_add(1), until: Moment(now.0.saturating_add(wait)) }
    }

    /// Returns how many seconds the next one waits; 0 when it does not.
    pub fn waits(self, now: Moment) -> u64 {
        u64::try_from(self.until.0.saturating_sub(now.0)).unwrap_or(0).div_ceil(1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "23456789ABCDEFGHJKMNPQRSTVW";

    #[test]
    fn a_badge_is_read_in_any_case_and_nothing_else_is_one() {
        let badge = BadgeText::new("7KQ2XM", SECRET);
        assert_eq!(badge.reveal().len(), 38, "it fits a QR code of 25 modules");
        assert_eq!(BadgeText::parse(&badge.reveal().to_lowercase()), Some(badge.clone()));
        assert_eq!(badge.id(), "7KQ2XM");
        for wrong in ["DH:B:", "DH:B:7KQ2XM", "DH:C:7KQ2XM23456789ABCDEFGHJKMNPQRSTVW", "7KQ2XM", "DH:B:ääääää"] {
            assert_eq!(BadgeText::parse(wrong), None, "{wrong}");
        }
        assert!(BadgeText::is_shaped(" dh:b:x") && !BadgeText::is_shaped("DH:POST"));
    }

    #[test]
    fn nothing_of_a_secret_is_in_what_is_kept_or_written_for_debugging() {
        let badge = BadgeText::new("7KQ2XM", SECRET);
        let pin = PinHash::seal("4711", [7; SALT]).unwrap();
        let shown = format!("{badge:?} {:?} {pin:?}", badge.hash());
        assert_eq!(shown, "BadgeText(…) BadgeHash(…) PinHash(…)");
        let kept =
            format!("{} {}", serde_json::to_string(&badge.hash()).unwrap(), serde_json::to_string(&pin).unwrap());
        assert!(!kept.contains("4711") && !kept.contains("2345"), "{kept}");
        let other = BadgeText::new("7KQ2XM", "23456789ABCDEFGHJKMNPQRSTVX");
        assert!(badge.hash() == badge.hash() && badge.hash() != other.hash());
    }

    #[test]
    fn a_pin_is_known_again_and_no_other_is() {
        let pin = PinHash::seal(" 4711 ", [7; SALT]).unwrap();
        assert!(pin.is("4711") && !pin.is("4712") && !pin.is(""));
        assert_ne!(pin, PinHash::seal("4711", [8; SALT]).unwrap(), "salted");
        for wrong in ["", "471", "4711x", "1234567890123"] {
            let sentence = PinHash::seal(wrong, [7; SALT]).unwrap_err();
            assert!(wrong.is_empty() || !sentence.contains(wrong), "{sentence}");
        }
    }

    #[test]
    fn each_miss_waits_twice_as_long_up_to_five_minutes() {
        let mut tries = Tries::default();
        let waits: Vec<u64> = (0..11)
            .map(|_| {
                tries = tries.missed(Moment(0));
                tries.waits(Moment(0))
            })
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(tries.waits(Moment(300_000)), 0);
    }
}
