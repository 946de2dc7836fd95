//! The sound of a session: it is watched, let go of when it is lost, and looked for until it is back.

use std::time::{Duration, Instant};

use super::device::Device;
use super::search::Search;
use super::silent::Silent;
use super::watch::{Verdict, Watch};
use super::{DeviceRequest, Output, SharedRenderer};
use crate::player::Transport;
use crate::time::Frames;

/// A device that is lost because the program was suspended is back within this time, and not worth a word.
const SOON: Duration = Duration::from_secs(3);

/// What has happened to the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputEvent {
    /// The device is lost, and the session holds.
    Lost,
    /// The device is lost, and the session goes on without sound.
    LostInTime,
    /// The device plays much slower than time, and the session holds.
    TooSlow,
    /// The device plays much slower than time, and the session goes on without sound.
    TooSlowInTime,
    /// A device is there again.
    Back,
    /// The device plays faster than time: the session goes on without sound.
    TooFast,
    /// What makes the sound has panicked: there will be none, on any device.
    Failed,
}

/// What plays a session.
#[derive(Debug)]
pub struct OutputSupervisor {
    output: Output,
    renderer: SharedRenderer,
    /// The device that was asked for.
    request: DeviceRequest,
    /// Whether the session goes on without sound while the device is lost.
    keeps_time: bool,
    watch: Watch,
    begun: Instant,
    /// While the device is lost.
    search: Option<Search>,
    /// When the program was last suspended: it breaks the connection to some sound servers.
    suspended: Option<Instant>,
}

impl OutputSupervisor {
    /// Begins to play a renderer.
    #[must_use]
    pub fn begin(
        mut output: Output,
        renderer: SharedRenderer,
        request: DeviceRequest,
        keeps_time: bool,
    ) -> OutputSupervisor {
        let watch = Watch::new(output.rate(), Duration::ZERO, Frames(0));
        output.play(&renderer);
        OutputSupervisor {
            output,
            renderer,
            request,
            keeps_time,
            watch,
            begun: Instant::now(),
            search: None,
            suspended: None,
        }
    }

    /// Looks for a device while the session goes on without sound.
    pub fn look_for_device(&mut self) {
        self.search = Some(Search::begin(self.request.clone()));
    }

    /// Whether the session holds because its device is lost.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self.output, Output::Disconnected)
    }

    /// Whether it goes to a device.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        matches!(self.output, Output::Device(_))
    }

    /// Looks at the device, and does what must be done; tells what has happened.
    pub fn poll(&mut self, transport: &Transport) -> Option<OutputEvent> {
        if self.renderer.is_poisoned() {
            return Some(OutputEvent::Failed);
        }
        self.output.tick();
        let expected = self.suspended.is_some_and(|suspended| suspended.elapsed() < SOON);
        if let Some(device) = self.search.as_mut().and_then(Search::found) {
            self.search = None;
            self.take(device, transport);
            return (self.suspended.take().is_none() || !expected).then_some(OutputEvent::Back);
        }
        let Output::Device(device) = &self.output else {
            let untold = self.search.is_some() && self.suspended.is_some() && !expected;
            return self.suspended.take_if(|_| untold).map(|_| self.loss());
        };
        let (holds, is_broken) = (device.holds(), device.is_broken());
        match self.watch.look(self.begun.elapsed(), transport.rendered(), device.ahead()) {
            _ if is_broken => Some(self.lose(holds)).filter(|_| !expected),
            Verdict::Fine => None,
            Verdict::Stalled => Some(self.lose(holds)).filter(|_| !expected),
            Verdict::TooSlow => Some(match self.lose(holds) {
                OutputEvent::Lost => OutputEvent::TooSlow,
                _ => OutputEvent::TooSlowInTime,
            }),
            Verdict::TooFast => {
                self.go_silent();
                Some(OutputEvent::TooFast)
            }
            Verdict::Underrun(frames) => {
                transport.recover_deficit(frames);
                None
            }
        }
    }

    /// Goes on by the clock, without sound, if the session holds; tells whether it did.
    pub fn continue_silently(&mut self) -> bool {
        let held = self.holds();
        if held {
            self.keeps_time = true;
            if let Ok(mut renderer) = self.renderer.lock() {
                renderer.resume_after_loss();
            }
            self.go_silent();
        }
        held
    }

    /// The program was suspended, and goes on: what the device did meanwhile is no fault of its own.
    pub fn resume_after_suspend(&mut self, transport: &Transport) {
        self.suspended = Some(Instant::now());
        self.begin_to_watch(transport);
    }

    /// Looks at the device as if it had just begun.
    fn begin_to_watch(&mut self, transport: &Transport) {
        if let Output::Device(device) = &self.output {
            // What was before counts no more.
            let _ = device.ahead();
        }
        self.watch = Watch::new(self.output.rate(), self.begun.elapsed(), transport.rendered());
    }

    /// Lets go of a lost device, which has not played so many frames, and looks for one.
    fn lose(&mut self, unheard: Frames) -> OutputEvent {
        self.output.detach();
        if let Ok(mut renderer) = self.renderer.lock() {
            renderer.rewind_unheard(unheard);
        }
        self.look_for_device();
        if self.keeps_time {
            self.go_silent();
        }
        self.loss()
    }

    /// What the loss of the device means.
    fn loss(&self) -> OutputEvent {
        if self.holds() { OutputEvent::Lost } else { OutputEvent::LostInTime }
    }

    /// Goes on with a device that has been found.
    fn take(&mut self, device: Device, transport: &Transport) {
        if self.holds()
            && let Ok(mut renderer) = self.renderer.lock()
        {
            renderer.resume_after_loss();
        }
        self.output = Output::Device(device);
        self.begin_to_watch(transport);
        self.output.play(&self.renderer);
    }

    fn go_silent(&mut self) {
        self.output.detach();
        self.output = Output::Silent(Silent::new());
        self.output.play(&self.renderer);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::player::{PlaybackOptions, player};
    use crate::score::Score;

    #[test]
    fn a_renderer_that_has_panicked_ends_the_session_instead_of_losing_one_device_after_the_other() {
        let score = Arc::new(Score::of_notes(48_000, Vec::new(), Frames(48_000_000)));
        let (renderer, transport) = player(&score, PlaybackOptions::default());
        let renderer = Arc::new(Mutex::new(renderer));
        let mut sound = OutputSupervisor::begin(
            Output::Disconnected,
            Arc::clone(&renderer),
            DeviceRequest::default(),
            false,
        );
        assert_eq!(sound.poll(&transport), None);
        let panicked = std::thread::spawn(move || {
            let _renderer = renderer.lock();
            panic!("on purpose");
        });
        assert!(panicked.join().is_err());
        assert_eq!(sound.poll(&transport), Some(OutputEvent::Failed));
    }
}
