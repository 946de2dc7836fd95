//! A file that is being decoded on a thread of its own.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::playlist::{Playlist, open};
use crate::causes::with_causes;
use crate::diagnostic::quoted_path;
use crate::sound::decode::{self, FrameReceiver, SoundError};
use crate::sound::resample::stream::StreamResampler;
use crate::threads;

/// The shortest track: a folder of fragments would only be noise, and keep the machine busy.
pub(super) const SHORTEST: Duration = Duration::from_secs(1);
/// The number of frames in a part.
const PART: usize = 24_000;
/// The number of decoded parts that wait: two seconds at 48 kHz.
const WAITING: usize = 4;
/// The largest amplification, as a gain: 20 dB.
const MOST: f64 = 10.0;

/// What the thread sends. A channel that is closed without `Ended` or `Failed` means that the decoder has panicked.
enum Message {
    Part(Vec<[f32; 2]>),
    Ended,
    Failed(String),
}

/// How a track is played.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request {
    /// The index of its file.
    pub file: usize,
    /// The sample rate, in hertz.
    pub rate: u32,
    /// The loudness, in LUFS.
    pub loudness: f64,
}

/// A track that is played.
#[derive(Debug)]
pub(super) struct Track {
    /// The index of its file.
    pub file: usize,
    messages: Receiver<Message>,
    part: Vec<[f32; 2]>,
    /// The next frame of the part.
    next: usize,
    /// The number of frames taken.
    pub taken: u64,
}

/// What a track gives.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// This number of frames, at least one.
    Frames(usize),
    /// It is over.
    Ended,
    /// It is over because of an error, in words that follow the file's name.
    Failed(String),
}

impl Track {
    /// Starts to decode a file.
    pub(super) fn start(playlist: &Arc<Playlist>, request: Request) -> Track {
        let (sender, messages) = sync_channel(WAITING);
        let failed = sender.clone();
        let playlist = Arc::clone(playlist);
        let started = threads::start("music", move || decode(&playlist, request, &sender));
        if let Err(error) = started {
            // There is room: nothing else has been sent.
            let _ = failed.send(Message::Failed(format!("cannot be decoded: {error}")));
        }
        Track { file: request.file, messages, part: Vec::new(), next: 0, taken: 0 }
    }

    /// Writes the next frames from the beginning of `out` on; waits until there are some.
    pub(super) fn take(&mut self, out: &mut [[f32; 2]]) -> Given {
        while self.next == self.part.len() {
            self.next = 0;
            self.part = match self.messages.recv() {
                Ok(Message::Part(part)) => part,
                Ok(Message::Ended) => return Given::Ended,
                Ok(Message::Failed(why)) => return Given::Failed(why),
                Err(_) => return Given::Failed("makes its decoder fail".to_owned()),
            };
        }
        let rest = &self.part[self.next..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.next += count;
        self.taken += count as u64;
        Given::Frames(count)
    }
}

/// Measures and decodes a file, until it ends or nobody receives it any more.
fn decode(playlist: &Playlist, request: Request, sender: &SyncSender<Message>) {
    let file = &playlist.files[request.file];
    let last = match file.loudness() {
        Err(why) => Message::Failed(why),
        Ok(loudness) => {
            let gain = 10f64.powf((request.loudness - loudness) / 20.0).min(MOST) as f32;
            let (resampler, part) = (None, Vec::with_capacity(PART));
            let mut player = Player { rate: request.rate, gain, resampler, part, sender };
            let played = open(&file.path).and_then(|opened| decode::stream(opened, &mut player));
            if matches!(played, Err(SoundError::NotNeeded)) {
                return;
            }
            if player.finish().is_err() {
                return;
            }
            match played {
                Ok(()) => Message::Ended,
                Err(error) => Message::Failed(with_causes(&error)),
            }
        }
    };
    // If nobody receives it, nobody needs it.
    let _ = sender.send(last);
}

/// Sends the frames of a file at the sample rate and the level of the session.
struct Player<'a> {
    rate: u32,
    gain: f32,
    resampler: Option<StreamResampler>,
    part: Vec<[f32; 2]>,
    sender: &'a SyncSender<Message>,
}

impl FrameReceiver for Player<'_> {
    fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
        decode::check(rate, channels)?;
        self.resampler = Some(StreamResampler::new(rate, self.rate));
        Ok(())
    }

    fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError> {
        let frame = stereo(frame).map(|sample| sample * self.gain);
        if let Some(resampler) = &mut self.resampler {
            resampler.add(frame, &mut self.part);
        }
        if self.part.len() >= PART { self.send() } else { Ok(()) }
    }
}

impl Player<'_> {
    fn send(&mut self) -> Result<(), SoundError> {
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
        self.sender.send(Message::Part(part)).map_err(|_| SoundError::NotNeeded)
    }

    fn finish(mut self) -> Result<(), SoundError> {
        if let Some(resampler) = self.resampler.take() {
            resampler.finish(&mut self.part);
        }
        self.send()
    }
}

/// The left and the right sample of a frame; of more than two channels, the mean on both sides.
pub(super) fn stereo(frame: &[f32]) -> [f32; 2] {
    match *frame {
        [left, right] => [left, right].map(decode::sane),
        _ => [decode::sane(decode::mean(frame)); 2],
    }
}

/// The warning about a file.
pub(super) fn warning(playlist: &Playlist, file: usize, why: &str, has_played: bool) -> String {
    let skipped = if has_played { "the rest of it is skipped" } else { "it is skipped" };
    format!("warning: the music file {} {why}; {skipped}", quoted_path(&playlist.files[file].path))
}
