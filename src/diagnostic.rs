//! Errors in the user's files as values: where, what was found, what was expected, and the fix.
//!
//! Reading continues after an error and collects [`Diagnostic`]s, so that all errors of a file are shown at once. Only
//! [`draw`] knows what they look like.

pub mod draw;
pub mod lines;

use std::fmt;
use std::ops::{Deref, Range};
use std::path::Path;
use std::sync::Arc;

use crate::printable::visible;

/// A text and its name in messages (a path, `<stdin>`, …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name in messages.
    pub name: String,
    /// The complete text.
    pub text: String,
}

impl Source {
    /// A source, shared by the diagnostics that refer to it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        Arc::new(Source { name: name.into(), text: text.into() })
    }
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Nothing can be played until it is fixed.
    Error,
    /// It plays, but perhaps not as intended.
    Warning,
}

/// A byte range of a source, and a message for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Byte offsets into the source's text, on character boundaries.
    pub span: Range<usize>,
    /// A few words, or empty.
    pub text: String,
}

/// One error, or one warning.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The problem in one line.
    pub title: String,
    /// The source; `None` for errors of the command line.
    pub source: Option<Arc<Source>>,
    /// The primary location, then related ones.
    pub labels: Vec<Label>,
    /// Suggestions in words.
    pub help: Vec<String>,
    /// A suggested fix: a span and its replacement.
    pub fix: Option<(Range<usize>, String)>,
}

impl Diagnostic {
    /// An error at a location in `source`, with a message for the location.
    pub fn error(
        source: &Arc<Source>,
        span: Range<usize>,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            source: Some(Arc::clone(source)),
            labels: vec![Label { span: fit(&source.text, span), text: label.into() }],
            ..Diagnostic::plain(title)
        }
    }

    /// An error without a location: a missing file, an invalid option.
    pub fn plain(title: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            title: title.into(),
            source: None,
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Turns it into a warning.
    #[must_use]
    pub fn warning(self) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..self }
    }

    /// Adds a related location.
    #[must_use]
    pub fn also(mut self, span: Range<usize>, text: impl Into<String>) -> Diagnostic {
        let span = self.source.as_ref().map_or(0..0, |source| fit(&source.text, span));
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a suggestion in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    /// Suggests a replacement for `span`.
    #[must_use]
    pub fn fix(mut self, span: Range<usize>, text: impl Into<String>) -> Diagnostic {
        self.fix = Some((span, text.into()));
        self
    }
}

/// Moves a span to the nearest character boundaries inside the text.
fn fit(text: &str, span: Range<usize>) -> Range<usize> {
    let border = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = border(span.start);
    start..border(span.end).max(start)
}

/// All errors of a user's file; at least one.
#[derive(Debug, Clone)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Diagnostics {
        Diagnostics(vec![one])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&draw::plain(&self.0))
    }
}

impl std::error::Error for Diagnostics {}

/// The longest word for which similar names are searched. Comparing two words takes time proportional to the product of
/// their lengths, and names are never that long.
const LONGEST_WORD: usize = 64;

/// The name in `known` that `word` most likely stands for, if one is similar enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = |word: &str| word.chars().take(LONGEST_WORD + 1).count();
    if length(word) > LONGEST_WORD {
        return None;
    }
    let word = word.to_lowercase();
    // With four letters, two changes can turn a word into any other: "ten" does not suggest "open", nor "time" "tips".
    let most = |name: &str| match length(name).min(length(&word)) {
        0..=4 => 1,
        _ => length(name).max(length(&word)).div_ceil(3),
    };
    known
        .into_iter()
        // Each additional letter is a difference.
        .filter(|name| length(name) <= LONGEST_WORD && length(name).abs_diff(length(&word)) <= most(name))
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= most(name))
        .map(|(_, name)| name)
}

/// Text from the user as it appears in messages: in backticks, escaped, and shortened.
pub fn quoted(words: &str) -> String {
    const MOST: usize = 60;
    let cut = words.char_indices().nth(MOST).map(|(at, _)| &words[..at]);
    let mut shown = visible(cut.unwrap_or(words));
    if cut.is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// The path of a file as it appears in messages: as [`quoted`], but complete, so that the file can be found.
#[must_use]
pub fn quoted_path(path: &Path) -> String {
    format!("`{}`", visible(&path.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let known = ["glute-bridge", "clam-shell", "squat"];
        assert_eq!(nearest("clamshell", known), Some("clam-shell"));
        assert_eq!(nearest("Sqaut", known), Some("squat"));
        assert_eq!(nearest("push-up", known), None);
        for short in ["note", "time", "times", "load", "order", "set"] {
            assert_eq!(nearest(short, ["name", "tips", "hold", "sides"]), None, "{short}");
        }
        let [long, longer] = [64, 65].map(|length| "x".repeat(length));
        assert_eq!(nearest(&long[1..], [long.as_str()]), Some(long.as_str()));
        assert_eq!(nearest(&long, [&long[1..]]), Some(&long[1..]));
        assert_eq!(nearest(&longer, [long.as_str()]), None);
        assert_eq!(nearest(&long, [longer.as_str()]), None);
    }

    #[test]
    fn spans_are_kept_inside_the_text() {
        let source = Source::new("x", "aé");
        let wide = Diagnostic::error(&source, 2..99, "t", "");
        assert_eq!(wide.labels[0].span, 1..3);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(quoted("a\u{1b}[31m"), "`a\\u{1b}[31m`");
    }
}
