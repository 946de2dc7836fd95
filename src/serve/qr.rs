//! An address as a QR code for the camera of a phone. The only file that names `qrcode`.

use qrcode::{Color, EcLevel, QrCode};

use crate::printable::{Printable, visible};

/// The width of the light margin, in modules: the standard asks for four.
const MARGIN: i32 = 4;

/// A QR code in half blocks, black on white whatever the colours of the terminal are; without `has_colours`, its light
/// modules are drawn, which suits a dark terminal. `None` if it would be wider than `columns`.
#[must_use]
pub fn lines(text: &str, columns: usize, has_colours: bool) -> Option<Printable> {
    let code = QrCode::with_error_correction_level(visible(text), EcLevel::L).ok()?;
    let width = i32::try_from(code.width()).ok()?;
    let span = -MARGIN..width + MARGIN;
    if span.len() > columns {
        return None;
    }
    let is_dark = |x: i32, y: i32| {
        let inside = (0..width).contains(&x) && (0..width).contains(&y);
        inside && code[(x as usize, y as usize)] == Color::Dark
    };
    let style = anstyle::Style::new()
        .fg_color(Some(anstyle::AnsiColor::Black.into()))
        .bg_color(Some(anstyle::AnsiColor::BrightWhite.into()));
    let mut text = String::new();
    for y in span.clone().step_by(2) {
        let half = |x: i32| match (is_dark(x, y) == has_colours, is_dark(x, y + 1) == has_colours) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        let line: String = span.clone().map(half).collect();
        text += &if has_colours { format!("{style}{line}{style:#}\n") } else { format!("{line}\n") };
    }
    Some(Printable::coloured(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "http://192.168.178.123:49152/0123456789ABCDEFGHIJab";

    /// The modules of a drawn code, row by row; dark is true.
    fn modules(drawn: &str) -> Vec<Vec<bool>> {
        let halves = |line: &str, upper: bool| {
            line.chars().map(|c| matches!((c, upper), ('█', _) | ('▀', true) | ('▄', false))).collect()
        };
        drawn.lines().flat_map(|line| [halves(line, true), halves(line, false)]).collect()
    }

    #[test]
    fn the_longest_usual_address_fits_a_small_terminal() {
        let drawn = lines(ADDRESS, 80, false).unwrap();
        let widths: Vec<usize> = drawn.text().lines().map(|line| line.chars().count()).collect();
        assert_eq!((widths.len(), widths[0]), (19, 37));
        assert!(widths.iter().all(|width| *width == 37));
        assert!(lines(ADDRESS, 36, false).is_none());
        assert!(lines(ADDRESS, 37, false).is_some());
    }

    #[test]
    fn colours_swap_what_is_drawn() {
        let plain = modules(lines(ADDRESS, 80, false).unwrap().text());
        let coloured = lines(ADDRESS, 80, true).unwrap();
        let coloured: String = coloured
            .text()
            .lines()
            .map(|line| line.replace("\u{1b}[30m\u{1b}[107m", "").replace("\u{1b}[0m", "") + "\n")
            .collect();
        assert!(!coloured.contains('\u{1b}'), "{coloured:?}");
        let coloured = modules(&coloured);
        for (plain, coloured) in plain.iter().zip(&coloured) {
            assert!(plain.iter().zip(coloured).all(|(light, dark)| light != dark));
        }
        // The three large squares of the corners, which a camera looks for; the margin is light.
        let corner = |x: usize, y: usize| {
            (0..7).all(|n| coloured[y][x + n] && coloured[y + 6][x + n] && coloured[y + n][x])
        };
        assert!(corner(4, 4) && corner(26, 4) && corner(4, 26));
        assert!(coloured[..4].iter().flatten().all(|dark| !dark));
    }
}
