//! Signals: Ctrl-C, SIGTERM and SIGHUP end a session, SIGTSTP halts it. The only file that names `signal-hook`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Remembers what has come.
#[derive(Debug)]
pub struct Signals {
    /// The last signal that asked the session to end.
    end: Arc<AtomicUsize>,
    /// Whether it was asked to halt.
    halt: Arc<AtomicBool>,
}

impl Signals {
    /// From now on such signals no longer end or halt the program by themselves.
    #[must_use]
    pub fn catch() -> Signals {
        let signals = Signals { end: Arc::default(), halt: Arc::default() };
        let ending = [
            SIGINT,
            SIGTERM,
            #[cfg(unix)]
            signal_hook::consts::SIGHUP,
        ];
        // Where a signal cannot be caught it does what it always did.
        for signal in ending {
            let _ = flag::register_usize(signal, Arc::clone(&signals.end), signal as usize);
        }
        #[cfg(unix)]
        let _ = flag::register(signal_hook::consts::SIGTSTP, Arc::clone(&signals.halt));
        signals
    }

    /// The number of a signal to end that has come.
    #[must_use]
    pub fn end(&self) -> Option<u8> {
        match self.end.load(Ordering::Relaxed) {
            0 => None,
            signal => u8::try_from(signal).ok(),
        }
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
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
    }

    /// The number of the signal that Ctrl-C sends.
    pub const INTERRUPT: u8 = 2;
    /// The number of the signal that says that a terminal is gone.
    pub const HANG_UP: u8 = 1;
    /// The number of the signal that says that nobody reads a pipe.
    pub const PIPE: u8 = 13;
}
