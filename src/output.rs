//! Where the sound goes: a device, the silent clock, or a file. Each pulls frames from a [`Renderer`].

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

/// A renderer that outlives the stream that plays it. It is locked for one block at a time. The audio thread never
/// waits for the lock: if another thread holds it, the block is silence.
pub type SharedRenderer = Arc<Mutex<Renderer>>;

/// The device to play on, and its settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceRequest {
    /// Its name, or a unique part of it; `None` for the default device.
    pub name: Option<String>,
    /// The length of its buffer.
    pub latency: Latency,
}

/// Something that plays in real time.
#[derive(Debug)]
pub enum Output {
    /// A sound device.
    Device(Device),
    /// No sound: the same session, timed by the computer's clock.
    Silent(Silent),
    /// Nothing pulls frames, so time stands still.
    Disconnected,
}

/// The sample rate without a device, in hertz.
pub const SILENT_RATE: u32 = 48_000;

impl Output {
    /// Opens a device; if there is none, returns the silent clock and the reason.
    #[must_use]
    pub fn open(request: &DeviceRequest) -> (Output, Option<Trouble>) {
        match Device::open(request) {
            Ok(device) => (Output::Device(device), None),
            Err(why) => (Output::Silent(Silent::new()), Some(why)),
        }
    }

    /// Its sample rate, in hertz.
    #[must_use]
    pub fn rate(&self) -> u32 {
        match self {
            Output::Device(device) => device.rate(),
            Output::Silent(_) | Output::Disconnected => SILENT_RATE,
        }
    }

    /// The maximum number of frames that it buffers. A newly opened device has buffered this much silence.
    #[must_use]
    pub fn buffer_frames(&self) -> Frames {
        match self {
            Output::Device(device) => device.buffer_frames(),
            Output::Silent(_) | Output::Disconnected => Frames(0),
        }
    }

    /// Starts playing a renderer.
    pub fn play(&mut self, renderer: &SharedRenderer) {
        match self {
            Output::Device(device) => device.play(Arc::clone(renderer)),
            Output::Silent(silent) => silent.play(Arc::clone(renderer)),
            Output::Disconnected => {}
        }
    }

    /// Renders frames that are due, for an output without a thread.
    pub fn tick(&mut self) {
        if let Output::Silent(silent) = self {
            silent.tick();
        }
    }

    /// Disconnects without waiting for the device to close.
    pub fn detach(&mut self) {
        if let Output::Device(device) = std::mem::replace(self, Output::Disconnected) {
            device.detach();
        }
    }
}
