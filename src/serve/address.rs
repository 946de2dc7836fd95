//! The addresses of this computer in the local network. The only file that names `if-addrs`.

use std::net::Ipv4Addr;

/// The beginnings of the names of interfaces that lead into containers, virtual machines and tunnels rather than to a
/// phone.
const VIRTUAL: [&str; 12] =
    ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxd", "cni", "tun", "tap", "wg"];

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    name: String,
    address: Ipv4Addr,
    is_up: bool,
}

/// The addresses at which others in the local network reach this computer, the likeliest first. Empty without a network.
#[must_use]
pub fn local() -> Vec<Ipv4Addr> {
    let Ok(interfaces) = if_addrs::get_if_addrs() else { return Vec::new() };
    let found = interfaces.into_iter().filter_map(|interface| match interface.addr {
        if_addrs::IfAddr::V4(ref v4) => {
            Some(Found { address: v4.ip, is_up: interface.is_oper_up(), name: interface.name })
        }
        if_addrs::IfAddr::V6(_) => None,
    });
    likeliest(found.collect())
}

/// Those that others can reach: real interfaces before virtual ones, private addresses before public ones.
fn likeliest(mut found: Vec<Found>) -> Vec<Ipv4Addr> {
    found.retain(|one| one.is_up && !one.address.is_loopback() && !one.address.is_unspecified());
    found.sort_by_key(|one| {
        let is_virtual = VIRTUAL.iter().any(|name| one.name.starts_with(name));
        (is_virtual, one.address.is_link_local(), !one.address.is_private())
    });
    let mut addresses: Vec<Ipv4Addr> = found.into_iter().map(|one| one.address).collect();
    addresses.dedup();
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_that_a_phone_can_reach_comes_first() {
        let found = [
            ("lo", [127, 0, 0, 1], true),
            ("docker0", [172, 17, 0, 1], true),
            ("wlan1", [192, 168, 0, 7], false),
            ("ppp0", [203, 0, 113, 5], true),
            ("usb0", [169, 254, 3, 4], true),
            ("wlan0", [192, 168, 178, 20], true),
            ("eth0", [10, 0, 0, 3], true),
        ];
        let found = found.map(|(name, address, is_up)| Found {
            name: name.to_owned(),
            address: address.into(),
            is_up,
        });
        let likeliest: Vec<String> = likeliest(found.to_vec()).iter().map(ToString::to_string).collect();
        assert_eq!(likeliest, ["192.168.178.20", "10.0.0.3", "203.0.113.5", "169.254.3.4", "172.17.0.1"]);
        assert!(super::likeliest(Vec::new()).is_empty());
    }
}
