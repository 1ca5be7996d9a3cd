import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../bridge/config.ts';
import { initGitHub } from '../../bridge/cli/init-github.ts';
import { countingIds } from '../support/clock.ts';
import { systemClock } from '../../bridge/adapters/clock/system/index.ts';
import { makeRepository } from '../support/repository.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** GitHub's side of the manifest flow: it gives the App for its code, once. */
async function gitHub() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const right = asked.length === 1 && request.url === '/app-manifests/the-code/conversions';
    response.writeHead(right ? 201 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        right
          ? {
              id: 77,
              html_url: 'https://github.com/apps/shiproom',
              client_id: 'Iv1.abc',
              pem: 'KEY',
              webhook_secret: 'HUSH',
            }
          : { message: 'Not Found' },
      ),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => void server.close(resolve)));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, asked };
}

async function begin(settings?: string, publicUrl = 'https://ship.example.com') {
  const repository = await makeRepository();
  closers.push(() => repository.remove());
  const data = await mkdtemp(join(tmpdir(), 'shiproom-init-'));
  closers.push(() => rm(data, { recursive: true }));
  if (settings !== undefined) await writeFile(join(data, 'shiproom.yaml'), settings);
  const forge = await gitHub();
  const said: string[] = [];
  const page = Promise.withResolvers<string>();
  const calling = {
    cwd: repository.folder,
    platform: process.platform,
    environment: process.env,
    pid: 1,
    say(line: string) {
      said.push(line);
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (origin !== undefined) page.resolve(origin);
    },
  };
  const options = {
    data,
    publicUrl,
    name: 'Ship <&"> room',
    webUrl: 'https://github.com',
    apiUrl: forge.url,
  };
  const done = initGitHub(calling, options, { clock: systemClock(), ids: countingIds() });
  return { data, forge, said, done, page: page.promise };
}

describe('shiproom init github', () => {
  it('makes the App by one click, and keeps its key and secret for the bridge alone', async () => {
    const { data, forge, done, page, said } = await begin('# ours\nroom:\n  name: Web\n');
    const origin = await page;
    const form = await (await fetch(origin)).text();
    const manifest = JSON.parse(
      (/value="([^"]*)"/.exec(form)?.[1] ?? '')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>'),
    );
    expect(manifest).toMatchObject({
      hook_attributes: { url: 'https://ship.example.com/hooks/github' },
      redirect_url: `${origin}/created`,
    });
    expect(Object.values(manifest.default_permissions)).not.toContain('admin');
    expect(form).not.toContain('Ship <&">');
    const state = /state=([0-9a-f]+)/.exec(form)?.[1];
    expect((await fetch(`${origin}/created?code=the-code&state=wrong`)).status).toBe(404);
    expect(forge.asked).toEqual([]);
    const created = await fetch(`${origin}/created?code=the-code&state=${state}`);
    expect(await created.text()).toContain('https://github.com/apps/shiproom/installations/new');
    await done;
    expect(said.at(-1)).toContain('https://github.com/settings/apps/shiproom');
    const text = await readFile(join(data, 'shiproom.yaml'), 'utf8');
    expect(text).toContain('# ours');
    expect(readSettings('shiproom.yaml', text)).toMatchObject({
      room: { name: 'Web' },
      github: {
        app: { id: 77, privateKeyFile: 'github-app.pem' },
        clientId: 'Iv1.abc',
        webhookSecretFile: 'github-webhook.secret',
      },
    });
    for (const [name, content] of [
      ['github-app.pem', 'KEY'],
      ['github-webhook.secret', 'HUSH'],
    ] as const) {
      expect(await readFile(join(data, name), 'utf8')).toBe(content);
      expect((await stat(join(data, name))).mode & 0o777).toBe(0o600);
    }
    expect(text).not.toContain('HUSH');
  });

  it('keeps nothing where GitHub gives no App', async () => {
    const { data, done, page } = await begin();
    const origin = await page;
    const state = /state=([0-9a-f]+)/.exec(await (await fetch(origin)).text())?.[1];
    const failed = done.then(
      () => 'made',
      (error: unknown) => String(error),
    );
    expect((await fetch(`${origin}/created?code=old-code&state=${state}`)).status).toBe(502);
    expect(await failed).toContain('GitHub did not give the App');
    await expect(stat(join(data, 'github-app.pem'))).rejects.toThrow('ENOENT');
  });

  it.each(['http://ship.example.com', 'ship.example.com', 'https://ship.example.com/room'])(
    'takes no %s',
    async (url) => {
      const { done } = await begin(undefined, url);
      await expect(done).rejects.toThrow('has to be the https origin');
    },
  );

  it('leaves an App alone that the settings name', async () => {
    const { done } = await begin('github:\n  clientId: Iv1.old\n');
    await expect(done).rejects.toThrow('names a GitHub App already');
  });
});
