//! Ogg Vorbis files. The only file that names `ogg` and `rusty_vorbis`.

use std::io::{Read, Seek};

use ogg::{Packet, PacketReader};
use rusty_vorbis::decode::Decoder;

use super::{Format, FrameReceiver, MOST_CHANNELS, SoundError};

/// The granule position of a page on which no packet ends.
const NO_POSITION: u64 = u64::MAX;

/// Decodes the first stream of an Ogg file.
pub(super) fn read(file: impl Read + Seek, out: &mut dyn FrameReceiver) -> Result<(), SoundError> {
    let mut packets = Packets::new(file);
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
    out.begin(decoder.sample_rate(), decoder.channels())?;
    let channels = decoder.channels().min(MOST_CHANNELS);
    let (mut frame, mut done) = ([0.0; MOST_CHANNELS], 0);
    while let Some(packet) = packets.next()? {
        let mut frames = decoder.decode(&packet.data).map_err(SoundError::damaged(Format::Ogg))?;
        if packet.last_in_stream() && packet.absgp_page() != NO_POSITION {
            // A stream ends inside its last block.
            let end = usize::try_from(packet.absgp_page()).unwrap_or(usize::MAX);
            frames = frames.min(end.saturating_sub(done));
        }
        done += frames;
        for n in 0..frames {
            for (channel, sample) in frame[..channels].iter_mut().enumerate() {
                *sample = decoder.channel(channel)[n];
            }
            out.frame(&frame[..channels])?;
        }
    }
    Ok(())
}

/// The packets of the first stream.
struct Packets<F: Read + Seek> {
    reader: PacketReader<F>,
    stream: Option<u32>,
    ended: bool,
}

impl<F: Read + Seek> Packets<F> {
    fn new(file: F) -> Packets<F> {
        Packets { reader: PacketReader::new(file), stream: None, ended: false }
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
