//! A shuffle whose order depends only on the seed, in every version: `--seed` and resume points store seeds.

/// Shuffles items by a seed (Fisher and Yates, in the form of Durstenfeld 1964).
pub(crate) fn shuffle<T>(items: &mut [T], random: &mut SplitMix64) {
    for last in (1..items.len()).rev() {
        items.swap(last, random.below(last + 1));
    }
}

/// SplitMix64, a pseudo-random generator (Steele, Lea and Flood 2014; public domain). Libraries do not promise the same
/// numbers forever.
#[derive(Debug)]
pub(crate) struct SplitMix64(pub(crate) u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 to `end`, exclusive.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the reference implementation (Vigna, <https://prng.di.unimi.it/splitmix64.c>) for this seed.
    #[test]
    fn the_numbers_are_those_of_the_reference() {
        let mut random = SplitMix64(1_234_567);
        let numbers: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn a_seed_gives_the_same_order_for_ever() {
        let mut items = [1, 2, 3, 4, 5, 6, 7, 8];
        shuffle(&mut items, &mut SplitMix64(1533));
        assert_eq!(items, [3, 5, 2, 7, 6, 1, 4, 8]);
    }
}
