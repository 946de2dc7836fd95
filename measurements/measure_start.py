"""How fast it starts: to the open stream, to the first sound, to the first word; and the very first time."""

import os
import shutil
import subprocess
import time

from common import REPCUE, WORK, environment, middle, say, spent
from measure_latency import Ear
from server import Server

RUNS = 7
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def is_installed(voice):
    said = subprocess.run([REPCUE, "voice", "list", "--voice", voice], capture_output=True, text=True).stdout
    return f"* {voice}" in said


def measure():
    results = {}
    for voice in ("natural", "built-in"):
        if not is_installed(voice):
            results[voice] = None
            continue
        say(f"start: {voice} voice")
        cache = os.path.join(WORK, f"cache-{voice}")
        env = {"voice": voice, "REPCUE_CACHE_DIR": cache}
        first, memory = [], []
        for _ in range(RUNS):
            shutil.rmtree(cache, ignore_errors=True)
            wall, most = spent([REPCUE, "show", "lower-back-glutes"], env=environment(**env))
            first.append(wall)
            memory.append(most)
        kept = [spent([REPCUE, "show", "lower-back-glutes"], env=environment(**env))[0] for _ in range(RUNS)]
        streams, words = on_a_device(env)
        results[voice] = {
            "first": first,
            "memory": middle(memory),
            "kept": kept,
            "stream": streams,
            "word": words,
        }
    results["size"] = os.path.getsize(REPCUE) / 1e6
    return results


def on_a_device(env):
    """Seconds to the open stream, and to the first word, which is the first thing that is heard."""
    streams, words = [], []
    with Server() as server:
        ear = Ear(server)
        for _ in range(RUNS):
            listen = ["pactl", "subscribe"]
            events = subprocess.Popen(
                listen, env={**os.environ, "PULSE_SERVER": server.address}, stdout=subprocess.PIPE, text=True
            )
            time.sleep(0.3)
            before = time.perf_counter()
            session = subprocess.Popen([REPCUE, "run", "lower-back-glutes", "--plain"], env=environment(server, **env), **QUIET)
            streams.append(next(time.perf_counter() - before for line in events.stdout if "'new' on sink-input" in line))
            words.append(ear.wait(True, before, patience=10) - before)
            session.terminate()
            session.wait()
            events.terminate()
            events.wait()
            time.sleep(0.5)
        ear.stop()
    return streams, words
