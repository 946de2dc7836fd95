//! The routines that are served, and how they become sessions.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use crate::causes::with_causes;
use crate::cli::Serve;
use crate::command::resolved_options::ResolvedOptions;
use crate::command::{Failure, export, list, load, speech};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Source, draw};
use crate::files;
use crate::output::SILENT_RATE;
use crate::output::file::format::Quality;
use crate::output::file::{self, Spec};
use crate::output::levelled::{self, Levelled};
use crate::player::{PlaybackOptions, player};
use crate::report::page::{Page, strip};
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::library::Library;
use crate::routine::name::slug;
use crate::score::Score;
use crate::serve::list::{About, Entry};
use crate::serve::making::{Made, Order, Progress};
use crate::serve::path::{encoded, endings, format};
use crate::serve::{Shelf as Served, Title};
use crate::session::prepare::PreparedSession;
use crate::sound::Sounds;
use crate::time::Frames;
use crate::timeline::compile;

/// The routines, as they are at the moment: files are read again each time.
pub(super) struct Shelf {
    options: ResolvedOptions,
    /// The routine of the command line.
    first: Option<First>,
}

/// The routine that the user named.
struct First {
    /// Its name in addresses.
    name: String,
    /// Where it comes from, if it is not among those with a name.
    from: Option<From>,
}

enum From {
    /// A file.
    Path(String),
    /// Standard input, which can be read only once.
    Input(Arc<Source>),
}

/// A routine that was found.
struct Found {
    name: String,
    is_own: bool,
    source: Result<Arc<Source>, Diagnostic>,
}

impl Shelf {
    /// The routines, with the one that the user named.
    ///
    /// # Errors
    /// If that one has errors or does not exist.
    pub(super) fn new(args: &Serve, config: &Config) -> Result<Shelf, Failure> {
        let options = ResolvedOptions::for_changes(Changes::default(), &args.sound.clone().into(), config);
        // Errors in the user's phrases are reported now, rather than on a phone.
        speech::phrases()?;
        let library = load::library();
        let first = match &args.routine {
            Some(typed) => Some(First::new(typed, &library, &options.changes)?),
            None => None,
        };
        Ok(Shelf { options, first })
    }

    /// The name, in addresses, of the routine that the user named.
    pub(super) fn first(&self) -> Option<&str> {
        self.first.as_ref().map(|first| first.name.as_str())
    }

    fn found(&self, library: &Library) -> Vec<Found> {
        let mut all = Vec::new();
        if let Some(First { name, from: Some(from) }) = &self.first {
            let source = match from {
                From::Path(path) => files::routine(path, library),
                From::Input(source) => Ok(Arc::clone(source)),
            };
            all.push(Found { name: name.clone(), is_own: true, source });
        }
        let named = files::routines().into_iter();
        all.extend(named.map(|found| Found { name: found.name, is_own: found.own, source: found.source }));
        all
    }

    fn parse(
        &self,
        source: Result<Arc<Source>, Diagnostic>,
        library: &Library,
    ) -> Result<Routine, Diagnostics> {
        Routine::parse(&source.map_err(Diagnostics::from)?, library, &self.options.changes)
    }

    /// Makes a session as a file, and the page that plays it.
    ///
    /// # Errors
    /// Why not, as lines of text.
    pub(super) fn make(&self, order: &Order, progress: &(dyn Fn(Progress) + Sync)) -> Result<Made, String> {
        let (library, _) = files::library();
        let found = self.found(&library).into_iter().find(|found| found.name == order.name);
        let found = found.ok_or("error: there is no such routine")?;
        let routine = self.parse(found.source, &library).map_err(|errors| draw::plain(&errors.0))?;
        self.made(&routine, order, progress).map_err(|failure| match failure {
            Failure::Input(errors) => draw::plain(&errors.0),
            Failure::Environment(error) => format!("error: {}", with_causes(&error)),
        })
    }

    fn made(
        &self,
        routine: &Routine,
        order: &Order,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Made, Failure> {
        let (format, rate) = (format(order.ending), SILENT_RATE);
        let speaking = |done: usize, all: usize| progress(Progress::Speaking(done, all));
        let phrases = speech::phrases()?;
        let PreparedSession { timeline, sounds, .. } =
            speech::prepare_with(routine, &phrases, &self.options, rate, &speaking)?;
        let score = Arc::new(Score::new(&timeline, &sounds, rate));
        let length = score.end;
        let options = PlaybackOptions { volume: self.options.volume, ..PlaybackOptions::default() };
        let renderer = || player(&score, options).0;
        // Nothing cancels it: the thread ends with the program.
        let reports = |stage: fn(f64) -> Progress| {
            move |done: Frames| -> ControlFlow<()> {
                progress(stage(done.0 as f64 / length.0.max(1) as f64));
                ControlFlow::Continue(())
            }
        };
        let mut sound = Levelled::plain(renderer());
        if format.is_lossy()
            && let ControlFlow::Continue((gain, _)) =
                levelled::gain(export::USUAL, length, &renderer, &mut reports(Progress::Measuring))
        {
            sound = Levelled::limited(renderer(), gain);
        }
        let about = export::about(routine, &timeline, format);
        let spec =
            Spec { format, quality: Quality::default(), rate, length, about: &about, has_music: false };
        let unwritten =
            |error| crate::command::EnvironmentError::Write { path: "session".into(), source: error };
        let mut file = files::write::unnamed().map_err(unwritten)?;
        let sink = spec.file(BufWriter::new(&mut file)).map_err(unwritten)?;
        let _ = file::write(&mut sound, length, sink, &mut reports(Progress::Writing)).map_err(unwritten)?;
        let bytes = file.metadata().map_err(unwritten)?.len();
        let address = format!("../f/{}.{}", encoded(&order.name), order.ending);
        // Only the first format has a page.
        let is_played = endings().first() == Some(&order.ending);
        let page = if is_played { Page::new(routine, &timeline).at_address(&address) } else { String::new() };
        Ok(Made { file: Arc::new(file), length: bytes, page })
    }
}

impl First {
    fn new(typed: &str, library: &Library, changes: &Changes) -> Result<First, Failure> {
        let source = files::routine(typed, library).map_err(Diagnostics::from)?;
        let routine = Routine::parse(&source, library, changes)?;
        let named = files::routines();
        let is_path = Path::new(typed).components().count() > 1 || Path::new(typed).extension().is_some();
        if let Some(name) = files::routine_name(typed).filter(|_| typed != "-" && !is_path) {
            return Ok(First { name, from: None });
        }
        let stem = Path::new(typed).file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default();
        let usual = if stem.is_empty() { slug(&routine.title) } else { stem };
        let is_free = |name: &String| !name.is_empty() && named.iter().all(|found| found.name != *name);
        let name =
            std::iter::once(usual.clone()).chain((2..).map(|n: u32| format!("{usual}-{n}"))).find(is_free);
        let from = if typed == "-" { From::Input(source) } else { From::Path(typed.to_owned()) };
        Ok(First { name: name.unwrap_or_default(), from: Some(from) })
    }
}

impl Served for Shelf {
    fn entries(&self) -> Vec<Entry> {
        let (library, _) = files::library();
        let phrases = speech::phrases_or_built_in();
        let sounds = Sounds::built_in(SILENT_RATE);
        let entry = |found: Found| {
            let routine = self.parse(found.source, &library);
            let group = routine.as_ref().ok().and_then(|routine| routine.group.clone());
            let title = routine.as_ref().map_or_else(|_| found.name.clone(), |routine| routine.title.clone());
            let about = match routine {
                Ok(routine) => {
                    let timeline = compile(&routine, &phrases, &sounds);
                    Some(About {
                        length: list::in_minutes(&timeline),
                        equipment: routine.equipment().iter().map(ToString::to_string).collect(),
                        about: routine.about.unwrap_or_default(),
                        strip: strip::svg(&timeline),
                    })
                }
                Err(_) => None,
            };
            Entry { name: found.name, title, group, is_own: found.is_own, about }
        };
        self.found(&library).into_iter().map(entry).collect()
    }

    fn find(&self, name: &str) -> Option<Title> {
        let (library, _) = files::library();
        let found = self.found(&library).into_iter().find(|found| found.name == name)?;
        let routine = self.parse(found.source, &library).ok()?;
        Some(Title { version: version(&routine), title: routine.title })
    }
}

/// A number that changes with the routine, its exercises and the settings.
fn version(routine: &Routine) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{routine:?}").hash(&mut hasher);
    hasher.finish()
}
