use super::*;
use crate::history::lines::History;
use crate::history::summary::performances;

/// A session of three sets, one of them timed and one with a load.
const LINES: &str = r#"
{"v":1,"type":"set","id":"s-1","session":"s","at":"2026-11-25T18:05:00+01:00","exercise":"dumbbell-squat","name":"Squat","round":1,"set":1,"measure":"reps","planned":12,"cued":12,"seconds":48,"load":"22.5 kg"}
{"v":1,"type":"set","id":"s-2","session":"s","at":"2026-11-25T18:07:00+01:00","exercise":"plank","name":"Plank","round":1,"set":1,"measure":"seconds","planned":30,"cued":30,"seconds":30}
{"v":1,"type":"set","id":"s-3","session":"s","at":"2026-11-25T18:09:00+01:00","exercise":"dance","name":"Dance","round":1,"set":1,"alternate":true,"measure":"reps","planned":5,"cued":5,"seconds":20,"load":"red band"}
{"v":1,"type":"session","id":"s","at":"2026-11-25T18:04:00+01:00","what":"routine","title":"Short","ending":"done","seconds":300,"paused":0,"by":"repcue"}
"#;

fn bytes() -> Vec<u8> {
    let history = History::read([LINES.as_bytes()]);
    let all = performances(&history);
    assert_eq!((all.len(), all[0].sets.len()), (1, 3));
    file(&all[0])
}

/// The messages of a file, read by its own definitions: the number of the message, and its fields.
fn messages(bytes: &[u8]) -> Vec<(u16, Vec<(u8, u64)>)> {
    let mut definitions: [Option<(u16, Vec<[u8; 3]>)>; 16] = Default::default();
    let (mut at, end) = (14, bytes.len() - 2);
    let mut read = Vec::new();
    while at < end {
        let (head, local) = (bytes[at], usize::from(bytes[at] & 0xf));
        if head & 0x40 != 0 {
            assert_eq!(bytes[at + 2], 0, "little-endian");
            let number = u16::from_le_bytes([bytes[at + 3], bytes[at + 4]]);
            let count = usize::from(bytes[at + 5]);
            let fields =
                bytes[at + 6..at + 6 + 3 * count].chunks(3).map(|field| [field[0], field[1], field[2]]);
            definitions[local] = Some((number, fields.collect()));
            at += 6 + 3 * count;
            continue;
        }
        at += 1;
        let (number, fields) = definitions[local].as_ref().unwrap();
        let values = fields.iter().map(|[field, size, _]| {
            let value = bytes[at..at + usize::from(*size)]
                .iter()
                .rev()
                .fold(0, |value, byte| value << 8 | u64::from(*byte));
            at += usize::from(*size);
            (*field, value)
        });
        read.push((*number, values.collect()));
    }
    assert_eq!(at, end);
    read
}

#[test]
fn the_header_and_the_checksums_are_right() {
    let bytes = bytes();
    assert_eq!((bytes[0], &bytes[8..12]), (14, b".FIT".as_slice()));
    let length = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    assert_eq!(length + 16, bytes.len());
    // A checksum over everything with its own checksum at the end is zero.
    assert_eq!((checksum(&bytes[..14]), checksum(&bytes)), (0, 0));
    // The check value of CRC-16/ARC, which this is.
    assert_eq!(checksum(b"123456789"), 0xbb3d);
}

#[test]
fn each_set_has_its_message() {
    let messages = messages(&bytes());
    let kinds: Vec<u16> = messages.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [0, 21, 225, 225, 225, 21, 19, 18, 34]);
    let sets: Vec<Vec<u64>> = messages
        .iter()
        .filter(|(kind, _)| *kind == 225)
        .map(|(_, fields)| {
            [0, 3, 4, 5, 7, 10].map(|wanted| fields.iter().find(|(n, _)| *n == wanted).unwrap().1).to_vec()
        })
        .collect();
    // Duration in milliseconds, reps, sixteenths of a kilogram, work, category, number.
    assert_eq!(sets[0], [48_000, 12, 360, 1, 28, 0]);
    assert_eq!(sets[1], [30_000, 65_535, 65_535, 1, 19, 1], "no reps and no load");
    assert_eq!(sets[2], [20_000, 10, 65_535, 1, 65_534, 2], "both sides; unknown to the format");
    // 2026-11-25T17:04:00Z and five minutes later.
    let begin = 1_795_626_240 - 631_065_600;
    let session = &messages[7].1;
    assert!(session.contains(&(2, begin)) && session.contains(&(253, begin + 300)), "{session:?}");
}
