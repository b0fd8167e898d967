import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { looks, output, type Shot } from './shot.js';

const style = `
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 16px; background: light-dark(#eef0f4, #14161b); }
h1 { font-size: 20px; }
h2 { position: sticky; inset-block-start: 0; margin: 0; padding: 8px 0; font-size: 15px; background: inherit; }
section { margin-block-end: 24px; background: inherit; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px; align-items: start; }
figure { margin: 0; }
img { inline-size: 100%; border-radius: 6px; outline: 1px solid color-mix(in oklch, currentColor 15%, transparent); }
figcaption { font-size: 12px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; }
`;

/** All pictures in one page, a row of looks for each. */
export function writeIndex(shots: readonly Shot[]): string {
  const names = [...new Set(shots.map((one) => one.name))];
  const figure = (one: Shot) =>
    `<figure><a href="${one.file}"><img loading="lazy" src="${one.file}" alt=""></a>` +
    `<figcaption>${one.screen} · ${one.lang} · ${one.theme}</figcaption></figure>`;
  const sections = names.map(
    (name) =>
      `<section id="${name}"><h2>${name}</h2><div class="grid">${shots
        .filter((one) => one.name === name)
        .map(figure)
        .join('\n')}</div></section>`,
  );
  const path = join(output, 'index.html');
  writeFileSync(
    path,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>TokenIM in pictures</title><style>${style}</style>
<h1>${shots.length} pictures, ${names.length} states in ${looks.length} looks</h1>
<nav>${names.map((name) => `<a href="#${name}">${name}</a>`).join('\n')}</nav>
${sections.join('\n')}</html>\n`,
  );
  return path;
}
