//! A display on a thread of its own: where a terminal takes nothing (a connection that hangs), the session goes on.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TrySendError};
use std::thread;
use std::time::Duration;

use super::Display;
use crate::player::Position;
use crate::threads;
use crate::timeline::Timeline;

/// How long the end waits for a terminal that takes nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What there is to show.
#[derive(Debug)]
enum Order {
    Show(Position, bool),
    Say(String),
    /// What somebody has done that leads to an interval.
    Lead(String),
    /// Nothing for a while; the other side is told when it is so.
    Halt(Sender<()>),
    End,
}

/// The way to a display.
#[derive(Debug)]
pub struct Screen {
    orders: SyncSender<Order>,
    /// Closed when the display has ended.
    ended: Receiver<()>,
    /// The display, if no thread could be started for it.
    direct: Option<(Display, Arc<Timeline>)>,
    /// What could not be said yet.
    unsaid: VecDeque<Order>,
    /// Whether each interval has a line of its own.
    pub has_lines: bool,
}

impl Screen {
    /// A display of a timeline.
    #[must_use]
    pub fn begin(display: Display, timeline: Arc<Timeline>) -> Screen {
        // One to be shown, one that waits: what is older than that is of no use.
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

    /// Gives an order, if there is room for one.
    fn give(&mut self, order: Order) -> Result<(), TrySendError<Order>> {
        match &mut self.direct {
            Some((display, timeline)) => obey(order, display, timeline),
            None => return self.orders.try_send(order),
        }
        Ok(())
    }

    /// Shows where the session is, and whether it is held because its device is lost.
    pub fn show(&mut self, position: &Position, held: bool) {
        while let Some(order) = self.unsaid.pop_front() {
            if let Err(TrySendError::Full(order)) = self.give(order) {
                self.unsaid.push_front(order);
                return;
            }
        }
        // A display that has not shown the last one shows the next one instead.
        let _ = self.give(Order::Show(*position, held));
    }

    /// Says something that is not part of the session, above it.
    pub fn say(&mut self, words: &str) {
        self.in_turn(Order::Say(words.to_owned()));
    }

    /// Says what somebody has done that leads to an interval, which is shown next; only lines say it.
    pub fn lead(&mut self, words: &str) {
        if self.has_lines {
            self.in_turn(Order::Lead(words.to_owned()));
        }
    }

    /// Gives an order after those that wait.
    fn in_turn(&mut self, order: Order) {
        if !self.unsaid.is_empty() {
            self.unsaid.push_back(order);
        } else if let Err(TrySendError::Full(order)) = self.give(order) {
            self.unsaid.push_back(order);
        }
    }

    /// Shows nothing for a while: somebody else has the screen.
    pub fn halt(&mut self) {
        let (done, wait) = mpsc::channel();
        self.insist(Order::Halt(done));
        let _ = wait.recv_timeout(PATIENCE);
    }

    /// Shows nothing more, but for what is still to be said.
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

    /// Gives an order that is not to be lost, unless nothing is taken any more.
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
        Order::Lead(words) => display.lead(&words),
        Order::Halt(done) => {
            display.halt();
            // Whoever asked may have lost patience.
            let _ = done.send(());
        }
        Order::End => display.end(),
    }
}
