import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { Announcement } from '../../bridge/announcement.ts';
import { limits } from '../../bridge/server/limits.ts';
import { frameLimitBytes } from '../../client/bytes.ts';
import { outboxLimits } from '../../client/outbox.ts';
import { Card } from '../../protocol/model/card.ts';
import { ForgeFact, PullRequest } from '../../protocol/model/pull-request.ts';
import { CiRun, Job } from '../../protocol/model/run.ts';
import { Source } from '../../protocol/model/source.ts';
import { Workflow } from '../../protocol/model/workflow.ts';
import { LocalTests, WorkFact } from '../../protocol/model/work.ts';
import { CommandSpec } from '../../protocol/model/command.ts';
import { Author, Entry } from '../../protocol/model/entry.ts';
import { Block, Inline, Message } from '../../protocol/model/message.ts';
import { Person } from '../../protocol/model/person.ts';
import { Overlap, Presence } from '../../protocol/model/presence.ts';
import { Excerpt } from '../../protocol/model/excerpt.ts';
import { Status } from '../../protocol/model/status.ts';
import { closeAction, closeCodes } from '../../protocol/wire/close.ts';
import { failures } from '../../protocol/wire/failure.ts';
import { Account, methods, notifications, RoomState } from '../../protocol/wire/methods.ts';
import { Failure, Notification, Request, Success } from '../../protocol/wire/rpc.ts';
import { protocol } from '../../protocol/wire/version.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8');

/** The text below a heading, up to the next one of its rank or a higher one. */
function section(heading: string): string {
  const rank = /^#+/.exec(heading)?.[0].length ?? 0;
  const from = page.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`no heading ${heading}`);
  const rest = page.slice(from + heading.length + 2);
  return rest.slice(0, new RegExp(`^#{1,${rank}} `, 'm').exec(rest)?.index);
}

/** The tables of a text, each as its rows of cells, the header first. */
const tables = (text: string): string[][][] =>
  [...text.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .filter((_, row) => row !== 1)
      .map((row) =>
        row
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  );

/** The first cells of the table that begins with this word, without their backticks. */
function column(text: string, head: string): string[] {
  const found = tables(text).find(([header]) => header?.[0] === head);
  if (!found) throw new Error(`no table of ${head}`);
  return found.slice(1).map(([cell = '']) => cell.replaceAll('`', ''));
}

/** The fields of an object's schema, as the page writes them: an optional one with a question mark. */
const fieldsOf = ({ def }: ObjectSchema): string[] =>
  Object.entries(def.shape).map(([name, field]) => (field.def.type === 'optional' ? `${name}?` : name));

interface ObjectSchema {
  readonly def: { readonly shape: Readonly<Record<string, { readonly def: { readonly type: string } }>> };
}

const examples = [...page.matchAll(/^```json ([^\n]+)\n([\s\S]*?)^```$/gm)].map(([, tag = '', text = '']) => ({
  tag,
  text,
}));

/** The example as the schemas read it: what they would drop or refuse makes a difference. */
function read({ tag, text }: { readonly tag: string; readonly text: string }): unknown {
  const json: unknown = JSON.parse(text);
  const [kind = '', name = ''] = tag.split(' ');
  const [method, news] = [methods[name as keyof typeof methods], notifications];
  if (kind === 'request') {
    const request = Request.parse(json);
    return { ...request, params: methods[request.method as keyof typeof methods].params.parse(request.params) };
  }
  if (kind === 'result') {
    const success = Success.parse(json);
    return { ...success, result: method.result.parse(success.result) };
  }
  if (kind === 'notification') {
    const told = Notification.parse(json);
    return { ...told, params: news[told.method as keyof typeof news].parse(told.params) };
  }
  if (kind === 'error') return Failure.parse(json);
  if (kind === 'state-file') return Announcement.parse(json);
  if (kind === 'Entry') return Entry.parse(json);
  throw new Error(`no schema for ${tag}`);
}

describe('the page of the protocol', () => {
  it('has no example that its schemas do not read whole', () => {
    expect(examples.length).toBeGreaterThan(15);
    for (const example of examples) expect(read(example)).toEqual(JSON.parse(example.text));
    expect(page.match(/^```json\s*$/gm)).toBeNull();
  });

  it('has an example of each request, each result and each notification', () => {
    const shown = new Set(
      examples.map(({ tag, text }) => `${tag.split(' ')[0]} ${tag.split(' ')[1] ?? JSON.parse(text).method}`),
    );
    for (const method of Object.keys(methods))
      expect([...shown]).toEqual(expect.arrayContaining([`request ${method}`, `result ${method}`]));
    for (const method of Object.keys(notifications)) expect([...shown]).toContain(`notification ${method}`);
  });

  it('shows only refusals that there are', () => {
    for (const { text } of examples.filter(({ tag }) => tag === 'error')) {
      const { error } = Failure.parse(JSON.parse(text));
      const row = failures[error.data.slug as keyof typeof failures];
      expect([error.code, error.message]).toEqual([row.code, row.message]);
      expect(error.data.retryable).toBe(['same-mid', 'after'].includes(row.retry));
    }
  });

  it.each(Object.entries(methods))(
    'names each parameter and each field of the result of %s',
    (method, { params, result }) => {
      const text = section(`### \`${method}\``);
      expect(column(text, 'parameter')).toEqual(fieldsOf(params));
      expect(column(text, 'result')).toEqual(fieldsOf(result));
    },
  );

  it.each(Object.entries(notifications))('names each parameter of %s', (method, params) => {
    expect(column(section(`### \`${method}\``), 'parameter')).toEqual(fieldsOf(params));
  });

  it.each([
    ['### Person', Person],
    ['### Presence', Presence],
    ['### Overlap', Overlap],
    ['### Excerpt', Excerpt],
    ['### Message', Message],
    ['### Status', Status],
    ['#### LocalTests', LocalTests],
    ['### Card', Card],
    ['#### WorkFact', WorkFact],
    ['#### ForgeFact', ForgeFact],
    ['#### PullRequest', PullRequest],
    ['#### Job', Job],
    ['#### Workflow', Workflow],
    ['### Source', Source],
    ['### Account', Account],
    ['#### CiRun', CiRun],
    ['### CommandSpec', CommandSpec],
    ['#### RoomState', RoomState],
  ] as const)('names each field of %s', (heading, schema) => {
    expect(column(section(heading), 'field')).toEqual(fieldsOf(schema));
  });

  it('names each case of the unions, with its fields', () => {
    const casesOf = (
      union: { readonly def: { readonly options: readonly ObjectSchema[] } },
      common: readonly string[],
    ): string[] =>
      union.def.options.map((option) => {
        const { type } = option.def.shape as { type: z.ZodMiniLiteral<string> };
        const fields = fieldsOf(option).filter((name) => !common.includes(name));
        return [[...type.def.values].join(), ...fields].join(' ');
      });
    const cases = (table: string[][] | undefined): string[] =>
      (table ?? []).slice(1).map(([type = '', rest = '']) => {
        const fields = rest.split(';').flatMap((part) => /^\s*`([^`]+)`/.exec(part)?.[1] ?? []);
        return [type.replaceAll('`', ''), ...fields].join(' ');
      });
    const [blocks, inlines] = tables(section('### Message')).slice(1);
    expect(cases(blocks)).toEqual(casesOf(Block, ['type']));
    expect(cases(inlines)).toEqual(casesOf(Inline, ['type']));
    expect(cases(tables(section('### Entry'))[0])).toEqual(casesOf(Entry, ['type', 'offset', 'at']));
    expect(Author.def.options.map((option) => fieldsOf(option).join(' '))).toEqual(['type person', 'type name']);
  });

  it('has the close codes, and what a client does at each', () => {
    const [ranges = [], codes = []] = tables(section('## Close codes'));
    const listed = codes.slice(1).map(([code, slug]) => [slug?.replaceAll('`', ''), Number(code)]);
    expect(Object.fromEntries(listed)).toEqual(closeCodes);
    expect(listed).toHaveLength(Object.keys(closeCodes).length);
    const actions = ranges
      .slice(1)
      .map(([range = '', action = '']) => [range, /`([\w-]+)`/.exec(action)?.[1]] as const);
    const others = actions.find(([range]) => range === 'all others')?.[1];
    const actionOf = (code: number): string | undefined => {
      const row = actions.find(([range]) =>
        range.split(', ').some((part) => {
          const [low = 0, high = low] = part.split('–').map(Number);
          return code >= low && code <= high;
        }),
      );
      return row?.[1] ?? others;
    };
    for (let code = 1000; code <= 4999; code += 1) expect([code, actionOf(code)]).toEqual([code, closeAction(code)]);
  });

  it('has the refusals, with their codes and what may be done', () => {
    const [retries = [], rows = []] = tables(section('## Refusals'));
    const listed = rows.slice(1).map(([code, slug = '', retry]) => [slug.replaceAll('`', ''), Number(code), retry]);
    expect(listed).toEqual(Object.entries(failures).map(([slug, { code, retry }]) => [slug, code, retry]));
    const words = retries.slice(1).map(([word = '']) => word.replaceAll('`', ''));
    expect(new Set(words)).toEqual(new Set(Object.values(failures).map(({ retry }) => retry)));
  });

  it('has the version and the figures of the code', () => {
    const figure = (value: number): string => value.toLocaleString('en-US');
    expect(page).toContain(`Version of the protocol: **${protocol}**`);
    expect(limits.frameIn).toBe(frameLimitBytes);
    const shown = Object.fromEntries(
      tables(section('## Limits'))[0]?.map(([what = '', much = '']) => [what, much]) ?? [],
    );
    expect(shown).toMatchObject({
      'frame of a client': `${figure(limits.frameIn)} bytes, ${limits.fragments} fragments`,
      'frame of the bridge': `${figure(limits.frameOut)} bytes`,
      'time for hello': `${limits.helloMs / 1000} s`,
      'devices of one person that are connected': `${limits.devicesPerPerson}`,
      'connections that have not said hello, of one address': `${limits.strangersPerAddress}`,
      'connections that have not said hello, of all together': `${limits.strangers}`,
      'what the bridge holds for a slow reader': `${limits.unsentBytes / 2 ** 20} MiB, or ${limits.unsentMs / 1000} s; then 4100`,
    });
    const { items, bytes, ageMs } = outboxLimits;
    expect(section('### `feed/say`')).toContain(
      `at most ${figure(items)} messages, ${bytes / 1e6} MB, and sends none\n  after ${ageMs / 3_600_000} hours`,
    );
    const { requestsPerSecond, requestsAtOnce, abovePaceMs, errors } = limits;
    expect(page).toContain(`${requestsPerSecond} requests a second, and ${requestsAtOnce} at once`);
    expect(page).toContain(`above it for ${abovePaceMs / 1000} s`);
    expect(page).toContain(`refused more than ${errors} times`);
  });
});
