//! Keeps ALSA's own messages off the screen: without a sound card it writes twenty lines to stderr. The only file that
//! names `alsa`.

use std::cell::RefCell;
use std::rc::Rc;

/// Suppresses ALSA's messages on this thread while it exists.
pub(super) struct SuppressAlsaErrors(Option<Rc<RefCell<alsa::Output>>>);

impl SuppressAlsaErrors {
    pub(super) fn new() -> SuppressAlsaErrors {
        SuppressAlsaErrors(alsa::Output::local_error_handler().ok())
    }

    /// The messages suppressed so far.
    pub(super) fn messages(&self) -> Option<String> {
        let output = self.0.as_ref()?.try_borrow().ok()?;
        let said = output.buffer_string(|bytes| String::from_utf8_lossy(bytes).into_owned());
        said.lines().last().map(|line| line.trim().to_owned())
    }
}
