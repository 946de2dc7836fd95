// What the user does, and what the session does at a place that waits: the only code that changes the state or the
// place of the sound. The sound is the only clock.

// `mood` is new, playing, paused, waiting or done.
const state = {
  mood: 'new',
  isPlaying: false,
  hasBegun: false,
  index: 0,
  // How often the end of an open-ended set was repeated.
  loops: 0,
  // Milliseconds that the user has added to this interval and that are still to come.
  added: 0,
  // Whether the user has ended what waits in this interval.
  isReleased: false,
  // The interval at which an earlier visit ended.
  resume: null,
};

// Soon after the start of an interval, "back" goes to the one before.
const BACK_WITHIN = 1500;
const MORE = 10000;
// A seek takes a moment, and so does the next look at the clock: act this much before a place. A page that is not seen
// is only looked at a few times each second.
const EARLY = 40;
const EARLY_UNSEEN = 300;
// A shorter span is not worth going back to.
const LEAST_REPLAY = 500;

const early = () => (document.hidden ? EARLY_UNSEEN : EARLY);

function seekTo(at) {
  sound.currentTime = Math.max(0, at) / 1000;
}

// The instants are rounded to microseconds by the browser: a start is a little within its interval.
const startOf = (index) => intervals[index].start + 0.01;

function goTo(index) {
  const place = Math.min(Math.max(index, 0), intervals.length - 1);
  forgetVisit(startOf(place));
  begin();
  seekTo(startOf(place));
  enter(place);
}

function forgetVisit(at) {
  endPart(at);
  Object.assign(state, { loops: 0, added: 0, isReleased: false });
  sound.muted = false;
  if (state.mood === 'waiting') play();
}

function begin() {
  if (!state.hasBegun) Object.assign(state, { hasBegun: true, mood: state.isPlaying ? 'playing' : 'paused' });
}

function next() {
  goTo(state.index + 1);
}

function back() {
  const isSoon = now() - intervals[state.index].start < BACK_WITHIN;
  goTo(isSoon ? state.index - 1 : state.index);
}

function nextExercise() {
  goTo(nextTurn(state.index));
}

function previousExercise() {
  const { turn } = intervals[state.index];
  const isSoon = state.index === turn && now() - intervals[turn].start < BACK_WITHIN;
  goTo(isSoon && turn > 0 ? intervals[turn - 1].turn : turn);
}

// The main button, the space bar and a tap on the dial.
function toggle() {
  const interval = intervals[state.index];
  if (state.mood === 'new' && state.resume !== null) goTo(state.resume);
  if (state.mood === 'done') {
    history = null;
    goTo(0);
  }
  if (state.isPlaying && (interval.cycle || interval.waits)) proceed();
  else if (state.mood === 'waiting') proceed();
  else if (state.isPlaying) sound.pause();
  else play();
}

// Ends an open-ended set, or a rest that waits for the user.
function proceed() {
  const interval = intervals[state.index];
  if (interval.cycle) {
    next();
    return;
  }
  state.isReleased = true;
  if (now() < interval.hold - early()) seekTo(interval.hold);
  play();
}

function addTime() {
  const interval = intervals[state.index];
  if (interval.hold === null || interval.waits) return;
  state.added += MORE;
  if (now() > interval.hold) seekTo(interval.hold);
  update();
}

function play() {
  begin();
  sound.play().catch(() => setMood('paused'));
}

function setMood(mood) {
  state.mood = mood;
  update();
}

function enter(index) {
  state.index = index;
  rememberPlace();
  update();
  tellDevice();
}

// The clock has moved: follows it, and acts at places that wait.
function follow() {
  const at = now();
  if (!sound.seeking) {
    const index = keepsPlace(at) ? state.index : intervalAt(at);
    if (state.isPlaying) recordPlayed(index, at);
    if (index !== state.index) {
      Object.assign(state, { loops: 0, added: 0, isReleased: false });
      sound.muted = false;
      enter(index);
    }
    if (state.isPlaying) obey(intervals[index], at);
  }
  draw();
}

// Whether the sound has just run past the end of a set that is repeated, or of a rest that waits.
function keepsPlace(at) {
  const interval = intervals[state.index];
  const holds = Boolean(interval.cycle) || (interval.waits && !state.isReleased);
  return state.isPlaying && holds && at >= interval.end && at < interval.end + EARLY_UNSEEN;
}

function obey(interval, at) {
  const isDue = (place) => at >= place - early() && !sound.seeking;
  if (interval.cycle && isDue(interval.cycle[1])) repeatCycle(interval, at);
  else if (interval.waits && !state.isReleased && isDue(interval.hold)) waitAt(interval);
  else if (interval.hold !== null && isDue(interval.hold)) spendAdded(interval, at);
}

// Goes back by whole reps, so that the beat is kept.
function repeatCycle(interval, at) {
  const [from, to] = interval.cycle;
  state.loops += 1;
  seekTo(at - (to - from));
}

function waitAt(interval) {
  sound.pause();
  seekTo(interval.hold);
  setMood('waiting');
}

// Time is added by playing a part of the rest again without its sound: so the sound stays the only clock, and the phone
// keeps it alive when it is locked.
function spendAdded(interval, at) {
  const most = Math.min(at, interval.hold) - interval.start - 100;
  const again = Math.min(state.added, most);
  sound.muted = again > 0 && most >= LEAST_REPLAY;
  if (!sound.muted) {
    state.added = 0;
    return;
  }
  state.added -= again;
  seekTo(at - again);
}
