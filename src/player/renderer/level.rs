//! Levels: fades that never click, a smoothed volume, and a limiter.

/// A fade towards sound or towards silence.
#[derive(Debug)]
pub(super) struct Fade {
    /// The number of frames from silence to full sound.
    length: u64,
    /// The current position: 0 is silence, `length` full sound.
    at: u64,
    rising: bool,
}

impl Fade {
    /// A fade of ten milliseconds.
    pub(super) fn new(rate: u32) -> Fade {
        // At the low sample rates of tests a fade has no frames, so that a pause inserts only whole frames.
        Fade::lasting(u64::from(rate / 100))
    }

    /// A fade of this number of frames.
    pub(super) fn lasting(length: u64) -> Fade {
        Fade { length, at: length, rising: true }
    }

    /// Fades towards sound or towards silence.
    pub(super) fn aim(&mut self, sound: bool) {
        self.rising = sound;
    }

    /// Sets full sound immediately.
    pub(super) fn open(&mut self) {
        (self.at, self.rising) = (self.length, true);
    }

    /// Sets silence immediately.
    pub(super) fn close(&mut self) {
        (self.at, self.rising) = (0, false);
    }

    /// Fades in from silence.
    pub(super) fn reopen(&mut self) {
        (self.at, self.rising) = (0, true);
    }

    /// Whether it is silent and not moving.
    pub(super) fn is_silent(&self) -> bool {
        !self.rising && (self.at == 0 || self.length == 0)
    }

    /// The number of frames until silence; very large if it fades in.
    pub(super) fn left(&self) -> u64 {
        if self.rising { u64::MAX } else { self.at.max(1) }
    }

    /// Applies the fade to frames, and advances by their number.
    pub(super) fn apply(&mut self, out: &mut [[f32; 2]]) {
        if self.length == 0 || (self.rising && self.at == self.length) {
            return;
        }
        for frame in out {
            self.at = if self.rising { (self.at + 1).min(self.length) } else { self.at.saturating_sub(1) };
            let part = self.at as f32 / self.length as f32;
            let gain = part * part * (3.0 - 2.0 * part);
            frame[0] *= gain;
            frame[1] *= gain;
        }
    }
}

/// A gain that moves smoothly to its target.
#[derive(Debug)]
pub(super) struct SmoothedGain {
    now: f32,
    aim: f32,
}

impl SmoothedGain {
    pub(super) fn new(gain: f32) -> SmoothedGain {
        SmoothedGain { now: gain, aim: gain }
    }

    pub(super) fn aim(&mut self, gain: f32) {
        self.aim = gain;
    }

    /// Applies the gain to a block: it moves a tenth of the way to the target, linearly.
    pub(super) fn apply(&mut self, block: &mut [[f32; 2]]) {
        let from = self.now;
        let way = self.aim - from;
        self.now = if way.abs() < 1e-4 { self.aim } else { from + way * 0.1 };
        let step = (self.now - from) / block.len().max(1) as f32;
        for (n, frame) in block.iter_mut().enumerate() {
            let gain = from + step * (n + 1) as f32;
            frame[0] *= gain;
            frame[1] *= gain;
        }
    }
}

/// The level above which samples are compressed.
const KNEE: f32 = 0.8;

/// Limits a sample below full scale: linear up to the knee, then increasingly flat.
///
/// Above the knee `k` it is `k + (1-k) * (1 - 1 / (1 + x))` with `x = (sample - k) / (1 - k)`: the slope
/// is 1 at the knee, and 1 is never reached.
pub(super) fn soft_clip(sample: f32) -> f32 {
    let size = sample.abs();
    if size <= KNEE {
        return sample;
    }
    let over = (size - KNEE) / (1.0 - KNEE);
    (KNEE + (1.0 - KNEE) * (over / (1.0 + over))).copysign(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_never_passed_and_quiet_sound_is_left_alone() {
        assert_eq!(soft_clip(0.5).to_bits(), 0.5f32.to_bits());
        let mut before = 0.0;
        for n in 0..10_000 {
            let out = soft_clip(n as f32 * 0.001);
            assert!((before..=1.0).contains(&out), "{n}");
            before = out;
        }
        assert!(soft_clip(-3.0) > -1.0 && soft_clip(-3.0) < -KNEE);
    }

    #[test]
    fn a_sample_is_unchanged_up_to_the_knee_and_then_flattened() {
        for sample in [0.0, 0.5, -0.8, 0.8] {
            assert_eq!(soft_clip(sample).to_bits(), f32::to_bits(sample));
        }
        // One and five times as far above the knee as full scale is.
        assert!((soft_clip(1.0) - 0.9).abs() < 1e-6);
        assert!((soft_clip(-1.8) + (0.8 + 0.2 * 5.0 / 6.0)).abs() < 1e-6);
        assert!(soft_clip(0.801) > 0.8 && soft_clip(1_000.0) < 1.0);
    }

    #[test]
    fn a_gain_moves_a_tenth_of_the_way_and_arrives() {
        let mut gain = SmoothedGain::new(0.5);
        gain.aim(1.0);
        let mut block = [[1.0; 2]; 2];
        gain.apply(&mut block);
        assert!((block[0][0] - 0.525).abs() < 1e-6 && (block[1][1] - 0.55).abs() < 1e-6, "{block:?}");
        for _ in 0..200 {
            gain.apply(&mut [[1.0; 2]; 2]);
        }
        let mut block = [[1.0; 2]; 3];
        gain.apply(&mut block);
        assert!(block.as_flattened().iter().all(|sample| sample.to_bits() == 1f32.to_bits()), "{block:?}");
    }

    #[test]
    fn a_fade_has_its_frames() {
        let mut fade = Fade::lasting(4);
        assert_eq!(fade.left(), u64::MAX, "open");
        fade.aim(false);
        assert_eq!((fade.left(), fade.is_silent()), (4, false));
        let mut block = [[1.0; 2]; 3];
        fade.apply(&mut block);
        // 3, 2 and 1 of 4, smoothly.
        let expected = [0.75f32, 0.5, 0.25].map(|part| part * part * (3.0 - 2.0 * part));
        assert_eq!(block.map(|frame| frame[0].to_bits()), expected.map(f32::to_bits));
        assert_eq!(fade.left(), 1);
        fade.apply(&mut [[1.0; 2]; 1]);
        assert!(fade.is_silent());
        fade.reopen();
        let mut block = [[1.0; 2]; 4];
        fade.apply(&mut block);
        assert!(block[0][0] < 0.2 && block[3][0].to_bits() == 1f32.to_bits(), "{block:?}");
    }

    #[test]
    fn a_gain_moves_a_tenth_of_the_way_and_ends_exactly_at_its_aim() {
        let after = |gain: &mut SmoothedGain, frames: usize| {
            let mut block = vec![[1.0f32; 2]; frames];
            gain.apply(&mut block);
            block.iter().map(|frame| frame[0]).collect::<Vec<_>>()
        };
        let mut gain = SmoothedGain::new(0.0);
        gain.aim(1.0);
        let levels = after(&mut gain, 2);
        assert!((levels[0] - 0.05).abs() < 1e-6 && (levels[1] - 0.1).abs() < 1e-6, "{levels:?}");
        let mut gain = SmoothedGain::new(0.0);
        gain.aim(1e-4);
        assert!(after(&mut gain, 1)[0] < 2e-5, "not yet close enough");
        gain.aim(1.9e-5);
        assert_eq!(after(&mut gain, 1)[0].to_bits(), 1.9e-5f32.to_bits());
    }
}
