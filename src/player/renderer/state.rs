//! The states of the renderer.

use std::ops::Range;

/// The state of the renderer. The cursor has its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The timeline advances, or waits at a hold point.
    Playing,
    /// Something is spoken, and the timeline waits.
    Interjecting(ActiveInterjection),
    /// Silence. Words that the pause interrupted continue when it ends.
    Paused(Pause, Option<ActiveInterjection>),
    /// Speaks during a pause, because the user asked for it.
    SpeakingInPause(Pause, ActiveInterjection),
    /// It is over: there is only silence.
    Finished,
}

/// A pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pause {
    /// The silent frames since it began.
    pub frames: u64,
    /// Whether it counts as a long one, however short it is.
    pub long: bool,
}

/// Interjections of the score that are played one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ActiveInterjection {
    pub kind: Kind,
    /// The index in the score of the current one.
    pub place: usize,
    /// The index after the last one.
    pub end: usize,
    /// The next frame of the current one.
    pub next: u64,
}

/// The purpose of an interjection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Instructions, or an announcement.
    Speech,
    /// A count-in.
    CountIn,
    /// A reminder that a rest waits for the user.
    Reminder,
}

impl ActiveInterjection {
    /// The interjections at these indices, from the start; `None` if there are none.
    pub(super) fn new(places: &Range<usize>, kind: Kind) -> Option<ActiveInterjection> {
        (!places.is_empty()).then_some(ActiveInterjection {
            kind,
            place: places.start,
            end: places.end,
            next: 0,
        })
    }

    /// The same, with the current one from its start.
    fn again(self) -> ActiveInterjection {
        ActiveInterjection { next: 0, ..self }
    }
}

impl State {
    /// The pause, if there is one.
    pub(super) fn pause_mut(&mut self) -> Option<&mut Pause> {
        match self {
            State::Paused(pause, _) | State::SpeakingInPause(pause, _) => Some(pause),
            _ => None,
        }
    }

    /// The silent frames since the pause began; 0 without a pause.
    pub(super) fn paused_for(&self) -> u64 {
        match self {
            State::Paused(pause, _) | State::SpeakingInPause(pause, _) => pause.frames,
            _ => 0,
        }
    }

    /// Whether it is paused.
    pub(super) fn is_paused(&self) -> bool {
        matches!(self, State::Paused(..) | State::SpeakingInPause(..))
    }

    /// Whether it is audible: in a pause, only words requested during the pause.
    pub(super) fn is_heard(&self) -> bool {
        !matches!(self, State::Paused(..) | State::Finished)
    }

    /// The words that are playing, or that the pause interrupted.
    pub(super) fn interjection(&self) -> Option<ActiveInterjection> {
        match *self {
            State::Interjecting(now) | State::SpeakingInPause(_, now) => Some(now),
            State::Paused(_, interrupted) => interrupted,
            State::Playing | State::Finished => None,
        }
    }

    /// Replaces the words, or ends them. A pause remains one, and does not become audible.
    pub(super) fn interject(&mut self, next: Option<ActiveInterjection>) {
        *self = match (*self, next) {
            (State::SpeakingInPause(pause, _), Some(next)) => State::SpeakingInPause(pause, next),
            (State::Paused(pause, _) | State::SpeakingInPause(pause, _), next) => State::Paused(pause, next),
            (State::Playing | State::Interjecting(_), Some(next)) => State::Interjecting(next),
            (State::Playing | State::Interjecting(_), None) => State::Playing,
            (State::Finished, _) => State::Finished,
        }
    }

    /// Speaks words requested during the pause.
    pub(super) fn speak_in_pause(&mut self, words: ActiveInterjection) {
        if let Some(pause) = self.pause_mut().copied() {
            *self = State::SpeakingInPause(pause, words);
        }
    }

    /// Ends words spoken during the pause.
    pub(super) fn silence_pause(&mut self) {
        if let State::SpeakingInPause(pause, words) = *self {
            *self = State::Paused(pause, Some(words));
        }
    }

    /// Starts a pause, or turns it into a long one.
    pub(super) fn pause(&mut self, long: bool) {
        if let Some(pause) = self.pause_mut() {
            pause.long |= long;
        } else if *self != State::Finished {
            *self = State::Paused(Pause { frames: 0, long }, self.interjection());
        }
    }

    /// Ends a pause, if there is one; pauses of at most `most` frames are short. Returns whether the current rep
    /// restarts: after a long pause, unless it interrupted words, which continue first. An interrupted count-in starts
    /// again.
    pub(super) fn resume(&mut self, most: u64) -> bool {
        let (pause, goes_on) = match *self {
            State::Paused(pause, interrupted) => {
                (pause, interrupted.is_some_and(|words| words.kind != Kind::CountIn))
            }
            State::SpeakingInPause(pause, _) => (pause, false),
            _ => return false,
        };
        *self = self.interjection().map_or(State::Playing, State::Interjecting);
        (pause.long || pause.frames > most) && !goes_on
    }

    /// Restores the words of an earlier state, from their start. A pause remains one, and words spoken during it are
    /// spoken during it again.
    pub(super) fn rewind(&mut self, earlier: &State) {
        match *earlier {
            State::SpeakingInPause(_, words) if self.is_paused() => self.speak_in_pause(words.again()),
            _ => {
                self.silence_pause();
                self.interject(earlier.interjection().map(ActiveInterjection::again));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Pause = Pause { frames: 10, long: false };

    fn words(place: usize) -> ActiveInterjection {
        ActiveInterjection { kind: Kind::Speech, place, end: place + 1, next: 5 }
    }

    fn count() -> ActiveInterjection {
        ActiveInterjection { kind: Kind::CountIn, ..words(7) }
    }

    #[test]
    fn what_a_pause_interrupts_goes_on_after_it() {
        for (before, interrupted) in [(State::Playing, None), (State::Interjecting(words(1)), Some(words(1)))]
        {
            let mut state = before;
            state.pause(false);
            assert_eq!(state, State::Paused(Pause { frames: 0, long: false }, interrupted));
            assert!(state.is_paused() && !state.is_heard());
            assert!(!state.resume(0));
            assert_eq!(state, before);
            assert!(!state.is_paused() && state.is_heard());
        }
    }

    #[test]
    fn a_rep_begins_again_after_a_long_pause_unless_words_were_interrupted() {
        let long = Pause { long: true, ..PAUSE };
        let cases = [
            (State::Paused(PAUSE, None), 10, false),
            (State::Paused(PAUSE, None), 9, true),
            (State::Paused(long, None), 10, true),
            (State::Paused(long, Some(words(1))), 10, false),
            (State::Paused(long, Some(count())), 10, true),
            (State::SpeakingInPause(long, words(1)), 10, true),
            (State::SpeakingInPause(PAUSE, words(1)), 10, false),
            (State::Playing, 0, false),
            (State::Finished, 0, false),
        ];
        for (before, most, begins_again) in cases {
            let mut state = before;
            assert_eq!(state.resume(most), begins_again, "{before:?}");
            assert_eq!(state.interjection(), before.interjection());
            assert!(!state.is_paused());
        }
    }

    #[test]
    fn nothing_leaves_the_end() {
        let mut state = State::Finished;
        state.pause(true);
        state.resume(0);
        state.interject(Some(words(1)));
        state.speak_in_pause(words(1));
        state.rewind(&State::Interjecting(words(1)));
        assert_eq!(state, State::Finished);
        assert!(!state.is_heard());
    }

    #[test]
    fn what_was_heard_in_a_pause_is_heard_in_it_again() {
        let from_start = |place| ActiveInterjection { next: 0, ..words(place) };
        let mut state = State::Paused(PAUSE, None);
        state.rewind(&State::SpeakingInPause(Pause { frames: 3, ..PAUSE }, words(1)));
        assert_eq!(state, State::SpeakingInPause(PAUSE, from_start(1)));
        state.rewind(&State::Interjecting(words(2)));
        assert_eq!(state, State::Paused(PAUSE, Some(from_start(2))));
        let mut state = State::Playing;
        state.rewind(&State::SpeakingInPause(PAUSE, words(1)));
        assert_eq!(state, State::Interjecting(from_start(1)));
        state.rewind(&State::Playing);
        assert_eq!(state, State::Playing);
    }
}
