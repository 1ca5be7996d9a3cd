import { type Excerpt, excerptPlace } from '../../../protocol/model/excerpt.ts';
import type { Inline } from '../../../protocol/model/message.ts';

/** What stands above lines of code in a chat: where they are from. */
export const excerptLine = (excerpt: Excerpt): Inline[] => [
  { type: 'code', text: excerptPlace(excerpt) },
  ...(excerpt.branch === undefined
    ? []
    : ([
        { type: 'text', text: ' on ' },
        { type: 'code', text: excerpt.branch },
      ] as const)),
];
