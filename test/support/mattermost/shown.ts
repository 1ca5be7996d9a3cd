import type { MattermostPost } from './site.ts';

interface Action {
  readonly id: string;
  readonly name: string;
  readonly integration?: { readonly url: string; readonly context: unknown };
}
interface Attachment {
  readonly title?: string;
  readonly text?: string;
  readonly fields?: readonly { readonly title: string; readonly value: string }[];
  readonly actions?: readonly Action[];
  readonly footer?: string;
}

const attachmentsOf = ({ props }: Pick<MattermostPost, 'props'>): readonly Attachment[] =>
  (props['attachments'] ?? []) as readonly Attachment[];

export const actionsOf = (post: Pick<MattermostPost, 'props'>): readonly Action[] =>
  attachmentsOf(post).flatMap(({ actions = [] }) => actions);

/** What a client gets: without the integrations of actions, `StripActionIntegrations` in the server's `model/post.go`. */
export function forClient(post: MattermostPost): MattermostPost {
  const attachments = attachmentsOf(post).map((attachment) => ({
    ...attachment,
    ...(attachment.actions && { actions: attachment.actions.map(({ id, name }) => ({ id, name, type: 'button' })) }),
  }));
  return attachments.length > 0 ? { ...post, props: { ...post.props, attachments } } : post;
}

/** All Markdown that a reader is shown of a post. */
export const markdownOf = (post: MattermostPost): readonly string[] => [
  post.message,
  ...attachmentsOf(post).flatMap(({ title = '', text = '', fields = [] }) => [
    title,
    text,
    ...fields.flatMap((field) => [field.title, field.value]),
  ]),
];
