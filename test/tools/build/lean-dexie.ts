import type { Plugin } from 'vite';

/** Methods that the store calls nowhere, nor Dexie itself once they all are gone. */
export const unusedMethods: Record<string, string[]> = {
  Table: ['mapToClass', 'defineClass', 'upsert', 'bulkAdd', 'bulkUpdate'],
  Collection: [
    ...[
      'until',
      'distinct',
      'eachKey',
      'eachUniqueKey',
      'eachPrimaryKey',
      'uniqueKeys',
      'firstKey',
      'lastKey',
    ],
  ],
  WhereClause: [
    ...[
      'startsWith',
      'startsWithAnyOf',
      'startsWithIgnoreCase',
      'startsWithAnyOfIgnoreCase',
      'equalsIgnoreCase',
    ],
    ...['anyOfIgnoreCase', 'notEqual', 'noneOf', 'inAnyRange'],
  ],
};

/**
 * Layers that only pass on what they get: the query cache, which our database turns off, and the hooks, which only
 * act where somebody has added one.
 */
const idleLayers = ['cacheMiddleware', 'hooksMiddleware'];

interface Method {
  type: string;
  key: { name?: string };
  start: number;
  end: number;
}

interface ClassNode {
  type: string;
  id?: { name: string } | null;
  body: { body: Method[] };
}

/**
 * Takes out of Dexie what the store does not use; bundlers cannot, since methods might be called by any name.
 *
 * @throws where Dexie no longer has one of them: then the lists must be looked at again.
 */
export function leanDexie(code: string, parse: (code: string) => unknown): string {
  const cuts: { start: number; end: number }[] = [];
  for (const layer of idleLayers) {
    const use = `this.use(${layer});`;
    const start = code.indexOf(use);
    if (start < 0) throw new Error(`Dexie no longer says ${use}`);
    cuts.push({ start, end: start + use.length });
  }
  const top = (parse(code) as { body: ClassNode[] }).body;
  for (const [name, methods] of Object.entries(unusedMethods)) {
    const found = top.find((node) => node.type === 'ClassDeclaration' && node.id?.name === name);
    for (const method of methods) {
      const cut = found?.body.body.find((one) => one.type === 'MethodDefinition' && one.key.name === method);
      if (!cut) throw new Error(`Dexie no longer has ${name}.${method}`);
      cuts.push(cut);
    }
  }
  cuts.sort((a, b) => b.start - a.start);
  let lean = code;
  for (const { start, end } of cuts) lean = lean.slice(0, start) + lean.slice(end);
  return lean;
}

export function leanDexiePlugin(): Plugin {
  return {
    name: 'tokenim:lean-dexie',
    transform: {
      filter: { id: /dexie[\\/]dist[\\/]modern[\\/]dexie\.mjs$/ },
      handler(code) {
        return { code: leanDexie(code, (text) => this.parse(text)), map: null };
      },
    },
  };
}
