// Differences of arm b minus arm a on one scale: right of zero is good for b. What would leave the chart is marked at its
// edge, so that one large effect does not flatten the others.
import * as Plot from '@observablehq/plot';

import * as theme from './theme.js';

const scales = {
  least_effect: {limit: 10, least: 1.6, marks: [-1, 1], suffix: '',
    words: () => 'effect ÷ smallest effect that matters'},
  relative: {limit: 60, least: 5, marks: [], suffix: ' %', words: (data) => `change in % of ${data.a}’s value`},
};

const widestTitle = 240;

const verdicts = {
  better: {symbol: 'circle', glyph: '●', colour: theme.good, solid: true},
  worse: {symbol: 'diamond', glyph: '◆', colour: theme.bad, solid: true},
  higher: {symbol: 'triangle', glyph: '▲', colour: theme.text, solid: true},
  lower: {symbol: 'triangle', glyph: '▲', colour: theme.text, solid: true},
  'no meaningful difference': {symbol: 'square', glyph: '■', colour: theme.faint, solid: true},
  undecided: {symbol: 'square', glyph: '□', colour: theme.faint, solid: false},
};

function domainOf(rows, {limit, least}) {
  const low = Math.min(-least, ...rows.map((row) => row.low));
  const high = Math.max(least, ...rows.map((row) => row.high));
  return [Math.max(low * 1.06, -limit), Math.min(high * 1.06, limit)];
}

function legend(rows, someBeyond) {
  const list = document.createElement('ul');
  list.className = 'legend';
  for (const [verdict, {glyph, colour}] of Object.entries(verdicts)) {
    if (!rows.some((row) => row.verdict === verdict)) continue;
    const item = document.createElement('li');
    const mark = document.createElement('span');
    mark.style.color = colour;
    mark.textContent = glyph;
    item.append(mark, ` ${verdict}`);
    list.append(item);
  }
  if (someBeyond) {
    const item = document.createElement('li');
    item.textContent = '◂ ▸ beyond the scale';
    list.append(item);
  }
  return list;
}

/** On a phone the words stand above each interval, otherwise beside it. Titles are cut where they would run into others. */
function words(rows, narrow, width) {
  const cut = {textOverflow: 'ellipsis-end'};
  if (narrow) {
    const labelRoom = 7 * Math.max(...rows.map((row) => row.label.length));
    const above = {y: 'title', dy: -16, fill: theme.text, stroke: theme.card, strokeWidth: 4, fontSize: 12};
    return [
      Plot.text(rows, {...above, text: 'title', frameAnchor: 'left', textAnchor: 'start', ...cut,
        lineWidth: (width - labelRoom - 24) / 12}),
      Plot.text(rows, {...above, text: 'label', frameAnchor: 'right', textAnchor: 'end'}),
    ];
  }
  return [
    Plot.axisY({label: null, tickSize: 0, ...cut, lineWidth: (widestTitle - 14) / 12.5}),
    Plot.text(rows, {y: 'title', text: 'label', frameAnchor: 'right', dx: 228, textAnchor: 'end', fill: theme.text}),
  ];
}

function draw(data, width) {
  const scale = scales[data.scale];
  const [from, to] = domainOf(data.rows, scale);
  const narrow = theme.isNarrow(width);
  const inside = (value) => Math.min(Math.max(value, from), to);
  const rows = data.rows.map((row) => ({...row, ...verdicts[row.verdict], from: inside(row.low), to: inside(row.high),
    visible: row.mean >= from && row.mean <= to}));
  const beyond = rows.flatMap((row) => [
    ...(row.low < from ? [{...row, at: from, arrow: '◂'}] : []),
    ...(row.high > to ? [{...row, at: to, arrow: '▸'}] : []),
  ]);
  // An interval that is wholly outside leaves a dotted trail to its arrow, so that the arrow is seen to belong to the row.
  const unseen = beyond.filter((row) => row.from === row.to);
  const shown = rows.filter((row) => row.visible);
  const longest = Math.max(...rows.map((row) => row.title.length));
  const axisWords = narrow ? scale.words(data) : `← worse      ${scale.words(data)}      better →`;
  const chart = Plot.plot({
    ...theme.frame(width),
    height: rows.length * (narrow ? 46 : 29) + 62,
    marginTop: narrow ? 22 : 8,
    marginBottom: 48,
    marginLeft: narrow ? 10 : Math.min(longest * 7.4 + 22, widestTitle),
    marginRight: narrow ? 10 : 236,
    x: {domain: [from, to], label: axisWords, labelAnchor: 'center', labelArrow: 'none', labelOffset: 42, grid: true,
      ticks: narrow ? 5 : 8, tickFormat: (value) => `${value}`.replace('-', '−') + scale.suffix},
    y: {domain: rows.map((row) => row.title), axis: null, label: null},
    marks: [
      Plot.ruleX([0], {stroke: theme.text}),
      Plot.ruleX(scale.marks.filter((mark) => mark > from && mark < to), {stroke: theme.faint, strokeDasharray: '2 4'}),
      Plot.link(unseen, {x1: 0, x2: 'at', y1: 'title', y2: 'title', stroke: 'colour', strokeDasharray: '1 5'}),
      Plot.link(rows, {x1: 'from', x2: 'to', y1: 'title', y2: 'title', stroke: 'colour', strokeWidth: 3}),
      Plot.dot(shown, {x: 'mean', y: 'title', r: 5.5, symbol: 'symbol', fill: (row) => (row.solid ? row.colour : theme.card),
        stroke: 'colour', strokeWidth: 2, rotate: (row) => (row.verdict === 'lower' ? 180 : 0)}),
      Plot.text(beyond, {x: 'at', y: 'title', text: 'arrow', fill: 'colour', fontSize: 17}),
      words(rows, narrow, width),
    ],
    symbol: {type: 'identity'},
  });
  return [legend(rows, beyond.length > 0), chart];
}

/** The chart of a figure's data, and how it is drawn at a width. */
export function forest(data) {
  return {controls: [], draw: (width) => draw(data, width)};
}
