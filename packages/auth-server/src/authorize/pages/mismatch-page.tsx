import type { Page, View } from '@gpii/pages';
import type { VNode } from 'preact';
import type { RedirectMismatch } from '../authorization-refusals.ts';
import { compareAddresses, findNearest, toVisible, type Difference } from '../compare-addresses.ts';
import type { AuthorizeWords } from '../words/en.ts';

/**
 * Shows the requested and the registered address, and marks where they begin to differ (SECURITY G-U3). Neither is a
 * link: nobody is to go there.
 */
export function mismatchPage(
  { view, words }: { view: View; words: AuthorizeWords },
  { client, requested }: RedirectMismatch,
  isOwner: boolean,
): Page {
  const { mismatch } = words;
  const visible = toVisible(requested);
  const registered = findNearest(visible, client.redirectUris.map(toVisible));
  const hasFragment = requested.includes('#') && registered === visible;
  return {
    title: mismatch.title,
    body: (
      <>
        <p>{mismatch.what(client.name === '' ? client.clientId : client.name)}</p>
        {registered === undefined ? (
          <>
            <Address name={mismatch.requested} common={visible} first="" rest="" />
            <p>{mismatch.none}</p>
          </>
        ) : (
          <Both words={words} difference={compareAddresses(visible, registered)} count={client.redirectUris.length} />
        )}
        {hasFragment ? <p>{mismatch.fragment}</p> : null}
        {isOwner ? (
          <p>
            <a href={`${view.base}/credentials/${encodeURIComponent(client.clientId)}/edit`}>{mismatch.owner}</a>
          </p>
        ) : (
          <>
            <p>{mismatch.person}</p>
            <p class="soft">{mismatch.makers}</p>
          </>
        )}
      </>
    ),
  };
}

function Both(props: { words: AuthorizeWords; difference: Difference; count: number }): VNode {
  const { words, difference, count } = props;
  const { common, requested, registered } = difference;
  const { mismatch } = words;
  const name = (first: string): string => (first === '' ? mismatch.end : `“${first}”`);
  return (
    <>
      <Address name={mismatch.requested} common={common} {...requested} />
      <Address name={count === 1 ? mismatch.registered : mismatch.nearest(count)} common={common} {...registered} />
      {requested.first === registered.first ? null : (
        <p>{mismatch.differ(common.length + 1, name(requested.first), name(registered.first))}</p>
      )}
    </>
  );
}

/** `first` is marked; where the address ends, its end is. */
function Address(props: { name: string; common: string; first: string; rest: string }): VNode {
  const { name, common, first, rest } = props;
  return (
    <p class="address">
      <strong>{name}</strong>
      <code>
        {common}
        <mark>{first}</mark>
        {rest}
      </code>
    </p>
  );
}
