//! How the records of each table are called, and how each can be broken.

use std::collections::BTreeMap;

use dockhand::domain::badge::{Badge, Signed};
use dockhand::domain::conversion::Converting;
use dockhand::domain::correction::{Corrected, Correction, Left};
use dockhand::domain::count::{CountEntry, Counted, CountedGoods, Stocktake, Subject};
use dockhand::domain::document::{Document, DocumentKind, DocumentState, Line, TrayRow};
use dockhand::domain::employee::{Desk, Employee, Role};
use dockhand::domain::id::{
    BinId, ClientId, DeskId, DocumentId, EmployeeId, LocationId, LotId, ProductId, RoleId, SupplierId, WarehouseId,
};
use dockhand::domain::lot::{Balance, Layer, LayerKey, Lot, LotState};
use dockhand::domain::money::Money;
use dockhand::domain::movement::{Hold, MoveLine, Picked, Taken};
use dockhand::domain::place::{Bin, Client, Location, Place, Supplier, Warehouse};
use dockhand::domain::product::Product;
use dockhand::domain::quantity::Quantity;
use dockhand::domain::scanner::KeptScanner;
use dockhand::domain::serial::{Matching, SerialKey};
use dockhand::domain::settings::Settings;
use dockhand::domain::time::Moment;
use dockhand::domain::unit::Holder;
use dockhand::store::codec::{Key, Scope, Value};
use dockhand::store::engine::TableName;
use dockhand::store::journal::Block;
use dockhand::store::pack::Pack;
use dockhand::store::rows::{Answered, MovedRow, Print, Remark, TailRow};
use dockhand::store::tables::{self as t, Table};

use crate::shop;
use crate::support::Row;

/// What no walk over the records can find, and why: only replaying the journal would.
///
/// A table that stands here with one of [`DELETE`], [`ALTER`], [`STRAY`] is not broken that way; a field that stands here
/// is not altered by any row of [`all`].
const UNPROVED: &[(&str, &str, &str)] = &[
    ("template_counter", DELETE, "the next value is anybody's to set; a number in use is skipped all the same"),
    ("template_counter", STRAY, "a template may have been counted by once and be nobody's now"),
    ("settings", STRAY, "there is one key"),
    ("scanner", DELETE, "a desk whose scanner nobody set goes by the configuration"),
    ("badge", DELETE, "whoever lost theirs has none"),
    ("badge, pin, signed, tries", "its hash, when", "which secret it was, and when, is in the journal alone"),
    ("pin", DELETE, "a badge needs none"),
    ("signed", DELETE, "nobody is signed in"),
    ("desk_of", DELETE, "a desk is nobody's as it is made"),
    ("tries", DELETE, "nothing went wrong yet"),
    ("right", DELETE, "whoever nothing was said of may do all"),
    ("right", "its rights", "nothing that is kept follows from them"),
    ("watched", ALTER, "its rows hold nothing"),
    ("draft", ALTER, "its rows hold nothing"),
    ("invoice", ALTER, "its rows hold nothing"),
    ("pallet", ALTER, "its rows hold nothing"),
    ("cancelled_day", ALTER, "its rows hold nothing"),
    ("requeued", ALTER, "its rows hold nothing"),
    ("expiring", ALTER, "its rows hold nothing"),
    ("runs_out", ALTER, "its rows hold nothing"),
    ("on_the_way", ALTER, "its rows hold nothing"),
    ("recent", "outcome", "what a command came to is known by doing it again"),
    ("given", "outcome", "what a command came to is known by doing it again"),
    ("counter", "lot, higher", "a lot of a line that was removed leaves its number behind"),
    ("location, warehouse, bin, supplier, client, employee, product", "archived", "hidden or shown, nothing follows"),
    ("role", "permissions", "nothing that is kept follows from them"),
    ("document", "note, reason, price, carton, used", "free words, and what was typed last"),
    ("line", "counted, of a draft's line without serials", "what was counted there is in the journal alone"),
    ("document", "kind, of a draft without lines", "what it shall be is in the journal alone"),
    ("count", "stamp", "who counted, where and when is in the journal alone"),
    ("counted", "bin, state seen", "where it was counted, and what its lot was then, is in the journal alone"),
    ("counted_goods", "books, all, moved", "what the books said when it was counted is in the journal alone"),
    (
        "stocktake",
        "found; entries, higher",
        "what was found then, and counts that were taken back, are in the journal alone",
    ),
    ("correction", "from, of the first", "what was posted as supplier, invoice or warranty is in the journal alone"),
    ("correction", "one of several made by one command", "which fields a command changed is known by doing it again"),
    ("lot_unit", "at, desk, generated, label", "who scanned a unit, and what all, is in the journal alone"),
];

const DELETE: &str = "deleted";
const ALTER: &str = "altered";
const STRAY: &str = "stray";

/// What is done to a record: rows that are put, or deleted.
pub struct Deed {
    pub what: String,
    pub rows: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    /// A row that was added.
    pub stray: Option<Row>,
}

type Names = dyn Fn(&Row, Option<&Row>) -> Vec<String>;
type Alterations = dyn Fn(&Row) -> Vec<(String, Vec<u8>)>;
type Strays = dyn Fn(&Row) -> Option<Row>;

/// How records of a table are called and broken.
pub struct Way {
    pub table: TableName,
    pub names: Box<Names>,
    alterations: Box<Alterations>,
    stray: Box<Strays>,
}

impl Way {
    /// Returns all that is done to a record.
    pub fn deeds(&self, row: &Row, rows: &[Row]) -> Vec<Deed> {
        let unproved = |deed| UNPROVED.iter().any(|(table, what, _)| *table == self.table && *what == deed);
        let deed = |what: &str, key: &[u8], value: Option<Vec<u8>>| Deed {
            what: what.to_owned(),
            rows: [(key.to_vec(), value)].into(),
            stray: None,
        };
        let mut deeds = Vec::new();
        if !unproved(DELETE) {
            deeds.push(deed(DELETE, &row.0, None));
        }
        let altered = (self.alterations)(row);
        assert!(unproved(ALTER) || !altered.is_empty(), "{}: nothing alters {row:?}", self.table);
        deeds.extend(altered.into_iter().map(|(what, value)| deed(&what, &row.0, Some(value))));
        if !unproved(STRAY) {
            let stray = (self.stray)(row).filter(|(key, _)| rows.iter().all(|(there, _)| there != key));
            deeds.extend(
                stray.map(|stray| Deed { stray: Some(stray.clone()), ..deed(STRAY, &stray.0, Some(stray.1.clone())) }),
            );
        }
        deeds
    }
}

/// A field that is altered.
type Field<K, V> = (&'static str, fn(&K, &mut V));

/// Writes a way in the types of its table. A record that cannot be read is called by its table and key.
fn way<K: Key + 'static, V: Value + 'static>(
    table: Table<K, V>,
    names: fn(&K, &V) -> Vec<String>,
    fields: &'static [Field<K, V>],
    stray: fn(&mut K, &mut V),
) -> Way {
    let read = |row: &Row| (K::take(&mut row.0.as_slice()).unwrap(), V::read(&row.1).unwrap());
    Way {
        table: table.name(),
        names: Box::new(move |row, stray| {
            let (key, value) = read(stray.unwrap_or(row));
            let mut all = names(&key, &value);
            let hex: Vec<String> = row.0.iter().map(|byte| format!("{byte:02x}")).collect();
            all.push(format!("table {}, record {}", table.name(), hex.concat()));
            all
        }),
        alterations: Box::new(move |row| {
            let mut all = Vec::new();
            for (what, alter) in fields {
                let (key, mut value) = read(row);
                alter(&key, &mut value);
                let bytes = value.to_bytes();
                if bytes != row.1 {
                    all.push(((*what).to_owned(), bytes));
                }
            }
            if !row.1.is_empty() {
                all.push(("unreadable".to_owned(), vec![0xff; 3]));
            }
            all
        }),
        stray: Box::new(move |row| {
            let (mut key, mut value) = read(row);
            stray(&mut key, &mut value);
            Some((key.to_key(), value.to_bytes()))
        }),
    }
}

fn document(id: DocumentId) -> Vec<String> {
    vec![format!("document {}", id.0)]
}

fn more(quantity: &mut Quantity) {
    *quantity = Quantity::from_thousandths(quantity.thousandths() + 1_000);
}

fn dearer(money: &mut Money) {
    *money = Money::from_ten_thousandths(money.ten_thousandths() + 1);
}

fn lot(id: LotId) -> Vec<String> {
    vec![format!("lot {}", id.0), format!("({})", id.0), format!("lot {},", id.0)]
}

fn product(id: ProductId) -> Vec<String> {
    let name = ["", "Cable", "Phone X", "Washer", "Valve", "Meter", "Tripod"]
        .get(usize::try_from(id.0).unwrap())
        .copied()
        .unwrap_or("nothing");
    vec![format!("product {}", id.0), name.to_owned()]
}

/// A number that nothing has.
const NOBODY: u64 = 900;

/// All ways, one a table.
#[expect(clippy::semicolon_if_nothing_returned, reason = "a field is altered by one expression")]
pub fn all() -> Vec<Way> {
    vec![
        way(
            t::SETTINGS,
            |_, _| vec!["settings".into()],
            &[
                ("store", |_, s: &mut Settings| s.store.push('!')),
                ("scope", |_, s| s.scope = dockhand::domain::settings::SerialScope::Company),
                ("zone", |_, s| s.zone = "Europe/Berlin".into()),
            ],
            |_, _| {},
        ),
        way(
            t::COUNTER,
            |key, last| {
                let kinds = [
                    "",
                    "product",
                    "branch",
                    "warehouse",
                    "bin",
                    "supplier",
                    "client",
                    "employee",
                    "role",
                    "desk",
                    "document",
                    "lot",
                    "posted as the",
                ];
                let kind = kinds.get(usize::from(*key)).copied().unwrap_or("");
                vec![
                    kind.to_owned(),
                    format!("counter {key}"),
                    format!("the {last}th"),
                    format!("posted as the {last}th"),
                ]
            },
            &[
                ("lower", |_, last: &mut u64| *last -= 1),
                ("higher", |key, last| *last += if *key == t::Counter::Lot as u8 { 0 } else { 2 }),
            ],
            |key, _| *key = 99,
        ),
        way(
            t::SERIES,
            |(_, letters), _| vec![letters.clone(), format!("{letters}-{}", 1)],
            &[("lower", |_, last: &mut u64| *last -= 1), ("higher", |_, last| *last += 1)],
            |key, _| key.1 = "QQ".into(),
        ),
        way(
            t::TEMPLATE_COUNTER,
            |template, _| vec![template.clone()],
            &[("beyond", |_, next: &mut u64| *next = u64::MAX)],
            |_, _| {},
        ),
        way(
            t::CODE,
            |(_, name), _| vec![name.clone()],
            &[("another's", |_, id: &mut u64| *id += 1)],
            |key, _| key.1.push('x'),
        ),
        way(
            t::LOCATION,
            |id, r| vec![format!("branch {}", id.0), format!("record {}", id.0), r.name.to_lowercase()],
            &[("name", |_, r: &mut Location| r.name.push('x')), ("code", |_, r| r.code.push('x'))],
            |id, _| *id = LocationId(NOBODY),
        ),
        way(
            t::WAREHOUSE,
            |id, r| vec![format!("warehouse {}", id.0), format!("record {}", id.0), r.name.clone()],
            &[
                ("name", |_, r: &mut Warehouse| r.name.push('x')),
                ("code", |_, r| r.code.push('x')),
                ("location", |_, r| r.location = Some(LocationId(NOBODY))),
                ("defects", |_, r| r.defects = Some(BinId(NOBODY))),
            ],
            |id, _| *id = WarehouseId(NOBODY),
        ),
        way(
            t::BIN,
            |id, r| vec![format!("bin {}", id.0), format!("record {}", id.0), r.code.clone()],
            &[("code", |_, r: &mut Bin| r.code.push('x')), ("warehouse", |_, r| r.warehouse = WarehouseId(NOBODY))],
            |id, _| *id = BinId(NOBODY),
        ),
        way(
            t::SUPPLIER,
            |id, _| vec![format!("supplier {}", id.0), format!("record {}", id.0)],
            &[("name", |_, r: &mut Supplier| r.name.push('x'))],
            |id, _| *id = SupplierId(NOBODY),
        ),
        way(
            t::CLIENT,
            |id, _| vec![format!("client {}", id.0), format!("record {}", id.0)],
            &[("name", |_, r: &mut Client| r.name.push('x'))],
            |id, _| *id = ClientId(NOBODY),
        ),
        way(
            t::EMPLOYEE,
            |id, r| vec![format!("employee {}", id.0), format!("record {}", id.0), r.name.clone()],
            &[("name", |_, r: &mut Employee| r.name.push('x')), ("role", |_, r| r.role = RoleId(NOBODY))],
            |id, _| *id = EmployeeId(NOBODY),
        ),
        way(
            t::ROLE,
            |id, _| vec![format!("role {}", id.0), format!("record {}", id.0)],
            &[("name", |_, r: &mut Role| r.name.push('x'))],
            |id, _| *id = RoleId(NOBODY),
        ),
        way(
            t::RIGHT,
            |(employee, _), _| vec![format!("employee {}", employee.0)],
            &[],
            |(employee, _), _| *employee = EmployeeId(NOBODY),
        ),
        way(
            t::BADGE,
            |id, r| vec![format!("badge {id}"), format!("employee {}", r.employee.0)],
            &[("employee", |_, r: &mut Badge| r.employee = EmployeeId(NOBODY))],
            |id, r| {
                id.push('x');
                r.employee = EmployeeId(NOBODY);
            },
        ),
        way(t::PIN, |id, _| vec![format!("employee {}", id.0)], &[], |id, _| *id = EmployeeId(NOBODY)),
        way(
            t::SIGNED,
            |id, r| vec![format!("desk {}", id.0), format!("employee {}", r.employee.0)],
            &[("employee", |_, r: &mut Signed| r.employee = EmployeeId(NOBODY))],
            |id, _| *id = DeskId(NOBODY),
        ),
        way(
            t::DESK_OF,
            |id, _| vec![format!("desk {}", id.0)],
            &[("employee", |_, r: &mut u64| *r = NOBODY)],
            |id, _| *id = DeskId(NOBODY),
        ),
        way(t::TRIES, |(_, id), _| vec![format!("desk or employee {id}")], &[], |(_, id), _| *id = NOBODY),
        way(
            t::DESK,
            |id, r| vec![format!("desk {}", id.0), format!("record {}", id.0), r.name.clone()],
            &[
                ("name", |_, r: &mut Desk| r.name.push('x')),
                ("warehouse", |_, r| r.warehouse = Some(WarehouseId(NOBODY))),
            ],
            |id, _| *id = DeskId(NOBODY),
        ),
        way(
            t::SCANNER,
            |id, _| vec![format!("desk {}", id.0)],
            &[("prefix", |_, r: &mut KeptScanner| r.prefix = "x".repeat(17))],
            |id, _| *id = DeskId(NOBODY),
        ),
        way(
            t::PRODUCT,
            |id, r| [product(*id), vec![format!("record {}", id.0), r.name.clone()]].concat(),
            &[
                ("name", |_, r: &mut Product| r.name.push('x')),
                ("code", |_, r| r.code.push('x')),
                ("sku", |_, r| r.sku.push('x')),
                ("barcodes", |_, r| r.barcodes.clear()),
                ("minimum", |_, r| r.minimum = if r.minimum.is_some() { None } else { Some(Quantity::ONE) }),
                ("decimals", |_, r| r.decimals = 9),
            ],
            |id, _| *id = ProductId(NOBODY),
        ),
        way(
            t::CONVERTING,
            |id, r| [product(*id), document(r.draft), vec!["serial m1".into()]].concat(),
            &[
                ("draft", |_, r: &mut Converting| r.draft = DocumentId(NOBODY)),
                ("had", |_, r| r.had.clear()),
                ("matching", |_, r| r.matching = Matching::Exact),
            ],
            |id, _| *id = ProductId(2),
        ),
        way(t::WATCHED, |id, ()| product(*id), &[], |id, ()| *id = ProductId(NOBODY)),
        way(
            t::LAST_LOT,
            |id, of| [product(*id), lot(LotId(*of))].concat(),
            &[("another", |_, of: &mut u64| *of += 1)],
            |id, _| *id = ProductId(NOBODY),
        ),
        way(
            t::DOCUMENT,
            |id, r| [document(*id), r.number.iter().cloned().collect()].concat(),
            &[
                ("kind", |id, r: &mut Document| {
                    if r.posted.is_some() || *id == shop::DRAFT {
                        r.kind =
                            if r.kind == DocumentKind::Posting { DocumentKind::WriteOff } else { DocumentKind::Posting }
                    }
                }),
                ("state", |_, r| {
                    r.state =
                        if r.state == DocumentState::Posted { DocumentState::Cancelled } else { DocumentState::Posted }
                }),
                ("pallets", |_, r| r.pallets.push("106141412345678908".into())),
                ("deleted", |_, r| {
                    if r.state != DocumentState::Deleted {
                        r.state = DocumentState::Deleted
                    }
                }),
                ("number", |_, r| {
                    r.number =
                        r.number.as_ref().map_or_else(|| Some("P-77".into()), |number| Some(format!("{number}1")))
                }),
                ("warehouse", |_, r| {
                    if r.lines > 0 && r.state != DocumentState::Deleted {
                        r.warehouse = WarehouseId(NOBODY)
                    }
                }),
                ("supplier", |_, r| {
                    if r.kind == DocumentKind::Posting {
                        r.supplier = Some(SupplierId(NOBODY))
                    }
                }),
                ("client", |_, r| {
                    if r.kind == DocumentKind::Sale {
                        r.client = Some(ClientId(NOBODY))
                    }
                }),
                ("date", |_, r| r.date = r.date.and_then(|date| date.pred_opt())),
                ("lines", |_, r| {
                    if r.lines > 0 && r.state != DocumentState::Deleted {
                        r.lines -= 1
                    }
                }),
                ("to_decide", |_, r| r.to_decide += 1),
                ("sequence", |_, r| r.sequence += 1),
                ("quantity", |_, r| {
                    if r.state != DocumentState::Draft {
                        more(&mut r.quantity)
                    }
                }),
                ("total", |_, r| dearer(&mut r.total)),
                ("invoice", |_, r| {
                    if r.posted.is_some() && r.kind == DocumentKind::Posting {
                        r.invoice.push('x')
                    }
                }),
                ("author", |_, r| r.opened.employee = EmployeeId(NOBODY)),
                ("posted", |_, r| r.posted = if r.posted.is_some() { None } else { Some(r.opened) }),
                ("cancelled", |_, r| r.cancelled = if r.cancelled.is_some() { None } else { Some(r.opened) }),
                ("of", |_, r| r.of = Some(DocumentId(NOBODY))),
            ],
            |id, _| *id = DocumentId(NOBODY),
        ),
        way(
            t::LINE,
            |(id, _), r| [document(*id), lot(r.lot)].concat(),
            &[
                ("product", |_, r: &mut Line| r.product = ProductId(NOBODY)),
                ("lot", |_, r| r.lot = LotId(NOBODY)),
                ("counted", |key, r| {
                    if r.slots > 0 || key.0 != shop::DRAFT {
                        more(&mut r.counted)
                    }
                }),
                ("damaged", |_, r| r.damaged = Quantity::pieces(999)),
                ("slots", |_, r| r.slots = if r.slots > 0 { 0 } else { 9 }),
                ("listed", |_, r| r.listed += 1),
            ],
            |key, _| key.1 = 99,
        ),
        way(
            t::TRAY,
            |(id, _), _| document(*id),
            &[("raw", |_, r: &mut TrayRow| r.raw.push('!')), ("when", |_, r| r.stamp.at = Moment(r.stamp.at.0 + 1))],
            |key, _| key.1 = 99,
        ),
        way(
            t::EXPECTED,
            |(id, _, _), _| document(*id),
            &[("raw", |_, r: &mut String| r.push('!'))],
            |key, _| key.1 = 77,
        ),
        way(t::DRAFT, |id, ()| document(*id), &[], |id, ()| *id = DocumentId(1)),
        way(t::ON_THE_WAY, |id, ()| document(*id), &[], |id, ()| *id = DocumentId(1)),
        way(
            t::DOCUMENT_DAY,
            |(_, n), id| [document(DocumentId(*id)), vec![format!("the {n}th")]].concat(),
            &[("another", |_, id: &mut u64| *id += 1)],
            |key, _| key.1 += 50,
        ),
        way(
            t::INVOICE,
            |(invoice, id), ()| [document(*id), vec![invoice.clone()]].concat(),
            &[],
            |key, ()| key.0.push('x'),
        ),
        way(t::PALLET, |(sscc, id), ()| [document(*id), vec![sscc.clone()]].concat(), &[], |key, ()| key.0.push('x')),
        way(
            t::PRODUCT_DOCUMENT,
            |(id, _, _), of| [product(*id), document(DocumentId(*of))].concat(),
            &[("another", |_, id: &mut u64| *id += 1)],
            |key, _| key.0 = ProductId(NOBODY),
        ),
        way(
            t::CANCELLED_DAY,
            |(id, _, of), ()| [product(*id), document(*of)].concat(),
            &[],
            |key, ()| key.2 = DocumentId(1),
        ),
        way(
            t::MOVE_LINE,
            |(id, _), _| document(*id),
            &[
                ("product", |_, r: &mut MoveLine| r.product = ProductId(NOBODY)),
                ("quantity", |_, r| more(&mut r.quantity)),
                ("cost", |_, r| dearer(&mut r.cost)),
                ("bin", |_, r| r.bin = Some(BinId(NOBODY))),
                ("to_bin", |_, r| {
                    if r.to_bin.is_some() {
                        r.to_bin = None
                    }
                }),
                ("picked", |_, r| r.picked += 1),
            ],
            |key, _| key.1 = 99,
        ),
        way(
            t::TAKEN,
            |(id, _), r| [document(*id), r.parts.iter().flat_map(|part| lot(part.lot)).collect()].concat(),
            &[
                ("lot", |_, r: &mut Taken| r.parts[0].lot = LotId(NOBODY)),
                ("quantity", |_, r| more(&mut r.parts[0].quantity)),
                ("cost", |_, r| dearer(&mut r.parts[0].cost)),
                ("back", |_, r| more(&mut r.parts[0].back.quantity)),
                ("undone", |_, r| {
                    r.parts[0].undone = if r.parts[0].undone.is_some() { None } else { Some(Money::ZERO) }
                }),
                ("units", |_, r| r.parts[0].units.push(31)),
                ("other units", |_, r| r.parts[0].units.iter_mut().for_each(|slot| *slot += 20)),
                ("from", |_, r| {
                    if let Some(spot) = &mut r.parts[0].from {
                        spot.warehouse = WarehouseId(NOBODY)
                    }
                }),
                ("to", |_, r| {
                    if let Some(spot) = &mut r.parts[0].to {
                        spot.queued = spot.queued.pred_opt().unwrap()
                    }
                }),
                ("none", |_, r| r.parts.clear()),
            ],
            |key, _| key.1 = 99,
        ),
        way(
            t::PICKED,
            |(id, _, _), r| [document(*id), lot(r.unit.0)].concat(),
            &[
                ("unit", |_, r: &mut Picked| r.unit.1 += 1),
                ("from", |_, r| {
                    if let Some(spot) = &mut r.from {
                        spot.bin = BinId(NOBODY)
                    }
                }),
            ],
            |key, _| key.2 = 99,
        ),
        way(
            t::HELD,
            |(of, _), r| [document(r.document), lot(*of)].concat(),
            &[
                ("document", |_, r: &mut Hold| r.document = DocumentId(NOBODY)),
                ("line", |_, r| r.line += 1),
                ("n", |_, r| r.n += 1),
            ],
            |key, _| key.1 = 99,
        ),
        way(
            t::MOVED,
            |(of, _, _), _| lot(*of),
            &[
                ("one less", |_, r: &mut MovedRow| r.0.truncate(r.0.len() - 1)),
                ("elsewhere", |_, r| r.0[3].to = Place::Loss),
                ("in another order", |_, r| r.0.reverse()),
                ("by another", |_, r| r.0[0].document.0 += 1),
            ],
            |key, _| key.2 = 99,
        ),
        way(
            t::STOCKTAKE,
            |id, _| document(*id),
            &[
                ("bin", |_, r: &mut Stocktake| r.bin = Some(BinId(NOBODY))),
                ("category", |_, r| "Toys".clone_into(&mut r.category)),
                ("after", |_, r| r.after = NOBODY),
                ("entries", |_, r| r.entries = 0),
                ("settled", |_, r| r.settled = u32::from(r.settled == 0)),
                ("settlements", |_, r| r.settlements = u32::from(r.settlements == 0)),
                ("lost", |_, r| r.lost = Quantity::from_thousandths(r.lost.thousandths() + 1)),
                ("found", |_, r| r.found = if r.found.is_some() { None } else { Some(Quantity::ZERO) }),
            ],
            |id, _| *id = DocumentId(NOBODY),
        ),
        way(
            t::COUNT,
            |(id, _), r| match &r.what {
                Subject::Unit { key, .. } => [document(*id), vec![key.to_string()]].concat(),
                Subject::Goods { .. } => document(*id),
            },
            &[
                ("what", |_, r: &mut CountEntry| {
                    r.what = match &r.what {
                        Subject::Unit { key, scope } => Subject::Unit { key: key.clone(), scope: scope + 1 },
                        Subject::Goods { product, bin } => Subject::Goods { product: *product, bin: BinId(bin.0 + 1) },
                    }
                }),
                ("by", |_, r| r.by = Quantity::from_thousandths(r.by.thousandths() + 1)),
            ],
            |key, _| key.1 = 99,
        ),
        way(
            t::COUNTED,
            |(id, _, _), _| document(*id),
            &[
                ("entry", |_, r: &mut Counted| r.entry += 1),
                ("serial", |_, r| r.serial.push('9')),
                ("product", |_, r| r.product = Some(ProductId(NOBODY))),
                ("bin", |_, r| r.bin = Some(BinId(NOBODY))),
                ("seen unit", |_, r| {
                    if let Some(seen) = &mut r.seen {
                        seen.unit.1 += 90;
                    }
                }),
                ("seen moved", |_, r| {
                    if let Some(seen) = &mut r.seen {
                        seen.moved += 90;
                    }
                }),
            ],
            |key, _| key.1 = SerialKey::from_stored("NOBODY".to_owned()),
        ),
        way(
            t::COUNTED_GOODS,
            |(id, _, _), _| document(*id),
            &[
                ("counted", |_, r: &mut CountedGoods| r.counted = Quantity::from_thousandths(1)),
                ("entries", |_, r| r.entries += 1),
                ("last", |_, r| r.last += 90),
            ],
            |key, _| key.2 = BinId(NOBODY),
        ),
        way(
            t::RESERVED,
            |(_, id, _, of, _), _| [product(*id), document(*of)].concat(),
            &[("quantity", |_, r: &mut Quantity| more(r))],
            |key, _| key.4 = 99,
        ),
        way(t::RUNS_OUT, |(_, id), ()| document(*id), &[], |key, ()| key.0 = key.0.succ_opt().unwrap()),
        way(
            t::LOT,
            |id, _| lot(*id),
            &[
                ("document", |_, r: &mut Lot| r.document = DocumentId(NOBODY)),
                ("line", |_, r| r.line += 1),
                ("product", |_, r| r.product = ProductId(NOBODY)),
                ("state", |_, r| {
                    r.state = if r.state == LotState::Posted { LotState::Draft } else { LotState::Posted }
                }),
                ("warehouse", |_, r| r.warehouse = WarehouseId(NOBODY)),
                ("bin", |_, r| r.bin = Some(BinId(NOBODY))),
                ("supplier", |_, r| r.supplier = Some(SupplierId(NOBODY))),
                ("quantity", |_, r| more(&mut r.quantity)),
                ("cost", |_, r| dearer(&mut r.cost)),
                ("warranty", |_, r| r.warranty = Some(99)),
                ("batch", |_, r| r.batch.push('x')),
                ("received", |_, r| r.received = r.received.and_then(|day| day.pred_opt())),
                ("sequence", |_, r| r.sequence += 1),
                ("slots", |_, r| r.slots += 1),
                ("holes", |_, r| r.holes += 1),
            ],
            |id, _| *id = LotId(NOBODY),
        ),
        way(
            t::LOT_UNIT,
            |(id, _, _), _| lot(*id),
            &[
                ("serial", |_, r: &mut Pack| r.units[0].serial.push('x')),
                ("slot", |_, r| r.units.last_mut().unwrap().slot += 9),
                ("bin", |_, r| r.units[0].bin = if r.units[0].bin.is_some() { None } else { Some(BinId(NOBODY)) }),
                ("one less", |_, r| drop(r.units.pop())),
            ],
            |key, _| key.0 = LotId(NOBODY),
        ),
        way(
            t::SERIAL,
            |(key, _), r| {
                let own = match r {
                    Holder::Unit(unit) => lot(unit.lot),
                    Holder::Alias(own) => vec![own.as_str().to_owned()],
                };
                [
                    vec![
                        format!("serial {}", key.as_str()),
                        key.as_str().to_owned(),
                        format!("{} ({})", key.as_str().to_lowercase(), key.as_str()),
                    ],
                    own,
                ]
                .concat()
            },
            &[
                ("lot", |_, r: &mut Holder| {
                    if let Holder::Unit(unit) = r {
                        unit.lot = LotId(NOBODY)
                    }
                }),
                ("slot", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.slot += 1
                    }
                }),
                ("raw", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.raw = Some("zzz".into())
                    }
                }),
                ("bin", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.bin = Some(BinId(NOBODY))
                    }
                }),
                ("one movement less", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.moved.truncate(unit.moved.len().saturating_sub(1))
                    }
                }),
                ("moved elsewhere", |_, r| {
                    if let Holder::Unit(unit) = r
                        && let Some(last) = unit.moved.last_mut()
                    {
                        last.to = match last.to {
                            Place::Loss => Place::Client(None),
                            _ => Place::Loss,
                        }
                    }
                }),
                ("moved in another order", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.moved.reverse()
                    }
                }),
                ("moved by another", |_, r| {
                    if let Holder::Unit(unit) = r
                        && let Some(last) = unit.moved.last_mut()
                    {
                        last.document.0 += 1
                    }
                }),
                ("not undone", |_, r| {
                    if let Holder::Unit(unit) = r
                        && let Some(last) = unit.moved.last_mut()
                    {
                        last.cancels = !last.cancels
                    }
                }),
                ("identifiers", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.identifiers.push("nobody's".into())
                    }
                }),
                ("no earlier life", |_, r| {
                    if let Holder::Unit(unit) = r {
                        unit.earlier = None
                    }
                }),
                ("alias", |_, r| {
                    if let Holder::Alias(own) = r {
                        *own = SerialKey::from_stored("NOBODY".into())
                    }
                }),
            ],
            |key, _| key.1 = Scope(NOBODY),
        ),
        way(
            t::CORRECTION,
            |(id, line, ..), r| {
                let at = r.stamp.at.0;
                [document(*id), vec![format!("moment {at}"), format!("moment {}", at + 1), format!("/{line}")]].concat()
            },
            &[
                ("at", |_, r: &mut Correction| r.stamp.at = Moment(r.stamp.at.0 + 1)),
                ("who", |_, r| r.stamp.employee = EmployeeId(NOBODY)),
                ("desk", |_, r| r.stamp.desk = DeskId(NOBODY)),
                ("day", |_, r| r.day = r.day.pred_opt().unwrap()),
                ("to", |_, r| match &mut r.what {
                    Corrected::Supplier { to, .. } => *to = None,
                    Corrected::Invoice { to, .. } | Corrected::Serial { to, .. } => to.push('x'),
                    Corrected::Warranty { to, .. } => *to = None,
                    Corrected::Cost(it) => dearer(&mut it.to),
                }),
                ("from", |_, r| match &mut r.what {
                    Corrected::Serial { from, .. } => from.push('x'),
                    Corrected::Cost(it) => dearer(&mut it.from),
                    _ => {}
                }),
                ("difference", |_, r| {
                    if let Corrected::Cost(it) = &mut r.what {
                        dearer(&mut it.to);
                        dearer(&mut it.gone);
                    }
                }),
                ("gone", |_, r| {
                    if let Corrected::Cost(it) = &mut r.what {
                        dearer(&mut it.gone)
                    }
                }),
                ("passed on", |_, r| {
                    if let Corrected::Cost(it) = &mut r.what {
                        dearer(&mut it.passed_on);
                        it.gone = Money::from_ten_thousandths(it.gone.ten_thousandths() - 1);
                    }
                }),
                ("left", |_, r| {
                    if let Corrected::Cost(it) = &mut r.what
                        && let Some(left) = it.left.first_mut()
                        && let Left::Layer(spot) = &mut left.at
                    {
                        spot.queued = spot.queued.pred_opt().unwrap();
                    }
                }),
            ],
            |key, _| key.3 = 99,
        ),
        way(
            t::REMARK,
            |(_, id, _), r| [product(*id), vec![r.text.clone()]].concat(),
            &[("text", |_, r: &mut Remark| r.text.push('!')), ("who", |_, r| r.stamp.employee = EmployeeId(NOBODY))],
            |key, _| key.2 = 99,
        ),
        way(
            t::PRINT,
            |(key, id, _), _| [product(*id), vec![key.as_str().to_owned()]].concat(),
            &[("when", |_, r: &mut Print| r.stamp.at.0 += 1), ("who", |_, r| r.stamp.employee = EmployeeId(NOBODY))],
            |key, _| key.2 = 99,
        ),
        way(
            t::LAYER,
            |key: &LayerKey, _| lot(key.lot),
            &[("quantity", |_, r: &mut Layer| more(&mut r.quantity)), ("cost", |_, r| dearer(&mut r.cost))],
            |key, _| key.queued = key.queued.succ_opt().unwrap(),
        ),
        way(
            t::BALANCE,
            |(_, id), _| product(*id),
            &[
                ("on_hand", |_, r: &mut Balance| more(&mut r.on_hand)),
                ("value", |_, r| dearer(&mut r.value)),
                ("in_transit", |_, r| more(&mut r.in_transit)),
            ],
            |key, _| key.0 = WarehouseId(NOBODY),
        ),
        way(t::EXPIRING, |(_, _, _, id, _), ()| lot(*id), &[], |key, ()| key.2 = key.2.succ_opt().unwrap()),
        way(t::REQUEUED, |(id, _, _), ()| lot(*id), &[], |key, ()| key.2 = key.2.succ_opt().unwrap()),
        way(
            t::TAIL,
            |(tail, _), r| {
                let end: String = tail.chars().rev().collect();
                [vec![format!("…{end}")], r.0.iter().flat_map(|(of, _)| lot(*of)).collect()].concat()
            },
            &[
                ("slot", |_, r: &mut TailRow| r.0[0].1 += 1),
                ("lot", |_, r| r.0[0].0.0 += 1),
                ("one less", |_, r| r.0.truncate(r.0.len() - 1)),
            ],
            |key, _| key.1 = 99,
        ),
        way(t::TO_INDEX, |id, _| lot(*id), &[("further", |_, slot: &mut u64| *slot += 1)], |_, _| {}),
        way(
            t::JOURNAL,
            |first, _| vec![format!("entry {first}"), "journal".into()],
            &[
                ("before", |_, r: &mut Block| r.before[0] ^= 1),
                ("head", |_, r| r.head[0] ^= 1),
                ("count", |_, r| r.count -= 1),
            ],
            |first, _| *first = 9_000,
        ),
        way(
            t::RECENT,
            |(desk, _), r| vec![format!("command {} of desk {}", r.n, desk.0)],
            &[("n", |_, r: &mut Answered| r.n += 256), ("body", |_, r| r.body[0] ^= 1)],
            |key, _| key.0 = DeskId(NOBODY),
        ),
        way(
            t::GIVEN,
            |id, _| vec![id.clone()],
            &[("body", |_, r: &mut Answered| r.body[0] ^= 1)],
            |id, _| id.push('x'),
        ),
    ]
}
