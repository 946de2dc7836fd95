//! The arguments of `repcue serve`.

use clap::Args;

use super::{SoundArgs, guide, source};
use crate::completion;

/// `repcue serve`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("serve"), after_long_help = guide::long_help_of("serve"))]
pub struct Serve {
    /// Routine that the address opens: a name, a path, or `-` for standard input [default: the list of all]
    #[arg(value_parser = source(), add = completion::routines())]
    pub routine: Option<String>,
    /// Let other devices in the local network open it, if they have the address; without it, only this computer can
    #[arg(long, help_heading = "Network")]
    pub lan: bool,
    /// Port [default: a free one]
    #[arg(long, value_name = "1-65535", help_heading = "Network", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// The voice and the sounds.
    #[command(flatten)]
    pub sound: SoundArgs,
}
