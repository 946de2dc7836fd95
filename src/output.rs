//! Where the sound goes: a device, the silent clock, or a file. Each pulls frames out of a [`Renderer`].

#[cfg(target_os = "linux")]
mod alsa_messages;
pub mod device;
pub mod file;
pub mod latency;
pub mod names;
pub mod search;
#[cfg(target_os = "linux")]
mod server;
pub mod silent;
pub mod supervisor;
pub mod trouble;
pub mod watch;

use std::sync::{Arc, Mutex};

use crate::player::Renderer;
use crate::time::Frames;
use device::Device;
use latency::Latency;
use silent::Silent;
use trouble::Trouble;

/// A renderer that outlives the stream that plays it. It is locked for a block at a time, and on the
/// audio thread never waited for: where another still holds it, the block is silence.
pub type SharedRenderer = Arc<Mutex<Renderer>>;

/// Which device is to play, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceRequest {
    /// Its name, or a part of it that no other device has; `None` for the default one.
    pub name: Option<String>,
    /// How much it holds.
    pub latency: Latency,
}

/// Something that plays in real time.
#[derive(Debug)]
pub enum Output {
    /// A sound device.
    Device(Device),
    /// No sound: the same session by the computer's own clock.
    Silent(Silent),
    /// Nobody asks for frames, so time stands still.
    Disconnected,
}

/// Frames a second where no device has its own.
pub const SILENT_RATE: u32 = 48_000;

impl Output {
    /// Opens a device; without one, the silent clock, and why.
    #[must_use]
    pub fn open(request: &DeviceRequest) -> (Output, Option<Trouble>) {
        match Device::open(request) {
            Ok(device) => (Output::Device(device), None),
            Err(why) => (Output::Silent(Silent::new()), Some(why)),
        }
    }

    /// The frames a second that it wants.
    #[must_use]
    pub fn rate(&self) -> u32 {
        match self {
            Output::Device(device) => device.rate(),
            Output::Silent(_) | Output::Disconnected => SILENT_RATE,
        }
    }

    /// The most frames that it takes before they are heard. A device that has just been opened has taken so many of
    /// silence.
    #[must_use]
    pub fn holds(&self) -> Frames {
        match self {
            Output::Device(device) => device.holds(),
            Output::Silent(_) | Output::Disconnected => Frames(0),
        }
    }

    /// Begins to play.
    pub fn play(&mut self, renderer: &SharedRenderer) {
        match self {
            Output::Device(device) => device.play(Arc::clone(renderer)),
            Output::Silent(silent) => silent.play(Arc::clone(renderer)),
            Output::Disconnected => {}
        }
    }

    /// Makes what is due, for an output that has no thread that does so.
    pub fn tick(&mut self) {
        if let Output::Silent(silent) = self {
            silent.tick();
        }
    }

    /// Lets go of what plays, and does not wait until it is closed: then nothing plays.
    pub fn detach(&mut self) {
        if let Output::Device(device) = std::mem::replace(self, Output::Disconnected) {
            device.detach();
        }
    }
}
