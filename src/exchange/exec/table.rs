//! The one table of requests: name, what is read, what is answered.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::line::Fields;
use super::room::{Fault, Room};
use super::{asks, badges, correct, count, does, drafts, handing, orders, people, post, serialise, settings};

/// A request: read from its fields, carried out in a room, answered.
pub trait Request: DeserializeOwned + JsonSchema {
    /// What it is answered with.
    type Answer: Serialize + JsonSchema;

    /// Carries it out.
    fn carry_out(self, room: &Room) -> Result<Self::Answer, Fault>;
}

/// Makes the schemas of a request and of its answer.
type Schemas = fn(&mut SchemaGenerator) -> (Schema, Schema);

/// A row of the table.
pub struct Row {
    /// `do` or `ask`.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    carry_out: fn(&Room, Fields<'_>) -> Result<String, Fault>,
    /// Schemas of request and answer.
    pub schemas: Schemas,
}

impl Row {
    const fn of<R: Request>(kind: &'static str, name: &'static str) -> Row {
        Row {
            kind,
            name,
            carry_out: |room, fields| {
                let answer = fields.read::<R>().map_err(Fault::Wrong)?.carry_out(room)?;
                let broken = |wrong: serde_json::Error| Fault::Broken(wrong.to_string());
                if room.sees_costs()? {
                    return serde_json::to_string(&answer).map_err(broken);
                }
                let mut answer = serde_json::to_value(&answer).map_err(broken)?;
                leave_out(&mut answer);
                Ok(answer.to_string())
            },
            schemas: |generator| (R::json_schema(generator), generator.subschema_for::<R::Answer>()),
        }
    }

    /// Carries a request of this row out; its answer is JSON.
    pub fn carry_out(&self, room: &Room, fields: Fields<'_>) -> Result<String, Fault> {
        (self.carry_out)(room, fields)
    }
}

/// Fields that say what things cost: whoever may not see that is told nothing in them, and finds none.
const COSTS: [&str; 4] = ["cost", "total", "value", "corrected"];

/// Takes the fields out of an answer that say what things cost.
fn leave_out(answer: &mut Value) {
    match answer {
        Value::Object(fields) => {
            fields.retain(|name, _| !COSTS.contains(&name.as_str()));
            fields.values_mut().for_each(leave_out);
        }
        Value::Array(all) => all.iter_mut().for_each(leave_out),
        _ => {}
    }
}

const ROWS: &[Row] = &[
    Row::of::<does::AddLocation>("do", "add_location"),
    Row::of::<does::AddWarehouse>("do", "add_warehouse"),
    Row::of::<does::AddBin>("do", "add_bin"),
    Row::of::<does::AddProduct>("do", "add_product"),
    Row::of::<post::Post>("do", "post"),
    Row::of::<drafts::Open>("do", "open"),
    Row::of::<drafts::EditHead>("do", "edit_draft"),
    Row::of::<drafts::Pick>("do", "pick"),
    Row::of::<drafts::PutBack>("do", "put_back"),
    Row::of::<drafts::AddLine>("do", "add_line"),
    Row::of::<drafts::EditLine>("do", "edit_line"),
    Row::of::<drafts::RemoveLine>("do", "remove_line"),
    Row::of::<drafts::DeleteDraft>("do", "delete_draft"),
    Row::of::<drafts::PostDraft>("do", "post_draft"),
    Row::of::<does::Cancel>("do", "cancel"),
    Row::of::<orders::Reserve>("do", "reserve"),
    Row::of::<orders::Release>("do", "release"),
    Row::of::<orders::Close>("do", "close"),
    Row::of::<orders::Ship>("do", "ship"),
    Row::of::<orders::Receive>("do", "receive"),
    Row::of::<orders::SendBack>("do", "send_back"),
    Row::of::<serialise::Serialise>("do", "serialise"),
    Row::of::<serialise::BeginConversion>("do", "begin_conversion"),
    Row::of::<serialise::AddSerials>("do", "add_serials"),
    Row::of::<serialise::TakeBackSerials>("do", "take_back_serials"),
    Row::of::<serialise::GenerateMissing>("do", "generate_missing"),
    Row::of::<serialise::SaveConversion>("do", "save_conversion"),
    Row::of::<serialise::DropConversion>("do", "drop_conversion"),
    Row::of::<settings::ChangeSettings>("do", "settings"),
    Row::of::<correct::Correct>("do", "correct"),
    Row::of::<handing::Share>("do", "share"),
    Row::of::<handing::HandOver>("do", "hand_over"),
    Row::of::<handing::TakeOver>("do", "take_over"),
    Row::of::<people::AddRole>("do", "add_role"),
    Row::of::<people::EditRole>("do", "edit_role"),
    Row::of::<people::AddEmployee>("do", "add_employee"),
    Row::of::<people::EditEmployee>("do", "edit_employee"),
    Row::of::<badges::GiveBadge>("do", "give_badge"),
    Row::of::<badges::RevokeBadge>("do", "revoke_badge"),
    Row::of::<badges::SetPin>("do", "set_pin"),
    Row::of::<badges::AssignDesk>("do", "assign_desk"),
    Row::of::<people::SetRights>("do", "set_rights"),
    Row::of::<count::OpenStocktake>("do", "open_stocktake"),
    Row::of::<count::Count>("do", "count"),
    Row::of::<count::TakeBackCount>("do", "take_back_count"),
    Row::of::<count::Settle>("do", "settle"),
    Row::of::<count::DiscardStocktake>("do", "discard_stocktake"),
    Row::of::<asks::Store>("ask", "store"),
    Row::of::<asks::Home>("ask", "home"),
    Row::of::<asks::Locations>("ask", "locations"),
    Row::of::<asks::Warehouses>("ask", "warehouses"),
    Row::of::<asks::Bins>("ask", "bins"),
    Row::of::<asks::Suppliers>("ask", "suppliers"),
    Row::of::<asks::Clients>("ask", "clients"),
    Row::of::<asks::Templates>("ask", "templates"),
    Row::of::<asks::Products>("ask", "products"),
    Row::of::<asks::Product>("ask", "product"),
    Row::of::<asks::Stock>("ask", "stock"),
    Row::of::<orders::Reservations>("ask", "reservations"),
    Row::of::<asks::Layers>("ask", "layers"),
    Row::of::<asks::Units>("ask", "units"),
    Row::of::<asks::Passport>("ask", "passport"),
    Row::of::<asks::Documents>("ask", "documents"),
    Row::of::<asks::Document>("ask", "document"),
    Row::of::<asks::Drafts>("ask", "drafts"),
    Row::of::<asks::Draft>("ask", "draft"),
    Row::of::<asks::Pickable>("ask", "pickable"),
    Row::of::<people::People>("ask", "people"),
    Row::of::<badges::Desks>("ask", "desks"),
    Row::of::<people::AskRights>("ask", "rights"),
    Row::of::<serialise::AskConversion>("ask", "conversion"),
    Row::of::<asks::Journal>("ask", "journal"),
    Row::of::<count::AskStocktake>("ask", "stocktake"),
    Row::of::<count::AskFindings>("ask", "findings"),
    Row::of::<count::AskCounts>("ask", "counts"),
    Row::of::<asks::Find>("ask", "find"),
    Row::of::<asks::Resolve>("ask", "resolve"),
];

/// Finds a row by its kind and name.
pub fn find(kind: &str, name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.kind == kind && row.name == name)
}

/// Returns all rows.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter()
}

/// Returns the names of what is done, or asked.
pub fn names(kind: &str) -> impl Iterator<Item = &'static str> {
    rows().filter(move |row| row.kind == kind).map(|row| row.name)
}
