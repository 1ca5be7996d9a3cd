import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatLine } from '../../../bridge/ports/chat-platform.ts';

/** The door of a bridge at which a chat knocks: what is posted there goes to the line that is open. */
export async function openFront() {
  const door: { serve: ChatLine['serve'] | undefined } = { serve: undefined };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const served = await door.serve?.({ headers, body: Buffer.concat(chunks).toString('utf8') });
      const { status, body } = served ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    door,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat/mattermost`,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
