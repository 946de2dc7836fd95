//! What observers see while the renderer is in the middle of a block.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::*;
use crate::player::{Transport, player};
use crate::sound::Sounds;
use crate::testing::timeline;

fn many_sets(rate: u32) -> (Renderer, Transport, usize) {
    let text = "ready='2s'\nrest='5s'\n[[exercise]]\nname='A'\nreps=1\nsets=40\n";
    let score = Arc::new(Score::new(&timeline(text), &Sounds::built_in(rate), rate));
    let intervals = score.marks.len();
    let (renderer, transport) = player(&score, PlaybackOptions::default());
    (renderer, transport, intervals)
}

/// With and without a fade before the skip.
#[test]
fn a_command_builds_on_one_that_is_applied_and_not_yet_reported() {
    for rate in [10, 48_000] {
        let (mut renderer, transport, _) = many_sets(rate);
        let mut block = [[0.0; 2]; BLOCK];
        renderer.render(&mut block[..1]);
        transport.next();
        renderer.apply_commands();
        assert_eq!(transport.position().interval, 1);
        transport.next();
        assert_eq!(transport.position().interval, 2);
        for _ in 0..10 {
            renderer.render(&mut block[..1]);
            assert_eq!(transport.position().interval, 2, "at {rate} frames a second");
        }
    }
}

/// Paused, so that only the skips move it.
#[test]
fn no_skip_is_lost_however_quickly_they_come() {
    let (mut renderer, transport, intervals) = many_sets(48_000);
    transport.pause(true);
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut block = [[0.0; 2]; BLOCK];
            while !ended.load(Ordering::Relaxed) {
                renderer.render(&mut block);
            }
        });
        for n in 1..intervals {
            transport.next();
            assert_eq!(transport.position().interval, n);
        }
        for n in (0..intervals - 1).rev() {
            transport.back();
            assert_eq!(transport.position().interval, n);
        }
        ended.store(true, Ordering::Relaxed);
    });
}
