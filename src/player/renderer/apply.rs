//! How the renderer applies commands: pauses, skips, repeats.

use std::time::Duration;

use super::Renderer;
use super::cursor::{Cursor, Visit};
use super::history::CursorSnapshot;
use super::pending::Pending;
use super::state::{ActiveInterjection, Kind, State};
use crate::player::command::{Command, Target};
use crate::time::Frames;

/// After a pause longer than this, work resumes with a count-in, so that the user does not start in the middle of a
/// rep.
const LONG_PAUSE: Duration = Duration::from_secs(5);

impl Renderer {
    /// Receives and applies the commands since the last block.
    pub(super) fn apply_commands(&mut self) {
        self.receive_commands();
        self.mixer.fade.aim(self.state.is_heard() && self.pending.is_none());
        self.apply_pending();
    }

    /// Receives commands and applies them, except for what must wait for silence.
    pub(super) fn receive_commands(&mut self) {
        while let Some(command) = self.commands.try_receive() {
            self.applied += 1;
            if self.state != State::Finished {
                self.apply(command);
            }
        }
    }

    fn apply(&mut self, command: Command) {
        self.changes += u64::from(command.changes_plan());
        match command {
            Command::Pause { long } => self.state.pause(long),
            Command::Resume => {
                if self.state.resume(Frames::of(LONG_PAUSE, self.score.rate).0) {
                    self.pend(Pending::RestartRep(None));
                }
            }
            Command::Seek(target) => {
                if !target.to_hold_point {
                    self.added.forget_unspent();
                }
                self.state.silence_pause();
                self.pend(Pending::Seek(target));
            }
            Command::Repeat => {
                let words = self.instructions();
                self.say(words, self.state.is_paused());
            }
            Command::Remind if self.state.is_paused() => {
                let words = ActiveInterjection::new(&self.score.still_paused, Kind::Speech);
                self.say(words, true);
            }
            // The pause that it was for is over.
            Command::Remind => {}
            Command::Release => self.visit.released = true,
            Command::AddTime(frames) => self.added.add(frames.0),
            Command::RecoverDeficit(frames) => self.deficit.add(frames.0),
            Command::SetGain(gain) => self.mixer.volume.aim(gain),
            Command::SetMusic(is_on) => {
                if let Some(music) = &mut self.music {
                    music.is_on = is_on;
                }
            }
            Command::Stop => self.pend(Pending::Stop(None)),
        }
    }

    /// Makes an action pending, unless another one takes precedence.
    pub(super) fn pend(&mut self, next: Pending) {
        self.pending = Some(Pending::and(self.pending, next));
    }

    fn say(&mut self, words: Option<ActiveInterjection>, in_pause: bool) {
        if let Some(words) = words {
            self.pend(Pending::Say { words, in_pause });
        }
    }

    /// Does the pending action if the fade is silent.
    pub(super) fn apply_pending(&mut self) {
        if !self.mixer.fade.is_silent() {
            return;
        }
        while let Some(pending) = self.pending.take() {
            match pending {
                Pending::Stop(target) => {
                    if let Some(target) = target {
                        let Cursor { mark, clock, .. } = self.cursor;
                        self.cursor = Cursor { clock, ..Cursor::at(target, &self.score) };
                        self.change_rounds(mark);
                    }
                    self.state = State::Finished;
                }
                Pending::Seek(target) => self.seek(target),
                Pending::RestartRep(words) => self.restart_rep(words),
                Pending::Say { words, .. } if !self.state.is_paused() => self.state.interject(Some(words)),
                Pending::Say { words, in_pause: true } => self.state.speak_in_pause(words),
                Pending::Say { .. } => {
                    // It waits for the end of the pause.
                    self.pending = Some(pending);
                    break;
                }
            }
        }
        let begins = self.mixer.is_quiet() || self.state.interjection().is_some();
        if begins && self.state.is_heard() {
            // The new sound has its own onset.
            self.mixer.fade.open();
        }
    }

    /// Goes to a place; in work, an announcement comes first.
    pub(super) fn seek(&mut self, target: Target) {
        let Cursor { frame: before, mark, clock, .. } = self.cursor;
        self.cursor = Cursor { clock, ..Cursor::at(target, &self.score) };
        self.change_rounds(mark);
        if target.to_hold_point {
            self.added.replay(before.saturating_sub(self.cursor.frame));
        }
        let released = self.visit.released && target.to_hold_point;
        self.visit = Visit { released, ..Visit::default() };
        self.mixer.cut();
        self.state.interject(None);
        let words = ActiveInterjection::new(&self.cursor.mark(&self.score).skipped, Kind::Speech);
        self.say(words, false);
        // A device that is lost right after it must not take it back.
        let (made, cursor, state) = (self.made, self.cursor, self.state);
        self.history.remember_seek(CursorSnapshot { made, cursor, state });
    }

    /// Restarts work at its current rep, after these words or a count-in.
    fn restart_rep(&mut self, words: Option<ActiveInterjection>) {
        self.cursor.rewind_rep(&self.score);
        self.count_in();
        self.say(words, false);
    }

    /// Starts a count-in if it is in the middle of work.
    pub(super) fn count_in(&mut self) {
        let count = ActiveInterjection::new(&self.score.count_in, Kind::CountIn);
        if self.cursor.mark(&self.score).work && count.is_some() {
            self.mixer.cut();
            self.state.interject(count);
        }
    }

    /// The current instructions, as far as they have been heard.
    fn instructions(&self) -> Option<ActiveInterjection> {
        let all = self.cursor.mark(&self.score).instructions.clone();
        let heard = |place: &usize| self.score.interjections[*place].heard.0 <= self.cursor.frame;
        let count = all.clone().take_while(heard).count();
        ActiveInterjection::new(&(all.start..all.start + count), Kind::Speech)
    }
}
