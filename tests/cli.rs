//! The command line through the real program: every example in the README and the manual, the golden timelines, and
//! error messages.

use std::process::Command;

/// Runs the cases in a process with a clear environment: trycmd passes its own environment on, and a variable set here
/// takes precedence over the one in an example.
fn in_a_clear_environment(test: &str, config: &str, cases: &[&str]) {
    const MARK: &str = "REPCUE_TEST_CLEAR";
    if std::env::var_os(MARK).is_some() {
        let all = trycmd::TestCases::new();
        all.default_bin_name("repcue");
        for case in cases {
            all.case(case);
        }
        return all.run();
    }
    // Relative, so that the output is the same on every machine.
    let nowhere = "no-such-folder";
    let mut alone = Command::new(std::env::current_exe().expect("this is a file"));
    alone.args([test, "--exact", "--nocapture"]).env_clear().env(MARK, "1");
    for kept in ["PATH", "SystemRoot", "LLVM_PROFILE_FILE", "TRYCMD", "CARGO_MANIFEST_DIR"] {
        if let Some(value) = std::env::var_os(kept) {
            alone.env(kept, value);
        }
    }
    for folder in ["HOME", "REPCUE_DATA_DIR", "REPCUE_CACHE_DIR", "REPCUE_STATE_DIR", "REPCUE_RUNTIME_DIR"] {
        alone.env(folder, nowhere);
    }
    alone.env("REPCUE_CONFIG_DIR", config).env("NO_COLOR", "1").env("REPCUE_VOICE", "off").env("TZ", "UTC");
    assert!(alone.status().expect("it starts again").success(), "see above");
}

#[test]
fn examples_do_what_they_show() {
    let cases = ["tests/cmd/*.md", "README.md", "docs/control.md"];
    in_a_clear_environment("examples_do_what_they_show", "no-such-folder", &cases);
}

/// With config folders of their own.
#[test]
fn a_config_does_what_it_says() {
    let folder = format!("{}/tests/cmd/own-config", env!("CARGO_MANIFEST_DIR"));
    in_a_clear_environment("a_config_does_what_it_says", &folder, &["tests/cmd/own-config/*.md"]);
}

#[test]
fn a_config_with_errors_is_reported() {
    let folder = format!("{}/tests/cmd/bad-config", env!("CARGO_MANIFEST_DIR"));
    in_a_clear_environment("a_config_with_errors_is_reported", &folder, &["tests/cmd/bad-config/*.md"]);
}
