// The load generator, a process of its own. Reads one job, a line of JSON, from its input, prints one JSON line
// with what it measured. Job `idle` prints when all are connected and holds them until its input ends.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { numberedCid, readNumberedCid } from '../tools/cid.js';

export interface Job {
  kind: 'throughput' | 'delivery' | 'echo' | 'idle';
  /** Whole address of the socket. */
  url: string;
  users: { id: string; token: string }[];
  /** Unanswered writes per connection, where as many as will go are sent: throughput, and every warm-up. */
  window?: number;
  /** delivery, echo: messages a second, over all connections. */
  rate?: number;
  /** How long to measure. */
  seconds?: number;
  /** Seconds at full speed before it is measured. */
  warmup?: number;
}

export interface Measured {
  /** Messages that reached their receiver while measuring. */
  delivered: number;
  perSecond: number;
  /** Milliseconds from send to receipt. */
  p50: number;
  p99: number;
  refused: number;
}

interface Person {
  socket: WebSocket;
  conversation: string;
  next: number;
  open: number;
}

const input = createInterface(process.stdin);
const job = JSON.parse((await once(input, 'line'))[0]) as Job;
const text = 'Is the blue one still there? I would like two of them, please. 还有蓝色的吗？';
let measuring = false;
let delivered = 0;
let refused = 0;
const delays: number[] = [];
const sentAt = new Map<string, number>();

function open(index: number): Promise<Person> {
  const { id, token } = job.users[index]!;
  const pair = index - (index % 2);
  const [a, b] = [job.users[pair]!.id, job.users[pair + 1]?.id ?? ''];
  const socket = new WebSocket(job.url, 'tokenim.v1', { perMessageDeflate: false });
  const person: Person = { socket, conversation: `d~${a}~${b}`, next: 1, open: 0 };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('open', () => {
      if (job.kind === 'echo') resolve(person);
      else {
        const hello = {
          t: 'hello',
          v: [1, 1],
          features: [],
          token,
          device: `load-${id.replaceAll('.', '-')}`,
        };
        socket.send(JSON.stringify(hello));
      }
    });
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      switch (frame.t) {
        case 'welcome':
          resolve(person);
          break;
        case 'ack':
          person.open--;
          pump(person, index);
          break;
        case 'refuse':
          refused++;
          person.open--;
          break;
        case 'op':
          arrived(frame.op.message?.cid);
          break;
        case 'write':
          arrived(frame.cid);
          person.open--;
          pump(person, index);
          break;
      }
    });
  });
}

function arrived(cid: string | undefined): void {
  if (!measuring || !cid) return;
  const at = sentAt.get(cid);
  if (at !== undefined) {
    delays.push(performance.now() - at);
    sentAt.delete(cid);
  }
  if (readNumberedCid(cid)?.number) delivered++;
}

function send(person: Person, index: number): void {
  const cid = numberedCid(index, person.next++);
  person.open++;
  if (job.rate) sentAt.set(cid, performance.now());
  const op = { kind: 'message', conversation: person.conversation, body: { type: 'text', text } };
  person.socket.send(JSON.stringify({ t: 'write', cid, op }));
}

let pumping = false;
function pump(person: Person, index: number): void {
  while (pumping && person.open < job.window!) send(person, index);
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function measure(people: Person[]): Promise<Measured> {
  // A direct conversation is made by the first of its two, once both are known.
  if (job.kind !== 'echo') {
    for (let index = 0; index < people.length; index += 2) {
      const { socket, conversation } = people[index]!;
      people[index]!.open++;
      const op = { kind: 'create', conversation, type: 'direct', members: [job.users[index + 1]!.id] };
      socket.send(JSON.stringify({ t: 'write', cid: numberedCid(index, 0), op }));
    }
    while (people.some((person) => person.open > 0)) await sleep(10);
  }
  const seconds = job.seconds ?? 10;
  if (job.kind === 'throughput') {
    pumping = true;
    people.forEach(pump);
    await sleep((job.warmup ?? 2) * 1000);
    measuring = true;
    const start = performance.now();
    await sleep(seconds * 1000);
    measuring = false;
    pumping = false;
    const took = (performance.now() - start) / 1000;
    return { delivered, perSecond: delivered / took, p50: 0, p99: 0, refused };
  }
  // A server that has run for a minute has its code compiled, and so has what measures it.
  pumping = true;
  people.forEach(pump);
  await sleep((job.warmup ?? 3) * 1000);
  pumping = false;
  while (people.some((person) => person.open > 0)) await sleep(10);
  await sleep(1000);
  measuring = true;
  const total = job.rate! * seconds;
  const begin = performance.now();
  for (let sent = 0; sent < total; sent++) {
    const due = begin + (sent * 1000) / job.rate!;
    if (due > performance.now()) await sleep(due - performance.now());
    const index = sent % people.length;
    send(people[index]!, index);
  }
  await sleep(500);
  delays.sort((a, b) => a - b);
  const at = (part: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? 0;
  return { delivered, perSecond: delivered / seconds, p50: at(0.5), p99: at(0.99), refused };
}

const people: Person[] = [];
for (let index = 0; index < job.users.length; index += 50) {
  const group = job.users.slice(index, index + 50).map((_, offset) => open(index + offset));
  people.push(...(await Promise.all(group)));
}
if (job.kind === 'idle') {
  console.log(JSON.stringify({ connected: people.length }));
  input.once('close', () => process.exit());
} else {
  console.log(JSON.stringify(await measure(people)));
  process.exit();
}
