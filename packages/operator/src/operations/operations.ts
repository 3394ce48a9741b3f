import { accountsAdd, accountsDisable, accountsList } from './account-operations.ts';
import { backupPage } from './backup-operations.ts';
import {
  credentialsCreate,
  credentialsHandOut,
  credentialsList,
  credentialsRevoke,
  credentialsRotate,
  credentialsShow,
} from './credential-operations.ts';
import {
  auditList,
  exportRecordsOperation,
  importRecordsOperation,
  tokensAdd,
  tokensRevoke,
} from './data-operations.ts';
import { enrolmentKeysCreate, enrolmentKeysList, enrolmentKeysRevoke } from './enrolment-operations.ts';
import { accountsLink, accountsLinks, accountsStopSharing, accountsUnlink } from './link-operations.ts';
import type { Operation } from './operation.ts';
import { reloadRegistries } from './registry-operations.ts';

const ALL: readonly Operation[] = [
  accountsAdd,
  accountsDisable,
  accountsLink,
  accountsLinks,
  accountsList,
  accountsStopSharing,
  accountsUnlink,
  auditList,
  backupPage,
  credentialsCreate,
  credentialsHandOut,
  credentialsList,
  credentialsRevoke,
  credentialsRotate,
  credentialsShow,
  enrolmentKeysCreate,
  enrolmentKeysList,
  enrolmentKeysRevoke,
  exportRecordsOperation,
  importRecordsOperation,
  reloadRegistries,
  tokensAdd,
  tokensRevoke,
];

/** All operations, by name: what `POST /operator/NAME` can do. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(ALL.map((operation) => [operation.name, operation]));
