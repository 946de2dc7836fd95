//! The cover of an exported session: the session as a ring, clockwise from the top. It has no text, so it needs no
//! font. The only file that names `flate2`.

use std::f64::consts::TAU;
use std::io::Write;
use std::time::Duration;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::strip::Kind;
use crate::time::At;
use crate::timeline::Timeline;

/// The width and the height, in pixels.
const SIZE: u32 = 600;
/// The radius of the ring, inside and outside, in pixels.
const RADII: [f64; 2] = [189.0, 252.0];
/// Half of the gap between two intervals, in pixels.
const GAP: f64 = 0.75;
/// Each pixel is the mean of this many samples in both directions.
const SAMPLES: u32 = 3;

type Colour = [u8; 3];
const BACKGROUND: Colour = [0x0f, 0x14, 0x1b];

/// The colour of an interval on the cover.
fn colour(kind: Option<Kind>) -> Colour {
    match kind {
        Some(Kind::Both) => [0x34, 0xd5, 0x7f],
        Some(Kind::Left) => [0x58, 0xb2, 0xff],
        Some(Kind::Right) => [0xff, 0xae, 0x34],
        Some(Kind::Rest) => [0x2a, 0x34, 0x41],
        Some(Kind::Ready) => [0x3e, 0x4b, 0x5c],
        None => BACKGROUND,
    }
}

/// The cover as a PNG image.
#[must_use]
pub fn png(timeline: &Timeline) -> Vec<u8> {
    // Each row begins with its filter: none.
    let row = 1 + 3 * SIZE as usize;
    let mut pixels = vec![0; row * SIZE as usize];
    for y in 0..SIZE {
        for x in 0..SIZE {
            let at = row * y as usize + 1 + 3 * x as usize;
            pixels[at..at + 3].copy_from_slice(&pixel(timeline, x, y));
        }
    }
    encoded(&pixels)
}

/// The mean of the samples of a pixel.
fn pixel(timeline: &Timeline, x: u32, y: u32) -> Colour {
    let centre = f64::from(SIZE) / 2.0;
    let from_centre = (f64::from(x) + 0.5 - centre).hypot(f64::from(y) + 0.5 - centre);
    if !(RADII[0] - 1.0..=RADII[1] + 1.0).contains(&from_centre) {
        return BACKGROUND;
    }
    let mut sum = [0; 3];
    for n in 0..SAMPLES * SAMPLES {
        let place = |pixel: u32, n: u32| {
            f64::from(pixel) + (f64::from(n) + 0.5) / f64::from(SAMPLES) - f64::from(SIZE) / 2.0
        };
        let sample = sample(timeline, place(x, n % SAMPLES), place(y, n / SAMPLES));
        for (sum, part) in sum.iter_mut().zip(sample) {
            *sum += u32::from(part);
        }
    }
    sum.map(|sum| (sum / (SAMPLES * SAMPLES)) as u8)
}

/// The colour at a place, in pixels from the centre.
fn sample(timeline: &Timeline, x: f64, y: f64) -> Colour {
    let radius = x.hypot(y);
    if !(RADII[0]..RADII[1]).contains(&radius) {
        return BACKGROUND;
    }
    let whole = (timeline.end() - At::ZERO).max(Duration::from_millis(1)).as_secs_f64();
    let turn = x.atan2(-y).rem_euclid(TAU);
    let at = At(Duration::from_secs_f64(turn / TAU * whole));
    let Some(interval) = timeline.intervals.get(timeline.interval_at(at)) else { return BACKGROUND };
    let edge = (at - interval.start).min(interval.end - at);
    if edge.as_secs_f64() / whole * TAU * radius < GAP {
        return BACKGROUND;
    }
    colour(Kind::new(interval))
}

/// Rows of 8-bit RGB, each with its filter, as a PNG file.
fn encoded(rows: &[u8]) -> Vec<u8> {
    let mut header = [SIZE.to_be_bytes(), SIZE.to_be_bytes()].concat();
    // 8 bits, RGB; the only compression, the only filter method, not interlaced.
    header.extend([8, 2, 0, 0, 0]);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let packed = packed.write_all(rows).and_then(|()| packed.finish()).unwrap_or_default();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", &header[..]), (b"IDAT", &packed[..]), (b"IEND", &[])] {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(content);
        file.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
        file.extend(kind);
        file.extend(content);
        file.extend(crc.sum().to_be_bytes());
    }
    file
}
