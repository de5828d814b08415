//! What a label looks like: a file of `config/labels`, compiled in, or of a folder that lays its own over them.
//!
//! Sizes are in millimetres, from the upper left corner. A template that cannot be used is one sentence with its
//! file and line, said when it is read, never when the label is due.

mod wording;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

pub use wording::{Piece, Wording};

use super::barcode::Symbology;

/// Templates that come with dockhand, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("unit", include_str!("../../config/labels/unit.toml")),
    ("unit-small", include_str!("../../config/labels/unit-small.toml")),
    ("product", include_str!("../../config/labels/product.toml")),
    ("price", include_str!("../../config/labels/price.toml")),
    ("bin", include_str!("../../config/labels/bin.toml")),
    ("badge", include_str!("../../config/labels/badge.toml")),
    ("command", include_str!("../../config/labels/command.toml")),
    ("sscc", include_str!("../../config/labels/sscc.toml")),
];

/// What a template is a label of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// One piece with a serial.
    Unit,
    /// A product, or goods without serials.
    Product,
    /// A shelf.
    Bin,
    /// An employee's badge.
    Badge,
    /// A command of the key table.
    Command,
    /// A carton or pallet.
    Carton,
}

impl Subject {
    /// Returns the word for it: `unit`.
    pub const fn word(self) -> &'static str {
        match self {
            Subject::Unit => "unit",
            Subject::Product => "product",
            Subject::Bin => "bin",
            Subject::Badge => "badge",
            Subject::Command => "command",
            Subject::Carton => "carton",
        }
    }
}

/// Where text stands in its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// A place on the label, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

/// A field of text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextField {
    /// Where.
    pub area: Area,
    /// What.
    pub wording: Wording,
    /// Height of a line's letters in millimetres, at most.
    pub letters: f64,
    /// The least they shrink to.
    pub smallest: f64,
    /// Lines it may wrap to.
    pub lines: usize,
    /// Where in the field.
    pub align: Align,
    /// In bold.
    pub bold: bool,
    /// It is never cut short: a label on which it does not fit is not printed.
    pub whole: bool,
}

/// A field with a symbol.
#[derive(Debug, Clone, PartialEq)]
pub struct SymbolField {
    /// Where, its quiet zone within.
    pub area: Area,
    /// What a scanner sends.
    pub wording: Wording,
    /// Symbologies, the first that takes the text and fits is drawn.
    pub symbols: Vec<Symbology>,
    /// Height of the letters below it in millimetres; none without.
    pub letters: Option<f64>,
    /// Largest width of a module, in millimetres.
    pub widest: f64,
}

/// How many labels lie on a sheet of paper, and where; in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Width of the paper.
    pub width: f64,
    /// Height of the paper.
    pub height: f64,
    /// Labels beside each other.
    pub columns: usize,
    /// Labels below each other.
    pub rows: usize,
    /// Upper left corner of the first.
    pub at: [f64; 2],
    /// From one label's corner to that of the next, to the right and downwards.
    pub step: [f64; 2],
}

/// A label's look.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Name it is asked for by: the file's.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is a label of.
    pub subject: Subject,
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// Dots an inch where the printer does not say.
    pub dpi: u32,
    /// The sheet it is printed on, where it is one.
    pub sheet: Option<Sheet>,
    /// Texts.
    pub texts: Vec<TextField>,
    /// Symbols.
    pub symbols: Vec<SymbolField>,
    /// Black rectangles.
    pub rules: Vec<Area>,
}

/// Why a template cannot be used: `unit.toml:7: …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {words}")]
pub struct TemplateError {
    /// Its file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub words: String,
}

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    #[serde(rename = "for")]
    subject: Subject,
    size: Spanned<[f64; 2]>,
    dpi: Option<Spanned<u32>>,
    sheet: Option<Spanned<Sheet>>,
    #[serde(default)]
    text: Vec<WrittenText>,
    #[serde(default)]
    symbol: Vec<WrittenSymbol>,
    #[serde(default)]
    rule: Vec<WrittenRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenText {
    at: Spanned<[f64; 2]>,
    size: [f64; 2],
    text: Spanned<String>,
    letters: Option<Spanned<f64>>,
    smallest: Option<Spanned<f64>>,
    #[serde(default = "one")]
    lines: usize,
    #[serde(default)]
    align: Align,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    whole: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSymbol {
    at: Spanned<[f64; 2]>,
    size: [f64; 2],
    data: Spanned<String>,
    symbols: Spanned<Vec<Symbology>>,
    letters: Option<Spanned<f64>>,
    #[serde(default = "widest")]
    widest: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    at: Spanned<[f64; 2]>,
    size: [f64; 2],
}

const fn one() -> usize {
    1
}

/// Modules of 1 mm are read from across a room; wider ones only waste the label.
const fn widest() -> f64 {
    1.0
}

/// Dots an inch of most label printers.
const USUAL_DPI: u32 = 203;

/// Height of letters that most people read without glasses, the least that text shrinks to by itself.
const SMALLEST: f64 = 1.6;

/// Height of a line as a part of its letters' height.
const LINE: f64 = 1.2;

/// Says where in a file something is wrong.
struct Place<'a> {
    file: &'a str,
    text: &'a str,
}

impl Place<'_> {
    fn wrong(&self, at: &Range<usize>, words: impl Into<String>) -> TemplateError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        TemplateError { file: self.file.to_owned(), line: before.matches('\n').count() + 1, words: words.into() }
    }
}

impl Template {
    /// Reads a template; `file` is what its sentences name, and its name without the ending is the template's.
    pub fn parse(file: &str, text: &str) -> Result<Template, TemplateError> {
        let place = Place { file, text };
        let written: Written = toml::from_str(text)
            .map_err(|why| place.wrong(&why.span().unwrap_or(0..0), why.message().replace('\n', ", ")))?;
        let [width, height] = *written.size.get_ref();
        if !(5.0..=500.0).contains(&width) || !(5.0..=500.0).contains(&height) {
            return Err(place.wrong(&written.size.span(), format!("{width} × {height}: a side has 5 to 500 mm")));
        }
        let dpi = written.dpi.as_ref().map_or(USUAL_DPI, |dpi| *dpi.get_ref());
        if !(100..=1200).contains(&dpi) {
            let at = written.dpi.map_or(0..0, |dpi| dpi.span());
            return Err(place.wrong(&at, format!("{dpi}: a printer has 100 to 1200 dots an inch")));
        }
        if let Some(sheet) = &written.sheet {
            sheet.get_ref().hold(width, height).map_err(|words| place.wrong(&sheet.span(), words))?;
        }
        let within = |at: &Spanned<[f64; 2]>, size: [f64; 2]| {
            let area = Area { x: at.get_ref()[0], y: at.get_ref()[1], width: size[0], height: size[1] };
            area.hold(width, height).map_err(|words| place.wrong(&at.span(), words)).map(|()| area)
        };
        let texts = written.text.into_iter().map(|field| field.read(&place, within));
        let symbols = written.symbol.into_iter().map(|field| field.read(&place, within));
        let rules = written.rule.into_iter().map(|rule| within(&rule.at, rule.size));
        let stem = file.rsplit('/').next().unwrap_or(file);
        Ok(Template {
            name: stem.strip_suffix(".toml").unwrap_or(stem).to_owned(),
            title: written.title,
            subject: written.subject,
            width,
            height,
            dpi,
            sheet: written.sheet.map(Spanned::into_inner),
            texts: texts.collect::<Result<_, _>>()?,
            symbols: symbols.collect::<Result<_, _>>()?,
            rules: rules.collect::<Result<_, _>>()?,
        })
    }
}

impl WrittenText {
    fn read(
        self,
        place: &Place<'_>,
        within: impl Fn(&Spanned<[f64; 2]>, [f64; 2]) -> Result<Area, TemplateError>,
    ) -> Result<TextField, TemplateError> {
        let area = within(&self.at, self.size)?;
        let wording = Wording::parse(self.text.get_ref()).map_err(|words| place.wrong(&self.text.span(), words))?;
        if self.lines == 0 {
            return Err(place.wrong(&self.at.span(), "lines = 0: a text has one line at least"));
        }
        // Letters as high as the field's lines leave room for, unless they are told.
        #[expect(clippy::cast_precision_loss, reason = "a label has few lines")]
        let room = area.height / (self.lines as f64 * LINE);
        let letters = size(place, self.letters.as_ref())?.unwrap_or(room);
        let smallest = size(place, self.smallest.as_ref())?.unwrap_or(SMALLEST).min(letters);
        let Self { lines, align, bold, whole, .. } = self;
        Ok(TextField { area, wording, letters, smallest, lines, align, bold, whole })
    }
}

impl WrittenSymbol {
    fn read(
        self,
        place: &Place<'_>,
        within: impl Fn(&Spanned<[f64; 2]>, [f64; 2]) -> Result<Area, TemplateError>,
    ) -> Result<SymbolField, TemplateError> {
        let area = within(&self.at, self.size)?;
        let wording = Wording::parse(self.data.get_ref()).map_err(|words| place.wrong(&self.data.span(), words))?;
        if self.symbols.get_ref().is_empty() {
            return Err(place.wrong(&self.symbols.span(), "symbols names none: one at least"));
        }
        let letters = size(place, self.letters.as_ref())?;
        Ok(SymbolField { area, wording, symbols: self.symbols.into_inner(), letters, widest: self.widest })
    }
}

/// Reads the height of letters.
fn size(place: &Place<'_>, written: Option<&Spanned<f64>>) -> Result<Option<f64>, TemplateError> {
    let Some(written) = written else { return Ok(None) };
    let height = *written.get_ref();
    if (0.5..=200.0).contains(&height) {
        return Ok(Some(height));
    }
    Err(place.wrong(&written.span(), format!("{height}: letters are 0.5 to 200 mm high")))
}

impl Area {
    /// Holds that it lies on the label, to a hundredth of a millimetre.
    fn hold(&self, width: f64, height: f64) -> Result<(), String> {
        let Area { x, y, width: wide, height: high } = *self;
        if [x, y, wide, high].iter().any(|side| !side.is_finite()) || wide <= 0.0 || high <= 0.0 {
            return Err(format!("{wide} × {high}: a field has a width and a height above 0"));
        }
        if x < 0.0 || y < 0.0 || x + wide > width + 0.01 || y + high > height + 0.01 {
            let (right, below) = (x + wide, y + high);
            return Err(format!(
                "the field reaches from {x}, {y} to {right}, {below}: the label is {width} × {height} mm"
            ));
        }
        Ok(())
    }
}

impl Sheet {
    /// Holds that all labels lie on the paper.
    fn hold(&self, width: f64, height: f64) -> Result<(), String> {
        if self.columns == 0 || self.rows == 0 || self.columns * self.rows > 1000 {
            return Err(format!("{} × {} labels: a sheet has 1 to 1000", self.columns, self.rows));
        }
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let last = |count: usize, at: f64, step: f64, side: f64| at + (count - 1) as f64 * step + side;
        let right = last(self.columns, self.at[0], self.step[0], width);
        let below = last(self.rows, self.at[1], self.step[1], height);
        if right > self.width + 0.01 || below > self.height + 0.01 {
            return Err(format!(
                "the last label ends at {right}, {below}: the sheet is {} × {} mm",
                self.width, self.height
            ));
        }
        Ok(())
    }

    /// Returns how many labels are on one.
    pub const fn count(&self) -> usize {
        self.columns * self.rows
    }
}

/// All templates there are, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Templates(BTreeMap<String, Template>);

impl Templates {
    /// Reads those that come with dockhand.
    pub fn built_in() -> Result<Templates, TemplateError> {
        Templates::read(&[])
    }

    /// Reads files (name, text) over those that come with dockhand; one of the same name takes its place.
    pub fn read(files: &[(String, String)]) -> Result<Templates, TemplateError> {
        let mut all = BTreeMap::new();
        let built_in = BUILT_IN.iter().map(|(name, text)| (format!("{name}.toml"), (*text).to_owned()));
        for (file, text) in built_in.chain(files.iter().cloned()) {
            let template = Template::parse(&file, &text)?;
            all.insert(template.name.clone(), template);
        }
        Ok(Templates(all))
    }

    /// Finds a template; its sentence names those there are.
    pub fn find(&self, name: &str) -> Result<&Template, String> {
        let known = || self.0.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        self.0.get(name).ok_or_else(|| format!("{name} is no label template: there are {}", known()))
    }

    /// Returns all of them, by name.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "title = \"T\"\nfor = \"unit\"\nsize = [50, 25]\n";

    #[test]
    fn those_that_come_with_dockhand_are_sound() {
        let all = Templates::built_in().unwrap();
        assert_eq!(all.all().count(), BUILT_IN.len());
        assert_eq!(all.find("unit").unwrap().subject, Subject::Unit);
    }

    #[test]
    fn what_is_wrong_is_one_sentence_with_file_and_line() {
        for (rest, told) in [
            ("[[text]]\nat = [1, 1]\nsize = [9, 3]\ntext = \"{serail}\"", "t.toml:7: {serail} is no variable"),
            ("[[text]]\nat = [45, 1]\nsize = [9, 3]\ntext = \"x\"", "t.toml:5: the field reaches from 45, 1 to 54, 4"),
            ("[[text]]\nat = [1, 1]\nsize = [9, 3]\ntxt = \"x\"", "t.toml:7: unknown field `txt`"),
            ("dpi = 20", "t.toml:4: 20: a printer has 100 to 1200"),
            ("[[symbol]]\nat = [1, 1]\nsize = [9, 3]\ndata = \"x\"\nsymbols = [\"qrr\"]", "t.toml:8: unknown variant"),
            ("[[text]]\nat = [1, 1]\nsize = [9, 3]\nletters = 0.1\ntext = \"x\"", "t.toml:7: 0.1: letters are 0.5"),
            ("[[text]]\nat = [1, 1]\nsize = [9, 3]\ntext = \"{serial\"", "t.toml:7: {serial has no closing brace"),
            (
                "[sheet]\nwidth = 60\nheight = 30\ncolumns = 2\nrows = 1\nat = [1, 1]\nstep = [50, 25]",
                "t.toml:4: the last label ends at 101, 26: the sheet is 60 × 30 mm",
            ),
            ("size = ", "t.toml:4: "),
        ] {
            let sentence = Template::parse("t.toml", &format!("{SOUND}{rest}")).unwrap_err().to_string();
            assert!(sentence.starts_with(told), "{rest}: {sentence}");
            assert_eq!(sentence.lines().count(), 1, "{sentence}");
        }
    }

    #[test]
    fn a_file_takes_the_place_of_the_template_of_its_name() {
        let own = Templates::read(&[("/etc/labels/unit.toml".into(), SOUND.into())]).unwrap();
        assert_eq!(own.find("unit").unwrap().title, "T");
        let sentence = own.find("units").unwrap_err();
        assert_eq!(
            sentence,
            "units is no label template: there are badge, bin, command, price, product, sscc, unit, unit-small"
        );
    }
}
