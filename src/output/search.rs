//! Searches for a lost device on a separate thread: opening one can block forever, and then no other is tried. A device
//! that opens may still play nothing or at the wrong speed, so it is tested first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::DeviceRequest;
use super::device::Device;
use super::watch::Trial;
use crate::threads;

/// The time between two attempts if there is no device.
const EACH: Duration = Duration::from_millis(500);
/// The longest wait before a device that failed its trial is tried again.
const LONGEST: Duration = Duration::from_secs(8);
/// How often a device on trial is checked.
const LOOK: Duration = Duration::from_millis(20);

/// A search that continues until it is dropped.
#[derive(Debug)]
pub struct Search {
    request: DeviceRequest,
    /// `None` while no thread can be started for it.
    found: Option<Receiver<Device>>,
    /// When starting a thread was last tried.
    asked: Instant,
    ended: Arc<AtomicBool>,
}

impl Search {
    /// Starts to search for a device.
    #[must_use]
    pub fn begin(request: DeviceRequest) -> Search {
        let ended = Arc::new(AtomicBool::new(false));
        let found = start(request.clone(), Arc::clone(&ended));
        Search { request, found, asked: Instant::now(), ended }
    }

    /// The device, once it is available and keeps pace.
    pub fn found(&mut self) -> Option<Device> {
        if self.found.is_none() && self.asked.elapsed() > EACH {
            self.asked = Instant::now();
            self.found = start(self.request.clone(), Arc::clone(&self.ended));
        }
        self.found.as_ref()?.try_recv().ok()
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

fn start(request: DeviceRequest, is_over: Arc<AtomicBool>) -> Option<Receiver<Device>> {
    let (sender, found) = mpsc::channel();
    let search = move || {
        let mut pause = EACH;
        while !is_over.load(Ordering::Relaxed) {
            let Ok(mut device) = Device::open_in_time(&request) else {
                thread::sleep(EACH);
                pause = EACH;
                continue;
            };
            if keeps_pace(&mut device, &is_over) {
                // If the search was dropped, the device is closed again.
                return drop(sender.send(device));
            }
            device.close_in_time();
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST);
        }
    };
    threads::start("search", search).ok().map(|()| found)
}

/// Whether a device takes silence at its pace for a while.
fn keeps_pace(device: &mut Device, is_over: &AtomicBool) -> bool {
    device.play_silence();
    let (begun, mut trial) = (Instant::now(), Trial::new(device.rate()));
    while !is_over.load(Ordering::Relaxed) && !device.is_broken() {
        if let Some(passed) = trial.look(begun.elapsed(), device.taken()) {
            return passed;
        }
        thread::sleep(LOOK);
    }
    false
}
