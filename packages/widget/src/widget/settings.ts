import { html, nothing, type TemplateResult } from 'lit';
import { adopt } from './adopt.js';
import { downIcon } from './icons-more.js';
import { lazyValue } from './lazy-value.js';
import { askForDesktop, desktopState } from './notices/desktop.js';
import type { Notices } from './notices/notices.js';
import { playTone } from './notices/tone.js';
import { rooms } from './rooms.styles.js';
import { styles } from './settings.styles.js';
import type { TimWidget } from './widget.js';
import { languages, type Words } from './words.js';
import { fullWords } from './words-more.js';

/** What a person can choose about the chat; kept on this device. */
export function settings(s: TimWidget): TemplateResult | typeof nothing {
  adopt(s.renderRoot as ShadowRoot, rooms, styles);
  const words = fullWords(s.words);
  const notices = lazyValue(s.notices.get(), () => s.requestUpdate());
  if (s.notices.failed)
    return html`<div class="settings">
      <p role="alert">${words.unreachable}</p>
      <button class="primary" @click=${() => s.notices.retry()}>${words.again}</button>
    </div>`;
  if (!notices) return nothing;
  const { preferences } = notices;
  return html`<form class="settings" part="settings" @submit=${(event: Event) => event.preventDefault()}>
    <fieldset>
      <legend>${words.messagesTitle}</legend>
      ${toggle('sound', words.sound, words.soundHint, preferences.sound, (on) => {
        notices.change({ sound: on });
        // What it sounds like, and the press that lets it sound later.
        if (on) void playTone().catch(() => {});
      })}
      ${desktop(notices, words, () => s.requestUpdate())}
    </fieldset>
    <fieldset>
      <legend>${words.look}</legend>
      <div class="choice">
        ${(
          [
            ['', words.lookOfPage],
            ['light', words.light],
            ['dark', words.dark],
          ] as const
        ).map(
          ([value, label]) => html`<label>
            <input
              type="radio"
              name="look"
              value=${value}
              .checked=${preferences.theme === value}
              @change=${() => notices.change({ theme: value })}
            /><span>${label}</span>
          </label>`,
        )}
      </div>
    </fieldset>
    <label class="field">
      <span>${words.language}</span>
      <span class="select"><select @change=${(event: Event) => notices.change({ lang: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${preferences.lang === ''}>${words.languageOfPage}</option>
        ${languages().map(
          (tag) =>
            html`<option value=${tag} lang=${tag} ?selected=${preferences.lang === tag}>${ownName(tag)}</option>`,
        )}
      </select>${downIcon}</span>
    </label>
  </form>`;
}

function toggle(
  name: string,
  label: string,
  hint: string,
  on: boolean,
  change: (on: boolean) => void,
  disabled = false,
): TemplateResult {
  return html`<label class="toggle ${disabled ? 'off' : ''}">
    <span class="words"><span>${label}</span><span class="hint" id="hint-${name}">${hint}</span></span>
    <input
      type="checkbox"
      role="switch"
      name=${name}
      aria-describedby="hint-${name}"
      .checked=${on}
      ?disabled=${disabled}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
    />
    <span class="track" aria-hidden="true"></span>
  </label>`;
}

/** The browser is asked by this press, and by nothing else. */
function desktop(notices: Notices, words: Words, update: () => void): TemplateResult {
  const state = desktopState();
  const hint =
    { missing: words.desktopMissing, denied: words.desktopBlocked }[state as string] ?? words.desktopHint;
  const possible = state === 'granted' || state === 'default';
  const on = notices.preferences.desktop && state === 'granted';
  return toggle(
    'desktop',
    words.desktop,
    hint,
    on,
    (wanted) => {
      if (!wanted) notices.change({ desktop: false });
      else
        void askForDesktop().then((granted) => {
          notices.change({ desktop: granted });
          update();
        });
    },
    !possible,
  );
}

/** A language by its own name, as who looks for it knows it. */
function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
