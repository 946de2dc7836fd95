//! Requests and responses, apart from how they travel.

use std::fs::File;
use std::sync::Arc;

use super::http::EventReceiver;

/// The methods that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// HEAD: GET without the body, which the transport leaves out.
    Head,
    /// POST.
    Post,
    /// Any other.
    Other,
}

/// A request, as far as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Its path as it came, with escapes.
    pub path: String,
    /// What comes after `?`, as it came.
    pub query: String,
    /// The `Host`.
    pub host: Option<String>,
    /// The `Origin`.
    pub origin: Option<String>,
    /// The `Range`.
    pub range: Option<String>,
    /// The `If-Range`.
    pub if_range: Option<String>,
    /// The content of a POST.
    pub body: Vec<u8>,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// Its status code.
    pub status: u16,
    /// Its headers beside its length, which the transport adds.
    pub headers: Vec<(&'static str, String)>,
    /// Its content.
    pub body: Body,
}

/// The content of a response.
#[derive(Debug)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A part of a file.
    File {
        /// The file.
        file: Arc<File>,
        /// The first byte.
        from: u64,
        /// The number of bytes.
        length: u64,
    },
    /// What another thread sends, until it stops.
    Events(EventReceiver),
}

/// What a page may load and do. The server's own pages have their styles and scripts in files of their own.
const OWN_PAGES: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

impl Response {
    /// A response with some content of a type, which no cache may keep.
    #[must_use]
    pub fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Response {
        let headers = vec![
            ("content-type", kind.to_owned()),
            ("cache-control", "no-store".to_owned()),
            ("content-security-policy", OWN_PAGES.to_owned()),
            // The address is a secret: it is not passed on to other pages.
            ("referrer-policy", "same-origin".to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
            ("cross-origin-resource-policy", "same-origin".to_owned()),
            ("x-robots-tag", "noindex".to_owned()),
        ];
        Response { status, headers, body: Body::Bytes(body.into()) }
    }

    /// A page.
    #[must_use]
    pub fn page(html: String) -> Response {
        Response::new(200, "text/html; charset=utf-8", html)
    }

    /// A line of text.
    #[must_use]
    pub fn text(status: u16, text: &str) -> Response {
        Response::new(status, "text/plain; charset=utf-8", format!("{text}\n"))
    }

    /// The answer to everything that does not begin with the token: the same whatever is wrong.
    #[must_use]
    pub fn to_stranger() -> Response {
        Response::text(404, "Not found.")
    }

    /// The same response with another header, which replaces one of that name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Response {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    /// The same response with another body.
    #[must_use]
    pub fn with_body(self, body: Body) -> Response {
        Response { body, ..self }
    }
}
