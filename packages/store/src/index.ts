export { StoreError, type StoreErrorCode, storeErrorCodes } from './errors.js';
export { type OpenOptions, openStore } from './open.js';
export type * from './store.js';
export * from './types.js';
