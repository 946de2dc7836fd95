//! Draws a terminal's screen, read from standard input with its colour codes, as an SVG.

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let mut screen = String::new();
    io::stdin().read_to_string(&mut screen)?;
    let svg = anstyle_svg::Term::new().min_width_px(720).render_svg(screen.trim_end());
    io::stdout().write_all(svg.as_bytes())
}
