//! What the renderer does because somebody wants it: pauses, skips, repeats; and because a device was lost.

use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::history::CursorSnapshot;
use super::{Renderer, Saying};
use crate::player::{NO_SEEK, PAUSED, PAUSED_LONG, PLAYING, RESUMED, Target};
use crate::time::Frames;

/// After a pause of so long, work begins again with a count-in, so that nobody is thrown into the middle of a rep.
const LONG_PAUSE: Duration = Duration::from_secs(5);

impl Renderer {
    /// Takes in what the transport wants.
    pub(super) fn obey(&mut self) {
        self.gain.aim(f32::from_bits(self.shared.gain.load(Relaxed)));
        let paused = self.is_paused();
        if !paused {
            self.resume();
        }
        if let Some(target) = Target::of(self.shared.seek.swap(NO_SEEK, Relaxed), self.score.marks.len()) {
            self.jump = Some(target);
            self.in_pause = false;
            self.begins_again = false;
        }
        self.released |= self.shared.released.swap(false, Relaxed);
        if self.shared.repeat.swap(false, Relaxed) {
            self.to_say = self.instructions();
            self.in_pause = paused;
        }
        if self.shared.remind.swap(false, Relaxed) && paused {
            self.to_say = self.score.still_paused.clone();
            self.in_pause = true;
        }
        let stopping = self.shared.stopping.load(Relaxed);
        let to_change = self.jump.is_some() || self.begins_again || !self.to_say.is_empty();
        self.fade.aim(self.is_heard(paused) && !stopping && !to_change);
        self.settle(stopping);
    }

    /// Whether there is anything to hear: in a pause only what was asked for in it.
    pub(super) fn is_heard(&self, paused: bool) -> bool {
        !paused || (self.in_pause && self.interjection.is_some())
    }

    /// Does what was waiting for silence.
    pub(super) fn settle(&mut self, stopping: bool) {
        if !self.fade.is_silent() {
            return;
        }
        if stopping {
            self.finished = true;
        }
        if let Some(target) = self.jump.take() {
            self.go(target);
        }
        if std::mem::take(&mut self.begins_again) {
            self.begin_again();
        }
        let paused = self.is_paused();
        if !self.to_say.is_empty() && (!paused || self.in_pause) {
            let interjections = std::mem::replace(&mut self.to_say, 0..0);
            self.interjection = Some(Saying { interjections, next: 0 });
        }
        let begins = self.voices.is_empty() || self.interjection.is_some();
        if begins && self.is_heard(paused) && !stopping {
            // What begins has an onset of its own.
            self.fade.open();
        }
    }

    /// Ends a pause, if there was one.
    fn resume(&mut self) {
        // It is another thread's wish, and may have changed: then the next block sees it.
        let seen = self.shared.paused.compare_exchange(RESUMED, PLAYING, Relaxed, Relaxed);
        self.long_pause |= seen.is_ok();
        let long = self.paused_for > Frames::of(LONG_PAUSE, self.score.rate).0;
        if std::mem::take(&mut self.long_pause) || long {
            // What was being said goes on first; a count begins again.
            let says = |saying: &Saying| {
                !self.in_pause && !self.score.count_in.contains(&saying.interjections.start)
            };
            self.begins_again = !self.interjection.as_ref().is_some_and(says);
        }
        self.in_pause = false;
        self.paused_for = 0;
    }

    /// Begins again after a long pause: work at its rep, with a count-in.
    fn begin_again(&mut self) {
        let mark = &self.score.marks[self.mark];
        if mark.reps.is_some() && self.frame > mark.start.0 {
            self.frame = self.score.rep_start(mark, Frames(self.frame)).0;
            self.note = self.score.note_at(mark, Frames(self.frame));
        }
        self.count_in();
    }

    /// Counts somebody in who is in the middle of work.
    fn count_in(&mut self) {
        let mark = &self.score.marks[self.mark];
        if mark.work {
            self.voices.clear();
            self.interjection = Some(Saying { interjections: self.score.count_in.clone(), next: 0 });
        }
    }

    /// Goes to an interval, whose first cue comes next; to work, after a word on what is to be done.
    fn go(&mut self, target: Target) {
        let mark = &self.score.marks[target.mark];
        let (frame, note) = match mark.hold_point {
            Some(hold_point) if target.to_hold_point => hold_point,
            _ => (mark.start, mark.note),
        };
        if target.to_hold_point {
            self.repeat_from(frame.0);
        }
        (self.frame, self.note, self.mark) = (frame.0, note, target.mark);
        self.to_say = mark.skipped.clone();
        self.lead_in = 0;
        self.interjection = None;
        self.released &= target.to_hold_point;
        self.waited = 0;
        self.voices.clear();
        self.shared.loops.store(0, Relaxed);
    }

    /// Counts what is played again, from an earlier frame on, as part of the time that was added, if any was: then more
    /// rest is as long as was asked for, also if its count has begun.
    fn repeat_from(&self, frame: u64) {
        let again = self.frame.saturating_sub(frame);
        let shared = &self.shared;
        let left = |extra: u64| (extra > 0).then(|| extra.saturating_sub(again));
        let Ok(extra) = shared.extra.fetch_update(Relaxed, Relaxed, left) else { return };
        shared.added.fetch_add(again.saturating_sub(extra), Relaxed);
        shared.position.store(self.frame.min(frame), Relaxed);
    }

    /// The instructions that count now, as far as they have been heard.
    fn instructions(&self) -> Range<usize> {
        let all = self.score.marks[self.mark].instructions.clone();
        let heard = |interjection: &usize| self.score.interjections[*interjection].heard.0 <= self.frame;
        all.start..all.start + all.clone().take_while(heard).count()
    }

    /// Goes back to what was heard last, when a device is lost with so many frames that it has not played. A sound
    /// that was cut off will be heard again from its beginning.
    pub fn rewind_unheard(&mut self, unheard: Frames) {
        let made = self.shared.rendered.load(Relaxed).saturating_sub(unheard.0);
        let heard = self.past.at(made).clone();
        self.voices.clear();
        (self.lead_in, self.mark) = (heard.lead_in, heard.mark);
        self.interjection = heard.interjection.map(|interjections| Saying { interjections, next: 0 });
        let mark = &self.score.marks[self.mark];
        let notes = &self.score.notes[mark.note..self.score.note_at(mark, Frames(heard.frame))];
        let is_cut = |end: u64| end > heard.frame;
        let cut = notes.iter().find(|note| is_cut(note.frame.0 + note.clip.len() as u64));
        self.frame = cut.map_or(heard.frame, |note| note.frame.0);
        self.note = self.score.note_at(mark, Frames(self.frame));
        self.report(0);
    }

    /// Goes on after [`Renderer::rewind_unheard`]: in work, with a count-in.
    pub fn go_on(&mut self) {
        if self.is_paused() {
            self.long_pause = true;
        } else if self.interjection.is_none() {
            self.count_in();
        }
    }

    pub(super) fn is_paused(&self) -> bool {
        matches!(self.shared.paused.load(Relaxed), PAUSED | PAUSED_LONG)
    }

    /// Where it is.
    pub(super) fn moment(&self) -> CursorSnapshot {
        CursorSnapshot {
            made: self.shared.rendered.load(Relaxed),
            lead_in: self.lead_in,
            frame: self.frame,
            mark: self.mark,
            interjection: self.interjection.as_ref().map(|saying| saying.interjections.clone()),
        }
    }
}
