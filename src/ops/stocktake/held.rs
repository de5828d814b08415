//! What stands in the way of settling a finding: somebody holds it, it is not posted yet, nobody can tell.

use super::compare::{Count, Finding};
use super::units::seen;
use crate::domain::count::{FindingKind, Subject};
use crate::domain::id::ProductId;
use crate::domain::lot::LotState;
use crate::domain::quantity::Quantity;
use crate::domain::time::Moment;
use crate::messages::{No, Refused};
use crate::ops::{held, reservations, settings, standing};
use crate::store::tables::{BALANCE, PRODUCT, WAREHOUSE};

impl Count<'_> {
    /// Returns why a finding cannot be settled now, naming what holds it.
    pub fn held(&self, now: Moment, finding: &Finding) -> Result<Option<Refused>, No> {
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
            (Subject::Goods { .. }, FindingKind::Shortage) => self.goods_held(now, product, finding.quantity),
            _ => Ok(None),
        }
    }

    fn unit_held(&self, now: Moment, finding: &Finding) -> Result<Option<Refused>, No> {
        let (Some(unit), Some(serial)) = (&finding.unit, &finding.serial) else { return Ok(None) };
        let life = seen(&self.view, unit)?;
        let today = now.day(settings(&self.view)?.tz());
        if let Some(hold) = held::live(&self.view, life.unit, today)? {
            return Ok(Some(held::refused(&self.view, now, serial, &hold, unit)?));
        }
        // What is on a draft is posted there, not here.
        let on_a_draft = life.state == LotState::Draft && finding.kind == FindingKind::Excess;
        let name = || Ok::<_, No>(self.view.need(PRODUCT, &finding.product.unwrap_or_default())?.name);
        if !on_a_draft {
            return Ok(None);
        }
        let standing = Box::new(standing::of(&self.view, now, unit)?);
        Ok(Some(Refused::SerialTaken { serial: serial.clone(), product: name()?, standing }))
    }

    /// Says that goods which are missing are promised to somebody, or are fewer by now than are missing.
    fn goods_held(&self, now: Moment, id: ProductId, missing: Quantity) -> Result<Option<Refused>, No> {
        let balance = self.view.get(BALANCE, &(self.head.warehouse, id))?.unwrap_or_default();
        let today = now.day(settings(&self.view)?.tz());
        let reserved = reservations::held(&self.view, (self.head.warehouse, id), today)?;
        let free = balance.on_hand.checked_sub(reserved).unwrap_or(Quantity::ZERO);
        if missing <= free {
            return Ok(None);
        }
        let product = self.view.need(PRODUCT, &id)?;
        let place = self.view.need(WAREHOUSE, &self.head.warehouse)?.name;
        let what = format!("{missing} {} of {}", product.unit, product.name);
        let sentence = format!(
            "{what} are missing, {place} has {} and {} of them are reserved: release them first",
            balance.on_hand, reserved
        );
        Ok(Some(Refused::Reserved { what, document: String::new(), client: String::new(), sentence }))
    }
}
