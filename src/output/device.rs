//! A sound device, through rodio. The only file that names `rodio`.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{self, BufferSize, Host};
use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source};

use super::Stage;
use crate::player::BLOCK;

/// Frames the device asks for at once: 2048 underran on a busy machine with gaps of 0.2 s, 4096 never did.
const PERIOD: u32 = 4096;

/// A device with its stream open; silent until it is given something to play.
pub struct Device {
    sink: MixerDeviceSink,
    /// Set for the feed that is playing to end.
    ended: Arc<AtomicBool>,
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Device").field("config", self.sink.config()).finish_non_exhaustive()
    }
}

impl Device {
    /// Opens the device of a name, or the system's default.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn open(name: Option<&str>) -> Result<Device, String> {
        #[cfg(target_os = "linux")]
        let quiet = super::quiet::Quiet::new();
        let mut why = "there is no sound device".to_owned();
        for host in hosts() {
            let device = match name {
                Some(name) => {
                    host.output_devices().ok().and_then(|mut all| all.find(|device| is_called(device, name)))
                }
                None => host.default_output_device(),
            };
            let Some(device) = device else { continue };
            match open(device) {
                Ok(device) => return Ok(device),
                Err(error) => why = error,
            }
        }
        #[cfg(target_os = "linux")]
        if let Some(heard) = quiet.heard() {
            why = format!("{why} ({heard})");
        }
        Err(why)
    }

    /// The names of all devices, for a person to choose from.
    #[must_use]
    pub fn names() -> Vec<String> {
        #[cfg(target_os = "linux")]
        let _quiet = super::quiet::Quiet::new();
        // The first host that has any: the later ones name the same devices less well.
        hosts()
            .filter_map(|host| {
                Some(host.output_devices().ok()?.map(|device| name_of(&device)).collect::<Vec<_>>())
            })
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    /// Frames a second.
    #[must_use]
    pub fn rate(&self) -> u32 {
        self.sink.config().sample_rate().get()
    }

    pub(super) fn play(&mut self, stage: Stage) {
        let config = self.sink.config();
        self.sink.mixer().add(Feed {
            stage,
            ended: Arc::clone(&self.ended),
            channels: config.channel_count(),
            rate: config.sample_rate(),
            frames: [[0.0; 2]; BLOCK],
            frame: BLOCK,
            channel: 0,
        });
    }

    /// Closes the stream, on a thread of its own: closing a lost device can take for ever.
    pub(super) fn let_go(self) {
        self.ended.store(true, Ordering::Relaxed);
        thread::spawn(move || drop(self));
    }
}

/// The sound systems, the one to try first in front.
fn hosts() -> impl Iterator<Item = Host> {
    #[cfg(target_os = "linux")]
    let first = cpal::host_from_id(cpal::HostId::PulseAudio).ok();
    #[cfg(not(target_os = "linux"))]
    let first: Option<Host> = None;
    first.into_iter().chain(std::iter::once_with(cpal::default_host))
}

fn open(device: cpal::Device) -> Result<Device, String> {
    // A lost device can call this half a million times a second: it must not eat a core, and says nothing,
    // for the watch on the frames notices what matters.
    let calls = AtomicU64::new(0);
    let on_error = move |_| {
        if calls.fetch_add(1, Ordering::Relaxed) > 100 {
            thread::sleep(Duration::from_millis(10));
        }
    };
    let mut sink = DeviceSinkBuilder::from_device(device)
        .and_then(|builder| {
            builder.with_buffer_size(BufferSize::Fixed(PERIOD)).with_error_callback(on_error).open_stream()
        })
        .map_err(|error| with_causes(&error))?;
    sink.log_on_drop(false);
    Ok(Device { sink, ended: Arc::new(AtomicBool::new(false)) })
}

fn name_of(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| "unnamed".to_owned(), |description| description.name().to_owned())
}

fn is_called(device: &cpal::Device, name: &str) -> bool {
    let id = device.id().map(|id| id.to_string()).unwrap_or_default();
    id == name || name_of(device).to_lowercase().contains(&name.to_lowercase())
}

/// An error with what caused it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words += &format!(": {error}");
        cause = error.source();
    }
    words
}

/// The renderer's frames as the samples that a device wants.
struct Feed {
    stage: Stage,
    ended: Arc<AtomicBool>,
    channels: NonZero<u16>,
    rate: NonZero<u32>,
    frames: [[f32; 2]; BLOCK],
    /// The frame and its channel that come next.
    frame: usize,
    channel: u16,
}

impl Feed {
    fn refill(&mut self) {
        self.frame = 0;
        match self.stage.try_lock() {
            Ok(mut renderer) => renderer.render(&mut self.frames),
            Err(_) => self.frames.fill([0.0; 2]),
        }
    }
}

impl Iterator for Feed {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.frame == BLOCK {
            if self.ended.load(Ordering::Relaxed) {
                return None;
            }
            self.refill();
        }
        let [left, right] = self.frames[self.frame];
        let sample = match (self.channel, self.channels.get()) {
            (_, 1) => f32::midpoint(left, right),
            (0, _) => left,
            (1, _) => right,
            // Speakers behind and below have nothing to say.
            _ => 0.0,
        };
        self.channel += 1;
        if self.channel == self.channels.get() {
            self.channel = 0;
            self.frame += 1;
        }
        Some(sample)
    }
}

impl Source for Feed {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        self.channels
    }

    fn sample_rate(&self) -> NonZero<u32> {
        self.rate
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}
