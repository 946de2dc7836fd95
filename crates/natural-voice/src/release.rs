//! The one release of the voice that is known: its wheel, and every file that is made of it, by size and SHA-256.
//!
//! The program knows what it installs, to the byte. So no list of checksums lies on the disk, where it could be damaged
//! too, and a voice that an earlier version installed is as good as a new one, as long as it is the same.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Error;
use crate::digest::sha256_hex;
use crate::files::regular;

/// A file of the voice, as it must be.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Its name in the voice's folder.
    pub name: &'static str,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: &'static str,
}

/// A wheel, and the files that are made of it.
#[derive(Debug, Clone)]
pub(super) struct Release<'a> {
    /// The wheel's SHA-256, in hexadecimal.
    pub wheel_sha256: &'a str,
    /// Every file of the installed voice.
    pub files: &'a [Known],
}

/// hibari-tts 0.2.1. The wheel's hash is the one of the package index; that the files are these is checked whenever
/// they are made of it.
pub(super) const HIBARI: Release<'static> = Release {
    wheel_sha256: "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3",
    files: &[
        Known {
            name: super::network::VOICE_FILE,
            bytes: 7_936_868,
            sha256: "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
        },
        Known {
            name: super::network::READER_FILE,
            bytes: 2_975_020,
            sha256: "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
        },
        Known {
            name: super::lexicon::FILE,
            bytes: 4_973_404,
            sha256: "48870e007fd025f68383cb29a5cdebceef62f81dfa3c3d0154518b8fcf7ac706",
        },
        Known {
            name: super::VOCABULARY,
            bytes: 1_144,
            sha256: "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d",
        },
        Known {
            name: super::reader::ALPHABET,
            bytes: 2_273,
            sha256: "b462e6e5dbdf0e7346c732385d0dd844f612f1770871441c56932bff4ca75d8c",
        },
        Known {
            name: "LICENSE",
            bytes: 11_358,
            sha256: "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
        },
        Known {
            name: "NOTICE",
            bytes: 2_429,
            sha256: "971f53a04730ac7a4de33b3c9586e0347e4487f3a8aafd0fb3c1d074a3426adc",
        },
    ],
};

impl Release<'_> {
    /// A file of the voice out of its folder, every bit of it as it was installed.
    ///
    /// # Errors
    /// If it cannot be read, or is another.
    pub(super) fn read(&self, folder: &Path, name: &'static str) -> Result<Vec<u8>, Error> {
        let damaged = |reason: &str| Error::Damaged { name, reason: reason.to_owned() };
        let known = self.files.iter().find(|known| known.name == name);
        let known = known.ok_or_else(|| damaged("it is no part of the voice"))?;
        let path = folder.join(name);
        let bytes = regular::read(&path, known.bytes).map_err(|source| match source.kind() {
            io::ErrorKind::FileTooLarge => damaged("it is longer than it was installed"),
            _ => Error::Read { path, source: Arc::new(source) },
        })?;
        if sha256_hex(&bytes) != known.sha256 {
            return Err(damaged("it is not as it was installed"));
        }
        Ok(bytes)
    }

    /// Reads every file of the voice: some hundredths of a second.
    ///
    /// # Errors
    /// The first fault.
    pub(super) fn verify(&self, folder: &Path) -> Result<(), Error> {
        self.files.iter().try_for_each(|known| self.read(folder, known.name).map(drop))
    }

    /// What tells the speech of this release from that of another: of all that has a part in it.
    pub(super) fn identity(&self) -> String {
        let all: String = self.files.iter().map(|known| known.sha256).collect();
        sha256_hex(all.as_bytes())[..16].to_owned()
    }
}
