import type { Workbench } from './workbench.ts';

/** Settings under which nobody is asked at the start, and the editor of workspace trust is a tab that hides nothing. */
export const trustInTabs = {
  'security.workspace.trust.startupPrompt': 'never',
  'workbench.editor.useModal': 'off',
};

/** Trusts the folder of a window that is in Restricted Mode, as its user would. */
export async function trust({ page, statusItem }: Workbench): Promise<void> {
  await statusItem('Restricted Mode').click();
  const editor = page.locator('.workspace-trust-editor');
  await editor.locator('.monaco-button', { hasText: 'Trust' }).first().click();
  await editor.getByText('You trust this folder').waitFor();
}
