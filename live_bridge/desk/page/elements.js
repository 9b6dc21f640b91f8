// Small things that every part of the page needs. Text reaches the page through textContent alone: whatever a caller or a
// look-up says stays text.

export const byId = (id) => document.getElementById(id);

/** A new element with attributes, and children that are elements or text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const show = (shown, ...elements) => {
  for (const each of elements) each.hidden = !shown;
};

/** Sets a text only when it changed, so that screen readers do not repeat themselves. */
export function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function fillSelect(select, values) {
  select.replaceChildren(...values.map((value) => element('option', {value}, words(value))));
}

/** 'not_ready' reads 'not ready'. */
export const words = (name) => (name ?? '').replaceAll('_', ' ');

export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A cell whose duration goes on by itself: see tick(). */
export function running(name, since) {
  return element(name, {'data-since': since});
}

/** Brings all running durations up to `now`, in the world's seconds. */
export function tick(now) {
  for (const each of document.querySelectorAll('[data-since]')) say(each, duration(now - Number(each.dataset.since)));
}

/** Whether the user says yes. */
export function asked(question) {
  const dialog = byId('question');
  byId('question-text').textContent = question;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true});
  });
}

/** A table with these headings and rows, kept as it is where nothing changed. Rows are [key, make]; make() gives the row. */
export function fillTable(table, caption, headings, rows) {
  if (!table.tHead) {
    table.append(element('caption', {class: 'unseen'}, caption));
    const names = headings.map(([text, kind]) => element('th', {scope: 'col', class: kind}, text));
    table.append(element('thead', {}, element('tr', {}, ...names)), element('tbody'));
  }
  const body = table.tBodies[0];
  const former = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  const wanted = rows.map(([key, text, make]) => {
    const old = former.get(key);
    if (old?.dataset.text === text) return old;
    const row = make();
    row.dataset.key = key;
    row.dataset.text = text;
    return row;
  });
  // Only what differs is touched: a button that has the focus keeps it.
  wanted.forEach((row, place) => {
    const there = body.rows[place];
    if (there !== row) body.insertBefore(row, there ?? null);
  });
  while (body.rows.length > wanted.length) body.lastElementChild.remove();
}
