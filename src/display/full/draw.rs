//! A scene as a drawing: the head, the stage, the foot. Pure: the same scene on the same size is the same drawing.

use super::stack::{self, Block, rows_of};
use super::{banner, before, keys, parts, work};
use crate::display::canvas::{Area, Canvas, Colour, Ink, columns_of};
use crate::display::scene::{Mood, Scene, Stage};
use crate::report::strip::{self, Kind};
use crate::routine::Side;
use crate::time::{At, clock_left};

/// The number of rows from which on there are lines and spaces between the parts.
const ROOMY: u16 = 24;

/// Whether a terminal has room for the full view.
#[must_use]
pub fn fits((columns, rows): (u16, u16)) -> bool {
    columns >= 50 && rows >= 14 || columns >= 40 && rows >= 18
}

/// Draws a scene.
#[must_use]
pub fn draw(scene: &Scene<'_>, (columns, rows): (u16, u16), has_colours: bool) -> Canvas {
    let mut canvas = Canvas::new(columns, rows, has_colours);
    let head = head(scene, &mut canvas);
    let foot = foot(scene, &mut canvas);
    let top = head + u16::from(rows >= ROOMY);
    let height = rows.saturating_sub(top + foot);
    // The edges belong to the sides.
    let edge = if columns >= 50 { 3 } else { 2 };
    let area = Area { x: edge, y: top, columns: columns.saturating_sub(2 * edge), rows: height };
    edges(scene, &mut canvas, area);
    stack::draw(&stage(scene, area), &mut canvas, area);
    canvas
}

/// The largest blocks of the stage that fit.
fn stage<'a>(scene: &'a Scene<'_>, area: Area) -> Vec<Block<'a>> {
    let fitting = |blocks: &Vec<Block<'a>>| rows_of(blocks) <= area.rows;
    if scene.shows_keys {
        return keys::table(area.rows);
    }
    let is_banner = matches!(scene.mood, Mood::Paused(_) | Mood::Lost);
    let found = match &scene.stage {
        Stage::Work(work) if !is_banner => work::SIZES
            .iter()
            .filter_map(|sizes| work::blocks(scene, work, *sizes, area.columns))
            .find(fitting),
        Stage::Before(before) if !is_banner => before::SIZES
            .iter()
            .filter_map(|sizes| before::blocks(scene, before, *sizes, (area.columns, area.rows)))
            .find(fitting),
        _ => {
            banner::SIZES.iter().filter_map(|sizes| banner::blocks(scene, *sizes, area.columns)).find(fitting)
        }
    };
    found.unwrap_or_default()
}

/// The side that works or is about to, as a bar at its own edge.
fn edges(scene: &Scene<'_>, canvas: &mut Canvas, area: Area) {
    let side = match &scene.stage {
        Stage::Work(work) => work.side,
        Stage::Before(before) => before.side,
        Stage::Done(_) => None,
    };
    let width = area.x - 1;
    let (x, block) = match side {
        Some(Side::Left) => (0, '█'),
        Some(Side::Right) => (area.x + area.columns + 1, '█'),
        None => return,
    };
    canvas.fill(Area { x, columns: width, ..area }, block, Ink::PLAIN);
}

/// The routine and where it is. Returns the number of rows.
fn head(scene: &Scene<'_>, canvas: &mut Canvas) -> u16 {
    let Area { columns, rows, .. } = canvas.area();
    let title = title(scene);
    let [long, short] = [true, false].map(|is_long| place(scene, is_long));
    let fits_beside = columns_of(&title) + 2 + columns_of(&long) <= columns;
    let is_one_row = fits_beside || rows < 16;
    let fits = fits_beside || (!is_one_row && columns_of(&long) <= columns);
    let place = if fits { long } else { short };
    let place_columns = columns_of(&place);
    let room = if is_one_row { columns.saturating_sub(place_columns + 2) } else { columns };
    canvas.text((0, 0), room, &title, Ink::BOLD);
    let y = u16::from(!is_one_row);
    canvas.text((columns.saturating_sub(place_columns), y), columns, &place, Ink::PLAIN);
    if rows >= ROOMY {
        canvas.fill(Area { x: 0, y: y + 1, columns, rows: 1 }, '─', Ink::DIM);
        return y + 2;
    }
    y + 1
}

/// The exercise, the time left and the end. A `+` means that the user can make it longer.
fn place(scene: &Scene<'_>, is_long: bool) -> String {
    let mut place = Vec::new();
    if matches!(scene.stage, Stage::Done(_)) {
        return String::new();
    }
    if let Some((number, count)) = scene.exercise.filter(|(_, count)| *count > 1) {
        place.push(format!("{}{number} of {count}", if is_long { "exercise " } else { "" }));
    }
    let more = if scene.is_open { "+" } else { "" };
    place.push(format!("{}{more} left", clock_left(scene.left)));
    if let Some(ends_at) = &scene.ends_at {
        place.push(format!("{}{ends_at}{more}", if is_long { "ends " } else { "" }));
    }
    place.join(" · ")
}

/// The routine, the block and the round.
fn title(scene: &Scene<'_>) -> String {
    let mut title = vec![scene.timeline.title.clone()];
    title.extend(scene.block.filter(|block| *block != scene.timeline.title).map(str::to_owned));
    title.extend(scene.round.clone());
    title.extend(scene.rounds_left.map(|left| format!("{} until time is up", clock_left(left))));
    title.join(" · ")
}

/// A message and the volume, the strip of the session with a cursor, the keys. Returns the number of rows.
fn foot(scene: &Scene<'_>, canvas: &mut Canvas) -> u16 {
    let Area { columns, rows, .. } = canvas.area();
    let bottom = rows.saturating_sub(1);
    canvas.text((0, bottom), columns, &keys::line(scene, columns), Ink::DIM);
    let volume = scene.volume.map_or_else(String::new, |volume| format!(" volume {volume}"));
    let volume_columns = columns_of(&volume);
    let room = columns.saturating_sub(volume_columns + 1);
    let has_words = scene.message.is_some() || scene.volume.is_some();
    let is_small = rows < ROOMY;
    let y = if is_small { rows.saturating_sub(2) } else { rows.saturating_sub(3) };
    if !is_small || !has_words {
        draw_strip(scene, canvas, rows.saturating_sub(2));
    }
    let message = scene.message.as_deref().unwrap_or_default();
    // A long message takes two rows where there is room.
    let lines = parts::wrapped(message, room);
    let is_long = lines.len() > 1 && !is_small;
    let (first, second) =
        if is_long { (lines[0].clone(), lines[1..].join(" ")) } else { (message.to_owned(), String::new()) };
    if is_long {
        canvas.text((0, y - 1), room, &first, Ink::BOLD);
        canvas.text((0, y), room, &second, Ink::BOLD);
    } else {
        canvas.text((0, y), room, &first, Ink::BOLD);
    }
    canvas.text((columns.saturating_sub(volume_columns), y), columns, &volume, Ink::BOLD);
    if is_small { 2 } else { 4 }
}

/// The session from left to right as `show` draws it, with a cursor; what is over is dim.
fn draw_strip(scene: &Scene<'_>, canvas: &mut Canvas, y: u16) {
    let columns = canvas.area().columns;
    let end = (scene.timeline.end() - At::ZERO).as_nanos().max(1);
    let cursor = u128::from(columns) * (scene.at - At::ZERO).as_nanos() / end;
    let cursor = u16::try_from(cursor).unwrap_or(0).min(columns.saturating_sub(1));
    for (x, kind) in (0..columns).zip(strip::cells(scene.timeline, columns.into())) {
        let colour = match kind {
            Some(Kind::Both) => Some(Colour::Green),
            Some(Kind::Left) => Some(Colour::Cyan),
            Some(Kind::Right) => Some(Colour::Yellow),
            _ => None,
        };
        let (sign, ink) = match x == cursor {
            true => ('◆', Ink { is_bold: true, ..Ink::on(None) }),
            false => (kind.map_or(' ', Kind::sign), Ink { colour, is_dim: x < cursor, ..Ink::PLAIN }),
        };
        canvas.set((x, y), sign, ink);
    }
}
