//! The control socket: one line in, one line of JSON out. The only file that names `interprocess`.
//!
//! It lies in the person's runtime folder as `NAME.sock`, open to nobody else; on Windows it is a named pipe. A lock
//! on `NAME.lock` says who owns it, so that what a killed session has left is known as such.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{ListenerOptions, Name, Stream};

use super::Command;
use crate::status::Board;

/// The name of a session that was given none.
pub const DEFAULT: &str = "main";

/// What can be asked for, by its word.
pub const WORDS: [(&str, Command); 9] = [
    ("pause", Command::Pause),
    ("resume", Command::Resume),
    ("toggle", Command::Toggle),
    ("next", Command::Next),
    ("back", Command::Back),
    ("repeat", Command::Repeat),
    ("more-rest", Command::MoreRest),
    ("silent", Command::Silent),
    ("stop", Command::Stop),
];

/// The word for the status, once.
pub const STATUS: &str = "status";
/// The word for the status at each change, until the session ends.
pub const FOLLOW: &str = "follow";

/// The longest line that is read.
const LONGEST: u64 = 256;
/// The most connections at once.
const MOST: usize = 32;
/// How often a connection that follows looks whether the session is still there.
const LOOK: Duration = Duration::from_secs(5);
/// The longest that the end of a session waits for its followers to be told of it.
const FAREWELL: Duration = Duration::from_millis(300);

/// Why there is no control socket.
#[derive(Debug)]
pub enum Refusal {
    /// Another session has the name.
    Taken,
    /// The world does not allow it; why.
    World(String),
}

/// An open control socket; dropped, it is gone.
#[derive(Debug)]
pub struct Socket {
    path: PathBuf,
    /// How many are told of each change.
    followers: Arc<AtomicUsize>,
    /// Held until the end.
    _lock: File,
}

impl Socket {
    /// Opens the socket of a session; what is asked of it goes into an inbox, and its status is read from a board.
    ///
    /// # Errors
    /// Where another session has the name, or none can be opened.
    pub fn open(
        folder: &Path,
        name: &str,
        inbox: Sender<Command>,
        board: Arc<Board>,
    ) -> Result<Socket, Refusal> {
        let world = |error: io::Error| Refusal::World(error.to_string());
        own(folder).map_err(world)?;
        let lock = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(folder.join(format!("{name}.lock")));
        let lock = lock.map_err(world)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(Refusal::Taken),
            Err(fs::TryLockError::Error(error)) => return Err(world(error)),
        }
        let path = folder.join(format!("{name}.sock"));
        // Whoever had the lock before is gone, and this is what they left.
        let _ = fs::remove_file(&path);
        let options = ListenerOptions::new().name(address(&path).map_err(world)?).reclaim_name(false);
        #[cfg(unix)]
        let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
        let listener = options.create_sync().map_err(world)?;
        let connections = Arc::new(AtomicUsize::new(0));
        let followers = Arc::new(AtomicUsize::new(0));
        let all_followers = Arc::clone(&followers);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else {
                    // Out of files, most likely: not to be tried a million times a second.
                    thread::sleep(Duration::from_millis(100));
                    continue;
                };
                if connections.load(Ordering::Relaxed) >= MOST {
                    continue;
                }
                let (inbox, board, connections, followers) =
                    (inbox.clone(), Arc::clone(&board), Arc::clone(&connections), Arc::clone(&all_followers));
                connections.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || {
                    // Whoever has gone away needs no answer.
                    let _ = serve(stream, &inbox, &board, &followers);
                    connections.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
        Ok(Socket { path, followers, _lock: lock })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The program ends soon: whoever follows is to hear that the session has ended, unless they do not listen.
        let begun = Instant::now();
        while self.followers.load(Ordering::Relaxed) > 0 && begun.elapsed() < FAREWELL {
            thread::sleep(FAREWELL / 100);
        }
        // On Windows there is no such file.
        let _ = fs::remove_file(&self.path);
    }
}

/// Answers what is asked for on one connection, line by line.
fn serve(stream: Stream, inbox: &Sender<Command>, board: &Board, followers: &AtomicUsize) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if stream.by_ref().take(LONGEST).read_line(&mut line)? == 0 {
            return Ok(());
        }
        let word = line.trim();
        let answer = match word {
            STATUS => {
                board.read().map_or_else(|| refused("the session has not begun"), |status| status.json())
            }
            FOLLOW => {
                followers.fetch_add(1, Ordering::Relaxed);
                let followed = follow(stream.get_mut(), board);
                followers.fetch_sub(1, Ordering::Relaxed);
                return followed;
            }
            _ => match WORDS.iter().find(|(known, _)| *known == word) {
                Some((_, command)) if inbox.send(*command).is_ok() => "{\"ok\":true}".to_owned(),
                Some(_) => refused("the session is over"),
                None => refused("that word is not known"),
            },
        };
        writeln!(stream.get_mut(), "{answer}")?;
        if !line.ends_with('\n') {
            return Ok(());
        }
    }
}

/// Writes the status at each change.
fn follow(stream: &mut Stream, board: &Board) -> io::Result<()> {
    let mut seen = 0;
    loop {
        let (change, status) = board.wait(seen, LOOK);
        let Some(status) = status.filter(|_| change != seen) else { continue };
        seen = change;
        writeln!(stream, "{}", status.json())?;
        if status.state == "ended" {
            return Ok(());
        }
    }
}

fn refused(why: &str) -> String {
    format!("{{\"ok\":false,\"why\":\"{why}\"}}")
}

/// Asks a session, and gives each line that it answers to `read`, as long as that wants more.
///
/// # Errors
/// Where there is no such session.
pub fn ask(folder: &Path, name: &str, word: &str, read: &mut dyn FnMut(&str) -> bool) -> io::Result<()> {
    let mut stream = Stream::connect(address(&folder.join(format!("{name}.sock")))?)?;
    writeln!(stream, "{word}")?;
    for line in BufReader::new(stream).lines() {
        if !read(&line?) {
            break;
        }
    }
    Ok(())
}

/// The names of the sessions that run.
#[must_use]
pub fn sessions(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?.strip_suffix(".lock")?.to_owned();
            let lock = File::options().write(true).open(&path).ok()?;
            matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)).then_some(name)
        })
        .collect();
    names.sort();
    names
}

/// Where a socket is, as the system names it.
fn address(path: &Path) -> io::Result<Name<'_>> {
    #[cfg(unix)]
    {
        path.to_fs_name::<interprocess::local_socket::GenericFilePath>()
    }
    #[cfg(not(unix))]
    {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        format!("repcue-{name}").to_ns_name::<interprocess::local_socket::GenericNamespaced>()
    }
}

/// Makes the folder where there is none, and refuses one that others can get at.
fn own(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, MetadataExt};
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let is = fs::symlink_metadata(folder)?;
        if !is.is_dir() || is.uid() != crate::platform::user() || is.mode() & 0o077 != 0 {
            let why = format!("`{}` must be a folder that only you can open", folder.display());
            return Err(io::Error::other(why));
        }
        Ok(())
    }
    #[cfg(not(unix))]
    {
        fs::create_dir_all(folder)
    }
}
