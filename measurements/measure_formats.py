"""The built-in routine in every format of files: speed, memory, size, and how far its cues are from their places after
ffmpeg has decoded them; compared with other encoders, which read repcue's WAV."""

import json
import os
import subprocess

from common import REPCUE, WORK, environment, installed, middle, say, seconds_and_memory
from players import venv

RUNS = 3
HERE = os.path.dirname(os.path.abspath(__file__))

# Other programs' encoders: the words before the WAV, those between it and the new file, and the ending.
OTHERS = [
    ("ffmpeg, AAC at 64 kbit/s", "ffmpeg", ["ffmpeg", "-v", "error", "-y", "-i"], ["-c:a", "aac", "-b:a", "64k"], ".m4a"),
    ("lame -V 7", "lame", ["lame", "--quiet", "-V", "7"], [], ".mp3"),
    ("flac -8", "flac", ["flac", "--silent", "--force", "-8"], ["-o"], ".flac"),
]


def measure():
    env = environment(voice="built-in", REPCUE_CACHE_DIR=os.path.join(WORK, "cache-built-in"))
    shown = subprocess.run([REPCUE, "show", "lower-back-glutes", "--json"], env=env, capture_output=True, text=True, check=True).stdout
    timeline = json.loads(shown)
    length = timeline["duration_ms"] / 1000
    places = os.path.join(WORK, "cues.json")
    with open(places, "w") as file:
        json.dump([cue["at_ms"] for cue in timeline["cues"] if cue["kind"] != "say"], file)
    exact = os.path.join(WORK, "exact.wav")
    rows = []

    def row(name, command, path, compared=True):
        say(f"offline: {name}")
        runs = [seconds_and_memory(command, env=env) for _ in range(RUNS)]
        rows.append({
            "name": name,
            "speed": length / middle([run[0] for run in runs]),
            "memory": middle([run[1] for run in runs]),
            "size": os.path.getsize(path) / 1e6,
            "error": error(exact, path, places) if compared else 0.0,
        })
        os.remove(path) if path != exact else None

    # With the loudness of the session, so that the samples can be compared.
    for ending in [".wav", ".m4a", ".mp3", ".flac"]:
        path = exact if ending == ".wav" else os.path.join(WORK, "session" + ending)
        words = [REPCUE, "export", "lower-back-glutes", "--force", "--loudness", "off", "-o", path]
        row(f"repcue, {ending}", words, path, compared=ending != ".wav")
    for name, program, before, between, ending in OTHERS:
        if installed(program):
            path = os.path.join(WORK, "other" + ending)
            row(name, [*before, exact, *between, path], path)
    os.remove(exact)
    return rows


def error(exact, path, places):
    """The largest distance of a cue from its place, in milliseconds; None without ffmpeg or numpy."""
    python = venv("numpy", "numpy")
    if not installed("ffmpeg") or not python:
        return None
    raw = os.path.join(WORK, "decoded.raw")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", path, "-map", "0:a", "-f", "s16le", raw], check=True)
    found = subprocess.run([python, os.path.join(HERE, "cue_errors.py"), exact, raw, places], capture_output=True, text=True, check=True)
    os.remove(raw)
    return float(found.stdout)
