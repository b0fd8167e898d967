/** A node of a syntax tree, as parsers of the ESTree kind give it. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** What stands from `start` to before `end` is to become `by`. */
export interface Edit {
  start: number;
  end: number;
  by: string;
}

/** Shows each node to `see`, parents first. */
export function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof (child as Node).type === 'string') visit(child as Node, see);
    }
  }
}

/** The name of a method or property; undefined where it is computed. */
export function keyOf(node: Node): string | undefined {
  return (node.key as { name?: string } | undefined)?.name;
}

/** The code with all edits made; of those within another only the other is. */
export function edited(code: string, edits: readonly Edit[]): string {
  let result = code;
  let from = code.length + 1;
  for (const { start, end, by } of edits.toSorted((a, b) => b.end - a.end || a.start - b.start)) {
    if (end > from) continue;
    result = result.slice(0, start) + by + result.slice(end);
    from = start;
  }
  return result;
}
