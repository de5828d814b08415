//! Documents and drafts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::units::line_units;
use crate::domain::document::{DocumentKind, DocumentState};
use crate::domain::id::DocumentId;
use crate::exchange::exec::answers::{self, DocumentEntry};
use crate::exchange::exec::drafts;
use crate::exchange::exec::room::{Fault, Room, answer_of};
use crate::exchange::exec::table::Request;
use crate::messages::{DocumentRef, PickableRow, Query};

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
    Receipt,
    SendBack,
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
            KindAsked::Receipt => DocumentKind::Receipt,
            KindAsked::SendBack => DocumentKind::SendBack,
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
    Reserved,
    InTransit,
    Expired,
}

impl From<StateAsked> for DocumentState {
    fn from(state: StateAsked) -> Self {
        match state {
            StateAsked::Draft => DocumentState::Draft,
            StateAsked::Posted => DocumentState::Posted,
            StateAsked::Cancelled => DocumentState::Cancelled,
            StateAsked::Deleted => DocumentState::Deleted,
            StateAsked::Reserved => DocumentState::Reserved,
            StateAsked::InTransit => DocumentState::InTransit,
            StateAsked::Expired => DocumentState::Expired,
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
        let id = view.row.id;
        let serialised: Vec<_> = view.lines.iter().map(|line| line.serialised).collect();
        let mut document = answers::Document::from(*view);
        for (line, serialised) in document.lines.iter_mut().zip(serialised) {
            if serialised && self.serials {
                let at = (id, line.line);
                let (units, _) = room.list(None, None, |after, limit| line_units(room, at, after, limit))?;
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
    type Answer = answers::AnyDraft;

    fn carry_out(self, room: &Room) -> Result<answers::AnyDraft, Fault> {
        let id = DocumentId(self.draft);
        let view = answer_of!(room, Query::Draft(id), Draft)?;
        if view.kind.moves_goods() {
            let mut draft = drafts::seen(room, id)?;
            for line in draft.lines.iter_mut().filter(|_| self.serials) {
                let query = Query::Picked { draft: id, line: line.line, before: None, limit: usize::MAX };
                let picked = answer_of!(room, query, Picked)?;
                line.serials = Some(picked.into_iter().rev().map(|unit| unit.serial).collect());
            }
            return Ok(answers::AnyDraft::Moving(Box::new(draft)));
        }
        let tray = answer_of!(room, Query::Tray(id), Tray)?;
        let mut draft = answers::Draft::of(*view, tray);
        for line in draft.lines.iter_mut().filter(|_| self.serials) {
            let (number, limit) = (line.line, usize::MAX);
            let query = Query::DraftSerials { draft: id, line: number, before: None, limit };
            let scans = answer_of!(room, query, Scans)?;
            line.serials = Some(scans.into_iter().rev().map(|scan| scan.serial).collect());
        }
        Ok(answers::AnyDraft::Posting(Box::new(draft)))
    }
}

/// Units of a product that a draft may take, oldest first by lot.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pickable {
    /// The `draft` of a list.
    draft: u64,
    /// By name, code, SKU or barcode.
    product: String,
    /// Those whose serial or further identifier begins so, in the order of their serials.
    #[serde(default)]
    text: String,
    /// At most so many; without it, all.
    limit: Option<usize>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Units that may be picked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PickableAnswer {
    units: Vec<PickableUnit>,
    /// Where the next page begins; left out at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A unit that may be picked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PickableUnit {
    /// As it is kept.
    serial: String,
    /// Its lot: `P-118/1`.
    lot: String,
    /// Number of the posting it came in by.
    posting: String,
    /// Supplier.
    supplier: String,
    /// Supplier's warranty runs until.
    #[serde(skip_serializing_if = "Option::is_none")]
    warranty_until: Option<String>,
    /// Its cost.
    cost: String,
    /// Code of the bin it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    bin: Option<String>,
    /// Line of this draft that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// What else holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<String>,
}

impl Request for Pickable {
    type Answer = PickableAnswer;

    fn carry_out(self, room: &Room) -> Result<PickableAnswer, Fault> {
        let (draft, product, text) = (DocumentId(self.draft), room.product(&self.product)?, &self.text);
        let (rows, next) = room.list(self.limit, self.after.as_deref(), |after, limit| {
            answer_of!(room, Query::Pickable { draft, product, text: text.clone(), after, limit }, Pickable)
        })?;
        let unit = |row: PickableRow| PickableUnit {
            serial: row.unit.serial,
            lot: row.unit.lot,
            posting: row.posting,
            supplier: row.unit.supplier,
            warranty_until: row.unit.warranty_until.map(|day| day.to_string()),
            cost: row.unit.cost.exact(),
            bin: row.bin,
            line: row.picked,
            held: Some(row.held).filter(|held| !held.is_empty()),
        };
        Ok(PickableAnswer { units: rows.into_iter().map(unit).collect(), next })
    }
}
