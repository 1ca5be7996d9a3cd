import type { Sockets } from './sockets.ts';
import { type Answered, refused } from './rest.ts';
import { actionsOf, forClient } from './shown.ts';
import { type MattermostPost, newId, type Site } from './site.ts';

/** A dialog that stands open before somebody. */
export interface Dialog {
  readonly user: string;
  readonly url: string;
  readonly dialog: {
    readonly title: string;
    readonly introduction_text: string;
    readonly submit_label: string;
    readonly state: string;
    readonly elements: readonly unknown[];
  };
}

/** What people do in their clients, and what the server then asks of an integration. */
export function createPeople(site: Site, sockets: Sockets, url: () => string) {
  const triggers = new Map<string, string>();
  const dialogs: Dialog[] = [];
  const whispers: { readonly user: string; readonly text: string }[] = [];
  const commands = new Map<string, string>();

  const tell = (event: 'posted' | 'post_edited' | 'post_deleted', post: MattermostPost): void => {
    const channel = site.channels.get(post.channel_id);
    const data = { post: JSON.stringify(forClient(post)), channel_type: channel?.type ?? 'O', team_id: site.team };
    sockets.send(channel?.members ?? [], event, data, post.channel_id);
  };

  function trigger(user: string): string {
    const id = newId();
    triggers.set(id, user);
    return id;
  }

  async function ask(to: string, type: string, body: string): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(to, { method: 'POST', headers: { 'content-type': type }, body, redirect: 'manual' });
    const text = await response.text();
    // Anything but 200 is shown to the user as a failure of the integration: `DoActionRequest` in `app/integration_action.go`.
    if (response.status !== 200) throw new Error(`the integration answered ${response.status}: ${text}`);
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  }
  const hear = (user: string, text: unknown): void => {
    if (typeof text === 'string' && text !== '') whispers.push({ user, text });
  };

  return {
    tell,
    dialogs,
    whispers,
    /** Opens a dialog before whoever made the trigger, whoever asks for it. */
    open(asked: unknown): Answered {
      const { trigger_id, ...rest } = asked as Omit<Dialog, 'user'> & { readonly trigger_id: string };
      const user = triggers.get(trigger_id);
      if (user === undefined) return refused(400, 'interactive_message.decode_trigger_id.verify_signature_failed');
      if (Array.from(rest.dialog.title).length > 24) return refused(400, 'api.dialog.title.too_long');
      dialogs.push({ user, ...rest });
      return { status: 200, body: { status: 'OK' } };
    },
    /** https://developers.mattermost.com/integrate/plugins/interactive-messages/ */
    async press(user: string, pressed: MattermostPost, label: string): Promise<void> {
      const action = actionsOf(pressed).find(({ name }) => name.replaceAll('\u2060', '') === label);
      if (!action?.integration || !/^[A-Za-z0-9]+$/.test(action.id)) throw new Error(`there is no button ${label}`);
      const { context } = action.integration;
      const who = { user_id: user, user_name: site.byId(user)?.username, team_id: site.team };
      const where = { channel_id: pressed.channel_id, post_id: pressed.id, trigger_id: trigger(user) };
      const body = JSON.stringify({ ...who, ...where, type: 'button', data_source: '', context });
      hear(user, (await ask(action.integration.url, 'application/json', body))['ephemeral_text']);
    },
    /** https://developers.mattermost.com/integrate/plugins/interactive-dialogs/ . Answers the error that the dialog then shows. */
    async submit(
      { url: to, dialog }: Dialog,
      user: string,
      how: { readonly cancelled?: boolean } = {},
    ): Promise<unknown> {
      const body = { type: 'dialog_submission', callback_id: 'confirm', state: dialog.state, user_id: user };
      const rest = { channel_id: site.town.id, team_id: site.team, submission: {}, cancelled: false, ...how };
      return (await ask(to, 'application/json', JSON.stringify({ ...body, ...rest })))['error'];
    },
    /** https://developers.mattermost.com/integrate/slash-commands/custom/ */
    async slash(to: string, token: string, user: string, text: string, root = ''): Promise<void> {
      const hook = newId();
      commands.set(hook, user);
      const form = { token, channel_id: site.town.id, team_id: site.team, user_id: user, command: '/shiproom', text };
      const rest = {
        trigger_id: trigger(user),
        response_url: `${url()}/hooks/commands/${hook}`,
        ...(root && { root_id: root }),
      };
      const body = new URLSearchParams({ ...form, ...rest }).toString();
      hear(user, (await ask(to, 'application/x-www-form-urlencoded', body))['text']);
    },
    /** What is posted to a response_url. */
    respond(hook: string, body: unknown): Answered {
      const user = commands.get(hook);
      if (user === undefined) return refused(404, 'web.command_webhook.invalid.app_error');
      hear(user, (body as { readonly text?: string }).text);
      return { status: 200, body: {} };
    },
  };
}
