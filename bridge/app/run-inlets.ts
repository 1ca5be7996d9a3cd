import { hasEnded } from '../../protocol/model/health.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import { startOutbox } from './outbox/outbox.ts';
import { receiveChat } from './chat/receive-chat.ts';
import { bookmarkOf } from './chat/receive-said.ts';
import { startClaims } from './ci/claims.ts';
import { startReconcile } from './ci/reconcile.ts';
import { receiveReport } from './ci/receive-report.ts';
import { refreshRepository } from './ci/refresh-forge.ts';
import type { World } from './world.ts';

/**
 * Opens everything by which news comes in and goes out: first CI, which settles what the last process left; then the forges, the chats and
 * the outbox. The returned function closes them in the reverse order.
 */
export async function runInlets(world: World): Promise<() => Promise<void>> {
  const closers: (() => Promise<void>)[] = [];
  const unsettled = (await world.store.list('run'))
    .filter((kept) => !hasEnded(kept.value.run.state))
    .map((kept) => kept.value);
  for (const each of unsettled) world.openRuns.note(each);
  for (const provider of world.ci) {
    const own = unsettled.filter((each) => each.run.provider === provider.id);
    closers.push(await provider.open(async (report) => void (await receiveReport(world, provider.id, report)), own));
  }
  for (const forge of world.forges) {
    closers.push(
      await forge.watch((repository) => {
        world.routes.moved(repository);
        refreshRepository(world, repository).catch((error: unknown) =>
          world.log.warn('the forge could not be read', { repository, error }),
        );
      }),
    );
  }
  closers.push(
    () => world.refresher.close(),
    () => world.routes.close(),
    startReconcile(world),
    startClaims(world),
    async () => world.linking.close(),
  );
  for (const chat of world.chats) closers.push(await openChat(world, chat));
  const outbox = startOutbox(world);
  closers.push(() => outbox.close());
  return async () => {
    for (const close of closers.toReversed()) await close();
  };
}

async function openChat(world: World, chat: ChatPlatform): Promise<() => Promise<void>> {
  // A command may come in before the inlet has said that it is open; its answer waits for that.
  const opened = Promise.withResolvers<Awaited<ReturnType<ChatPlatform['open']>>>();
  const inlet = await chat.open({
    since: (channel) => bookmarkOf(world, chat.id, channel),
    take: (event) => receiveChat(world, chat, event, () => opened.promise),
    hears: (now) => world.sources.hears(chat.id, now),
  });
  opened.resolve(inlet);
  world.lines.set(chat.id, inlet);
  return () => inlet.close();
}
