//! Readers of symbols that others wrote: `zbarimg` and `dmtxread`, as Debian ships them, and the crate `rxing`.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use dockhand::label::barcode::Symbology;
use dockhand::label::dots::Dots;
use dockhand::label::png::png;

/// Tells whether zbar reads this kind.
pub const fn zbar_knows(symbology: Symbology) -> bool {
    !matches!(symbology, Symbology::DataMatrix | Symbology::Gs1DataMatrix)
}

/// Reads a picture with zbar, which looks for symbols of this kind only.
pub fn zbar(symbology: Symbology, dots: &Dots) -> String {
    let kind = match symbology {
        Symbology::Code128 | Symbology::Gs1128 => "code128",
        Symbology::Ean8 => "ean8",
        Symbology::Qr => "qrcode",
        _ => "ean13",
    };
    let only = format!("-S{kind}.enable");
    run(Command::new("zbarimg").args(["-q", "--raw", "--oneshot", "--nodbus", "-Sdisable", &only, "-Sbinary"]), dots)
}

/// Reads a picture with zbar, whatever kind of symbol it has.
pub fn zbar_any(dots: &Dots) -> String {
    run(&mut any_zbar(), dots)
}

/// Reads a file with zbar.
pub fn zbar_file(file: &Path) -> String {
    output(any_zbar().arg(file))
}

fn any_zbar() -> Command {
    let mut reader = Command::new("zbarimg");
    reader.args(["-q", "--raw", "--oneshot", "--nodbus", "-Sbinary", "-Sdisable"]);
    reader.args(["-Scode128.enable", "-Sean13.enable", "-Sean8.enable", "-Sqrcode.enable"]);
    reader
}

/// Reads a picture with dmtx.
pub fn dmtx(dots: &Dots) -> String {
    run(&mut any_dmtx(), dots)
}

/// Reads a file with dmtx.
pub fn dmtx_file(file: &Path) -> String {
    output(any_dmtx().arg(file))
}

fn any_dmtx() -> Command {
    let mut reader = Command::new("dmtxread");
    reader.args(["-N1", "-m3000"]);
    reader
}

fn run(reader: &mut Command, dots: &Dots) -> String {
    let mut file = tempfile::Builder::new().suffix(".png").tempfile().unwrap();
    file.write_all(&png(dots, 203).unwrap()).unwrap();
    output(reader.arg(file.path()))
}

fn output(reader: &mut Command) -> String {
    String::from_utf8(reader.output().unwrap().stdout).unwrap()
}

/// What rxing makes of a symbol.
#[cfg(feature = "read-back")]
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    pub text: String,
    /// FNC1 stood first.
    pub gs1: bool,
}

/// Reads a picture with rxing.
#[cfg(feature = "read-back")]
pub fn rxing(symbology: Symbology, dots: &Dots) -> Read {
    use rxing::{BarcodeFormat, DecodeHints, RXingResultMetadataType, RXingResultMetadataValue};
    let format = match symbology {
        Symbology::Code128 | Symbology::Gs1128 => BarcodeFormat::CODE_128,
        Symbology::Ean13 => BarcodeFormat::EAN_13,
        Symbology::Ean8 => BarcodeFormat::EAN_8,
        Symbology::UpcA => BarcodeFormat::UPC_A,
        Symbology::Qr => BarcodeFormat::QR_CODE,
        Symbology::DataMatrix | Symbology::Gs1DataMatrix => BarcodeFormat::DATA_MATRIX,
    };
    // Without this a Code 128's FNC1 is passed over.
    let hints = DecodeHints { AssumeGs1: Some(symbology.is_gs1()), ..DecodeHints::default() };
    let read = detect(dots, Some(format), hints);
    let aim = match read.getRXingResultMetadata().get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER) {
        Some(RXingResultMetadataValue::SymbologyIdentifier(aim)) => aim.clone(),
        _ => String::new(),
    };
    // Of a Code 128 it says so in the text; and takes a check character that is 102 for one more FNC1, at the end.
    let text = read.getText().trim_end_matches('\u{1d}');
    match text.strip_prefix("]C1").filter(|_| symbology == Symbology::Gs1128) {
        Some(text) => Read { text: text.to_owned(), gs1: true },
        None => Read { text: text.to_owned(), gs1: aim == "]d2" },
    }
}

/// Reads a picture with rxing, whatever kind of symbol it has.
#[cfg(feature = "read-back")]
pub fn rxing_any(dots: &Dots) -> String {
    let read = detect(dots, None, rxing::DecodeHints::default());
    // An EAN-13 that begins with a zero is a UPC-A, and may be read as one.
    let zero = if *read.getBarcodeFormat() == rxing::BarcodeFormat::UPC_A { "0" } else { "" };
    format!("{zero}{}", read.getText())
}

#[cfg(feature = "read-back")]
fn detect(dots: &Dots, format: Option<rxing::BarcodeFormat>, mut hints: rxing::DecodeHints) -> rxing::RXingResult {
    let (width, height) = (u32::try_from(dots.width()).unwrap(), u32::try_from(dots.height()).unwrap());
    let luma = (0..dots.height())
        .flat_map(|y| (0..dots.width()).map(move |x| if dots.is_black(x, y) { 0 } else { 255 }))
        .collect();
    rxing::helpers::detect_in_luma_with_hints(luma, width, height, format, &mut hints)
        .unwrap_or_else(|why| panic!("{format:?} was not read: {why}"))
}
