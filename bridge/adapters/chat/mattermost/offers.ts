import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type * as z from 'zod/mini';
import type { Button } from '../../../../protocol/model/button.ts';
import type { Action } from './attachment.ts';
import type { MattermostConfig } from './config.ts';
import { plain } from './escape.ts';
import { Offer, Question } from './schema.ts';

type Run = Extract<Button, { readonly type: 'run' }>;

export interface Offers {
  /** A button as Mattermost has it; undefined where Mattermost cannot reach us. */
  action(oid: string, button: Run): Action | undefined;
  /** What a button of ours asks for; undefined where it is none of ours. */
  offer(signed: { readonly offer: string; readonly mac: string }): Offer | undefined;
  /** A question as the state of a dialog. */
  ask(question: Question): string;
  /** The question that was answered; undefined where it is none of ours. */
  answered(state: string): Question | undefined;
}

/**
 * Mattermost signs nothing that it sends us, so we do. A button's context stays in the server: posts are stripped of it before anybody sees
 * them (`StripActionIntegrations` in the server's `model/post.go`), and Mattermost itself says who pressed. A dialog's state goes through the
 * client of whoever is asked, so it says who that is: nobody can answer for somebody else.
 */
export function createOffers({ token, secret, callbackUrl }: MattermostConfig): Offers {
  const key = secret ?? createHmac('sha256', token).update('shiproom: buttons').digest('hex');
  const sign = (kind: string, text: string): Buffer => createHmac('sha256', key).update(`${kind}\n${text}`).digest();

  function read<T>(kind: string, text: string, mac: string, shape: z.ZodMiniType<T>): T | undefined {
    const [right, said] = [sign(kind, text), Buffer.from(mac, 'hex')];
    if (right.length !== said.length || !timingSafeEqual(right, said)) return undefined;
    return shape.safeParse(JSON.parse(text)).data;
  }

  return {
    action(oid, button) {
      if (callbackUrl === undefined) return undefined;
      const { key: deed, line, label, style = 'default', confirm } = button;
      const offer = JSON.stringify({ oid, key: deed, line, ...(confirm ? { confirm } : {}) });
      const id = `b${createHash('sha256').update(deed).digest('hex').slice(0, 24)}`;
      const context = { offer, mac: sign('offer', offer).toString('hex') };
      return { id, type: 'button', name: plain(label), style, integration: { url: callbackUrl, context } };
    },
    offer: ({ offer, mac }) => read('offer', offer, mac, Offer),
    ask(question) {
      const text = JSON.stringify(question);
      return `${sign('question', text).toString('hex')} ${text}`;
    },
    answered(state) {
      const end = state.indexOf(' ');
      return end < 0 ? undefined : read('question', state.slice(end + 1), state.slice(0, end), Question);
    },
  };
}
