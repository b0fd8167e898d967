/** How many times the allowed rate closes a connection. */
const abuse = 10;

/** Counts the frames of one connection (rule B3): a bucket of twice a second's worth, refilled all the time. */
export class Rate {
  private spent = 0;
  private last: number;
  private second: number;
  private inSecond = 0;

  constructor(now: number) {
    this.last = now;
    this.second = now;
  }

  /** Milliseconds to wait: 0 lets the frame pass, infinity means that the client will not slow down. */
  take(now: number, perSecond: number, burst = perSecond * 2): number {
    if (now - this.second >= 1000 || now < this.second) {
      this.second = now;
      this.inSecond = 0;
    }
    this.inSecond += 1;
    if (this.inSecond > perSecond * abuse && burst === perSecond * 2) return Number.POSITIVE_INFINITY;
    this.spent = Math.max(0, this.spent - (Math.max(0, now - this.last) * perSecond) / 1000);
    this.last = now;
    // A frame that is refused costs nothing, so that who goes on a little too fast is served at the allowed rate.
    if (this.spent + 1 > burst) return Math.ceil(((this.spent + 1 - burst) * 1000) / perSecond);
    this.spent += 1;
    return 0;
  }
}
