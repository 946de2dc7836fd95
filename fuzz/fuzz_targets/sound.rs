//! A user's own sound, in any of the formats.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::sound::decode::{LONGEST, RATES, sound};
use repcue::sound::resample::resampled;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(sound) = sound(bytes) {
        assert!(!sound.samples.is_empty() && RATES.contains(&sound.rate));
        assert!(sound.samples.len() as u64 <= LONGEST.as_secs() * u64::from(sound.rate));
        assert!(sound.samples.iter().all(|sample| (-1.0..=1.0).contains(sample)));
        let clip = resampled(&sound.samples, sound.rate, 48_000);
        assert!(clip.iter().all(|sample| sample.is_finite()));
    }
});
