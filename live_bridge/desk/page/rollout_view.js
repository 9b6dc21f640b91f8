// What a supervisor sees and does of the rollout of policies: what decides, what speaks for the candidate, how both arms of
// a canary do, and the steps back and forth. What may be done is the bridge's to say; promoting is for `twinline-bridge ctl`.
import {asked, byId, element, fillTable, say, show, words} from './elements.js';
import {get, post} from './api.js';

const refreshEvery = 2000;  // ms
let timer = null;
let ask = null;
let designs = null;  // of the candidate: the ways of dealing out calls, as they were simulated beforehand

export function startRolloutView(account, act) {
  clearInterval(timer);
  if (account.role !== 'supervisor') return;
  ask = act;
  byId('rollout-rollback').onclick = () => step('rollback', {}, 'Go back? What was in force before decides about all calls.');
  byId('rollout-full').onclick = () => step('full', {}, 'Let the candidate decide about all calls?');
  byId('rollout-canary').onclick = beginCanary;
  byId('rollout-freeze').onclick = () => step('freeze', {on: byId('rollout-freeze').dataset.frozen !== 'true'});
  refresh();
  timer = setInterval(refresh, refreshEvery);
}

async function refresh() {
  if (document.hidden) return;
  try {
    const {status} = await get('api/rollout');
    showStatus(status);
  } catch (error) {
    show(false, byId('rollout'));  // no manifests are accepted here, or nobody is logged in any more
    if (error.status === 401) clearInterval(timer);
  }
}

async function step(action, body, question) {
  if (question && !await asked(question)) return;
  await ask(async () => {
    const answer = await post(`api/rollout/${action}`, body);
    showStatus(answer.status);
  });
}

/** By call, as the bridge does where nothing else is said. Where that is known to be biased, whoever says yes accepts it. */
function beginCanary() {
  const share = byId('rollout-share').value;
  const way = (designs ?? []).find((each) => each.by === 'call' && each.freed_agent === 'longest_waiting');
  const biased = way?.verdict === 'biased';
  const warning = biased ? ` What it shows will be biased here: ${way.bias.map(biasText).join(', ')}. It guards against harm, ` +
    'but does not tell the size of the effect.' : '';
  step('canary', {split: {share}, ...(biased ? {accept_bias: true} : {})},
    `Let the candidate decide about ${share} of the calls?${warning}`);
}

const percent = ({value, n}) => (n ? `${(100 * value).toFixed(1)} %` : '–');
const seconds = ({value, n}) => (n ? `${value.toFixed(1)} s` : '–');
/** What is added to an amount, and what it is multiplied with: differences of shares are read in percentage points. */
const units = {share: [' pp', 100], seconds: [' s', 1]};
const [noUnit, once] = ['', 1];

function amount(value, unit) {
  const [sign, times] = units[unit] ?? [noUnit, once];
  return value === null ? '–' : `${(times * value).toFixed(1)}${sign}`;
}

function interval({low, high, unit}) {
  if (low === null && high === null) return 'not bounded yet';
  const [sign, times] = units[unit] ?? [noUnit, once];
  const bound = (value) => (value === null ? '…' : (times * value).toFixed(1));
  return `${bound(low)} to ${bound(high)}${sign}`;
}

/** 'loans.service_level' reads 'loans: service level'. */
const kpiText = (name) => words(name).replace('.', ': ');

function policyText(policy) {
  const parameters = Object.entries(policy.parameters).map(([name, value]) => `${words(name)} ${value}`).join(', ');
  return `${words(policy.name)} ${policy.version}${parameters ? ` (${parameters})` : ''}`;
}

function manifestText(promoted) {
  if (!promoted) return 'the bridge’s own file';
  return `manifest ${promoted.manifest.slice(0, 12)}, serial ${promoted.serial}, by ${promoted.author}, signed by ` +
    `${promoted.signer} at ${promoted.signed_at}`;
}

function showStatus(status) {
  show(true, byId('rollout'));
  say(byId('rollout-stage'), `Stage: ${status.stage}${status.frozen ? ', frozen' : ''}`);
  say(byId('rollout-last'), status.last);
  const rows = [['In force', status.in_force ?? null], ...(status.candidate ? [['Candidate', status.candidate]] : [])];
  fillTable(byId('rollout-policies'), 'Policies and what they come by', [['Role', 'words'], ['Policy', 'words'], ['By', 'words']],
    rows.map(([name, promoted]) => {
      const policy = promoted ? promoted.policy : status.own;
      return [name, JSON.stringify([promoted, policy]), () => element('tr', {}, element('th', {scope: 'row', class: 'words'}, name),
        element('td', {class: 'words'}, policyText(policy)), element('td', {class: 'words'}, manifestText(promoted)))];
    }));
  say(byId('rollout-reading'), status.reading ? 'What was seen before the restart is being read from the journal: until ' +
    'that is done there are no figures, nothing is rolled back by itself, and no alarm is raised.' : '');
  show(status.reading, byId('rollout-reading'));
  showEvidence(status.candidate ?? status.in_force);
  showDesigns(status.candidate);
  showShadow(status.shadow);
  showCanary(status.canary);
  show(Boolean(status.candidate), byId('rollout-canary-controls'), byId('rollout-full'));
  show(status.can_roll_back, byId('rollout-rollback'));
  say(byId('rollout-freeze'), status.frozen ? 'End the freeze' : 'Freeze');
  byId('rollout-freeze').dataset.frozen = String(status.frozen);
}

function showEvidence(promoted) {
  const findings = (promoted?.evidence ?? []).flatMap((evidence) => evidence.findings.map((finding) => [evidence, finding]));
  show(findings.length > 0, byId('rollout-evidence'));
  fillTable(byId('rollout-evidence'), 'What was tested',
    [['Scenario', 'words'], ['KPI', 'words'], ['Against', 'words'], ['Difference', ''], ['Interval', ''], ['Verdict', 'words']],
    findings.map(([evidence, finding]) => {
      const key = `${evidence.scenario} ${finding.against} ${finding.kpi}`;
      return [key, JSON.stringify(finding), () => element('tr', {},
        element('th', {scope: 'row', class: 'words'}, words(evidence.scenario)),
        element('td', {class: 'words'}, kpiText(finding.kpi)),
        element('td', {class: 'words'}, words(finding.against)),
        element('td', {}, amount(finding.mean, finding.unit)),
        element('td', {}, interval(finding)),
        element('td', {class: 'words'}, finding.verdict))];
    }));
}

const biasText = ({kpi, unit, mean}) => `${kpiText(kpi)} ${amount(mean, unit)}`;

const verdictTexts = {unbiased: 'unbiased', biased: 'biased', undecided: 'not shown to be unbiased'};

/** Which way of dealing out calls tells the truth in this centre. */
function showDesigns(candidate) {
  designs = candidate?.designs ?? null;
  show(Boolean(candidate), byId('rollout-bias'));
  show(Boolean(designs), byId('rollout-designs'));
  const unbiased = (designs ?? []).filter(({verdict}) => verdict === 'unbiased').map(({text}) => text);
  if (!designs) say(byId('rollout-bias'), 'Which way of dealing out calls is unbiased here was not computed beforehand.');
  else say(byId('rollout-bias'), unbiased.length ? `Unbiased here, by simulation: ${unbiased.join('; ')}.` :
    'No way of dealing out calls is shown to be unbiased here.');
  fillTable(byId('rollout-designs'), 'Ways of dealing out calls, simulated beforehand',
    [['Way', 'words'], ['Figures are', 'words'], ['KPI', 'words'], ['Bias', ''], ['95 %', '']],
    (designs ?? []).flatMap((way) => way.bias.map((bias) => [`${way.text} ${bias.kpi}`, JSON.stringify([way.verdict, bias]),
      () => element('tr', {},
        element('th', {scope: 'row', class: 'words'}, way.text),
        element('td', {class: 'words'}, verdictTexts[way.verdict]),
        element('td', {class: 'words'}, kpiText(bias.kpi)),
        element('td', {}, amount(bias.mean, bias.unit)),
        element('td', {}, interval(bias)))])));
}

const share = (value) => (value === null ? '–' : `${(100 * value).toFixed(2)} %`);

function shadowText({ended, said}) {
  const text = said ? `Shadow, ${said.state}: ${said.entries} facts seen, asked ${said.occasions} times, would have decided ` +
    `otherwise in ${share(said.disagreement_share)}; expected ${share(said.expected_disagreement_share)}; ` +
    `not asked, being behind, ${said.dropped.occasions} times.` : 'Shadow: it has said nothing yet.';
  return `${text}${said?.why ? ` ${said.why}.` : ''}${ended ? ` It has ended by itself: ${ended}.` : ''}`;
}

function showShadow(shadow) {
  show(Boolean(shadow), byId('rollout-shadow-state'), byId('rollout-shadow'));
  if (!shadow) return;
  say(byId('rollout-shadow-state'), shadowText(shadow));
  fillTable(byId('rollout-shadow'), 'What the candidate would have decided otherwise', [['Cause', 'words'], ['Times', '']],
    Object.entries(shadow.said?.by_cause ?? {}).map(([cause, count]) => [cause, String(count), () => element('tr', {},
      element('th', {scope: 'row', class: 'words'}, words(cause)), element('td', {}, String(count)))]));
}

function showCanary(canary) {
  show(Boolean(canary), byId('rollout-arms'), byId('rollout-differences'));
  if (!canary) return;
  fillTable(byId('rollout-arms'), 'Both arms', [['Arm', 'words'], ['Calls', ''], ['Answered', ''], ['Abandoned', ''],
    ['Waiting', ''], ['Service level', ''], ['Mean wait', '']],
  Object.entries(canary.arms).map(([name, arm]) => [name, JSON.stringify(arm), () => element('tr', {},
    element('th', {scope: 'row', class: 'words'}, name),
    ...[arm.offered, arm.answered, arm.abandoned, arm.waiting].map((count) => element('td', {}, String(count))),
    element('td', {}, percent(arm.service_level)),
    element('td', {}, seconds(arm.mean_wait)))]));
  fillTable(byId('rollout-differences'), 'Candidate minus incumbent', [['KPI', 'words'], ['Difference', ''],
    ['95 %, at every look', ''], ['n', ''], ['Rolled back beyond', '']],
  canary.differences.map((each) => [each.kpi, JSON.stringify(each), () => element('tr', {},
    element('th', {scope: 'row', class: 'words'}, kpiText(each.kpi)),
    element('td', {}, amount(each.difference, each.unit)),
    element('td', {}, interval(each)),
    element('td', {}, String(each.n)),
    element('td', {}, amount(each.limit, each.unit)))]));
}
