import type { Any, Hooks, Tunnel } from './proxy.js';

/** One rule broken in one way. `rule` names the checks that must notice. */
export interface Breakage {
  rule: string;
  what: string;
  /** Only checks whose title contains this, where others of the rule take long. */
  only?: string;
  hooks(sign: Sign): Hooks;
}
/** Signs any claims as the app would. */
export type Sign = (claims: object) => Promise<string>;

export const text = (frame: Any) => JSON.stringify(frame);

/** Changes frames of some types of the server. */
export function down(
  types: string | string[],
  change: (frame: Any, tunnel: Tunnel) => object | object[] | undefined,
): Hooks {
  return { down: (frame, tunnel) => ([types].flat().includes(frame.t) ? change(frame, tunnel) : frame) };
}
export const on = (types: string | string[], change: (frame: Any) => void): Hooks =>
  down(types, (frame) => {
    change(frame);
    return frame;
  });
export const drop = (types: string | string[], which: (frame: Any) => boolean = () => true): Hooks =>
  down(types, (frame) => (which(frame) ? undefined : frame));
export const up = (
  type: string,
  change: (frame: Any, tunnel: Tunnel) => object | object[] | undefined,
): Hooks => ({
  up: (frame, tunnel) => (frame.t === type ? change(frame, tunnel) : frame),
});
/** A refusal of that code becomes an acknowledgement. */
export const accept = (code: string): Hooks => ({
  down: (frame) =>
    frame.t === 'refuse' && frame.code === code
      ? { t: 'ack', cid: frame.cid, conversation: 'x', epoch: 'x', seq: 2, ts: 1, ord: 1 }
      : frame,
});
export const code = (from: string, to: string): Hooks =>
  on(['refuse', 'error'], (frame) => {
    if (frame.code === from) frame.code = to;
  });
export const noClose = (which: number): Hooks => ({ close: (got) => (got === which ? undefined : got) });
/** True the first time that a value comes. */
export function isNew<T>(seen: { has(value: T): boolean; add(value: T): unknown }, value: T): boolean {
  const fresh = !seen.has(value);
  seen.add(value);
  return fresh;
}
