"""Everything that plays a beep each half second: repcue, and what a person would use instead.

Each player is a function that starts it and gives its process, or None where it cannot be had. What is installed
goes into the folder of the measurements, from the registries.
"""

import os
import subprocess
import sys

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


def repcue(server, seconds):
    pack = sounds(os.path.join(WORK, "pack-beat"), lift=BEEP)
    words = [REPCUE, "run", beat_routine(seconds), "--plain", "--sounds", pack, "--volume", "100"]
    return subprocess.Popen(words, env=environment(server), **QUIET)


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


def klick(server, _seconds):
    """The metronome that musicians trust, by JACK, whose dummy driver is bridged to the sound server."""
    if not (installed("klick") and installed("jackd")):
        return None
    return Klick(server)


class Klick:
    """klick, its JACK, and a tape of its own: JACK's clock is not the sound server's."""

    def __init__(self, _server):
        env = {**os.environ, "JACK_NO_AUDIO_RESERVATION": "1", "JACK_DEFAULT_SERVER": "rcb"}
        self.env = env
        jack = ["jackd", "--no-realtime", "-n", "rcb", "-d", "dummy", "-r", "48000", "-p", "1024"]
        self.jack = subprocess.Popen(jack, env=env, **QUIET)
        subprocess.run(["jack_wait", "-s", "rcb", "-w", "-t", "10"], env=env, **QUIET)
        self.klick = subprocess.Popen(
            ["klick", "-n", "klick", "-s", "1", "1/4", f"{60 / PERIOD:g}"], env=env, **QUIET
        )
        self.pid = self.klick.pid
        self.tape = None

    def record(self, path):
        wav = path + ".wav"
        words = ["jack_capture", "-jn", "tape", "-b", "FLOAT", "-c", "2", "-dc", "-p", "klick:out", "-p", "klick:out", wav]
        self.tape = (subprocess.Popen(words, env=self.env, **QUIET), wav, path)

    def stop_recording(self):
        process, wav, path = self.tape
        process.terminate()
        process.wait()
        with open(wav, "rb") as file:
            data = file.read()
        begin = data.index(b"data") + 8
        with open(path, "wb") as file:
            file.write(data[begin:])
        os.remove(wav)
        return path

    def poll(self):
        return self.klick.poll()

    def stop(self):
        for process in (self.klick, self.jack):
            process.terminate()
            process.wait()


def venv(name, *packages):
    """The Python of an environment with these packages; None where they cannot be had."""
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
    if isinstance(process, Klick):
        return process.stop()
    if process.poll() is None:
        try:
            os.killpg(process.pid, 9) if os.getpgid(process.pid) == process.pid else process.terminate()
        except ProcessLookupError:
            pass
    process.wait()


PLAYERS = {
    "repcue": repcue,
    "shell: sleep and paplay": shell,
    "Python: time.sleep and pygame": pygame,
    "klick (JACK)": klick,
}
