use super::*;

/// The lines of a peer that sends these bytes in pieces of `size`, and then closes the connection or stays silent.
fn lines(said: &[u8], size: usize, ends: bool) -> Vec<String> {
    let mut pieces = said.chunks(size);
    let mut waits = Vec::new();
    let mut read = |bytes: &mut [u8], within: Option<Duration>| {
        let Some(piece) = pieces.next() else {
            waits.push(within);
            return if ends { Ok(0) } else { Err(io::ErrorKind::TimedOut.into()) };
        };
        bytes[..piece.len()].copy_from_slice(piece);
        Ok(piece.len())
    };
    let mut lines = Lines::default();
    let mut seen = Vec::new();
    while let Some(line) = lines.next(&mut read).unwrap() {
        seen.push(match line {
            Ok(line) => String::from_utf8_lossy(&line).into_owned(),
            Err(why) => format!("! {why}"),
        });
    }
    seen
}

#[test]
fn lines_are_whole_however_they_come() {
    for size in [1, 2, 3, 7, 1024] {
        assert_eq!(lines(b"pause\nstop\r\n\n", size, true), ["pause\n", "stop\r\n", "\n"], "{size}");
        assert_eq!(
            lines(b"pause\nsto", size, true),
            ["pause\n", "sto"],
            "the last line may lack its ending: {size}"
        );
        assert_eq!(lines(b"", size, true), [""; 0]);
    }
}

#[test]
fn a_line_that_is_too_long_is_one_invalid_line() {
    let long = [&[b'x'; 100_000][..], b"\npause\n"].concat();
    for size in [1, 255, 256, 257, 1024] {
        assert_eq!(lines(&long, size, true), ["! a line has at most 256 bytes", "pause\n"], "{size}");
        assert_eq!(lines(&long[..5_000], size, true), ["! a line has at most 256 bytes"], "{size}");
    }
}

#[test]
fn a_silent_client_is_disconnected_with_an_error() {
    let silence = "! no command within 5 s";
    assert_eq!(lines(b"", 1, false), [silence]);
    assert_eq!(lines(b"pau", 1, false), [silence]);
    assert_eq!(lines(&[b'x'; 1_000], 100, false), [silence]);
}

#[test]
fn there_is_no_deadline_between_lines() {
    let mut asked = Vec::new();
    let mut said = [&b""[..], b"next\n", b"ba", b"ck\n", b""].into_iter().skip(1);
    let mut read = |bytes: &mut [u8], within: Option<Duration>| {
        asked.push(within.is_some());
        let piece = said.next().unwrap();
        bytes[..piece.len()].copy_from_slice(piece);
        Ok(piece.len())
    };
    let mut lines = Lines::default();
    while lines.next(&mut read).unwrap().is_some() {}
    assert_eq!(asked, [true, false, true, false], "only a first line and a started line have a deadline");
}
