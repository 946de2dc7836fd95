//! One step of the renderer: frames up to the next event.

use std::time::Duration;

use super::Renderer;
use super::cursor::Visit;
use super::music::Under;
use super::state::{ActiveInterjection, Kind, State};
use crate::time::Frames;

/// How often a rest that waits for the user plays a reminder.
const REMIND: Duration = Duration::from_secs(30);

/// The purpose and number of the next frames.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Silence before the score.
    LeadIn(u64),
    /// An interjection, while the score waits.
    Interjection(ActiveInterjection, u64),
    /// Time that the user has added.
    AddedTime(u64),
    /// A rest that waits for the user, up to the next reminder.
    WaitForUser(u64),
    /// The end of the last of rounds until time is up, up to the next event of their clock.
    WaitForTime(u64),
    /// The score itself, up to the next event.
    Play(u64),
}

impl Renderer {
    /// Renders frames up to the next event, at least one; returns their number.
    pub(super) fn render_step(&mut self, out: &mut [[f32; 2]]) -> usize {
        let step = if self.mixer.fade.is_silent() { None } else { self.step() };
        let Some(step) = step else {
            self.mix_music(Under::Nothing, out);
            let is_silent = self.music_is_silent();
            if let Some(pause) = self.state.pause_mut().filter(|_| is_silent) {
                pause.frames += out.len() as u64;
            }
            return out.len();
        };
        let (Step::LeadIn(most)
        | Step::Interjection(_, most)
        | Step::AddedTime(most)
        | Step::WaitForUser(most)
        | Step::WaitForTime(most)
        | Step::Play(most)) = step;
        let most = self.until_clock_event().map_or(most, |event| event.min(most));
        let length = most.min(out.len() as u64).min(self.mixer.fade.left());
        let out = &mut out[..length as usize];
        if let Step::Interjection(words, _) = step {
            self.mixer.mix_interjection(&self.score.interjections[words.place], words.next, out);
        } else {
            self.mixer.mix_notes(&self.score, &self.shared.told_ending, out);
        }
        let under = match step {
            Step::Play(_) | Step::LeadIn(_) => Under::Score(self.cursor.frame),
            Step::Interjection(..) => Under::Words,
            Step::AddedTime(_) | Step::WaitForUser(_) | Step::WaitForTime(_) => Under::Nothing,
        };
        self.mix_music(under, out);
        self.advance_clock(length);
        match step {
            Step::LeadIn(_) => self.cursor.lead_in -= length,
            Step::Interjection(words, _) => self.advance_interjection(words, length),
            // Within rounds until time is up it makes nothing later.
            Step::AddedTime(_) if self.is_on_the_clock() => self.added.spend_within(length),
            Step::AddedTime(_) => self.added.spend(length),
            Step::WaitForUser(_) => self.wait_for_user(length),
            Step::WaitForTime(_) => {}
            Step::Play(_) => self.advance(length),
        }
        self.apply_pending();
        length as usize
    }

    /// Adds music to frames that are mixed.
    fn mix_music(&mut self, under: Under, out: &mut [[f32; 2]]) {
        let plays = self.state != State::Finished && !self.state.is_paused();
        if let Some(music) = &mut self.music {
            music.mix(under, plays, out);
        }
    }

    /// The next step; `None` if it is over.
    fn step(&mut self) -> Option<Step> {
        if self.state == State::Finished {
            return None;
        }
        self.end_rounds_in_time();
        if self.cursor.lead_in > 0 {
            return Some(Step::LeadIn(self.cursor.lead_in));
        }
        if let Some(words) = self.state.interjection() {
            let wait = self.score.interjections[words.place].wait.0;
            return Some(Step::Interjection(words, wait - words.next));
        }
        let mark = self.cursor.mark;
        if self.cursor.enter_intervals(&self.score) {
            self.visit = Visit::default();
            self.change_rounds(mark);
        }
        self.start_due_calls();
        if self.waits_for_time() {
            return Some(Step::WaitForTime(u64::MAX));
        }
        if self.waits_for_user() {
            return Some(Step::WaitForUser((self.remind_after() - self.visit.waited).max(1)));
        }
        if self.added.unspent > 0 && self.cursor.is_at_hold_point(&self.score) {
            return Some(Step::AddedTime(self.added.unspent));
        }
        self.start_due_notes();
        if self.cursor.frame >= self.score.end.0 {
            (self.state, self.pending) = (State::Finished, None);
            if let Some(music) = &mut self.music {
                music.cut();
            }
            return None;
        }
        if self.mixer.is_quiet() {
            self.cursor.frame += self.deficit.recover(self.until_next_event());
        }
        Some(Step::Play(self.until_next_event()))
    }

    /// The number of frames until the next event, at least one.
    fn until_next_event(&self) -> u64 {
        let event = self.cursor.until_next_event(&self.score);
        self.until_end_of_rounds().map_or(event, |end| event.min(end.max(1)))
    }

    /// Starts the notes that are due at the current frame.
    fn start_due_notes(&mut self) {
        while let Some(note) = self.cursor.take_due_note(&self.score) {
            if self.score.is_played(note, self.changes == 0)
                && let Some(note) = self.told_rounds(note)
            {
                self.mixer.start(note, self.told_ending(note));
                self.deficit.end_silence();
            }
        }
    }

    /// For the note that says the end of a session whose plan was changed: the slot of the clip that tells how it went,
    /// if that is ready and still true.
    fn told_ending(&self, note: usize) -> Option<usize> {
        let is_ending = self.score.endings.is_some_and(|[_, otherwise]| note == otherwise);
        is_ending.then(|| self.shared.told_ending.after(self.changes)).flatten()
    }

    /// Whether it waits at the current frame until the user continues.
    pub(super) fn waits_for_user(&self) -> bool {
        self.interactive
            && !self.visit.released
            && self.cursor.mark(&self.score).waits
            && self.cursor.is_at_hold_point(&self.score)
    }

    /// The number of frames of waiting before a reminder.
    fn remind_after(&self) -> u64 {
        Frames::of(REMIND, self.score.rate).0
    }

    /// Waits for the user, with a reminder from time to time.
    fn wait_for_user(&mut self, frames: u64) {
        self.changes += u64::from(self.visit.waited == 0);
        self.visit.waited += frames;
        if self.visit.waited >= self.remind_after() {
            self.visit.waited = 0;
            let reminder = ActiveInterjection::new(&self.score.reminder, Kind::Reminder);
            if reminder.is_some() {
                self.state.interject(reminder);
            }
        }
    }

    /// Advances in the score, and goes back to the start of a cycle at its end.
    fn advance(&mut self, frames: u64) {
        self.cursor.frame += frames;
        let reached = self.cursor.frame;
        if self.interactive && self.cursor.repeat_cycle(&self.score) {
            self.visit.loops += 1;
        }
        self.shared.played.note(self.cursor.mark, reached, self.visit.loops);
    }

    /// Advances in the words: to the next interjection, or back to what they interrupted.
    fn advance_interjection(&mut self, mut words: ActiveInterjection, frames: u64) {
        words.next += frames;
        if words.next >= self.score.interjections[words.place].wait.0 {
            (words.place, words.next) = (words.place + 1, 0);
        }
        let is_over = words.place == words.end;
        self.state.interject((!is_over).then_some(words));
        if is_over {
            if self.state.is_paused() {
                self.mixer.fade.close();
            } else if self.mixer.is_quiet() {
                self.mixer.fade.open();
            } else {
                self.mixer.fade.reopen();
            }
        }
    }
}
