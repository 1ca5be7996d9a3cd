import { lookup, type LookupAddress } from 'node:dns';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';

/** How a place is found, and which addresses are never asked. */
export interface PublicNet {
  readonly resolve: (
    hostname: string,
    found: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
  ) => void;
  readonly isInside: (address: string) => boolean;
}

const v4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];
/** With those that wrap an IPv4 address, and those of tunnels. */
const v6 = [
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/32',
  '100::/64',
  '2001::/23',
  '2002::/16',
  'fc00::/7',
  'fe80::/9',
  'ff00::/8',
];

/** Two lists: in one, a range of wrapped addresses would hold all of IPv4. */
const insideNets = { ipv4: listOf('ipv4', v4), ipv6: listOf('ipv6', v6) };

function listOf(type: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) list.addSubnet(range.replace(/\/.*/, ''), Number(range.replace(/.*\//, '')), type);
  return list;
}

/** Whether an address is of this machine, of a network of one's own, or of nobody. */
export function isInside(address: string): boolean {
  const type = isIPv6(address) ? 'ipv6' : 'ipv4';
  return insideNets[type].check(address, type);
}

export const publicNet: PublicNet = { resolve: (name, found) => lookup(name, { all: true }, found), isInside };

/** Finds a place once, for the one connection that is made to it. Where any of its addresses is inside there is none. */
const lookupIn =
  ({ resolve, isInside: inside }: PublicNet): LookupFunction =>
  (hostname, { all }, callback) =>
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error) callback(error, '');
      else if (!first || addresses.some(({ address }) => inside(address))) {
        callback(Object.assign(new Error('an address inside'), { code: 'EADDRINSIDE' }), '');
      } else if (all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });

export interface PublicAnswer {
  readonly status: number;
  readonly body: ReadableStream;
}

/** Fetches from the public net, where no name leads inside, whatever it meant a moment ago. It follows no redirect, and takes nothing along. */
export async function fetchPublic(net: PublicNet, url: URL, signal: AbortSignal): Promise<PublicAnswer> {
  const ask = url.protocol === 'http:' ? getPlain : get;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    ask(url, { lookup: lookupIn(net), signal, agent: false }, resolve).on('error', reject);
  });
  return { status: answer.statusCode ?? 0, body: Readable.toWeb(answer) };
}
