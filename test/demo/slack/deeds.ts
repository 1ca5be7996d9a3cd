import * as z from 'zod/mini';
import type { SlackServer } from '../../support/slack/server.ts';
import { people } from '../team/people.ts';

const as = z.enum(people);
const text = z.string().check(z.minLength(1), z.maxLength(4_000));
const ts = z.string().check(z.regex(/^\d{1,12}\.\d{6}$/));

/** What the page lets somebody do. */
export const Deed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), as, text, thread: z.optional(ts) }),
  z.object({ type: z.literal('press'), as, ts, label: text }),
  z.object({ type: z.literal('press-home'), as, label: text }),
  z.object({ type: z.literal('look-home'), as }),
]);
export type Deed = z.infer<typeof Deed>;

/** Does it with Slack's own means; answers what the person has to be told where it cannot be done. */
export async function perform(slack: SlackServer, channel: string, deed: Deed): Promise<string | undefined> {
  switch (deed.type) {
    case 'say':
      return say(slack, channel, deed);
    case 'press':
      await slack.press(deed.as, channel, deed.ts, deed.label);
      return undefined;
    case 'press-home':
      await slack.pressHome(deed.as, deed.label);
      return undefined;
    case 'look-home':
      slack.lookHome(deed.as);
      return undefined;
  }
}

async function say(
  slack: SlackServer,
  channel: string,
  deed: Extract<Deed, { type: 'say' }>,
): Promise<string | undefined> {
  const [, command, rest = ''] = /^\/(\w+)\s*(.*)$/s.exec(deed.text) ?? [];
  if (command === undefined) {
    await slack.say(deed.as, channel, called(slack, deed.text), deed.thread);
    return undefined;
  }
  if (command !== 'shiproom') return `/${command} is no command of this demo; /shiproom help says what is.`;
  if (deed.thread !== undefined) return 'Slack takes no slash command in a thread. Say “@shiproom …” there.';
  await slack.slash(deed.as, channel, rest);
  return undefined;
}

/** As Slack's composer does with who is chosen from its list. */
function called(slack: SlackServer, said: string): string {
  return said.replaceAll(/@(\w+)/g, (whole, name: string) => {
    const who = name.toLowerCase();
    if (who === 'shiproom') return `<@${slack.bot.userId}>`;
    return people.some((each) => each === who) ? `<@${slack.user(who)}>` : whole;
  });
}
