//! Modules, dark or light: the one form of a symbol, which every output draws from.

/// Light modules that a symbol needs on its sides, or its reader does not find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quiet {
    /// Left of it.
    pub left: usize,
    /// Right of it.
    pub right: usize,
    /// Above and below it; none for bars.
    pub beyond: usize,
}

/// A symbol as rows of modules. Bars are one row, drawn as high as there is room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    width: usize,
    dark: Vec<bool>,
    quiet: Quiet,
}

impl Matrix {
    /// Takes rows of `width` modules, one below the other, without their quiet zone.
    pub fn new(width: usize, dark: Vec<bool>, quiet: Quiet) -> Matrix {
        debug_assert!(width > 0 && dark.len().is_multiple_of(width), "{} modules in rows of {width}", dark.len());
        Matrix { width, dark, quiet }
    }

    /// Makes the one row of bars whose widths, dark and light in turn, are given as digits.
    pub fn of_widths(widths: impl IntoIterator<Item = u8>, quiet: Quiet) -> Matrix {
        let mut dark = Vec::new();
        for (at, digit) in widths.into_iter().enumerate() {
            dark.extend(std::iter::repeat_n(at % 2 == 0, usize::from(digit - b'0')));
        }
        Matrix::new(dark.len(), dark, quiet)
    }

    /// Returns the modules of a row.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Returns the number of rows.
    pub fn height(&self) -> usize {
        self.dark.len() / self.width
    }

    /// Tells whether it is bars, whose height is free.
    pub fn is_bars(&self) -> bool {
        self.height() == 1
    }

    /// Returns its rows, from the top.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[bool]> {
        self.dark.chunks(self.width)
    }

    /// Returns the light it needs around it.
    pub const fn quiet(&self) -> Quiet {
        self.quiet
    }

    /// Returns the modules of a row with the light on both sides.
    pub const fn full_width(&self) -> usize {
        self.quiet.left + self.width + self.quiet.right
    }

    /// Returns the number of rows with the light above and below.
    pub fn full_height(&self) -> usize {
        self.height() + 2 * self.quiet.beyond
    }
}

/// Returns where the dark runs of a row begin, and how long they are.
pub fn runs(row: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
        match runs.last_mut() {
            Some((begin, length)) if *begin + *length == at => *length += 1,
            _ => runs.push((at, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_one_row_of_dark_and_light_in_turn() {
        let bars = Matrix::of_widths(*b"2131", Quiet { left: 10, right: 9, beyond: 0 });
        assert_eq!(bars.rows().next().unwrap(), [true, true, false, true, true, true, false]);
        assert!(bars.is_bars());
        assert_eq!((bars.full_width(), bars.full_height()), (26, 1));
        assert_eq!(runs(bars.rows().next().unwrap()), [(0, 2), (3, 3)]);
    }
}
