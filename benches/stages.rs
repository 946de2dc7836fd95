//! How long each stage takes, to notice changes that make one slower: `cargo bench --locked`.

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use divan::{Bencher, black_box};
use repcue::diagnostic::Source;
use repcue::files::BUILT_IN;
use repcue::history::lines::History;
use repcue::history::week::Goal;
use repcue::player::{PlaybackOptions, player};
use repcue::report::history::overview;
use repcue::routine::Routine;
use repcue::routine::changes::Changes;
use repcue::routine::file::read_routine;
use repcue::routine::fit::{self, Laid};
use repcue::routine::library::Library;
use repcue::routine::week::Day;
use repcue::score::Score;
use repcue::sound::Sounds;
use repcue::time::At;
use repcue::timeline::phrases::Phrases;
use repcue::timeline::{Timeline, compile};

const RATE: u32 = 48_000;
/// The numbers of exercises: time must grow in proportion.
const SIZES: [usize; 3] = [10, 100, 1_000];

fn main() {
    divan::main();
}

/// A routine with this many exercises.
fn text(exercises: usize) -> String {
    let mut text = String::from("title = \"Long\"\n");
    for n in 0..exercises {
        let id = ["clam-shell", "squat", "bird-dog"][n % 3];
        write!(text, "[[exercise]]\nuse = \"{id}\"\nreps = {}\nrest-after = \"20s\"\n", 3 + n % 5).unwrap();
    }
    text
}

fn lowered(text: &str) -> Routine {
    Routine::parse(&Source::new("bench.toml", text), &Library::new([]), &Changes::default()).unwrap()
}

fn timeline(text: &str) -> Timeline {
    compile(&lowered(text), &Phrases::built_in(), &Sounds::built_in(RATE))
}

fn built_in() -> &'static str {
    BUILT_IN.iter().find(|(name, _)| *name == "lower-back-glutes").unwrap().1
}

/// From text to shapes.
#[divan::bench(args = SIZES)]
fn read(bencher: Bencher<'_, '_>, exercises: usize) {
    let source = Source::new("bench.toml", text(exercises));
    bencher.bench_local(|| read_routine(black_box(&source)));
}

/// From text to a routine.
#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, exercises: usize) {
    let source = Source::new("bench.toml", text(exercises));
    let (library, changes) = (Library::new([]), Changes::default());
    bencher.bench_local(|| Routine::parse(black_box(&source), &library, &changes).unwrap());
}

/// From a routine to its timeline.
#[divan::bench(args = SIZES)]
fn compiled(bencher: Bencher<'_, '_>, exercises: usize) {
    let (routine, sounds, phrases) = (lowered(&text(exercises)), Sounds::built_in(RATE), Phrases::built_in());
    bencher.bench_local(|| compile(black_box(&routine), &phrases, &sounds));
}

/// Fits a routine of one exercise with this many sets into a minute: the number of sets should hardly matter.
#[divan::bench(args = SIZES)]
fn fitted(bencher: Bencher<'_, '_>, sets: usize) {
    let text = format!("rest = \"5s\"\n[[exercise]]\nuse = \"squat\"\nreps = 1\nsets = {sets}\n");
    let (routine, sounds, phrases) = (lowered(&text), Sounds::built_in(RATE), Phrases::built_in());
    let lay = |routine: &Routine| {
        let timeline = compile(routine, &phrases, &sounds.measure());
        let exercises = timeline.exercises().into_iter().map(|(_, length)| length).collect();
        Laid { length: timeline.end() - At::ZERO, exercises }
    };
    bencher.bench_local(|| fit::fit(black_box(&routine), Duration::from_secs(60), &lay));
}

/// From a timeline to its score.
#[divan::bench(args = SIZES)]
fn score(bencher: Bencher<'_, '_>, exercises: usize) {
    let (timeline, sounds) = (timeline(&text(exercises)), Sounds::built_in(RATE));
    bencher.bench_local(|| Score::new(black_box(&timeline), &sounds, RATE));
}

/// Renders a minute of the built-in routine, without speech.
#[divan::bench]
fn render_a_minute(bencher: Bencher<'_, '_>) {
    let score = Arc::new(Score::new(&timeline(built_in()), &Sounds::built_in(RATE), RATE));
    let mut frames = vec![[0.0; 2]; 4_096];
    bencher.bench_local(|| {
        let (mut renderer, _) = player(&score, PlaybackOptions::default());
        for _ in 0..60 * RATE / 4_096 {
            renderer.render(black_box(&mut frames));
        }
    });
}

/// Ten years of sessions: 12,000 sets of twelve exercises, on three days a week.
fn ten_years() -> String {
    let mut text = String::new();
    let first = Day::new(2016, 11, 28).number();
    for n in 0..12_000_i64 {
        let (session, exercise) = (n / 8, n % 12);
        let day = first + session / 3 * 7 + session % 3 * 2;
        let date = repcue::calendar::format_day(Day::from_number(day), "%Y-%m-%d");
        let id = format!("{date}T18:00:00+01:00-{session:06x}");
        let (set, minute) = (n % 8 / 4 + 1, n % 8);
        writeln!(
            text,
            r#"{{"v":1,"type":"set","id":"{id}-{minute}","session":"{id}","at":"{date}T18:0{minute}:30+01:00","routine":"lower-back-glutes","exercise":"exercise-{exercise}","name":"Exercise {exercise}","round":1,"set":{set},"side":"left","measure":"reps","planned":15,"cued":15,"seconds":75,"hold_ms":2000,"load":"20 kg","effort":2}}"#
        )
        .unwrap();
    }
    text
}

/// Ten years of history, from the bytes of the file to what is printed.
#[divan::bench]
fn history_of_ten_years(bencher: Bencher<'_, '_>) {
    let text = ten_years();
    let today = Day::new(2026, 11, 26);
    bencher.bench_local(|| overview(&History::read([black_box(text.as_bytes())]), today, Goal(3), 80));
}
