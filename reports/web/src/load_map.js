// Load and failures through the day: one row per host, link and trunk, one cell per interval. The colour says how busy a
// thing was; a mark at the head of a cell that it was saturated for some of the time, one at its foot that it was down.
import * as Plot from '@observablehq/plot';

import * as theme from './theme.js';
import {labelledTimes, layOut} from './time_axis.js';

const rowHeight = 27;
const mark = 0.24;  // of a row's height
const worthAMark = 0.05;  // share of an interval that a thing was saturated

/** Room for the longest name, and names that fit into it. */
function labelsFor(rows, width) {
  const most = theme.isNarrow(width) ? 13 : 24;
  const names = rows.map(({name}) => (name.length > most ? `${name.slice(0, most - 1)}…` : name));
  return {names, room: Math.max(...names.map((name) => name.length)) * 7.3 + 12};
}

/** Cells of all rows, each from its slot to the next. */
function cellsOf(data, positions) {
  return data.rows.flatMap((row, at) => row.cells.flatMap((cell, slot) => (cell === null ? [] : [{...cell, at,
    x: positions[slot], title: `${row.name}\n${data.slots[slot].day} ${data.slots[slot].time}\n${cell.label}`}])));
}

function draw(data, width) {
  const {positions, days, end} = layOut(data.slots, data.slot_minutes);
  const {names, room} = labelsFor(data.rows, width);
  const margins = {marginTop: 8, marginLeft: room, marginRight: 12, marginBottom: days.length > 1 ? 46 : 28};
  const pixelsPerSlot = (width - margins.marginLeft - margins.marginRight) / end;
  const ticks = labelledTimes(data.slots.map((slot) => slot.time), pixelsPerSlot, data.slot_minutes);
  const everyDay = Math.max(Math.ceil(64 / Math.max((days[0].to - days[0].from) * pixelsPerSlot, 1)), 1);
  const cells = cellsOf(data, positions);
  const scale = {type: 'linear', domain: [0, 100], interpolate: theme.ramp('load'), clamp: true};
  const key = Plot.legend({color: {...scale, label: data.legend}, width: Math.min(280, width - 20), ticks: 5,
    style: {background: 'transparent', color: theme.text, fontSize: '12px', fontFamily: 'inherit'}});
  const across = {x1: 'x', x2: (cell) => cell.x + 1, insetLeft: pixelsPerSlot > 7 ? 0.6 : 0, insetRight: 0};
  const chart = Plot.plot({
    ...theme.frame(width), ...margins, height: data.rows.length * rowHeight + margins.marginTop + margins.marginBottom,
    x: {domain: [0, end], axis: null}, y: {domain: [data.rows.length, 0], axis: null}, color: scale,
    marks: [
      Plot.axisX(ticks.map((i) => positions[i]), {tickFormat: (_, i) => data.slots[ticks[i]].time, label: null}),
      days.length > 1 ? Plot.text(days.filter((_, i) => i % everyDay === 0), {x: (day) => (day.from + day.to) / 2,
        text: 'day', frameAnchor: 'bottom', dy: ticks.length ? 38 : 22, fill: theme.faint}) : null,
      Plot.text(names, {x: 0, y: (_, i) => i + 0.5, text: (name) => name, textAnchor: 'end', dx: -8}),
      Plot.rect(cells.filter((cell) => cell.load !== null), {...across, y1: (cell) => cell.at + 0.07,
        y2: (cell) => cell.at + 0.93, fill: (cell) => cell.load * 100}),
      Plot.rect(cells.filter((cell) => cell.saturated >= worthAMark), {...across, y1: (cell) => cell.at + 0.07,
        y2: (cell) => cell.at + 0.07 + mark, fill: theme.warning}),
      Plot.rect(cells.filter((cell) => cell.down > 0), {...across, y1: (cell) => cell.at + 0.93 - mark,
        y2: (cell) => cell.at + 0.93, fill: theme.bad}),
      Plot.tip(cells, Plot.pointer({x: (cell) => cell.x + 0.5, y: (cell) => cell.at + 0.5, title: 'title',
        ...theme.tipStyle})),
    ],
  });
  return [key, chart];
}

/** The chart of a figure's data, and how it is drawn at a width. */
export function loadMap(data) {
  return {controls: [], draw: (width) => draw(data, width)};
}
