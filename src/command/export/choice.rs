//! What the options of an export choose, and the errors if they do not fit together.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

use super::parts::Part;
use crate::cli::Export;
use crate::diagnostic::{Diagnostic, quoted_path};
use crate::output::file::Spec;
use crate::output::file::format::{ENDINGS, Format, Quality};
use crate::report::captions;
use crate::time::clock;

/// The lowest sample rate, in hertz.
const LEAST_RATE: u64 = 8_000;

/// The format of a list of chapters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// A line of text for each.
    Text,
    /// JSON, for podcast apps.
    Json,
}

/// The endings of lists of chapters.
const LISTINGS: [(&str, Listing); 2] = [("txt", Listing::Text), ("json", Listing::Json)];

/// What is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    /// Whether it goes to standard output.
    pub is_pipe: bool,
    /// The format of the sound.
    pub format: Format,
    /// Its quality.
    pub quality: Quality,
    /// The format of the captions, if there are some.
    pub captions: Option<captions::Format>,
    /// The format of the list of chapters, if there is one.
    pub chapters: Option<Listing>,
}

impl Choice {
    /// What the options choose.
    ///
    /// # Errors
    /// If a file has an ending that is not known, or options do not fit together.
    pub(super) fn of(args: &Export) -> Result<Choice, Diagnostic> {
        let is_pipe = args.output.as_os_str() == "-";
        let format = match (args.format, is_pipe) {
            (Some(format), _) => format,
            (None, true) => Format::Wav,
            (None, false) => of_sound(&args.output)?,
        };
        let choice = Choice {
            is_pipe,
            format,
            quality: args.quality.unwrap_or_default(),
            captions: args
                .captions
                .as_deref()
                .map(|path| of_ending(path, &captions::Format::ALL))
                .transpose()?,
            chapters: args.chapters.as_deref().map(|path| of_ending(path, &LISTINGS)).transpose()?,
        };
        choice.check(args)?;
        Ok(choice)
    }

    fn check(&self, args: &Export) -> Result<(), Diagnostic> {
        let name = self.format.name();
        if args.quality.is_some() && !self.format.is_lossy() {
            let error = Diagnostic::plain(format!("`--quality` does nothing for {name}, which is lossless"));
            return Err(error.help("leave it out, or choose M4A, MP3 or HTML"));
        }
        if !self.format.takes_rate(args.rate) {
            let error = Diagnostic::plain(format!("{name} has no sample rate of {} Hz", args.rate));
            return Err(error.help(format!("use one of {}", self.format.rates_in_words())));
        }
        if args.split && self.format.is_page() {
            let error = Diagnostic::plain("`--split` writes several files, and a page is one");
            return Err(error.help("leave it out: a page has a list that leads to each exercise"));
        }
        if !self.is_pipe {
            return Ok(());
        }
        if args.split {
            let error = Diagnostic::plain("`--split` writes several files, and standard output is one");
            return Err(error.help("name a file with `-o`"));
        }
        if !self.format.fits_a_pipe() {
            let error = Diagnostic::plain(format!("{name} cannot be written to standard output"));
            return Err(
                error.help("its index comes first and is known last; name a file, or use another `--format`")
            );
        }
        if io::stdout().is_terminal() {
            let error = Diagnostic::plain("standard output is a terminal, not a file or a pipe");
            return Err(error.help("name a file with `-o`"));
        }
        Ok(())
    }

    /// Everything about the file of a part.
    pub(super) fn spec<'a>(&self, part: &'a Part, rate: u32) -> Spec<'a> {
        Spec {
            format: self.format,
            quality: self.quality,
            rate,
            length: part.frames(rate),
            about: &part.about,
        }
    }
}

/// The format that the ending of a file chooses.
///
/// # Errors
/// If it is not known, or this program was built without it.
fn of_sound(path: &Path) -> Result<Format, Diagnostic> {
    let is_page = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
    if is_page && !cfg!(feature = "aac") {
        let error = Diagnostic::plain(format!("cannot write {}: a page contains M4A", quoted_path(path)));
        return Err(error.help("this program was built without M4A, the feature `aac`"));
    }
    of_ending(path, ENDINGS)
}

/// What the ending of a file chooses.
///
/// # Errors
/// If it is not among the known ones.
fn of_ending<T: Copy>(path: &Path, known: &[(&str, T)]) -> Result<T, Diagnostic> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if let Some((_, choice)) = known.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)) {
        return Ok(*choice);
    }
    let endings: Vec<String> = known.iter().map(|(ending, _)| format!(".{ending}")).collect();
    let endings = match endings.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => endings.concat(),
    };
    let error =
        Diagnostic::plain(format!("cannot write {}: its name must end in {endings}", quoted_path(path)));
    Err(error.help(format!("try `{}`", path.with_extension(known[0].0).display())))
}

/// The error for a session that exceeds a format, with suggestions.
pub(super) fn too_long(length: Duration, format: Format, rate: u32) -> Diagnostic {
    let (name, most) = (format.name(), format.most_frames());
    let holds = clock(Duration::from_secs(most / u64::from(rate)));
    let length_in_words = clock(length);
    let error = Diagnostic::plain(format!("the session lasts {length_in_words}, too long for a {name} file"));
    let holds = if format == Format::Wav {
        format!("at {rate} Hz, a WAV file (at most 4 GB) holds {holds}")
    } else {
        format!("at {rate} Hz, it holds {holds}")
    };
    let error = error.help(holds);
    let fits = most / length.as_secs().max(1);
    let fitting = (LEAST_RATE..=fits / 1_000 * 1_000).rev().step_by(1_000);
    match fitting.filter_map(|rate| u32::try_from(rate).ok()).find(|rate| format.takes_rate(*rate)) {
        Some(rate) => error.help(format!("use `--rate {rate}`")),
        None => error.help("export it in parts, with `--only` or `--skip`".to_owned()),
    }
}
