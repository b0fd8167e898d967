export type { Clock } from './clock.js';
export { idle } from './create-client.js';
export type { Ports } from './session.js';
