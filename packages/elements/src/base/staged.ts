import type { Client } from '@tokenim/client';
import type { Waiting } from '../file-tray/staged.js';

/**
 * Files that wait to be sent, of each client by conversation: they outlive the composer that shows them. All else about
 * them comes with `file-tray`.
 */
export const staged = new WeakMap<Client, Waiting>();
