//! The command line through the real program: every example of the README and the manual, the golden
//! timelines, and what is said of mistakes.

#[test]
fn examples_do_what_they_show() {
    // Relative, so that it reads the same wherever this is run.
    let nowhere = "no-such-folder";
    trycmd::TestCases::new()
        .default_bin_name("repcue")
        .env("REPCUE_CONFIG_DIR", nowhere)
        .env("NO_COLOR", "1")
        .env("REPCUE_VOICE", "off")
        .env("REPCUE_DATA_DIR", nowhere)
        .env("REPCUE_CACHE_DIR", nowhere)
        .env("TZ", "UTC")
        .case("tests/cmd/*.md")
        .case("README.md")
        .case("docs/control.md")
        .env("REPCUE_RUNTIME_DIR", nowhere)
        .run();
}

/// With a config folder of their own.
#[test]
fn a_config_does_what_it_says() {
    for name in ["own-config", "bad-config"] {
        let folder = format!("{}/tests/cmd/{name}", env!("CARGO_MANIFEST_DIR"));
        trycmd::TestCases::new()
            .default_bin_name("repcue")
            .env("REPCUE_CONFIG_DIR", &folder)
            .env("NO_COLOR", "1")
            .env("REPCUE_VOICE", "off")
            .env("TZ", "UTC")
            .case(format!("tests/cmd/{name}/*.md"))
            .run();
    }
}
