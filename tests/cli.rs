//! The command line through the real program: every example of the README and the manual, the golden
//! timelines, and what is said of mistakes.

#[test]
fn examples_do_what_they_show() {
    let nowhere = concat!(env!("CARGO_TARGET_TMPDIR"), "/nowhere");
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
        .run();
}
