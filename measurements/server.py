"""A private PulseAudio with one null sink at 48 kHz, whose sound is recorded from the sink itself."""

import os
import signal
import subprocess
import tempfile
import time

from common import RATE


class Server:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="rcb-")
        self.address = f"unix:{self.folder}/sound"
        environment = {**os.environ, "HOME": self.folder, "XDG_RUNTIME_DIR": self.folder}
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        words = ["pulseaudio", "-n", "--daemonize=no", "--system=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        words += ["--realtime=yes", "--high-priority=yes", "--disable-shm=yes"]
        words += ["-L", f"module-native-protocol-unix socket={self.folder}/sound auth-anonymous=1"]
        # Without norewinds an idle null sink renders seconds ahead, and its monitor loses what comes first.
        words += ["-L", f"module-null-sink sink_name=heard rate={RATE} channels=2 format=float32le norewinds=1"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(words, env=environment, **quiet)
        for _ in range(200):
            if self.pactl("info").returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("pulseaudio does not start")

    def pactl(self, *words):
        environment = {**os.environ, "PULSE_SERVER": self.address}
        return subprocess.run(["pactl", *words], env=environment, capture_output=True, text=True)

    def record(self, path):
        return Recording(self, path)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Recording:
    """What is heard, from now on, as floats without a header."""

    def __init__(self, server, path):
        self.path = path
        if os.path.exists(path):
            os.remove(path)
        words = ["parec", "--raw", "--device=heard.monitor", f"--rate={RATE}", "--channels=2"]
        words += ["--format=float32le", "--latency-msec=5", path]
        environment = {**os.environ, "PULSE_SERVER": server.address}
        self.process = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)
        while not os.path.exists(path) or os.path.getsize(path) < 20_000:
            time.sleep(0.02)

    def stop(self):
        # Records what is still in the buffers too.
        time.sleep(0.5)
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        return self.path
