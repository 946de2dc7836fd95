//! Frames that the device has lost: they are taken out of silences, so that later cues are on time.

/// The frames to take out of silences.
#[derive(Debug, Default)]
pub(super) struct Deficit {
    frames: u64,
    /// Whether the current silence has been shortened.
    shortened: bool,
}

impl Deficit {
    /// Adds frames that were lost.
    pub(super) fn add(&mut self, frames: u64) {
        self.frames = self.frames.saturating_add(frames);
    }

    /// Ends a silence.
    pub(super) fn end_silence(&mut self) {
        self.shortened = false;
    }

    /// The number of frames to leave out of a silence of `silence` frames: at most half of it, and once per silence.
    pub(super) fn recover(&mut self, silence: u64) -> u64 {
        if self.frames == 0 || self.shortened {
            return 0;
        }
        let less = self.frames.min(silence / 2);
        self.frames -= less;
        self.shortened = true;
        less
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_silence_loses_at_most_half_and_once() {
        let mut deficit = Deficit::default();
        assert_eq!(deficit.recover(100), 0);
        deficit.add(30);
        assert_eq!(deficit.recover(41), 20);
        assert_eq!(deficit.recover(100), 0, "the same silence");
        deficit.end_silence();
        assert_eq!(deficit.recover(100), 10, "what is left of it");
        deficit.end_silence();
        assert_eq!(deficit.recover(100), 0);
    }
}
