"""The built-in routine as a file: how many times faster than real time, and its memory; compared with sox, which mixes
the same clips."""

import json
import os
import subprocess
import time
import wave

import measure_formats
from common import REPCUE, ROOT, WORK, environment, installed, middle, say, spent

RUNS = 5


def measure():
    cache = os.path.join(WORK, "cache-built-in")
    env = environment(voice="built-in", REPCUE_CACHE_DIR=cache)
    wav = os.path.join(WORK, "session.wav")
    export = [REPCUE, "export", "lower-back-glutes", "--force", "-o", wav]
    spent(export, env=env)
    shown = subprocess.run([REPCUE, "show", "lower-back-glutes", "--json"], env=env, capture_output=True, text=True, check=True).stdout
    timeline = json.loads(shown)
    length = timeline["duration_ms"] / 1000
    say("offline: export")
    runs = [spent(export, env=env) for _ in range(RUNS)]
    result = {"length": length, "ours": length / middle([run[0] for run in runs]), "memory": middle([run[1] for run in runs])}
    # The same, many times as long.
    long = os.path.join(WORK, "long.toml")
    subprocess.run([REPCUE, "new", "long", "--from", "lower-back-glutes"], env={**env, "REPCUE_CONFIG_DIR": WORK + "/long"}, capture_output=True)
    with open(WORK + "/long/routines/long.toml") as file:
        text = file.read().replace("[[block]]\n", "[[block]]\nrounds = 8\n")
    with open(long, "w") as file:
        file.write(text)
    spent([REPCUE, "export", long, "--force", "-o", wav], env=env)
    runs = [spent([REPCUE, "export", long, "--force", "-o", wav], env=env) for _ in range(3)]
    result["long_memory"] = middle([run[1] for run in runs])
    result["sox"] = sox(timeline, env, wav) if installed("sox") else None
    os.remove(wav)
    result["formats"] = measure_formats.measure()
    return result


def sox(timeline, env, wav):
    """The same clips at the same places, by sox: on as few tracks as have room for them, which are then mixed. (To mix
    all clips at once, each after its silence, took it minutes.)"""
    say("offline: sox")
    clips = os.path.join(WORK, "clips")
    os.makedirs(clips, exist_ok=True)
    places = []
    for cue in timeline["cues"]:
        if cue["kind"] != "say":
            places.append((os.path.join(ROOT, "sounds", cue["kind"] + ".wav"), cue["at_ms"] / 1000))
            continue
        path = os.path.join(clips, f"{abs(hash(cue['text']))}.wav")
        if not os.path.exists(path):
            words = [REPCUE, "voice", "say", cue["text"], "-o", path, "--voice", "built-in"]
            subprocess.run(words, env=env, check=True)
            at_48 = path + ".48.wav"
            subprocess.run(["sox", path, "-r", "48000", at_48], check=True, capture_output=True)
            os.replace(at_48, path)
        places.append((path, cue["at_ms"] / 1000))
    begun = time.perf_counter()
    made = [track(n, line, clips) for n, line in enumerate(tracks(places))]
    subprocess.run(["sox", "-m", *made, wav], check=True, capture_output=True)
    wall = time.perf_counter() - begun
    for path in made:
        os.remove(path)
    return timeline["duration_ms"] / 1000 / wall


def seconds(path):
    with wave.open(path, "rb") as file:
        return file.getnframes() / file.getframerate()


def tracks(places):
    """The clips on tracks, on none of which one overlaps the next: each clip with the silence before it."""
    found = []
    for path, at in sorted(places, key=lambda place: place[1]):
        line = next((line for line in found if line["end"] <= at), None)
        if line is None:
            line = {"end": 0.0, "clips": []}
            found.append(line)
        line["clips"].append((path, at - line["end"]))
        line["end"] = at + seconds(path)
    return [line["clips"] for line in found]


def track(number, line, folder):
    """Joins the clips of a track, a hundred at a time."""
    parts = []
    for n in range(0, len(line), 100):
        parts.append(os.path.join(folder, f"part-{number}-{n}.wav"))
        padded = [f"|sox {path} -p pad {gap:.6f}" for path, gap in line[n : n + 100]]
        subprocess.run(["sox", *padded, parts[-1]], check=True, capture_output=True)
    whole = os.path.join(folder, f"track-{number}.wav")
    subprocess.run(["sox", *parts, whole], check=True, capture_output=True)
    for part in parts:
        os.remove(part)
    return whole
