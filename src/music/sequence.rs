//! The music of a session: one track after the other, without an end.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::order::Order;
use super::playlist::Playlist;
use super::track::{Given, Request, SHORTEST, Track, warning};
use crate::player::music::MusicSource;
use crate::time::Frames;

/// The tracks of a playlist in the order of a seed. The frames depend only on the files, the seed, the rate and the
/// loudness.
#[derive(Debug)]
pub struct Sequence {
    playlist: Arc<Playlist>,
    order: Order,
    rate: u32,
    loudness: f64,
    now: Option<Track>,
    /// Being prepared while the current one plays.
    then: Option<Track>,
    warnings: Sender<String>,
    is_over: bool,
}

impl Sequence {
    /// The music at a sample rate in hertz and a loudness in LUFS; warnings about files are sent to `warnings`.
    #[must_use]
    pub fn new(
        playlist: Arc<Playlist>,
        seed: u64,
        rate: u32,
        loudness: f64,
        warnings: Sender<String>,
    ) -> Sequence {
        let order = Order::new(playlist.files.len(), seed);
        Sequence { playlist, order, rate, loudness, now: None, then: None, warnings, is_over: false }
    }

    /// Starts the next track.
    fn start_next(&mut self) -> Option<Track> {
        let file = self.order.next(|file| !self.playlist.files[file].has_failed())?;
        let request = Request { file, rate: self.rate, loudness: self.loudness };
        Some(Track::start(&self.playlist, request))
    }

    /// The end of a track. One that gives next to nothing is not played again: so this ends, whatever the files are.
    fn end(&mut self, track: &Track, why: Option<&str>) {
        let has_played = track.taken >= Frames::of(SHORTEST, self.rate).0;
        if !has_played {
            self.playlist.files[track.file].fail();
        }
        let why = why.or_else(|| (!has_played).then_some("is shorter than a second"));
        if let Some(why) = why {
            // Whoever does not receive warnings does not want them.
            let _ = self.warnings.send(warning(&self.playlist, track.file, why, has_played));
        }
    }

    /// Writes the next frames; waits until all are there. Returns their number, which is less only if no file can be
    /// played any more.
    pub fn fill(&mut self, out: &mut [[f32; 2]]) -> usize {
        let mut done = 0;
        while done < out.len() && !self.is_over {
            let Some(mut track) = self.now.take() else {
                let has_failed = |track: &Track| self.playlist.files[track.file].has_failed();
                let then = self.then.take().filter(|track| !has_failed(track));
                self.now = then.or_else(|| self.start_next());
                self.then = self.start_next();
                if self.now.is_none() {
                    self.is_over = true;
                    let _ =
                        self.warnings.send("warning: there is no music left that can be played".to_owned());
                }
                continue;
            };
            match track.take(&mut out[done..]) {
                Given::Frames(count) => {
                    done += count;
                    self.now = Some(track);
                }
                Given::Ended => self.end(&track, None),
                Given::Failed(why) => self.end(&track, Some(&why)),
            }
        }
        done
    }
}

/// For an export, which can wait.
impl MusicSource for Sequence {
    fn take(&mut self, out: &mut [[f32; 2]]) -> usize {
        self.fill(out)
    }

    fn ready(&self) -> usize {
        if self.is_over { 0 } else { usize::MAX }
    }
}
