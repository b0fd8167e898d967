/** Each variable of the theme, changed live on the real elements and the real widget; they talk to a client of plain data. */
import '@tokenim/elements';
import type { ConversationId } from '@tokenim/protocol';
import '@tokenim/widget';
import { html, nothing, render } from 'lit';
import { live } from 'lit/directives/live.js';
import { galleryClient, scripts } from '../gallery/people.js';
import { contrast, hex } from './probe.js';
import { colors, fonts, place, presets, type Range, shape, sides, type Values } from './variables.js';

const page = document.documentElement;
const main = document.querySelector('main')!;
const desk = document.querySelector<HTMLElement>('.desk')!;
const system = matchMedia('(prefers-color-scheme: dark)');
let values: Values = new Map();
let scheme = 'auto';
let density = 'comfortable';
let lang = 'en';
let copied = false;

const languages = {
  en: 'English',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  ja: '日本語',
  ko: '한국어',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  'pt-BR': 'Português',
  ru: 'Русский',
  ar: 'العربية',
  hi: 'हिन्दी',
};

/** The side of the theme that is shown. */
const side = (): 'light' | 'dark' =>
  scheme === 'dark' || (scheme === 'auto' && system.matches) ? 'dark' : 'light';

function set(name: string, value: string | undefined): void {
  if (value === undefined || value === '') values.delete(name);
  else values.set(name, value);
  apply();
}

function setColor(name: string, inner: string, value: string): void {
  const [light, dark] = sides(
    values.get(name) ?? `light-dark(${hex(inner, 'light')}, ${hex(inner, 'dark')})`,
  );
  const both = side() === 'light' ? [value, dark] : [light, value];
  set(name, name === '--tim-accent' ? value : `light-dark(${both.join(', ')})`);
}

const css = () => `:root {\n${[...values].map(([name, value]) => `  ${name}: ${value};\n`).join('')}}`;

let applied: string[] = [];
function apply(): void {
  for (const name of applied) if (!values.has(name)) page.style.removeProperty(name);
  for (const [name, value] of values) page.style.setProperty(name, value);
  applied = [...values.keys()];
  page.dataset.theme = scheme;
  copied = false;
  draw();
}

function range({ name, label, unit, initial, min, max, step = 1 }: Range) {
  const value = Number.parseFloat(values.get(name) ?? String(initial));
  return html`<label class="range">
    <span>${label}</span>
    <input type="range" min=${min} max=${max} step=${step} .value=${live(String(value))}
      @input=${(event: Event) => set(name, (event.target as HTMLInputElement).value + unit)}>
    <output>${value}${unit}</output>
  </label>`;
}

function ratio(label: string, front: string, back: string) {
  const value = contrast(front, back, side());
  return html`<li class=${value < 4.5 ? 'low' : ''}><span>${label}</span> ${value.toFixed(1)} : 1${value < 4.5 ? ', too low' : ''}</li>`;
}

function draw(): void {
  render(
    html`<header><a href="links.html">Playground</a><h1>Theming</h1>
        <p>Set one colour, or all of it. What you see is the real thing; take the CSS with you.</p></header>
      <fieldset class="presets"><legend>Ready themes</legend>
        ${presets.map(
          ([name, preset]) => html`<button
            aria-pressed=${String([...preset].every(([key, value]) => values.get(key) === value) && preset.size === values.size)}
            @click=${() => {
              values = new Map(preset);
              apply();
            }}><i data-color=${preset.get('--tim-accent')!}></i>${name}</button>`,
        )}
      </fieldset>
      <fieldset><legend>Colours, ${side()} side</legend>
        <div class="colors">${colors.map(
          ([
            name,
            label,
            inner,
          ]) => html`<label class="color"><input type="color" .value=${live(hex(inner, side()))}
              @input=${(event: Event) => setColor(name, inner, (event.target as HTMLInputElement).value)}><span>${label}</span></label>`,
        )}</div>
        <ul class="ratios">
          ${ratio('Text on background', '--_text', '--_bg')} ${ratio('Muted on bubble', '--_muted', '--_bubble')}
          ${ratio('Text on accent', '--_on-accent', '--_accent')} ${ratio('Link on bubble', '--_accent-text', '--_bubble')}
        </ul>
      </fieldset>
      <fieldset><legend>Type, room, corners</legend>
        <label class="range"><span>Font</span><select
          @change=${(event: Event) => set('--tim-font', (event.target as HTMLSelectElement).value)}>
          ${fonts.map(([value, label]) => html`<option value=${value} .selected=${(values.get('--tim-font') ?? '') === value}>${label}</option>`)}
        </select></label>
        ${shape.map(range)}
      </fieldset>
      <fieldset><legend>Widget</legend>${place.map(range)}</fieldset>
      <fieldset class="out"><legend>CSS</legend>
        <pre tabindex="0">${css()}</pre>
        ${scheme === 'auto' ? nothing : html`<p>And <code>theme="${scheme}"</code> on the widget, or <code>color-scheme: ${scheme}</code> on the page.</p>`}
        <div class="row"><button class="main" @click=${copy}>${copied ? 'Copied' : 'Copy'}</button>
        <button @click=${() => {
          values = new Map();
          apply();
        }}>Start over</button></div>
        <span class="sr" role="status">${copied ? 'The CSS was copied.' : ''}</span>
      </fieldset>`,
    document.getElementById('controls')!,
  );
  render(
    html`${choice('Theme', ['light', 'dark', 'auto'], scheme, (value) => {
      scheme = value;
      apply();
    })}
    ${choice('Density', ['comfortable', 'compact'], density, (value) => {
      density = value;
      set('--tim-density', value === 'compact' ? '0.5' : undefined);
    })}
    <label>Language <select @change=${(event: Event) => speak((event.target as HTMLSelectElement).value)}>
      ${Object.entries(languages).map(([tag, name]) => html`<option value=${tag} lang=${tag} .selected=${tag === lang}>${name}</option>`)}
    </select></label>
    ${choice('Direction', ['ltr', 'rtl'], main.dir, (value) => speak(value === 'rtl' ? 'ar' : 'en'))}`,
    document.getElementById('view')!,
  );
  for (const one of document.querySelectorAll<HTMLElement>('[data-color]'))
    one.style.setProperty('background', one.dataset.color!);
}

function choice(label: string, options: string[], now: string, choose: (value: string) => void) {
  return html`<div class="choice" role="group" aria-label=${label}>${options.map(
    (value) =>
      html`<button aria-pressed=${String(value === now)} @click=${() => choose(value)}>${value === 'ltr' ? 'Left to right' : value === 'rtl' ? 'Right to left' : value[0]!.toUpperCase() + value.slice(1)}</button>`,
  )}</div>`;
}

async function copy(): Promise<void> {
  await navigator.clipboard.writeText(css());
  copied = true;
  draw();
}

const widget = document.createElement('tim-widget');
/** The page speaks `tag`, and so does what is said in it where the gallery has words. */
function speak(tag: string): void {
  lang = tag;
  main.lang = tag;
  main.dir = tag === 'ar' ? 'rtl' : 'ltr';
  const client = galleryClient(scripts[tag] ?? scripts.en!);
  for (const element of desk.querySelectorAll('*'))
    if (element.localName.startsWith('tim-')) Object.assign(element, { client });
  const conversation = 'direct' as ConversationId;
  Object.assign(desk.querySelector('tim-conversation-list')!, { selected: conversation });
  for (const name of ['tim-thread', 'tim-composer'])
    Object.assign(desk.querySelector(name)!, { conversation });
  widget.lang = tag;
  draw();
}
desk.addEventListener('tim-select', (event) => {
  const { conversation } = event as unknown as { conversation: ConversationId };
  for (const name of ['tim-conversation-list', 'tim-thread', 'tim-composer'])
    Object.assign(
      desk.querySelector(name)!,
      name === 'tim-conversation-list' ? { selected: conversation } : { conversation },
    );
});

Object.assign(widget, {
  app: 'theming',
  heading: 'Lumen & Co.',
  createClient: () => galleryClient(scripts[lang] ?? scripts.en!),
});
document.querySelector('.site')!.append(widget);
void widget.identify({ token: async () => '', user: { id: 'me' } });
// On a phone it would cover the page.
if (matchMedia('(min-width: 900px)').matches)
  void widget.open().then(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    main.scrollTo(0, 0);
  });

system.addEventListener('change', draw);
apply();
speak('en');
