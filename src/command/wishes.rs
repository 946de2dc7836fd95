//! What a person wants of a command: its options, over the environment, over `config.toml`.

use std::path::{Path, PathBuf};

use super::Failure;
use super::load;
use crate::cli::{ChangeArgs, Playing, SessionArgs};
use crate::config::{self, Config, Origin};
use crate::files;
use crate::output::Wanted;
use crate::player::Volume;
use crate::routine::changes::Changes;
use crate::routine::settings::Settings;
use crate::sound::voice::choice::Choice;

/// All that a command is to obey.
#[derive(Debug)]
pub(super) struct Wishes {
    /// What is changed in the routine.
    pub(super) changes: Changes,
    /// The time to fit into.
    pub(super) minutes: Option<u32>,
    /// Who speaks.
    pub(super) voice: Choice,
    /// How loud.
    pub(super) volume: Volume,
    /// Where it is heard.
    pub(super) output: Wanted,
    /// The person's own sounds.
    pub(super) sounds: Option<PathBuf>,
}

impl Wishes {
    /// Of a command that plays, or shows, a routine.
    pub(super) fn of(session: &SessionArgs, config: &Config) -> Wishes {
        let mut changes = session.changes.changes();
        load::select(&session.selection, &mut changes);
        Wishes { minutes: session.selection.minutes, ..Wishes::new(changes, &session.playing, config) }
    }

    /// Of one that plays a single exercise.
    pub(super) fn of_drill(changes: &ChangeArgs, playing: &Playing, config: &Config) -> Wishes {
        Wishes::new(changes.changes(), playing, config)
    }

    fn new(changes: Changes, playing: &Playing, config: &Config) -> Wishes {
        let defaults = Settings {
            count: value(config.count.as_ref()),
            ready: value(config.ready.as_ref()).map(|length| length.0),
            rest: value(config.rest.as_ref()),
            switch: value(config.switch.as_ref()).map(|length| length.0),
            ..Settings::default()
        };
        let level = changes.level.or(value(config.level.as_ref()));
        Wishes {
            changes: Changes { level, defaults, ..changes },
            minutes: None,
            voice: voice(playing.voice.as_ref(), config),
            volume: playing.volume.map(Volume).or(value(config.volume.as_ref())).unwrap_or_default(),
            output: Wanted {
                name: playing.device.clone().or(value(config.device.as_ref())),
                latency: playing.latency.or(value(config.latency.as_ref())).unwrap_or_default(),
            },
            sounds: playing
                .sounds
                .clone()
                .or(config.sounds.as_ref().map(folder))
                .map(|path| files::with_home(&path)),
        }
    }
}

/// The config, with the environment over it.
pub(super) fn config() -> Result<Config, Failure> {
    let source = files::own_file("config.toml")?;
    Ok(config::read(source.as_ref(), &|name| std::env::var(name).ok())?)
}

/// The voice that was asked for, or the best there is.
pub(super) fn voice(asked: Option<&Choice>, config: &Config) -> Choice {
    asked.cloned().or(value(config.voice.as_ref())).unwrap_or_default()
}

/// A folder that a setting names: in `config.toml`, which is read from anywhere, its place is beside that file.
fn folder(setting: &config::Setting<String>) -> PathBuf {
    let path = files::with_home(Path::new(&setting.value));
    match setting.origin {
        Origin::File => files::config_folder().map_or_else(|| path.clone(), |beside| beside.join(&path)),
        Origin::Environment(_) => path,
    }
}

fn value<T: Clone>(setting: Option<&config::Setting<T>>) -> Option<T> {
    setting.map(|setting| setting.value.clone())
}
