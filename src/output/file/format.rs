//! The formats of sound files, and what each of them can hold.

use crate::sound::wav::MOST_FRAMES;

/// A format that this program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// 16-bit WAV.
    Wav,
    /// AAC-LC in an MPEG-4 file.
    #[cfg(feature = "aac")]
    M4a,
    /// A page with the same sound.
    #[cfg(feature = "aac")]
    Html,
    /// MP3 with a variable bit rate.
    #[cfg(feature = "mp3")]
    Mp3,
    /// 16-bit FLAC.
    #[cfg(feature = "flac")]
    Flac,
}

/// How good a compressed file sounds, and how large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quality {
    /// The smallest file.
    Low,
    /// Speech and cues are clear.
    #[default]
    Standard,
    /// For headphones.
    High,
}

impl Quality {
    /// The words of the command line.
    pub const ALL: [(&'static str, Quality); 3] =
        [("low", Quality::Low), ("standard", Quality::Standard), ("high", Quality::High)];
}

/// Each ending of a file, without the point, and its format. A format has its usual ending first.
pub const ENDINGS: &[(&str, Format)] = &[
    ("wav", Format::Wav),
    #[cfg(feature = "aac")]
    ("m4a", Format::M4a),
    #[cfg(feature = "aac")]
    ("m4b", Format::M4a),
    #[cfg(feature = "aac")]
    ("html", Format::Html),
    #[cfg(feature = "mp3")]
    ("mp3", Format::Mp3),
    #[cfg(feature = "flac")]
    ("flac", Format::Flac),
];

/// The sample rates of a format, in hertz.
enum Rates {
    /// Those up to this one.
    UpTo(u32),
    /// These.
    #[cfg(any(feature = "aac", feature = "mp3"))]
    Only(&'static [u32]),
}

impl Format {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Wav => "WAV",
            #[cfg(feature = "aac")]
            Format::M4a => "M4A",
            #[cfg(feature = "aac")]
            Format::Html => "HTML",
            #[cfg(feature = "mp3")]
            Format::Mp3 => "MP3",
            #[cfg(feature = "flac")]
            Format::Flac => "FLAC",
        }
    }

    /// Whether it loses something of the sound, so that it has a quality.
    #[must_use]
    pub fn is_lossy(self) -> bool {
        match self {
            Format::Wav => false,
            #[cfg(feature = "aac")]
            Format::M4a | Format::Html => true,
            #[cfg(feature = "mp3")]
            Format::Mp3 => true,
            #[cfg(feature = "flac")]
            Format::Flac => false,
        }
    }

    /// Whether it is a page, which has a sound of another format.
    #[must_use]
    pub fn is_page(self) -> bool {
        #[cfg(feature = "aac")]
        return self == Format::Html;
        #[cfg(not(feature = "aac"))]
        false
    }

    /// Whether it can be written without going back.
    #[must_use]
    pub fn fits_a_pipe(self) -> bool {
        match self {
            // The table of its parts comes first, and their sizes are known last.
            #[cfg(feature = "aac")]
            Format::M4a => false,
            _ => true,
        }
    }

    /// Whether it has a sample rate, in hertz.
    #[must_use]
    pub fn takes_rate(self, rate: u32) -> bool {
        match self.rates() {
            Rates::UpTo(most) => rate <= most,
            #[cfg(any(feature = "aac", feature = "mp3"))]
            Rates::Only(rates) => rates.contains(&rate),
        }
    }

    /// The sample rates that it has.
    #[must_use]
    pub fn rates_in_words(self) -> String {
        match self.rates() {
            Rates::UpTo(most) => format!("the rates up to {most}"),
            #[cfg(any(feature = "aac", feature = "mp3"))]
            Rates::Only(rates) => rates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }
    }

    fn rates(self) -> Rates {
        match self {
            Format::Wav => Rates::UpTo(192_000),
            #[cfg(feature = "aac")]
            Format::M4a | Format::Html => Rates::Only(&[
                8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
            ]),
            #[cfg(feature = "mp3")]
            Format::Mp3 => {
                Rates::Only(&[8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
            }
            #[cfg(feature = "flac")]
            Format::Flac => Rates::UpTo(96_000),
        }
    }

    /// The maximum number of frames in a file.
    #[must_use]
    pub fn most_frames(self) -> u64 {
        match self {
            Format::Wav => MOST_FRAMES,
            // Its lengths are 32-bit numbers, and the encoder adds up to three blocks.
            #[cfg(feature = "aac")]
            Format::M4a => u32::MAX as u64 - 3 * 1_024,
            // Browsers take an address of up to 512 MB, which has three quarters of it as sound.
            #[cfg(feature = "aac")]
            Format::Html => 8 * 3_600 * 48_000,
            // The tag counts the blocks with 32 bits.
            #[cfg(feature = "mp3")]
            Format::Mp3 => u32::MAX as u64,
            // The header counts the frames with 36 bits.
            #[cfg(feature = "flac")]
            Format::Flac => (1 << 36) - 1,
        }
    }
}
