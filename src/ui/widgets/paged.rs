//! A list of any length, fetched a part at a time: filtered by the line, its selection kept while the store changes.
//!
//! At most a few parts are held at once, however far somebody walks. Answers that were overtaken (the filter went on)
//! are known by their tag and dropped.
//!
//! ```
//! use dockhand::messages::{Answer, Query};
//! use dockhand::ui::screen::{Effect, Event, Here};
//! use dockhand::ui::widgets::paged::{Paged, Taken};
//!
//! # use dockhand::messages::ProductRow;
//! # struct Products { list: Paged<ProductRow> }
//! # impl Products {
//! fn update(&mut self, here: &Here, event: Event) -> Vec<Effect> {
//!     if let Event::Answer(tag, Ok(Answer::Products(page))) = event {
//!         self.list.take(tag, page, |a, b| a.id == b.id);
//!     } else if let Taken::Chosen = self.list.event(here, &event) {
//!         // Enter: self.list.chosen() is the row.
//!     }
//!     self.list.ask(here, |text, after, limit| Query::Products { text, archived: false, after, limit })
//! }
//! # }
//! ```

use crate::messages::{Cursor, Page as Part, Query};
use crate::ui::keymap::Action;
use crate::ui::screen::{Effect, Event, Here, Tag};

use super::table::Walk;

/// Tags of lists begin here, so that they never meet a screen's own.
const TAGS: Tag = 0x0001_0000;

/// Rows asked for at once, unless the terminal shows more.
const LEAST: usize = 100;

/// Rows kept beside the part that is in view.
const KEPT: usize = 400;

/// Rows of a long list, of which a part is held.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    /// Text the list is narrowed to.
    filter: String,
    walk: Walk,
    /// Where parts begin: the first row's place and the cursor that leads there.
    starts: Vec<(usize, Option<Cursor>)>,
    /// Rows that are held, and the place of the first.
    rows: Vec<T>,
    offset: usize,
    /// Where the part after the held rows begins.
    next: Option<Cursor>,
    /// Nothing comes after the held rows.
    ended: bool,
    /// Place to select once enough rows are there.
    aim: Option<usize>,
    need: Need,
    tag: Tag,
    /// Enter was pressed before its answer was there.
    entered: bool,
}

/// What has to be asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// What the walk comes near to.
    Walk,
    /// The part that begins at this start, in place of all rows that are held.
    Load(usize),
    /// An answer is on its way: the part of a start, to replace or to append.
    Waits { start: usize, append: bool },
}

/// What an event was to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Nothing it knows.
    No,
    /// It moved, was narrowed, or is to be asked for again.
    Yes,
    /// Enter: the selected row was chosen.
    Chosen,
    /// Enter, but no row answers to what was typed.
    Missed,
}

impl<T> Default for Paged<T> {
    fn default() -> Paged<T> {
        Paged {
            filter: String::new(),
            walk: Walk::default(),
            starts: vec![(0, None)],
            rows: Vec::new(),
            offset: 0,
            next: None,
            ended: false,
            aim: None,
            need: Need::Load(0),
            tag: TAGS,
            entered: false,
        }
    }
}

impl<T> Paged<T> {
    /// Makes a list that is narrowed already.
    pub fn narrowed(filter: &str) -> Paged<T> {
        Paged { filter: filter.trim().to_owned(), ..Paged::default() }
    }

    /// Returns the text it is narrowed to.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Returns the selected row's place.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// Returns a row by its place, when it is held.
    pub fn row(&self, at: usize) -> Option<&T> {
        self.rows.get(at.checked_sub(self.offset)?)
    }

    /// Returns the selected row.
    pub fn chosen(&self) -> Option<&T> {
        self.row(self.walk.selected()?)
    }

    /// Returns how many rows there are: `37`, `200+` while the end was not seen, `…` before the first answer.
    pub fn count(&self) -> String {
        match (self.ended, self.known()) {
            (true, known) => known.to_string(),
            (false, 0) => "…".to_owned(),
            (false, known) => format!("{known}+"),
        }
    }

    /// Tells that nothing was answered yet.
    pub fn is_waiting(&self) -> bool {
        !self.ended && self.rows.is_empty()
    }

    /// Returns all rows, when there are so few that all are held.
    pub fn all(&self) -> Option<&[T]> {
        (self.ended && self.offset == 0).then_some(&self.rows)
    }

    /// Returns the effect that puts the filter back on the line, when a screen above this one is gone or Enter took it.
    pub fn line(&self) -> Effect {
        Effect::SetLine(self.filter.clone())
    }

    fn known(&self) -> usize {
        self.offset + self.rows.len()
    }

    /// Begins anew with another filter, or because something else it is narrowed by changed.
    pub fn restart(&mut self, filter: &str) {
        let tag = self.tag + 1;
        *self = Paged { tag, filter: filter.trim().to_owned(), ..Paged::default() };
    }

    /// Asks again for what is in view; the selected row stays selected wherever it has gone.
    pub fn reload(&mut self) {
        self.tag += 1;
        let at = self.walk.selected().unwrap_or(0);
        let start = self.starts.iter().rposition(|(first, _)| *first <= at).unwrap_or(0);
        self.need = Need::Load(start);
    }

    /// Takes an event: the line narrows it, arrows walk it, Enter chooses, a change asks again.
    pub fn event(&mut self, here: &Here, event: &Event) -> Taken {
        match event {
            Event::Opened => Taken::Yes,
            Event::Changed | Event::Resumed(_) => {
                self.reload();
                Taken::Yes
            }
            Event::Line(text) => {
                self.entered = false;
                if text.trim() != self.filter {
                    self.restart(text);
                }
                Taken::Yes
            }
            Event::Typed(text) => {
                if text.trim() != self.filter {
                    self.restart(text);
                }
                self.enter()
            }
            Event::Act(Action::Enter) => self.enter(),
            Event::Act(action) => {
                self.entered = false;
                if self.walk.act(*action, here.page) { Taken::Yes } else { Taken::No }
            }
            _ => Taken::No,
        }
    }

    fn enter(&mut self) -> Taken {
        let fresh = matches!(self.need, Need::Walk | Need::Waits { append: true, .. });
        if fresh && self.chosen().is_some() {
            Taken::Chosen
        } else if fresh && self.ended {
            Taken::Missed
        } else {
            self.entered = true;
            Taken::Yes
        }
    }

    /// Returns the effect that asks for what is missing, if anything is. What is narrowed by a text is looked for
    /// beside the session, so that typing stays quick.
    pub fn ask(&mut self, here: &Here, query: impl FnOnce(String, Option<Cursor>, usize) -> Query) -> Vec<Effect> {
        let room = usize::from(here.page.max(1));
        let Some((after, start, append)) = self.missing(room) else { return Vec::new() };
        self.need = Need::Waits { start, append };
        let query = query(self.filter.clone(), after, LEAST.max(2 * room));
        if self.filter.is_empty() { vec![Effect::Ask(self.tag, query)] } else { vec![Effect::Seek(self.tag, query)] }
    }

    /// Returns the cursor of what is missing, its place among the starts, and whether it goes behind the held rows.
    fn missing(&self, room: usize) -> Option<(Option<Cursor>, usize, bool)> {
        let load = |start: usize| Some((self.starts.get(start)?.1.clone(), start, false));
        let at = self.walk.selected().unwrap_or(0);
        match self.need {
            Need::Waits { .. } => None,
            Need::Load(start) => load(start),
            Need::Walk if at.saturating_sub(room) < self.offset => load(self.start_of(at.saturating_sub(room))),
            Need::Walk => {
                let wanted = self.aim.unwrap_or(0).max(at) + 2 * room;
                let next = self.next.clone().filter(|_| wanted >= self.known())?;
                Some((Some(next), self.starts.len(), true))
            }
        }
    }

    fn start_of(&self, row: usize) -> usize {
        self.starts.iter().rposition(|(place, _)| *place <= row).unwrap_or(0)
    }

    /// Takes a part of the list; `same` tells whether two rows are of one thing, so that the selection follows it.
    ///
    /// Returns what became of an Enter that came before its answer.
    pub fn take(&mut self, tag: Tag, part: Part<T>, same: impl Fn(&T, &T) -> bool) -> Taken
    where
        T: Clone,
    {
        let Need::Waits { start, append } = self.need else { return Taken::No };
        if tag != self.tag {
            return Taken::No;
        }
        self.need = Need::Walk;
        let chosen = self.chosen().cloned();
        if append {
            self.append(part);
        } else {
            self.replace(start, part);
        }
        self.ended = self.next.is_none();
        self.walk.count(self.known());
        if let Some(aim) = self.aim.take_if(|aim| *aim < self.offset + self.rows.len()) {
            self.walk.select(aim);
        }
        let moved = chosen.filter(|_| !append).and_then(|chosen| self.rows.iter().position(|row| same(row, &chosen)));
        if let Some(place) = moved {
            self.walk.select(self.offset + place);
            self.aim = None;
        }
        if !self.entered || self.is_waiting() {
            return Taken::Yes;
        }
        self.entered = false;
        if self.chosen().is_some() { Taken::Chosen } else { Taken::Missed }
    }

    fn append(&mut self, part: Part<T>) {
        let place = self.known();
        if self.starts.iter().all(|(start, _)| *start < place) {
            self.starts.push((place, self.next.take()));
        }
        self.next = part.next;
        self.rows.extend(part.rows);
        self.forget();
    }

    /// Lets go of rows far before the selected one, by whole parts.
    fn forget(&mut self) {
        let far = self.walk.selected().unwrap_or(0).saturating_sub(KEPT);
        let start = self.starts.iter().rfind(|(place, _)| (self.offset + 1..=far).contains(place));
        if let Some(gone) = start.map(|(place, _)| (place - self.offset).min(self.rows.len())) {
            self.rows.drain(..gone);
            self.offset += gone;
        }
    }

    fn replace(&mut self, start: usize, part: Part<T>) {
        self.aim = self.walk.selected();
        // Parts behind this one may begin elsewhere by now; they are learnt again.
        self.starts.truncate(start + 1);
        self.offset = self.starts.get(start).map_or(0, |(place, _)| *place);
        self.rows = part.rows;
        self.next = part.next;
        if self.next.is_none() {
            self.aim = None;
        }
    }

    /// Selects the first held row that meets a condition; tells whether there is one.
    pub fn find(&mut self, meets: impl Fn(&T) -> bool) -> bool {
        let found = self.rows.iter().position(meets);
        if let Some(place) = found {
            self.walk.select(self.offset + place);
        }
        found.is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Answers as a store of so many numbers would.
    fn answer(all: u32, effect: &Effect) -> (Tag, Part<u32>) {
        let (Effect::Ask(tag, query) | Effect::Seek(tag, query)) = effect else { unreachable!("a list only asks") };
        let Query::Documents { after, limit, .. } = query else { unreachable!("as asked below") };
        let from = after.as_ref().map_or(0, |Cursor(key)| u32::from_be_bytes(key[..4].try_into().unwrap()));
        let to = all.min(from + u32::try_from(*limit).unwrap());
        let next = (to < all).then(|| Cursor(to.to_be_bytes().to_vec()));
        (*tag, Part { rows: (from..to).collect(), next })
    }

    fn documents(text: String, after: Option<Cursor>, limit: usize) -> Query {
        Query::Documents { kind: None, state: None, text, after, limit }
    }

    fn fill(list: &mut Paged<u32>, here: &Here, all: u32) -> Vec<Taken> {
        let mut taken = Vec::new();
        while let Some(effect) = list.ask(here, documents).pop() {
            let (tag, part) = answer(all, &effect);
            taken.push(list.take(tag, part, |a, b| a == b));
        }
        taken
    }

    fn opened(here: &Here, all: u32) -> Paged<u32> {
        let mut list = Paged::default();
        fill(&mut list, here, all);
        list
    }

    #[test]
    fn the_count_is_honest() {
        let here = Here::default();
        assert_eq!(Paged::<u32>::default().count(), "…");
        assert_eq!(opened(&here, 0).count(), "0");
        assert_eq!(opened(&here, 37).count(), "37");
        assert_eq!(opened(&here, 1_000_000).count(), "100+");
    }

    #[test]
    fn enter_before_the_answer_chooses_when_it_comes() {
        let here = Here::default();
        let mut list = opened(&here, 5);
        assert_eq!(list.event(&here, &Event::Typed("x".into())), Taken::Yes);
        assert_eq!(fill(&mut list, &here, 3), [Taken::Chosen]);
        assert_eq!(list.event(&here, &Event::Typed("xy".into())), Taken::Yes);
        assert_eq!(fill(&mut list, &here, 0), [Taken::Missed]);
    }

    #[test]
    fn an_answer_that_was_overtaken_is_dropped() {
        let here = Here::default();
        let mut list = opened(&here, 5);
        list.event(&here, &Event::Line("a".into()));
        let slow = list.ask(&here, documents).pop().unwrap();
        list.event(&here, &Event::Line(String::new()));
        fill(&mut list, &here, 5);
        let (tag, part) = answer(2, &slow);
        assert_eq!(list.take(tag, part, |a, b| a == b), Taken::No);
        assert_eq!(list.count(), "5");
    }

    #[test]
    fn a_row_that_moves_stays_selected() {
        let here = Here::default();
        let mut list = opened(&here, 10);
        list.walk.select(4);
        list.reload();
        let Some(Effect::Ask(tag, _)) = list.ask(&here, documents).pop() else { unreachable!("a reload asks") };
        list.take(tag, Part { rows: vec![90, 91, 0, 1, 2, 3, 4, 5], next: None }, |a, b| a == b);
        assert_eq!((list.chosen(), list.walk.selected()), (Some(&4), Some(6)));
    }

    proptest! {
        #[test]
        fn walking_anywhere_shows_every_row_in_its_place(
            all in 0_u32..2_000, steps in prop::collection::vec(0_usize..7, 0..120), page in 1_u16..60,
        ) {
            let here = Here { page, ..Here::default() };
            let mut list = opened(&here, all);
            for step in steps {
                let moves = [Action::Up, Action::Down, Action::PageUp, Action::PageDown, Action::First, Action::Last];
                match moves.get(step) {
                    Some(action) => { list.event(&here, &Event::Act(*action)); }
                    None => list.reload(),
                }
                let before = list.walk.selected();
                fill(&mut list, &here, all);
                prop_assert_eq!(list.walk.selected(), before);
                let at = list.walk.selected().unwrap_or(0);
                let room = usize::from(page);
                for row in at.saturating_sub(room)..(at + room).min(all as usize) {
                    prop_assert_eq!(list.row(row).copied(), u32::try_from(row).ok());
                }
                prop_assert!(list.rows.len() <= KEPT + 4 * LEAST.max(2 * room) + 2 * room);
            }
        }
    }
}
