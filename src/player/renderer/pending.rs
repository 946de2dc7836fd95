//! What the renderer does when the sound has faded out.

use super::state::ActiveInterjection;
use crate::player::command::Target;

/// An action for when the fade is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pending {
    /// Ends, at the target of a pending skip if there is one; nothing replaces it.
    Stop(Option<Target>),
    /// Goes to a place; only another place or the end replaces it.
    Seek(Target),
    /// After a long pause, restarts the current rep, after these words or a count-in.
    RestartRep(Option<ActiveInterjection>),
    /// Says something; in a pause only if it was requested during the pause.
    Say { words: ActiveInterjection, in_pause: bool },
}

impl Pending {
    /// The place to go to.
    pub(super) fn target(self) -> Option<Target> {
        match self {
            Pending::Stop(target) => target,
            Pending::Seek(target) => Some(target),
            Pending::RestartRep(_) | Pending::Say { .. } => None,
        }
    }

    /// The pending action after another request.
    pub(super) fn and(now: Option<Pending>, next: Pending) -> Pending {
        match (now, next) {
            (Some(stop @ Pending::Stop(_)), _) => stop,
            (now, Pending::Stop(_)) => Pending::Stop(now.and_then(Pending::target)),
            (Some(seek @ Pending::Seek(_)), Pending::RestartRep(_) | Pending::Say { .. }) => seek,
            (Some(Pending::Say { words, .. }), Pending::RestartRep(None))
            | (Some(Pending::RestartRep(_)), Pending::Say { words, .. }) => Pending::RestartRep(Some(words)),
            (_, next) => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::renderer::state::Kind;

    fn words(place: usize) -> ActiveInterjection {
        ActiveInterjection { kind: Kind::Speech, place, end: place + 1, next: 5 }
    }

    #[test]
    fn a_stop_outranks_a_skip_and_a_skip_outranks_the_rest() {
        let seek = |mark| Pending::Seek(Target { mark, to_hold_point: false });
        let say = |n| Pending::Say { words: words(n), in_pause: false };
        let stop = Pending::Stop(None);
        for next in [seek(1), say(1), Pending::RestartRep(None), stop] {
            assert_eq!(Pending::and(None, next), next);
            assert_eq!(Pending::and(Some(stop), next), stop);
            assert_eq!(Pending::and(Some(next), stop), Pending::Stop(next.target()));
        }
        assert_eq!(Pending::and(Some(seek(1)), seek(2)), seek(2));
        assert_eq!(Pending::and(Some(seek(1)), say(1)), seek(1));
        assert_eq!(Pending::and(Some(seek(1)), Pending::RestartRep(None)), seek(1));
        assert_eq!(Pending::and(Some(say(1)), seek(1)), seek(1));
        let both = Pending::RestartRep(Some(words(1)));
        assert_eq!(Pending::and(Some(say(1)), Pending::RestartRep(None)), both);
        assert_eq!(Pending::and(Some(Pending::RestartRep(None)), say(1)), both);
        assert_eq!(Pending::and(Some(say(1)), say(2)), say(2));
    }
}
