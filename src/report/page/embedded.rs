//! Bytes as text, for addresses that contain their content. The only file that names `base64`.

use std::io::{self, Write};

use ::base64::engine::general_purpose::STANDARD;
use ::base64::prelude::Engine;
use ::base64::write::EncoderWriter;

/// Bytes as base64.
pub(super) fn text(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// An address that contains content of a media type such as `image/png`.
pub(super) fn address(media_type: &str, content: &[u8]) -> String {
    format!("data:{media_type};base64,{}", text(content))
}

/// Writes the same, without a second copy in memory.
pub(super) fn write_address(to: &mut impl Write, media_type: &str, content: &[u8]) -> io::Result<()> {
    write!(to, "data:{media_type};base64,")?;
    let mut encoder = EncoderWriter::new(to, &STANDARD);
    encoder.write_all(content)?;
    encoder.finish().map(drop)
}
