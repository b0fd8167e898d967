import { assert } from '@open-wc/testing';
import calm from '../../themes/calm.css?raw';
import contrastTheme from '../../themes/contrast.css?raw';
import desk from '../../themes/desk.css?raw';
import midnight from '../../themes/midnight.css?raw';
import school from '../../themes/school.css?raw';
import shop from '../../themes/shop.css?raw';
import { base } from './base.styles.js';
import { theme } from './theme.js';

const themes = { calm, contrast: contrastTheme, desk, midnight, school, shop };
const accents = ['yellow', '#facc15', 'white', 'black', '#00f', '#f00', '#f97316', 'lime', '#e11d48', '#888'];

/** What is read, what it stands on, and the least contrast: 4.5 for text, 3 for edges and the focus ring. */
const pairs: [front: string, back: string, least: number][] = [
  ...['bg', 'surface', 'raised', 'bubble'].flatMap((back) =>
    ['text', 'muted', 'accent-text', 'danger'].map((front): [string, string, number] => [front, back, 4.5]),
  ),
  ['text', 'accent-subtle', 4.5],
  ['accent-text', 'accent-subtle', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['danger', 'danger-subtle', 4.5],
  ['warning', 'warning-subtle', 4.5],
  ['success', 'bg', 4.5],
  ['control', 'bg', 3],
];

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

function luminance(color: string): number {
  // Browsers differ in what a canvas takes; xyz says it itself.
  const xyz = /^color\(xyz(?:-d65)? ([\d.e+-]+) ([\d.e+-]+)/.exec(color);
  if (xyz) return Math.max(0, Math.min(1, Number(xyz[2])));
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** A host with the theme's style sheet, as an element has, and colours as computed in it. */
function themed(variables: string, scheme: string) {
  const host = document.createElement('div');
  for (const [, name, value] of variables.matchAll(/^ {2}(--[a-z-]+): ([^;]+);/gm))
    host.style.setProperty(name!, value!);
  host.style.setProperty('color-scheme', scheme);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [theme.styleSheet!];
  const probe = root.appendChild(document.createElement('span'));
  document.body.append(host);
  return {
    host,
    color(name: string): string {
      probe.style.setProperty('color', `var(--_${name})`);
      return getComputedStyle(probe).color;
    },
    size(name: string): string {
      probe.style.setProperty('inline-size', `var(--_${name})`);
      probe.style.setProperty('display', 'block');
      return getComputedStyle(probe).inlineSize;
    },
  };
}

function check(variables: string, scheme: string): string[] {
  const { host, color } = themed(variables, scheme);
  const low = pairs.flatMap(([front, back, least]) => {
    const ratio = contrast(color(front), color(back));
    // The canvas rounds to eighths of a bit: two hundredths.
    return ratio >= least - 0.02
      ? []
      : [`${front} ${color(front)} on ${back} ${color(back)}: ${ratio.toFixed(2)} < ${least}`];
  });
  host.remove();
  return low;
}

for (const [name, css] of Object.entries(themes))
  for (const scheme of ['light', 'dark']) {
    test(`contrast AA: ${name}, ${scheme}`, () => assert.deepEqual(check(css, scheme), []));
    test(`contrast AA whatever the accent: ${name}, ${scheme}`, () => {
      for (const accent of accents) {
        const own = css.replace(/--tim-accent: [^;]+/, `--tim-accent: ${accent}`);
        assert.deepEqual(check(own, scheme), [], accent);
      }
    });
  }

test('the contrast theme: text by 7 to 1', () => {
  for (const scheme of ['light', 'dark']) {
    const { host, color } = themed(contrastTheme, scheme);
    for (const back of ['bg', 'surface', 'bubble'])
      for (const front of ['text', 'muted', 'accent-text'])
        assert.isAtLeast(contrast(color(front), color(back)), 7, `${front} on ${back}, ${scheme}`);
    host.remove();
  }
});

test('no size of type falls under 12 px, and all follow --tim-size', () => {
  const small = themed('  --tim-size: 12px;', 'light');
  assert.equal(small.size('size-xs'), '12px');
  assert.equal(small.size('size-s'), '12px');
  const large = themed('  --tim-size: 20px;', 'light');
  assert.equal(large.size('size-xs'), '16px');
  small.host.remove();
  large.host.remove();
});

test('density: the attribute, and the variable from around', () => {
  const { host } = themed('  --tim-density: 0.25;', 'light');
  const at = () => getComputedStyle(host).getPropertyValue('--_density').trim();
  assert.equal(at(), '0.25');
  host.style.removeProperty('--tim-density');
  assert.equal(at(), '1');
  host.setAttribute('density', 'compact');
  assert.equal(at(), '0.5');
  host.remove();
});

/** How a page may set its text, as every element inside inherits it. */
const ofThePage = {
  'font-style': 'italic',
  'font-weight': '800',
  'font-variant-caps': 'small-caps',
  'letter-spacing': '3px',
  'word-spacing': '9px',
  'text-transform': 'uppercase',
  'text-indent': '48px',
  'text-align': 'right',
  'line-height': '90px',
  'white-space': 'nowrap',
  '-webkit-user-select': 'none',
};

test('how the page sets its own text does not reach in; its font does where the theme says so', () => {
  const page = document.createElement('div');
  for (const [name, value] of Object.entries(ofThePage)) page.style.setProperty(name, value);
  page.style.setProperty('font-family', 'Georgia');
  const host = page.appendChild(document.createElement('div'));
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [theme.styleSheet!, base.styleSheet!];
  const inside = root.appendChild(document.createElement('span'));
  document.body.append(page);
  const of = (element: Element, name: string) => getComputedStyle(element).getPropertyValue(name);
  for (const name of Object.keys(ofThePage)) assert.notEqual(of(inside, name), of(page, name), name);
  assert.notInclude(of(inside, 'font-family'), 'Georgia');
  host.style.setProperty('--tim-font', 'page()');
  assert.equal(of(inside, 'font-family'), 'Georgia');
  assert.equal(of(inside, 'font-size'), '15px');
  page.remove();
});
