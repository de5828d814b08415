//! What is set up: branches, warehouses, bins, products; and documents cancelled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::number::Decimal;
use super::room::{Fault, Room, answer_of};
use super::table::Request;
use crate::domain::product::{Barcode, NumberedBy, Product, Tracking, usual_decimals};
use crate::domain::quantity::Quantity;
use crate::domain::serial::Matching;
use crate::domain::template::Template;
use crate::domain::text::shown;
use crate::messages::{Command, DocumentRef, FurnishedWarehouse, Outcome, Query, Refused};

/// Makes a branch.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLocation {
    /// Unique name.
    name: String,
    /// Unique short code: document numbers of its warehouses begin with it.
    #[serde(default)]
    code: String,
}

/// A branch was made.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationAdded {
    /// Its name.
    location: String,
}

impl Request for AddLocation {
    type Answer = LocationAdded;

    fn carry_out(self, room: &Room) -> Result<LocationAdded, Fault> {
        room.run(Command::AddLocation { name: self.name.clone(), code: self.code })?;
        Ok(LocationAdded { location: self.name.trim().to_owned() })
    }
}

/// Makes a warehouse.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWarehouse {
    /// Unique name.
    name: String,
    /// Unique short code; without one it is made from the name.
    #[serde(default)]
    code: String,
    /// Branch it belongs to, by name or code.
    location: Option<String>,
    /// Template that numbers units received here when their product has none: `MN{YY}{C:5}`.
    #[serde(default)]
    template: String,
    /// Codes of its bins.
    #[serde(default)]
    bins: Vec<String>,
    /// Code of the bin for goods damaged at the door.
    #[serde(default)]
    defects: String,
}

/// A warehouse was made.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WarehouseAdded {
    /// Its name.
    warehouse: String,
    /// Its short code.
    code: String,
}

impl Request for AddWarehouse {
    type Answer = WarehouseAdded;

    fn carry_out(self, room: &Room) -> Result<WarehouseAdded, Fault> {
        let location = self.location.map(|name| room.location(&name)).transpose()?;
        let mut bins = self.bins;
        bins.retain(|code| !code.trim().eq_ignore_ascii_case(self.defects.trim()));
        let furnished = FurnishedWarehouse {
            name: self.name,
            code: self.code,
            location,
            template: self.template,
            bins,
            defects: self.defects,
        };
        let outcome = room.run(Command::FurnishWarehouse(Box::new(furnished)))?;
        let Outcome::WarehouseMade(made) = outcome else { return Err(unexpected(&outcome)) };
        let all = answer_of!(room, Query::Warehouses, Warehouses)?;
        let (_, warehouse) = all
            .into_iter()
            .find(|(id, _)| *id == made)
            .ok_or_else(|| Fault::Broken("a warehouse was made and is not there".to_owned()))?;
        Ok(WarehouseAdded { warehouse: warehouse.name, code: warehouse.code })
    }
}

/// Makes a bin.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddBin {
    /// Warehouse it stands in, by name or code.
    warehouse: String,
    /// Code, unique within the warehouse.
    code: String,
    /// Goods damaged at the door go here.
    #[serde(default)]
    defects: bool,
}

/// A bin was made.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BinAdded {
    /// Its code.
    bin: String,
}

impl Request for AddBin {
    type Answer = BinAdded;

    fn carry_out(self, room: &Room) -> Result<BinAdded, Fault> {
        let warehouse = room.warehouse(&self.warehouse)?;
        room.run(Command::AddBin { warehouse, code: self.code.clone(), defects: self.defects })?;
        Ok(BinAdded { bin: self.code.trim().to_owned() })
    }
}

/// Makes a product.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddProduct {
    /// Unique name.
    name: String,
    /// Our own code; unique when given.
    #[serde(default)]
    code: String,
    /// Stock keeping unit; unique when given.
    #[serde(default)]
    sku: String,
    /// Group it is listed under.
    #[serde(default)]
    category: String,
    /// Free text.
    #[serde(default)]
    description: String,
    /// Unit of measure: `pc`, `m`, `kg`. Without one it is the piece.
    #[serde(default)]
    unit: String,
    /// Decimals a quantity may have, 0 to 3. Without it, 3 for what is measured (m, kg, l) and 0 for what is counted.
    decimals: Option<u8>,
    /// Below this it is listed on Home.
    minimum: Option<Decimal>,
    /// Above this it is overstocked.
    maximum: Option<Decimal>,
    /// Months of warranty given to a client.
    warranty: Option<u16>,
    /// Single units are told apart by their serials.
    #[serde(default)]
    serialised: bool,
    /// Who numbers the units. Without it: we, where there is a template; else the maker.
    numbered_by: Option<Numbering>,
    /// How serials are compared. Without it: loose, without case and blanks.
    matching: Option<Compared>,
    /// Template of its own: `WS{C:5}`.
    template: Option<String>,
    /// Next value of its template's counter.
    next: Option<u64>,
    /// Shape its serials usually have: `#` a digit, `@` a letter, `*` either.
    #[serde(default)]
    shape: String,
    /// Its barcodes, each a text, or with the pack it stands for.
    #[serde(default)]
    barcodes: Vec<BarcodeRequest>,
}

/// Who numbers the units of a product.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// The maker: serials are scanned, and none is generated.
    Maker,
    /// We: serials come from a template, though scanned ones are taken too.
    Us,
}

/// How serials are compared.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// Without case and blanks.
    Loose,
    /// As they stand.
    Exact,
}

/// A barcode, with the pack it stands for when that is not one piece.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a barcode as a text, or {\"barcode\":\"…\",\"pack\":\"10\"}")]
pub enum BarcodeRequest {
    /// Of one piece.
    Piece(String),
    /// Of a pack.
    Pack(PackRequest),
}

/// A barcode of a pack.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackRequest {
    /// As scanned.
    barcode: String,
    /// Pieces it stands for.
    pack: PackSize,
}

/// Pieces a pack holds: a text, or a whole number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a number of pieces such as \"10\"")]
pub enum PackSize {
    /// As a number.
    Whole(u32),
    /// As a text.
    Text(String),
}

/// A product was made.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProductAdded {
    /// Its name.
    product: String,
}

impl Request for AddProduct {
    type Answer = ProductAdded;

    fn carry_out(self, room: &Room) -> Result<ProductAdded, Fault> {
        let (next, product) = (self.next, self.product()?);
        let outcome = room.run(Command::AddProduct { product: Box::new(product.clone()), next })?;
        let Outcome::ProductMade(id) = outcome else { return Err(unexpected(&outcome)) };
        Ok(ProductAdded { product: answer_of!(room, Query::Product(id), Product)?.product.name })
    }
}

impl AddProduct {
    fn product(self) -> Result<Product, Refused> {
        let template = self.template.filter(|text| !text.trim().is_empty());
        let template = template.map(|text| Template::parse(text.trim())).transpose();
        let template = template.map_err(|wrong| Refused::BadTemplate(wrong.to_string()))?;
        let tracking = if self.serialised {
            let ours = template.is_some();
            Tracking::Serialised {
                numbered_by: match self.numbered_by {
                    Some(Numbering::Us) => NumberedBy::Us,
                    None if ours => NumberedBy::Us,
                    Some(Numbering::Maker) | None => NumberedBy::Maker,
                },
                matching: match self.matching {
                    Some(Compared::Exact) => Matching::Exact,
                    Some(Compared::Loose) | None => Matching::Loose,
                },
            }
        } else if self.numbered_by.is_some() || self.matching.is_some() {
            let sentence = format!(
                "{}: numbered_by and matching are for products with serials; say \"serialised\":true",
                shown(&self.name)
            );
            return Err(Refused::BadField(sentence));
        } else {
            Tracking::Counted
        };
        Ok(Product {
            decimals: if self.serialised { 0 } else { self.decimals.unwrap_or_else(|| usual_decimals(&self.unit)) },
            minimum: self.minimum.map(|limit| limit.limit()).transpose()?,
            maximum: self.maximum.map(|limit| limit.limit()).transpose()?,
            barcodes: self.barcodes.into_iter().map(BarcodeRequest::barcode).collect::<Result<_, _>>()?,
            name: self.name,
            code: self.code,
            sku: self.sku,
            category: self.category,
            description: self.description,
            unit: self.unit,
            client_warranty: self.warranty,
            tracking,
            template,
            shape: self.shape,
            archived: false,
        })
    }
}

impl BarcodeRequest {
    fn barcode(self) -> Result<Barcode, Refused> {
        Ok(match self {
            BarcodeRequest::Piece(text) => Barcode { text, pack: Quantity::ONE },
            BarcodeRequest::Pack(PackRequest { barcode: text, pack }) => {
                let pack = match pack {
                    PackSize::Whole(pieces) => Quantity::pieces(pieces),
                    PackSize::Text(pieces) => Quantity::parse(&pieces, 3)
                        .map_err(|wrong| Refused::BadQuantity(format!("{} counts {wrong}", shown(&text))))?,
                };
                Barcode { text, pack }
            }
        })
    }
}

/// Cancels a posted document by an opposite movement dated today.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// Its number.
    document: String,
    /// Make a new draft with all its lines and serials.
    #[serde(default)]
    reopen: bool,
}

/// A document was cancelled.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CancelledDocument {
    /// Its number, which stays.
    number: String,
    /// Draft it was reopened as.
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<u64>,
}

impl Request for Cancel {
    type Answer = CancelledDocument;

    fn carry_out(self, room: &Room) -> Result<CancelledDocument, Fault> {
        let view = answer_of!(room, Query::Document(DocumentRef::Number(self.document)), Document)?;
        let outcome = room.run(Command::CancelDocument { document: view.row.id, reopen: self.reopen })?;
        let Outcome::Cancelled { number, reopened } = outcome else { return Err(unexpected(&outcome)) };
        Ok(CancelledDocument { number, draft: reopened.map(|draft| draft.0) })
    }
}

/// Says that a command came to something it never comes to.
pub fn unexpected(outcome: &Outcome) -> Fault {
    Fault::Broken(format!("the command came to {outcome:?}, which is a fault of dockhand"))
}
