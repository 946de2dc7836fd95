//! Instants and positions: a length is a [`Duration`], an instant is an [`At`], a position in sound is [`Frames`].
//!
//! No float holds a time, and time becomes frames once, from the absolute instant: the ten-thousandth beat is within
//! half a frame of its exact time.

use std::ops::{Add, Sub};
use std::time::Duration;

/// The length of the count-in, which comes before work, and at the end of timed work: see [`counts`].
pub const COUNT_IN: Duration = Duration::from_secs(3);

/// The sounds of the count-in, each as the time from its start to the end of the count-in: 3, 2 and 1 s.
pub fn counts() -> impl Iterator<Item = Duration> {
    (1..=COUNT_IN.as_secs()).rev().map(Duration::from_secs)
}

/// An instant: the time since the session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct At(pub Duration);

impl At {
    /// The start of the session.
    pub const ZERO: At = At(Duration::ZERO);

    /// The frame nearest to this instant at a sample rate of `rate` (half rounds up).
    #[must_use]
    pub fn frames(self, rate: u32) -> Frames {
        Frames::of(self.0, rate)
    }

    /// Milliseconds, for display and JSON only, never for calculation.
    #[must_use]
    pub fn millis(self) -> f64 {
        millis(self.0)
    }
}

impl Add<Duration> for At {
    type Output = At;
    fn add(self, length: Duration) -> At {
        At(self.0 + length)
    }
}

impl Sub for At {
    type Output = Duration;
    /// The time since `earlier`; zero if `earlier` is later.
    fn sub(self, earlier: At) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// A position in sound, or a length, as a number of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Frames(pub u64);

impl Frames {
    /// The whole number of frames nearest to `length` (half rounds up).
    #[must_use]
    pub fn of(length: Duration, rate: u32) -> Frames {
        const NANOS: u128 = 1_000_000_000;
        let scaled = length.as_nanos() * u128::from(rate) + NANOS / 2;
        Frames(u64::try_from(scaled / NANOS).unwrap_or(u64::MAX))
    }

    /// The instant at which this frame begins, rounded down to the nanosecond.
    #[must_use]
    pub fn at(self, rate: u32) -> At {
        let rate = u64::from(rate.max(1));
        let nanos = (self.0 % rate) * 1_000_000_000 / rate;
        At(Duration::from_secs(self.0 / rate) + Duration::from_nanos(nanos))
    }
}

/// A length in milliseconds, for display and JSON only, never for calculation.
#[must_use]
pub fn millis(length: Duration) -> f64 {
    length.as_nanos() as f64 / 1e6
}

/// Formats a length as a clock, `1:05` or `1:02:03`, rounded to the nearest second.
#[must_use]
pub fn clock(length: Duration) -> String {
    format_seconds((length + Duration::from_millis(500)).as_secs())
}

/// Formats the time left as a clock, rounded up, so `0:00` is shown only when none is left.
#[must_use]
pub fn clock_left(left: Duration) -> String {
    format_seconds(left.as_secs() + u64::from(left.subsec_nanos() > 0))
}

/// Formats the elapsed time as a clock, rounded down, so a second is shown once it has passed.
#[must_use]
pub fn clock_over(over: Duration) -> String {
    format_seconds(over.as_secs())
}

fn format_seconds(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_never_shows_zero_while_something_is_left() {
        let both = |millis| [clock_left, clock_over].map(|clock| clock(Duration::from_millis(millis)));
        assert_eq!(both(20_000), ["0:20", "0:20"]);
        assert_eq!(both(19_999), ["0:20", "0:19"]);
        assert_eq!(both(1), ["0:01", "0:00"]);
        assert_eq!(both(0), ["0:00", "0:00"]);
        assert_eq!(both(3_599_001), ["1:00:00", "59:59"]);
    }

    #[test]
    fn ten_thousand_beats_stay_on_their_grid() {
        // 173 beats a minute: a beat is not a whole number of frames, nor of nanoseconds.
        for rate in [44_100u32, 48_000] {
            for beat in 0..10_000u64 {
                let nanos = beat * 60_000_000_000 / 173;
                let frames = At(Duration::from_nanos(nanos)).frames(rate).0;
                let exact = beat as f64 * 60.0 / 173.0 * f64::from(rate);
                assert!((frames as f64 - exact).abs() <= 0.5 + 1e-4, "beat {beat} at {rate}");
            }
        }
    }

    #[test]
    fn frames_and_back() {
        assert_eq!(Frames(0).at(48_000), At::ZERO);
        assert_eq!(Frames(72_000).at(48_000), At(Duration::from_millis(1500)));
        assert_eq!(At(Duration::from_micros(31)).frames(48_000), Frames(1));
        assert_eq!(At(Duration::MAX).frames(48_000), Frames(u64::MAX));
    }

    #[test]
    fn clocks_read_as_people_say_them() {
        let clock = |ms| super::clock(Duration::from_millis(ms));
        assert_eq!(clock(0), "0:00");
        assert_eq!(clock(64_600), "1:05");
        assert_eq!(clock(3_723_000), "1:02:03");
    }
}
