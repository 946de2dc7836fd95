//! A session as a FIT file: a strength training with its sets, as watches and sport platforms read it.
//!
//! The format is that of Garmin's FIT SDK (<https://developer.garmin.com/fit/protocol/>): a header, for each kind of
//! message a definition before its first one, and a checksum at the end. All numbers are little-endian.

use std::collections::BTreeSet;

use crate::history::record::{Measure, SetRecord};
use crate::history::summary::{Performance, load_in_thousandths};

/// The start of FIT's time, 31 December 1989, in seconds since 1970.
const EPOCH: i64 = 631_065_600;
/// Version 2 of the protocol, and the version of the profile whose messages these are.
const VERSIONS: (u8, u16) = (0x20, 21_158);
/// What says that a field of two bytes has no value.
const NOTHING: u16 = u16::MAX;

/// A value of a field.
#[derive(Debug, Clone, Copy)]
enum Value {
    /// One of a list.
    Enum(u8),
    /// One byte.
    U8(u8),
    /// Two bytes.
    U16(u16),
    /// Four bytes.
    U32(u32),
    /// Four bytes, of which zero is no value.
    U32z(u32),
}

impl Value {
    /// Its size, and the number of its type.
    fn kind(self) -> [u8; 2] {
        match self {
            Value::Enum(_) => [1, 0x00],
            Value::U8(_) => [1, 0x02],
            Value::U16(_) => [2, 0x84],
            Value::U32(_) => [4, 0x86],
            Value::U32z(_) => [4, 0x8c],
        }
    }

    fn write(self, into: &mut Vec<u8>) {
        match self {
            Value::Enum(value) | Value::U8(value) => into.push(value),
            Value::U16(value) => into.extend(value.to_le_bytes()),
            Value::U32(value) | Value::U32z(value) => into.extend(value.to_le_bytes()),
        }
    }
}

/// A kind of message: its number in the file, and in the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    FileId = 0,
    Event = 21,
    Set = 225,
    Lap = 19,
    Session = 18,
    Activity = 34,
}

/// The messages of a file.
#[derive(Default)]
struct Messages {
    bytes: Vec<u8>,
    defined: BTreeSet<Kind>,
}

impl Messages {
    /// Adds a message of fields with their numbers; all messages of a kind have the same fields.
    fn add(&mut self, kind: Kind, fields: &[(u8, Value)]) {
        let local = match kind {
            Kind::FileId => 0,
            Kind::Event => 1,
            Kind::Set => 2,
            Kind::Lap => 3,
            Kind::Session => 4,
            Kind::Activity => 5,
        };
        if self.defined.insert(kind) {
            self.bytes.extend([0x40 | local, 0, 0]);
            self.bytes.extend((kind as u16).to_le_bytes());
            self.bytes.push(u8::try_from(fields.len()).unwrap_or(u8::MAX));
            for (number, value) in fields {
                let [size, base] = value.kind();
                self.bytes.extend([*number, size, base]);
            }
        }
        self.bytes.push(local);
        for (_, value) in fields {
            value.write(&mut self.bytes);
        }
    }

    /// The whole file.
    fn file(self) -> Vec<u8> {
        let mut file = vec![14, VERSIONS.0];
        file.extend(VERSIONS.1.to_le_bytes());
        file.extend(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        file.extend(b".FIT");
        file.extend(checksum(&file).to_le_bytes());
        file.extend(self.bytes);
        file.extend(checksum(&file).to_le_bytes());
        file
    }
}

/// A session as a file.
#[must_use]
pub fn file(session: &Performance<'_>) -> Vec<u8> {
    let begin = time(session.began.seconds());
    let seconds = u32::try_from(session.seconds()).unwrap_or(u32::MAX / 1000);
    let end = begin.saturating_add(seconds);
    let millis = seconds.saturating_mul(1000);
    let mut messages = Messages::default();
    // An activity, by a maker without a number of its own.
    messages.add(
        Kind::FileId,
        &[
            (0, Value::Enum(4)),
            (1, Value::U16(255)),
            (2, Value::U16(0)),
            (3, Value::U32z(1)),
            (4, Value::U32(begin)),
        ],
    );
    // The timer starts.
    messages.add(Kind::Event, &[(253, Value::U32(begin)), (0, Value::Enum(0)), (1, Value::Enum(0))]);
    for (number, record) in (0u16..).zip(&session.sets) {
        messages.add(Kind::Set, &set(record, number));
    }
    // The timer stops.
    messages.add(Kind::Event, &[(253, Value::U32(end)), (0, Value::Enum(0)), (1, Value::Enum(4))]);
    let times = [
        (253, Value::U32(end)),
        (2, Value::U32(begin)),
        (7, Value::U32(millis)),
        (8, Value::U32(millis)),
        (254, Value::U16(0)),
    ];
    let lap = [(0, Value::Enum(9)), (1, Value::Enum(1))];
    messages.add(Kind::Lap, &[&times[..], &lap].concat());
    // Strength training, which is a kind of training; one lap, the first.
    let whole = [
        (0, Value::Enum(8)),
        (1, Value::Enum(1)),
        (5, Value::Enum(10)),
        (6, Value::Enum(20)),
        (25, Value::U16(0)),
        (26, Value::U16(1)),
        (28, Value::Enum(0)),
    ];
    messages.add(Kind::Session, &[&times[..], &whole].concat());
    messages.add(
        Kind::Activity,
        &[
            (253, Value::U32(end)),
            (0, Value::U32(millis)),
            (1, Value::U16(1)),
            (2, Value::Enum(0)),
            (3, Value::Enum(26)),
            (4, Value::Enum(1)),
        ],
    );
    messages.file()
}

/// The fields of a set.
fn set(set: &SetRecord, number: u16) -> [(u8, Value); 8] {
    let end = time(set.at.seconds());
    let reps = match set.measure {
        Measure::Reps => u16::try_from(set.reps()).unwrap_or(NOTHING),
        Measure::Seconds => NOTHING,
    };
    [
        (254, Value::U32(end)),
        (0, Value::U32(set.seconds.saturating_mul(1000))),
        (3, Value::U16(reps)),
        (4, Value::U16(sixteenths_of_kg(set).unwrap_or(NOTHING))),
        // Work, not rest.
        (5, Value::U8(1)),
        (6, Value::U32(end.saturating_sub(set.seconds))),
        (7, Value::U16(category(&set.exercise))),
        (10, Value::U16(number)),
    ]
}

/// The load in sixteenths of a kilogram, if it is one in kilograms or pounds.
fn sixteenths_of_kg(set: &SetRecord) -> Option<u16> {
    let load = set.load.as_deref()?.to_lowercase();
    let thousandths = load_in_thousandths(set)?;
    // A pound is 0.45359237 kg.
    let grams = match () {
        () if load.contains("kg") => thousandths,
        () if load.contains("lb") || load.contains("pound") => thousandths.checked_mul(45_359)? / 100_000,
        () => return None,
    };
    u16::try_from(grams.checked_mul(16)? / 1000).ok().filter(|weight| *weight < NOTHING)
}

/// The category of an exercise, by what its id contains.
fn category(id: &str) -> u16 {
    const CATEGORIES: [(&str, u16); 17] = [
        ("calf", 1),
        ("curl-up", 6),
        ("crunch", 6),
        ("deadlift", 8),
        ("hip-raise", 10),
        ("bridge", 10),
        ("hip-thrust", 10),
        ("clam", 11),
        ("abduction", 11),
        ("bird-dog", 11),
        ("dead-bug", 11),
        ("lunge", 17),
        ("plank", 19),
        ("push-up", 22),
        ("row", 23),
        ("squat", 28),
        ("sit-up", 27),
    ];
    const UNKNOWN: u16 = 65_534;
    CATEGORIES.iter().find(|(part, _)| id.contains(part)).map_or(UNKNOWN, |(_, category)| *category)
}

/// An instant in FIT's time.
fn time(seconds: i64) -> u32 {
    u32::try_from(seconds - EPOCH).unwrap_or(0)
}

/// The checksum of the format, four bits at a time.
fn checksum(bytes: &[u8]) -> u16 {
    const TABLE: [u16; 16] = [
        0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401,
        0x5000, 0x9c01, 0x8801, 0x4400,
    ];
    bytes.iter().fold(0, |sum, byte| {
        let step =
            |sum: u16, bits: u8| (sum >> 4) ^ TABLE[usize::from(sum & 0xf)] ^ TABLE[usize::from(bits & 0xf)];
        step(step(sum, *byte), byte >> 4)
    })
}

#[cfg(test)]
mod tests;
