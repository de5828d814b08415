//! A store to look around in: a shop for phones, computers and their repair, half a year into its work.
//!
//! The same day gives the same store: nothing here is left to chance.

mod goods;

use anyhow::{Result, bail};
use chrono::Days;

use self::goods::{GOODS, Goods, Pieces, SUPPLIERS, WAREHOUSES};
use crate::domain::barcode::{Gtin, is_imei};
use crate::domain::document::{Cost, DocumentKind, TrayReason};
use crate::domain::id::{DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::product::{Barcode, NumberedBy, Product, Tracking, usual_decimals};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::domain::template::Template;
use crate::domain::time::Day;
use crate::messages::{
    Answer, Command, FurnishedWarehouse, HeadEdit, LineEdit, NewSerials, Origin, Outcome, Query, WholeLine,
    WholePosting,
};
use crate::stockroom::Stockroom;

/// Desk at which all of it was done.
const DESK: &str = "goods in";
/// Deliveries, each of one supplier.
const DELIVERIES: u32 = 42;
/// Days from one delivery to the next.
const EVERY: u64 = 4;

/// Fills a founded, empty store; `progress` hears how much of how much is done.
pub fn fill(stockroom: &Stockroom, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    let mut shop = Shop { stockroom, origin: stockroom.open_desk(DESK)?, done: 0, progress };
    let Answer::Store(Some(store)) = stockroom.ask(&Query::Store)? else { bail!("the store is not founded") };
    let mut warehouses = Vec::new();
    for (name, code, bins, defects) in WAREHOUSES {
        let furnished = FurnishedWarehouse {
            name: name.to_owned(),
            code: code.to_owned(),
            bins: bins.iter().map(|bin| (*bin).to_owned()).collect(),
            defects: defects.to_owned(),
            ..FurnishedWarehouse::default()
        };
        let Outcome::WarehouseMade(id) = shop.run(Command::FurnishWarehouse(Box::new(furnished)))? else {
            bail!("{name} was not made")
        };
        warehouses.push(id);
    }
    let mut products = Vec::new();
    for (place, goods) in GOODS.iter().enumerate() {
        let product = Box::new(product(place, goods)?);
        let Outcome::ProductMade(id) = shop.run(Command::AddProduct { product, next: None })? else {
            bail!("{} was not made", goods.name)
        };
        products.push(id);
    }
    for delivery in 0..DELIVERIES {
        // Most goes to the main warehouse, something to the shop, a little to the workshop.
        let warehouse = warehouses[[0, 0, 1, 0, 0, 2, 1][delivery as usize % 7]];
        let days = EVERY * u64::from(DELIVERIES - delivery);
        let date = store.today.checked_sub_days(Days::new(days)).unwrap_or(store.today);
        shop.run(Command::ReceiveWhole(Box::new(posting(delivery, date, warehouse, &products))))?;
    }
    shop.phones_half_scanned(warehouses[0], products[0])?;
    shop.cables_half_counted(warehouses[1], &products)
}

/// The shop being filled, command by command.
struct Shop<'a> {
    stockroom: &'a Stockroom,
    origin: Origin,
    done: u64,
    progress: &'a mut dyn FnMut(u64, u64),
}

impl Shop<'_> {
    fn run(&mut self, command: Command) -> Result<Outcome> {
        let outcome = self.stockroom.run(self.origin, self.stockroom.next_id(self.origin.desk), command)?;
        self.done += 1;
        let all = (WAREHOUSES.len() + GOODS.len()) as u64 + u64::from(DELIVERIES) + DRAFT_STEPS;
        (self.progress)(self.done.min(all), all);
        Ok(outcome)
    }

    fn begin(&mut self, warehouse: WarehouseId, supplier: usize, invoice: &str) -> Result<DocumentId> {
        let begun = self.run(Command::OpenDraft { kind: DocumentKind::Posting, warehouse })?;
        let Outcome::DraftOpened(draft) = begun else { bail!("no draft was begun") };
        let head = HeadEdit {
            supplier: Some(SUPPLIERS[supplier].0.to_owned()),
            invoice: Some(invoice.to_owned()),
            ..HeadEdit::default()
        };
        self.run(Command::EditDraft { draft, head })?;
        Ok(draft)
    }

    fn line(&mut self, draft: DocumentId, product: ProductId, quantity: u32) -> Result<LineNo> {
        let added = self.run(Command::AddLine { draft, product, count: Quantity::ZERO, from_tray: None })?;
        let Outcome::LineAdded { line, .. } = added else { bail!("no line was added") };
        let edit = LineEdit { quantity: Some(Some(Quantity::pieces(quantity))), ..LineEdit::default() };
        self.run(Command::EditLine { draft, line, edit })?;
        Ok(line)
    }

    /// Seventeen of thirty phones, and one scan that nobody knows.
    fn phones_half_scanned(&mut self, warehouse: WarehouseId, product: ProductId) -> Result<()> {
        let goods = &GOODS[0];
        let draft = self.begin(warehouse, goods.supplier, "NW-26988")?;
        let line = self.line(draft, product, 30)?;
        let first = units(goods);
        let serials = (first..first + 17).map(|n| serial(goods, n).unwrap_or_default()).collect();
        let (damaged, generated, from_tray, insist, label) = (false, None, None, false, None);
        self.run(Command::ReceiveSerials { draft, line, serials, damaged, generated, from_tray, insist, label })?;
        let raw = "89882390000012345674".to_owned();
        self.run(Command::PutInTray { draft, line: Some(line), raw, reason: TrayReason::Unknown })?;
        Ok(())
    }

    /// Cables whose invoice has not come yet.
    fn cables_half_counted(&mut self, warehouse: WarehouseId, products: &[ProductId]) -> Result<()> {
        let cables = GOODS.iter().zip(products).filter(|(goods, _)| goods.category == "Cables");
        let draft = self.begin(warehouse, 4, "")?;
        for (place, (_, product)) in cables.take(2).enumerate() {
            self.line(draft, *product, if place == 0 { 200 } else { 60 })?;
        }
        Ok(())
    }
}

/// Commands that the two drafts take.
const DRAFT_STEPS: u64 = 6 + 6;

/// Returns how many units with serials a product has in all.
const fn units(goods: &Goods) -> u32 {
    match goods.pieces {
        Pieces::Counted(_) => 0,
        Pieces::Imei(_, units) | Pieces::Maker(_, units) | Pieces::Ours(_, units) => units,
    }
}

/// Returns the serial of the n-th unit of a product, from 0; none where a template makes it.
fn serial(goods: &Goods, n: u32) -> Option<String> {
    match goods.pieces {
        Pieces::Counted(_) | Pieces::Ours(..) => None,
        Pieces::Imei(model, _) => {
            let body = format!("{model}{:06}", (431_207 + n * 7) % 1_000_000);
            ('0'..='9').map(|digit| format!("{body}{digit}")).find(|imei| is_imei(imei))
        }
        Pieces::Maker(prefix, _) => Some(format!("{prefix}{:06}", (204_816 + n * 13) % 1_000_000)),
    }
}

/// Returns the barcode of a product: a GTIN-13 of GS1's prefix for demonstrations, its check digit right.
fn barcode(body: &str) -> Result<String> {
    let mut all = ('0'..='9').map(|digit| format!("{body}{digit}"));
    all.find(|code| Gtin::parse(code).is_ok()).ok_or_else(|| anyhow::anyhow!("{body} has no check digit"))
}

fn product(place: usize, goods: &Goods) -> Result<Product> {
    let item = format!("952{:09}", 140_000 + place * 17);
    let mut barcodes = vec![Barcode { text: barcode(&item)?, pack: Quantity::ONE }];
    if let Pieces::Counted(each) = goods.pieces
        && each >= 40
        && goods.unit == "pc"
    {
        barcodes.push(Barcode { text: barcode(&format!("1{item}"))?, pack: Quantity::pieces(20) });
    }
    let numbered = |numbered_by| Tracking::Serialised { numbered_by, matching: Matching::Loose };
    let (tracking, template, shape) = match goods.pieces {
        Pieces::Counted(_) => (Tracking::Counted, None, String::new()),
        Pieces::Imei(..) => (numbered(NumberedBy::Maker), None, "#".repeat(15)),
        Pieces::Maker(..) => (numbered(NumberedBy::Maker), None, String::new()),
        Pieces::Ours(template, _) => (numbered(NumberedBy::Us), Some(Template::parse(template)?), String::new()),
    };
    Ok(Product {
        name: goods.name.to_owned(),
        code: goods.code.to_owned(),
        category: goods.category.to_owned(),
        unit: goods.unit.to_owned(),
        decimals: usual_decimals(goods.unit),
        minimum: Some(Quantity::pieces(goods.minimum)),
        client_warranty: Some(goods.warranty.1).filter(|months| *months > 0),
        tracking,
        template,
        shape,
        barcodes,
        ..Product::default()
    })
}

/// Returns a delivery: the supplier's whole range, a part of all units each time.
fn posting(delivery: u32, date: Day, warehouse: WarehouseId, products: &[ProductId]) -> WholePosting {
    let (count, turn) = (u32::try_from(SUPPLIERS.len()).unwrap_or(1), delivery);
    let (supplier, time, times) = ((turn % count) as usize, turn / count, DELIVERIES / count);
    let of_supplier = GOODS.iter().zip(products).filter(|(goods, _)| goods.supplier == supplier);
    let lines = of_supplier.filter_map(|(goods, product)| {
        // Its share of all units: what is due by now less what came before.
        let (before, due) = (units(goods) * time / times, units(goods) * (time + 1) / times);
        let (quantity, serials) = match goods.pieces {
            // What sells slowly is not reordered each time: some of it is below its minimum by now.
            Pieces::Counted(each) if (time + each) % 3 == 0 => return None,
            Pieces::Counted(each) => (each / (1 + time % 2), Vec::new()),
            Pieces::Ours(..) => (due - before, vec![NewSerials::Next(due - before)]),
            Pieces::Imei(..) | Pieces::Maker(..) => {
                let serials = (before..due).filter_map(|n| serial(goods, n)).collect();
                (due - before, vec![NewSerials::Literal(serials)])
            }
        };
        // Prices move a little from month to month.
        let cost = goods.cost * (98 + i64::from((time * 3 + delivery) % 5)) / 100;
        Some(WholeLine {
            product: *product,
            quantity: Some(Quantity::pieces(quantity)),
            cost: Some(Cost::Unit(Money::from_ten_thousandths(cost * 100))),
            warranty: Some(goods.warranty.0).filter(|months| *months > 0),
            batch: String::new(),
            expiry: None,
            bin: None,
            serials,
        })
    });
    let (name, invoices) = SUPPLIERS[supplier];
    WholePosting {
        warehouse,
        supplier: name.to_owned(),
        invoice: format!("{invoices}{}", 410 + delivery * 11),
        date: Some(date),
        note: String::new(),
        lines: lines.collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::document::DocumentState;
    use crate::domain::settings::{SerialScope, Settings};
    use crate::domain::time::Moment;
    use crate::messages::{DocumentRow, StockBy};
    use crate::store::memory::MemoryEngine;

    fn filled() -> (Stockroom, Vec<(u64, u64)>) {
        let clock = Arc::new(|| Moment(1_795_521_600_000));
        let stockroom = Stockroom::over(Arc::new(MemoryEngine::new()), clock).unwrap();
        let settings = Settings {
            store: "Demo".into(),
            demo: true,
            currency: "EUR".into(),
            zone: "UTC".into(),
            scope: SerialScope::Product,
            template: None,
            closed_until: None,
        };
        stockroom.found(settings, "Ana", "").unwrap();
        let mut heard = Vec::new();
        fill(&stockroom, &mut |done, all| heard.push((done, all))).unwrap();
        (stockroom, heard)
    }

    fn documents(stockroom: &Stockroom, state: DocumentState) -> Vec<DocumentRow> {
        let query = Query::Documents { kind: None, state: Some(state), text: String::new(), after: None, limit: 100 };
        let Answer::Documents(page) = stockroom.ask(&query).unwrap() else { panic!() };
        page.rows
    }

    #[test]
    fn the_shop_has_fifty_products_and_two_thousand_units_in_three_warehouses() {
        let (stockroom, heard) = filled();
        let Answer::Store(Some(store)) = stockroom.ask(&Query::Store).unwrap() else { panic!() };
        assert_eq!((store.products, store.warehouses, store.settings.demo), (50, 3, true));
        let (by, limit) = (StockBy::Warehouse, 1_000);
        let query =
            Query::Stock { by, warehouse: None, product: None, text: String::new(), on: None, after: None, limit };
        let Answer::Stock(stock) = stockroom.ask(&query).unwrap() else { panic!() };
        let units: i64 = stock.rows.iter().filter(|row| row.serialised).map(|row| row.on_hand.thousandths()).sum();
        assert_eq!(units, 2_000_000);
        assert_eq!(documents(&stockroom, DocumentState::Posted).len(), DELIVERIES as usize);
        let mut drafts = documents(&stockroom, DocumentState::Draft);
        drafts.sort_by_key(|draft| draft.id);
        assert_eq!(drafts.iter().map(|draft| draft.to_decide).collect::<Vec<_>>(), [1, 0]);
        let last = heard.last().unwrap();
        assert_eq!(last.0, last.1, "progress ends where it said it would");
    }

    #[test]
    fn it_is_the_same_shop_each_time() {
        let facts = |stockroom: &Stockroom| {
            let rows = documents(stockroom, DocumentState::Posted);
            rows.into_iter().map(|row| (row.number, row.date, row.quantity, row.total)).collect::<Vec<_>>()
        };
        assert_eq!(facts(&filled().0), facts(&filled().0));
    }

    #[test]
    fn home_has_something_to_order() {
        let (stockroom, _) = filled();
        let origin = stockroom.open_desk("desk 1").unwrap();
        let query = Query::Home { employee: origin.employee, desk: origin.desk };
        let Answer::Home(home) = stockroom.ask(&query).unwrap() else { panic!() };
        assert!(!home.below_minimum.is_empty());
    }
}
