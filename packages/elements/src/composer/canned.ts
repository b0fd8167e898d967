import { fold, wordStart } from '../base/fold.js';

/** A text that is ready to be sent, found by its name. */
export interface CannedReply {
  name: string;
  /** `{name}` is the name of the customer; where it is not known it goes, with the space before it. */
  text: string;
}

/** Where a reply's name is being written before the caret: behind a slash that begins a word. */
export function slashAt(before: string): { from: number; query: string } | undefined {
  const match = /(^|\s)\/([^\s/]{0,40})$/u.exec(before);
  return match ? { from: match.index + match[1]!.length, query: match[2]! } : undefined;
}

/** Those whose name, else whose text, has a word that begins so. */
export function matchingReplies(replies: readonly CannedReply[], query: string): CannedReply[] {
  const wanted = fold(query);
  const rank = ({ name, text }: CannedReply) => {
    const inName = wordStart(fold(name), wanted);
    return inName >= 0 ? inName : wordStart(fold(text), wanted) >= 0 ? 2 : -1;
  };
  return replies
    .map((one) => ({ one, rank: rank(one) }))
    .filter((each) => each.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

export function filled(text: string, name: string | undefined): string {
  return text.replace(/ ?\{name\}/g, (found) => (name ? found.replace('{name}', () => name) : ''));
}
