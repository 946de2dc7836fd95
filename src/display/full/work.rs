//! Work: the rep large, the phase and its seconds on a ground of its colour, one rep and the set as bars.

use std::time::Duration;

use super::parts::{bar, interval_bar, large_seconds, panel, side_word, small_name, text, wrapped};
use super::stack::Block;
use crate::display::canvas::{Area, Canvas, Colour, Ink, columns_of};
use crate::display::large::{Large, rows};
use crate::display::scene::{Amount, AtWork, Mood, Scene};
use crate::routine::Side;
use crate::routine::phase::Phase;

/// The sizes of the number and of the name, the best first.
pub(super) const SIZES: [(u16, u16); 6] = [(6, 2), (5, 2), (4, 1), (3, 1), (2, 1), (2, 0)];

/// The colour of a phase.
pub(super) fn colour(phase: Phase) -> Colour {
    match phase {
        Phase::Lift => Colour::Green,
        Phase::Hold => Colour::Yellow,
        Phase::Lower => Colour::Cyan,
        Phase::Pause => Colour::Grey,
    }
}

/// The blocks of work with a number and a name of these sizes; `None` if they are too wide.
pub(super) fn blocks<'a>(
    scene: &'a Scene<'_>,
    work: &'a AtWork<'_>,
    (number, name_size): (u16, u16),
    columns: u16,
) -> Option<Vec<Block<'a>>> {
    let mut blocks = title(work, name_size, columns);
    blocks.extend(hero(scene, work, number, columns)?);
    if let Amount::Reps { phases, within, .. } = &work.amount {
        let height = number.saturating_sub(1).min(3);
        blocks.push(Block::new(height, move |canvas, area| rep_bar(canvas, area, phases, *within)));
    }
    if work.is_open {
        let how = if scene.has_keys { "Enter ends the set." } else { "`repcue ctl resume` ends the set." };
        let cued = if matches!(work.amount, Amount::Reps { .. }) { "As many as you like. " } else { "" };
        blocks.push(text(&format!("{cued}{how}"), Ink::BOLD, columns, 1));
    } else {
        let ticks = match work.amount {
            Amount::Reps { total, .. } => total,
            Amount::Time(_) => 1,
        };
        let (over, length) = work.interval;
        blocks.push(interval_bar(over, length, ticks, Ink::PLAIN));
    }
    if let Some(said) = scene.said {
        blocks.push(text(said, Ink::PLAIN, columns, if number > 2 { 2 } else { 1 }));
    }
    blocks.push(text(&scene.next, Ink::BOLD, columns, if number > 2 { 2 } else { 1 }));
    Some(blocks)
}

/// The name of the exercise, the side at its own edge, and the details.
fn title<'a>(work: &'a AtWork<'_>, size: u16, columns: u16) -> Vec<Block<'a>> {
    let word = work.side.filter(|_| size > 0).and_then(|side| Large::new(side_word(side), 1));
    let room = columns.saturating_sub(word.as_ref().map_or(0, |word| word.columns() + 3));
    let large = Large::new(work.name, size).filter(|large| size > 0 && large.columns() <= room);
    let height = match (&large, &word) {
        (None, None) => return vec![small_name(work.name, work.side)],
        (large, word) => large.iter().chain(word).map(Large::rows).max().unwrap_or(1),
    };
    let has_details = large.is_some() && !work.details.is_empty();
    let mut blocks = vec![Block::new(height, move |canvas, area| {
        let mut x = area.x;
        if let Some(word) = &word {
            let is_left = work.side == Some(Side::Left);
            let edge = if is_left { area.x } else { area.x + area.columns - word.columns() };
            word.draw(canvas, (edge, area.y), Ink::BOLD);
            x += if is_left { word.columns() + 3 } else { 0 };
        }
        if let Some(large) = &large {
            large.draw(canvas, (x, area.y), Ink::BOLD);
        } else {
            let name = wrapped(work.name, room);
            let (first, more) = name.split_first().map_or(("", &[][..]), |(first, more)| (first, more));
            canvas.text((x, area.y), room, first, Ink::BOLD);
            canvas.text((x, area.y + 1), room, &more.join(" "), Ink::BOLD);
            canvas.text((x, area.y + 1 + u16::from(!more.is_empty())), room, &work.details, Ink::PLAIN);
        }
    })];
    if has_details {
        blocks.push(text(&work.details, Ink::PLAIN, columns, 1));
    }
    blocks
}

/// The number and the panel of the phase: side by side, or one below the other if there is no room.
fn hero<'a>(scene: &'a Scene<'_>, work: &'a AtWork<'_>, size: u16, columns: u16) -> Option<Vec<Block<'a>>> {
    let (number, of, widest) = numbers(&work.amount);
    let number = Large::new(&number, size)?;
    let number_columns = Large::new(&widest, size)?.columns();
    let of_large = of.as_deref().and_then(|of| Large::new(of, if size > 2 { size - 2 } else { 1 }));
    let of_columns = of.as_deref().map_or(0, columns_of);
    let words = Words::new(scene, work);
    let small = of.clone();
    let draw_number = move |canvas: &mut Canvas, area: Area, of_large: Option<&Large>| {
        // Right-aligned, so that the units stay where they are.
        let x = area.x + number_columns.saturating_sub(number.columns());
        number.draw(canvas, (x, area.y), Ink::BOLD);
        let x = area.x + number_columns + 1;
        let bottom = area.y + number.rows() - 1;
        match (of_large, &small) {
            (Some(large), _) => large.draw(canvas, (x + 1, bottom + 1 - large.rows()), Ink::PLAIN),
            (None, Some(of)) => {
                canvas.text((x, bottom), columns_of(of), of, Ink::BOLD);
            }
            (None, None) => {}
        }
    };
    let large_columns = of_large.as_ref().map_or(0, |large| large.columns() + 1);
    let height = rows(size);
    // A total in small letters would look lost beside a number that is larger.
    let plain = (size == 2 || of.is_none()).then_some((None, of_columns));
    for (of_large, of_columns) in [(of_large.clone(), large_columns)].into_iter().chain(plain) {
        let left = number_columns + 1 + of_columns + 2;
        let room = columns.saturating_sub(left);
        let most = size.saturating_sub(1).max(1);
        let widest = if size > 2 { &words.widest } else { &words.widest_word };
        let least = Large::new(widest, most.saturating_sub(1).max(1))?;
        if least.columns() + 2 <= room {
            return Some(vec![Block::new(height, move |canvas, area| {
                draw_number(canvas, area, of_large.as_ref());
                let area = Area { x: area.x + left, columns: area.columns - left, ..area };
                words.draw(canvas, area, most);
            })]);
        }
    }
    // Below each other, only on narrow screens: elsewhere a smaller number beside the panel is better.
    if size > 2 || number_columns + 1 + of_columns > columns {
        return None;
    }
    let of_large = of_large.filter(|_| number_columns + 1 + large_columns <= columns);
    Some(vec![
        Block::new(height, move |canvas, area| draw_number(canvas, area, of_large.as_ref())),
        Block::new(3, move |canvas, area| words.draw(canvas, area, 1)),
    ])
}

/// The number, how many there are, and the widest number that comes.
fn numbers(amount: &Amount) -> (String, Option<String>, String) {
    match amount {
        Amount::Reps { number, of: Some(of), .. } => {
            (number.to_string(), Some(format!("/{of}")), of.max(number).to_string())
        }
        Amount::Reps { number, of: None, .. } => (number.to_string(), None, format!("{number:>2}")),
        Amount::Time(left) => {
            let left = large_seconds(*left);
            (left.clone(), None, left)
        }
    }
}

/// The words on the panel.
struct Words {
    /// The phase, or what is waited for.
    word: String,
    /// The seconds left in the phase.
    seconds: Option<String>,
    colour: Colour,
    /// The widest of the words of this set.
    widest_word: String,
    /// The widest of the words of this set, with its seconds.
    widest: String,
}

impl Words {
    fn new(scene: &Scene<'_>, work: &AtWork<'_>) -> Words {
        let wide = |words: &String| Large::new(words, 1).map_or(0, |large| large.columns());
        let word = |phase: Phase| phase.word().to_uppercase();
        let all = match &work.amount {
            Amount::Reps { phases, .. } => phases.as_slice(),
            Amount::Time(_) => &[],
        };
        let widest_word = all.iter().map(|(phase, _)| word(*phase)).max_by_key(wide);
        let widest = all.iter().map(|(phase, length)| format!("{} {}", word(*phase), large_seconds(*length)));
        let (now, seconds, colour) = match (waits_for(scene.mood), work.amount.phase()) {
            (Some(words), _) => (words.to_owned(), None, Colour::Grey),
            (None, Some((phase, left))) => (word(phase), Some(large_seconds(left)), colour(phase)),
            (None, None) => ("WORK".to_owned(), None, Colour::Green),
        };
        Words {
            widest_word: widest_word.unwrap_or_else(|| now.clone()),
            widest: widest.max_by_key(wide).unwrap_or_else(|| now.clone()),
            word: now,
            seconds,
            colour,
        }
    }

    /// Draws them as large as all words of the set fit, at most `most`: the seconds beside the word or, if there is no
    /// room, small in the corner.
    fn draw(&self, canvas: &mut Canvas, area: Area, most: u16) {
        let fits = |words: &str, size: u16| {
            let columns = Large::new(words, size).map_or(u16::MAX, |large| large.columns());
            columns <= area.columns.saturating_sub(2) && rows(size) <= area.rows
        };
        let colour = Some(self.colour);
        let beside = (1..=most).rev().find(|size| fits(&self.widest, *size));
        match (&self.seconds, beside) {
            (Some(seconds), Some(size)) => {
                panel(canvas, area, colour, &format!("{} {seconds}", self.word), size);
            }
            (seconds, _) => {
                let size = (1..=most).rev().find(|size| fits(&self.widest_word, *size)).unwrap_or(1);
                panel(canvas, area, colour, &self.word, size);
                let seconds = seconds.as_deref().unwrap_or_default();
                let x = area.x + area.columns.saturating_sub(columns_of(seconds) + 1);
                let ink = Ink { is_bold: true, ..Ink::on(colour) };
                canvas.text((x, area.y + area.rows - 1), area.columns, seconds, ink);
            }
        }
    }
}

/// The word for a short wait, instead of the phase.
fn waits_for(mood: Mood) -> Option<&'static str> {
    match mood {
        Mood::Listening => Some("LISTEN"),
        Mood::CountIn => Some("READY"),
        _ => None,
    }
}

/// One rep: each phase takes its share of the width, and fills. With three rows, the last one names the phases.
fn rep_bar(canvas: &mut Canvas, area: Area, phases: &[(Phase, Duration)], within: Duration) {
    let rep: Duration = phases.iter().map(|(_, length)| *length).sum();
    let column = |time: Duration| {
        let columns = u128::from(area.columns) * time.as_nanos() / rep.as_nanos().max(1);
        area.x + u16::try_from(columns).unwrap_or(0)
    };
    let bars = if area.rows > 1 { area.rows - 1 } else { 1 };
    let mut start = Duration::ZERO;
    for (n, (phase, length)) in phases.iter().enumerate() {
        let end = start + *length;
        let (left, right) = (column(start), column(end));
        let gap = u16::from(n + 1 < phases.len());
        let columns = (right - left).saturating_sub(gap);
        let over = within.saturating_sub(start).min(*length);
        let is_now = within >= start && within < end;
        let ink = Ink::of(colour(*phase));
        bar(canvas, Area { x: left, columns, rows: bars, ..area }, over, *length, ink);
        if area.rows > bars {
            let word = if is_now { phase.word().to_uppercase() } else { phase.word().to_owned() };
            let ink = if is_now { Ink::BOLD } else { Ink::DIM };
            if columns_of(&word) <= columns {
                canvas.text((left, area.y + bars), columns, &word, ink);
            }
        }
        start = end;
    }
}
