import { crashProof } from './crash/crash-proof.ts';
import { fuzzProof } from './fuzz/fuzz-proof.ts';
import { journalProof } from './journal/journal-proof.ts';
import { millionProof } from './million/million-proof.ts';
import type { Proof } from './proof.ts';
import { racesProof } from './races/races-proof.ts';
import { slowProof } from './slow/slow-proof.ts';
import { soakProof } from './soak/soak-proof.ts';
import { storageProof } from './storage/storage-proof.ts';
import { timingProof } from './timing/timing-proof.ts';

/** All proofs, in the order of the help. */
export const ALL_PROOFS: readonly Proof[] = [
  crashProof,
  storageProof,
  fuzzProof,
  slowProof,
  timingProof,
  soakProof,
  racesProof,
  millionProof,
  journalProof,
];
