// Why a call was routed so, for supervisors: its life, and at each routing decision what was known, who was weighed, why
// the winner won, by which policy, and what the other arm would have done. All of it is said in words.
import {byId, element, say, show, words} from './elements.js';
import {get} from './api.js';

let ask = null;

export function startExplainView(act) {
  ask = act;
  byId('explain-form').onsubmit = (event) => {
    event.preventDefault();
    explain(byId('explain-call').value.trim());
  };
}

/** Asks the bridge about a call, by its key, and shows the answer. */
export async function explain(key) {
  byId('explain-call').value = key;
  show(false, byId('explain-story'));
  say(byId('explain-state'), `The journal is being read for call ${key} …`);
  let story = null;
  await ask(async () => {
    story = await get(`api/calls/${encodeURIComponent(key)}/explanation`);
  });
  say(byId('explain-state'), story ? '' : `Call ${key} could not be explained.`);
  if (story) showStory(story);
}

/** A table that is made once; what it is about stands over it. */
function table(caption, headings, rows) {
  const names = headings.map(([text, kind]) => element('th', {scope: 'col', class: kind}, text));
  const made = element('table', {}, element('caption', {}, caption), element('thead', {}, element('tr', {}, ...names)),
    element('tbody', {}, ...rows));
  return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption}, made);
}

const after = (seconds) => `+${seconds.toFixed(1)} s`;

function policyText({name, version, parameters}) {
  const given = Object.entries(parameters).map(([parameter, value]) => `${words(parameter)} ${value}`).join(', ');
  return `${words(name)} ${version}${given ? ` (${given})` : ''}`;
}

const roles = {
  incumbent: 'The incumbent',
  candidate: 'The candidate',
  in_force: 'The policy that is in force now',
  former: 'The policy that was in force before',
};

const standings = {chosen: 'this call is given', left: 'this call waits on', passed_over: 'this call is passed over'};

function showStory(story) {
  const {call, counterfactual} = story;
  say(byId('explain-heading'), `Call ${call.key}, ${[words(call.type), words(call.segment)].filter(Boolean).join(', ')}`);
  byId('explain-life').replaceChildren(lifeTable(story));
  const other = counterfactual && (roles[counterfactual.role] ?? 'Another policy');
  byId('explain-decisions').replaceChildren(...together(story.decisions).map((steps) =>
    steps.length === 1 ? decision(steps[0], other) : passedOver(steps)));
  say(byId('explain-limits'), counterfactual ? `${other} is ${counterfactual.policy}. ${counterfactual.limits}` :
    'There is no other policy that could be asked what it would have decided.');
  show(true, byId('explain-story'));
  byId('explain-heading').focus();
}

function lifeTable(story) {
  const rows = story.life.map((event) => element('tr', {},
    element('th', {scope: 'row', class: 'words'}, event.local ?? ''),
    element('td', {}, after(event.at_seconds)),
    element('td', {class: 'words'}, event.decision ? `${event.text} (decision ${event.decision})` : event.text)));
  return table(story.ended ? 'What happened' : 'What has happened so far',
    [[`Time (${story.time_zone})`, 'words'], ['After arrival', ''], ['What', 'words']], rows);
}

/** Decisions that only passed the call over, one after the other, are told together. */
function together(decisions) {
  const groups = [];
  for (const step of decisions) {
    const last = groups.at(-1);
    if (step.standing === 'passed_over' && last?.[0].standing === 'passed_over') last.push(step);
    else groups.push([step]);
  }
  return groups;
}

function passedOver(steps) {
  const lines = steps.map((step) =>
    element('li', {}, `${step.number}, ${after(step.at_seconds)}: ${step.occasion}; ${answerText(step.recorded)}`));
  return element('details', {}, element('summary', {},
    `Decisions ${steps[0].number} to ${steps.at(-1).number}: ${standings.passed_over}`), element('ul', {}, ...lines));
}

function decision(step, other) {
  const title = `Decision ${step.number}, ${after(step.at_seconds)}: ${step.occasion}; ${standings[step.standing]}`;
  const parts = [element('h4', {}, title), element('dl', {}, ...knownFacts(step)),
    element('p', {}, `Decided: ${answerText(step.recorded)}.`),
    ...candidates(`Decision ${step.number}: who was weighed`, step.recorded)];
  if (step.counterfactual) {
    const {differs} = step.counterfactual;
    parts.push(element('p', {class: 'other-arm'},
      `${other} would have decided ${differs ? 'otherwise' : 'the same'}: ${answerText(step.counterfactual)}.`));
    if (differs) parts.push(...candidates(`Decision ${step.number}: whom the other policy weighs`, step.counterfactual));
  }
  return element('section', {class: 'decision'}, ...parts);
}

function answerText({decided, because}) {
  const what = decided.length ? decided.join(', ') : 'nothing';
  return because ? `${what}, because: ${because}` : what;
}

function knownFacts({policy, known}) {
  const groups = known.groups.map((group) => `${words(group.group)} (rank ${group.rank}, level ${group.level}): ` +
    `${group.idle} idle, ${group.engaged} engaged, ${group.not_ready} not ready of ${group.logged_in}`);
  const queues = known.queues.map((queue) => `${words(queue.queue)}: ${queue.waiting} waiting, ${queue.ringing} ringing`);
  const attributes = Object.entries(known.attributes).map(([name, value]) => `${words(name)} ${value}`);
  const pairs = [
    ['Policy in force', policyText(policy)],
    ['The call', `${words(known.type)} in queue ${words(known.queue)}, priority ${known.priority}, has waited ` +
      `${known.waited_seconds.toFixed(1)} s, ${known.ahead_in_line} ahead in its line, asked ${known.asked} times, ` +
      `${known.refusals} offers came to nothing`],
    ...(attributes.length ? [['Attributes', attributes.join('; ')]] : []),
    ['Queues', queues.join('; ')],
    ['Who may serve it', groups.join('; ') || 'nobody'],
    ...(known.forecast ? [['Forecast', `${known.forecast.calls} calls (${known.forecast.low} to ${known.forecast.high})`]] : []),
  ];
  return pairs.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
}

function candidates(caption, answer) {
  if (!answer.candidates.length) return [];
  const rows = answer.candidates.map((candidate) => element('tr', {},
    element('th', {scope: 'row', class: 'words'}, candidate.this_call ? 'this call' : candidate.call ?? '–'),
    element('td', {class: 'words'}, candidate.agent ?? '–'),
    element('td', {class: 'words'}, words(candidate.group) || '–'),
    element('td', {}, candidate.score === null ? '–' : candidate.score.toFixed(3)),
    element('td', {class: candidate.won ? 'words strong' : 'words'}, candidate.won ? 'won' : 'lost'),
    element('td', {class: 'words'}, candidate.why)));
  return [table(caption, [['Call', 'words'], ['Agent', 'words'], ['Group', 'words'], ['Score', ''], ['Result', 'words'],
    ['Why', 'words']], rows)];
}
