//! `repcue show`: previews a routine as a table, JSON or a picture, or shows everything about an exercise.

use std::io::Write;

use super::resolved_options::ResolvedOptions;
use super::target::{target, write_error};
use super::{Failure, Outcome, columns, load, past, print, resume, speech, warn};
use crate::cli::Show;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, draw, quoted};
use crate::output::SILENT_RATE;
use crate::printable::Printable;
use crate::report::{self, handbook, json, picture, preface, progress, strip, table};
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::file::is_exercise;
use crate::session::played;
use crate::sound::Sounds;
use crate::time::{At, clock};
use crate::timeline::compile;

/// Shows a routine or an exercise.
pub(super) fn run(args: &Show, config: &Config) -> Result<Outcome, Failure> {
    let mut options = ResolvedOptions::for_session(&args.session, &args.sound.clone().into(), config);
    let library = load::library();
    let what = args.what.clone().unwrap_or_else(played::default_routine);
    options.changes.past = past::of(resume::id(&what).as_ref(), options.history.is_kept);
    let source = load::source_of_either(&what, &library)?;
    let routine = Routine::parse_any(&source, &library, &options.changes)?;
    if args.weeks {
        return weeks(&routine, |week| {
            Routine::parse_any(&source, &library, &Changes { week: Some(week), ..options.changes.clone() })
        });
    }
    let svg =
        args.svg.as_deref().map(|path| Ok::<_, Failure>((path, target(path, args.force)?))).transpose()?;
    let timeline = speech::prepare(&routine, &speech::phrases_or_built_in(), &options, SILENT_RATE)?.timeline;
    if let Some((path, target)) = svg {
        let written = target.begin().and_then(|mut file| {
            file.write_all(picture::svg(&timeline).as_bytes())?;
            file.finish()
        });
        written.map_err(|error| write_error(path, error))?;
        print(format!("Wrote {} ({}).\n", path.display(), clock(timeline.end() - At::ZERO)))?;
        return Ok(Outcome::Done);
    }
    let warnings = super::warnings(&source, &library, &options.changes, &timeline);
    if !warnings.is_empty() {
        warn(draw::styled(&warnings));
    }
    if args.json {
        print(json::to_string(&routine, &timeline))?;
        return Ok(Outcome::Done);
    }
    let about = match &routine.blocks[0].exercises[..] {
        [exercise] if is_exercise(&source.text) => handbook::page(exercise, columns()).into(),
        _ => strip::lines(&timeline, columns()),
    };
    let week = if routine.weeks.is_empty() { String::new() } else { format!(", week {}", routine.week) };
    let preface = preface(&routine, &source.text);
    let progress = progress::draw(&routine, &what, columns());
    print(
        Printable::from(format!("{}{week}\n\n", routine.title))
            .and(preface)
            .and(progress)
            .and(about)
            .and("\n")
            .and(table::draw(&timeline)),
    )?;
    Ok(Outcome::Done)
}

/// Prints the weeks of a plan side by side. The lengths are estimates: the phrases are not generated.
fn weeks(
    routine: &Routine,
    of_week: impl Fn(u32) -> Result<Routine, Diagnostics>,
) -> Result<Outcome, Failure> {
    if routine.weeks.is_empty() {
        let error = Diagnostic::plain(format!("{} has no weeks", quoted(&routine.title)));
        return Err(error.help("a plan has tables such as `[week.4]`: what changes from week 4 on").into());
    }
    let (sounds, phrases) = (Sounds::built_in(SILENT_RATE), speech::phrases_or_built_in());
    let first = if routine.weeks[0] == 1 { None } else { Some(1) };
    let all = first.into_iter().chain(routine.weeks.iter().copied()).map(|week| {
        let routine = of_week(week)?;
        let length = compile(&routine, &phrases, &sounds).end() - At::ZERO;
        Ok((routine, length))
    });
    let all = all.collect::<Result<Vec<_>, Failure>>()?;
    print(format!("{}\n\n{}", routine.title, report::weeks::draw(&all)))?;
    Ok(Outcome::Done)
}

/// What to know before the routine; empty for an exercise, whose page says it all.
fn preface(routine: &Routine, text: &str) -> String {
    let preface = preface::preface(routine, columns());
    if preface.is_empty() || is_exercise(text) { String::new() } else { preface + "\n" }
}
