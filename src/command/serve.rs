//! `repcue serve`: pages and files for phones in the local network, and the session that runs, until Ctrl-C.

mod shelf;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::{EnvironmentError, Failure, Outcome, columns, has_colours, print, warn};
use crate::cli;
use crate::config::Config;
use crate::controls::keys::restore_terminal;
use crate::controls::signals::Signals;
use crate::display::bars;
use crate::files;
use crate::printable::Printable;
use crate::serve::http::Server;
use crate::serve::live::Live;
use crate::serve::making::Workshop;
use crate::serve::path::encoded;
use crate::serve::token::Token;
use crate::serve::{Site, address, qr};
use shelf::Shelf;

/// How often to look for a signal.
const LOOK: Duration = Duration::from_millis(50);

/// Serves until a signal.
pub(super) fn run(args: &cli::Serve, config: &Config) -> Result<Outcome, Failure> {
    let shelf = Arc::new(Shelf::new(args, config)?);
    let asked = SocketAddr::from((
        if args.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST },
        args.port.unwrap_or(0),
    ));
    let server = Server::bind(asked).map_err(|source| EnvironmentError::Serve { address: asked, source })?;
    let trouble = |source| EnvironmentError::Serve { address: asked, source };
    let port = server.address().map_err(trouble)?.port();
    let token = Token::random().map_err(trouble)?;
    let workshop = {
        let shelf = Arc::clone(&shelf);
        Workshop::new(Box::new(move |order, progress| shelf.make(order, progress)))
    };
    let first = shelf.first().map_or_else(String::new, |name| format!("r/{}", encoded(name)));
    let site = Site::new(token, shelf, workshop, files::runtime_folder().map(Live::new));
    let path = site.path(&first);
    // Before the address is printed, so that whoever has it can be answered.
    let signals = Signals::catch(restore_terminal);
    server.start(Arc::new(site)).map_err(trouble)?;
    introduce(args.lan, port, &path)?;
    loop {
        if let Some(signal) = signals.end() {
            return Ok(Outcome::Signalled(signal));
        }
        if signals.suspend_requested() {
            signals.suspend_program();
        }
        thread::sleep(LOOK);
    }
}

/// Prints the addresses, and the first as a QR code.
fn introduce(is_for_all: bool, port: u16, path: &str) -> Result<(), Failure> {
    let address = |ip: IpAddr| format!("http://{}{path}", SocketAddr::new(ip, port));
    let own = address(Ipv4Addr::LOCALHOST.into());
    if !is_for_all {
        print(format!("{own}\n"))?;
        warn("Only this computer can open it. For a phone, use `--lan`. Ctrl-C stops it.");
        return Ok(());
    }
    let local = address::local();
    let Some((first, others)) = local.split_first() else {
        print(format!("{own}\n"))?;
        warn("warning: this computer is in no network, so no phone can open it. Ctrl-C stops it.");
        return Ok(());
    };
    let first = address((*first).into());
    // For a program that reads the address there is no code.
    let code = bars::columns().and_then(|_| qr::lines(&first, columns(), has_colours()));
    let mut text = Printable::default();
    if let Some(code) = code {
        text = text.and("\n").and(code).and("\n");
    }
    text = text.and(format!("{first}\n"));
    for other in others {
        text = text.and(format!("{}\n", address((*other).into())));
    }
    print(text)?;
    warn(
        "Everybody in this network who has the address can open it, and it is not encrypted. Ctrl-C stops it.\n\
         If the phone does not find it, a firewall on this computer may be in the way.",
    );
    Ok(())
}
