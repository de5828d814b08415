//! A page on which somebody keeps the stockroom by hand: lists, and sums made anew each time they are wanted.

use std::collections::{BTreeMap, BTreeSet};

use dockhand::domain::serial::odd_beside;

/// Products of every history, by place.
pub const PHONE: usize = 0;
pub const WASHER: usize = 1;
pub const CABLE: usize = 2;

/// Digits of the washers' counter: `WS0{C:1}`.
const WASHERS: u64 = 10;

/// Refused by this code.
pub type Refused = &'static str;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Draft,
    Posted,
    Cancelled,
    Deleted,
}

/// Cost in ten-thousandths: of one, or of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    Unit(i128),
    Total(i128),
}

#[derive(Debug, Clone)]
pub struct Unit {
    pub raw: String,
    pub damaged: bool,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub product: usize,
    pub units: Vec<Unit>,
    pub expected: Option<i64>,
    /// Of goods without serials, in thousandths.
    pub counted: i64,
    pub damaged: i64,
    pub cost: Option<Cost>,
}

#[derive(Debug, Clone)]
pub struct Doc {
    pub state: State,
    pub lines: BTreeMap<u32, Line>,
    pub begun: u32,
    pub tray: BTreeSet<u32>,
    pub rows: u32,
    /// Days before today.
    pub back: Option<u8>,
    pub number: Option<u64>,
}

#[derive(Debug, Default)]
pub struct Page {
    pub docs: Vec<Doc>,
    /// Next value of the washers' counter.
    pub next: u64,
    pub posted: u64,
}

/// What an accepted command is told.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    Done,
    Opened(usize),
    Added { line: u32, counted: i64 },
    Counted { before: i64, after: i64 },
    Received { serials: Vec<String>, counted: i64, missing: i64, returning: usize },
    Back { taken: usize, counted: i64 },
    InTray { row: u32, waiting: usize },
    Posted { number: u64, lines: Vec<(i64, i128)> },
    Cancelled { reopened: Option<usize> },
}

/// Serials that are scanned together.
#[derive(Debug, Clone)]
pub struct Scan {
    pub serials: Vec<String>,
    pub damaged: bool,
    pub insist: bool,
    pub row: Option<u32>,
}

impl Line {
    fn serialised(&self) -> bool {
        self.product != CABLE
    }

    /// What is there, in thousandths.
    pub fn counted(&self) -> i64 {
        if self.serialised() { thousands(self.units.len()) } else { self.counted }
    }

    pub fn damaged(&self) -> i64 {
        let units = self.units.iter().filter(|unit| unit.damaged).count();
        if self.serialised() { thousands(units) } else { self.damaged }
    }

    pub fn missing(&self) -> i64 {
        (self.expected.unwrap_or_else(|| self.counted()) - self.counted()).max(0)
    }

    pub fn total(&self) -> i128 {
        match self.cost {
            None => 0,
            Some(Cost::Total(total)) => total,
            Some(Cost::Unit(unit)) => half_even(unit * i128::from(self.counted()), 1_000),
        }
    }
}

fn thousands(count: usize) -> i64 {
    i64::try_from(count).unwrap() * 1_000
}

/// Rounds to the nearest, a half to the even.
fn half_even(dividend: i128, divisor: i128) -> i128 {
    let (whole, rest) = (dividend / divisor, dividend % divisor);
    whole + i128::from(rest * 2 > divisor || (rest * 2 == divisor && whole % 2 == 1))
}

/// What two serials that are one have in common.
pub fn key(raw: &str) -> String {
    raw.trim().replace(' ', "").to_uppercase()
}

impl Page {
    pub fn new() -> Page {
        Page { next: 1, ..Page::default() }
    }

    /// Finds the document in one of these states whose list has a serial.
    fn who_has(&self, product: usize, serial: &str, states: &[State]) -> Option<usize> {
        self.docs.iter().position(|doc| {
            let mut lines = doc.lines.values().filter(|line| line.product == product);
            states.contains(&doc.state) && lines.any(|line| line.units.iter().any(|unit| key(&unit.raw) == key(serial)))
        })
    }

    fn draft(&mut self, doc: usize) -> Result<&mut Doc, Refused> {
        let doc = self.docs.get_mut(doc).ok_or("unknown")?;
        if doc.state == State::Draft { Ok(doc) } else { Err("wrong_state") }
    }

    fn line(&mut self, doc: usize, line: u32) -> Result<&mut Line, Refused> {
        self.draft(doc)?.lines.get_mut(&line).ok_or("unknown")
    }

    pub fn open(&mut self) -> Told {
        let (lines, tray) = (BTreeMap::new(), BTreeSet::new());
        self.docs.push(Doc { state: State::Draft, lines, begun: 0, tray, rows: 0, back: None, number: None });
        Told::Opened(self.docs.len() - 1)
    }

    pub fn add(&mut self, doc: usize, product: usize, count: i64, row: Option<u32>) -> Result<Told, Refused> {
        let cost = self.last_cost(product);
        let doc = self.draft(doc)?;
        if row.is_some_and(|row| !doc.tray.contains(&row)) {
            return Err("changed");
        }
        row.map(|row| doc.tray.remove(&row));
        doc.begun += 1;
        let counted = if product == CABLE { count } else { 0 };
        doc.lines.insert(doc.begun, Line { product, units: Vec::new(), expected: None, counted, damaged: 0, cost });
        Ok(Told::Added { line: doc.begun, counted })
    }

    /// Cost of one on the product's last posting: the latest by day, then by number, then by line.
    fn last_cost(&self, product: usize) -> Option<Cost> {
        let posted = self.docs.iter().filter(|doc| doc.state == State::Posted);
        let lines = posted.flat_map(|doc| {
            doc.lines.iter().map(move |(number, line)| ((std::cmp::Reverse(doc.back), doc.number, *number), line))
        });
        let (_, last) = lines.filter(|(_, line)| line.product == product).max_by_key(|(place, _)| *place)?;
        last.cost.map(|cost| match cost {
            Cost::Unit(unit) => Cost::Unit(unit),
            Cost::Total(total) => Cost::Unit(half_even(total * 1_000, i128::from(last.counted()))),
        })
    }

    pub fn scan(&mut self, doc: usize, number: u32, scan: &Scan) -> Result<Told, Refused> {
        let line = self.line(doc, number)?.clone();
        if !line.serialised() {
            return Err("not_serialised");
        }
        if scan.row.is_some_and(|row| !self.docs[doc].tray.contains(&row)) {
            return Err("changed");
        }
        if scan.serials.iter().map(|serial| key(serial)).collect::<BTreeSet<_>>().len() < scan.serials.len() {
            return Err("duplicate");
        }
        for serial in &scan.serials {
            match self.who_has(line.product, serial, &[State::Draft, State::Posted]) {
                Some(holder) if holder == doc => return Err("duplicate"),
                Some(_) => return Err("serial_taken"),
                None => {}
            }
        }
        let first: Vec<&str> = line.units.iter().map(|unit| unit.raw.as_str()).collect();
        if !scan.insist && scan.serials.iter().any(|serial| odd_beside(&first, serial).is_some()) {
            return Err("serial_odd");
        }
        let told = self.take_in(doc, number, &scan.serials, scan.damaged, scan.insist)?;
        // A scan that is refused after all waits on.
        scan.row.map(|row| self.docs[doc].tray.remove(&row));
        Ok(told)
    }

    fn take_in(
        &mut self,
        doc: usize,
        number: u32,
        serials: &[String],
        damaged: bool,
        insist: bool,
    ) -> Result<Told, Refused> {
        let product = self.line(doc, number)?.product;
        let gone = serials.iter().filter(|serial| self.who_has(product, serial, &[State::Cancelled]).is_some());
        let returning = gone.count();
        let line = self.line(doc, number)?;
        let counted = line.counted() + thousands(serials.len());
        if line.expected.is_some_and(|expected| expected < counted) {
            if !insist {
                return Err("count_mismatch");
            }
            line.expected = Some(counted);
        }
        line.units.extend(serials.iter().map(|raw| Unit { raw: raw.clone(), damaged }));
        Ok(Told::Received { serials: serials.to_vec(), counted, missing: line.missing(), returning })
    }

    pub fn generate(&mut self, doc: usize, number: u32, count: usize) -> Result<Told, Refused> {
        let line = self.line(doc, number)?.clone();
        match line.product {
            CABLE => return Err("not_serialised"),
            PHONE => return Err("maker_numbers"),
            _ => {}
        }
        let ever = [State::Draft, State::Posted, State::Cancelled];
        let mut next = self.next;
        let mut serials = Vec::new();
        while serials.len() < count {
            if next >= WASHERS {
                return Err("bad_template");
            }
            let serial = format!("WS0{next}");
            next += 1;
            if self.who_has(WASHER, &serial, &ever).is_none() {
                serials.push(serial);
            }
        }
        let told = self.take_in(doc, number, &serials, false, false)?;
        self.next = next;
        Ok(told)
    }

    pub fn take_back(&mut self, doc: usize, number: u32, serials: &[String]) -> Result<Told, Refused> {
        let line = self.line(doc, number)?;
        if !line.serialised() {
            return Err("not_serialised");
        }
        let keys: BTreeSet<String> = serials.iter().map(|serial| key(serial)).collect();
        if keys.len() < serials.len() {
            return Err("duplicate");
        }
        if !keys.iter().all(|wanted| line.units.iter().any(|unit| key(&unit.raw) == *wanted)) {
            return Err("unknown");
        }
        line.units.retain(|unit| !keys.contains(&key(&unit.raw)));
        Ok(Told::Back { taken: serials.len(), counted: line.counted() })
    }

    pub fn count(&mut self, doc: usize, number: u32, by: i64, damaged: bool) -> Result<Told, Refused> {
        let line = self.line(doc, number)?;
        let of = if damaged { line.damaged } else { line.counted - line.damaged };
        if line.serialised() || by == 0 || of + by < 0 {
            return Err("bad_quantity");
        }
        let before = line.counted;
        line.counted += by;
        line.damaged += if damaged { by } else { 0 };
        Ok(Told::Counted { before, after: line.counted })
    }

    pub fn set_quantity(&mut self, doc: usize, number: u32, quantity: Option<i64>) -> Result<Told, Refused> {
        let line = self.line(doc, number)?;
        if quantity.is_some_and(|quantity| quantity <= 0 || (line.serialised() && quantity < line.counted())) {
            return Err("bad_quantity");
        }
        if line.serialised() {
            line.expected = quantity;
        } else {
            line.counted = quantity.unwrap_or(0);
            line.damaged = line.damaged.min(line.counted);
        }
        Ok(Told::Done)
    }

    pub fn set_cost(&mut self, doc: usize, number: u32, cost: Option<Cost>) -> Result<Told, Refused> {
        self.line(doc, number)?.cost = cost;
        Ok(Told::Done)
    }

    pub fn date(&mut self, doc: usize, back: Option<u8>) -> Result<Told, Refused> {
        self.draft(doc)?.back = back;
        Ok(Told::Done)
    }

    pub fn put_in_tray(&mut self, doc: usize) -> Result<Told, Refused> {
        let doc = self.draft(doc)?;
        doc.rows += 1;
        doc.tray.insert(doc.rows);
        Ok(Told::InTray { row: doc.rows, waiting: doc.tray.len() })
    }

    pub fn drop_from_tray(&mut self, doc: usize, row: u32) -> Result<Told, Refused> {
        if self.draft(doc)?.tray.remove(&row) { Ok(Told::Done) } else { Err("changed") }
    }

    pub fn remove(&mut self, doc: usize, number: u32) -> Result<Told, Refused> {
        self.draft(doc)?.lines.remove(&number).map(|_| Told::Done).ok_or("unknown")
    }

    pub fn delete(&mut self, doc: usize) -> Result<Told, Refused> {
        let doc = self.draft(doc)?;
        doc.state = State::Deleted;
        doc.lines.clear();
        doc.tray.clear();
        Ok(Told::Done)
    }

    pub fn post(&mut self, doc: usize) -> Result<Told, Refused> {
        let number = self.posted + 1;
        let doc = self.draft(doc)?;
        let missing = doc.lines.values().filter(|line| line.missing() > 0).count();
        let nothing = doc.lines.values().filter(|line| line.missing() == 0 && line.counted() == 0).count();
        let empty = doc.lines.values().all(|line| line.missing() == 0 && line.counted() == 0);
        if missing > 0 && nothing == 0 && doc.tray.is_empty() {
            return Err("serials_missing");
        }
        if missing > 0 || nothing > 0 || empty || !doc.tray.is_empty() {
            return Err("not_complete");
        }
        doc.state = State::Posted;
        doc.number = Some(number);
        doc.back = Some(doc.back.unwrap_or(0));
        let lines = doc.lines.values().map(|line| (line.counted(), line.total())).collect();
        self.posted = number;
        Ok(Told::Posted { number, lines })
    }

    pub fn cancel(&mut self, doc: usize, reopen: bool) -> Result<Told, Refused> {
        let cancelled = self.docs.get_mut(doc).ok_or("unknown")?;
        if cancelled.state != State::Posted {
            return Err("wrong_state");
        }
        cancelled.state = State::Cancelled;
        let again = Doc { state: State::Draft, number: None, tray: BTreeSet::new(), rows: 0, ..cancelled.clone() };
        if reopen {
            self.docs.push(again);
        }
        Ok(Told::Cancelled { reopened: reopen.then(|| self.docs.len() - 1) })
    }

    /// Lines in force of a product in the order of its queue: by day, by number, by line.
    pub fn queue(&self, product: usize) -> Vec<&Line> {
        let mut places = Vec::new();
        for doc in self.docs.iter().filter(|doc| doc.state == State::Posted) {
            let lines = doc.lines.iter().filter(|(_, line)| line.product == product);
            places.extend(lines.map(|(number, line)| ((std::cmp::Reverse(doc.back), doc.number, *number), line)));
        }
        places.sort_by_key(|(place, _)| *place);
        places.into_iter().map(|(_, line)| line).collect()
    }
}
