import type { CardKey } from '../../../protocol/model/card.ts';
import { BranchName } from '../../../protocol/model/ids.ts';
import { code, say } from '../../domain/prose.ts';
import { decideOnce } from '../decide.ts';
import { done } from '../outcome.ts';
import { answering, type Command, type Context } from './command.ts';

const mostMutes = 100;

const same = (a: CardKey, b: CardKey): boolean => a.repository === b.repository && a.branch === b.branch;

const command = (name: 'mute' | 'unmute', summary: string, muted: boolean): Command => ({
  spec: {
    name,
    summary,
    effect: 'read',
    private: true,
    arguments: [{ name: 'branch', summary: 'The branch; yours if left out', kind: 'branch', required: false }],
  },
  async prepare(context) {
    const named = BranchName.safeParse(context.values['branch'] ?? context.branch);
    if (!named.success) return answering(['Which branch? Say ', code(`${name} <branch>`), '.']);
    const key = { repository: context.repository, branch: named.data };
    return {
      async act() {
        await put(context, key, muted);
        const words = muted ? 'You get no direct messages any more about ' : 'You get direct messages again about ';
        return done({ message: say([words, code(key.branch), '.']) });
      },
    };
  },
});

async function put({ world, by }: Context, key: CardKey, muted: boolean): Promise<void> {
  await decideOnce(world, async () => {
    const kept = await world.store.get('preference', by.id);
    const others = (kept?.value.mutes ?? []).filter((each) => !same(each, key));
    const mutes = muted ? [...others, key].slice(-mostMutes) : others;
    const change = {
      at: world.clock.now(),
      puts: [{ kind: 'preference', id: by.id, after: kept?.version ?? 0, value: { mutes } } as const],
    };
    return { change, answer: () => undefined };
  });
}

// What somebody wants to be told is their own affair, so both are open to everybody.

/** Keeps a branch from sending direct messages to the asker. */
export const mute = command('mute', 'Keeps a branch from sending you direct messages', true);
/** Takes that back. */
export const unmute = command('unmute', 'Lets a branch send you direct messages again', false);
