//! Signals: Ctrl-C, SIGTERM and SIGHUP end a session, SIGTSTP halts it. The only file that names `signal-hook`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use crate::platform;

/// Remembers what has come.
#[derive(Debug)]
pub struct Signals {
    /// The last signal that asked the session to end; 0 for none.
    end: Arc<AtomicUsize>,
    /// Whether it was asked to halt.
    halt: Arc<AtomicBool>,
    /// Whether the session is ending already, so that one more signal ends the program at once.
    ending: Arc<AtomicBool>,
}

impl Signals {
    /// `restore_terminal` runs before the program ends at once. From now on such signals no longer end or halt the program by themselves, but for a second SIGINT or SIGTERM, which
    /// ends it at once. Signals that were ignored when the program began stay so, as `nohup` wants it.
    #[must_use]
    pub fn catch(restore_terminal: fn()) -> Signals {
        let signals = Signals { end: Arc::default(), halt: Arc::default(), ending: Arc::default() };
        let ending = [
            SIGINT,
            SIGTERM,
            #[cfg(unix)]
            signal_hook::consts::SIGHUP,
        ];
        let caught: Vec<i32> = ending.into_iter().filter(|signal| !platform::is_ignored(*signal)).collect();
        #[cfg(unix)]
        let is_handled = signals.handle(&caught, restore_terminal).is_ok();
        #[cfg(not(unix))]
        let is_handled = false;
        if !is_handled {
            // Without a thread nobody can give the terminal back: a second signal counts once the session has done so.
            for signal in caught {
                let ending = Arc::clone(&signals.ending);
                // A signal that cannot be caught does what it always did.
                let _ = flag::register_conditional_shutdown(signal, 128 + signal, ending);
                let _ = flag::register_usize(signal, Arc::clone(&signals.end), signal as usize);
            }
        }
        #[cfg(unix)]
        if !platform::is_ignored(signal_hook::consts::SIGTSTP) {
            let _ = flag::register(signal_hook::consts::SIGTSTP, Arc::clone(&signals.halt));
        }
        signals
    }

    /// Waits for signals on a thread of its own, which is there whatever the session is doing.
    #[cfg(unix)]
    fn handle(&self, caught: &[i32], restore_terminal: fn()) -> std::io::Result<()> {
        let mut coming = signal_hook::iterator::Signals::new(caught)?;
        let handle = coming.handle();
        let (end, ending) = (Arc::clone(&self.end), Arc::clone(&self.ending));
        let started = crate::threads::start("signals", move || {
            for signal in coming.forever() {
                if !ending.swap(true, Ordering::Relaxed) {
                    end.store(usize::try_from(signal).unwrap_or_default(), Ordering::Relaxed);
                } else if signal != signal_hook::consts::SIGHUP {
                    // A terminal that is closed sends SIGHUP, and so does its shell: that is no sign of impatience.
                    restore_terminal();
                    end_now(signal);
                }
            }
        });
        if started.is_err() {
            handle.close();
        }
        started
    }

    /// The number of a signal to end that has come.
    #[must_use]
    pub fn end(&self) -> Option<u8> {
        match self.end.load(Ordering::Relaxed) {
            0 => None,
            signal => u8::try_from(signal).ok(),
        }
    }

    /// From now on one more SIGINT or SIGTERM ends the program at once.
    pub fn end_at_once(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Whether a signal to halt has come since this was last asked.
    #[must_use]
    pub fn halt(&self) -> bool {
        self.halt.swap(false, Ordering::Relaxed)
    }

    /// Halts the program, as Ctrl-Z does, until somebody lets it go on. Where there is no such thing, nothing happens.
    pub fn stop_here(&self) {
        #[cfg(unix)]
        // It fails for signals that cannot be; this one can.
        let _ = low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
    }

    /// The number of the signal that Ctrl-C sends.
    pub const INTERRUPT: u8 = 2;
    /// The number of the signal that says that a terminal is gone.
    pub const HANG_UP: u8 = 1;
    /// The number of the signal that says that nobody reads a pipe.
    pub const PIPE: u8 = 13;
}

/// Ends the program, with 128 and the signal as its exit code, and without a word: whatever else would have to be done
/// may be what hangs.
pub(super) fn end_now(signal: i32) -> ! {
    low_level::exit(128 + signal)
}
