//! Amounts in words: reps, times, lists of them, loads.

use super::*;

/// The most sets whose different amounts are all announced.
const MOST_LISTED: u32 = 6;

impl Script<'_> {
    /// The amount of all sets: "3 sets of 10 reps", "4 sets of 12, 10, 8 and 6 reps".
    pub(super) fn amount_of_sets(&self, step: &Step) -> String {
        let exercise = &*step.exercise;
        let sets = exercise.sets_of(step.round);
        let of = |phrase: &str, amount: &str| {
            fill(phrase, &[("sets", &exercise.sets.to_string()), ("amount", amount)])
        };
        if exercise.sets == 1 {
            return self.amount(step);
        }
        if sets.windows(2).all(|pair| pair[0].work == pair[1].work) {
            return of(&self.phrases.sets_of, &self.amount(step));
        }
        if exercise.sets > MOST_LISTED {
            return of(&self.phrases.sets_from, &self.amount(step));
        }
        let all: Vec<&Set> = (1..=exercise.sets).map(|set| exercise.set(step.round, set)).collect();
        of(&self.phrases.sets_of, &self.on_sides(exercise, self.listed(exercise, &all)))
    }

    /// The amounts of several sets, with their unit only once if it is the same for all.
    pub(super) fn listed(&self, exercise: &Exercise, sets: &[&Set]) -> String {
        let reps: Option<Vec<String>> = sets.iter().map(|set| Some(set.work.reps()?.to_string())).collect();
        let is_counted = sets.iter().all(|set| matches!(set.work, Work::Reps(_) | Work::OwnPace { .. }));
        if let Some(reps) = reps.filter(|_| is_counted) {
            return self.reps(exercise, &self.and(&reps));
        }
        let seconds = sets.iter().map(|set| match set.work {
            Work::Time(time) | Work::Paced { time, .. } => (time.subsec_nanos() == 0
                && (2..120).contains(&time.as_secs()))
            .then(|| time.as_secs().to_string()),
            _ => None,
        });
        match seconds.collect::<Option<Vec<String>>>() {
            Some(seconds) => fill(&self.phrases.seconds, &[("n", &self.and(&seconds))]),
            None => {
                let all: Vec<String> = sets.iter().map(|set| self.amount_of(exercise, set)).collect();
                self.and(&all)
            }
        }
    }

    /// A list: "12, 10 and 8".
    pub(super) fn and(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.phrases.and),
        }
    }

    pub(super) fn amount(&self, step: &Step) -> String {
        self.on_sides(&step.exercise, self.amount_of(&step.exercise, step.own()))
    }

    /// A number of reps, with their unit.
    pub(super) fn reps(&self, exercise: &Exercise, reps: &str) -> String {
        let places = |unit| [("reps", reps), ("unit", unit)];
        match exercise.unit.as_deref() {
            Some(unit) => fill(&self.phrases.units, &places(singular(unit, reps == "1"))),
            None if reps == "1" => fill(&self.phrases.one_rep, &places("")),
            None => fill(&self.phrases.reps, &places("")),
        }
    }

    /// The amount of a set on one side.
    pub(super) fn amount_of(&self, exercise: &Exercise, set: &Set) -> String {
        match set.work {
            Work::Reps(reps) | Work::OwnPace { reps: Some(reps), time: Some(_) } => {
                self.reps(exercise, &reps.to_string())
            }
            Work::OwnPace { reps: Some(reps), time: None } => {
                format!("{}, {}", self.reps(exercise, &reps.to_string()), self.phrases.own_pace)
            }
            Work::OwnPace { reps: None, time: None } => self.phrases.own_pace.clone(),
            Work::Open(_) => self.phrases.open.clone(),
            Work::Time(time) | Work::Paced { time, .. } | Work::OwnPace { reps: None, time: Some(time) } => {
                fill(&self.phrases.timed, &[("time", &self.length(time))])
            }
        }
    }

    pub(super) fn on_sides(&self, exercise: &Exercise, amount: String) -> String {
        match exercise.sides {
            Sides::Together | Sides::Left | Sides::Right => amount,
            Sides::Each | Sides::Alternate => fill(&self.phrases.on_each_side, &[("amount", &amount)]),
        }
    }

    /// The load of a set; empty if it has none.
    pub(super) fn load<'s>(&self, step: &'s Step) -> &'s str {
        step.own().load.as_deref().unwrap_or_default()
    }

    /// The amount and the load of a set, each if it differs from the set before it.
    pub(super) fn what_changes<'s>(&self, step: &'s Step) -> (String, &'s str) {
        let before = step.exercise.set(step.round, step.set - 1);
        let amount = if before.work == step.own().work { String::new() } else { self.amount(step) };
        (amount, if before.load == step.own().load { "" } else { self.load(step) })
    }

    /// A phrase about a set of several.
    pub(super) fn set_of(&self, phrase: &str, step: &Step, amount: &str, load: &str, order: &str) -> String {
        let (set, sets) = (step.set.to_string(), step.exercise.sets.to_string());
        let places = [("set", &*set), ("sets", &sets), ("amount", amount), ("load", load), ("order", order)];
        self.spoken(phrase, &places)
    }

    /// A length in words: ``1 minute 30 seconds``.
    pub(super) fn length(&self, length: Duration) -> String {
        let seconds = length.as_secs();
        if length.subsec_nanos() > 0 {
            let number = format!("{:.1}", length.as_secs_f64());
            return fill(&self.phrases.seconds, &[("n", &number)]);
        }
        let unit = |n: u64, one: &str, many: &str| match n {
            0 => None,
            1 => Some(one.to_owned()),
            n => Some(fill(many, &[("n", &n.to_string())])),
        };
        let words = &self.phrases;
        let parts = [
            unit(seconds / 3600, &words.hour, &words.hours),
            unit(seconds / 60 % 60, &words.minute, &words.minutes),
            unit(seconds % 60, &words.second, &words.seconds),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
