//! Reproducible noise: a small pseudo-random generator with a fixed seed.

use super::Complex32;

/// A pseudo-random generator (SplitMix64, Steele, Lea and Flood 2014; public domain).
pub(super) struct Noise(u64);

impl Noise {
    pub(super) fn new(seed: u64) -> Noise {
        Noise(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number of mean 0 and variance 1: the sum of four uniform numbers.
    ///
    /// Every sample of sound is a sum of hundreds of these, and so is very nearly normally distributed. Exactly normal numbers
    /// would cost ten times as much.
    fn number(&mut self) -> f32 {
        let bits = self.bits();
        let sum: u32 = (0..4).map(|part| u32::from((bits >> (16 * part)) as u16)).sum();
        // The sum of four uniform numbers in 0..=65535 has mean 2·65535 and variance 65536²/3.
        (sum as f32 - 131_070.0) * (1.732_050_8 / 65_536.0)
    }

    /// A complex number whose two parts each have mean 0 and variance 1.
    pub(super) fn complex(&mut self) -> Complex32 {
        Complex32::new(self.number(), self.number())
    }
}
