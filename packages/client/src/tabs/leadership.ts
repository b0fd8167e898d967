/**
 * Which of a user's tabs has the socket.
 *
 * Phases: `waiting` (asked for the lock) → `leading` (holds it) → `waiting` again after it was lost or given up
 * for a while, until `stopped`. Invariant: of all tabs that share a lock at most one is `leading`; the browser
 * gives the lock on when a tab closes or crashes, so the next one leads within moments.
 *
 * Without Web Locks (Node, old browsers, insecure pages, sandboxed frames) a tab leads at once and alone.
 */
export interface LeadershipHandlers {
  /** This tab leads now. */
  onLead(): void;
  /** It no longer does: the page went into the back-forward cache, or another tab took over. Not called by `stop`. */
  onLost(): void;
}

export interface Leadership {
  readonly leading: boolean;
  /** Takes the lock from a tab that holds it and does not answer. */
  takeOver(): void;
  /** Gives up the lock, or the wish for it; for good. */
  stop(): void;
}

/** The part of `navigator.locks` that is used. */
export type Locks = Pick<LockManager, 'request'>;

/** The browser's locks, where tabs can share one; Node's are of one process and would only confuse two bots. */
export function browserLocks(): Locks | undefined {
  return typeof document === 'undefined' ? undefined : navigator.locks;
}

export function seekLeadership(
  name: string,
  handlers: LeadershipHandlers,
  locks: Locks | undefined,
): Leadership {
  let phase: 'waiting' | 'leading' | 'suspended' | 'stopped' = 'waiting';
  /** Ends what the newest `ask` began, be it a wait or a hold. */
  let giveUp = () => {};

  const become = (next: 'leading' | 'waiting' | 'suspended') => {
    const was = phase;
    phase = next;
    if (next === 'leading') handlers.onLead();
    else if (was === 'leading') handlers.onLost();
  };

  const ask = (steal: boolean) => {
    const wish = new AbortController();
    let release = () => {};
    giveUp = () => {
      giveUp = () => {};
      wish.abort();
      release();
    };
    const mine = giveUp;
    const hold = () => {
      if (giveUp !== mine) return undefined;
      become('leading');
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    };
    // The specification forbids a signal together with `steal`.
    const options: LockOptions = steal ? { steal } : { signal: wish.signal };
    locks?.request(name, options, hold).catch((error: unknown) => {
      if (giveUp !== mine || phase === 'stopped') return;
      if (phase === 'leading') {
        // Stolen: another tab found this one too slow. Queue behind it.
        become('waiting');
        ask(false);
      } else if (!(error instanceof DOMException && error.name === 'AbortError')) {
        // The page may not use locks at all.
        become('leading');
      }
    });
  };

  // A page in the back-forward cache does not run: with the lock it would keep all others off line.
  const hide = () => {
    if (phase !== 'waiting' && phase !== 'leading') return;
    become('suspended');
    giveUp();
  };
  const show = () => {
    if (phase !== 'suspended') return;
    phase = 'waiting';
    ask(false);
  };

  if (locks) {
    globalThis.addEventListener?.('pagehide', hide);
    globalThis.addEventListener?.('pageshow', show);
    ask(false);
  } else {
    // Later, so that the caller has the result before it leads.
    queueMicrotask(() => {
      if (phase === 'waiting') become('leading');
    });
  }

  return {
    get leading() {
      return phase === 'leading';
    },
    takeOver() {
      if (!locks || phase !== 'waiting') return;
      giveUp();
      ask(true);
    },
    stop() {
      phase = 'stopped';
      globalThis.removeEventListener?.('pagehide', hide);
      globalThis.removeEventListener?.('pageshow', show);
      giveUp();
    },
  };
}
