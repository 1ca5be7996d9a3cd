/** By hand: `node test/support/block-kit/pictures.ts FOLDER` writes a picture of the card in each of its ten states. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import { buttonsOf } from '../../../bridge/domain/buttons.ts';
import { launchBrowser } from '../../e2e/browser.ts';
import { previewChannel, previewMessage } from './preview.ts';
import { now } from './card-parts.ts';
import { tenCards } from './ten-cards.ts';
import { capable } from '../samples.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('name a folder for the pictures');
mkdirSync(folder, { recursive: true });

const messages = tenCards.map(([oid, card]) => ({
  by: 'Shiproom',
  app: true,
  at: now,
  edited: true,
  replyCount: 3,
  ...render({ oid, type: 'card', card, buttons: buttonsOf(card, () => capable) }),
}));

const browser = await launchBrowser(process.env['CHROMIUM'] ?? '/usr/bin/chromium');
try {
  for (const theme of ['light', 'dark'] as const)
    for (const width of [600, 360]) {
      const page = await browser.newPage({ viewport: { width, height: 100 }, deviceScaleFactor: 1.5 });
      const take = async (name: string, html: string): Promise<void> => {
        await page.setContent(html);
        const overflows = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        if (overflows) throw new Error(`${name} is wider than ${width} px`);
        await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: true });
      };
      for (const [index, message] of messages.entries())
        await take(tenCards[index]?.[0] ?? String(index), previewMessage(message, { theme, now }));
      await take('a-first', previewChannel({ name: 'deploys', messages: messages.slice(0, 5) }, { theme, now }));
      await take('a-last', previewChannel({ name: 'deploys', messages: messages.slice(5) }, { theme, now }));
      await page.close();
    }
} finally {
  await browser.close();
}
