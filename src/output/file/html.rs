//! A page that contains its sound (`.html`): an M4A file within HTML.

use std::io::{self, Cursor, Write};

use super::m4a::M4a;
use super::{Sink, Spec};
use crate::report::page::Page;

/// A page that is being written. Its sound is kept in memory until it is complete, because its index comes first.
pub(super) struct Html<'s, W: Write> {
    to: W,
    page: &'s Page,
    sound: M4a<'s, Cursor<Vec<u8>>>,
}

impl<'s, W: Write> Html<'s, W> {
    /// Starts a page.
    ///
    /// # Errors
    /// If the encoder does not know the sample rate.
    pub(super) fn new(to: W, spec: &Spec<'s>) -> io::Result<Html<'s, W>> {
        Ok(Html { to, page: &spec.about.page, sound: M4a::new(Cursor::new(Vec::new()), spec)? })
    }
}

impl<W: Write> Sink for Html<'_, W> {
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()> {
        self.sound.write(frames)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        let Html { mut to, page, sound } = *self;
        page.write(&mut to, &sound.complete()?.into_inner())
    }
}
