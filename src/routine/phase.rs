//! The kinds of phases of a rep, and the number and side of a rep.

use serde::{Deserialize, Serialize};

use super::{Exercise, Side, Sides};

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
            Sides::Together | Sides::Each | Sides::Left | Sides::Right => (number, side),
        }
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
