//! Signals that end a session: Ctrl-C, SIGTERM, SIGHUP. The only file that names `signal-hook`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Remembers the last signal that asked the session to end.
#[derive(Debug)]
pub struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// From now on such signals no longer end the program by themselves.
    #[must_use]
    pub fn catch() -> Signals {
        let last = Arc::new(AtomicUsize::new(0));
        let signals = [
            SIGINT,
            SIGTERM,
            #[cfg(unix)]
            signal_hook::consts::SIGHUP,
        ];
        for signal in signals {
            // Where a signal cannot be caught it ends the program, as it always did.
            let _ = flag::register_usize(signal, Arc::clone(&last), signal as usize);
        }
        Signals(last)
    }

    /// The number of a signal that has come.
    #[must_use]
    pub fn come(&self) -> Option<u8> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            signal => u8::try_from(signal).ok(),
        }
    }

    /// The number of the signal that Ctrl-C sends.
    pub const INTERRUPT: u8 = 2;
}
