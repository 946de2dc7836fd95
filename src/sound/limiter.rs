//! A limiter that looks ahead: it turns the sound down before a peak instead of bending it.

use std::collections::VecDeque;
use std::f64::consts::PI;

/// The highest true peak that it lets through, in decibels below full scale: a little less than the -1 dB that players
/// and encoders are made for, because a true peak can only be estimated.
const CEILING: f64 = -1.2;
/// How long before a peak it begins to turn down, in seconds.
const AHEAD: f64 = 0.005;
/// The time in which it recovers to 1/e, in seconds.
const RECOVERY: f64 = 0.1;
/// The samples from which a point between two of them is estimated.
const TAPS: usize = 12;
/// The points estimated between two samples; ITU-R BS.1770 (annex 2) also has four steps from one to the next.
const BETWEEN: usize = 3;

/// Amplifies stereo sound and keeps its true peak below -1 dB. Its output is later than its input by [`Limiter::delay`].
#[derive(Debug)]
pub struct Limiter {
    gain: f32,
    ceiling: f32,
    /// The weights for each point between two samples.
    weights: [[f32; TAPS]; BETWEEN],
    /// The largest sum of weights: how far a point between samples can be beyond them.
    most: f32,
    /// The recovery in one frame.
    recovery: f32,
    /// The length of the window ahead, in frames.
    window: usize,
    /// The number of frames taken.
    taken: usize,
    /// The frames that have not been returned, and those before them that the estimate needs.
    waiting: VecDeque<[f32; 2]>,
    recent: VecDeque<[f32; 2]>,
    /// The gains that peaks ahead allow, with their frames, each less than all later ones.
    lowest: VecDeque<(usize, f32)>,
    held: f32,
    /// The gains in the window, of which the mean is used, and their sum.
    smoothed: VecDeque<f32>,
    sum: f64,
}

impl Limiter {
    /// A limiter for a sample rate of `rate` that first multiplies by `gain`.
    #[must_use]
    pub fn new(rate: u32, gain: f32) -> Limiter {
        let window = ((f64::from(rate) * AHEAD) as usize).max(1);
        let weights: [[f32; TAPS]; BETWEEN] =
            std::array::from_fn(|n| weights((n + 1) as f64 / (BETWEEN + 1) as f64));
        let sum = |weights: &[f32; TAPS]| weights.iter().map(|weight| weight.abs()).sum();
        Limiter {
            gain,
            ceiling: 10f64.powf(CEILING / 20.0) as f32,
            most: weights.iter().map(sum).fold(1.0, f32::max),
            weights,
            recovery: (1.0 - (-1.0 / (RECOVERY * f64::from(rate))).exp()) as f32,
            window,
            taken: 0,
            waiting: VecDeque::from(vec![[0.0; 2]; TAPS / 2 + window - 1]),
            recent: VecDeque::from(vec![[0.0; 2]; TAPS]),
            lowest: VecDeque::new(),
            held: 1.0,
            smoothed: VecDeque::from(vec![1.0; window]),
            sum: window as f64,
        }
    }

    /// The number of frames by which the output is late.
    #[must_use]
    pub fn delay(&self) -> usize {
        TAPS / 2 + self.window - 1
    }

    /// Replaces each frame by the one that is due.
    pub fn apply(&mut self, frames: &mut [[f32; 2]]) {
        for frame in frames {
            *frame = self.next(frame.map(|sample| sample * self.gain));
        }
    }

    fn next(&mut self, frame: [f32; 2]) -> [f32; 2] {
        self.recent.pop_front();
        self.recent.push_back(frame);
        let allowed = (self.ceiling / self.peak()).min(1.0);
        while self.lowest.back().is_some_and(|(_, gain)| *gain >= allowed) {
            self.lowest.pop_back();
        }
        self.lowest.push_back((self.taken, allowed));
        if self.lowest.front().is_some_and(|(at, _)| at + self.window <= self.taken) {
            self.lowest.pop_front();
        }
        self.taken += 1;
        let lowest = self.lowest.front().map_or(1.0, |(_, gain)| *gain);
        self.held = lowest.min(self.held + (1.0 - self.held) * self.recovery);
        // Each gain in the window allows the frame that is due, so their mean does too.
        let gone = self.smoothed.pop_front().unwrap_or(1.0);
        self.smoothed.push_back(self.held);
        self.sum += f64::from(self.held) - f64::from(gone);
        let gain = (self.sum / self.window as f64) as f32;
        self.waiting.push_back(frame);
        self.waiting.pop_front().unwrap_or_default().map(|sample| sample * gain)
    }

    /// The highest value at and after the middle of the recent frames, before the next frame; at least the smallest
    /// number that can divide.
    fn peak(&self) -> f32 {
        let highest = |frame: &[f32; 2]| frame[0].abs().max(frame[1].abs());
        let bound = self.recent.iter().map(highest).fold(f32::MIN_POSITIVE, f32::max);
        if bound * self.most <= self.ceiling {
            return bound;
        }
        let mut peak = self.recent.get(TAPS / 2 - 1).map_or(0.0, highest);
        for weights in &self.weights {
            let mut between = [0.0; 2];
            for (weight, frame) in weights.iter().zip(&self.recent) {
                between[0] += weight * frame[0];
                between[1] += weight * frame[1];
            }
            peak = peak.max(highest(&between));
        }
        peak.max(f32::MIN_POSITIVE)
    }
}

/// The weights of the samples around a point, which is `part` of the way from the middle one to the next: a windowed
/// sinc.
fn weights(part: f64) -> [f32; TAPS] {
    std::array::from_fn(|tap| {
        let away = tap as f64 - (TAPS / 2 - 1) as f64 - part;
        let window = 0.5 + 0.5 * (PI * away / (TAPS / 2) as f64).cos();
        ((PI * away).sin() / (PI * away) * window) as f32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::loudness::true_peak;

    const RATE: u32 = 48_000;

    fn limited(gain: f32, sound: &[[f32; 2]]) -> Vec<[f32; 2]> {
        let mut limiter = Limiter::new(RATE, gain);
        let delay = limiter.delay();
        let mut frames = [sound, &vec![[0.0; 2]; delay]].concat();
        limiter.apply(&mut frames);
        frames.split_off(delay)
    }

    /// A tone between two frequencies whose peaks lie between samples, in bursts, on one side.
    fn bursts() -> Vec<[f32; 2]> {
        let tone = |n: u32| (std::f32::consts::PI * (n as f32 * 0.5 + 0.25)).sin();
        (0..RATE).map(|n| if n / 4_800 % 2 == 0 { [0.05, 0.05] } else { [tone(n), 0.1 * tone(n)] }).collect()
    }

    #[test]
    fn what_needs_no_limit_is_only_amplified() {
        let soft: Vec<[f32; 2]> = bursts().iter().map(|frame| frame.map(|sample| sample * 0.1)).collect();
        for (out, sample) in limited(2.0, &soft).iter().zip(&soft) {
            assert_eq!(out.map(f32::to_bits), sample.map(|sample| (sample * 2.0).to_bits()));
        }
    }

    #[test]
    fn the_true_peak_stays_below_minus_one() {
        for gain in [1.0, 2.0, 8.0] {
            let out = limited(gain, &bursts());
            let peak = 20.0 * true_peak(&out, RATE).log10();
            assert!(peak < -1.0, "{peak} dB at a gain of {gain}");
            assert!(peak > -1.6, "{peak} dB at a gain of {gain}: it turns down too much");
        }
    }

    #[test]
    fn both_sides_are_turned_down_alike_and_recover() {
        let out = limited(4.0, &bursts());
        for frame in &out[4_800..9_600] {
            assert!((frame[0] - 10.0 * frame[1]).abs() < 1e-4, "{frame:?}");
        }
        // At the end of a pause of 100 ms it has recovered by 1 - 1/e of the way.
        let (loud, after) = (out[9_599 - 240], out[14_000]);
        assert!(loud[0].abs() < 0.9 && after[0] > 0.12 && after[0] <= 0.2, "{loud:?} {after:?}");
    }
}
