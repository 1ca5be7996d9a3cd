import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { bridgesFolder } from '../../extension/connection/bridges-folder.ts';
import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Person } from '../../protocol/model/person.ts';
import { BranchName, type Sha } from '../../protocol/model/ids.ts';
import type { Block } from '../../protocol/model/message.ts';
import { bridgeDouble } from '../support/bridge-double.ts';
import { manualClock } from '../support/clock.ts';
import { forge, person, run, work } from '../support/samples.ts';
import type { Sandbox } from '../support/sandbox.ts';

/** Text that is a link with a command, an element, an icon, a turned direction or a second line to whoever reads it as more than text. */
export const loud = '[x](command:workbench.action.quit) <img src=x onerror=hit=1> $(error) \u202Egnp.exe\u2028{{7*7}}';

/** Somebody whose name is as much of that as a name may be. */
const villain: Person = { ...person('villain'), name: loud.slice(0, 80) };

const wrappers: readonly ((core: string) => string)[] = [
  (core) => `<script>${core}</script>`,
  (core) => `<img src=x onerror="${core}">`,
  (core) => `<svg onload=${core}>`,
  (core) => `"><svg/onload=${core}>`,
  (core) => `<a href="javascript:${core}">x</a>`,
  (core) => `[x](javascript:${core})`,
  (core) => `<javascript:${core}>`,
  (core) => `</textarea><iframe srcdoc="<script>${core}</script>">`,
  (core) => `<body onfocus=${core} autofocus>`,
  (core) => `<details open ontoggle=${core}>`,
  (core) => `<style>@import '//evil';*{background:url("javascript:${core}")}</style>`,
  (core) => `<math><mtext><table><mglyph><style><img src=x onerror=${core}>`,
  (core) => `<!--<img src=x onerror=${core}>-->`,
  (core) => `<template><script>${core}</script></template>`,
  (core) => `<object data="data:text/html,<script>${core}</script>">`,
  (core) => `<vscode-button onclick="${core}">Connect</vscode-button>`,
  (core) => `<shiproom-panel onload="${core}"></shiproom-panel>`,
  (core) => `<meta http-equiv=refresh content="0;javascript:${core}">`,
  (core) => `<form action="javascript:${core}"><input autofocus onfocus=${core}>`,
  (core) => `\u0060\u0060\u0060html\n<img src=x onerror=${core}>\n\u0060\u0060\u0060`,
  (core) => `{{constructor.constructor("${core}")()}}`,
  (core) => `\${${core}}`,
  (core) => `<%= ${core} %>`,
  (core) => `?lit$123456789$ <!--?lit$--> <b onclick=${core}>`,
  (core) => `#{${core}} *{${core}}`,
];
const cores: readonly string[] = [
  'top.hit=1',
  'globalThis.hit=true',
  'window[`hit`]=1',
  'fetch(`http://127.0.0.1:9/hit`)',
  '\\u0068it=1',
  '&#104;it=1',
  'hit\u200B=1',
  '\u202Ehit=1\u2066',
];

/** Two hundred ways to have a script run by whoever takes words for markup. */
export const payloads: readonly string[] = cores.flatMap((core) => wrappers.map((wrap) => wrap(core)));

/** A room that only means harm: whoever speaks and whatever is told in it is a payload, by a bridge that lets all of it through. */
export interface HostileRoom {
  /** What the editor has asked of it, in order. */
  heard(): readonly string[];
  /** The second half of the payloads is said. */
  rest(): void;
  close(): Promise<void>;
}

/** Opens one where an editor of the sandbox's user finds it for a repository, whose branch `main` has a card made of such words. */
export async function openHostileRoom(sandbox: Sandbox, key: CardKey, head: Sha): Promise<HostileRoom> {
  const { repository } = key;
  const clock = { ...manualClock(Date.now()), now: () => Date.now(), after: soon };
  const double = bridgeDouble({ clock, latencyMs: 0, token: 'token-of-ana' });
  const on = { repository, branch: BranchName.parse(loud) };
  double.memory.cards.set('own', card(key, head));
  double.memory.cards.set('other', card(on, head));
  double.memory.people = [
    { person: person('Ana'), devices: 1 },
    { person: villain, devices: 1, on },
  ];
  const say = (from: number, to: number): void => {
    for (const [at, payload] of [...payloads.entries()].slice(from, to))
      double.memory.append((place) => said(place, payload, at, on));
  };
  say(0, payloads.length / 2);
  const server = createServer((_request, response) => void response.writeHead(404).end()).listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    const line = double.open({
      opened: () => undefined,
      received: (text) => socket.send(text),
      closed: (code) => socket.close(code >= 3000 ? code : 1001),
    });
    socket.on('message', (data) => line.send(Buffer.isBuffer(data) ? data.toString() : ''));
    socket.on('close', () => line.close(1000, ''));
  });
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const folder = bridgesFolder({
    platform: process.platform,
    home: sandbox.home,
    env: sandbox.env,
    uid: undefined,
    isAlive: () => true,
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const announcement = { url, repository, token: 'token-of-ana', pid: process.pid };
  writeFileSync(join(folder, 'hostile.json'), JSON.stringify(announcement), { mode: 0o600 });
  return {
    heard: () => double.heard.map(({ method }) => method),
    rest: () => say(payloads.length / 2, payloads.length),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function soon(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

function card(key: CardKey, head: Sha): Card {
  const failure = { name: loud, file: 'README.md', line: 1, message: loud, job: loud };
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
        author: loud,
        labels: [loud],
      },
      checks: [{ name: loud, state: 'failed', summary: loud }],
    }),
    ci: [
      run({
        workflow: loud,
        commit: head,
        state: 'failed',
        actor: loud,
        startedAt: Date.now(),
        endedAt: Date.now(),
        counts: { passed: 1, failed: 1, skipped: 0 },
        failures: [failure],
        lines: [loud],
      }),
    ],
  };
}

function said(place: { offset: number; at: number }, payload: string, at: number, about: CardKey): Entry {
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
