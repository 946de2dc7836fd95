// The ring: a segment for each rep, an arc for a time, or the whole session.

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 88;
// More segments than this are too fine to count from the mat.
const MOST_SEGMENTS = 60;

const ring = document.getElementById('ring');
const part = document.getElementById('part');

// An arc of the ring, clockwise from the top; `from` and `to` are from 0 to 1.
function arc(from, to) {
  const end = Math.min(to, from + 0.99999);
  const point = (turn) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return `${(100 + RADIUS * Math.cos(angle)).toFixed(3)} ${(100 + RADIUS * Math.sin(angle)).toFixed(3)}`;
  };
  return end <= from ? '' : `M${point(from)}A${RADIUS} ${RADIUS} 0 ${end - from > 0.5 ? 1 : 0} 1 ${point(end)}`;
}

function addArc(from, to, name) {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', arc(from, to));
  path.setAttribute('class', name);
  ring.append(path);
}

// The place of a segment among `count`, without the gap to the next one.
function segment(index, count) {
  const gap = count < 2 ? 0 : Math.min(0.008, 0.25 / count);
  return [index / count + gap / 2, (index + 1) / count - gap / 2];
}

const segmentsOf = (reps) => reps.count * (reps.alternate ? 2 : 1);
const isSegmented = (interval) => Boolean(interval.reps) && segmentsOf(interval.reps) <= MOST_SEGMENTS;

// Draws the ring of an interval from nothing.
function buildRing(interval) {
  ring.replaceChildren();
  if (!isSegmented(interval)) {
    addArc(0, 1, 'segment');
    return;
  }
  const count = segmentsOf(interval.reps);
  for (let n = 0; n < count; n += 1) {
    const side = interval.reps.alternate ? ` ${interval.reps.alternate[n % 2]}` : '';
    addArc(...segment(n, count), `segment${side}`);
  }
}

// Draws the whole session, as on the cover of its sound.
function buildSessionRing() {
  ring.replaceChildren();
  part.setAttribute('d', '');
  for (const interval of intervals) {
    const kind = interval.kind === 'work' ? interval.side || 'both' : interval.kind;
    if (interval.kind !== 'done') addArc(interval.start / session.length, interval.end / session.length, `session-${kind}`);
  }
}

// Fills the segments up to the rep that runs, and this one as far as it is.
function fillReps(interval, rep) {
  const count = segmentsOf(interval.reps);
  if (!isSegmented(interval)) {
    part.setAttribute('d', arc(0, (rep.index + rep.over) / count));
    return;
  }
  for (const [n, path] of [...ring.children].entries()) path.classList.toggle('over', n < rep.index);
  const [from, to] = segment(rep.index, count);
  part.setAttribute('d', arc(from, from + (to - from) * rep.over));
}

// Fills the ring with a part from 0 to 1.
function fillTime(over) {
  part.setAttribute('d', arc(0, Math.min(1, over)));
}
