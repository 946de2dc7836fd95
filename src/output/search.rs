//! The search for a device that was lost: twice a second, on a thread of its own, for opening one can take long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::Wanted;
use super::device::Device;

/// How often it looks.
const EACH: Duration = Duration::from_millis(500);

/// A search that goes on until it is dropped.
#[derive(Debug)]
pub struct Search {
    found: Receiver<Device>,
    ended: Arc<AtomicBool>,
}

impl Search {
    /// Looks for a device.
    #[must_use]
    pub fn begin(wanted: Wanted) -> Search {
        let (tell, found) = mpsc::channel();
        let ended = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&ended);
        thread::spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                match Device::open(&wanted) {
                    // Where nobody waits for it any more, the device is closed again.
                    Ok(device) => return drop(tell.send(device)),
                    Err(_) => thread::sleep(EACH),
                }
            }
        });
        Search { found, ended }
    }

    /// The device, once it is there.
    pub fn found(&self) -> Option<Device> {
        self.found.try_recv().ok()
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}
