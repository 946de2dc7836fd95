//! A sound device, through rodio. The only file that names `rodio`.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{self, BufferSize, ErrorKind, Host};
use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source};

use super::latency::Latency;
use super::{Stage, Wanted};
use crate::player::BLOCK;
use crate::time::Frames;

/// A device with its stream open; silent until it is given something to play.
pub struct Device {
    sink: MixerDeviceSink,
    latency: Latency,
    /// Set for the feed that is playing to end.
    ended: Arc<AtomicBool>,
    /// Whether the sound system has said that the stream is over.
    broken: Arc<AtomicBool>,
    pace: Arc<Pace>,
}

/// How the frames that a device takes compare with the time that passes.
#[derive(Debug)]
struct Pace(AtomicI64);

/// What it says before anything was taken.
const UNKNOWN: i64 = i64::MIN;

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Device").field("config", self.sink.config()).finish_non_exhaustive()
    }
}

impl Device {
    /// Opens a device.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn open(wanted: &Wanted) -> Result<Device, String> {
        #[cfg(target_os = "linux")]
        let quiet = super::quiet::Quiet::new();
        let mut why = "there is no sound device".to_owned();
        for host in hosts() {
            let device = match &wanted.name {
                Some(name) => {
                    host.output_devices().ok().and_then(|mut all| all.find(|device| is_called(device, name)))
                }
                None => host.default_output_device(),
            };
            let Some(device) = device else { continue };
            match open(device, wanted.latency) {
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

    /// Whether the sound system has said that the device is gone. Some never say so.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// The most frames that it takes before they are heard.
    #[must_use]
    pub fn holds(&self) -> Frames {
        Frames(u64::from(self.latency.period(self.rate())) * 2)
    }

    /// By how many frames it was ahead of time at most since this was last asked: what it had taken, less what was
    /// due since it began. `None` where it has taken nothing since.
    #[must_use]
    pub fn ahead(&self) -> Option<i64> {
        let ahead = self.pace.0.swap(UNKNOWN, Ordering::Relaxed);
        (ahead != UNKNOWN).then_some(ahead)
    }

    /// Plays a stage, from now on. A stage at another rate than the device's is converted: that happens only where
    /// the device has become another one.
    pub(super) fn play(&mut self, stage: Stage) {
        let config = self.sink.config();
        let (ended, pace) = (Arc::clone(&self.ended), Arc::clone(&self.pace));
        let feed = Feed::new(stage, config.channel_count(), config.sample_rate());
        self.sink.mixer().add(Feed { ended, pace, ..feed });
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

fn open(device: cpal::Device, latency: Latency) -> Result<Device, String> {
    // A lost device can call this half a million times a second: it must not eat a core, and says nothing,
    // for the watch on the frames notices what matters.
    let calls = AtomicU64::new(0);
    let broken = Arc::new(AtomicBool::new(false));
    let breaks = Arc::clone(&broken);
    let on_error = move |error: cpal::Error| {
        let gone = [ErrorKind::StreamInvalidated, ErrorKind::DeviceNotAvailable, ErrorKind::HostUnavailable];
        if gone.contains(&error.kind()) {
            breaks.store(true, Ordering::Relaxed);
        }
        if calls.fetch_add(1, Ordering::Relaxed) > 100 {
            thread::sleep(Duration::from_millis(10));
        }
    };
    let rate = device.default_output_config().map_err(|error| with_causes(&error))?.sample_rate();
    let mut sink = DeviceSinkBuilder::from_device(device)
        .and_then(|builder| {
            let size = BufferSize::Fixed(latency.period(rate));
            builder.with_buffer_size(size).with_error_callback(on_error).open_stream()
        })
        .map_err(|error| with_causes(&error))?;
    sink.log_on_drop(false);
    let pace = Arc::new(Pace(AtomicI64::new(UNKNOWN)));
    Ok(Device { sink, latency, ended: Arc::default(), broken, pace })
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

/// The renderer's frames as the samples that a device wants: this is what runs on the audio thread.
#[derive(Debug)]
pub struct Feed {
    stage: Stage,
    ended: Arc<AtomicBool>,
    pace: Arc<Pace>,
    /// When the first frames were taken.
    begun: Option<Instant>,
    /// Frames that were taken in all.
    taken: u64,
    channels: NonZero<u16>,
    rate: NonZero<u32>,
    frames: [[f32; 2]; BLOCK],
    /// The frame and its channel that come next.
    frame: usize,
    channel: u16,
}

impl Feed {
    /// A stage for a device of so many channels, and of this rate, unless the stage has one of its own.
    #[must_use]
    pub fn new(stage: Stage, channels: NonZero<u16>, rate: NonZero<u32>) -> Feed {
        let own = stage.lock().ok().and_then(|renderer| NonZero::new(renderer.rate()));
        Feed {
            stage,
            ended: Arc::default(),
            pace: Arc::new(Pace(AtomicI64::new(UNKNOWN))),
            begun: None,
            taken: 0,
            channels,
            rate: own.unwrap_or(rate),
            frames: [[0.0; 2]; BLOCK],
            frame: BLOCK,
            channel: 0,
        }
    }

    fn refill(&mut self) {
        self.frame = 0;
        self.keep_pace();
        match self.stage.try_lock() {
            Ok(mut renderer) => renderer.render(&mut self.frames),
            Err(_) => self.frames.fill([0.0; 2]),
        }
    }

    /// Notes by how much the frames taken so far are ahead of time.
    fn keep_pace(&mut self) {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        self.taken += BLOCK as u64;
        let due = Frames::of(begun.elapsed(), self.rate.get()).0;
        let ahead = i64::try_from(self.taken).unwrap_or(i64::MAX) - i64::try_from(due).unwrap_or(i64::MAX);
        self.pace.0.fetch_max(ahead, Ordering::Relaxed);
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
