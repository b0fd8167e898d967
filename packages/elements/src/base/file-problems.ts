import type { Limits } from '@tokenim/protocol';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { fileSize } from './file-size.js';
import type { Localize } from './localize.js';

addEnglish(more);

/** Files that may be sent, and a sentence about each that may not. */
export function sortFiles(
  files: readonly File[],
  { file: limit }: Limits,
  l: Localize,
): { taken: File[]; problem: string } {
  const problem = (file: File) => {
    const name = file.name || l.t('kindFile');
    if (file.size > limit) return l.t('fileTooLarge', { name, size: fileSize(l, limit) });
    return file.size === 0 ? l.t('fileEmpty', { name }) : '';
  };
  const problems = new Set(files.map(problem).filter(Boolean));
  return { taken: files.filter((file) => !problem(file)), problem: [...problems].join(' ') };
}
