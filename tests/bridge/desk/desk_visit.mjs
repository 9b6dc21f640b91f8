// Visits to the desk's page in a real browser, for the tests of it: a desk_probe, whose path is in TWINLINE_DESK_PROBE, and
// Chromium, while a file of tests runs. TWINLINE_CHROMIUM names another browser than Debian's; TWINLINE_SCREENSHOTS a
// folder to look at.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {randomBytes, scryptSync} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before} from 'node:test';

import {chromium} from 'playwright-core';

const password = 'let me in';
export const number = '+41 44 123 45 67';
const screenshots = process.env.TWINLINE_SCREENSHOTS;
const wide = {width: 1100, height: 900};
export const phone = {width: 390, height: 844};

/** What there is while tests run: `probe` takes commands, `address` is the page's. */
export const desk = {probe: null, address: ''};

let browser, folder;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

function passwordLine() {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, {N: 1024, r: 8, p: 1});
  return `scrypt$10$8$1$${salt.toString('hex')}$${key.toString('hex')}\n`;
}

/** A desk_probe; tell() sends it a command and waits until it is done. */
export async function startProbe(port) {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, passwordLine());
  const process_ = spawn(process.env.TWINLINE_DESK_PROBE, [String(port), passwordFile, mkdtempSync(join(folder, 'rollout_'))],
    {stdio: ['pipe', 'pipe', 'ignore']});
  const lines = createInterface({input: process_.stdout})[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => process_.on('exit', resolve));
  const done = async () => assert.equal((await lines.next()).value, 'ok');
  await done();
  return {
    async tell(command) {
      process_.stdin.write(`${command}\n`);
      await done();
    },
    async stop() {
      process_.stdin.end();
      assert.equal(await ended, 0, 'the probe ended badly');
    },
  };
}

before(async () => {
  assert.ok(process.env.TWINLINE_DESK_PROBE, 'TWINLINE_DESK_PROBE names no probe');
  folder = mkdtempSync(join(tmpdir(), 'desk_page_'));
  const port = await freePort();
  desk.address = `http://127.0.0.1:${port}/`;
  desk.probe = await startProbe(port);
  browser = await chromium.launch({
    executablePath: process.env.TWINLINE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  await desk.probe?.stop();
  rmSync(folder, {recursive: true});
});

/** Opens the page and gives it to `look`; complaints must be those expected, and no request may leave the desk. */
export async function open(options, look, expected = []) {
  const context = await browser.newContext({viewport: wide, ...options});
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    const complaints = [];
    const leaving = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(desk.address)) leaving.push(request.url());
    });
    await page.goto(desk.address);
    await look(page);
    assert.deepEqual(complaints.filter((text) => !expected.some((known) => text.includes(known))), [], 'console errors');
    assert.deepEqual(leaving, [], 'requests that leave the desk');
  } finally {
    await context.close();
  }
}

export async function logIn(page, user, typed = password) {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(typed);
  await page.getByRole('button', {name: 'Log in'}).click();
}

export const state = (page) => page.locator('#state');
export const callToExplain = (page) => page.getByRole('textbox', {name: 'Call', exact: true});

/** By the keyboard alone. */
export async function explain(page, key) {
  await callToExplain(page).focus();
  await page.keyboard.type(key);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: `Call ${key}, new loan, gold`}).waitFor();
}

export const isSideways = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Waits until the text is there. */
export const says = (locator, text) => locator.filter({hasText: text}).waitFor();

export async function screenshot(page, name) {
  if (screenshots) await page.screenshot({path: join(screenshots, `desk_${name}.png`), fullPage: true});
}
