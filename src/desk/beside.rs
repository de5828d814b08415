//! What a session does beside itself: searches, commands that take long, listening for what other desks change.

/// What came to an end beside a session.
#[derive(Debug)]
pub struct Beside(pub(super) Ended);

/// What it was.
#[derive(Debug)]
pub(super) enum Ended {
    /// Another desk changed the store.
    Changed,
}
