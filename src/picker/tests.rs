use super::rows::Line;
use super::*;
use crate::display::canvas::Ink;
use crate::testing::routine;

fn choice(name: &str, about: &str, equipment: &str, exercises: &[&str]) -> Choice {
    let text: String = exercises
        .iter()
        .map(|name| format!("[[exercise]]\nname = '{name}'\nreps = 3\nmuscles = ['abdominals']\ntips = ['A.', 'B.', 'C.']\n"))
        .collect();
    Choice {
        name: name.to_owned(),
        length: "9 min".to_owned(),
        equipment: equipment.to_owned(),
        about: about.to_owned(),
        exercises: routine(&text).blocks.remove(0).exercises,
    }
}

/// Six routines, the second one marked.
fn picker() -> Picker {
    let choices = vec![
        choice("first-week", "Gentle.", "mat", &["Pelvic tilt", "Plank"]),
        choice("morning", "A start into the day.", "mat, chair", &["Squat"]),
        choice("circuit", "Three rounds.", "", &["Dead bug"]),
        choice("bad-day", "A sore back.", "mat", &["Rest"]),
        choice("legs", "Legs \u{1b}[31m.", "mat", &["Lunge"]),
        choice("évening", "Calm.", "", &["Breathe"]),
    ];
    Picker::new(choices, 1)
}

#[test]
fn the_heading_says_when_the_next_reminder_comes() {
    let heading = |mut picker: Picker| picker.lines(60, 20)[0].0.clone();
    assert_eq!(heading(picker()), "Choose a routine");
    let reminder = Some("tomorrow at 07:30".to_owned());
    assert_eq!(
        heading(picker().with_reminder(reminder.clone())),
        "Choose a routine · reminder tomorrow at 07:30"
    );
    let both = picker().with_week("2 of 3 days".to_owned()).with_reminder(reminder);
    assert_eq!(heading(both), "Choose a routine · 2 of 3 days · reminder tomorrow at 07:30");
}

/// The state after some keys: characters, and named keys in brackets.
fn pressed(picker: &mut Picker, keys: &str) -> Step {
    let mut step = Step::Stay;
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => {
                let key = match name {
                    "up" => Key::Up,
                    "down" => Key::Down,
                    "pgdn" => Key::PageDown,
                    "pgup" => Key::PageUp,
                    "home" => Key::Home,
                    "end" => Key::End,
                    "enter" => Key::Enter,
                    "esc" => Key::Escape,
                    "back" => Key::Backspace,
                    "ctrl-c" => Key::Interrupt,
                    _ => panic!("{name}"),
                };
                (key, name.len() + 2)
            }
            None => (Key::Char(c), c.len_utf8()),
        };
        step = picker.press(key);
        rest = &rest[length..];
    }
    step
}

fn after(keys: &str) -> Step {
    pressed(&mut picker(), keys)
}

/// The lines after some keys, without empty ones.
fn drawn(keys: &str, columns: usize, rows: usize) -> String {
    let mut picker = picker();
    pressed(&mut picker, keys);
    let lines = picker.lines(columns, rows).into_iter().map(|(text, _)| text);
    lines.filter(|text| !text.is_empty()).map(|text| text + "\n").collect()
}

#[test]
fn keys_lead_to_a_routine() {
    for (keys, expected) in [
        ("<enter>", 1),
        ("<down><enter>", 2),
        ("<up><up><up><enter>", 0),
        ("<end><down><enter>", 5),
        ("<end><home><enter>", 0),
        ("<home><pgdn><pgdn><enter>", 5),
        ("<end><pgup><enter>", 0),
        ("c<enter>", 2),
        ("ca<enter>", 0),
        ("z<enter>", 1),
        ("/round<enter>", 2),
        ("/SORE back<enter>", 3),
        ("/dead-bug<enter>", 2),
        ("/mat<down><down><enter>", 4),
        ("/x<back>bad<enter>", 3),
        ("/legs<esc><enter>", 4),
        ("/nothing<back><back><back><back><back><back><back><enter>", 1),
        ("e<esc><enter>", 1),
        ("e<enter><esc>e<enter>", 1),
    ] {
        assert_eq!(after(keys), Step::Chosen(expected), "{keys}");
    }
}

#[test]
fn the_picker_is_left_without_a_choice() {
    for keys in
        ["q", "<esc>", "<ctrl-c>", "/a<ctrl-c>", "/ab<esc><esc>", "eq", "e<enter>q", "e<enter><ctrl-c>"]
    {
        assert_eq!(after(keys), Step::Leave, "{keys}");
    }
    for keys in ["/q", "/zzz<enter>", "e<esc>", "/", "e<enter><enter>e", "<down>", "/a<esc>"] {
        assert_eq!(after(keys), Step::Stay, "{keys}");
    }
    let mut none = Picker::new(Vec::new(), 7);
    assert_eq!(pressed(&mut none, "<down>e<end>a<enter>"), Step::Stay);
    assert_eq!(none.lines(40, 10).len(), 10);
}

#[test]
fn the_list_has_length_equipment_and_a_line_about_each() {
    assert_eq!(
        drawn("", 80, 16),
        "\
Choose a routine
  a  first-week  9 min  mat
     Gentle.
> b  morning     9 min  mat, chair
     A start into the day.
  c  circuit     9 min
     Three rounds.
  d  bad-day     9 min  mat
     A sore back.
  f  legs        9 min  mat
     Legs \\u{1b}[31m.
  g  évening     9 min
     Calm.
Enter play   up/down or letter choose   e exercises   / filter   q leave
"
    );
    assert_eq!(
        drawn("/day", 80, 16),
        "\
Routines with: day_
> b  morning  9 min  mat, chair
     A start into the day.
  d  bad-day  9 min  mat
     A sore back.
type to filter   Enter play   up/down choose   Esc show all
"
    );
    assert!(drawn("/zzz", 80, 16).contains("There is none. Esc shows all."));
}

#[test]
fn the_week_is_above_the_list() {
    let lines = picker().with_week("2 of 3 days this week".to_owned()).lines(60, 12);
    assert_eq!(lines[0].0, "Choose a routine · 2 of 3 days this week");
}

#[test]
fn a_small_window_shows_what_is_marked() {
    assert_eq!(
        drawn("g", 30, 8),
        "Choose a routine\n  f  legs        9 min  mat\n     Legs \\u{1b}[31m.\n> g  évening     9 min\n     Calm.\n\
         Enter play   up/down or lette…\n"
    );
}

#[test]
fn an_exercise_is_shown_and_scrolled_to_its_end() {
    assert_eq!(
        drawn("ae", 60, 12),
        "first-week: the exercises\n> Pelvic tilt  abdominals\n  Plank        abdominals\n\
         Enter show   up/down choose   Esc back   q leave\n"
    );
    let page = drawn("ae<down><enter>", 60, 20);
    assert!(page.starts_with("Plank\n  a set      3 reps\n  tips       A.\n"), "{page}");
    let mut picker = picker();
    pressed(&mut picker, "ae<enter><end><end>");
    picker.lines(60, 8);
    let last = picker.lines(60, 8);
    // One line up is really another view: scrolling has ended at the last line.
    pressed(&mut picker, "<up>");
    assert_ne!(picker.lines(60, 8), last);
}

#[test]
fn every_line_fits_into_the_window() {
    for columns in [30, 31, 80] {
        for rows in [8, 9, 24] {
            for keys in ["", "g", "/day", "e", "e<enter>", "/zzz"] {
                let mut picker = picker();
                pressed(&mut picker, keys);
                let lines: Vec<Line> = picker.lines(columns, rows);
                assert_eq!(lines.len(), rows, "{keys}");
                for (text, _) in &lines {
                    let width = unicode_width::UnicodeWidthStr::width(text.as_str());
                    assert!(width <= columns, "{columns}: {text}");
                }
                assert_eq!(lines[0].1, Ink::BOLD);
            }
        }
    }
}
