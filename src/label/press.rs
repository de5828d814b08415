//! From what a label shall say to what is printed: templates and letters in one hand.

use super::facts::Facts;
use super::layout::{Laid, Misfit, lay};
use super::letters::Letters;
use super::output::{Language, pdf};
use super::png::png;
use super::template::{Subject, Template, Templates};
use super::{dots::Dots, preview};
use crate::messages::{LabelRow, Labelled};

/// Templates taken where none is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    /// For one piece with a serial.
    pub unit: String,
    /// For a product, and goods without serials.
    pub product: String,
    /// For a shelf.
    pub bin: String,
}

/// Lays labels out and writes them.
pub struct Press {
    templates: Templates,
    usual: Usual,
    letters: Letters,
}

/// Millimetres between labels that lie on one picture.
const APART: usize = 2;

impl Press {
    /// Makes one with the templates that come with dockhand and files (name, text) laid over them.
    pub fn new(files: &[(String, String)], usual: Usual) -> Result<Press, String> {
        let templates = Templates::read(files).map_err(|why| why.to_string())?;
        for (name, subject) in
            [(&usual.unit, Subject::Unit), (&usual.product, Subject::Product), (&usual.bin, Subject::Bin)]
        {
            if templates.find(name)?.subject != subject {
                return Err(format!("{name} is no label template of a {}", subject.word()));
            }
        }
        let letters = Letters::new().map_err(|why| why.to_string())?;
        Ok(Press { templates, usual, letters })
    }

    /// Returns all templates.
    pub const fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Returns the template for a label: the one that is named, else the usual one for what it is of.
    pub fn template(&self, of: &Labelled, named: Option<&str>) -> Result<&Template, String> {
        let (usual, subject) = match of {
            Labelled::Unit { .. } => (&self.usual.unit, Subject::Unit),
            Labelled::Product { .. } => (&self.usual.product, Subject::Product),
            Labelled::Bin { .. } => (&self.usual.bin, Subject::Bin),
        };
        let template = self.templates.find(named.unwrap_or(usual))?;
        if template.subject == subject || (subject, template.subject) == (Subject::Unit, Subject::Product) {
            return Ok(template);
        }
        Err(format!("{} is a label of a {}, this is a {}", template.name, template.subject.word(), subject.word()))
    }

    /// Lays one label out.
    pub fn lay(&self, template: &Template, facts: &Facts, dpi: u32) -> Result<Laid, Misfit> {
        lay(template, facts, dpi, &self.letters)
    }

    /// Lays a label out by the template that is named, or the usual one; facts may be added.
    pub fn lay_row(
        &self,
        row: &LabelRow,
        named: Option<&str>,
        dpi: Option<u32>,
        add: impl Fn(Facts) -> Facts,
    ) -> Result<(Laid, &Template), String> {
        let template = self.template(&row.of, named)?;
        let laid = self.lay(template, &add(Facts::from(row)), dpi.unwrap_or(template.dpi));
        laid.map(|laid| (laid, template)).map_err(|why| why.to_string())
    }

    /// Returns the bytes that print a label once.
    pub fn write(&mut self, laid: &Laid, language: Language) -> Vec<u8> {
        language.write(laid, &mut self.letters)
    }

    /// Returns a label as its dots.
    pub fn draw(&mut self, laid: &Laid) -> Dots {
        laid.draw(&mut self.letters)
    }

    /// Returns labels as one picture, below each other where they are several.
    pub fn png(&mut self, labels: &[Laid]) -> Result<Vec<u8>, String> {
        let dpi = labels.first().map_or(0, |laid| laid.dpi);
        let apart = APART * dpi as usize * 10 / 254;
        let width = labels.iter().map(|laid| laid.width).max().unwrap_or(0);
        let height = labels.iter().map(|laid| laid.height + apart).sum::<usize>().saturating_sub(apart);
        let mut whole = Dots::white(width, height);
        let mut top = 0;
        for laid in labels {
            whole.put(&laid.draw(&mut self.letters), top);
            top += laid.height + apart;
        }
        png(&whole, dpi).map_err(|why| why.to_string())
    }

    /// Returns labels as a PDF: on sheets where the template is of one, else each on a page of its own size.
    pub fn pdf(&self, labels: Vec<Laid>, template: &Template, title: &str) -> Result<Vec<u8>, String> {
        let pages = pdf::pages(labels, (template.width, template.height), template.sheet.as_ref());
        pdf::pdf(&pages, title, &self.letters).map_err(|why| why.to_string())
    }

    /// Returns a label as lines of a terminal that are too few for letters of dots: letters are written.
    pub fn sketch(&mut self, laid: &Laid, columns: usize, lines: usize, ascii: bool) -> Vec<String> {
        preview::sketch(laid, &mut self.letters, columns, lines, ascii)
    }

    /// Returns a label as lines of a terminal.
    pub fn preview(&mut self, laid: &Laid, columns: usize, lines: usize, ascii: bool) -> Vec<String> {
        preview::label(&laid.draw(&mut self.letters), columns, lines, ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(unit: &str) -> Usual {
        Usual { unit: unit.into(), product: "product".into(), bin: "bin".into() }
    }

    #[test]
    fn a_usual_template_must_be_one_of_what_it_is_for() {
        assert!(Press::new(&[], usual("unit-small")).is_ok());
        assert_eq!(Press::new(&[], usual("bin")).err().unwrap(), "bin is no label template of a unit");
        let sentence = Press::new(&[], usual("units")).err().unwrap();
        assert!(sentence.starts_with("units is no label template: there are badge,"), "{sentence}");
    }
}
