// Opens the desk's page in a real browser: node --test desk_page.test.mjs, with desk_probe's path in TWINLINE_DESK_PROBE.
// TWINLINE_CHROMIUM names another browser than Debian's; TWINLINE_SCREENSHOTS a folder to look at.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {randomBytes, scryptSync} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, test} from 'node:test';

import {chromium} from 'playwright-core';

const password = 'let me in';
const number = '+41 44 123 45 67';
const screenshots = process.env.TWINLINE_SCREENSHOTS;
const wide = {width: 1100, height: 900};
const phone = {width: 390, height: 844};

let browser, probe, address, folder;

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
async function startProbe(port) {
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
  address = `http://127.0.0.1:${port}/`;
  probe = await startProbe(port);
  browser = await chromium.launch({
    executablePath: process.env.TWINLINE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  await probe?.stop();
  rmSync(folder, {recursive: true});
});

/** Opens the page and gives it to `look`; complaints must be those expected, and no request may leave the desk. */
async function open(options, look, expected = []) {
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
      if (!request.url().startsWith(address)) leaving.push(request.url());
    });
    await page.goto(address);
    await look(page);
    assert.deepEqual(complaints.filter((text) => !expected.some((known) => text.includes(known))), [], 'console errors');
    assert.deepEqual(leaving, [], 'requests that leave the desk');
  } finally {
    await context.close();
  }
}

async function logIn(page, user, typed = password) {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(typed);
  await page.getByRole('button', {name: 'Log in'}).click();
}

const state = (page) => page.locator('#state');
const callToExplain = (page) => page.getByRole('textbox', {name: 'Call', exact: true});

/** By the keyboard alone. */
async function explain(page, key) {
  await callToExplain(page).focus();
  await page.keyboard.type(key);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: `Call ${key}, new loan, gold`}).waitFor();
}

const isSideways = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Waits until the text is there. */
const says = (locator, text) => locator.filter({hasText: text}).waitFor();

async function screenshot(page, name) {
  if (screenshots) await page.screenshot({path: join(screenshots, `desk_${name}.png`), fullPage: true});
}

test('a wrong password is said, a right one opens the desk, and logging out closes it', () => open({}, async (page) => {
  await page.getByRole('heading', {name: 'Log in'}).waitFor();
  assert.equal(await page.locator('#user').evaluate((input) => input === document.activeElement), true);
  await logIn(page, 'anna', 'let me out');
  await says(page.getByRole('alert'), 'User or password is wrong.');
  await logIn(page, 'anna');
  await says(state(page), 'Logged out');
  assert.equal(await page.getByRole('alert').isVisible(), false);
  await page.reload();
  await says(page.locator('#who'), 'Anna Amsler');
  assert.equal(await page.locator('#supervisor').isVisible(), false);
  const cookies = await page.context().cookies();
  assert.deepEqual(cookies.map(({httpOnly, sameSite}) => [httpOnly, sameSite]), [[true, 'Strict']]);
  await page.getByRole('button', {name: 'Log out'}).click();
  await page.getByRole('heading', {name: 'Log in'}).waitFor();
  assert.equal(await page.locator('#desk').isVisible(), false);
}, ['401 (Unauthorized)']));

test('a call from ready to ready', () => open({}, async (page) => {
  await logIn(page, 'anna');
  await page.getByLabel('Not ready for').selectOption('meeting');
  await page.getByRole('button', {name: 'Not ready', exact: true}).click();
  await says(state(page), 'Not ready (meeting)');
  await page.getByRole('button', {name: 'Ready', exact: true}).click();
  await says(state(page), /^Ready$/);
  assert.equal(await page.getByRole('button', {name: 'Ready', exact: true}).isVisible(), false);

  await probe.tell(`offer anna ${number}`);
  await page.getByRole('heading', {name: 'Your phone rings'}).waitFor();
  const facts = await page.locator('#call-facts').innerText();
  for (const words of [number, 'new loan', 'gold', 'loans', '4711', 'welcome, menu 2']) {
    assert.ok(facts.includes(words), `${words} in ${facts}`);
  }
  assert.equal(await page.locator('#announcement').innerText(), 'Your phone rings about new loan');
  assert.ok((await page.title()).startsWith('Your phone rings'));
  assert.equal(await page.getByRole('button', {name: 'Hang up'}).isVisible(), false);
  await screenshot(page, 'call_rings');

  await probe.tell('attribute anna <img src=x onerror=alert(1)>');
  await says(page.locator('#call-facts'), '<img src=x onerror=alert(1)>');

  await probe.tell('answer anna');
  await says(state(page), 'In talk');
  await page.getByLabel('Transfer to').selectOption('question');
  await page.getByRole('button', {name: 'Transfer', exact: true}).click();
  await says(state(page), 'Wrap-up');
  assert.equal((await page.locator('main').innerText()).includes(number), false, 'the number is gone with the call');
  await page.getByRole('button', {name: 'Wrap-up done'}).click();
  await says(state(page), /^Ready$/);
  assert.equal(await page.locator('#call').isVisible(), false);

  await probe.tell(`offer anna ${number}`);
  await probe.tell('answer anna');
  await page.getByRole('button', {name: 'Hang up'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'No'}).click();
  await says(state(page), 'In talk');
  await page.getByRole('button', {name: 'Hang up'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(state(page), 'Wrap-up');
}));

test('an agent passes the caller on to a number, if it may be called', () => open({}, async (page) => {
  await logIn(page, 'anna');
  await probe.tell(`offer anna ${number}`);
  assert.equal(await page.getByRole('button', {name: 'Pass on'}).isVisible(), false, 'nobody is there to pass on yet');
  await probe.tell('answer anna');
  const passOn = page.getByRole('button', {name: 'Pass on'});
  await page.getByLabel('or to a number').fill('+900 1234');
  await passOn.click();
  await says(page.getByRole('alert'), 'this number may not be called');
  await says(state(page), 'In talk');
  await page.getByLabel('or to a number').fill('+41445550199');
  await passOn.click();
  await says(state(page), 'Wrap-up');
  assert.equal(await page.getByRole('alert').isVisible(), false);
  assert.equal(await passOn.isVisible(), false);
  assert.equal((await page.locator('main').innerText()).includes(number), false, 'the number is gone with the call');
}, ['409 (Conflict)']));

test('an agent sees that the call is recorded, pauses that and goes on', () => open({}, async (page) => {
  await logIn(page, 'anna');
  await probe.tell(`offer anna ${number}`);
  assert.equal(await page.locator('#recording').isVisible(), false, 'nobody is recorded before the talk');
  await probe.tell('answer anna');
  await says(page.locator('#recording-state'), 'This call is being recorded.');
  await page.getByRole('button', {name: 'Pause the recording'}).click();
  await says(page.locator('#recording-state'), 'The recording is paused.');
  await page.getByRole('button', {name: 'Go on recording'}).click();
  await says(page.locator('#recording-state'), 'This call is being recorded.');
  assert.equal(await page.getByRole('button', {name: 'Go on recording'}).isVisible(), false);
}));

test('a lost phone and a refused wish are said; a request is answered', () => open({}, async (page) => {
  await logIn(page, 'bert');
  await probe.tell('phone bert off');
  await says(page.locator('#phone'), 'Your phone cannot be reached');
  await says(state(page), 'Not ready (phone)');
  await page.getByRole('button', {name: 'Ready', exact: true}).click();
  await says(page.getByRole('alert'), 'the phone is not registered');
  await probe.tell('phone bert on');
  await probe.tell('request bert');
  await says(page.locator('#request-list'), 'Move to another group: advice');
  await page.getByRole('button', {name: 'Accept'}).click();
  await page.locator('#requests').waitFor({state: 'hidden'});
}, ['409 (Conflict)']));

test('time goes on while nothing happens, and a button keeps its focus while boards come', () => open({}, async (page) => {
  await logIn(page, 'carla');
  await page.getByRole('button', {name: 'Ready', exact: true}).focus();
  const before_ = await page.locator('#since').innerText();
  await page.waitForFunction((text) => document.getElementById('since').textContent !== text, before_);
  await probe.tell('boards 500');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ready');
}));

test('a supervisor sees everybody, and acts after being asked', () => open({}, async (page) => {
  await probe.tell(`offer p7 ${number}`);
  await probe.tell('answer p7');
  await logIn(page, 'carla');
  await page.getByRole('heading', {name: 'Agents'}).waitFor();
  await page.getByLabel('Find').fill('person 7');
  const row = page.locator('#agents tbody tr');
  await says(row, 'In talk');
  assert.equal(await row.count(), 1);
  assert.equal((await page.locator('main').innerText()).includes(number), false, 'no number for supervisors');
  await page.getByRole('button', {name: 'Listen in on Person 7'}).click();
  await page.getByLabel('Group of Person 7').selectOption('service');
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await page.waitForFunction(() => document.querySelector('#agents select')?.value === 'service');
  await page.getByRole('button', {name: 'Release Person 7'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(row, /Ready/);
  await page.getByLabel('Find').fill('');
  assert.equal(await row.count(), 28);
  await page.getByRole('button', {name: 'Drain'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(page.locator('#health'), 'draining: new calls are refused');
  await page.getByRole('button', {name: 'End the drain'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(page.locator('#health'), 'All is well.');
}));

test('everything that can be operated has a name', () => open({}, async (page) => {
  await logIn(page, 'carla');
  await page.getByRole('heading', {name: 'Agents'}).waitFor();
  await says(page.locator('#rollout-stage'), 'canary');
  await explain(page, '0123456789abcdef');
  const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, select')]
    .filter((each) => !(each.labels?.length || each.textContent.trim() && each.tagName === 'BUTTON' ||
      each.getAttribute('aria-label'))).map((each) => each.outerHTML));
  assert.deepEqual(nameless, []);
  for (const table of await page.locator('table:visible').all()) {
    assert.ok(await table.locator('caption').count(), 'tables have captions');
  }
}));

for (const colorScheme of ['light', 'dark']) {
  test(`follows the ${colorScheme} scheme, with text that stands out`, () => open({colorScheme}, async (page) => {
    await screenshot(page, `login_${colorScheme}`);
    await logIn(page, 'carla');
    await page.getByRole('heading', {name: 'Agents'}).waitFor();
    await says(page.locator('#rollout-stage'), 'canary');
    await explain(page, '0123456789abcdef');
    // WCAG 2.1: the ratio of relative luminances of text and ground, 4.5 at least.
    const faint = await page.evaluate(() => {
      const luminance = (color) => {
        const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map((value) => {
          const share = value / 255;
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (each) => {
        const {backgroundColor} = getComputedStyle(each);
        return /, 0\)$/.test(backgroundColor) ? ground(each.parentElement) : backgroundColor;
      };
      return [...document.querySelectorAll(
        'h1, h2, h3, h4, p, button, caption, td, th, dt, dd, summary, label, option, select, strong, span')]
        .filter((each) => each.checkVisibility() && each.textContent.trim())
        .filter((each) => {
          const [a, b] = [luminance(getComputedStyle(each).color), luminance(ground(each))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
        }).map((each) => each.outerHTML);
    });
    assert.deepEqual(faint, []);
    const channels = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).match(/\d+/g).map(Number);
    assert.equal(channels.slice(0, 3).every((channel) => channel < 60), colorScheme === 'dark');
    await screenshot(page, `supervisor_${colorScheme}`);
  }));
}

test('a supervisor sees how a canary does, and what speaks for it', () => open({}, async (page) => {
  await logIn(page, 'carla');
  await says(page.locator('#rollout-stage'), /^Stage: canary$/);
  const policies = await page.locator('#rollout-policies').innerText();
  for (const text of [/In force\s+longest idle agent 1\s+the bridge’s own file/,
    /Candidate\s+round robin 1.*\s+manifest [0-9a-f]{12}, serial 4, by Anna, signed by Anna at /]) {
    assert.match(policies, text);
  }
  const rows = (id) => page.locator(`#${id} tbody tr`).evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const arms = Object.fromEntries(await rows('rollout-arms').then((all) => all.map(([name, ...cells]) => [name, cells])));
  const calls = ['incumbent', 'candidate'].map((arm) => Number(arms[arm][0]));
  assert.equal(calls[0] + calls[1], 4000);
  assert.ok(Math.min(...calls) > 1800, `half of the calls each: ${calls}`);
  for (const [, , , , level] of Object.values(arms)) assert.match(level, /^6\d\.\d %$/);
  const [[kpi, difference, interval, n, limit]] = await rows('rollout-differences');
  assert.deepEqual([kpi, n, limit], ['service level', '4000', '10.0 pp']);
  const [low, high] = interval.match(/^(-?[\d.]+) to (-?[\d.]+) pp$/).slice(1).map(Number);
  assert.ok(low < parseFloat(difference) && parseFloat(difference) < high, interval);
  assert.deepEqual(await rows('rollout-evidence'), [
    ['bank week', 'loans: service level', 'as is', '3.1 pp', '2.0 to 4.3 pp', 'better'],
    ['bank week', 'mean wait', 'as is', '-2.4 s', '-4.9 to 0.1 s', 'undecided']]);
  await screenshot(page, 'rollout');
}));

test('a supervisor has a call explained, by the keyboard and in words', () => open({}, async (page) => {
  await logIn(page, 'carla');
  await page.getByRole('heading', {name: 'Why was this call routed so?'}).waitFor();
  await explain(page, '0123456789abcdef');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'explain-heading');
  const story = page.locator('#explain-story');
  const titles = await page.locator('#explain-decisions h4').allInnerTexts();
  assert.deepEqual(titles, ['Decision 1, +0.0 s: this call waits; this call waits on',
    'Decision 4, +21.0 s: Person 7 (advice) is free; this call is given']);
  for (const text of ['What has happened so far', 'is offered to Person 7 (advice) (decision 4)', 'split 1 (share 10 %)',
    'has waited 21.0 s', 'tickets 2', 'loans: 3 waiting, 1 ringing', 'advice (rank 0, level 4): 1 idle, 20 engaged',
    'Decided: nothing, because: nobody who may serve it idles.',
    'The candidate would have decided the same: nothing, because: nobody who may serve it idles.',
    'Decided: offer this call to Person 7 (advice), because: the incumbent decides; waits longest.',
    'The candidate would have decided otherwise: offer call 00000000000000a1 to Person 7 (advice), because: <b>worth more</b>.',
    'The candidate is round_robin@1. Counterfactual: each answer is to what really happened.']) {
    await says(story, text);
  }
  const rows = await page.getByRole('region', {name: 'Decision 4: who was weighed'}).locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows, [['this call', 'Person 7', 'advice', '21.000', 'won', 'waits longest'],
    ['00000000000000a1', 'Person 7', 'advice', '4.000', 'lost', 'waits less long']]);

  const others = page.locator('#explain-decisions li');
  assert.equal(await others.first().isVisible(), false, 'what passed the call over is folded up');
  await page.locator('#explain-decisions summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await others.count(), 2);
  assert.equal(await others.first().innerText(),
    '2, +7.0 s: Person 3 (advice) is free; offer call 00000000000000a0 to Person 3 (advice), because: waits longest');
  await screenshot(page, 'explanation');

  await probe.tell(`offer p7 ${number}`);
  const name = (await page.locator('#agents tr', {hasText: 'Person 7'}).locator('td').nth(4).innerText()).split(',')[0];
  await page.getByRole('button', {name: 'Explain the call of Person 7'}).click();
  await page.getByRole('heading', {name: `Call ${name}, new loan, gold`}).waitFor();
  await callToExplain(page).fill('0'.repeat(16));
  await page.getByRole('button', {name: 'Explain', exact: true}).click();
  await says(page.getByRole('alert'), 'the journal has no such call');
  await says(page.locator('#explain-state'), 'Call 0000000000000000 could not be explained.');
  assert.equal(await story.isVisible(), false);
}, ['404 (Not Found)']));

test('an agent sees nothing of rollouts, and asks for nothing', () => open({}, async (page) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await logIn(page, 'bert');
  await page.getByRole('heading', {name: 'Queues'}).waitFor();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('#rollout').isVisible(), false);
  assert.deepEqual(asked.filter((url) => url.includes('rollout') && !url.endsWith('.js')), []);
}));

test('fits a phone', () => open({viewport: phone}, async (page) => {
  await screenshot(page, 'login_phone');
  await logIn(page, 'anna');
  await probe.tell(`offer anna ${number}`);
  await probe.tell('answer anna');
  await says(state(page), 'In talk');
  assert.equal(await isSideways(page), false, 'the page scrolls sideways');
  const small = await page.evaluate(() => [...document.querySelectorAll('button, select')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 40).map((each) => each.id));
  assert.deepEqual(small, [], 'buttons too low for thumbs');
  await screenshot(page, 'agent_phone');
  await page.getByRole('button', {name: 'Log out'}).click();
  await logIn(page, 'carla');
  await says(page.locator('#rollout-stage'), 'canary');
  await explain(page, '0123456789abcdef');
  assert.equal(await isSideways(page), false, 'the page scrolls sideways');
  await screenshot(page, 'supervisor_phone');
}));

test('a supervisor freezes a rollout and rolls it back, by requests that no other site could send', () => open({}, async (page) => {
  const headers = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/rollout/')) headers.push(request.headers());
  });
  await logIn(page, 'carla');
  const stage = page.locator('#rollout-stage');
  await page.getByRole('button', {name: 'Freeze', exact: true}).click();
  await says(stage, 'Stage: canary, frozen');
  await page.getByRole('button', {name: 'Full'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(page.getByRole('alert'), 'the rollout is frozen');
  await page.getByRole('button', {name: 'End the freeze'}).click();
  await says(stage, /^Stage: canary$/);
  await page.getByRole('button', {name: 'Roll back'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'No'}).click();
  await says(stage, /^Stage: canary$/);
  await page.getByRole('button', {name: 'Roll back'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(stage, /^Stage: off$/);
  await says(page.locator('#rollout-last'), 'rollback, carla: ');
  assert.equal(headers.length, 4);
  for (const each of headers) assert.match(each['x-csrf-token'], /^[0-9a-f]{32,}$/);
  for (const gone of ['#rollout-arms', '#rollout-evidence', '#rollout-rollback', '#rollout-full', '#rollout-canary']) {
    assert.equal(await page.locator(gone).isVisible(), false, gone);
  }
}, ['409 (Conflict)']));

test('a bridge that goes away is said, and the desk comes back with it', () => open({}, async (page) => {
  await logIn(page, 'anna');
  await says(state(page), 'In talk');
  await probe.stop();
  await says(page.locator('#connection'), 'The connection to the desk is lost');
  probe = await startProbe(Number(new URL(address).port));
  // Sessions live in the bridge's memory: after its restart everybody logs in again.
  await page.getByRole('heading', {name: 'Log in'}).waitFor({timeout: 15000});
  await says(page.getByRole('alert'), 'You were logged out.');
  await logIn(page, 'anna');
  await says(state(page), 'Logged out');
}, ['net::ERR_', '401 (Unauthorized)']));
