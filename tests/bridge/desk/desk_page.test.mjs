// The desk's page as agents and supervisors meet it: node --test desk_page.test.mjs; desk_visit.mjs says what that needs.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {desk, explain, isSideways, logIn, number, open, phone, says, screenshot, startProbe, state} from './desk_visit.mjs';

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

  await desk.probe.tell(`offer anna ${number}`);
  await page.getByRole('heading', {name: 'Your phone rings'}).waitFor();
  const facts = await page.locator('#call-facts').innerText();
  for (const words of [number, 'new loan', 'gold', 'loans', '4711', 'welcome, menu 2']) {
    assert.ok(facts.includes(words), `${words} in ${facts}`);
  }
  assert.equal(await page.locator('#announcement').innerText(), 'Your phone rings about new loan');
  assert.ok((await page.title()).startsWith('Your phone rings'));
  assert.equal(await page.getByRole('button', {name: 'Hang up'}).isVisible(), false);
  await screenshot(page, 'call_rings');

  await desk.probe.tell('attribute anna <img src=x onerror=alert(1)>');
  await says(page.locator('#call-facts'), '<img src=x onerror=alert(1)>');

  await desk.probe.tell('answer anna');
  await says(state(page), 'In talk');
  await page.getByLabel('Transfer to').selectOption('question');
  await page.getByRole('button', {name: 'Transfer', exact: true}).click();
  await says(state(page), 'Wrap-up');
  assert.equal((await page.locator('main').innerText()).includes(number), false, 'the number is gone with the call');
  await page.getByRole('button', {name: 'Wrap-up done'}).click();
  await says(state(page), /^Ready$/);
  assert.equal(await page.locator('#call').isVisible(), false);

  await desk.probe.tell(`offer anna ${number}`);
  await desk.probe.tell('answer anna');
  await page.getByRole('button', {name: 'Hang up'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'No'}).click();
  await says(state(page), 'In talk');
  await page.getByRole('button', {name: 'Hang up'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(state(page), 'Wrap-up');
}));

test('an agent passes the caller on to a number, if it may be called', () => open({}, async (page) => {
  await logIn(page, 'anna');
  await desk.probe.tell(`offer anna ${number}`);
  assert.equal(await page.getByRole('button', {name: 'Pass on'}).isVisible(), false, 'nobody is there to pass on yet');
  await desk.probe.tell('answer anna');
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
  await desk.probe.tell(`offer anna ${number}`);
  assert.equal(await page.locator('#recording').isVisible(), false, 'nobody is recorded before the talk');
  await desk.probe.tell('answer anna');
  await says(page.locator('#recording-state'), 'This call is being recorded.');
  await page.getByRole('button', {name: 'Pause the recording'}).click();
  await says(page.locator('#recording-state'), 'The recording is paused.');
  await page.getByRole('button', {name: 'Go on recording'}).click();
  await says(page.locator('#recording-state'), 'This call is being recorded.');
  assert.equal(await page.getByRole('button', {name: 'Go on recording'}).isVisible(), false);
}));

test('a lost phone and a refused wish are said; a request is answered', () => open({}, async (page) => {
  await logIn(page, 'bert');
  await desk.probe.tell('phone bert off');
  await says(page.locator('#phone'), 'Your phone cannot be reached');
  await says(state(page), 'Not ready (phone)');
  await page.getByRole('button', {name: 'Ready', exact: true}).click();
  await says(page.getByRole('alert'), 'the phone is not registered');
  await desk.probe.tell('phone bert on');
  await desk.probe.tell('request bert');
  await says(page.locator('#request-list'), 'Move to another group: advice');
  await page.getByRole('button', {name: 'Accept'}).click();
  await page.locator('#requests').waitFor({state: 'hidden'});
}, ['409 (Conflict)']));

test('time goes on while nothing happens, and a button keeps its focus while boards come', () => open({}, async (page) => {
  await logIn(page, 'carla');
  await page.getByRole('button', {name: 'Ready', exact: true}).focus();
  const before_ = await page.locator('#since').innerText();
  await page.waitForFunction((text) => document.getElementById('since').textContent !== text, before_);
  await desk.probe.tell('boards 500');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ready');
}));

test('a supervisor sees everybody, and acts after being asked', () => open({}, async (page) => {
  await desk.probe.tell(`offer p7 ${number}`);
  await desk.probe.tell('answer p7');
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
  await desk.probe.tell(`offer anna ${number}`);
  await desk.probe.tell('answer anna');
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

test('a bridge that goes away is said, and the desk comes back with it', () => open({}, async (page) => {
  await logIn(page, 'anna');
  await says(state(page), 'In talk');
  await desk.probe.stop();
  await says(page.locator('#connection'), 'The connection to the desk is lost');
  desk.probe = await startProbe(Number(new URL(desk.address).port));
  // Sessions live in the bridge's memory: after its restart everybody logs in again.
  await page.getByRole('heading', {name: 'Log in'}).waitFor({timeout: 15000});
  await says(page.getByRole('alert'), 'You were logged out.');
  await logIn(page, 'anna');
  await says(state(page), 'Logged out');
}, ['net::ERR_', '401 (Unauthorized)']));
