//! Resamples stereo sound of any length, part by part, within a fixed amount of memory.

use super::ResampleKernel;

/// The number of frames that are collected before they are converted.
const PART: usize = 4_096;

/// Converts frames of one rate into frames of another: the same as [`ResampleKernel::resampled`] of each channel.
#[derive(Debug)]
pub struct StreamResampler {
    /// `None` if the rates are the same.
    kernel: Option<ResampleKernel>,
    /// The left and the right samples that are still needed. Whole periods of the two rates have been dropped.
    planes: [Vec<f32>; 2],
    /// The next frame, counted from the beginning of the planes.
    next: usize,
}

impl StreamResampler {
    /// A resampler between two sample rates, as in [`ResampleKernel::new`].
    #[must_use]
    pub fn new(from: u32, to: u32) -> StreamResampler {
        let kernel = (from != to).then(|| ResampleKernel::new(from, to));
        StreamResampler { kernel, planes: Default::default(), next: 0 }
    }

    /// Adds a frame; complete ones are added to `out`.
    pub fn add(&mut self, frame: [f32; 2], out: &mut Vec<[f32; 2]>) {
        let Some(kernel) = &self.kernel else { return out.push(frame) };
        for (plane, sample) in self.planes.iter_mut().zip(frame) {
            plane.push(sample);
        }
        if self.planes[0].len() < PART + 2 * kernel.reach {
            return;
        }
        let needs = |frame: usize| frame * kernel.from / kernel.to + kernel.reach;
        while needs(self.next) < self.planes[0].len() {
            out.push(self.planes.each_ref().map(|plane| kernel.at(plane, self.next)));
            self.next += 1;
        }
        // Whole periods that no later frame needs: so the others keep their places between two samples.
        let unneeded = needs(self.next).saturating_sub(2 * kernel.reach) / kernel.from;
        for plane in &mut self.planes {
            plane.drain(..unneeded * kernel.from);
        }
        self.next -= unneeded * kernel.to;
    }

    /// Adds the last frames to `out`.
    pub fn finish(self, out: &mut Vec<[f32; 2]>) {
        let Some(kernel) = &self.kernel else { return };
        let last = kernel.frames(self.planes[0].len());
        out.extend(
            (self.next..last).map(|frame| self.planes.each_ref().map(|plane| kernel.at(plane, frame))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_give_the_same_frames_as_the_whole() {
        for (from, to) in
            [(44_100, 48_000), (48_000, 44_100), (8_000, 48_000), (48_000, 48_000), (96_000, 44_100)]
        {
            for length in [0, 1, 100, 30_000] {
                let noise = |seed: u64| {
                    let mut random = fastrand::Rng::with_seed(seed);
                    (0..length).map(|_| random.f32() - 0.5).collect::<Vec<f32>>()
                };
                let (left, right) = (noise(1), noise(2));
                let (mut stream, mut out, mut most) = (StreamResampler::new(from, to), Vec::new(), 0);
                for frame in left.iter().zip(&right) {
                    stream.add([*frame.0, *frame.1], &mut out);
                    most = most.max(stream.planes[0].capacity());
                }
                stream.finish(&mut out);
                assert!(most < 4 * PART, "{most} samples are kept");
                for (channel, samples) in [left, right].iter().enumerate() {
                    let whole = super::super::resampled(samples, from, to);
                    assert_eq!(out.len(), whole.len(), "{from} to {to}");
                    let same =
                        |(frame, sample): (&[f32; 2], &f32)| frame[channel].to_bits() == sample.to_bits();
                    assert!(out.iter().zip(&whole).all(same), "{from} to {to}, {length} samples");
                }
            }
        }
    }
}
