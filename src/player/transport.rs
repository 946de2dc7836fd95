//! Controls the renderer from outside: pause, skip, back, more rest, volume, stop; and reports the position.

mod outbox;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Volume;
use super::command::{Command, CommandSender, Target};
use super::played::Played;
use super::position::{Position, RoundsTime};
use super::report::{Report, SharedReport};
use crate::score::Score;
use crate::sound::clip::Clip;
use crate::time::{At, Frames};
pub(super) use outbox::Outbox;

/// Within this time after the start of an interval, `back` goes to the one before.
pub const BACK_WITHIN: Duration = Duration::from_millis(1500);

/// Controls a renderer on another thread. Clones control the same renderer.
///
/// A command shows immediately in [`Transport::position`], even before the renderer has applied it.
#[derive(Debug, Clone)]
pub struct Transport {
    score: Arc<Score>,
    report: Arc<SharedReport>,
    outbox: Arc<Mutex<Outbox>>,
}

/// How a session has gone so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The time since its first sound, with pauses and all else that took time; at its end it stops.
    pub taken: Duration,
    /// How often the plan was changed: by a skip, a pause, added time, a wait. A session that did not start at the
    /// beginning has been changed once.
    pub changes: u64,
    /// How far each interval was played, in order.
    pub played: Vec<Played>,
    /// For each block whose rounds are played until time is up at the user's own pace, in order: how many exercises
    /// were complete when they were left; `None` if they were not.
    pub rounds_complete: Vec<Option<u32>>,
}

/// The position of the sound, or the place that it is going to.
#[derive(Debug, Clone, Copy)]
struct Place {
    mark: usize,
    frame: Frames,
}

impl Transport {
    pub(super) fn new(
        score: Arc<Score>,
        report: Arc<SharedReport>,
        sender: CommandSender,
        volume: Volume,
    ) -> Transport {
        Transport { score, report, outbox: Arc::new(Mutex::new(Outbox::new(sender, volume))) }
    }

    /// The position of the sound, or the one that it is going to.
    #[must_use]
    pub fn position(&self) -> Position {
        let mut outbox = self.outbox();
        let report = self.report(&mut outbox);
        let Place { mark, frame } = self.place_of(&report);
        Position {
            at: frame.at(self.score.rate),
            interval: mark,
            rounds: self.rounds_time(mark, report.clock),
            loops: report.loops,
            extra: self.length(report.added.unspent),
            added: self.length(report.added.total),
            activity: report.activity.shown(outbox.paused),
            paused_for: self.length(report.paused_for),
            volume: outbox.volume,
            finished: report.finished,
        }
    }

    /// How the session has gone so far.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let report = self.report.read();
        Progress {
            taken: self.length(report.taken),
            changes: report.changes,
            played: self.report.played.read(self.score.rate),
            rounds_complete: (0..self.score.rounds.len()).map(|n| self.report.rounds.get(n)).collect(),
        }
    }

    /// Sets what is said at the end, at the rate of the score, if the plan is not changed again: `changes` as in
    /// [`Progress`].
    pub fn tell_ending(&self, changes: u64, clip: Clip) {
        self.report.told_ending.add(changes, clip);
    }

    /// The total number of frames rendered, including silence; it stops when nothing pulls frames.
    #[must_use]
    pub fn rendered(&self) -> Frames {
        Frames(self.report.read().rendered)
    }

    /// Whether it is paused, or about to be.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.outbox().paused
    }

    /// Pauses or resumes; after a long pause, the current rep restarts with a count-in.
    pub fn pause(&self, paused: bool) {
        pause(&mut self.outbox(), paused);
    }

    /// Toggles the pause.
    pub fn toggle_pause(&self) {
        let mut outbox = self.outbox();
        let paused = !outbox.paused;
        pause(&mut outbox, paused);
    }

    /// Pauses; resuming is as after a long pause.
    pub fn pause_long(&self) {
        let mut outbox = self.outbox();
        outbox.paused = true;
        outbox.send(Command::Pause { long: true });
    }

    /// Announces that it is still paused.
    pub fn remind_of_pause(&self) {
        self.outbox().send(Command::Remind);
    }

    /// Takes frames that are late out of the following silences.
    pub fn recover_deficit(&self, late: Frames) {
        self.outbox().send(Command::RecoverDeficit(late));
    }

    /// Goes to the next interval; from the last one, to the end.
    pub fn next(&self) {
        let mut outbox = self.outbox();
        let Place { mark, .. } = self.place(&mut outbox);
        outbox.send(self.next_after(mark));
    }

    /// Goes to the start of the interval with this index, or of the last one.
    pub fn go_to(&self, interval: usize) {
        let mark = interval.min(self.score.marks.len().saturating_sub(1));
        let mut outbox = self.outbox();
        let mark = self.score.entered(self.place(&mut outbox).mark, mark);
        outbox.send(Command::Seek(Target { mark, to_hold_point: false }));
    }

    /// Goes to the start of this interval or, soon after it, to the one before.
    pub fn back(&self) {
        let mut outbox = self.outbox();
        let Place { mark, frame } = self.place(&mut outbox);
        let since = frame.at(self.score.rate) - self.score.marks[mark].start.at(self.score.rate);
        let to = if since < BACK_WITHIN { mark.saturating_sub(1) } else { mark };
        let mark = self.score.entered(mark, to);
        outbox.send(Command::Seek(Target { mark, to_hold_point: false }));
    }

    /// Ends an open-ended set, or a rest that waits for the user; returns whether there was one to end.
    pub fn go_on(&self) -> bool {
        let mut outbox = self.outbox();
        let Place { mark: place, frame } = self.place(&mut outbox);
        let mark = &self.score.marks[place];
        // The last of rounds until time is up lasts until then.
        let is_last = self.score.rounds_at(place).is_some_and(|n| self.score.rounds[n].end == place + 1);
        if mark.cycle.is_some() && !is_last {
            outbox.send(self.next_after(place));
        } else if mark.waits && !is_last {
            outbox.send(Command::Release);
            if mark.hold_point.is_some_and(|(hold_point, _)| frame < hold_point) {
                outbox.send(Command::Seek(Target { mark: place, to_hold_point: true }));
            }
        }
        mark.cycle.is_some() || mark.waits
    }

    /// Adds time to an interval that is not work, before its count; returns whether it could.
    pub fn more(&self, time: Duration) -> bool {
        let mut outbox = self.outbox();
        let Place { mark, frame } = self.place(&mut outbox);
        let hold_point = self.score.marks[mark].hold_point.filter(|_| !self.score.marks[mark].waits);
        let Some((hold_point, _)) = hold_point else { return false };
        outbox.send(Command::AddTime(Frames::of(time, self.score.rate)));
        if frame > hold_point {
            outbox.send(Command::Seek(Target { mark, to_hold_point: true }));
        }
        true
    }

    /// Repeats the last instructions, while the session waits.
    pub fn repeat(&self) {
        self.outbox().send(Command::Repeat);
    }

    /// Changes the volume.
    pub fn louder(&self, by: i8) {
        let mut outbox = self.outbox();
        let volume = Volume(outbox.volume.0.saturating_add_signed(by));
        set_volume(&mut outbox, volume);
    }

    /// Sets the volume.
    pub fn set_volume(&self, volume: Volume) {
        set_volume(&mut self.outbox(), volume);
    }

    /// Fades out, and ends.
    pub fn stop(&self) {
        self.outbox().send(Command::Stop);
    }

    /// No operation leaves it half done, so it remains usable after a panic elsewhere.
    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The renderer's report, updated by the commands that it has not applied yet.
    fn report(&self, outbox: &mut Outbox) -> Report {
        let report = self.report.read();
        let unapplied = outbox.unapplied(report.applied);
        unapplied.fold(report, |report, command| report.after(command, &self.score))
    }

    fn place(&self, outbox: &mut Outbox) -> Place {
        self.place_of(&self.report(outbox))
    }

    fn place_of(&self, report: &Report) -> Place {
        let frame = Frames(report.frame);
        Place { mark: self.score.mark_at(frame), frame }
    }

    /// The clock of the rounds that an interval belongs to.
    fn rounds_time(&self, mark: usize, clock: u64) -> Option<RoundsTime> {
        let rounds = &self.score.rounds[self.score.rounds_at(mark)?];
        Some(RoundsTime {
            of: rounds.of,
            start: self.score.marks[rounds.first].start.at(self.score.rate),
            elapsed: self.length(clock),
            time: self.length(rounds.time.0),
        })
    }

    /// The command that goes to the interval after `mark`, or to the end.
    fn next_after(&self, mark: usize) -> Command {
        if mark + 1 < self.score.marks.len() {
            Command::Seek(Target { mark: mark + 1, to_hold_point: false })
        } else {
            Command::Stop
        }
    }

    fn length(&self, frames: u64) -> Duration {
        Frames(frames).at(self.score.rate) - At::ZERO
    }
}

/// Pauses or resumes, unless it already has.
fn pause(outbox: &mut Outbox, paused: bool) {
    if outbox.paused != paused {
        outbox.paused = paused;
        outbox.send(if paused { Command::Pause { long: false } } else { Command::Resume });
    }
}

fn set_volume(outbox: &mut Outbox, volume: Volume) {
    outbox.volume = Volume(volume.0.min(100));
    outbox.send(Command::SetGain(outbox.volume.gain()));
}
