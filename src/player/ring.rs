//! Ring buffers between two threads. The only file that names `rtrb`.
//!
//! A ring has one sender and one receiver. Neither waits for the other, and what goes through is plain data: sending and
//! receiving allocates and frees nothing.

use rtrb::RingBuffer;

/// The sending end of a ring.
#[derive(Debug)]
pub struct RingSender<T>(rtrb::Producer<T>);

/// The receiving end of a ring.
#[derive(Debug)]
pub struct RingReceiver<T>(rtrb::Consumer<T>);

/// A ring for this number of items.
#[must_use]
pub fn ring<T: Copy>(capacity: usize) -> (RingSender<T>, RingReceiver<T>) {
    let (sender, receiver) = RingBuffer::new(capacity);
    (RingSender(sender), RingReceiver(receiver))
}

impl<T: Copy> RingSender<T> {
    /// Sends an item if there is room. Returns whether there was.
    pub fn try_send(&mut self, item: T) -> bool {
        self.0.push(item).is_ok()
    }

    /// Sends as many items as there is room for; returns their number.
    pub fn send_some(&mut self, items: &[T]) -> usize {
        self.0.push_partial_slice(items).0.len()
    }

    /// Whether the receiver is gone.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.0.is_abandoned()
    }
}

impl<T: Copy> RingReceiver<T> {
    /// The next item, if there is one.
    pub fn try_receive(&mut self) -> Option<T> {
        self.0.pop().ok()
    }

    /// Receives as many items as there are, from the beginning of `out` on; returns their number.
    pub fn receive_some(&mut self, out: &mut [T]) -> usize {
        self.0.pop_partial_slice(out).0.len()
    }

    /// The number of items that are there.
    #[must_use]
    pub fn ready(&self) -> usize {
        self.0.slots()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_arrive_in_order_and_none_is_lost() {
        let (mut sender, mut receiver) = ring(10);
        let mut received = Vec::new();
        let (mut sent, mut out) = (0, [0; 4]);
        while received.len() < 100 {
            let next: Vec<u32> = (sent..sent + 7).collect();
            sent += sender.send_some(&next) as u32;
            assert_eq!(receiver.ready(), sent as usize - received.len());
            let count = receiver.receive_some(&mut out);
            received.extend_from_slice(&out[..count]);
        }
        assert!(received.iter().copied().eq(0..received.len() as u32));
        assert!(!sender.is_abandoned());
        drop(receiver);
        assert!(sender.is_abandoned());
    }
}
