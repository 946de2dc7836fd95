//! A sound of a person's own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::sound::pack;
use repcue::sound::resample::resampled;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(sound) = pack::sound(bytes) {
        let clip = resampled(&sound.samples, sound.rate, 48_000);
        assert!(clip.iter().all(|sample| sample.is_finite()));
    }
});
