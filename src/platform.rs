//! What only the operating system knows. The only file that names `rustix`.

use std::time::Duration;

#[cfg(unix)]
use rustix::time::{ClockId, clock_gettime};

/// The clock that goes on while the machine sleeps.
#[cfg(any(target_os = "linux", target_os = "android"))]
const WITH_SLEEP: ClockId = ClockId::Boottime;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const WITH_SLEEP: ClockId = ClockId::Monotonic;

/// The time since some instant, the time that the machine has slept among it. It never goes back, whatever happens
/// to the date.
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
        // On Windows this clock goes on while the machine sleeps.
        static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        BEGUN.get_or_init(std::time::Instant::now).elapsed()
    }
}

/// Whether nobody can read standard output any more: its terminal is closed, or the reader of its pipe is gone.
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

/// The number of the user that the program runs as.
#[cfg(unix)]
#[must_use]
pub fn user() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Whether a signal was ignored when the program began: `nohup` ignores SIGHUP, and a shell without job control SIGINT for
/// what it starts in the background. Only Linux tells.
#[must_use]
pub fn is_ignored(signal: i32) -> bool {
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
        // Signals are counted from 1.
        (1..=64).contains(&signal) && mask >> (signal - 1) & 1 == 1
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = signal;
        false
    }
}

/// Ends a process by force, and all that it has started, as far as the system tells which those are: Linux alone does.
///
/// They are found one by one instead of being made a process group, because another group would not hear the terminal's
/// Ctrl-C.
pub fn kill_with_children(child: &mut std::process::Child) {
    #[cfg(target_os = "linux")]
    let descendants = descendants(child.id());
    // Those that start others first. Any of them may have ended by itself in this very moment.
    let _ = child.kill();
    #[cfg(target_os = "linux")]
    for process in descendants {
        let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
        let _ = process.map(|process| rustix::process::kill_process(process, rustix::process::Signal::KILL));
    }
}

/// The processes that a process has started, and those that they have started.
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
