//! Whether a device keeps time. One that stops requesting frames is lost, and so is one that requests too few for long;
//! one that requests twice as many as real time is unusable; one that was starved for a while has lost time.

use std::time::Duration;

use crate::time::Frames;

/// A device without a frame for this long is lost.
const STALL: Duration = Duration::from_millis(600);
/// At most this much of the time between two checks counts: if the program itself was starved, so was the device.
const LOOK: Duration = Duration::from_millis(100);
/// The time that a device may take to start: a sleeping link is slow to wake.
const BEGIN: Duration = Duration::from_secs(3);
/// The span over which frames are compared with time.
const SPAN: Duration = Duration::from_secs(1);
/// How long a device may be too slow, in time that counts.
const SLOW: Duration = Duration::from_secs(5);
/// The minimum share of the due frames that it must take in that time, in percent. A machine that is busy for a second
/// loses less.
const LEAST: u64 = 70;
/// How long a device on trial fills its buffer before its frames are counted.
const FILL: Duration = Duration::from_millis(300);
/// How far a device may be ahead to fill its buffer.
const AHEAD: Duration = Duration::from_millis(500);
/// A device takes many frames at a time: only the maximum lead over this time shows how late it is.
const ENVELOPE: Duration = Duration::from_millis(700);
/// A smaller loss is ignored as jitter.
const LOSS: Duration = Duration::from_millis(2);
/// A loss counts only if frames are missing in this many consecutive envelopes: a device that was merely served late
/// makes up for it.
const ENVELOPES: u32 = 3;
/// A larger gap was not a starved device but a suspended program or machine, and is not made up.
const MOST: Duration = Duration::from_secs(2);
/// The drift of the device's crystal allowed per envelope, relative to the computer's clock: 200 parts per million,
/// more than any has.
const DRIFT: Duration = Duration::from_micros(140);

/// The verdict on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It keeps time.
    Fine,
    /// It has stopped requesting frames.
    Stalled,
    /// It plays faster than real time.
    TooFast,
    /// It plays much slower than real time.
    TooSlow,
    /// It has permanently lost this many frames.
    Underrun(Frames),
}

/// Watches the frames that a device takes.
#[derive(Debug)]
pub struct Watch {
    rate: u32,
    /// The time of the last check, and the frame count.
    last: (Duration, Frames),
    /// How long no frame has been taken.
    still: Duration,
    has_begun: bool,
    /// When the program itself was last starved, which a late check shows.
    starved: Option<Duration>,
    /// The time that counts since the last check for too few frames, and the frame count then.
    slow: (Duration, Frames),
    /// The start of the current span.
    span: (Duration, Frames),
    /// The start of the current envelope, and the maximum lead in it, in frames.
    envelope: (Duration, Option<i64>),
    /// The lead of the device, in frames, when it has lost nothing; unknown before the first envelope.
    ahead: Option<i64>,
    /// The number of consecutive envelopes with missing frames, and the smallest number that was missing.
    missing: (u32, i64),
}

impl Watch {
    /// A watch for a device with sample rate `rate` that starts at `now`, with `frames` rendered before.
    #[must_use]
    pub fn new(rate: u32, now: Duration, frames: Frames) -> Watch {
        let (here, envelope) = ((now, frames), (now, None));
        let still = Duration::ZERO;
        Watch {
            rate,
            last: here,
            still,
            has_begun: false,
            starved: None,
            slow: (Duration::ZERO, frames),
            span: here,
            envelope,
            ahead: None,
            missing: (0, i64::MAX),
        }
    }

    /// The verdict at `now`, with `frames` taken in total and a maximum lead of `ahead` frames since the last check.
    pub fn look(&mut self, now: Duration, frames: Frames, ahead: Option<i64>) -> Verdict {
        let (before, taken) = std::mem::replace(&mut self.last, (now, frames));
        let gap = now.saturating_sub(before);
        let passed = gap.min(LOOK);
        if gap > LOOK {
            self.starved = Some(now);
        }
        if self.is_slow(passed, frames) {
            return Verdict::TooSlow;
        }
        if frames != taken {
            self.still = Duration::ZERO;
            self.has_begun = true;
        } else {
            self.still += passed;
            // A starved device depends on several threads, and the server then waits for its buffer to fill.
            let was_starved = self.starved.is_some_and(|starved| now.saturating_sub(starved) < BEGIN);
            if self.still > if self.has_begun && !was_starved { STALL } else { BEGIN } {
                return Verdict::Stalled;
            }
        }
        let time = now.saturating_sub(self.span.0);
        if time >= SPAN {
            let taken = frames.0.saturating_sub(self.span.1.0);
            self.span = (now, frames);
            if taken > Frames::of(time * 2 + AHEAD, self.rate).0 {
                return Verdict::TooFast;
            }
        }
        match self.lost(now, ahead) {
            Frames(0) => Verdict::Fine,
            late => Verdict::Underrun(late),
        }
    }

    /// Whether too few frames have been taken for long.
    fn is_slow(&mut self, passed: Duration, frames: Frames) -> bool {
        if !self.has_begun {
            self.slow.1 = frames;
            return false;
        }
        self.slow.0 += passed;
        if self.slow.0 < SLOW {
            return false;
        }
        let (time, before) = std::mem::replace(&mut self.slow, (Duration::ZERO, frames));
        (frames.0.saturating_sub(before.0)) * 100 < Frames::of(time, self.rate).0 * LEAST
    }

    /// The frames lost since the last report.
    fn lost(&mut self, now: Duration, ahead: Option<i64>) -> Frames {
        self.envelope.1 = self.envelope.1.max(ahead);
        if now.saturating_sub(self.envelope.0) < ENVELOPE {
            return Frames(0);
        }
        let (_, most) = std::mem::replace(&mut self.envelope, (now, None));
        let (Some(most), Some(known)) = (most, self.ahead) else {
            self.ahead = self.ahead.or(most);
            return Frames(0);
        };
        let frames = |length| i64::try_from(Frames::of(length, self.rate).0).unwrap_or(i64::MAX);
        let late = known - most;
        if late > frames(MOST) {
            self.ahead = Some(most);
            return Frames(0);
        }
        let (times, fewest) = std::mem::replace(&mut self.missing, (0, i64::MAX));
        if late > frames(LOSS) {
            let fewest = fewest.min(late);
            if times + 1 == ENVELOPES {
                self.ahead = Some(known - fewest);
                return Frames(fewest.unsigned_abs());
            }
            self.missing = (times + 1, fewest);
        }
        self.ahead = Some(if late > 0 { known - late.min(frames(DRIFT)) } else { most });
        Frames(0)
    }
}

/// Tests a device that has been opened again, before the session is given to it.
#[derive(Debug)]
pub struct Trial {
    rate: u32,
    /// When it took its first frames.
    begun: Option<Duration>,
    /// The start of the current span.
    span: Option<(Duration, Frames)>,
}

impl Trial {
    /// A trial for a device with sample rate `rate`.
    #[must_use]
    pub fn new(rate: u32) -> Trial {
        Trial { rate, begun: None, span: None }
    }

    /// Whether it keeps pace, once that is known; `now` is the time since it was opened, and `frames` the total taken.
    pub fn look(&mut self, now: Duration, frames: Frames) -> Option<bool> {
        if frames.0 == 0 {
            return (now > BEGIN).then_some(false);
        }
        let begun = *self.begun.get_or_insert(now);
        if now - begun < FILL {
            return None;
        }
        let (since, before) = *self.span.get_or_insert((now, frames));
        let time = now - since;
        if time < SPAN {
            return None;
        }
        let (taken, due) = (frames.0 - before.0, Frames::of(time, self.rate).0);
        Some(taken * 100 >= due * LEAST && taken <= due * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdicts on a device that has taken `taken(n)` frames at the `n`th check, every 100 ms, at a sample rate of
    /// 1000 Hz.
    fn verdicts(taken: impl Fn(u64) -> u64) -> Vec<Verdict> {
        let mut watch = Watch::new(1000, Duration::ZERO, Frames(0));
        let mut frames = 0;
        let mut begun = None;
        (1..=60)
            .map(|n| {
                let new = taken(n);
                frames += new;
                if new > 0 {
                    begun.get_or_insert(n);
                }
                let due = begun.map(|begun| (n - begun) * 100);
                let ahead = due.filter(|_| new > 0).map(|due| frames.cast_signed() - due.cast_signed());
                watch.look(Duration::from_millis(n * 100), Frames(frames), ahead)
            })
            .collect()
    }

    #[test]
    fn a_device_that_keeps_time_is_fine() {
        assert!(verdicts(|n| if n == 1 { 300 } else { 100 }).iter().all(|v| *v == Verdict::Fine));
        assert!(verdicts(|n| if n % 5 == 0 { 500 } else { 0 }).iter().all(|v| *v == Verdict::Fine));
    }

    #[test]
    fn a_device_that_stops_is_lost() {
        let verdicts = verdicts(|n| if n < 10 { 100 } else { 0 });
        assert_eq!(
            verdicts.iter().position(|v| *v == Verdict::Stalled),
            Some(15),
            "0.7 s after its last frame"
        );
    }

    #[test]
    fn a_program_that_was_starved_does_not_blame_the_device() {
        let mut watch = Watch::new(1000, Duration::ZERO, Frames(0));
        let looks = [(100, 100), (200, 200), (1_900, 200), (2_000, 200), (2_100, 500)];
        for (now, frames) in looks {
            let verdict = watch.look(Duration::from_millis(now), Frames(frames), None);
            assert_eq!(verdict, Verdict::Fine, "{now}");
        }
    }

    #[test]
    fn a_device_may_take_its_time_to_begin() {
        let verdicts = verdicts(|n| if n > 25 { 100 } else { 0 });
        assert!(verdicts.iter().all(|v| *v == Verdict::Fine));
        assert_eq!(self::verdicts(|_| 0)[30], Verdict::Stalled);
    }

    #[test]
    fn a_device_that_plays_too_fast_is_rejected() {
        assert_eq!(verdicts(|_| 1000).iter().position(|v| *v == Verdict::TooFast), Some(9));
    }

    #[test]
    fn a_device_at_half_speed_is_too_slow() {
        let verdicts = verdicts(|n| if n % 2 == 0 { 100 } else { 0 });
        assert_eq!(verdicts.iter().position(|v| *v == Verdict::TooSlow), Some(51), "after five seconds");
    }

    #[test]
    fn a_device_at_a_fiftieth_of_its_speed_is_lost() {
        let verdicts = verdicts(|n| if n % 40 == 1 { 85 } else { 0 });
        assert_eq!(verdicts.iter().position(|v| *v == Verdict::Stalled), Some(7));
    }

    #[test]
    fn a_device_that_was_starved_for_a_second_is_not_too_slow() {
        let verdicts = verdicts(|n| if (20..30).contains(&n) && n % 2 == 0 { 0 } else { 100 });
        assert!(!verdicts.contains(&Verdict::TooSlow));
    }

    #[test]
    fn a_device_that_stalls_after_the_program_was_starved_gets_time_to_recover() {
        let lost_at = |starved: u64| {
            let mut watch = Watch::new(1000, Duration::ZERO, Frames(0));
            let mut now = 0;
            // It plays for a second; then it stops.
            for frames in (50..=1_000).step_by(50) {
                now += 50;
                assert_eq!(watch.look(Duration::from_millis(now), Frames(frames), None), Verdict::Fine);
            }
            now += starved;
            let look = |n: u64, watch: &mut Watch| {
                watch.look(Duration::from_millis(now + n * 50), Frames(1_000), None) == Verdict::Stalled
            };
            (0..200).find(|n| look(*n, &mut watch)).map(|n| n * 50)
        };
        assert_eq!(lost_at(50), Some(600), "an ordinary loss");
        assert_eq!(lost_at(400), Some(2_950), "after 400 ms in which the program did not run");
    }

    #[test]
    fn only_a_device_that_keeps_pace_passes_its_trial() {
        // The frames taken at each instant, at a sample rate of 1000 Hz, checked every 20 ms.
        let passes = |taken: &dyn Fn(u64) -> u64| {
            let mut trial = Trial::new(1000);
            (0..300).find_map(|n| {
                Some((n * 20, trial.look(Duration::from_millis(n * 20), Frames(taken(n * 20)))?))
            })
        };
        let fill = 170;
        assert_eq!(passes(&|_| 0), Some((3_020, false)), "it takes no frames");
        assert_eq!(passes(&|_| fill), Some((1_300, false)), "it is suspended: it only fills its buffer");
        assert_eq!(passes(&|t| fill + t / 85 * 85), Some((1_300, true)));
        assert_eq!(
            passes(&|t| if t < 2_000 { 0 } else { t - 1_900 }),
            Some((3_300, true)),
            "it wakes slowly"
        );
        assert_eq!(passes(&|t| fill + t / 2), Some((1_300, false)), "half speed");
        assert_eq!(passes(&|t| fill + t / 50), Some((1_300, false)), "a fiftieth of the speed");
        assert_eq!(passes(&|t| fill + t * 200), Some((1_300, false)), "it plays too fast");
    }

    #[test]
    fn lost_time_is_reported_once() {
        let lost: Vec<_> = verdicts(|n| if n == 20 { 40 } else { 100 })
            .into_iter()
            .filter(|verdict| *verdict != Verdict::Fine)
            .collect();
        assert_eq!(lost, [Verdict::Underrun(Frames(60))]);
    }

    #[test]
    fn small_losses_add_up_and_slow_drift_does_not() {
        let mut watch = Watch::new(48_000, Duration::ZERO, Frames(0));
        // A crystal that is slow by 100 parts per million, for ten minutes: 60 ms in total.
        for n in 1..=6_000i64 {
            let ahead = Some(4_096 - n * 480 / 1_000);
            let now = Duration::from_millis(n.unsigned_abs() * 100);
            assert_eq!(watch.look(now, Frames(n.unsigned_abs() * 4_800), ahead), Verdict::Fine, "{n}");
        }
        let mut watch = Watch::new(48_000, Duration::ZERO, Frames(0));
        // Six milliseconds lost every two seconds.
        let mut late = 0;
        for n in 1..=200i64 {
            let ahead = Some(4_096 - n / 20 * 288);
            let now = Duration::from_millis(n.unsigned_abs() * 100);
            if let Verdict::Underrun(frames) = watch.look(now, Frames(n.unsigned_abs() * 4_800), ahead) {
                late += frames.0;
            }
        }
        assert!((2_000..=2_880).contains(&late), "{late} of 2880");
    }

    #[test]
    fn a_device_that_was_merely_served_late_has_lost_nothing() {
        let mut watch = Watch::new(48_000, Duration::ZERO, Frames(0));
        for n in 1..=100i64 {
            // For 1.3 seconds it is served 40 ms late each time.
            let ahead = Some(if (40..53).contains(&n) { 4_096 - 1_920 } else { 4_096 });
            let now = Duration::from_millis(n.unsigned_abs() * 100);
            assert_eq!(watch.look(now, Frames(n.unsigned_abs() * 4_800), ahead), Verdict::Fine, "{n}");
        }
    }
}
