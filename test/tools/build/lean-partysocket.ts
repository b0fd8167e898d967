import type { Plugin } from 'vite';
import { type Edit, edited, keyOf, type Node, visit } from './edits.js';
import { shortNames } from './short-names.js';

/** Members of its class that the client does not use, nor the class itself once they all are gone. */
export const unusedMembers = [
  ...['binaryType', 'retryCount', 'bufferedAmount', 'extensions', 'protocol', 'url', 'shouldReconnect'],
  ...['readyState', 'reconnect', 'drainQueuedMessages', '_debug', '_debugLogger'],
];

/**
 * Takes out of partysocket what the client does not use, and what it says in the console: bundlers cannot, since
 * members might be called by any name.
 *
 * @throws where partysocket no longer has one of them: then the list must be looked at again.
 */
export function leanPartysocket(code: string, parse: (code: string) => unknown): string {
  const edits: Edit[] = [];
  const wanted = new Set(unusedMembers);
  visit(parse(code) as Node, (node) => {
    if (node.type === 'ClassExpression' && (node.id as { name: string } | null)?.name) {
      for (const member of (node.body as { body: Node[] }).body) {
        const name = keyOf(member)!;
        if (!unusedMembers.includes(name)) continue;
        wanted.delete(name);
        edits.push({ start: member.start, end: member.end, by: '' });
      }
    } else if (node.type === 'ExpressionStatement') {
      if (/^(?:console\.\w+|this\._debug)\(/.test(code.slice(node.start, node.end)))
        edits.push({ start: node.start, end: node.end, by: ';' });
    } else if (
      node.type === 'IfStatement' &&
      /^if \(this\._options\.debugLogger\)/.test(code.slice(node.start))
    ) {
      edits.push({ start: node.start, end: node.end, by: '' });
    }
  });
  if (wanted.size > 0) throw new Error(`partysocket no longer has ${[...wanted].join(', ')}`);
  return edited(code, edits);
}

export function leanPartysocketPlugin(): Plugin {
  return {
    name: 'tokenim:lean-partysocket',
    transform: {
      filter: { id: /partysocket[\\/]dist[\\/]ws\.js$/ },
      handler(code) {
        const parse = (text: string) => this.parse(text);
        return { code: shortNames(leanPartysocket(code, parse), parse), map: null };
      },
    },
  };
}
