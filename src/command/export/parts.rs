//! The files of an export: the whole session, or one for each exercise.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::target;
use crate::cli::Export;
use crate::command::Failure;
use crate::diagnostic::Diagnostic;
use crate::files::write::Target;
use crate::output::file::format::{ENDINGS, Format};
use crate::output::file::{ARTIST, About};
use crate::printable::visible;
use crate::report::captions::{Caption, captions};
use crate::report::chapters::{Chapter, chapters};
use crate::report::cover;
use crate::report::page::Page;
use crate::routine::Routine;
use crate::time::{At, Frames};
use crate::timeline::Timeline;

/// The most files of a split session. All are open until the last is complete.
const MOST: usize = 200;

/// A file, and the part of the session that it contains.
#[derive(Debug)]
pub(super) struct Part {
    /// The file, as it is shown.
    pub path: PathBuf,
    /// The file, once it is known that it may be written.
    pub target: Option<Target>,
    /// The playlist, in the first part of a split session.
    pub playlist: Option<PathBuf>,
    /// What the file says about itself.
    pub about: About,
    /// The first instant of the session in it, and the first after it.
    span: [At; 2],
}

impl Part {
    /// Its length.
    pub(super) fn length(&self) -> Duration {
        self.span[1] - self.span[0]
    }

    /// The number of its frames. Each instant becomes a frame from the beginning of the session, so that all parts
    /// together have the frames of the whole.
    pub(super) fn frames(&self, rate: u32) -> Frames {
        Frames(self.span[1].frames(rate).0 - self.span[0].frames(rate).0)
    }
}

/// The whole session as one file.
pub(super) fn whole(
    (routine, timeline): (&Routine, &Timeline),
    (args, format): (&Export, Format),
    target: Option<Target>,
) -> Part {
    let about = About {
        title: visible(&timeline.title),
        album: ARTIST.to_owned(),
        track: None,
        captions: captions(timeline),
        chapters: chapters(timeline),
        cover: cover::png(timeline),
        page: if format.is_page() { Page::new(routine, timeline) } else { Page::default() },
    };
    let span = [At::ZERO, timeline.end()];
    Part { path: args.output.clone(), target, playlist: None, about, span }
}

/// A file for each chapter, and the playlist: `morning.m4a` becomes `morning-01-squat.m4a`, …, `morning.m3u8`.
///
/// # Errors
/// If there are too many, or one must not be written.
pub(super) fn split(timeline: &Timeline, args: &Export, format: Format) -> Result<Vec<Part>, Failure> {
    let chapters = chapters(timeline);
    let count = chapters.len();
    if count > MOST {
        let error = Diagnostic::plain(format!(
            "the session has {count} parts; `--split` writes at most {MOST} files"
        ));
        return Err(error
            .help("export it without `--split`, or shorten it with `--only` or `--skip`")
            .into());
    }
    let playlist = args.output.with_extension("m3u8");
    // An answer for the playlist is one for all files.
    let force = args.force || target(&playlist, args.force)?.exists();
    let usual = ENDINGS.iter().find(|(_, other)| *other == format).map_or("", |(ending, _)| *ending);
    let ending = args.output.extension().and_then(|ending| ending.to_str()).unwrap_or(usual);
    let stem = args.output.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let (said, cover) = (captions(timeline), cover::png(timeline));
    let mut parts = Vec::with_capacity(count);
    for (n, chapter) in (1u16..).zip(chapters) {
        let id: String = chapter.id.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
        let path = args.output.with_file_name(format!("{stem}-{n:02}-{id}.{ending}"));
        parts.push(Part {
            target: Some(target(&path, force)?),
            playlist: (n == 1).then(|| playlist.clone()),
            path,
            span: [chapter.start, chapter.end],
            about: About {
                captions: of_part(&said, &chapter),
                title: chapter.title,
                album: visible(&timeline.title),
                track: Some([n, count as u16]),
                chapters: Vec::new(),
                cover: cover.clone(),
                page: Page::default(),
            },
        });
    }
    Ok(parts)
}

/// The captions of a chapter, with instants from its beginning.
fn of_part(captions: &[Caption], chapter: &Chapter) -> Vec<Caption> {
    let within = captions.iter().filter(|caption| (chapter.start..chapter.end).contains(&caption.start));
    let shifted = |at: At| At(at - chapter.start);
    within
        .map(|caption| Caption {
            start: shifted(caption.start),
            end: shifted(caption.end),
            text: caption.text.clone(),
        })
        .collect()
}

/// A playlist of the parts, which are in its folder.
pub(super) fn playlist(parts: &[Part]) -> String {
    parts.iter().fold("#EXTM3U\n".to_owned(), |mut text, part| {
        let name = part.path.file_name().map_or(part.path.as_path(), Path::new);
        let seconds = part.length().as_secs_f64().round();
        // Writing to a string cannot fail.
        let _ = write!(text, "#EXTINF:{seconds},{ARTIST} - {}\n{}\n", part.about.title, name.display());
        text
    })
}
