//! A timeline or an exercise as text, JSON or a picture: what `repcue show` prints, and what `repcue export` writes
//! beside the sound. Nothing here prints.

pub mod captions;
pub mod chapters;
pub mod cover;
pub mod handbook;
pub mod heat_map;
pub mod history;
pub mod history_json;
pub mod history_picture;
pub mod json;
pub mod page;
pub mod picture;
pub mod preface;
pub mod progress;
pub mod strip;
pub mod table;
pub mod weeks;
