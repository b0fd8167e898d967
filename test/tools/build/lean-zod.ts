/**
 * The part of `zod/mini` that the protocol's schemas use, for bundles: the same verdicts and the same data in a
 * tenth of the bytes, since nothing in a page reads why a frame was refused. `lean-zod.test.ts` holds it against
 * the true one, and refuses schemas that use more than what is here.
 */

/** What a check gives for what does not fit. */
const bad = Symbol('bad');
type Run = (value: unknown) => unknown;
type Check = (value: never) => boolean;
type Shape = Record<string, Schema>;
type Loose = Record<string, unknown>;

class Schema {
  readonly run: Run;
  /** May be absent, as a field. */
  readonly optional: boolean;
  /** Fields of an object. */
  readonly shape: Shape | undefined;
  /** What a literal is. */
  readonly value: unknown;

  constructor(run: Run, more: { optional?: boolean; shape?: Shape; value?: unknown } = {}) {
    this.run = run;
    this.optional = more.optional === true;
    this.shape = more.shape;
    this.value = more.value;
  }

  check(...checks: Check[]): Schema {
    return new Schema((value) => {
      const data = this.run(value);
      return data !== bad && checks.every((check) => check(data as never)) ? data : bad;
    }, this);
  }

  brand(): Schema {
    return this;
  }

  safeParse(value: unknown): { success: true; data: unknown } | { success: false } {
    const data = this.run(value);
    return data === bad ? { success: false } : { success: true, data };
  }
}

const when = (fits: (value: unknown) => boolean) => new Schema((value) => (fits(value) ? value : bad));
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const string = () => when((value) => typeof value === 'string');
export const boolean = () => when((value) => typeof value === 'boolean');
export const int = () => when(Number.isSafeInteger);
export const literal = (only: unknown) =>
  new Schema((value) => (value === only ? value : bad), { value: only });
const oneOf = (values: readonly unknown[]) => when((value) => values.includes(value));

export { oneOf as enum };

export const minLength = (n: number) => (value: { length: number }) => value.length >= n;
export const maxLength = (n: number) => (value: { length: number }) => value.length <= n;
export const gte = (n: number) => (value: number) => value >= n;
export const lte = (n: number) => (value: number) => value <= n;
export const regex = (pattern: RegExp) => (value: string) => pattern.test(value);
export const refine = (check: Check) => check;

export const optional = (inner: Schema) =>
  new Schema((value) => (value === undefined ? value : inner.run(value)), { optional: true });

export const array = (item: Schema) =>
  new Schema((value) => (Array.isArray(value) ? each(value, item) : bad));

function each(values: unknown[], item: Schema): unknown {
  const out: unknown[] = [];
  for (const value of values) {
    const data = item.run(value);
    if (data === bad) return bad;
    out.push(data);
  }
  return out;
}

export const tuple = (items: Schema[]) =>
  new Schema((value) => {
    if (!Array.isArray(value) || value.length !== items.length) return bad;
    const out = items.map((item, i) => item.run(value[i]));
    return out.includes(bad) ? bad : out;
  });

function fields(shape: Shape, strict: boolean): Schema {
  const run = (value: unknown) => {
    if (!isObject(value)) return bad;
    const out: Loose = {};
    for (const key in shape) {
      if (!(key in value)) {
        if (shape[key]!.optional) continue;
        return bad;
      }
      const data = shape[key]!.run(value[key]);
      if (data === bad) return bad;
      out[key] = data;
    }
    for (const key in value) {
      if (Object.hasOwn(shape, key)) continue;
      if (strict) return bad;
      // Set, it would become the prototype.
      if (key !== '__proto__') out[key] = value[key];
    }
    return out;
  };
  return new Schema(run, { shape });
}

export const strictObject = (shape: Shape) => fields(shape, true);
export const looseObject = (shape: Shape) => fields(shape, false);
/** Of loose objects only: ours are. */
export const extend = (base: Schema, shape: Shape) => fields({ ...base.shape, ...shape }, false);

export const record = (key: Schema, item: Schema) =>
  new Schema((value) => {
    if (!isObject(value)) return bad;
    // Only what is an object by its braces: no class, no Date.
    const prototype = Object.getPrototypeOf(value);
    if (prototype && !Object.hasOwn(prototype, 'isPrototypeOf')) return bad;
    const out: Loose = {};
    for (const name of Object.keys(value)) {
      if (name === '__proto__') continue;
      const data = item.run(value[name]);
      if (key.run(name) === bad || data === bad) return bad;
      out[name] = data;
    }
    return out;
  });

export const union = (options: Schema[]) =>
  new Schema((value) => {
    for (const option of options) {
      const data = option.run(value);
      if (data !== bad) return data;
    }
    return bad;
  });

export const discriminatedUnion = (tag: string, options: Schema[]) => {
  // An option may be such a union itself, by another field: then its first option has the tag, too.
  const byTag = new Map(options.map((option) => [option.shape![tag]!.value, option]));
  const run = (value: unknown) => (isObject(value) ? (byTag.get(value[tag])?.run(value) ?? bad) : bad);
  return new Schema(run, { shape: options[0]!.shape! });
};

export const json = () => {
  const any: Schema = new Schema((value) => {
    if (Array.isArray(value)) return each(value, any);
    if (isObject(value)) return object.run(value);
    const plain = value === null || typeof value === 'string' || typeof value === 'boolean';
    return plain || Number.isFinite(value) ? value : bad;
  });
  const object = record(string(), any);
  return any;
};
