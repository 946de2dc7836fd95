//! Words as a shell reads and writes them. The only file that names `shell_words`.

/// Splits a line into words as a shell does: quotes keep a word with spaces together. `None` if a quote is not closed.
#[must_use]
pub fn split(line: &str) -> Option<Vec<String>> {
    // On Windows a backslash belongs to a path, and only double quotes are quotes.
    let line = if cfg!(windows) { line.replace('\\', r"\\") } else { line.to_owned() };
    shell_words::split(&line).ok()
}

/// Quotes a word for a shell if necessary; `None` if it contains characters that a terminal acts on.
#[must_use]
pub fn typed(word: &str) -> Option<String> {
    let is_obeyed = word
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    (!is_obeyed).then(|| shell_words::quote(word).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_word_keeps_its_spaces() {
        let words = |line| super::split(line).map(|words| words.join("|"));
        assert_eq!(words("code --wait").as_deref(), Some("code|--wait"));
        assert_eq!(words(r#""/opt/my editor/ed" -w"#).as_deref(), Some("/opt/my editor/ed|-w"));
        assert_eq!(words("").as_deref(), Some(""));
        assert_eq!(words("'ed"), None);
        let path = if cfg!(windows) { r#""C:\My Editor\ed.exe" -w"# } else { r"/opt/my\ editor/ed -w" };
        let expected = if cfg!(windows) { r"C:\My Editor\ed.exe|-w" } else { "/opt/my editor/ed|-w" };
        assert_eq!(words(path).as_deref(), Some(expected));
    }

    #[test]
    fn words_to_type_are_quoted_and_printable() {
        assert_eq!(typed("/a/five.toml").as_deref(), Some("/a/five.toml"));
        assert_eq!(typed("/a/my  five;.toml").as_deref(), Some("'/a/my  five;.toml'"));
        assert_eq!(typed("/a/\u{1b}[31m.toml"), None);
        assert_eq!(typed("/a/\u{202e}.toml"), None);
    }
}
