/**
 * Moves the focus to the first field that is shown to be wrong, once it has been drawn, so that
 * whoever cannot see the form hears what to mend.
 */
export function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
