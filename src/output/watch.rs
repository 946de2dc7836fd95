//! Whether a device keeps time: one that stops asking for frames is lost, one that asks for twice as many
//! as time allows is none.

use std::time::Duration;

use crate::time::Frames;

/// So long without a frame, and the device is lost.
const STALL: Duration = Duration::from_millis(1500);
/// Frames are compared with time over spans of this length.
const SPAN: Duration = Duration::from_secs(1);
/// What a device may take ahead to fill its buffer.
const AHEAD: Duration = Duration::from_millis(500);

/// What is to be said of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It keeps time.
    Fine,
    /// It has stopped asking for frames.
    Stalled,
    /// It plays faster than time.
    TooFast,
}

/// Looks at a device's frames from time to time.
#[derive(Debug)]
pub struct Watch {
    rate: u32,
    /// When frames were last seen to move, and how many they were.
    moved: (Duration, Frames),
    /// The beginning of the span that is being measured.
    span: (Duration, Frames),
}

impl Watch {
    /// Of a device with `rate` frames a second that has just begun to play.
    #[must_use]
    pub fn new(rate: u32) -> Watch {
        Watch { rate, moved: Default::default(), span: Default::default() }
    }

    /// The verdict at `now`, a time since it began to play, when it has taken `frames` in all.
    pub fn look(&mut self, now: Duration, frames: Frames) -> Verdict {
        if frames != self.moved.1 {
            self.moved = (now, frames);
        } else if now.saturating_sub(self.moved.0) > STALL {
            return Verdict::Stalled;
        }
        let time = now.saturating_sub(self.span.0);
        if time >= SPAN {
            let taken = frames.0.saturating_sub(self.span.1.0);
            self.span = (now, frames);
            if taken > Frames::of(time * 2 + AHEAD, self.rate).0 {
                return Verdict::TooFast;
            }
        }
        Verdict::Fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdicts on a device that takes so many frames every 100 ms, at 1000 frames a second.
    fn verdicts(taken: impl Fn(u64) -> u64) -> Vec<Verdict> {
        let mut watch = Watch::new(1000);
        let mut frames = 0;
        (1..=40)
            .map(|n| {
                frames += taken(n);
                watch.look(Duration::from_millis(n * 100), Frames(frames))
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
        assert_eq!(verdicts.iter().position(|v| *v == Verdict::Stalled), Some(24));
    }

    #[test]
    fn a_device_that_races_is_none() {
        assert_eq!(verdicts(|_| 1000).iter().position(|v| *v == Verdict::TooFast), Some(9));
    }
}
