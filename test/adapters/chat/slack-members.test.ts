import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Button } from '../../../protocol/model/button.ts';
import type { ChatUser } from '../../../bridge/ports/chat-platform.ts';
import { cardOf, createReceiver, until } from './receiver.ts';
import { useSlack } from './slack-bench.ts';

const bench = useSlack();
const claim: Button = { type: 'run', key: 'claim/main', label: 'I am on it', line: 'claim main' };

/** Who they are: guests, strangers of three kinds, one of another team, one of no team, one who left, one of our organisation but not of our workspace. */
const less = ['gus', 'una', 'sam', 'kim', 'fay', 'nil', 'del', 'ent'];
/** A full member; and one who is of other workspaces too. */
const full = ['bo', 'eve'];

/** Everything that somebody can ask of us; answers who it was that asked, each time. */
async function askAll(who: string): Promise<readonly ChatUser[]> {
  const { slack } = bench;
  const app = createReceiver();
  const { chat } = await bench.connect(app);
  await bench.both();
  const posted = await chat.post({ channel: slack.channel('deploys') }, cardOf('o1', 'main', [claim]));
  await slack.slash(who, 'deploys', 'ci run');
  await slack.press(who, 'deploys', posted.message, claim.label);
  await slack.shortcut(who, 'deploys', posted.message);
  await slack.say(who, 'deploys', `<@${slack.bot.userId}> ci run`);
  await slack.direct(who, 'ci run');
  slack.lookHome(who);
  await until(() => app.commands().length === 3 && app.all('home').length === 1);
  return app.offered.flatMap((event) => ('by' in event ? [event.by] : []));
}

/** A command line as Slack would send it, with whatever it says of where its author comes from. */
const slashFrom = (team_id: string) => {
  const { slack } = bench;
  const payload = {
    team_id,
    channel_id: slack.channel('deploys'),
    user_id: slack.user('bo'),
    text: 'ci run',
    trigger_id: randomUUID(),
  };
  slack.sendRaw(JSON.stringify({ envelope_id: randomUUID(), type: 'slash_commands', payload }));
};

describe('[T18] who counts as a member in Slack', () => {
  it.each(less)('[T18] %s does not, whatever they do', async (who) => {
    expect((await askAll(who)).map(({ member }) => member)).toEqual(Array.from({ length: 7 }, () => false));
  });

  it.each(full)('[T18] %s does', async (who) => {
    expect((await askAll(who)).map(({ member }) => member)).toEqual(Array.from({ length: 7 }, () => true));
  });

  it('[T18] nobody does whom the payload itself says to be of another team', async () => {
    const { app } = await bench.connect();
    await bench.both();
    slashFrom('T0FOREIGN1');
    await until(() => app.commands().length === 1);
    slashFrom(bench.slack.team);
    await until(() => app.commands().length === 2);
    expect(app.commands().map(({ by }) => [by.member, by.unsure])).toEqual([
      [false, true],
      [true, undefined],
    ]);
  });

  it.each([{ deleted: true }, { is_restricted: true }, { is_ultra_restricted: true }])(
    '[T18] nobody does any more who becomes less, and it is told though they do nothing: %j',
    async (marks) => {
      const { app } = await bench.connect();
      await bench.both();
      await bench.slack.say('bo', 'deploys', 'I am one');
      await until(() => app.said().length === 1);
      await bench.slack.change('bo', marks);
      await until(() => app.all('member').length === 1);
      const bo = { team: bench.slack.team, user: bench.slack.user('bo'), name: 'Bo', bot: false };
      expect(app.said()[0]?.by).toEqual({ ...bo, member: true });
      expect(app.all('member')[0]?.by).toEqual({ ...bo, member: false });
      await bench.slack.say('bo', 'deploys', 'what is remembered of me?');
      await until(() => app.said().length === 2);
      expect(app.said()[1]?.by.member).toBe(false);
    },
  );

  it('[T18] nobody is made one by an event, which may be an old one that comes again', async () => {
    const { app } = await bench.connect();
    await bench.both();
    await bench.slack.change('gus', { is_restricted: false });
    await bench.slack.say('gus', 'deploys', 'now I am one');
    await until(() => app.said().length === 1 && bench.slack.deliveries.every(({ acked }) => acked));
    expect(app.offered.map((event) => [event.type, 'by' in event && event.by.member])).toEqual([['said', true]]);
  });

  it('[T18] bots do not, and nor does Slackbot, whom anybody can make say anything', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const mention = `<@${bench.slack.bot.userId}> ci run main`;
    await bench.slack.say('ci-bot', 'deploys', mention);
    const event = {
      type: 'message',
      channel: bench.slack.channel('deploys'),
      user: 'USLACKBOT',
      ts: `${Math.floor(Date.now() / 1000)}.000100`,
      text: mention,
      team: bench.slack.team,
    };
    bench.slack.sendRaw(JSON.stringify({ envelope_id: randomUUID(), type: 'events_api', payload: { event } }));
    await until(() => app.said().length === 2);
    expect(app.said().map(({ by }) => [by.bot, by.member])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(app.commands()).toEqual([]);
  });
});
