import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rendered } from '../../../bridge/adapters/chat/slack/blocks.ts';
import { readMessage } from '../../../bridge/adapters/chat/slack/read.ts';
import { createNames } from '../../../bridge/adapters/chat/slack/read-inline.ts';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import { SlackMessage } from '../../../bridge/adapters/chat/slack/schema.ts';
import type { Message } from '../../../protocol/model/message.ts';
import { faultsOf } from '../../support/block-kit/limits.ts';
import { messages } from './arbitrary.ts';
import { callable, chatTrees } from './arbitrary-tree.ts';

const names = createNames('T1', new Map(callable.map(({ user, name }) => [user, name])));
const calls = callable.map(({ person, user }) => ({ person, user }));
const post = (message: Message): Rendered => render({ oid: 'o1', type: 'message', message, calls });
/** What comes back of what was posted, over the wire. */
const readBack = ({ text, blocks }: Rendered): Message =>
  readMessage(SlackMessage.parse({ ts: '1.000001', text, ...JSON.parse(JSON.stringify({ blocks })) }), names);

describe('a message tree in Slack', () => {
  it('is the same after it went there and came back', () => {
    fc.assert(
      fc.property(chatTrees, (blocks) => {
        const posted = post({ text: 'words', blocks });
        expect(faultsOf(posted.blocks)).toEqual([]);
        expect(readBack(posted).blocks).toEqual(blocks);
      }),
      { numRuns: 2000, endOnFailure: true },
    );
  }, 60_000);

  it('whatever it holds, is read back the same once it has been read', () => {
    fc.assert(
      fc.property(
        messages.filter((message) => JSON.stringify(message).length < 6000),
        (message) => {
          const once = readBack(post(message));
          expect(readBack(post(once))).toEqual(once);
        },
      ),
      { numRuns: 1000, endOnFailure: true },
    );
  }, 60_000);
});
