// One square per day and interval: the change in service level between two arms, or the service level of one run.
import * as Plot from '@observablehq/plot';

import * as theme from './theme.js';
import {labelledTimes} from './time_axis.js';

/** Change diverges from zero, a level from its target; without a target it only grows. */
function colours(data, values) {
  if (data.kind === 'difference') {
    const extent = Math.max(...values.map(Math.abs), 1);
    return {type: 'diverging', pivot: 0, domain: [-extent, extent], interpolate: theme.ramp('change')};
  }
  const low = Math.min(...values);
  if (data.pivot !== null) {
    const pivot = data.pivot * 100;
    return {type: 'diverging', pivot, symmetric: false, domain: [Math.min(low, pivot - 10), 100],
      interpolate: theme.ramp('target')};
  }
  return {type: 'linear', domain: [Math.min(low, 90), 100], interpolate: theme.ramp('amount')};
}

function minutesBetween(times) {
  const minutes = times.filter((time) => time.length === 5).map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  const steps = minutes.slice(1).map((minute, i) => minute - minutes[i]);
  return steps.length ? Math.min(...steps) : 60;
}

function draw(data, width) {
  const narrow = theme.isNarrow(width);
  const marginLeft = Math.max(...data.days.map((day) => day.length)) * 7.4 + 14;
  const cells = data.cells.map((cell) => ({...cell, percent: cell.value * 100}));
  const pixelsPerSlot = (width - marginLeft - 12) / data.times.length;
  const ticks = labelledTimes(data.times, pixelsPerSlot, minutesBetween(data.times)).map((i) => data.times[i]);
  const scale = colours(data, cells.map((cell) => cell.percent));
  const key = Plot.legend({color: {...scale, label: data.legend}, width: Math.min(280, width - 20), ticks: 5,
    style: {background: 'transparent', color: theme.text, fontSize: '12px', fontFamily: 'inherit'}});
  const chart = Plot.plot({
    ...theme.frame(width),
    height: data.days.length * (data.days.length > 14 ? 17 : 29) + 44,
    marginTop: 10, marginBottom: 30, marginLeft, marginRight: 12,
    padding: 0,
    x: {type: 'band', domain: data.times, ticks, label: null, tickSize: 4},
    y: {type: 'band', domain: data.days, label: null, tickSize: 0},
    color: scale,
    marks: [
      Plot.cell(cells, {x: 'time', y: 'day', fill: 'percent', inset: narrow || pixelsPerSlot < 9 ? 0.25 : 0.8, rx: 1.5}),
      Plot.tip(cells, Plot.pointer({x: 'time', y: 'day', title: (cell) => `${cell.day} ${cell.time}\n${cell.label}`,
        ...theme.tipStyle})),
    ],
  });
  return [key, chart];
}

/** The chart of a figure's data, and how it is drawn at a width. */
export function heatMap(data) {
  return {controls: [], draw: (width) => draw(data, width)};
}
