//! What is said, and when.

use super::*;

#[test]
fn an_interval_is_extended_to_fit_its_speech_and_then_counts() {
    // Three phrases of a second, time to fetch the mat, a gap, time to get into position, the count: 3 + 8 + 0.3 + 5 + 3 = 19.3.
    let text = "[[exercise]]\nname=\"A\"\nreps=1\nready=\"4s\"\nsetup=\"Lie down.\"\nequipment=[\"mat\"]";
    let timeline = timeline(text);
    assert_eq!(timeline.intervals[0].end, At(Duration::from_secs(20)));
    assert_eq!(timeline.equipment.as_deref(), Some("You need: mat."));
    let cues: Vec<String> = timeline
        .cues
        .iter()
        .filter(|cue| cue.interval == 0)
        .map(|cue| match &cue.kind {
            CueKind::Say(text) => format!("{} {text}", cue.at.millis()),
            CueKind::Sound(sound) => format!("{} {}", cue.at.millis(), sound.word()),
        })
        .collect();
    assert_eq!(
        cues,
        [
            "0 You need: mat.",
            "9000 A. 1 rep.",
            "10300 Lie down.",
            "17000 count",
            "18000 count",
            "19000 count"
        ]
    );
}

#[test]
fn instructions_spoken_in_the_rest_are_not_repeated() {
    let text = r#"
        [[block]]
        rounds = 2
        [[block.exercise]]
        name = "A"
        reps = 1
        setup = "Lie down."
        [[block.exercise]]
        name = "B"
        reps = 1
        setup = "Stand up."
    "#;
    let timeline = timeline(text);
    let said: Vec<String> = timeline
        .cues
        .iter()
        .filter(|cue| timeline.intervals[cue.interval].kind != IntervalKind::Work)
        .filter_map(|cue| match &cue.kind {
            CueKind::Say(text) => Some(text.to_string()),
            CueKind::Sound(_) => None,
        })
        .collect();
    assert_eq!(
        said,
        [
            "A. 1 rep.",
            "Lie down.",
            "Rest. Next: B. 1 rep.",
            "Stand up.",
            "Rest. Next: round 2 of 2. A. 1 rep.",
            "Rest. Next: B. 1 rep.",
            "Well done. 2 exercises in 1 minute 27 seconds."
        ]
    );
}

/// What is spoken in work, as `second:words`; each letter takes a tenth of a second.
fn coached(text: &str) -> String {
    struct Letters;
    impl Lengths for Letters {
        fn sound(&self, _: Sound) -> Duration {
            Duration::from_millis(100)
        }
        fn speech(&self, text: &str) -> Duration {
            Duration::from_millis(100) * u32::try_from(text.len()).unwrap()
        }
    }
    let timeline = compile(&routine(text), &Phrases::built_in(), &Letters);
    let said = timeline.cues.iter().filter_map(|cue| {
        let CueKind::Say(text) = &cue.kind else { return None };
        let interval = &timeline.intervals[cue.interval];
        let at = (cue.at - interval.start).as_millis() as f64 / 1000.0;
        (interval.kind == IntervalKind::Work).then(|| format!("{at}:{text}"))
    });
    said.collect::<Vec<_>>().join(" ")
}

#[test]
fn each_rep_is_numbered_just_before_its_end() {
    let keys = "[[exercise]]\nname=\"A\"\nreps=3\n";
    assert_eq!(coached(keys), "3.82:1 7.82:2 8.16:Last one 11.82:3");
    assert_eq!(coached(&format!("{keys}count=\"last\"")), "8.16:Last one 11.82:3");
    assert_eq!(coached(&format!("{keys}count=\"off\"")), "8.16:Last one");
    assert_eq!(
        coached(&format!("{keys}hold=\"2s\"\ncount-at=\"top\"")),
        "2.16:1 8.16:2 12.16:Last one 14.16:3"
    );
    assert_eq!(coached(&format!("{keys}count-at=\"top\"")), "1.82:1 5.82:2 8.16:Last one 9.82:3");
    // A rep that begins by lowering reaches its top at its end, or at its hold.
    let lower = "[[exercise]]\nname=\"A\"\nreps=1\nstart=\"lower\"\ncount-at=\"top\"\n";
    assert_eq!(coached(&format!("{lower}tempo=\"3-1-2-0\"")), "5.82:1");
    assert_eq!(coached(&format!("{lower}tempo=\"3-1-2-2\"")), "6.16:1");
}

#[test]
fn what_does_not_fit_between_the_cues_is_not_said() {
    // 0.7 seconds up and down: a number fits, "Last one" does not.
    assert_eq!(coached("[[exercise]]\nname=\"A\"\nreps=2\ntempo=\"0.7-0-0.7-0\""), "1.22:1 2.62:2");
    // Quicker: the last number is heard over the sounds.
    assert_eq!(coached("[[exercise]]\nname=\"A\"\nreps=2\ntempo=\"0.3-0-0.3-0\""), "1.02:2");
}

#[test]
fn the_half_the_time_left_of_a_hold_and_a_tip_are_spoken() {
    let text = "[[exercise]]\nname=\"A\"\nreps=6\ncount=\"fives\"\ntips=[\"Far too long a tip for this.\", \"Slow down.\"]";
    assert_eq!(coached(text), "4.16:Slow down. 12.16:Halfway 19.82:5 20.16:Last one");
    assert_eq!(coached("[[exercise]]\nname=\"A\"\nfor=\"40s\""), "20.16:20 seconds left");
    // The first tip would take more than a quarter of the time; the other is spoken in place of ticks.
    let timed = "[[exercise]]\nname=\"A\"\nfor=\"20s\"\ntips=[\"Far too long a tip, even here, for this, of a quarter.\", \"Slow down.\"]";
    assert_eq!(coached(timed), "0.16:Slow down. 10.16:10 seconds left");
    // Twenty seconds of hold from 0:02 on: the seconds left are announced at its half.
    assert_eq!(
        coached("[[exercise]]\nname=\"A\"\nreps=1\nhold=\"20s\"\ncount=\"off\""),
        "12:10 seconds left"
    );
    let hold = |length: &str| {
        coached(&format!("[[exercise]]\nname=\"A\"\nreps=1\nhold=\"{length}\"\ncount=\"off\""))
    };
    // A half that is not a whole number of seconds has a word; a short hold has neither.
    assert_eq!((hold("21s"), hold("19s")), ("12.5:Halfway".to_owned(), String::new()));
    let warned = hold("10s\"\nwarn=[\"5s\", \"3s\"]\n#\"");
    assert_eq!(warned, "7:5 seconds left 9:3 seconds left");
    assert_eq!(hold("30s\"\nwarn=\"off\"\n#\""), "");
    // The second of two reps, in which a tip would be due, is the last one.
    let two = "[[exercise]]\nname=\"A\"\nreps=2\ncount=\"off\"\ntips=[\"Slow down.\"]";
    assert_eq!(coached(two), "4.16:Last one");
}

#[test]
fn a_tick_under_a_phrase_is_left_out() {
    // "Slow down." takes from 0.16 s to 1.16 s, "10 seconds left" from 10.16 s to 11.16 s.
    let text = "[[exercise]]\nname=\"A\"\nfor=\"20s\"\ntips=[\"Slow down.\"]";
    assert_eq!(
        work(text),
        "0:go 2:tick 3:tick 4:tick 5:tick 6:tick 7:tick 8:tick 9:tick 10:tick 10:half 12:tick 13:tick 14:tick \
         15:tick 16:tick 17:count 18:count 19:count"
    );
}

#[test]
fn the_repeated_part_of_an_open_ended_set_has_no_number() {
    let said = coached("[[exercise]]\nname=\"A\"\nreps=\"open\"");
    assert!(said.ends_with(":9"), "{said}");
}

#[test]
fn alternating_sides_are_numbered_together() {
    let said = coached("[[exercise]]\nname=\"A\"\nreps=2\nsides=\"alternate\"");
    assert_eq!(said, "7.82:1 12.16:Last one 15.82:2");
}

#[test]
fn names_are_spoken_with_their_pronunciation() {
    let text = "[pronounce]\nRDL = \"Romanian deadlift\"\n[[exercise]]\nname=\"RDL\"\nreps=1\n[[exercise]]\nname=\"X1\"\nsay=\"Crossover\"\nfor=\"1m30s\"";
    let timeline = timeline(text);
    let said = |n: usize| {
        timeline.cues.iter().filter(move |c| c.interval == n).find_map(|c| match &c.kind {
            CueKind::Say(text) => Some(text.to_string()),
            CueKind::Sound(_) => None,
        })
    };
    assert_eq!(said(0).unwrap(), "Romanian deadlift. 1 rep.");
    assert_eq!(said(2).unwrap(), "Rest. Next: Crossover. 1 minute 30 seconds.");
    assert_eq!(&*timeline.intervals[1].skipped[0], "Romanian deadlift.");
}

#[test]
fn tips_come_in_rests_and_switches_if_there_is_time() {
    let text = "[[exercise]]\nname=\"A\"\nreps=1\nsets=2\nsides=\"each\"\nrest=\"20s\"\nready=\"0s\"\nswitch=\"8s\"\ntips=[\"Slow down.\", \"Chin in.\"]";
    assert_eq!(
        announced(text)[..3],
        [
            "Switch sides. Right side. Slow down.",
            "Rest. Next: set 2 of 2. Left side first. Chin in.",
            "Switch sides. Right side. Slow down.",
        ]
    );
    // Five seconds fit the switch, its phrase and the count, but no tip.
    assert_eq!(announced(&text.replace("8s", "5s"))[0], "Switch sides. Right side.");
}

#[test]
fn equipment_is_announced_at_the_start_and_the_first_side_in_the_rest() {
    let text = r#"
        [[exercise]]
        name = "A"
        reps = 1
        equipment = ["mat"]
        [[exercise]]
        name = "B"
        reps = 1
        sides = "each"
        equipment = ["ball", "mat"]
    "#;
    let told = announced(text);
    assert_eq!(told[0], "You need: mat and ball. A. 1 rep.");
    assert_eq!(told[1], "Rest. Next: B. 1 rep on each side. Left side first.");
}

#[test]
fn the_total_time_is_announced_if_it_is_known() {
    let last = |text: &str| announced(text).pop().unwrap();
    assert_eq!(last("[[exercise]]\nname=\"A\"\nreps=1"), "Well done. 1 exercise in 9 seconds.");
    assert_eq!(last("[[exercise]]\nname=\"A\"\nreps=\"open\""), "Well done. 1 exercise.");
    // From two minutes on, rounded to the minute.
    let timed = |length: &str| last(&format!("ready=\"0s\"\n[[exercise]]\nname=\"A\"\nfor=\"{length}\""));
    assert_eq!(timed("1m59s"), "Well done. 1 exercise in 1 minute 59 seconds.");
    assert_eq!(timed("2m"), "Well done. 1 exercise in 2 minutes.");
    assert_eq!(timed("2m29s"), "Well done. 1 exercise in 2 minutes.");
    assert_eq!(timed("2m30s"), "Well done. 1 exercise in 3 minutes.");
    assert_eq!(timed("59m29s"), "Well done. 1 exercise in 59 minutes.");
}

#[test]
fn a_rest_until_ready_waits_before_its_count_and_announces_it() {
    let text = "[[exercise]]\nname='A'\nreps=1\nsets=2\nrest='ready'\n";
    let timeline = timeline(text);
    let (place, rest) =
        timeline.intervals.iter().enumerate().find(|(_, s)| s.kind == IntervalKind::Rest).unwrap();
    assert!(rest.waits && timeline.intervals.iter().filter(|interval| interval.waits).count() == 1);
    assert_eq!(rest.end - rest.hold_point.unwrap(), Duration::from_secs(3));
    let said: Vec<&str> = timeline
        .cues
        .iter()
        .filter(|cue| cue.interval == place)
        .filter_map(|cue| if let CueKind::Say(text) = &cue.kind { Some(&**text) } else { None })
        .collect();
    assert_eq!(said, ["Rest. Next: set 2 of 2.", "Go on when you are ready."]);
}

#[test]
fn a_long_pause_has_its_phrase() {
    assert_eq!(&*timeline("[[exercise]]\nname=\"A\"\nreps=1").still_paused, "Still paused.");
}

#[test]
fn work_that_no_rest_comes_before_is_named() {
    let text = "rest=\"0s\"\n[[block]]\nrounds=2\n[[block.exercise]]\nname=\"Run\"\nfor=\"60s\"\n[[block.exercise]]\nname=\"Walk\"\nfor=\"90s\"\n";
    let said = coached(text);
    // In the last seconds before the count of the interval before.
    assert_eq!(said.matches("Next: Walk.").count(), 2, "{said}");
    assert_eq!(said.matches("Next: round 2 of 2. Run.").count(), 1, "{said}");
    // Counted work has no such seconds: the name comes right after the go.
    let reps = "rest=\"0s\"\n[[exercise]]\nname=\"A\"\nreps=2\n[[exercise]]\nname=\"B\"\nreps=2\nsides=\"each\"\nswitch=\"0s\"\n";
    let said = coached(reps);
    assert!(said.contains("0.16:B. Left side.") && said.contains("0.16:Right side."), "{said}");
}

#[test]
fn the_last_of_many_sets_and_rounds_is_said_and_of_those_before_it_the_round_ones() {
    let said = |text: &str| -> Vec<String> {
        let timeline = timeline(text);
        let phrases = timeline.cues.iter().filter_map(|cue| match &cue.kind {
            CueKind::Say(text) => Some(text.to_string()),
            CueKind::Sound(_) => None,
        });
        phrases.collect()
    };
    let about = |text: &str, number: u32| -> Vec<String> {
        let all = said(text).into_iter().filter(|text| text.contains(&number.to_string()));
        all.collect()
    };
    let sets = "rest='9s'\n[[exercise]]\nname='A'\nfor='2s'\nsets=103\ninstructions='off'\n";
    let rounds = "[[block]]\nrounds=103\nround-rest='9s'\n[[block.exercise]]\nname='A'\nfor='2s'\n";
    let ready = sets.replace("9s", "0s").replace("instructions='off'", "ready='9s'");
    let now = sets.replace("9s", "0s").replace("2s", "5s");
    let next = sets.replace("9s", "0s").replace("2s", "12s");
    let next_round = rounds.replace("9s", "0s").replace("2s", "12s");
    assert_eq!(about(sets, 102), [""; 0]);
    assert_eq!(about(sets, 100)[0], "Rest. Next: set 100 of 103.");
    assert_eq!(said(sets).iter().filter(|text| *text == "Rest. Next: A.").count(), 2, "sets 101 and 102");
    assert_eq!(said(rounds).iter().filter(|text| *text == "Rest. Next: A. 2 seconds.").count(), 2);
    assert_eq!(said(sets).iter().rfind(|text| text.contains("103")).unwrap(), "Rest. Next: set 103 of 103.");
    assert_eq!(
        said(rounds).iter().rfind(|text| text.contains("103")).unwrap(),
        "Rest. Next: round 103 of 103. A. 2 seconds."
    );
    assert_eq!(said(&ready).iter().filter(|text| *text == "A. 2 seconds.").count(), 2);
    assert_eq!(
        said(&ready).iter().rfind(|text| text.contains("103")).unwrap(),
        "A. Set 103 of 103. 2 seconds."
    );
    assert_eq!(said(&now).iter().rfind(|text| text.contains("103")).unwrap(), "Set 103 of 103.");
    assert_eq!(said(&now).iter().filter(|text| *text == "A.").count(), 3);
    assert_eq!(said(&next).iter().rfind(|text| text.contains("103")).unwrap(), "Next: set 103 of 103.");
    assert_eq!(said(&next).iter().filter(|text| *text == "Next: A.").count(), 2);
    assert_eq!(
        said(&next_round).iter().rfind(|text| text.contains("103")).unwrap(),
        "Next: round 103 of 103. A. 12 seconds."
    );
}

#[test]
fn the_end_of_a_session_that_was_left_names_what_was_done() {
    let of = |time| ending(&Phrases::built_in(), &routine("[[exercise]]\nname='A'\nreps=1\n"), 2, time);
    assert_eq!(of(None), "Well done. 2 exercises.");
    let seconds = |seconds| of(Some(Duration::from_secs(seconds)));
    assert_eq!(seconds(0), "Well done. 2 exercises in 1 second.");
    assert_eq!(seconds(119), "Well done. 2 exercises in 1 minute 59 seconds.");
    assert_eq!(seconds(120), "Well done. 2 exercises in 2 minutes.");
    assert_eq!(
        (seconds(149), seconds(150)),
        (
            "Well done. 2 exercises in 2 minutes.".to_owned(),
            "Well done. 2 exercises in 3 minutes.".to_owned()
        )
    );
}

#[test]
fn a_count_of_quick_reps_has_no_holes() {
    let numbers = |tempo: &str, reps: u32| -> Vec<u32> {
        let text = format!("[[exercise]]\nname=\"A\"\nreps={reps}\ntempo=\"{tempo}\"\n");
        coached(&text).split(' ').filter_map(|said| said.split_once(':')?.1.parse().ok()).collect()
    };
    assert_eq!(numbers("1-0-1-0", 20), (1..=20).collect::<Vec<_>>(), "over the sounds of the reps");
    assert_eq!(numbers("0.35-0-0.35-0", 20), [5, 10, 15, 20]);
    assert_eq!(numbers("0.35-0-0.35-0", 17), [5, 10, 15, 17], "and the last one");
}

#[test]
fn instructions_can_be_brief_or_off() {
    let text = |how: &str| {
        format!(
            "instructions=\"{how}\"\n[[exercise]]\nname=\"A\"\nreps=8\nsets=2\nsetup=\"Lie down.\"\ntips=[\"Slow.\"]\nequipment=[\"mat\"]\n"
        )
    };
    assert_eq!(announced(&text("full"))[0], "You need: mat. A. 2 sets of 8 reps. Lie down.");
    assert_eq!(announced(&text("brief"))[0], "A. 2 sets of 8 reps.");
    assert_eq!(announced(&text("off"))[0], "A.");
    assert_eq!(announced(&text("off"))[1], "Rest. Next: set 2 of 2.");
}

#[test]
fn a_pyramid_is_announced_and_each_set_says_what_changes() {
    let text = "[[exercise]]\nname='Press'\nreps=[12, 10, 8]\nload=['8 kg', '10 kg', '10 kg']\n";
    assert_eq!(
        announced(text)[..3],
        [
            "Press. 3 sets of 12, 10 and 8 reps. 8 kg.",
            "Rest. Next: set 2 of 3. 10 reps. 10 kg.",
            "Rest. Next: set 3 of 3. 8 reps."
        ]
    );
    let ladder = "[[exercise]]\nname='Plank'\nfor=['10s', '20s', '30s', '40s', '30s', '20s', '10s']\n";
    let told = announced(ladder);
    assert_eq!(
        told[..3],
        [
            "Plank. 7 sets, starting with 10 seconds.",
            "Rest. Next: set 2 of 7. 20 seconds.",
            "Rest. Next: set 3 of 7. 30 seconds."
        ]
    );
    let short = announced("[[exercise]]\nname='Plank'\nfor=['10s', '20s']\n");
    assert_eq!(short[0], "Plank. 2 sets of 10 and 20 seconds.");
    let breaths = announced(
        "[[exercise]]\nname='Box'\nreps=['1 breath', '5 breaths']\n"
            .replace("1 breath'", "1 breaths'")
            .as_str(),
    );
    assert_eq!(breaths[1], "Rest. Next: set 2 of 2. 5 breaths.");
    assert_eq!(announced("[[exercise]]\nname='A'\nreps=3\nsides='left'\n")[0], "A. 3 reps. Left side.");
}

#[test]
fn the_words_of_phases_are_said_as_they_begin() {
    let text = "[[exercise]]\nname='A'\nreps=2\ncount='off'\nphases=['In 2s', 'Hold 3s', 'Out 0.4s', '1s']\n";
    assert_eq!(coached(text), "0.16:In 2.16:Hold 6.56:In 6.82:Last one 8.56:Hold");
    assert_eq!(
        work(text),
        "0:go 0:lift1 2:hold1 4:tick1 5:lower1 5.4:rep1 6.4:last2 6.4:lift2 8.4:hold2 10.4:tick2 11.4:lower2 11.8:rep2"
    );
}

/// Notes which phrases are requested: each of them is generated.
struct Requests(std::cell::RefCell<std::collections::BTreeSet<String>>);

impl Lengths for Requests {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(50)
    }
    fn speech(&self, text: &str) -> Duration {
        self.0.borrow_mut().insert(text.to_owned());
        Duration::from_millis(40) * u32::try_from(text.len()).unwrap()
    }
}

#[test]
fn what_no_voice_can_say_in_the_time_is_not_generated() {
    let requested = |phase: &str| {
        let text = format!("lift='{phase}'\nlower='{phase}'\n[[exercise]]\nname='A'\nreps=12\n");
        let requests = Requests(Default::default());
        compile(&routine(&text), &Phrases::built_in(), &requests);
        ["Halfway", "Last one"].map(|phrase| requests.0.borrow().contains(phrase))
    };
    // Eight characters take at least 240 ms, and seven 210 ms.
    assert_eq!(["0.1s", "2s"].map(requested), [[false; 2], [true; 2]]);
}
