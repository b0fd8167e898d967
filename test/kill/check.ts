import type { down } from '@tokenim/protocol';
import { readNumberedCid } from '../tools/cid.js';
import type { Wire } from '../tools/wire.js';
import { Sequences, textOf, type Writer } from './writer.js';

/** What a log shows beside what was acknowledged. All but `stored` must be 0. */
export interface Findings {
  stored: number;
  /** Acknowledged and not in the log. */
  missing: number;
  /** In the log twice. */
  doubled: number;
  /** Places in a log where the next seq is not one more. */
  holes: number;
  /** In the log at another seq than acknowledged or pushed, with another text, or with a wrong ordinal. */
  wrong: number;
}

/** Reads one conversation's whole log by the protocol and compares it with what its two writers know. */
export async function checkLog(
  wire: Wire,
  conversation: string,
  pair: readonly [Writer, Writer],
  indexes: readonly [number, number],
): Promise<Findings> {
  const found: Findings = { stored: 0, missing: 0, doubled: 0, holes: 0, wrong: 0 };
  const stored = [new Sequences(), new Sequences()] as const;
  const [head] = (await wire.request<down.HeadsPage>({ t: 'heads', conversations: [conversation] }))
    .conversations;
  if (!head) throw new Error(`The conversation ${conversation} is gone.`);
  let after = 0;
  let ord = 0;
  for (;;) {
    const page = await wire.request<down.OpsPage>({
      t: 'ops',
      conversation,
      epoch: head.epoch,
      after,
      limit: 200,
    });
    for (const op of page.ops) {
      if (op.seq !== after + 1) found.holes++;
      after = op.seq;
      if (op.kind !== 'message') continue;
      const { message } = op as { message: { cid: string; ord: number; body: { text: string } } };
      const of = readNumberedCid(message.cid);
      const side = of ? indexes.indexOf(of.writer) : -1;
      if (!of || side < 0) {
        found.wrong++;
        continue;
      }
      found.stored++;
      if (stored[side]!.get(of.number) !== 0) found.doubled++;
      stored[side]!.set(of.number, op.seq);
      if (message.ord !== ++ord || message.body.text !== textOf(of.writer, of.number)) found.wrong++;
    }
    if (!page.more) break;
  }
  for (const side of [0, 1] as const) {
    for (let number = 1; number <= pair[side].written; number++) {
      const acked = pair[side].acked.get(number);
      const kept = stored[side].get(number);
      const pushed = pair[1 - side]!.pushed.get(number);
      if (acked !== 0 && kept === 0) found.missing++;
      else if (acked !== 0 && kept !== acked) found.wrong++;
      // Never sent to others before its commit (rule W2).
      if (pushed !== 0 && pushed !== kept) found.wrong++;
    }
  }
  return found;
}
