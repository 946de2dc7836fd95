//! Generates the fourteen cue sounds and writes them as WAV files.
//!
//! ```text
//! cargo run --locked --example make_sounds [FOLDER]      (FOLDER is `sounds` unless given)
//! ```
//!
//! Every sound is a handful of [`Stroke`]s on the same imagined instrument, a soft-malleted bar.
//! The recipes say which; the instrument is here.
//! All curves come from `libm`, so every machine generates the same bytes; a test compares them with
//! the committed files and measures that all sounds are equally loud.

use std::{env, f64::consts::PI, fs, path::PathBuf};

use recipes::{RECIPES, Recipe, Stroke};

#[path = "make_sounds/recipes.rs"]
mod recipes;

/// Frames per second of every sound.
pub const SAMPLE_RATE: u32 = 48_000;

/// The fourteen sounds, each the name of one file.
pub const NAMES: [&str; 14] = [
    "count", "knock", "go", "lift", "hold", "tick", "lower", "pause", "rep", "half", "last", "switch",
    "rest", "done",
];

/// One mode of vibration of the bar.
struct Partial {
    /// Its frequency, in multiples of the note's.
    ratio: f64,
    /// Its strength, relative to the fundamental.
    strength: f64,
    /// How long it rings, as a share of the note's own ring.
    ring: f64,
}

/// The instrument all sounds are played on. A marimba bar is tuned to the note and two octaves
/// above it; the octave between makes up for what a small speaker loses of the note itself.
const BAR: [Partial; 3] = [
    Partial { ratio: 1.0, strength: 1.0, ring: 1.0 },
    Partial { ratio: 2.0, strength: 0.18, ring: 0.6 },
    Partial { ratio: 4.0, strength: 0.08, ring: 0.2 },
];

/// The share of a stroke's length in which the damper fades it to silence.
const RELEASE: f64 = 0.4;

/// The shares of a stroke's length at which a glide starts and ends. Staying on both notes makes it
/// sound sung, not like a siren. It ends before the damper starts, so both notes are heard.
const GLIDE: (f64, f64) = (0.1, 0.6);

/// The samples of the cue sound `name`; `None` if there is no such sound.
pub fn make(name: &str) -> Option<Vec<i16>> {
    let recipe = RECIPES.iter().find(|recipe| recipe.name == name)?;
    let end = recipe.strokes.iter().map(|stroke| stroke.until).max()?;
    let mut mix = vec![0.0; frames(end)];
    for stroke in recipe.strokes {
        add_stroke(&mut mix, recipe, stroke);
    }
    let scale = recipe.level * f64::from(i16::MAX);
    Some(mix.iter().map(|sample| libm::round(sample * scale) as i16).collect())
}

/// Adds one stroke to the mix.
fn add_stroke(mix: &mut [f64], recipe: &Recipe, stroke: &Stroke) {
    let place = &mut mix[frames(stroke.at)..frames(stroke.until)];
    let length = place.len();
    let octaves = libm::log2(stroke.to / stroke.from);
    let mut phase = 0.0;
    for (frame, sample) in place.iter_mut().enumerate() {
        let millis = frame as f64 * 1_000.0 / f64::from(SAMPLE_RATE);
        let share = frame as f64 / (length - 1) as f64;
        let bar: f64 = BAR
            .iter()
            .map(|partial| {
                let ring = libm::exp(-millis / (recipe.ring * partial.ring));
                // A cosine: with a sine the first audible sample would come later.
                partial.strength * ring * libm::cos(phase * partial.ratio)
            })
            .sum();
        // One frame ahead, because the curve begins at zero and the first frame should not.
        let attack = ease((frame + 1) as f64 / frames_exact(recipe.attack));
        let release = ease((1.0 - share) / RELEASE);
        *sample += stroke.strength * attack * release * bar;

        let way = ease((share - GLIDE.0) / (GLIDE.1 - GLIDE.0));
        let pitch = stroke.from * libm::exp2(octaves * way);
        phase += 2.0 * PI * pitch / f64::from(SAMPLE_RATE);
    }
}

/// A raised cosine from 0 at 0 to 1 at 1: it has no corner that could click.
fn ease(share: f64) -> f64 {
    0.5 - 0.5 * libm::cos(PI * share.clamp(0.0, 1.0))
}

/// The number of whole frames in a time.
fn frames(millis: u32) -> usize {
    (millis * (SAMPLE_RATE / 1_000)) as usize
}

/// The number of frames in a time, with fractions.
fn frames_exact(millis: f64) -> f64 {
    millis * f64::from(SAMPLE_RATE) / 1_000.0
}

/// Writes all sounds into the folder given on the command line.
fn main() -> Result<(), hound::Error> {
    let folder = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "sounds".into()));
    fs::create_dir_all(&folder)?;
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    for name in NAMES {
        let mut file = hound::WavWriter::create(folder.join(format!("{name}.wav")), spec)?;
        for sample in make(name).into_iter().flatten() {
            file.write_sample(sample)?;
        }
        file.finalize()?;
    }
    Ok(())
}
