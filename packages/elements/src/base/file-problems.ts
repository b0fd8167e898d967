import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { fileSize } from './file-size.js';
import type { Localize } from './localize.js';

addEnglish(more);

/** A sentence for each file that was not taken. */
export function fileProblems(files: readonly File[], limit: number, l: Localize): string {
  const sentences = files.map((file) => {
    const name = file.name || l.t('kindFile');
    if (file.size > limit) return l.t('fileTooLarge', { name, size: fileSize(l, limit) });
    return file.size === 0 ? l.t('fileEmpty', { name }) : l.t('notSaved');
  });
  return [...new Set(sentences)].join(' ');
}
