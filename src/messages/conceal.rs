//! What whoever may not see costs is not told: no answer and no outcome brings them a cost, a value or a total.
//!
//! Amounts that are not told are zero, or none; what only speaks of a cost is left out. Each kind of answer stands here
//! by name, so that a new one is thought of. Screens and `exec` leave the zeros out, by the same permission.

use super::answer::{
    Answer, CorrectedView, DocumentRow, DocumentView, DraftView, FindingRow, Found, PaperBody, PaperView, StockRow,
    StocktakeView, SummaryView, Undoing, UnitRow,
};
use super::command::Command;
use super::outcome::{Outcome, PostedDocument, Took};
use crate::domain::money::Money;

impl Answer {
    /// Takes all costs, values and totals out.
    #[must_use]
    pub fn without_costs(mut self) -> Answer {
        match &mut self {
            Answer::Home(home) => rows(&mut home.drafts),
            Answer::Found(found) => found.iter_mut().for_each(|found| match found {
                Found::Document(document) => row(document),
                Found::Product(_) | Found::Unit(_) => {}
            }),
            Answer::Draft(view) => draft(view),
            Answer::Summary(view) => summary(view),
            Answer::Product(view) => {
                view.balances.iter_mut().for_each(|(.., goods)| goods.value = Money::ZERO);
                if let Some(last) = &mut view.last {
                    last.cost = None;
                }
            }
            Answer::Units(page) => units(&mut page.rows),
            Answer::Layers(page) => {
                page.rows.iter_mut().for_each(|layer| (layer.value, layer.cost) = (Money::ZERO, Money::ZERO));
            }
            Answer::Stock(page) => stock(&mut page.rows),
            Answer::Documents(page) => rows(&mut page.rows),
            Answer::Document(view) => document(view),
            Answer::Paper(view) => paper(view),
            Answer::Passport(view) => view.cost = Money::ZERO,
            Answer::Conversion(view) => view.value = Money::ZERO,
            Answer::MoveDraft(view) => {
                view.cost = Money::ZERO;
                for line in &mut view.lines {
                    line.cost = None;
                    took(&mut line.took);
                }
            }
            Answer::Pickable(page) => page.rows.iter_mut().for_each(|unit| unit.unit.cost = Money::ZERO),
            Answer::Stocktake(view) => stocktake(view),
            Answer::Findings(page) => findings(&mut page.rows),
            Answer::LastDone(done) => {
                if let Some(Undoing::By(ways)) = done.as_mut().map(|done| &mut done.undo) {
                    ways.retain(|way| !matches!(way.command, Command::CorrectCost { .. }));
                }
            }
            Answer::Store(_)
            | Answer::Meanings(_)
            | Answer::Hint(_)
            | Answer::Scans(_)
            | Answer::Tray(_)
            | Answer::Preview(_)
            | Answer::Products(_)
            | Answer::Journal(_)
            | Answer::Labels(_)
            | Answer::Warehouses(_)
            | Answer::Locations(_)
            | Answer::Bins(_)
            | Answer::Suppliers(_)
            | Answer::Clients(_)
            | Answer::Templates(_)
            | Answer::Desk(_)
            | Answer::Scanner(_)
            | Answer::Employee(_)
            | Answer::Allowed(_)
            | Answer::Rights(_)
            | Answer::Desks(_)
            | Answer::Door(_)
            | Answer::People(_)
            | Answer::Movements(_)
            | Answer::Rest(_)
            | Answer::Picked(_)
            | Answer::Counts(_)
            | Answer::Reservations(_) => {}
        }
        self
    }
}

fn rows(rows: &mut [DocumentRow]) {
    rows.iter_mut().for_each(row);
}

fn row(row: &mut DocumentRow) {
    row.total = Money::ZERO;
}

fn document(view: &mut DocumentView) {
    row(&mut view.row);
    rows(&mut view.links);
    view.corrections.retain(|correction| !matches!(correction.what, CorrectedView::Cost { .. }));
    for line in &mut view.lines {
        (line.cost, line.corrected) = (Money::ZERO, None);
        took(&mut line.took);
    }
}

fn units(units: &mut [UnitRow]) {
    for unit in units {
        unit.cost = Money::ZERO;
    }
}

fn stock(rows: &mut [StockRow]) {
    for row in rows {
        row.value = Money::ZERO;
    }
}

fn stocktake(view: &mut StocktakeView) {
    row(&mut view.row);
    rows(&mut view.links);
}

fn findings(findings: &mut [FindingRow]) {
    for finding in findings {
        finding.cost = None;
    }
}

fn paper(view: &mut PaperView) {
    view.costs = false;
    match &mut view.body {
        PaperBody::Passport(passport) => passport.cost = Money::ZERO,
        PaperBody::Document { document: view, units: lines } => {
            document(view);
            for line in lines {
                units(line);
            }
        }
        PaperBody::CountSheet { stocktake: view, goods } => {
            stocktake(view);
            stock(goods);
        }
        PaperBody::Stocktake { stocktake: view, findings: found, .. } => {
            stocktake(view);
            findings(found);
        }
    }
}

fn draft(view: &mut DraftView) {
    view.lines.iter_mut().for_each(|line| (line.cost, line.total) = (None, None));
}

fn summary(view: &mut SummaryView) {
    view.value = Money::ZERO;
    draft(&mut view.draft);
}

fn took(took: &mut [Took]) {
    for took in took {
        took.cost = Money::ZERO;
    }
}

fn posted(document: &mut PostedDocument) {
    for line in &mut document.lines {
        line.cost = Money::ZERO;
        took(&mut line.took);
    }
}

impl Outcome {
    /// Tells whether it speaks of costs.
    pub const fn tells_costs(&self) -> bool {
        matches!(self, Outcome::Posted(_) | Outcome::Settled(_) | Outcome::Converted(_) | Outcome::CostCorrected(_))
    }

    /// Takes all costs out. Only the answer is so: what is kept for the same command sent again has them.
    #[must_use]
    pub fn without_costs(mut self) -> Outcome {
        match &mut self {
            Outcome::Posted(document) => posted(document),
            Outcome::Settled(settled) => settled.documents.iter_mut().for_each(|by| posted(&mut by.posted)),
            Outcome::Converted(product) => product.cost = Money::ZERO,
            Outcome::CostCorrected(cost) => {
                (cost.from, cost.to, cost.on_hand, cost.gone) = (Money::ZERO, Money::ZERO, Money::ZERO, Money::ZERO);
            }
            // Nothing else speaks of money.
            _ => {}
        }
        self
    }
}
