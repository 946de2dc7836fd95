//! A phrase in the cache: the raw bytes, and the bytes with the right checksum, which a fuzzer would not find.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use repcue::sound::clip::{Clip, ResampleKernel};
use repcue::sound::voice::cache::{from_bytes, to_bytes, with_checksum};
use repcue::sound::wav::RATES;

fuzz_target!(|bytes: &[u8]| {
    for bytes in [bytes.to_vec(), with_checksum(bytes)] {
        let Some(phrase) = from_bytes(&bytes) else { continue };
        assert_eq!(to_bytes(&phrase), bytes);
        assert!(RATES.contains(&phrase.rate));
        // Other rates take a second to prepare, and then run the same code.
        if 192_000 % phrase.rate == 0 {
            let clip = Clip::Packed(phrase.samples, Arc::new(ResampleKernel::new(phrase.rate, 48_000)));
            let mut out = vec![[0.0; 2]; clip.len().min(4_800)];
            clip.add_to(0, &mut out, [1.0; 2]);
            assert!(out.iter().flatten().all(|sample| sample.is_finite()));
        }
    }
});
