//! Makes a session as loud as wanted: measures it, then amplifies and limits it.

use std::ops::ControlFlow;

use super::file::PART;
use crate::player::Renderer;
use crate::sound::limiter::Limiter;
use crate::sound::loudness::Meter;
use crate::time::Frames;

/// The most passes over the session: one without the limiter, and with it until the loudness is right. The limiter
/// takes away a little, so each pass corrects the one before.
const PASSES: usize = 4;
/// How near to the wanted loudness is near enough, in LU.
const NEAR: f64 = 0.1;
/// The largest gain, in decibels: next to silence, there is nothing to make loud.
const MOST: f64 = 40.0;

/// A renderer's output, amplified and limited. It has no delay.
#[derive(Debug)]
pub struct Levelled {
    renderer: Renderer,
    limiter: Option<Limiter>,
}

impl Levelled {
    /// The output as it is.
    #[must_use]
    pub fn plain(renderer: Renderer) -> Levelled {
        Levelled { renderer, limiter: None }
    }

    /// The output amplified by `gain`, in decibels, with a true peak below -1 dB.
    #[must_use]
    pub fn limited(mut renderer: Renderer, gain: f64) -> Levelled {
        let mut limiter = Limiter::new(renderer.rate(), 10f64.powf(gain / 20.0) as f32);
        // The frames from before the beginning are silence.
        let mut early = vec![[0.0; 2]; limiter.delay()];
        renderer.render(&mut early);
        limiter.apply(&mut early);
        Levelled { renderer, limiter: Some(limiter) }
    }

    /// The sample rate, in hertz.
    #[must_use]
    pub fn rate(&self) -> u32 {
        self.renderer.rate()
    }

    /// Renders the next frames.
    pub fn render(&mut self, frames: &mut [[f32; 2]]) {
        self.renderer.render(frames);
        if let Some(limiter) = &mut self.limiter {
            limiter.apply(frames);
        }
    }
}

/// The gain, in decibels, with which a session has an integrated loudness of `wanted`, in LUFS, when it is limited; and
/// the loudness that it has then, which is less if the limiter would have to take away too much. `renderer` starts the
/// session, and `progress` is called with the frames measured in a pass and can cancel.
pub fn gain(
    wanted: f64,
    length: Frames,
    renderer: &dyn Fn() -> Renderer,
    progress: &mut dyn FnMut(Frames) -> ControlFlow<()>,
) -> ControlFlow<(), (f64, f64)> {
    let mut measured = |mut sound: Levelled| -> ControlFlow<(), Option<f64>> {
        let mut meter = Meter::new(sound.rate());
        let mut part = vec![[0.0; 2]; PART];
        let mut done = 0;
        while done < length.0 {
            let next = (length.0 - done).min(PART as u64);
            let frames = &mut part[..next as usize];
            sound.render(frames);
            meter.add(frames);
            done += next;
            progress(Frames(done))?;
        }
        ControlFlow::Continue(meter.integrated())
    };
    let Some(plain) = measured(Levelled::plain(renderer()))? else {
        return ControlFlow::Continue((0.0, f64::NEG_INFINITY));
    };
    let mut gain = (wanted - plain).clamp(-MOST, MOST);
    let mut now = plain + gain;
    for _ in 1..PASSES {
        now = measured(Levelled::limited(renderer(), gain))?.unwrap_or(f64::NEG_INFINITY);
        let missing = wanted - now;
        if missing.abs() < NEAR || gain + missing > MOST {
            break;
        }
        gain += missing;
    }
    ControlFlow::Continue((gain, now))
}
