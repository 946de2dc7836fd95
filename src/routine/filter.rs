//! Which exercises suit a user: the equipment that there is, the muscles to train, the level.

use std::collections::BTreeSet;

use super::changes::Changes;
use super::library::Library;
use super::lower::{self, Context};
use super::name::{loose, slug};
use super::reps::Level;
use super::{Exercise, Routine};
use crate::diagnostic::{Diagnostic, nearest, quoted};

/// Words for the muscles of a region, as people search for them.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("abs", &["abdominals"]),
    ("arms", &["triceps", "biceps", "forearms"]),
    ("back", &["back", "upper back"]),
    ("breathing", &["diaphragm"]),
    ("calves", &["calves"]),
    ("chest", &["chest"]),
    ("core", &["abdominals", "obliques", "back"]),
    ("feet", &["feet", "shins"]),
    ("glutes", &["gluteus maximus", "gluteus medius"]),
    ("hamstrings", &["hamstrings"]),
    ("hips", &["hip flexors", "gluteus medius", "hip rotators", "inner thighs"]),
    ("legs", &["thighs", "hamstrings", "inner thighs", "calves", "shins"]),
    ("neck", &["neck"]),
    ("obliques", &["obliques"]),
    ("pelvic-floor", &["pelvic floor"]),
    ("quads", &["thighs"]),
    ("shoulders", &["shoulders"]),
];

/// What everybody has, or can do without: it does not count as equipment.
const ALWAYS_THERE: [&str; 2] = ["mat", "wall"];

/// The word for no equipment.
const NONE: &str = "none";

/// A filter for exercises; without any value it lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The equipment that there is; `None` for any.
    equipment: Option<Vec<String>>,
    /// The muscles, of which an exercise must train one.
    muscles: Vec<String>,
    /// The level.
    level: Option<Level>,
}

impl Filter {
    /// A filter for words as users type them.
    ///
    /// # Errors
    /// A word that no exercise of the library has, with the words that there are.
    pub fn new(
        equipment: &[String],
        muscles: &[String],
        level: Option<Level>,
        library: &Library,
    ) -> Result<Filter, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut known = |option: &str, typed: &[String], there: &BTreeSet<String>| {
            let known = typed.iter().filter_map(|word| {
                let found = there.iter().find(|item| loose(item) == loose(word));
                if found.is_none() {
                    errors.push(unknown(option, word, there));
                }
                found.cloned()
            });
            known.collect::<Vec<String>>()
        };
        let found_equipment = known("equipment", equipment, &self::equipment(library));
        let muscles = known("muscle", muscles, &self::muscles(library));
        let filter = Filter {
            equipment: (!equipment.is_empty()).then_some(found_equipment),
            muscles: muscles.iter().flat_map(|word| of_group(word)).collect(),
            level,
        };
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether it lets an exercise through.
    #[must_use]
    pub fn fits(&self, exercise: &Exercise) -> bool {
        let trains = |muscle: &String| self.muscles.iter().any(|wanted| slug(muscle) == slug(wanted));
        self.has(&exercise.equipment)
            && (self.muscles.is_empty() || exercise.muscles.iter().any(trains))
            && (self.level.is_none() || exercise.facts.level == self.level)
    }

    /// Whether it lets a routine through: a routine has equipment, but neither a level nor muscles.
    #[must_use]
    pub fn fits_routine(&self, routine: &Routine) -> bool {
        let needed: Vec<String> = routine.equipment().into_iter().map(str::to_owned).collect();
        self.muscles.is_empty() && self.level.is_none() && self.has(&needed)
    }

    /// Whether all of this equipment is there.
    fn has(&self, needed: &[String]) -> bool {
        let Some(there) = &self.equipment else { return true };
        let is_there =
            |item: &str| ALWAYS_THERE.contains(&item) || there.iter().any(|there| slug(there) == slug(item));
        needed.iter().all(|item| item.split(" or ").any(is_there))
    }
}

/// The muscles of a group, or the muscle itself.
fn of_group(word: &str) -> Vec<String> {
    match GROUPS.iter().find(|(group, _)| *group == word) {
        Some((_, muscles)) => muscles.iter().map(|muscle| (*muscle).to_owned()).collect(),
        None => vec![word.to_owned()],
    }
}

/// The equipment that the exercises of a library need, and `none`.
#[must_use]
pub fn equipment(library: &Library) -> BTreeSet<String> {
    let all = exercises(library).into_iter().flat_map(|exercise| exercise.equipment);
    let single = all.flat_map(|item| item.split(" or ").map(slug).collect::<Vec<_>>());
    single.chain([NONE.to_owned()]).collect()
}

/// The muscles that the exercises of a library train, and the words for their groups.
#[must_use]
pub fn muscles(library: &Library) -> BTreeSet<String> {
    let all = exercises(library).into_iter().flat_map(|exercise| exercise.muscles);
    all.map(|muscle| slug(&muscle)).chain(GROUPS.iter().map(|(group, _)| (*group).to_owned())).collect()
}

/// The valid exercises of a library.
fn exercises(library: &Library) -> Vec<Exercise> {
    let context = Context { library, changes: &Changes::default() };
    let routines = library.ids().filter_map(|id| lower::drill(id, &context).ok());
    routines.flat_map(|routine| routine.blocks).flat_map(|block| block.exercises).collect()
}

fn unknown(option: &str, word: &str, there: &BTreeSet<String>) -> Diagnostic {
    let title = format!("`--{option}`: no exercise has {}", quoted(word));
    let error = match nearest(&slug(word), there.iter().map(String::as_str)) {
        Some(near) => Diagnostic::plain(title).help(format!("did you mean `{near}`?")),
        None => Diagnostic::plain(title),
    };
    let all: Vec<&str> = there.iter().map(String::as_str).collect();
    error.help(format!("possible values: {}", all.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn found(equipment: &[&str], muscles: &[&str], level: Option<Level>) -> Vec<String> {
        let library = Library::new([]);
        let filter = Filter::new(&words(equipment), &words(muscles), level, &library).unwrap();
        exercises(&library).into_iter().filter(|e| filter.fits(e)).map(|e| e.id).collect()
    }

    #[test]
    fn equipment_is_what_there_is() {
        let none = found(&["none"], &[], None);
        assert!(none.contains(&"clam-shell".to_owned()) && !none.contains(&"squat".to_owned()), "{none:?}");
        let with_a_bar = found(&["bar"], &[], None);
        assert!(with_a_bar.contains(&"squat".to_owned()) && with_a_bar.contains(&"clam-shell".to_owned()));
        assert!(found(&["Stability Ball"], &[], None).contains(&"stability-ball-hip-thrust".to_owned()));
        assert_eq!(found(&[], &[], None).len(), Library::new([]).ids().count());
    }

    #[test]
    fn a_group_and_a_muscle_find_the_same_exercise() {
        for word in ["glutes", "gluteus-medius", "Gluteus medius", "hips"] {
            assert!(found(&[], &[word], None).contains(&"clam-shell".to_owned()), "{word}");
        }
        let abs = found(&["none"], &["abs"], Some(Level::Easy));
        assert!(abs.contains(&"pelvic-tilt".to_owned()) && !abs.contains(&"plank".to_owned()), "{abs:?}");
        assert!(!found(&[], &["abs"], None).contains(&"calf-raise".to_owned()));
    }

    #[test]
    fn a_routine_fits_its_equipment_but_no_level_and_no_muscle() {
        let library = Library::new([]);
        let routine =
            crate::testing::routine("[[exercise]]\nname=\"A\"\nreps=1\nequipment=[\"mat\", \"bar\"]\n");
        let filter = |equipment: &[&str], muscles: &[&str], level| {
            Filter::new(&words(equipment), &words(muscles), level, &library).unwrap()
        };
        let none = filter(&[], &[], None);
        assert!(none.is_empty() && none.fits_routine(&routine));
        let with_a_bar = filter(&["bar"], &[], None);
        assert!(!with_a_bar.is_empty() && with_a_bar.fits_routine(&routine));
        assert!(!filter(&["none"], &[], None).fits_routine(&routine));
        assert!(!filter(&["bar"], &["abs"], None).fits_routine(&routine));
        assert!(!filter(&["bar"], &[], Some(Level::Easy)).fits_routine(&routine));
    }

    #[test]
    fn an_unknown_word_is_an_error_that_lists_the_known_ones() {
        let library = Library::new([]);
        let errors = Filter::new(&words(&["trampoline"]), &words(&["asb"]), None, &library).unwrap_err();
        assert_eq!(errors.len(), 2);
        assert!(errors[0].help[0].starts_with("possible values: ") && errors[0].help[0].contains("mat"));
        assert_eq!(errors[1].help[0], "did you mean `abs`?");
    }

    #[test]
    fn every_muscle_of_the_library_belongs_to_a_group() {
        for exercise in exercises(&Library::new([])) {
            for muscle in &exercise.muscles {
                let is_grouped = GROUPS.iter().any(|(_, muscles)| muscles.contains(&muscle.as_str()));
                assert!(is_grouped, "{}: {muscle}", exercise.id);
            }
        }
    }
}
