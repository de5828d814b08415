//! What was found is settled: what is elsewhere is transferred to where it was found, what is too much and what is unknown
//! is posted, what is missing is written off. One transaction, by the operations that move goods anyway; each document is linked with the
//! stocktake, both ways.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Count, Finding};
use super::misplaced::Sorted;
use super::{counting, units};
use crate::domain::count::{FindingKind, Stocktake, Subject};
use crate::domain::document::{Cost, Document, DocumentKind, DocumentState};
use crate::domain::id::{BinId, DocumentId, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::settings::Settings;
use crate::messages::{
    NewSerials, No, Outcome, PostedDocument, Progress, Refused, Settled, SettledBy, Settlement, WantedLine, WholeLine,
    WholePosting,
};
use crate::ops::{Context, blockers, carry, draft, moving, receive_whole, serials, series, settings};
use crate::store::engine::{Direction, Error};
use crate::store::tables::{COUNTED_GOODS, Counter, DOCUMENT, DOCUMENT_DAY, DRAFT, STOCKTAKE, Tables};

/// Settles the findings that are chosen, or all that nothing stands in the way of.
///
/// The stocktake gets its number the first time, and is closed when nothing is left.
pub fn settle(tx: &mut Tables, cx: &Context, settlement: &Settlement) -> Result<Outcome, No> {
    let id = settlement.stocktake;
    let settings = settings(&tx.view())?;
    let (mut head, record) = counting(&tx.view(), id)?;
    refuse_late(&record, settlement)?;
    let today = cx.today(&settings);
    if let Some(refused) = blockers::date_refused(&settings, today, today) {
        return Err(refused.into());
    }
    for (key, product) in &settlement.named {
        units::name(tx, cx, id, key, *product)?;
    }
    let Choice { chosen, sorted, left, progress } = choose(tx, cx, settlement)?;
    if head.number.is_none() {
        head.number = Some(series::number(tx, id, DocumentKind::Stocktake, head.warehouse)?);
        tx.put(DOCUMENT, &id, &head)?;
    }
    let number = head.number.clone().unwrap_or_default();
    let costs = settlement.costs.iter().copied().collect();
    let mut settling = Settling { cx, settings: &settings, id, head, costs, documents: Vec::new() };
    settling.transfer(tx, &chosen, &sorted)?;
    settling.bring_in(tx, &chosen, &sorted)?;
    settling.write_off(tx, &chosen, &sorted)?;
    let findings = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let Settling { mut head, documents, .. } = settling;
    let whole = note(tx, id, &head, (&chosen, &sorted), progress)?;
    if whole {
        head.state = DocumentState::Posted;
        head.date = Some(today);
        head.posted = Some(draft::stamp(cx));
        head.sequence = tx.next(Counter::Sequence)?;
        tx.put(DOCUMENT_DAY, &(today, head.sequence), &id.0)?;
        tx.delete(DRAFT, &id)?;
    }
    tx.put(DOCUMENT, &id, &head)?;
    Ok(Outcome::Settled(Settled { number, documents, findings, left, whole }))
}

/// Refuses to settle when more was settled or counted than whoever settles has seen.
fn refuse_late(record: &Stocktake, settlement: &Settlement) -> Result<(), Refused> {
    let Some((settlements, entries)) = settlement.seen else { return Ok(()) };
    let what = if record.settlements > settlements {
        "somebody settled findings meanwhile"
    } else if record.entries > entries {
        "more was counted meanwhile"
    } else {
        return Ok(());
    };
    Err(Refused::Changed(format!("{what}: look at the findings again")))
}

/// What is settled.
struct Choice {
    chosen: Vec<Finding>,
    /// What of them lies on another shelf.
    sorted: Sorted,
    /// What stands in the way of the others.
    left: Vec<String>,
    /// How far counting had come.
    progress: Progress,
}

/// Returns the findings that are settled, and says what stands in the way of the others.
fn choose(tx: &Tables, cx: &Context, settlement: &Settlement) -> Result<Choice, No> {
    let view = tx.view();
    let count = Count::read(view, settlement.stocktake)?;
    let found = count.found()?;
    let progress = found.progress(&count.record);
    let all = found.findings;
    let wanted: BTreeSet<&Subject> = settlement.only.iter().collect();
    if wanted.iter().any(|wanted| !all.iter().any(|finding| finding.what == **wanted)) {
        return Err(Refused::Changed("not all of these are findings any more: look again".to_owned()).into());
    }
    let meant: Vec<Finding> =
        all.into_iter().filter(|finding| wanted.is_empty() || wanted.contains(&finding.what)).collect();
    let sorted = Sorted::of(meant.iter());
    let (mut chosen, mut left, mut first) = (Vec::new(), Vec::new(), None);
    for finding in meant {
        match count.held(cx.now, &finding, &sorted)? {
            None => chosen.push(finding),
            Some(refused) => {
                left.push(refused.to_string());
                first = first.or(Some(refused));
            }
        }
    }
    match first {
        Some(refused) if chosen.is_empty() || !wanted.is_empty() => Err(refused.into()),
        _ => Ok(Choice { sorted: Sorted::of(chosen.iter()), chosen, left, progress }),
    }
}

/// Notes what was settled; tells whether nothing is left.
fn note(
    tx: &mut Tables,
    id: DocumentId,
    head: &Document,
    (chosen, sorted): (&[Finding], &Sorted),
    before: Progress,
) -> Result<bool, No> {
    for finding in chosen {
        if let Subject::Goods { product, bin } = finding.what {
            settle_goods(tx, id, product, bin, finding)?;
        }
    }
    let mut record = tx.need(STOCKTAKE, &id)?;
    record.settlements += 1;
    record.settled += u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let missing = chosen.iter().filter(|finding| finding.kind == FindingKind::Shortage);
    let lost: i64 = missing.map(|finding| sorted.rest(finding).thousandths()).sum();
    record.lost = Quantity::from_thousandths(record.lost.thousandths() + lost);
    tx.put(STOCKTAKE, &id, &record)?;
    tx.put(DOCUMENT, &id, head)?;
    let whole = Count::read(tx.view(), id)?.found()?.findings.is_empty();
    if whole {
        record.found = Some(before.found);
        tx.put(STOCKTAKE, &id, &record)?;
    }
    Ok(whole)
}

/// Notes that goods are as they were counted: the books have been made to say so.
fn settle_goods(
    tx: &mut Tables,
    id: DocumentId,
    product: ProductId,
    bin: BinId,
    finding: &Finding,
) -> Result<(), Error> {
    let mut rows = Vec::new();
    tx.view().prefix(COUNTED_GOODS, &(id, product), Direction::Forward, |(.., at): (_, _, BinId), row| {
        rows.push((at, row));
        Ok(true)
    })?;
    let whole = finding.bin.is_none();
    let all = finding.compared.map_or(Quantity::ZERO, |(counted, _)| counted);
    for (at, mut row) in rows.into_iter().filter(|(at, _)| whole || *at == bin) {
        row.books = row.counted;
        row.moved = false;
        if whole {
            row.all = all;
        }
        tx.put(COUNTED_GOODS, &(id, product, at), &row)?;
    }
    Ok(())
}

/// Serials by product and the shelf they are put on.
type ByShelf = BTreeMap<(ProductId, Option<BinId>), Vec<String>>;

/// A settlement in the making.
struct Settling<'a> {
    cx: &'a Context,
    settings: &'a Settings,
    id: DocumentId,
    head: Document,
    costs: BTreeMap<ProductId, Money>,
    documents: Vec<SettledBy>,
}

impl Settling<'_> {
    /// Transfers to where it was found what is elsewhere by the books, on another shelf or in another warehouse: one
    /// document from each warehouse.
    fn transfer(&mut self, tx: &mut Tables, chosen: &[Finding], sorted: &Sorted) -> Result<(), No> {
        let here = self.head.warehouse;
        let mut from: BTreeMap<WarehouseId, ByShelf> = BTreeMap::new();
        if !sorted.moves.is_empty() {
            from.insert(here, ByShelf::new());
        }
        for finding in chosen.iter().filter(|finding| finding.kind == FindingKind::Elsewhere) {
            let (Some(spot), Some(product), Some(serial)) = (finding.from, finding.product, &finding.serial) else {
                continue;
            };
            from.entry(spot.warehouse).or_default().entry((product, finding.bin)).or_default().push(serial.clone());
        }
        for (warehouse, lines) in from {
            let units = lines.into_iter().flat_map(|((product, to_bin), serials)| {
                in_parts(&serials)
                    .into_iter()
                    .map(move |serials| (WantedLine { to_bin, ..wanted(product, None, serials) }, None))
            });
            let goods = sorted.moves.iter().filter(|_| warehouse == here).map(|one| {
                let line = wanted(one.product, Some(one.quantity), Vec::new());
                (WantedLine { to_bin: Some(one.to), ..line }, Some(one.from))
            });
            let document = Document { to: Some(here), ..draft::empty(DocumentKind::Transfer, warehouse, self.cx) };
            self.post(tx, document, units.chain(goods).collect())?;
        }
        Ok(())
    }

    /// Writes off what is missing.
    fn write_off(&mut self, tx: &mut Tables, chosen: &[Finding], sorted: &Sorted) -> Result<(), No> {
        let mut units: BTreeMap<ProductId, Vec<String>> = BTreeMap::new();
        let mut lines = Vec::new();
        for finding in chosen.iter().filter(|finding| finding.kind == FindingKind::Shortage) {
            match (finding.product, &finding.serial) {
                (Some(product), Some(serial)) => units.entry(product).or_default().push(serial.clone()),
                (Some(product), None) => {
                    let lost = sorted.rest(finding);
                    if lost > Quantity::ZERO {
                        lines.push((wanted(product, Some(lost), Vec::new()), finding.bin));
                    }
                }
                _ => {}
            }
        }
        for (product, serials) in units {
            lines.extend(in_parts(&serials).into_iter().map(|serials| (wanted(product, None, serials), None)));
        }
        if lines.is_empty() {
            return Ok(());
        }
        let document = draft::empty(DocumentKind::WriteOff, self.head.warehouse, self.cx);
        self.post(tx, document, lines)
    }

    /// Posts what is too much, and what was unknown.
    fn bring_in(&mut self, tx: &mut Tables, chosen: &[Finding], sorted: &Sorted) -> Result<(), No> {
        let mut units = ByShelf::new();
        let mut lines = Vec::new();
        let comes_in = |finding: &&Finding| matches!(finding.kind, FindingKind::Excess | FindingKind::Unknown);
        for finding in chosen.iter().filter(comes_in) {
            let bin = finding.bin.filter(|bin| *bin != BinId(0));
            match (finding.product, &finding.serial) {
                (Some(product), Some(serial)) => units.entry((product, bin)).or_default().push(serial.clone()),
                (Some(product), None) => {
                    lines.push(self.line(tx, product, bin, Some(sorted.rest(finding)), Vec::new())?);
                }
                _ => {}
            }
        }
        for ((product, bin), serials) in units {
            for serials in in_parts(&serials) {
                lines.push(self.line(tx, product, bin, None, vec![NewSerials::Literal(serials)])?);
            }
        }
        lines.retain(|line| line.quantity != Some(Quantity::ZERO));
        if lines.is_empty() {
            return Ok(());
        }
        let posting = WholePosting {
            warehouse: self.head.warehouse,
            supplier: String::new(),
            invoice: String::new(),
            date: None,
            note: self.why(),
            lines,
        };
        let outcome = receive_whole::whole(tx, self.cx, &posting)?;
        self.link(tx, DocumentKind::Posting, outcome)
    }

    /// Returns a line of what comes in: at the cost that is given, else at the last that is known.
    fn line(
        &self,
        tx: &Tables,
        product: ProductId,
        bin: Option<BinId>,
        quantity: Option<Quantity>,
        serials: Vec<NewSerials>,
    ) -> Result<WholeLine, No> {
        let cost = match self.costs.get(&product) {
            Some(cost) => Some(Cost::Unit(*cost)),
            None => carry::of(&tx.view(), product)?.and_then(|carried| carried.cost),
        };
        let (batch, expiry, warranty) = (String::new(), None, None);
        Ok(WholeLine { product, quantity, cost, warranty, batch, expiry, bin, serials })
    }

    /// Posts a document that moves goods; a line that names a shelf takes from that one, be it the warehouse at large.
    fn post(&mut self, tx: &mut Tables, head: Document, lines: Vec<(WantedLine, Option<BinId>)>) -> Result<(), No> {
        let kind = head.kind;
        let document = Document {
            date: Some(self.cx.today(self.settings)),
            reason: if kind == DocumentKind::WriteOff { self.why() } else { String::new() },
            note: if kind == DocumentKind::WriteOff { String::new() } else { self.why() },
            ..head
        };
        let (wanted, shelves): (Vec<WantedLine>, Vec<Option<BinId>>) = lines.into_iter().unzip();
        let wanted: Vec<_> = (1..).zip(wanted).collect();
        let mut read = moving::lines::read(&tx.view(), self.settings, &document, &wanted)?;
        for (line, shelf) in read.iter_mut().zip(shelves) {
            line.line.bin = shelf;
        }
        let id = DocumentId(tx.next(Counter::Document)?);
        let outcome = moving::post::post(tx, self.cx, self.settings, (id, document), read)?;
        self.link(tx, kind, outcome)
    }

    /// Links a document that was posted with the stocktake, both ways.
    fn link(&mut self, tx: &mut Tables, kind: DocumentKind, outcome: Outcome) -> Result<(), No> {
        let Outcome::Posted(posted) = outcome else {
            return Err(No::Broken(format!("posting a {} came to {outcome:?}", kind.word())));
        };
        let PostedDocument { document, .. } = &posted;
        let mut head = tx.need(DOCUMENT, document)?;
        head.links.push(self.id);
        tx.put(DOCUMENT, document, &head)?;
        self.head.links.push(*document);
        self.documents.push(SettledBy { kind, posted });
        Ok(())
    }

    fn why(&self) -> String {
        format!("stocktake {}", self.head.number.as_deref().unwrap_or_default())
    }
}

const fn wanted(product: ProductId, quantity: Option<Quantity>, serials: Vec<String>) -> WantedLine {
    WantedLine { product, quantity, serials, bin: None, to_bin: None, price: None }
}

/// Cuts a long list into as many serials as a line may name.
fn in_parts(serials: &[String]) -> Vec<Vec<String>> {
    serials.chunks(serials::MOST).map(<[String]>::to_vec).collect()
}
