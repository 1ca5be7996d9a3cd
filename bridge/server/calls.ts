import type * as z from 'zod/mini';
import type { CardKey } from '../../protocol/model/card.ts';
import type { DeviceId, RoomId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';
import { type Method, methods, type Params, type Result } from '../../protocol/wire/methods.ts';
import { recordActed } from '../app/acted.ts';
import { startable } from '../app/commands/workflows.ts';
import { complete } from '../app/complete/complete.ts';
import { amend } from '../app/feed/amend.ts';
import { appear } from '../app/people/appear.ts';
import { signOut } from '../app/people/devices.ts';
import { askerOf, partFrom } from '../app/people/identities.ts';
import { accountsOf, keepAccount } from '../app/people/linking.ts';
import { done, type Outcome, refuse } from '../app/outcome.ts';
import { readFeed } from '../app/feed/read-feed.ts';
import { runLine } from '../app/lines/run-line.ts';
import { say } from '../app/feed/say.ts';
import { shareStatus } from '../app/share-status.ts';
import { upstream } from '../app/upstream.ts';
import type { World } from '../app/world.ts';

/** Who calls. */
export interface Caller {
  readonly person: Person;
  readonly device: DeviceId;
  /** Which of the windows that share the device's memory, where there are several. */
  readonly window?: string | undefined;
  /** By which token this came in, as its SHA-256. */
  readonly token: string;
}

/** One method: parses what came, and asks its use case. */
export type Call<R> = (world: World, by: Caller, params: unknown) => Promise<Outcome<R>>;

const call =
  <S extends z.ZodMiniType, R>(
    schema: S,
    ask: (world: World, by: Caller, params: z.output<S>) => Promise<Outcome<R>>,
  ): Call<R> =>
  async (world, by, params) => {
    const parsed = schema.safeParse(params);
    return parsed.success ? ask(world, by, parsed.data) : misshapen(parsed.error);
  };

/** The first thing that is wrong with parameters, by its field. */
export function misshapen(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}) {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  return refuse(
    'invalid_params',
    `${field === '' ? 'The parameters' : `“${field}”`} cannot be taken: ${issue?.message ?? 'wrong shape'}.`,
    field,
  );
}

export type AfterHello = Exclude<Method, 'session/hello'>;

/** Every method after hello. Total by type: a method without a use case does not compile. */
export const calls: { readonly [M in AfterHello]: Call<Result<M>> } = {
  'status/share': call(methods['status/share'].params, shareStatus),
  'feed/say': call(methods['feed/say'].params, (world, by, params) => say(world, by.person, params)),
  'feed/amend': call(methods['feed/amend'].params, (world, by, params) => amend(world, by.person, params)),
  'feed/read': call(methods['feed/read'].params, (world, by, params) => readFeed(world, by.person.id, params)),
  'presence/appear': call(methods['presence/appear'].params, appear),
  'command/run': call(methods['command/run'].params, async (world, by, params) =>
    // What they may do can have changed since they said hello.
    runLine(world, by.person, await askerOf(world, by.person.id), params),
  ),
  'command/complete': call(methods['command/complete'].params, async (world, by, params) =>
    complete(world, await askerOf(world, by.person.id), params),
  ),
  'run/log': call(methods['run/log'].params, (world, _by, params) => readLog(world, params)),
  'run/workflows': call(methods['run/workflows'].params, (world, _by, { room, about }) =>
    readWorkflows(world, room, about),
  ),
  'run/acted': call(methods['run/acted'].params, (world, by, params) => recordActed(world, by.person, params)),
  'person/account': call(methods['person/account'].params, async (world, by, { forge, id, login }) => {
    // What somebody says of themselves proves nothing ([T8]).
    const kept = await keepAccount(world, forge, by.person.id, { id, login }, false);
    return kept.ok ? done({ accounts: await accountsOf(world, by.person.id) }) : kept;
  }),
  'person/sign-out': call(methods['person/sign-out'].params, async (world, by, { everywhere }) => {
    // First, since this session ends with its token.
    if (everywhere) await partFrom(world, by.person.id);
    return signOut(world, by.person.id, everywhere ? {} : { token: by.token });
  }),
};

/** Done one after another for one socket: what was sent first stands first ([E4]). */
export const inTurn: ReadonlySet<string> = new Set<AfterHello>([
  'status/share',
  'presence/appear',
  'feed/say',
  'feed/amend',
]);

export const isCall = (method: string): method is AfterHello => Object.hasOwn(calls, method);

async function readLog(
  world: World,
  { run, from, job, style }: Params<'run/log'>,
): Promise<Outcome<Result<'run/log'>>> {
  const kept = await world.store.get('run', run);
  const provider = kept && world.ci.find((each) => each.id === kept.value.run.provider);
  const asked = await upstream(provider ? (world.names.get(provider.id) ?? provider.id) : 'CI', async () =>
    provider?.log(run, from, { job, style }),
  );
  if (!asked.ok) return asked;
  return asked.value ? done(asked.value) : refuse('forbidden_or_missing', 'There is no log of that run.', 'run');
}

async function readWorkflows(world: World, room: RoomId, about: CardKey): Promise<Outcome<Result<'run/workflows'>>> {
  const kept = await world.store.get('room', room);
  if (!kept?.value.repositories.includes(about.repository))
    return refuse('forbidden_or_missing', 'This room does not follow that repository.', 'about.repository');
  const { workflows, failure } = await startable(world, about);
  if (failure && workflows.length === 0) return upstream('CI', () => Promise.reject(failure));
  return done({ workflows: [...workflows] });
}
