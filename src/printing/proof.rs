//! How a label would look, before it is printed.

use anyhow::{Context as _, Result, anyhow, bail};

use super::{PrintRoom, press};
use crate::domain::id::EmployeeId;
use crate::label::barcode::{Matrix, Symbol, Symbology};
use crate::label::facts::{Facts, Variable};
use crate::label::layout::{Item, Laid};
use crate::label::output::pdf;
use crate::label::press::Press;
use crate::label::preview;
use crate::label::template::{Subject, Template, Wording};
use crate::messages::{Answer, LabelOf, LabelRow, Labelled, Outlet, Proof, Query, Wanted, What};
use crate::stockroom::Stockroom;

/// Columns and lines there are, and whether only ASCII shows.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Columns.
    pub columns: u16,
    /// Lines for the label.
    pub lines: u16,
    /// Lines of the whole page, for its code alone.
    pub page: u16,
    /// Only ASCII shows.
    pub ascii: bool,
}

/// Lines that bars have on a screen.
const BARS: usize = 4;

impl PrintRoom {
    /// Shows how the first label of what is wanted would look, and what there is to choose from. What keeps it from
    /// being printed is said in it.
    pub fn proof(
        &self,
        stockroom: &Stockroom,
        (employee, own): (EmployeeId, &str),
        wanted: &Wanted,
        room: Room,
    ) -> Proof {
        let mut printers: Vec<String> = self.spool.printers().iter().map(|printer| printer.name.clone()).collect();
        if let Some(at) = printers.iter().position(|name| name == own) {
            printers[..=at].rotate_right(1);
        }
        let mut proof = Proof { printers, ..Proof::default() };
        if let Err(why) = self.draw(stockroom, (employee, own), wanted, room, &mut proof) {
            proof.fault = Some(format!("{why:#}"));
        }
        proof
    }

    fn draw(
        &self,
        stockroom: &Stockroom,
        (employee, own): (EmployeeId, &str),
        wanted: &Wanted,
        room: Room,
        proof: &mut Proof,
    ) -> Result<()> {
        let What::Labels(of) = &wanted.what;
        let row = first(stockroom, employee, of)?.with_context(|| format!("{} has no label", wanted.title))?;
        let mut press = press(self.config())?;
        proof.templates = templates(&press, &row.of)?;
        let template = press.template(&row.of, wanted.template.as_deref()).map_err(anyhow::Error::msg)?;
        proof.asks_price = says_price(template);
        let printer = self.printer(own, &wanted.outlet).and_then(Result::ok);
        let dpi = match wanted.outlet {
            Outlet::Pdf => pdf::DPI,
            _ => printer.map_or(template.dpi, |printer| printer.dpi),
        };
        proof.size = format!("{} × {} mm, {dpi} dpi", template.width, template.height);
        let facts = Facts::from(&row).with(Variable::Price, &wanted.price);
        let laid = press.lay(template, &facts, dpi).map_err(|why| anyhow!("{why}"))?;
        proof.texts = texts(&laid);
        proof.code = code(template, &facts, &laid, room);
        proof.picture = press.sketch(&laid, usize::from(room.columns), usize::from(room.lines), room.ascii);
        Ok(())
    }
}

/// Asks for the first label of something.
fn first(stockroom: &Stockroom, employee: EmployeeId, of: &LabelOf) -> Result<Option<LabelRow>> {
    let query = Query::Labels { of: of.clone(), after: None, limit: 1 };
    let answer = stockroom.ask_as(employee, &query).map_err(|no| anyhow!("{no}"))?;
    let Answer::Labels(page) = answer else { bail!("the store answered something else than was asked") };
    Ok(page.rows.into_iter().next())
}

/// Returns the templates a label may have, the usual one first.
fn templates(press: &Press, of: &Labelled) -> Result<Vec<(String, String)>> {
    let usual = press.template(of, None).map_err(anyhow::Error::msg)?;
    let fits = |template: &&Template| match of {
        Labelled::Unit { .. } => matches!(template.subject, Subject::Unit | Subject::Product),
        Labelled::Product { .. } => template.subject == Subject::Product,
        Labelled::Bin { .. } => template.subject == Subject::Bin,
    };
    let named = |template: &Template| (template.name.clone(), template.title.clone());
    let others = press.templates().all().filter(fits).filter(|template| template.name != usual.name);
    Ok(std::iter::once(usual).chain(others).map(named).collect())
}

fn says_price(template: &Template) -> bool {
    let wordings = template.texts.iter().map(|field| &field.wording);
    let wordings = wordings.chain(template.symbols.iter().map(|field| &field.wording));
    wordings.flat_map(Wording::variables).any(|variable| variable == Variable::Price)
}

/// Returns what people read on a label, from top to bottom.
fn texts(laid: &Laid) -> Vec<String> {
    let mut runs: Vec<_> =
        laid.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None }).collect();
    runs.sort_by_key(|run| (run.baseline, run.x));
    runs.into_iter().map(|run| run.text.clone()).collect()
}

/// Draws the first symbol alone, to be scanned off the screen: as it is on the label, else as a QR code of the same text;
/// nothing where neither has room.
fn code(template: &Template, facts: &Facts, laid: &Laid, room: Room) -> Vec<String> {
    let fits = |matrix: &Matrix| {
        let lines = preview::symbol(matrix, BARS, room.ascii);
        let wide = |line: &String| line.chars().count() <= usize::from(room.columns);
        (lines.len() <= usize::from(room.page) && lines.iter().all(wide)).then_some(lines)
    };
    let own = laid.items.iter().find_map(|item| match item {
        Item::Symbol { matrix, .. } => Some(matrix),
        _ => None,
    });
    let text = template.symbols.first().map(|field| field.wording.said(facts)).unwrap_or_default();
    let square = || Symbol::new(Symbology::Qr, &text).ok().and_then(|symbol| fits(&symbol.matrix));
    own.and_then(|own| fits(own).or_else(square)).unwrap_or_default()
}
