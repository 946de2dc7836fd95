//! `repcue config`: every setting, and where its value comes from.

use super::{Failure, Outcome, print};
use crate::config::Config;
use crate::files;

/// Shows all settings.
pub(super) fn run(config: &Config, ignored: bool) -> Result<Outcome, Failure> {
    let rows = config.rows();
    let widest = rows.iter().map(|(_, value, _)| value.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (key, value, origin) in &rows {
        let origin = origin.map_or_else(|| "default".to_owned(), |origin| origin.to_string());
        text += &format!("{key:<11} {value:<widest$}  {origin}\n");
    }
    if let Some(folder) = files::config_folder() {
        let file = folder.join("config.toml");
        let state = match files::own_file("config.toml") {
            _ if ignored => " (ignored)",
            Ok(Some(_)) => "",
            Ok(None) => " (not created yet)",
            Err(_) => " (cannot be read)",
        };
        text += &format!("\nConfig file: {}{state}\n", file.display());
    }
    text += "Precedence: command line, environment (REPCUE_…), config file, default.\n";
    print(&text)?;
    Ok(Outcome::Done)
}
