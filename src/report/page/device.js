// What the device offers beside the page: the lock screen, a screen that stays on, a memory. None of it is needed, and
// each of it may be missing or refuse.

const MEMORY = `repcue ${session.id}`;
let wakeLock = null;

// A file that is opened from another app may have no memory.
function remembered() {
  try {
    const index = Number(localStorage.getItem(MEMORY));
    return Number.isInteger(index) && index > 0 && index < intervals.length - 1 ? index : null;
  } catch {
    return null;
  }
}

function rememberPlace() {
  if (!state.hasBegun) return;
  try {
    const isOver = intervals[state.index].kind === 'done';
    if (isOver) localStorage.removeItem(MEMORY);
    else localStorage.setItem(MEMORY, String(state.index));
  } catch {
    // It is not remembered.
  }
}

async function keepScreenOn() {
  if (!state.isPlaying || document.hidden || wakeLock || !navigator.wakeLock) return;
  try {
    wakeLock = await navigator.wakeLock.request('screen');
    wakeLock.addEventListener('release', () => { wakeLock = null; });
  } catch {
    // The battery is low, or the page is not from a safe address.
  }
}

function letScreenSleep() {
  wakeLock?.release().catch(() => {});
}

// The lock screen shows what happens: "Lying clam shell · left · 15 reps".
function tellDevice() {
  const interval = intervals[state.index];
  const reps = interval.reps && !interval.reps.is_open ? `${interval.reps.count} reps` : '';
  const words = [interval.kind === 'work' ? '' : interval.label, interval.name, interval.side, reps];
  const title = words.filter(Boolean).join(' · ');
  announce(title);
  if (!navigator.mediaSession || !window.MediaMetadata) return;
  const artwork = [{ src: document.querySelector('link[rel=icon]').href, sizes: '600x600', type: 'image/png' }];
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist: session.title, album: 'repcue', artwork });
  tellPosition();
}

function tellPosition() {
  try {
    navigator.mediaSession.setPositionState({
      duration: session.length / 1000,
      playbackRate: 1,
      position: Math.min(now(), session.length) / 1000,
    });
  } catch {
    // Not every browser has it.
  }
}

// WebKit forgets these when playback starts, and shows buttons for 10 seconds in place of the arrows unless those are
// refused.
function offerButtons() {
  const actions = {
    play: () => (state.mood === 'waiting' ? proceed() : play()),
    pause: () => sound.pause(),
    previoustrack: back,
    nexttrack: next,
    seekto: (details) => seekFromOutside(details.seekTime * 1000),
    seekbackward: null,
    seekforward: null,
  };
  for (const [name, action] of Object.entries(actions)) {
    try {
      navigator.mediaSession.setActionHandler(name, action);
    } catch {
      // Not every browser has every button.
    }
  }
}

// The session speaks, so a screen reader is only told if the user asks for it.
function announce(words) {
  if (byId('announce').getAttribute('aria-pressed') === 'true') write('announcement', words);
}
