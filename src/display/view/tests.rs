use super::*;
use crate::player::Position;
use crate::testing;

fn timeline() -> Timeline {
    let text = r#"
        ready = "10s"
        rest = "20s"
        switch = "10s"
        [[exercise]]
        name = "Clam"
        reps = 3
        sets = 2
        sides = "each"
        hold = "1s"
        rest-after = "ready"
        [[exercise]]
        name = "Dog"
        reps = "open"
        sides = "alternate"
    "#;
    testing::timeline(text)
}

/// The heading, the details and what comes next, some milliseconds into an interval.
fn seen(interval: usize, millis: u64, loops: u32) -> [String; 3] {
    let timeline = timeline();
    let at = timeline.intervals[interval].start + Duration::from_millis(millis);
    let position = Position { loops, ..testing::playing(interval, at) };
    let view = view(&timeline, &position, false);
    [view.heading, view.details, view.next]
}

#[test]
fn every_interval_shows_what_it_is_and_what_comes_next() {
    assert_eq!(seen(0, 0, 0), ["Get ready · Clam", "set 1 of 2 · left side · 3 reps", "next: Clam"]);
    assert_eq!(
        seen(1, 0, 0),
        ["Clam", "set 1 of 2 · left side · rep 1 of 3 · lift", "next: switch to the right side"]
    );
    assert_eq!(
        seen(1, 7_500, 0),
        ["Clam", "set 1 of 2 · left side · rep 2 of 3 · hold", "next: switch to the right side"]
    );
    assert_eq!(seen(1, 14_999, 0)[1], "set 1 of 2 · left side · rep 3 of 3 · lower");
    assert_eq!(seen(2, 0, 0), ["Switch to the right side", "set 1 of 2 · right side · 3 reps", "next: Clam"]);
    assert_eq!(seen(4, 0, 0), ["Rest", "", "next: Clam"]);
    assert_eq!(seen(8, 0, 0), ["Rest · until you are ready", "", "next: Dog"]);
}

#[test]
fn an_open_set_counts_on() {
    let dog = 9;
    assert_eq!(seen(dog, 0, 0)[..2], ["Dog", "left side · rep 1, as many as you like · lift"]);
    assert_eq!(seen(dog, 4_000, 0)[1], "right side · rep 1, as many as you like · lift");
    assert_eq!(seen(dog, 76_000, 5)[1], "right side · rep 15, as many as you like · lift");
}

#[test]
fn the_end_is_the_end() {
    assert_eq!(seen(10, 0, 0), ["Well done", "", ""]);
}
