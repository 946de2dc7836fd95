//! The sending side of the queue of commands.

use std::collections::VecDeque;
use std::mem::discriminant;

use crate::player::Volume;
use crate::player::command::{Command, CommandSender};
use crate::time::Frames;

/// The commands sent to the renderer, including those that it may not have applied yet.
///
/// It is behind a mutex that only controlling threads lock, never the audio thread.
///
/// If the queue is full, commands wait here until there is room, and none is lost. For each kind only the last command
/// waits, and times are added up: so at most one of each kind is waiting.
#[derive(Debug)]
pub(in crate::player) struct Outbox {
    sender: CommandSender,
    /// The number of commands sent to the queue.
    sent: u64,
    /// The sent commands that are not known to be applied, oldest first.
    unapplied: VecDeque<Command>,
    /// Commands that the queue has no room for.
    waiting: Vec<Command>,
    /// Whether the last request was to pause.
    pub paused: bool,
    /// The last requested volume.
    pub volume: Volume,
    /// Whether the music was last turned on.
    pub music: bool,
}

impl Outbox {
    pub(in crate::player) fn new(sender: CommandSender, volume: Volume) -> Outbox {
        let (unapplied, waiting) = (VecDeque::new(), Vec::new());
        Outbox { sender, sent: 0, unapplied, waiting, paused: false, volume, music: true }
    }

    /// Sends a command as soon as there is room.
    pub(super) fn send(&mut self, command: Command) {
        self.send_waiting();
        if !self.waiting.is_empty() || !self.try_send(command) {
            self.wait(command);
        }
    }

    /// Sends waiting commands as far as there is room.
    fn send_waiting(&mut self) {
        while let Some(command) = self.waiting.first().copied()
            && self.try_send(command)
        {
            self.waiting.remove(0);
        }
    }

    fn try_send(&mut self, command: Command) -> bool {
        let is_sent = self.sender.try_send(command);
        if is_sent {
            self.sent += 1;
            self.unapplied.push_back(command);
        }
        is_sent
    }

    /// Queues a command until there is room, replacing those that it makes superfluous.
    fn wait(&mut self, command: Command) {
        let same = |other: &Command| discriminant(other) == discriminant(&command);
        match (self.waiting.iter_mut().find(|other| same(other)), command) {
            (Some(Command::AddTime(all)), Command::AddTime(more))
            | (Some(Command::RecoverDeficit(all)), Command::RecoverDeficit(more)) => {
                *all = Frames(all.0.saturating_add(more.0));
            }
            _ => {
                self.waiting.retain(|other| !same(other) && !is_undone(*other, command));
                self.waiting.push(command);
            }
        }
    }

    /// The commands that have not been applied, in order, given that the first `applied` have been.
    pub(super) fn unapplied(&mut self, applied: u64) -> impl Iterator<Item = Command> {
        self.send_waiting();
        let known = self.sent - self.unapplied.len() as u64;
        let done = usize::try_from(applied.saturating_sub(known)).unwrap_or(usize::MAX);
        self.unapplied.drain(..done.min(self.unapplied.len()));
        self.unapplied.iter().chain(&self.waiting).copied()
    }
}

/// Whether a command cancels an earlier one: a skip also cancels added time.
fn is_undone(earlier: Command, later: Command) -> bool {
    let is_skip = |command| matches!(command, Command::Seek(target) if !target.to_hold_point);
    matches!(earlier, Command::AddTime(_)) && is_skip(later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::command::{Target, command_queue};

    fn seek(mark: usize, to_hold_point: bool) -> Command {
        Command::Seek(Target { mark, to_hold_point })
    }

    fn unapplied(outbox: &mut Outbox, applied: u64) -> Vec<Command> {
        outbox.unapplied(applied).collect()
    }

    #[test]
    fn commands_are_known_until_they_are_applied() {
        let (sender, mut receiver) = command_queue();
        let mut outbox = Outbox::new(sender, Volume::default());
        let commands = [Command::Repeat, seek(1, false), Command::Resume];
        for command in commands {
            outbox.send(command);
        }
        assert_eq!(unapplied(&mut outbox, 0), commands);
        assert_eq!(receiver.try_receive(), Some(Command::Repeat));
        assert_eq!(unapplied(&mut outbox, 0), commands, "it is taken, and not yet applied");
        assert_eq!(unapplied(&mut outbox, 2), commands[2..]);
        assert_eq!(unapplied(&mut outbox, 2), commands[2..]);
        assert_eq!(unapplied(&mut outbox, 3), []);
    }

    #[test]
    fn of_what_has_no_room_the_last_of_each_kind_waits_and_times_add_up() {
        let (sender, mut receiver) = command_queue();
        let mut outbox = Outbox::new(sender, Volume::default());
        let mut sent = 0;
        while outbox.waiting.is_empty() {
            outbox.send(Command::SetGain(0.0));
            sent += 1;
        }
        let more = |frames| Command::AddTime(Frames(frames));
        for n in 0..1_000 {
            outbox.send(Command::SetGain(n as f32));
        }
        let commands = [
            more(1),
            seek(3, true),
            more(2),
            Command::Pause { long: true },
            Command::Resume,
            Command::Pause { long: false },
            Command::RecoverDeficit(Frames(3)),
            Command::RecoverDeficit(Frames(4)),
        ];
        for command in commands {
            outbox.send(command);
        }
        let expected = [
            Command::SetGain(999.0),
            more(3),
            seek(3, true),
            Command::Resume,
            Command::Pause { long: false },
            Command::RecoverDeficit(Frames(7)),
        ];
        assert_eq!(outbox.waiting, expected);
        outbox.send(seek(4, false));
        assert!(!outbox.waiting.contains(&more(3)), "a skip forgets it");
        outbox.send(more(9));
        // Once there is room, all of them are sent.
        let waiting = outbox.waiting.clone();
        let mut received = Vec::new();
        for _ in 0..2 {
            received.extend(std::iter::from_fn(|| receiver.try_receive()));
            outbox.send_waiting();
        }
        assert_eq!(received.len(), sent - 1 + waiting.len());
        assert_eq!(received[sent - 1..], waiting);
        assert_eq!(unapplied(&mut outbox, received.len() as u64), []);
    }
}
