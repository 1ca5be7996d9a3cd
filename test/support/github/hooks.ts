import { createHmac, randomUUID } from 'node:crypto';
import type { Repo, User } from './rows.ts';
import { fullRepository } from './shapes/repository.ts';
import { simpleUser } from './shapes/user.ts';
import { nodeId, type Site } from './site.ts';

/** Where deliveries go. A `repository`'s hook carries no installation. */
export interface HookTarget {
  readonly url: string;
  readonly secret: string;
  readonly as?: 'app' | 'repository';
  /** Only these; all where absent. */
  readonly events?: readonly string[];
}
/** How deliveries get lost or mixed. `shuffle` keeps up to that many back and sends them in another order. */
export interface HookDisorder {
  readonly shuffle?: number;
  readonly double?: boolean;
  readonly drop?: (delivery: HookDelivery) => boolean;
  /** Draws for the shuffle: between 0 and 1. */
  readonly chance?: () => number;
}
export interface HookDelivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly at: number;
  readonly repo: Repo;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly redelivery: boolean;
  /** HTTP status of the answer; 0 where nobody was asked, or nobody answered. */
  status: number;
}

/** Sends what happens to one URL, one after the other, signed. Everything is kept in `deliveries`, sent or not. */
export function createHooks(site: Site) {
  const deliveries: HookDelivery[] = [];
  const hookId = 400_001;
  let target: HookTarget | undefined;
  let disorder: HookDisorder = {};
  let held: HookDelivery[] = [];
  let queue = Promise.resolve();

  function headersOf(event: string, guid: string, body: string): Record<string, string> {
    const sign = (hash: string) =>
      createHmac(hash, target?.secret ?? '')
        .update(body)
        .digest('hex');
    const app = target?.as !== 'repository';
    return {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-id': String(hookId),
      'x-github-hook-installation-target-id': String(app ? site.app.id : (site.repos[0]?.id ?? 0)),
      'x-github-hook-installation-target-type': app ? 'integration' : 'repository',
      'x-hub-signature': `sha1=${sign('sha1')}`,
      'x-hub-signature-256': `sha256=${sign('sha256')}`,
    };
  }

  async function send(delivery: HookDelivery): Promise<void> {
    const to = target;
    if (!to || (to.events && !to.events.includes(delivery.event)) || disorder.drop?.(delivery)) return;
    try {
      const response = await fetch(to.url, {
        method: 'POST',
        headers: delivery.headers,
        body: delivery.body,
        signal: AbortSignal.timeout(10_000),
      });
      await response.arrayBuffer();
      delivery.status = response.status;
    } catch {
      delivery.status = 0;
    }
  }

  function enqueue(delivery: HookDelivery): void {
    const times = disorder.double ? [delivery, delivery] : [delivery];
    for (const each of times) queue = queue.then(async () => send(each));
  }
  function release(): void {
    const chance = disorder.chance ?? Math.random;
    const keyed = held.map((delivery) => ({ delivery, key: chance() }));
    held = [];
    for (const { delivery } of keyed.toSorted((a, b) => a.key - b.key)) enqueue(delivery);
  }

  function emit(repo: Repo, event: string, action: string | undefined, body: object, sender: User): void {
    const app = target?.as !== 'repository';
    const payload = {
      ...(action === undefined ? {} : { action }),
      ...body,
      repository: fullRepository(site, repo),
      ...(repo.owner.type === 'Organization' ? { organization: organization(repo) } : {}),
      sender: simpleUser(site, sender),
      ...(app
        ? { installation: { id: site.app.installationId, node_id: nodeId('Installation', site.app.installationId) } }
        : {}),
    };
    const text = JSON.stringify(payload);
    const guid = randomUUID();
    const delivery: HookDelivery = {
      id: site.next('delivery'),
      guid,
      event,
      action,
      at: site.now(),
      repo,
      headers: headersOf(event, guid, text),
      body: text,
      redelivery: false,
      status: 0,
    };
    deliveries.push(delivery);
    held.push(delivery);
    if (held.length > (disorder.shuffle ?? 0)) release();
  }
  const organization = (repo: Repo) => {
    const { login, id, avatar_url } = simpleUser(site, repo.owner);
    const url = `${site.url}/orgs/${login}`;
    return {
      login,
      id,
      node_id: nodeId('Organization', id),
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url,
      description: null,
    };
  };

  return {
    emit,
    hookId,
    deliveries,
    target: () => target,
    /** From now on deliveries go there; undefined: nowhere. */
    to(next: HookTarget | undefined): void {
      target = next;
    },
    disturb(next: HookDisorder): void {
      disorder = next;
      release();
    },
    /** Sends one again, with its own GUID; its signature is made anew, or left away as GitHub once did. */
    async redeliver(id: number, { unsigned = false } = {}): Promise<HookDelivery> {
      const old = deliveries.find((each) => each.id === id);
      if (!old) throw new Error(`no delivery ${id}`);
      const headers = headersOf(old.event, old.guid, old.body);
      if (unsigned) {
        delete headers['x-hub-signature'];
        delete headers['x-hub-signature-256'];
      }
      const again = { ...old, id: site.next('delivery'), at: site.now(), headers, redelivery: true, status: 0 };
      deliveries.push(again);
      queue = queue.then(async () => send(again));
      await queue;
      return again;
    },
    /** Resolves when all that was to be sent is answered, held ones too. */
    async settled(): Promise<void> {
      release();
      let seen: Promise<void> | undefined;
      while (seen !== queue) {
        seen = queue;
        await seen;
      }
    },
  };
}
export type Hooks = ReturnType<typeof createHooks>;
