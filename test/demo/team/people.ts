import { randomUUID } from 'node:crypto';
import type { SlackScene } from '../../e2e/slack-scene.ts';
import { openWire } from '../../support/wire.ts';
import { until } from '../../support/until.ts';

/** Who is in the demo. The visitor is Ann, in the editor and in Slack; Ben and Cleo act by themselves. */
export const people = ['ann', 'ben', 'cleo'] as const;

export const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** Ben and Cleo may act on GitHub from Slack, each as themselves. */
export async function linkAccounts(scene: SlackScene): Promise<void> {
  for (const name of ['ben', 'cleo']) {
    const told = await scene.type(name, 'link');
    scene.github.device.approve(/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(told)?.[0] ?? '', name);
    await until(async () => (await scene.type(name, 'link')).includes(`You are @${name}`));
  }
}

/** Ann of Slack becomes the Ann who started the bridge, by the code that an editor would show. */
export async function pairAnn(scene: SlackScene): Promise<void> {
  const { origin, hash } = new URL(scene.bridge.link);
  const wire = await openWire(origin);
  const device = { id: `demo-${randomUUID()}`, name: 'the demo' };
  await wire.ask('session/hello', { protocol: 1, code: hash.slice('#code='.length), device, cursors: [] });
  const about = { repository: '127.0.0.1/acme/shop', branch: scene.branch };
  const mid = '01992f3e-8a55-7b01-b3c2-000000000001';
  const asked = { mid, room: 'shop', line: 'pair', about, expiresAt: Date.now() + 30_000 };
  const answer = await wire.ask('command/run', asked);
  await wire.ask('person/sign-out', { everywhere: false });
  await wire.close();
  const code = /pair ((?:[0-9A-F]{4}-){2}[0-9A-F]{4})/.exec(JSON.stringify(answer))?.[1];
  if (code === undefined) throw new Error(`the bridge gave no code: ${JSON.stringify(answer)}`);
  await scene.type('ann', `pair ${code}`);
}
