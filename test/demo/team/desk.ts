import type { SlackScene } from '../../e2e/slack-scene.ts';
import { openWire } from '../../support/wire.ts';

/** A team-mate's editor, as the room sees it: somebody who is here, on a branch. */
export interface Desk {
  /** Whether somebody lets the room know their branch, or did: a window that is reloaded is gone for a moment. */
  hasSeen(person: string): boolean;
  /** Calls back after whatever the bridge has told this desk; answers how to end that. */
  watch(look: () => void): () => void;
  close(): Promise<void>;
}

interface Here {
  readonly person: { readonly name: string };
  readonly on?: object;
}

/** Pairs with the bridge by Slack's own link, and appears on a branch with the files that are changed there. */
export async function sitDown(
  scene: SlackScene,
  name: string,
  { branch, files }: { readonly branch: string; readonly files: readonly string[] },
): Promise<Desk> {
  const code = /#code=([0-9a-f]+)/.exec(await scene.type(name, 'pair'))?.[1];
  const wire = await openWire(new URL(scene.bridge.page).origin);
  await wire.ask('session/hello', { protocol: 1, code, device: { id: `desk-${name}`, name: 'VS Code' }, cursors: [] });
  const on = { repository: '127.0.0.1/acme/shop', branch };
  await wire.ask('presence/appear', { room: 'shop', seen: true, idle: false, on, files });
  return {
    hasSeen: (person) =>
      wire.frames.some(
        ({ method, params }) =>
          method === 'presence/changed' &&
          ((params?.['people'] ?? []) as readonly Here[]).some((each) => each.person.name === person && each.on),
      ),
    watch(look) {
      wire.socket.on('message', look);
      return () => void wire.socket.off('message', look);
    },
    close: () => wire.close(),
  };
}
