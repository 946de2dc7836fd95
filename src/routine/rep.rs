//! A rep: a list of phases, and when each rep of a set begins.

use std::time::Duration;

use super::phase::Phase;
use super::{Start, Tempo};

/// A phase of a rep, with its length and perhaps words of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedPhase {
    /// The kind of phase: it decides the sound.
    pub phase: Phase,
    /// Its length; not zero.
    pub length: Duration,
    /// What is said as it begins, and shown instead of the kind.
    pub words: Option<String>,
}

impl TimedPhase {
    /// What it is called on the screen.
    #[must_use]
    pub fn name(&self) -> &str {
        self.words.as_deref().unwrap_or(self.phase.word())
    }
}

/// One rep, as a list of phases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rep {
    phases: Vec<TimedPhase>,
    beat: Beat,
    /// The lengths of the phases before they were scaled to a rate.
    given: Vec<Duration>,
}

/// When the reps of a set begin: the first at zero, and then `reps` in each `nanos` nanoseconds. So 18 reps a minute take
/// a minute exactly, although the length of one is no whole number of nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    nanos: u64,
    reps: u32,
}

impl Beat {
    /// The start of rep `n`, from 0.
    #[must_use]
    pub fn start(self, n: u32) -> Duration {
        nanos(u128::from(self.nanos) * u128::from(n) / u128::from(self.reps.max(1)))
    }

    /// The rep, from 0, that has begun at an instant.
    #[must_use]
    pub fn number_at(self, over: Duration) -> u32 {
        let Some(reps) = over.as_nanos().checked_mul(u128::from(self.reps)) else { return u32::MAX };
        let guess = u32::try_from(reps / u128::from(self.nanos.max(1))).unwrap_or(u32::MAX);
        // A start is rounded down to a nanosecond, so the next rep may have begun already.
        if guess < u32::MAX && self.start(guess + 1) <= over { guess + 1 } else { guess }
    }

    /// The number of reps that are complete within a time.
    #[must_use]
    pub fn within(self, time: Duration) -> u32 {
        self.number_at(time)
    }
}

/// The time of a rate in thousandths, in nanoseconds: longer than any rep.
const A_THOUSAND_MINUTES: u64 = 60_000 * 1_000_000_000;

fn nanos(nanos: u128) -> Duration {
    let seconds = u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX);
    Duration::new(seconds, (nanos % 1_000_000_000) as u32)
}

impl Rep {
    /// A rep of these phases; those of zero length are left out.
    #[must_use]
    pub fn new(phases: impl IntoIterator<Item = TimedPhase>) -> Rep {
        let phases: Vec<TimedPhase> = phases.into_iter().filter(|phase| !phase.length.is_zero()).collect();
        let length: Duration = phases.iter().map(|phase| phase.length).sum();
        let beat = Beat { nanos: u64::try_from(length.as_nanos()).unwrap_or(u64::MAX), reps: 1 };
        Rep { given: phases.iter().map(|phase| phase.length).collect(), phases, beat }
    }

    /// A rep of these phases, scaled so that `rate` thousandths of a rep take a minute.
    #[must_use]
    pub fn at_rate(phases: impl IntoIterator<Item = TimedPhase>, rate: u32) -> Rep {
        let given = Rep::new(phases);
        let beat = Beat { nanos: A_THOUSAND_MINUTES, reps: rate.max(1) };
        let (whole, length) = (given.length().as_nanos().max(1), beat.start(1).as_nanos());
        let scaled = |at: Duration| nanos(at.as_nanos() * length / whole);
        let mut at = Duration::ZERO;
        let phases = given.phases.into_iter().map(|phase| {
            let start = scaled(at);
            at += phase.length;
            TimedPhase { length: scaled(at) - start, ..phase }
        });
        Rep { phases: phases.collect(), beat, given: given.given }
    }

    /// The rate that it was scaled to, in thousandths of a rep a minute; `None` if it was not.
    #[must_use]
    pub fn rate(&self) -> Option<u32> {
        (self.beat.nanos == A_THOUSAND_MINUTES).then_some(self.beat.reps)
    }

    /// The phases before they were scaled to a rate.
    pub fn given(&self) -> impl Iterator<Item = TimedPhase> {
        let phases = self.phases.iter().zip(&self.given);
        phases.map(|(phase, length)| TimedPhase { length: *length, ..phase.clone() })
    }

    /// The usual rep: lift, hold, lower and pause, or in the order of a squat.
    #[must_use]
    pub fn usual(start: Start, tempo: Tempo) -> Rep {
        let phase = |phase, length| TimedPhase { phase, length, words: None };
        let (lift, hold) = (phase(Phase::Lift, tempo.lift), phase(Phase::Hold, tempo.hold));
        let (lower, pause) = (phase(Phase::Lower, tempo.lower), phase(Phase::Pause, tempo.pause));
        Rep::new(match start {
            Start::Lift => [lift, hold, lower, pause],
            Start::Lower => [lower, pause, lift, hold],
        })
    }

    /// The phases, in order.
    #[must_use]
    pub fn phases(&self) -> &[TimedPhase] {
        &self.phases
    }

    /// When the reps of a set begin.
    #[must_use]
    pub fn beat(&self) -> Beat {
        self.beat
    }

    /// The length of one rep.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.beat.start(1)
    }

    /// The length of this number of reps.
    #[must_use]
    pub fn times(&self, reps: u32) -> Duration {
        self.beat.start(reps)
    }

    /// The length of the pause that a rep ends with; zero if it ends with a movement.
    #[must_use]
    pub fn pause_after(&self) -> Duration {
        match self.phases.last() {
            Some(TimedPhase { phase: Phase::Pause, length, .. }) => *length,
            _ => Duration::ZERO,
        }
    }

    /// The first phase, and the still phase (hold or pause) right after it; zero if it is not there.
    #[must_use]
    pub fn opening(&self) -> [Duration; 2] {
        let first = self.phases.first().map_or(Duration::ZERO, |phase| phase.length);
        let still = self.phases.get(1).filter(|next| matches!(next.phase, Phase::Hold | Phase::Pause));
        [first, still.map_or(Duration::ZERO, |phase| phase.length)]
    }

    /// When the top is reached, and the length of the hold there; `None` if no phase leads to a top.
    #[must_use]
    pub fn top(&self) -> Option<(Duration, Duration)> {
        let hold = self.spans(Phase::Hold).next().map(|(from, to)| (from, to - from));
        hold.or_else(|| self.spans(Phase::Lift).last().map(|(_, to)| (to, Duration::ZERO)))
    }

    /// The spans of the phases of one kind, from the start of the rep.
    pub fn spans(&self, kind: Phase) -> impl Iterator<Item = (Duration, Duration)> {
        let mut at = Duration::ZERO;
        self.phases.iter().filter_map(move |phase| {
            let start = at;
            at += phase.length;
            (phase.phase == kind).then_some((start, at))
        })
    }

    /// The phase at an instant within a rep; after its end, the last one.
    #[must_use]
    pub fn phase_at(&self, within: Duration) -> Option<&TimedPhase> {
        let mut end = Duration::ZERO;
        let found = self.phases.iter().find(|phase| {
            end += phase.length;
            within < end
        });
        found.or(self.phases.last())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::routine;

    fn rep(keys: &str) -> Rep {
        let routine = routine(&format!("[[exercise]]\nname='A'\nreps=3\n{keys}"));
        routine.blocks[0].exercises[0].set(1, 1).rep.clone()
    }

    #[test]
    fn phases_follow_what_a_rep_begins_with() {
        let words = |keys: &str| {
            rep(keys).phases().iter().map(|phase| phase.phase.word()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("tempo='1111'"), "lift hold lower pause");
        assert_eq!(words("tempo='1111'\nstart='lower'"), "lower pause lift hold");
        assert_eq!(words(""), "lift lower", "a phase of no length is no phase");
    }

    #[test]
    fn a_rate_scales_the_phases_and_remembers_their_lengths() {
        // Six reps a minute: ten seconds in the proportion of 1, 2 and 2.
        let scaled = rep("lift='1s'\nhold='2s'\nlower='2s'\nrate=6");
        let seconds = |phases: &mut dyn Iterator<Item = TimedPhase>| -> Vec<u64> {
            phases.map(|phase| phase.length.as_secs()).collect()
        };
        assert_eq!(seconds(&mut scaled.phases().iter().cloned()), [2, 4, 4]);
        assert_eq!(seconds(&mut scaled.given()), [1, 2, 2]);
        assert_eq!((scaled.rate(), rep("").rate()), (Some(6_000), None));
        // The nanoseconds of a third go to the later phases, and the sum is exact.
        let thirds = rep("phases=['In', 'Hold', 'Out']\nrate=60");
        let nanos: Vec<u128> = thirds.phases().iter().map(|phase| phase.length.as_nanos()).collect();
        assert_eq!(nanos, [333_333_333, 333_333_333, 333_333_334]);
    }

    #[test]
    fn the_top_is_the_first_hold_or_the_end_of_the_last_lift() {
        let top = |keys: &str| rep(keys).top().map(|(at, hold)| (at.as_secs(), hold.as_secs()));
        assert_eq!(top("tempo='3-1-2-4'"), Some((2, 4)));
        assert_eq!(top("tempo='3-1-2-4'\nstart='lower'"), Some((6, 4)));
        assert_eq!(top("tempo='3-1-2-0'\nstart='lower'"), Some((6, 0)));
        assert_eq!(top("tempo='3-1-0-0'"), None);
    }

    #[test]
    fn an_instant_is_in_the_phase_that_has_begun() {
        let squat = rep("start='lower'\ntempo='3-1-2-0'");
        let at = |seconds: u64| squat.phase_at(Duration::from_secs(seconds)).unwrap().phase.word();
        assert_eq!([0, 2, 3, 4, 5, 6].map(at), ["lower", "lower", "pause", "lift", "lift", "lift"]);
    }

    #[test]
    fn a_beat_knows_which_rep_has_begun() {
        for (nanos, reps) in [(7_000_000_001, 1), (60_000_000_000, 18), (60_000_000_000, 7)] {
            let beat = Beat { nanos, reps };
            for n in [0, 1, 5, 17, 18, 1_000, 99_999] {
                let start = beat.start(n);
                assert_eq!(beat.number_at(start), n);
                if n > 0 {
                    assert_eq!(beat.number_at(start - Duration::from_nanos(1)), n - 1);
                }
            }
        }
        let last = Beat { nanos: 1_000_000_000, reps: 1 };
        assert_eq!([last.number_at(last.start(u32::MAX)), last.number_at(Duration::MAX)], [u32::MAX; 2]);
        assert_eq!(Beat { nanos: 60_000_000_000, reps: 18 }.start(72), Duration::from_secs(240));
    }
}
