import type { Client } from '@tokenim/client';
import { checkFiles, extensionOf, type RefusedFile } from '@tokenim/client/files';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { fileSize } from './file-size.js';
import type { Localize } from './localize.js';

addEnglish(more);

/** Names that are said; of more files their number. */
const named = 3;

/** Files that may be sent, and what is to be said of those that may not. `held` wait already to be sent with them. */
export async function sortFiles(
  client: Client,
  files: readonly File[],
  l: Localize,
  held = 0,
): Promise<{ taken: File[]; problem: string }> {
  // What cannot be judged here is judged by the server.
  const refused = await checkFiles(client, files, held).catch(() => []);
  const out = new Set(refused.map(({ file }) => file));
  return { taken: files.filter((file) => !out.has(file)), problem: fileProblems(refused, l) };
}

function fileProblems(refused: readonly RefusedFile[], l: Localize): string {
  // One sentence for all that have the same in common.
  const common = (one: RefusedFile) => `${one.code} ${'most' in one ? one.most : ''}`;
  return [...new Set(refused.map(common))]
    .map((what) =>
      sentence(
        refused.filter((one) => common(one) === what),
        l,
      ),
    )
    .join(' ');
}

function sentence(files: readonly RefusedFile[], l: Localize): string {
  const names = files.map(({ file }) => file.name || l.t('kindFile'));
  const rest = names.length > named + 1 ? names.splice(named).length : 0;
  if (rest) names.push(l.t('filesMore', { n: rest }));
  const [one] = files as [RefusedFile];
  const said = { names: listed(names, l) };
  if (one.code === 'empty') return l.t('filesEmpty', said);
  if (one.code === 'too_large') return l.t('filesTooLarge', { ...said, size: fileSize(l, one.most) });
  if (one.code === 'too_many') return l.t('filesAtOnce', { ...said, n: one.most });
  if (one.types.length === 0) return l.t('noFilesTaken');
  return l.t('filesNotTaken', {
    ...said,
    types: listed(
      one.types.map((type) => typeName(type, l)),
      l,
    ),
  });
}

const kinds: Record<string, 'typeImage' | 'typeAudio' | 'typeVideo'> = {
  'image/*': 'typeImage',
  'audio/*': 'typeAudio',
  'video/*': 'typeVideo',
};

/** `image/*` is "photos", `application/pdf` is "PDF", `text/*` the first of them. */
function typeName(pattern: string, l: Localize): string {
  const kind = kinds[pattern.toLowerCase()];
  return kind ? l.t(kind) : (extensionOf(pattern.replace('/*', '/plain'))?.toUpperCase() ?? pattern);
}

function listed(words: readonly string[], l: Localize): string {
  return new Intl.ListFormat(l.tag, { type: 'conjunction' }).format(new Set(words));
}
