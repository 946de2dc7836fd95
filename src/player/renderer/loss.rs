//! What the renderer does when its device is lost: it plays again what the device had buffered and not played.

use super::Renderer;
use super::cursor::Cursor;
use super::state::State;
use crate::time::Frames;

impl Renderer {
    /// Rewinds when a device is lost with `unheard` frames in its buffer. A sound that was cut off is played again from
    /// its beginning.
    pub fn rewind_unheard(&mut self, unheard: Frames) {
        self.receive_commands();
        let heard = *self.history.at(self.made.saturating_sub(unheard.0));
        self.mixer.cut();
        self.state.rewind(&heard.state);
        let Cursor { lead_in, mark, clock, .. } = heard.cursor;
        (self.cursor.lead_in, self.cursor.mark, self.cursor.clock) = (lead_in, mark, clock);
        let mark = self.cursor.mark(&self.score);
        let heard = heard.cursor.frame;
        let notes = &self.score.notes[mark.note..self.score.note_at(mark, Frames(heard))];
        let cut = notes.iter().find(|note| note.frame.0 + note.clip.len() as u64 > heard);
        self.cursor.move_to(cut.map_or(heard, |note| note.frame.0), &self.score);
        self.report();
    }

    /// Continues after [`Renderer::rewind_unheard`]: in work, with a count-in; immediately, or at the end of a pause if
    /// the user has paused in between.
    pub fn resume_after_loss(&mut self) {
        self.receive_commands();
        if let Some(pause) = self.state.pause_mut() {
            pause.long = true;
        } else if self.state == State::Playing {
            self.count_in();
        }
    }
}
