//! The lines of a document that moves goods, read as they are given: counts within the unit of measure, serials that are
//! serials, shelves that stand where they should.

use std::collections::BTreeSet;

use super::{back, drafts, transit};
use crate::domain::document::{Document, DocumentKind};
use crate::domain::id::{BinId, DocumentId, LineNo, ProductId, WarehouseId};
use crate::domain::money::Money;
use crate::domain::movement::MoveLine;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::serial::{Serial, SerialKey};
use crate::domain::settings::Settings;
use crate::domain::text::shown;
use crate::domain::unit::Unit;
use crate::messages::{Blocker, No, Pick, Refused, WantedLine};
use crate::ops::{claims, held, serials};
use crate::store::codec::Scope;
use crate::store::engine::Error;
use crate::store::tables::{PRODUCT, View};

/// A line that was read.
#[derive(Debug)]
pub struct Line {
    /// Its number.
    pub number: LineNo,
    /// What it moves; its cost is not known yet.
    pub line: MoveLine,
    /// Its product.
    pub product: Product,
    /// The very units it moves, in the order they were named.
    pub units: Vec<Named>,
    /// Serials nobody has yet, of what comes back that was sold before its product had serials.
    pub fresh: Vec<Serial>,
}

/// A unit that was named.
#[derive(Debug)]
pub struct Named {
    /// As given.
    pub serial: String,
    /// Its own key, though it was named by a further identifier.
    pub key: SerialKey,
    /// How far that key is unique.
    pub scope: Scope,
    /// As it is now.
    pub unit: Unit,
}

/// Reads the lines of a document that moves at once; refused is the first that cannot be.
pub fn read(
    view: &View,
    settings: &Settings,
    document: &Document,
    wanted: &[(LineNo, WantedLine)],
) -> Result<Vec<Line>, No> {
    let lines = read_held(view, settings, document, wanted)?;
    lines.iter().try_for_each(complete)?;
    Ok(lines)
}

/// Reads the lines of a document that holds goods: of units it may say how many, and name fewer.
pub fn read_held(
    view: &View,
    settings: &Settings,
    document: &Document,
    wanted: &[(LineNo, WantedLine)],
) -> Result<Vec<Line>, No> {
    if wanted.is_empty() {
        return Err(Refused::NotComplete(vec![Blocker::Empty]).into());
    }
    let mut lines = Vec::with_capacity(wanted.len());
    let mut named = BTreeSet::new();
    for (number, wanted) in wanted {
        let product = moving(view, document, wanted.product)?;
        let (units, fresh) = units(view, settings, document, &product, *number, wanted)?;
        let scope = claims::scope(settings, wanted.product);
        fresh.iter().try_for_each(|serial| once(&mut named, (scope.0, serial.key()), serial.raw()))?;
        units.iter().try_for_each(|unit| once(&mut named, (unit.scope.0, &unit.key), &unit.serial))?;
        let line = line(view, document, *number, wanted, product, units.len() + fresh.len())?;
        lines.push(Line { units, fresh, ..line });
    }
    Ok(lines)
}

/// Refuses a unit that was named before.
fn once(named: &mut BTreeSet<(u64, SerialKey)>, (scope, key): (u64, &SerialKey), serial: &str) -> Result<(), Refused> {
    if named.insert((scope, key.clone())) {
        return Ok(());
    }
    Err(Refused::Duplicate(format!("{serial} stands twice in the document; nothing was moved")))
}

/// Refuses a line that did not name all the units it is to move.
pub fn complete(line: &Line) -> Result<(), Refused> {
    let have = Quantity::pieces(u32::try_from(line.units.len() + line.fresh.len()).unwrap_or(u32::MAX));
    match line.line.quantity.checked_sub(have) {
        Some(missing) if line.product.serialised() && missing > Quantity::ZERO => {
            let (product, wanted) = (line.product.name.clone(), line.line.quantity);
            Err(Refused::SerialsMissing { line: line.number, product, have, wanted, missing })
        }
        _ => Ok(()),
    }
}

/// Returns the lines of a document as they are kept before anything of it moves.
pub fn kept(view: &View, settings: &Settings, id: DocumentId) -> Result<Vec<Line>, No> {
    let mut lines = Vec::new();
    for (number, line) in drafts::lines(view, id)? {
        let product = view.need(PRODUCT, &line.product)?;
        let picked = held::of_line(view, id, number)?.into_iter();
        let units = picked.map(|(_, picked)| drafts::named(view, settings, line.product, &product, &picked));
        let units = units.collect::<Result<_, _>>()?;
        lines.push(Line { number, units, fresh: Vec::new(), line, product });
    }
    Ok(lines)
}

/// Names units for lines that hold so many and did not say which; then each line has all of them.
pub fn pick(view: &View, settings: &Settings, lines: &mut [Line], picks: &[Pick]) -> Result<(), No> {
    let mut named = BTreeSet::new();
    lines
        .iter()
        .flat_map(|line| &line.units)
        .try_for_each(|unit| once(&mut named, (unit.scope.0, &unit.key), &unit.serial))?;
    for pick in picks {
        let line = lines.iter_mut().find(|line| line.number == pick.line);
        let line = line.ok_or_else(|| crate::ops::people::unknown("line", u64::from(pick.line)))?;
        if !line.product.serialised() {
            return Err(Refused::NotSerialised { product: line.product.name.clone() }.into());
        }
        let scope = claims::scope(settings, line.line.product);
        for raw in &pick.serials {
            let unit = unit(view, &line.product, scope, raw)?;
            once(&mut named, (unit.scope.0, &unit.key), &unit.serial)?;
            line.units.push(unit);
        }
        let have = Quantity::pieces(u32::try_from(line.units.len() + line.fresh.len()).unwrap_or(u32::MAX));
        if have > line.line.quantity {
            let (number, wanted, name) = (line.number, line.line.quantity, &line.product.name);
            let sentence = format!("line {number}: {have} serials of {name}, {wanted} are reserved; name fewer");
            return Err(Refused::CountMismatch(sentence).into());
        }
    }
    Ok(lines.iter().try_for_each(complete)?)
}

/// Reads what a line says beside the units it names, so many of which there are.
pub fn line(
    view: &View,
    document: &Document,
    number: LineNo,
    wanted: &WantedLine,
    product: Product,
    units: usize,
) -> Result<Line, No> {
    let quantity = quantity(&product, number, wanted, units)?;
    let (bin, to_bin) = shelves(view, document, wanted)?;
    let price = price(document.kind, wanted.price)?;
    let line = MoveLine { product: wanted.product, quantity, cost: Money::ZERO, bin, to_bin, price, picked: 0 };
    Ok(Line { number, line, product, units: Vec::new(), fresh: Vec::new() })
}

/// Reads a price; refused where nothing is sold.
pub fn price(kind: DocumentKind, price: Option<Money>) -> Result<Option<Money>, Refused> {
    if price.is_some() && !matches!(kind, DocumentKind::Sale | DocumentKind::Order) {
        return Err(Refused::BadField(format!("a price is given: a {} has none; leave it out", kind.word())));
    }
    price.map(Money::non_negative).transpose().map_err(|wrong| Refused::BadMoney(wrong.to_string()))
}

/// Returns a product that may move; one that is archived does not come back.
pub fn moving(view: &View, document: &Document, id: ProductId) -> Result<Product, No> {
    if document.kind == DocumentKind::ClientReturn {
        return crate::ops::line::stocked(view, id);
    }
    let product = view.get(PRODUCT, &id)?;
    Ok(product.ok_or_else(|| crate::ops::people::unknown("product", id.0))?)
}

/// Finds the units that are named, and the serials of none.
fn units(
    view: &View,
    settings: &Settings,
    document: &Document,
    product: &Product,
    number: LineNo,
    wanted: &WantedLine,
) -> Result<(Vec<Named>, Vec<Serial>), No> {
    if !product.serialised() {
        if !wanted.serials.is_empty() {
            return Err(Refused::NotSerialised { product: product.name.clone() }.into());
        }
        return Ok((Vec::new(), Vec::new()));
    }
    if wanted.serials.len() > serials::MOST {
        let sentence = format!("line {number}: {} serials: at most 10,000 move at once", wanted.serials.len());
        return Err(Refused::RangeTooLarge(sentence).into());
    }
    let scope = claims::scope(settings, wanted.product);
    let (mut units, mut fresh) = (Vec::with_capacity(wanted.serials.len()), Vec::new());
    for raw in &wanted.serials {
        match unit(view, product, scope, raw) {
            Err(No::Refused(Refused::Unknown { .. })) if may_be_new(view, document, wanted.product)? => {
                fresh.extend(serials::parse(std::slice::from_ref(raw), product.matching())?);
            }
            found => units.push(found?),
        }
    }
    Ok((units, fresh))
}

/// Tells whether a document brings back what was sold before its product had serials.
fn may_be_new(view: &View, document: &Document, product: ProductId) -> Result<bool, Error> {
    match document.of.filter(|_| document.kind == DocumentKind::ClientReturn) {
        Some(sale) => back::took_by_count(view, sale, product),
        None => Ok(false),
    }
}

/// Finds the unit of a serial as given, by itself or a further identifier.
pub fn unit(view: &View, product: &Product, scope: Scope, raw: &str) -> Result<Named, No> {
    let serial = Serial::parse(raw, product.matching())
        .map_err(|wrong| Refused::SerialMalformed { serial: shown(raw), sentence: wrong.to_string() })?;
    let serial_key = serial.key().clone();
    match claims::holder(view, scope, serial_key)? {
        Some((key, unit)) => Ok(Named { serial: serial.raw().to_owned(), key, scope, unit }),
        None => Err(unknown(product, serial.raw()).into()),
    }
}

/// Says that a product has no unit of this serial.
pub fn unknown(product: &Product, serial: &str) -> Refused {
    Refused::Unknown { what: format!("unit of {}", product.name), value: shown(serial), hint: String::new() }
}

/// Returns how much a line moves: as much as it says, for which there must not be more serials.
fn quantity(product: &Product, line: LineNo, wanted: &WantedLine, units: usize) -> Result<Quantity, No> {
    let fits = |quantity: Quantity| quantity.above_zero().and_then(|some| some.within(product.decimals_taken()));
    let given = wanted.quantity.map(fits).transpose();
    let given = given.map_err(|wrong| Refused::BadQuantity(wrong.in_unit(&product.unit).to_string()))?;
    if !product.serialised() {
        let missing = || Refused::BadQuantity(format!("line {line}: {} is counted; say how much moves", product.name));
        return Ok(given.ok_or_else(missing)?);
    }
    let have = Quantity::pieces(u32::try_from(units).unwrap_or(u32::MAX));
    let wanted = given.unwrap_or_else(|| have.max(Quantity::ONE));
    if have > wanted {
        let name = &product.name;
        let sentence = format!("line {line}: {have} serials of {name}, {wanted} are wanted; change one of the two");
        return Err(Refused::CountMismatch(sentence).into());
    }
    Ok(wanted)
}

/// Returns the shelves a line takes from and brings to; refused when it has none to name, or nothing would move.
fn shelves(view: &View, document: &Document, wanted: &WantedLine) -> Result<(Option<BinId>, Option<BinId>), No> {
    let kind = document.kind;
    let brings_to = super::goods::comes_to(document);
    if transit::comes_back(document) && wanted.bin.is_some() {
        let sentence = format!("a shelf to take from is given: a {} takes from none; say where it is put", kind.word());
        return Err(Refused::BadField(sentence).into());
    }
    let stands = |warehouse: WarehouseId, bin: Option<BinId>| {
        bin.map(|bin| crate::ops::line::shelf(view, warehouse, bin)).transpose()
    };
    let to_bin = match (brings_to, wanted.to_bin) {
        (Some(warehouse), to_bin) => stands(warehouse, to_bin)?,
        (None, None) => None,
        (None, Some(_)) => {
            let sentence = format!("a shelf to bring to is given: a {} brings to none; leave it out", kind.word());
            return Err(Refused::BadField(sentence).into());
        }
    };
    let bin = wanted.bin.map(|bin| old_shelf(view, document.warehouse, bin)).transpose()?;
    if document.to == Some(document.warehouse) && bin.unwrap_or_default() == to_bin.unwrap_or_default() {
        let sentence = "from and to are the same place: name another warehouse or shelf to bring to";
        return Err(Refused::BadField(sentence.to_owned()).into());
    }
    Ok((bin, to_bin))
}

/// Returns a shelf that stands in a warehouse, be it in use or not: what lies there can leave.
pub fn old_shelf(view: &View, warehouse: WarehouseId, id: BinId) -> Result<BinId, No> {
    let bin = view.get(crate::store::tables::BIN, &id)?.filter(|bin| bin.warehouse == warehouse);
    let missing = || Refused::Unknown {
        what: "bin in this warehouse".to_owned(),
        value: format!("bin {}", id.0),
        hint: String::new(),
    };
    Ok(bin.map(|_| id).ok_or_else(missing)?)
}

impl Line {
    /// Names where the line takes from: `Main`, or `Main A3`.
    pub fn place(&self, view: &View, warehouse: WarehouseId) -> Result<String, Error> {
        crate::ops::standing::place_name(view, crate::domain::place::Place::Warehouse(warehouse, self.line.bin))
    }
}
