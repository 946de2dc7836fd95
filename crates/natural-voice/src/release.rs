//! The supported release of the voice: its wheel and its installed files, by size and SHA-256.
//!
//! The hashes are compiled in. A list of checksums on the disk could be damaged too, and a voice that an earlier version
//! of this crate installed is as good as a new one if its files are the same.

use std::io;
use std::path::Path;

use crate::files::{self, sha256};
use crate::{Damage, Error, guesser, lexicon, networks, voice};

/// One file of the installed voice.
#[derive(Debug, Clone)]
pub struct InstalledFile {
    /// Its name in the voice's folder.
    pub name: &'static str,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: &'static str,
}

/// A wheel, and the files that are unpacked from it.
#[derive(Debug, Clone)]
pub struct Release<'a> {
    /// The project on the Python package index.
    pub project: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The wheel's file name.
    pub wheel: &'static str,
    /// The wheel's SHA-256, in lower-case hexadecimal.
    pub wheel_sha256: &'a str,
    /// Every file of the installed voice.
    pub files: &'a [InstalledFile],
}

/// The release that this crate installs and speaks with: hibari-tts 0.2.1. The hash of the wheel is the package index's
/// own.
pub const RELEASE: Release<'static> = Release {
    project: "hibari-tts",
    version: "0.2.1",
    wheel: "hibari_tts-0.2.1-py3-none-any.whl",
    wheel_sha256: "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3",
    files: &[
        InstalledFile {
            name: networks::SPEECH_FILE,
            bytes: 7_936_868,
            sha256: "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
        },
        InstalledFile {
            name: networks::SPELLING_FILE,
            bytes: 2_975_020,
            sha256: "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
        },
        InstalledFile {
            name: lexicon::FILE,
            bytes: 4_973_404,
            sha256: "48870e007fd025f68383cb29a5cdebceef62f81dfa3c3d0154518b8fcf7ac706",
        },
        InstalledFile {
            name: voice::VOCABULARY,
            bytes: 1_144,
            sha256: "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d",
        },
        InstalledFile {
            name: guesser::ALPHABET,
            bytes: 2_273,
            sha256: "b462e6e5dbdf0e7346c732385d0dd844f612f1770871441c56932bff4ca75d8c",
        },
        InstalledFile {
            name: "LICENSE",
            bytes: 11_358,
            sha256: "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
        },
        InstalledFile {
            name: "NOTICE",
            bytes: 2_429,
            sha256: "971f53a04730ac7a4de33b3c9586e0347e4487f3a8aafd0fb3c1d074a3426adc",
        },
    ],
};

/// Another voice of the same authors: a network alone, which needs the other files of the installed voice.
#[derive(Debug, Clone)]
pub struct OtherVoice {
    /// Its name.
    pub name: &'static str,
    /// Its file.
    pub file: InstalledFile,
}

/// The other American voices, by the names, lengths and hashes in the wheel's `voices.json`. The British ones would need a lexicon
/// of their own.
pub const OTHERS: [OtherVoice; 2] = [
    OtherVoice {
        name: "fenrir",
        file: InstalledFile {
            name: "am_fenrir_v2.int8.onnx",
            bytes: 8_031_158,
            sha256: "f59fbd87908c91f827bc21b1b89443757b9a8580db9eee20aa948deb731321f4",
        },
    },
    OtherVoice {
        name: "kore",
        file: InstalledFile {
            name: "af_kore.int8.onnx",
            bytes: 7_936_868,
            sha256: "346885752673e45d42f9864c9e2432094bc4b6385df060d4b83273da764d2fa9",
        },
    },
];

/// The address of the other voices' files, without the file's name.
pub const HUB: &str = "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/";

impl OtherVoice {
    /// Reads the voice's file and checks its length and hash.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        read(&self.file, path)
    }
}

impl Release<'_> {
    /// A key for caches: speech of another release, or of the same release unpacked into other files, gets another key.
    #[must_use]
    pub fn cache_key(&self) -> String {
        let hashes: String = self.files.iter().map(|file| file.sha256).collect();
        format!("{} {} {}", self.project, self.version, &sha256(hashes.as_bytes())[..16])
    }

    /// Reads a file of the voice from its folder, and checks its length and hash.
    pub(crate) fn read(&self, folder: &Path, name: &'static str) -> Result<Vec<u8>, Error> {
        let damaged = |source| Error::Damaged { name, source };
        let file = self.files.iter().find(|file| file.name == name);
        let file = file.ok_or(damaged(Damage::Lacks("SHA-256")))?;
        read(file, &folder.join(name))
    }

    /// Reads and checks every file of the voice, which takes a few hundredths of a second.
    pub(crate) fn verify(&self, folder: &Path) -> Result<(), Error> {
        self.files.iter().try_for_each(|file| self.read(folder, file.name).map(drop))
    }
}

/// Reads a file, and checks its length and hash.
fn read(file: &InstalledFile, path: &Path) -> Result<Vec<u8>, Error> {
    let damaged = |source| Error::Damaged { name: file.name, source };
    let contents = files::read(path, file.bytes).map_err(|source| match source.kind() {
        io::ErrorKind::FileTooLarge => damaged(Damage::TooLong),
        _ => Error::Read { path: path.to_owned(), source },
    })?;
    if sha256(&contents) != file.sha256 {
        return Err(damaged(Damage::Hash));
    }
    Ok(contents)
}
