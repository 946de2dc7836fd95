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
        ("screen", screen),
        ("growth", growth),
        ("speech", speech),
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
    return f"""# Benchmarks

`scripts/bench` generates this page and its pictures. It builds repcue, installs the programs it is compared with into
`target/measurements`, and measures everything below ({results['minutes']:g} minutes of beats for each player). None of it is a test.

{time.strftime('%Y-%m-%d')}; {platform.machine()}, {os.cpu_count()} cores, {model}; {'; '.join(version for version in versions if version)}.
"""


def in_the_file(results):
    rows = []
    for case in results:
        per_minute = 60 / case["period"]
        rows.append([f"{per_minute:.3f} a minute", f"{case['rate']:,} Hz", f"{case['cues']:,}", f"{case['found']:,}", f"{case['worst']} frames"])
    return f"""## Timing in an exported file

An hour of beats is exported, and each beat is searched for in the file. It must begin on its exact frame.

{table(["cues", "rate", "written", "found", "worst error"], rows)}"""


def at_the_device(results):
    rows = []
    for one in results:
        name = one["player"] + (", under load" if one["load"] else "")
        if one.get("absent"):
            rows.append([name, "not available here", "", "", "", ""])
            continue
        lost = f"{one['missing']} missing, {one['extra']} doubled"
        rows.append([name, lost, f"{figure(one['drift'], 1)} ppm", f"{figure(one['jitter'], 3)} ms", f"{figure(one['worst'], 3)} ms", f"{figure(one['last'], 2)} ms"])
    there = [one for one in results if not one.get("absent")]

    def points(load):
        return [(one["player"], [(at / 60, error) for at, error in one["grid"]]) for one in there if one["load"] == load]

    idle = draw("beats-idle", picture.scattered("How far each beat is off, on an idle machine", points(False)))
    load = draw("beats-load", picture.scattered("How far each beat is off, with two busy loops for each core", points(True)))
    return f"""## Timing at the sound device

Each player plays a beep every half second (termdown: every second), which is recorded from the sound server's sink. All players run
at the same time, each on its own server, so conditions are equal. Beats are compared with an exact grid that begins at the first beat.

- *Drift*: how much longer the player's beat is than it should be.
- *Jitter*: the standard deviation without the drift.
- *Worst*: the largest distance of a beat from its place on the grid.
- *At the end*: how late the last beat is, five seconds after the load has ended.

The load is two busy loops per core. Targets: when idle, no drift and at most 0.1 ms off; under load, no beat lost or out of order,
and no lasting delay.

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

The time from starting `repcue ctl` until the change is heard in the recording of the sink (medians of fifteen). *Start* is the time
from `repcue run` to the first sound, which includes a lead-in of 500 ms. Targets: a pause within 40 ms, a start without further
delay, and under 1 % of a core.

{table(["", "pause", "resume", "skip", "start", "of a core", "wake-ups per second"], rows)}
{draw("latency", picture.bars("From the command to a pause that is heard (median)", "ms", pauses))}
A pause is heard when the audio buffer has been played, because sound in the buffer cannot be taken back. Each time the buffer is
refilled, the computer wakes up. cpal's PulseAudio host makes both expensive: for each period it asks the server for its latency,
through three threads, and the crate below it clears a megabyte twice at each wake-up (30 % of the processor time at 20 ms,
according to `perf`). So both targets cannot be met at once. The default is the cheap one, and it never dropped out: neither in the
ten minutes of load above, nor in one-minute tests with twice the load or with a sound server without real-time priority. There,
20 ms, 40 ms and once 85 ms did. For faster response, lower `latency`.
"""


def costs(results):
    rows = []
    for one in results:
        if one.get("absent"):
            rows.append([one["player"], "not available here", "", "", ""])
            continue
        number = lambda key, form: form.format(one[key]) if one.get(key) is not None else ""
        rows.append([one["player"], number("cpu", "{:.2f} %"), number("wakes", "{:.0f}"), number("rss", "{:.0f} MB"), number("own", "{:.0f} MB")])
    bars = [(one["player"], one.get("cpu")) for one in results]
    drawn = draw("cost", picture.bars("Processor time while playing", "% of a core", bars))
    return f"""## What playing costs

Measured over a minute. *Memory* is the resident memory of the process; *private* is the part of it that is not backed by a file. The
programs that the shell and termdown start for each sound count only for the processor time. Targets: under 1 % of a core, under
40 MB with the natural voice, and no allocation on the audio thread, which `tests/audio_thread.rs` asserts.

{table(["player", "of a core", "wake-ups per second", "memory", "private"], rows)}
{drawn}"""


def screen(results):
    rows = [[one["what"], f"{one['frames']:.1f}", f"{one['bytes'] / 1000:.1f} kB", f"{one['cpu']:.2f} %"] for one in results]
    return f"""## What the screen costs

The drill of an exercise in a terminal, for a minute. A *frame* is one synchronized update of the full screen; of the bars, one
redraw. Targets: at most ten frames and 10 kB a second.

{table(["display", "frames per second", "output per second", "of a core"], rows)}"""


def start(results):
    voices = [voice for voice in ("natural", "built-in") if results.get(voice)]

    def row(words, key, aim, scale=1000):
        cells = []
        for voice in voices:
            values = sorted(results[voice][key])
            cells.append(f"{values[len(values) // 2] * scale:.0f} ms (worst {values[-1] * scale:.0f})")
        return [words, *cells, aim]

    rows = [
        row("the very first start: all phrases are generated", "first", "3 s"),
        ["its peak memory", *[f"{results[voice]['memory']:.0f} MB" for voice in voices], ""],
        row("a start with all phrases cached, without a device", "kept", ""),
        row("from the command to the open stream", "stream", "300 ms"),
        row("from the command to the first word", "word", "the lead-in of 0.5 s"),
        ["size of the program", *[f"{results['size']:.1f} MB"] * len(voices), "25 MB"],
    ]
    steps = [("first", "first start"), ("kept", "phrases cached"), ("stream", "open stream"), ("word", "first word")]
    bars = [
        (f"repcue, {voice}: {words}", sorted(results[voice][key])[len(results[voice][key]) // 2] * 1000)
        for voice in voices
        for key, words in steps
    ]
    return f"""## How fast it starts

The default routine; medians of seven.

{table(["", *[f"{voice} voice" for voice in voices], "target"], rows)}
{draw("start", picture.bars("How fast it starts (medians)", "ms", bars))}"""


def offline(results):
    rows = [
        ["repcue export", f"{results['ours']:,.0f} ×", "1,000 ×"],
        ["sox, the same clips at the same places", f"{results['sox']:,.0f} ×" if results.get("sox") else "not available here", ""],
    ]
    return f"""## Export speed

The default routine of {results['length'] / 60:.0f} minutes as a 16-bit WAV; speech was generated beforehand.

{table(["", "faster than real time", "target"], rows)}
{draw("offline", picture.bars("The default routine as a file", "times faster than real time", [("repcue export", results["ours"]), ("sox", results.get("sox"))]))}
Peak memory: {results['memory']:.0f} MB. For the same routine, eight times as long: {results['long_memory']:.0f} MB.

### Formats

The same routine in every format, without a change of its loudness, beside other encoders, which read the WAV. *Speed* is the
length of the session against the processor time that is spent (repcue's includes generating the session). *Worst cue* is the
largest distance of a cue from its place after ffmpeg has decoded the file. Targets for M4A: 150 times faster than real time, 20 MB
of memory, 0.1 ms.

{formats(results.get("formats", []))}"""


def formats(rows):
    def cells(one):
        worst = "not measured here" if one["error"] is None else f"{one['error']:.3f} ms"
        return [one["name"], f"{one['speed']:,.0f} ×", f"{one['memory']:.0f} MB", f"{one['size']:.1f} MB", worst]

    return table(["", "speed", "memory", "size", "worst cue"], map(cells, rows))


def growth(results):
    rows = [
        [f"{one['size']:,}", *[f"{one[name][0] * 1000:,.0f} ms, {one[name][1]:.0f} MB" for name in ("check", "show", "export")]]
        for one in results
    ]
    series = [(name, [(one["size"], one[name][0] * 1000) for one in results]) for name in ("check", "show", "export")]
    drawn = draw("growth", picture.lines("Time for routines of more and more exercises", "ms", "exercises", series))
    return f"""## Growth

Routines of short exercises, without a voice. Targets: time proportional to size, and `show` of 10,000 exercises in under a second.

{table(["exercises", "check", "show", "export"], rows)}
{drawn}"""


def speech(results):
    places = [("clean", "no music"), ("-6", "music 6 dB below the cues"), ("0", "music as loud as the cues")]
    rows = []
    for voice, levels in results.items():
        for level, words in places:
            one = levels[level]
            cells = [f"{100 * wrong / count:.1f} % of {count}" for wrong, count in (one["work"], one["elsewhere"])]
            lost, numbers = one["numbers"]
            rows.append([voice, words, *cells, f"{lost} of {numbers}"])
    return f"""## How well speech is understood

Every different phrase of the default routine is cut out of the exported file, with the cues around it, and read back by a small
speech recogniser (Whisper tiny.en). It is no ear: the figures compare one version of repcue with another. The music is made by formula (drums,
bass, chords and a tune); its level is its loudness (K-weighted, long-term) against the loudest 200 ms of a cue. Target: under 5 % of
the words wrong without music, and in work with music 6 dB below the cues.

{table(["voice", "", "words wrong in work", "words wrong elsewhere", "numbers lost"], rows)}"""


METHOD = """## Method

The sound server is a private PulseAudio with one null sink at 48 kHz. The sink has the computer's clock, not a sound card's, and what
it plays is recorded from it (`measurements/server.py`). A player that feeds the device an unbroken stream is exact by that clock. An error
appears if the stream is interrupted, or if the player uses another clock. Beats are found by their edge and by correlation
(`examples/beats.rs`).

Every player plays the same beep of 50 ms, except klick, which plays its own click through JACK's dummy device and is recorded
there. termdown only knows whole seconds. timr-tui has no beat, so only its cost is measured. Processor time and wake-ups are the system's
counts for all threads of the process.
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
