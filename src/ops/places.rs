//! Branches, warehouses and bins.

use super::people::unknown;
use super::settings::{any, bad_template};
use super::{Context, in_use, names};
use crate::domain::id::{BinId, LocationId, WarehouseId};
use crate::domain::place::{Bin, Location, Warehouse};
use crate::domain::template::Template;
use crate::messages::{No, Outcome, Refused};
use crate::store::engine::Error;
use crate::store::tables::{BIN, CodeKind, Counter, LOCATION, Tables, View, WAREHOUSE};

/// Characters a name of a place may have.
const NAME: usize = 60;
/// Characters a short code may have: it stands in unit numbers and document numbers.
const CODE: usize = 8;
/// Characters a bin's code may have.
pub const LONGEST_BIN_CODE: usize = 20;

/// A warehouse as it shall be.
#[derive(Debug, Clone, Copy)]
pub struct WarehouseEdit<'a> {
    /// Unique name.
    pub name: &'a str,
    /// Unique short code; empty keeps the one it has.
    pub code: &'a str,
    /// Branch it belongs to.
    pub location: Option<LocationId>,
    /// Template text; empty for none.
    pub template: &'a str,
}

/// Makes a branch.
pub fn add_location(tx: &mut Tables, _: &Context, name: &str, code: &str) -> Result<Outcome, No> {
    super::settings(&tx.view())?;
    let name = names::parse("a branch", name, NAME)?;
    let code = names::short_code(code, CODE)?;
    let id = LocationId(tx.next(Counter::Location)?);
    for (kind, text) in [(CodeKind::LocationName, &name), (CodeKind::LocationCode, &code)] {
        names::take(tx, kind, &names::folded(text), id.0, |view, owner| {
            let owner = view.need(LOCATION, &LocationId(owner))?.name;
            Ok(Refused::Exists { what: "branch".to_owned(), value: text.clone(), owner })
        })?;
    }
    tx.put(LOCATION, &id, &Location { name, code, archived: false })?;
    Ok(Outcome::LocationMade(id))
}

/// Makes a warehouse; an empty code makes one from the name.
pub fn add_warehouse(
    tx: &mut Tables,
    _: &Context,
    name: &str,
    code: &str,
    location: Option<LocationId>,
) -> Result<Outcome, No> {
    super::settings(&tx.view())?;
    let name = names::parse("a warehouse", name, NAME)?;
    let mut code = names::short_code(code, CODE)?;
    open_location(&tx.view(), location)?;
    let id = WarehouseId(tx.next(Counter::Warehouse)?);
    names::take(tx, CodeKind::WarehouseName, &names::folded(&name), id.0, |view, owner| taken(view, &name, owner))?;
    if code.is_empty() {
        code = free_code(&tx.view(), &name)?;
    }
    names::take(tx, CodeKind::WarehouseCode, &names::folded(&code), id.0, |view, owner| taken(view, &code, owner))?;
    tx.put(WAREHOUSE, &id, &Warehouse { name, code, location, defects: None, template: None, archived: false })?;
    Ok(Outcome::WarehouseMade(id))
}

/// Changes a warehouse. Units keep the numbers they have, whatever its code and template become.
pub fn edit_warehouse(tx: &mut Tables, cx: &Context, id: WarehouseId, edit: &WarehouseEdit) -> Result<Outcome, No> {
    let before = tx.get(WAREHOUSE, &id)?.ok_or_else(|| unknown("warehouse", id.0))?;
    let name = names::parse("a warehouse", edit.name, NAME)?;
    let code = match names::short_code(edit.code, CODE)? {
        code if code.is_empty() => before.code.clone(),
        code => code,
    };
    if edit.location != before.location {
        open_location(&tx.view(), edit.location)?;
    }
    let template = template(tx, cx, edit.template, &code)?;
    let (from, to) = (names::folded(&before.name), names::folded(&name));
    names::change(tx, CodeKind::WarehouseName, &from, &to, id.0, |view, owner| taken(view, &name, owner))?;
    let (from, to) = (names::folded(&before.code), names::folded(&code));
    names::change(tx, CodeKind::WarehouseCode, &from, &to, id.0, |view, owner| taken(view, &code, owner))?;
    tx.put(WAREHOUSE, &id, &Warehouse { name, code, location: edit.location, template, ..before })?;
    Ok(Outcome::Done)
}

/// Hides a warehouse, or shows it again.
pub fn archive_warehouse(tx: &mut Tables, _: &Context, id: WarehouseId, archived: bool) -> Result<Outcome, No> {
    let before = tx.get(WAREHOUSE, &id)?.ok_or_else(|| unknown("warehouse", id.0))?;
    if archived {
        in_use::warehouse_is_free(&tx.view(), id, &before.name)?;
    }
    tx.put(WAREHOUSE, &id, &Warehouse { archived, ..before })?;
    Ok(Outcome::Done)
}

/// Makes a bin.
pub fn add_bin(tx: &mut Tables, _: &Context, warehouse: WarehouseId, code: &str, defects: bool) -> Result<Outcome, No> {
    let room = open_warehouse(&tx.view(), warehouse)?;
    let code = bin_code(code)?;
    let id = BinId(tx.next(Counter::Bin)?);
    let key = names::bin_code(warehouse, &code);
    names::take(tx, CodeKind::BinCode, &key, id.0, |_, _| Ok(bin_taken(&code, &room)))?;
    tx.put(BIN, &id, &Bin { warehouse, code, archived: false })?;
    if defects {
        tx.put(WAREHOUSE, &warehouse, &Warehouse { defects: Some(id), ..room })?;
    }
    Ok(Outcome::BinMade(id))
}

/// Changes a bin's code, and whether goods damaged at the door go there.
pub fn edit_bin(tx: &mut Tables, _: &Context, id: BinId, code: &str, defects: bool) -> Result<Outcome, No> {
    let before = tx.get(BIN, &id)?.ok_or_else(|| unknown("bin", id.0))?;
    let room = tx.need(WAREHOUSE, &before.warehouse)?;
    let code = bin_code(code)?;
    if defects && before.archived {
        return Err(Refused::BadField(format!("{} is archived: nothing can be put there", before.code)).into());
    }
    let (from, to) = (names::bin_code(before.warehouse, &before.code), names::bin_code(before.warehouse, &code));
    names::change(tx, CodeKind::BinCode, &from, &to, id.0, |_, _| Ok(bin_taken(&code, &room)))?;
    let was = room.defects == Some(id);
    if was != defects {
        tx.put(WAREHOUSE, &before.warehouse, &Warehouse { defects: defects.then_some(id), ..room })?;
    }
    tx.put(BIN, &id, &Bin { code, ..before })?;
    Ok(Outcome::Done)
}

/// Hides a bin, or shows it again.
pub fn archive_bin(tx: &mut Tables, _: &Context, id: BinId, archived: bool) -> Result<Outcome, No> {
    let before = tx.get(BIN, &id)?.ok_or_else(|| unknown("bin", id.0))?;
    if archived {
        in_use::bin_is_free(&tx.view(), before.warehouse, id, &before.code)?;
    }
    tx.put(BIN, &id, &Bin { archived, ..before })?;
    Ok(Outcome::Done)
}

/// Returns a warehouse that documents can be for.
pub fn open_warehouse(view: &View, id: WarehouseId) -> Result<Warehouse, No> {
    let warehouse = view.get(WAREHOUSE, &id)?.ok_or_else(|| unknown("warehouse", id.0))?;
    if warehouse.archived {
        return Err(Refused::BadField(format!("{} is archived: choose another warehouse", warehouse.name)).into());
    }
    Ok(warehouse)
}

/// Tells whether the store has a warehouse.
pub fn any_warehouse(view: &View) -> Result<bool, Error> {
    any(view, WAREHOUSE)
}

fn open_location(view: &View, id: Option<LocationId>) -> Result<(), No> {
    let Some(id) = id else { return Ok(()) };
    let location = view.get(LOCATION, &id)?.ok_or_else(|| unknown("branch", id.0))?;
    if location.archived {
        return Err(Refused::BadField(format!("{} is archived: choose another branch", location.name)).into());
    }
    Ok(())
}

/// Reads a template; it must make numbers with this warehouse's code in them.
fn template(tx: &Tables, cx: &Context, text: &str, code: &str) -> Result<Option<Template>, No> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let template = Template::parse(text).map_err(bad_template)?;
    template.render(1, cx.today(&super::settings(&tx.view())?), code).map_err(bad_template)?;
    Ok(Some(template))
}

fn bin_code(text: &str) -> Result<String, Refused> {
    match names::optional(text, LONGEST_BIN_CODE)? {
        code if code.is_empty() => Err(Refused::BadField("nothing typed: a bin has a code, such as A3".to_owned())),
        code => Ok(code),
    }
}

/// Makes a code from a name: initials of several words, the beginning of one; numbered when it is taken.
fn free_code(view: &View, name: &str) -> Result<String, Error> {
    let letters = |word: &str, most: usize| {
        let plain = word.chars().filter(char::is_ascii_alphanumeric).take(most);
        plain.collect::<String>().to_ascii_uppercase()
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut code = match words[..] {
        [word] => letters(word, 4),
        _ => words.iter().take(4).map(|word| letters(word, 1)).collect(),
    };
    if code.is_empty() {
        "W".clone_into(&mut code);
    }
    let mut candidate = code.clone();
    let mut n = 1_u64;
    while names::find(view, CodeKind::WarehouseCode, &names::folded(&candidate))?.is_some() {
        n += 1;
        candidate = format!("{code}{n}");
    }
    Ok(candidate)
}

fn taken(view: &View, value: &str, owner: u64) -> Result<Refused, Error> {
    let owner = view.need(WAREHOUSE, &WarehouseId(owner))?.name;
    Ok(Refused::Exists { what: "warehouse".to_owned(), value: value.to_owned(), owner })
}

fn bin_taken(code: &str, room: &Warehouse) -> Refused {
    Refused::Exists { what: "a bin of".to_owned(), value: code.to_owned(), owner: room.name.clone() }
}
