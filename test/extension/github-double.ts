import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** GitHub's REST API on loopback, as far as somebody's own session is used for. */
export interface GithubDouble {
  readonly url: string;
  /** `METHOD path` of each request, with what was sent. */
  readonly heard: { readonly what: string; readonly token: string | undefined; readonly body: unknown }[];
  /** What is answered, by `METHOD path`. Everything else is not found. */
  readonly answers: Map<string, { readonly status: number; readonly body?: unknown }>;
  close(): Promise<void>;
}

export async function githubDouble(): Promise<GithubDouble> {
  const heard: GithubDouble['heard'] = [];
  const answers: GithubDouble['answers'] = new Map();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const what = `${request.method} ${request.url}`;
      heard.push({ what, token: request.headers.authorization, body: text && JSON.parse(text) });
      const { status, body } = answers.get(what) ?? { status: 404, body: { message: 'Not Found' } };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answers,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
