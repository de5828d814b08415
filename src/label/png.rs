//! A picture as PNG: one bit a dot, and how large a dot is, so that it prints at its own size.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, Unit};

use super::dots::Dots;

/// Writes dots as a PNG picture.
pub fn png(dots: &Dots, dpi: u32) -> Result<Vec<u8>, EncodingError> {
    let side = |dots: usize| u32::try_from(dots).unwrap_or(u32::MAX);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, side(dots.width()), side(dots.height()));
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.set_compression(Compression::Fast);
    // Dots a metre, to the nearest.
    let per_metre = (u64::from(dpi) * 10_000 + 127) / 254;
    let per_metre = u32::try_from(per_metre).unwrap_or(u32::MAX);
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    // In PNG ones are white.
    let light: Vec<u8> = dots.rows().flatten().map(|byte| !byte).collect();
    writer.write_image_data(&light)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::barcode::{Symbol, Symbology};

    #[test]
    fn the_picture_has_each_module_where_the_matrix_has_it() {
        let symbol = Symbol::new(Symbology::DataMatrix, "SN-1").unwrap();
        let dots = Dots::of_matrix(&symbol.matrix, 3, 0);
        let picture = image::load_from_memory(&png(&dots, 203).unwrap()).unwrap().into_luma8();
        assert_eq!((picture.width() as usize, picture.height() as usize), (dots.width(), dots.height()));
        for (x, y, dot) in picture.enumerate_pixels() {
            assert_eq!(dot.0[0] == 0, dots.is_black(x as usize, y as usize), "{x} {y}");
        }
    }
}
