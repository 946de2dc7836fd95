//! The resolved options of a command: command line over environment over `config.toml`.

use std::path::{Path, PathBuf};

use super::load;
use super::resume::Start;
use crate::calendar;
use crate::cli::{ChangeArgs, MusicArgs, Playing, SessionArgs};
use crate::config::{self, Config, Origin};
use crate::diagnostic::Diagnostic;
use crate::display::DisplayKind;
use crate::files;
use crate::history::week::Goal;
use crate::music;
use crate::output::DeviceRequest;
use crate::player::Volume;
use crate::routine::changes::Changes;
use crate::routine::field::Verbatim;
use crate::routine::list::PerSet;
use crate::routine::range::RestRange;
use crate::routine::settings::Settings;
use crate::routine::speed::Speed;
use crate::sound::voice::id::VoiceId;

/// The resolved options.
#[derive(Debug)]
pub(super) struct ResolvedOptions {
    /// The overrides for the routine.
    pub(super) changes: Changes,
    /// The time to fit into.
    pub(super) minutes: Option<u32>,
    /// The voice.
    pub(super) voice: VoiceId,
    /// The speed of the voice that the command line gives; it wins over the routine's.
    pub(super) voice_speed: Option<Speed>,
    /// The speed of the voice by the settings, if the routine gives none.
    pub(super) usual_speed: Speed,
    /// The volume.
    pub(super) volume: Volume,
    /// The music: where it is, and its volume.
    pub(super) music: Option<(PathBuf, Volume)>,
    /// The device.
    pub(super) output: DeviceRequest,
    /// The folder with the user's sounds.
    pub(super) sounds: Option<PathBuf>,
    /// The display.
    pub(super) display: DisplayKind,
    /// Whether and how the session is recorded in the history.
    pub(super) history: HistoryOptions,
}

/// Whether and how a session is recorded in the history.
#[derive(Debug, Clone, Copy)]
pub(super) struct HistoryOptions {
    /// Whether it is.
    pub(super) is_kept: bool,
    /// The days a week to reach.
    pub(super) goal: Goal,
    /// Whether the screen reminds of the keys for the effort.
    pub(super) shows_effort: bool,
    /// Whether to ask for the pain afterwards.
    pub(super) asks_pain: bool,
}

impl ResolvedOptions {
    /// For a command that plays or shows a routine.
    pub(super) fn for_session(session: &SessionArgs, playing: &Playing, config: &Config) -> ResolvedOptions {
        let changes = load::changes(session);
        load::report_order(session.selection.seed, &changes);
        ResolvedOptions::new(changes, session.selection.minutes, playing, config)
    }

    /// For a session.
    pub(super) fn for_start(start: &Start, playing: &Playing, config: &Config) -> ResolvedOptions {
        ResolvedOptions::new(start.changes.clone(), start.minutes, playing, config)
    }

    /// For a single exercise.
    pub(super) fn for_drill(changes: &ChangeArgs, playing: &Playing, config: &Config) -> ResolvedOptions {
        ResolvedOptions::new(changes.changes(), None, playing, config)
    }

    /// For a session without a file.
    pub(super) fn for_changes(changes: Changes, playing: &Playing, config: &Config) -> ResolvedOptions {
        ResolvedOptions::new(changes, None, playing, config)
    }

    fn new(changes: Changes, minutes: Option<u32>, playing: &Playing, config: &Config) -> ResolvedOptions {
        let defaults = Settings {
            count: value(config.count.as_ref()),
            instructions: value(config.instructions.as_ref()),
            ready: value(config.ready.as_ref()).map(|length| length.0),
            rest: value(config.rest.as_ref()).map(|rest| PerSet::one(RestRange::from(rest))),
            switch: value(config.switch.as_ref()).map(|length| length.0),
            ..Settings::default()
        };
        let level = changes.level.or(value(config.level.as_ref()));
        ResolvedOptions {
            changes: Changes { level, defaults, today: calendar::today(), ..changes },
            minutes,
            voice: voice(playing.sound.voice.as_ref(), config),
            voice_speed: playing.sound.voice_speed,
            usual_speed: voice_speed(None, config),
            volume: playing.volume.map(Volume).or(value(config.volume.as_ref())).unwrap_or_default(),
            music: music(&playing.music, config),
            output: DeviceRequest {
                name: playing.device.clone().or(value(config.device.as_ref()).map(|device| device.0)),
                latency: playing.latency.or(value(config.latency.as_ref())).unwrap_or_default(),
            },
            display: display(playing, config),
            history: HistoryOptions {
                is_kept: !playing.no_history && value(config.history.as_ref()).unwrap_or(true),
                goal: value(config.goal.as_ref()).unwrap_or_default(),
                shows_effort: value(config.effort.as_ref()).unwrap_or(false),
                asks_pain: value(config.pain.as_ref()).unwrap_or(false),
            },
            sounds: playing
                .sound
                .sounds
                .clone()
                .or(config.sounds.as_ref().map(folder))
                .map(|path| files::with_home(&path)),
        }
    }
}

/// The requested display; `plain = true` counts whatever `display` says, because a screen reader needs lines.
fn display(playing: &Playing, config: &Config) -> DisplayKind {
    if playing.plain {
        DisplayKind::Plain
    } else if playing.bars {
        DisplayKind::Bars
    } else if let Some(display) = playing.display {
        display
    } else if value(config.plain.as_ref()).unwrap_or(false) {
        DisplayKind::Plain
    } else {
        value(config.display.as_ref()).unwrap_or_default()
    }
}

/// The music: that of the command line, or of the settings.
fn music(asked: &MusicArgs, config: &Config) -> Option<(PathBuf, Volume)> {
    let path = asked.music.clone().or(config.music.as_ref().map(folder));
    let volume = asked.music_volume.map(Volume).or(value(config.music_volume.as_ref()));
    let path = path.filter(|path| !asked.no_music && !path.as_os_str().is_empty());
    path.map(|path| (files::with_home(&path), volume.unwrap_or(music::USUAL.0)))
}

/// The settings of the environment over those of the config file, if that is not ignored, and all errors in both.
pub(super) fn config(ignore_file: bool) -> (Config, Vec<Diagnostic>) {
    let file = if ignore_file { Ok(None) } else { files::own_file("config.toml") };
    let (source, unreadable) = match file {
        Ok(source) => (source, None),
        Err(error) => (None, Some(error)),
    };
    let (config, mut errors) = config::read(source.as_ref(), &|name| std::env::var_os(name));
    if errors.iter().any(|error| error.source.is_some()) || unreadable.is_some() {
        errors.extend(unreadable);
        // Errors in the file come last.
        if let Some(last) = errors.last_mut() {
            last.help.push("`--no-config` ignores the file".to_owned());
        }
    }
    (config, errors)
}

/// The requested voice, or the best available.
pub(super) fn voice(asked: Option<&VoiceId>, config: &Config) -> VoiceId {
    asked.cloned().or(value(config.voice.as_ref())).unwrap_or_default()
}

/// The requested speed of the voice, or that of the settings.
pub(super) fn voice_speed(asked: Option<Speed>, config: &Config) -> Speed {
    asked.or(value(config.voice_speed.as_ref())).unwrap_or_default()
}

/// A folder from the settings: a relative path in `config.toml` is relative to that file.
fn folder(setting: &config::Setting<Verbatim>) -> PathBuf {
    let path = files::with_home(Path::new(&setting.value.0));
    match setting.origin {
        Origin::File => files::config_folder().map_or_else(|| path.clone(), |beside| beside.join(&path)),
        Origin::Environment(_) => path,
    }
}

fn value<T: Clone>(setting: Option<&config::Setting<T>>) -> Option<T> {
    setting.map(|setting| setting.value.clone())
}
