//! Completion in real shells: keys are typed in a terminal, and the arguments that the command receives are compared.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use person::{BINARY, Person, skip, until};

/// What is typed after `repcue `, with tabs, and the arguments that the command receives.
const TYPED: &[(&str, &[&str])] = &[
    // Paths, quoted for the shell.
    ("run ./fi\t", &["run", "./five.toml"]),
    ("run ./s\t", &["run", "./sub/"]),
    ("show fiv\t", &["show", "five.toml"]),
    ("check my\t", &["check", "my evening.toml"]),
    ("drill \"my\t", &["drill", "my evening.toml"]),
    ("set my\\ e\t", &["set", "my evening.toml"]),
    ("export \\$\t", &["export", "$(touch pwned).toml"]),
    ("export circuit -o no\t", &["export", "circuit", "-o", "notes.txt"]),
    ("show --svg no\t", &["show", "--svg", "notes.txt"]),
    ("run --sounds s\t", &["run", "--sounds", "sub/"]),
    // Anything that repcue cannot complete is left to the shell.
    ("list no\t", &["list", "notes.txt"]),
    // Names, and the exercises of the named routine, wherever it is on the line.
    ("run morn\t", &["run", "morning"]),
    ("drill bird\t", &["drill", "bird-dog"]),
    ("run circuit --from march\t", &["run", "circuit", "--from", "march-on-the-spot"]),
    ("run circuit --only chair-squat,ma\t", &["run", "circuit", "--only", "chair-squat,march-on-the-spot"]),
    ("run ./five.toml --skip w\t", &["run", "./five.toml", "--skip", "wall-sit"]),
    ("run --only=cl\t", &["run", "--only=clam-shell"]),
    // `set`: targets, keys without a trailing space, and words for their values.
    ("set bird-dog-ladder bird-dog:\t2 ho\t3s", &["set", "bird-dog-ladder", "bird-dog:2", "hold=3s"]),
    ("set circuit block:wa\tki\tw\t", &["set", "circuit", "block:warm-up", "kind=warm-up"]),
    ("set circuit abo\tx", &["set", "circuit", "about=x"]),
    ("set squat mus\tx", &["set", "squat", "muscles=x"]),
    // The possible words of an option.
    ("run --level ha\t", &["run", "--level", "hard"]),
    ("run --voice esp\t", &["run", "--voice", "espeak-ng"]),
    ("run --sides al\t", &["run", "--sides", "alternate"]),
    ("run --first ri\t", &["run", "--first", "right"]),
    ("run --count fi\t", &["run", "--count", "fives"]),
    ("list --color ne\t", &["list", "--color", "never"]),
    // Settings, and their words; names of the user's own files.
    ("config set vol\t60 count=fi\t", &["config", "set", "volume=60", "count=fives"]),
    ("rm zet\t", &["rm", "zeta"]),
    ("generate completions z\t", &["generate", "completions", "zsh"]),
];

/// A person with files to complete, and with the program in their `PATH`.
fn person(name: &str) -> (Person, PathBuf) {
    let person = Person::new(name);
    let work = person.folder.join("work");
    fs::create_dir_all(work.join("sub")).unwrap();
    fs::create_dir_all(person.folder.join("home")).unwrap();
    fs::create_dir_all(person.folder.join("bin")).unwrap();
    symlink(BINARY, person.folder.join("bin/repcue")).unwrap();
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    let routine = "[[exercise]]\nname = \"Wall sit\"\nfor = \"45s\"\n";
    for name in ["five.toml", "my evening.toml", "$(touch pwned).toml", "notes.txt"] {
        fs::write(work.join(name), routine).unwrap();
    }
    fs::write(person.folder.join("routines/zeta.toml"), routine).unwrap();
    (person, work)
}

/// A shell in a terminal.
struct Shell {
    person: Person,
    work: PathBuf,
    terminal: Child,
}

impl Shell {
    /// Opens a shell that reads `setup`, in which `DID` is the file that records the command's arguments. `None` if the
    /// shell, or `script` to open a terminal, is not installed.
    fn open(shell: &str, file: &str, setup: &str, line: &str) -> Option<Shell> {
        for program in [shell, "script"] {
            if Command::new(program).arg("--version").output().is_err() {
                skip(program, &format!("there is no `{program}`"));
                return None;
            }
        }
        let (person, work) = person(&format!("complete-{shell}"));
        let file = person.folder.join(file);
        fs::write(&file, setup.replace("DID", &person.folder.join("did").display().to_string())).unwrap();
        let mut command = Command::new("script");
        let repcue = person.command(&[]);
        command.env_clear().envs(repcue.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let path = std::env::var("PATH").unwrap();
        let line = line.replace("FILE", &format!("'{}'", file.display()));
        command
            .env("PATH", format!("{}:{path}", person.folder.join("bin").display()))
            .env("ZDOTDIR", &person.folder)
            .env("SHELL", "/bin/sh")
            .current_dir(&work)
            .args(["-qec", &line, "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let terminal = command.spawn().unwrap();
        Some(Shell { person, work, terminal })
    }

    /// Types all lines, one after the other, and compares the results.
    fn types(mut self) {
        for (n, (typed, expected)) in TYPED.iter().enumerate() {
            let keys = format!("repcue {typed}\r");
            self.terminal.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
            let did = || fs::read_to_string(self.person.folder.join("did")).unwrap_or_default();
            assert!(until(|| did().lines().count() > n), "{typed:?} ran no command");
            let words: String = expected.iter().map(|word| format!("<{word}>")).collect();
            assert_eq!(did().lines().nth(n), Some(words.as_str()), "{typed:?}");
        }
        assert!(!self.work.join("pwned").exists(), "a file name was executed");
    }
}

impl Drop for Shell {
    /// Closes the terminal, which ends the shell in it.
    fn drop(&mut self) {
        let _ = self.terminal.kill();
        let _ = self.terminal.wait();
    }
}

#[test]
fn bash_completes() {
    let setup = "source <(command repcue generate completions bash)\n\
        repcue() { { printf '<%s>' \"$@\"; echo; } >>'DID'; }\n";
    if let Some(shell) = Shell::open("bash", "setup", setup, "bash --noprofile --rcfile FILE -i") {
        shell.types();
    }
}

#[test]
fn zsh_completes() {
    let setup = "autoload -U compinit\ncompinit -u -d \"$ZDOTDIR/dump\"\n\
        source <(command repcue generate completions zsh)\n\
        repcue() { { printf '<%s>' \"$@\"; echo; } >>'DID'; }\n";
    if let Some(shell) = Shell::open("zsh", ".zshrc", setup, "zsh -d -i") {
        shell.types();
    }
}

#[test]
fn fish_completes() {
    let setup = "set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n\
        command repcue generate completions fish | source\n\
        function repcue; begin; printf '<%s>' $argv; echo; end >>'DID'; end\n";
    if let Some(shell) = Shell::open("fish", "setup", setup, "fish --no-config -i -C 'source 'FILE") {
        shell.types();
    }
}

/// Someone in whose folder `work` there is a named pipe too.
fn with_pipe(name: &str) -> (Person, PathBuf) {
    let (person, work) = person(name);
    let pipe = Command::new("mkfifo").arg(work.join("pipe.toml")).status();
    assert!(pipe.is_ok_and(|status| status.success()));
    (person, work)
}

/// The candidates that the program offers a shell for these words.
fn offered((person, work): &(Person, PathBuf), shell: &str, words: &[&str]) -> Vec<String> {
    let mut command = person.command(&["--"]);
    let (code, said, told) = person.said(command.env("REPCUE_COMPLETE", shell).args(words).current_dir(work));
    assert_eq!((code, told.as_str()), (0, ""));
    said.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn names_come_before_paths_and_options_only_when_they_are_asked_for() {
    let someone = with_pipe("offered");
    let offers = offered(&someone, "fish", &["repcue", "run", ""]);
    assert_eq!(offers[..2], ["zeta", "first-week"], "{offers:?}");
    let paths: Vec<_> = offers.iter().filter(|word| word.contains(['.', '/'])).collect();
    assert_eq!(paths, ["$(touch pwned).toml", "five.toml", "my evening.toml", "sub/"]);
    assert!(offers.iter().all(|word| !word.starts_with('-')), "{offers:?}");
    assert!(offered(&someone, "fish", &["repcue", "run", "-"]).contains(&"--only".to_owned()));
    assert!(offered(&someone, "fish", &["repcue", "list", ""]).contains(&"--color".to_owned()));
    // A value that is already on the line is not offered again.
    let offers = offered(&someone, "fish", &["repcue", "run", "circuit", "--only", "chair-squat,c"]);
    assert_eq!(offers, ["chair-squat,cat-camel"]);
    let offers = offered(&someone, "fish", &["repcue", "set", "circuit", "chair-squat", "hold=3s", "h"]);
    assert_eq!(offers, ["harder="]);
}

#[test]
fn a_shell_that_may_not_quote_is_offered_plain_words_only() {
    let someone = with_pipe("offered-plain");
    for (shell, words) in
        [("powershell", &["repcue", "run", ""][..]), ("bash", &["repcue", "", "repcue run ", "3"])]
    {
        let offers = offered(&someone, shell, words);
        let paths: Vec<_> = offers.iter().filter(|word| word.contains(['.', '/', '$', ' '])).collect();
        assert_eq!(paths, ["five.toml", "sub/"], "{shell}");
    }
}

#[test]
fn a_line_that_names_a_fifo_blocks_nothing() {
    let someone = with_pipe("offered-fifo");
    for named in ["./pipe.toml", "-", "./nothing.toml", "sub"] {
        let offers = offered(&someone, "fish", &["repcue", "run", named, "--only", "sq"]);
        assert_eq!(offers, ["squat"], "the library, if the routine `{named}` cannot be read");
    }
}
