//! The recipes of the fourteen cue sounds.
//!
//! The sounds differ in rhythm and contour, because pitch alone is hard to remember. Tests check
//! lengths, loudness and contours.

// Notes in hertz: the white keys from C5, which small speakers can play, to A6, which older ears
// still hear well.
const C5: f64 = 523.251;
const F5: f64 = 698.456;
const G5: f64 = 783.991;
const A5: f64 = 880.000;
const B5: f64 = 987.767;
const C6: f64 = 1046.502;
const D6: f64 = 1174.659;
const E6: f64 = 1318.510;
const G6: f64 = 1567.982;
const A6: f64 = 1760.000;
const BB6: f64 = 1864.655;

/// One stroke of the mallet.
pub struct Stroke {
    /// When it is struck, in milliseconds from the start of the file.
    pub at: u32,
    /// When it has faded to exactly zero, in milliseconds from the start of the file.
    pub until: u32,
    /// The note at the start, in hertz.
    pub from: f64,
    /// The note at the end, in hertz; if it differs, the stroke glides.
    pub to: f64,
    /// Its strength, relative to the other strokes of the sound.
    pub strength: f64,
}

/// A stroke that stays on its note.
const fn strike(at: u32, until: u32, note: f64, strength: f64) -> Stroke {
    Stroke { at, until, from: note, to: note, strength }
}

/// A stroke that slides from one note to another.
const fn glide(at: u32, until: u32, from: f64, to: f64) -> Stroke {
    Stroke { at, until, from, to, strength: 1.0 }
}

/// The recipe of one sound.
pub struct Recipe {
    /// The kind of cue, and the name of its file.
    pub name: &'static str,
    /// The gain of a full stroke, which makes all sounds equally loud.
    pub level: f64,
    /// The attack time in milliseconds; longer is softer.
    pub attack: f64,
    /// The time in which a stroke decays to 1/e, in milliseconds.
    pub ring: f64,
    /// The strokes, in order of their start.
    pub strokes: &'static [Stroke],
}

/// A decay so long that the stroke sounds held.
const HELD: f64 = 2_000.0;

/// All recipes.
pub const RECIPES: [Recipe; 14] = [
    // One knock, played three times before the work.
    Recipe { name: "count", level: 0.3565, attack: 4.0, ring: 80.0, strokes: &[strike(0, 120, G5, 1.0)] },
    // The count at half its strength, for a count-in between two reps.
    Recipe { name: "knock", level: 0.17825, attack: 4.0, ring: 80.0, strokes: &[strike(0, 120, G5, 1.0)] },
    // The count's note leaps up an octave and rings: three, two, one, *go*.
    Recipe {
        name: "go",
        level: 0.1991,
        attack: 4.0,
        ring: 110.0,
        strokes: &[strike(0, 100, G5, 1.0), strike(100, 450, G6, 1.0)],
    },
    // Up from G to the G above ...
    Recipe { name: "lift", level: 0.1706, attack: 6.0, ring: 400.0, strokes: &[glide(0, 300, G5, G6)] },
    // ... staying there ...
    Recipe { name: "hold", level: 0.1224, attack: 6.0, ring: HELD, strokes: &[strike(0, 300, G6, 1.0)] },
    // A tap, high enough to be heard although it is quiet.
    Recipe { name: "tick", level: 0.2677, attack: 4.0, ring: 25.0, strokes: &[strike(0, 50, G6, 1.0)] },
    // ... and down again.
    Recipe { name: "lower", level: 0.1617, attack: 6.0, ring: 400.0, strokes: &[glide(0, 300, G6, G5)] },
    // ... and staying there: the low counterpart of the hold, short and long like a heartbeat.
    Recipe {
        name: "pause",
        level: 0.1685,
        attack: 6.0,
        ring: HELD,
        strokes: &[strike(0, 100, G5, 1.0), strike(120, 300, G5, 1.0)],
    },
    // Two taps that fall, too quick to count.
    Recipe {
        name: "rep",
        level: 0.3879,
        attack: 4.0,
        ring: 30.0,
        strokes: &[strike(0, 58, E6, 1.0), strike(60, 120, A5, 1.0)],
    },
    // Two equal halves.
    Recipe {
        name: "half",
        level: 0.2552,
        attack: 5.0,
        ring: 80.0,
        strokes: &[strike(0, 215, BB6, 1.0), strike(220, 450, BB6, 1.0)],
    },
    // A rapid run of notes above the glide that it is heard with; it swells, so that the glide's onset stays clear.
    Recipe {
        name: "last",
        level: 0.2358,
        attack: 4.0,
        ring: 40.0,
        strokes: &[
            strike(0, 85, A6, 0.5),
            strike(90, 175, A6, 0.8),
            strike(180, 265, A6, 1.0),
            strike(270, 355, A6, 1.0),
            strike(360, 445, A6, 1.0),
        ],
    },
    // Two notes, back and forth.
    Recipe {
        name: "switch",
        level: 0.2631,
        attack: 5.0,
        ring: 70.0,
        strokes: &[
            strike(0, 145, G5, 1.0),
            strike(150, 295, D6, 1.0),
            strike(300, 445, G5, 1.0),
            strike(450, 700, D6, 1.0),
        ],
    },
    // Three soft steps down a major chord, high enough for small speakers.
    Recipe {
        name: "rest",
        level: 0.2775,
        attack: 8.0,
        ring: 110.0,
        strokes: &[strike(0, 280, C6, 1.0), strike(200, 480, A5, 0.95), strike(400, 700, F5, 0.95)],
    },
    // A cadence: subdominant, dominant, and a tonic that unfolds and rings.
    Recipe {
        name: "done",
        level: 0.2134,
        attack: 6.0,
        ring: 260.0,
        strokes: &[
            strike(0, 270, F5, 0.5),
            strike(0, 270, A5, 0.8),
            strike(280, 550, G5, 0.5),
            strike(280, 550, B5, 0.8),
            strike(560, 1600, C5, 0.6),
            strike(620, 1600, G5, 0.5),
            strike(680, 1600, C6, 0.5),
            strike(740, 1600, E6, 0.5),
        ],
    },
];
