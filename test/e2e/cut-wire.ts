import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between browser and server that can be cut: while it is, connections break and new ones are refused. */
export interface CutWire {
  port: number;
  cut(): void;
  heal(): void;
  /** Breaks what is open now; new connections go through. */
  shake(): void;
  close(): Promise<void>;
}

export function cutWire(target: number): Promise<CutWire> {
  const open = new Set<Socket>();
  let whole = true;
  const shake = () => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const server: Server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as { port: number }).port,
        cut() {
          whole = false;
          shake();
        },
        heal() {
          whole = true;
        },
        shake,
        close() {
          shake();
          return new Promise((done) => server.close(() => done()));
        },
      });
    });
  });
}
