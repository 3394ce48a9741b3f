import { toCredentialFile, type ClientCredential, type MintedSecret } from '@gpii/credentials';
import { Actions, Button, Form, Notice, safeFileName, type Page } from '@gpii/pages';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { AccountVisit } from '../visit.ts';
import { nameOf, pathOf } from './own-credential.tsx';

/** Name of the field with the secret that a page shows. */
export const SHOWN_SECRET = 'client_secret';

/** The credential file: its name, and its text. */
export function toFile(
  visit: AccountVisit,
  rooms: SiteRooms,
  minted: Pick<MintedSecret, 'credential' | 'secret'>,
): { name: string; mediaType: string; content: string } {
  const file = toCredentialFile(minted, rooms.publicUrl());
  return {
    name: safeFileName(`gpii-${nameOf(visit, minted.credential)}.json`),
    mediaType: 'application/json',
    content: `${JSON.stringify(file, null, 2)}\n`,
  };
}

/**
 * The page that shows a fresh secret, once: the answer to the form itself, kept nowhere. The file is made of the secret on
 * the page, so that it is that of this very one.
 *
 * @param note - What became of the secret that it takes the place of.
 */
export function handedOutPage(visit: AccountVisit, rooms: SiteRooms, minted: MintedSecret, note?: string): Page {
  const { words, href } = visit;
  const { handedOut } = words.credentials;
  const { credential, secret } = minted;
  const file = toFile(visit, rooms, minted);
  const isWeb = credential.type === 'web';
  const form = { view: visit.view, action: href(pathOf(credential.clientId, 'file')), problems: [], values: {} };
  const body = (
    <>
      <p class="lead">{handedOut.lead(nameOf(visit, credential))}</p>
      {note === undefined ? null : (
        <Notice>
          <p>{note}</p>
        </Notice>
      )}
      <div class="card">
        <Value id="client-id" label={handedOut.clientId} value={credential.clientId} />
        <Value id="client-secret" label={handedOut.secret} value={secret} />
        <Form form={form}>
          <input type="hidden" name={SHOWN_SECRET} value={secret} autocomplete="off" />
          <Actions>
            <Button>{handedOut.download}</Button>
            <span class="soft wrap-anywhere">{handedOut.downloadNote(file.name)}</span>
          </Actions>
        </Form>
        <details>
          <summary>{handedOut.asText}</summary>
          <textarea aria-label={handedOut.asTextLabel} rows={8} readOnly spellcheck={false} autocomplete="off">
            {file.content}
          </textarea>
        </details>
      </div>
      <Notice tone="warn">
        <p>
          <strong>{handedOut.key}</strong> {isWeb ? handedOut.keyTextWeb : handedOut.keyText}
        </p>
      </Notice>
      <NextSteps heading={handedOut.next} steps={handedOut.steps[credential.type]} />
      <div class="actions">
        <a class="btn plain" href={href('/credentials')}>
          {handedOut.saved}
        </a>
      </div>
    </>
  );
  return { title: handedOut.title, body };
}

/** A public application has a client id and nothing to keep. */
export function publicReadyPage(visit: AccountVisit, credential: ClientCredential): Page {
  const { words, href } = visit;
  const { handedOut } = words.credentials;
  const body = (
    <>
      <p class="lead">{handedOut.publicLead(nameOf(visit, credential))}</p>
      <div class="card">
        <Value id="client-id" label={handedOut.clientId} value={credential.clientId} />
      </div>
      <NextSteps heading={handedOut.next} steps={handedOut.steps.public} />
      <div class="actions">
        <a class="btn plain" href={href('/credentials')}>
          {handedOut.publicDone}
        </a>
      </div>
    </>
  );
  return { title: handedOut.publicTitle, body };
}

function Value({ id, label, value }: { id: string; label: string; value: string }): VNode {
  return (
    <div class="secret">
      <label for={id}>{label}</label>
      <div class="line">
        <input id={id} type="text" readOnly autocomplete="off" spellcheck={false} value={value} data-copyable />
      </div>
    </div>
  );
}

function NextSteps({ heading, steps }: { heading: string; steps: readonly string[] }): VNode {
  return (
    <section class="section" aria-labelledby="next">
      <h2 id="next">{heading}</h2>
      <ol class="next-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}
