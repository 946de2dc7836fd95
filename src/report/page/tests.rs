use super::*;
use crate::testing;

/// A routine whose words would be markup.
const HOSTILE: &str = r#"
title = "</title><script>alert(1)</script>\"'&"
about = "<img src=x onerror=alert(1)>"
warning = "<!-- "
[[exercise]]
name = "</script><b>{{data}}"
setup = "<script>"
tips = ["\"><svg onload=alert(1)>"]
reps = 2
load = "<i>"
"#;

fn page(text: &str) -> Page {
    Page::new(&testing::routine(text), &testing::timeline(text))
}

#[test]
fn every_place_of_the_markup_has_a_value_and_every_value_a_place() {
    let values = values(&testing::routine(HOSTILE), &testing::timeline(HOSTILE));
    let places = MARKUP.split("{{").skip(1).filter_map(|part| part.split_once("}}")).map(|(place, _)| place);
    let mut places: Vec<&str> = places.filter(|place| *place != "sound").collect();
    places.sort_unstable();
    places.dedup();
    let mut names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(places, names);
    assert_eq!(MARKUP.matches("{{sound}}").count(), 1);
}

#[test]
fn no_word_of_a_routine_becomes_markup() {
    let text = page(HOSTILE).at_address("a\"><script>.m4a");
    // Only the page's own.
    assert_eq!(text.matches("<script").count(), 3);
    assert_eq!(text.matches("</script").count(), 3);
    for word in ["<img", "<b>", "<i>", "<svg onload", "<!--", "<title><"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("&lt;/script&gt;&lt;b&gt;{{data}}"));
    assert!(text.contains(r"\u003c/script>\u003cb>{{data}}"));
}

#[test]
fn the_policy_names_the_scripts_and_the_style_that_are_there() {
    let text = page(HOSTILE).at_address("a.m4a");
    for (opening, closing) in [("<style>", "</style>"), ("<script>", "</script>")] {
        for part in text.split(opening).skip(1) {
            let content = part.split_once(closing).unwrap().0;
            let hash = format!("'sha256-{}'", embedded::text(&sha256(content.as_bytes())));
            assert_eq!(text.matches(&hash).count(), 1, "{content}");
        }
    }
    for handler in [" onclick=", " style=", "javascript:", "http://", "https://"] {
        let own = text.replace(ring_namespace(), "");
        assert!(!own.contains(handler), "{handler}");
    }
}

/// The name of SVG, which is not an address to load.
fn ring_namespace() -> &'static str {
    "http://www.w3.org/2000/svg"
}

#[test]
fn a_page_contains_its_sound_or_refers_to_it() {
    let page = page(HOSTILE);
    let mut file = Vec::new();
    page.write(&mut file, b"any sound").unwrap();
    let file = String::from_utf8(file).unwrap();
    let address = "data:audio/mp4;base64,YW55IHNvdW5k";
    assert!(file.contains(&format!("src=\"{address}\"></audio>")));
    assert_eq!(file.replace(address, "a&amp;b.m4a"), page.at_address("a&b.m4a"));
}

#[test]
fn the_same_session_is_the_same_page_and_another_has_another_id() {
    let id = |text: &str| {
        let json = data::json(&testing::routine(text), &testing::timeline(text));
        serde_json::from_str::<serde_json::Value>(&json).unwrap()["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(page(HOSTILE), page(HOSTILE));
    assert_eq!(id(HOSTILE).len(), 16);
    assert_ne!(id(HOSTILE), id(&HOSTILE.replace("reps = 2", "reps = 3")));
}

#[test]
fn a_long_caption_is_shown_sentence_by_sentence() {
    let text = "[[exercise]]\nname='A'\nreps=1\nsetup='Lie down. Bend your knees! Ready?'\n";
    let json = data::json(&testing::routine(text), &testing::timeline(text));
    let data: serde_json::Value = serde_json::from_str(&json).unwrap();
    let captions = data["captions"].as_array().unwrap();
    let said: Vec<&str> = captions.iter().map(|caption| caption["text"].as_str().unwrap()).collect();
    let place = said.iter().position(|text| *text == "Lie down.").unwrap();
    assert_eq!(said[place..place + 3], ["Lie down.", "Bend your knees!", "Ready?"]);
    for pair in captions[place..place + 3].windows(2) {
        assert_eq!(pair[0]["end"], pair[1]["start"]);
    }
}
