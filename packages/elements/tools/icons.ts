/**
 * Writes src/icons.ts, src/icons-more.ts and the icons.ts of single elements: the Lucide icons in use, and no others.
 * Run: `node tools/icons.ts` in this package. Those that an open text chat shows stand in the first; the others come with
 * what is fetched later.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const first = [
  ...['arrow-down', 'arrow-up', 'ban', 'check', 'check-check', 'circle-alert', 'clock', 'cloud-off'],
  ...['ellipsis', 'loader-circle', 'message-circle', 'mic', 'paperclip', 'smile', 'x'],
];
const more = [
  ...[
    'cloud-upload',
    'copy',
    'download',
    'file',
    'forward',
    'image',
    'info',
    'link',
    'pause',
    'pencil',
    'play',
  ],
  ...['reply', 'rotate-cw', 'smile-plus', 'square', 'trash-2'],
];
const list = [
  ...['archive', 'archive-restore', 'bell', 'bell-off', 'inbox', 'log-out', 'mail', 'mail-open'],
  ...['pin', 'pin-off', 'search', 'video'],
];
const tray = ['camera', 'files', 'grip-vertical', 'images', 'move-down', 'move-up'];
const gallery = ['chevron-left', 'chevron-right', 'zoom-in', 'zoom-out'];
const picker = [
  'apple',
  'clock',
  'flag',
  'hash',
  'lightbulb',
  'paw-print',
  'plane',
  'search',
  'user',
  'volleyball',
];

const source = new URL('../node_modules/lucide-static/icons/', import.meta.url);
const camel = (name: string) => name.replace(/-(\w)/g, (_, c: string) => c.toUpperCase());
const licence = `// Written by tools/icons.ts. Path data: Lucide (https://lucide.dev), ISC License,
// Copyright (c) Lucide Contributors; parts from Feather, MIT License, Copyright (c) Cole Bemis.
`;

function lines(names: string[]): string {
  return names
    .map((name) => {
      const svg = readFileSync(new URL(`${name}.svg`, source), 'utf8');
      const inner = svg
        .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
        .replace(/\s+/g, ' ')
        .replace(/ \/>/g, '/>')
        .replace(/> </g, '><')
        .trim();
      return `export const ${camel(name)}Icon = icon\`${inner}\`;`;
    })
    .join('\n');
}

writeFileSync(
  new URL('../src/icons.ts', import.meta.url),
  `${licence}import { html, type TemplateResult } from 'lit';

/**
 * 20 px, or what the class around it says; decoration only, so hidden from assistive technology. One template of its
 * own, without a place in it: a thread's rows hold two or three each, and what Lit puts together costs on a slow phone.
 */
export function icon([shape]: TemplateStringsArray): TemplateResult {
  const whole = [\`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">\${shape}</svg>\`];
  return html(Object.assign(whole, { raw: whole }));
}

${lines(first)}
`,
);
writeFileSync(
  new URL('../src/icons-more.ts', import.meta.url),
  `${licence}import { icon } from './icons.js';

${lines(more)}
`,
);
for (const [element, names] of [
  ['conversation-list', list],
  ['file-tray', tray],
  ['gallery', gallery],
  ['emoji-picker', picker],
] as const)
  writeFileSync(
    new URL(`../src/${element}/icons.ts`, import.meta.url),
    `${licence}import { icon } from '../icons.js';

${lines([...names])}
`,
  );
