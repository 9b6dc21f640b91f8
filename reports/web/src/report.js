// Draws the charts of a report page. Each <figure data-chart="…"> carries its data as JSON; the chart named so is drawn
// into it, again when the width or the colour scheme changes, and the table behind it is folded. Texts and tables are in
// the page already; where this fails, they stay as they are.
import {forest} from './forest.js';
import {heatMap} from './heat_map.js';
import {intervalLines} from './interval_lines.js';
import {loadMap} from './load_map.js';
import {darkScheme} from './theme.js';
import {topology} from './topology.js';

const charts = {interval_lines: intervalLines, forest, heat_map: heatMap, topology, load_map: loadMap};

function mount(figure) {
  const section = figure.closest('section');
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const plot = document.createElement('div');
  plot.className = 'plot';
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', figure.getAttribute('aria-label'));

  let drawnWidth = 0;
  const redraw = () => {
    drawnWidth = Math.floor(figure.clientWidth);
    if (drawnWidth === 0) return;  // a page that is not shown has no width yet
    plot.replaceChildren(...chart.draw(drawnWidth));
  };
  const chart = charts[figure.dataset.chart](data, {heading: section.querySelector('h2'), redraw});
  if (chart.controls.length) {
    const controls = document.createElement('div');
    controls.className = 'controls';
    controls.append(...chart.controls);
    figure.append(controls);
  }
  figure.append(plot);
  redraw();

  new ResizeObserver(() => {
    if (Math.floor(figure.clientWidth) !== drawnWidth) redraw();
  }).observe(figure);
  darkScheme.addEventListener('change', redraw);
  for (const details of section.querySelectorAll('details')) details.open = false;
}

for (const figure of document.querySelectorAll('figure[data-chart]')) {
  try {
    mount(figure);
  } catch (error) {
    // One chart that cannot be drawn must not take the others with it; its table stays open.
    console.error(`chart ${figure.dataset.chart}:`, error);
  }
}
