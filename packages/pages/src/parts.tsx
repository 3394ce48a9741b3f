import type { ComponentChildren, VNode } from 'preact';

/** Words that stand out: what was done, what to be careful about. */
export function Notice(props: {
  readonly tone?: 'plain' | 'good' | 'warn' | 'danger';
  /** Said aloud when the page comes: for what was just done. */
  readonly isStatus?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  const { tone = 'plain', isStatus = false, children } = props;
  return (
    <div class={tone === 'plain' ? 'note' : `note ${tone}`} {...(isStatus ? { role: 'status' as const } : {})}>
      {children}
    </div>
  );
}

/** A state, as shape and word: never colour alone. */
export function Tag({ tone, children }: { tone: 'good' | 'warn' | 'off'; children: ComponentChildren }): VNode {
  return <span class={`tag ${tone}`}>{children}</span>;
}

/** Names and values of one thing. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }): VNode {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

/** A part of a page under a heading of its own. */
export function Section(props: {
  readonly id: string;
  readonly heading: string;
  readonly children: ComponentChildren;
}): VNode {
  const { id, heading, children } = props;
  return (
    <section class="section stack" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
