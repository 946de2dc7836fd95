//! Generates all sound, and is the only clock: a state machine that mixes the notes of a score, each from its exact
//! frame on.
//!
//! It runs on the audio thread, so it never locks, allocates, logs or frees. At the start of each block it applies the
//! [commands](super::command) in the queue; at its end it reports its position.
//!
//! | state | heard | `Pause` | `Resume` | `Seek` | `Repeat` | words end |
//! |---|---|---|---|---|---|---|
//! | `Playing` | the score | `Paused` | | `Playing` (1) | `Interjecting` | |
//! | `Interjecting` | words, while the score waits | `Paused` | | `Playing` (1) | `Interjecting` | `Playing` |
//! | `Paused` | nothing | | `Playing` (2) | `Paused` | `SpeakingInPause` (3) | |
//! | `SpeakingInPause` | words | | `Interjecting` (2) | `Paused` | `SpeakingInPause` (3) | `Paused` |
//! | `Finished` | nothing, ever again | | | | | |
//!
//! Words are a phrase, a count-in or a reminder. `Stop` and the end of the score lead from every state to `Finished`.
//!
//! 1. Then `Interjecting`, if the place is work: it begins with an announcement of the work.
//! 2. Then `Interjecting`: words that the pause interrupted, or the count-in after a long pause.
//! 3. After `Remind` too, which other states ignore.
//!
//! An action that would click is [pending](pending::Pending) until the fade is silent: a stop, a skip, repeating a rep
//! after a long pause, a phrase. A stop takes precedence over a skip, and a skip over a phrase.
//!
//! Whether `Playing` is in the lead-in, waits for the user or waits for added time follows from the cursor, so it is
//! not stored: see [`step::Step`]. Observers see an [`Activity`], a view of both.

mod apply;
mod cursor;
mod deficit;
mod history;
mod level;
mod loss;
mod mixer;
mod music;
mod pending;
mod rounds;
mod state;
mod step;

use std::sync::Arc;

use super::PlaybackOptions;
use super::added_time::AddedTime;
use super::command::{CommandReceiver, Target};
use super::music::{MusicSource, low_spans};
use super::position::Activity;
use super::report::{Report, SharedReport};
use crate::score::Score;
use cursor::{Cursor, Visit};
use deficit::Deficit;
use history::{CursorSnapshot, History};
use mixer::Mixer;
use music::MusicMixer;
use pending::Pending;
use rounds::RoundsClock;
use state::{Kind, State};

/// The interval at which commands are applied, in frames: every 1.3 ms at 48 kHz.
pub const BLOCK: usize = 64;

/// Renders a score, frame by frame.
#[derive(Debug)]
pub struct Renderer {
    score: Arc<Score>,
    commands: CommandReceiver,
    shared: Arc<SharedReport>,
    interactive: bool,
    state: State,
    pending: Option<Pending>,
    cursor: Cursor,
    visit: Visit,
    added: AddedTime,
    deficit: Deficit,
    mixer: Mixer,
    /// The music, if there is any.
    music: Option<MusicMixer>,
    history: History,
    /// How often the plan was changed; a session that does not start at the beginning counts as changed.
    changes: u64,
    /// The frames since the first one of the score.
    taken: u64,
    /// Frames made in all.
    made: u64,
    /// The total number of commands applied.
    applied: u64,
}

impl Renderer {
    /// A renderer that plays a score from its beginning, or from the interval in the options.
    pub(super) fn new(score: Arc<Score>, commands: CommandReceiver, options: PlaybackOptions) -> Renderer {
        let start = Target { mark: options.start, to_hold_point: false };
        let mut cursor = Cursor { lead_in: options.lead_in.0, ..Cursor::at(start, &score) };
        if let Some(rounds) = cursor.rounds(&score) {
            cursor.clock = RoundsClock::at(options.rounds_elapsed.0, rounds);
        }
        let state = State::Playing;
        let mut renderer = Renderer {
            commands,
            shared: Arc::new(SharedReport::new(score.marks.len(), score.rounds.len())),
            interactive: options.interactive,
            state,
            pending: None,
            cursor,
            visit: Visit::default(),
            added: AddedTime::default(),
            deficit: Deficit::default(),
            mixer: Mixer::new(score.rate, options.volume.gain()),
            music: None,
            history: History::new(CursorSnapshot { made: 0, cursor, state }),
            changes: u64::from(options.start > 0),
            taken: 0,
            made: 0,
            applied: 0,
            score,
        };
        if options.start > 0 {
            // Where no rest or "get ready" gives the time to get into position.
            renderer.count_in();
        }
        renderer.report();
        renderer
    }

    /// The same with music under the cues, at the sample rate of the score.
    #[must_use]
    pub fn with_music(self, source: Box<dyn MusicSource>) -> Renderer {
        let music = MusicMixer::new(source, low_spans(&self.score), &self.score, self.cursor.frame);
        Renderer { music: Some(music), ..self }
    }

    /// Its report.
    pub(super) fn shared_report(&self) -> Arc<SharedReport> {
        Arc::clone(&self.shared)
    }

    /// The sample rate, in hertz.
    #[must_use]
    pub fn rate(&self) -> u32 {
        self.score.rate
    }

    /// Whether the score is over or was stopped, and the music has faded out: from then on there is silence.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.state == State::Finished && self.music_is_silent()
    }

    /// Whether no music is heard.
    fn music_is_silent(&self) -> bool {
        self.music.as_ref().is_none_or(MusicMixer::is_silent)
    }

    /// Renders the next frames, each a left and a right sample from -1 to 1.
    pub fn render(&mut self, out: &mut [[f32; 2]]) {
        for block in out.chunks_mut(BLOCK) {
            let (made, cursor, state) = (self.made, self.cursor, self.state);
            self.history.remember(CursorSnapshot { made, cursor, state });
            self.apply_commands();
            block.fill([0.0; 2]);
            let mut done = 0;
            while done < block.len() {
                let before_score = self.cursor.lead_in > 0;
                let length = self.render_step(&mut block[done..]);
                if !before_score && self.state != State::Finished {
                    self.taken += length as u64;
                }
                done += length;
            }
            self.mixer.finish(block);
            self.made += block.len() as u64;
            self.report();
        }
    }

    /// The state as observers see it.
    fn activity(&self) -> Activity {
        let words = match self.state {
            State::Paused(..) => return Activity::Paused,
            State::Interjecting(words) | State::SpeakingInPause(_, words) => Some(words.kind),
            State::Playing | State::Finished => None,
        };
        match words {
            Some(Kind::Speech) => Activity::Saying,
            Some(Kind::CountIn) => Activity::CountIn,
            Some(Kind::Reminder) | None if self.waits_for_user() => Activity::Waiting,
            Some(Kind::Reminder) | None => Activity::Playing,
        }
    }

    /// Reports the current position, or the one that it fades to.
    fn report(&self) {
        let Cursor { mark, frame, .. } = self.cursor;
        let target = self.pending.and_then(Pending::target);
        self.shared.publish(&Report {
            applied: self.applied,
            frame: target.map_or(frame, |target| target.frame(&self.score, (mark, frame))),
            rendered: self.made,
            taken: self.taken,
            changes: self.changes,
            paused_for: self.state.paused_for(),
            added: self.added,
            loops: self.visit.loops,
            clock: self.cursor.clock.elapsed,
            activity: self.activity(),
            finished: self.finished(),
        });
    }
}

#[cfg(test)]
mod tests;
