//! Rounds until time is up that wait for the user: how many can be begun, and how they are played where nobody can answer.

use std::time::Duration;

use super::{Block, Rest, Routine, Set, Work};

/// The least time that a set at the user's own pace takes on average, and that each of its reps takes. A user who is
/// quicker stays in the last exercise until time is up.
const SOONEST: (Duration, Duration) = (Duration::from_secs(3), Duration::from_secs(1));

impl Set {
    /// How soon a user can continue after a set at the user's own pace.
    #[must_use]
    pub fn soonest(&self) -> Duration {
        let reps = self.work.reps().unwrap_or_default();
        SOONEST.1.saturating_mul(reps).max(SOONEST.0)
    }
}

impl Block {
    /// Whether its rounds are played until time is up, and wait for the user: nobody knows how many there will be.
    #[must_use]
    pub fn is_at_own_pace(&self) -> bool {
        self.time.is_some() && self.waits()
    }

    /// Whether a set or a rest of it lasts until the user continues.
    fn waits(&self) -> bool {
        let is_open = |set: &Set| set.work.is_open() || set.rest == Rest::Ready;
        let mut rounds = self.exercises.iter().flat_map(|exercise| &exercise.rounds);
        self.round_rest == Some(Rest::Ready)
            || rounds.any(|round| round.rest_after == Rest::Ready || round.sets.iter().any(is_open))
    }

    /// The same block without a wait: each set at the user's own pace has this length.
    pub(super) fn without_waits(&self, pace: impl Fn(&Set) -> Duration) -> Block {
        let mut block = self.clone();
        let rest = |rest: Rest| Rest::Time(rest.length());
        block.round_rest = block.round_rest.map(rest);
        for round in block.exercises.iter_mut().flat_map(|exercise| &mut exercise.rounds) {
            round.rest_after = rest(round.rest_after);
            for set in &mut round.sets {
                set.rest = rest(set.rest);
                set.work = match set.work {
                    Work::OwnPace { reps, time: None } => Work::OwnPace { reps, time: Some(pace(set)) },
                    Work::Open(reps) => Work::Reps(reps),
                    work => work,
                };
            }
        }
        block
    }
}

impl Routine {
    /// The same routine for a session in which nobody can answer, such as a file: rounds until time is up follow each
    /// other at a usual pace.
    #[must_use]
    pub fn unattended(&self) -> Routine {
        let mut routine = self.clone();
        for block in routine.blocks.iter_mut().filter(|block| block.is_at_own_pace()) {
            *block = block.without_waits(Set::own_pace);
        }
        routine
    }

    /// Whether it has rounds until time is up at the user's own pace.
    #[must_use]
    pub fn has_rounds_at_own_pace(&self) -> bool {
        self.blocks.iter().any(Block::is_at_own_pace)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::routine;

    #[test]
    fn rounds_that_the_user_sets_the_pace_of_are_known() {
        let has = |work: &str| {
            let text = format!("[[block]]\nfor='5m'\n[[block.exercise]]\nname='A'\n{work}\n");
            routine(&text).has_rounds_at_own_pace()
        };
        assert_eq!([has("for='open'"), has("for='20s'"), has("reps=3")], [true, false, false]);
    }
}
