//! The list of routines as a page, without any script.

use std::fmt::Write;

use super::html::{escaped, page};
use super::path::{encoded, endings};

/// A routine in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, in addresses.
    pub name: String,
    /// Its title, or its name if it has errors.
    pub title: String,
    /// The group that it is in.
    pub group: Option<String>,
    /// Whether it is the user's own.
    pub is_own: bool,
    /// What it is; `None` if it has errors.
    pub about: Option<About>,
}

/// What a routine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its length, such as `11 min`.
    pub length: String,
    /// What it needs.
    pub equipment: Vec<String>,
    /// A line about it; empty if it has none.
    pub about: String,
    /// The session as a strip: an SVG element.
    pub strip: String,
}

/// The page; `is_running` is whether a session runs on this computer.
#[must_use]
pub fn html(entries: &[Entry], is_running: bool) -> String {
    let state = if is_running {
        ("live running", "A session is running", "See it here, and control it")
    } else {
        ("live", "Remote control", "See and control the session that runs on the computer")
    };
    let mut body = format!(
        "<header class=\"top\"><h1>repcue</h1><p>A workout coach for your phone</p></header>\n<main>\n\
         <a class=\"{}\" href=\"live\"><span class=\"dot\"></span><span><b>{}</b><small>{}</small></span></a>\n",
        state.0, state.1, state.2
    );
    // By group, as `repcue list` has it: those without one, then each group in the order in which it comes.
    let mut groups: Vec<Option<&str>> = vec![None];
    for entry in entries {
        if !groups.contains(&entry.group.as_deref()) {
            groups.push(entry.group.as_deref());
        }
    }
    for group in groups {
        let mut inside = entries.iter().filter(|entry| entry.group.as_deref() == group).peekable();
        if inside.peek().is_some() {
            // Writing to a string cannot fail.
            let _ = write!(body, "<section><h2>{}</h2>\n<ul>\n", escaped(group.unwrap_or("Routines")));
            inside.for_each(|entry| body += &item(entry));
            body += "</ul></section>\n";
        }
    }
    body += "</main>\n<footer>It is made when you open it, which takes a moment. To stop it, \
        use Ctrl-C on the computer.</footer>\n";
    page("repcue", "./", "", "list", &body)
}

fn item(entry: &Entry) -> String {
    let title = escaped(&entry.title);
    let own = if entry.is_own { " <span class=\"own\">your own</span>" } else { "" };
    let Some(about) = &entry.about else {
        return format!(
            "<li class=\"bad\"><h3>{title}{own}</h3>\n<p>It has errors. <code>repcue check {}</code> on the computer \
             shows them.</p></li>\n",
            escaped(&entry.name)
        );
    };
    let name = encoded(&entry.name);
    let needs = match &about.equipment[..] {
        [] => "no equipment".to_owned(),
        some => escaped(&some.join(", ")),
    };
    let files: Vec<String> = endings()
        .into_iter()
        .map(|ending| {
            let label = format!("{title} as {}", ending.to_uppercase());
            format!("<a href=\"get/{name}.{ending}\" aria-label=\"{label}\">{}</a>", ending.to_uppercase())
        })
        .collect();
    format!(
        "<li><a class=\"go\" href=\"r/{name}\">\n<h3>{title}{own}</h3><span class=\"time\">{}</span>\n{}\n\
         <p>{}</p></a>\n<div class=\"foot-line\"><span>{needs}</span><span class=\"files\">{}</span></div></li>\n",
        escaped(&about.length),
        about.strip,
        escaped(&about.about),
        files.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, group: Option<&str>, about: Option<About>) -> Entry {
        let (name, group) = (name.to_owned(), group.map(str::to_owned));
        Entry { title: name.clone(), name, group, is_own: false, about }
    }

    fn about() -> About {
        let [length, strip] = ["11 min", "<svg></svg>"].map(str::to_owned);
        About { length, equipment: Vec::new(), about: String::new(), strip }
    }

    #[test]
    fn every_text_is_escaped() {
        let bad = "<script>alert(1)</script>\"'&".to_owned();
        let about =
            About { equipment: vec![bad.clone()], about: bad.clone(), length: bad.clone(), ..about() };
        let entries = [entry(&bad, Some(&bad), Some(about)), entry(&bad, None, None)];
        let html = html(&entries, false);
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("r/%3Cscript%3Ealert%281%29%3C%2Fscript%3E%22%27%26\""), "{html}");
    }

    #[test]
    fn groups_come_in_the_order_of_the_list() {
        let entries = [
            entry("a", Some("Plan"), Some(about())),
            entry("b", None, Some(about())),
            entry("c", Some("Plan"), None),
        ];
        let html = html(&entries, true);
        let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} is not in {html}"));
        assert!(place("<h2>Routines") < place("<h3>b") && place("<h3>b") < place("<h2>Plan"));
        assert!(place("<h3>a") < place("<h3>c") && html.contains("A session is running"));
        assert!(!html.contains("href=\"r/c\""), "what has errors cannot be opened");
    }
}
