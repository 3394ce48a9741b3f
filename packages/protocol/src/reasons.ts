/**
 * Why something was refused or failed: the `reason` of a log line. One word per case, stable, `snake_case`.
 * `docs/errors.md` lists the same words; a test compares the two.
 *
 * @see STYLE §4
 */
export const REASONS = {
  // The client credential
  credential_refused: 'GPII Cloud did not accept the client id and secret.',
  credential_revoked: 'The client credential or its secret was revoked.',
  secret_ended: 'The client secret was right once, and has passed its end.',
  secret_unknown: 'The client credential has no such secret.',
  secret_not_named: 'The client credential has more than one secret, and none was named.',
  client_unknown: 'Nobody has this client id.',
  client_secret_wrong: 'The client secret is not one of this client credential.',
  client_authentication_missing: 'The request carries no client id and secret.',
  client_authentication_ambiguous: 'The request authenticates its client in more than one way.',
  client_address_not_allowed: 'The client credential is not allowed from this address.',
  no_client_credential: 'This computer has no client credential.',
  credential_file_malformed: 'The credential file is not a GPII credential file.',
  credential_file_unreadable: 'The credential file is there and cannot be read.',
  credential_file_too_open: 'Others than its owner can read the credential file.',
  // Handing a credential to a computer
  hand_over_code_refused: 'The code was never given out, was spent, has expired, or its verifier is another.',
  enrolment_key_refused: 'The enrolment key does not exist, was revoked, has ended, or is used up.',
  password_wrong: 'The email address and password are not those of an account.',
  account_unknown: 'There is no account with this email address.',
  account_exists: 'There is an account with this email address already.',
  account_disabled: 'The account was disabled.',
  passwords_waiting: 'Too many passwords wait to be checked.',
  // Limits
  too_many_failures: 'Too many wrong secrets, codes or passwords for one name from one address.',
  too_many_failures_from_address: 'Too many wrong secrets, codes and passwords from one address.',
  too_many_sign_in_failures: 'Too many wrong passwords for one account.',
  too_many_unknown_gpii_tokens: 'One client secret asked for too many GPII tokens that nobody has.',
  gpii_token_exists: 'There is such a GPII token already.',
  // The token request
  grant_type_missing: 'The token request names no grant type.',
  grant_type_unsupported: 'The grant type does not exist here.',
  grant_not_allowed: 'This type of client may not use this grant.',
  parameter_missing: 'A parameter that the request needs is missing.',
  parameter_repeated: 'A parameter came more than once.',
  parameter_malformed: 'A parameter has a form that cannot be right.',
  scope_unknown: 'The scope is not one that this client may have.',
  gpii_token_unknown: 'Nobody has this GPII token, or it was revoked.',
  // Authorization by a person
  redirect_uri_unregistered: 'The redirect address is not one that is registered for this client.',
  response_type_unsupported: 'Only the response type code exists here.',
  code_challenge_missing: 'A public client has to send a code challenge.',
  code_challenge_malformed: 'The code challenge is not one of the method S256.',
  code_verifier_wrong: 'The code verifier does not belong to the code challenge.',
  authorization_code_unknown: 'The authorization code was never given out to this client, or has ended.',
  authorization_code_replayed: 'The authorization code was used before: what was issued from it has ended.',
  consent_denied: 'The person did not allow it.',
  sign_in_refused: 'Nobody has this email address and password.',
  form_token_wrong: 'The form was not sent from the page that this session was shown.',
  // The access token
  access_token_missing: 'The request carries no access token.',
  access_token_unknown: 'The access token was never issued, was revoked or has expired.',
  access_token_wrong_person: 'The access token belongs to another GPII token.',
  access_token_wrong_scope: 'The access token was not issued for this.',
  origin_not_registered: 'The web page that asks is at no registered origin of its client.',
  access_token_other_client: 'The access token was issued to another client.',
  access_token_ambiguous: 'The request carries its access token in more than one way, or in a forbidden one.',
  // The request as such
  body_too_large: 'The body is larger than the limit.',
  body_malformed: 'The body is not what its type promises.',
  media_type_unsupported: 'The body has a type that this route does not take.',
  device_malformed: 'The device report is not JSON, or over its limits.',
  route_unknown: 'There is nothing at this address.',
  method_not_allowed: 'This address does not take this method.',
  request_malformed: 'The request is not proper HTTP, or its address cannot be decoded.',
  request_too_slow: 'The request did not arrive in time.',
  // Local services
  operator_key_wrong: 'The request does not carry the operator key.',
  channel_key_wrong: 'The request does not carry the channel key.',
  host_not_allowed: 'The Host header names another computer.',
  browser_not_allowed: 'The request was made by a web page.',
  debounced: 'The same tap came again too soon.',
  already_keyed_in: 'This person is keyed in already.',
  nobody_keyed_in: 'Nobody is keyed in.',
  other_person_keyed_in: 'Another person is keyed in.',
  // Others are down
  cloud_unreachable: 'GPII Cloud cannot be reached.',
  cloud_unavailable: 'GPII Cloud answers, but is not working.',
  cloud_malformed: 'GPII Cloud answered something that is not understood.',
  tls_untrusted: 'The certificate that GPII Cloud shows is not trusted.',
  rate_limited: 'GPII Cloud asks to slow down.',
  requester_down: 'The access requester cannot be reached.',
  requester_malformed: 'The access requester answered something that is not understood.',
  requester_refused_channel: 'The access requester does not accept the channel key.',
  access_token_refused: 'GPII Cloud refused a fresh access token as well.',
  too_many_connections: 'More connections at a time than are allowed: further ones are closed.',
  store_unavailable: 'The database does not answer.',
  store_damaged: 'Files of the database were damaged; what could be read was kept.',
  revocations_restored: 'The database had lost revocations; they were put back.',
  draining: 'The server is stopping.',
  internal_error: 'A mistake of ours.',
} as const;

/** One word of `REASONS`. */
export type Reason = keyof typeof REASONS;
