// Adds what a page can do without: copying, and showing a password. Every task works when this file never comes.
'use strict';

const { copy, copied, show, hide } = document.body.dataset;

/** Text on a button, and for who does not see beside which field it stands, the field's name. */
function say(button, field, text) {
  const name = document.createElement('span');
  name.className = 'hidden';
  name.textContent = ` ${field.labels[0]?.textContent ?? ''}`;
  button.replaceChildren(text, name);
}

/** A button beside a field. */
function addButton(field, text) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn plain small';
  // Not described by the field: that would read a secret aloud.
  say(button, field, text);
  field.after(button);
  return button;
}

for (const field of document.querySelectorAll('[data-copyable]')) {
  const button = addButton(field, copy);
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  status.className = 'soft';
  button.after(status);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Where the clipboard is not allowed, the oldest way may be.
      field.select();
      document.execCommand('copy');
    }
    status.textContent = copied;
    setTimeout(() => (status.textContent = ''), 4000);
  });
}

for (const field of document.querySelectorAll('input[type=password]')) {
  const button = addButton(field, show);
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const isShown = field.type === 'text';
    field.type = isShown ? 'password' : 'text';
    say(button, field, isShown ? show : hide);
    button.setAttribute('aria-pressed', String(!isShown));
    field.focus();
  });
  // Password managers and other people look at the kind of a field.
  field.form?.addEventListener('submit', () => (field.type = 'password'));
}

// The browser's own autofocus misses what is no field; the summary of errors must be read first.
document.querySelector('.note.danger[autofocus]')?.focus();

// Display preferences open in place; the form at the link's address stays for all else.
const display = document.querySelector('[data-ui-options]');
let showUiOptions;
display?.addEventListener('click', async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    if (showUiOptions !== undefined) return showUiOptions();
    display.setAttribute('aria-busy', 'true');
    const { openUiOptions } = await import(display.dataset.script);
    showUiOptions = await openUiOptions(display);
  } catch {
    location.assign(display.href);
  } finally {
    display.removeAttribute('aria-busy');
  }
});
