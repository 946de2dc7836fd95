//! The sound pack: one clip for each of the twelve sounds.

use std::path::Path;
use std::time::Duration;

use super::clip::Clip;
use super::resample;
use super::wav::{self, Mono};
use crate::files::regular;
use crate::timeline::Sound;

macro_rules! shipped {
    ($($sound:ident $file:literal),+ $(,)?) => {
        /// The bytes of the shipped file of a sound.
        fn shipped(sound: Sound) -> &'static [u8] {
            match sound {
                $(Sound::$sound => include_bytes!(concat!("../../sounds/", $file, ".wav")),)+
            }
        }
    };
}

shipped! {
    Count "count", Go "go", Lift "lift", Hold "hold", Tick "tick", Lower "lower",
    Rep "rep", Half "half", Last "last", Switch "switch", Rest "rest", Done "done",
}

/// What a sound of a person's own may be: bytes of its file, seconds.
const LARGEST: u64 = 8 << 20;
const LONGEST: f64 = 5.0;

/// A clip for each sound.
#[derive(Debug, Clone)]
pub struct Pack {
    sounds: [(Clip, Duration); 12],
}

impl Pack {
    /// The sounds that are compiled in, at `rate` frames a second.
    #[must_use]
    pub fn shipped(rate: u32) -> Pack {
        Pack::of(None, rate).0
    }

    /// The sounds of a folder (`lift.wav`, `hold.wav`, …) at `rate` frames a second; the shipped ones for those
    /// that it does not have. A file that is none of use is told, and its shipped sound is used.
    #[must_use]
    pub fn of(folder: Option<&Path>, rate: u32) -> (Pack, Vec<String>) {
        let mut told = Vec::new();
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            told.push(format!(
                "there is no folder of sounds `{}`; the shipped ones are used",
                folder.display()
            ));
        }
        let sounds = Sound::ALL.map(|sound| {
            let path = folder.map(|folder| folder.join(format!("{}.wav", sound.word())));
            let own = path.filter(|path| path.exists()).and_then(|path| {
                own(&path)
                    .inspect_err(|why| {
                        told.push(format!("`{}` {why}; the shipped sound is used", path.display()));
                    })
                    .ok()
            });
            // A test reads every one of the shipped.
            let mono =
                own.or_else(|| wav::read(shipped(sound)).ok()).unwrap_or(Mono { rate, samples: Vec::new() });
            let length = Duration::from_secs(1) * u32::try_from(mono.samples.len()).unwrap_or(0) / mono.rate;
            (Clip::from(resample::resampled(&mono.samples, mono.rate, rate)), length)
        });
        (Pack { sounds }, told)
    }

    /// The clip of a sound.
    #[must_use]
    pub fn clip(&self, sound: Sound) -> &Clip {
        &self.sounds[sound as usize].0
    }

    /// How long a sound is heard; the same whatever the rate of its clip.
    #[must_use]
    pub fn length(&self, sound: Sound) -> Duration {
        self.sounds[sound as usize].1
    }
}

/// A sound of a person's own, or why it is of no use.
fn own(path: &Path) -> Result<Mono, String> {
    let bytes = regular::read(path, LARGEST).map_err(|error| format!("cannot be read ({error})"))?;
    sound(&bytes)
}

/// A sound of a person's own from the bytes of its file.
///
/// # Errors
/// Why it is of no use, in words that follow the file's name.
pub fn sound(bytes: &[u8]) -> Result<Mono, String> {
    let mono = wav::read(bytes).map_err(|why| format!("cannot be used ({why})"))?;
    let seconds = mono.samples.len() as f64 / f64::from(mono.rate);
    if mono.samples.is_empty() || seconds > LONGEST {
        return Err(format!("is not a sound of at most {LONGEST} s"));
    }
    let usable = |sample: f32| if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
    Ok(Mono { rate: mono.rate, samples: mono.samples.into_iter().map(usable).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_is_there_at_every_rate() {
        for rate in [44_100, 48_000] {
            let pack = Pack::shipped(rate);
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
    fn sounds_of_ones_own_take_the_place_of_the_shipped_ones_if_they_are_any() {
        let folder = std::env::temp_dir().join(format!("repcue-pack-test-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("hold.wav")).unwrap();
        let mut lift = Vec::new();
        wav::write(std::io::Cursor::new(&mut lift), &Mono { rate: 8_000, samples: vec![0.25; 4_000] })
            .unwrap();
        std::fs::write(folder.join("lift.wav"), &lift).unwrap();
        std::fs::write(folder.join("rest.wav"), &lift[..20]).unwrap();
        std::fs::write(folder.join("go.wav"), vec![0; LARGEST as usize + 1]).unwrap();
        let (pack, told) = Pack::of(Some(&folder), 48_000);
        assert_eq!(pack.length(Sound::Lift), Duration::from_millis(500));
        let shipped = Pack::shipped(48_000);
        for sound in [Sound::Hold, Sound::Rest, Sound::Go, Sound::Lower] {
            assert_eq!(pack.clip(sound), shipped.clip(sound), "{}", sound.word());
        }
        let names = ["go.wav", "hold.wav", "rest.wav"];
        assert!(
            told.len() == 3 && told.iter().zip(names).all(|(told, name)| told.contains(name)),
            "{told:?}"
        );
        std::fs::remove_dir_all(&folder).unwrap();
        let told = Pack::of(Some(&folder), 48_000).1;
        assert!(told.len() == 1 && told[0].contains("no folder"), "{told:?}");
    }

    #[cfg(unix)]
    #[test]
    fn what_would_hang_or_never_end_is_no_sound() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("lift.wav");
        assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("hold.wav")).unwrap();
        let told = Pack::of(Some(folder.path()), 48_000).1;
        assert!(told.len() == 2 && told[0].contains("a FIFO") && told[1].contains("a device"), "{told:?}");
    }
}
