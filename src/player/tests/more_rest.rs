//! Time added to a rest, and the clocks that show it.

use super::*;

#[test]
fn more_rest_comes_before_the_count() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    assert!(!tape.transport.more(Duration::from_secs(1)), "not in the middle of work");
    tape.play(12);
    assert_eq!(tape.play(5), "(rR)....");
    assert!(tape.transport.more(Duration::from_secs(1)));
    assert_eq!(tape.transport.position().extra, Duration::from_secs(1));
    assert_eq!(tape.play(16), "...............c", "a second later than without");
    assert_eq!(tape.transport.position().extra, Duration::ZERO);
    assert_eq!(tape.play(10), ".........c");
    assert!(tape.transport.more(Duration::from_secs(2)));
    let heard = tape.play(40);
    assert_eq!(heard, ".........c.........c.........c.........(gl)", "in the count: it begins again");
    // Nineteen frames were left; two seconds are twenty more.
    assert_eq!(frames_of(&heard).len(), 19 + 20 + 1);
}

#[test]
fn time_that_was_added_and_skipped_does_not_come_later() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(13);
    tape.transport.more(Duration::from_secs(5));
    tape.transport.next();
    assert_eq!(tape.play_out(), "(gl)..v..(rD)........");
}

/// The elapsed time and the length of the session, and the time left in the current interval, in frames.
fn clocks(transport: &Transport, score: &Score) -> (u64, u64, u64) {
    let position = transport.position();
    let (over, length) = position.session(score.end.at(score.rate));
    let next = score.marks[position.interval + 1].start.at(score.rate);
    let left = next - position.at + position.extra;
    let frames = |length| Frames::of(length, score.rate).0;
    (frames(over), frames(length), frames(left))
}

/// At each frame of a rest of four seconds, including the count of its last three: exactly the requested time is added,
/// immediately, and every clock keeps its pace.
#[test]
fn more_rest_moves_the_clocks_at_once_and_never_back() {
    let ten = 100;
    for at in 0..40 {
        let mut tape = Tape::of(SHORT, PlaybackOptions::default());
        let score = Arc::clone(&tape.score);
        tape.play(12 + at);
        let (over, length, left) = clocks(&tape.transport, &score);
        assert!(tape.transport.more(Duration::from_secs(10)));
        assert_eq!(clocks(&tape.transport, &score), (over, length + ten, left + ten), "at once, {at}");
        for n in 1..left + ten {
            tape.play(1);
            assert_eq!(
                clocks(&tape.transport, &score),
                (over + n, length + ten, left + ten - n),
                "{at}, {n}"
            );
        }
        assert_eq!(tape.play(2), ".(gl)", "{at}");
        let (over, length, _) = clocks(&tape.transport, &score);
        assert_eq!((over, length), (12 + 40 + ten + 1, score.end.0 + ten), "also in the next interval");
    }
}

#[test]
fn more_rest_that_is_skipped_is_not_part_of_the_session() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    let score = Arc::clone(&tape.score);
    tape.play(22);
    tape.transport.more(Duration::from_secs(5));
    tape.play(10);
    assert_eq!(clocks(&tape.transport, &score), (32, score.end.0 + 50, 70), "ten frames are waited");
    tape.transport.back();
    let waited = tape.transport.position();
    assert_eq!((waited.extra, waited.added), (Duration::ZERO, Duration::from_secs(1)));
}

#[test]
fn back_after_more_rest_goes_to_the_beginning_of_the_rest() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(32);
    tape.transport.more(Duration::from_secs(10));
    tape.transport.back();
    assert_eq!(tape.play(2), "R.");
}

/// At a real sample rate, where a jump fades out first: no display sees the rest begin again, or a clock go back.
#[test]
fn more_rest_in_the_count_never_shows_another_place() {
    let rate = 48_000;
    let timeline = compile(&routine(SHORT), &Phrases::built_in(), &Letters);
    let score = Arc::new(Score::new(&timeline, &Letters, rate));
    let (mut renderer, transport) = player(&score, PlaybackOptions::default());
    let mut block = [[0.0; 2]; BLOCK];
    let hold_point = score.marks[1].hold_point.unwrap().0.0;
    let frame = |transport: &Transport| Frames::of(transport.position().at - At::ZERO, rate).0;
    while frame(&transport) < hold_point + u64::from(rate) {
        renderer.render(&mut block);
    }
    let (mut over, length, mut left) = clocks(&transport, &score);
    transport.more(Duration::from_secs(10));
    left += 480_000;
    for _ in 0..100 {
        assert_eq!(clocks(&transport, &score), (over, length + 480_000, left));
        renderer.render(&mut block);
        (over, left) = (over + BLOCK as u64, left - BLOCK as u64);
    }
    assert_eq!(frame(&transport), hold_point);
}
