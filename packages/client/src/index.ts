export type { Backend, Link, LinkHandlers } from './backend.js';
export type { Clock } from './clock.js';
export { createClient } from './create-client.js';
export { ClientError, type ClientErrorCode, clientErrorCodes, type Fate, fateOf } from './errors.js';
export type { PictureSettings } from './pictures/prepare.js';
export type { Search, ServerHits } from './search.js';
export type { Ports } from './session.js';
export { type SocketBackend, type SocketOptions, socketBackend } from './socket/socket-backend.js';
export type { Client, ClientEvents, ClientOptions, PersonPresence } from './types.js';
