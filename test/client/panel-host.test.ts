import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPanelHost } from '../../client/panel-host.ts';
import { FromPanel, ToPanel } from '../../protocol/wire/panel.ts';
import { key, sha } from '../support/samples.ts';
import { type Harness, harness } from './harness.ts';

/** A panel that writes down what it is told; all of it has to be what the panel's own schema takes. */
function panel() {
  const posts: ToPanel[] = [];
  const acts: string[] = [];
  const host = createPanelHost((message) => posts.push(ToPanel.parse(message)), {
    openLog: (run) => acts.push(`log ${run}`),
    openLink: (href) => acts.push(`link ${href}`),
    openPlace: (file, line, column) => acts.push(`place ${file}:${line}:${column}`),
    openDiff: (text) => acts.push(`diff ${text}`),
    openExcerpt: ({ path }, text) => acts.push(`excerpt ${path} ${text}`),
    seen: (offset) => acts.push(`seen ${offset}`),
    connect: () => acts.push('connect'),
  });
  const ask = (message: object): void => host.asked(FromPanel.parse(message));
  const answers = (): unknown[] => posts.flatMap((post) => (post.type === 'answer' ? [post] : []));
  return { host, posts, acts, ask, answers };
}

/** A host whose panel is ready, in front of a session that is online. */
async function attached(world: Harness) {
  const client = await world.online();
  const made = panel();
  made.host.attach(client.session);
  made.ask({ type: 'ready' });
  return { ...made, client };
}

describe('the host of a panel', () => {
  it('says nothing before the panel is ready, and then all there is, each time', async () => {
    const world = harness();
    world.bridge.say('hello');
    const { session } = await world.online();
    const { host, posts, ask } = panel();
    host.attach(session);
    host.here(key());
    host.told({ type: 'connection', connection: session.connection() });
    expect(posts).toEqual([]);
    world.bridge.unanswered.add('feed/say');
    await session.say('waiting');
    for (let time = 0; time < 2; time += 1) {
      ask({ type: 'ready' });
      expect(posts.splice(0)).toMatchObject([
        { type: 'connection', connection: { state: 'online' } },
        { type: 'room', room: { name: 'Web', entries: [{ offset: 1 }] } },
        { type: 'pending', pending: [{ text: 'waiting' }] },
        { type: 'here', here: key() },
      ]);
    }
  });

  it('keeps the room from a panel that is opened after its reader was signed out', async () => {
    const world = harness();
    world.bridge.say('for Ana alone');
    const { posts, ask, client } = await attached(world);
    const asked = client.session.signOut(true);
    await world.advance(20);
    await asked;
    posts.splice(0);
    ask({ type: 'ready' });
    expect(posts.map(({ type }) => type)).toEqual(['connection', 'pending', 'here']);
    expect(posts[0]).toMatchObject({
      connection: { state: 'unpaired', reason: expect.stringContaining('signed out') },
    });
  });

  it('shows that nothing is paired, and refuses each question then', async () => {
    const { host, posts, ask, answers } = panel();
    ask({ type: 'ready' });
    host.attach(null);
    expect(posts.at(-3)).toEqual({ type: 'connection', connection: { state: 'unpaired' } });
    ask({ type: 'say', ask: 'a1', text: 'hello' });
    ask({ type: 'forget', mid: 'x' });
    ask({ type: 'retry' });
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(answers()).toMatchObject([{ ask: 'a1', answer: { type: 'refused', slug: 'not_connected' } }]);
  });

  it('changes a message and takes it back, and says where that cannot be', async () => {
    const world = harness();
    const { ask, answers, client } = await attached(world);
    await client.session.say('helo');
    await world.advance(20);
    ask({ type: 'amend', ask: 'a1', offset: 1, text: 'hello' });
    ask({ type: 'amend', ask: 'a2', offset: 1, text: null });
    await world.advance(20);
    world.keep.broken = 'save';
    ask({ type: 'amend', ask: 'a3', offset: 1, text: 'x' });
    await world.advance(20);
    expect(answers()).toMatchObject([
      { ask: 'a1', answer: { type: 'done' } },
      { ask: 'a2', answer: { type: 'done' } },
      { ask: 'a3', answer: { type: 'refused', slug: 'not_kept' } },
    ]);
    expect(world.bridge.memory.amended.map(({ text }) => text)).toEqual(['hello', null]);
    expect(FromPanel.safeParse({ type: 'amend', ask: 'a4', offset: 1, text: '' }).success).toBe(false);
  });

  it('hands on the news of the session', async () => {
    const world = harness();
    const { host, posts } = await attached(world);
    posts.splice(0);
    const client = world.open();
    client.session.start();
    await world.advance(50);
    world.bridge.say('one');
    world.bridge.people([]);
    await world.advance(10);
    for (const event of client.events) host.told(event);
    host.told({ type: 'token', token: 'secret' });
    const kinds = posts.map(({ type }) => type);
    expect(kinds).toEqual(['connection', 'pending', 'room', 'connection', 'entries', 'people']);
    expect(JSON.stringify(posts)).not.toContain('secret');
  });

  it('answers each question with what came of it', async () => {
    const world = harness();
    for (let count = 1; count <= 101; count += 1) world.bridge.say(`${count}`);
    const { ask, answers, posts } = await attached(world);
    ask({ type: 'say', ask: 's', text: 'hello', about: key() });
    ask({ type: 'run', ask: 'r', line: 'who' });
    ask({ type: 'log', ask: 'l', run: 'run-1', from: 0 });
    ask({ type: 'earlier', ask: 'e', before: 2 });
    ask({ type: 'complete', ask: 'c', text: '/c', caret: 2 });
    const completion = { from: 0, to: 2, offers: [{ label: '/ci run', detail: '', insert: '/ci run ' }], picked: 0 };
    world.bridge.memory.completion = completion;
    await world.advance(50);
    const told = Object.fromEntries(
      answers().map((each) => [(each as { ask: string }).ask, (each as { answer: unknown }).answer]),
    );
    expect(told).toMatchObject({
      s: { type: 'done' },
      r: { type: 'reply', message: { text: 'ran who' } },
      l: { type: 'log', text: 'log of run-1', next: 10, ended: true },
      e: { type: 'done' },
      c: { type: 'completion', completion },
    });
    const earlier = posts.findIndex(({ type }) => type === 'earlier');
    expect(posts[earlier]).toMatchObject({ entries: [{ offset: 1 }], more: false });
    expect(posts.findIndex((post) => post.type === 'answer' && post.ask === 'e')).toBeGreaterThan(earlier);
  });

  it('fulfils the wishes that want no answer in the host’s own way', async () => {
    const world = harness();
    const { ask, acts, client } = await attached(world);
    ask({ type: 'open-log', run: 'run-1' });
    ask({ type: 'open-link', href: 'https://example.com/' });
    ask({ type: 'open-place', file: 'src/a.ts', line: 12 });
    ask({ type: 'open-diff', text: '--- a' });
    const { repository, branch } = key();
    const of = { repository, branch, commit: sha(), path: 'src/a.ts', line: 1, endLine: 2, before: [], after: [] };
    ask({ type: 'open-excerpt', of, text: 'x' });
    ask({ type: 'seen', offset: 7 });
    ask({ type: 'connect' });
    expect(acts.slice(0, 2)).toEqual(['log run-1', 'link https://example.com/']);
    expect(acts.slice(2)).toEqual([
      'place src/a.ts:12:undefined',
      'diff --- a',
      'excerpt src/a.ts x',
      'seen 7',
      'connect',
    ]);
    world.bridge.unanswered.add('feed/say');
    const said = await client.session.say('mistake');
    ask({ type: 'forget', mid: said.ok ? said.value : '' });
    expect(client.session.pending()).toEqual([]);
  });

  it('tells what was seen before the room, and what to show once, when the panel is there', async () => {
    const client = await harness().online();
    const { host, posts, ask } = panel();
    host.attach(client.session);
    host.seen(3);
    host.thread(key(), '@Bo ');
    expect(posts).toEqual([]);
    for (const thread of [['thread'], []]) {
      ask({ type: 'ready' });
      const kinds = posts.splice(0).map(({ type }) => type);
      expect(kinds).toEqual(['connection', 'seen', 'room', 'pending', 'here', ...thread]);
    }
    host.thread(null);
    host.seen(4);
    expect(posts.map(({ type }) => type)).toEqual(['thread', 'seen']);
  });

  it('hands on what of the question a refusal was about', async () => {
    const world = harness();
    const { ask, answers } = await attached(world);
    world.bridge.refuse('command/run', { slug: 'invalid_params', message: 'Name a workflow.', field: 'workflow' });
    ask({ type: 'run', ask: 'r', line: 'ci run' });
    await world.advance(20);
    const answer = { type: 'refused', slug: 'invalid_params', message: 'Name a workflow.', field: 'workflow' };
    expect(answers()).toEqual([{ type: 'answer', ask: 'r', answer }]);
  });

  it('answers even where the session itself breaks', async () => {
    const world = harness();
    const { host, ask, answers, client } = await attached(world);
    host.attach({
      ...client.session,
      room: () => undefined,
      connection: () => ({ state: 'online' }),
      pending: () => [],
      run: () => Promise.reject(new Error('a bug')),
    } as never);
    ask({ type: 'run', ask: 'r', line: 'who' });
    await world.advance(10);
    expect(answers()).toMatchObject([{ ask: 'r', answer: { type: 'refused', slug: 'internal' } }]);
  });

  it('gives each question exactly one answer, whatever breaks', async () => {
    const questions = ['say', 'run', 'log', 'earlier', 'complete'] as const;
    const breaks = ['cut', 'kick', 'close', 'detach', 'lose answers', 'pass', 'down'] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...questions, ...breaks), { maxLength: 25 }), async (script) => {
        const world = harness();
        const { host, ask, answers, client } = await attached(world);
        let asked = 0;
        for (const step of script) {
          const id = `q${asked}`;
          if (questions.includes(step as never)) asked += 1;
          if (step === 'say') ask({ type: 'say', ask: id, text: 'hello' });
          if (step === 'run') ask({ type: 'run', ask: id, line: 'who' });
          if (step === 'log') ask({ type: 'log', ask: id, run: 'run-1', from: 0 });
          if (step === 'earlier') ask({ type: 'earlier', ask: id, before: 5 });
          if (step === 'complete') ask({ type: 'complete', ask: id, text: '/', caret: 1 });
          if (step === 'cut') world.bridge.cut();
          if (step === 'kick') world.bridge.kick(4300);
          if (step === 'close') client.session.close();
          if (step === 'detach') host.attach(null);
          if (step === 'lose answers')
            for (const method of ['command/run', 'run/log', 'feed/read'] as const) world.bridge.unanswered.add(method);
          if (step === 'down') world.bridge.down = true;
          if (step === 'pass') await world.advance(9);
        }
        await world.advance(130_000);
        const ids = answers().map((each) => (each as { ask: string }).ask);
        expect(ids.toSorted()).toEqual(Array.from({ length: asked }, (_, index) => `q${index}`).toSorted());
      }),
      { numRuns: 100 },
    );
  });
});
