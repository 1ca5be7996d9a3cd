import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { CommandSpec } from '../../protocol/model/command.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Sha } from '../../protocol/model/ids.ts';
import type { Block } from '../../protocol/model/message.ts';
import type { Person } from '../../protocol/model/person.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Source } from '../../protocol/model/source.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { capable, forge, person, run, work } from '../support/samples.ts';

/** Text that is a link with a command, an icon, an element, a picture, a turned direction or a second line to whoever reads it as more than text. */
export const loud =
  '[x](command:workbench.action.quit) $(squirrel) <img src=x onerror=hit=1> ![i](http://127.0.0.1:9/hit.png) \u202Egnp.exe\u2028{{7*7}}';

/** As much of that as git takes for a branch. */
export const loudBranch = '$(squirrel)<img/src=x/onerror=hit=1>](x)\u202e';

/** As much of that as a file may be called. */
export const loudFile = '[x](command:workbench.action.quit) $(squirrel) <img src=x onerror=hit=1>.md';

const login = loud.slice(0, 100);

/** Somebody whose name is as much of that as a name may be. */
export const villain: Person = { ...person('villain'), name: loud.slice(0, 80) };

const input = { description: loud, required: false } as const;
export const workflows: readonly Workflow[] = ['one', 'two'].map((id) => ({
  provider: 'memory',
  id: `${id} ${loud}`,
  name: `${id} ${loud}`,
  inputs: [
    { ...input, name: login, type: 'choice', options: [`a ${loud}`, `b ${loud}`] },
    { ...input, name: `text ${login}`.slice(0, 100), type: 'number' },
  ],
}));

export const commands: readonly CommandSpec[] = [
  {
    name: `go ${loud}`,
    summary: loud,
    effect: 'read',
    arguments: [{ name: loud, summary: loud, kind: 'word', required: true }],
  },
];

export const sources: readonly Source[] = [
  { id: 'memory', kind: 'ci', name: loud.slice(0, 80), state: 'failing', why: loud, can: capable },
];

/** A card on which each word that somebody else could have chosen is theirs. */
export function cardOf(key: CardKey, head: Sha): Card {
  return {
    key,
    version: 1,
    updatedAt: Date.now(),
    work: [work({ by: villain, head })],
    forge: forge({
      head,
      pullRequest: {
        number: 7,
        title: loud,
        url: 'https://example.com/7',
        state: 'open',
        author: login,
        labels: [login],
      },
      checks: [{ name: loud, state: 'failed', summary: loud }],
    }),
    ci: [red(head), waiting(head)],
  };
}

const red = (commit: Sha): CiRun =>
  run({
    workflow: loud,
    commit,
    state: 'failed',
    actor: login,
    startedAt: Date.now(),
    endedAt: Date.now(),
    counts: { passed: 1, failed: 1, skipped: 0 },
    failures: ['README.md', loudFile].map((file) => ({
      name: loud,
      file,
      line: 1,
      message: `${loud}\n${loud}`,
      job: loud,
    })),
    lines: [loud],
    jobs: ['a', 'b'].map((id) => ({
      id,
      name: `${id} ${loud}`,
      attempt: 1,
      revision: 0,
      state: 'failed',
      steps: [{ number: 1, name: loud, state: 'failed' }],
    })),
  });

const waiting = (commit: Sha): CiRun =>
  run({
    run: 'run-2',
    workflow: `deploy ${loud}`,
    commit,
    state: 'waiting',
    gates: ['a', 'b'].map((id) => ({ environment: `${id} ${loud}`, approvers: [login] })),
  });

/** The villain calls somebody. */
export const called = (place: { offset: number; at: number }, { id }: Person): Entry => ({
  ...place,
  type: 'said',
  by: { type: 'person', person: villain },
  message: { text: loud, blocks: [{ type: 'paragraph', children: [{ type: 'mention', text: loud, person: id }] }] },
});

/** A payload is said, in whatever a message can be made of. */
export function said(place: { offset: number; at: number }, payload: string, at: number, about: CardKey): Entry {
  const author =
    at % 7 === 0
      ? ({ type: 'bot', name: payload.slice(0, 80) } as const)
      : ({ type: 'person', person: { ...villain, name: payload.slice(0, 80) } } as const);
  return { ...place, type: 'said', by: author, message: { text: payload, blocks: [block(payload, at, about)] } };
}

function block(payload: string, at: number, about: CardKey): Block {
  const text = { type: 'text', text: payload } as const;
  const kinds: readonly (() => Block)[] = [
    () => ({ type: 'paragraph', children: [text] }),
    () => ({ type: 'code', text: payload, language: payload.slice(0, 40) }),
    () => ({ type: 'table', header: [payload], rows: [[[text]]] }),
    () => ({
      type: 'paragraph',
      children: [
        { type: 'link', text: payload, href: `https://example.com/?${encodeURIComponent(payload).slice(0, 1500)}` },
      ],
    }),
    () => ({ type: 'quote', children: [{ type: 'code', text: payload }] }),
    () => ({ type: 'list', ordered: false, items: [[text]] }),
    () => ({
      type: 'code',
      text: payload,
      excerpt: {
        repository: about.repository,
        branch: about.branch,
        commit: work().head,
        path: payload,
        line: 1,
        endLine: 1,
        before: [],
        after: [],
      },
    }),
  ];
  return (kinds[at % kinds.length] ?? kinds[0])?.() ?? { type: 'paragraph', children: [text] };
}
