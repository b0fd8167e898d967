/**
 * Carries hints between the nodes of a cluster: "this user has something to hear".
 *
 * What an implementer must know:
 * - It may lose, double and delay; it must not reorder what one node publishes to one topic. The storage is
 *   the truth: whoever missed a hint sees a jump of its version and pulls.
 * - `publish` returns at once and never throws. Publishing happens after the commit, so a handler always finds
 *   in the storage what the hint is about.
 * - The publisher hears itself, if it subscribed: the core has one way of delivery, not two.
 * - Topics are `app/user`. A topic without a subscriber costs nothing.
 * - Payloads are plain JSON values, not to be changed by who gets them.
 */
export interface Bus {
  publish(topic: string, payload: unknown): void;
  /** Returns the function that ends the subscription. */
  subscribe(topic: string, handler: (payload: unknown) => void): () => void;
  /** No handler is called afterwards. */
  close(): Promise<void>;
}
