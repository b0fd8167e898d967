import type { FileId } from '@tokenim/protocol';

/**
 * Bytes of files that the device had no room for: held by the tab that sends them, as long as it is open. The tab that
 * uploads may be another one and asks for them over a BroadcastChannel; a Blob is passed without its bytes being copied.
 */
const held = new Map<FileId, Blob>();
let channel: BroadcastChannel | undefined;

type Message = { wanted: FileId } | { id: FileId; blob: Blob };

/** Milliseconds that another tab has to answer: it has the bytes at hand. */
const patience = 1_000;

function open(): BroadcastChannel | undefined {
  if (channel || typeof BroadcastChannel === 'undefined') return channel;
  channel = new BroadcastChannel('tokenim-held');
  // In Node an open channel keeps the process alive.
  (channel as { unref?(): void }).unref?.();
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (!('wanted' in data)) return;
    const blob = held.get(data.wanted);
    if (blob) channel!.postMessage({ id: data.wanted, blob } satisfies Message);
  });
  return channel;
}

export function hold(id: FileId, blob: Blob): void {
  held.set(id, blob);
  open();
}

/** What takes the place of bytes that are held: a picture made smaller, say. */
export function holdInstead(id: FileId, blob: Blob): void {
  if (held.has(id)) held.set(id, blob);
}

export function heldHere(id: FileId): Blob | undefined {
  return held.get(id);
}

/** From this tab, else from any other; undefined where none has them any more. */
export async function heldAnywhere(id: FileId): Promise<Blob | undefined> {
  const here = held.get(id);
  const asked = here ? undefined : open();
  if (!asked) return here;
  return new Promise((resolve) => {
    const end = (blob?: Blob) => {
      clearTimeout(timer);
      asked.removeEventListener('message', onMessage);
      resolve(blob);
    };
    const onMessage = ({ data }: MessageEvent<Message>) => {
      if ('blob' in data && data.id === id) end(data.blob);
    };
    const timer = setTimeout(end, patience);
    asked.addEventListener('message', onMessage);
    asked.postMessage({ wanted: id } satisfies Message);
  });
}
