//! QR and Data Matrix, made by well-kept crates.

use datamatrix::{DataMatrixBuilder, SymbolList};
use qrcode::bits::Bits;
use qrcode::types::{QrError, QrResult};
use qrcode::{Color, EcLevel, QrCode, Version};

use super::Flaw;
use super::matrix::{Matrix, Quiet};

/// Makes a QR symbol, error correction M: what a label loses to a scratch.
pub(super) fn qr(data: &[u8]) -> Result<Matrix, Flaw> {
    if data.is_empty() {
        return Err(Flaw::Empty);
    }
    let code = if data.is_ascii() { QrCode::with_error_correction_level(data, EcLevel::M) } else { bytes(data) }
        .map_err(|_| Flaw::TooLong(data.len()))?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    Ok(Matrix::new(code.width(), dark, Quiet { left: 4, right: 4, beyond: 4 }))
}

/// Writes UTF-8 as bytes and nothing else: pairs of them that look like Shift JIS would become Kanji.
fn bytes(data: &[u8]) -> QrResult<QrCode> {
    let fits = |version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(data)?;
        bits.push_terminator(EcLevel::M)?;
        QrCode::with_bits(bits, EcLevel::M)
    };
    (1..=40).find_map(|version| fits(version).ok()).ok_or(QrError::DataTooLong)
}

/// Makes a square Data Matrix (ECC 200); `gs1` puts FNC1 first, which says that a GS1 message follows.
///
/// ISO/IEC 16022 asks for one module of light; two forgive a label that is cut askew.
pub(super) fn data_matrix(data: &[u8], gs1: bool) -> Result<Matrix, Flaw> {
    if data.is_empty() {
        return Err(Flaw::Empty);
    }
    // Without macros: not all readers write their envelopes out again.
    let builder = DataMatrixBuilder::new().with_symbol_list(SymbolList::default().enforce_square()).with_macros(false);
    let symbol = builder.with_fnc1_start(gs1).encode(data).map_err(|_| Flaw::TooLong(data.len()))?;
    let bitmap = symbol.bitmap();
    let mut dark = vec![false; bitmap.width() * bitmap.height()];
    for (x, y) in bitmap.pixels() {
        dark[y * bitmap.width() + x] = true;
    }
    Ok(Matrix::new(bitmap.width(), dark, Quiet { left: 2, right: 2, beyond: 2 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_matrix_has_its_finder_at_the_left_and_below() {
        let code = data_matrix(b"AbC-019]=/\"\x1dend", false).unwrap();
        let rows: Vec<_> = code.rows().collect();
        assert!(rows.iter().all(|row| row[0]));
        assert!(rows[rows.len() - 1].iter().all(|dark| *dark));
    }

    #[test]
    fn more_than_a_symbol_holds_is_said() {
        assert_eq!(data_matrix(&[b'x'; 4000], false), Err(Flaw::TooLong(4000)));
        assert_eq!(qr(&[b'x'; 4000]), Err(Flaw::TooLong(4000)));
        assert_eq!(qr(b""), Err(Flaw::Empty));
    }
}
