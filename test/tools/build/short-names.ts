import { type Edit, edited, type Node, visit } from './edits.js';

const long = /^_[A-Za-z]\w{2,}$/;
const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Gives a library's own properties, those that begin with a line, names of a few letters: minifiers must leave all
 * properties as they are, since these might be read by any name. What stands in a string is left alone, as it may
 * be such a name.
 */
export function shortNames(
  code: string,
  parse: (code: string) => unknown,
  /** Others of its own, without a line. */
  more: readonly string[] = [],
): string {
  const places = new Map<string, { start: number; end: number; shorthand: boolean }[]>();
  const taken = new Set<string>();
  const spoken = new Set<string>();
  const note = (key: Node | null | undefined, shorthand = false) => {
    const name = key?.type === 'Identifier' ? (key.name as string) : undefined;
    if (!key || !name) return;
    taken.add(name);
    if (!long.test(name) && !more.includes(name)) return;
    const list = places.get(name) ?? [];
    places.set(name, list);
    list.push({ start: key.start, end: key.end, shorthand });
  };
  visit(parse(code) as Node, (node) => {
    const key = node.key as Node | undefined;
    if (node.type === 'MemberExpression' && !node.computed) note(node.property as Node);
    else if (node.type === 'Property' && !node.computed) note(key, node.shorthand === true);
    else if (/^(?:MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(node.type) && !node.computed)
      note(key);
    else if (node.type === 'Literal' && typeof node.value === 'string') spoken.add(node.value);
    else if (node.type === 'TemplateElement') spoken.add((node.value as { raw: string }).raw);
  });
  for (const name of more) if (!places.has(name)) throw new Error(`There is no property ${name} any more.`);
  const edits: Edit[] = [];
  let made = 0;
  const byUse = [...places].sort(([, a], [, b]) => b.length - a.length);
  for (const [name, list] of byUse) {
    if (spoken.has(name)) continue;
    let short = '';
    do {
      short = `_${letters[made % 26]}${made >= 26 ? Math.floor(made / 26) : ''}`;
      made++;
    } while (taken.has(short));
    for (const { start, end, shorthand } of list)
      edits.push({ start, end, by: shorthand ? `${short}: ${name}` : short });
  }
  return edited(code, edits);
}
