// The ring: a segment for each rep, an arc for a time, or the whole session.

const ring = document.getElementById('ring');
const part = document.getElementById('part');

const segmentsOf = (reps) => reps.count * (reps.alternate ? 2 : 1);
const isSegmented = (interval) => Boolean(interval.reps) && segmentsOf(interval.reps) <= MOST_SEGMENTS;

// Draws the ring of an interval from nothing.
function buildRing(interval) {
  ring.replaceChildren();
  if (!isSegmented(interval)) {
    ring.append(arcPath(0, 1, 'segment'));
    return;
  }
  const count = segmentsOf(interval.reps);
  for (let n = 0; n < count; n += 1) {
    const side = interval.reps.alternate ? ` ${interval.reps.alternate[n % 2]}` : '';
    ring.append(arcPath(...segment(n, count), `segment${side}`));
  }
}

// Draws the whole session, as on the cover of its sound.
function buildSessionRing() {
  ring.replaceChildren();
  part.setAttribute('d', '');
  for (const interval of intervals) {
    const kind = interval.kind === 'work' ? interval.side || 'both' : interval.kind;
    if (interval.kind !== 'done') ring.append(arcPath(interval.start / session.length, interval.end / session.length, `session-${kind}`));
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
