//! Checks the help against the program: settings, values and examples.

use clap::{CommandFactory, Parser};

use super::{Cli, guide};
use crate::config::{self, Colours, Config};
use crate::display::DisplayKind;
use crate::routine::reps::LevelChoice;
use crate::routine::{Count, Side, Sides};

fn built() -> clap::Command {
    let mut cli = Cli::command();
    cli.build();
    cli
}

#[test]
fn each_setting_has_its_default_and_its_variable_in_the_help() {
    let cli = built();
    let run = cli.find_subcommand("run").unwrap();
    let defaults = Config::default();
    for ((key, variable), (_, default, _)) in config::KEYS.iter().zip(defaults.rows()) {
        let option = |name: &str| run.get_arguments().find(|option| option.get_long() == Some(name));
        if option(key).is_none()
            && let Some(off) = option(&format!("no-{key}"))
        {
            assert!(off.get_help().unwrap().to_string().contains(&format!("[env: {variable}=0]")), "{key}");
            continue;
        }
        // Set once and for all.
        if ["goal", "effort", "pain"].contains(key) {
            continue;
        }
        let option = option(key).unwrap();
        let help = option.get_help().unwrap().to_string();
        assert!(help.contains(&format!("[env: {variable}")), "{key}: {help}");
        let is_off = ["false", "none"].contains(&default);
        assert!(is_off || help.contains(&format!("[default: {default}]")), "{key}: {help}");
    }
}

#[test]
fn the_values_in_the_help_are_the_possible_ones() {
    let cli = built();
    let run = cli.find_subcommand("run").unwrap();
    let words: [(&str, &[&str]); 6] = [
        ("color", Colours::WORDS),
        ("level", LevelChoice::WORDS),
        ("sides", Sides::WORDS),
        ("first", Side::WORDS),
        ("count", Count::WORDS),
        ("display", DisplayKind::WORDS),
    ];
    for (name, words) in words {
        let option = run.get_arguments().find(|option| option.get_long() == Some(name)).unwrap();
        assert_eq!(option.get_value_names().unwrap(), [words.join("|").as_str()], "{name}");
    }
}

#[test]
fn every_command_has_a_line_in_the_overview() {
    let overview = built().render_help().to_string();
    for command in built().get_subcommands().filter(|command| !command.is_hide_set()) {
        let line = format!("\n  {:<7} {}", command.get_name(), command.get_about().unwrap());
        assert!(command.get_name() == "help" || overview.contains(&line), "{line}");
    }
}

#[test]
fn every_example_is_a_command_line() {
    for (command, rows) in guide::EXAMPLES {
        for (line, _) in *rows {
            assert!(line.starts_with(format!("repcue {command}").trim_end()), "{line}");
            Cli::try_parse_from(shell_words::split(line).unwrap())
                .unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}

#[test]
fn no_line_of_the_help_is_wider_than_a_terminal() {
    let mut commands = vec![built()];
    while let Some(mut command) = commands.pop() {
        for line in [command.get_after_help(), command.get_after_long_help()].into_iter().flatten() {
            let text = line.to_string();
            let widest = text.lines().max_by_key(|line| line.chars().count()).unwrap();
            assert!(widest.chars().count() <= 90, "{}: {widest}", command.get_name());
        }
        commands.extend(command.get_subcommands_mut().map(|below| below.clone()));
    }
}

#[test]
fn an_option_of_another_command_is_refused_with_the_commands_that_have_it() {
    let refused = |words: &[&str]| super::explained(Cli::try_parse_from(words).unwrap_err()).to_string();
    let message = refused(&["repcue", "show", "--latency", "20ms"]);
    assert!(message.contains("tip: `--latency` is an option of `run`, `drill` and `timer`\n"), "{message}");
    let message = refused(&["repcue", "check", "x.toml", "-n"]);
    assert!(message.contains("tip: `-n` is an option of `run`, `drill` and `timer`\n"), "{message}");
    let message = refused(&["repcue", "run", "--volumes", "3"]);
    assert!(message.contains("'--volume'"), "a similar option is suggested: {message}");
}

#[test]
fn brief_is_short_for_brief_instructions() {
    for words in [["--instructions", "brief"].as_slice(), &["--brief"]] {
        let line = ["repcue", "show"].iter().chain(words);
        let Ok(Cli { command: crate::cli::Command::Show(show), .. }) = Cli::try_parse_from(line) else {
            panic!("{words:?} is refused")
        };
        let instructions = show.session.changes.changes().instructions;
        assert_eq!(instructions, Some(crate::routine::InstructionsChoice::Brief), "{words:?}");
    }
}

#[test]
fn an_option_with_a_list_says_how_to_write_one() {
    let error = |option: &str, list: &str| {
        let error = Cli::try_parse_from(["repcue", "run", "circuit", option, list]).unwrap_err().to_string();
        error.split("; ").nth(1).map(|help| help.lines().next().unwrap().to_owned())
    };
    let help = |key: &str| Some(format!("`repcue set ROUTINE EXERCISE {key} writes a list"));
    assert_eq!(error("--reps", "12, 10,8"), help("reps=12,10,8`"));
    assert_eq!(error("--rest", "60s,ready"), help("rest=60s,ready`"));
    assert_eq!(error("--hold", "3s,2s"), help("hold=3s,2s`"));
    assert_eq!(error("--reps", "12,x"), None, "no list");
}
