import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { slackCreateLink, slackManifest } from '../../bridge/adapters/chat/slack/manifest.ts';
import { printManifest } from '../../bridge/cli/slack-manifest.ts';

const entry = join(import.meta.dirname, '..', '..', 'scripts', 'shiproom.mjs');

function printed(options: Parameters<typeof printManifest>[1]): string {
  const said: string[] = [];
  printManifest({ say: (line) => void said.push(line) }, options);
  return said.join('\n');
}

describe('shiproom slack manifest', () => {
  it('prints the manifest, the link that makes the app, and what comes after', () => {
    const [json = '', steps = ''] = printed({}).split(/(?=\n1\. )/);
    expect(JSON.parse(json)).toEqual(slackManifest());
    expect(steps).toContain(slackCreateLink());
    expect(steps.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
  });

  it('prints one of them alone, for private channels too', () => {
    expect(JSON.parse(printed({ json: true, private: true }))).toEqual(slackManifest({ privateChannels: true }));
    expect(printed({ link: true, private: true })).toBe(slackCreateLink({ privateChannels: true }));
  });

  it('is a verb of the program in a clone, and needs no repository', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [entry, 'slack', 'manifest', '--link'], {
      cwd: '/',
    });
    expect(stdout).toBe(`${slackCreateLink()}\n`);
  }, 30_000);
});
