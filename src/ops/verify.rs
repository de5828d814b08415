//! What is always true of a store, proved from its records: the sums, the keys and what they lead to, the numbers.
//!
//! One consistent view is walked table by table, and every record is read once. What two tables must agree on is
//! [entered twice](books): by the records that say it and by those it follows from. So no table is kept in memory, nor
//! asked row by row what it has. Each record that breaks a rule is named in a sentence.

mod books;
mod conversions;
mod corrections;
mod documents;
mod journal;
mod moves;
mod records;
mod reservations;
mod rows;
mod says;
mod stock;
mod stocktakes;
mod units;

use std::collections::HashMap;
use std::ops::Bound;
use std::rc::Rc;

use self::books::{Books, Fact};
use crate::domain::id::{LotId, ProductId};
use crate::domain::lot::Lot;
use crate::domain::serial::Matching;
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::store::codec::{Key, Value};
use crate::store::engine::Error;
use crate::store::journal::Head;
use crate::store::tables::{CONVERTING, LOT, PRODUCT, SETTINGS, Table, View};

/// Records between two tellings of how far the walk has come.
const STEP: u64 = 4_096;
/// Lots that are remembered, each in the place its number gives it.
const LOTS: usize = 1 << 14;

/// What a walk over a store found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Records that were looked at.
    pub looked_at: u64,
    /// Sentences that were reported.
    pub broken: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// Head of the journal's chain.
    pub head: Head,
    /// Where the head that was sought stands in the chain: the entry, and when it was accepted.
    pub sought: Option<(u64, Moment)>,
}

/// Walks a store and reports each record that breaks a rule; returns how many records were looked at.
pub fn verify(view: &View, report: &mut dyn FnMut(String)) -> Result<u64, Error> {
    Ok(prove(view, &[], report, &mut |_| ())?.looked_at)
}

/// Walks a store, reports each record that breaks a rule, and seeks a head of the journal's chain by its first bytes.
///
/// A record that cannot be read is named like any other that is broken. An error is a file that cannot be read at all.
pub fn prove(
    view: &View,
    sought: &[u8],
    report: &mut dyn FnMut(String),
    progress: &mut dyn FnMut(u64),
) -> Result<Found, Error> {
    let settings = match view.get(SETTINGS, &0) {
        Err(Error::Record { .. }) => None,
        settings => settings?,
    };
    let founded = settings.is_some();
    let settings = settings.unwrap_or_else(records::unfounded);
    let mut walk = Walk {
        view: *view,
        settings,
        books: Books::default(),
        again: false,
        report,
        progress,
        sought,
        found: Found::default(),
        lots: vec![None; LOTS],
        products: HashMap::new(),
    };
    walk.all(founded)?;
    if walk.books.open_again() {
        walk.again = true;
        walk.all(founded)?;
        for (fact, there, due) in walk.books.close() {
            let sentence = says::sentence(&walk.view, &fact, there, due);
            walk.say(sentence);
        }
    }
    (walk.progress)(walk.found.looked_at);
    Ok(walk.found)
}

/// A walk over one view.
struct Walk<'a, 'r> {
    view: View<'a>,
    settings: Settings,
    books: Books,
    /// The store is walked once more, to name what did not agree: what was found otherwise was said.
    again: bool,
    report: &'r mut dyn FnMut(String),
    progress: &'r mut dyn FnMut(u64),
    sought: &'r [u8],
    found: Found,
    lots: Vec<Option<(LotId, Rc<Lot>)>>,
    products: HashMap<ProductId, Option<(bool, Matching)>>,
}

impl Walk<'_, '_> {
    /// Walks every table.
    fn all(&mut self, founded: bool) -> Result<(), Error> {
        let counters = records::counters(self)?;
        records::records(self, &counters, founded)?;
        units::packs(self)?;
        units::keys(self)?;
        units::index(self)?;
        units::held(self)?;
        units::moves(self)?;
        let (moves, conversions) = documents::documents(self, &counters)?;
        documents::places(self, &counters)?;
        stock::lots(self, &counters, &conversions)?;
        conversions.hold(self)?;
        stocktakes::stocktakes(self, &counters)?;
        stock::layers(self)?;
        stock::expiring(self)?;
        moves.hold(self)?;
        reservations::reservations(self)?;
        journal::chain(self, founded)
    }

    /// Visits each record of a table; one that cannot be read is named.
    fn each<K: Key, V: Value>(
        &mut self,
        table: Table<K, V>,
        mut visit: impl FnMut(&mut Self, K, V) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let view = self.view;
        view.every(table, Bound::Unbounded, |bytes, record| {
            self.looked_at();
            match record {
                Ok((key, value)) => visit(self, key, value)?,
                Err(why) => self.unreadable(table.name(), bytes, &why),
            }
            Ok(true)
        })
    }

    fn looked_at(&mut self) {
        self.found.looked_at += u64::from(!self.again);
        if !self.again && self.found.looked_at.is_multiple_of(STEP) {
            (self.progress)(self.found.looked_at);
        }
    }

    fn unreadable(&mut self, table: &str, key: &[u8], why: &str) {
        self.hold(false, || {
            format!("table {table}, record {}: it cannot be read: {why}", crate::domain::text::hex(key))
        });
    }

    /// Reports a record unless a rule holds.
    fn hold(&mut self, holds: bool, broken: impl FnOnce() -> String) {
        if !holds && !self.again {
            self.say(broken());
        }
    }

    fn say(&mut self, sentence: String) {
        self.found.broken += 1;
        (self.report)(sentence);
    }

    /// Enters that a record says so much of a fact.
    fn there(&mut self, fact: &Fact, amount: [i64; 2]) {
        self.books.enter(fact, amount, true);
    }

    /// Enters that so much of a fact follows from other records.
    fn due(&mut self, fact: &Fact, amount: [i64; 2]) {
        self.books.enter(fact, amount, false);
    }

    /// Returns a record; one that cannot be read is missing here, and named where its table is walked.
    fn get<K: Key, V: Value>(&self, table: Table<K, V>, key: &K) -> Result<Option<V>, Error> {
        match self.view.get(table, key) {
            Err(Error::Record { .. }) => Ok(None),
            found => found,
        }
    }

    /// Returns a lot.
    fn lot(&mut self, id: LotId) -> Result<Option<Rc<Lot>>, Error> {
        let place = usize::try_from(id.0).unwrap_or_default() % LOTS;
        if let Some((_, lot)) = self.lots[place].as_ref().filter(|(there, _)| *there == id) {
            return Ok(Some(Rc::clone(lot)));
        }
        let Some(lot) = self.get(LOT, &id)?.map(Rc::new) else { return Ok(None) };
        self.lots[place] = Some((id, Rc::clone(&lot)));
        Ok(Some(lot))
    }

    /// Tells whether a product has serials, and how they are compared: those too that are being given to it.
    fn product(&mut self, id: ProductId) -> Result<Option<(bool, Matching)>, Error> {
        if let Some(known) = self.products.get(&id) {
            return Ok(*known);
        }
        let product = match self.get(PRODUCT, &id)? {
            Some(product) if product.serialised() => Some((true, product.matching())),
            Some(product) => {
                let matching = self.get(CONVERTING, &id)?.map_or(product.matching(), |converting| converting.matching);
                Some((false, matching))
            }
            None => None,
        };
        self.products.insert(id, product);
        Ok(product)
    }
}
