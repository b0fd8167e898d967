export type { Bus } from './bus/bus.js';
export { type Clock, systemClock } from './core/clock.js';
export type { Metrics } from './core/metrics.js';
export type { Connection, CoreOptions, Identity, Peer, ServerCore } from './core/options.js';
export type { Socket } from './core/socket.js';
export type { App, Storage } from './storage/storage.js';
