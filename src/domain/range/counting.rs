//! Serials that count up: the last run of digits of any length, what stands before and after it as it is.

use crate::domain::serial::last_digits;

/// Digits whose value is compared as a number; the ones before them are compared as text.
const TAIL: usize = 18;

/// A serial with a number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted<'a> {
    head: &'a str,
    digits: &'a str,
    tail: &'a str,
}

impl<'a> Counted<'a> {
    /// Splits a serial at its number; `None` when it has none.
    pub(super) fn of(serial: &'a str) -> Option<Self> {
        last_digits(serial).map(|(head, digits, tail)| Counted { head, digits, tail })
    }

    /// Returns how many serials there are from this one to `last`, both included; `None` when it does not count up to
    /// it: what surrounds the number differs, or the number is smaller or of a width this one never gets.
    pub(super) fn count_to(&self, last: &str) -> Option<u64> {
        let last = Counted::of(last)?;
        let longer = last.digits.len() > self.digits.len();
        // Only a number that outgrows the first one's width is wider, and then it has no zeros in front.
        if last.head != self.head
            || last.tail != self.tail
            || last.digits.len() < self.digits.len()
            || (longer && last.digits.starts_with('0'))
        {
            return None;
        }
        difference(self.digits, last.digits).map(|difference| difference.saturating_add(1))
    }

    /// Returns the serials from this one on, without end.
    pub(super) fn run(&self) -> impl Iterator<Item = String> {
        let (head, tail) = (self.head.to_owned(), self.tail.to_owned());
        std::iter::successors(Some(self.digits.to_owned()), |digits| Some(increment(digits)))
            .map(move |digits| format!("{head}{digits}{tail}"))
    }

    /// Returns the serial so many after this one.
    pub(super) fn after(&self, steps: usize) -> String {
        self.run().nth(steps).unwrap_or_default()
    }
}

/// Returns the next number, as wide as this one unless it outgrows it.
fn increment(digits: &str) -> String {
    let mut bytes = digits.as_bytes().to_vec();
    for byte in bytes.iter_mut().rev() {
        if *byte < b'9' {
            *byte += 1;
            return String::from_utf8(bytes).unwrap_or_default();
        }
        *byte = b'0';
    }
    bytes.insert(0, b'1');
    String::from_utf8(bytes).unwrap_or_default()
}

/// Returns how much larger `to` is than `from`, the most there is when it is more than can be counted; `None` when it
/// is smaller.
fn difference(from: &str, to: &str) -> Option<u64> {
    let width = from.len().max(to.len());
    let (from, to) = (format!("{from:0>width$}"), format!("{to:0>width$}"));
    let split = width.saturating_sub(TAIL);
    let value = |digits: &str| digits[split..].parse::<u64>().unwrap_or(0);
    let (low, high) = (value(&from), value(&to));
    match from[..split].cmp(&to[..split]) {
        std::cmp::Ordering::Equal => high.checked_sub(low),
        std::cmp::Ordering::Greater => None,
        std::cmp::Ordering::Less if increment(&from[..split]) == to[..split] => {
            Some((10_u64.pow(18) - low).saturating_add(high))
        }
        std::cmp::Ordering::Less => Some(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_any_length_counts_up() {
        let nines = "9".repeat(40);
        assert_eq!(increment(&nines), format!("1{}", "0".repeat(40)));
        assert_eq!(increment("009"), "010");
        assert_eq!(difference(&nines, &format!("1{}", "0".repeat(40))), Some(1));
        assert_eq!(difference(&format!("1{}", "0".repeat(40)), &nines), None);
        assert_eq!(difference("1", &nines), Some(u64::MAX));
    }
}
