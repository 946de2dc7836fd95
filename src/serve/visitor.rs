//! Where a request comes from: protection against other web pages in a guest's browser.
//!
//! A page from elsewhere can make a browser send requests to any address. It cannot read the answers, because the
//! server allows no other origins. DNS rebinding would make its own name lead here, so the server answers to no name.

use std::net::IpAddr;

use super::message::Request;

/// Whether a request is for an address rather than for a name: only a name can be made to lead somewhere else.
#[must_use]
pub fn is_for_an_address(request: &Request) -> bool {
    request.host.as_deref().is_some_and(|host| {
        let name = without_port(host);
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        name.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
    })
}

/// Whether a request comes from a page of this server; browsers say so with each POST.
#[must_use]
pub fn is_from_own_page(request: &Request) -> bool {
    match (&request.origin, &request.host) {
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        _ => false,
    }
}

/// A host without its port, if it has one.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::message::Method;

    fn request(host: Option<&str>, origin: Option<&str>) -> Request {
        let [host, origin] = [host, origin].map(|text| text.map(str::to_owned));
        let (path, query) = ("/".to_owned(), String::new());
        Request {
            method: Method::Post,
            path,
            query,
            host,
            origin,
            range: None,
            if_range: None,
            body: Vec::new(),
        }
    }

    #[test]
    fn names_lead_nowhere() {
        for host in [
            "127.0.0.1:8000",
            "192.168.1.20:49152",
            "192.168.1.20",
            "localhost:8000",
            "LOCALHOST",
            "[::1]:80",
        ] {
            assert!(is_for_an_address(&request(Some(host), None)), "{host}");
        }
        for host in [
            "evil.example:8000",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "127.0.0.1:80:evil.example",
            "127.0.0.1@evil.example",
            "",
            ":80",
        ] {
            assert!(!is_for_an_address(&request(Some(host), None)), "{host}");
        }
        assert!(!is_for_an_address(&request(None, None)));
    }

    #[test]
    fn only_own_pages_press_buttons() {
        let host = Some("192.168.1.20:8000");
        assert!(is_from_own_page(&request(host, Some("http://192.168.1.20:8000"))));
        for origin in [
            None,
            Some("null"),
            Some("http://evil.example"),
            Some("http://192.168.1.20"),
            Some("http://192.168.1.20:8001"),
            Some("https://192.168.1.20:8000"),
            Some("http://192.168.1.20:8000.evil.example"),
        ] {
            assert!(!is_from_own_page(&request(host, origin)), "{origin:?}");
        }
        assert!(!is_from_own_page(&request(None, Some("http://192.168.1.20:8000"))));
    }
}
