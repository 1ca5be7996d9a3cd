import type { IncomingMessage, ServerResponse } from 'node:http';

/** Server-sent events: what `tell` answers now, and again after each change that `watch` reports, where it has become another text. */
export function stream(
  request: IncomingMessage,
  response: ServerResponse,
  { tell, watch }: { readonly tell: () => Promise<unknown>; readonly watch: (look: () => void) => () => void },
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let last = '';
  let due: ReturnType<typeof setTimeout> | undefined;
  const send = async (): Promise<void> => {
    due = undefined;
    const text = JSON.stringify(await tell());
    if (text === last || response.destroyed) return;
    last = text;
    response.write(`data: ${text}\n\n`);
  };
  const look = (): void => {
    due ??= setTimeout(() => void send().catch(() => response.destroy()), 40);
  };
  const end = watch(look);
  look();
  request.on('close', () => {
    clearTimeout(due);
    end();
  });
}
