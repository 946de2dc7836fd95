"""Routines with more and more exercises: time and memory should grow in proportion."""

import os

from common import REPCUE, WORK, environment, middle, say, spent

SIZES = (10, 100, 1_000, 10_000)
RUNS = 3


def routine(size):
    path = os.path.join(WORK, f"growth-{size}.toml")
    with open(path, "w") as file:
        file.write("count = 'off'\nready = '1s'\n")
        for _ in range(size):
            # Short, because ten thousand of them must fit into a day.
            file.write("[[exercise]]\nname = 'Lift'\nreps = 1\nrest-after = '0s'\ntempo = '0.2-0-0.2-0'\n")
    return path


def measure():
    results = []
    wav = os.path.join(WORK, "growth.wav")
    for size in SIZES:
        say(f"growth: {size} exercises")
        path = routine(size)
        row = {"size": size}
        for name, words in [
            ("check", ["check", path]),
            ("show", ["show", path]),
            ("export", ["export", path, "--force", "-o", wav, "--rate", "16000"]),
        ]:
            runs = [spent([REPCUE, *words], env=environment()) for _ in range(RUNS)]
            row[name] = (middle([run[0] for run in runs]), middle([run[1] for run in runs]))
        results.append(row)
    os.remove(wav)
    return results
