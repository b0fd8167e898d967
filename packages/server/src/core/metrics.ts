/** What the core counts. The prom-client implementation is `createMetrics`; a test may pass its own. */
export interface Metrics {
  connections(change: 1 | -1): void;
  /** A frame of a client, by type. */
  frame(type: string): void;
  /** Changes in one commit, and the seconds it took. */
  commit(changes: number, seconds: number): void;
  /** A refusal, error or close, by its code. */
  error(code: string): void;
  /** Members that an operation was published to. */
  pushes(count: number): void;
}
