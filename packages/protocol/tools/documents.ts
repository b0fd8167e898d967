// Builds the generated documents from the schemas. Kept apart from generate.ts so that a test can compare.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { Body, BodyDown } from '../src/body.js';
import { closeCodes, errorCodes } from '../src/codes.js';
import { Head, Member, User } from '../src/conversation.js';
import * as down from '../src/down/index.js';
import { Limits } from '../src/limits.js';
import { Message } from '../src/message.js';
import { KnownLogOp, UnknownLogOp, WriteOp } from '../src/operation.js';
import * as up from '../src/up/index.js';
import { paths, protocolVersion, subprotocol } from '../src/version.js';

type Json = Record<string, unknown>;

/** `Write` of the client becomes `up.Write`, so that `members` both ways do not collide. */
function framesOf(side: 'up' | 'down'): [string, z.core.$ZodType][] {
  return Object.entries(side === 'up' ? up : down).filter(([name]) => name !== 'Up' && name !== 'Down') as [
    string,
    z.core.$ZodType,
  ][];
}

/** Every schema by its name, references among them as `#/<at>/<name>`. */
function schemas(at: string, target: 'draft-7' | 'draft-2020-12'): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  const shared = { Body, BodyDown, Message, WriteOp, KnownLogOp, UnknownLogOp, Head, Member, User, Limits };
  for (const [id, schema] of Object.entries(shared)) registry.add(schema, { id });
  for (const side of ['up', 'down'] as const) {
    for (const [name, schema] of framesOf(side)) registry.add(schema, { id: `${side}.${name}` });
  }
  const made = z.toJSONSchema(registry, { uri: (id) => `#/${at}/${id}`, target }).schemas;
  // What JSON values are is defined once by zod, under a name that no `$ref` of ours can reach: spell it.
  return Object.fromEntries(
    Object.entries(made)
      .map(([id, schema]): [string, Json] => {
        const { $schema: _schema, $id: _id, ...rest } = schema as Json;
        return [id, rest];
      })
      .filter(([id]) => id !== '__shared')
      .map(([id, schema]) => [id, openJson(schema) as Json]),
  );
}

/** `z.json()` is any JSON value, which JSON Schema says as the empty schema. */
function openJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openJson);
  if (typeof value !== 'object' || value === null) return value;
  const ref = (value as Json).$ref;
  if (typeof ref === 'string' && ref.includes('__')) return {};
  const entries = Object.entries(value).filter(([key]) => key !== 'definitions' && key !== '$defs');
  return Object.fromEntries(entries.map(([key, inner]) => [key, openJson(inner)]));
}

const names = (side: 'up' | 'down') => framesOf(side).map(([name]) => `${side}.${name}`);

/** One JSON Schema document: `$defs` of every frame; the whole matches any frame of either direction. */
export function jsonSchema(): Json {
  const refs = (side: 'up' | 'down') => ({ anyOf: names(side).map((id) => ({ $ref: `#/$defs/${id}` })) });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `TokenIM protocol, version ${protocolVersion}`,
    $comment:
      'Generated from the schemas in src/. Bounds that JSON Schema cannot say: texts are bounded in bytes of UTF-8, without NUL and lone surrogates.',
    anyOf: [{ $ref: '#/$defs/Up' }, { $ref: '#/$defs/Down' }],
    $defs: { Up: refs('up'), Down: refs('down'), ...schemas('$defs', 'draft-2020-12') },
  };
}

/** AsyncAPI 3: one channel, the operations seen from the server. */
export function asyncapi(): Json {
  const message = (id: string): [string, Json] => [
    id,
    {
      name: id.split('.')[1],
      contentType: 'application/json',
      payload: { $ref: `#/components/schemas/${id}` },
    },
  ];
  const all = [...names('up'), ...names('down')];
  const refs = (side: 'up' | 'down') =>
    names(side).map((id) => ({ $ref: `#/channels/socket/messages/${id}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'TokenIM',
      version: String(protocolVersion),
      description: `One WebSocket, subprotocol \`${subprotocol}\`. Rules: PROTOCOL.md.`,
    },
    defaultContentType: 'application/json',
    servers: { own: { host: '{host}', protocol: 'wss', variables: { host: { default: 'localhost:8787' } } } },
    channels: {
      socket: {
        address: paths.socket,
        messages: Object.fromEntries(all.map((id) => [id, { $ref: `#/components/messages/${id}` }])),
        bindings: { ws: { method: 'GET' } },
      },
    },
    operations: {
      receive: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: refs('up') },
      send: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: refs('down') },
    },
    components: {
      messages: Object.fromEntries(all.map(message)),
      schemas: schemas('components/schemas', 'draft-7'),
    },
  };
}

/** Changes with every change of what may stand on the wire, codes included. */
export function wireHash(): string {
  const wire = JSON.stringify([jsonSchema(), errorCodes, closeCodes, subprotocol, paths]);
  return createHash('sha256').update(wire).digest('hex').slice(0, 16);
}

export const documents: Record<string, () => Json> = {
  'schema.generated.json': jsonSchema,
  'asyncapi.generated.json': asyncapi,
};

export function serialize(document: Json): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
