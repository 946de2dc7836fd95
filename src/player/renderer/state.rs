//! What the renderer is doing.

use std::ops::Range;

/// What the renderer is doing. Where it does it is the cursor's matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The timeline goes on, or stands at a hold point.
    Playing,
    /// Something is said, and the timeline waits.
    Interjecting(ActiveInterjection),
    /// Nothing is heard. What the pause interrupted is said when it ends.
    Paused(Pause, Option<ActiveInterjection>),
    /// In a pause, something is said that was asked for in it.
    SpeakingInPause(Pause, ActiveInterjection),
    /// It is over: there is only silence.
    Finished,
}

/// A pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pause {
    /// Silent frames since it began.
    pub frames: u64,
    /// Whether it counts as a long one, however short it is.
    pub long: bool,
}

/// Interjections of the score that are being heard, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ActiveInterjection {
    pub kind: Kind,
    /// The place in the score of the one being heard.
    pub place: usize,
    /// The place after the last one.
    pub end: usize,
    /// The first of its frames that is not yet heard.
    pub next: u64,
}

/// What an interjection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Tells the user something.
    Speech,
    /// Counts the user in.
    CountIn,
    /// Reminds of a rest that waits for the user.
    Reminder,
}

impl ActiveInterjection {
    /// The interjections at these places, from the beginning; `None` if there are none.
    pub(super) fn new(places: &Range<usize>, kind: Kind) -> Option<ActiveInterjection> {
        (!places.is_empty()).then_some(ActiveInterjection {
            kind,
            place: places.start,
            end: places.end,
            next: 0,
        })
    }

    /// The same, with the one being heard from its beginning.
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

    /// Silent frames since the pause began; 0 if there is none.
    pub(super) fn paused_for(&self) -> u64 {
        match self {
            State::Paused(pause, _) | State::SpeakingInPause(pause, _) => pause.frames,
            _ => 0,
        }
    }

    /// Whether it is in a pause.
    pub(super) fn is_paused(&self) -> bool {
        matches!(self, State::Paused(..) | State::SpeakingInPause(..))
    }

    /// Whether there is anything to hear: in a pause only what was asked for in it.
    pub(super) fn is_heard(&self) -> bool {
        !matches!(self, State::Paused(..) | State::Finished)
    }

    /// What is being said, or was when the pause began.
    pub(super) fn interjection(&self) -> Option<ActiveInterjection> {
        match *self {
            State::Interjecting(now) | State::SpeakingInPause(_, now) => Some(now),
            State::Paused(_, interrupted) => interrupted,
            State::Playing | State::Finished => None,
        }
    }

    /// Says something else from now on, or nothing more. A pause stays one, and nothing begins to be heard in it.
    pub(super) fn interject(&mut self, next: Option<ActiveInterjection>) {
        *self = match (*self, next) {
            (State::SpeakingInPause(pause, _), Some(next)) => State::SpeakingInPause(pause, next),
            (State::Paused(pause, _) | State::SpeakingInPause(pause, _), next) => State::Paused(pause, next),
            (State::Playing | State::Interjecting(_), Some(next)) => State::Interjecting(next),
            (State::Playing | State::Interjecting(_), None) => State::Playing,
            (State::Finished, _) => State::Finished,
        }
    }

    /// Says something that was asked for in the pause.
    pub(super) fn speak_in_pause(&mut self, words: ActiveInterjection) {
        if let Some(pause) = self.pause_mut().copied() {
            *self = State::SpeakingInPause(pause, words);
        }
    }

    /// Lets nothing more be heard in the pause.
    pub(super) fn silence_pause(&mut self) {
        if let State::SpeakingInPause(pause, words) = *self {
            *self = State::Paused(pause, Some(words));
        }
    }

    /// Begins a pause, or makes it a long one.
    pub(super) fn pause(&mut self, long: bool) {
        if let Some(pause) = self.pause_mut() {
            pause.long |= long;
        } else if *self != State::Finished {
            *self = State::Paused(Pause { frames: 0, long }, self.interjection());
        }
    }

    /// Ends a pause, if there is one; `most` is the longest that is not yet a long one, in frames. Returns whether work begins
    /// again at its rep: after a long pause, unless something was being said when it began, which goes on first. An
    /// interrupted count begins again.
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

    /// Goes back to what was said in an earlier state, from its beginning. A pause stays one, and what was heard in it is heard
    /// in it again.
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
        let mut state = State::Paused(PAUSE, None);
        state.rewind(&State::SpeakingInPause(Pause { frames: 3, ..PAUSE }, words(1)));
        assert_eq!(state, State::SpeakingInPause(PAUSE, words(1).again()));
        state.rewind(&State::Interjecting(words(2)));
        assert_eq!(state, State::Paused(PAUSE, Some(words(2).again())));
        let mut state = State::Playing;
        state.rewind(&State::SpeakingInPause(PAUSE, words(1)));
        assert_eq!(state, State::Interjecting(words(1).again()));
        state.rewind(&State::Playing);
        assert_eq!(state, State::Playing);
    }
}
