//! Checks `show --svg` against `show --json` of the same session.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;

use person::Person;
use roxmltree::{Document, Node};
use serde_json::Value;

/// Two sides, a rest, work for both sides, and names with XML's special characters.
const ROUTINE: &str = r#"
title = "Legs <b> & \"hips\" ]]> 'now'"
[[exercise]]
name = "A </title> & B"
reps = 2
sides = "each"
[[exercise]]
name = "Plank"
for = "20s"
"#;

/// The picture of a routine, and the output of `show --json`.
fn pictured(name: &str, routine: &str) -> (String, Value) {
    let person = Person::new(name);
    fs::create_dir_all(&person.folder).unwrap();
    let (file, picture) = (person.folder.join("x.toml"), person.folder.join("x.svg"));
    fs::write(&file, routine).unwrap();
    let (file, out) = (file.to_str().unwrap(), picture.to_str().unwrap());
    let (code, said, told) = person.repcue(&["show", file, "--svg", out]);
    assert_eq!((code, told.as_str()), (0, ""), "{said}");
    assert!(said.starts_with("Wrote ") && said.contains("x.svg ("), "{said}");
    // Not through `Person::repcue`, which turns backslashes into slashes: JSON has them before quotes.
    let json = person.command(&["show", file, "--json"]).output().unwrap();
    assert!(json.status.success(), "{}", String::from_utf8_lossy(&json.stderr));
    (fs::read_to_string(picture).unwrap(), serde_json::from_slice(&json.stdout).unwrap())
}

/// The bars: the rectangles with a title. The others belong to the legend.
fn bars<'a, 'b>(picture: &'a Document<'b>) -> Vec<Node<'a, 'b>> {
    let has_title = |node: &Node<'_, '_>| node.children().any(|child| child.has_tag_name(svg("title")));
    picture.descendants().filter(|node| node.has_tag_name(svg("rect")) && has_title(node)).collect()
}

fn svg(name: &str) -> (&'static str, &str) {
    ("http://www.w3.org/2000/svg", name)
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

#[test]
fn every_interval_has_one_bar_in_its_place() {
    let (text, json) = pictured("picture", ROUTINE);
    let picture = Document::parse(&text).unwrap();
    let length = json["duration_ms"].as_f64().unwrap();
    // The end of the session has no bar.
    let intervals: Vec<&Value> =
        json["intervals"].as_array().unwrap().iter().filter(|interval| interval["kind"] != "done").collect();
    let bars = bars(&picture);
    assert_eq!(bars.len(), intervals.len());
    assert!(bars.len() >= 6, "both sides, their get-ready and switch, a rest, the other exercise");
    for (bar, interval) in bars.iter().zip(intervals) {
        let at = |key: &str| interval[key].as_f64().unwrap() / length * 1_000.0;
        // Rounded to two decimals.
        assert!((number(bar, "x") - at("start_ms")).abs() < 0.0051, "{interval}");
        assert!((number(bar, "width") - (at("end_ms") - at("start_ms"))).abs() < 0.0151, "{interval}");
        let title = bar.first_element_child().unwrap().text().unwrap();
        let kind = interval["kind"].as_str().unwrap();
        let exercise = interval["name"].as_str().unwrap();
        assert!(title.contains(exercise) && title.ends_with(kind), "{title}: {interval}");
        let colour = match (kind, interval["side"].as_str()) {
            ("work", None) => "#2a9d5c",
            ("work", Some("left")) => "#1f78b4",
            ("work", Some("right")) => "#e08a00",
            ("rest", _) => "#bbbbbb",
            _ => "#8a8a8a",
        };
        assert_eq!(bar.attribute("fill"), Some(colour), "{interval}");
    }
}

#[test]
fn a_title_is_always_text() {
    let (text, _) = pictured("picture-title", ROUTINE);
    let picture = Document::parse(&text).unwrap();
    let title = picture.descendants().find(|node| node.has_tag_name(svg("text"))).unwrap().text().unwrap();
    let (before, length) = title.rsplit_once(", ").unwrap();
    assert_eq!(before, "Legs <b> & \"hips\" ]]> 'now'");
    assert!(length.split(':').all(|part| part.parse::<u32>().is_ok()), "{length}");
    // No part of a name becomes an element.
    let known = ["svg", "text", "rect", "title", "path"];
    assert!(
        picture.descendants().filter(Node::is_element).all(|node| known.contains(&node.tag_name().name()))
    );
}

/// The texts of a picture, each with its colour, if it has one.
fn texts<'a>(picture: &'a Document<'_>) -> Vec<&'a str> {
    let texts = picture.descendants().filter(|node| node.has_tag_name(svg("text")));
    texts.map(|node| node.text().unwrap()).collect()
}

#[test]
fn the_picture_has_its_background_an_axis_names_and_the_legend_of_what_occurs() {
    let (text, _) = pictured("picture-parts", ROUTINE);
    let picture = Document::parse(&text).unwrap();
    let view: Vec<f64> =
        picture.root_element().attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let background = picture.descendants().find(|node| node.has_tag_name(svg("rect"))).unwrap();
    let place = ["x", "y", "width", "height"].map(|name| number(&background, name));
    assert_eq!((&view[..], background.attribute("fill")), (&place[..], Some("#ffffff")));
    let texts = texts(&picture);
    for expected in
        ["0:00", "0:10", "A </title> & B", "Plank", "left", "right", "rest", "work", "get ready, switch"]
    {
        assert_eq!(texts.iter().filter(|text| **text == expected).count(), 1, "{expected}: {texts:?}");
    }
    // What does not occur is not in the legend.
    let (text, _) = pictured("picture-legend", "[[exercise]]\nname = 'A'\nfor = '20s'\n");
    let picture = Document::parse(&text).unwrap();
    let absent = ["left", "right", "rest"];
    assert!(self::texts(&picture).iter().all(|text| !absent.contains(text)));
}

/// Nothing is outside, and no two names overlap, whatever the routine.
#[test]
fn names_have_room() {
    let names = ["A", "The single-leg Romanian deadlift on a very unstable ball", "字字字字字字字字字字"];
    let exercises: String = (0..60)
        .map(|n| format!("[[exercise]]\nname = '{} {n}'\nfor = '{}s'\n", names[n % 3], 5 + n))
        .collect();
    let (text, _) = pictured("picture-names", &exercises);
    let picture = Document::parse(&text).unwrap();
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for node in picture.descendants().filter(|node| node.attribute("paint-order").is_some()) {
        let width = 6.4 * unicode_width::UnicodeWidthStr::width(node.text().unwrap()) as f64;
        let (x, y) = (number(&node, "x"), number(&node, "y"));
        let (from, to) =
            if node.attribute("text-anchor").is_some() { (x - width, x) } else { (x, x + width) };
        assert!(to <= 1024.0, "{node:?}");
        assert!(
            taken.iter().all(|(y2, from2, to2)| (*y2 - y).abs() > 0.01 || to <= *from2 || *to2 <= from),
            "{node:?}"
        );
        taken.push((y, from, to));
    }
    assert!(taken.len() > 20, "{}", taken.len());
}
