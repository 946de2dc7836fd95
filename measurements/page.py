"""docs/benchmarks.md and its pictures, from what was measured."""

import json
import os
import platform
import subprocess
import time

import picture
from common import REPCUE, ROOT, WORK

PICTURES = os.path.join(ROOT, "docs", "benchmarks")


def write(results):
    os.makedirs(PICTURES, exist_ok=True)
    parts = [head(results)]
    for name, part in [
        ("file", in_the_file),
        ("beats", at_the_device),
        ("latency", latency),
        ("cost", costs),
        ("start", start),
        ("offline", offline),
        ("growth", growth),
    ]:
        if results.get(name):
            parts.append(part(results[name]))
    parts.append(METHOD)
    with open(os.path.join(ROOT, "docs", "benchmarks.md"), "w") as file:
        file.write("\n".join(parts))


def figure(value, digits):
    """A number without a sign before nothing."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def draw(name, svg):
    with open(os.path.join(PICTURES, name + ".svg"), "w") as file:
        file.write(svg)
    return f"![{name}](benchmarks/{name}.svg)\n"


def said(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return ""
    return (done.stdout or done.stderr).strip().splitlines()[0] if done.stdout or done.stderr else ""


def head(results):
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    versions = [
        said(REPCUE, "-V"),
        said("pulseaudio", "--version"),
        said("rustc", "--version"),
        f"Linux {platform.release()}",
        f"Python {platform.python_version()}",
    ]
    return f"""# Measured

`scripts/bench` generates this page and its pictures: it builds the program, installs what it is compared with into
`target/measurements`, and measures everything below ({results['minutes']:g} minutes of beats for each player). Nothing of it is a test.

{time.strftime('%Y-%m-%d')}; {platform.machine()}, {os.cpu_count()} cores, {model}; {'; '.join(version for version in versions if version)}.
"""


def in_the_file(results):
    rows = []
    for case in results:
        per_minute = 60 / case["period"]
        rows.append([f"{per_minute:.3f} a minute", f"{case['rate']:,} Hz", f"{case['cues']:,}", f"{case['found']:,}", f"{case['worst']} frames"])
    return f"""## In the file

An hour of beats is exported, and each is looked for: it must begin on its frame.

{table(["cues", "rate", "written", "found", "worst error"], rows)}"""


def at_the_device(results):
    rows = []
    for one in results:
        name = one["player"] + (", under load" if one["load"] else "")
        if one.get("absent"):
            rows.append([name, "not to be had here", "", "", "", ""])
            continue
        lost = f"{one['missing']} missing, {one['extra']} doubled"
        rows.append([name, lost, f"{figure(one['drift'], 1)} ppm", f"{figure(one['jitter'], 3)} ms", f"{figure(one['worst'], 3)} ms", f"{figure(one['last'], 2)} ms"])
    there = [one for one in results if not one.get("absent")]

    def points(load):
        return [(one["player"], [(at / 60, error) for at, error in one["grid"]]) for one in there if one["load"] == load]

    idle = draw("beats-idle", picture.scattered("How far each beat is off, on an idle machine", points(False)))
    load = draw("beats-load", picture.scattered("How far each beat is off, with two busy loops for each core", points(True)))
    return f"""## At the device

A beep each half second (termdown: each second), recorded from the sound server's own sink. All play at the same time, each on a
server of its own, so none has the better hour. *Drift*: how much longer than its beat a player's beat is. *Jitter*: what is left without
the drift (standard deviation). *Worst*: the farthest that a beat is from its place on an exact grid that begins with the first. *At the end*: how
late the last beat is on it, five seconds after the load has ended. The load is two busy loops for each core. Aim, idle: no drift, worst
under 0.1 ms; under load: nothing lost, nothing out of order, and not late for ever.

{table(["player", "beats", "drift", "jitter", "worst", "at the end"], rows)}
{idle}
{load}"""


def latency(results):
    rows = []
    for name, one in results.items():
        cells = [f"{one[what]['median']:.0f} ms (worst {one[what]['worst']:.0f})" for what in ("pause", "resume", "skip", "start")]
        rows.append([f"`--latency {name}`", *cells, f"{one['cpu']:.1f} %", f"{one['wakes']:.0f}"])
    pauses = [(f"repcue --latency {name}", one["pause"]["median"]) for name, one in results.items()]
    return f"""## From the command to the ear

`repcue ctl` is started, reaches the session, and the change is heard in the sink's recording; medians of fifteen. *Start* is
from the command to the first sound. Aims: a pause within 40 ms; to the first sound the lead-in of 500 ms, and no more; under
1 % of a core.

{table(["", "pause", "resume", "skip", "start", "of a core", "wake-ups a second"], rows)}
{draw("latency", picture.bars("From the command to a pause that is heard (median)", "ms", pauses))}
The device holds sound that can no longer be taken back, so a pause is heard when this has been played; and each time it
asks for more, the computer is woken. cpal's PulseAudio host makes both dear: for each period it asks the server for its
latency, a question and an answer through three threads, and the crate below it clears a megabyte twice each time it is
woken (30 % of the processor time at 20 ms, by `perf`). So the two aims cannot both be met. The default is the cheap
one, and it never broke off: not in the ten minutes of load above, nor in tries of a minute with twice the load or a sound server
without real-time priority, where 20 ms, 40 ms and once 85 ms did. Who wants to be obeyed sooner sets `latency`.
"""


def costs(results):
    rows = []
    for one in results:
        if one.get("absent"):
            rows.append([one["player"], "not to be had here", "", "", ""])
            continue
        number = lambda key, form: form.format(one[key]) if one.get(key) is not None else ""
        rows.append([one["player"], number("cpu", "{:.2f} %"), number("wakes", "{:.0f}"), number("rss", "{:.0f} MB"), number("own", "{:.0f} MB")])
    bars = [(one["player"], one.get("cpu")) for one in results]
    drawn = draw("cost", picture.bars("Processor time while playing", "% of a core", bars))
    return f"""## What playing costs

Over a minute. *Memory* is what the system counts for the process; *its own* is what it does not share with a file. What the shell
and termdown start for each sound is in the processor time alone. Aim: under 1 % of a
core, under 40 MB with the natural voice; no allocation on the audio thread, which `tests/audio_thread.rs` asserts.

{table(["player", "of a core", "wake-ups a second", "memory", "its own"], rows)}
{drawn}"""


def start(results):
    voices = [voice for voice in ("natural", "built-in") if results.get(voice)]

    def row(words, key, aim, scale=1000):
        cells = []
        for voice in voices:
            values = sorted(results[voice][key])
            cells.append(f"{values[len(values) // 2] * scale:.0f} ms (worst {values[-1] * scale:.0f})")
        return [words, *cells, aim]

    rows = [
        row("the very first start: all phrases are made", "first", "3 s"),
        ["its memory, at most", *[f"{results[voice]['memory']:.0f} MB" for voice in voices], ""],
        row("a start with all phrases kept, without a device", "kept", ""),
        row("from the command to the open stream", "stream", "300 ms"),
        row("from the command to the first word", "word", "the lead-in of 0.5 s, and no more"),
        ["the program's size", *[f"{results['size']:.1f} MB"] * len(voices), "25 MB"],
    ]
    steps = [("first", "first start"), ("kept", "phrases kept"), ("stream", "open stream"), ("word", "first word")]
    bars = [
        (f"repcue, {voice}: {words}", sorted(results[voice][key])[len(results[voice][key]) // 2] * 1000)
        for voice in voices
        for key, words in steps
    ]
    return f"""## How fast it starts

The built-in routine; medians of seven.

{table(["", *[f"{voice} voice" for voice in voices], "aim"], rows)}
{draw("start", picture.bars("How fast it starts (medians)", "ms", bars))}"""


def offline(results):
    rows = [
        ["repcue export", f"{results['ours']:,.0f} ×", "1,000 ×"],
        ["sox, the same clips at the same places", f"{results['sox']:,.0f} ×" if results.get("sox") else "not to be had here", ""],
    ]
    return f"""## As a file

The built-in routine of {results['length'] / 60:.0f} minutes with speech made beforehand, as a 16-bit WAV.

{table(["", "faster than real time", "aim"], rows)}
{draw("offline", picture.bars("The built-in routine as a file", "times faster than real time", [("repcue export", results["ours"]), ("sox", results.get("sox"))]))}
Memory, at most: {results['memory']:.0f} MB; for the same routine, eight times as long: {results['long_memory']:.0f} MB.
"""


def growth(results):
    rows = [
        [f"{one['size']:,}", *[f"{one[name][0] * 1000:,.0f} ms, {one[name][1]:.0f} MB" for name in ("check", "show", "export")]]
        for one in results
    ]
    series = [(name, [(one["size"], one[name][0] * 1000) for one in results]) for name in ("check", "show", "export")]
    drawn = draw("growth", picture.lines("Time for routines of more and more exercises", "ms", "exercises", series))
    return f"""## Growth

Routines of short exercises, without a voice. Aim: in proportion; `show` of 10,000 under a second.

{table(["exercises", "check", "show", "export"], rows)}
{drawn}"""


METHOD = """## Method

The sound server is a private PulseAudio with one null sink at 48 kHz, which has no sound card's clock but the computer's; what it
plays is recorded from the sink itself (`measurements/server.py`). A player that feeds the device an unbroken stream is exact by the device's
own clock: an error shows where the stream breaks off, or where a player goes by another clock. Beats are found by their edge and by how well they match
(`examples/beats.rs`). Every player plays the same beep of 50 ms, but for klick, which has a click and JACK's dummy device of its
own, and is recorded there. termdown knows whole seconds only. timr-tui has no beat: it is only weighed. Processor time and wake-ups are the
system's counts for all threads of the process.
"""


def keep(results):
    with open(os.path.join(WORK, "results.json"), "w") as file:
        json.dump(results, file)


def kept():
    try:
        with open(os.path.join(WORK, "results.json")) as file:
            return json.load(file)
    except OSError:
        return {}
