// What an agent sees and does: the own state, the call, requests, and the queues that everybody sees.
import {asked, byId, element, fillSelect, fillTable, running, say, show, words} from './elements.js';
import {post} from './api.js';

const stateNames = {
  logged_out: 'Logged out',
  not_ready: 'Not ready',
  ready: 'Ready',
  offered: 'A call rings',
  busy: 'In talk',
  wrap_up: 'Wrap-up',
};

export const stateName = (row) =>
  stateNames[row.state] + (row.reason && row.reason !== 'none' ? ` (${words(row.reason)})` : '');

const requestNames = {
  log_in: 'Log in',
  log_out: 'Go home early',
  move_group: 'Move to another group',
  move_break: 'Move your break',
  join_emergency_group: 'Join the emergency group',
  stay_longer: 'Stay longer',
};

const recordingNames = {
  recording: 'This call is being recorded.',
  paused: 'The recording is paused.',
  refused: 'Not recorded: the caller did not agree.',
  failed: 'Not recorded: the caller could not be told.',
};

/** Wires the buttons; `act` runs what a button does and shows what went wrong. */
export function startAgentView(account, act) {
  fillSelect(byId('reason'), account.reasons);
  fillSelect(byId('transfer-to'), account.call_types);
  byId('ready').onclick = () => act(() => post('api/presence', {presence: 'ready'}));
  byId('not-ready').onclick = () =>
    act(() => post('api/presence', {presence: 'not_ready', reason: byId('reason').value}));
  byId('wrap-up-done').onclick = () => act(() => post('api/wrap-up-done'));
  byId('transfer').onclick = () => act(() => post('api/transfer', {call_type: byId('transfer-to').value}));
  byId('pause-recording').onclick = () => act(() => post('api/recording', {paused: true}));
  byId('resume-recording').onclick = () => act(() => post('api/recording', {paused: false}));
  byId('pass-on').onclick = () => act(() => post('api/transfer', {number: byId('transfer-number').value}));
  byId('hang-up').onclick = async () => {
    if (await asked('Hang up this call?')) act(() => post('api/hang-up'));
  };
}

export function showAgent(you, act) {
  show(Boolean(you), byId('own'));
  show(Boolean(you?.call), byId('call'));
  show(Boolean(you?.requests.length), byId('requests'));
  if (!you) return;
  document.body.dataset.state = you.state;
  say(byId('state'), stateName(you));
  byId('since').dataset.since = you.since;
  show(!you.phone && you.state !== 'logged_out', byId('phone'));
  show(['logged_out', 'not_ready'].includes(you.state), byId('ready'));
  show(you.state === 'wrap_up', byId('wrap-up-done'));
  if (you.call) showCall(you);
  showRequests(you.requests, act);
}

function facts(list, pairs) {
  const text = JSON.stringify(pairs);
  if (list.dataset.text === text) return;
  list.dataset.text = text;
  list.replaceChildren(...pairs.flatMap(([name, value, since]) =>
    [element('dt', {}, name), since === undefined ? element('dd', {}, value) : running('dd', since)]));
}

function showCall(you) {
  const {call} = you;
  say(byId('call-title'), you.state === 'offered' ? 'Your phone rings' : 'Call');
  facts(byId('call-facts'), [
    ...(you.caller_number ? [['Caller', you.caller_number]] : []),
    ['Call', call.name],
    ...(call.type ? [['About', words(call.type)]] : []),
    ...(call.segment ? [['Segment', words(call.segment)]] : []),
    ...(call.queue ? [['Queue', words(call.queue)]] : []),
    ...call.attributes.map(({name, value}) => [words(name), value]),
    ['Since arrival', '', call.queued_at],
  ]);
  show(you.state === 'busy', byId('call-controls'));
  showRecording(you);
}

function showRecording(you) {
  const state = you.state === 'busy' ? you.recording : 'off';
  show(state in recordingNames, byId('recording'));
  say(byId('recording-state'), recordingNames[state] ?? '');
  show(state === 'recording', byId('pause-recording'));
  show(state === 'paused', byId('resume-recording'));
}

function showRequests(requests, act) {
  const list = byId('request-list');
  const text = JSON.stringify(requests);
  if (list.dataset.text === text) return;
  list.dataset.text = text;
  list.replaceChildren(...requests.map((request) => {
    const what = (requestNames[request.kind] ?? words(request.kind)) + (request.group ? `: ${words(request.group)}` : '');
    const answer = (word) => () => act(() => post(`api/requests/${request.id}`, {answer: word}));
    const accept = element('button', {type: 'button', class: 'primary'}, 'Accept');
    const refuse = element('button', {type: 'button'}, 'Refuse');
    accept.onclick = answer('accepted');
    refuse.onclick = answer('refused');
    return element('li', {}, element('span', {}, what), ' ', accept, ' ', refuse);
  }));
}

export function showQueues(queues, now) {
  const numbers = ['Waiting', 'Longest wait', 'Offered', 'Answered', 'In time', 'Abandoned'];
  fillTable(byId('queues'), 'Calls in each queue, today', [['Queue', 'words'], ...numbers.map((text) => [text, ''])],
    queues.map((queue) => [queue.name, JSON.stringify(queue), () => {
      const counts = [queue.offered, queue.answered, queue.answered_in_threshold, queue.abandoned];
      const longest = queue.waiting ? running('td', now - queue.longest_wait) : element('td');
      return element('tr', {},
        element('th', {scope: 'row', class: 'words'}, words(queue.name)),
        element('td', {class: queue.waiting ? 'strong' : ''}, String(queue.waiting)),
        longest,
        ...counts.map((count) => element('td', {}, String(count))));
    }]));
}
