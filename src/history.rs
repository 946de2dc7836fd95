//! The history: what was cued in each session, one line of JSON for each set and each session in one private file.
//!
//! ```text
//! Recorder (session) ──▶ SetRecord, SessionRecord ──▶ HistoryWriter (thread) ──▶ store ──▶ history.jsonl
//! history.jsonl, other files ──▶ lines::History (no line twice, in order of time)
//! ```
//!
//! The file is only appended to, under a lock. A correction is a further line with the same `id` and a higher `rev`, so
//! files of several machines can be put together in any order: see [`lines`].

pub mod edit;
pub mod export;
pub mod lines;
pub mod past;
pub mod record;
pub mod store;
pub mod summary;
pub mod week;
pub mod writer;
