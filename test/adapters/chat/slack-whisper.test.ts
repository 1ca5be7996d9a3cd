import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createSlackApi } from '../../../bridge/adapters/chat/slack/api.ts';
import { createWhispers, isSlackAddress } from '../../../bridge/adapters/chat/slack/whisper.ts';
import type { ChatEvent } from '../../../bridge/ports/chat-platform.ts';
import { quickClock, words } from './receiver.ts';

const apiUrl = 'http://127.0.0.1:4510/api/';

describe('a response_url', () => {
  it.each(['https://hooks.slack.com/commands/T1/2/3', 'http://127.0.0.1:4510/commands/T1/2/3'])('may be %s', (url) => {
    expect(isSlackAddress(url, apiUrl)).toBe(true);
  });

  it.each([
    'http://hooks.slack.com/commands',
    'https://hooks.slack.com.evil.example/commands',
    'https://hooks.slack.com@evil.example/commands',
    'https://user:pass@hooks.slack.com/commands',
    'https://evil.example/https://hooks.slack.com/',
    'https://evil.example\\@hooks.slack.com/',
    'https://hooks.slack.com:8443/commands',
    'http://127.0.0.1:4511/commands',
    'http://127.0.0.1/commands',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:127.0.0.1]:4510/commands',
    'http://localhost:4510/commands',
    'file:///etc/passwd',
    '//hooks.slack.com/commands',
    '',
  ])('may not be “%s”', (url) => {
    expect(isSlackAddress(url, apiUrl)).toBe(false);
    expect(isSlackAddress(url, undefined)).toBe(false);
  });

  it('on this machine is refused where Slack’s own address is used', () => {
    expect(isSlackAddress('http://127.0.0.1:4510/commands', undefined)).toBe(false);
  });
});

describe('an answer to a slash command', () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  async function answering(status: number, headers: Record<string, string> = {}) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status, headers).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as { port: number };
    const origin = `http://127.0.0.1:${port}`;
    const config = {
      botToken: 'b',
      appToken: 'a',
      channels: ['C1'],
      apiUrl: `${origin}/api/`,
      clock: quickClock,
      log: () => {},
    };
    const whispers = createWhispers(config, createSlackApi(config));
    const by = { team: 'T1', user: 'U1', name: 'Ana', bot: false, member: true };
    const command: ChatEvent & { type: 'command' } = {
      type: 'command',
      id: 'slash:1',
      channel: 'C1',
      by,
      line: 'help',
      at: 1,
    };
    return { asked, origin, whispers, command };
  }

  it.each([
    [404, 'refused'],
    [429, 'limited'],
    [500, 'unsure'],
  ])('that gets %i has failed as %s', async (status, fault) => {
    const { origin, whispers, command } = await answering(status);
    whispers.expect(command.id, `${origin}/commands/1`);
    await expect(whispers.whisper(command, words('hello'))).rejects.toMatchObject({ fault });
  });

  it('follows no redirect', async () => {
    const { asked, origin, whispers, command } = await answering(302, { location: '/elsewhere' });
    whispers.expect(command.id, `${origin}/commands/1`);
    await expect(whispers.whisper(command, words('hello'))).rejects.toMatchObject({ fault: 'unsure' });
    expect(asked).toEqual(['POST /commands/1']);
  });

  it('goes by the Web API where the address is not Slack’s', async () => {
    const { asked, whispers, command } = await answering(200);
    whispers.expect(command.id, 'http://127.0.0.1:9/commands/1');
    await expect(whispers.whisper(command, words('hello'))).rejects.toMatchObject({ fault: 'unsure' });
    expect(asked).toEqual(['POST /api/chat.postEphemeral']);
  });
});
