//! Shortens a routine until it fits into a time.
//!
//! Sets and rounds are dropped first, one at a time, from whatever has the most, starting at the end of the routine. If
//! it is too long with one of each, whole exercises are dropped, and the combination that comes closest to the time is
//! kept. Then whatever still fits is put back. Warm-up and cool-down blocks are not changed, and at least one exercise
//! remains.
//!
//! A routine is compiled only to measure it, some dozens of times regardless of its number of sets.

use std::cmp::Reverse;
use std::time::Duration;

use super::{BlockKind, Routine};

/// The measured length of a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// The total.
    pub length: Duration,
    /// Each exercise, in order: all its sets in all rounds, with the intervals before and after them.
    pub exercises: Vec<Duration>,
}

/// A shortened routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// What remains of it.
    pub routine: Routine,
    /// What was dropped, in words.
    pub left_out: Vec<String>,
    /// Whether it fits; if not, it is as short as possible.
    pub fits: bool,
}

/// The maximum number of attempts to put something back, or to find the shortest exercise; each compiles the routine.
const ATTEMPTS: usize = 100;
/// An exercise that exceeds the remaining time by more than this is not tried. Its announcement may be shorter in
/// another place, but not by that much.
const LEEWAY: Duration = Duration::from_secs(120);

/// Shortens a routine until it lasts at most `most`; `lay` measures a routine.
pub fn fit(routine: &Routine, most: Duration, lay: &dyn Fn(&Routine) -> Laid) -> Fit {
    let search = Search { routine, parts: parts(routine), most, lay };
    let counts = search.counts();
    let left = search.with(&counts);
    let fits = (search.lay)(&left).length <= most;
    Fit { left_out: search.left_out(&counts), routine: left, fits }
}

/// Something that can be dropped one at a time: a set of an exercise, or a round of a block.
#[derive(Debug, Clone, Copy)]
struct Part {
    block: usize,
    /// The index of the exercise in its block; `None` for the rounds of the block.
    exercise: Option<usize>,
    /// How many there are in the original.
    all: u32,
}

/// The parts of the main blocks in the order in which they are dropped: from the end, the exercises of a block before
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
    /// How many of each part are kept; with no sets an exercise is dropped.
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

    /// At most `often` of each part, and one less of the first `less` parts that have `often`.
    fn level(&self, often: u32, less: usize) -> Vec<u32> {
        let kept = |(n, part): (usize, &Part)| part.all.min(if n < less { often - 1 } else { often });
        self.parts.iter().enumerate().map(kept).collect()
    }

    /// The largest counts that fit, given that one of each part fits and `often` of each does not.
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

    /// The combination of exercises, one set each, that comes closest to the time; the shortest exercise if none fits.
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
            // The instructions of an exercise may take longer in another place: aim lower, in growing steps.
            margin = margin * 2 + over;
            room = room.saturating_sub(margin);
        }
        let mut shortest: Vec<usize> = (0..known.len()).collect();
        shortest.sort_by_key(|n| known[*n]);
        let alone = |n: usize| keeping(&(0..known.len()).map(|other| other == n).collect::<Vec<_>>());
        let tried = shortest.into_iter().take(ATTEMPTS).map(alone);
        tried.min_by_key(|counts| (self.lay)(&self.with(counts)).length).unwrap_or(once)
    }

    /// The lengths of the exercises with these counts, none of them dropped.
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

    /// Puts back whatever fits: exercises before sets and rounds, and of these the smallest count first.
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

    /// The parts that can be raised by one, in the order in which that is tried.
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

    /// The routine with these counts.
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

    /// What is dropped, in words and in the routine's order: for each block its rounds, then its exercises.
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
            // If nothing is left of a block, its rounds are not listed as well.
            let is_gone = block[1..].iter().all(|(_, count)| *count == 0);
            block[usize::from(is_gone)..].iter().filter_map(words)
        });
        told.collect()
    }
}

struct Lengths {
    /// The parts, in the routine's order.
    parts: Vec<(usize, Duration)>,
    /// Everything else: warm-up, cool-down, the end.
    others: Duration,
}

fn several(count: u32, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Selects the lengths whose sum is closest to `room` without exceeding it; of two equally close selections, the one
/// with the earlier lengths. The precision is a ten-thousandth of the room.
fn nearest(lengths: &[Duration], room: Duration) -> Vec<bool> {
    const CELLS: usize = 10_000;
    let unit = (room.as_nanos() / CELLS as u128).max(1);
    let cells =
        |length: &Duration| usize::try_from((length.as_nanos() + unit / 2) / unit).unwrap_or(usize::MAX);
    let cells: Vec<usize> = lengths.iter().map(cells).collect();
    // Rounding adds up: a sum may be slightly beyond the last cell, and its exact value decides.
    let last = CELLS + lengths.len().min(CELLS);
    // For each sum, the length with which it was first reached, and its exact value. The rest of the sum was reached by
    // other lengths before that.
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
    // Lengths below half a cell are always kept.
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
