//! The names of sound devices, and how a user selects one.

use std::fmt;

/// A device and its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its display name; several devices may share it.
    pub description: String,
    /// The sound system's own, unique name.
    pub name: String,
    /// The same, prefixed with the sound system, such as `pulseaudio:headphones`.
    pub id: String,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.description, self.name)
    }
}

/// Why a name does not select a device.
#[derive(Debug, PartialEq, Eq)]
pub enum Misnamed {
    /// No device has this name.
    Unknown,
    /// Several devices match, at these indices.
    Several(Vec<usize>),
}

/// The index of the device that matches `wanted`. The sound system's own name has precedence, then a complete
/// description, then a part of either, ignoring case.
///
/// # Errors
/// If no device matches, or several do.
pub fn choose(all: &[Named], wanted: &str) -> Result<usize, Misnamed> {
    let lower = wanted.to_lowercase();
    let is_own = |device: &Named| device.name == wanted || device.id == wanted;
    let is_whole = |device: &Named| device.description.to_lowercase() == lower;
    let has_part = |device: &Named| {
        device.description.to_lowercase().contains(&lower) || device.name.to_lowercase().contains(&lower)
    };
    for fits in [&is_own as &dyn Fn(&Named) -> bool, &is_whole, &has_part] {
        let places: Vec<usize> = (0..all.len()).filter(|place| fits(&all[*place])).collect();
        match places.as_slice() {
            [] => {}
            [place] => return Ok(*place),
            _ => return Err(Misnamed::Several(places)),
        }
    }
    Err(Misnamed::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_selected_by_its_name_its_description_or_a_unique_part() {
        let named = |(description, name): (&str, &str)| Named {
            description: description.to_owned(),
            name: name.to_owned(),
            id: format!("pulseaudio:{name}"),
        };
        let all = [
            ("USB-Audio", "usb.1"),
            ("USB-Audio", "usb.10"),
            ("Speakers", "pci"),
            ("Speakers of the hall", "hall"),
            ("usb.1", "odd"),
        ]
        .map(named);
        for (wanted, chosen) in [
            ("usb.1", Ok(0)),
            ("pulseaudio:usb.10", Ok(1)),
            ("speakers", Ok(2)),
            ("HALL", Ok(3)),
            ("USB-Audio", Err(Misnamed::Several(vec![0, 1]))),
            ("peak", Err(Misnamed::Several(vec![2, 3]))),
            ("nosuch", Err(Misnamed::Unknown)),
        ] {
            assert_eq!(choose(&all, wanted), chosen, "{wanted}");
        }
        assert_eq!(all[1].to_string(), "USB-Audio (usb.10)");
    }
}
