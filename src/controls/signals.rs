//! Signals: Ctrl-C, SIGTERM and SIGHUP end a session, SIGTSTP suspends it. The only file that names `signal-hook`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use crate::platform;

/// The signals received.
#[derive(Debug)]
pub struct Signals {
    /// The last signal to end the session; 0 if none.
    end: Arc<AtomicUsize>,
    /// Whether a signal to suspend has arrived.
    suspend: Arc<AtomicBool>,
    /// Whether the session is ending, so that another signal ends the program immediately.
    ending: Arc<AtomicBool>,
}

impl Signals {
    /// From now on, signals do not end or suspend the program, except for a second SIGINT or SIGTERM, which ends it
    /// immediately, after `restore_terminal`. Signals that were ignored when the program started stay ignored, as
    /// `nohup` expects.
    #[must_use]
    pub fn catch(restore_terminal: fn()) -> Signals {
        IS_SESSION.store(true, Ordering::Relaxed);
        let signals = Signals { end: Arc::default(), suspend: Arc::default(), ending: Arc::default() };
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
            // Without a thread nothing can restore the terminal: a second signal counts once the session has restored
            // it.
            for signal in caught {
                let ending = Arc::clone(&signals.ending);
                // A signal that cannot be caught keeps its default action.
                let _ = flag::register_conditional_shutdown(signal, 128 + signal, ending);
                let _ = flag::register_usize(signal, Arc::clone(&signals.end), signal as usize);
            }
        }
        #[cfg(unix)]
        if !platform::is_ignored(signal_hook::consts::SIGTSTP) {
            let _ = flag::register(signal_hook::consts::SIGTSTP, Arc::clone(&signals.suspend));
        }
        signals
    }

    /// Waits for signals on a separate thread, whatever the session is doing.
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
                    // Closing a terminal sends SIGHUP, and so does its shell, so a second SIGHUP is not a second
                    // request.
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

    /// The number of the signal that asked the session to end, if any.
    #[must_use]
    pub fn end(&self) -> Option<u8> {
        match self.end.load(Ordering::Relaxed) {
            0 => None,
            signal => u8::try_from(signal).ok(),
        }
    }

    /// From now on another SIGINT or SIGTERM ends the program immediately.
    pub fn end_at_once(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Whether a signal to suspend has arrived since the last call.
    #[must_use]
    pub fn suspend_requested(&self) -> bool {
        self.suspend.swap(false, Ordering::Relaxed)
    }

    /// Suspends the program until it is continued, as Ctrl-Z does. Does nothing on systems without job control.
    pub fn suspend_program(&self) {
        suspend_program();
    }

    /// SIGINT, which Ctrl-C sends.
    pub const INTERRUPT: u8 = 2;
    /// SIGHUP, which reports that the terminal is gone.
    pub const HANG_UP: u8 = 1;
    /// SIGPIPE, which reports that a pipe has no reader.
    pub const PIPE: u8 = 13;
}

/// Whether a session catches the signals.
static IS_SESSION: AtomicBool = AtomicBool::new(false);

/// From now on until a session catches signals, those that end the program restore the terminal first.
pub fn restore_at_end(restore_terminal: fn()) {
    #[cfg(unix)]
    {
        let ending = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
        let caught: Vec<i32> = ending.into_iter().filter(|signal| !platform::is_ignored(*signal)).collect();
        let Ok(mut coming) = signal_hook::iterator::Signals::new(&caught) else { return };
        let handle = coming.handle();
        let started = crate::threads::start("signals", move || {
            for signal in coming.forever() {
                if !IS_SESSION.load(Ordering::Relaxed) {
                    restore_terminal();
                    // This fails only for signals that it does not know.
                    let _ = low_level::emulate_default_handler(signal);
                }
            }
        });
        if started.is_err() {
            // Without the thread nobody would obey them.
            for signal in caught {
                let _ = flag::register_conditional_default(signal, Arc::new(AtomicBool::new(true)));
            }
            handle.close();
        }
    }
    #[cfg(not(unix))]
    let _ = restore_terminal;
}

/// Suspends the program until it is continued, as Ctrl-Z does. Does nothing on systems without job control.
pub(super) fn suspend_program() {
    #[cfg(unix)]
    // This fails only for invalid signals; SIGTSTP is valid.
    let _ = low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// Exits with 128 plus the signal's number, without any message: any further work may be what hangs.
pub(super) fn end_now(signal: i32) -> ! {
    low_level::exit(128 + signal)
}
