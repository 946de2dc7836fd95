//! What of a routine is left out for it to fit into a time.
//!
//! Sets and rounds go first: one by one, of whatever comes most often, the last of the routine first. If it is too long
//! with each exercise once, whole exercises go, and those stay that come nearest to the time together. Then whatever
//! there is still room for is put back. Warm-up and cool-down blocks stay as they are, and so does at least one exercise.
//!
//! A routine is laid out only to measure it, some dozens of times however many sets it has.

use std::cmp::Reverse;
use std::time::Duration;

use super::{BlockKind, Routine};

/// How long a routine takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// All of it.
    pub length: Duration,
    /// Each exercise, in their order: all its sets in all rounds, with what comes before and after them.
    pub exercises: Vec<Duration>,
}

/// A routine that was made to fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// What is left of it.
    pub routine: Routine,
    /// What it has less than before, in words.
    pub left_out: Vec<String>,
    /// Whether it fits; if not, it is as short as it can be.
    pub fits: bool,
}

/// The most attempts to put something back, or to find the shortest exercise: each lays the routine out.
const ATTEMPTS: usize = 100;
/// An exercise that is longer than the room by more than this is not tried: what is said before it may be shorter in
/// another place, but not by so much.
const LEEWAY: Duration = Duration::from_secs(120);

/// Shortens a routine until it lasts at most `most`; `lay` measures a routine.
pub fn fit(routine: &Routine, most: Duration, lay: &dyn Fn(&Routine) -> Laid) -> Fit {
    let search = Search { routine, parts: parts(routine), most, lay };
    let counts = search.counts();
    let left = search.with(&counts);
    let fits = (search.lay)(&left).length <= most;
    Fit { left_out: search.left_out(&counts), routine: left, fits }
}

/// Something that can be left out one at a time: a set of an exercise, or a round of a block.
#[derive(Debug, Clone, Copy)]
struct Part {
    block: usize,
    /// Which exercise of the block; `None` for its rounds.
    exercise: Option<usize>,
    /// How many there are.
    all: u32,
}

/// The parts of the main blocks, in the order in which they are left out: from the end, the exercises of a block before
/// its rounds.
fn parts(routine: &Routine) -> Vec<Part> {
    let main = routine.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Main);
    main.rev()
        .flat_map(|(n, block)| {
            let exercises = block.exercises.iter().enumerate().rev();
            exercises
                .map(move |(e, exercise)| Part { block: n, exercise: Some(e), all: exercise.sets })
                .chain(std::iter::once(Part { block: n, exercise: None, all: block.rounds }))
        })
        .collect()
}

struct Search<'a> {
    routine: &'a Routine,
    parts: Vec<Part>,
    most: Duration,
    lay: &'a dyn Fn(&Routine) -> Laid,
}

impl Search<'_> {
    /// How many of each part are kept; no set is none of its exercise.
    fn counts(&self) -> Vec<u32> {
        let often = self.parts.iter().map(|part| part.all).max().unwrap_or(0);
        let all = self.level(often, 0);
        if self.parts.is_empty() || self.fits(&all) {
            return all;
        }
        let once = self.level(1, 0);
        let mut counts = if self.fits(&once) { self.fewer_sets(often) } else { self.fewer_exercises(once) };
        self.put_back(&mut counts);
        counts
    }

    /// At most so many of each part, and one less of the first so many parts.
    fn level(&self, often: u32, less: usize) -> Vec<u32> {
        let kept = |(n, part): (usize, &Part)| part.all.min(if n < less { often - 1 } else { often });
        self.parts.iter().enumerate().map(kept).collect()
    }

    /// The most sets and rounds that fit; each once fits, and so many of each do not.
    fn fewer_sets(&self, often: u32) -> Vec<u32> {
        let (mut fits, mut does_not) = (1, often);
        while does_not - fits > 1 {
            let middle = fits + (does_not - fits) / 2;
            if self.fits(&self.level(middle, 0)) { fits = middle } else { does_not = middle }
        }
        let (mut does_not, mut less) = (0, self.parts.len());
        while less - does_not > 1 {
            let middle = does_not + (less - does_not) / 2;
            if self.fits(&self.level(fits + 1, middle)) { less = middle } else { does_not = middle }
        }
        self.level(fits + 1, less)
    }

    /// The exercises that come nearest to the time, each once; the shortest one if none fits.
    fn fewer_exercises(&self, once: Vec<u32>) -> Vec<u32> {
        let lengths = self.lengths(&once);
        let (places, known): (Vec<usize>, Vec<Duration>) = lengths.parts.into_iter().unzip();
        let keeping = |keep: &[bool]| {
            let mut counts = once.clone();
            for (place, _) in places.iter().zip(keep).filter(|(_, keep)| !**keep) {
                counts[*place] = 0;
            }
            counts
        };
        let mut room = self.most.saturating_sub(lengths.others);
        let mut margin = Duration::ZERO;
        loop {
            let keep = nearest(&known, room);
            if !keep.contains(&true) {
                break;
            }
            let counts = keeping(&keep);
            let over = (self.lay)(&self.with(&counts)).length.saturating_sub(self.most);
            if over.is_zero() {
                return counts;
            }
            // What is said first in another place may be longer there: less is tried, ever more quickly.
            margin = margin * 2 + over;
            room = room.saturating_sub(margin);
        }
        let mut shortest: Vec<usize> = (0..known.len()).collect();
        shortest.sort_by_key(|n| known[*n]);
        let alone = |n: usize| keeping(&(0..known.len()).map(|other| other == n).collect::<Vec<_>>());
        let tried = shortest.into_iter().take(ATTEMPTS).map(alone);
        tried.min_by_key(|counts| (self.lay)(&self.with(counts)).length).unwrap_or(once)
    }

    /// How long the exercises take with so many of each part, none of them left out.
    fn lengths(&self, counts: &[u32]) -> Lengths {
        let laid = (self.lay)(&self.with(counts));
        let first = self.routine.blocks.iter().scan(0, |next, block| {
            let first = *next;
            *next += block.exercises.len();
            Some(first)
        });
        let first: Vec<usize> = first.collect();
        let parts = self.parts.iter().enumerate().rev().filter_map(|(n, part)| {
            let length = laid.exercises.get(first[part.block] + part.exercise?)?;
            Some((n, *length))
        });
        let parts: Vec<(usize, Duration)> = parts.collect();
        let main: Duration = parts.iter().map(|(_, length)| *length).sum();
        Lengths { others: laid.length.saturating_sub(main), parts }
    }

    /// Puts back whatever there is room for: exercises before sets and rounds, and of these what is kept least often.
    fn put_back(&self, counts: &mut [u32]) {
        let once = self.level(1, 0);
        let known = self.lengths(&once).parts;
        let mut room = self.most.saturating_sub((self.lay)(&self.with(counts)).length);
        let mut is_too_long = vec![false; counts.len()];
        let mut attempts = 0;
        loop {
            for (n, length) in &known {
                is_too_long[*n] |= *length > room + LEEWAY;
            }
            let left = self.left(counts).into_iter().filter(|n| !is_too_long[*n]);
            let left: Vec<usize> = left.collect();
            if left.is_empty() {
                return;
            }
            for n in left {
                attempts += 1;
                if attempts > ATTEMPTS {
                    return;
                }
                counts[n] += 1;
                let length = (self.lay)(&self.with(counts)).length;
                if length > self.most {
                    counts[n] -= 1;
                    is_too_long[n] = true;
                } else {
                    room = self.most - length;
                }
            }
        }
    }

    /// The parts of which one more can be put back, in the order in which that is tried.
    fn left(&self, counts: &[u32]) -> Vec<usize> {
        let mut is_there = vec![false; self.routine.blocks.len()];
        for (part, count) in self.parts.iter().zip(counts) {
            is_there[part.block] |= part.exercise.is_some() && *count > 0;
        }
        let can_grow = |n: &usize| {
            let part = self.parts[*n];
            counts[*n] < part.all && (part.exercise.is_some() || is_there[part.block])
        };
        let mut left: Vec<usize> = (0..counts.len()).filter(can_grow).collect();
        left.sort_by_key(|n| (counts[*n], Reverse(*n)));
        left
    }

    fn fits(&self, counts: &[u32]) -> bool {
        (self.lay)(&self.with(counts)).length <= self.most
    }

    /// The routine with so many of each part.
    fn with(&self, counts: &[u32]) -> Routine {
        let mut routine = self.routine.clone();
        for (part, count) in self.parts.iter().zip(counts) {
            let block = &mut routine.blocks[part.block];
            match part.exercise {
                Some(exercise) => block.exercises[exercise].sets = *count,
                None => block.rounds = *count,
            }
        }
        for block in &mut routine.blocks {
            block.exercises.retain(|exercise| exercise.sets > 0);
        }
        routine.blocks.retain(|block| !block.exercises.is_empty());
        routine
    }

    /// What is left out, in words and in the routine's order: of a block its rounds, then its exercises.
    fn left_out(&self, counts: &[u32]) -> Vec<String> {
        let mut left: Vec<(&Part, u32)> = self.parts.iter().zip(counts.iter().copied()).collect();
        left.sort_by_key(|(part, _)| (part.block, part.exercise));
        let words = |(part, count): &(&Part, u32)| {
            let block = &self.routine.blocks[part.block];
            let less = part.all - count;
            Some(match part.exercise.map(|exercise| &block.exercises[exercise]) {
                _ if less == 0 => return None,
                Some(exercise) if *count == 0 => exercise.name.clone(),
                Some(exercise) => format!("{} of {}", several(less, "set"), exercise.name),
                None => {
                    let of = block.title.as_deref().map_or_else(String::new, |title| format!(" of {title}"));
                    several(less, "round") + &of
                }
            })
        };
        let blocks = left.chunk_by(|(one, _), (other, _)| one.block == other.block);
        let told = blocks.flat_map(|block| {
            // The rounds of a block of which nothing is left are not told too.
            let is_gone = block[1..].iter().all(|(_, count)| *count == 0);
            block[usize::from(is_gone)..].iter().filter_map(words)
        });
        told.collect()
    }
}

struct Lengths {
    /// In the routine's order.
    parts: Vec<(usize, Duration)>,
    /// All the rest: warm-up, cool-down, the end.
    others: Duration,
}

fn several(count: u32, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Which of these lengths together come nearest to `room` without being longer; of two choices that are as near, the one
/// with those in front. As near as a part in ten thousand of the room.
fn nearest(lengths: &[Duration], room: Duration) -> Vec<bool> {
    const CELLS: usize = 10_000;
    let unit = (room.as_nanos() / CELLS as u128).max(1);
    let cells =
        |length: &Duration| usize::try_from((length.as_nanos() + unit / 2) / unit).unwrap_or(usize::MAX);
    let cells: Vec<usize> = lengths.iter().map(cells).collect();
    // Roundings add up: a sum may be a little beyond the last cell, and what it really is decides.
    let last = CELLS + lengths.len().min(CELLS);
    // For each sum, the length with which it was first reached, and what it really is: before that length, what is left
    // of the sum without it was reached by others.
    let mut reached: Vec<Option<(usize, Duration)>> = vec![None; last + 1];
    for (n, size) in cells.iter().copied().enumerate().filter(|(_, size)| (1..=last).contains(size)) {
        for sum in (size..=last).rev() {
            if reached[sum].is_none() {
                let rest = reached[sum - size].map(|(_, length)| length);
                let rest = if sum == size { Some(Duration::ZERO) } else { rest };
                reached[sum] = rest.map(|rest| (n, rest + lengths[n]));
            }
        }
    }
    // What is shorter than half a cell always stays.
    let mut keep: Vec<bool> = cells.iter().map(|size| *size == 0).collect();
    let sums = reached.iter().enumerate().filter_map(|(sum, reached)| Some((reached.as_ref()?.1, sum)));
    let mut sum = sums.filter(|(length, _)| *length <= room).max().map_or(0, |(_, sum)| sum);
    while let Some((n, _)) = reached[sum] {
        keep[n] = true;
        sum -= cells[n];
    }
    keep
}

#[cfg(test)]
mod tests;
