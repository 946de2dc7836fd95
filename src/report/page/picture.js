// The picture: what the page shows of the state. It only reads the state.

// The last element of the page: there is none until all of the page is read.
let sound = null;

const now = () => (sound ? sound.currentTime * 1000 : 0);

// Everything that stays the same within an interval.
function showInterval(interval) {
  mark('kind', interval.kind);
  write('name', interval.name);
  write('place', [interval.block, interval.place].filter(Boolean).join(' · '));
  write('next', interval.next);
  byId('more').hidden = interval.hold === null || interval.waits;
  for (const button of document.querySelectorAll('.jump')) {
    const isHere = intervals[Number(button.dataset.interval)].turn === interval.turn;
    button.closest('tr').classList.toggle('here', isHere && state.hasBegun);
  }
  if (interval.kind === 'done') buildSessionRing();
  else buildRing(interval);
}

// Everything that changes within an interval.
function showInstant() {
  const at = now();
  const interval = intervals[state.index];
  showPlace(at);
  if (state.mood === 'new') showBeginning();
  else if (interval.kind === 'done') showEnd();
  else if (interval.reps) showReps(interval, at);
  else showTime(interval, at);
  write('said', wordsAt(interval, at));
}

function showPlace(at) {
  const { length } = session;
  const left = length - at + state.added;
  write('left', state.mood === 'new' ? clockLeft(length) : `−${clockLeft(left)}`);
  root.style.setProperty('--over', String(Math.min(1, at / length)));
  const seek = byId('seek');
  if (document.activeElement !== seek || state.isPlaying) seek.value = String(at / 1000);
  seek.setAttribute('aria-valuetext', `${intervals[state.index].name}, ${clockOver(at)} of ${clockOver(length)}`);
}

function showSide(side, label) {
  mark('side', side || 'both');
  write('tag', [label, side].filter(Boolean).join(' · '));
}

function showReps(interval, at) {
  const rep = repAt(interval, at, state.loops);
  const { alternate, count, is_open: isOpen } = interval.reps;
  const counts = alternate ? (rep.side === 'left' ? [rep.number, rep.other] : [rep.other, rep.number]) : null;
  const sides = counts ? [`left ${counts[0]}, right ${counts[1]}`] : [];
  write('details', [interval.details, ...sides].filter(Boolean).join(' · '));
  showSide(rep.side, state.mood === 'paused' ? 'Paused' : '');
  const seconds = rep.phase.length >= LONG_PHASE ? ` ${Math.ceil(rep.phaseLeft / 1000)}` : '';
  showFigure(String(rep.number), rep.phase.name + seconds, isOpen ? '' : `of ${count}`);
  mark('phase', rep.phase.kind);
  mark('part', rep.side || 'both');
  showDisc(rep.level);
  fillReps(interval, rep);
  write('interval-left', isOpen ? '' : clockLeft(interval.end - at));
}

// Rest, "get ready", switch, and work without cued reps.
function showTime(interval, at) {
  const isWork = interval.kind === 'work';
  const length = interval.end - interval.start;
  const over = at - interval.start;
  const left = interval.end - at + state.added;
  const isUp = isStopwatch(interval);
  write('details', interval.details);
  showSide(interval.side, state.mood === 'paused' ? 'Paused' : interval.label);
  const seconds = isUp ? clockOver(over + repeated(interval)) : countdown(left);
  showFigure(state.mood === 'waiting' ? 'Ready?' : seconds, '', '');
  mark('phase', !isUp && left <= COUNT_IN ? 'count' : 'none');
  mark('part', interval.side || 'both');
  if (isUp) fillTime((over % 60000) / 60000);
  else fillTime(isWork ? over / length : Math.min(1, left / length));
  write('interval-left', '');
}

// How long an open-ended set has been repeated.
const repeated = ({ cycle }) => (cycle ? state.loops * (cycle[1] - cycle[0]) : 0);

// What is said, or what the page itself has to say.
function wordsAt(interval, at) {
  if (state.mood === 'waiting') return 'Tap when you are ready.';
  if (state.mood === 'new') return session.warning || '';
  return captionAt(at);
}

function showBeginning() {
  const resumed = state.resume;
  mark('side', 'both');
  write('tag', resumed === null ? '' : 'Resume');
  write('name', resumed === null ? session.title : intervals[resumed].name);
  write('details', resumed === null ? session.summary : `at ${clockOver(intervals[resumed].start)}`);
  showFigure(String(Math.max(1, Math.round(session.length / 60000))), '', 'min');
  write('next', resumed === null ? `First: ${intervals[0].name}` : '');
  write('interval-left', '');
  write('place', '');
  byId('more').hidden = true;
}

function showEnd() {
  mark('side', 'both');
  write('tag', 'Well done');
  write('name', session.title);
  write('details', session.summary);
  showFigure('✓', '', '');
  write('next', '');
  write('interval-left', '');
}

// The main button: play, pause, or continue what waits for the user.
function showButtons() {
  const interval = intervals[state.index];
  const isAsked = state.isPlaying && Boolean(interval.cycle || interval.waits);
  const isReady = state.mood === 'waiting' || isAsked;
  const does = isReady ? 'ready' : state.isPlaying ? 'pause' : 'play';
  mark('does', does);
  const words = { ready: interval.cycle ? 'End the set' : 'I am ready', pause: 'Pause', play: state.mood === 'new' && state.resume !== null ? 'Resume' : 'Play' };
  if (byId('play').getAttribute('aria-label') !== words[does]) byId('play').setAttribute('aria-label', words[does]);
  byId('again').hidden = !(state.mood === 'new' && state.resume !== null);
}
