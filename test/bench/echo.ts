// The bare limit of the delivery row: what comes in goes back out.
import { WebSocketServer } from 'ws';

new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]) }).on('connection', (socket) => {
  socket.on('message', (data) => socket.send(String(data)));
});
