//! What to know before a session: what it is, the equipment, when not to do it, and how to continue.

use super::handbook::paragraph;
use crate::routine::Routine;

/// The preface of a routine as labelled paragraphs, at most `columns` wide; empty if the routine says nothing.
#[must_use]
pub fn preface(routine: &Routine, columns: usize) -> String {
    let equipment = routine.equipment().join(", ");
    let equipment = (!equipment.is_empty()).then_some(equipment);
    let parts = [
        ("about", &routine.about),
        ("you need", &equipment),
        ("warning", &routine.warning),
        ("plan", &routine.plan),
    ];
    let parts = parts.into_iter().filter_map(|(head, words)| Some(paragraph(head, words.as_ref()?, columns)));
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::routine;

    #[test]
    fn every_part_that_a_routine_has_is_a_paragraph() {
        let text = "about = 'Short.'\nwarning = 'Stop if it hurts, and ask a professional about it.'\nplan = 'Daily.'\n\
                    [[exercise]]\nname = 'A'\nreps = 1\nequipment = ['mat', 'chair']\n";
        assert_eq!(
            preface(&routine(text), 40),
            "  about      Short.\n  you need   mat, chair\n  warning    Stop if it hurts, and ask a\n             \
             professional about it.\n  plan       Daily.\n"
        );
        assert_eq!(preface(&routine("[[exercise]]\nname = 'A'\nreps = 1\n"), 40), "");
    }
}
