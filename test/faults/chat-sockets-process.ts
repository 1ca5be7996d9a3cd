import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { createSlack } from '../../bridge/adapters/chat/slack/index.ts';

/** A process of its own that listens to Slack: `ours` with our guards, `bare` with Slack's client as it comes. It says `connected`, and each text that it hears. */
const [, , how = 'ours', apiUrl = '', botToken = '', appToken = '', channel = ''] = process.argv;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (how === 'bare') {
  const client = new SocketModeClient({
    appToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl },
  });
  client.on('connected', () => say('connected'));
  client.on('message', ({ event, ack }: { event: { text: string }; ack: () => Promise<void> }) => {
    void ack();
    say(event.text);
  });
  await client.start();
} else {
  const clock = {
    now: () => Date.now(),
    after(ms: number, work: () => void) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
  const chat = createSlack({ botToken, appToken, channels: [channel], apiUrl, clock, log: () => {} });
  await chat.open({
    since: async () => undefined,
    take: async (event) => {
      if (event.type === 'said') say(event.content.text);
    },
  });
  say('connected');
}
