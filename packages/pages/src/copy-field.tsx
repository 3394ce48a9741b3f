import type { VNode } from 'preact';

/** Something to be copied: a field that cannot be changed, with a button where there are scripts. */
export function CopyField({ id, label, value }: { id: string; label: string; value: string }): VNode {
  return (
    <div class="secret">
      <label for={id}>{label}</label>
      <div class="line">
        <input type="text" id={id} value={value} readOnly autocomplete="off" spellcheck={false} data-copyable />
      </div>
    </div>
  );
}
