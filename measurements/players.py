"""Everything that plays a beep each half second: repcue, and what a person would use instead.

Each player is a function that starts it and gives its process, or None where it cannot be had. What is installed
goes into the folder of the measurements, from the registries. termdown knows whole seconds only: its beep comes each second.
"""

import os
import shlex
import signal
import subprocess
import sys
import time

from common import BEEP, PERIOD, REPCUE, WORK, environment, installed, say, sounds

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def beat_routine(seconds, period=PERIOD):
    """A routine that lifts each half second, and does nothing else."""
    path = os.path.join(WORK, f"beat-{seconds}-{period}.toml")
    reps = round(seconds / period)
    with open(path, "w") as file:
        file.write("ready = '0s'\ncount = 'off'\n[[exercise]]\nname = 'Beat'\n")
        file.write(f"reps = {reps}\nlift = '{period:.9f}s'\nlower = '0s'\n")
    return path


def repcue(server, seconds, *options):
    pack = sounds(os.path.join(WORK, "pack-beat"), lift=BEEP)
    words = [REPCUE, "run", beat_routine(seconds), "--plain", "--sounds", pack, "--volume", "100", *options]
    return subprocess.Popen(words, env=environment(server), **QUIET)


def quick(server, seconds):
    """The same, with a small buffer, so that it reacts soon."""
    return repcue(server, seconds, "--latency", "20ms")


def shell(server, _seconds):
    loop = f"while :; do paplay {BEEP} & sleep {PERIOD}; done"
    return subprocess.Popen(["sh", "-c", loop], env=environment(server), start_new_session=True, **QUIET)


PYGAME = f"""
import time, pygame
pygame.mixer.init(48000, -16, 2, 512)
beep = pygame.mixer.Sound({BEEP!r})
while True:
    beep.play()
    time.sleep({PERIOD})
"""


def pygame(server, _seconds):
    python = venv("pygame", "pygame")
    return python and subprocess.Popen([python, "-c", PYGAME], env=environment(server), **QUIET)


class Child:
    """A program in a terminal that `script` makes: what is measured is the program."""

    def __init__(self, words, env, keys=b""):
        command = ["script", "-qfc", "exec " + shlex.join(words), "/dev/null"]
        quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.shell = subprocess.Popen(command, env={**env, "TERM": "xterm"}, start_new_session=True, **quiet)
        self.shell.stdin.write(keys)
        self.shell.stdin.flush()
        time.sleep(1)
        found = subprocess.run(["pgrep", "-P", str(self.shell.pid)], capture_output=True, text=True).stdout.split()
        self.pid = int(found[0])

    def stop(self):
        # The terminal has a group of its own, with all that the program has started.
        for pid in (self.pid, self.shell.pid):
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.shell.wait()


def termdown(server, _seconds, *options):
    python = venv("termdown", "termdown", "setuptools")
    if not python:
        return None
    words = [os.path.join(os.path.dirname(python), "termdown"), *(options or ("--exec-cmd", f"paplay {BEEP}"))]
    return Child(words, environment(server))


def klick(_server, _seconds):
    """The metronome that musicians trust, by JACK and its dummy driver."""
    if not (installed("klick") and installed("jackd")):
        return None
    return Klick()


class Klick:
    """klick and its JACK, which is recorded itself: JACK's clock is not the sound server's."""

    def __init__(self):
        name = f"rcb{os.getpid()}-{time.monotonic_ns()}"
        own = {"JACK_NO_AUDIO_RESERVATION": "1", "JACK_NO_START_SERVER": "1", "JACK_DEFAULT_SERVER": name}
        self.env = {**os.environ, **own}
        jack = ["jackd", "--realtime", "-n", name, "-d", "dummy", "-r", "48000", "-p", "1024"]
        self.jack = subprocess.Popen(jack, env=self.env, **QUIET)
        subprocess.run(["jack_wait", "-s", name, "-w", "-t", "10"], env=self.env, **QUIET)
        words = ["klick", "-n", "klick", "-s", "1", "1/4", f"{60 / PERIOD:g}"]
        self.klick = subprocess.Popen(words, env=self.env, **QUIET)
        self.pid = self.klick.pid

    def record(self, path):
        return KlickRecording(self.env, path)

    def stop(self):
        for process in (self.klick, self.jack):
            process.terminate()
            process.wait()


class KlickRecording:
    def __init__(self, env, path):
        self.path, self.wav = path, path + ".wav"
        for old in (self.path, self.wav):
            if os.path.exists(old):
                os.remove(old)
        words = ["jack_capture", "--daemon", "-b", "FLOAT", "-c", "2", "-p", "klick:out", "-p", "klick:out", "-fn", self.wav]
        self.process = subprocess.Popen(words, env=env, **QUIET)

    def stop(self):
        time.sleep(0.5)
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        with open(self.wav, "rb") as file:
            data = file.read()
        with open(self.path, "wb") as file:
            file.write(data[data.index(b"data") + 8 :])
        os.remove(self.wav)
        return self.path


def venv(name, *packages):
    """The Python of an environment with these packages; None if they cannot be installed."""
    folder = os.path.join(WORK, "python")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    if subprocess.run([python, "-c", f"import {name}"], capture_output=True).returncode == 0:
        return python
    say(f"  installing {' '.join(packages)} into {folder}")
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *packages])
    return python if done.returncode == 0 else None


def stop(process):
    """Ends a player and all that it has started."""
    if hasattr(process, "stop"):
        return process.stop()
    if process.poll() is None and os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, signal.SIGKILL)
    process.terminate()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        # SDL treats the signal as a request to quit, which the program may refuse.
        process.kill()
        process.wait()


# Each with its period in seconds.
PLAYERS = {
    "repcue": (repcue, PERIOD),
    "repcue --latency 20ms": (quick, PERIOD),
    "klick (JACK)": (klick, PERIOD),
    "Python: time.sleep and pygame": (pygame, PERIOD),
    "shell: sleep and paplay": (shell, PERIOD),
    "termdown --exec-cmd paplay": (termdown, 1.0),
}
