//! A timeline, or an exercise, put into words for a person or a program: what `repcue show` prints. Nothing here prints.

pub mod handbook;
pub mod json;
pub mod strip;
pub mod table;
