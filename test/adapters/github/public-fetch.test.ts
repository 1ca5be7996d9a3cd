import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchBounded } from '../../../bridge/adapters/github/download.ts';
import { fetchPublic, isInside, type PublicNet, publicNet } from '../../../bridge/adapters/github/public-fetch.ts';
import { servers } from './server.ts';

const { server, closeAll } = servers();
afterEach(closeAll);

const signal = new AbortController().signal;
const loopback = [{ address: '127.0.0.1', family: 4 }];

describe('[T16] the public net', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '::127.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
  ])('has not %s in it', (address) => {
    expect(isInside(address)).toBe(true);
  });

  it.each(['140.82.121.4', '20.60.1.1', '172.32.0.1', '100.128.0.1', '2606:50c0:8000::154', '2a01:111::1'])(
    'has %s',
    (address) => {
      expect(isInside(address)).toBe(false);
    },
  );

  it('is asked without a connection where a name leads inside, now or the second time', async () => {
    let connections = 0;
    const inner = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => void inner.listen(0, '127.0.0.1', resolve));
    const { port } = inner.address() as AddressInfo;
    for (const answers of [loopback, [{ address: '140.82.121.4', family: 4 }, ...loopback], []]) {
      const net: PublicNet = { ...publicNet, resolve: (_, found) => found(null, answers) };
      const work = fetchBounded(
        async (url, end) => fetchPublic(net, url, end),
        new URL(`https://blob.example:${port}/`),
        10,
        signal,
      );
      await expect(work).rejects.toMatchObject({ fault: 'unavailable', vendorWord: 'EADDRINSIDE' });
    }
    await new Promise((resolve) => void inner.close(resolve));
    expect(connections).toBe(0);
  });

  it('is asked at the address that was looked at, once, and with nothing of ours', async () => {
    const { url, asked } = await server(() => ({ body: 'log lines' }));
    let looked = 0;
    const net: PublicNet = {
      isInside: () => false,
      resolve(_, found) {
        looked += 1;
        found(null, loopback);
      },
    };
    const place = new URL('/x?sig=1', `http://blob.example:${new URL(url).port}`);
    const got = await fetchBounded(async (at, end) => fetchPublic(net, at, end), place, 3, signal);
    expect([Buffer.from(got.bytes).toString(), got.cut, looked]).toEqual(['log', true, 1]);
    expect(Object.keys(asked[0]?.headers ?? {}).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['connection', 'host']);
  });

  it('ends with whoever asked', async () => {
    const { url } = await server(() => ({ silent: true }));
    const ending = new AbortController();
    const net: PublicNet = { isInside: () => false, resolve: (_, found) => found(null, loopback) };
    const work = fetchBounded(
      async (at, end) => fetchPublic(net, at, end),
      new URL(url.replace('127.0.0.1', 'blob.example')),
      3,
      ending.signal,
    );
    ending.abort();
    await expect(work).rejects.toMatchObject({ fault: 'unavailable', vendorWord: 'timeout' });
  });
});
