import type { IncomingMessage } from 'node:http';
import type { Args } from './web-api.ts';

/** All that somebody sent. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** https://docs.slack.dev/apis/web-api/#methods_supporting_json : a form, in which objects are JSON, or JSON as a whole. */
export function argsOf(request: IncomingMessage, body: string): Args {
  if (request.headers['content-type']?.includes('application/json')) return JSON.parse(body) as Args;
  const entries = [...new URLSearchParams(body)].map(([key, value]): [string, unknown] =>
    value.startsWith('{') || value.startsWith('[') ? [key, parsed(value)] : [key, value],
  );
  return Object.fromEntries(entries);
}

/** Words may begin as JSON does. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
