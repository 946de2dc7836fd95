//! A user's own music, in any of the formats, decoded part by part.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use repcue::sound::decode::{FrameReceiver, SoundError, check, mean, sane, stream};
use repcue::sound::resample::stream::StreamResampler;

/// What a session does with each frame, up to a limit.
#[derive(Default)]
struct Player {
    channels: usize,
    frames: usize,
    resampler: Option<StreamResampler>,
    out: Vec<[f32; 2]>,
}

impl FrameReceiver for Player {
    fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
        assert_eq!(self.channels, 0, "it begins twice");
        check(rate, channels)?;
        self.channels = channels;
        self.resampler = Some(StreamResampler::new(rate, 48_000));
        Ok(())
    }

    fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError> {
        assert!(self.channels > 0 && !frame.is_empty());
        self.frames += 1;
        if let Some(resampler) = &mut self.resampler {
            resampler.add([sane(mean(frame)); 2], &mut self.out);
        }
        if self.frames < 100_000 { Ok(()) } else { Err(SoundError::NotNeeded) }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut player = Player::default();
    // Any result is fine, but there must be one.
    let _ = stream(Cursor::new(bytes), &mut player);
    if let Some(resampler) = player.resampler.take() {
        resampler.finish(&mut player.out);
    }
    assert!(player.out.iter().flatten().all(|sample| sample.is_finite()));
});
