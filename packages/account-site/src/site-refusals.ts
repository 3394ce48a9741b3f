import { Refusal } from '@gpii/service-kit';

/** A form that no page of ours was asked to send: 403, and nothing is changed (SECURITY G-S4). */
export function notOurForm(): Refusal {
  return new Refusal({
    status: 403,
    code: 'invalid_request',
    reason: 'form_token_wrong',
    message: 'The form did not come from a page that this browser was shown.',
  });
}

/** A form that makes something once, sent again: nothing is made a second time. */
export function formSentBefore(): Refusal {
  return new Refusal({
    status: 409,
    code: 'invalid_request',
    reason: 'form_sent_again',
    message: 'This form was taken before, or is too old.',
  });
}

/** What changes something, or hands out something, is POST only. */
export function methodNotTaken(taken: readonly string[]): Refusal {
  const allow = taken.includes('GET') ? [...taken, 'HEAD'] : taken;
  return new Refusal({
    status: 405,
    code: 'invalid_request',
    reason: 'method_not_allowed',
    message: 'This address does not take this method.',
    headers: { Allow: allow.join(', ') },
  });
}

/** What is not there, or belongs to somebody else: nobody can tell which (CONFORMANCE W12). */
export function notThere(): Refusal {
  return new Refusal({
    status: 404,
    code: 'not_found',
    reason: 'route_unknown',
    message: 'There is nothing at this address.',
  });
}
