//! The history in the formats of other programs: a calendar, a table, the files of watches. Pure: bytes and text.

pub mod csv;
pub mod fit;
pub mod ics;
