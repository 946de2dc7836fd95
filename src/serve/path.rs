//! What the paths below the token lead to. No path is ever one of the file system: names are looked up.

use std::fmt::Write;

use crate::output::file::format::{ENDINGS, Format};

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The list of routines.
    List,
    /// The styles of the server's own pages.
    Style,
    /// The icon.
    Icon,
    /// A routine as a page that trains.
    Session(String),
    /// A routine as a file, on a page that waits until it is made.
    Get(String, &'static str),
    /// A routine as a file.
    File(String, &'static str),
    /// The session that runs on this computer.
    Live,
    /// The script of the live page.
    LiveScript,
    /// What happens in the session, as server-sent events.
    Events,
    /// A command for the session.
    Do,
}

/// What a path below the token leads to.
#[must_use]
pub fn route(path: &str) -> Option<Route> {
    let parts: Vec<String> = path.split('/').map(decoded).collect::<Option<_>>()?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Some(match parts[..] {
        [""] => Route::List,
        ["serve.css"] => Route::Style,
        ["icon.svg"] => Route::Icon,
        ["r", name] if !name.is_empty() => Route::Session(name.to_owned()),
        ["get", file] => file_name(file).map(|(name, ending)| Route::Get(name, ending))?,
        ["f", file] => file_name(file).map(|(name, ending)| Route::File(name, ending))?,
        ["live"] => Route::Live,
        ["live.js"] => Route::LiveScript,
        ["live", "events"] => Route::Events,
        ["live", "do"] => Route::Do,
        _ => return None,
    })
}

/// The endings of the files that are served: one for each format, the one for phones first. WAV is there only if
/// nothing smaller is.
#[must_use]
pub fn endings() -> Vec<&'static str> {
    let (plain, small): (Vec<_>, Vec<_>) =
        ENDINGS.iter().copied().partition(|(_, format)| *format == Format::Wav);
    let mut formats = Vec::new();
    let mut endings = Vec::new();
    for (ending, format) in if small.is_empty() { plain } else { small } {
        if !formats.contains(&format) {
            formats.push(format);
            endings.push(ending);
        }
    }
    endings
}

/// The format of an ending that is served.
#[must_use]
pub fn format(ending: &str) -> Format {
    ENDINGS.iter().find(|(known, _)| *known == ending).map_or(Format::Wav, |(_, format)| *format)
}

/// The name of a routine and the ending of a format.
fn file_name(file: &str) -> Option<(String, &'static str)> {
    let (name, ending) = file.rsplit_once('.')?;
    let ending = endings().into_iter().find(|known| *known == ending)?;
    (!name.is_empty()).then(|| (name.to_owned(), ending))
}

/// A part of a path without its escapes; `None` if it is not text.
#[must_use]
pub fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Text as a part of a path or a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut part, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            part.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(part, "%{byte:02X}");
        }
        part
    })
}

/// The value of a field in a query or a form.
#[must_use]
pub fn field(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|field| field.strip_prefix(name)?.strip_prefix('='))?;
    decoded(&value.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_what_there_is_and_nowhere_else() {
        assert_eq!(route(""), Some(Route::List));
        assert_eq!(route("r/lower-back%2Dglutes"), Some(Route::Session("lower-back-glutes".to_owned())));
        assert_eq!(route("r/R%C3%BCcken"), Some(Route::Session("Rücken".to_owned())));
        #[cfg(feature = "aac")]
        assert_eq!(route("f/v1.2.m4a"), Some(Route::File("v1.2".to_owned(), "m4a")));
        assert_eq!(route("live/events"), Some(Route::Events));
        for path in [
            "/",
            "r",
            "r/",
            "r//x",
            "r/x/",
            "R/x",
            "f/x",
            "f/.m4a",
            "f/x.exe",
            "f/x.M4A",
            "live/",
            "live/x",
            "..",
            "r/../serve.css",
            "../../etc/passwd",
            "r/%",
            "r/%2",
            "r/%zz",
            "r/%ff",
            "%2e%2e/serve.css",
        ] {
            assert_eq!(route(path), None, "{path}");
        }
        // Such a name is not in the list, whatever is in it.
        assert_eq!(route("r/%2e%2e%2fserve.css"), Some(Route::Session("../serve.css".to_owned())));
    }

    #[test]
    fn each_format_is_served_once() {
        let endings = endings();
        assert!(!endings.is_empty());
        let formats: Vec<Format> = endings.iter().map(|ending| format(ending)).collect();
        assert!((1..formats.len()).all(|n| !formats[..n].contains(&formats[n])), "{endings:?}");
        #[cfg(feature = "aac")]
        assert_eq!(endings[0], "m4a");
    }

    #[test]
    fn a_field_is_found_by_its_name() {
        let query = "xdo=no&do=next-exercise&session=Abend+eins%21";
        assert_eq!(field(query, "do").as_deref(), Some("next-exercise"));
        assert_eq!(field(query, "session").as_deref(), Some("Abend eins!"));
        assert_eq!((field(query, "d"), field("", "do"), field("do=%", "do")), (None, None, None));
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in ".*") {
            assert_eq!(decoded(&encoded(&text)), Some(text));
        }

        #[test]
        fn any_path_is_a_route_or_none(path in ".*") {
            let _ = route(&path);
        }
    }
}
