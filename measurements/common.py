"""What every measurement needs: the program, folders of its own, processes and what they cost."""

import os
import shutil
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release")
REPCUE = os.path.join(TARGET, "repcue")
BEATS = os.path.join(TARGET, "examples", "beats")
# Peers are installed here, and nowhere else.
WORK = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "measurements")

# Every player plays this one: 50 ms of 1 kHz.
BEEP = os.path.join(WORK, "beep.wav")
RATE = 48_000
PERIOD = 0.5


def say(words):
    print(words, flush=True)


def environment(server=None, voice="off", **more):
    """The program with folders of its own, heard by a private sound server."""
    own = {
        "REPCUE_CONFIG_DIR": os.path.join(WORK, "config"),
        "REPCUE_STATE_DIR": os.path.join(WORK, "state"),
        "REPCUE_CACHE_DIR": os.path.join(WORK, "cache"),
        "REPCUE_RUNTIME_DIR": os.path.join(WORK, "runtime"),
        "REPCUE_VOICE": voice,
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        "NO_COLOR": "1",
    }
    if server:
        own["PULSE_SERVER"] = server.address
        own["SDL_AUDIODRIVER"] = "pulseaudio"
    return {**os.environ, **own, **more}


def installed(command):
    return shutil.which(command) is not None


def spent(command, **how):
    """Runs a command to its end: seconds by the wall, megabytes at most."""
    begun = time.perf_counter()
    _, memory = seconds_and_memory(command, **how)
    return time.perf_counter() - begun, memory


def seconds_and_memory(command, **how):
    """Runs a command to its end: seconds of processor time, megabytes at most."""
    # A process that Python starts has been as large as Python: `time` is small.
    report = os.path.join(WORK, "report")
    words = ["/usr/bin/time", "-f", "%U %S %M", "-o", report, *command]
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, **how)
    user, system, memory = read(report).split()
    return float(user) + float(system), int(memory) / 1024


def cost(process, seconds):
    """What a process costs while it plays: percent of a core, with the processes that it has started and outlived;
    wake-ups a second, without these; megabytes, and those that are shared with no file."""

    def now():
        tasks = os.listdir(f"/proc/{process.pid}/task")
        switches = 0
        for task in tasks:
            for line in read(f"/proc/{process.pid}/task/{task}/status").splitlines():
                if line.startswith("voluntary_ctxt_switches"):
                    switches += int(line.split()[1])
        stat = read(f"/proc/{process.pid}/stat").rsplit(") ", 1)[1].split()
        return switches, sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK"), time.perf_counter()

    first = now()
    time.sleep(seconds)
    last = now()
    passed = last[2] - first[2]
    memory = {}
    for line in read(f"/proc/{process.pid}/smaps_rollup").splitlines()[1:]:
        memory[line.split(":")[0]] = int(line.split()[1]) / 1024
    return (last[1] - first[1]) / passed * 100, (last[0] - first[0]) / passed, memory["Rss"], memory["Pss_Anon"]


def read(path):
    with open(path) as file:
        return file.read()


def beats(tape, *options):
    """When each sound of a recording begins, in seconds."""
    said = subprocess.run([BEATS, tape, *options], capture_output=True, text=True, check=True).stdout
    return [float(line) for line in said.split()]


class Load:
    """Two busy loops for each core, while it lasts."""

    def __enter__(self):
        loop = ["sh", "-c", "while :; do :; done"]
        self.loops = [subprocess.Popen(loop) for _ in range(2 * os.cpu_count())]
        return self

    def __exit__(self, *_):
        for loop in self.loops:
            loop.kill()
            loop.wait()


def middle(values):
    return statistics.median(values)


def tone(path, seconds=0.05, hertz=1000, rate=RATE, edge=0.002):
    """A WAV of a tone with soft edges; with no hertz, of next to no silence."""
    import math
    import struct
    import wave

    count = round(seconds * rate)
    samples = []
    for n in range(count):
        near = min(n, count - 1 - n) / rate
        gain = 1.0 if near >= edge else 0.5 - 0.5 * math.cos(math.pi * near / edge)
        samples.append(round(0.5 * 32767 * gain * math.sin(2 * math.pi * hertz * n / rate)) if hertz else 0)
    with wave.open(path, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(struct.pack(f"<{count}h", *samples))


def sounds(folder, **tones):
    """A sound pack that is silent but for these sounds, each the WAV of its name."""
    os.makedirs(folder, exist_ok=True)
    for name in "count knock go lift hold tick lower pause rep half last switch rest done".split():
        path = os.path.join(folder, f"{name}.wav")
        if name in tones:
            shutil.copy(tones[name], path)
        else:
            tone(path, seconds=0.001, hertz=0)
    return folder


