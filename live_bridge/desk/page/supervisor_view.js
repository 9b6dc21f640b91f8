// What a supervisor sees and does besides: every agent, the trunks, and the bridge itself.
import {asked, byId, duration, element, fillTable, running, say, show, words} from './elements.js';
import {stateName} from './agent_view.js';
import {get, post} from './api.js';
import {explain, startExplainView} from './explain_view.js';
import {startRolloutView} from './rollout_view.js';

let groups = [];
let lastBoard = null;

export function startSupervisorView(account, act) {
  groups = account.groups;
  show(account.role === 'supervisor', byId('supervisor'));
  byId('agent-filter').oninput = () => lastBoard && showAgents(lastBoard.agents, act);
  startRolloutView(account, act);
  startExplainView(act);
  showRecordings([]);
  byId('list-recordings').onclick = () => act(async () => showRecordings((await get('api/recordings')).recordings));
  byId('drain').onclick = async () => {
    const on = !lastBoard?.draining;
    const question = on ? 'Drain the bridge? New calls will be refused until you end it.' : 'Take new calls again?';
    if (await asked(question)) act(() => post('api/drain', {on}));
  };
}

export function showSupervisor(board, act) {
  lastBoard = board;
  showAgents(board.agents, act);
  showBridge(board);
}

/** The newest first; a link fetches the sound. */
function showRecordings(recordings) {
  fillTable(byId('recordings'), 'Recordings',
    [['Began', ''], ['Length', ''], ['About', 'words'], ['Call', ''], ['Sound', '']],
    [...recordings].reverse().map((each) => [each.name, JSON.stringify(each), () => {
      const link = element('a', {href: `api/recordings/${each.name}`, download: `${each.name}.wav`}, 'WAV');
      return element('tr', {},
        element('th', {scope: 'row'}, new Date(each.began).toLocaleString()),
        element('td', {}, duration(each.seconds)),
        element('td', {class: 'words'}, words(each.type)),
        element('td', {}, each.on_hold ? `${each.call} (on hold) ` : `${each.call} `,
          button('Explain', `Explain call ${each.call}`, () => explain(each.call))),
        element('td', {}, link));
    }]));
}

const pathOf = (agent, what) => `api/agents/${encodeURIComponent(agent.user)}/${what}`;

function button(text, label, onclick) {
  const made = element('button', {type: 'button', 'aria-label': label}, text);
  made.onclick = onclick;
  return made;
}

function controlsOf(agent, act) {
  if (!agent.user) return [];
  const controls = [];
  if (agent.call) controls.push(button('Explain', `Explain the call of ${agent.name}`, () => explain(agent.call.name)));
  if (agent.state === 'busy') {
    controls.push(button('Listen', `Listen in on ${agent.name}`, () => act(() => post(pathOf(agent, 'listen')))));
  }
  if (['offered', 'busy', 'wrap_up'].includes(agent.state)) {
    controls.push(button('Release', `Release ${agent.name}`, async () => {
      if (await asked(`Release ${agent.name}? A call that goes on is cut off.`)) act(() => post(pathOf(agent, 'release')));
    }));
  }
  return controls;
}

function groupOf(agent, act) {
  if (!agent.user) return words(agent.group);
  const select = element('select', {'aria-label': `Group of ${agent.name}`},
    ...groups.map((name) => element('option', {value: name}, words(name))));
  select.value = agent.group ?? '';
  select.onchange = async () => {
    const group = select.value;
    select.value = agent.group ?? '';  // the board says so when it is done
    if (await asked(`Move ${agent.name} to ${words(group)}?`)) act(() => post(pathOf(agent, 'group'), {group}));
  };
  return select;
}

function agentRow(agent, act) {
  const call = agent.call ? [agent.call.name, words(agent.call.type)].filter(Boolean).join(', ') : '';
  return element('tr', {},
    element('th', {scope: 'row', class: 'words'}, agent.name),
    element('td', {class: 'words'}, groupOf(agent, act)),
    element('td', {class: `words state-${agent.state}`}, stateName(agent)),
    running('td', agent.since),
    element('td', {class: agent.phone ? 'words' : 'words bad'}, agent.phone ? 'yes' : 'no'),
    element('td', {class: 'words'}, call),
    element('td', {class: 'words'}, ...controlsOf(agent, act)));
}

function showAgents(agents, act) {
  const counts = new Map();
  for (const {state} of agents) counts.set(state, (counts.get(state) ?? 0) + 1);
  say(byId('agent-counts'), [...counts].map(([state, count]) => `${count} ${words(state)}`).join(', '));
  const wanted = byId('agent-filter').value.trim().toLowerCase();
  const headings = [['Agent', 'words'], ['Group', 'words'], ['State', 'words'], ['For', ''], ['Phone', 'words'],
    ['Call', 'words'], ['Actions', 'words']];
  const found = agents.filter((agent) =>
    [agent.name, agent.user, words(agent.group), stateName(agent)].some((text) => (text ?? '').toLowerCase().includes(wanted)));
  fillTable(byId('agents'), 'Agents and what they do', headings,
    found.map((agent) => [agent.user ?? agent.name, JSON.stringify(agent), () => agentRow(agent, act)]));
}

function showBridge(board) {
  const troubles = [
    ...(board.draining ? ['draining: new calls are refused'] : []),
    ...(board.media_up ? [] : ['the media server is down']),
    ...(board.store_up ? [] : ['the call record store is down; records are kept and written later']),
  ];
  say(byId('health'), troubles.length ? troubles.join('; ') : 'All is well.');
  byId('health').className = troubles.length ? 'bad' : 'good';
  say(byId('drain'), board.draining ? 'End the drain' : 'Drain');
  fillTable(byId('trunks'), 'Trunks and their lines', [['Trunk', 'words'], ['State', 'words'], ['Lines in use', '']],
    board.trunks.map((trunk) => [trunk.name, JSON.stringify(trunk), () => element('tr', {},
      element('th', {scope: 'row', class: 'words'}, trunk.name),
      element('td', {class: trunk.up ? 'words good' : 'words bad'}, trunk.up ? 'up' : 'down'),
      element('td', {}, trunk.lines ? `${trunk.busy} of ${trunk.lines}` : String(trunk.busy)))]));
}
