//! Ogg Vorbis files. The only file that names `ogg` and `rusty_vorbis`.

use std::io::Cursor;

use ogg::{Packet, PacketReader};
use rusty_vorbis::decode::Decoder;

use super::{Format, Mix, SoundError, mean};
use crate::sound::wav::MonoBuffer;

/// The granule position of a page on which no packet ends.
const NO_POSITION: u64 = u64::MAX;

/// Decodes the first stream of an Ogg file.
pub(super) fn read(bytes: &[u8]) -> Result<MonoBuffer, SoundError> {
    let mut packets = Packets::new(bytes);
    let first = packets.header()?;
    if !first.starts_with(b"\x01vorbis") {
        return Err(match &first[..] {
            [b'O', b'p', b'u', b's', ..] => SoundError::OtherOgg("Opus"),
            [0x7f, b'F', b'L', b'A', b'C', ..] => SoundError::OtherOgg("FLAC"),
            _ => SoundError::UnknownOgg,
        });
    }
    let (comment, setup) = (packets.header()?, packets.header()?);
    let mut decoder = Decoder::new(&first, &comment, &setup).map_err(SoundError::damaged(Format::Ogg))?;
    let mut mix = Mix::new(decoder.sample_rate(), decoder.channels())?;
    let mut end = None;
    while let Some(packet) = packets.next()? {
        let frames = decoder.decode(&packet.data).map_err(SoundError::damaged(Format::Ogg))?;
        for frame in 0..frames {
            mix.push(mean((0..decoder.channels()).map(|channel| decoder.channel(channel)[frame])))?;
        }
        if packet.last_in_stream() && packet.absgp_page() != NO_POSITION {
            end = usize::try_from(packet.absgp_page()).ok();
        }
    }
    // A stream ends inside its last block.
    mix.samples.truncate(end.unwrap_or(usize::MAX));
    mix.done()
}

/// The packets of the first stream.
struct Packets<'a> {
    reader: PacketReader<Cursor<&'a [u8]>>,
    stream: Option<u32>,
    ended: bool,
}

impl<'a> Packets<'a> {
    fn new(bytes: &'a [u8]) -> Packets<'a> {
        Packets { reader: PacketReader::new(Cursor::new(bytes)), stream: None, ended: false }
    }

    fn next(&mut self) -> Result<Option<Packet>, SoundError> {
        while !self.ended {
            let Some(packet) = self.reader.read_packet().map_err(SoundError::damaged(Format::Ogg))? else {
                return Ok(None);
            };
            if *self.stream.get_or_insert(packet.stream_serial()) == packet.stream_serial() {
                self.ended = packet.last_in_stream();
                return Ok(Some(packet));
            }
        }
        Ok(None)
    }

    fn header(&mut self) -> Result<Vec<u8>, SoundError> {
        Ok(self.next()?.ok_or("it ends too early").map_err(SoundError::damaged(Format::Ogg))?.data)
    }
}
