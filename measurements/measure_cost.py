"""What playing costs: processor, wake-ups and memory over a minute, ours and the peers'."""

import os
import subprocess
import time

import players
from common import REPCUE, cost, environment, installed, say
from server import Server

QUIET = players.QUIET


def music():
    """Four minutes of pink noise as an MP3 file, which both decode; `None` without ffmpeg."""
    path = os.path.join(players.WORK, "music.mp3")
    if not installed("ffmpeg"):
        return None
    if not os.path.exists(path):
        noise = ["-f", "lavfi", "-i", "anoisesrc=color=pink:duration=240:sample_rate=44100:amplitude=0.5"]
        words = ["ffmpeg", "-v", "error", *noise, "-ac", "2", "-b:a", "192k", path]
        subprocess.run(words, check=True)
    return path


def session(voice, has_music=False):
    def start(server, _seconds):
        words = [REPCUE, "run", "lower-back-glutes", "--plain"]
        if has_music:
            path = music()
            if path is None:
                return None
            words += ["--music", path]
        env = environment(server, voice=voice)
        env.pop("REPCUE_CACHE_DIR")
        env["REPCUE_CACHE_DIR"] = os.path.join(players.WORK, f"cache-{voice}")
        subprocess.run([REPCUE, "show", "lower-back-glutes"], env=env, stdout=subprocess.DEVNULL)
        return subprocess.Popen(words, env=env, **QUIET)

    return start


def termdown(server, seconds):
    # With speech by espeak, which must be installed: this is how it would be used.
    return players.termdown(server, seconds, "600", "--voice", "en", "--critical", "600")


def mpv(server, _seconds):
    path = music()
    if path is None or not installed("mpv"):
        return None
    words = ["mpv", "--no-config", "--no-video", "--ao=pulse", "--loop-file", path]
    return subprocess.Popen(words, env=environment(server), **QUIET)


def timr(server, _seconds):
    path = os.path.join(players.WORK, "cargo", "bin", "timr-tui")
    if not os.path.exists(path):
        say("  installing timr-tui")
        root = os.path.join(players.WORK, "cargo")
        words = ["cargo", "install", "--quiet", "--locked", "--root", root, "timr-tui@1.9.0", "--features", "sound"]
        if subprocess.run(words).returncode != 0:
            return None
    home = {name: os.path.join(players.WORK, "timr") for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    return players.Child([path, "-c", "10:00", "-m", "countdown", "-r"], {**environment(server), **home}, keys=b"s")


PLAYERS = {
    "repcue, natural voice": session("natural"),
    "repcue, built-in voice": session("built-in"),
    "repcue, built-in voice, music (MP3)": session("built-in", has_music=True),
    "mpv, the same music alone": mpv,
    "repcue, beeps alone": players.repcue,
    "repcue, beeps alone, --latency 20ms": players.quick,
    "shell: sleep and paplay": players.shell,
    "Python: time.sleep and pygame": players.pygame,
    "termdown --voice": termdown,
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
                percent, wakes, memory, own = cost(player, seconds)
                results.append({"player": name, "cpu": percent, "wakes": wakes, "rss": memory, "own": own})
            except (FileNotFoundError, ProcessLookupError):
                results.append({"player": name, "absent": True})
            players.stop(player)
    return results
