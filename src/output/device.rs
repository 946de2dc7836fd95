//! A sound device, through rodio. The only file that names `rodio`.
//!
//! PulseAudio shows the stream as `cpal-pulseaudio-PID` and therefore cannot remember its volume: cpal generates the
//! name in `Host::new` and has no setting for it. If it gets one, set it in `hosts`.

mod feed;

use std::fmt;
use std::mem::ManuallyDrop;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{self, BufferSize, ErrorKind, Host, SupportedBufferSize};
use rodio::mixer::Mixer;
use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source};

use super::latency::Latency;
use super::names::{Misnamed, Named, choose};
#[cfg(target_os = "linux")]
use super::server::{self, Server};
use super::trouble::Trouble;
use super::{DeviceRequest, SharedRenderer};
use crate::causes::BoxedError;
use crate::threads::{self, Unfinished};
use crate::time::Frames;
pub use feed::Feed;

/// The longest that opening a device may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest that closing a device is waited for.
const MOMENT: Duration = Duration::from_millis(500);

/// A device with an open stream; it plays silence until it gets a renderer. Closing it never takes long, whatever its
/// state.
pub struct Device {
    mixer: Mixer,
    /// `None` only while it is being closed.
    sink: Option<MixerDeviceSink>,
    channels: NonZero<u16>,
    rate: NonZero<u32>,
    /// The number of frames that it requests at a time.
    period: u32,
    /// Whether the sound system has reported the end of the stream.
    broken: Arc<AtomicBool>,
    /// Tells the current feed to end.
    ended: Arc<AtomicBool>,
    pace: Arc<Pace>,
}

/// The number of frames that a device has taken, compared with time.
#[derive(Debug)]
struct Pace {
    /// The largest number of frames by which it was ahead of time.
    ahead: AtomicI64,
    /// The total number of frames taken.
    taken: AtomicU64,
}

/// The value of `ahead` before any frames are taken.
const UNKNOWN: i64 = i64::MIN;

impl Default for Pace {
    fn default() -> Pace {
        Pace { ahead: AtomicI64::new(UNKNOWN), taken: AtomicU64::new(0) }
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Device")
            .field("rate", &self.rate)
            .field("period", &self.period)
            .finish_non_exhaustive()
    }
}

impl Device {
    /// Opens a device, within two seconds.
    ///
    /// # Errors
    /// Why no device can be opened.
    pub fn open(request: &DeviceRequest) -> Result<Device, Trouble> {
        let request = request.clone();
        match threads::within(PATIENCE, "open", move || Device::open_in_time(&request)) {
            Ok(opened) => opened,
            Err(Unfinished::TimedOut) => Err(Trouble::Hung),
            Err(Unfinished::Failed) => Err(Trouble::Failed),
            Err(Unfinished::NotStarted(error)) => Err(Trouble::NotStarted(error)),
        }
    }

    /// Opens a device, on this thread and without a time limit.
    pub(super) fn open_in_time(request: &DeviceRequest) -> Result<Device, Trouble> {
        #[cfg(target_os = "linux")]
        let quiet = super::alsa_messages::SuppressAlsaErrors::new();
        let mut why = None;
        let mut there = Vec::new();
        let (hosts, is_hung) = hosts();
        for host in hosts {
            let device = match &request.name {
                Some(name) => match find(&host, name) {
                    Err(Trouble::Unknown(devices)) if there.is_empty() => {
                        there = devices;
                        None
                    }
                    Err(Trouble::Unknown(_)) => None,
                    found => Some(found?),
                },
                None => host.default_output_device(),
            };
            let Some(device) = device else { continue };
            match open(&device, request.latency) {
                Ok(device) => return Ok(device),
                Err(error) => why = Some(error),
            }
        }
        match why {
            _ if is_hung => return Err(Trouble::Hung),
            None if request.name.is_some() => return Err(Trouble::Unknown(there)),
            _ => {}
        }
        let trouble = why.map_or(Trouble::Absent, Trouble::System);
        #[cfg(target_os = "linux")]
        if let Some(said) = quiet.messages() {
            return Err(Trouble::Explained { trouble: Box::new(trouble), said });
        }
        Err(trouble)
    }

    /// The sample rate, in hertz.
    #[must_use]
    pub fn rate(&self) -> u32 {
        self.rate.get()
    }

    /// Whether the sound system has reported that the device is gone. Some never report it.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// The maximum number of frames that it buffers.
    #[must_use]
    pub fn buffer_frames(&self) -> Frames {
        Frames(u64::from(self.period) * 2)
    }

    /// The largest number of frames by which it was ahead of time since the last call: frames taken minus frames due.
    /// `None` if it has taken none since.
    #[must_use]
    pub fn ahead(&self) -> Option<i64> {
        let ahead = self.pace.ahead.swap(UNKNOWN, Ordering::Relaxed);
        (ahead != UNKNOWN).then_some(ahead)
    }

    /// The frames taken since it started to play its current source.
    #[must_use]
    pub fn taken(&self) -> Frames {
        Frames(self.pace.taken.load(Ordering::Relaxed))
    }

    /// Plays a renderer. A renderer at another sample rate is resampled, which happens only after a change of device.
    pub fn play(&mut self, renderer: SharedRenderer) {
        let feed = Feed::new(renderer, self.channels, self.rate);
        self.feed(feed);
    }

    /// Plays silence.
    pub(super) fn play_silence(&mut self) {
        let feed = Feed::of(None, self.channels, self.rate);
        self.feed(feed);
    }

    fn feed(&mut self, feed: Feed) {
        self.ended.store(true, Ordering::Relaxed);
        (self.ended, self.pace) = (Arc::clone(&feed.ended), Arc::clone(&feed.pace));
        self.mixer.add(feed);
    }

    /// Closes the stream without waiting: closing a lost device can take forever.
    pub(super) fn detach(mut self) {
        self.close(Duration::ZERO);
    }

    /// Closes the stream on this thread, without a time limit.
    pub(super) fn close_in_time(mut self) {
        self.ended.store(true, Ordering::Relaxed);
        drop(self.sink.take());
    }

    fn close(&mut self, time: Duration) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(sink) = self.sink.take() {
            // If no thread can be started to close it, it stays open until the program ends.
            let sink = ManuallyDrop::new(sink);
            let _ = threads::within(time, "close", move || drop(ManuallyDrop::into_inner(sink)));
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.close(MOMENT);
    }
}

/// The sound systems in order of preference, and whether one of them does not respond.
fn hosts() -> (impl Iterator<Item = Host>, bool) {
    #[cfg(target_os = "linux")]
    {
        let server = server::ask();
        let pulse = (server == Server::Answers).then_some(cpal::HostId::PulseAudio);
        let ids = pulse.into_iter().chain([cpal::HostId::Alsa]);
        (ids.filter_map(|id| cpal::host_from_id(id).ok()), server == Server::Hung)
    }
    #[cfg(not(target_os = "linux"))]
    (std::iter::once_with(cpal::default_host), false)
}

/// Returns the device with this name.
fn find(host: &Host, name: &str) -> Result<cpal::Device, Trouble> {
    let devices = host.output_devices().map_err(|error| Trouble::System(error.into()))?;
    let mut devices: Vec<cpal::Device> = devices.collect();
    let named: Vec<Named> = devices.iter().map(names_of).collect();
    match choose(&named, name) {
        Ok(place) => Ok(devices.swap_remove(place)),
        Err(Misnamed::Unknown) => Err(Trouble::Unknown(named)),
        Err(Misnamed::Several(places)) => {
            Err(Trouble::Several(places.into_iter().map(|place| named[place].clone()).collect()))
        }
    }
}

fn names_of(device: &cpal::Device) -> Named {
    let description = device.description().map(|description| description.name().to_owned());
    let id = device.id().ok();
    Named {
        description: description.unwrap_or_else(|_| "unnamed".to_owned()),
        name: id.as_ref().map(|id| id.id().to_owned()).unwrap_or_default(),
        id: id.map(|id| id.to_string()).unwrap_or_default(),
    }
}

fn open(device: &cpal::Device, latency: Latency) -> Result<Device, BoxedError> {
    let config = device.default_output_config()?;
    let range = match *config.buffer_size() {
        SupportedBufferSize::Range { min, max } => Some((min, max)),
        SupportedBufferSize::Unknown => None,
    };
    let period = latency.period_within(config.sample_rate(), range);
    let broken = Arc::new(AtomicBool::new(false));
    let with = |size| {
        DeviceSinkBuilder::from_device(device.clone()).and_then(|builder| {
            let builder = builder.with_buffer_size(size);
            builder.with_error_callback(on_error(Arc::clone(&broken))).open_stream()
        })
    };
    // A device that rejects every size has its own and does not report it: then the period is a guess.
    let opened = with(BufferSize::Fixed(period)).or_else(|_| with(BufferSize::Default));
    let mut sink = opened?;
    sink.log_on_drop(false);
    Ok(Device {
        mixer: sink.mixer().clone(),
        channels: sink.config().channel_count(),
        rate: sink.config().sample_rate(),
        sink: Some(sink),
        period,
        broken,
        ended: Arc::default(),
        pace: Arc::default(),
    })
}

/// Handles the errors of a stream. A lost device can report half a million a second, which must not use a whole core.
/// Nothing is printed: the watch on the frames notices what matters.
fn on_error(broken: Arc<AtomicBool>) -> impl FnMut(cpal::Error) + Send + 'static {
    let mut calls = 0_u64;
    move |error| {
        let gone = [ErrorKind::StreamInvalidated, ErrorKind::DeviceNotAvailable, ErrorKind::HostUnavailable];
        if gone.contains(&error.kind()) {
            broken.store(true, Ordering::Relaxed);
        }
        calls += 1;
        if calls > 100 {
            thread::sleep(Duration::from_millis(10));
        }
    }
}
