//! The pages between the list and a session: how far it is, a file that is ready, what went wrong. They need no script:
//! the browser asks again.

use super::html::{escaped, page};
use super::making::Progress;
use super::path::encoded;

/// Reloads the page.
const AGAIN: &str = "<meta http-equiv=\"refresh\" content=\"1\">\n";

/// A session that is being made.
#[must_use]
pub fn making(title: &str, progress: Progress) -> String {
    let stage = match progress {
        Progress::Waiting(0 | 1) => "Another session is made first.".to_owned(),
        Progress::Waiting(others) => format!("{others} other sessions are made first."),
        Progress::Speaking(done, all) if all > 1 => format!("Generating speech: {done} of {all}"),
        Progress::Speaking(..) => "Generating speech".to_owned(),
        Progress::Measuring(_) => "Measuring the loudness".to_owned(),
        Progress::Writing(_) => "Writing the sound".to_owned(),
    };
    let percent = (progress.part() * 100.0).round();
    let body = format!(
        "<main><h1>{}</h1>\n<progress max=\"100\" value=\"{percent}\" aria-label=\"Progress\"></progress>\n\
         <p role=\"status\">{stage}</p>\n<p><a href=\"../\">All routines</a></p></main>\n",
        escaped(title)
    );
    page(title, "../", AGAIN, "wait", &body)
}

/// A file that is ready.
#[must_use]
pub fn ready(title: &str, name: &str, ending: &str, length: u64) -> String {
    let megabytes = (length as f64 / 1e6).max(0.1);
    let body = format!(
        "<main><h1>{0}</h1>\n<p><a class=\"button\" href=\"../f/{1}.{2}\" download=\"{3}.{2}\">Save {4}</a></p>\n\
         <p>{megabytes:.1} MB</p>\n<p><a href=\"../\">All routines</a></p></main>\n",
        escaped(title),
        encoded(name),
        ending,
        escaped(name),
        ending.to_uppercase(),
    );
    page(title, "../", "", "wait", &body)
}

/// A session that could not be made.
#[must_use]
pub fn failed(title: &str, why: &str) -> String {
    let body = format!(
        "<main><h1>{}</h1>\n<pre>{}</pre>\n<p><a href=\"\">Try again</a> · <a href=\"../\">All routines</a></p></main>\n",
        escaped(title),
        escaped(why)
    );
    page(title, "../", "", "wait", &body)
}

/// A routine that is not in the list.
#[must_use]
pub fn missing() -> String {
    let body = "<main><h1>There is no such routine</h1>\n<p>It may have been renamed or deleted, or has errors now.</p>\n\
        <p><a href=\"../\">All routines</a></p></main>\n";
    page("There is no such routine", "../", "", "wait", body)
}
