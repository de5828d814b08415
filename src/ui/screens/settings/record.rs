//! What the forms and lists of settings have in common.

use crate::messages::{No, Refused};
use crate::ui::screen::{Effect, Event, Here, Tag};
use crate::ui::text;
use crate::ui::verdict::Verdict;
use crate::ui::widgets::form::Form;
use crate::ui::widgets::table::Walk;

/// Tag of a form's own command.
pub(super) const SAVE: Tag = 1;

/// Says a refusal in the verdict and at the field its words are about: (word, field), the first that fits.
pub(super) fn blamed(form: &mut Form, no: &No, words: &[(&str, usize)]) -> Vec<Effect> {
    let about = match no {
        No::Refused(Refused::Exists { what, .. }) => what.to_lowercase(),
        No::Refused(Refused::BadTemplate(_)) => "template".to_owned(),
        no => no.to_string().to_lowercase(),
    };
    let mut effects = vec![Effect::Say(Verdict::no(no))];
    if let Some((_, field)) = words.iter().find(|(word, _)| about.contains(word)) {
        effects.extend(form.blame(*field, no.to_string()));
    }
    effects
}

/// Records that fit in a list at once, narrowed by the line.
#[derive(Debug, Clone)]
pub(super) struct Records<I, T> {
    filter: String,
    all: Vec<(I, T)>,
    shown: Vec<usize>,
    pub walk: Walk,
}

impl<I, T> Default for Records<I, T> {
    fn default() -> Records<I, T> {
        Records { filter: String::new(), all: Vec::new(), shown: Vec::new(), walk: Walk::default() }
    }
}

impl<I: Copy + PartialEq, T> Records<I, T> {
    /// Takes all records as they are now; the selected one stays selected.
    pub fn set(&mut self, all: Vec<(I, T)>, words: impl Fn(&T) -> String) {
        let chosen = self.chosen().map(|(id, _)| *id);
        self.all = all;
        self.show(chosen, words);
    }

    /// Narrows the list by what is on the line.
    pub fn narrow(&mut self, filter: &str, words: impl Fn(&T) -> String) {
        let chosen = self.chosen().map(|(id, _)| *id);
        filter.clone_into(&mut self.filter);
        self.show(chosen, words);
    }

    /// Selects what was named, among all.
    pub fn find(&mut self, named: &str, words: impl Fn(&T) -> String + Copy) {
        self.narrow(named, words);
        self.narrow("", words);
    }

    fn show(&mut self, chosen: Option<I>, words: impl Fn(&T) -> String) {
        let meant = |(at, (_, record)): (usize, &(I, T))| text::holds(&words(record), &self.filter).then_some(at);
        self.shown = self.all.iter().enumerate().filter_map(meant).collect();
        self.walk.count(self.shown.len());
        self.select(chosen);
    }

    /// Selects a record by its id, when it is shown.
    pub fn select(&mut self, id: Option<I>) {
        if let Some(place) = self.shown.iter().position(|at| Some(self.all[*at].0) == id) {
            self.walk.select(place);
        }
    }

    /// Returns the selected record.
    pub fn chosen(&self) -> Option<&(I, T)> {
        self.row(self.walk.selected()?)
    }

    /// Returns a record by its place in the list.
    pub fn row(&self, at: usize) -> Option<&(I, T)> {
        self.all.get(*self.shown.get(at)?)
    }

    /// Does what every list does with an event that its screen leaves to it: what is typed narrows it, keys walk it, and a
    /// scan is another screen's.
    pub fn heard(&mut self, here: &Here, event: Event, words: impl Fn(&T) -> String) -> Vec<Effect> {
        match event {
            Event::Line(text) => self.narrow(&text, words),
            Event::Scan(scan) => return vec![Effect::NotMine(scan)],
            Event::Act(action) => {
                self.walk.act(action, here.page);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Returns how many are shown.
    pub fn count(&self) -> usize {
        self.shown.len()
    }

    /// Tells that there are none at all, whatever is on the line.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Returns the words for a yes or no.
pub(super) const NO_YES: &[&str] = &["no", "yes"];
