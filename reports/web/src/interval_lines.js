// KPIs through the day: one stepped line per arm with its 95 % band, a switch for the KPI and one for the queue.
import * as Plot from '@observablehq/plot';

import {axisOf, estimateText} from './format.js';
import * as theme from './theme.js';
import {labelledTimes, layOut} from './time_axis.js';

const labelHeight = 17;
const height = 300;

/** A run's only line is the subject and takes its colour; in a comparison the first arm is the grey one to beat. */
const colourOf = (data, arm) => theme.armColour(data.arms.length > 1 ? arm : 1);

/** Unbroken stretches of one arm's line; the last slot of a stretch is drawn to its end. */
function stretches(series, positions, factor, arm) {
  const points = [];
  let stretch = 0;
  series.mean.forEach((mean, i) => {
    if (mean === null) return;
    const follows = i > 0 && series.mean[i - 1] !== null && positions[i] === positions[i - 1] + 1;
    if (!follows) stretch += 1;
    const half = series.half_width[i] ?? 0;
    const point = {x: positions[i], mean: mean * factor, low: (mean - half) * factor, high: (mean + half) * factor,
      arm, line: `${arm}/${stretch}`};
    points.push(point);
    const ends = positions[i + 1] !== positions[i] + 1 || series.mean[i + 1] == null;
    if (ends) points.push({...point, x: positions[i] + 1});
  });
  return points;
}

/** Shares from a round tenth below what is shown to 100 %, everything else from zero. */
function domainOf(points, goal, isShare) {
  const lows = points.map((point) => point.low).concat(goal ?? []);
  const highs = points.map((point) => point.high).concat(goal ?? []);
  const low = Math.min(...lows);
  const high = Math.max(...highs);
  if (!isShare) return [0, high > 0 ? high * 1.05 : 1];
  const top = high > 60 ? 100 : Math.max(Math.ceil((high * 1.05) / 5) * 5, 1);
  return [low > 30 ? Math.max(Math.floor(low / 10) * 10, 0) : 0, top];
}

/** Moves labels apart so that none covers another, keeping their order and staying inside the chart. */
function spread(labels, bottom) {
  labels.sort((a, b) => a.at - b.at);
  labels.forEach((label, i) => {
    if (i > 0) label.at = Math.max(label.at, labels[i - 1].at + labelHeight);
  });
  const overflow = labels.length ? labels[labels.length - 1].at - bottom : 0;
  if (overflow > 0) labels.forEach((label) => (label.at -= overflow));
  return labels;
}

function legend(entries) {
  const list = document.createElement('ul');
  list.className = 'legend';
  for (const {label, colour} of entries) {
    const item = document.createElement('li');
    item.style.color = colour;
    item.textContent = `━ ${label}`;
    list.append(item);
  }
  return list;
}

function draw(data, choice, width) {
  const kpi = data.kpis[choice.kpi];
  const scope = data.scopes[choice.scope];
  const {factor, unit} = axisOf(kpi);
  const all = data.series[choice.scope][choice.kpi];
  const {positions, days, end} = layOut(data.slots, data.slot_minutes);
  const points = all.flatMap((series, arm) => stretches(series, positions, factor, arm));
  const goal = kpi.name === 'service_level' && scope.goal !== null ? scope.goal * factor : null;
  const narrow = theme.isNarrow(width);
  const manyDays = days.length > 1;
  const named = data.arms.length > 1;
  const longest = Math.max(...data.arms.map((arm) => arm.length), 12);
  const marginRight = narrow || (!named && goal === null) ? 12 : Math.min(longest * 7.5 + 18, 200);
  const margins = {marginTop: 24, marginLeft: 46, marginRight, marginBottom: manyDays ? 46 : 28};
  const y = domainOf(points, goal, kpi.unit === 'share');
  const inner = height - margins.marginTop - margins.marginBottom;
  const pixel = (value) => margins.marginTop + ((y[1] - value) / (y[1] - y[0])) * inner;
  const pixelsPerSlot = (width - margins.marginLeft - marginRight) / end;

  const labels = [];
  if (named) {
    data.arms.forEach((arm, index) => {
      const last = points.filter((point) => point.arm === index).pop();
      if (last) labels.push({label: arm, at: pixel(last.mean), colour: colourOf(data, index), weight: 600});
    });
  }
  if (goal !== null) {
    labels.push({label: `target ${goal} ${unit}`, at: pixel(goal), colour: theme.bad, weight: 400});
  }
  const direct = narrow ? [] : spread(labels, height - margins.marginBottom);

  const ticks = labelledTimes(data.slots.map((slot) => slot.time), pixelsPerSlot, data.slot_minutes);
  const dayRoom = manyDays ? (days[0].to - days[0].from) * pixelsPerSlot : 0;
  const everyDay = Math.max(Math.ceil(64 / Math.max(dayRoom, 1)), 1);
  const hovered = data.slots.map((slot, i) => ({
    x: positions[i] + 0.5,
    y: Math.max(...all.map((series) => (series.mean[i] === null ? y[0] : series.mean[i] * factor))),
    title: [`${slot.day} ${slot.time}`, ...all.map((series, arm) => {
      const mean = series.mean[i];
      const half = series.half_width[i];
      const value = mean === null ? '–' : estimateText(mean * factor, half === null ? null : half * factor, unit);
      return named ? `${data.arms[arm]}: ${value}` : value;
    })].join('\n'),
  }));

  const chart = Plot.plot({
    ...theme.frame(width), ...margins, height,
    x: {domain: [0, end], axis: null},
    y: {domain: y, label: unit ? `${kpi.title} (${unit})` : kpi.title, grid: true, nice: kpi.unit !== 'share', ticks: 6},
    marks: [
      Plot.axisX(ticks.map((i) => positions[i]), {tickFormat: (_, i) => data.slots[ticks[i]].time, label: null}),
      manyDays ? Plot.ruleX(days.slice(1), {x: (day) => day.from - 1, stroke: theme.line}) : null,
      manyDays ? Plot.text(days.filter((_, i) => i % everyDay === 0), {x: (day) => (day.from + day.to) / 2, text: 'day',
        frameAnchor: 'bottom', dy: ticks.length ? 38 : 22, fill: theme.faint}) : null,
      Plot.areaY(points, {x: 'x', y1: 'low', y2: 'high', z: 'line', fill: (p) => colourOf(data, p.arm), fillOpacity: 0.17,
        curve: 'step-after'}),
      goal === null ? null : Plot.ruleY([goal], {stroke: theme.bad, strokeDasharray: '5 4'}),
      Plot.lineY(points, {x: 'x', y: 'mean', z: 'line', stroke: (p) => colourOf(data, p.arm), strokeWidth: 2,
        curve: 'step-after'}),
      direct.map((label) => Plot.text([label.label], {frameAnchor: 'top-right', dx: 10, dy: label.at - margins.marginTop,
        lineAnchor: 'middle', textAnchor: 'start', fill: label.colour, fontWeight: label.weight})),
      Plot.ruleX(hovered, Plot.pointerX({x: 'x', stroke: theme.faint, strokeOpacity: 0.5})),
      Plot.tip(hovered, Plot.pointerX({x: 'x', y: 'y', title: 'title', ...theme.tipStyle})),
    ],
  });
  return narrow && labels.length ? [legend(labels), chart] : [chart];
}

function button(label, pressed, onClick) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.setAttribute('aria-pressed', pressed);
  element.addEventListener('click', onClick);
  return element;
}

function kpiSwitch(data, choice, redraw, heading) {
  const subject = heading.textContent.replace(data.kpis[0].title, '');
  return data.kpis.map((kpi, index) => button(kpi.title, index === choice.kpi, (event) => {
    choice.kpi = index;
    for (const other of event.target.parentElement.querySelectorAll('button')) {
      other.setAttribute('aria-pressed', other === event.target);
    }
    heading.textContent = kpi.title + subject;
    redraw();
  }));
}

function scopeSwitch(data, choice, redraw) {
  const select = document.createElement('select');
  select.setAttribute('aria-label', 'Queue');
  data.scopes.forEach((scope, index) => select.add(new Option(scope.title, index)));
  select.addEventListener('change', () => {
    choice.scope = select.selectedIndex;
    redraw();
  });
  return select;
}

/** The chart of a figure's data: its switches, and how it is drawn at a width. */
export function intervalLines(data, {heading, redraw}) {
  const choice = {kpi: 0, scope: 0};
  const controls = data.kpis.length > 1 ? kpiSwitch(data, choice, redraw, heading) : [];
  if (data.scopes.length > 1) controls.push(scopeSwitch(data, choice, redraw));
  return {controls, draw: (width) => draw(data, choice, width)};
}
