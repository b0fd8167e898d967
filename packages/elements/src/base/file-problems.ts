import type { Client } from '@tokenim/client';
import { checkFiles, extensionOf, type RefusedFile } from '@tokenim/client/files';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { fileSize } from './file-size.js';
import type { Localize } from './localize.js';

addEnglish(more);

/** Names that are said; of more files their number. */
const named = 3;

/** Files that may be sent, and a sentence about each that may not. `held` wait already to be sent with them. */
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
  const many = refused.filter(({ code }) => code === 'too_many').map(({ file }) => nameOf(file, l));
  const rest = many.length > named + 1 ? many.splice(named).length : 0;
  if (rest) many.push(l.t('filesMore', { n: rest }));
  const sentence = (one: RefusedFile): string => {
    const name = nameOf(one.file, l);
    if (one.code === 'empty') return l.t('fileEmpty', { name });
    if (one.code === 'too_large') return l.t('fileTooLarge', { name, size: fileSize(l, one.most) });
    if (one.code === 'too_many') return l.t('filesAtOnce', { n: one.most, names: listed(many, l) });
    if (one.types.length === 0) return l.t('filesRefused');
    const types = one.types.map((type) => typeName(type, l));
    return l.t('fileRefused', { name, types: listed(types, l) });
  };
  return [...new Set(refused.map(sentence))].join(' ');
}

function nameOf(file: File, l: Localize): string {
  return file.name || l.t('kindFile');
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
