"""What a terminal is sent while a session plays: frames and bytes a second, and the processor time."""

import fcntl
import os
import pty
import select
import struct
import termios
import time

from common import REPCUE, environment, say

CASES = [
    ("full, 100 × 30", (100, 30), []),
    ("full, 80 × 24", (80, 24), []),
    ("full, 40 × 20", (40, 20), []),
    ("full, 200 × 60", (200, 60), []),
    ("bars, 100 × 30", (100, 30), ["--bars"]),
]
DRILL = ["drill", "clam-shell", "--reps=40", "--ready=0s", "--no-sound", "--voice=off"]


def measure(seconds=60):
    return [case(what, size, options, seconds) for what, size, options in CASES]


def case(what, size, options, seconds):
    say(f"screen: {what}")
    columns, rows = size
    process, terminal = pty.fork()
    if process == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = environment(TERM="xterm-256color")
        env.pop("NO_COLOR", None)
        os.execve(REPCUE, [REPCUE, *DRILL, *options], env)
    # The first frame is all of the screen.
    read(terminal, 2)
    begun, spent = time.monotonic(), ticks(process)
    text = read(terminal, seconds)
    passed, spent = time.monotonic() - begun, ticks(process) - spent
    os.write(terminal, b"q")
    read(terminal, 3)
    os.close(terminal)
    os.waitpid(process, 0)
    # Each redraw of the bars writes the volume; the line of keys names it without the dot.
    frames = text.count(b"\x1b[?2026h") or text.count("· volume ".encode())
    return {"what": what, "frames": frames / passed, "bytes": len(text) / passed, "cpu": spent / passed * 100}


def ticks(process):
    with open(f"/proc/{process}/stat") as file:
        stat = file.read().rsplit(") ", 1)[1].split()
    return sum(map(int, stat[11:13])) / os.sysconf("SC_CLK_TCK")


def read(terminal, seconds):
    """All output within some seconds."""
    end, text = time.monotonic() + seconds, b""
    while (left := end - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            break
        try:
            text += os.read(terminal, 65536)
        except OSError:
            break
    return text
