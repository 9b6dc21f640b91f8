// The desk: who is logged in, and the board as it comes in over server-sent events.
import {account, logIn, logOut, Refused} from './api.js';
import {showAgent, showQueues, startAgentView, stateName} from './agent_view.js';
import {byId, say, show, tick, words} from './elements.js';
import {showSupervisor, startSupervisorView} from './supervisor_view.js';

let events = null;
let clock = null;  // {world, here}: the same instant in the world's and in the browser's seconds

const here = () => performance.now() / 1000;

function notice(text) {
  say(byId('notice'), text);
  show(Boolean(text), byId('notice'));
}

/** Runs what a button does; says what went wrong. */
async function act(action) {
  try {
    notice('');
    await action();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) leave('You were logged out.');
    else notice(error.message);
  }
}

function enter(me) {
  say(byId('who'), `${me.name || me.user}${me.role === 'supervisor' ? ', supervisor' : ''}`);
  show(false, byId('login'));
  show(true, byId('who'), byId('log-out'));
  startAgentView(me, act);
  startSupervisorView(me, act);
  listen(me);
}

function leave(why) {
  events?.close();
  events = clock = null;
  document.title = 'Desk';
  delete document.body.dataset.state;
  show(false, byId('desk'), byId('who'), byId('log-out'));
  show(true, byId('login'));
  byId('password').value = '';
  notice(why);
  byId('user').focus();
}

function listen(me) {
  events?.close();
  events = new EventSource('api/events');
  events.addEventListener('board', (event) => {
    say(byId('connection'), '');
    show(false, byId('connection'));
    showBoard(JSON.parse(event.data), me);
  });
  events.addEventListener('logged_out', () => leave('You were logged out.'));
  events.onerror = () => {
    say(byId('connection'), 'The connection to the desk is lost; what you see may be old.');
    show(true, byId('connection'));
    if (events?.readyState === EventSource.CLOSED) setTimeout(() => events && reconnect(), 3000);
  };
}

/** The browser has given up: perhaps the session is over, perhaps the bridge was away. */
async function reconnect() {
  try {
    const me = await account();
    if (me) enter(me);
    else leave('You were logged out.');
  } catch {
    setTimeout(() => events && reconnect(), 3000);
  }
}

function showBoard(board, me) {
  clock = {world: board.now, here: here()};
  announce(board.you);
  showAgent(board.you, act);
  showQueues(board.queues, board.now);
  if (me.role === 'supervisor') showSupervisor(board, act);
  show(true, byId('desk'));
  tick(board.now);
}

/** Speaks what an agent must not miss, and writes it where the tab shows it. */
function announce(you) {
  if (!you) return;
  const about = you.call?.type ? ` about ${words(you.call.type)}` : '';
  const text = you.state === 'offered' ? `Your phone rings${about}` : stateName(you);
  say(byId('announcement'), text);
  document.title = `${text} – Desk`;
}

byId('login-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const submit = event.target.querySelector('button');
  submit.disabled = true;
  await act(async () => {
    try {
      enter(await logIn(byId('user').value, byId('password').value));
      byId('password').value = '';
    } catch (error) {
      if (error.status === 401) throw new Error('User or password is wrong.');
      throw error;
    }
  });
  submit.disabled = false;
});

byId('log-out').onclick = () => act(async () => {
  await logOut();
  leave('');
});

setInterval(() => clock && tick(clock.world + here() - clock.here), 1000);

act(async () => {
  const me = await account();
  if (me) enter(me);
  else leave('');
});
