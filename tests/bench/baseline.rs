//! The fair baseline: a script over SQLite that keeps the same facts, with WAL, `synchronous=FULL` and prepared
//! statements. Product, posting, lot, unit with a serial unique per product, movement, journal.

mod leaving;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, Result, TransactionBehavior, params};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS product (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, barcode TEXT UNIQUE);
    CREATE TABLE IF NOT EXISTS posting (
        id INTEGER PRIMARY KEY, number TEXT UNIQUE, supplier TEXT, invoice TEXT, day TEXT, warehouse TEXT,
        state INTEGER NOT NULL, at INTEGER, employee INTEGER, desk INTEGER);
    CREATE TABLE IF NOT EXISTS lot (
        id INTEGER PRIMARY KEY, posting INTEGER NOT NULL, product INTEGER NOT NULL, quantity INTEGER NOT NULL,
        cost INTEGER NOT NULL, warranty INTEGER);
    CREATE TABLE IF NOT EXISTS unit (
        id INTEGER PRIMARY KEY, serial TEXT NOT NULL, product INTEGER NOT NULL, lot INTEGER NOT NULL,
        state INTEGER NOT NULL, warehouse TEXT, UNIQUE (serial, product));
    CREATE INDEX IF NOT EXISTS unit_of_lot ON unit (lot);
    CREATE TABLE IF NOT EXISTS movement (
        id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, document INTEGER NOT NULL, origin TEXT, goal TEXT, at INTEGER,
        employee INTEGER, desk INTEGER, note TEXT);
    CREATE INDEX IF NOT EXISTS movement_of_unit ON movement (unit);
    CREATE TABLE IF NOT EXISTS journal (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, employee INTEGER, desk INTEGER, what TEXT NOT NULL);
";

/// A draft being scanned into.
#[derive(Clone, Copy)]
pub struct Draft {
    posting: i64,
    lot: i64,
    product: i64,
}

/// A connection to the baseline's file.
pub struct Baseline(Connection);

/// What a look-up by serial says.
pub struct LookedUp {
    pub unit: i64,
    pub product: String,
    pub state: i64,
    pub warehouse: String,
    pub number: Option<String>,
}

impl Baseline {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Baseline> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(60))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(SCHEMA)?;
        connection.execute_batch(leaving::SCHEMA)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(Baseline(connection))
    }

    /// Makes a product, and a draft with one line of it.
    pub fn draft(&mut self, product: &str) -> Result<Draft> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute("INSERT OR IGNORE INTO product (name) VALUES (?)", [product])?;
        let product: i64 = tx.query_row("SELECT id FROM product WHERE name = ?", [product], |row| row.get(0))?;
        tx.execute("INSERT INTO posting (supplier, warehouse, state) VALUES ('Northwind', 'Main', 0)", [])?;
        let posting = tx.last_insert_rowid();
        tx.execute(
            "INSERT INTO lot (posting, product, quantity, cost, warranty) VALUES (?, ?, 0, 1990000, 12)",
            params![posting, product],
        )?;
        let lot = tx.last_insert_rowid();
        tx.commit()?;
        Ok(Draft { posting, lot, product })
    }

    /// Takes one scanned serial, durably.
    pub fn scan(&mut self, draft: Draft, serial: &str, at: i64) -> Result<()> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut unit = tx.prepare_cached(
                "INSERT INTO unit (serial, product, lot, state, warehouse) VALUES (?, ?, ?, 0, 'Main')",
            )?;
            unit.execute(params![serial, draft.product, draft.lot])?;
            let mut journal =
                tx.prepare_cached("INSERT INTO journal (at, employee, desk, what) VALUES (?, 1, 1, ?)")?;
            journal.execute(params![at, format!("scan {} {serial}", draft.posting)])?;
        }
        tx.commit()
    }

    /// Posts a draft: its units are in stock, each with its first movement.
    pub fn post(&mut self, draft: Draft, at: i64) -> Result<()> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        post(&tx, draft, at)?;
        tx.commit()
    }

    /// Makes a draft that holds these serials.
    pub fn draft_of(&mut self, product: &str, serials: &[String]) -> Result<Draft> {
        let draft = self.draft(product)?;
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        take_all(&tx, draft, serials)?;
        tx.commit()?;
        Ok(draft)
    }

    /// Takes all serials and posts them, in one transaction.
    pub fn receive_whole(&mut self, product: &str, serials: &[String], at: i64) -> Result<()> {
        let draft = self.draft(product)?;
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        take_all(&tx, draft, serials)?;
        post(&tx, draft, at)?;
        tx.commit()
    }

    /// Finds a unit by its serial: what it is, where it is, how it came there.
    pub fn look_up(&self, serial: &str) -> Result<LookedUp> {
        self.0
            .prepare_cached(
                "SELECT unit.id, product.name, unit.state, unit.warehouse, posting.number FROM unit
                 JOIN product ON product.id = unit.product JOIN lot ON lot.id = unit.lot
                 JOIN posting ON posting.id = lot.posting WHERE unit.serial = ?",
            )?
            .query_row([serial], |row| {
                Ok(LookedUp {
                    unit: row.get(0)?,
                    product: row.get(1)?,
                    state: row.get(2)?,
                    warehouse: row.get(3)?,
                    number: row.get(4)?,
                })
            })
    }

    /// Reads a unit's facts and its movements; returns how many cells that is.
    pub fn passport(&self, serial: &str) -> Result<usize> {
        let unit = self.look_up(serial)?;
        let mut cells = 5;
        cells += self
            .0
            .prepare_cached(
                "SELECT supplier, invoice, day, lot.cost, lot.warranty, lot.quantity
                 FROM unit JOIN lot ON lot.id = unit.lot JOIN posting ON posting.id = lot.posting WHERE unit.id = ?",
            )?
            .query_row([unit.unit], |row| {
                let facts: (Option<String>, Option<String>, Option<String>, i64, i64, i64) =
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
                Ok(if facts.5 >= 0 { 6 } else { 0 })
            })?;
        let mut movements = self.0.prepare_cached(
            "SELECT movement.at, posting.number, movement.origin, movement.goal, movement.employee, movement.desk,
                movement.note
             FROM movement JOIN posting ON posting.id = movement.document WHERE movement.unit = ? ORDER BY movement.id",
        )?;
        let mut rows = movements.query([unit.unit])?;
        while let Some(row) = rows.next()? {
            let (_at, number): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
            let (_from, _to): (String, String) = (row.get(2)?, row.get(3)?);
            cells += 6 + usize::from(number.is_some());
        }
        Ok(cells)
    }

    /// Counts its units.
    pub fn count_units(&self) -> Result<u64> {
        self.0.query_row("SELECT count(*) FROM unit", [], |row| row.get::<_, i64>(0).map(i64::unsigned_abs))
    }

    /// Writes the log back into the file, so that the next figure starts from rest.
    pub fn checkpoint(&self) -> Result<()> {
        self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    }
}

fn take_all(tx: &rusqlite::Transaction<'_>, draft: Draft, serials: &[String]) -> Result<()> {
    let mut unit =
        tx.prepare_cached("INSERT INTO unit (serial, product, lot, state, warehouse) VALUES (?, ?, ?, 0, 'Main')")?;
    serials.iter().try_for_each(|serial| unit.execute(params![serial, draft.product, draft.lot]).map(drop))
}

fn post(tx: &rusqlite::Transaction<'_>, draft: Draft, at: i64) -> Result<()> {
    tx.prepare_cached("UPDATE unit SET state = 1 WHERE lot = ?")?.execute([draft.lot])?;
    tx.prepare_cached(
        "INSERT INTO movement (unit, document, origin, goal, at, employee, desk)
         SELECT id, ?, 'Northwind', 'Main', ?, 1, 1 FROM unit WHERE lot = ?",
    )?
    .execute(params![draft.posting, at, draft.lot])?;
    tx.prepare_cached("UPDATE lot SET quantity = (SELECT count(*) FROM unit WHERE lot = ?1) WHERE id = ?1")?
        .execute([draft.lot])?;
    tx.prepare_cached(
        "UPDATE posting SET state = 1, number = 'P-' || id, at = ?, employee = 1, desk = 1 WHERE id = ?",
    )?
    .execute(params![at, draft.posting])?;
    tx.prepare_cached("INSERT INTO journal (at, employee, desk, what) VALUES (?, 1, 1, ?)")?
        .execute(params![at, format!("post {}", draft.posting)])?;
    Ok(())
}
