import * as z from 'zod/mini';
import { Cid } from '../ids.js';
import { WriteOp } from '../operation.js';

/** One durable change; answered by `ack` or `refuse` with the same `cid`. Rules W1 to W6. */
export const Write = z.strictObject({ t: z.literal('write'), cid: Cid, op: WriteOp });
export type Write = z.infer<typeof Write>;
