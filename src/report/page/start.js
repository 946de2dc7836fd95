// Puts the parts together: events in, one picture out.

let isDrawing = false;

function draw() {
  showInstant();
  showButtons();
}

function update() {
  mark('mood', state.mood);
  showInterval(intervals[state.index]);
  if (state.mood === 'new') buildSessionRing();
  showAsks();
  draw();
}

// One look at the clock for each frame of the display, while it plays.
function drawFrames() {
  isDrawing = state.isPlaying;
  if (!isDrawing) return;
  follow();
  requestAnimationFrame(drawFrames);
}

// From the seek bar, or from outside the page.
function seekFromOutside(at) {
  forgetVisit(at);
  begin();
  seekTo(at);
  enter(intervalAt(at));
}

function onPlaying() {
  Object.assign(state, { isPlaying: true, hasBegun: true });
  if (pausedAt !== null && history) history.paused += performance.now() - pausedAt;
  pausedAt = null;
  setMood('playing');
  offerButtons();
  tellDevice();
  keepScreenOn();
  if (!isDrawing) drawFrames();
}

function onPause() {
  state.isPlaying = false;
  pausedAt = performance.now();
  if (state.mood !== 'waiting') setMood(intervals[state.index].kind === 'done' ? 'done' : 'paused');
  letScreenSleep();
}

function onEnded() {
  state.isPlaying = false;
  state.index = intervals.length - 1;
  rememberPlace();
  setMood('done');
}

const KEYS = {
  ' ': toggle, k: toggle, Enter: toggle,
  ArrowRight: next, n: next, ArrowLeft: back, b: back,
  N: nextExercise, P: previousExercise, m: addTime,
  1: () => rate(1), 2: () => rate(2), 3: () => rate(3),
};

function onKey(event) {
  const { target, key } = event;
  const own = target.closest('button, input, a, audio');
  // A focused button has the space bar and Enter, and the seek bar the arrows.
  const isTaken = own && (own.matches('input') ? key.startsWith('Arrow') : key === ' ' || key === 'Enter');
  if (isTaken || event.ctrlKey || event.metaKey || event.altKey || !KEYS[key]) return;
  event.preventDefault();
  KEYS[key]();
}

// The address that contains the sound is read into memory once: browsers seek in it faster.
function takeSound() {
  const address = sound.getAttribute('src');
  if (!address.startsWith('data:')) return;
  const [, encoded] = address.split(',');
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  sound.src = URL.createObjectURL(new Blob([bytes], { type: 'audio/mp4' }));
}

function listen() {
  const on = (target, name, action) => target.addEventListener(name, action);
  on(sound, 'playing', onPlaying);
  on(sound, 'pause', onPause);
  on(sound, 'ended', onEnded);
  on(sound, 'seeked', () => { follow(); tellPosition(); });
  // While the page is not seen, there are no frames.
  on(sound, 'timeupdate', follow);
  // Another speed would move every cue.
  on(sound, 'ratechange', () => { if (sound.playbackRate !== 1) sound.playbackRate = 1; });
  on(byId('play'), 'click', toggle);
  on(byId('dial'), 'click', toggle);
  on(byId('back'), 'click', back);
  on(byId('next-interval'), 'click', next);
  on(byId('more'), 'click', addTime);
  on(byId('again'), 'click', startAgain);
  on(byId('save'), 'click', saveHistory);
  for (const button of byId('effort').querySelectorAll('button')) on(button, 'click', () => rate(Number(button.value)));
  on(byId('seek'), 'input', (event) => seekFromOutside(Number(event.target.value) * 1000));
  on(byId('announce'), 'click', onAnnounce);
  on(document, 'keydown', onKey);
  on(document, 'visibilitychange', () => { keepScreenOn(); follow(); });
  for (const button of document.querySelectorAll('.jump')) on(button, 'click', () => jump(Number(button.dataset.interval)));
}

function startAgain() {
  state.resume = null;
  history = null;
  goTo(0);
  play();
}

function jump(index) {
  goTo(index);
  play();
  root.scrollIntoView();
  // The space bar is for the session again.
  byId('play').focus({ preventScroll: true });
}

function onAnnounce({ currentTarget }) {
  const isOn = currentTarget.getAttribute('aria-pressed') === 'true';
  currentTarget.setAttribute('aria-pressed', String(!isOn));
  write('announcement', '');
}

function start() {
  sound = byId('sound');
  takeSound();
  sound.controls = false;
  sound.preservesPitch = true;
  listen();
  offerButtons();
  root.dataset.loaded = 'true';
}

state.resume = remembered();
if (state.resume !== null) recallHistory();
update();
// The sound comes last in the page, so the picture is there before it.
document.addEventListener('DOMContentLoaded', start);
