"""Prints how far the worst cue of a decoded session is from its place in the exact one, in milliseconds.

Usage: cue_errors.py EXACT.wav DECODED.raw CUES.json (16 bits, stereo, the same rate; the times of the cues in ms).
A cue's lag is where the sum of squared differences is smallest, to a part of a frame by the parabola through its
neighbours (tests/formats.rs does the same)."""

import json
import sys
import wave

import numpy as np

LONGEST, FARTHEST = 2_400, 48


def main(exact_path, raw_path, cues_path):
    with wave.open(exact_path, "rb") as file:
        rate = file.getframerate()
        exact = mono(file.readframes(file.getnframes()))
    with open(raw_path, "rb") as file:
        other = mono(file.read())
    other = np.pad(other, (FARTHEST + 1, max(0, exact.size - other.size) + LONGEST + FARTHEST + 1))
    with open(cues_path) as file:
        places = [round(at * rate / 1000) for at in json.load(file)]
    # A tick under a phrase is left out: there may be nothing to compare.
    lags = [lag(exact, other, at) for at in places if exact[at : at + LONGEST].any()]
    print(max(map(abs, lags)) / rate * 1000)


def mono(samples):
    return np.frombuffer(samples, dtype="<i2").reshape(-1, 2).sum(axis=1).astype(np.float64)


def lag(exact, other, at):
    cue = exact[at : at + LONGEST]
    # A window for each lag from one before the farthest to one after it: `other` is padded by as much.
    windows = np.lib.stride_tricks.sliding_window_view(other[at : at + cue.size + 2 * FARTHEST + 2], cue.size)
    differences = ((windows - cue) ** 2).sum(axis=1)
    best = 1 + int(np.argmin(differences[1:-1]))
    before, here, after = differences[best - 1 : best + 2]
    bend = before - 2 * here + after
    return best - (FARTHEST + 1) + ((before - after) / (2 * bend) if bend else 0.0)


main(*sys.argv[1:])
