// What was cued, as lines that `repcue history merge` reads: a line for each set, and one for the session.

// Work that was cued for less than this was skipped.
const LEAST = 3000;
// Two looks at the clock that are farther apart than this have a seek between them.
const FARTHEST = 1000;

const HISTORY = `${MEMORY} history`;
// When it began, its id, its sets by interval, and how much was played and paused, in milliseconds.
let history = null;
// The part of an interval that plays without a seek.
let played = { index: -1, from: 0, to: -Infinity, loops: 0 };
let pausedAt = null;

// A time of day with the offset from UTC, as in `2026-11-26T18:04:11+01:00`.
function stamp(date) {
  const offset = -date.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, '0');
  const local = new Date(date.getTime() + offset * 60000).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}

function beginHistory() {
  const began = stamp(new Date());
  const random = crypto.getRandomValues(new Uint32Array(1))[0] & 0xffffff;
  return { began, id: `${began}-${random.toString(16).padStart(6, '0')}`, sets: {}, played: 0, paused: 0 };
}

// That of an interrupted session goes on with it.
function recallHistory() {
  try {
    history = JSON.parse(localStorage.getItem(HISTORY));
  } catch {
    history = null;
  }
}

function keepHistory() {
  try {
    localStorage.setItem(HISTORY, JSON.stringify(history));
  } catch {
    // It is not remembered.
  }
}

// Called at each look at the clock while it plays.
function recordPlayed(index, at) {
  history ??= beginHistory();
  const step = at - played.to;
  const isNext = step >= 0 && step < FARTHEST;
  if (isNext) history.played += step;
  if (index !== played.index || !(isNext || state.loops > played.loops)) {
    if (isNext && intervals[played.index]) played.to = Math.min(at, intervals[played.index].end);
    recordSet();
    // It began where the last one ended, or where the seek led, however late this look is.
    const from = isNext ? Math.min(at, Math.max(intervals[index].start, played.to)) : at;
    played = { index, from, to: at, loops: 0 };
  }
  Object.assign(played, { to: at, loops: state.loops });
}

// A seek to an instant ends the part that plays, and begins another there.
function endPart(at) {
  recordSet();
  played = { index: -1, from: at, to: at, loops: 0 };
}

// Whole reps, or seconds, that were cued in the part that has played; of both sides if they alternate.
function cued(interval, length) {
  const { record, reps } = interval;
  if (!reps) return record.measure === 'reps' ? record.planned : Math.round(length / 1000);
  const each = reps.length * (reps.alternate ? 2 : 1);
  const whole = (at) => (at - interval.start + 20) / each;
  const count = Math.floor(whole(played.to)) - Math.ceil(whole(played.from) - 40 / each);
  return Math.max(0, Math.min(count, reps.count) + played.loops);
}

// Keeps the set that has just been played, if it is more than was kept of it before.
function recordSet() {
  const interval = intervals[played.index];
  if (!interval?.record || !history) return;
  const cycle = interval.cycle ? played.loops * (interval.cycle[1] - interval.cycle[0]) : 0;
  const length = played.to - played.from + cycle;
  const count = cued(interval, length);
  const before = history.sets[played.index];
  if (length < LEAST || count < 1 || (before && before.cued > count)) return;
  const effort = before?.effort ?? null;
  history.sets[played.index] = { at: stamp(new Date()), cued: count, seconds: Math.round(length / 1000), effort };
  keepHistory();
}

// The sets that an effort belongs to: the one before this interval, on both sides.
function setsToRate() {
  const { kind } = intervals[state.index];
  if (!history || (kind !== 'rest' && kind !== 'done' && kind !== 'ready')) return [];
  const is = (interval) => interval.kind === 'work';
  const last = intervals.slice(0, state.index).findLast(is)?.record;
  const isOfIt = ({ record }) => record && record.exercise === last?.exercise && record.round === last.round && record.set === last.set;
  return Object.keys(history.sets).map(Number).filter((index) => isOfIt(intervals[index]));
}

function rate(effort) {
  for (const index of setsToRate()) {
    const set = history.sets[index];
    set.effort = set.effort === effort ? null : effort;
  }
  keepHistory();
  showAsks();
}

function setLine(index) {
  const { at, effort, ...counts } = history.sets[index];
  const number = intervals.slice(0, Number(index) + 1).filter((interval) => interval.kind === 'work').length;
  const own = { v: 1, type: 'set', id: `${history.id}-${number}`, session: history.id, at };
  return { ...own, ...intervals[index].record, ...counts, ...(effort ? { effort } : {}) };
}

function sessionLine() {
  const seconds = (ms) => Math.round(ms / 1000);
  const ending = intervals[state.index].kind === 'done' ? 'done' : 'stopped';
  const lasted = { seconds: seconds(history.played + history.paused), paused: seconds(history.paused) };
  const own = { v: 1, type: 'session', id: history.id, at: history.began, what: 'routine', title: session.title };
  return { ...own, ending, ...lasted, by: session.by };
}

// Hands over the lines as a file.
function saveHistory() {
  recordSet();
  const lines = [...Object.keys(history.sets).map(setLine), sessionLine()];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
  link.download = `repcue-${history.began.slice(0, 10)}.jsonl`;
  link.click();
}

// The buttons that ask how hard the set was, and the one that saves.
function showAsks() {
  const sets = setsToRate();
  byId('effort').hidden = sets.length === 0;
  for (const button of byId('effort').querySelectorAll('button')) {
    const isIt = sets.length > 0 && history.sets[sets[0]].effort === Number(button.value);
    button.setAttribute('aria-pressed', String(isIt));
  }
  const mayEnd = state.mood === 'paused' || intervals[state.index].kind === 'done';
  byId('save').hidden = !(mayEnd && history && Object.keys(history.sets).length > 0);
}
