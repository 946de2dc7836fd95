// What the page of a session and the remote control share: clocks, the figure in the middle, and the arcs around it.

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 91.5;
// More segments than this are too fine to count from the mat.
const MOST_SEGMENTS = 60;
// The radius of the disc when a movement is low, and how much larger it is when it is high.
const DISC = [36, 43];
// A phase this long has its seconds shown.
const LONG_PHASE = 3000;
// The last seconds of a countdown are shown in colour.
const COUNT_IN = 3000;

const byId = (id) => document.getElementById(id);
const root = byId('session');

function write(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function mark(name, value) {
  if (root.dataset[name] !== value) root.dataset[name] = value;
}

function clock(seconds) {
  const whole = Math.max(0, seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// A rest shows 0:00 only when none of it is left.
const clockLeft = (ms) => clock(Math.ceil(ms / 1000 - 1e-6));
const clockOver = (ms) => clock(Math.floor(ms / 1000 + 1e-6));
// Seconds, or a clock if there are many.
const countdown = (ms) => (ms > 99000 ? clockLeft(ms) : String(Math.max(0, Math.ceil(ms / 1000 - 1e-6))));

// The number in the middle, small words above and below it.
function showFigure(number, above, below) {
  write('number', number);
  write('phase', above);
  write('of', below);
  const size = number.length > 4 ? 'small' : number.length > 3 ? 'clock' : number.length > 2 ? 'medium' : 'large';
  if (byId('number').dataset.size !== size) byId('number').dataset.size = size;
}

function showDisc(level) {
  byId('disc').setAttribute('r', (DISC[0] + DISC[1] * level).toFixed(2));
}

// An arc of the ring, clockwise from the top; `from` and `to` are from 0 to 1.
function arc(from, to) {
  const end = Math.min(to, from + 0.99999);
  const point = (turn) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return `${(100 + RADIUS * Math.cos(angle)).toFixed(3)} ${(100 + RADIUS * Math.sin(angle)).toFixed(3)}`;
  };
  return end <= from ? '' : `M${point(from)}A${RADIUS} ${RADIUS} 0 ${end - from > 0.5 ? 1 : 0} 1 ${point(end)}`;
}

function arcPath(from, to, name) {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', arc(from, to));
  path.setAttribute('class', name);
  return path;
}

// The place of a segment among `count`, without the gap to the next one.
function segment(index, count) {
  const gap = count < 2 ? 0 : Math.min(0.008, 0.25 / count);
  return [index / count + gap / 2, (index + 1) / count - gap / 2];
}
