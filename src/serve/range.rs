//! Parts of files: iPhones ask for nothing else when they play a sound (RFC 9110, section 14).

/// What a request wants of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From this byte on, this number of bytes.
    From(u64, u64),
    /// Something that the file does not have.
    None,
}

/// What a `Range` means for a file of `length` bytes. One that is not understood, or has several parts, means nothing,
/// as the standard allows; the whole file is the answer.
#[must_use]
pub fn part(range: Option<&str>, length: u64) -> Part {
    let Some((first, last)) = range.and_then(bounds) else { return Part::Whole };
    let (first, end) = match (first, last) {
        // The last bytes.
        (None, Some(count)) => (length.saturating_sub(count), length),
        (Some(first), Some(last)) if last < first => return Part::Whole,
        (Some(first), Some(last)) => (first, last.saturating_add(1).min(length)),
        (Some(first), None) => (first, length),
        (None, None) => return Part::Whole,
    };
    if first < end { Part::From(first, end - first) } else { Part::None }
}

/// The numbers of a range, as far as it has them.
fn bounds(range: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, bounds) = range.split_once('=')?;
    let (first, last) = bounds.trim().split_once('-')?;
    let number = |text: &str| match text {
        "" => Some(None),
        _ if text.bytes().all(|digit| digit.is_ascii_digit()) => text.parse().ok().map(Some),
        _ => None,
    };
    if unit.trim().eq_ignore_ascii_case("bytes") { Some((number(first)?, number(last)?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_the_file() {
        for (range, is) in [
            ("bytes=0-1", Part::From(0, 2)),
            ("bytes=0-", Part::From(0, 1_000)),
            ("bytes=999-", Part::From(999, 1)),
            ("bytes=10-5000", Part::From(10, 990)),
            ("bytes=10-18446744073709551615", Part::From(10, 990)),
            ("bytes=-1", Part::From(999, 1)),
            ("bytes=-5000", Part::From(0, 1_000)),
            ("Bytes=2-2", Part::From(2, 1)),
            ("bytes=1000-", Part::None),
            ("bytes=1000-1001", Part::None),
            ("bytes=-0", Part::None),
        ] {
            assert_eq!(part(Some(range), 1_000), is, "{range}");
        }
        assert_eq!(part(Some("bytes=0-"), 0), Part::None);
        assert_eq!(part(None, 1_000), Part::Whole);
    }

    #[test]
    fn what_is_not_understood_means_the_whole_file() {
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-1",
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "items=0-1",
            "bytes=18446744073709551616-",
            "bytes=--1",
        ] {
            assert_eq!(part(Some(range), 1_000), Part::Whole, "{range}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_part_is_within_the_file(range in "(bytes=)?[0-9,-]{0,24}", length in 0u64..5_000) {
            if let Part::From(from, count) = part(Some(&range), length) {
                assert!(count > 0 && from + count <= length);
            }
        }
    }
}
