//! Two progress bars on a terminal: the interval and the session. The only file that names `indicatif` and
//! `console`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use console::{Term, measure_text_width, truncate_str};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::view::{View, view};
use crate::player::{Activity, Position};
use crate::printable::visible;
use crate::time::{clock, clock_left, clock_over};
use crate::timeline::Timeline;

/// The maximum number of redraws per second.
const PAINTS: u8 = 10;

/// The keys, as a line of help: the longest version that fits is shown.
const KEYS: [&str; 4] = [
    "space pause · ←/→ interval · N/P exercise · r repeat · m +10 s · +/- volume · d display · ? keys · q stop",
    "space pause · → next · ← back · r repeat · m more rest · +/- volume · q stop",
    "space pause · →/← skip · r repeat · m more rest · q stop",
    "space →/← r(epeat) m(ore rest) q(uit)",
];
const KEYS_OPEN: [&str; 2] =
    ["Enter or space continue · ← back · +/- volume · q stop", "Enter continue · q stop"];

const KEYS_PAUSED: [&str; 2] =
    ["space resume · → next · ← back · r repeat · +/- volume · q stop", "space →/← r(epeat) q(uit)"];

const KEYS_HELD: [&str; 2] = ["s continue without sound · q stop", "s(ilent) q(uit)"];

/// The lines around the bars.
#[derive(Debug, Default)]
struct Text {
    heading: String,
    details: String,
    interval_left: String,
    next: String,
    session_left: String,
    keys: String,
}

/// The bars of a session.
#[derive(Debug)]
pub struct Bars {
    all: MultiProgress,
    interval: ProgressBar,
    session: ProgressBar,
    text: Arc<Mutex<Text>>,
    term: Term,
    has_keys: bool,
}

impl Bars {
    /// The bars, with or without colour, and with a line of keys if there is a keyboard.
    #[must_use]
    pub fn new(colours: bool, has_keys: bool) -> Bars {
        let term = Term::stdout();
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::term(term.clone(), PAINTS));
        let text = Arc::new(Mutex::new(Text::default()));
        let (strong, bar, faint) = if colours { (".bold", ".cyan/dim", ".dim") } else { ("", "", "") };
        let interval = format!("{{heading:{strong}}}\n{{details}}\n{{wide_bar:{bar}}} {{interval_left}}");
        let session = format!("{{next:{faint}}}\n{{wide_bar:{bar}}} {{session_left}}\n{{keys:{faint}}}");
        let add = |template: &str| {
            let bar = all.add(ProgressBar::new(1));
            bar.set_style(style(template, &text));
            bar
        };
        Bars { interval: add(&interval), session: add(&session), all, text, term, has_keys }
    }

    pub(super) fn show(&mut self, timeline: &Timeline, position: &Position, held: bool) {
        let view = view(timeline, position, held);
        let interval = &timeline.intervals[position.interval];
        let keys: &[&str] = match held {
            true => &KEYS_HELD,
            false if position.activity == Activity::Paused => &KEYS_PAUSED,
            false if interval.cycle.is_some() || interval.waits => &KEYS_OPEN,
            false => &KEYS,
        };
        let width = usize::from(self.term.size().1).max(20) - 1;
        *self.text.lock().unwrap_or_else(PoisonError::into_inner) =
            self.text_of(&view, position, keys, width);
        for (bar, (over, length)) in [(&self.interval, view.interval), (&self.session, view.session)] {
            bar.set_length(millis(length).max(1));
            bar.set_position(millis(over));
            bar.tick();
        }
    }

    fn text_of(&self, view: &View, position: &Position, keys: &[&str], width: usize) -> Text {
        let fit = |words: &str| truncate_str(&visible(words), width, "…").into_owned();
        let (over, length) = view.interval;
        let (session_over, session_length) = view.session;
        let fitting = keys.iter().find(|keys| measure_text_width(keys) <= width);
        let keys = if self.has_keys { fitting.unwrap_or(&keys[keys.len() - 1]) } else { "" };
        Text {
            heading: fit(&view.heading),
            details: fit(&view.details),
            interval_left: clock_left(length.saturating_sub(over)),
            next: fit(&view.next),
            session_left: format!(
                "{} of {} · volume {}",
                clock_over(session_over),
                clock(session_length),
                position.volume.0
            ),
            keys: fit(keys),
        }
    }

    pub(super) fn say(&self, words: &str) {
        for line in wrapped(words).lines() {
            // Errors of a terminal that is gone are ignored.
            let _ = self.all.println(line);
        }
    }

    pub(super) fn suspend(&self) {
        // A terminal that is gone needs no clearing.
        let _ = self.all.clear();
    }

    pub(super) fn end(&mut self) {
        self.interval.finish_and_clear();
        self.session.finish_and_clear();
    }
}

/// A style whose custom template keys are the lines of `text`.
fn style(template: &str, text: &Arc<Mutex<Text>>) -> ProgressStyle {
    type Line = fn(&Text) -> &str;
    let lines: [(&'static str, Line); 6] = [
        ("heading", |text| &text.heading),
        ("details", |text| &text.details),
        ("interval_left", |text| &text.interval_left),
        ("next", |text| &text.next),
        ("session_left", |text| &text.session_left),
        ("keys", |text| &text.keys),
    ];
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    lines.into_iter().fold(style.progress_chars("█▉▊▋▌▍▎▏ "), |style, (key, line)| {
        let text = Arc::clone(text);
        style.with_key(key, move |_: &ProgressState, to: &mut dyn std::fmt::Write| {
            let text = text.lock().unwrap_or_else(PoisonError::into_inner);
            // Writing to a string cannot fail.
            let _ = to.write_str(line(&text));
        })
    })
}

/// Printable text whose lines break between words at the width of the terminal.
#[must_use]
pub(super) fn wrapped(words: &str) -> String {
    let width = usize::from(size().0).max(20) - 1;
    let lines = words.lines().map(visible);
    lines.map(|line| textwrap::fill(&line, width)).collect::<Vec<_>>().join("\n")
}

/// The size of the terminal on standard output, in columns and rows; zero if it has none.
#[must_use]
pub fn size() -> (u16, u16) {
    Term::stdout().size_checked().map_or((0, 0), |(rows, columns)| (columns, rows))
}

/// The width of the terminal on standard output, in columns.
#[must_use]
pub fn columns() -> Option<u16> {
    let (_, columns) = Term::stdout().size_checked()?;
    Some(columns)
}

fn millis(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX)
}

/// A progress bar for other work, such as an export.
#[derive(Debug)]
pub struct Work(ProgressBar);

impl Work {
    /// A bar with this many steps; hidden if standard error is not a terminal.
    #[must_use]
    pub fn new(what: &str, steps: u64) -> Work {
        let bar = ProgressBar::new(steps);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent}% · {eta} left") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        Work(bar)
    }

    /// Shows that `done` steps are complete.
    pub fn show(&self, done: u64) {
        self.0.set_position(done);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
