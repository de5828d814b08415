//! What stands in the way of settling a finding: somebody holds it, it is not posted yet, nobody can tell.

use super::compare::{Count, Finding, on_hand};
use super::misplaced::Sorted;
use super::units::seen;
use crate::domain::count::{FindingKind, Subject};
use crate::domain::id::{BinId, ProductId};
use crate::domain::lot::LotState;
use crate::domain::place::Place;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{No, Refused, Standing};
use crate::ops::{held, reservations, settings, standing};
use crate::store::tables::{BALANCE, PRODUCT, WAREHOUSE};

impl Count<'_> {
    /// Returns why a finding cannot be settled now, together with those it was sorted with, naming what holds it.
    pub fn held(&self, now: Moment, finding: &Finding, sorted: &Sorted) -> Result<Option<Refused>, No> {
        let Some(product) = finding.product else {
            let serial = finding.serial.clone().unwrap_or_default();
            let what = "unit".to_owned();
            return Ok(Some(Refused::Unknown { what, value: serial, hint: "; say which product it is of".to_owned() }));
        };
        if finding.moved {
            let name = self.view.need(PRODUCT, &product)?.name;
            let sentence = format!("{name} moved while it was counted: count it again and type what is there, *12");
            return Ok(Some(Refused::Changed(sentence)));
        }
        match (&finding.what, finding.kind) {
            (Subject::Unit { .. }, _) => self.unit_held(now, finding),
            (Subject::Goods { .. }, FindingKind::Shortage) => match self.goods_held(now, product, sorted)? {
                None => self.shelf_held(product, finding.bin, finding.quantity),
                held => Ok(held),
            },
            // What was brought here from another shelf is held by what holds it there.
            (Subject::Goods { bin, .. }, _) => {
                for (from, missing) in sorted.brought_from(product, *bin) {
                    let held = self.goods_held(now, product, sorted)?;
                    if let Some(held) =
                        held.map_or_else(|| self.shelf_held(product, Some(from), missing), |held| Ok(Some(held)))?
                    {
                        return Ok(Some(held));
                    }
                }
                Ok(None)
            }
        }
    }

    fn unit_held(&self, now: Moment, finding: &Finding) -> Result<Option<Refused>, No> {
        let (Some(unit), Some(serial)) = (&finding.unit, &finding.serial) else { return Ok(None) };
        let life = seen(&self.view, unit)?;
        let today = now.day(settings(&self.view)?.tz());
        if let Some(hold) = held::live(&self.view, life.unit, today)? {
            return Ok(Some(held::refused(&self.view, now, serial, &hold, unit)?));
        }
        if finding.kind != FindingKind::Excess {
            return Ok(None);
        }
        let (serial, standing) = (serial.clone(), standing::of(&self.view, now, unit)?);
        // What travels arrives by its transfer, and what is on a draft is posted there, not here.
        if let Standing::InTransit { document, .. } = &standing {
            let (document, sentence) = (document.clone(), format!("{serial} is {standing}: take it in there"));
            return Ok(Some(Refused::OnTheWay { serial, document, sentence }));
        }
        if life.state != LotState::Draft {
            return Ok(None);
        }
        let product = self.view.need(PRODUCT, &finding.product.unwrap_or_default())?.name;
        Ok(Some(Refused::SerialTaken { serial, product, standing: Box::new(standing) }))
    }

    /// Says that goods which are lost are promised to somebody, or are fewer by now than are missing.
    fn goods_held(&self, now: Moment, id: ProductId, sorted: &Sorted) -> Result<Option<Refused>, No> {
        let lost = sorted.lost(id);
        let balance = self.view.get(BALANCE, &(self.head.warehouse, id))?.unwrap_or_default();
        let today = now.day(settings(&self.view)?.tz());
        let reserved = reservations::held(&self.view, (self.head.warehouse, id), today)?;
        let free = balance.on_hand.checked_sub(reserved).unwrap_or(Quantity::ZERO);
        if lost <= free {
            return Ok(None);
        }
        let product = self.view.need(PRODUCT, &id)?;
        let place = self.view.need(WAREHOUSE, &self.head.warehouse)?.name;
        let what = format!("{lost} {} of {}", product.unit, product.name);
        let sentence = format!(
            "{what} are missing, {place} has {} and {} of them are reserved: release them first",
            balance.on_hand, reserved
        );
        Ok(Some(Refused::Reserved { what, document: String::new(), client: String::new(), sentence }))
    }

    /// Says that a shelf has fewer goods by now than are missing there.
    fn shelf_held(&self, id: ProductId, bin: Option<BinId>, missing: Quantity) -> Result<Option<Refused>, No> {
        let has = on_hand(&self.view, self.head.warehouse, id, bin.or(self.record.bin))?;
        if missing <= has {
            return Ok(None);
        }
        let product = self.view.need(PRODUCT, &id)?;
        let place = standing::place_name(&self.view, Place::Warehouse(self.head.warehouse, bin))?;
        let what = format!("{missing} {} of {}", product.unit, product.name);
        let sentence = format!("{what} are missing at {place}, which has {has} by now: count it again");
        Ok(Some(Refused::Changed(sentence)))
    }
}
