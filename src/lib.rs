//! The parts of `repcue`, for its program and its tests. **This is not a stable API**: any release may change it.
//!
//! ```text
//! routine.toml ──file──▶ shapes ──lower──▶ Routine ──compile──▶ Timeline
//! (text, spans)          library ─┘ ▲      (valid)              (intervals + cues, in time)
//! command-line changes ─────────────┘
//!
//! Timeline + clips + sample rate ──▶ Score (notes at frames)
//! Score ──▶ Renderer ──▶ Output: sound device │ silent clock │ file
//!             ▲  │
//!     Transport  └──▶ Position ──▶ Display
//!         ▲
//!      Controls (keys, media keys, socket, signals)
//! ```
//!
//! The **timeline** is what happens, in time; the **score** is the same in frames with clips, for one sample
//! rate. The **renderer** is the only clock. Read `command/run.rs` first; `ARCHITECTURE.md` is the map.

pub mod cli;
pub mod command;
pub mod completion;
pub mod config;

pub mod calendar;
pub mod causes;
pub mod diagnostic;
pub mod digest;
pub mod files;
pub mod printable;

pub mod routine;
pub mod time;
pub mod timeline;

pub mod schema;

pub mod score;
pub mod sound;

pub mod music;
pub mod player;
pub mod remind;
pub mod report;

pub mod controls;
pub mod display;
pub mod history;
pub mod output;
pub mod picker;
pub mod platform;
pub mod serve;
pub mod session;
pub mod shell;
pub mod status;
pub mod tally;
pub mod threads;

#[cfg(test)]
mod testing;
