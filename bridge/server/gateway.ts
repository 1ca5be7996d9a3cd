import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { methods } from '../../protocol/wire/methods.ts';
import type { Person } from '../../protocol/model/person.ts';
import type { Request } from '../../protocol/wire/rpc.ts';
import type { World } from '../app/world.ts';
import { addressOf } from './address-of.ts';
import { type Caller, misshapen } from './calls.ts';
import { notification } from './frames.ts';
import type { Gate } from './gate.ts';
import { type Living, startHeartbeat } from './heartbeat.ts';
import { admit, speaks, welcome } from './hello.ts';
import { limits } from './limits.ts';
import { failure } from './request.ts';
import { openRooms, type Rooms } from './rooms.ts';
import { enter } from './enter.ts';
import { type Greeting, Session } from './session.ts';

/** The WebSocket side of the bridge. */
export interface Gateway {
  /** How many sessions are open. */
  sessions(): number;
  /** Tells every client to come back, and closes. */
  close(): Promise<void>;
}

/** Takes WebSocket connections at `/ws` of a server. */
export async function openGateway(world: World, server: Server, gate: Gate): Promise<Gateway> {
  const rooms = await openRooms(world);
  const living = new Map<WebSocket, Living>();
  // `closeTimeout` is newer than the types: it is an option of the library from 8.19 on.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    closeTimeout: limits.closeMs,
    maxPayload: limits.frameIn,
    maxFragments: limits.fragments,
    maxBufferedChunks: limits.bufferedChunks,
    perMessageDeflate: false,
    clientTracking: false,
  };
  const sockets = new WebSocketServer(options);
  server.on('upgrade', (request, stream, head) => {
    const refused = refuseUpgrade(request, gate, living);
    if (refused) return turnAway(stream, refused);
    return sockets.handleUpgrade(request, stream, head, (socket) => accept(world, rooms, living, socket, request));
  });
  // A socket that is still saying hello listens for itself.
  const deafen = world.bus.listen((news) => {
    if (news.type !== 'revoked') return;
    // Whoever signs out by one of these reads the answer first.
    setImmediate(() => {
      for (const { session } of living.values())
        if (session.caller && news.tokens.includes(session.caller.token)) session.end('token_revoked');
    });
  });
  const tops = () => [...rooms.hubs()].map(([room, hub]) => ({ room, epoch: hub.epoch, top: hub.top }));
  const stopBeat = startHeartbeat(
    world.clock,
    () => living.values(),
    () => notification('session/tick', { now: world.clock.now(), tops: tops() }),
  );
  return {
    sessions: () => living.size,
    async close() {
      stopBeat();
      deafen();
      rooms.close();
      for (const { session } of living.values()) session.end('shutdown');
      const gone = [...living.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      await Promise.all(gone);
    },
  };
}

/** The status with which an upgrade is turned away, if it is. */
function refuseUpgrade(
  request: IncomingMessage,
  gate: Gate,
  living: ReadonlyMap<WebSocket, Living>,
): string | undefined {
  if (request.url?.split('?')[0] !== '/ws') return '404 Not Found';
  if (!gate.host(request.headers.host) || !gate.origin(request.headers.origin)) return '403 Forbidden';
  const address = addressOf(request);
  const strangers = [...living.values()].filter(({ session }) => !session.caller);
  const ofAddress = strangers.filter((each) => each.address === address);
  const tooMany = ofAddress.length >= limits.strangersPerAddress || strangers.length >= limits.strangers;
  return tooMany ? '429 Too Many Requests' : undefined;
}

function turnAway(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function accept(
  world: World,
  rooms: Rooms,
  living: Map<WebSocket, Living>,
  socket: WebSocket,
  request: IncomingMessage,
): void {
  const address = addressOf(request);
  // Without a listener a broken frame would end the process; the library closes the socket by itself.
  socket.on('error', (error) => world.log.warn('a socket failed', { address, error }));
  const session = new Session({ world, socket, hello: (self, hello) => greet(world, rooms, living, self, hello) });
  living.set(socket, { socket, session, address });
  socket.on('close', () => living.delete(socket));
}

async function greet(
  world: World,
  rooms: Rooms,
  living: ReadonlyMap<WebSocket, Living>,
  session: Session,
  request: Request,
): Promise<Greeting> {
  const signedOut = new Set<string>();
  const deafen = world.bus.listen((news) => {
    if (news.type === 'revoked') for (const token of news.tokens) signedOut.add(token);
  });
  try {
    return await letIn(world, rooms, living, session, request, signedOut);
  } finally {
    deafen();
  }
}

/** `signedOut` gets the tokens that are revoked meanwhile. */
async function letIn(
  world: World,
  rooms: Rooms,
  living: ReadonlyMap<WebSocket, Living>,
  session: Session,
  request: Request,
  signedOut: ReadonlySet<string>,
): Promise<Greeting> {
  const params = methods['session/hello'].params.safeParse(request.params ?? {});
  if (!params.success) return { refused: failure(request.id, misshapen(params.error).refusal), close: 'bad_frame' };
  if (!speaks(params.data.protocol)) {
    const message = `This bridge speaks another protocol than ${params.data.protocol}. Upgrade whichever is older.`;
    return {
      refused: failure(request.id, { slug: 'invalid_params', message, field: 'protocol' }),
      close: 'version_unsupported',
    };
  }
  const admitted = await admit(world, params.data);
  if (!admitted.ok) return { refused: failure(request.id, admitted.refusal), close: 'token_revoked' };
  const { person, tokenId } = admitted.value;
  const { id: device, window } = params.data.device;
  const caller = { person, device, window, token: tokenId };
  const others = sessionsOf(living, person).filter(({ seat }) => seat !== seatOf(caller));
  const open = new Set(others.map(({ seat }) => seat)).size;
  if (open >= limits.devicesPerPerson) {
    const message = `${person.name} has ${open} editors and pages open already. Close one of them.`;
    return { refused: failure(request.id, { slug: 'rate_limited', message }), close: 'connection_limit' };
  }
  const entering = enter(world, rooms, session, caller, params.data.seen ?? true);
  const { result, later } = await welcome(world, admitted.value, params.data.cursors);
  if (signedOut.has(tokenId)) {
    const message = 'This device was signed out meanwhile.';
    return { refused: failure(request.id, { slug: 'not_authenticated', message }), close: 'token_revoked' };
  }
  return {
    caller,
    result,
    entered() {
      // After sleep a window comes back before its old socket is known to be dead.
      for (const { session: older, seat } of sessionsOf(living, person))
        if (older !== session && seat === seatOf(caller)) older.end('session_replaced');
      entering.answered(result.rooms, later);
    },
  };
}

/** One window of a device: two that share its memory are two. */
const seatOf = ({ device, window = '' }: Pick<Caller, 'device' | 'window'>): string => `${device} ${window}`;

/** The sessions of one person, each with its seat. */
const sessionsOf = (living: ReadonlyMap<WebSocket, Living>, { id }: Person) =>
  [...living.values()].flatMap(({ session }) =>
    session.caller?.person.id === id && !session.isOver ? [{ session, seat: seatOf(session.caller) }] : [],
  );
