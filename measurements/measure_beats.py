"""The errors of each beat over minutes, ours and the peers', idle and under load.

All players play at the same time, each on a sound server of its own: none can have had the better hour.
"""

import contextlib
import os
import statistics
import time

import players
from common import WORK, Load, beats, say
from server import Server


def measure(minutes, only=None):
    chosen = {name: player for name, player in players.PLAYERS.items() if not only or name == only}
    return [result for load in (False, True) for result in together(chosen, minutes, load)]


def together(chosen, minutes, load):
    seconds = round(minutes * 60)
    say(f"beats: {minutes:g} min {'under load' if load else 'idle'}")
    with contextlib.ExitStack() as stack:
        playing = {}
        for n, (name, (start, _)) in enumerate(chosen.items()):
            tape = os.path.join(WORK, f"tape-{n}.raw")
            server = stack.enter_context(Server())
            player = start(server, seconds + 60)
            if player:
                stack.callback(players.stop, player)
            # A player with a sound system of its own is recorded there.
            playing[name] = player and (player if hasattr(player, "record") else server, tape)
        # They start on an idle machine: what is measured is how they continue.
        time.sleep(3)
        recordings = {name: one and one[0].record(one[1]) for name, one in playing.items()}
        with Load() if load else contextlib.nullcontext():
            time.sleep(seconds)
        # Whether they come back to their beats.
        time.sleep(5)
        tapes = {name: recording and recording.stop() for name, recording in recordings.items()}
    return [{"player": name, "load": load, **heard(tape, chosen[name][1])} for name, tape in tapes.items()]


def heard(tape, period):
    """The figures of a recording."""
    if not tape:
        return {"absent": True}
    onsets = beats(tape)
    os.remove(tape)
    # The first beats of a recording may be cut off.
    return figures(onsets[2:], period) if len(onsets) > 10 else {"absent": True}


def errors(onsets, period):
    """Of each beat: which it is, and by how many milliseconds it is off the grid that begins with the first one."""
    grid, n = [(0, 0.0)], 0
    for before, now in zip(onsets, onsets[1:]):
        n += max(0, round((now - before) / period))
        grid.append((n, (now - onsets[0] - n * period) * 1000))
    return grid


def figures(onsets, period):
    """The beats that are missing or doubled, and in milliseconds how far the others are from their places; the drift
    in millionths."""
    grid = errors(onsets, period)
    numbers = [n for n, _ in grid]
    times = [n * period * 1000 for n in numbers]
    slope, start = statistics.linear_regression(times, [error for _, error in grid])
    jitter = [error - (start + slope * at) for (_, error), at in zip(grid, times)]
    return {
        "beats": len(onsets),
        "missing": numbers[-1] + 1 - len(set(numbers)),
        "extra": len(numbers) - len(set(numbers)),
        "drift": slope * 1e6,
        "jitter": statistics.pstdev(jitter),
        "worst": max(abs(error) for _, error in grid),
        "last": grid[-1][1],
        "grid": [(round(n * period, 3), round(error, 4)) for n, error in grid],
    }
