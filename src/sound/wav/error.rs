//! Why a WAV file cannot be read.

use std::fmt;

use super::RATES;
use crate::causes::BoxedError;

/// Why a WAV file cannot be read. The messages call the file "it".
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// Its header has impossible values.
    #[error("its header is invalid")]
    InvalidHeader,
    /// Its sample rate, in hertz, is not in [`RATES`].
    #[error("its sample rate is {0} Hz, not {least} to {most} kHz", least = RATES.start() / 1_000, most = RATES.end() / 1_000)]
    Rate(u32),
    /// Its samples are of a kind that is not supported.
    #[error("its samples are {0}; save it as 16-bit PCM")]
    Samples(SampleKind),
    /// Its sample format is not supported, and has no name.
    #[error("its sample format is not supported; save it as 16-bit PCM")]
    UnsupportedFormat,
    /// It ends before its header or its samples do.
    #[error("it ends too early")]
    Truncated,
    /// Its header cannot declare its length.
    #[error("it is larger than 4 GB")]
    TooLarge,
    /// Its structure is wrong; how.
    #[error("{0}")]
    Malformed(&'static str),
    /// Another error of the reader.
    #[error(transparent)]
    Unreadable(BoxedError),
}

/// A kind of samples that is not supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    /// Floating point of 64 bits.
    Float64,
    /// ADPCM, of Microsoft or of the IMA.
    Adpcm,
    /// A-law of G.711.
    ALaw,
    /// µ-law of G.711.
    MuLaw,
    /// MP3 inside a WAV file.
    Mp3,
    /// Another one, by its number in the format registry (RFC 2361).
    Other(u16),
}

impl fmt::Display for SampleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SampleKind::Float64 => "64-bit float",
            SampleKind::Adpcm => "ADPCM",
            SampleKind::ALaw => "A-law",
            SampleKind::MuLaw => "µ-law",
            SampleKind::Mp3 => "MP3",
            SampleKind::Other(number) => return write!(f, "kind {number:#06x}"),
        })
    }
}
