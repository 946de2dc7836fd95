//! Draws errors in the style of rustc. The only file that names `annotate-snippets`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::lines::Lines;
use super::{Diagnostic, Severity, Source};
use crate::printable::{Printable, of_same_length, visible};

/// The maximum number of errors drawn: nobody reads more, and a file of a megabyte can have a hundred thousand.
pub const MOST: usize = 100;
/// The maximum number of bytes shown of one line: no terminal shows a longer one, so it is cut around the location.
const LONGEST_LINE: usize = 2_000;

/// The diagnostics with colours, for a terminal.
pub fn styled(diagnostics: &[Diagnostic]) -> Printable {
    Printable::coloured(draw(diagnostics, &Renderer::styled()))
}

/// The diagnostics as plain text.
pub fn plain(diagnostics: &[Diagnostic]) -> String {
    draw(diagnostics, &Renderer::plain())
}

fn draw(diagnostics: &[Diagnostic], renderer: &Renderer) -> String {
    // The lines of a source are located once for all its errors.
    let mut lines: HashMap<*const Source, Lines> = HashMap::new();
    let mut drawn = Vec::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        let excerpt = diagnostic.source.as_ref().map(|source| {
            let lines = lines.entry(Arc::as_ptr(source)).or_insert_with(|| Lines::new(&source.text));
            Excerpt::new(&source.text, lines, diagnostic)
        });
        drawn.push(draw_one(diagnostic, excerpt.as_ref(), renderer));
    }
    let more = diagnostics.len() - drawn.len();
    if more > 0 {
        let title = format!("{more} more errors");
        drawn.push(renderer.render(&[Group::with_title(Level::ERROR.primary_title(title.as_str()))]));
    }
    drawn.join("\n\n")
}

fn draw_one(diagnostic: &Diagnostic, shown: Option<&Excerpt>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // Labels, titles and help contain text from the file, and names of files and devices.
    let title = visible(&diagnostic.title);
    let labels: Vec<String> = diagnostic.labels.iter().map(|label| visible(&label.text)).collect();
    let help: Vec<String> = diagnostic.help.iter().map(|help| visible(help)).collect();
    let fix = diagnostic.fix.as_ref().map(|(span, text)| (span, of_same_length(text)));
    let mut main = Group::with_title(level.primary_title(title.as_str()));
    let mut groups = Vec::new();
    if let (Some(source), Some(shown)) = (&diagnostic.source, shown) {
        let mut snippet =
            Snippet::source(shown.text.as_str()).line_start(shown.first_line).path(visible(&source.name));
        for (n, (label, words)) in diagnostic.labels.iter().zip(&labels).enumerate() {
            let Some(span) = shown.span(&label.span) else { continue };
            let kind = if n == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let words = (!words.is_empty()).then_some(words.as_str());
            snippet = snippet.annotation(kind.span(span).label(words));
        }
        main = main.element(snippet);
        if let Some((span, text)) = &fix
            && let Some(span) = shown.span(span)
        {
            groups.push(
                Group::with_title(Level::HELP.secondary_title("try")).element(
                    Snippet::source(shown.text.as_str())
                        .line_start(shown.first_line)
                        .patch(Patch::new(span, text.as_str())),
                ),
            );
        }
    }
    for help in &help {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    groups.insert(0, main);
    renderer.render(&groups)
}

/// The relevant part of a source: the labelled lines with one line before and after, or the part of an overlong line
/// around the location.
struct Excerpt {
    text: String,
    first_byte: usize,
    first_line: usize,
}

impl Excerpt {
    fn new(text: &str, lines: &Lines, diagnostic: &Diagnostic) -> Excerpt {
        let at = diagnostic.labels.first().map_or(0, |label| label.span.start);
        let number = lines.number(at);
        let line = lines.line(number);
        let (first, last) = if line.len() <= LONGEST_LINE {
            let spans = diagnostic.labels.iter().map(|label| &label.span);
            let spans = spans.chain(diagnostic.fix.iter().map(|(span, _)| span));
            let bounds =
                |(from, to): (usize, usize), span: &Range<usize>| (from.min(span.start), to.max(span.end));
            let (from, to) = spans.fold((at, at), bounds);
            let first = lines.line(lines.number(from).saturating_sub(1)).start;
            // Including its line feed, if it has one.
            let last = (lines.line(lines.number(to) + 1).end + 1).min(text.len());
            (first, last)
        } else {
            let mut first = at.saturating_sub(LONGEST_LINE / 20).max(line.start);
            let mut last = (first + LONGEST_LINE / 10).min(line.end);
            while !text.is_char_boundary(first) {
                first -= 1;
            }
            while !text.is_char_boundary(last) {
                last -= 1;
            }
            (first, last)
        };
        Excerpt {
            text: of_same_length(&text[first..last]),
            first_byte: first,
            first_line: lines.number(first) + 1,
        }
    }

    /// `span` relative to the excerpt; `None` if it begins outside.
    fn span(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let start = span.start.checked_sub(self.first_byte)?;
        let end = span.end.saturating_sub(self.first_byte).min(self.text.len());
        (start <= self.text.len()).then(|| start..end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Source};
    use super::*;

    #[test]
    fn a_error_names_file_line_place_and_fix() {
        let source = Source::new("mine.toml", "title = \"x\"\nrest = 20\n");
        let drawn =
            plain(&[Diagnostic::error(&source, 19..21, "`rest` is not a duration", "a number")
                .fix(19..21, "\"20s\"")]);
        assert!(drawn.contains("mine.toml:2:8"), "{drawn}");
        assert!(drawn.contains("rest = \"20s\""), "{drawn}");
        assert!(drawn.contains("a number"), "{drawn}");
    }

    #[test]
    fn of_very_many_errors_the_first_are_drawn_and_the_others_counted() {
        let source = Source::new("mine.toml", "rest = 20\n".repeat(130));
        let errors: Vec<_> =
            (0..130).map(|n| Diagnostic::error(&source, n * 10..n * 10 + 4, "wrong", "this")).collect();
        let drawn = plain(&errors);
        assert!(drawn.contains("mine.toml:100:1") && !drawn.contains("mine.toml:101:1"), "{drawn}");
        assert!(drawn.ends_with("error: 30 more errors"), "{drawn}");
        assert!(!plain(&errors[..100]).contains("more errors"));
    }

    #[test]
    fn a_hundred_errors_at_the_end_of_a_long_file_are_drawn_at_once() {
        let text = "# nothing\n".repeat(190_000) + &"rest = 20\n".repeat(100);
        let source = Source::new("long.toml", text);
        let at = |n: usize| 1_900_000 + n * 10;
        let errors: Vec<_> =
            (0..100).map(|n| Diagnostic::error(&source, at(n)..at(n) + 4, "wrong", "this")).collect();
        let start = std::time::Instant::now();
        let drawn = plain(&errors);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
        assert!(drawn.contains("long.toml:190001:1") && drawn.contains("long.toml:190100:1"), "{drawn}");
    }

    #[test]
    fn a_line_of_a_megabyte_is_not_drawn_whole() {
        let text = format!("a = 1\nx = \"{}\"\n", "y".repeat(1 << 20));
        let source = Source::new("long.toml", text);
        let drawn = plain(&[Diagnostic::error(&source, 500_000..500_003, "here", "this")]);
        assert!(drawn.len() < 3_000, "{} bytes", drawn.len());
        assert!(drawn.contains("long.toml:2"), "{drawn}");
    }

    #[test]
    fn on_a_terminal_it_has_colours_and_the_same_words() {
        let source = Source::new("mine.toml", "rest = 20\n");
        let errors = [Diagnostic::error(&source, 7..9, "wrong", "this")];
        let drawn = styled(&errors).text().to_owned();
        assert!(drawn.contains("\u{1b}["), "{drawn:?}");
        let plainly = drawn.split('\u{1b}').map(|part| part.split_once('m').map_or(part, |(_, text)| text));
        assert_eq!(plainly.collect::<String>(), plain(&errors));
    }

    #[test]
    fn the_first_location_is_the_error_and_the_others_explain_it() {
        let source = Source::new("mine.toml", "reps = 3\nfor = 1\n");
        let drawn = plain(&[Diagnostic::error(&source, 0..4, "wrong", "this").also(9..12, "that")]);
        assert!(drawn.contains("^^^^ this") && drawn.contains("--- that"), "{drawn}");
    }
}
