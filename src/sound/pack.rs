//! The sound pack: one clip for each of the twelve sounds.

mod folder;

use std::path::Path;
use std::time::Duration;

use super::clip::Clip;
use super::resample::ResampleKernel;
use super::wav::{self, MonoBuffer};
use crate::timeline::Sound;
use folder::Folder;

macro_rules! built_in {
    ($($sound:ident $file:literal),+ $(,)?) => {
        /// The bytes of the built-in file of a sound.
        fn built_in(sound: Sound) -> &'static [u8] {
            match sound {
                $(Sound::$sound => include_bytes!(concat!("../../sounds/", $file, ".wav")),)+
            }
        }
    };
}

built_in! {
    Count "count", Go "go", Lift "lift", Hold "hold", Tick "tick", Lower "lower",
    Rep "rep", Half "half", Last "last", Switch "switch", Rest "rest", Done "done",
}

/// A clip for each sound.
#[derive(Debug, Clone)]
pub struct Pack {
    sounds: [(Clip, Duration); 12],
}

impl Pack {
    /// The built-in sounds at a sample rate of `rate`.
    #[must_use]
    pub fn built_in(rate: u32) -> Pack {
        Pack::from_folder(None, rate).0
    }

    /// The sounds of a folder (`lift.wav`, `hold.flac`, …) at a sample rate of `rate`, and the built-in ones for the
    /// rest. An unusable file is reported, and its built-in sound used instead.
    #[must_use]
    pub fn from_folder(folder: Option<&Path>, rate: u32) -> (Pack, Vec<String>) {
        let mut told = Vec::new();
        let folder = folder.map(|folder| Folder::look(folder, &mut told));
        // All built-in sounds have the same rate.
        let mut kernel: Option<(u32, ResampleKernel)> = None;
        let sounds = Sound::ALL.map(|sound| {
            let own = folder.as_ref().and_then(|folder| folder.sound(sound, &mut told));
            // A test reads every built-in sound.
            let mono = own
                .or_else(|| wav::read(built_in(sound)).ok())
                .unwrap_or(MonoBuffer { rate, samples: Vec::new() });
            let length = Duration::from_secs(1) * u32::try_from(mono.samples.len()).unwrap_or(0) / mono.rate;
            if mono.rate == rate {
                return (Clip::from(mono.samples), length);
            }
            let (_, kernel) = match kernel.take_if(|(from, _)| *from == mono.rate) {
                Some(same) => kernel.insert(same),
                None => kernel.insert((mono.rate, ResampleKernel::new(mono.rate, rate))),
            };
            (Clip::from(kernel.resampled(&mono.samples)), length)
        });
        (Pack { sounds }, told)
    }

    /// The clip of a sound.
    #[must_use]
    pub fn clip(&self, sound: Sound) -> &Clip {
        &self.sounds[sound as usize].0
    }

    /// The length of a sound, independent of the sample rate of its clip.
    #[must_use]
    pub fn length(&self, sound: Sound) -> Duration {
        self.sounds[sound as usize].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_is_there_at_every_rate() {
        for rate in [44_100, 48_000] {
            let pack = Pack::built_in(rate);
            for sound in Sound::ALL {
                let length = pack.length(sound);
                let frames = crate::time::Frames::of(length, rate).0;
                assert!(length > Duration::from_millis(20), "{}", sound.word());
                assert!(pack.clip(sound).len().abs_diff(frames as usize) <= 1, "{}", sound.word());
                let mut mixed = vec![[0.0; 2]; pack.clip(sound).len()];
                pack.clip(sound).add_to(0, &mut mixed, [1.0; 2]);
                let peak = mixed.iter().fold(0.0f32, |peak, frame| peak.max(frame[0].abs()));
                assert!((0.05..0.6).contains(&peak), "{}: {peak}", sound.word());
            }
        }
    }

    #[test]
    fn users_sounds_replace_the_built_in_ones_if_they_are_valid() {
        let folder = tempfile::tempdir().unwrap();
        let mut lift = Vec::new();
        wav::write(std::io::Cursor::new(&mut lift), &MonoBuffer { rate: 8_000, samples: vec![0.25; 4_000] })
            .unwrap();
        std::fs::write(folder.path().join("lift.wav"), &lift).unwrap();
        std::fs::write(folder.path().join("rest.wav"), &lift[..20]).unwrap();
        let (pack, told) = Pack::from_folder(Some(folder.path()), 48_000);
        assert_eq!(pack.length(Sound::Lift), Duration::from_millis(500));
        let built_in = Pack::built_in(48_000);
        for sound in [Sound::Hold, Sound::Rest, Sound::Go, Sound::Lower] {
            assert_eq!(pack.clip(sound), built_in.clip(sound), "{}", sound.word());
        }
        assert!(
            told.len() == 1 && told[0].starts_with("`rest.wav` is a WAV file that cannot be read"),
            "{told:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn sounds_that_would_hang_or_never_end_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("lift.wav");
        assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("hold.wav")).unwrap();
        let told = Pack::from_folder(Some(folder.path()), 48_000).1;
        assert!(told.len() == 2 && told[0].contains("a FIFO") && told[1].contains("a device"), "{told:?}");
    }
}
