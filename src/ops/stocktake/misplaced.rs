//! Goods that one shelf lacks and another has too much of: they are neither lost nor new, and are transferred.

use std::collections::BTreeMap;

use super::compare::Finding;
use crate::domain::count::{FindingKind, Misplaced, Subject, misplaced};
use crate::domain::id::{BinId, ProductId};
use crate::domain::quantity::Quantity;

/// What becomes of goods that differ from the books, when all of these findings are settled together.
#[derive(Debug, Default)]
pub struct Sorted {
    /// What goes from shelf to shelf.
    pub moves: Vec<Misplaced>,
    /// What a shelf lacks, in thousandths.
    lacks: BTreeMap<(ProductId, BinId), i64>,
}

impl Sorted {
    /// Sorts findings. Goods that moved while they were counted are left out: nobody can tell which pieces were counted.
    pub fn of<'a>(findings: impl Iterator<Item = &'a Finding> + Clone) -> Sorted {
        let told = findings.filter(|finding| !finding.moved);
        let moves = misplaced(told.clone().map(|finding| (&finding.what, finding.kind, finding.quantity)));
        let lacks = told.filter(|finding| finding.kind == FindingKind::Shortage).filter_map(|finding| {
            let Subject::Goods { product, bin } = finding.what else { return None };
            Some(((product, bin), finding.quantity.thousandths()))
        });
        Sorted { moves, lacks: lacks.collect() }
    }

    /// Returns how much of a product is lost: missing, and on no other shelf.
    pub fn lost(&self, id: ProductId) -> Quantity {
        let lacks: i64 = self.lacks.iter().filter(|((product, _), _)| *product == id).map(|(_, missing)| missing).sum();
        let moves = self.moves.iter().filter(|one| one.product == id).map(|one| one.quantity.thousandths());
        Quantity::from_thousandths(lacks - moves.sum::<i64>())
    }

    /// Returns what is left of a finding that was sorted: what is really missing, or too much.
    pub fn rest(&self, finding: &Finding) -> Quantity {
        let Subject::Goods { product, bin } = finding.what else { return finding.quantity };
        let is_its = |one: &&Misplaced| one.product == product && (one.from == bin || one.to == bin);
        let moves = self.moves.iter().filter(is_its).map(|one| one.quantity.thousandths());
        Quantity::from_thousandths(finding.quantity.thousandths() - moves.sum::<i64>())
    }

    /// Returns the shelves that goods lying on this one are brought from, each with all that it lacks.
    pub fn brought_from(&self, id: ProductId, to: BinId) -> Vec<(BinId, Quantity)> {
        let its = self.moves.iter().filter(|one| one.product == id && one.to == to);
        its.map(|one| (one.from, self.lacks.get(&(id, one.from)).copied().unwrap_or(0)))
            .map(|(from, missing)| (from, Quantity::from_thousandths(missing)))
            .collect()
    }

    /// Returns how much lies on the wrong shelf, in thousandths.
    pub fn moved(&self) -> i64 {
        self.moves.iter().map(|one| one.quantity.thousandths()).sum()
    }
}
