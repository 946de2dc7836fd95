//! What depends on the operating system. The only file that names `rustix`.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::time::Duration;

#[cfg(unix)]
use rustix::time::{ClockId, clock_gettime};

/// A clock that keeps running while the machine sleeps.
#[cfg(any(target_os = "linux", target_os = "android"))]
const WITH_SLEEP: ClockId = ClockId::Boottime;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const WITH_SLEEP: ClockId = ClockId::Monotonic;

/// The time since some instant, including time asleep. It is monotonic, whatever happens to the date.
#[must_use]
pub fn time_with_sleep() -> Duration {
    #[cfg(unix)]
    {
        let now = clock_gettime(WITH_SLEEP);
        let (seconds, nanos) = (u64::try_from(now.tv_sec), u64::try_from(now.tv_nsec));
        Duration::from_secs(seconds.unwrap_or(0)) + Duration::from_nanos(nanos.unwrap_or(0))
    }
    #[cfg(not(unix))]
    {
        // On Windows this clock keeps running while the machine sleeps.
        static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        BEGUN.get_or_init(std::time::Instant::now).elapsed()
    }
}

/// Whether standard output has no reader any more: its terminal is closed, or its pipe.
#[must_use]
pub fn output_is_gone() -> bool {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let stdout = rustix::stdio::stdout();
        let mut look = [PollFd::new(&stdout, PollFlags::empty())];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let looked = poll(&mut look, Some(&at_once));
        looked.is_ok() && look[0].revents().intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL)
    }
    #[cfg(not(unix))]
    {
        false
    }
}

/// Whether a path is a folder that belongs to the user and is accessible to nobody else. Only Unix has these
/// permissions; elsewhere it is assumed.
#[must_use]
pub fn is_private_folder(path: &Path) -> bool {
    let Ok(is) = std::fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        is.is_dir() && is.uid() == user() && is.mode() & 0o077 == 0
    }
    #[cfg(not(unix))]
    {
        is.is_dir()
    }
}

/// Creates a private folder, and its parents, if it does not exist.
///
/// # Errors
/// If it cannot be created.
pub fn make_private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// The user id that the program runs as.
#[cfg(unix)]
#[must_use]
pub fn user() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Whether the peer of a socket has closed it. A peer that has only shut down writing can still read.
#[cfg(unix)]
#[must_use]
pub fn has_hung_up(socket: std::os::fd::BorrowedFd<'_>) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    // Polled for writing, because on macOS a socket whose peer has shut down writing reports a hang-up for reading.
    let mut look = [PollFd::from_borrowed_fd(socket, PollFlags::OUT)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut look, Some(&at_once)).is_ok() && look[0].revents().intersects(PollFlags::ERR | PollFlags::HUP)
}

/// Opens a lock file for reading and writing, and creates it if `make`. Follows no link and never blocks on a FIFO or
/// device.
///
/// # Errors
/// If it cannot be opened, or is not a regular file.
pub fn open_lock(path: &Path, make: bool) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::File::options();
    options.read(true).write(true).create(make).truncate(false);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(std::io::Error::other(format!("`{}` is not a regular file", path.display())))
}

/// Opens a regular file for reading and appending, and creates one that only the user can read. Never blocks on a FIFO or
/// device.
///
/// # Errors
/// If it cannot be opened, or is not a regular file.
pub fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(std::io::Error::other(format!("`{}` is not a regular file", path.display())))
}

/// Opens a file for reading without blocking: a FIFO without a writer opens immediately. Reading a regular file works
/// as usual.
///
/// # Errors
/// The system's error.
pub fn open_at_once(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options
            .custom_flags((rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY).bits().cast_signed());
    }
    options.open(path)
}

/// Whether a signal was ignored when the program started: `nohup` ignores SIGHUP, and a shell without job control
/// ignores SIGINT for background processes. Only Linux reports this.
#[must_use]
pub fn is_ignored(signal: i32) -> bool {
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
        // Signal numbers start at 1.
        (1..=64).contains(&signal) && mask >> (signal - 1) & 1 == 1
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = signal;
        false
    }
}

/// Kills a process and all its descendants, as far as the system reports them, which only Linux does.
///
/// They are found one by one instead of through a process group, because another process group would not receive the
/// terminal's Ctrl-C.
pub fn kill_with_children(child: &mut std::process::Child) {
    #[cfg(target_os = "linux")]
    let descendants = descendants(child.id());
    // Parents first. Any of them may have just ended.
    let _ = child.kill();
    #[cfg(target_os = "linux")]
    for process in descendants {
        let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
        let _ = process.map(|process| rustix::process::kill_process(process, rustix::process::Signal::KILL));
    }
}

/// The descendants of a process.
#[cfg(target_os = "linux")]
fn descendants(process: u32) -> Vec<u32> {
    let mut all = vec![process];
    let mut next = 0;
    while let Some(parent) = all.get(next) {
        next += 1;
        let Ok(tasks) = std::fs::read_dir(format!("/proc/{parent}/task")) else { continue };
        let children =
            tasks.flatten().filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        let children: Vec<u32> = children
            .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
            .collect();
        all.extend(children);
    }
    all.remove(0);
    all
}

/// Reads a part of a file, wherever other readers are.
///
/// # Errors
/// If the file ends before, or cannot be read.
pub fn read_exact_at(file: &File, into: &mut [u8], from: u64) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::read_exact_at(file, into, from)
    }
    #[cfg(windows)]
    {
        let mut done = 0;
        while done < into.len() {
            match std::os::windows::fs::FileExt::seek_read(file, &mut into[done..], from + done as u64)? {
                0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                read => done += read,
            }
        }
        Ok(())
    }
}
