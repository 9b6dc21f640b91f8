// Opens report pages in a real browser: node --test report_pages.test.mjs, with the pages' paths in TWINLINE_REPORT_PAGES,
// separated by colons. TWINLINE_CHROMIUM names another browser than Debian's; TWINLINE_SCREENSHOTS a folder to look at.
import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {chromium} from 'playwright-core';

const pages = (process.env.TWINLINE_REPORT_PAGES ?? '').split(':').filter((path) => path);
const screenshots = process.env.TWINLINE_SCREENSHOTS;
const wide = {width: 1100, height: 900};
const phone = {width: 390, height: 844};

let browser;

before(async () => {
  assert.notEqual(pages.length, 0, 'TWINLINE_REPORT_PAGES names no page');
  for (const path of pages) assert.ok(existsSync(path), `${path} does not exist`);
  browser = await chromium.launch({
    executablePath: process.env.TWINLINE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(() => browser?.close());

/** Opens a page and gives what it complained of and asked for to `look`, after which both must be empty. */
async function open(path, options, look) {
  const context = await browser.newContext({viewport: wide, ...options});
  try {
    const page = await context.newPage();
    const address = pathToFileURL(resolve(path)).href;
    const complaints = [];
    const requests = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) requests.push(request.url());
    });
    await page.goto(address);
    await look(page);
    assert.deepEqual(complaints, [], 'console errors');
    assert.deepEqual(requests, [], 'requests that leave the page');
  } finally {
    await context.close();
  }
}

async function screenshot(page, path, name) {
  if (!screenshots) return;
  await page.screenshot({path: join(screenshots, `${basename(path, '.html')}_${name}.png`), fullPage: true});
}

const figures = (page) => page.locator('figure[data-chart]');

/** Every figure has drawn something into a role=img of a size that can be seen. */
async function assertDrawn(page) {
  const count = await figures(page).count();
  assert.notEqual(count, 0, 'the page has no figure');
  for (let i = 0; i < count; ++i) {
    const figure = figures(page).nth(i);
    const plot = figure.getByRole('img').first();
    assert.ok((await plot.getAttribute('aria-label')).length > 10, 'a chart says what it shows');
    // Measured inside the page in one go: a chart that is drawn anew in between is another element.
    const chart = await figure.evaluate((element) => {
      const svg = [...element.querySelectorAll('svg')].at(-1);
      const {width, height} = svg.getBoundingClientRect();
      return {width, height, marks: svg.querySelectorAll('path, rect, line, circle').length};
    });
    assert.ok(chart.width > 200 && chart.height > 60, `chart ${i} is drawn`);
    const {marks} = chart;
    assert.ok(marks > 5, `chart ${i} has ${marks} marks`);
  }
}

const isSideways = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth);

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** Texts of a chart's SVG that lie over each other, or stick out of their card. */
const misplacedTexts = (page) => page.evaluate(() => {
  const misplaced = [];
  for (const svg of document.querySelectorAll('figure[data-chart] svg')) {
    const card = svg.closest('section').getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() && !text.closest('[aria-label=tip]'))
      .map((text) => ({name: text.textContent, box: text.getBoundingClientRect()}))
      .filter(({box}) => box.width > 0);
    texts.forEach(({name, box}, i) => {
      if (box.left < card.left || box.right > card.right) misplaced.push(`${name} leaves its card`);
      for (const other of texts.slice(i + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 4) misplaced.push(`${name} / ${other.name}`);
      }
    });
  }
  return misplaced;
});

for (const path of pages) {
  describe(basename(path), () => {
    for (const colorScheme of ['light', 'dark']) {
      test(`draws every chart in the ${colorScheme} scheme`, () => open(path, {colorScheme}, async (page) => {
        await assertDrawn(page);
        const channels = (await background(page)).match(/\d+/g).slice(0, 3).map(Number);
        const isDark = channels.every((channel) => channel < 60);
        assert.equal(isDark, colorScheme === 'dark', `background ${channels}`);
        assert.deepEqual(await misplacedTexts(page), []);
        await screenshot(page, path, colorScheme);
      }));
    }

    test('has the table behind every chart, folded until asked for', () => open(path, {}, async (page) => {
      const sections = page.locator('section', {has: page.locator('figure[data-chart]')});
      const count = await sections.count();
      assert.notEqual(count, 0);
      for (let i = 0; i < count; ++i) {
        const section = sections.nth(i);
        const table = section.locator('details table').first();
        assert.equal(await table.isVisible(), false);
        await section.locator('details summary').first().click();
        assert.equal(await table.isVisible(), true);
        assert.ok(await table.locator('tbody tr').count() > 0);
        await section.locator('details summary').first().click();
      }
    }));

    test('is readable without script', () => open(path, {javaScriptEnabled: false}, async (page) => {
      const tables = page.locator('table');
      const count = await tables.count();
      assert.ok(count > await page.locator('figure[data-chart]').count());
      for (let i = 0; i < count; ++i) assert.equal(await tables.nth(i).isVisible(), true, `table ${i}`);
      assert.equal(await figures(page).locator('svg').count(), 0);
      const text = await page.locator('main').innerText();
      for (const words of ['Definitions', 'Scenario hash', 'Seed']) assert.ok(text.includes(words), words);
      assert.equal(text.includes('"slots"'), false, 'chart data is not shown as text');
      await screenshot(page, path, 'no_script');
    }));

    test('fits a phone', () => open(path, {viewport: phone}, async (page) => {
      await assertDrawn(page);
      assert.equal(await isSideways(page), false, 'the page scrolls sideways');
      assert.deepEqual(await misplacedTexts(page), []);
      await screenshot(page, path, 'phone');
    }));

    test('draws what the calls ran on, with every part and every failure', () => open(path, {}, async (page) => {
      const drawings = page.locator('figure[data-chart=topology]');
      for (let i = 0; i < await drawings.count(); ++i) {
        const data = await drawings.nth(i).locator('script').evaluate((script) => JSON.parse(script.textContent));
        const tiles = [...data.hosts, ...data.links, ...data.trunks];
        const texts = await drawings.nth(i).locator('svg').last().locator('text').allTextContents();
        const shown = (name) => texts.some((text) => text === name || (text.endsWith('…') && name.startsWith(text.slice(0, -1))));
        for (const tile of tiles) assert.ok(shown(tile.name), `${tile.name} has a tile`);
        for (const site of data.sites) assert.ok(texts.some((text) => text.startsWith(site.name)), `${site.name} has a box`);
        const down = tiles.filter((tile) => tile.availability < 1).length;
        assert.equal(texts.filter((text) => text.startsWith('✕ down')).length, down);
        const section = drawings.nth(i).locator('xpath=ancestor::section');
        await section.locator('summary').click();
        assert.ok(await section.locator('tbody tr').count() >= tiles.length + data.sites.length);
      }
      const maps = page.locator('figure[data-chart=load_map]');
      assert.equal(await maps.count(), await drawings.count());
      for (let i = 0; i < await maps.count(); ++i) {
        const data = await maps.nth(i).locator('script').evaluate((script) => JSON.parse(script.textContent));
        const cells = data.rows.flatMap((row) => row.cells.filter((cell) => cell !== null));
        const wanted = cells.filter((cell) => cell.load !== null).length +
          cells.filter((cell) => cell.down > 0).length + cells.filter((cell) => cell.saturated >= 0.05).length;
        assert.equal(await maps.nth(i).locator('svg').last().locator('[aria-label=rect] rect').count(), wanted);
      }
    }));

    test('redraws when the width or the scheme changes', () => open(path, {}, async (page) => {
      // A chart is replaced while it is drawn anew: wait for what must come, never read once.
      const widths = () => page.evaluate(() => {
        const charts = [...document.querySelectorAll('figure svg')];
        return {first: charts.at(0).clientWidth, last: charts.at(-1).getBoundingClientRect().width};
      });
      const isDrawn = (limits) => page.waitForFunction(({firstAbove = 0, firstBelow = 1e9, lastBelow = 1e9}) => {
        const charts = [...document.querySelectorAll('figure svg')];
        if (charts.length === 0) return false;
        const first = charts.at(0).clientWidth;
        return first > firstAbove && first < firstBelow && charts.at(-1).getBoundingClientRect().width < lastBelow;
      }, limits);
      await isDrawn({});
      const before = await widths();
      await page.setViewportSize(phone);
      await isDrawn({firstBelow: 380, lastBelow: before.last});
      await page.emulateMedia({colorScheme: 'dark'});
      await page.setViewportSize(wide);
      await isDrawn({firstAbove: 300});
      await assertDrawn(page);
    }));

    test('switches the KPI of the interval chart', () => open(path, {}, async (page) => {
      const section = page.locator('section', {has: page.locator('figure[data-chart=interval_lines]')});
      const buttons = section.locator('.controls button');
      for (let i = 0; i < await buttons.count(); ++i) {
        await buttons.nth(i).click();
        const title = await buttons.nth(i).innerText();
        assert.equal(await buttons.nth(i).getAttribute('aria-pressed'), 'true');
        assert.equal(await section.locator('.controls [aria-pressed=true]').count(), 1);
        assert.ok((await section.locator('h2').innerText()).startsWith(title));
        assert.ok((await section.locator('svg').last().innerHTML()).includes(title), `the axis says ${title}`);
        assert.deepEqual(await misplacedTexts(page), []);
      }
      const queues = section.locator('.controls select');
      if (await queues.count() === 1) {
        // Offered calls differ by queue; staff who serve all queues, the last KPI, do not.
        await buttons.nth(1).click();
        const before = await section.locator('svg').last().innerHTML();
        await queues.selectOption({index: 1});
        assert.notEqual(await section.locator('svg').last().innerHTML(), before);
      }
    }));
  });
}
