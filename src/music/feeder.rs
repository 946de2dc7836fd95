//! The thread between the music and the audio thread: it keeps a ring full.

use std::io;
use std::thread;
use std::time::Duration;

use super::sequence::Sequence;
use crate::player::ring::{RingReceiver, ring};
use crate::threads;
use crate::time::Frames;

/// What the ring holds: longer than a busy machine or a disk that wakes up needs.
const HELD: Duration = Duration::from_secs(4);
/// How often a full ring is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// The number of frames that are moved at once.
const PART: usize = 4_096;

/// Starts the thread; it ends when the receiver is gone, or when no file can be played any more.
///
/// # Errors
/// If the system cannot start a thread.
pub fn start(mut music: Sequence, rate: u32) -> io::Result<RingReceiver<[f32; 2]>> {
    let (mut sender, receiver) = ring(Frames::of(HELD, rate).0 as usize);
    threads::start("music feeder", move || {
        let mut part = vec![[0.0; 2]; PART];
        loop {
            let count = music.fill(&mut part);
            let mut rest = &part[..count];
            while !rest.is_empty() && !sender.is_abandoned() {
                rest = &rest[sender.send_some(rest)..];
                if !rest.is_empty() {
                    thread::sleep(LOOK);
                }
            }
            if count < PART || sender.is_abandoned() {
                return;
            }
        }
    })?;
    Ok(receiver)
}
