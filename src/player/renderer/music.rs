//! Mixes music under the cues: lower while somebody speaks, and faded wherever it begins or ends.

use std::ops::Range;
use std::time::Duration;

use super::BLOCK;
use super::level::Fade;
use crate::player::music::{AHEAD, MusicSource};
use crate::score::Score;
use crate::time::Frames;

/// The gain under speech: 12 dB lower.
const LOW: f32 = 0.251_188_64;
/// The time in which it goes down for words that no score announces: after a skip, in a repetition.
const AT_ONCE: Duration = Duration::from_millis(60);
/// The time in which it comes up again.
const UP: Duration = Duration::from_millis(800);
/// The time of a fade at a pause, a stop or when there is no more music for the moment.
const FADE: Duration = Duration::from_millis(300);
/// The last part of the session, in which it fades out.
const ENDING: Duration = Duration::from_secs(4);

/// What the session plays while music is mixed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Under {
    /// The score, from this frame on.
    Score(u64),
    /// Words outside the score.
    Words,
    /// Neither: it waits, or is over.
    Nothing,
}

/// Music and its gains.
#[derive(Debug)]
pub(super) struct MusicMixer {
    source: Box<dyn MusicSource>,
    /// The frames of the score in which it is low.
    low: Box<[Range<u64>]>,
    /// The last frame of the session, and the number of frames in which it fades out before it.
    ending: (u64, u64),
    /// The gain under speech, from [`LOW`] to 1.
    duck: f32,
    /// What multiplies the gain in each frame: down, down at once, and up.
    down: f32,
    at_once: f32,
    up: f32,
    fade: Fade,
    /// Whether the user wants it.
    pub is_on: bool,
    /// The number of frames that a fade needs: with less at hand, it fades out.
    reserve: usize,
    frames: [[f32; 2]; BLOCK],
}

impl MusicMixer {
    /// Music for a score that starts at `frame`; it fades in.
    pub(super) fn new(
        source: Box<dyn MusicSource>,
        low: Box<[Range<u64>]>,
        score: &Score,
        frame: u64,
    ) -> MusicMixer {
        let frames = |time| Frames::of(time, score.rate).0;
        let step = |time: Duration| LOW.powf(1.0 / frames(time).max(1) as f32);
        let fade = frames(FADE);
        let mut music = MusicMixer {
            source,
            low,
            ending: (score.end.0, frames(ENDING).max(1)),
            duck: 1.0,
            down: step(AHEAD),
            at_once: step(AT_ONCE),
            up: 1.0 / step(UP),
            fade: Fade::lasting(fade),
            is_on: true,
            reserve: fade as usize,
            frames: [[0.0; 2]; BLOCK],
        };
        music.fade.close();
        if music.is_low_at(frame) {
            music.duck = LOW;
        }
        music
    }

    /// Whether nothing of it is heard.
    pub(super) fn is_silent(&self) -> bool {
        self.fade.is_silent()
    }

    /// Ends it without a fade: the session is over, or its device is gone.
    pub(super) fn cut(&mut self) {
        self.fade.close();
    }

    /// Adds it to `out`, of at most [`BLOCK`] frames. `plays` is whether the session does, and not a pause.
    pub(super) fn mix(&mut self, under: Under, plays: bool, out: &mut [[f32; 2]]) {
        // A fade that begins after these frames still has enough.
        let has_enough = self.source.ready() >= self.reserve.saturating_add(out.len());
        self.fade.aim(plays && self.is_on && has_enough);
        if self.fade.is_silent() {
            self.follow(under, out.len());
            return;
        }
        let frames = &mut self.frames[..out.len()];
        let count = self.source.take(frames);
        if count < frames.len() {
            frames[count..].fill([0.0; 2]);
            self.fade.close();
        }
        self.fade.apply(&mut self.frames[..out.len()]);
        for (n, frame) in out.iter_mut().enumerate() {
            let gain = self.next_gain(under, n as u64);
            let [left, right] = self.frames[n];
            frame[0] += gain * left;
            frame[1] += gain * right;
        }
    }

    /// Moves the gain on while nothing is heard.
    fn follow(&mut self, under: Under, count: usize) {
        for n in 0..count {
            self.next_gain(under, n as u64);
        }
    }

    /// The gain of the frame `n` frames after the beginning of a step.
    fn next_gain(&mut self, under: Under, n: u64) -> f32 {
        let mut gain = 1.0;
        let change = match under {
            Under::Words => self.at_once,
            Under::Nothing => self.up,
            Under::Score(first) => {
                let frame = first + n;
                let (end, length) = self.ending;
                let left = end.saturating_sub(frame).min(length) as f32 / length as f32;
                gain = left * left;
                if self.is_low_at(frame) { self.down } else { self.up }
            }
        };
        self.duck = (self.duck * change).clamp(LOW, 1.0);
        self.duck * gain
    }

    fn is_low_at(&self, frame: u64) -> bool {
        let next = self.low.partition_point(|span| span.end <= frame);
        self.low.get(next).is_some_and(|span| span.start <= frame)
    }
}
