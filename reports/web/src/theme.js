// Colours of the charts. Lines and texts take the style sheet's variables and so follow the scheme by themselves; colour
// scales need numbers and are chosen here by scheme.

export const text = 'var(--text)';
export const faint = 'var(--faint)';
export const line = 'var(--line)';
export const page = 'var(--page)';
export const card = 'var(--card)';
export const good = 'var(--good)';
export const bad = 'var(--bad)';
export const warning = 'var(--warning)';

const armColours = 6;

/** The colour of the arm with this index; more than six arms share colours and are told apart by their labels. */
export function armColour(index) {
  return `var(--arm-${index < armColours ? index : 1 + ((index - 1) % (armColours - 1))})`;
}

export const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');

// Orange against purple, and orange against blue, stay apart for every common colour blindness. On a dark page the neutral
// middle is dark and strong colours are bright, so that strength draws the eye in both schemes.
const ramps = {
  light: {
    change: ['#8f4405', '#e08a26', '#fbd7a4', '#f3f3f5', '#d3d3ea', '#8f83bf', '#4a1f80'],
    target: ['#8f4405', '#e08a26', '#fbd7a4', '#f3f3f5', '#c3dbf3', '#5d9ad6', '#14519c'],
    amount: ['#f3f3f5', '#c3dbf3', '#5d9ad6', '#14519c'],
    load: ['#eef1f5', '#c3dbf3', '#8dbbe6', '#5d9ad6', '#14519c'],
  },
  dark: {
    change: ['#ffb454', '#bd7523', '#6a4825', '#2b3039', '#4a4573', '#8272c8', '#c0adff'],
    target: ['#ffb454', '#bd7523', '#6a4825', '#2b3039', '#2c4d73', '#4787cc', '#9ccbff'],
    amount: ['#2b3039', '#2c4d73', '#4787cc', '#9ccbff'],
    load: ['#252b34', '#2c4d73', '#3a6ba3', '#4787cc', '#9ccbff'],
  },
};

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** A function from [0, 1] to colours: 'change' and 'target' diverge from their middle, 'amount' and 'load' grow. */
export function ramp(name) {
  const stops = ramps[darkScheme.matches ? 'dark' : 'light'][name].map(channels);
  return (position) => {
    const place = Math.min(Math.max(position, 0), 1) * (stops.length - 1);
    const below = Math.min(Math.floor(place), stops.length - 2);
    const mixed = stops[below].map((from, i) => Math.round(from + (stops[below + 1][i] - from) * (place - below)));
    return `rgb(${mixed.join(', ')})`;
  };
}

/** What all charts have in common. */
export function frame(width) {
  return {width, style: {background: 'transparent', color: text, fontSize: '12.5px', fontFamily: 'inherit'}};
}

export const tipStyle = {fill: card, stroke: line, fontSize: 12.5, lineHeight: 1.35};

/** Below this width charts rearrange themselves for a phone. */
export const isNarrow = (width) => width < 620;
