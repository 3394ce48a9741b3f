/** The cases of one-road/ that concern the local services, a second time, on `examples/platform-linux`. */
import '../support/on-platform-linux.ts';
import '../one-road/key-in.ts';
import '../one-road/refusals.ts';
import '../one-road/credential-file.ts';
import '../one-road/local-services.ts';
import '../one-road/bad-clients.ts';
import '../one-road/other-accounts.ts';
