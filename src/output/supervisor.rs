//! Supervises the sound of a session: detects that a device is lost, closes it, and searches until it is back.

use std::time::{Duration, Instant};

use super::device::Device;
use super::search::Search;
use super::silent::Silent;
use super::watch::{Verdict, Watch};
use super::{DeviceRequest, Output, SharedRenderer};
use crate::player::Transport;
use crate::time::Frames;

/// A device that is lost because the program was suspended is back within this time, which is not reported.
const SOON: Duration = Duration::from_secs(3);

/// An event of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputEvent {
    /// The device is lost, and the session is held.
    Lost,
    /// The device is lost, and the session continues without sound.
    LostInTime,
    /// The device plays much too slowly, and the session is held.
    TooSlow,
    /// The device plays much too slowly, and the session continues without sound.
    TooSlowInTime,
    /// A device is available again.
    Back,
    /// The device plays too fast, and the session continues without sound.
    TooFast,
    /// The renderer has panicked: there will be no sound, on any device.
    Failed,
}

/// The output of a session.
#[derive(Debug)]
pub struct OutputSupervisor {
    output: Output,
    renderer: SharedRenderer,
    /// The requested device.
    request: DeviceRequest,
    /// Whether the session continues without sound while the device is lost.
    keeps_time: bool,
    watch: Watch,
    begun: Instant,
    /// The search, while the device is lost.
    search: Option<Search>,
    /// When the program was last suspended: that breaks the connection to some sound servers.
    suspended: Option<Instant>,
}

impl OutputSupervisor {
    /// Starts to play a renderer.
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

    /// Searches for a device while the session plays silently.
    pub fn look_for_device(&mut self) {
        self.search = Some(Search::begin(self.request.clone()));
    }

    /// Whether the session is held because its device is lost.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(self.output, Output::Disconnected)
    }

    /// Whether it plays on a device.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        matches!(self.output, Output::Device(_))
    }

    /// Checks the device and acts; returns what has happened.
    pub fn poll(&mut self, transport: &Transport) -> Option<OutputEvent> {
        if self.renderer.is_poisoned() {
            return Some(OutputEvent::Failed);
        }
        self.output.tick();
        let expected = self.suspended.is_some_and(|suspended| suspended.elapsed() < SOON);
        if let Some(device) = self.search.as_mut().and_then(Search::found) {
            self.search = None;
            self.resume_on(device, transport);
            return (self.suspended.take().is_none() || !expected).then_some(OutputEvent::Back);
        }
        let Output::Device(device) = &self.output else {
            let untold = self.search.is_some() && self.suspended.is_some() && !expected;
            return self.suspended.take_if(|_| untold).map(|_| self.loss());
        };
        let (holds, is_broken) = (device.buffer_frames(), device.is_broken());
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

    /// Continues without sound if the session is held. Returns whether it was.
    pub fn continue_silently(&mut self) -> bool {
        let held = self.is_held();
        if held {
            self.keeps_time = true;
            if let Ok(mut renderer) = self.renderer.lock() {
                renderer.resume_after_loss();
            }
            self.go_silent();
        }
        held
    }

    /// Resumes after the program was suspended: what the device did meanwhile is not its fault.
    pub fn resume_after_suspend(&mut self, transport: &Transport) {
        self.suspended = Some(Instant::now());
        self.begin_to_watch(transport);
    }

    /// Watches the device as if it had just started.
    fn begin_to_watch(&mut self, transport: &Transport) {
        if let Output::Device(device) = &self.output {
            // Discard the measurement from before.
            let _ = device.ahead();
        }
        self.watch = Watch::new(self.output.rate(), self.begun.elapsed(), transport.rendered());
    }

    /// Closes a lost device, which has `unheard` frames in its buffer, and searches for one.
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

    /// The event for the loss of the device.
    fn loss(&self) -> OutputEvent {
        if self.is_held() { OutputEvent::Lost } else { OutputEvent::LostInTime }
    }

    /// Continues on a device that was found.
    fn resume_on(&mut self, device: Device, transport: &Transport) {
        if self.is_held()
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
