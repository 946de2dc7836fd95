//! Lowers a block: its week, its rounds, and the defaults of its exercises.

use super::*;

impl Lowering<'_> {
    pub(super) fn block(&mut self, block: &BlockFile, above: &Settings) -> Block {
        let level = self.level();
        let time = self.time_of_block(block);
        let this_week = self.week;
        let mut values = Values::new(self.source, &mut self.errors);
        // The top of the block, and then what changes each week; every week is read, so that its errors are reported.
        let layers = block.weeks.iter().map(|week| (week.week, &week.keys, &week.defaults));
        let layers = std::iter::once((0, &block.keys, &block.defaults)).chain(layers);
        let (mut title, mut kind, mut rounds, mut round_rest) = (None, None, None, None);
        for (week, keys, _) in layers.clone() {
            let given = (
                values.take(keys.title.as_ref(), "title"),
                values.take(keys.kind.as_ref(), "kind"),
                values.take(keys.rounds.as_ref(), "rounds").map(|rounds| rounds.at(level)),
                values.take(keys.round_rest.as_ref(), "round-rest"),
            );
            if week <= this_week {
                title = given.0.or(title);
                kind = given.1.or(kind);
                rounds = given.2.or(rounds);
                round_rest = given.3.or(round_rest);
            }
        }
        // Until time is up there may be any number of rounds.
        let most = if time.is_some() { MOST } else { rounds.unwrap_or(1) };
        let mut defaults = Settings::default();
        for (week, _, keys) in layers {
            let settings = values.settings(keys, Scope::Block { rounds: most });
            if week <= this_week {
                defaults = settings.over(&defaults);
            }
        }
        if time.is_some() {
            (defaults.work, defaults.time) = (None, None);
        }
        let defaults = defaults.over(above);
        let kind = kind.unwrap_or(BlockKind::Main);
        if block.exercises.is_empty() && self.complete {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    block.span.clone(),
                    "the block has no exercises",
                    "this block",
                )
                .help("add `[[block.exercise]]` below it, then the exercise's keys"),
            );
        }
        if let (Some(every), Some(rest)) = (&block.defaults.every, &block.keys.round_rest) {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    rest.span.clone(),
                    "a block has either `every` or `round-rest`, not both",
                    "follows from `every`",
                )
                .also(every.span.clone(), "what the work leaves of it is rest")
                .help("remove one of the two"),
            );
        }
        let mut exercises = Vec::new();
        for file in &block.exercises {
            let Some(exercise) = self.entry(file, &defaults, most) else { continue };
            exercises.push(exercise);
        }
        let round_rest = self.context.changes.rest.or(round_rest.map(|rest| rest.at(level)));
        let mut block = Block { title, kind, rounds: most, time, round_rest, exercises };
        if let Some(time) = time {
            block.rounds = rounds_within(&block, time);
        }
        block
    }

    /// The time until which the rounds of a block are played: its `for`, if each of its exercises has an amount of its
    /// own. Otherwise `for` is a default for its exercises.
    fn time_of_block(&mut self, block: &BlockFile) -> Option<Duration> {
        let weeks = block.weeks.iter().filter(|week| week.week <= self.week);
        let field =
            weeks.rev().find_map(|week| week.defaults.r#for.as_ref()).or(block.defaults.r#for.as_ref())?;
        let has_amount = |file: &ExerciseFile| file.keys.reps.is_some() || file.keys.r#for.is_some();
        let is_open = |list: &List<WorkTime>| list.values == [WorkTime::Open];
        if field.value.as_ref().is_ok_and(is_open)
            || block.exercises.is_empty()
            || !block.exercises.iter().all(has_amount)
        {
            return None;
        }
        if let Some(rounds) = &block.keys.rounds {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    rounds.span.clone(),
                    "a block has either `rounds` or, with `for`, rounds until time is up",
                    "a number of rounds",
                )
                .also(field.span.clone(), "until this time is up")
                .help("remove one of the two"),
            );
        }
        let level = self.level();
        let one = |list: &List<WorkTime>| match list.values[..] {
            [WorkTime::Range(range)] => Some(range.at(level)),
            _ => None,
        };
        // Every week is read, so that its errors are reported.
        for week in block.weeks.iter().map(|week| &week.defaults).chain([&block.defaults]) {
            let Some(field) = &week.r#for else { continue };
            if field.value.as_ref().is_ok_and(|list| one(list).is_none() && !is_open(list)) {
                let title = "the time of a block must be one duration";
                self.errors.push(
                    Diagnostic::error(self.source, field.span.clone(), title, "rounds until this time is up")
                        .help("write a duration such as \"20m\"; each exercise has its own amount"),
                );
            }
        }
        field.value.as_ref().ok().and_then(one)
    }

    pub(super) fn level(&self) -> Level {
        self.context.changes.level.unwrap_or_default().level()
    }
}

/// The most rounds of a block that can begin within a time. Rests between exercises are not counted, so it is never too
/// few.
fn rounds_within(block: &Block, time: Duration) -> u32 {
    let block = block.without_waits(Set::soonest);
    let different = block.exercises.iter().map(|exercise| exercise.rounds.len()).max().unwrap_or(1);
    let of_round = |round: usize| {
        let number = u32::try_from(round).unwrap_or(u32::MAX);
        let of = block.exercises.iter().map(|exercise| exercise.length_of_round(number));
        of.fold(Duration::ZERO, Duration::saturating_add)
    };
    let mut left = time;
    for round in 1..different {
        left = left.saturating_sub(of_round(round));
        if left.is_zero() {
            return u32::try_from(round).unwrap_or(MOST);
        }
    }
    let last = of_round(different).as_nanos().max(1);
    let more = u32::try_from(left.as_nanos().div_ceil(last)).unwrap_or(MOST);
    u32::try_from(different - 1).unwrap_or(MOST).saturating_add(more).clamp(1, MOST)
}
