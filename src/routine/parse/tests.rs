//! Routines and exercises with errors or warnings, and everything that is said of them.

use super::*;
use crate::diagnostic::Diagnostic;
use std::fmt::Write as _;

/// Cases, each a routine after `<<`, and after `>>` what is said of it. One that begins with `# exercise` is an exercise.
const CASES: &str = include_str!("../../../tests/messages/cases.txt");

/// A diagnostic: its lines and columns, each with its label, the title, the help and the fix.
fn said(one: &Diagnostic, source: &Arc<Source>) -> String {
    let mut text = format!("{:?}: {}\n", one.severity, one.title);
    let own = one.source.as_ref().is_some_and(|other| Arc::ptr_eq(other, source));
    let at = |at: usize| {
        let before = &source.text[..at];
        let line = before.matches('\n').count() + 1;
        format!("{line}:{}", before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1)
    };
    if let Some(other) = one.source.as_ref().filter(|_| !own) {
        writeln!(text, "  in {}", other.name).unwrap();
    }
    for label in one.labels.iter().filter(|_| own) {
        writeln!(
            text,
            "  {} {} {}",
            at(label.span.start),
            &source.text[label.span.clone()].replace('\n', "↵"),
            label.text
        )
        .unwrap();
    }
    for help in &one.help {
        writeln!(text, "  help: {help}").unwrap();
    }
    if let Some((span, fix)) = one.fix.as_ref().filter(|_| own) {
        writeln!(text, "  fix: {} -> {fix}", &source.text[span.clone()]).unwrap();
    }
    text
}

#[test]
fn everything_that_is_said_of_a_file_is_as_written() {
    let own = |id: &str, text: &str| (id.to_owned(), Source::new(format!("{id}.toml"), text));
    let library = Library::new([
        own("box", "name = \"Box breathing\"\nreps = 4\nphases = [\"In 4s\", \"Hold 4s\", \"Out 4s\"]\n"),
        own("broken", "name = \"Broken\"\nreps = 0\nrep = 3\n"),
    ]);
    let mut found = String::new();
    for case in CASES.split("<<\n").skip(1) {
        let given = case.split(">>\n").next().unwrap_or_default();
        let source = Source::new("t.toml", given);
        let changes = Changes::default();
        let parsed = if given.starts_with("# exercise") {
            Routine::parse_exercise(&source, &changes)
        } else {
            Routine::parse(&source, &library, &changes)
        };
        let all = parsed.map_or_else(|errors| errors.0, |_| Routine::warnings(&source, &library, &changes));
        write!(found, "<<\n{given}>>\n").unwrap();
        found.extend(all.iter().map(|one| said(one, &source)));
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write("tests/messages/cases.txt", &found).unwrap();
    }
    assert!(found == CASES, "tests/messages/cases.txt is stale: BLESS=1 writes what is found; see git diff");
}
