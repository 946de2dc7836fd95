//! HTTP/1.1 over TCP, with limits. The only file that names `hyper` and `tokio`.
//!
//! One thread serves all connections; each request is answered on a thread of its own, because answers read files and
//! wait for sessions. A connection carries one request. Whoever is slow to ask, or stops reading, is disconnected.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body as _, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{HOST, HeaderName, IF_RANGE, ORIGIN, RANGE};
use hyper::http::request::Parts;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::AbortHandle;
use tokio::time::{Sleep, sleep, timeout};

use super::message::{Body, Method, Request, Response};
use crate::{platform, threads};

/// The most connections at a time.
const MOST: usize = 64;
/// The longest that a client may take to send the head of a request, and again to send its body.
const ASK_WITHIN: Duration = Duration::from_secs(10);
/// The longest that a client may not read. Browsers stop reading a sound that is paused, and ask again for the rest.
const READ_WITHIN: Duration = Duration::from_secs(120);
/// The largest head of a request, in bytes, and the most headers in it.
const LARGEST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
/// The largest body of a request, in bytes.
const LARGEST_BODY: usize = 1024;
/// The most requests that are answered at a time. One whose client has gone may still be waiting for a session.
const MOST_ANSWERS: usize = 128;
/// The number of bytes of a file that are read at a time.
const PART: u64 = 64 * 1024;
/// The time until the next connection is accepted, if the system has run out of resources.
const BACK_OFF: Duration = Duration::from_millis(100);

/// What is served.
pub trait Site: Send + Sync {
    /// Whether a request comes from somebody who knows the address; its body is not read yet. All others get
    /// [`Response::to_stranger`].
    fn is_guest(&self, request: &Request) -> bool;

    /// Answers a request of a guest. It may take long.
    fn answer(&self, request: &Request) -> Response;
}

/// A server that has its address, but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
}

impl Server {
    /// Takes an address.
    ///
    /// # Errors
    /// If it is taken, or the system refuses.
    pub fn bind(address: SocketAddr) -> io::Result<Server> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Server { listener })
    }

    /// The address, with the port that the system has chosen.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests on a thread of its own, as long as the program runs.
    ///
    /// # Errors
    /// If there is no thread for it.
    pub fn start(self, site: Arc<dyn Site>) -> io::Result<()> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
        threads::start("serve", move || runtime.block_on(accept(self.listener, site)))
    }
}

/// A connection that is open.
struct Connection {
    /// Ends it.
    handle: AbortHandle,
    /// Whether its client knows the address.
    is_guest: Arc<AtomicBool>,
}

/// What all connections share.
struct Shared {
    site: Arc<dyn Site>,
    /// One permit for each thread that answers.
    answers: Arc<Semaphore>,
}

/// Accepts connections for ever.
async fn accept(listener: TcpListener, site: Arc<dyn Site>) {
    // It fails only without a runtime.
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let shared = Arc::new(Shared { site, answers: Arc::new(Semaphore::new(MOST_ANSWERS)) });
    let mut open: Vec<Connection> = Vec::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(BACK_OFF).await;
            continue;
        };
        let is_guest = Arc::new(AtomicBool::new(false));
        open.retain(|connection| !connection.handle.is_finished());
        if open.len() >= MOST {
            // The oldest makes room, and strangers before guests.
            let oldest = open.iter().position(|connection| !connection.is_guest.load(Relaxed)).unwrap_or(0);
            open.remove(oldest).handle.abort();
        }
        let task = tokio::spawn(serve(stream, Arc::clone(&shared), Arc::clone(&is_guest)));
        open.push(Connection { handle: task.abort_handle(), is_guest });
    }
}

/// Serves one connection.
async fn serve(stream: TcpStream, shared: Arc<Shared>, is_guest: Arc<AtomicBool>) {
    // Events are small and urgent. Without this they arrive later.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(request, Arc::clone(&shared), Arc::clone(&is_guest)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(ASK_WITHIN)
        .max_headers(MOST_HEADERS)
        .max_header_size(LARGEST_HEAD)
        .max_buf_size(LARGEST_HEAD.max(PART as usize))
        .keep_alive(false)
        .serve_connection(Impatient { stream: TokioIo::new(stream), stalled: None }, service);
    // A client that has gone, or asks nonsense, needs no more than hyper has said.
    let _ = connection.await;
}

/// Answers a request.
async fn respond(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
    is_guest: Arc<AtomicBool>,
) -> Result<hyper::Response<Body>, Infallible> {
    let (head, content) = request.into_parts();
    let mut request = asked(&head);
    if !shared.site.is_guest(&request) {
        return Ok(sent(Response::to_stranger()));
    }
    is_guest.store(true, Relaxed);
    let response = match timeout(ASK_WITHIN, read(content)).await {
        Ok(Some(body)) => {
            request.body = body;
            on_a_thread(request, &shared).await
        }
        Ok(None) => Response::text(413, "Too long."),
        Err(_) => Response::text(408, "Too slow."),
    };
    Ok(sent(response))
}

/// The request, without its body.
fn asked(head: &Parts) -> Request {
    let header = |name: HeaderName| head.headers.get(name)?.to_str().ok().map(str::to_owned);
    // A request to a proxy names a server in its first line: this is no proxy.
    let is_to_proxy = head.uri.authority().is_some();
    let has_one_host = head.headers.get_all(HOST).iter().count() == 1;
    Request {
        method: match head.method {
            hyper::Method::GET => Method::Get,
            hyper::Method::HEAD => Method::Head,
            hyper::Method::POST => Method::Post,
            _ => Method::Other,
        },
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        host: header(HOST).filter(|_| has_one_host && !is_to_proxy),
        origin: header(ORIGIN),
        range: header(RANGE),
        if_range: header(IF_RANGE),
        body: Vec::new(),
    }
}

/// Reads the body of a request; `None` if it is too long.
async fn read(mut content: Incoming) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut content).poll_frame(context)).await {
        let Some(bytes) = frame.ok().and_then(|frame| frame.into_data().ok()) else { break };
        body.extend_from_slice(&bytes);
        if body.len() > LARGEST_BODY {
            return None;
        }
    }
    Some(body)
}

/// Answers a request on a thread of its own, because that can take long.
async fn on_a_thread(request: Request, shared: &Shared) -> Response {
    let (sender, answered) = oneshot::channel();
    let Ok(permit) = Arc::clone(&shared.answers).try_acquire_owned() else {
        return Response::text(503, "Too busy.");
    };
    let site = Arc::clone(&shared.site);
    let work = move || {
        let _permit = permit;
        // The client may have gone.
        let _ = sender.send(site.answer(&request));
    };
    if threads::start("answer", work).is_err() {
        return Response::text(503, "Too busy.");
    }
    answered.await.unwrap_or_else(|_| Response::text(500, "Something went wrong."))
}

/// The response as hyper sends it.
fn sent(response: Response) -> hyper::Response<Body> {
    let mut sent = hyper::Response::new(response.body);
    *sent.status_mut() = hyper::StatusCode::from_u16(response.status).unwrap_or_default();
    for (name, value) in response.headers {
        if let Ok(value) = value.parse() {
            sent.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    sent
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let bytes = match self.get_mut() {
            Body::Bytes(bytes) => std::mem::take(bytes),
            Body::File { file, from, length } => {
                let mut part = vec![0; usize::try_from(PART.min(*length)).unwrap_or_default()];
                // The system has it in its cache: waiting here is shorter than a change of threads.
                if let Err(error) = platform::read_exact_at(file, &mut part, *from) {
                    return Poll::Ready(Some(Err(error)));
                }
                (*from, *length) = (*from + part.len() as u64, *length - part.len() as u64);
                part
            }
            Body::Events(EventReceiver(receiver)) => ready!(receiver.poll_recv(context)).unwrap_or_default(),
        };
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.size_hint().exact() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Body::File { length, .. } => SizeHint::with_exact(*length),
            Body::Events(_) => SizeHint::default(),
        }
    }
}

/// Sends events into a response.
#[derive(Debug)]
pub struct EventSender(mpsc::Sender<Vec<u8>>);

/// The events of a response.
#[derive(Debug)]
pub struct EventReceiver(mpsc::Receiver<Vec<u8>>);

/// A channel for events.
#[must_use]
pub fn events() -> (EventSender, EventReceiver) {
    let (sender, receiver) = mpsc::channel(4);
    (EventSender(sender), EventReceiver(receiver))
}

impl EventSender {
    /// Sends an event, and waits for a slow client. Returns whether there still is one.
    #[must_use]
    pub fn send(&self, event: String) -> bool {
        self.0.blocking_send(event.into_bytes()).is_ok()
    }

    /// Whether the client has gone.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}

/// A connection that fails if its client does not read for [`READ_WITHIN`].
struct Impatient {
    stream: TokioIo<TcpStream>,
    /// Since the client has stopped reading: until when it may.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Impatient {
    /// Passes on the result of a write; one that waits too long is an error.
    fn limited<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(READ_WITHIN)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Read for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl Write for Impatient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.limited(written, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.limited(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.limited(written, context)
    }
}
