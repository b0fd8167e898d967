/** Writes src/icons.ts: the Lucide icons in use, and no others. Run: `node tools/icons.ts` in this package. */
import { readFileSync, writeFileSync } from 'node:fs';

const used = [
  'arrow-down',
  'arrow-up',
  'ban',
  'check',
  'check-check',
  'circle-alert',
  'clock',
  'cloud-upload',
  'copy',
  'download',
  'ellipsis',
  'file',
  'hard-drive',
  'image',
  'loader-circle',
  'message-circle',
  'paperclip',
  'pause',
  'pencil',
  'play',
  'reply',
  'rotate-cw',
  'trash-2',
  'wifi-off',
  'x',
];
const source = new URL('../node_modules/lucide-static/icons/', import.meta.url);
const camel = (name: string) => name.replace(/-(\w)/g, (_, c: string) => c.toUpperCase());

const lines = used.map((name) => {
  const svg = readFileSync(new URL(`${name}.svg`, source), 'utf8');
  const inner = svg
    .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
    .replace(/\s+/g, ' ')
    .replace(/ \/>/g, '/>')
    .replace(/> </g, '><')
    .trim();
  return `export const ${camel(name)}Icon = icon(svg\`${inner}\`);`;
});

writeFileSync(
  new URL('../src/icons.ts', import.meta.url),
  `// Written by tools/icons.ts. Path data: Lucide (https://lucide.dev), ISC License,
// Copyright (c) Lucide Contributors; parts from Feather, MIT License, Copyright (c) Cole Bemis.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

/** 20 px, or what the class around it says; decoration only, so hidden from assistive technology. */
function icon(shape: SVGTemplateResult): TemplateResult {
  return html\`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">\${shape}</svg>\`;
}

${lines.join('\n')}
`,
);
