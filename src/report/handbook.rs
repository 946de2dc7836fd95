//! Everything about an exercise: instructions, a diagram of a rep, tips, muscles, equipment, variations, sources.

use std::time::Duration;

use textwrap::Options;

use crate::routine::duration::written;
use crate::routine::phase::Phase;
use crate::routine::{Exercise, Rep, Sides};

/// Characters per second of a rep.
const A_SECOND: u32 = 4;

/// The page of an exercise, at most `columns` wide.
pub fn page(exercise: &Exercise, columns: usize) -> String {
    let columns = columns.clamp(30, 100);
    let mut text = String::new();
    let mut paragraph = |head: &str, words: &str| text += &paragraph(head, words, columns);
    if let Some(setup) = &exercise.setup {
        paragraph("setup", setup);
    }
    paragraph("a set", &amount(exercise));
    for (n, tip) in exercise.tips.iter().enumerate() {
        paragraph(if n == 0 { "tips" } else { "" }, tip);
    }
    for (head, list) in [("muscles", &exercise.muscles), ("equipment", &exercise.equipment)] {
        if !list.is_empty() {
            paragraph(head, &list.join(", "));
        }
    }
    if let Some(level) = exercise.facts.level {
        paragraph("level", &level.to_string());
    }
    for (head, variation) in [("easier", &exercise.easier), ("harder", &exercise.harder)] {
        if let Some(words) = variation {
            paragraph(head, words);
        }
    }
    let set = exercise.set(1, 1);
    if set.work.is_cued() {
        let (line, lengths) = rep(&set.rep, columns - 13);
        paragraph("a rep", &line);
        paragraph("", &lengths);
    }
    if !exercise.facts.aliases.is_empty() {
        paragraph("aliases", &exercise.facts.aliases.join(", "));
    }
    for (n, source) in exercise.facts.sources.iter().enumerate() {
        paragraph(if n == 0 { "sources" } else { "" }, source);
    }
    text
}

/// A paragraph with a label in the margin, at most `columns` wide.
pub(super) fn paragraph(head: &str, words: &str, columns: usize) -> String {
    let head = format!("  {head:<11}");
    let columns = columns.clamp(30, 100);
    let options = Options::new(columns).initial_indent(&head).subsequent_indent("             ");
    textwrap::fill(words, options) + "\n"
}

fn amount(exercise: &Exercise) -> String {
    let sets: Vec<String> = exercise
        .sets_of(1)
        .iter()
        .map(|set| {
            let load = set.load.as_ref().map_or_else(String::new, |load| format!(" with {load}"));
            exercise.amount(set) + &load
        })
        .collect();
    let amount = sets.join("; ");
    match exercise.sides {
        Sides::Together => amount,
        Sides::Each => format!("{amount} on each side, {} first", exercise.first.word()),
        Sides::Alternate => format!("{amount} on each side, in turn, {} first", exercise.first.word()),
        Sides::Left | Sides::Right => format!("{amount} on the {} side", exercise.first.word()),
    }
}

/// A rep as a line of its phases, four characters per second if there is room, and their lengths.
fn rep(rep: &Rep, columns: usize) -> (String, String) {
    let sign = |phase: Phase| match phase {
        Phase::Lift => '╱',
        Phase::Hold => '‾',
        Phase::Lower => '╲',
        Phase::Pause => '_',
    };
    let all = (rep.length() * A_SECOND).as_secs_f64().max(1.0);
    let scale = (columns as f64 / all).min(1.0);
    let column = |at: Duration| ((at * A_SECOND).as_secs_f64() * scale).round() as usize;
    let (mut line, mut at) = (String::new(), Duration::ZERO);
    for phase in rep.phases() {
        let width = column(at + phase.length) - column(at);
        line.extend(std::iter::repeat_n(sign(phase.phase), width));
        at += phase.length;
    }
    let words: Vec<String> =
        rep.phases().iter().map(|phase| format!("{} {}", phase.name(), written(phase.length))).collect();
    (line, words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::Start;
    use crate::routine::changes::Changes;
    use crate::routine::library::Library;
    use crate::routine::lower::{self, Context};

    fn built_in(id: &str) -> Exercise {
        let library = Library::new([]);
        let context = Context { library: &library, changes: &Changes::default() };
        lower::drill(id, &context).unwrap().blocks.remove(0).exercises.remove(0)
    }

    #[test]
    fn a_rep_is_drawn_to_scale_in_the_order_of_its_phases() {
        let tempo = "1-1-2-0.5".parse().unwrap();
        let line = |start, columns| rep(&Rep::usual(start, tempo), columns).0;
        assert_eq!(line(Start::Lift, 60), "╱╱╱╱╱╱╱╱‾‾╲╲╲╲____");
        assert_eq!(line(Start::Lower, 60), "╲╲╲╲____╱╱╱╱╱╱╱╱‾‾");
        assert_eq!(line(Start::Lower, 9), "╲╲__╱╱╱╱‾");
    }

    #[test]
    fn no_line_is_wider_than_the_window() {
        for columns in [30, 40, 84] {
            for (id, _) in crate::routine::library::BUILT_IN {
                let page = page(&built_in(id), columns);
                for part in ["setup", "tips", "level", "easier", "harder", "sources"] {
                    assert!(page.contains(&format!("  {part:<11}")), "{part}: {page}");
                }
                for line in page.lines() {
                    assert!(line.chars().count() <= columns, "{columns}: {line}");
                }
            }
        }
    }
}
