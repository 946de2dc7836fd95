//! Routines as `toml` writes them, key by key, and read again.

use super::*;
use crate::testing::routine;

/// Cases, each a routine after `<<`, and after `>>` what is written of it.
const CASES: &str = include_str!("../../../tests/written/cases.txt");

#[test]
fn every_key_is_written_and_only_if_it_says_something() {
    let mut found = String::new();
    for case in CASES.split("<<\n").skip(1) {
        let given = case.split(">>\n").next().unwrap_or_default();
        let library = Library::new([]);
        let first = routine(given);
        let text = toml(&first, &library);
        let again = routine(&text);
        assert_eq!(toml(&again, &library), text, "read again");
        found += &format!("<<\n{given}>>\n{text}");
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write("tests/written/cases.txt", &found).unwrap();
    }
    assert_eq!(found, CASES, "BLESS=1 writes what is found");
}
