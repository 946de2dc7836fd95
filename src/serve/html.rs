//! HTML: escaping, and the frame of the server's own pages.

/// Text as content of an element or of an attribute in double quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A page: its title, the way back to the list (`./` or `../`), what else is in its head, the class of its body, and
/// what is in it.
#[must_use]
pub fn page(title: &str, root: &str, head: &str, class: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
         <meta name=\"color-scheme\" content=\"dark light\">\n\
         <meta name=\"theme-color\" content=\"#0b0e13\" media=\"(prefers-color-scheme: dark)\">\n\
         <meta name=\"theme-color\" content=\"#f6f4ee\" media=\"(prefers-color-scheme: light)\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"{root}icon.svg\">\n\
         <link rel=\"stylesheet\" href=\"{root}serve.css\">\n{head}</head>\n\
         <body class=\"{class}\">\n{body}</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("<b a=\"1\" c='2'>&amp;"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
        let page = page("</title><script>", "../", "", "list", "");
        assert!(!page.contains("<script"), "{page}");
    }
}
