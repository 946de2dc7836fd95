//! The code on the audio thread: it neither waits nor allocates.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{Pace, Source};
use crate::output::SharedRenderer;
use crate::player::BLOCK;
use crate::time::Frames;

/// The renderer's frames as samples for the device.
#[derive(Debug)]
pub struct Feed {
    /// `None` for silence.
    renderer: Option<SharedRenderer>,
    /// Tells it to end.
    pub(super) ended: Arc<AtomicBool>,
    pub(super) pace: Arc<Pace>,
    /// When the first frame was taken.
    begun: Option<Instant>,
    /// The total number of frames taken.
    taken: u64,
    channels: NonZero<u16>,
    rate: NonZero<u32>,
    frames: [[f32; 2]; BLOCK],
    /// The next frame and its channel.
    frame: usize,
    channel: u16,
}

impl Feed {
    /// A feed for a device with this number of channels. The sample rate is the renderer's, or else `rate`.
    #[must_use]
    pub fn new(renderer: SharedRenderer, channels: NonZero<u16>, rate: NonZero<u32>) -> Feed {
        let own = renderer.lock().ok().and_then(|renderer| NonZero::new(renderer.rate()));
        Feed::of(Some(renderer), channels, own.unwrap_or(rate))
    }

    /// A feed of a renderer, or of silence, at a sample rate.
    pub(super) fn of(renderer: Option<SharedRenderer>, channels: NonZero<u16>, rate: NonZero<u32>) -> Feed {
        Feed {
            renderer,
            ended: Arc::default(),
            pace: Arc::default(),
            begun: None,
            taken: 0,
            channels,
            rate,
            frames: [[0.0; 2]; BLOCK],
            frame: BLOCK,
            channel: 0,
        }
    }

    fn refill(&mut self) {
        self.frame = 0;
        self.keep_pace();
        match self.renderer.as_ref().map(|renderer| renderer.try_lock()) {
            Some(Ok(mut renderer)) => renderer.render(&mut self.frames),
            _ => self.frames.fill([0.0; 2]),
        }
    }

    /// Records how far the frames taken are ahead of time.
    fn keep_pace(&mut self) {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        self.taken += BLOCK as u64;
        let due = Frames::of(begun.elapsed(), self.rate.get()).0;
        let ahead = i64::try_from(self.taken).unwrap_or(i64::MAX) - i64::try_from(due).unwrap_or(i64::MAX);
        self.pace.ahead.fetch_max(ahead, Ordering::Relaxed);
        self.pace.taken.store(self.taken, Ordering::Relaxed);
    }
}

impl Iterator for Feed {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.frame == BLOCK {
            if self.ended.load(Ordering::Relaxed) {
                return None;
            }
            self.refill();
        }
        let [left, right] = self.frames[self.frame];
        let sample = match (self.channel, self.channels.get()) {
            (_, 1) => f32::midpoint(left, right),
            (0, _) => left,
            (1, _) => right,
            // Other channels, such as rear speakers and subwoofer, are silent.
            _ => 0.0,
        };
        self.channel += 1;
        if self.channel == self.channels.get() {
            self.channel = 0;
            self.frame += 1;
        }
        Some(sample)
    }
}

impl Source for Feed {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        self.channels
    }

    fn sample_rate(&self) -> NonZero<u32> {
        self.rate
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}
