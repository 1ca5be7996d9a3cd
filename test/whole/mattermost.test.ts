import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { type MattermostServer, startMattermost } from '../support/mattermost/server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';

const branch = 'feat/login';

/** A bridge between a clone at hand, whose tests it runs itself, and a Mattermost that remembers. */
describe('a branch in Mattermost', () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let mattermost: MattermostServer;
  let bridge: BridgeProcess;

  beforeAll(async () => {
    sandbox = createSandbox();
    repository = await makeRepository({ 'README.md': 'ok\n' });
    await repository.switchTo(branch);
    mattermost = await startMattermost();
    const data = join(sandbox.root, 'data');
    await mkdir(data);
    const settings = {
      mattermost: { url: mattermost.url, channel: mattermost.channel },
      rules: [{ allow: '*', to: ['everyone'] }],
      ci: { test: [process.execPath, '-e', 'console.error("boom"); process.exit(1)'] },
    };
    await writeFile(join(data, 'shiproom.yaml'), JSON.stringify(settings));
    const env = { SHIPROOM_MATTERMOST_TOKEN: mattermost.token };
    bridge = await startBridge({ sandbox, repository: repository.folder, env });
  }, 60_000);

  afterAll(async () => {
    await bridge?.stop();
    await mattermost?.close();
    await repository?.remove();
    sandbox?.remove();
  });

  const card = () => mattermost.standing().find(({ props }) => JSON.stringify(props).includes('Failing'));
  const shown = () => JSON.stringify(card()?.props ?? '');

  it('runs CI for whoever asks the bot, and shows what came of it in one post', async () => {
    mattermost.say('ana', `@shiproom ci run ${branch}`);
    await until(() => shown().includes('boom'));
    expect(shown()).toContain('Rerun');
    await until(() =>
      mattermost.standing().some(({ root_id, message }) => root_id === card()?.id && /went red/.test(message)),
    );
  }, 60_000);

  it('is claimed by a button, as whoever pressed it, and rerun after a question', async () => {
    const post = card();
    if (!post) throw new Error('no card stands there');
    await mattermost.people.press(mattermost.user('ana'), post, 'I’m on it');
    await until(() => shown().includes('Ana'));
    await mattermost.people.press(mattermost.user('ana'), card() ?? post, 'Rerun');
    const dialog = mattermost.people.dialogs.at(-1);
    if (!dialog) throw new Error('nobody was asked');
    await mattermost.people.submit(dialog, mattermost.user('ana'));
    await until(() => shown().includes('reran'));
    expect(shown()).toContain('Ana');
  }, 60_000);
});
