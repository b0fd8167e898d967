import { isIPv6 } from 'node:net';

/** Addresses kept at once; when there are more, the rest share one count, so that memory stays bounded. */
const most = 100_000;

/** Counts per client address in windows of one minute. */
export class AddressLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  #counts = new Map<string, number>();
  #window = 0;

  constructor(perMinute: number, now: () => number = Date.now) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Seconds to wait, or 0 when this one is within the limit (and is counted). */
  take(address: string): number {
    const now = this.#now();
    const window = Math.floor(now / 60_000);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    let key = network(address);
    if (!this.#counts.has(key) && this.#counts.size >= most) key = 'others';
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count > this.#perMinute) return Math.ceil(((window + 1) * 60_000 - now) / 1000);
    this.#counts.set(key, count);
    return 0;
  }
}

/** One household has a whole /64 of IPv6: counting single addresses would limit nobody. */
function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
