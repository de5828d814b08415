//! What leaves: first in, first out however long the queue is, units out of a million, one unit's long life.

use dockhand::domain::document::{Cost, DocumentKind};
use dockhand::domain::id::{ProductId, WarehouseId};
use dockhand::domain::money::Money;
use dockhand::domain::product::{NumberedBy, Product};
use dockhand::domain::quantity::Quantity;
use dockhand::domain::serial::Matching;
use dockhand::messages::{
    Answer, Command, NewSerials, Outcome, Query, UnitRef, WantedLine, WholeConversion, WholeLine, WholeMove,
    WholePosting,
};

use crate::Sizes;
use crate::figures::{Report, Samples};
use crate::ours::Pair;

const PHONE: &str = "Phone X 128 GB";
/// Pieces in a layer; a write-off takes two layers and a half.
const LAYER: u32 = 40;
const WRITTEN_OFF: u32 = 100;
/// What a layer cost, in ten-thousandths.
const COST: i64 = 1_234_567;
/// Pieces in a layer of a product that gets serials.
const CONVERTED: u32 = 20;
/// Lines of one posting while a queue is filled.
const CHUNK: usize = 2_000;

/// Measures queues of goods without serials; they need no units beside them.
pub fn queues(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let mut queues: Vec<Queue> =
        sizes.layers.iter().map(|layers| Queue::of(pair, &format!("Cable, {layers} layers"), *layers, LAYER)).collect();
    let used = Queue::of(pair, "Pipe", sizes.layers[1] + sizes.consumed, LAYER);
    let gone = u32::try_from(sizes.consumed).unwrap() * LAYER;
    pair.run(written_off(pair.warehouse, used.product, gone));
    pair.baseline.write_off(&used.name, i64::from(gone), 0).unwrap();
    queues.push(used);
    write_off(pair, sizes, &mut queues);
    let what = |of: &str| format!("write-off of {WRITTEN_OFF} {of}");
    for (queue, layers) in queues.iter().zip(&sizes.layers) {
        report.ratio(what(&format!("over {layers} layers")), &queue.ours, &queue.baseline, 1.7, 1.3);
    }
    let longest = queues.len() - 2;
    let over = format!("over {} layers, against {}", sizes.layers[longest], sizes.layers[0]);
    report.times(what(&over), &queues[longest].ours, &queues[0].ours, 1.3);
    let [fresh, used] = [&queues[1], &queues[longest + 1]];
    let after = format!("over {} layers, {} consumed before", sizes.layers[1], sizes.consumed);
    report.ratio(what(&after), &used.ours, &used.baseline, 1.7, 1.3);
    report.times(what(&format!("{after}, against a fresh queue")), &used.ours, &fresh.ours, 1.5);
}

/// The queue of a product without serials, and what writing off from it took.
struct Queue {
    name: String,
    product: ProductId,
    /// Pieces in each layer.
    pieces: u32,
    ours: Samples,
    baseline: Samples,
}

impl Queue {
    /// Makes a product whose queue has so many layers.
    fn of(pair: &mut Pair, name: &str, layers: usize, pieces: u32) -> Queue {
        let product = Product { name: name.into(), unit: "pc".into(), ..Product::default() };
        let add = Command::AddProduct { product: Box::new(product), next: None };
        let Outcome::ProductMade(product) = pair.run(add) else { panic!("no product was made") };
        let (ours, baseline) = Default::default();
        let queue = Queue { name: name.to_owned(), product, pieces, ours, baseline };
        for first in (0..layers).step_by(CHUNK) {
            queue.bring(pair, CHUNK.min(layers - first));
        }
        queue
    }

    /// Posts layers at its end.
    fn bring(&self, pair: &mut Pair, layers: usize) {
        let line = WholeLine {
            product: self.product,
            quantity: Some(Quantity::pieces(self.pieces)),
            cost: Some(Cost::Total(Money::from_ten_thousandths(COST))),
            warranty: None,
            batch: String::new(),
            expiry: None,
            bin: None,
            serials: Vec::new(),
        };
        let posting = WholePosting {
            warehouse: pair.warehouse,
            supplier: "Northwind".into(),
            invoice: String::new(),
            date: None,
            note: String::new(),
            lines: vec![line; layers],
        };
        pair.run(Command::ReceiveWhole(Box::new(posting)));
        pair.baseline.receive_layers(&self.name, i64::try_from(layers).unwrap(), i64::from(self.pieces), COST).unwrap();
    }
}

/// Writes off from each queue in turn, again and again; what went is brought in again at the queue's end, beside what is
/// measured.
fn write_off(pair: &mut Pair, sizes: &Sizes, queues: &mut [Queue]) {
    pair.baseline.checkpoint().unwrap();
    pair.rest();
    for round in 0..sizes.moves {
        for queue in &mut *queues {
            queue.baseline.time(|| pair.baseline.write_off(&queue.name, i64::from(WRITTEN_OFF), 0).unwrap());
            queue.ours.time(|| pair.run(written_off(pair.warehouse, queue.product, WRITTEN_OFF)));
        }
        if round % 2 == 1 {
            for queue in &*queues {
                queue.bring(pair, (2 * WRITTEN_OFF / LAYER) as usize);
            }
        }
    }
}

/// Measures giving serials to a product that is in stock.
pub fn conversions(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let (mut ours, mut baseline) = (Samples::default(), Samples::default());
    let layers = sizes.document / CONVERTED as usize;
    for round in 0..5 {
        let queue = Queue::of(pair, &format!("Drill {round}"), layers, CONVERTED);
        let serials: Vec<String> = (0..sizes.document).map(|number| format!("D{round}N{number:06}")).collect();
        pair.baseline.checkpoint().unwrap();
        pair.rest();
        baseline.time(|| pair.baseline.convert(&queue.name, &serials, 0).unwrap());
        let whole = WholeConversion {
            product: queue.product,
            numbered_by: NumberedBy::Maker,
            matching: Matching::Loose,
            serials: vec![(pair.warehouse, vec![NewSerials::Literal(serials)])],
        };
        ours.time(|| pair.run(Command::ConvertWhole(Box::new(whole))));
    }
    report.ratio(format!("convert {} on hand in {layers} layers", sizes.document), &ours, &baseline, 1.0, 0.8);
}

/// Returns a document that moves a product, with one line that says nothing yet of how much.
pub fn moved(kind: DocumentKind, warehouse: WarehouseId, product: ProductId) -> WholeMove {
    let line = WantedLine { product, quantity: None, serials: Vec::new(), bin: None, to_bin: None, price: None };
    WholeMove {
        kind,
        warehouse: Some(warehouse),
        to: None,
        of: None,
        client: String::new(),
        reason: String::new(),
        date: None,
        note: String::new(),
        lines: vec![line],
    }
}

fn written_off(warehouse: WarehouseId, product: ProductId, quantity: u32) -> Command {
    let mut whole = moved(DocumentKind::WriteOff, warehouse, product);
    whole.lines[0].quantity = Some(Quantity::pieces(quantity));
    whole.reason = "damaged".into();
    Command::MoveWhole(Box::new(whole))
}

/// Measures units that leave, out of those the store holds.
pub fn units(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let add = Command::AddWarehouse { name: "Shop".into(), code: String::new(), location: None };
    let Outcome::WarehouseMade(shop) = pair.run(add) else { panic!("no warehouse was made") };
    sales(pair, sizes, report);
    transfers(pair, sizes, report, shop);
    a_long_life(pair, sizes, report, shop);
}

/// Takes serials of units out that are in stock: none is taken twice.
fn pick(pair: &mut Pair, count: usize) -> Vec<String> {
    let mut serials = Vec::with_capacity(count);
    for _ in 0..count {
        let at = pair.dice.below(pair.serials.len());
        serials.push(pair.serials.swap_remove(at));
    }
    serials
}

fn sales(pair: &mut Pair, sizes: &Sizes, report: &mut Report) {
    let (mut ours, mut baseline) = (Samples::default(), Samples::default());
    for _ in 0..5 {
        let serials = pick(pair, sizes.sold);
        pair.rest();
        baseline.time(|| pair.baseline.sell(PHONE, &serials, 0).unwrap());
        let mut whole = moved(DocumentKind::Sale, pair.warehouse, pair.product);
        whole.lines[0].serials = serials;
        whole.client = "Jane".into();
        ours.time(|| pair.run(Command::MoveWhole(Box::new(whole))));
    }
    report.ratio(format!("sale of {} units, {} units", sizes.sold, pair.units), &ours, &baseline, 1.5, 1.0);
}

fn transferred(from: WarehouseId, to: WarehouseId, product: ProductId, serials: Vec<String>) -> Command {
    let mut whole = moved(DocumentKind::Transfer, from, product);
    whole.to = Some(to);
    whole.lines[0].serials = serials;
    Command::MoveWhole(Box::new(whole))
}

fn transfers(pair: &mut Pair, sizes: &Sizes, report: &mut Report, shop: WarehouseId) {
    let (mut ours, mut baseline) = (Samples::default(), Samples::default());
    pair.baseline.checkpoint().unwrap();
    pair.rest();
    for _ in 0..sizes.moves {
        let serials = pick(pair, 1);
        baseline.time(|| pair.baseline.transfer(PHONE, &serials, "Shop", 0).unwrap());
        ours.time(|| pair.run(transferred(pair.warehouse, shop, pair.product, serials)));
    }
    report.ratio(format!("transfer of one unit, {} units", pair.units), &ours, &baseline, 1.7, 1.3);
}

/// Moves one unit back and forth, then reads its passport beside that of a unit that moved ten times.
fn a_long_life(pair: &mut Pair, sizes: &Sizes, report: &mut Report, shop: WarehouseId) {
    let both = pick(pair, 2);
    for (serial, movements) in both.iter().zip([sizes.life, 10]) {
        // The first movement is its posting.
        for round in 1..movements {
            let (from, to) = if round % 2 == 1 { (pair.warehouse, shop) } else { (shop, pair.warehouse) };
            pair.run(transferred(from, to, pair.product, vec![serial.clone()]));
        }
    }
    let (mut long, mut short) = (Samples::default(), Samples::default());
    pair.rest();
    for _ in 0..sizes.samples.min(500) {
        for (serial, samples) in both.iter().zip([&mut long, &mut short]) {
            let question = Query::Passport(UnitRef::Serial(serial.clone(), None));
            let answer = samples.time(|| pair.stockroom.ask(&question).unwrap());
            assert!(matches!(answer, Answer::Passport(passport) if passport.movements.of >= 10));
        }
    }
    report.times(format!("passport of {} movements against 10", sizes.life), &long, &short, 2.0);
}
