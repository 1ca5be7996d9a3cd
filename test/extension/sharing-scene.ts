import type { Appearance, Session } from '../../client/session.ts';
import type { Around } from '../../extension/feature.ts';
import { createMemory } from '../../extension/memory.ts';
import type { Services } from '../../extension/services.ts';
import { createSettings } from '../../extension/settings.ts';
import type { Checkout } from '../../extension/sources/checkout.ts';
import { createSharing } from '../../extension/sources/sharing.ts';
import type { TestRun } from '../../extension/sources/tests/test-run.ts';
import { survey } from '../../extension/survey.ts';
import { DeviceId } from '../../protocol/model/ids.ts';
import type { Status } from '../../protocol/model/status.ts';
import { manualClock } from '../support/clock.ts';
import { memoryKeep } from './secrets.ts';
import { checkout, origin, roomView } from './situations.ts';

/** What a window with one checkout tells its bridge, by its real gate, settings and memory; the session writes down what it is told. */
export function sharingScene(keep = memoryKeep()) {
  const clock = manualClock();
  const shared: (Status | null)[] = [];
  const appeared: Appearance[] = [];
  const at = { checkout: checkout() as Checkout | undefined, tests: undefined as TestRun | undefined, files: ['a.ts'] };
  const session = {
    share: (status: Status | null) => void shared.push(status),
    appear: (how: Appearance) => void appeared.push(how),
    room: () => roomView(),
    overlaps: () => [],
  } as Partial<Session> as Session;
  const uplink = {
    session: () => session,
    bridge: () => ({ origin, credential: { token: 'none' } }),
    connection: () => ({ state: 'online' }),
  } as unknown as Around['uplink'];
  const workspace = {
    git: () => 'found',
    checkout: () => at.checkout,
    tests: () => at.tests,
    changedFiles: async () => at.files,
    environment: {},
  } as unknown as Around['workspace'];
  const memory = createMemory(keep, () => DeviceId.parse('device-scene'), clock.now);
  const settings = createSettings();
  const situation = () => survey({ workspace, uplink, memory, settings });
  const sharing = createSharing({ decision: () => situation().decision, session: () => session, after: clock.after });
  const failures: unknown[] = [];
  const looks: (() => void)[] = [sharing.look];
  const refresh = (): void => looks.forEach((look) => look());
  const around = {
    situation,
    session: () => session,
    refresh,
    workspace,
    uplink,
    memory,
    settings,
    world: { ...clock, chance: () => 0 },
    time: (instant: number) => `<${instant}>`,
    failed: (error: unknown) => void failures.push(error),
  } as Around;
  const services = { ...around, sharing } as unknown as Services;
  return {
    clock,
    shared,
    appeared,
    at,
    memory,
    settings,
    situation,
    sharing,
    failures,
    looks,
    refresh,
    around,
    services,
  };
}
