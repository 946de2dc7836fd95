//! Keeps ALSA's own messages off the screen: on a machine without a card it writes twenty lines to stderr.
//! The only file that names `alsa`.

use std::cell::RefCell;
use std::rc::Rc;

/// While it lives, ALSA is quiet on this thread.
pub(super) struct SuppressAlsaErrors(Option<Rc<RefCell<alsa::Output>>>);

impl SuppressAlsaErrors {
    pub(super) fn new() -> SuppressAlsaErrors {
        SuppressAlsaErrors(alsa::Output::local_error_handler().ok())
    }

    /// What ALSA has said since.
    pub(super) fn heard(&self) -> Option<String> {
        let output = self.0.as_ref()?.try_borrow().ok()?;
        let said = output.buffer_string(|bytes| String::from_utf8_lossy(bytes).into_owned());
        said.lines().last().map(|line| line.trim().to_owned())
    }
}
