//! The exercise library: the built-in exercises and the user's own, which replace built-in ones of the same name.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use super::file::{ExerciseFile, read_exercise};
use super::name::{loose, ways_to_type};
use crate::diagnostic::{Diagnostic, Source, nearest, quoted};

macro_rules! built_in {
    ($($id:literal),+ $(,)?) => {
        &[$(($id, include_str!(concat!("../../routines/exercises/", $id, ".toml")))),+]
    };
}

/// The built-in exercises: the ten of the glute routine in its order, then the others by region of the body.
pub const BUILT_IN: &[(&str, &str)] = built_in![
    "glute-bridge",
    "squat",
    "single-leg-romanian-deadlift",
    "stability-ball-hip-thrust",
    "single-leg-glute-bridge",
    "clam-shell",
    "side-lying-hip-abduction",
    "bird-dog",
    "fire-hydrant",
    "donkey-kick",
    "pelvic-tilt",
    "kneeling-leg-reach",
    "chair-squat",
    "knee-rolls",
    "cat-camel",
    "march-on-the-spot",
    "mcgill-curl-up",
    "side-plank-from-the-knees",
    "dead-bug-with-bent-knees",
    "knee-to-chest",
    "quiet-breathing",
    "half-kneeling-hip-stretch",
    "rest-on-your-back",
    "dead-bug",
    "toe-tap",
    "plank",
    "side-plank",
    "crunch",
    "single-leg-abdominal-press",
    "mountain-climber",
    "pelvic-floor-squeeze",
    "back-extension",
    "superman",
    "prone-hip-extension",
    "childs-pose",
    "thread-the-needle",
    "open-book",
    "shoulder-blade-squeeze",
    "seated-twist",
    "chin-tuck",
    "neck-rotation",
    "wall-push-up",
    "knee-push-up",
    "push-up",
    "chair-dip",
    "shoulder-pendulum",
    "crossover-arm-stretch",
    "seated-chest-stretch",
    "wall-angel",
    "bodyweight-squat",
    "mini-squat",
    "wall-sit",
    "reverse-lunge",
    "lunge",
    "step-up",
    "calf-raise",
    "toe-raise",
    "one-leg-stand",
    "heel-to-toe-stand",
    "standing-side-leg-raise",
    "seated-leg-extension",
    "straight-leg-raise",
    "standing-hamstring-curl",
    "hip-marching",
    "jumping-jack",
    "high-knees",
    "side-lying-hip-adduction",
    "adductor-squeeze",
    "hamstring-stretch",
    "quad-stretch",
    "calf-stretch",
    "figure-four-stretch",
    "ankle-pump",
    "towel-curl",
    "belly-breathing",
    "pursed-lip-breathing",
];

/// One exercise of the library, parsed but not yet lowered.
#[derive(Debug)]
pub struct Entry {
    /// Its id, as `use` names it.
    pub id: String,
    /// Whether it is the user's own.
    pub own: bool,
    /// The source text.
    pub source: Arc<Source>,
    /// The parsed file.
    pub file: ExerciseFile,
    /// The errors in it.
    pub errors: Vec<Diagnostic>,
}

impl Entry {
    fn read(id: &str, own: bool, source: Arc<Source>) -> Entry {
        let (file, mut errors) = read_exercise(&source);
        if let Some(other) = &file.keys.r#use {
            let title = "a library exercise cannot `use` another";
            errors.push(
                Diagnostic::error(&source, other.span.clone(), title, "not here")
                    .help("write out its keys, or `use` it in a routine and change it there"),
            );
        }
        if file.keys.name.is_none() && errors.is_empty() {
            errors.push(
                Diagnostic::error(&source, 0..0, "the exercise has no `name`", "")
                    .help("add `name = \"…\"` as its first line"),
            );
        }
        Entry { id: id.to_owned(), own, source, file, errors }
    }

    /// All names by which it is found: its id, its display name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.file.facts.aliases.as_ref().and_then(|field| field.value.as_ref().ok());
        let aliases = aliases.into_iter().flatten().map(String::as_str);
        [self.id.as_str(), self.name()].into_iter().chain(aliases)
    }

    /// The display name; the id if the file has none.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.file.keys.name {
            Some(field) => field.value.as_deref().unwrap_or(&self.id),
            None => &self.id,
        }
    }
}

/// The built-in exercises, read once.
static BUILT_IN_ENTRIES: LazyLock<Vec<Arc<Entry>>> = LazyLock::new(|| {
    let read = |(id, text): &(&str, &'static str)| {
        let source = Source::new(format!("routines/exercises/{id}.toml (built-in)"), *text);
        Arc::new(Entry::read(id, false, source))
    };
    BUILT_IN.iter().map(read).collect()
});

/// All exercises that `use` can name.
#[derive(Debug)]
pub struct Library {
    entries: BTreeMap<String, Arc<Entry>>,
    /// The id for each way to type a name.
    typed: HashMap<String, String>,
}

impl Library {
    /// The built-in exercises and the user's own, each given as the name of its file without extension, and its text.
    pub fn new(own: impl IntoIterator<Item = (String, Arc<Source>)>) -> Library {
        let own = own.into_iter().map(|(id, source)| Arc::new(Entry::read(&id, true, source)));
        let entries: BTreeMap<String, Arc<Entry>> =
            BUILT_IN_ENTRIES.iter().cloned().chain(own).map(|entry| (entry.id.clone(), entry)).collect();
        let mut typed = HashMap::new();
        // The user's own come first, and names come before the plurals of others.
        let (own, built_in): (Vec<&Arc<Entry>>, Vec<&Arc<Entry>>) =
            entries.values().partition(|entry| entry.own);
        for entries in [own, built_in] {
            for plural in [false, true] {
                for entry in &entries {
                    for name in entry.names() {
                        let ways = if plural { ways_to_type(name) } else { vec![loose(name)] };
                        for way in ways.into_iter().filter(|way| !way.is_empty()) {
                            typed.entry(way).or_insert_with(|| entry.id.clone());
                        }
                    }
                }
            }
        }
        Library { entries, typed }
    }

    /// Returns the exercise with this id, name or alias, in any spelling: `Dead Bug`, `dead_bug`, `deadbugs`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry> {
        let entry = self.entries.get(name).or_else(|| self.entries.get(self.typed.get(&loose(name))?));
        entry.map(AsRef::as_ref)
    }

    /// Returns the exercise with this id, name or alias, which may have errors; an error if there is none.
    pub fn find(&self, id: &str) -> Result<&Entry, Diagnostic> {
        self.get(id).ok_or_else(|| {
            let error = Diagnostic::plain(format!("no exercise named {}", quoted(id)));
            match nearest(id, self.ids()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("`repcue list` shows them all"),
            }
        })
    }

    /// The ids of all exercises, in alphabetical order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// All exercises: the built-in ones in their order, then the user's own.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let built_in = BUILT_IN.iter().filter_map(|(id, _)| self.entries.get(*id));
        let is_built_in = |id: &str| BUILT_IN.iter().any(|(built_in, _)| *built_in == id);
        built_in.chain(self.entries.values().filter(move |entry| !is_built_in(&entry.id))).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests;
