import type { ComponentChildren, VNode } from 'preact';
import type { UiVisit } from './ui-visit.ts';

/** Words of commands and of the cloud, which are in English alone: said aloud as such on pages in other languages. */
export function InEnglish({ visit, children }: { visit: UiVisit; children: ComponentChildren }): VNode {
  return <span {...(visit.view.language === 'en' ? {} : { lang: 'en' })}>{children}</span>;
}
