import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startBridge } from '../support/bridge-process.ts';
import { selfSigned } from '../support/certificate.ts';
import type { EditorSession } from '../support/editor-session.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { type Front, openFront, openProxy, type Proxy } from './bridge-front.ts';

const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');
/** A name that nobody but the company's proxy can look up. */
export const inside = 'bridge.corp.example';

/** A bridge that another user runs, so that no editor finds it by itself, and two ways to it: a plain one, and the company's. */
export interface CompanyScene {
  readonly repository: Repository;
  /** Another clone, for another window. */
  readonly other: Repository;
  readonly front: Front;
  readonly origin: string;
  /** The way by the name inside, over TLS with a certificate of the company's. */
  readonly secure: Front;
  readonly proxy: Proxy;
  /** The file in which the company's authority is. */
  readonly authority: string;
  readonly company: ReturnType<typeof selfSigned>;
  /** A link by which somebody comes in under their own name. */
  invite(name: string): Promise<string>;
  /** Two links for whoever runs the bridge. */
  ownLinks(): Promise<readonly string[]>;
  /** Ends the bridge. */
  stop(): Promise<void>;
  /** Starts it again, at the same port. */
  start(): Promise<void>;
  end(): Promise<void>;
}

export async function setCompanyScene(): Promise<CompanyScene> {
  const server = createSandbox();
  const company = selfSigned(inside);
  const repository = await makeRepository();
  await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web.git');
  await repository.switchTo('feat/login');
  const other = await repository.clone('other');
  await other.git('remote', 'set-url', 'origin', 'https://example.com/acme/web.git');
  const authority = join(server.root, 'company.pem');
  writeFileSync(authority, company.cert);
  const place = { sandbox: server, repository: repository.folder };
  let bridge = await startBridge(place);
  const port = Number(new URL(bridge.page).port);
  const front = await openFront(port);
  const secure = await openFront(port, company);
  const proxy = await openProxy({ [inside]: secure.port });
  const run = async (...words: string[]): Promise<string> => {
    const args = [main, ...words, '--repo', repository.folder, '--data', join(server.root, 'data')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: server.root, env: server.env });
    return stdout;
  };
  return {
    repository,
    other,
    front,
    origin: `http://127.0.0.1:${front.port}`,
    secure,
    proxy,
    authority,
    company,
    invite: async (name) => /(http\S+)/.exec(await run('invite', name))?.[1] ?? '',
    ownLinks: async () => [...(await run('start')).matchAll(/http\S+#code=\S+/g)].map(([link]) => link),
    stop: async () => void (await bridge.stop()),
    async start() {
      bridge = await startBridge({ ...place, port });
    },
    async end() {
      await bridge.stop();
      proxy.close();
      await front.cut().catch(() => undefined);
      await secure.cut().catch(() => undefined);
      await repository.remove();
      server.remove();
    },
  };
}

/** How many devices of a person the bridge lets in, as it tells them. */
export async function devicesListed({ session }: EditorSession): Promise<number> {
  const answer = await session.run('devices');
  return answer.ok ? answer.value.reply.text.split('\n').filter((line) => /^\d/.test(line)).length : -1;
}

/** A link's code for an editor, at whatever stands before the bridge. */
export const joinLink = (link: string, origin: string): string =>
  `code-oss://shiproom.shiproom/join?${new URLSearchParams({ bridge: origin, code: link.split('#code=')[1] ?? '' })}`;
