import type { Button } from '../../../protocol/model/button.ts';
import type { Card } from '../../../protocol/model/card.ts';
import { health, type Health } from '../../../protocol/model/health.ts';
import type { Block } from '../../../protocol/model/message.ts';
import type { Person } from '../../../protocol/model/person.ts';
import { isCurrent } from '../../domain/card.ts';
import { quote } from '../../domain/line-words.ts';
import { code, list, message, paragraph, say } from '../../domain/prose.ts';
import type { ChatPlatform, ChatUser, Home } from '../../ports/chat-platform.ts';
import { devicesOf } from '../people/devices.ts';
import { personOf } from '../people/identities.ts';
import { accountsOf } from '../people/linking.ts';
import type { World } from '../world.ts';

const branchesShown = 10;
const devicesShown = 10;
const mutesShown = 10;

type Section = Home['sections'][number];

/** The page that somebody of a chat sees of us: who they are here, their branches, what they muted, their devices. */
export async function homeOf(world: World, platform: ChatPlatform, user: ChatUser): Promise<Home> {
  if (!user.member || user.bot)
    return {
      sections: [section('Shiproom', say('Guests and people of other teams may read here, and nothing else.'))],
    };
  const { person } = await personOf(world, platform.id, user);
  const devices = await devicesSection(world, person);
  return {
    sections: [
      await pairing(world, person, devices.length > 0),
      await branches(world, person),
      ...(await mutes(world, person)),
      ...devices,
    ],
  };
}

const section = (title: string, words: Section['message'], ...buttons: Button[]): Section => ({
  title,
  message: words,
  buttons,
});

async function pairing(world: World, person: Person, paired: boolean): Promise<Section> {
  const accounts = await accountsOf(world, person.id);
  const known = accounts.map(
    ({ forge, login, proved }) =>
      `@${login} on ${world.names.get(forge) ?? forge}${proved ? '' : ' (said, not shown)'}`,
  );
  const words = message(
    paragraph(`You are ${person.name} here${known.length > 0 ? `, and ${known.join(', ')}` : ''}.`),
    paragraph(['In a channel, say ', code('/shiproom help'), '; here, just ', code('help'), '.']),
  );
  const connect: Button = {
    type: 'run',
    key: 'pair',
    label: paired ? 'Connect another editor' : 'Connect an editor',
    line: 'pair',
    ...(paired ? {} : { style: 'primary' }),
  };
  const link = { type: 'run', key: 'link', label: 'Link my forge account', line: 'link' } as const;
  const unlinked = world.accounts.length > 0 && !accounts.some(({ proved }) => proved);
  return section('You', words, connect, ...(unlinked ? [link] : []));
}

async function devicesSection(world: World, person: Person): Promise<Section[]> {
  const devices = await devicesOf(world, person.id);
  if (devices.length === 0) return [];
  const names = devices.map(({ value }, index) => `${index + 1}. ${value.name ?? 'An editor or a page'}`);
  const shown = devices.slice(0, devicesShown);
  return [
    section(
      'Your devices',
      say(names.slice(0, devicesShown).join('\n')),
      ...shown.slice(0, 4).map(({ id, value }, index): Button => {
        const confirm = { title: 'Sign out?', text: `${value.name ?? 'It'} is signed out at once.`, ok: 'Sign out' };
        return {
          type: 'run',
          key: `sign-out/${index}`,
          label: `Sign out ${index + 1}`,
          line: `sign-out ${id}`,
          confirm,
        };
      }),
      {
        type: 'run',
        key: 'sign-out',
        label: 'Sign out all',
        line: 'sign-out',
        style: 'danger',
        confirm: {
          title: 'Sign out everywhere?',
          text: 'All your editors and pages are signed out at once.',
          ok: 'Sign out',
        },
      },
    ),
  ];
}

const healthWords: Readonly<Record<Health, string>> = {
  failing: 'failing',
  running: 'running',
  passing: 'passing',
  unknown: 'not known yet',
};

async function branches(world: World, person: Person): Promise<Section> {
  const logins = (await accountsOf(world, person.id)).map(({ login }) => login.toLowerCase());
  const cards = (await world.store.list('card', world.home))
    .map(({ value }) => value)
    .filter((card) => isCurrent(card, world.clock.now()) && isOf(card, person, logins))
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  const title = 'Your branches';
  if (cards.length === 0)
    return section(
      title,
      say('None yet: a branch comes here once your editor shares it, or its pull request is yours.'),
    );
  const items = cards.slice(0, branchesShown).map(({ key, forge, ...card }) => {
    const pull = forge?.pullRequest;
    const link = pull ? [' · ', { type: 'link', text: `#${pull.number}`, href: pull.url } as const] : [];
    return [code(key.branch), `  ${healthWords[health({ ...card, forge })]}`, ...link];
  });
  const blocks: Block[] = [list(items)];
  if (cards.length > branchesShown) blocks.push(paragraph(`and ${cards.length - branchesShown} more`));
  return section(title, message(...blocks));
}

const isOf = ({ work, forge }: Card, { id }: Person, logins: readonly string[]): boolean =>
  work.some(({ by }) => by.id === id) || logins.includes(forge?.pullRequest?.author?.toLowerCase() ?? '');

async function mutes(world: World, person: Person): Promise<Section[]> {
  const kept = (await world.store.get('preference', person.id))?.value.mutes ?? [];
  if (kept.length === 0) return [];
  const buttons = kept.slice(-4).flatMap(({ branch }): Button[] => {
    const named = quote(branch);
    if (named === undefined) return [];
    return [
      {
        type: 'run',
        key: `unmute/${branch}`.slice(0, 300),
        label: `Unmute ${branch}`.slice(0, 75),
        line: `unmute ${named}`,
      },
    ];
  });
  return [section('Muted', message(list(kept.slice(-mutesShown).map(({ branch }) => [code(branch)]))), ...buttons)];
}
