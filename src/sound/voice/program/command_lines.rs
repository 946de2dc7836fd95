//! The command line of each program, checked on every system: nothing is run.

use super::*;

/// Text that a shell or an option parser would misread.
const TEXT: &str = "-v \"Lift\"; $(rm) 'n' {out}\nlower & hold";

/// The command line for [`TEXT`], in which `OUT` and `TEXT` are the files of the phrase, and the content of the text
/// file, if there is one.
fn line(call: Call) -> (Vec<String>, Option<String>) {
    line_at(call, "1")
}

/// The same at another speed.
fn line_at(call: Call, speed: &str) -> (Vec<String>, Option<String>) {
    let scratch = Scratch::new().unwrap();
    let command = Program { call }.command(TEXT, speed.parse().unwrap(), &scratch).unwrap();
    let word = |word: &std::ffi::OsStr| {
        let word = word.to_str().unwrap();
        if word == scratch.out.to_str().unwrap() {
            "OUT".to_owned()
        } else if word == scratch.text.to_str().unwrap() {
            "TEXT".to_owned()
        } else {
            word.to_owned()
        }
    };
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(word).collect();
    (words, fs::read_to_string(&scratch.text).ok())
}

#[test]
fn espeak_ng_gets_the_text_as_an_argument_that_is_no_option() {
    let expected = ["espeak-ng", "-v", "en-us", "-s", "150", "-w", "OUT", "--", TEXT].map(str::to_owned);
    assert_eq!(line(Call::EspeakNg), (expected.to_vec(), None));
}

#[test]
fn flite_gets_the_text_after_its_option() {
    let expected = ["flite", "-voice", "slt", "-t", TEXT, "-o", "OUT"].map(str::to_owned);
    assert_eq!(line(Call::Flite), (expected.to_vec(), None));
}

/// piper speaks each line of its standard input separately, so the text is one line.
#[test]
fn piper_reads_the_text_as_one_line() {
    let expected = ["piper", "-m", "/models/a b.onnx", "-f", "OUT"].map(str::to_owned);
    let text = TEXT.replace('\n', " ") + "\n";
    assert_eq!(line(Call::Piper("/models/a b.onnx".to_owned())), (expected.to_vec(), Some(text)));
}

#[test]
fn say_reads_the_text_from_a_file() {
    let expected = ["say", "-o", "OUT", "--data-format=LEI16@22050", "-f", "TEXT"].map(str::to_owned);
    assert_eq!(line(Call::Say), (expected.to_vec(), Some(TEXT.to_owned())));
}

/// The PowerShell code is constant: text and file name are passed in the environment.
#[test]
fn powershell_gets_the_text_as_a_variable_and_not_as_code() {
    let expected = ["powershell", "-NoProfile", "-NonInteractive", "-Command", SAPI].map(str::to_owned);
    assert_eq!(line(Call::Sapi), (expected.to_vec(), None));
    let scratch = Scratch::new().unwrap();
    let command = Program { call: Call::Sapi }.command(TEXT, "0.7".parse().unwrap(), &scratch).unwrap();
    let given: Vec<_> = command.get_envs().map(|(name, value)| (name.to_str().unwrap(), value)).collect();
    let out = scratch.out.as_os_str();
    let expected = [("REPCUE_OUT", out), ("REPCUE_RATE", "-3".as_ref()), ("REPCUE_TEXT", TEXT.as_ref())];
    assert_eq!(given, expected.map(|(name, value)| (name, Some(value))));
    for name in ["REPCUE_OUT", "REPCUE_RATE", "REPCUE_TEXT"] {
        assert_eq!(SAPI.matches(&format!("$env:{name}")).count(), 1);
    }
}

/// Each program has its own option, which it gets only if the speed is not its own.
#[test]
fn programs_are_told_the_speed() {
    for (call, options) in [
        (Call::EspeakNg, ["-s", "120"]),
        (Call::Flite, ["--setf", "duration_stretch=1.250"]),
        (Call::Piper("m.onnx".to_owned()), ["--length-scale", "1.250"]),
        (Call::Say, ["-r", "140"]),
        (Call::Own(["p", "--speed", "{speed}"].map(str::to_owned).to_vec()), ["--speed", "0.8"]),
    ] {
        let (line, _) = line_at(call, "0.8");
        assert!(line.windows(2).any(|pair| pair == options), "{line:?}");
    }
}

/// The file name is filled in first: text that contains `{out}` is spoken verbatim.
#[test]
fn a_command_has_its_two_places_filled_in_wherever_they_are() {
    let words =
        ["/opt/speak", "{text}", "--to={out}", "{text} {text}", "plain", "{other}"].map(str::to_owned);
    let (line, file) = line(Call::Own(words.to_vec()));
    assert_eq!(file, None);
    let to = line[2].strip_prefix("--to=").unwrap();
    assert!(to.ends_with("out.wav"), "{to}");
    let expected = ["/opt/speak", TEXT, &line[2], &format!("{TEXT} {TEXT}"), "plain", "{other}"];
    assert_eq!(line, expected);
}
