//! A real browser without a window: Chromium, driven through a pipe by its own protocol.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::person::{skip, until};

/// The names of the program, the first of them that of its Debian package.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The seconds after which a browser is ended, so that a test cannot hang.
const LONGEST: &str = "400";

/// A browser with one page.
pub struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    page: String,
    sent: u64,
    /// What the page has complained about: exceptions, and what its security policy refused.
    pub complaints: Vec<Value>,
}

impl Browser {
    /// A browser whose profile is in a folder; `None`, with a word, if there is none on this machine.
    pub fn start(folder: &Path) -> Option<Browser> {
        let is_there = |program: &&&str| {
            Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok()
        };
        let Some(program) = PROGRAMS.iter().find(is_there) else {
            skip("chromium", "there is no chromium");
            return None;
        };
        // The browser reads commands from file 3 and answers on file 4.
        let script = "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null";
        let mut child = Command::new("sh")
            .args([
                "-c",
                script,
                "sh",
                "timeout",
                LONGEST,
                program,
                "--headless",
                "--remote-debugging-pipe",
                "--no-sandbox",
            ])
            .args(["--mute-audio", "--disable-gpu", "--hide-scrollbars", "--no-first-run"])
            .arg(format!("--user-data-dir={}", folder.join("browser").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let (page, complaints) = (String::new(), Vec::new());
        let mut browser = Browser { child, to, from, page, sent: 0, complaints };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let session = json!({ "targetId": target, "flatten": true });
        let session = browser.call("Target.attachToTarget", session)["sessionId"].clone();
        browser.page = session.as_str().unwrap().to_owned();
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// Calls a method of the protocol.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "a literal at every call")]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let mut call = json!({ "id": self.sent, "method": method, "params": params });
        if !self.page.is_empty() {
            call["sessionId"] = self.page.clone().into();
        }
        let mut line = call.to_string().into_bytes();
        line.push(0);
        self.to.write_all(&line).unwrap();
        loop {
            let mut line = Vec::new();
            self.from.read_until(0, &mut line).unwrap();
            assert_eq!(line.pop(), Some(0), "the browser ended during {method}");
            let mut message: Value = serde_json::from_slice(&line).unwrap();
            if message["id"] == self.sent {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            let is_complaint =
                matches!(message["method"].as_str(), Some("Runtime.exceptionThrown" | "Log.entryAdded"));
            if is_complaint {
                self.complaints.push(message["params"].take());
            }
        }
    }

    /// The value of an expression; of a promise, once it is kept.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// A value that is text.
    #[track_caller]
    pub fn text(&mut self, expression: &str) -> String {
        let value = self.value(expression);
        value.as_str().unwrap_or_else(|| panic!("{expression} is {value}")).to_owned()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub fn until(&mut self, condition: &str) {
        assert!(until(|| self.value(condition) == true), "never: {condition}");
    }

    /// Opens a file and waits until its page is complete.
    #[track_caller]
    pub fn open(&mut self, file: &Path) {
        self.call("Page.navigate", json!({ "url": format!("file://{}", file.display()) }));
        self.until(&format!(
            "document.readyState === 'complete' && location.href.endsWith({:?})",
            file.file_name().unwrap()
        ));
    }

    /// The size of the window.
    pub fn resize(&mut self, (width, height): (u32, u32)) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// What the user prefers, such as `("prefers-color-scheme", "dark")`.
    pub fn prefer(&mut self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Clicks the middle of an element.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let middle = self.value(&format!(
            "(() => {{ const element = document.querySelector({selector:?}); element.scrollIntoView({{ block: 'nearest' }}); \
               const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event =
                json!({ "type": kind, "x": middle[0], "y": middle[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses a key, such as `n` or `ArrowRight`.
    pub fn press(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.call("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "text": text }));
        }
    }

    /// The number of pages when the page is printed, each A4.
    pub fn printed_pages(&mut self) -> usize {
        let printed = self.call("Page.printToPDF", json!({ "preferCSSPageSize": true }));
        let pdf = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        let pdf = String::from_utf8_lossy(&pdf);
        let sizes: Vec<&str> = pdf.match_indices("/MediaBox [").map(|(at, _)| &pdf[at..at + 40]).collect();
        // A browser rounds to its own pixels.
        let is_a4 = |size: &&str| size.contains("[0 0 594.9") || size.contains("[0 0 595");
        assert!(sizes.iter().all(is_a4), "not all pages are A4: {sizes:?}");
        sizes.len()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
