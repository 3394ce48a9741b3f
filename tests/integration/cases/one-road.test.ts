/** Cases that leave the servers as they found them, so that they can share one road. */
import '../one-road/key-in.ts';
import '../one-road/refusals.ts';
import '../one-road/credential-file.ts';
import '../one-road/access-tokens.ts';
import '../one-road/foreign-clients.ts';
import '../one-road/local-services.ts';
import '../one-road/bad-clients.ts';
