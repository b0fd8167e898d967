// Writes the generated documents beside PROTOCOL.md. Run by `pnpm generate`.
import { writeFileSync } from 'node:fs';
import { documents, serialize } from './documents.js';

for (const [name, build] of Object.entries(documents)) {
  writeFileSync(new URL(`../${name}`, import.meta.url), serialize(build()));
  console.log(`wrote packages/protocol/${name}`);
}
