export type { Backend, Link, LinkHandlers } from './backend.js';
export type { Client, ClientEvents, ClientOptions } from './types.js';
