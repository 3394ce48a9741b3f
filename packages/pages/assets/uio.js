// Infusion's UI Options, above the page. Loaded when somebody opens the display preferences; without it there is a form.

/** What UI Options show, and the attributes of their cookie that differ from Infusion's: it is kept, as that of the form. */
const PREFERENCES = ['textSize', 'lineSpace', 'textFont', 'contrast', 'enhanceInputs'];
const COOKIE = { 'max-age': 365 * 24 * 3600, samesite: 'lax' };
const STYLES = ['fluid.css', 'Enactors.css', 'PrefsEditor.css', 'SeparatedPanelPrefsEditor.css'];
/** How long somebody waits before the form is shown instead. */
const DEADLINE_MS = 15000;

/** Opens UI Options, and gives the focus back to the link when they are closed. */
export async function openUiOptions(link) {
  const folder = link.dataset.uiOptions;
  const files = [
    ...STYLES.map((name) => load('link', `${folder}/${name}`)),
    load('script', `${folder}/infusion-uio.js`),
  ];
  await Promise.all(files);
  const container = makeContainer(link);
  const { slidingPanel, prefsEditor } = await build(container, folder);
  prefsEditor.events.modelChanged.addListener(applyClasses);
  const show = () => {
    container.hidden = false;
    slidingPanel.showPanel();
    container.focus();
  };
  const close = () => {
    slidingPanel.hidePanel();
    container.hidden = true;
    link.focus();
  };
  container.querySelector('.uio-close').addEventListener('click', close);
  container.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  show();
  return show;
}

function load(kind, address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement(kind);
    if (kind === 'link') Object.assign(element, { rel: 'stylesheet', href: address });
    else element.src = address;
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => reject(new Error(address)));
    document.head.append(element);
  });
}

function makeContainer(link) {
  const container = document.createElement('section');
  container.tabIndex = -1;
  container.setAttribute('aria-label', link.textContent.trim());
  container.className = 'uio flc-prefsEditor-separatedPanel fl-prefsEditor-separatedPanel';
  // Infusion wants a button that opens and closes; ours have words that stay.
  container.innerHTML =
    '<div class="flc-slidingPanel-panel"></div>' +
    '<div class="wrap actions"><button type="button" class="btn small uio-close"></button>' +
    '<button type="button" class="btn plain small flc-prefsEditor-reset"></button>' +
    '<button type="button" class="flc-slidingPanel-toggleButton" hidden></button></div>';
  container.querySelector('.uio-close').textContent = link.dataset.close;
  container.querySelector('.flc-prefsEditor-reset').textContent = link.dataset.reset;
  document.querySelector('header.top').before(container);
  return container;
}

function build(container, folder) {
  const { fluid } = window;
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('UI Options are not ready')), DEADLINE_MS);
    fluid.uiOptions(container, {
      preferences: PREFERENCES.map((name) => `fluid.prefs.${name}`),
      auxiliarySchema: { terms: { templatePrefix: folder, messagePrefix: folder } },
      store: { cookie: COOKIE },
      prefsEditorLoader: { defaultLocale: document.documentElement.lang },
      distributeOptions: {
        // The page changes by our own classes, as it does when the server draws it.
        noEnactors: { record: 'fluid.emptySubcomponent', target: '{that fluid.prefs.enactor}.type' },
      },
      listeners: { onReady: ({ prefsEditorLoader }) => resolve(prefsEditorLoader) },
    });
  });
}

/** The classes that the server would write, see `classesOf` in src/display.ts. */
function applyClasses(preferences) {
  const of = (name) => preferences[`fluid_prefs_${name}`];
  const tenths = (name) => Math.round((of(name) ?? 1) * 10);
  const { classList } = document.documentElement;
  classList.remove(...[...classList].filter((name) => /^(text|lines|theme|font)-|^larger-inputs$/.test(name)));
  if (tenths('textSize') !== 10) classList.add(`text-${tenths('textSize')}`);
  if (tenths('lineSpace') !== 10) classList.add(`lines-${tenths('lineSpace')}`);
  if ((of('contrast') ?? 'default') !== 'default') classList.add(`theme-${of('contrast')}`);
  if ((of('textFont') ?? 'default') !== 'default') classList.add(`font-${of('textFont')}`);
  if (of('enhanceInputs') === true) classList.add('larger-inputs');
}
