"""From a command to the ear: pause, skip, the first beep after the start.

The recording is read as it comes, and each piece is stamped: what is heard at a sample was heard at the latest when
its piece came, so the figures err on the long side by what the recorder itself takes (about 5 ms).
"""

import array
import os
import subprocess
import threading
import time

from common import RATE, REPCUE, WORK, cost, environment, middle, say, sounds, tone
from server import Server

RUNS = 15


class Ear:
    """Listens, and remembers when what was heard."""

    def __init__(self, server):
        words = ["parec", "--raw", "--device=heard.monitor", f"--rate={RATE}", "--channels=1", "--format=float32le"]
        words += ["--latency-msec=1"]
        env = {**os.environ, "PULSE_SERVER": server.address}
        self.process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.pieces = []
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()
        while len(self.pieces) < 20:
            time.sleep(0.01)

    def listen(self):
        file = self.process.stdout.fileno()
        while True:
            piece = os.read(file, 1 << 16)
            if not piece:
                return
            loud = max(map(abs, array.array("f", piece[: len(piece) // 4 * 4])), default=0) > 0.005
            self.pieces.append((time.perf_counter(), loud))

    def wait(self, loud, since, patience=3):
        """When it first is loud, or silent for 30 ms, after an instant."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < patience:
            turned = None
            for at, is_loud in list(self.pieces):
                if at < since:
                    continue
                if is_loud == loud:
                    turned = turned or at
                    if loud or at - turned > 0.03:
                        return turned
                else:
                    turned = None
            time.sleep(0.005)
        return None

    def stop(self):
        self.process.kill()
        self.process.wait()


def tone_routine():
    """A tone without end, except for the silent get-readies between its intervals."""
    path = os.path.join(WORK, "tone.toml")
    with open(path, "w") as file:
        for n in range(40):
            file.write(f"[[exercise]]\nname = 'Tone {n}'\nfor = '10m'\nready = '{'0s' if n == 0 else '10m'}'\nrest-after = '0s'\n")
    long = os.path.join(WORK, "long.wav")
    tone(long, seconds=1.05, edge=0.02)
    return path, sounds(os.path.join(WORK, "pack-tone"), tick=long, go=long)


def ctl(server, word):
    """Sends a command; the instant before it is sent."""
    before = time.perf_counter()
    subprocess.run([REPCUE, "ctl", word], env=environment(server), check=True)
    return before


LATENCIES = ("170ms", "85ms", "40ms", "20ms")


def measure():
    return {latency: of(latency) for latency in LATENCIES}


def of(latency):
    """Of a session whose device holds so much."""
    say(f"latency: pause, resume, skip, start with --latency {latency}")
    routine, pack = tone_routine()
    result = {}
    with Server() as server:
        ear = Ear(server)
        starts = []
        for _ in range(RUNS):
            before = time.perf_counter()
            words = [REPCUE, "run", routine, "--plain", "--sounds", pack, "--volume", "100", "--latency", latency]
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            session = subprocess.Popen(words, env=environment(server), **quiet)
            heard = ear.wait(True, before)
            starts.append(heard - before)
            if len(starts) < RUNS:
                session.terminate()
                session.wait()
                ear.wait(False, time.perf_counter())
        percent, wakes, _, _ = cost(session, 20)
        pauses, resumes, skips = [], [], []
        for n in range(RUNS):
            # Not always at the same place of the device's period.
            time.sleep(1.0 + n * 0.007)
            before = ctl(server, "pause")
            pauses.append(ear.wait(False, before) - before)
            time.sleep(0.5)
            before = ctl(server, "resume")
            resumes.append(ear.wait(True, before) - before)
        for n in range(RUNS):
            time.sleep(1.0 + n * 0.007)
            before = ctl(server, "next")
            skips.append(ear.wait(False, before) - before)
            ctl(server, "next")
            ear.wait(True, time.perf_counter())
        session.terminate()
        session.wait()
        ear.stop()
    for name, values in [("pause", pauses), ("resume", resumes), ("skip", skips), ("start", starts)]:
        result[name] = {"median": middle(values) * 1000, "worst": max(values) * 1000}
    return {**result, "cpu": percent, "wakes": wakes}
