import { describe, expect, it } from 'vitest';
import { amend } from '../../bridge/app/feed/amend.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { Mid } from '../../protocol/model/ids.ts';
import { person, room } from '../support/samples.ts';
import { openManualWorld } from '../support/world.ts';

const ana = person('Ana');
const mid = (number: number) => Mid.parse(`00000000-0000-7000-9000-${String(number).padStart(12, '0')}`);

/** Two messages that could not be posted for more than a day stand in the channel's digest. */
async function digested() {
  const { world, clock } = await openManualWorld();
  const { chat } = world.script;
  const { post } = chat;
  const down = { ...chat, post: () => Promise.reject(new PlatformError('unavailable', 'down')) };
  Object.assign(chat, { post: down.post });
  await runInlets(world);
  await say(world, ana, { mid: mid(1), room, text: 'the password is hunter2' });
  await say(world, ana, { mid: mid(2), room, text: 'it is red' });
  await clock.advance(25 * 60 * 60_000);
  Object.assign(chat, { post });
  await clock.advance(20 * 60_000);
  const standing = () =>
    chat
      .standing()
      .flatMap((each) => (each.ours && each.content.type === 'message' ? [each.content.message.text] : []));
  return { world, clock, standing };
}

describe('what stands in a digest', () => {
  it('is gone from it once its author takes it back, and from what is kept of it', async () => {
    const { world, clock, standing } = await digested();
    expect(standing().join('\n')).toContain('hunter2');
    await amend(world, ana, { mid: mid(3), room, offset: 1, text: null });
    await clock.advance(60_000);
    expect(standing().join('\n')).not.toContain('hunter2');
    expect(standing().join('\n')).toContain('it is red');
    expect(JSON.stringify(await world.store.list('digest'))).not.toContain('hunter2');
  });

  it('says what its author has changed it to', async () => {
    const { world, clock, standing } = await digested();
    await amend(world, ana, { mid: mid(3), room, offset: 2, text: 'it is green' });
    await clock.advance(60_000);
    expect(standing().join('\n')).toContain('Ana: it is green');
    expect(standing().join('\n')).not.toContain('it is red');
  });
});
