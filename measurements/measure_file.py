"""In the file: of a session of an hour every cue begins on its frame."""

import os
import subprocess

from common import BEATS, REPCUE, WORK, environment, say, sounds, tone
from players import beat_routine

CASES = [(0.5, 48_000), (60 / 173, 48_000), (60 / 173, 44_100), (0.37, 44_100)]


def measure(minutes=60):
    results = []
    for period, rate in CASES:
        say(f"file: {minutes} min, a cue each {period:.6f} s, {rate} Hz")
        # Its first sample is not zero: then the frame on which it begins can be seen.
        click = os.path.join(WORK, "click.wav")
        tone(click, seconds=0.02, rate=rate, edge=0)
        import wave

        with wave.open(click, "rb") as wav:
            data = bytearray(wav.readframes(wav.getnframes()))
        data[0:2] = (16_000).to_bytes(2, "little")
        with wave.open(click, "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(rate)
            wav.writeframes(bytes(data))
        pack = sounds(os.path.join(WORK, f"pack-file-{rate}"), lift=click)
        wav_path = os.path.join(WORK, "hour.wav")
        routine = beat_routine(minutes * 60, period)
        words = [REPCUE, "export", routine, "--force", "-o", wav_path, "--sounds", pack, "--volume", "100", "--rate", str(rate)]
        subprocess.run(words, env=environment(), check=True, capture_output=True)
        said = subprocess.run([BEATS, wav_path, "--frames"], capture_output=True, text=True, check=True).stdout
        os.remove(wav_path)
        found = [int(line) for line in said.split()]
        # What the file asks for is a length of nine decimals; a beat's instant is its exact multiple.
        nanos = round(period * 1e9)
        wanted = [(n * nanos * rate * 2 + 1_000_000_000) // 2_000_000_000 for n in range(len(found))]
        reps = round(minutes * 60 / period)
        errors = [abs(a - b) for a, b in zip(found, wanted)]
        results.append({"period": period, "rate": rate, "cues": reps, "found": len(found), "worst": max(errors)})
    return results
