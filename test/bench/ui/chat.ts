// What a page of the chat loads: in a chunk of its own, so that opening it counts its code, too.
import '@tokenim/elements';

export { createClient } from '@tokenim/client';
export { rehearse } from '@tokenim/elements/rehearse';
