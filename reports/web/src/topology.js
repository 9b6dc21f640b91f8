// What the calls ran on, drawn: sites as boxes one below the other with their hosts in them, trunks on their left, links
// between sites on their right. Each host, link and trunk is a tile with a bar for how busy it was at its busiest; what
// failed is red. Where things stand follows from their order alone.
import * as Plot from '@observablehq/plot';

import * as theme from './theme.js';

const lineHeight = 16;
const characterWidth = 6.8;  // of a text of the tiles' size, on average
const siteGap = 26;
const headHeight = 30;

const percent = (share) => `${(share * 100).toFixed(share > 0.995 && share < 1 ? 2 : 1)} %`;

/** As much of a text as has room. */
function fitted(text, width, scale = 1) {
  const most = Math.max(Math.floor(width / (characterWidth * scale)), 3);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const isDown = (thing) => thing.availability !== null && thing.availability < 1;

/** The lines of a tile: what it is called, what it is, how busy, and whether it failed. */
function linesOf(thing) {
  const lines = [{text: thing.name, isName: true, fill: theme.text}, {text: thing.about, fill: theme.faint},
    {text: thing.load, fill: theme.text}];
  if (isDown(thing)) lines.push({text: `✕ down ${percent(1 - thing.availability)}`, fill: theme.bad});
  return lines.filter(({text}) => text);
}

function sizesAt(width) {
  if (theme.isNarrow(width)) return {side: Math.floor(width * 0.285), wire: 14, tile: 92, gap: 8, padding: 6};
  return {side: 186, wire: 44, tile: 164, gap: 12, padding: 9};
}

/** Tiles of one column, each as near to its wish as those above it let it be. */
function stack(tiles, x, width, height, gap) {
  let next = 8;
  return tiles.sort((a, b) => a.wish - b.wish).map((tile) => {
    const y = Math.max(tile.wish - height / 2, next);
    next = y + height + gap;
    return {...tile, x, y, width, height};
  });
}

function layOut(data, width) {
  const {side, wire, tile, gap, padding} = sizesAt(width);
  const all = [...data.hosts, ...data.links, ...data.trunks];
  const lines = Math.max(...all.map((thing) => linesOf(thing).length), 2);
  const height = lines * lineHeight + 2 * padding + 8;
  const left = data.trunks.length ? side + wire : 1;
  const right = data.links.length ? width - side - wire : width - 1;
  const columns = Math.max(Math.floor((right - left - gap) / (tile + gap)), 1);
  const tileWidth = Math.min(tile + 60, (right - left - gap) / columns - gap);

  const boxes = [];
  const hosts = [];
  let top = 8;
  data.sites.forEach((site, index) => {
    const inside = data.hosts.filter((host) => host.site === index);
    const rows = Math.max(Math.ceil(inside.length / columns), 0);
    const box = {...site, x: left, y: top, width: right - left, height: headHeight + 2 + rows * (height + gap)};
    inside.forEach((host, i) => hosts.push({...host, width: tileWidth, height,
      x: left + gap + (i % columns) * (tileWidth + gap), y: top + headHeight + Math.floor(i / columns) * (height + gap)}));
    boxes.push(box);
    top += box.height + siteGap;
  });
  const middle = (box) => box.y + box.height / 2;
  const trunks = stack(data.trunks.map((trunk) => ({...trunk, wish: middle(boxes[trunk.site])})), 1, side, height, gap);
  const links = stack(data.links.map((link) => ({...link,
    wish: (middle(boxes[link.from]) + middle(boxes[link.to])) / 2})), right + wire, side, height, gap);
  const bottom = Math.max(...[...boxes, ...trunks, ...links].map((box) => box.y + box.height));
  return {boxes, tiles: [...hosts, ...trunks, ...links], wires: wiresOf(boxes, trunks, links), gap, padding, height: bottom + 2};
}

/** From the edge of a tile to that of a site's box, inside the box's height. */
function wiresOf(boxes, trunks, links) {
  const within = (y, box) => Math.min(Math.max(y, box.y + 14), box.y + box.height - 14);
  const wires = [];
  for (const trunk of trunks) {
    const box = boxes[trunk.site];
    const y = trunk.y + trunk.height / 2;
    wires.push({x1: trunk.x + trunk.width, y1: y, x2: box.x, y2: within(y, box), thing: trunk});
  }
  for (const link of links) {
    const y = link.y + link.height / 2;
    for (const end of [link.from, link.to]) {
      const box = boxes[end];
      wires.push({x1: link.x, y1: y, x2: box.x + box.width, y2: within(y, box), thing: link});
    }
  }
  return wires;
}

const rectangle = (things, options) => Plot.rect(things, {x1: 'x', x2: (thing) => thing.x + thing.width, y1: 'y',
  y2: (thing) => thing.y + thing.height, ...options});

const texts = (lines, options) => Plot.text(lines, {x: 'x', y: 'y', text: 'text', textAnchor: 'start',
  lineAnchor: 'middle', fill: 'fill', fontSize: 12, ...options});

/** How full a thing was at its busiest, along the foot of its tile. */
function bars(tiles, padding) {
  return tiles.filter((tile) => tile.peak !== null).map((tile) => ({...tile, x: tile.x + padding,
    y: tile.y + tile.height - padding - 5, height: 7, room: tile.width - 2 * padding}));
}

function draw(data, width) {
  const {boxes, tiles, wires, gap, padding, height} = layOut(data, width);
  const lines = tiles.flatMap((tile) => linesOf(tile).map((line, i) => ({...line, x: tile.x + padding,
    y: tile.y + padding + (i + 0.5) * lineHeight, text: fitted(line.text, tile.width - 2 * padding, line.isName ? 1.1 : 1)})));
  const heads = boxes.flatMap((box) => {
    const down = isDown(box) ? ` ✕ down ${percent(1 - box.availability)}` : '';
    const text = fitted([box.name, box.about].filter((part) => part).join(' · ') + down, box.width - 2 * gap, 1.16);
    return [{text, x: box.x + gap, y: box.y + headHeight / 2, fill: down ? theme.bad : theme.text}];
  });
  const scale = {type: 'linear', domain: [0, 100], interpolate: theme.ramp('load'), clamp: true};
  const gauges = bars(tiles, padding);
  const key = Plot.legend({color: {...scale, label: data.legend}, width: Math.min(280, width - 20), ticks: 5,
    style: {background: 'transparent', color: theme.text, fontSize: '12px', fontFamily: 'inherit'}});
  const strokeOf = (thing) => (isDown(thing) ? theme.bad : theme.line);
  const chart = Plot.plot({
    ...theme.frame(width), height: height, margin: 0,
    x: {type: 'identity', axis: null}, y: {type: 'identity', axis: null}, color: scale,
    marks: [
      Plot.link(wires, {x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', strokeWidth: 2,
        stroke: (wire) => (isDown(wire.thing) ? theme.bad : theme.faint),
        curve: 'bump-x'}),
      rectangle(boxes, {fill: theme.page, stroke: strokeOf, strokeWidth: 1.2, rx: 9}),
      rectangle(tiles, {fill: theme.card, stroke: strokeOf, rx: 6}),
      rectangle(gauges.map((bar) => ({...bar, width: bar.room})), {fill: theme.line, rx: 3}),
      rectangle(gauges.map((bar) => ({...bar, width: Math.max(bar.room * Math.min(bar.peak, 1), 3)})),
        {fill: (bar) => bar.peak * 100, rx: 3}),
      texts(heads, {fontSize: 13, fontWeight: 600}),
      texts(lines.filter((line) => line.isName), {fontWeight: 600}), texts(lines.filter((line) => !line.isName)),
      Plot.tip(tiles, Plot.pointer({x: (tile) => tile.x + tile.width / 2, y: (tile) => tile.y + tile.height / 2,
        title: 'title', ...theme.tipStyle})),
    ],
  });
  return [key, chart];
}

/** The chart of a figure's data, and how it is drawn at a width. */
export function topology(data) {
  return {controls: [], draw: (width) => draw(data, width)};
}
