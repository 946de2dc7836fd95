"""What playing costs: processor, wake-ups and memory over a minute, ours and the peers'."""

import os
import subprocess
import time

import players
from common import REPCUE, cost, environment, read, say
from server import Server

QUIET = players.QUIET


def session(voice):
    def start(server, _seconds):
        words = [REPCUE, "run", "--plain"]
        env = environment(server, voice=voice)
        env.pop("REPCUE_CACHE_DIR")
        env["REPCUE_CACHE_DIR"] = os.path.join(players.WORK, f"cache-{voice}")
        subprocess.run([REPCUE, "show"], env=env, stdout=subprocess.DEVNULL)
        return subprocess.Popen(words, env=env, **QUIET)

    return start


def termdown(server, _seconds):
    python = players.venv("termdown", "termdown")
    if not python:
        return None
    words = ["script", "-qfc", f"{os.path.dirname(python)}/termdown 600", "/dev/null"]
    shell = subprocess.Popen(words, env={**environment(server), "TERM": "xterm"}, start_new_session=True, **QUIET)
    time.sleep(1)
    return Child(shell, "termdown")


def timr(server, _seconds):
    path = os.path.join(players.WORK, "cargo", "bin", "timr-tui")
    if not os.path.exists(path):
        say("  installing timr-tui")
        root = os.path.join(players.WORK, "cargo")
        words = ["cargo", "install", "--quiet", "--locked", "--root", root, "timr-tui@1.9.0", "--features", "sound"]
        if subprocess.run(words).returncode != 0:
            return None
    words = ["script", "-qfc", f"{path} -c 10:00 -m countdown --auto", "/dev/null"]
    shell = subprocess.Popen(words, env={**environment(server), "TERM": "xterm"}, start_new_session=True, **QUIET)
    time.sleep(1)
    return Child(shell, "timr-tui")


class Child:
    """A program in a terminal that `script` makes: what is measured is the program."""

    def __init__(self, shell, name):
        self.shell = shell
        found = subprocess.run(["pgrep", "-n", "-f", name], capture_output=True, text=True).stdout.split()
        self.pid = int(found[0])

    def poll(self):
        return self.shell.poll()

    def wait(self):
        return self.shell.wait()

    def terminate(self):
        self.shell.terminate()


PLAYERS = {
    "repcue, natural voice": session("natural"),
    "repcue, built-in voice": session("built-in"),
    "repcue, beeps alone": players.repcue,
    "shell: sleep and paplay": players.shell,
    "Python: time.sleep and pygame": players.pygame,
    "termdown": termdown,
    "timr-tui": timr,
    "klick (JACK)": players.klick,
}


def measure(seconds=60):
    results = []
    for name, start in PLAYERS.items():
        say(f"cost: {name}")
        with Server() as server:
            player = start(server, seconds + 30)
            if player is None:
                results.append({"player": name, "absent": True})
                continue
            time.sleep(3)
            try:
                percent, wakes, memory, own = of_group(player, seconds) if name.startswith("shell") else cost(player, seconds)
                results.append({"player": name, "cpu": percent, "wakes": wakes, "rss": memory, "own": own})
            except (FileNotFoundError, ProcessLookupError):
                results.append({"player": name, "absent": True})
            players.stop(player) if not isinstance(player, Child) else os.killpg(player.shell.pid, 9)
    return results


def of_group(player, seconds):
    """A shell that starts a process for each beep: what all of them have taken, when they have ended."""

    def taken():
        stat = read(f"/proc/{player.pid}/stat").rsplit(") ", 1)[1].split()
        return (int(stat[11]) + int(stat[12]) + int(stat[13]) + int(stat[14])) / os.sysconf("SC_CLK_TCK")

    first, begun = taken(), time.perf_counter()
    time.sleep(seconds)
    passed = time.perf_counter() - begun
    return (taken() - first) / passed * 100, None, None, None
