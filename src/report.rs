//! A timeline or an exercise as text or JSON: what `repcue show` prints. Nothing here prints.

pub mod handbook;
pub mod json;
pub mod picture;
pub mod preface;
pub mod strip;
pub mod table;
pub mod weeks;
