// Mirrors the session that runs on the computer, and sends it commands. The computer says what is; between two of its
// events, only times that are sure are counted on: a phase, an interval and a session end when they do.

// Without any event for this long, the connection is taken for lost.
const SILENCE = 12000;
const RUNS = ['playing'];
const KEYS = {
  ' ': 'toggle', Enter: 'resume', ArrowRight: 'next', n: 'next', ArrowLeft: 'back', b: 'back', N: 'next-exercise',
  P: 'previous-exercise', r: 'repeat', m: 'more-rest', '+': 'louder', '-': 'softer',
};
const LABELS = { ready: 'Get ready', rest: 'Rest', switch: 'Switch' };

const asked = new URLSearchParams(location.search).get('session') || '';
// The last event; how much later this clock is than the computer's, for each of the last events, at least.
let event = null;
let delays = [];
let heardAt = -Infinity;
let isEnding = false;

document.documentElement.classList.add('scripted');

// --- Events ---

function listen() {
  const source = new EventSource(`live/events?session=${encodeURIComponent(asked)}`);
  source.addEventListener('open', () => { delays = []; });
  source.addEventListener('message', ({ data }) => {
    const received = performance.now();
    const next = JSON.parse(data);
    heardAt = received;
    // The event that travelled fastest tells the difference of the clocks best.
    delays = [...delays.slice(-19), received - next.now];
    // What ended stays until something begins.
    const isOver = event?.status?.state === 'ended' && !next.status;
    event = isOver ? { ...next, status: event.status, at: event.at } : next;
    showEvent();
  });
  source.addEventListener('error', () => {
    heardAt = -Infinity;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

// How long ago the status was true, while time passes in it.
function age() {
  const { status, at } = event;
  if (!RUNS.includes(status.state)) return 0;
  return Math.max(0, performance.now() - Math.min(...delays) - at);
}

// --- The picture ---

function showEvent() {
  const { status } = event;
  showSessions();
  for (const button of document.querySelectorAll('.needed')) button.disabled = !status || status.state === 'ended';
  if (!status) {
    showNothing();
    return;
  }
  const isWork = status.kind === 'work';
  mark('mood', moodOf(status));
  mark('kind', status.kind);
  mark('side', status.side || 'both');
  mark('part', status.side || 'both');
  write('title', status.title);
  write('place', status.exercise_number ? `${status.exercise_number} of ${status.exercises}` : '');
  write('tag', [stateWord(status), status.side].filter(Boolean).join(' · '));
  write('name', status.state === 'ended' || status.kind === 'done' ? 'Well done' : status.work || status.heading);
  write('details', detailsOf(status, isWork));
  write('said', saidOf(status));
  write('next', (isWork ? status.after : status.amount) || '');
  write('volume', String(status.volume));
  byId('more').disabled = status.hold_point_ms === null || status.until_ready || status.state === 'ended';
  byId('silent').hidden = status.state !== 'lost';
  showMain(status);
  buildRing(status);
  document.title = `${status.state === 'playing' ? '' : `${stateWord(status)} · `}${status.work || status.title} · repcue`;
}

function moodOf({ state }) {
  if (state === 'paused' || state === 'lost') return 'paused';
  return state === 'waiting' ? 'waiting' : 'playing';
}

function stateWord({ state, kind }) {
  const words = { paused: 'Paused', saying: 'Listen', 'count-in': 'Count-in', waiting: 'Ready?', lost: 'No sound device' };
  return words[state] || LABELS[kind] || '';
}

function detailsOf(status, isWork) {
  const set = status.sets > 1 && isWork ? `set ${status.set} of ${status.sets}` : '';
  const round = status.rounds > 1 ? `round ${status.round} of ${status.rounds}` : '';
  return [status.block, round, set, isWork ? status.load : ''].filter(Boolean).join(' · ');
}

function saidOf({ state, said }) {
  if (state === 'waiting') return 'Tap when you are ready.';
  if (state === 'lost') return 'The computer has lost its sound device.';
  return said || '';
}

// The main button: pause, play, or continue what waits for the user.
function showMain(status) {
  const isAsked = status.state === 'playing' && Boolean(status.cycle_ms || status.until_ready);
  const isReady = status.state === 'waiting' || isAsked;
  const does = isReady ? 'ready' : status.state === 'paused' ? 'play' : 'pause';
  const words = { ready: status.cycle_ms ? 'End the set' : 'I am ready', play: 'Resume', pause: 'Pause' };
  mark('does', does);
  byId('play').setAttribute('aria-label', words[does]);
  byId('play').dataset.do = { ready: 'resume', play: 'resume', pause: 'pause' }[does];
  byId('pause').hidden = !isAsked;
}

function showNothing() {
  mark('mood', 'none');
  mark('kind', 'rest');
  mark('side', 'both');
  mark('phase', 'none');
  for (const id of ['place', 'left', 'tag', 'next', 'interval-left', 'number', 'phase', 'of']) write(id, '');
  write('title', 'Remote control');
  write('volume', '–');
  write('name', asked ? `No session ${asked}` : 'No session is running');
  write('details', 'Start one on the computer: it appears here.');
  write('said', '');
  byId('ring').replaceChildren();
  byId('part').setAttribute('d', '');
  byId('more').disabled = true;
  byId('silent').hidden = true;
  byId('pause').hidden = true;
  root.style.setProperty('--over', '0');
  document.title = 'Remote control · repcue';
}

function showSessions() {
  const nav = byId('sessions');
  const names = event.sessions;
  nav.hidden = names.length < 2;
  if (nav.dataset.names === JSON.stringify([names, event.session])) return;
  nav.dataset.names = JSON.stringify([names, event.session]);
  nav.replaceChildren(...names.map((name) => {
    const link = document.createElement('a');
    link.href = `live?session=${encodeURIComponent(name)}`;
    link.textContent = name;
    if (name === event.session) link.setAttribute('aria-current', 'true');
    return link;
  }));
}

// Everything that time changes.
function showInstant() {
  requestAnimationFrame(showInstant);
  const isSilent = performance.now() - heardAt > SILENCE;
  root.classList.toggle('lost', isSilent && event !== null);
  if (isSilent && event) write('notice', 'The connection is lost …');
  else if (byId('notice').textContent === 'The connection is lost …') write('notice', '');
  if (!event?.status || isSilent) return;
  const { status } = event;
  const over = age();
  const left = Math.max(0, status.left_ms - over);
  const at = status.at_ms + Math.min(over, status.left_ms);
  root.style.setProperty('--over', String(Math.min(1, at / Math.max(1, status.duration_ms))));
  write('left', `−${clockLeft(status.duration_ms - at)}`);
  if (status.state === 'ended' || status.kind === 'done') showEnd();
  else if (status.rep !== null) showRep(status, over, left);
  else showTime(status, over, left);
}

function showRep(status, over, left) {
  const phaseLeft = Math.max(0, (status.phase_left_ms ?? 0) - over);
  const seconds = status.phase_ms >= LONG_PHASE ? ` ${Math.ceil(phaseLeft / 1000)}` : '';
  const unit = status.unit && status.unit !== 'reps' ? ` ${status.unit}` : '';
  showFigure(String(status.rep), (status.phase_words || status.phase || '') + seconds, status.reps ? `of ${status.reps}${unit}` : '');
  mark('phase', status.phase || 'none');
  const part = status.phase_ms ? 1 - phaseLeft / status.phase_ms : 1;
  const level = { lift: part, hold: 1, lower: 1 - part, pause: 0 }[status.phase] ?? 0;
  showDisc(level);
  write('interval-left', status.reps ? clockLeft(left) : '');
  fillReps(status);
}

function showTime(status, over, left) {
  const isWork = status.kind === 'work';
  // A set at the user's own pace counts up.
  const isUp = isWork && Boolean(status.cycle_ms);
  const seconds = isUp ? clockOver(status.over_ms + over) : countdown(left);
  showFigure(status.state === 'waiting' ? 'Ready?' : seconds, '', '');
  mark('phase', !isUp && left <= COUNT_IN ? 'count' : 'none');
  const length = Math.max(1, status.over_ms + status.left_ms);
  if (isUp) fill(((status.over_ms + over) % 60000) / 60000);
  else fill(isWork ? 1 - left / length : left / length);
  write('interval-left', '');
}

function showEnd() {
  mark('phase', 'none');
  showFigure('✓', '', '');
  fill(1);
  write('left', '');
  write('interval-left', '');
}

// --- The ring ---

function fill(to) {
  byId('part').setAttribute('d', arc(0, Math.max(0, Math.min(1, to))));
}

function buildRing({ rep, reps }) {
  const count = rep !== null && reps && reps <= MOST_SEGMENTS ? reps : 1;
  const ring = byId('ring');
  if (ring.childElementCount === count) return;
  ring.replaceChildren(...Array.from({ length: count }, (_, n) => arcPath(...segment(n, count), 'segment')));
}

// The reps that are done are filled, and the one that runs stands out.
function fillReps({ rep, reps }) {
  const segments = [...byId('ring').children];
  const isSegmented = segments.length === reps;
  for (const [n, path] of segments.entries()) {
    path.classList.toggle('over', isSegmented && n < rep - 1);
    path.classList.toggle('now', isSegmented && n === rep - 1);
  }
  fill(isSegmented || !reps ? 0 : (rep - 1) / reps);
}

// --- Commands ---

async function send(word) {
  if (!event?.status) return;
  try {
    const body = new URLSearchParams({ do: word, session: event.session });
    const response = await fetch('live/do', { method: 'POST', body });
    write('notice', response.ok ? '' : await response.text());
  } catch {
    write('notice', 'The computer does not answer.');
  }
}

// The first tap asks, the second ends the session.
function end() {
  const button = byId('stop');
  if (isEnding) send('stop');
  isEnding = !isEnding;
  button.textContent = isEnding ? 'Really?' : 'End';
  button.classList.toggle('asks-again', isEnding);
  if (isEnding) setTimeout(() => { if (isEnding) end.forget(); }, 4000);
}
end.forget = () => {
  isEnding = false;
  byId('stop').textContent = 'End';
  byId('stop').classList.remove('asks-again');
};

async function keepScreenOn() {
  try {
    if (!document.hidden) await navigator.wakeLock?.request('screen');
  } catch {
    // The battery is low, or the address is not one of this computer.
  }
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-do]');
  if (button) send(button.dataset.do);
  keepScreenOn();
});
byId('stop').addEventListener('click', end);
byId('dial').addEventListener('click', () => { if (!byId('play').disabled) send(byId('play').dataset.do); });
document.addEventListener('visibilitychange', keepScreenOn);
document.addEventListener('keydown', (pressed) => {
  const isOnButton = pressed.target.closest('button, a') && [' ', 'Enter'].includes(pressed.key);
  const word = KEYS[pressed.key];
  if (!word || isOnButton || pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.repeat) return;
  pressed.preventDefault();
  send(word);
});

listen();
requestAnimationFrame(showInstant);
