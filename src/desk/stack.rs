//! The screens of a desk, one on the other, each with the line as it was left.

use crate::domain::id::{DocumentId, LineNo};
use crate::ui::line::Line;
use crate::ui::screen::Screen;

/// Names a screen on the stack for as long as the session runs.
pub type LayerId = u64;

/// More screens than this are not kept: those nearest to Home are forgotten first.
const DEEPEST: usize = 64;

/// A screen and its line.
pub struct Layer {
    /// Its name.
    pub id: LayerId,
    /// The screen.
    pub screen: Box<dyn Screen>,
    /// What is typed there.
    pub line: Line,
}

/// The screens, the topmost last. There is always one.
pub struct Stack {
    layers: Vec<Layer>,
    named: LayerId,
}

impl Stack {
    /// Makes a stack of its first screen.
    pub fn new(first: Box<dyn Screen>) -> Stack {
        let mut stack = Stack { layers: Vec::with_capacity(8), named: 0 };
        stack.push(first);
        stack
    }

    /// Puts a screen on top, with an empty line, and returns its name.
    pub fn push(&mut self, screen: Box<dyn Screen>) -> LayerId {
        if self.layers.len() >= DEEPEST
            && let Some(at) = (1..self.layers.len()).find(|&at| self.layers[at].screen.draft().is_none())
        {
            self.layers.remove(at);
        }
        self.named += 1;
        self.layers.push(Layer { id: self.named, screen, line: Line::default() });
        self.named
    }

    /// Takes a screen and all above it away; the first one stays. Tells whether anything was taken.
    pub fn pop(&mut self, id: LayerId) -> bool {
        let Some(at) = self.layers.iter().position(|layer| layer.id == id) else { return false };
        let kept = at.max(1);
        let taken = kept < self.layers.len();
        self.layers.truncate(kept);
        taken
    }

    /// Takes all but the first screen away; tells whether there were any.
    pub fn home(&mut self) -> bool {
        let taken = self.layers.len() > 1;
        self.layers.truncate(1);
        taken
    }

    /// Puts a screen in the place of one and of all above it, with an empty line, and returns its name.
    pub fn replace(&mut self, id: LayerId, screen: Box<dyn Screen>) -> LayerId {
        if let Some(at) = self.layers.iter().position(|layer| layer.id == id) {
            self.layers.truncate(at);
        }
        self.push(screen)
    }

    /// Takes away what is drawn over the topmost screen of its own: help, palette, a question.
    pub fn uncover(&mut self) {
        while self.layers.len() > 1 && self.top().screen.is_overlay() {
            self.layers.pop();
        }
    }

    /// Returns the topmost screen.
    pub fn top(&self) -> &Layer {
        &self.layers[self.layers.len() - 1]
    }

    /// Returns the topmost screen, to be changed.
    pub fn top_mut(&mut self) -> &mut Layer {
        let top = self.layers.len() - 1;
        &mut self.layers[top]
    }

    /// Returns a screen by its name, if it is still there.
    pub fn get_mut(&mut self, id: LayerId) -> Option<&mut Layer> {
        self.layers.iter_mut().find(|layer| layer.id == id)
    }

    /// Tells whether a screen is the first one.
    pub fn is_first(&self, id: LayerId) -> bool {
        self.layers[0].id == id
    }

    /// Returns the screens that are seen: the topmost, and under overlays what they cover.
    pub fn seen(&self) -> &[Layer] {
        let base = self.layers.iter().rposition(|layer| !layer.screen.is_overlay()).unwrap_or(0);
        &self.layers[base..]
    }

    /// Returns the names of the screens that are seen.
    pub fn seen_ids(&self) -> Vec<LayerId> {
        self.seen().iter().map(|layer| layer.id).collect()
    }

    /// Returns the open draft nearest to the top, and its selected line.
    pub fn draft(&self) -> Option<(DocumentId, Option<LineNo>)> {
        self.layers.iter().rev().find_map(|layer| layer.screen.draft())
    }
}
