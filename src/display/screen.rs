//! A display on a separate thread: if the terminal blocks (a connection that hangs), the session continues.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TrySendError};
use std::thread;
use std::time::Duration;

use super::Display;
use crate::player::Position;
use crate::threads;
use crate::timeline::Timeline;

/// How long the end waits for a terminal that blocks.
const PATIENCE: Duration = Duration::from_secs(1);

/// A message to the display thread.
#[derive(Debug)]
enum Order {
    Show(Position, bool),
    Say(String),
    /// Instructions that nothing speaks.
    Instruct(String),
    /// A message about a command that leads to an interval.
    Lead(String),
    /// Show or hide the keys.
    ToggleKeys,
    /// Change between the full view and the bars.
    Change,
    /// Suspend the display; confirms when done.
    Suspend(Sender<()>),
    End,
}

/// The handle of a display.
#[derive(Debug)]
pub struct Screen {
    orders: SyncSender<Order>,
    /// Closed when the display has ended.
    ended: Receiver<()>,
    /// The display itself, if no thread could be started for it.
    direct: Option<(Display, Arc<Timeline>)>,
    /// Messages that do not fit into the channel yet.
    unsaid: VecDeque<Order>,
    /// Whether each interval has its own line.
    pub has_lines: bool,
}

impl Screen {
    /// Starts displaying a timeline.
    #[must_use]
    pub fn begin(display: Display, timeline: Arc<Timeline>) -> Screen {
        // One message in progress, one waiting: older ones are useless.
        let (orders, received) = mpsc::sync_channel(2);
        let (end, ended) = mpsc::channel();
        let has_lines = matches!(display, Display::Lines(_));
        let shown = Arc::clone(&timeline);
        let started = threads::start_with("screen", display, move |mut display| {
            let _end: Sender<()> = end;
            for order in received {
                obey(order, &mut display, &shown);
            }
        });
        let direct = started.err().map(|display| (display, timeline));
        Screen { orders, ended, direct, unsaid: VecDeque::new(), has_lines }
    }

    /// Sends a message if the channel has room.
    fn give(&mut self, order: Order) -> Result<(), TrySendError<Order>> {
        match &mut self.direct {
            Some((display, timeline)) => obey(order, display, timeline),
            None => return self.orders.try_send(order),
        }
        Ok(())
    }

    /// Shows the position; `held` if the session waits for its lost device.
    pub fn show(&mut self, position: &Position, held: bool) {
        while let Some(order) = self.unsaid.pop_front() {
            if let Err(TrySendError::Full(order)) = self.give(order) {
                self.unsaid.push_front(order);
                return;
            }
        }
        // If the display is behind, the next position replaces this one.
        let _ = self.give(Order::Show(*position, held));
    }

    /// Shows a message.
    pub fn say(&mut self, words: &str) {
        self.in_turn(Order::Say(words.to_owned()));
    }

    /// Shows instructions that nothing speaks.
    pub fn instruct(&mut self, words: &str) {
        self.in_turn(Order::Instruct(words.to_owned()));
    }

    /// Shows or hides the keys.
    pub fn toggle_keys(&mut self) {
        self.in_turn(Order::ToggleKeys);
    }

    /// Changes between the full view and the bars.
    pub fn change(&mut self) {
        self.in_turn(Order::Change);
    }

    /// Shows a message about a command that leads to an interval, which is shown next; only lines show it.
    pub fn lead(&mut self, words: &str) {
        if self.has_lines {
            self.in_turn(Order::Lead(words.to_owned()));
        }
    }

    /// Sends a message after those that wait.
    fn in_turn(&mut self, order: Order) {
        if !self.unsaid.is_empty() {
            self.unsaid.push_back(order);
        } else if let Err(TrySendError::Full(order)) = self.give(order) {
            self.unsaid.push_back(order);
        }
    }

    /// Suspends the display while another program uses the screen.
    pub fn suspend(&mut self) {
        let (done, wait) = mpsc::channel();
        self.insist(Order::Suspend(done));
        let _ = wait.recv_timeout(PATIENCE);
    }

    /// Ends the display after all pending messages.
    pub fn end(mut self, last: Option<&str>) {
        for order in std::mem::take(&mut self.unsaid) {
            self.insist(order);
        }
        self.insist(Order::End);
        if let Some(words) = last {
            self.insist(Order::Say(words.to_owned()));
        }
        drop(self.orders);
        let _ = self.ended.recv_timeout(PATIENCE);
    }

    /// Sends a message that must not be lost, unless the terminal blocks for too long.
    fn insist(&mut self, mut order: Order) {
        for _ in 0..PATIENCE.as_millis() / 10 {
            match self.give(order) {
                Err(TrySendError::Full(back)) => order = back,
                _ => return,
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn obey(order: Order, display: &mut Display, timeline: &Timeline) {
    match order {
        Order::Show(position, held) => display.show(timeline, &position, held),
        Order::Say(words) => display.say(&words),
        Order::Instruct(words) => display.instruct(&words),
        Order::Lead(words) => display.lead(&words),
        Order::ToggleKeys => display.toggle_keys(),
        Order::Change => display.change(),
        Order::Suspend(done) => {
            display.suspend();
            // The caller may have stopped waiting.
            let _ = done.send(());
        }
        Order::End => display.end(),
    }
}
