import { beforeEach, describe, expect, it } from 'vitest';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import { why } from '../../bridge/app/routes/why.ts';
import { messageId } from '../../bridge/adapters/chat/mattermost/message-id.ts';
import { readMattermostLink } from '../../bridge/adapters/chat/mattermost/permalink.ts';
import { readSlackLink } from '../../bridge/adapters/chat/slack/permalink.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { Change, LedgerRow, NewDelivery, NewEntry, Task } from '../../bridge/ports/store.ts';
import type { Offset } from '../../protocol/model/ids.ts';
import { key, person, repository, room } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const about = key();
const at = 1_700_000_000_000;
const instant = '2023-11-14 22:13:20 UTC';
const said = (text: string, part: Partial<Extract<NewEntry, { type: 'said' }>> = {}): NewEntry => ({
  type: 'said',
  at,
  by: { type: 'person', person: person('Ana') },
  message: { text, blocks: [] },
  ...part,
});
const row = (event: string, part: Partial<LedgerRow> = {}): LedgerRow => ({
  at,
  room,
  event,
  rule: 'route 1 to memory general',
  verdict: 'posted',
  ...part,
});
const place = { platform: 'memory', channel: 'general' };
const message: Task = { type: 'message', ...place, message: { text: 'hi', blocks: [] } };
const delivery = (id: string, part: Partial<NewDelivery> = {}): NewDelivery => ({
  id,
  room,
  lane: id,
  task: message,
  queuedAt: at,
  wanted: 1,
  ...part,
});

let world: TestWorld;
beforeEach(async () => {
  ({ world } = await openManualWorld());
  const card = { key: about, version: 1, updatedAt: at, work: [], ci: [] };
  await commit({ puts: [{ kind: 'card', id: cardId(about), room, after: 0, value: card }] });
});

async function commit(part: Partial<Change>): Promise<readonly Offset[]> {
  const result = await world.store.commit({ at, ...part });
  if (result.state !== 'committed') throw new Error(result.state);
  return result.entries.map(({ entry }) => entry.offset);
}

/** What became of a delivery: posted as this message, or as is said. */
const settle = (id: string, part: object = {}) =>
  commit({ settled: [{ id, state: 'sent', notBefore: 0, attempts: 0, sent: 1, ...part }] });

const ask = (what: string, reader = person('Owner').id) => why(world, room, what, reader);
async function lines(what: string) {
  const found = await ask(what);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value.lines;
}

describe('why', () => {
  it('tells of a branch what happened, by which rule it was told or not, and what became of it', async () => {
    await commit({
      entries: [{ room, entry: said('x', { about }) }],
      deliveries: [delivery('d1', { entry: 0, task: { ...message, about } })],
      ledger: [
        row('CI #7 failed', { about, entry: 0, delivery: 'd1' }),
        row('CI #8 passed', { about, at: at + 1, verdict: 'left', rule: 'notify: failure' }),
      ],
    });
    await settle('d1', { posted: 'm1' });
    expect(await lines('feat/login')).toEqual([
      {
        at,
        event: 'CI #7 failed',
        rule: 'route 1 to memory general',
        verdict: 'posted',
        result: expect.stringMatching(/^memory general: posted.*, as m1$/),
      },
      { at: at + 1, event: 'CI #8 passed', rule: 'notify: failure', verdict: 'left', result: '' },
    ]);
  });

  it.each(['feat/login', 'web#feat/login', 'acme/web#feat/login', 'ACME/web:feat/login', `${repository}#feat/login`])(
    'finds a branch by %s',
    async (name) => {
      expect(await ask(name)).toMatchObject({ ok: true, value: { about: `feat/login of ${repository}`, lines: [] } });
    },
  );

  it('tells of an entry by its number, with or without the mark that a shell would take', async () => {
    const [offset] = await commit({
      entries: [{ room, entry: said('hello') }],
      deliveries: [delivery('d1', { entry: 0 })],
    });
    for (const what of [`#${offset}`, `${offset}`])
      expect(await ask(what)).toMatchObject({
        ok: true,
        value: { about: `entry #${offset}: what Ana said`, lines: [{ event: 'a message', verdict: 'kept' }] },
      });
    expect(await ask('#999')).toMatchObject({ ok: false, refusal: { slug: 'forbidden_or_missing' } });
  });

  it('says of each state of a delivery what it is', async () => {
    const results = async (part: object) => {
      const id = JSON.stringify(part);
      const [offset] = await commit({
        entries: [{ room, entry: said(id) }],
        deliveries: [delivery(id, { entry: 0 })],
      });
      await settle(id, part);
      return (await lines(`#${offset}`))[0]?.result;
    };
    expect(await results({ state: 'dead', sent: 0, reason: 'is_archived' })).toBe(
      'memory general: not posted, for is_archived',
    );
    expect(await results({ state: 'waiting', sent: 0, attempts: 2, notBefore: at })).toBe(
      `memory general: waits, until ${instant} at the earliest, after 2 failed tries`,
    );
    expect(await results({ state: 'unsure', sent: 0 })).toContain('perhaps posted');
    expect(await results({ state: 'superseded', sent: 0 })).toContain('taken back, or is told in a digest');
  });

  it('[B5] treats what is for somebody else alone as what is not there', async () => {
    const [offset] = await commit({ entries: [{ room, entry: said('for Ana', { to: person('Ana').id }) }] });
    const other = await ask(`#${offset}`);
    expect(other).toMatchObject({ ok: false, refusal: { message: `There is no entry #${offset} that you may read.` } });
    expect(await ask(`#${offset}`, person('Ana').id)).toMatchObject({ ok: true });
  });

  it('[B5] finds what was said at a link, whoever has sent that to their own editor since, and does not tell of it', async () => {
    world = { ...world, readLink: () => ({ ...place, message: 'm9' }) };
    const origin = { ...place, message: 'm9' };
    const [offset] = await commit({ entries: [{ room, entry: said('hello', { origin }) }] });
    await commit({ entries: [{ room, entry: said('hello', { origin, to: person('Ana').id }) }] });
    expect(await ask('link')).toMatchObject({ ok: true, value: { about: `entry #${offset}: what Ana said` } });
  });

  it('finds a message by its link: a card’s own, one in its thread, one that came in, one that was posted', async () => {
    world = { ...world, readLink: (text) => ({ ...place, ...(JSON.parse(text) as { message: string }) }) };
    const link = (name: string, thread?: string) => JSON.stringify({ message: name, ...(thread ? { thread } : {}) });
    await commit({ puts: [{ kind: 'thread', id: 'memory/general/root', after: 0, value: { about } }] });
    const [reply, came, went] = await commit({
      entries: [said('reply', { about }), said('came', { origin: { ...place, message: 'm-in' } }), said('went')].map(
        (entry) => ({ room, entry }),
      ),
      deliveries: [delivery('d-reply', { entry: 0, task: { ...message, about } }), delivery('d-went', { entry: 2 })],
    });
    await settle('d-reply', { posted: 'm-reply' });
    await settle('d-went', { posted: 'm-went' });
    const found = async (text: string) => {
      const outcome = await ask(text);
      return outcome.ok ? outcome.value.about : outcome.refusal.slug;
    };
    expect(await found(link('root'))).toBe(`feat/login of ${repository}`);
    expect(await found(link('m-reply', 'root'))).toContain(`entry #${reply}:`);
    expect(await found(link('m-in'))).toContain(`entry #${came}:`);
    expect(await found(link('m-went'))).toContain(`entry #${went}:`);
    expect(await found(link('m-none'))).toBe('forbidden_or_missing');
    // Links of some chats tell neither the channel nor the whole id.
    const ending = (end: string) => JSON.stringify({ message: end, partial: true });
    world = { ...world, readLink: (text) => ({ platform: 'memory', ...(JSON.parse(text) as { message: string }) }) };
    expect(await found(ending('oot'))).toBe(`feat/login of ${repository}`);
    expect(await found(ending('-in'))).toContain(`entry #${came}:`);
    expect(await found(ending('-went'))).toContain(`entry #${went}:`);
    expect(await found(ending('-none'))).toBe('forbidden_or_missing');
  });

  it('says what it can be asked where it is asked of something else', async () => {
    expect(await ask('feat/none')).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining('as #12') },
    });
    expect(await ask('https://example.com/x')).toMatchObject({ ok: false, refusal: { slug: 'invalid_params' } });
  });

  it('is a command of the bot, for whoever may read', async () => {
    await commit({ ledger: [row('CI #7 failed', { about }), row('CI #8 passed', { about, verdict: 'left' })] });
    const asker = { person: person('Ana').id, owner: false, member: false };
    const asked = { mid: 'm', room, line: 'why feat/login', expiresAt: world.clock.now() + 1000 };
    const outcome = await runLine(world, person('Ana'), asker, asked);
    expect(outcome.ok && outcome.value.reply.text).toContain('CI #8 passed → left · route 1 to memory general');
    const bare = await runLine(world, person('Ana'), asker, { ...asked, mid: 'n', line: 'why', about });
    expect(bare.ok && bare.value.reply.text).toContain('All lines of feat/login');
  });
});

describe('a link of Mattermost’s', () => {
  const post = '8jmfzqkaw7bezdszdxc6y9cnoe';

  it('is read by the end of the id that we have for a post', () => {
    const link = readMattermostLink(`https://chat.example.com/core/pl/${post}`);
    expect(link).toEqual({ platform: 'mattermost', message: `-${post}`, partial: true });
    expect(messageId({ id: post, create_at: 1_700_000_000_000 }).endsWith(link?.message ?? '?')).toBe(true);
  });

  it.each([
    `https://chat.example.com/core/channels/${post}`,
    `/core/pl/${post}`,
    `https://chat.example.com/pl/${post}x`,
  ])('is not: %s', (text) => {
    expect(readMattermostLink(text)).toBeUndefined();
  });
});

describe('a link of Slack’s', () => {
  it.each([
    ['https://acme.slack.com/archives/C0123ABCD/p1700000000123456', { message: '1700000000.123456' }],
    [
      '<https://acme.slack.com/archives/C0123ABCD/p1700000000123456?thread_ts=1700000000.000100&cid=C0123ABCD>',
      { message: '1700000000.123456', thread: '1700000000.000100' },
    ],
  ])('is read: %s', (text, part) => {
    expect(readSlackLink(text)).toEqual({ platform: 'slack', channel: 'C0123ABCD', ...part });
  });

  it.each([
    'feat/login',
    '#12',
    'https://evil-slack.com/archives/C0123ABCD/p1700000000123456',
    'https://acme.slack.com/archives/C0123ABCD',
  ])('is not: %s', (text) => {
    expect(readSlackLink(text)).toBeUndefined();
  });
});
