import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../client/frame.ts';
import { methods, notifications } from '../../protocol/wire/methods.ts';
import { FromPanel, ToPanel } from '../../protocol/wire/panel.ts';
import { Failure, Notification, Request, Success } from '../../protocol/wire/rpc.ts';

const schemas = [
  Request,
  Notification,
  Success,
  Failure,
  ToPanel,
  FromPanel,
  ...Object.values(methods).flatMap(({ params, result }) => [params, result]),
  ...Object.values(notifications),
];

const words = (text: string): string[] => text.split(' ');

/** Names that the wire knows, beside those that a reader must not trip over. */
const names = fc.constantFrom(
  '',
  '\u0000',
  '\ud800',
  ...words('__proto__ constructor prototype toString hasOwnProperty then'),
  ...words('jsonrpc id method params result error code message data slug retryable protocol token device cursors'),
  ...words('type room epoch entries offset at by blocks children text card key people rooms tops now ask state'),
  ...words('mid line status counter connection'),
);
const leaves = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -0,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    -1,
    1.5,
    '',
    '\ud800',
    '\udfff\ud800',
    '\u0000',
  ),
  fc.constantFrom(...words('2.0 said answered skip paragraph text online ready feed/entries session/hello')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 6 }),
  ),
}));

/** As text, so that a name may stand twice and `__proto__` is a name like any other. Pairs of a known name make an object. */
function written(json: unknown): string {
  if (!Array.isArray(json)) return JSON.stringify(json) ?? 'null';
  const isObject = json.every((each) => Array.isArray(each) && each.length === 2 && typeof each[0] === 'string');
  if (!isObject || json.length === 0) return `[${json.map(written).join(',')}]`;
  return `{${json.map(([name, inner]) => `${JSON.stringify(name)}:${written(inner)}`).join(',')}}`;
}

const shared = Reflect.ownKeys(Object.prototype).length;

/** Whether no schema throws, and nothing leaks into what all objects share. */
function survives(text: string): boolean {
  readFrame(text);
  const json: unknown = JSON.parse(text);
  for (const schema of schemas) schema.safeParse(json);
  return Reflect.ownKeys(Object.prototype).length === shared;
}

describe('whatever a peer sends', () => {
  it('[P6] is read or refused, and never throws, in 20,000 values of JSON', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(survives(written(json))).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  }, 60_000);

  it('[P6] may be nested as deeply as a frame is long', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['{"__proto__":', '}'],
    ] as const) {
      const deep = `${open.repeat(10_000)}1${close.repeat(10_000)}`;
      expect(survives(deep)).toBe(true);
      expect(survives(`{"jsonrpc":"2.0","id":1,"result":${deep}}`)).toBe(true);
      expect(survives(`{"jsonrpc":"2.0","method":"feed/entries","params":{"entries":${deep}}}`)).toBe(true);
    }
  });

  it('[P6] leaves alone what all objects share', () => {
    expect(
      survives(
        '{"jsonrpc":"2.0","method":"x","params":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
      ),
    ).toBe(true);
    const frame = readFrame('{"jsonrpc":"2.0","method":"x","params":{"__proto__":{"polluted":1}}}');
    expect(frame?.type === 'news' && frame.params && 'polluted' in frame.params).toBe(false);
  });

  it('reads the three kinds of frame, and no other', () => {
    const data = { slug: 'expired', retryable: false };
    expect(readFrame('{"jsonrpc":"2.0","id":1,"result":null}')).toEqual({ type: 'answer', id: 1, result: null });
    const error = { code: 1300, message: 'Late.', data };
    expect(readFrame(JSON.stringify({ jsonrpc: '2.0', id: null, error }))).toEqual({
      type: 'refusal',
      id: null,
      error,
    });
    expect(readFrame('{"jsonrpc":"2.0","method":"a/b"}')).toEqual({ type: 'news', method: 'a/b', params: undefined });
    for (const text of [
      '',
      'null',
      '1',
      '[]',
      '[{"jsonrpc":"2.0","method":"a"}]',
      '{}',
      '{"jsonrpc":"1.0","method":"a"}',
      '{"jsonrpc":"2.0","id":1,"method":"a"}',
      '{"jsonrpc":"2.0","id":1.5,"result":1}',
      '{"jsonrpc":"2.0","id":1,"error":{}}',
    ]) {
      expect([text, readFrame(text)]).toEqual([text, undefined]);
    }
  });
});
