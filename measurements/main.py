"""Measures everything, and writes docs/benchmarks.md. See scripts/bench."""

import argparse
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import measure_beats
import measure_cost
import measure_file
import measure_growth
import measure_latency
import measure_offline
import measure_screen
import measure_speech
import measure_start
import page
from common import BEEP, WORK, say, tone


def main():
    words = argparse.ArgumentParser(description="Measures repcue and what it is compared with.")
    words.add_argument("--minutes", type=float, default=10, help="of beats, for each player (10)")
    words.add_argument("--only", help="one part: file, beats, latency, cost, start, screen, offline, growth, speech")
    words.add_argument("--player", help="of the beats, one player")
    words = words.parse_args()
    os.makedirs(WORK, exist_ok=True)
    shutil.rmtree(os.path.join(WORK, "runtime"), ignore_errors=True)
    tone(BEEP)
    parts = {
        "file": measure_file.measure,
        "latency": measure_latency.measure,
        "start": measure_start.measure,
        "cost": measure_cost.measure,
        "screen": measure_screen.measure,
        "offline": measure_offline.measure,
        "growth": measure_growth.measure,
        "speech": measure_speech.measure,
        "beats": lambda: measure_beats.measure(words.minutes, words.player),
    }
    # What was measured before stays on the page.
    results = page.kept()
    results.setdefault("minutes", words.minutes)
    for name, measure in parts.items():
        if words.only and name != words.only:
            continue
        results[name] = measure()
        if name == "beats":
            results["minutes"] = words.minutes
        page.keep(results)
    page.write(results)
    say("docs/benchmarks.md is written")


main()
