import type { QueuedCall, TokenImApi, WidgetMethods } from '../api.js';
import { createLauncher, launcherStyles, sheetOf } from './launcher.js';
import { loaderWords } from './words.js';

const methods = [
  'open',
  'close',
  'toggle',
  'openConversation',
  'connect',
  'identify',
  'signOut',
  'setLocale',
] as const;
const copied = ['lang', 'theme', 'position', 'consent', 'heading', 'greeting', 'lead', 'hours', 'home'];
/** Custom properties of the style sheets. */
const variables = ['accent', 'offset-x', 'offset-y'];

/**
 * Puts the launcher on the page and `window.TokenIM` in its place. Nothing else is requested, stored or
 * connected, until one of: the launcher is hovered, focused or pressed; a call needs the code; this browser
 * holds a chat already, so that a message may wait (then when the page is idle).
 *
 * Phases of the code: none, loading (calls wait on one promise), there (the element is upgraded in place).
 *
 * @param load imports the module that defines `tim-widget`; `attempt` counts from 0, since a browser may
 *   remember a failed address.
 */
export function boot(script: HTMLScriptElement, load: (attempt: number) => Promise<unknown>): TokenImApi {
  const { app = '', endpoint, ...data } = script.dataset;
  const element = document.createElement('tim-widget') as HTMLElement & WidgetMethods;
  element.setAttribute('app', app);
  element.setAttribute('endpoint', endpoint || new URL(script.src).origin);
  for (const name of copied) if (data[name]) element.setAttribute(name, data[name]);
  for (const name of variables) {
    const value = script.getAttribute(`data-${name}`);
    if (value) element.style.setProperty(`--tim-${name}`, value);
  }

  const [label, failed] = loaderWords(data.lang || document.documentElement.lang || navigator.language);
  const button = createLauncher(label);
  const note = document.createElement('p');
  note.className = 'note';
  note.role = 'status';
  // The element, once defined, renders into this same root and keeps the button.
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheetOf(launcherStyles)];
  root.append(button, note);

  let code: Promise<unknown> | undefined;
  let attempt = 0;
  const ready = (): Promise<unknown> => {
    code ??= load(attempt++).catch((error: unknown) => {
      code = undefined;
      throw error;
    });
    return code;
  };
  const waiting: (() => unknown)[] = [];
  const call = async (name: keyof WidgetMethods, args: unknown[]): Promise<void> => {
    await ready();
    for (const run of waiting.splice(0)) run();
    await (element[name] as (...args: unknown[]) => Promise<void>)(...args);
  };

  const prefix = `tokenim:${app}:`;
  /** The first read of localStorage lets a page wait for the disk: who has no chat here is spared it. */
  const stored = (name: string): Promise<unknown> =>
    indexedDB
      .databases()
      .then((all) => JSON.stringify(all).includes(prefix) && localStorage[prefix + name])
      // The browser forbids storage.
      .catch(() => {});
  const allowed = async () => element.getAttribute('consent') !== 'required' || (await stored('consent'));
  /** Loads and connects when the page is idle, where this browser has chatted before. */
  const connectIfUsed = async () => {
    // A link to a conversation is followed by the element, which asks for consent itself.
    if (!location.hash.startsWith('#tim=') && !((await allowed()) && (await stored('used')))) return;
    const idle = () =>
      (window.requestIdleCallback ?? setTimeout)(() => void call('connect', []).catch(() => {}));
    if (document.readyState === 'complete') idle();
    else addEventListener('load', idle);
  };

  const api = {
    element,
    on(event: string, listener: (detail: unknown) => void) {
      const heard = (e: Event) => listener((e as CustomEvent).detail);
      element.addEventListener(`tim-${event}`, heard);
      return () => element.removeEventListener(`tim-${event}`, heard);
    },
    push(...calls: QueuedCall[]) {
      for (const [name, ...args] of calls) (api[name] as (...args: unknown[]) => unknown)(...args);
    },
  } as unknown as TokenImApi;
  for (const name of methods) {
    api[name] = (...args: unknown[]) => {
      // A person named, or a language chosen, is no reason to load anything yet.
      if (!code && (name === 'identify' || name === 'setLocale')) {
        return new Promise<void>((done) => {
          waiting.push(() => done((element[name] as (...args: unknown[]) => Promise<void>)(...args)));
        });
      }
      return !code && name === 'close' ? Promise.resolve() : call(name, args);
    };
  }
  api.consent = async (granted = true) => {
    element.setAttribute('consent', granted ? 'granted' : 'required');
    if (code || (!granted && (await stored('used')))) await call('consent', [granted]);
    else if (granted) connectIfUsed();
  };

  button.onpointerenter = button.onfocus = async () => {
    if (await allowed()) ready().catch(() => {});
  };
  button.onclick = async () => {
    button.ariaBusy = 'true';
    note.textContent = '';
    await api.toggle().catch(() => {
      note.textContent = failed;
    });
    button.ariaBusy = null;
  };

  const early = window.TokenIM;
  window.TokenIM = api;
  if (Array.isArray(early)) api.push(...early);
  addEventListener('hashchange', connectIfUsed);
  const show = () => {
    document.body.append(element);
    connectIfUsed();
  };
  if (document.body) show();
  else addEventListener('DOMContentLoaded', show);
  return api;
}
