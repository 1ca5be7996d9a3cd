/** Asks what a button asks first, as Slack does; answers whether the person is sure. */
export async function ask(dialog: HTMLDialogElement, words: DOMStringMap): Promise<boolean> {
  const [no, yes] = dialog.querySelectorAll('button');
  for (const [part, said] of [
    [dialog.querySelector('h2'), words['title']],
    [dialog.querySelector('p'), words['text']],
    [no, words['deny']],
    [yes, words['confirm']],
  ] as const)
    if (part) part.textContent = said ?? '';
  dialog.returnValue = 'no';
  dialog.showModal();
  yes?.focus();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue === 'yes';
}
