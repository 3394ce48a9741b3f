import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { backToList, pathOf } from './own-credential.tsx';

/** The answer to a form that was sent again, such as by a reload: nothing is done twice, no secret is shown twice. */
export function alreadyAnswer(visit: AccountVisit, { clientId, text }: { clientId: string; text: string }): Answer {
  const { words, href, context } = visit;
  context.reason = 'form_sent_again';
  const { already } = words.credentials;
  const body = (
    <>
      <p class="lead">{text}</p>
      <p>{already.whatNow}</p>
      <div class="actions">
        <a class="btn" href={href(pathOf(clientId, 'secrets'))}>
          {already.newSecret}
        </a>
        <a href={href(pathOf(clientId))}>{already.toCredential}</a>
      </div>
    </>
  );
  return { page: { title: already.title, back: backToList(visit), body }, status: 409 };
}
