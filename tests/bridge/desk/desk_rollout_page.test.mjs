// What supervisors see of policies: the rollout with its evidence, and why a call was routed so. node --test
// desk_rollout_page.test.mjs; desk_visit.mjs says what that needs.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {callToExplain, desk, explain, logIn, number, open, says, screenshot} from './desk_visit.mjs';

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

  await desk.probe.tell(`offer p7 ${number}`);
  const explainTheirs = page.getByRole('button', {name: 'Explain the call of Person 7'});
  await explainTheirs.waitFor();  // the board has been painted anew
  const name = (await page.locator('#agents tr', {hasText: 'Person 7'}).locator('td').nth(4).innerText()).split(',')[0];
  await explainTheirs.click();
  await page.getByRole('heading', {name: `Call ${name}, new loan, gold`}).waitFor();
  await callToExplain(page).fill('0'.repeat(16));
  await page.getByRole('button', {name: 'Explain', exact: true}).click();
  await says(page.getByRole('alert'), 'the journal has no such call');
  await says(page.locator('#explain-state'), 'Call 0000000000000000 could not be explained.');
  assert.equal(await story.isVisible(), false);
}, ['404 (Not Found)']));

test('which way of dealing out calls is unbiased is said, and a biased one is accepted in words', () => open({}, async (page) => {
  const bodies = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/rollout/canary')) bodies.push(request.postDataJSON());
  });
  await logIn(page, 'carla');
  await says(page.locator('#rollout-bias'), 'Unbiased here, by simulation: by block of time.');
  const rows = await page.locator('#rollout-designs tbody tr').evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows, [
    ['by call, a freed agent going by the call that has waited longest', 'biased', 'service level', '-2.1 pp', '-2.5 to -1.7 pp'],
    ['by call, a freed agent going by a draw', 'not shown to be unbiased', 'service level', '-0.4 pp', '-1.1 to 0.3 pp'],
    ['by block of time', 'unbiased', 'service level', '0.1 pp', '-0.2 to 0.4 pp']]);
  await page.getByLabel('Share').fill('20 %');
  await page.getByRole('button', {name: 'Canary'}).click();
  await says(page.getByRole('dialog'), 'What it shows will be biased here: service level -2.1 pp.');
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(page.locator('#rollout-last'), 'share 0.2');
  assert.deepEqual(bodies, [{split: {share: '20 %'}, accept_bias: true}]);
}));

test('a rollout whose journal is read again after a restart says so', () => open({}, async (page) => {
  let reading = true;
  await page.route('**/api/rollout', async (route) => {
    const answer = await (await route.fetch()).json();
    if (reading) Object.assign(answer.status, {reading, canary: null});
    await route.fulfill({json: answer});
  });
  await logIn(page, 'carla');
  await says(page.getByRole('status'), 'What was seen before the restart is being read from the journal');
  assert.equal(await page.locator('#rollout-arms').isVisible(), false);
  reading = false;
  await page.locator('#rollout-reading').waitFor({state: 'hidden'});
  await page.locator('#rollout-arms').waitFor();
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

test('a candidate in its shadow: how often it would have decided otherwise, and that its process is gone', () => open({}, async (page) => {
  await desk.probe.tell('shadow');
  await logIn(page, 'carla');
  const said = page.locator('#rollout-shadow-state');
  await says(page.locator('#rollout-stage'), /^Stage: shadow$/);
  await says(said, 'Shadow: it has said nothing yet.');
  await says(page.locator('#rollout-bias'), 'Which way of dealing out calls is unbiased here was not computed beforehand.');
  await desk.probe.tell('tick');
  await says(said, 'Shadow, following: 1200 facts seen, asked 400 times, would have decided otherwise in 30.00 %; ' +
    'expected 25.00 %; not asked, being behind, 7 times.');
  const causes = await page.locator('#rollout-shadow tbody tr').evaluateAll((all) =>
    Object.fromEntries(all.map((row) => [...row.cells].map((cell) => cell.textContent))));
  assert.equal(causes['other agent'], '118');
  assert.equal(causes.holds, '2');
  assert.equal(causes.threw, '0');
  assert.equal((await said.innerText()).includes('ended'), false);
  await desk.probe.tell('tick');
  await says(said, 'It has ended by itself: exit status 3.');
  await screenshot(page, 'shadow');
  await page.getByRole('button', {name: 'Roll back'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Yes'}).click();
  await says(page.locator('#rollout-stage'), /^Stage: off$/);
  for (const gone of ['#rollout-shadow-state', '#rollout-shadow', '#rollout-bias']) {
    assert.equal(await page.locator(gone).isVisible(), false, gone);
  }
}));
