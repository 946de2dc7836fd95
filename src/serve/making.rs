//! Sessions that are made on demand: each once, one after the other, on one thread, and kept while the server runs.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::threads;

/// The most bytes of files that are kept. What was not used for the longest time is dropped first.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// What is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Order {
    /// The name of the routine.
    pub name: String,
    /// The ending of the file's format.
    pub ending: &'static str,
    /// A number that changes with the routine.
    pub version: u64,
}

/// A session as a file.
#[derive(Debug)]
pub struct Made {
    /// The file. It has no name, so that it is gone when the program is, however that ends.
    pub file: Arc<File>,
    /// Its length in bytes.
    pub length: u64,
    /// The page that plays it. Its sound is at the address of the file.
    pub page: String,
}

/// A stage of the work, and how much of it is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// Other sessions come first; how many.
    Waiting(usize),
    /// The phrases are generated: how many of how many.
    Speaking(usize, usize),
    /// The loudness is measured: the part that is done, from 0 to 1.
    Measuring(f64),
    /// The file is written: the part that is done, from 0 to 1.
    Writing(f64),
}

impl Progress {
    /// The part of the whole work that is done, from 0 to 1, roughly.
    #[must_use]
    pub fn part(self) -> f64 {
        match self {
            Progress::Waiting(_) => 0.0,
            Progress::Speaking(done, all) => 0.4 * done as f64 / all.max(1) as f64,
            Progress::Measuring(part) => 0.4 + 0.2 * part,
            Progress::Writing(part) => 0.6 + 0.4 * part,
        }
    }
}

/// How far an order is.
#[derive(Debug, Clone)]
pub enum State {
    /// It is not done yet.
    Underway(Progress),
    /// It is done.
    Made(Arc<Made>),
    /// It failed; why, as lines of text.
    Failed(String),
}

/// Makes a session, and reports on the way.
pub type Make = dyn Fn(&Order, &(dyn Fn(Progress) + Sync)) -> Result<Made, String> + Send + Sync;

/// Everything that was ordered.
pub struct Workshop {
    shared: Mutex<Shared>,
    changed: Condvar,
    make: Box<Make>,
}

#[derive(Default)]
struct Shared {
    orders: HashMap<Order, Entry>,
    queue: VecDeque<Order>,
    /// Whether there is a thread that works.
    is_working: bool,
    /// Counts uses.
    uses: u64,
}

struct Entry {
    state: State,
    /// The number of its last use.
    used: u64,
}

impl Workshop {
    /// A workshop in which nothing is made yet.
    #[must_use]
    pub fn new(make: Box<Make>) -> Arc<Workshop> {
        Arc::new(Workshop { shared: Mutex::default(), changed: Condvar::new(), make })
    }

    /// Orders a session, unless it was ordered before, and waits for at most `time` until it is done. A failure is
    /// reported once; the next order tries again.
    #[must_use]
    pub fn order(self: &Arc<Workshop>, order: &Order, time: Duration) -> State {
        let begun = Instant::now();
        let mut shared = self.shared();
        if !shared.orders.contains_key(order) {
            shared
                .orders
                .insert(order.clone(), Entry { state: State::Underway(Progress::Waiting(0)), used: 0 });
            shared.queue.push_back(order.clone());
        }
        if !shared.is_working {
            let shop = Arc::clone(self);
            if let Err(error) = threads::start("make", move || shop.work()) {
                return State::Failed(format!("error: {error}"));
            }
            shared.is_working = true;
        }
        loop {
            let state = shared.state(order);
            let left = time.saturating_sub(begun.elapsed());
            match state {
                State::Failed(_) => {
                    shared.orders.remove(order);
                    return state;
                }
                State::Underway(_) if !left.is_zero() => {
                    let waited = self.changed.wait_timeout(shared, left);
                    shared = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                _ => return state,
            }
        }
    }

    /// Makes what is ordered, until nothing is left.
    fn work(&self) {
        while let Some(order) = self.next() {
            let report = |progress| self.shared().set(&order, State::Underway(progress));
            report(Progress::Speaking(0, 1));
            let made =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (self.make)(&order, &report)));
            let state = match made {
                Ok(Ok(made)) => State::Made(Arc::new(made)),
                Ok(Err(why)) => State::Failed(why),
                Err(_) => State::Failed("error: something went wrong".to_owned()),
            };
            let mut shared = self.shared();
            shared.set(&order, state);
            shared.drop_old(&order, MOST_BYTES);
            self.changed.notify_all();
        }
    }

    fn next(&self) -> Option<Order> {
        let mut shared = self.shared();
        let order = shared.queue.pop_front();
        shared.is_working = order.is_some();
        order
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// How far an order is, which counts as a use of it.
    fn state(&mut self, order: &Order) -> State {
        let place = self.queue.iter().position(|other| other == order);
        self.uses += 1;
        match (place, self.orders.get_mut(order)) {
            (Some(place), _) => State::Underway(Progress::Waiting(place + 1)),
            (None, Some(entry)) => {
                entry.used = self.uses;
                entry.state.clone()
            }
            // It was dropped to make room for another one.
            (None, None) => State::Underway(Progress::Waiting(0)),
        }
    }

    fn set(&mut self, order: &Order, state: State) {
        if let Some(entry) = self.orders.get_mut(order) {
            entry.state = state;
        }
    }

    /// Drops finished sessions until at most `most` bytes are left: older versions of this one at once, then others. A
    /// download that is under way keeps its file.
    fn drop_old(&mut self, newest: &Order, most: u64) {
        let is_older = |order: &Order| {
            order.name == newest.name && order.ending == newest.ending && order.version != newest.version
        };
        self.orders.retain(|order, entry| !(is_older(order) && matches!(entry.state, State::Made(_))));
        loop {
            let made = self.orders.iter().filter_map(|(order, entry)| match &entry.state {
                State::Made(made) => Some((order, entry.used, made.length)),
                _ => None,
            });
            let made: Vec<_> = made.collect();
            if made.iter().map(|(_, _, length)| length).sum::<u64>() <= most {
                return;
            }
            let oldest = made.iter().filter(|(order, ..)| *order != newest).min_by_key(|(_, used, _)| *used);
            let Some(oldest) = oldest.map(|(order, ..)| (*order).clone()) else { return };
            self.orders.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn order(name: &str) -> Order {
        Order { name: name.to_owned(), ending: "m4a", version: 1 }
    }

    fn made(length: u64) -> Made {
        Made { file: Arc::new(tempfile::tempfile().unwrap()), length, page: String::new() }
    }

    #[test]
    fn what_is_ordered_by_many_is_made_once() {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let shop = Workshop::new(Box::new(move |_, _| {
            counted.fetch_add(1, SeqCst);
            Ok(made(10))
        }));
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| assert!(matches!(shop.order(&order("a"), LONG), State::Made(_))));
            }
        });
        assert_eq!(count.load(SeqCst), 1);
        assert!(matches!(shop.order(&Order { version: 2, ..order("a") }, LONG), State::Made(_)));
        assert_eq!(count.load(SeqCst), 2, "a changed routine is made again");
        assert_eq!(shop.shared().orders.len(), 1, "the version before is dropped");
    }

    #[test]
    fn one_is_made_at_a_time_and_others_wait() {
        let (go, gone) = mpsc::channel::<()>();
        let gone = Mutex::new(gone);
        let shop = Workshop::new(Box::new(move |_, report| {
            report(Progress::Speaking(1, 2));
            gone.lock().unwrap().recv().unwrap();
            Ok(made(10))
        }));
        let now = |name: &str| shop.order(&order(name), Duration::ZERO);
        while !matches!(now("a"), State::Underway(Progress::Speaking(1, 2))) {
            std::thread::yield_now();
        }
        assert!(matches!(now("b"), State::Underway(Progress::Waiting(1))));
        assert!(matches!(now("c"), State::Underway(Progress::Waiting(2))));
        for _ in 0..3 {
            go.send(()).unwrap();
        }
        for name in ["c", "b", "a"] {
            assert!(matches!(shop.order(&order(name), LONG), State::Made(_)), "{name}");
        }
    }

    #[test]
    fn a_failure_is_reported_and_the_next_order_tries_again() {
        let count = AtomicUsize::new(0);
        let shop = Workshop::new(Box::new(move |_, _| match count.fetch_add(1, SeqCst) {
            0 => Err("error: no".to_owned()),
            1 => panic!("on purpose"),
            _ => Ok(made(10)),
        }));
        assert!(matches!(shop.order(&order("a"), LONG), State::Failed(why) if why == "error: no"));
        assert!(matches!(shop.order(&order("a"), LONG), State::Failed(_)));
        assert!(matches!(shop.order(&order("a"), LONG), State::Made(_)));
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_is_dropped_first() {
        let mut shared = Shared::default();
        for (name, used, length) in [("a", 3, 40), ("b", 1, 30), ("c", 2, 20), ("d", 4, 50)] {
            shared.orders.insert(order(name), Entry { state: State::Made(Arc::new(made(length))), used });
        }
        let mut left = |most| {
            shared.drop_old(&order("d"), most);
            let mut names: Vec<String> = shared.orders.keys().map(|order| order.name.clone()).collect();
            names.sort();
            names.concat()
        };
        assert_eq!(left(140), "abcd");
        assert_eq!(left(139), "acd");
        assert_eq!(left(100), "ad");
        assert_eq!(left(1), "d", "the newest stays");
    }
}
