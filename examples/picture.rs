//! Draws a terminal's screen, read from standard input with its colour codes, as an SVG. Block characters are drawn as
//! rectangles, so that they join as in a terminal.

use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::num::NonZeroU16;

/// The size of a cell, in pixels.
const CELL: (u16, u16) = (9, 18);
/// The colours of the terminal itself: the ground and the characters.
const OWN: (&str, &str) = ("#16161e", "#d8dee9");
/// The first eight colours, and the bright ones.
const COLOURS: [&str; 16] = [
    "#16161e", "#f85149", "#3fb950", "#e3b341", "#388bfd", "#bc8cff", "#39c5cf", "#b1bac4", "#6e7681",
    "#ff7b72", "#56d364", "#f2cc60", "#79c0ff", "#d2a8ff", "#56d4dd", "#ffffff",
];

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let rows = u16::try_from(text.lines().count()).unwrap_or(u16::MAX);
    let columns = NonZeroU16::new(100).unwrap_or(NonZeroU16::MIN);
    let mut terminal = vt100::Parser::new(NonZeroU16::new(rows).unwrap_or(NonZeroU16::MIN), columns, 0);
    terminal.process(text.trim_end().replace('\n', "\r\n").as_bytes());
    let (width, height) = (columns.get() * CELL.0 + 20, rows * CELL.1 + 20);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" shape-rendering=\"crispEdges\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{}\"/>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"14\">\n",
        OWN.0
    );
    for row in 0..rows {
        for column in 0..columns.get() {
            if let Some(cell) = terminal.screen().cell(row, column) {
                draw(&mut svg, cell, 10 + column * CELL.0, 10 + row * CELL.1);
            }
        }
    }
    svg += "</g>\n</svg>\n";
    io::stdout().write_all(svg.as_bytes())
}

/// Draws a cell with its top left corner at a place.
fn draw(svg: &mut String, cell: &vt100::Cell, x: u16, y: u16) {
    let (mut ground, mut ink) = (colour(cell.bgcolor(), OWN.0), colour(cell.fgcolor(), OWN.1));
    if cell.inverse() {
        (ground, ink) = (ink, ground);
    }
    let (width, height) = CELL;
    let mut rect = |left: u16, top: u16, wide: u16, high: u16, fill: &str, opacity: f32| {
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"{high}\" fill=\"{fill}\" opacity=\"{opacity}\"/>",
            x + left,
            y + top
        );
    };
    if ground != OWN.0 {
        rect(0, 0, width, height, ground, 1.0);
    }
    let opacity = if cell.dim() { 0.55 } else { 1.0 };
    let eighths = "▏▎▍▌▋▊▉".chars().position(|block| cell.contents().starts_with(block));
    match (cell.contents(), eighths) {
        ("" | " ", _) => {}
        ("█", _) => rect(0, 0, width, height, ink, opacity),
        ("▀", _) => rect(0, 0, width, height / 2, ink, opacity),
        ("▄", _) => rect(0, height / 2, width, height / 2, ink, opacity),
        ("░", _) => rect(0, 0, width, height, ink, 0.2),
        ("─", _) => rect(0, height / 2, width, 1, ink, opacity),
        (_, Some(eighth)) => {
            let part = u16::try_from(eighth + 1).unwrap_or(8) * width / 8;
            rect(0, 0, part, height, ink, 1.0);
        }
        (text, None) => {
            let weight = if cell.bold() { " font-weight=\"bold\"" } else { "" };
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"{}\" fill=\"{ink}\" opacity=\"{opacity}\"{weight}>{text}</text>",
                y + 14
            );
        }
    }
}

/// A colour as SVG writes it.
fn colour(colour: vt100::Color, own: &'static str) -> &'static str {
    match colour {
        vt100::Color::Idx(index) => COLOURS.get(usize::from(index)).copied().unwrap_or(own),
        _ => own,
    }
}
