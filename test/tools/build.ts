// `pnpm build`: what a script tag loads, the playground and the packages' libraries.
// `pnpm build widget playground` builds only the parts named.
import { buildLibraries } from './build/libraries.js';
import { buildPlayground } from './build/playground.js';
import { buildWidget } from './build/widget.js';

const parts: Record<string, () => Promise<unknown>> = {
  widget: buildWidget,
  playground: buildPlayground,
  libraries: buildLibraries,
};

const named = process.argv.slice(2);
for (const name of named) {
  if (name in parts) continue;
  console.error(`There is no part "${name}": say ${Object.keys(parts).join(', ')}, or nothing for all.`);
  process.exit(1);
}
for (const name of named.length > 0 ? named : Object.keys(parts)) await parts[name]!();
