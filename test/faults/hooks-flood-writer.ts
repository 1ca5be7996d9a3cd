// Posts forged deliveries on a few connections, as fast as they are answered, for some milliseconds; then says how each was answered.
import { connect } from 'node:net';
import { deliveryHeaders, runPayload } from '../support/signed-hook.ts';

const [port = '', duration = '', connections = '8'] = process.argv.slice(2);
const body = JSON.stringify(runPayload({ id: 'forged' }));
const headers = Object.entries(deliveryHeaders(body, 'not the secret')).map(([name, value]) => `${name}: ${value}`);
const lines = ['POST /hooks/engine HTTP/1.1', `Host: 127.0.0.1:${port}`, ...headers, `content-length: ${body.length}`];
const request = `${lines.join('\r\n')}\r\n\r\n${body}`;

/** So many are under way on one connection. */
const depth = 16;
const statuses: Record<string, number> = {};
const end = Date.now() + Number(duration);

function flood(): Promise<void> {
  const socket = connect(Number(port), '127.0.0.1');
  let owed = depth;
  let rest = '';
  socket.write(request.repeat(depth));
  socket.on('data', (chunk: Buffer) => {
    const answers = (rest + chunk.toString('latin1')).split('HTTP/1.1 ');
    rest = `HTTP/1.1 ${answers.pop() ?? ''}`;
    let done = 0;
    for (const answer of answers) {
      const status = answer.slice(0, 3);
      if (!/^\d{3}$/.test(status)) continue;
      statuses[status] = (statuses[status] ?? 0) + 1;
      done += 1;
    }
    owed -= done;
    if (Date.now() >= end) return void socket.destroy();
    socket.write(request.repeat(done));
    owed += done;
    return undefined;
  });
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

await Promise.all(Array.from({ length: Number(connections) }, flood));
process.stdout.write(`${JSON.stringify(statuses)}\n`);
