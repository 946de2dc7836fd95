//! The phases of a rep: their order, their names, and the rep and side at an instant.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Exercise, Side, Sides, Start};

/// A part of a rep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// The concentric phase.
    Lift,
    /// The hold at the top.
    Hold,
    /// The eccentric phase.
    Lower,
    /// The pause at the bottom.
    Pause,
}

impl Phase {
    /// Its name, as in a file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Phase::Lift => "lift",
            Phase::Hold => "hold",
            Phase::Lower => "lower",
            Phase::Pause => "pause",
        }
    }
}

impl Exercise {
    /// The phases of a rep in order, with their lengths; a phase of zero length is skipped.
    #[must_use]
    pub fn phases(&self) -> [(Phase, Duration); 4] {
        let tempo = self.tempo;
        let (lift, hold) = ((Phase::Lift, tempo.lift), (Phase::Hold, tempo.hold));
        let (lower, pause) = ((Phase::Lower, tempo.lower), (Phase::Pause, tempo.pause));
        match self.start {
            Start::Lift => [lift, hold, lower, pause],
            Start::Lower => [lower, pause, lift, hold],
        }
    }

    /// The number of reps per counted number: two if the sides alternate.
    #[must_use]
    pub fn reps_of_a_number(&self) -> u32 {
        if self.sides == Sides::Alternate { 2 } else { 1 }
    }

    /// The number, from 1, and the side of rep `n`, from 0, of a turn on `side`.
    #[must_use]
    pub fn number_and_side(&self, n: u32, side: Option<Side>) -> (u32, Option<Side>) {
        let number = n / self.reps_of_a_number() + 1;
        match self.sides {
            Sides::Alternate if n.is_multiple_of(2) => (number, Some(self.first)),
            Sides::Alternate => (number, Some(self.first.other())),
            Sides::Together | Sides::Each => (number, side),
        }
    }

    /// The phase at an instant within a rep; after its end, the last one.
    #[must_use]
    pub fn phase_at(&self, within: Duration) -> Phase {
        let phases = self.phases();
        let mut end = Duration::ZERO;
        for (phase, length) in phases {
            end += length;
            if within < end {
                return phase;
            }
        }
        phases[3].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::routine;

    fn exercise(keys: &str) -> Exercise {
        routine(&format!("[[exercise]]\nname='A'\nreps=3\n{keys}")).blocks.remove(0).exercises.remove(0)
    }

    #[test]
    fn phases_follow_what_a_rep_begins_with() {
        let words = |keys: &str| exercise(keys).phases().map(|(phase, _)| phase.word()).join(" ");
        assert_eq!(words(""), "lift hold lower pause");
        assert_eq!(words("start='lower'"), "lower pause lift hold");
    }

    #[test]
    fn an_instant_is_in_the_phase_that_has_begun() {
        let squat = exercise("start='lower'\ntempo='3-1-2-0'");
        let at = |seconds: u64| squat.phase_at(Duration::from_secs(seconds)).word();
        assert_eq!([0, 2, 3, 4, 5].map(at), ["lower", "lower", "pause", "lift", "lift"]);
        assert_eq!(at(6), "hold", "after its end: the last phase, although it has no length");
    }

    #[test]
    fn reps_have_numbers_and_sides() {
        let both = |keys: &str, side| {
            let exercise = exercise(keys);
            [0, 1, 2, 3].map(|n| exercise.number_and_side(n, side))
        };
        let (left, right) = (Some(Side::Left), Some(Side::Right));
        assert_eq!(both("", None), [(1, None), (2, None), (3, None), (4, None)]);
        assert_eq!(both("sides='each'", right), [(1, right), (2, right), (3, right), (4, right)]);
        assert_eq!(both("sides='alternate'", None), [(1, left), (1, right), (2, left), (2, right)]);
        assert_eq!(both("sides='alternate'\nfirst='right'", None)[..2], [(1, right), (1, left)]);
    }
}
