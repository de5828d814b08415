//! Which of two readings of a scan is meant: the one that stock knows, or that alone looks like the line's serials; else
//! a person decides.

use crate::domain::document::TrayReason;
use crate::domain::serial::{fits_shape, shape_of};
use crate::domain::text::shown;
use crate::messages::Answer;
use crate::ui::screen::{Effect, Here};
use crate::ui::screens::turns::{Step, TakesTurns};
use crate::ui::verdict::Verdict;

use super::Receiving;

/// Serials that show what those of a line look like.
const ENOUGH: usize = 3;

impl Receiving {
    /// Takes what stock knows of the code, and of its other reading.
    pub(super) fn resolved(&mut self, here: &Here, other: bool, answer: Answer) -> Vec<Effect> {
        let Answer::Meanings(meanings) = answer else { return self.idle() };
        let two = self.incoming.as_ref().is_some_and(|incoming| incoming.other.is_some());
        if !other && two {
            self.meanings = Some(meanings);
            return Vec::new();
        }
        let Some(mut incoming) = self.incoming.take() else { return self.idle() };
        self.turns.step = Step::Idle;
        let Some(first) = self.meanings.take() else { return self.decide(here, incoming, &meanings) };
        let second = incoming.other.take().unwrap_or_default();
        match (first.is_empty(), meanings.is_empty()) {
            (false, true) => self.decide(here, incoming, &first),
            (true, false) => {
                incoming.text = second;
                self.decide(here, incoming, &meanings)
            }
            _ if first == meanings && !first.is_empty() => self.decide(here, incoming, &first),
            (true, true) if self.alone_fits(&incoming.text, &second) => self.decide(here, incoming, &[]),
            // What stalled is whole again, or what was glued is parted: the other way round letters would get lost.
            (true, true)
                if (second.len() > incoming.text.len() || incoming.text == second.repeat(2))
                    && self.alone_fits(&second, &incoming.text) =>
            {
                let stood = second.len() > incoming.text.len();
                incoming.text = second;
                let mut effects: Vec<_> = stood.then(|| Effect::SetLine(String::new())).into_iter().collect();
                effects.extend(self.decide(here, incoming, &[]));
                effects
            }
            _ => {
                let raw = incoming.text;
                let reason = TrayReason::TwoReadings(raw.clone(), second.clone());
                let said = format!("it could also read {}: F2 decides", shown(&second));
                let said = Verdict::bad("TWO READINGS", shown(&raw), said);
                self.wait_for_decision(here, &raw, reason, said)
            }
        }
    }

    /// Tells whether one reading has the shape that all serials of the line at hand share, and the other has not.
    fn alone_fits(&self, one: &str, other: &str) -> bool {
        let serialised = self.at_hand().is_some_and(|line| line.serialised);
        let shape = shape_of(self.scans.iter().map(|scan| scan.serial.as_str()));
        let shape = shape.filter(|_| serialised && self.scans.len() >= ENOUGH);
        shape.is_some_and(|shape| fits_shape(&shape, one) && !fits_shape(&shape, other))
    }
}
