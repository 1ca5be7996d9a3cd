import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RawDelivery } from '../../../bridge/ports/hook.ts';
import { signed } from '../../support/gitlab/deliveries.ts';
import { at, hookOf, signing } from './deliveries.ts';

const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const token = 'an older secret token';
const body = Buffer.from(JSON.stringify({ object_kind: 'wiki_page' }));
const event = { 'x-gitlab-event': 'Wiki Page Hook' };

const raw = (headers: Readonly<Record<string, string>>, text: Uint8Array = body): RawDelivery => ({
  headers: { ...event, ...headers },
  body: text,
  at,
});
const right = signed('msg-1', body, signing, at);
const signature = right['webhook-signature'] ?? '';
const timestamp = right['webhook-timestamp'] ?? '';
const hear = async (headers: Readonly<Record<string, string>>, settings = {}, text: Uint8Array = body) =>
  (await hookOf(settings).hear(raw(headers, text))).type;
const key = Buffer.alloc(32, 7);
const hmac = (text: string, algorithm = 'sha256', secret: Uint8Array | string = key) =>
  createHmac(algorithm, secret).update(text).digest();
const whole = `msg-1.${timestamp}.${body.toString()}`;

describe('[W1] a signed delivery of GitLab', () => {
  it('is heard with a right signature, and with one of two signing tokens', async () => {
    expect(await hear(right)).toBe('ignored');
    expect(await hear(right, { signing: [other, signing] })).toBe('ignored');
    expect(await hear({ ...right, 'webhook-signature': `v1,AAAA ${signature}` })).toBe('ignored');
  });

  it.each([
    ['no signature', { ...right, 'webhook-signature': '' }],
    ['no headers at all', {}],
    ['no id', { ...right, 'webhook-id': '' }],
    ['another id', { ...right, 'webhook-id': 'msg-2' }],
    ['no time', { ...right, 'webhook-timestamp': '' }],
    ['another time', { ...right, 'webhook-timestamp': String(Number(timestamp) - 1) }],
    ['a time that is no number', { ...right, 'webhook-timestamp': `${timestamp}.0` }],
    ['a time with a sign', { ...right, 'webhook-timestamp': `+${timestamp}` }],
    ['another case', { ...right, 'webhook-signature': signature.toLowerCase() }],
    ['another version', { ...right, 'webhook-signature': signature.replace('v1', 'v1a') }],
    ['no version', { ...right, 'webhook-signature': signature.replace('v1,', '') }],
    ['one character less', { ...right, 'webhook-signature': signature.slice(0, -1) }],
    ['one character more', { ...right, 'webhook-signature': `${signature}A` }],
    ['a doubled header', { ...right, 'webhook-signature': `${signature}, ${signature}` }],
    ['a doubled time', { ...right, 'webhook-timestamp': `${timestamp}, ${timestamp}` }],
    ['base64url', { ...right, 'webhook-signature': `v1,${hmac(whole).toString('base64url')}` }],
    ['hex', { ...right, 'webhook-signature': `v1,${hmac(whole).toString('hex')}` }],
    ['sha1', { ...right, 'webhook-signature': `v1,${hmac(whole, 'sha1').toString('base64')}` }],
    ['the body alone', { ...right, 'webhook-signature': `v1,${hmac(body.toString()).toString('base64')}` }],
    [
      'the token as its own key',
      { ...right, 'webhook-signature': `v1,${hmac(whole, 'sha256', signing).toString('base64')}` },
    ],
    ["another hook's token", signed('msg-1', body, other, at)],
    ['an empty key', { ...right, 'webhook-signature': `v1,${hmac(whole, 'sha256', '').toString('base64')}` }],
    ['the secret token, which was not set up', { 'x-gitlab-token': signing }],
  ])('[F30] is unsigned with %s', async (_, headers) => {
    expect(await hear(headers)).toBe('unsigned');
  });

  it('is unsigned where its body was changed, in one byte or in how it is written', async () => {
    expect(await hear(right, {}, Buffer.concat([body, Buffer.from(' ')]))).toBe('unsigned');
    expect(await hear(right, {}, Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1)))).toBe('unsigned');
  });

  it.each([
    [300, 'ignored'],
    [301, 'unsigned'],
    [-300, 'ignored'],
    [-301, 'unsigned'],
  ])('[F31] is %d s old, and therefore %s', async (seconds, type) => {
    expect(await hear(signed('msg-1', body, signing, at - seconds * 1000))).toBe(type);
  });

  it.each([['whsec_'], ['whsec_short'], [''], ['secret']])('cannot be signed with the token %j', async (wrong) => {
    expect(await hear(signed('msg-1', body, wrong, at), { signing: [wrong] })).toBe('unsigned');
  });
});

describe('[W1] a delivery with a secret token', () => {
  const settings = { signing: [], tokens: [token] };

  it('is heard with a right one, and with one of two', async () => {
    expect(await hear({ 'x-gitlab-token': token }, settings)).toBe('ignored');
    expect(await hear({ 'x-gitlab-token': token }, { signing: [], tokens: ['new', token] })).toBe('ignored');
  });

  it.each([[''], [token.toUpperCase()], [`${token} `], [token.slice(1)], [`${token}, ${token}`], [signing]])(
    'is unsigned with %j',
    async (wrong) => {
      expect(await hear({ 'x-gitlab-token': wrong }, settings)).toBe('unsigned');
      expect(await hear({ 'x-gitlab-token': wrong }, { signing: [], tokens: [''] })).toBe('unsigned');
    },
  );

  it('is unsigned where it brings a wrong signature beside it', async () => {
    const both = { signing: [signing], tokens: [token] };
    const stale = signed('msg-1', body, signing, at - 301_000);
    expect(await hear({ ...stale, 'x-gitlab-token': token }, both)).toBe('unsigned');
    expect(await hear({ 'x-gitlab-token': token }, both)).toBe('ignored');
  });
});

describe('a signed body', () => {
  it.each([['null'], ['7'], ['"x"'], ['[]'], ['{'], ['']])('of %s is malformed', async (text) => {
    const bytes = Buffer.from(text);
    expect(await hear(signed('m', bytes, signing, at), {}, bytes)).toBe('malformed');
  });

  it('that is no UTF-8 is malformed', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(await hear(signed('m', bytes, signing, at), {}, bytes)).toBe('malformed');
  });
});
