//! Reads WAV files into mono samples, and writes them frame by frame. The only file that names `hound`.

mod error;
mod header;

use std::io::{Cursor, Read, Seek, Write};
use std::ops::RangeInclusive;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::decode::{Format, FrameReceiver, SoundError};
use crate::time::Frames;
pub use error::WavError;

/// The sample rates, in hertz, of every sound and phrase that is read: from telephone quality to the highest of any
/// sound card. Any other rate is damage or an attack, and would cost unlimited memory and time to resample.
pub const RATES: RangeInclusive<u32> = 8_000..=192_000;

/// Samples with their sample rate.
#[derive(Debug, Clone, PartialEq)]
pub struct MonoBuffer {
    /// The sample rate, in hertz.
    pub rate: u32,
    /// The samples, from -1 to 1.
    pub samples: Vec<f32>,
}

/// Reads a WAV file in any common format; several channels are mixed down to their mean. A file that was written to a
/// pipe, and so does not declare its length, is read to the end.
///
/// # Errors
/// What is wrong with the file.
pub fn read(bytes: &[u8]) -> Result<MonoBuffer, WavError> {
    let bytes = header::readable(bytes)?;
    let mut reader = WavReader::new(Cursor::new(&bytes[..])).map_err(of_bytes)?;
    let spec = reader.spec();
    if !(1..=32).contains(&spec.bits_per_sample) || spec.channels == 0 {
        return Err(WavError::InvalidHeader);
    }
    if !RATES.contains(&spec.sample_rate) {
        return Err(WavError::Rate(spec.sample_rate));
    }
    let samples: Result<Vec<f32>, hound::Error> = match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().collect(),
        SampleFormat::Int => {
            let full = full_scale(spec.bits_per_sample);
            reader.samples::<i32>().map(|sample| Ok(sample? as f32 / full)).collect()
        }
    };
    let samples = samples.map_err(of_bytes)?;
    let channels = usize::from(spec.channels);
    let mixed = samples.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() / channels as f32);
    Ok(MonoBuffer { rate: spec.sample_rate, samples: mixed.collect() })
}

/// Reads a WAV file of any length, part by part. Its header must declare its length.
///
/// # Errors
/// What is wrong with the file, or an error of the receiver.
pub fn stream(file: impl Read, out: &mut dyn FrameReceiver) -> Result<(), SoundError> {
    let damaged = |error| SoundError::damaged(Format::Wav)(of_bytes(error));
    let mut reader = WavReader::new(file).map_err(damaged)?;
    let spec = reader.spec();
    let channels = usize::from(spec.channels);
    if !(1..=32).contains(&spec.bits_per_sample) {
        return Err(SoundError::damaged(Format::Wav)(WavError::InvalidHeader));
    }
    out.begin(spec.sample_rate, channels)?;
    let mut frame = Vec::with_capacity(channels);
    let mut add = |sample: f32| {
        frame.push(sample);
        if frame.len() == channels {
            out.frame(&frame)?;
            frame.clear();
        }
        Ok(())
    };
    match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().try_for_each(|sample| add(sample.map_err(damaged)?)),
        SampleFormat::Int => {
            let full = full_scale(spec.bits_per_sample);
            reader.samples::<i32>().try_for_each(|sample| add(sample.map_err(damaged)? as f32 / full))
        }
    }
}

/// The value of a full integer sample: the largest positive number, as in writing, so that samples survive a round trip.
fn full_scale(bits: u16) -> f32 {
    ((1u64 << (bits - 1)) - 1) as f32
}

/// The meaning of an error of the reader for bytes that are in memory.
fn of_bytes(error: hound::Error) -> WavError {
    match error {
        hound::Error::IoError(_) => WavError::Truncated,
        hound::Error::Unsupported => WavError::UnsupportedFormat,
        hound::Error::FormatError(why) => WavError::Malformed(why),
        other => WavError::Unreadable(Box::new(other)),
    }
}

/// Writes mono samples as a complete 16-bit WAV file.
///
/// # Errors
/// If it cannot be written.
pub fn write<W: Write + Seek>(to: W, mono: &MonoBuffer) -> std::io::Result<()> {
    let spec = spec(1, mono.rate);
    let mut writer = WavWriter::new(to, spec).map_err(io)?;
    for sample in &mono.samples {
        writer.write_sample(quantised(*sample)).map_err(io)?;
    }
    writer.finalize().map_err(io)
}

fn spec(channels: u16, rate: u32) -> WavSpec {
    WavSpec { channels, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int }
}

/// The maximum number of frames in a 16-bit stereo WAV file: the header has a 32-bit count of the bytes after the
/// eighth.
pub const MOST_FRAMES: u64 = (u32::MAX as u64 - 36) / 4;

/// Writes a 16-bit stereo WAV file frame by frame.
pub struct Stereo<W: Write + Seek> {
    writer: WavWriter<W>,
}

impl<W: Write + Seek> Stereo<W> {
    /// Starts a file.
    ///
    /// # Errors
    /// If the header cannot be written.
    pub fn new(to: W, rate: u32) -> std::io::Result<Stereo<W>> {
        let spec = spec(2, rate);
        Ok(Stereo { writer: WavWriter::new(to, spec).map_err(io)? })
    }

    /// Writes frames, each a left and a right sample.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&mut self, frames: &[[f32; 2]]) -> std::io::Result<()> {
        let samples = frames.as_flattened();
        let mut writer = self.writer.get_i16_writer(u32::try_from(samples.len()).unwrap_or(u32::MAX));
        for sample in samples {
            writer.write_sample(quantised(*sample));
        }
        writer.flush().map_err(io)
    }

    /// Finishes the file and writes its length into the header.
    ///
    /// # Errors
    /// If the header cannot be written.
    pub fn finish(self) -> std::io::Result<()> {
        self.writer.finalize().map_err(io)
    }
}

/// Writes a 16-bit stereo WAV file whose length is known before its first frame, from the beginning to the end.
pub struct Piped<W: Write> {
    to: W,
    bytes: Vec<u8>,
}

impl<W: Write> Piped<W> {
    /// Starts a file of `length` frames, at most [`MOST_FRAMES`].
    ///
    /// # Errors
    /// If the header cannot be written, or the file is too long.
    pub fn new(mut to: W, rate: u32, length: Frames) -> std::io::Result<Piped<W>> {
        let bytes = u32::try_from(length.0 * 4).map_err(std::io::Error::other)?;
        let mut header = b"RIFF".to_vec();
        header.extend((bytes.saturating_add(36)).to_le_bytes());
        // PCM, two channels.
        header.extend(b"WAVEfmt \x10\0\0\0\x01\0\x02\0");
        header.extend(rate.to_le_bytes());
        header.extend((rate * 4).to_le_bytes());
        // The bytes of a frame, the bits of a sample.
        header.extend(b"\x04\0\x10\0data");
        header.extend(bytes.to_le_bytes());
        to.write_all(&header)?;
        Ok(Piped { to, bytes: Vec::new() })
    }

    /// Writes frames, each a left and a right sample.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&mut self, frames: &[[f32; 2]]) -> std::io::Result<()> {
        self.bytes.clear();
        self.bytes.extend(frames.as_flattened().iter().flat_map(|sample| quantised(*sample).to_le_bytes()));
        self.to.write_all(&self.bytes)
    }

    /// Finishes the file.
    ///
    /// # Errors
    /// If what is buffered cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// Rounds a sample to 16 bits.
#[must_use]
pub fn quantised(sample: f32) -> i16 {
    // Rounds halves away from zero, as `round` does, which is a function call per sample on older processors.
    let scaled = f64::from(sample.clamp(-1.0, 1.0) * 32_767.0);
    (scaled + 0.5f64.copysign(scaled)) as i16
}

/// The sample of a 16-bit value, the inverse of [`quantised`].
#[must_use]
pub fn sample(quantised: i16) -> f32 {
    f32::from(quantised) / 32_767.0
}

fn io(error: hound::Error) -> std::io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => std::io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_rounded_to_the_nearest() {
        for n in -3_000_000..3_000_000i32 {
            let sample = n as f32 / 2_900_000.0;
            assert_eq!(quantised(sample), (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16, "{sample}");
        }
        assert_eq!([quantised(f32::NAN), quantised(f32::INFINITY)], [0, 32_767]);
    }

    /// The bits of the frames of a stereo file.
    struct Streamed(Vec<[u32; 2]>);

    impl FrameReceiver for Streamed {
        fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
            assert_eq!((rate, channels), (48_000, 2));
            Ok(())
        }
        fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError> {
            self.0.push([frame[0].to_bits(), frame[1].to_bits()]);
            Ok(())
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let frames = [[0.0, 0.5], [-1.0, 1.0], [0.25, -0.25]];
        let mut file = std::io::Cursor::new(Vec::new());
        let mut stereo = Stereo::new(&mut file, 48_000).unwrap();
        stereo.write(&frames[..1]).unwrap();
        stereo.write(&frames[1..]).unwrap();
        stereo.finish().unwrap();
        let mut pipe = Vec::new();
        let mut piped = Piped::new(&mut pipe, 48_000, Frames(3)).unwrap();
        piped.write(&frames[..1]).unwrap();
        piped.write(&frames[1..]).unwrap();
        piped.finish().unwrap();
        assert_eq!(pipe, file.into_inner(), "a pipe gets the same bytes");
        let mono = read(&pipe).unwrap();
        let mixed = frames.map(|[left, right]| (sample(quantised(left)) + sample(quantised(right))) / 2.0);
        assert_eq!((mono.rate, mono.samples), (48_000, mixed.to_vec()));
        let mut streamed = Streamed(Vec::new());
        stream(&pipe[..], &mut streamed).unwrap();
        let exact = frames.map(|frame| frame.map(|value| sample(quantised(value)).to_bits()));
        assert_eq!(streamed.0, exact);
        let mut buffered = std::io::BufWriter::with_capacity(1 << 16, Vec::new());
        Piped::new(&mut buffered, 48_000, Frames(0)).unwrap().finish().unwrap();
        assert_eq!(buffered.get_ref().len(), 44, "what is buffered is written at the end");
    }

    #[test]
    fn impossible_headers_are_refused() {
        let header = |channels: u16, rate: u32, bits: u16| {
            let mut bytes = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0".to_vec();
            bytes.extend(channels.to_le_bytes());
            bytes.extend(rate.to_le_bytes());
            let frame = channels * bits.div_ceil(8);
            bytes.extend(rate.wrapping_mul(u32::from(frame)).to_le_bytes());
            bytes.extend(frame.to_le_bytes());
            bytes.extend(bits.to_le_bytes());
            bytes.extend(b"data\0\0\0\0");
            bytes
        };
        assert!(read(&header(1, 48_000, 16)).is_ok());
        for (channels, rate, bits) in
            [(1, 48_000, 80), (1, 48_000, 0), (0, 48_000, 16), (1, 0, 16), (9, 8_000, 64)]
        {
            assert!(read(&header(channels, rate, bits)).is_err(), "{channels} {rate} {bits}");
        }
        for rate in [0, 1, 7, 7_999, 192_001, 2_000_000_011] {
            let error = read(&header(1, rate, 16)).unwrap_err();
            assert!(matches!(error, WavError::Rate(found) if found == rate), "{error:?}");
            assert_eq!(error.to_string(), format!("its sample rate is {rate} Hz, not 8 to 192 kHz"));
        }
        assert!(read(&header(1, 8_000, 16)).is_ok() && read(&header(1, 192_000, 16)).is_ok());
    }
}
