//! Ogg Vorbis files. The only file that names `ogg` and `rusty_vorbis`.

use std::io::Cursor;

use ogg::{Packet, PacketReader};
use rusty_vorbis::decode::Decoder;

use super::{Mix, mean};
use crate::sound::wav::MonoBuffer;

/// The granule position of a page on which no packet ends.
const NO_POSITION: u64 = u64::MAX;

/// Decodes the first stream of an Ogg file.
pub(super) fn read(bytes: &[u8]) -> Result<MonoBuffer, String> {
    let mut packets = Packets::new(bytes);
    let first = packets.header()?;
    if !first.starts_with(b"\x01vorbis") {
        return Err(match &first[..] {
            [b'O', b'p', b'u', b's', ..] => "is an Ogg Opus file, not Ogg Vorbis".to_owned(),
            [0x7f, b'F', b'L', b'A', b'C', ..] => "is an Ogg FLAC file, not Ogg Vorbis".to_owned(),
            _ => "is an Ogg file, but not Vorbis".to_owned(),
        });
    }
    let (comment, setup) = (packets.header()?, packets.header()?);
    let mut decoder = Decoder::new(&first, &comment, &setup).map_err(damaged)?;
    let mut mix = Mix::new(decoder.sample_rate(), decoder.channels())?;
    let mut end = None;
    while let Some(packet) = packets.next()? {
        let frames = decoder.decode(&packet.data).map_err(damaged)?;
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

    fn next(&mut self) -> Result<Option<Packet>, String> {
        while !self.ended {
            let Some(packet) = self.reader.read_packet().map_err(damaged)? else { return Ok(None) };
            if *self.stream.get_or_insert(packet.stream_serial()) == packet.stream_serial() {
                self.ended = packet.last_in_stream();
                return Ok(Some(packet));
            }
        }
        Ok(None)
    }

    fn header(&mut self) -> Result<Vec<u8>, String> {
        let packet = self.next()?.ok_or_else(|| damaged("it ends too early"))?;
        Ok(packet.data)
    }
}

fn damaged(why: impl std::fmt::Display) -> String {
    format!("is an Ogg file that cannot be read: {why}")
}
