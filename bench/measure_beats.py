"""The errors of each beat over minutes, ours and the peers', idle and under load."""

import contextlib
import os
import statistics
import time

import players
from common import PERIOD, WORK, Load, beats, say
from server import Server


def errors(onsets):
    """Of each beat: which it is, and by how many milliseconds it is off the grid that begins with the first one."""
    grid, n = [], 0
    for before, now in zip([None, *onsets], onsets):
        if before is not None:
            n += max(0, round((now - before) / PERIOD))
        grid.append((n, (now - onsets[0] - n * PERIOD) * 1000))
    return grid


def figures(onsets):
    """What there is to say of the beats of a recording."""
    grid = errors(onsets)
    numbers = [n for n, _ in grid]
    missing = numbers[-1] + 1 - len(set(numbers))
    extra = len(numbers) - len(set(numbers))
    times = [n * PERIOD * 1000 for n in numbers]
    slope, start = statistics.linear_regression(times, [error for _, error in grid])
    jitter = [error - (start + slope * at) for (_, error), at in zip(grid, times)]
    offset = statistics.median(error for _, error in grid)
    return {
        "beats": len(onsets),
        "missing": missing,
        "extra": extra,
        "drift": slope * 1e6,
        "jitter": statistics.pstdev(jitter),
        "worst": max(abs(error - offset) for _, error in grid),
        "last": grid[-1][1],
        "grid": grid,
    }


def measure(minutes, only=None):
    results = []
    for name, start in players.PLAYERS.items():
        if only and only not in name:
            continue
        for load in (False, True):
            result = one(name, start, minutes, load)
            results.append({"player": name, "load": load, **(result or {"absent": True})})
    return results


def one(name, start, minutes, load):
    seconds = round(minutes * 60)
    tape = os.path.join(WORK, "tape.raw")
    say(f"beats: {name}, {'under load' if load else 'idle'}, {minutes} min")
    with Server() as server:
        recording = server.record(tape)
        player = start(server, seconds + 20)
        if player is None:
            recording.stop()
            return None
        own = hasattr(player, "record")
        if own:
            player.record(tape)
        # It begins in peace: what is measured is how it goes on.
        time.sleep(3)
        with Load() if load else contextlib.nullcontext():
            time.sleep(seconds)
        # Whether it comes back to its beat.
        time.sleep(5)
        path = player.stop_recording() if own else recording.stop()
        players.stop(player)
        if own:
            recording.stop()
    onsets = beats(path)
    os.remove(path)
    # The first beats of a stream may be cut off.
    return figures(onsets[2:]) if len(onsets) > 10 else None
