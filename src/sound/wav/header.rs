//! Checks the header of a WAV file before its samples are read.

use std::borrow::Cow;

use super::error::{SampleKind, WavError};

/// Returns the file with the true length of its samples in the header, if the header declares it unknown: a program
/// that writes to a pipe cannot go back to fill it in.
///
/// # Errors
/// [`WavError::Samples`] for a sample format that is not supported, [`WavError::TooLarge`] for a length that the header
/// cannot declare.
pub(super) fn readable(bytes: &[u8]) -> Result<Cow<'_, [u8]>, WavError> {
    let short = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?));
    // After `RIFF`, a length, and `WAVE`.
    let mut at = 12;
    let mut frame = 1;
    // A header that ends too early is reported by the reader.
    while let (Some(id), Some(size)) = (bytes.get(at..at + 4), long(at + 4)) {
        let start = at + 8;
        match id {
            b"fmt " => {
                let fields = (short(start), short(start + 12), short(start + 14));
                if let (Some(kind), Some(align), Some(bits)) = fields {
                    // The extensible format has the actual one further on.
                    let kind = if kind == 0xfffe { short(start + 24).unwrap_or(kind) } else { kind };
                    known(kind, bits)?;
                    frame = usize::from(align).max(1);
                }
            }
            b"data" => {
                let rest = bytes.len() - start;
                // The length of the whole file shows whether it is really empty.
                let is_empty = size == 0 && long(4).is_some_and(|all| all as usize + 8 == bytes.len());
                if !is_unknown(size) || is_empty {
                    return Ok(Cow::Borrowed(bytes));
                }
                let length = rest - rest % frame;
                let mut whole = bytes[..start + length].to_vec();
                let length = u32::try_from(length).map_err(|_| WavError::TooLarge)?;
                whole[start - 4..start].copy_from_slice(&length.to_le_bytes());
                return Ok(Cow::Owned(whole));
            }
            _ => {}
        }
        let padded = size as usize + size as usize % 2;
        at = start.saturating_add(padded);
        if at > bytes.len() {
            break;
        }
    }
    Ok(Cow::Borrowed(bytes))
}

/// Whether a length means "unknown": 0, or close to the maximum of 31 or 32 bits (sox, ffmpeg, espeak).
fn is_unknown(size: u32) -> bool {
    size == 0 || (0x7fff_0000..=0x7fff_ffff).contains(&size) || size >= 0xffff_0000
}

/// Checks whether a sample format is supported, by the numbers of the format registry (RFC 2361).
fn known(kind: u16, bits: u16) -> Result<(), WavError> {
    Err(WavError::Samples(match kind {
        1 => return Ok(()),
        3 if bits != 64 => return Ok(()),
        3 => SampleKind::Float64,
        2 | 0x11 => SampleKind::Adpcm,
        6 => SampleKind::ALaw,
        7 => SampleKind::MuLaw,
        0x55 => SampleKind::Mp3,
        other => SampleKind::Other(other),
    }))
}
