use super::*;
use crate::sound::Sounds;
use crate::testing;

/// A rep of 0.7 s, which is not a whole number of frames at the rates below.
const REPS: &str = "ready=\"0s\"\n[[exercise]]\nname=\"A\"\nreps=1000\ntempo=\"0.3-0-0.4-0\"\n";

/// Every frame belongs to the last rep whose first frame is at or before it.
#[test]
fn a_rep_begins_on_the_frame_nearest_to_its_instant() {
    let timeline = testing::timeline(REPS);
    for rate in [8, 9, 11] {
        let score = Score::new(&timeline, &Sounds::built_in(rate), rate);
        let mark = &score.marks[0];
        // Tenths of a second times frames per second, rounded to the nearest frame, half up.
        let first = |rep: u64| (rep * 7 * u64::from(rate) + 5) / 10;
        for rep in 0..1_000 {
            for frame in first(rep)..first(rep + 1) {
                assert_eq!(score.rep_start(mark, Frames(frame)), Frames(first(rep)), "rep {rep} at {rate}");
            }
        }
    }
}

#[test]
fn without_reps_a_frame_stays_what_it_is() {
    let timeline = testing::timeline("ready=\"0s\"\n[[exercise]]\nname=\"A\"\nfor=\"10s\"\n");
    let score = Score::new(&timeline, &Sounds::built_in(10), 10);
    assert_eq!(score.rep_start(&score.marks[0], Frames(57)), Frames(57));
}

/// No phrase is softer because of where it is said.
#[test]
fn speech_is_as_loud_in_work_as_elsewhere() {
    let text = "ready=\"5s\"\n[[exercise]]\nname=\"A\"\nreps=3\nsides=\"each\"\n";
    let timeline = testing::timeline(text);
    let score = Score::new(&timeline, &Spoken, 100);
    // The last one says the end of a session that did not go as planned.
    assert_eq!(score.notes.len(), timeline.cues.len() + 1);
    let mut kinds = Vec::new();
    for (cue, note) in timeline.cues.iter().zip(&score.notes) {
        if matches!(cue.kind, CueKind::Say(_)) {
            assert_eq!(note.gains.map(f32::to_bits), [1f32.to_bits(); 2], "{:?}", cue.kind);
            kinds.push(timeline.intervals[cue.interval].kind);
        }
    }
    assert!(kinds.contains(&IntervalKind::Ready) && kinds.contains(&IntervalKind::Work), "{kinds:?}");
}

/// A clip for everything.
struct Spoken;

impl Clips for Spoken {
    fn sound(&self, _: Sound) -> Clip {
        Clip::from(vec![0.5])
    }
    fn speech(&self, _: &str) -> Option<Clip> {
        Some(Clip::from(vec![0.5]))
    }
}

/// A cue for one side is as much louder on that side as it is softer on the other.
#[test]
fn one_sided_cues_are_panned() {
    let text = "ready=\"0s\"\n[[exercise]]\nname=\"A\"\nreps=1\nsides=\"each\"\nfirst=\"right\"\n";
    let timeline = testing::timeline(text);
    let score = Score::new(&timeline, &Sounds::built_in(8_000), 8_000);
    let sounds: Vec<&Cue> =
        timeline.cues.iter().filter(|cue| matches!(cue.kind, CueKind::Sound(_))).collect();
    assert_eq!(sounds.len(), score.notes.len());
    for (cue, note) in sounds.into_iter().zip(&score.notes) {
        let expected = match cue.side {
            None => [1.0, 1.0],
            Some(Side::Left) => [1.7, 0.3],
            Some(Side::Right) => [0.3, 1.7],
        };
        let same =
            note.gains.iter().zip(expected).all(|(gain, wanted): (&f32, f32)| (gain - wanted).abs() < 1e-6);
        assert!(same, "{:?}: {:?}", cue.side, note.gains);
    }
    assert!(score.notes.iter().any(|note| note.gains[0] > note.gains[1]));
    assert!(score.notes.iter().any(|note| note.gains[0] < note.gains[1]));
}

/// Of the two endings, each session has one.
#[test]
fn an_ending_is_played_in_its_own_session_alone() {
    let timeline = testing::timeline("[[exercise]]\nname=\"A\"\nreps=3\n");
    let score = Score::new(&timeline, &Spoken, 100);
    let [planned, otherwise] = score.endings.unwrap();
    let played = |note| [true, false].map(|as_planned| score.is_played(note, as_planned));
    assert_eq!([played(planned), played(otherwise), played(0)], [[true, false], [false, true], [true, true]]);
}
