/**
 * Something that was found wrong with the files of the store, and put right as far as it could be. It belongs into the
 * operator's log; it names no document, because ids can name people.
 */
export interface StoreNotice {
  /** `store_damaged`: something may be lost. `revocations_restored`: something would have been. */
  readonly reason: 'store_damaged' | 'revocations_restored';
  /** One sentence or two for the operator. */
  readonly message: string;
  /** The folder or file in question. */
  readonly path: string;
  /** How much was dropped; a record that was dropped is somewhat shorter. */
  readonly droppedBytes?: number;
  /** How many revocations were put back. */
  readonly restored?: number;
}

/** Takes what an open store has to say. */
export type NoticeListener = (notice: StoreNotice) => void;
