// What happens at an instant: pure functions of the data and the state. Times are in milliseconds of the sound.

const session = JSON.parse(document.getElementById('data').textContent);
const { intervals, captions } = session;

// The index of the last entry of a list that has begun at an instant; -1 before the first.
function lastBegun(list, at) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const intervalAt = (at) => Math.max(0, lastBegun(intervals, at));

// What is said at an instant.
function captionAt(at) {
  const caption = captions[lastBegun(captions, at)];
  return caption && at < caption.end ? caption.text : '';
}

// The rep that runs, and where it is: its place in the set from 0, its number as it is counted, its side, its phase,
// and how much of the rep and of the phase is over, from 0 to 1. `loops` is how often an open-ended set was repeated.
function repAt(interval, at, loops) {
  const { reps } = interval;
  const each = reps.alternate ? 2 : 1;
  // Reps begin on whole nanoseconds, and the sound's own clock has microseconds.
  const over = Math.max(0, Math.min(at, interval.end) - interval.start) + 1e-3;
  const total = reps.count * each;
  const index = Math.floor(over / reps.length);
  const number = Math.min(Math.floor(index / each) + 1, reps.count) + loops;
  const within = Math.min(over - index * reps.length, reps.length);
  let end = 0;
  const last = reps.phases.length - 1;
  const place = reps.phases.findIndex((phase, n) => (end += phase.length) > within || n === last);
  const phase = reps.phases[place];
  const inPhase = Math.min(1, Math.max(0, 1 - (end - within) / phase.length));
  return {
    index: Math.min(index, total - 1),
    number,
    side: reps.alternate ? reps.alternate[index % 2] : interval.side,
    other: reps.alternate && index % 2 === 0 ? number - 1 : number,
    phase,
    phaseLeft: Math.max(0, end - within),
    over: Math.min(1, over / reps.length - Math.min(index, total - 1)),
    level: level(reps.phases, place, inPhase),
  };
}

// How high a movement is, from 0 to 1.
function level(phases, place, over) {
  const eased = (1 - Math.cos(Math.PI * over)) / 2;
  switch (phases[place].kind) {
    case 'lift': return eased;
    case 'lower': return 1 - eased;
    case 'hold': return 1;
    default: return 0;
  }
}

// Work without cued reps counts down, or up if the user ends it.
const isStopwatch = (interval) => interval.kind === 'work' && !interval.reps && Boolean(interval.cycle);

// The first interval of the exercise after this one.
function nextTurn(index) {
  const later = intervals.findIndex((other, n) => n > index && other.turn !== intervals[index].turn);
  return later < 0 ? intervals.length - 1 : later;
}
