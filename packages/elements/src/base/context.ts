import { ContextProvider, createContext } from '@lit/context';
import type { Client } from '@tokenim/client';
import type { ReactiveElement } from 'lit';

/** The client of the elements below; an element's own `client` property goes before it. */
export const clientContext = createContext<Client | undefined>(Symbol.for('tokenim-client'));

/** Gives `client` to all elements in `root`, now and when they are added. Call again on the returned object's `setValue` to change it. */
export function provideClient(
  root: HTMLElement,
  client: Client | undefined,
): { setValue(client: Client | undefined): void } {
  return new ContextProvider(root as ReactiveElement, { context: clientContext, initialValue: client });
}
