//! PDF: labels at their own size, sheets of labels, and papers; bars and squares as rectangles, text as text.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use crate::label::barcode::matrix::runs;
use crate::label::layout::{Item, Laid};
use crate::label::letters::Letters;
use crate::label::template::Sheet;

/// Dots an inch at which what becomes a PDF is laid out: finer than paper shows.
pub const DPI: u32 = 600;

/// Points of a millimetre.
const POINT: f32 = 72.0 / 25.4;

/// Name of the character collection that a font's own glyphs are.
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A page: its size in millimetres, and what lies on it, each with its upper left corner in millimetres.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Width and height.
    pub size: (f64, f64),
    /// What lies on it.
    pub laid: Vec<((f64, f64), Laid)>,
}

/// Puts labels on pages: each on its own, or as many on a sheet as there is room for.
pub fn pages(labels: Vec<Laid>, size: (f64, f64), sheet: Option<&Sheet>) -> Vec<Page> {
    let Some(sheet) = sheet else {
        return labels.into_iter().map(|laid| Page { size, laid: vec![((0.0, 0.0), laid)] }).collect();
    };
    let mut pages: Vec<Page> = Vec::new();
    for (at, laid) in labels.into_iter().enumerate() {
        let place = at % sheet.count();
        if place == 0 {
            pages.push(Page { size: (sheet.width, sheet.height), laid: Vec::new() });
        }
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand labels on a sheet")]
        let (column, row) = ((place % sheet.columns) as f64, (place / sheet.columns) as f64);
        let corner = (sheet.at[0] + column * sheet.step[0], sheet.at[1] + row * sheet.step[1]);
        if let Some(page) = pages.last_mut() {
            page.laid.push((corner, laid));
        }
    }
    pages
}

/// One face as far as it is used.
#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    /// Letter and width in thousandths, by number.
    letters: BTreeMap<u16, (char, f32)>,
}

/// Why a PDF could not be made: the letters in the program are not what they should be.
pub type Broken = subsetter::Error;

/// Writes pages. Its title is what a reader's window says.
pub fn pdf(pages: &[Page], title: &str, letters: &Letters) -> Result<Vec<u8>, Broken> {
    let mut ids = (1..).map(Ref::new);
    let mut next = || ids.next().unwrap_or(Ref::new(i32::MAX));
    let (catalog, tree, info, resources) = (next(), next(), next(), next());
    let mut pdf = Pdf::new();
    let mut used = [Used::default(), Used::default()];
    let mut kids = Vec::new();
    for page in pages {
        let (id, content) = (next(), next());
        kids.push(id);
        pdf.stream(content, &drawn(page, letters, &mut used));
        let mut written = pdf.page(id);
        written.parent(tree).media_box(paper(page.size)).contents(content);
        written.pair(Name(b"Resources"), resources);
    }
    let fonts = [next(), next()];
    {
        let mut written = pdf.indirect(resources).dict();
        let mut named = written.insert(Name(b"Font")).dict();
        for (name, id) in NAMES.iter().zip(fonts) {
            named.pair(Name(name), id);
        }
    }
    for (at, used) in used.iter().enumerate() {
        face(&mut pdf, fonts[at], &mut next, letters.face(at == 1).bytes(), used)?;
    }
    pdf.pages(tree).kids(kids.iter().copied()).count(i32::try_from(kids.len()).unwrap_or(i32::MAX));
    pdf.document_info(info).title(pdf_writer::TextStr(title)).producer(pdf_writer::TextStr("dockhand"));
    pdf.catalog(catalog).pages(tree);
    Ok(pdf.finish())
}

/// Writes a label as a page of its own size.
pub(super) fn label(laid: &Laid, letters: &Letters) -> Vec<u8> {
    #[expect(clippy::cast_precision_loss, reason = "labels are a few thousand dots wide")]
    let side = |dots: usize| dots as f64 * 25.4 / f64::from(laid.dpi);
    let page = Page { size: (side(laid.width), side(laid.height)), laid: vec![((0.0, 0.0), laid.clone())] };
    // The letters were read when they were opened, and are in the program: they are what they should be.
    pdf(&[page], "Label", letters).unwrap_or_default()
}

/// Names of the two faces on a page.
const NAMES: [&[u8]; 2] = [b"R", b"B"];

#[expect(clippy::cast_possible_truncation, reason = "sizes of paper")]
const fn points(millimetres: f64) -> f32 {
    millimetres as f32 * POINT
}

fn paper((width, height): (f64, f64)) -> Rect {
    Rect::new(0.0, 0.0, points(width), points(height))
}

/// Draws what lies on a page.
fn drawn(page: &Page, letters: &Letters, used: &mut [Used; 2]) -> Vec<u8> {
    let mut content = Content::new();
    for ((x, y), laid) in &page.laid {
        content.save_state();
        // From here on in the label's own dots, from its lower left corner.
        #[expect(clippy::cast_precision_loss, reason = "a few hundred dots an inch")]
        let dot = 72.0 / laid.dpi as f32;
        let low = points(page.size.1 - y) - whole(laid.height) * dot;
        content.transform([dot, 0.0, 0.0, dot, points(*x), low]);
        for item in &laid.items {
            draw(&mut content, item, laid.height, letters, used);
        }
        content.restore_state();
    }
    content.finish().into_vec()
}

fn draw(content: &mut Content, item: &Item, height: usize, letters: &Letters, used: &mut [Used; 2]) {
    let up = |y: usize| whole(height) - whole(y);
    match item {
        Item::Rule { at, width, height } => {
            content.rect(whole(at.0), up(at.1 + height), whole(*width), whole(*height)).fill_nonzero();
        }
        Item::Symbol { matrix, at, module, high } => {
            let tall = if matrix.is_bars() { *high } else { *module };
            for (row, modules) in matrix.rows().enumerate() {
                for (x, length) in runs(modules) {
                    let low = up(at.1 + (row + 1) * tall);
                    content.rect(whole(at.0 + x * module), low, whole(length * module), whole(tall));
                }
            }
            content.fill_nonzero();
        }
        Item::Text(run) => {
            let (face, used) = (letters.face(run.bold), &mut used[usize::from(run.bold)]);
            let mut numbers = Vec::new();
            for letter in run.text.chars() {
                let number = used.glyphs.remap(face.glyph(letter));
                #[expect(clippy::cast_possible_truncation, reason = "widths of letters")]
                used.letters.entry(number).or_insert((letter, face.advance(letter) as f32 * 1000.0));
                numbers.extend(number.to_be_bytes());
            }
            content.begin_text().set_font(Name(NAMES[usize::from(run.bold)]), whole(run.size));
            content.next_line(whole(run.x), up(run.baseline)).show(Str(&numbers)).end_text();
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "pages are some ten thousand dots")]
const fn whole(dots: usize) -> f32 {
    dots as f32
}

/// Writes one face with only the letters that are used, and which letters they are, so that text can be searched.
fn face(pdf: &mut Pdf, id: Ref, next: &mut impl FnMut() -> Ref, bytes: &[u8], used: &Used) -> Result<(), Broken> {
    let (cid, descriptor, file, unicode) = (next(), next(), next(), next());
    // Six letters and a plus, as the standard asks of a subset.
    let name = Name(b"DOCKHA+DejaVuSansCondensed");
    pdf.type0_font(id)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut font = pdf.cid_font(cid);
    font.subtype(CidFontType::Type2).base_font(name).system_info(IDENTITY).font_descriptor(descriptor);
    font.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
    font.widths().consecutive(
        0,
        (0..=used.letters.keys().last().copied().unwrap_or(0))
            .map(|number| used.letters.get(&number).map_or(0.0, |(_, width)| *width)),
    );
    drop(font);
    // Of the whole face, in thousandths of the letters' size.
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(-918.0, -463.0, 1614.0, 1232.0))
        .italic_angle(0.0)
        .ascent(928.0)
        .descent(-236.0)
        .cap_height(729.0)
        .stem_v(80.0)
        .font_file2(file);
    pdf.stream(file, &subsetter::subset(bytes, 0, &used.glyphs)?);
    let mut cmap = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
    for (number, (letter, _)) in &used.letters {
        cmap.pair(*number, *letter);
    }
    pdf.cmap(unicode, &cmap.finish());
    Ok(())
}
