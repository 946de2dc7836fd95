//! The desktop's media panel and media keys, through MPRIS. The only file that names `mpris_server`.
//!
//! Without a bus, or if it goes away, the session continues: only this thread ends.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use mpris_server::zbus::{self, block_on, fdo};
use mpris_server::{
    LoopStatus, Metadata, PlaybackRate, PlaybackStatus, PlayerInterface, Property, RootInterface, Server,
    Signal, Time, TrackId, Volume,
};

use super::Command;
use super::socket::DEFAULT;
use crate::player::Transport;
use crate::status::{State, Status, StatusChannel};
use crate::time::At;

/// The name on the bus, after `org.mpris.MediaPlayer2.`.
const NAME: &str = "repcue";
/// The maximum time between two updates of the panel if nothing changes.
const LOOK: Duration = Duration::from_secs(600);

/// Shows a session in the panel until it ends, on a separate thread; commands from the panel are sent to `commands`.
pub fn open(session: &str, commands: Sender<Command>, channel: Arc<StatusChannel>, transport: Transport) {
    let alone = session == DEFAULT;
    let panel = Panel { commands, channel, transport };
    // Without a thread or a bus there is no panel, and no error.
    let _ = crate::threads::start("media", move || {
        let _ = show(alone, &panel);
    });
}

/// Publishes each change to the panel.
fn show(alone: bool, panel: &Panel) -> zbus::Result<()> {
    let server = |name: &str| block_on(Server::new(name, panel.clone()));
    let several = format!("{NAME}.instance{}", std::process::id());
    let server = if alone { server(NAME).or_else(|_| server(&several))? } else { server(&several)? };
    let mut seen = 0;
    let mut shown = None;
    loop {
        let (change, status) = panel.channel.wait(seen, LOOK);
        let Some(status) = status else { continue };
        seen = change;
        if status.state == State::Ended {
            return Ok(());
        }
        let mut changed =
            vec![Property::PlaybackStatus(playback(&status)), Property::Volume(volume(&status))];
        let now = (status.interval, status.duration_ms);
        let before = shown.replace(now);
        if before != Some(now) {
            changed.push(Property::Metadata(metadata(&status)));
        }
        block_on(server.properties_changed(changed))?;
        if before.is_none_or(|(interval, _)| interval != status.interval) {
            // Panels assume that a new title starts at zero.
            block_on(server.emit(Signal::Seeked { position: panel.time() }))?;
        }
    }
}

/// The panel's interface to the session.
#[derive(Debug, Clone)]
struct Panel {
    commands: Sender<Command>,
    channel: Arc<StatusChannel>,
    transport: Transport,
}

impl Panel {
    fn send(&self, command: Command) {
        // The session may already be over.
        let _ = self.commands.send(command);
    }

    fn time(&self) -> Time {
        let (over, _) = self.transport.position().session(At::ZERO);
        Time::from_micros(i64::try_from(over.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A session that waits for the user is shown as paused, so that the panel offers "play".
fn playback(status: &Status) -> PlaybackStatus {
    match status.state {
        State::Playing | State::Saying | State::CountIn => PlaybackStatus::Playing,
        State::Ended => PlaybackStatus::Stopped,
        _ => PlaybackStatus::Paused,
    }
}

fn volume(status: &Status) -> Volume {
    f64::from(status.volume) / 100.0
}

/// Converts a panel's volume, from 0 to 1 by the standard, to a level. It is clamped; NaN is ignored.
fn level(volume: Volume) -> Option<u8> {
    volume.is_finite().then(|| (volume.clamp(0.0, 1.0) * 100.0).round() as u8)
}

fn metadata(status: &Status) -> Metadata {
    let length = i64::try_from(status.duration_ms).unwrap_or(i64::MAX / 1_000);
    let track = TrackId::try_from(format!("/org/repcue/interval/{}", status.interval));
    let words = Metadata::builder().title(&status.heading).artist([&status.title]).album(&status.title);
    let built = words.length(Time::from_millis(length));
    match track {
        Ok(track) => built.trackid(track).build(),
        Err(_) => built.build(),
    }
}

/// The result of a request that a session does not support.
fn unsupported<T>() -> fdo::Result<T> {
    Err(fdo::Error::NotSupported("not supported by this session".to_owned()))
}

impl RootInterface for Panel {
    async fn raise(&self) -> fdo::Result<()> {
        unsupported()
    }

    async fn quit(&self) -> fdo::Result<()> {
        self.send(Command::Stop);
        Ok(())
    }

    async fn can_quit(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_fullscreen(&self, _: bool) -> zbus::Result<()> {
        Ok(unsupported()?)
    }

    async fn can_set_fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_raise(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn has_track_list(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn identity(&self) -> fdo::Result<String> {
        Ok(NAME.to_owned())
    }

    async fn desktop_entry(&self) -> fdo::Result<String> {
        Ok(NAME.to_owned())
    }

    async fn supported_uri_schemes(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }

    async fn supported_mime_types(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

impl PlayerInterface for Panel {
    async fn next(&self) -> fdo::Result<()> {
        self.send(Command::Next);
        Ok(())
    }

    async fn previous(&self) -> fdo::Result<()> {
        self.send(Command::Back);
        Ok(())
    }

    async fn pause(&self) -> fdo::Result<()> {
        self.send(Command::Pause);
        Ok(())
    }

    async fn play_pause(&self) -> fdo::Result<()> {
        self.send(Command::Toggle);
        Ok(())
    }

    async fn stop(&self) -> fdo::Result<()> {
        self.send(Command::Stop);
        Ok(())
    }

    async fn play(&self) -> fdo::Result<()> {
        self.send(Command::Resume);
        Ok(())
    }

    async fn seek(&self, _: Time) -> fdo::Result<()> {
        unsupported()
    }

    async fn set_position(&self, _: TrackId, _: Time) -> fdo::Result<()> {
        unsupported()
    }

    async fn open_uri(&self, _: String) -> fdo::Result<()> {
        unsupported()
    }

    async fn playback_status(&self) -> fdo::Result<PlaybackStatus> {
        Ok(self.channel.read().map_or(PlaybackStatus::Stopped, |status| playback(&status)))
    }

    async fn loop_status(&self) -> fdo::Result<LoopStatus> {
        Ok(LoopStatus::None)
    }

    async fn set_loop_status(&self, _: LoopStatus) -> zbus::Result<()> {
        Ok(unsupported()?)
    }

    async fn rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(1.0)
    }

    async fn set_rate(&self, _: PlaybackRate) -> zbus::Result<()> {
        Ok(unsupported()?)
    }

    async fn shuffle(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_shuffle(&self, _: bool) -> zbus::Result<()> {
        Ok(unsupported()?)
    }

    async fn metadata(&self) -> fdo::Result<Metadata> {
        Ok(self.channel.read().map_or_else(Metadata::new, |status| metadata(&status)))
    }

    async fn volume(&self) -> fdo::Result<Volume> {
        Ok(self.channel.read().map_or(1.0, |status| volume(&status)))
    }

    async fn set_volume(&self, volume: Volume) -> zbus::Result<()> {
        if let Some(level) = level(volume) {
            self.send(Command::Volume(level));
        }
        Ok(())
    }

    async fn position(&self) -> fdo::Result<Time> {
        Ok(self.time())
    }

    async fn minimum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(1.0)
    }

    async fn maximum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(1.0)
    }

    async fn can_go_next(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn can_go_previous(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn can_play(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn can_pause(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn can_seek(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_control(&self) -> fdo::Result<bool> {
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn a_nan_volume_changes_nothing() {
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(level(odd), None, "{odd}");
        }
        let levels = [-1.0, 0.0, 0.255, 1.0, 7.0].map(level);
        assert_eq!(levels, [Some(0), Some(0), Some(26), Some(100), Some(100)]);
    }
}
