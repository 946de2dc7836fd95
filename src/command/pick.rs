//! `repcue` without arguments on a terminal: choosing the routine to play.

use std::io::{self, IsTerminal};
use std::time::Duration;

use super::{has_colours, list, load, recording, remind, resolved_options, speech, use_colours};
use crate::controls::keys::{PickerKeys, restore_terminal};
use crate::controls::signals;
use crate::diagnostic::Diagnostics;
use crate::display::bars::size;
use crate::display::terminal::{Features, Terminal};
use crate::files;
use crate::output::SILENT_RATE;
use crate::picker::rows::SMALLEST;
use crate::picker::{Choice, Key, Picker, Step};
use crate::remind::store;
use crate::routine::changes::Changes;
use crate::routine::{Exercise, Routine};
use crate::session::played;
use crate::sound::Sounds;

/// How often the window's size is looked at.
const PATIENCE: Duration = Duration::from_millis(250);

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// This routine.
    Routine(String),
    /// Nothing.
    Nothing,
}

/// Lets the user choose a routine if there are no arguments and there is a terminal to choose on; otherwise `None`.
#[must_use]
pub fn run() -> Option<Picked> {
    if std::env::args_os().len() != 1 || !can_choose() {
        return None;
    }
    let (config, _) = resolved_options::config(false);
    use_colours(config.color.as_ref().map(|color| color.value).unwrap_or_default());
    let choices = choices();
    let last = played::default_routine();
    let marked = choices.iter().position(|choice| choice.name == last);
    let reminder = store::load().and_then(|reminder| remind::next(&reminder));
    let mut picker =
        Picker::new(choices, marked.unwrap_or(0)).with_week(recording::week(&config)).with_reminder(reminder);
    let step = choose(&mut picker)?;
    Some(match step {
        Step::Chosen(n) => Picked::Routine(picker.choices()[n].name.clone()),
        _ => Picked::Nothing,
    })
}

fn can_choose() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let has_no_cursor = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
    // Users of screen readers set `ACCESSIBLE` for all programs.
    let (columns, rows) = size();
    io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && !has_no_cursor
        && !is_set("ACCESSIBLE")
        && columns >= SMALLEST.0
        && rows >= SMALLEST.1
}

/// Shows the picker until it is left; `None` if there is no keyboard.
fn choose(picker: &mut Picker) -> Option<Step> {
    signals::restore_at_end(restore_terminal);
    let keys = PickerKeys::open()?;
    // It needs neither a title nor a progress.
    let mut terminal = Terminal::new(Features::default());
    terminal.enter();
    let step = obey(picker, &keys, &mut terminal);
    terminal.leave();
    Some(step)
}

/// Obeys keys until one leads to a choice or out.
fn obey(picker: &mut Picker, keys: &PickerKeys, terminal: &mut Terminal) -> Step {
    loop {
        terminal.show(picker.draw(size(), has_colours()), "", 0);
        match keys.next(PATIENCE) {
            Ok(Some(Key::Suspend)) => {
                terminal.leave();
                keys.suspend();
                terminal.enter();
            }
            // What the terminal shows then is not known.
            Ok(Some(Key::Resize)) => terminal.enter(),
            Ok(Some(key)) => match picker.press(key) {
                Step::Stay => {}
                step => return step,
            },
            Ok(None) => {}
            // The keyboard is gone.
            Err(_) => return Step::Leave,
        }
    }
}

/// The routines: the last one played if it is a file without a name, then all that have a name.
fn choices() -> Vec<Choice> {
    let library = load::library();
    let (phrases, sounds) = (speech::phrases_or_built_in(), Sounds::built_in(SILENT_RATE));
    let mut named: Vec<(String, Result<_, _>)> =
        files::routines().into_iter().map(|found| (found.name, found.source)).collect();
    if let Some(last) = played::last().filter(|last| !named.iter().any(|(name, _)| name == last)) {
        let source = files::routine(&last, &library);
        named.insert(0, (last, source));
    }
    let choice = |(name, source): (String, Result<_, _>)| {
        let routine = source
            .map_err(Diagnostics::from)
            .and_then(|source| Routine::parse(&source, &library, &Changes::default()));
        let Ok(routine) = routine else {
            let about = format!("has errors; see `repcue check {name}`");
            return Choice { name, length: "-".to_owned(), about, ..Choice::default() };
        };
        Choice {
            length: list::length(&routine, &phrases, &sounds),
            equipment: routine.equipment().join(", "),
            exercises: exercises(&routine),
            about: routine.about.unwrap_or(routine.title),
            name,
        }
    };
    named.into_iter().map(choice).collect()
}

/// The exercises of a routine, each once.
fn exercises(routine: &Routine) -> Vec<Exercise> {
    let mut all: Vec<Exercise> = Vec::new();
    for exercise in routine.blocks.iter().flat_map(|block| &block.exercises) {
        if !all.iter().any(|known| known.id == exercise.id) {
            all.push(exercise.clone());
        }
    }
    all
}
