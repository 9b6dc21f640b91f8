// The desk's HTTP interface, as docs/desk.md describes it.

let csrfToken = '';

/** What the desk refused, with its status and words. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function send(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
        ...(method === 'POST' && csrfToken ? {'X-CSRF-Token': csrfToken} : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, 'The desk cannot be reached.');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? answer.against?.join('; ') ?? `The desk answered ${response.status}.`);
  return answer;
}

const remember = (account) => {
  csrfToken = account.csrf_token;
  return account;
};

export const post = (path, body = {}) => send('POST', path, body);

export const get = (path) => send('GET', path);

export const logIn = async (user, password) => remember(await send('POST', 'api/login', {user, password}));

/** The account of the session that the browser has, or null. */
export async function account() {
  const me = await send('GET', 'api/me');
  return me.user ? remember(me) : null;
}

export async function logOut() {
  await post('api/logout');
  csrfToken = '';
}
