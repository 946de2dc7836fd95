//! Pages and files for phones in the local network: the list of routines, each as a page that trains and as a file, and
//! the session that runs on this computer, with buttons.
//!
//! Everything is below `/TOKEN/`; whoever does not know the random token gets the same answer to everything. Nothing in
//! an address is a path of the file system. Only pages of the server itself can press buttons.

pub mod address;
mod html;
pub mod http;
pub mod list;
pub mod live;
pub mod making;
pub mod message;
pub mod path;
pub mod qr;
mod range;
pub mod token;
mod visitor;
mod waiting;

use std::sync::Arc;
use std::time::Duration;

use list::Entry;
use live::{Disobeyed, Live};
use making::{Made, Order, State, Workshop};
use message::{Body, Method, Request, Response};
use path::Route;
use range::Part;
use token::Token;

use crate::report::page;

/// The styles of the page of a session, which the live page looks like, and those of the server's own pages.
const STYLES: [&str; 2] = [page::STYLE, include_str!("serve/serve.css")];
const ICON: &str = include_str!("serve/icon.svg");
const LIVE: &str = include_str!("serve/live.html");
/// A block, so that its names are its own.
const LIVE_SCRIPT: &str =
    concat!("'use strict';\n{\n", include_str!("report/page/stage.js"), include_str!("serve/live.js"), "}\n");
/// How long a page waits for its session before it shows the progress instead: what was made before comes at once.
const PAGE_WITHIN: Duration = Duration::from_millis(700);
/// How long a file is waited for. A page names a file only when it is made, so only other programs wait.
const FILE_WITHIN: Duration = Duration::from_secs(120);

/// The routines that are served.
pub trait Shelf: Send + Sync {
    /// All routines, in the order of the list.
    fn entries(&self) -> Vec<Entry>;

    /// The routine of a name, if there is one without errors.
    fn find(&self, name: &str) -> Option<Title>;
}

/// A routine that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its title.
    pub title: String,
    /// A number that changes with the routine.
    pub version: u64,
}

/// Everything that is served.
pub struct Site {
    token: Token,
    shelf: Arc<dyn Shelf>,
    workshop: Arc<Workshop>,
    live: Option<Arc<Live>>,
}

impl Site {
    /// A site. `live` is missing if this computer has no folder for sessions.
    #[must_use]
    pub fn new(
        token: Token,
        shelf: Arc<dyn Shelf>,
        workshop: Arc<Workshop>,
        live: Option<Arc<Live>>,
    ) -> Site {
        Site { token, shelf, workshop, live }
    }

    /// The part of an address after the port: of the list, or of what is below it.
    #[must_use]
    pub fn path(&self, below: &str) -> String {
        format!("/{}/{below}", self.token.text())
    }

    fn of_route(&self, route: Route, request: &Request) -> Response {
        match (route, request.method) {
            (Route::Do, Method::Post) => self.command(request),
            (Route::Do, _) => Response::text(405, "Only POST.").with("allow", "POST"),
            (_, Method::Post | Method::Other) => Response::text(405, "Only GET.").with("allow", "GET, HEAD"),
            (Route::List, _) => {
                let is_running = self.live.as_ref().is_some_and(|live| live.is_running());
                Response::page(list::html(&self.shelf.entries(), is_running))
            }
            (Route::Style, _) => Response::new(200, "text/css; charset=utf-8", STYLES.concat()),
            (Route::Icon, _) => Response::new(200, "image/svg+xml", ICON),
            (Route::Live, _) => Response::page(LIVE.to_owned()),
            (Route::LiveScript, _) => Response::new(200, "text/javascript; charset=utf-8", LIVE_SCRIPT),
            (Route::Events, _) => self.events(request),
            (Route::Session(name), _) => self.session(&name),
            (Route::Get(name, ending), _) => self.get(&name, ending),
            (Route::File(name, ending), _) => self.file(&name, ending, request),
        }
    }

    /// A routine as a page, or how far that is.
    fn session(&self, name: &str) -> Response {
        self.made(name, path::endings()[0], |_, made| {
            // The page has a policy of its own, which allows its own script alone.
            let policy = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            Response::page(made.page.clone()).with("content-security-policy", policy)
        })
    }

    /// The page with a file, or how far that is.
    fn get(&self, name: &str, ending: &'static str) -> Response {
        self.made(name, ending, |title, made| {
            Response::page(waiting::ready(title, name, ending, made.length))
        })
    }

    /// The page of something that is made, given its title; if it is not made yet, the page that waits.
    fn made(&self, name: &str, ending: &'static str, page: impl FnOnce(&str, &Made) -> Response) -> Response {
        let Some(Title { title, version }) = self.shelf.find(name) else {
            return Response { status: 404, ..Response::page(waiting::missing()) };
        };
        match self.workshop.order(&Order { name: name.to_owned(), ending, version }, PAGE_WITHIN) {
            State::Made(made) => page(&title, &made),
            State::Underway(progress) => Response::page(waiting::making(&title, progress)),
            State::Failed(why) => Response { status: 500, ..Response::page(waiting::failed(&title, &why)) },
        }
    }

    /// A file, or the part of it that is asked for.
    fn file(&self, name: &str, ending: &'static str, request: &Request) -> Response {
        let Some(Title { version, .. }) = self.shelf.find(name) else {
            return Response::text(404, "There is no such routine.");
        };
        let order = Order { name: name.to_owned(), ending, version };
        match self.workshop.order(&order, FILE_WITHIN) {
            State::Made(made) => part_of(&made, &order, request),
            State::Failed(why) => Response::text(500, &why),
            State::Underway(_) => Response::text(503, "It is not made yet.").with("retry-after", "10"),
        }
    }

    /// What happens in a session.
    fn events(&self, request: &Request) -> Response {
        let Some(live) = self.live.clone() else { return Response::text(404, "There are no sessions.") };
        let asked = path::field(&request.query, "session").filter(|name| !name.is_empty());
        let response = Response::new(200, "text/event-stream", "");
        if request.method == Method::Head {
            return response;
        }
        let (sender, receiver) = http::events();
        match crate::threads::start("events", move || live.follow(asked.as_deref(), &sender)) {
            Ok(()) => response.with_body(Body::Events(receiver)),
            Err(_) => Response::text(503, "Too busy."),
        }
    }

    /// Passes on a command, such as `do=pause&session=main`.
    fn command(&self, request: &Request) -> Response {
        if !visitor::is_from_own_page(request) {
            return Response::text(403, "Only the page of repcue has buttons.");
        }
        let form = String::from_utf8_lossy(&request.body);
        let (Some(live), Some(word)) = (&self.live, path::field(&form, "do")) else {
            return Response::text(400, "Unknown command.");
        };
        let asked = path::field(&form, "session").filter(|name| !name.is_empty());
        match live.command(asked.as_deref(), &word) {
            Ok(()) => Response::new(204, "text/plain; charset=utf-8", ""),
            Err(Disobeyed::Unknown) => Response::text(400, "Unknown command."),
            Err(Disobeyed::NoSession) => Response::text(409, "No session is running."),
            Err(Disobeyed::Refused(why)) => Response::text(409, &why),
        }
    }
}

impl http::Site for Site {
    fn is_guest(&self, request: &Request) -> bool {
        let token = request.path.strip_prefix('/').unwrap_or_default().split('/').next().unwrap_or_default();
        self.token.is(token)
    }

    fn answer(&self, request: &Request) -> Response {
        if !visitor::is_for_an_address(request) {
            return Response::text(421, "Open the address that repcue prints.");
        }
        match request.path[1..].split_once('/') {
            // Addresses in pages are relative to it.
            None => Response::text(308, "It is a folder.").with("location", self.path("")),
            Some((_, below)) => match path::route(below) {
                Some(route) => self.of_route(route, request),
                None => Response::text(404, "There is no such page."),
            },
        }
    }
}

/// A file, or the part of it that a request asks for.
fn part_of(made: &Made, order: &Order, request: &Request) -> Response {
    // The address has a random token, so the version is enough to tell files apart.
    let tag = format!("\"{:x}-{}\"", order.version, made.length);
    let is_current = request.if_range.as_ref().is_none_or(|wanted| *wanted == tag);
    let range = request.range.as_deref().filter(|_| is_current);
    let (status, from, length) = match range::part(range, made.length) {
        Part::Whole => (200, 0, made.length),
        Part::From(from, length) => (206, from, length),
        Part::None => {
            let all = format!("bytes */{}", made.length);
            return Response::text(416, "There is no such part.").with("content-range", all);
        }
    };
    let kind = match order.ending {
        "m4a" => "audio/mp4",
        "mp3" => "audio/mpeg",
        "flac" => "audio/flac",
        "html" => "text/html; charset=utf-8",
        _ => "audio/wav",
    };
    let response = Response::new(status, kind, "").with("accept-ranges", "bytes").with("etag", tag);
    // A browser may keep the parts that it has, because it goes back and forth in them.
    let response = response.with("cache-control", "private, no-cache");
    let response = match status {
        206 => response.with("content-range", format!("bytes {from}-{}/{}", from + length - 1, made.length)),
        _ => response,
    };
    // A page would be shown instead of saved.
    let response = match order.ending {
        "html" => response.with("content-disposition", "attachment"),
        _ => response,
    };
    response.with_body(Body::File { file: Arc::clone(&made.file), from, length })
}
