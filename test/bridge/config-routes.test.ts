import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelsOfChat, readSettings, routingOf, slackSettings } from '../../bridge/config.ts';
import { settingsSchemas } from '../../bridge/settings-schema.ts';
import { Unusable } from '../../bridge/unusable.ts';

const whole = `
groups:
  web: [ana, '@bo-gh']
slack: { channel: C0HOME0 }
routes:
  - name: web
    channels: ['slack:C0WEB00', 'slack:C0HOME0']
    people: [author, ana]
    notify: all
    include: { paths: ['web/**'], teams: [web], drafts: false }
    exclude: { bots: true, labels: [wip] }
    quiet: { zone: Europe/Berlin, from: '19:00', to: '08:00', days: [sat, sun] }
    digest: { zone: UTC, at: ['09:00'] }
  - name: red
    channels: ['slack:C0RED00']
    notify: failure
`;
const tokens = { SHIPROOM_SLACK_BOT_TOKEN: 'xoxb-1', SHIPROOM_SLACK_APP_TOKEN: 'xapp-1' };

function refusalOf(text: string): string {
  try {
    readSettings('s.yaml', text);
    return '';
  } catch (error) {
    if (error instanceof Unusable) return error.message;
    throw error;
  }
}

describe('routes in shiproom.yaml', () => {
  it('are read whole', () => {
    const { routes, home } = routingOf(readSettings('s.yaml', whole));
    expect(routes[0]).toEqual({
      name: 'web',
      channels: [
        { platform: 'slack', channel: 'C0WEB00' },
        { platform: 'slack', channel: 'C0HOME0' },
      ],
      people: ['author', 'ana'],
      notify: 'all',
      include: { paths: ['web/**'], teams: ['web'], drafts: false },
      exclude: { bots: true, labels: ['wip'] },
      quiet: { zone: 'Europe/Berlin', hours: { from: 19 * 60, to: 8 * 60 }, days: [6, 0] },
      digest: { zone: 'UTC', at: [9 * 60], days: undefined },
    });
    expect(routes[1]).toMatchObject({ name: 'red', notify: 'failure', people: [] });
    expect(home).toEqual([{ platform: 'slack', channel: 'C0HOME0' }]);
  });

  it('of slack.channel alone are one, for everything that a human should notice', () => {
    const routing = routingOf(readSettings('s.yaml', 'slack: { channel: C0123ABCD }'));
    const here = [{ platform: 'slack', channel: 'C0123ABCD' }];
    expect(routing).toMatchObject({ home: here, channels: here });
    expect(routing.routes).toEqual([{ name: 'default', channels: here, people: [], notify: 'change' }]);
    expect(routingOf({}).routes).toEqual([]);
  });

  it('name the channels that a chat listens to, each once', () => {
    const settings = readSettings('s.yaml', whole);
    expect(channelsOfChat(settings, 'slack')).toEqual(['C0HOME0', 'C0WEB00', 'C0RED00']);
    expect(slackSettings(settings, tokens)?.channels).toEqual(['C0HOME0', 'C0WEB00', 'C0RED00']);
    expect(() => slackSettings({ slack: {} }, tokens)).toThrow('without a channel');
  });

  const route = (rest: string) => `slack: {}\nroutes:\n  - name: web\n    channels: ['slack:C0WEB00']\n${rest}`;
  it.each([
    ['routes:\n  - name: web\n', 's.yaml:2:5: “routes.0” leads nowhere'],
    ["routes:\n  - name: web\n    channels: ['slack:C0WEB00']\n", 's.yaml:3:16: “routes.0.channels.0” names slack'],
    [
      "slack: {}\nroutes:\n  - { name: web, channels: ['slack:#web'] }\n",
      's.yaml:3:29: “routes.0.channels.0” must be a channel id',
    ],
    [
      "slack: {}\nroutes:\n  - { name: web, channels: ['irc:web'] }\n",
      's.yaml:3:29: “routes.0.channels.0” begins with the name of a chat',
    ],
    [
      'slack: {}\nroutes:\n  - { name: a, people: [ana] }\n  - { name: a, people: [bo] }\n',
      's.yaml:4:13: “routes.1.name” is the name of another route',
    ],
    [route('    notify: loud\n'), 's.yaml:5:13: “routes.0.notify”'],
    [route('    include: { path: [a] }\n'), 's.yaml:5:22: “routes.0.include.path” is not a setting'],
    [route('    include: { teams: [web] }\n'), 's.yaml:5:24: “routes.0.include.teams.0” is no group of this file'],
    [route("    include: { paths: ['*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a'] }\n"), 'has too many *'],
    [
      route('    quiet: { zone: Europe/Berln, days: [sun] }\n'),
      's.yaml:5:20: “routes.0.quiet.zone” must be a time zone',
    ],
    [route("    quiet: { zone: UTC, from: '19:00' }\n"), 's.yaml:5:12: “routes.0.quiet” needs both'],
    [
      route("    quiet: { zone: UTC, from: '9:00', to: '10:00' }\n"),
      's.yaml:5:31: “routes.0.quiet.from” must be a time',
    ],
    [route("    quiet: { zone: UTC, from: '09:00', to: '09:00' }\n"), '“routes.0.quiet” begins when it ends'],
    [route('    quiet: { zone: UTC, days: [mon, tue, wed, thu, fri, sat, sun] }\n'), 'names every day'],
    [route('    digest: { zone: UTC, at: [] }\n'), 's.yaml:5:30: “routes.0.digest.at”'],
  ])('that are wrong say so with line and column: %j', (text, message) => {
    expect(refusalOf(text)).toContain(message);
  });
});

describe('a repository’s .shiproom.yml', () => {
  const read = (text: string, settings = whole) => routingOf(readSettings('s.yaml', settings)).read(text);

  it('may say where what happens in it is told, among what the bridge’s own settings name', () => {
    const found = read(
      "routes:\n  - name: docs\n    channels: ['slack:C0WEB00']\n    people: [author]\n    include: { paths: [docs/**] }\n",
    );
    expect(found).toMatchObject({ routes: [{ name: 'docs', channels: [{ channel: 'C0WEB00' }], notify: 'change' }] });
    expect(read('')).toEqual({ routes: [] });
  });

  it('takes what it leaves out of a route of the bridge from there', () => {
    expect(read('routes:\n  - name: red\n    exclude: { bots: true }\n')).toMatchObject({
      routes: [{ name: 'red', channels: [{ channel: 'C0RED00' }], notify: 'failure', exclude: { bots: true } }],
    });
    expect(read('routes:\n  - name: default\n    notify: all\n', 'slack: { channel: C0123ABCD }')).toMatchObject({
      routes: [{ name: 'default', channels: [{ channel: 'C0123ABCD' }], notify: 'all' }],
    });
  });

  it.each([
    [
      "routes:\n  - { name: x, channels: ['slack:C0OTHER'] }\n",
      '.shiproom.yml:2:27: “routes.0.channels.0” is no channel that the bridge’s own settings name',
    ],
    ['routes:\n  - { name: x, people: [mallory] }\n', '.shiproom.yml:2:25: “routes.0.people.0” is nobody whom'],
    ['routes:\n  - { name: x, people: [ana], include: { teams: [ops] } }\n', '“routes.0.include.teams.0” is no group'],
    ['routes:\n  - { name: x }\n', '.shiproom.yml:2:5: “routes.0” leads nowhere'],
    ["rules:\n  - { allow: '*', to: [everyone] }\n", '.shiproom.yml:2:3: “rules” is not for a repository to say'],
    ['slack: { apiUrl: "http://127.0.0.1/" }\n', '“slack” is not for a repository to say'],
    ['groups: { web: [mallory] }\n', '“groups” is not for a repository to say'],
    ['ci: { test: evil }\n', '“ci” is not for a repository to say'],
    ['routes: [\n', '.shiproom.yml:2:1: '],
    ['a: &a [x]\nb: [*a,*a,*a,*a,*a,*a,*a,*a]\n', 'is not for a repository to say'],
    ['- a\n', '.shiproom.yml:1:1: '],
  ])('gives nobody a right, and names no place that the bridge’s settings do not: %j', (text, problem) => {
    const found = read(text);
    expect('problem' in found ? found.problem : '').toContain(problem);
  });

  it('is read, or refused in words, whatever it holds', () => {
    const bombs = ['['.repeat(20_000), `a: &a\n${'b: *a\n'.repeat(200)}`, '!!js/function x', '\u0000', '? {}'];
    for (const text of bombs) expect(['problem', 'routes']).toContain(Object.keys(read(text))[0]);
    const line = fc.constantFrom(
      'routes:',
      '  - name: a',
      '    people: [author]',
      '    include:',
      '      bots: true',
      '*a',
      '&a',
      '{',
      '- x',
      '…',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        expect(['problem', 'routes']).toContain(Object.keys(read(lines.join('\n')))[0]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the JSON Schemas', () => {
  it.each(Object.entries(settingsSchemas()))(
    '%s is as the settings are read: else run scripts/schema.ts',
    async (name, text) => {
      const kept = await readFile(new URL(`../../media/schema/${name}`, import.meta.url), 'utf8');
      expect(JSON.parse(kept)).toEqual(JSON.parse(text));
    },
  );

  it('describe each setting of a route', () => {
    const route = JSON.parse(settingsSchemas()['repository.json'] ?? '').properties.routes.items.properties;
    for (const part of Object.values(route)) expect(part).toHaveProperty('description');
    for (const part of Object.values(route.include.properties)) expect(part).toHaveProperty('description');
  });
});
