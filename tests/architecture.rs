//! Checks the rules of ARCHITECTURE.md against the sources: which module may use what.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Every source file of repcue, by its path under `src/`, without tests and comments.
fn sources() -> Vec<(String, String)> {
    sources_in("src")
}

/// The same for the source files in a folder of the repository.
fn sources_in(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else {
                into.push(path);
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs") && !path.iter().any(|part| part == "tests"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let code: String = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .map(|line| format!("{line}\n"))
                .collect();
            let name = path.strip_prefix(&src).unwrap().display().to_string().replace('\\', "/");
            (name, code)
        })
        .collect()
}

#[test]
fn the_pure_stages_never_print_open_sleep_or_ask_the_time() {
    let forbidden = [
        "println!",
        "eprintln!",
        "std::fs",
        "std::io",
        "std::env",
        "std::thread",
        "Instant",
        "SystemTime",
        "fs::File",
    ];
    let pure = [
        "routine.rs",
        "routine/",
        "timeline.rs",
        "timeline/",
        "time.rs",
        "score.rs",
        "score/",
        "player/renderer",
    ];
    for (name, code) in sources() {
        if pure.iter().any(|place| name.starts_with(place)) {
            for word in forbidden {
                assert!(!code.contains(word), "src/{name} is pure and names {word}");
            }
        }
    }
}

#[test]
fn the_audio_thread_neither_locks_nor_allocates() {
    let forbidden = ["Mutex", "RwLock", "format!", "vec!", "Box::new", ".to_owned()", ".collect", "String"];
    for (name, code) in sources() {
        if name.starts_with("player/renderer") {
            for word in forbidden {
                assert!(!code.contains(word), "src/{name} runs on the audio thread and names {word}");
            }
        }
    }
}

#[test]
fn one_file_alone_names_each_outside_crate() {
    let homes = [
        ("rodio", "output/device.rs"),
        ("rtrb", "player/ring.rs"),
        ("alsa", "output/alsa_messages.rs"),
        ("pulseaudio", "output/server.rs"),
        ("indicatif", "display/bars.rs"),
        ("console", "display/bars.rs"),
        ("crossterm", "controls/keys.rs"),
        ("ratatui", "display/canvas.rs"),
        ("signal_hook", "controls/signals.rs"),
        ("mpris_server", "controls/media.rs"),
        ("interprocess", "controls/socket/stream.rs"),
        ("rustix", "platform.rs"),
        ("annotate_snippets", "diagnostic/draw.rs"),
        ("hound", "sound/wav.rs"),
        ("hyper", "serve/http.rs"),
        ("hyper_util", "serve/http.rs"),
        ("tokio", "serve/http.rs"),
        ("qrcode", "serve/qr.rs"),
        ("if_addrs", "serve/address.rs"),
        ("getrandom", "serve/token.rs"),
        ("flacenc", "output/file/flac.rs"),
        ("flate2", "report/cover.rs"),
        ("id3", "output/file/mp3.rs"),
        ("rusty_mp3", "output/file/mp3.rs"),
        ("syom", "sound/aac.rs"),
        ("shell_words", "shell.rs"),
        ("base64", "report/page/embedded.rs"),
        ("claxon", "sound/decode/flac.rs"),
        ("nanomp3", "sound/decode/mp3.rs"),
        ("ogg", "sound/decode/vorbis.rs"),
        ("rusty_vorbis", "sound/decode/vorbis.rs"),
        ("tempfile", "files/write.rs"),
        ("clap_complete", "completion.rs"),
        ("clap_mangen", "command/generate.rs"),
        ("etcetera", "files.rs"),
        ("jiff", "calendar.rs"),
        ("flite_rs", "sound/voice/builtin.rs"),
        ("ebur128", "sound/loudness.rs"),
        ("natural_voice", "sound/voice/natural.rs"),
        ("similar", "command/reset.rs"),
    ];
    named_only_at_home("src", &homes);
}

#[test]
fn one_file_of_the_voice_alone_names_each_outside_crate() {
    let homes = [
        ("rten", "networks.rs"),
        ("realfft", "spectrum.rs"),
        ("zip", "install.rs"),
        ("flate2", "install/lexicon.rs"),
        ("sha2", "files.rs"),
    ];
    named_only_at_home(VOICE, &homes);
    for (name, code) in sources_in(VOICE) {
        assert!(!code.to_lowercase().contains("repcue"), "{VOICE}/{name} mentions repcue");
    }
}

/// The crate of the natural voice.
const VOICE: &str = "crates/natural-voice/src";

/// Only its home, a file in the folder, names an outside crate.
#[track_caller]
fn named_only_at_home(folder: &str, homes: &[(&str, &str)]) {
    for (outside, home) in homes {
        let sources = sources_in(folder);
        let names_it = |code: &str| code.contains(&format!("{outside}::"));
        let named: Vec<_> = sources.iter().filter(|(_, code)| names_it(code)).map(|(name, _)| name).collect();
        assert_eq!(named, [home], "these files in {folder} name {outside}");
    }
}

#[test]
fn no_thread_panics_where_none_can_be_started() {
    for (name, code) in [sources(), sources_in(VOICE)].concat() {
        // These panic if the system cannot start a thread; `threads.rs` has functions that do not.
        let panics =
            ["thread::spawn", "scope.spawn", "par_iter"].into_iter().find(|word| code.contains(word));
        assert!(panics.is_none(), "src/{name} names {}", panics.unwrap_or_default());
    }
}

#[test]
fn no_session_asks_for_the_date() {
    let places = ["session", "player", "output", "controls", "display", "status.rs"];
    for (name, code) in sources() {
        if places.iter().any(|place| name.starts_with(place)) {
            assert!(!code.contains("SystemTime") && !code.contains("Zoned"), "src/{name} asks for the date");
        }
    }
}

#[test]
fn the_shapes_keep_their_spans() {
    for (name, code) in sources() {
        for attribute in ["flatten", "untagged", "tag ="] {
            let serde = code.lines().any(|line| line.contains("serde(") && line.contains(attribute));
            assert!(!serde, "src/{name}: serde's `{attribute}` loses the places of values");
        }
        if name == "routine/file/shape.rs" {
            let shapes = code.matches("pub struct").count();
            assert_eq!(code.matches("deny_unknown_fields").count(), shapes, "src/{name}");
        }
    }
}

#[test]
fn files_stay_small() {
    for (name, code) in [sources(), sources_in(VOICE)].concat() {
        let lines = code.lines().count();
        assert!(lines <= 400, "src/{name} has {lines} lines");
    }
}

/// A test that built a command of its own would read the files and the environment of the user who runs it.
#[test]
fn tests_build_commands_in_one_place() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let name = ["CARGO_BIN_EXE", "_repcue"].concat();
    let with_it: Vec<_> = [tests.clone(), tests.join("shared"), tests.join("sounds")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && fs::read_to_string(path).unwrap().contains(&name))
        .collect();
    assert_eq!(with_it, [tests.join("shared/person.rs")]);
}

/// Everything printed goes through `Printable` or `visible`, which escape control characters: so only these files name
/// standard output and standard error.
#[test]
fn only_a_few_files_write_to_a_terminal() {
    let writers = ["command.rs", "display/lines.rs", "display/bars.rs", "display/terminal.rs"];
    let streams = ["stdout()", "stderr()", "Term::", "MultiProgress", "ProgressBar::"];
    for (name, code) in sources() {
        let asks = ["io::stdout().is_terminal()", "io::stderr().is_terminal()", "rustix::stdio::stdout()"];
        let code = asks.iter().fold(code, |code, asks| code.replace(asks, ""));
        for stream in streams {
            assert!(!code.contains(stream) || writers.contains(&name.as_str()), "src/{name} names {stream}");
        }
        // Only these add colours, after escaping the text.
        let paints =
            ["diagnostic/draw.rs", "report/strip.rs", "report/heat_map.rs", "serve/qr.rs", "printable.rs"]
                .contains(&name.as_str());
        assert!(
            paints || !code.contains("Printable::coloured"),
            "src/{name} makes text printable on its own"
        );
        assert!(
            name == "printable.rs" || !code.contains("serde_json::to_string"),
            "src/{name} writes JSON on its own"
        );
    }
}
