import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announce, announced, withdraw } from '../../bridge/announcement.ts';
import { loadSettings, readSettings, slackSettings } from '../../bridge/config.ts';
import { Unusable } from '../../bridge/unusable.ts';
import { nameFor, userFolders } from '../../bridge/folders.ts';
import { takeLock } from '../../bridge/lock.ts';
import { createLog } from '../../bridge/logger.ts';

const folder = () => mkdtemp(join(tmpdir(), 'shiproom-config-'));
const whole = `
room: { name: Web team }
groups:
  dev: [ana, 'slack:T1/U7']
rules:
  - allow: ci *
    to: ['group:dev']
    branches: ['feat/*']
ci:
  test: npm test
  timeLimitMinutes: 10
slack:
  channel: C0123ABCD
`;

/** How a text is refused; empty where it is read. Anything but a refusal in words is a bug, and thrown. */
function refusalOf(text: string): string {
  try {
    readSettings('s.yaml', text);
    return '';
  } catch (error) {
    if (error instanceof Unusable) return error.message;
    throw error;
  }
}

describe('shiproom.yaml', () => {
  it('is read whole', () => {
    expect(readSettings('s.yaml', whole)).toMatchObject({
      room: { name: 'Web team' },
      ci: { test: 'npm test' },
      slack: { channel: 'C0123ABCD' },
    });
    expect(readSettings('s.yaml', '')).toEqual({});
    expect(readSettings('s.yaml', '# nothing yet\n')).toEqual({});
  });

  it.each([
    ['ci: [', 's.yaml:1:6: '],
    ['ci:\n  tset: npm test\n', 's.yaml:2:9: “ci.tset” is not a setting'],
    ['ci:\n  test: 7\n', 's.yaml:2:9: “ci.test”'],
    ['slack:\n  channel: "#deploys"\n', 's.yaml:2:12: “slack.channel” must be a channel id'],
    ['slack: { channel: C0123ABCD, apiUrl: "http://evil.example/" }', 's.yaml:1:38: “slack.apiUrl” must be https'],
    ['rules:\n  - allow: ci run\n', 's.yaml:2:5: “rules.0.to” has to be said'],
    ['rules:\n  - alow: ci run\n', '“rules.0.alow” is not a setting'],
    ['routes:\n  - { name: a, notify: often }\n', 'has to be never, failure, change or all'],
    ['ci:\n  reports: 7\n', 'has to be a list'],
    ['ci:\n  timeLimitMinutes: 9999\n', 'may be 1440 at most'],
    ['room:\n  name: ""\n', '“room.name” is empty'],
    ['repositories: yes please\n', '“repositories” has to be a list'],
    ['github:\n', 's.yaml:1:8: “github” has nothing under it; where it needs nothing, write {}'],
    ['a: 1\na: 2', 's.yaml:2:1: '],
  ])('that is broken says so in one line, with line and column: %j', (text, message) => {
    expect(refusalOf(text)).toContain(message);
    expect(refusalOf(text)).not.toContain('\n');
  });

  it('of any text is read, or refused in words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => typeof refusalOf(text) === 'string'),
      { numRuns: 1000 },
    );
    expect(refusalOf('*!')).toContain('s.yaml');
  });

  it('may be missing, unless it was named', async () => {
    const file = join(await folder(), 'none.yaml');
    expect(await loadSettings(file, false)).toEqual({});
    await expect(loadSettings(file, true)).rejects.toThrow('ENOENT');
  });

  it('needs both of Slack’s tokens in the environment', () => {
    const settings = readSettings('s.yaml', whole);
    expect(slackSettings({}, {})).toBeUndefined();
    expect(() => slackSettings(settings, {})).toThrow('SHIPROOM_SLACK_BOT_TOKEN');
    expect(() => slackSettings(settings, { SHIPROOM_SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow('SHIPROOM_SLACK_APP_TOKEN');
    expect(
      slackSettings(settings, { SHIPROOM_SLACK_BOT_TOKEN: 'xoxb-1', SHIPROOM_SLACK_APP_TOKEN: 'xapp-1' }),
    ).toMatchObject({ channels: ['C0123ABCD'] });
  });
});

describe('a user’s folders', () => {
  it('are the platform’s own', () => {
    expect(userFolders('linux', { HOME: '/h' })).toEqual({
      data: '/h/.local/share/shiproom',
      state: '/h/.local/state/shiproom',
    });
    expect(userFolders('linux', { HOME: '/h', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s' })).toEqual({
      data: '/d/shiproom',
      state: '/s/shiproom',
    });
    expect(userFolders('darwin', { HOME: '/h' }).state).toBe('/h/Library/Application Support/shiproom');
  });

  it('hold a name for each working folder that no repository’s name can lead out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (repository, top) => {
        expect(nameFor(repository, top)).toMatch(/^[a-z0-9._-]*-[0-9a-f]{8}$/);
      }),
    );
    expect(nameFor('example.com/acme/web', '/a')).not.toBe(nameFor('example.com/acme/web', '/b'));
  });
});

describe('an announcement', () => {
  const word = { url: 'http://127.0.0.1:1', repository: 'r', token: 't'.repeat(64), pid: process.pid };

  it('can be read by its user only, and is found while the process lives', async () => {
    const file = join(await folder(), 'bridges', 'one.json');
    await announce(file, word);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await announced(file)).toEqual(word);
    await writeFile(file, JSON.stringify({ ...word, pid: 2 ** 22 + 1 }));
    expect(await announced(file)).toBeUndefined();
    await writeFile(file, '{"url":');
    expect(await announced(file)).toBeUndefined();
  });

  it('is taken back by the process whose it is', async () => {
    const file = join(await folder(), 'one.json');
    await announce(file, word);
    await withdraw(file, word.pid + 1);
    expect(await announced(file)).toEqual(word);
    await withdraw(file, word.pid);
    expect(await announced(file)).toBeUndefined();
  });
});

describe('a lock', () => {
  it('is held by one living process, and taken over from a dead one', async () => {
    const file = join(await folder(), 'lock');
    const release = await takeLock(file, process.ppid);
    expect(release).toBeDefined();
    expect(await takeLock(file, process.pid)).toBeUndefined();
    await release?.();
    await writeFile(file, String(2 ** 22 + 1));
    expect(await takeLock(file, process.pid)).toBeDefined();
    await chmod(file, 0o600);
    expect(await readFile(file, 'utf8')).toBe(String(process.pid));
  });
});

describe('the log', () => {
  it('[T6] holds no token, whether by name or in an error’s words', () => {
    let written = '';
    const log = createLog({ write: (line: string) => void (written += line) }, 'info');
    const secret = 'ab'.repeat(32);
    const slack = ['xoxb', '123', 'abcDEF'].join('-');
    log.info('one', { token: secret, nested: { token: secret, deeper: { authorization: secret } } });
    log.error('two', { error: new Error(`hello ${secret} and ${slack}`) });
    log.warn('three', { error: `said ${slack}` });
    expect(written.split('\n').filter(Boolean)).toHaveLength(3);
    expect(written).not.toContain(secret);
    expect(written).not.toContain(slack);
  });
});
