//! What is asked: lists come whole, or page by page with `limit` and `after`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::{self, DocumentEntry, Layer, MeaningEntry, ProductEntry, StockEntry, TemplateEntry, UnitEntry};
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::{DocumentId, LotId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::messages::{DocumentRef, Found, Query, Refused, StockBy, StockRow, UnitRef};

/// The store: name, currency, zone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Store {}

/// The store.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoreAnswer {
    store: String,
    demo: bool,
    currency: String,
    zone: String,
    /// Today in that zone.
    today: String,
    /// No document may be dated on or before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_until: Option<String>,
    warehouses: u64,
    products: u64,
}

impl Request for Store {
    type Answer = StoreAnswer;

    fn carry_out(self, room: &Room) -> Result<StoreAnswer, Fault> {
        let view = answer_of!(room, Query::Store, Store)?.ok_or(Refused::NotFounded)?;
        Ok(StoreAnswer {
            store: view.settings.store,
            demo: view.settings.demo,
            currency: view.settings.currency,
            zone: view.settings.zone,
            today: view.today.to_string(),
            closed_until: view.settings.closed_until.map(|day| day.to_string()),
            warehouses: view.warehouses,
            products: view.products,
        })
    }
}

/// What Home shows: drafts, today's arrivals, products below their minimum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Home {}

/// What Home shows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HomeAnswer {
    drafts: Vec<DocumentEntry>,
    /// Postings posted today.
    arrived_postings: u64,
    /// Units and pieces that came in today.
    arrived: String,
    /// The first few products below their minimum.
    below_minimum: Vec<Below>,
}

/// A product below its minimum.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Below {
    product: String,
    on_hand: String,
    minimum: String,
}

impl Request for Home {
    type Answer = HomeAnswer;

    fn carry_out(self, room: &Room) -> Result<HomeAnswer, Fault> {
        let origin = room.origin();
        let home = answer_of!(room, Query::Home { employee: origin.employee, desk: origin.desk }, Home)?;
        Ok(HomeAnswer {
            drafts: home.drafts.into_iter().map(DocumentEntry::from).collect(),
            arrived_postings: home.arrived_postings,
            arrived: home.arrived.to_string(),
            below_minimum: home
                .below_minimum
                .into_iter()
                .map(|below| Below {
                    product: below.name,
                    on_hand: below.on_hand.to_string(),
                    minimum: below.minimum.to_string(),
                })
                .collect(),
        })
    }
}

/// All branches.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Locations {}

/// All branches.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationsAnswer {
    locations: Vec<LocationEntry>,
}

/// A branch.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationEntry {
    location: String,
    code: String,
    archived: bool,
}

impl Request for Locations {
    type Answer = LocationsAnswer;

    fn carry_out(self, room: &Room) -> Result<LocationsAnswer, Fault> {
        let entry = |(_, branch): (_, crate::domain::place::Location)| LocationEntry {
            location: branch.name,
            code: branch.code,
            archived: branch.archived,
        };
        let locations = answer_of!(room, Query::Locations, Locations)?.into_iter().map(entry).collect();
        Ok(LocationsAnswer { locations })
    }
}

/// All warehouses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warehouses {}

/// All warehouses.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WarehousesAnswer {
    warehouses: Vec<WarehouseEntry>,
}

/// A warehouse.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WarehouseEntry {
    warehouse: String,
    code: String,
    /// Branch it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// Template that numbers units received here.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    archived: bool,
}

impl Request for Warehouses {
    type Answer = WarehousesAnswer;

    fn carry_out(self, room: &Room) -> Result<WarehousesAnswer, Fault> {
        let branches = answer_of!(room, Query::Locations, Locations)?;
        let branch = |id| branches.iter().find(|(known, _)| *known == id).map(|(_, branch)| branch.name.clone());
        let entry = |(_, warehouse): (_, crate::domain::place::Warehouse)| WarehouseEntry {
            location: warehouse.location.and_then(branch),
            template: warehouse.template.map(|template| template.as_str().to_owned()),
            warehouse: warehouse.name,
            code: warehouse.code,
            archived: warehouse.archived,
        };
        let warehouses = answer_of!(room, Query::Warehouses, Warehouses)?.into_iter().map(entry).collect();
        Ok(WarehousesAnswer { warehouses })
    }
}

/// Bins of a warehouse.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bins {
    /// By name or code.
    warehouse: String,
}

/// Bins of a warehouse.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BinsAnswer {
    bins: Vec<BinEntry>,
}

/// A bin.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BinEntry {
    bin: String,
    archived: bool,
}

impl Request for Bins {
    type Answer = BinsAnswer;

    fn carry_out(self, room: &Room) -> Result<BinsAnswer, Fault> {
        let bins = answer_of!(room, Query::Bins(room.warehouse(&self.warehouse)?), Bins)?;
        let entry = |(_, bin): (_, crate::domain::place::Bin)| BinEntry { bin: bin.code, archived: bin.archived };
        Ok(BinsAnswer { bins: bins.into_iter().map(entry).collect() })
    }
}

/// Suppliers by part of a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppliers {
    /// Part of a name; without it, all.
    #[serde(default)]
    text: String,
}

/// Suppliers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuppliersAnswer {
    suppliers: Vec<String>,
}

impl Request for Suppliers {
    type Answer = SuppliersAnswer;

    fn carry_out(self, room: &Room) -> Result<SuppliersAnswer, Fault> {
        Ok(SuppliersAnswer { suppliers: answer_of!(room, Query::Suppliers(self.text), Suppliers)? })
    }
}

/// All templates in use, with their counters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Templates {}

/// Templates in use.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplatesAnswer {
    templates: Vec<TemplateEntry>,
}

impl Request for Templates {
    type Answer = TemplatesAnswer;

    fn carry_out(self, room: &Room) -> Result<TemplatesAnswer, Fault> {
        let templates = answer_of!(room, Query::Templates, Templates)?;
        Ok(TemplatesAnswer { templates: templates.into_iter().map(TemplateEntry::from).collect() })
    }
}

/// Products by name, or by fuzzy match of name, code, SKU and barcode.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Products {
    /// Filter; without it, all by name.
    #[serde(default)]
    text: String,
    /// Archived ones too.
    #[serde(default)]
    archived: bool,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Products.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProductsAnswer {
    products: Vec<ProductEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Products {
    type Answer = ProductsAnswer;

    fn carry_out(self, room: &Room) -> Result<ProductsAnswer, Fault> {
        let (text, archived) = (&self.text, self.archived);
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Products { text: text.clone(), archived, after, limit }, Products)
        })?;
        Ok(ProductsAnswer { products: rows.into_iter().map(ProductEntry::from).collect(), next })
    }
}

/// One product with its stock.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// By name, code, SKU or barcode.
    product: String,
}

impl Request for Product {
    type Answer = answers::Product;

    fn carry_out(self, room: &Room) -> Result<answers::Product, Fault> {
        Ok(room.product_view(&self.product)?.into())
    }
}

/// What is on hand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Of this product only, by name, code, SKU or barcode.
    product: Option<String>,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// How rows are cut: without it, a row a product and warehouse.
    by: Option<Cut>,
    /// Filter over names and codes of products.
    #[serde(default)]
    text: String,
    /// At most so many rows; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// How rows of stock are cut.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// A row a product and warehouse.
    Warehouse,
    /// A row a product, warehouse and bin.
    Bin,
    /// A row a category.
    Category,
}

/// What is on hand: of one product by warehouse, with the sum; or of all.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum StockAnswer {
    /// Of one product.
    One {
        /// Its stock where it is, or ever was.
        warehouses: Vec<StockEntry>,
        /// Which.
        product: String,
        /// Unit of measure.
        unit: String,
        /// The sum.
        on_hand: String,
        /// The sum.
        reserved: String,
        /// The sum.
        available: String,
        /// The sum.
        value: String,
    },
    /// Of all products, or of categories.
    All {
        /// What is there.
        rows: Vec<StockEntry>,
        /// Where the next page begins; left out at the end.
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
}

impl Request for Stock {
    type Answer = StockAnswer;

    fn carry_out(self, room: &Room) -> Result<StockAnswer, Fault> {
        let asked = self.product.map(|name| room.product_record(&name)).transpose()?;
        let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
        let by = match self.by {
            None | Some(Cut::Warehouse) => StockBy::Warehouse,
            Some(Cut::Bin) => StockBy::Bin,
            Some(Cut::Category) => StockBy::Category,
        };
        let (text, product) = (&self.text, asked.as_ref().map(|(id, _)| *id));
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Stock { by, warehouse, product, text: text.clone(), after, limit }, Stock)
        })?;
        let Some((_, record)) = asked.filter(|_| by != StockBy::Category) else {
            return Ok(StockAnswer::All { rows: rows.into_iter().map(StockEntry::from).collect(), next });
        };
        let sum = |of: fn(&StockRow) -> Quantity| {
            rows.iter().map(of).try_fold(Quantity::ZERO, Quantity::checked_add).unwrap_or(Quantity::ZERO).to_string()
        };
        Ok(StockAnswer::One {
            product: record.name,
            unit: record.unit,
            on_hand: sum(|row| row.on_hand),
            reserved: sum(|row| row.reserved),
            available: sum(|row| row.available),
            value: rows.iter().map(|row| row.value).sum::<Option<Money>>().unwrap_or(Money::ZERO).exact(),
            warehouses: rows.into_iter().map(|row| StockEntry { product: None, ..row.into() }).collect(),
        })
    }
}

/// Layers of a product, oldest first: the queue it leaves by.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layers {
    /// By name, code, SKU or barcode.
    product: String,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Layers, oldest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LayersAnswer {
    layers: Vec<Layer>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Layers {
    type Answer = LayersAnswer;

    fn carry_out(self, room: &Room) -> Result<LayersAnswer, Fault> {
        let product = room.product(&self.product)?;
        let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Layers { product, warehouse, after, limit }, Layers)
        })?;
        let layers = rows.into_iter().map(|row| Layer::of(row, warehouse.is_none())).collect();
        Ok(LayersAnswer { layers, next })
    }
}

/// Units: of a product in stock, oldest first; or all of a document, or of one of its lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Units of this product in stock, by name, code, SKU or barcode.
    product: Option<String>,
    /// In this warehouse only, by name or code.
    warehouse: Option<String>,
    /// Units that came in by this document, by its number, wherever they are.
    document: Option<String>,
    /// By this line of it.
    line: Option<u32>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before; of a document, together with `line`.
    after: Option<String>,
}

/// Units.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitsAnswer {
    units: Vec<UnitEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Units {
    type Answer = UnitsAnswer;

    fn carry_out(self, room: &Room) -> Result<UnitsAnswer, Fault> {
        let (rows, next) = match (&self.product, &self.document) {
            (Some(product), None) if self.line.is_none() => {
                let product = room.product(product)?;
                let warehouse = self.warehouse.map(|name| room.warehouse(&name)).transpose()?;
                room.list(self.limit, self.after.as_deref(), |after, limit| {
                    answer_of!(room, Query::ProductUnits { product, warehouse, after, limit }, Units)
                })?
            }
            (None, Some(number)) if self.warehouse.is_none() => {
                let lots = lots(room, number, self.line)?;
                let paged = self.limit.is_some() || self.after.is_some();
                match lots.as_slice() {
                    [lot] => room
                        .list(self.limit, self.after.as_deref(), |after, limit| lot_units(room, *lot, after, limit))?,
                    _ if paged => {
                        return Err(Fault::Wrong("limit: a document is paged line by line; say which".into()));
                    }
                    lots => {
                        let mut all = Vec::new();
                        for lot in lots {
                            all.append(
                                &mut room.list(None, None, |after, limit| lot_units(room, *lot, after, limit))?.0,
                            );
                        }
                        (all, None)
                    }
                }
            }
            _ => {
                let wrong =
                    "units: of a \"product\", in a \"warehouse\" or not; or of a \"document\", of a \"line\" or all";
                return Err(Fault::Wrong(wrong.into()));
            }
        };
        Ok(UnitsAnswer { units: rows.into_iter().map(UnitEntry::from).collect(), next })
    }
}

fn lot_units(
    room: &Room,
    lot: LotId,
    after: Option<crate::messages::Cursor>,
    limit: usize,
) -> Result<crate::messages::Page<crate::messages::UnitRow>, Fault> {
    answer_of!(room, Query::LotUnits { lot, after, limit }, Units)
}

/// Returns the lots of a document's lines of products with serials, or of one line.
fn lots(room: &Room, number: &str, line: Option<u32>) -> Result<Vec<LotId>, Fault> {
    let view = answer_of!(room, Query::Document(DocumentRef::Number(number.to_owned())), Document)?;
    let lines: Vec<_> = view.lines.into_iter().filter(|of| line.is_none_or(|line| of.line == line)).collect();
    if let (Some(line), []) = (line, lines.as_slice()) {
        let (what, value) = (format!("line of {number}"), format!("line {line}"));
        return Err(Refused::Unknown { what, value, hint: String::new() }.into());
    }
    Ok(lines.into_iter().filter(|line| line.serialised).map(|line| line.lot).collect())
}

/// A unit's facts and its whole movement table.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passport {
    /// Its serial or a further identifier.
    serial: String,
    /// Its product, where several have such a serial.
    product: Option<String>,
}

impl Request for Passport {
    type Answer = answers::Passport;

    fn carry_out(self, room: &Room) -> Result<answers::Passport, Fault> {
        let product = self.product.map(|name| room.product(&name)).transpose()?;
        Ok((*answer_of!(room, Query::Passport(UnitRef::Serial(self.serial, product)), Passport)?).into())
    }
}

/// Documents, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// Of this kind only.
    kind: Option<KindAsked>,
    /// In this state only.
    state: Option<StateAsked>,
    /// Part of a number, supplier or invoice.
    #[serde(default)]
    text: String,
    /// Those that moved this product, by name, code, SKU or barcode.
    product: Option<String>,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Kind of a document.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of `DocumentKind`")]
pub enum KindAsked {
    Posting,
    WriteOff,
    Sale,
    Order,
    ClientReturn,
    SupplierReturn,
    Transfer,
    Stocktake,
    Conversion,
}

impl From<KindAsked> for DocumentKind {
    fn from(kind: KindAsked) -> Self {
        match kind {
            KindAsked::Posting => DocumentKind::Posting,
            KindAsked::WriteOff => DocumentKind::WriteOff,
            KindAsked::Sale => DocumentKind::Sale,
            KindAsked::Order => DocumentKind::Order,
            KindAsked::ClientReturn => DocumentKind::ClientReturn,
            KindAsked::SupplierReturn => DocumentKind::SupplierReturn,
            KindAsked::Transfer => DocumentKind::Transfer,
            KindAsked::Stocktake => DocumentKind::Stocktake,
            KindAsked::Conversion => DocumentKind::Conversion,
        }
    }
}

/// State of a document.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of `DocumentState`")]
pub enum StateAsked {
    Draft,
    Posted,
    Cancelled,
    Deleted,
}

impl From<StateAsked> for DocumentState {
    fn from(state: StateAsked) -> Self {
        match state {
            StateAsked::Draft => DocumentState::Draft,
            StateAsked::Posted => DocumentState::Posted,
            StateAsked::Cancelled => DocumentState::Cancelled,
            StateAsked::Deleted => DocumentState::Deleted,
        }
    }
}

/// Documents.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentsAnswer {
    documents: Vec<DocumentEntry>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl Request for Documents {
    type Answer = DocumentsAnswer;

    fn carry_out(self, room: &Room) -> Result<DocumentsAnswer, Fault> {
        let (kind, state) = (self.kind.map(DocumentKind::from), self.state.map(DocumentState::from));
        let product = self.product.map(|name| room.product(&name)).transpose()?;
        if product.is_some() && (kind.is_some() || state.is_some() || !self.text.is_empty()) {
            return Err(Fault::Wrong("product: stands alone, without kind, state and text".to_owned()));
        }
        let text = &self.text;
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| match product {
            Some(product) => answer_of!(room, Query::ProductDocuments { product, after, limit }, Documents),
            None => answer_of!(room, Query::Documents { kind, state, text: text.clone(), after, limit }, Documents),
        })?;
        Ok(DocumentsAnswer { documents: rows.into_iter().map(DocumentEntry::from).collect(), next })
    }
}

/// One document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number, without case.
    number: String,
    /// With all serials of its lines.
    #[serde(default)]
    serials: bool,
}

impl Request for Document {
    type Answer = answers::Document;

    fn carry_out(self, room: &Room) -> Result<answers::Document, Fault> {
        let view = answer_of!(room, Query::Document(DocumentRef::Number(self.number)), Document)?;
        let lots: Vec<_> = view.lines.iter().map(|line| line.serialised.then_some(line.lot)).collect();
        let mut document = answers::Document::from(*view);
        for (line, lot) in document.lines.iter_mut().zip(lots) {
            if let Some(lot) = lot.filter(|_| self.serials) {
                let (units, _) = room.list(None, None, |after, limit| lot_units(room, lot, after, limit))?;
                line.serials = Some(units.into_iter().map(|unit| unit.serial).collect());
            }
        }
        Ok(document)
    }
}

/// Drafts that are open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drafts {}

/// Drafts that are open.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftsAnswer {
    drafts: Vec<DocumentEntry>,
}

impl Request for Drafts {
    type Answer = DraftsAnswer;

    fn carry_out(self, room: &Room) -> Result<DraftsAnswer, Fault> {
        let (kind, state) = (None, Some(DocumentState::Draft));
        let (rows, _) = room.list(None, None, |after, limit| {
            answer_of!(room, Query::Documents { kind, state, text: String::new(), after, limit }, Documents)
        })?;
        Ok(DraftsAnswer { drafts: rows.into_iter().map(DocumentEntry::from).collect() })
    }
}

/// A draft as it stands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The `draft` of a list.
    draft: u64,
    /// With all serials of its lines, in the order of scanning.
    #[serde(default)]
    serials: bool,
}

impl Request for Draft {
    type Answer = answers::Draft;

    fn carry_out(self, room: &Room) -> Result<answers::Draft, Fault> {
        let id = DocumentId(self.draft);
        let view = answer_of!(room, Query::Draft(id), Draft)?;
        let tray = answer_of!(room, Query::Tray(id), Tray)?;
        let mut draft = answers::Draft::of(*view, tray);
        for line in draft.lines.iter_mut().filter(|_| self.serials) {
            let (number, limit) = (line.line, usize::MAX);
            let query = Query::DraftSerials { draft: id, line: number, before: None, limit };
            let scans = answer_of!(room, query, Scans)?;
            line.serials = Some(scans.into_iter().rev().map(|scan| scan.serial).collect());
        }
        Ok(draft)
    }
}

/// Anything by part of a name, code or serial.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// What is looked for.
    text: String,
    /// At most so many of each kind; without it, 20.
    limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindAnswer {
    products: Vec<ProductEntry>,
    units: Vec<answers::UnitStanding>,
    documents: Vec<DocumentEntry>,
}

impl Request for Find {
    type Answer = FindAnswer;

    fn carry_out(self, room: &Room) -> Result<FindAnswer, Fault> {
        let query = Query::Find { text: self.text, limit: self.limit.unwrap_or(20) };
        let mut answer = FindAnswer { products: Vec::new(), units: Vec::new(), documents: Vec::new() };
        for found in answer_of!(room, query, Found)? {
            match found {
                Found::Product(row) => answer.products.push(row.into()),
                Found::Unit(unit) => answer.units.push(unit.into()),
                Found::Document(row) => answer.documents.push(row.into()),
            }
        }
        Ok(answer)
    }
}

/// What a scanned or typed code is, best first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// As scanned.
    text: String,
}

/// Everything a code stands for, best first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResolveAnswer {
    meanings: Vec<MeaningEntry>,
}

impl Request for Resolve {
    type Answer = ResolveAnswer;

    fn carry_out(self, room: &Room) -> Result<ResolveAnswer, Fault> {
        Ok(ResolveAnswer { meanings: room.meanings(&self.text)?.into_iter().map(MeaningEntry::from).collect() })
    }
}
