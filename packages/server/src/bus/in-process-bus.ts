import type { Bus } from './bus.js';

type Handler = (payload: unknown) => void;

/** The bus of a single node. Delivers within `publish`; a handler that throws does not disturb the others. */
export class InProcessBus implements Bus {
  /** Mostly one per topic, so an array: it costs less than a set. Replaced, never changed, while publishing. */
  private readonly handlers = new Map<string, readonly Handler[]>();
  private readonly onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void = () => {}) {
    this.onFault = onFault;
  }

  publish(topic: string, payload: unknown): void {
    const handlers = this.handlers.get(topic);
    if (!handlers) return;
    for (const handler of handlers) {
      try {
        handler(payload);
      } catch (error) {
        this.onFault(error);
      }
    }
  }

  subscribe(topic: string, handler: Handler): () => void {
    this.handlers.set(topic, [...(this.handlers.get(topic) ?? []), handler]);
    return () => {
      const left = this.handlers.get(topic)?.filter((each) => each !== handler) ?? [];
      if (left.length > 0) this.handlers.set(topic, left);
      else this.handlers.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.handlers.clear();
  }
}
