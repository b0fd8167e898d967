import type { Random } from './random.js';

/** How often what goes wrong, each a probability; those of frames are per frame and direction. */
export interface Faults {
  drop: number;
  double: number;
  reorder: number;
  /** A frame is held for up to some seconds, and all behind it. */
  delay: number;
  /** The link breaks as a frame is sent. */
  cut: number;
  /** The link breaks in place of an ack: committed, but not answered. */
  cutOnAck: number;
  /** Nothing comes through any more, and nobody is told. */
  silence: number;
  /** A commit fails before, or after, it stored. */
  storage: number;
  /** The server dies after a commit and before it answers. */
  killOnCommit: number;
  /** Per operation: the server restarts, dies, or restarts with another epoch. */
  restart: number;
  epoch: number;
  /** A token is asked for in vain, or is over when it comes. */
  token: number;
}

export const none: Faults = {
  drop: 0,
  double: 0,
  reorder: 0,
  delay: 0,
  cut: 0,
  cutOnAck: 0,
  silence: 0,
  storage: 0,
  killOnCommit: 0,
  restart: 0,
  epoch: 0,
  token: 0,
};

const most: Faults = {
  drop: 0.05,
  double: 0.1,
  reorder: 0.1,
  delay: 0.05,
  cut: 0.02,
  cutOnAck: 0.2,
  silence: 0.005,
  storage: 0.05,
  killOnCommit: 0.03,
  restart: 0.02,
  epoch: 0.01,
  token: 0.2,
};

/** A seed's weather: each fault is absent in half of the seeds, and else anything up to its most. */
export function weather(random: Random): Faults {
  const faults = { ...none };
  for (const name of Object.keys(most) as (keyof Faults)[]) {
    const strength = random.next();
    if (random.chance(0.5)) faults[name] = most[name] * strength;
  }
  return faults;
}
