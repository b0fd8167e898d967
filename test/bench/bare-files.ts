// The bare limits of the upload rows: @tus/server with its own file store, and `PUT` straight into a file. No tokens,
// no owners, no limits, no sync to the disk. Arguments: folder, port.
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [data, port] = process.argv.slice(2);
const tus = new Server({
  path: '/files',
  datastore: new FileStore({ directory: data! }),
  relativeLocation: true,
});
createServer(async (request, response) => {
  if (request.url !== '/put') return void tus.handle(request, response);
  for (const name of ['Origin', 'Methods', 'Headers'])
    response.setHeader(`Access-Control-Allow-${name}`, '*');
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  await pipeline(request, createWriteStream(join(data!, 'put')));
  response.writeHead(204).end();
}).listen(Number(port), '127.0.0.1');
