//! Why a file is not a usable sound.

use std::{fmt, io};

use super::{LONGEST, MOST_CHANNELS, RATES};
use crate::causes::BoxedError;

/// Why a file is not a usable sound. The messages follow the file's name and leave out the cause.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// It is in none of the formats.
    #[error("is neither a WAV, FLAC, MP3 nor Ogg Vorbis file")]
    UnknownFormat,
    /// It is in none of the formats of music.
    #[error("is neither a WAV, FLAC, MP3, Ogg Vorbis nor M4A file")]
    UnknownMusic,
    /// The system cannot read it.
    #[error("cannot be read")]
    Unreadable(#[from] io::Error),
    /// Nobody receives more of it.
    #[error("is not needed any more")]
    NotNeeded,
    /// It is an Ogg file with a stream of another known format.
    #[error("is an Ogg {0} file, not Ogg Vorbis")]
    OtherOgg(&'static str),
    /// It is an Ogg file with a stream of an unknown format.
    #[error("is an Ogg file, but not Vorbis")]
    UnknownOgg,
    /// Its decoder cannot read it.
    #[error("is {format} file that cannot be read")]
    Damaged {
        /// The format.
        format: Format,
        /// The decoder's error.
        source: BoxedError,
    },
    /// Its sample rate, in hertz, is not in [`RATES`].
    #[error("has a sample rate of {0} Hz; {least} to {most} are supported", least = RATES.start(), most = RATES.end())]
    Rate(u32),
    /// It has no channels, or more than are supported; how many.
    #[error("has {0} channels; 1 to {MOST_CHANNELS} are supported")]
    Channels(usize),
    /// It is longer than [`LONGEST`].
    #[error("is longer than {} s", LONGEST.as_secs())]
    TooLong,
    /// It is shorter than a second, which is no music.
    #[error("is shorter than a second")]
    TooShort,
    /// It has no samples.
    #[error("contains no sound")]
    Empty,
    /// It seems to be an MP3 file, but has no frames.
    #[error("looks like an MP3 file, but contains no sound")]
    EmptyMp3,
}

impl SoundError {
    /// Makes an error of the decoder of a format a [`SoundError`].
    pub(in crate::sound) fn damaged<E: Into<BoxedError>>(format: Format) -> impl Fn(E) -> SoundError {
        move |error| SoundError::Damaged { format, source: error.into() }
    }
}

/// A format of sound files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// WAV.
    Wav,
    /// FLAC.
    Flac,
    /// MP3.
    Mp3,
    /// Ogg, whatever it contains.
    Ogg,
    /// MPEG-4, whatever it contains.
    Mpeg4,
}

impl fmt::Display for Format {
    /// The name with its article.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Wav => "a WAV",
            Format::Flac => "a FLAC",
            Format::Mp3 => "an MP3",
            Format::Ogg => "an Ogg",
            Format::Mpeg4 => "an MPEG-4",
        })
    }
}
