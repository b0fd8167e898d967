import type { Plugin } from 'vite';
import { type Edit, edited, keyOf, type Node, visit } from './edits.js';
import { shortNames } from './short-names.js';

/** Methods that the store calls nowhere, nor Dexie itself once they all are gone. */
export const unusedMethods: Record<string, string[]> = {
  Table: ['mapToClass', 'defineClass', 'upsert', 'bulkAdd', 'bulkUpdate'],
  Collection: [
    ...['until', 'distinct', 'eachKey', 'eachUniqueKey', 'eachPrimaryKey', 'uniqueKeys', 'firstKey'],
    ...['lastKey', 'raw', 'or', 'desc'],
  ],
  WhereClause: [
    ...['startsWith', 'startsWithAnyOf', 'startsWithIgnoreCase', 'startsWithAnyOfIgnoreCase'],
    ...['equalsIgnoreCase', 'anyOfIgnoreCase', 'notEqual', 'noneOf', 'inAnyRange'],
  ],
  Transaction: ['waitFor'],
  Version: ['upgrade'],
  Dexie: ['backendDB', 'hasBeenClosed', 'hasFailed', 'dynamicallyOpened'],
};

/** Properties that Dexie gives to objects one by one, of which the same is true. */
export const unusedProps: Record<string, string[]> = {
  Dexie: [
    ...[
      'exists',
      'getDatabaseNames',
      'defineClass',
      'async',
      'spawn',
      'currentTransaction',
      'waitFor',
      'debug',
    ],
    ...[
      'derive',
      'override',
      'getByKeyPath',
      'setByKeyPath',
      'delByKeyPath',
      'shallowClone',
      'getObjectDiff',
    ],
    ...['ignoreTransaction', 'asap', 'minKey', 'connections', 'errnames', 'semVer', 'version'],
  ],
  DexiePromise: ['PSD', 'totalEchoes', 'newPSD', 'usePSD', 'scheduler'],
  'DexiePromise.prototype': ['timeout'],
};

/** What is said otherwise, and why that comes to the same for us. */
const replacements: [text: string, by: string][] = [
  // Layers that only pass on what they get: our database turns the query cache off, and nobody adds hooks.
  ['this.use(cacheMiddleware);', ''],
  // Saves a second read of what `update` and `modify` change, which we do to single rows.
  ['this.use(cacheExistingValuesMiddleware);', ''],
  ['this.use(hooksMiddleware);', ''],
  // Indexes for the first parts of a compound key, and so on: no read of ours uses one.
  ['this.use(virtualIndexMiddleware);', ''],
  ['signalSubscribersNow(updateParts, true);', ''],
  ['signalSubscribersNow(everything, true);', ''],
  ['creating: [hookCreatingChain, nop],', ''],
  ['updating: [hookUpdatingChain, nop],', ''],
  ['deleting: [hookDeletingChain, nop],', ''],
  // A list of databases, for browsers that give none, of which `getDatabaseNames` is gone.
  ['_onDatabaseCreated(db._deps, dbName);', ';'],
  ['_onDatabaseDeleted(this._deps, this.name);', ''],
  // Aids for who develops with Dexie, on by themselves on localhost.
  ['debug = value;', ''],
  ["var debug = typeof location !== 'undefined' &&", 'const debug = false &&'],
  // A fault of Safari 14, which runs nothing of what the chat is built for.
  ['(useSafari14Workaround ? idbReady() : DexiePromise.resolve())', 'DexiePromise.resolve()'],
  // The store says what its tables are, and no version of it changes what is in them.
  ['if (state.autoSchema && !db._options.allowEmptyDB)', 'if (false)'],
  ['if (state.autoSchema)\n', 'if (false)\n'],
  ['state.autoSchema || !nativeVerToOpen', '!nativeVerToOpen'],
  ['if (contentUpgrade && version._cfg.version > oldVersion)', 'if (false)'],
  // There is one version of each of our databases: one is made anew, or is as it should be. The test of this file
  // fails with a second version; then what leads from one to the next comes back.
  [
    `return getExistingVersion(db, trans, oldVersion)
                .then((oldVersion) => updateTablesAndIndexes(db, oldVersion, trans, idbUpgradeTrans))
                .catch(rejectTransaction);`,
    '',
  ],
  ["if (idbUpgradeTrans.objectStoreNames.contains('$meta') &&", 'if (false &&'],
  ['if (schemaPatchMode)', 'if (false)'],
  ['adjustToExistingIndexNames(db, db._dbSchema, tmpTrans);', ''],
  ['if (!verifyInstalledSchema(db, tmpTrans) && !schemaPatchMode)', 'if (false)'],
  // Of values that tell how to change what is there the store makes none, and it has no table of Y.js.
  ['value instanceof PropModification', 'false'],
  ['if (!yProps)', 'if (true)'],
];

/** Properties of Dexie's own state, which no browser, message or caller knows. */
export const innerNames = [
  ...['isBeingOpened', 'dbOpenError', 'openComplete', 'onReadyBeingFired', 'openCanceller', 'cancelOpen'],
  ...['dbReadyPromise', 'dbReadyResolve', 'autoSchema', 'vcFired', 'PR1398_maxLoop', 'transless'],
  ...['contentUpgrade', 'dbschema', 'replayFilter', 'isPrimKey', 'justLimit', 'onunhandled', 'unhandleds'],
  ...['storesSource', 'mappedClass', 'isMatch', 'idbdb', 'primKey', 'isPrimaryKey', 'extractKey', 'obsSet'],
  ...['keysOnly', 'valueMapper', 'numFailures', 'lastResult', 'idxByName', 'addKeys', 'echoes', 'letThrough'],
  ...['getIndexByKeyPath', 'isAdditionalChunk', 'rejectionMapper', 'failuresByPos', 'recreate', 'outbound'],
  ...['Collection', 'WhereClause', 'PromiseProp', 'chromeTransactionDurability'],
];

/** Errors that have a name, which is what the store goes by. */
const named = /^(?:exceptions\.\w+|Error|TypeError|BulkError|ModifyError)$/;

/**
 * Takes out of Dexie what the store does not use: bundlers cannot, since methods might be called by any name. And
 * what it says to developers, in the console and as the text of errors.
 *
 * @throws where Dexie no longer has one of them: then the lists must be looked at again.
 */
export function leanDexie(code: string, parse: (code: string) => unknown): string {
  const edits: Edit[] = [];
  for (const [text, by] of replacements) {
    const start = code.indexOf(text);
    if (start < 0) throw new Error(`Dexie no longer says ${text}`);
    edits.push({ start, end: start + text.length, by });
  }
  const source = ({ start, end }: Node) => code.slice(start, end);
  const wanted = new Set([
    ...Object.entries(unusedMethods).flatMap(([name, methods]) => methods.map((one) => `${name}.${one}`)),
    ...Object.entries(unusedProps).flatMap(([name, props]) => props.map((one) => `props of ${name}.${one}`)),
  ]);
  const cut = (name: string, { start, end }: Node, comma = false) => {
    if (!wanted.delete(name)) return;
    edits.push({ start, end: comma && code[end] === ',' ? end + 1 : end, by: '' });
  };
  visit(parse(code) as Node, (node) => {
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      const name = (node.id as { name: string } | null)?.name;
      for (const method of (node.body as { body: Node[] }).body) cut(`${name}.${keyOf(method)}`, method);
    } else if (node.type === 'CallExpression') {
      const [target, members] = node.arguments as Node[];
      if (source(node.callee as Node) !== 'props' || members?.type !== 'ObjectExpression') return;
      for (const one of members.properties as Node[])
        cut(`props of ${source(target!)}.${keyOf(one)}`, one, true);
    } else if (node.type === 'NewExpression' && named.test(source(node.callee as Node))) {
      const [text] = node.arguments as Node[];
      const isText = text && /^(?:'[^']|"[^"]|`)/.test(source(text)) && text.type !== 'CallExpression';
      if (isText) edits.push({ start: text.start, end: text.end, by: "''" });
    } else if (node.type === 'ExpressionStatement' && /^console\.\w+\(/.test(source(node))) {
      edits.push({ start: node.start, end: node.end, by: ';' });
    }
  });
  if (wanted.size > 0) throw new Error(`Dexie no longer has ${[...wanted].join(', ')}`);
  return edited(code, edits);
}

export function leanDexiePlugin(): Plugin {
  return {
    name: 'tokenim:lean-dexie',
    transform: {
      filter: { id: /dexie[\\/]dist[\\/]modern[\\/]dexie\.mjs$/ },
      handler(code) {
        const parse = (text: string) => this.parse(text);
        return { code: shortNames(leanDexie(code, parse), parse, innerNames), map: null };
      },
    },
  };
}
