import type { Bus } from './bus.js';

/** The bus of a single node. Delivers within `publish`; a handler that throws does not disturb the others. */
export class InProcessBus implements Bus {
  private readonly handlers = new Map<string, Set<(payload: unknown) => void>>();
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

  subscribe(topic: string, handler: (payload: unknown) => void): () => void {
    const handlers = this.handlers.get(topic) ?? new Set();
    handlers.add(handler);
    this.handlers.set(topic, handlers);
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0 && this.handlers.get(topic) === handlers) this.handlers.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.handlers.clear();
  }
}
