//! What leaves by the script: layers in the order of their queue, what each document took of them, and balances.

use std::collections::BTreeMap;

use rusqlite::{Result, Transaction, TransactionBehavior, params};

use super::Baseline;

pub const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS layer (
        warehouse TEXT NOT NULL, product INTEGER NOT NULL, day TEXT NOT NULL, seq INTEGER NOT NULL,
        lot INTEGER NOT NULL, quantity INTEGER NOT NULL, cost INTEGER NOT NULL,
        PRIMARY KEY (warehouse, product, day, seq)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS balance (
        warehouse TEXT NOT NULL, product INTEGER NOT NULL, on_hand INTEGER NOT NULL, value INTEGER NOT NULL,
        PRIMARY KEY (warehouse, product)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS move_line (
        document INTEGER NOT NULL, line INTEGER NOT NULL, product INTEGER NOT NULL, quantity INTEGER NOT NULL,
        cost INTEGER NOT NULL, PRIMARY KEY (document, line)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS taken (
        document INTEGER NOT NULL, line INTEGER NOT NULL, lot INTEGER NOT NULL, quantity INTEGER NOT NULL,
        cost INTEGER NOT NULL, PRIMARY KEY (document, line, lot)) WITHOUT ROWID;
";

/// A part of a layer.
#[derive(Clone, Copy)]
struct Part {
    lot: i64,
    quantity: i64,
    cost: i64,
}

impl Baseline {
    /// Posts so many layers of one quantity and cost each, in one document.
    pub fn receive_layers(&mut self, product: &str, layers: i64, quantity: i64, cost: i64) -> Result<()> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute("INSERT OR IGNORE INTO product (name) VALUES (?)", [product])?;
        let product = id_of(&tx, product)?;
        let document = document(&tx, "P", 0)?;
        for _ in 0..layers {
            tx.prepare_cached(
                "INSERT INTO lot (posting, product, quantity, cost, warranty) VALUES (?, ?, ?, ?, NULL)",
            )?
            .execute(params![document, product, quantity, cost])?;
            let lot = tx.last_insert_rowid();
            tx.prepare_cached("INSERT INTO layer VALUES ('Main', ?, '2026-01-08', ?, ?, ?, ?)")?
                .execute(params![product, lot, lot, quantity, cost])?;
        }
        bring(&tx, "Main", product, layers * quantity, layers * cost)?;
        tx.commit()
    }

    /// Writes off the oldest of a product, and notes which lots that was.
    pub fn write_off(&mut self, product: &str, quantity: i64, at: i64) -> Result<()> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let product = id_of(&tx, product)?;
        let document = document(&tx, "W", at)?;
        let took = draw(&tx, product, quantity)?;
        let cost: i64 = took.iter().map(|part| part.cost).sum();
        line(&tx, document, product, quantity, cost, &took)?;
        bring(&tx, "Main", product, -quantity, -cost)?;
        journal(&tx, at, &format!("write off {document}"))?;
        tx.commit()
    }

    /// Sells units by their serials.
    pub fn sell(&mut self, product: &str, serials: &[String], at: i64) -> Result<()> {
        self.move_units(("S", 2, None), product, serials, at)
    }

    /// Brings units to another warehouse.
    pub fn transfer(&mut self, product: &str, serials: &[String], to: &str, at: i64) -> Result<()> {
        self.move_units(("T", 1, Some(to)), product, serials, at)
    }

    /// Gives a product serials: its layers are written off and posted again, lot by lot, with a unit for each piece.
    pub fn convert(&mut self, product: &str, serials: &[String], at: i64) -> Result<()> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let product = id_of(&tx, product)?;
        let (off, on) = (document(&tx, "W", at)?, document(&tx, "P", at)?);
        let quantity = i64::try_from(serials.len()).unwrap_or(i64::MAX);
        let took = draw(&tx, product, quantity)?;
        let cost = took.iter().map(|part| part.cost).sum();
        line(&tx, off, product, quantity, cost, &took)?;
        line(&tx, on, product, quantity, cost, &[])?;
        let mut left = serials.iter();
        for part in took {
            tx.prepare_cached(
                "INSERT INTO lot (posting, product, quantity, cost, warranty) VALUES (?, ?, ?, ?, NULL)",
            )?
            .execute(params![on, product, part.quantity, part.cost])?;
            let lot = tx.last_insert_rowid();
            tx.prepare_cached("INSERT INTO layer VALUES ('Main', ?, '2026-01-08', ?, ?, ?, ?)")?.execute(params![
                product,
                lot,
                lot,
                part.quantity,
                part.cost
            ])?;
            for serial in left.by_ref().take(usize::try_from(part.quantity).unwrap_or(0)) {
                tx.prepare_cached(
                    "INSERT INTO unit (serial, product, lot, state, warehouse) VALUES (?, ?, ?, 1, 'Main')",
                )?
                .execute(params![serial, product, lot])?;
                tx.prepare_cached(
                    "INSERT INTO movement (unit, document, origin, goal, at, employee, desk)
                     VALUES (?, ?, 'Main', 'Main', ?, 1, 1)",
                )?
                .execute(params![tx.last_insert_rowid(), on, at])?;
            }
        }
        journal(&tx, at, &format!("convert {product}"))?;
        tx.commit()
    }

    fn move_units(
        &mut self,
        (series, state, to): (&str, i64, Option<&str>),
        product: &str,
        serials: &[String],
        at: i64,
    ) -> Result<()> {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let product = id_of(&tx, product)?;
        let document = document(&tx, series, at)?;
        let mut lots: BTreeMap<i64, Part> = BTreeMap::new();
        let mut from = String::new();
        for serial in serials {
            let (unit, lot, cost, stands): (i64, i64, i64, String) = tx
                .prepare_cached(
                    "SELECT unit.id, lot.id, lot.cost, unit.warehouse FROM unit JOIN lot ON lot.id = unit.lot
                     WHERE serial = ? AND unit.product = ? AND state = 1",
                )?
                .query_row(params![serial, product], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            tx.prepare_cached("UPDATE unit SET state = ?, warehouse = ? WHERE id = ?")?
                .execute(params![state, to, unit])?;
            tx.prepare_cached(
                "INSERT INTO movement (unit, document, origin, goal, at, employee, desk) VALUES (?, ?, ?, ?, ?, 1, 1)",
            )?
            .execute(params![unit, document, stands, to.unwrap_or("Jane"), at])?;
            let part = lots.entry(lot).or_insert(Part { lot, quantity: 0, cost: 0 });
            (part.quantity, part.cost) = (part.quantity + 1, part.cost + cost);
            from = stands;
        }
        let took: Vec<Part> = lots.into_values().collect();
        let (quantity, cost) = (took.iter().map(|part| part.quantity).sum(), took.iter().map(|part| part.cost).sum());
        line(&tx, document, product, quantity, cost, &took)?;
        bring(&tx, &from, product, -quantity, -cost)?;
        if let Some(to) = to {
            bring(&tx, to, product, quantity, cost)?;
        }
        journal(&tx, at, &format!("{series} {document} {}", serials.join(" ")))?;
        tx.commit()
    }
}

fn id_of(tx: &Transaction<'_>, product: &str) -> Result<i64> {
    tx.prepare_cached("SELECT id FROM product WHERE name = ?")?.query_row([product], |row| row.get(0))
}

/// Makes a posted document with its number.
fn document(tx: &Transaction<'_>, series: &str, at: i64) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO posting (warehouse, state, day, at, employee, desk) VALUES ('Main', 1, '2026-01-08', ?, 1, 1)",
    )?
    .execute([at])?;
    let id = tx.last_insert_rowid();
    tx.prepare_cached("UPDATE posting SET number = ? WHERE id = ?")?.execute(params![format!("{series}-{id}"), id])?;
    Ok(id)
}

/// Takes the oldest layers, splitting the last.
fn draw(tx: &Transaction<'_>, product: i64, quantity: i64) -> Result<Vec<Part>> {
    let mut took = Vec::new();
    let mut left = quantity;
    {
        let mut oldest = tx.prepare_cached(
            "SELECT day, seq, lot, quantity, cost FROM layer WHERE warehouse = 'Main' AND product = ?
             ORDER BY day, seq",
        )?;
        let mut rows = oldest.query([product])?;
        while left > 0
            && let Some(row) = rows.next()?
        {
            let layer = Part { lot: row.get(2)?, quantity: row.get(3)?, cost: row.get(4)? };
            let taken = left.min(layer.quantity);
            let cost = layer.cost * taken / layer.quantity;
            took.push((
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                layer,
                Part { quantity: taken, cost, ..layer },
            ));
            left -= taken;
        }
    }
    for (day, seq, layer, part) in &took {
        if part.quantity == layer.quantity {
            tx.prepare_cached("DELETE FROM layer WHERE warehouse = 'Main' AND product = ? AND day = ? AND seq = ?")?
                .execute(params![product, day, seq])?;
        } else {
            tx.prepare_cached(
                "UPDATE layer SET quantity = quantity - ?, cost = cost - ?
                 WHERE warehouse = 'Main' AND product = ? AND day = ? AND seq = ?",
            )?
            .execute(params![part.quantity, part.cost, product, day, seq])?;
        }
    }
    Ok(took.into_iter().map(|(_, _, _, part)| part).collect())
}

fn line(tx: &Transaction<'_>, document: i64, product: i64, quantity: i64, cost: i64, took: &[Part]) -> Result<()> {
    tx.prepare_cached("INSERT INTO move_line VALUES (?, 1, ?, ?, ?)")?
        .execute(params![document, product, quantity, cost])?;
    let mut taken = tx.prepare_cached("INSERT INTO taken VALUES (?, 1, ?, ?, ?)")?;
    took.iter().try_for_each(|part| taken.execute(params![document, part.lot, part.quantity, part.cost]).map(drop))
}

fn bring(tx: &Transaction<'_>, warehouse: &str, product: i64, quantity: i64, value: i64) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO balance VALUES (?, ?, ?, ?) ON CONFLICT (warehouse, product)
         DO UPDATE SET on_hand = on_hand + excluded.on_hand, value = value + excluded.value",
    )?
    .execute(params![warehouse, product, quantity, value])?;
    Ok(())
}

fn journal(tx: &Transaction<'_>, at: i64, what: &str) -> Result<()> {
    tx.prepare_cached("INSERT INTO journal (at, employee, desk, what) VALUES (?, 1, 1, ?)")?
        .execute(params![at, what])?;
    Ok(())
}
