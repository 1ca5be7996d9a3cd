/** A message attachment, as far as we send one. https://developers.mattermost.com/integrate/reference/message-attachments/ */
export interface Attachment {
  readonly fallback: string;
  readonly color: string;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly { readonly title: string; readonly value: string; readonly short: boolean }[];
  readonly actions: readonly Action[];
  readonly footer: string;
}

/** https://developers.mattermost.com/integrate/plugins/interactive-messages/ : ids are letters and digits alone, or pressing does nothing. */
export interface Action {
  readonly id: string;
  readonly type: 'button';
  readonly name: string;
  readonly style: 'default' | 'primary' | 'danger';
  readonly integration: { readonly url: string; readonly context: { readonly offer: string; readonly mac: string } };
}
