//! The music of a session or an export.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use super::{Failure, warn};
use crate::music::playlist::Playlist;
use crate::music::sequence::Sequence;
use crate::music::{feeder, loudness};
use crate::player::Volume;
use crate::player::music::MusicSource;
use crate::session::start::SessionMusic;

/// Music that can be played again and again from its beginning.
pub(super) struct Music {
    playlist: Arc<Playlist>,
    seed: u64,
    loudness: f64,
    warnings: (Sender<String>, Receiver<String>),
}

impl Music {
    /// The music that was chosen; the seed decides its order. `None` for none, or for a volume of 0.
    ///
    /// # Errors
    /// If there is none that can be played.
    pub(super) fn find(chosen: Option<&(PathBuf, Volume)>, seed: u64) -> Result<Option<Music>, Failure> {
        let loudness = chosen.and_then(|(_, volume)| loudness(*volume));
        let (Some((path, _)), Some(loudness)) = (chosen, loudness) else { return Ok(None) };
        let playlist = Arc::new(Playlist::find(path)?);
        Ok(Some(Music { playlist, seed, loudness, warnings: mpsc::channel() }))
    }

    fn sequence(&self, rate: u32) -> Sequence {
        let playlist = Arc::clone(&self.playlist);
        Sequence::new(playlist, self.seed, rate, self.loudness, self.warnings.0.clone())
    }

    /// The music from its beginning at a sample rate, for an export.
    pub(super) fn source(&self, rate: u32) -> Box<dyn MusicSource> {
        Box::new(self.sequence(rate))
    }

    /// Prints the warnings so far.
    pub(super) fn print_warnings(&self) {
        self.warnings.1.try_iter().for_each(warn);
    }

    /// Starts to prepare the music for a session that plays at a sample rate. Without threads there is no music.
    pub(super) fn start(self, rate: u32) -> Option<SessionMusic> {
        match feeder::start(self.sequence(rate), rate) {
            Ok(ring) => Some(SessionMusic { source: Box::new(ring), warnings: self.warnings.1 }),
            Err(error) => {
                warn(format!("warning: there is no music: {error}"));
                None
            }
        }
    }
}
